"""The lines of one block, and the text they make together."""

from __future__ import annotations

from reader.documents.harmless import Runs, composed
from reader.documents.hyphens import HYPHENS, joint
from reader.documents.lines import Line
from reader.documents.looks import Look


class Group:
    """Lines that belong together, in order, and what became of them."""

    __slots__ = ("depth", "forced", "kind", "label", "level", "lines", "rule", "runs", "text")

    def __init__(self, lines: list[Line], looks: list[Look], forced: bool) -> None:
        self.lines = lines
        self.depth = lines[0].depth
        self.forced = forced
        """The last line is shorter than it had to be."""
        self.kind = "code" if lines[0].code else "paragraph"
        self.level = 0
        self.rule = len(lines) == 1 and is_rule(lines[0].text)
        self.label = "" if self.rule or lines[0].code else looks[0].label
        self.text = ""
        self.runs: Runs = []

    def underline(self, rule: Group) -> None:
        """Take a line of `=` or `-` under a heading for what it says."""
        self.kind = "heading"
        self.level = 1 if rule.lines[0].text[0] == "=" else 2


def underlines(group: Group, before: Group) -> bool:
    """Whether this is a line drawn right under a heading."""
    line = group.lines[0]
    if not group.rule or line.gap > before.lines[-1].gap or line.gap > 1 or line.text[0] not in "=-~^":
        return False
    return len(before.lines) <= 2 and len(line.text) <= 1.5 * max(len(over.text) for over in before.lines) + 2


def number_items(groups: list[Group]) -> None:
    """Leave a number in the text of its block, unless the block beside it is the list's next."""
    numbers = [_number(group) for group in groups]
    for index, number in enumerate(numbers):
        if number is None:
            continue
        before = numbers[index - 1] if index else None
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        if before != number - 1 and after != number + 1:
            groups[index].label = ""


def _number(group: Group) -> int | None:
    core = group.label.strip("().")
    if core.isdigit():
        return int(core)
    return ord(core) if len(core) == 1 and core.isalpha() else None


def is_rule(text: str) -> bool:
    """A line of one sign, as `* * *` or `-----`."""
    if text[0] not in "*-_=~#·•–—+.":
        return False
    signs = set(text)
    signs.discard(" ")
    return len(signs) == 1 and (len(text.replace(" ", "")) >= 3 or text == "--")


def join(group: Group, source: str, *, hyphenated: bool) -> None:
    """Write the group's text and runs: its lines with what was broken at their ends put together.

    Args:
        group: The lines.
        source: The whole text in small letters, which tells how a word is spelled elsewhere.
        hyphenated: Whether words are broken at line ends in this document.
    """
    if group.kind == "code":
        rows = _rows(group)
        if rows:
            group.kind = "table"
            _tabulate(group, rows)
        else:
            _keep(group)
        return
    parts: list[str] = []
    runs: Runs = []
    at = 0
    lines = group.lines
    for index, line in enumerate(lines):
        text, start = line.text, line.start
        if index == 0 and group.label and not line.bullet:
            body = text[len(group.label) :].lstrip()
            start += len(text) - len(body)
            text = body
        between = ""
        if index + 1 < len(lines):
            after = lines[index + 1].text
            if line.verse and lines[index + 1].verse:
                between = "\n"
            else:
                left = text + "\ufffe" if line.broken else text
                between = joint(left, after, source, hyphenated=hyphenated)
            if between not in (" ", "\n") and not line.broken and text[-1] in HYPHENS:
                text = text[:-1]
        at = _copy(text, start, at, parts, runs)
        if between:
            parts.append(between)
            at += len(between)
    group.text, group.runs = composed("".join(parts), runs)


def _rows(group: Group) -> list[list[tuple[int, str]]]:
    """The cells of lines that tabs part into as many cells each: offsets in the source, and words. Else nothing."""
    rows = [_cells(line) for line in group.lines]
    return rows if len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1 else []


def _cells(line: Line) -> list[tuple[int, str]]:
    start, found = line.start, []
    for cell in line.text.split("\t"):
        if cell.strip():
            found.append((start, cell))
        start += len(cell) + 1
    return found


def _tabulate(group: Group, rows: list[list[tuple[int, str]]]) -> None:
    """Write a table, a line a row and a tab between two cells."""
    parts: list[str] = []
    runs: Runs = []
    at = 0
    for number, row in enumerate(rows):
        for nth, (start, words) in enumerate(row):
            if number or nth:
                parts.append("\t" if nth else "\n")
                at += 1
            start += len(words) - len(words.lstrip())
            at = _copy(words.strip(), start, at, parts, runs)
    group.text, group.runs = composed("".join(parts), runs)


_TAB = 8
"""Columns from one tab stop to the next."""


def _keep(group: Group) -> None:
    """Write the group's lines one under the other, set in as they were, tabs as blanks; its fences go."""
    lines = group.lines
    if len(lines) > 1 and lines[0].text[:3] in ("```", "~~~"):
        group.label = lines[0].text[3:].strip()
        lines = lines[1:-1]
    least = min((line.indent for line in lines), default=0)
    parts: list[str] = []
    runs: Runs = []
    at = 0
    for index, line in enumerate(lines):
        lead = "\n" * (1 + line.gap if index else 0) + " " * (line.indent - least)
        parts.append(lead)
        at += len(lead)
        start, column = line.start, line.indent
        for number, piece in enumerate(line.text.split("\t")):
            if number:
                blanks = _TAB - column % _TAB
                parts.append(" " * blanks)
                at += blanks
                start += 1
                column += blanks
            if piece:
                parts.append(piece)
                runs.append((at, start, len(piece)))
            at += len(piece)
            start += len(piece)
            column += len(piece)
    group.text, group.runs = composed("".join(parts), runs)


def _copy(text: str, start: int, at: int, parts: list[str], runs: Runs) -> int:
    """Copy a line, white space inside it folded to one blank; the offset after it."""
    if "  " not in text and "\t" not in text:
        pieces = [text]
    else:
        pieces = text.replace("\t", " ").split(" ")
    for number, piece in enumerate(pieces):
        if piece:
            if number and parts and parts[-1] != " ":
                parts.append(" ")
                at += 1
            parts.append(piece)
            if runs and at - runs[-1][0] == start - runs[-1][1]:
                runs[-1] = (runs[-1][0], runs[-1][1], at - runs[-1][0] + len(piece))
            else:
                runs.append((at, start, len(piece)))
            at += len(piece)
        start += len(piece) + 1
    return at
