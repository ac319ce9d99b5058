"""Blocks out of lines in reading order: where one ends and the next begins, and what each is. Lengths are points.

The decisions are those for plain text (`reader.documents.reflow`), made with the true right edges, steps between
baselines, indents and fonts of the page instead of estimates of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from reader.documents.model import BlockKind
from reader.documents.typeset.lines import Line, is_marker

_STOPS = ".!?:;…。！？"
_CLOSERS = "\"'”’»)]›*_†‡"


class Group:
    """The lines of one block."""

    __slots__ = ("kind", "label", "level", "lines")

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.kind: BlockKind = "paragraph"
        self.level = 0
        self.label = ""

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Frame:
    """The column that a line stands in."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Habits:
    """How this document parts its paragraphs."""

    step: float
    """Usual distance between two baselines, in sizes of the type."""
    gaps: float
    """Share of the plain paragraph ends that are followed by more than the usual step."""
    indents: float
    """Share that are followed by a line set in."""
    hyphenated: bool
    body: float = 10.0
    """Size in which most of the text is set."""


def frames(lines: Sequence[Line]) -> dict[int, Frame]:
    """The column of each line, by `id`: its left edge shared with neighbours, its right edge as far as lines reach.

    Columns are found among lines of one size on one page; a heading stands in the column of text below or above it.
    """
    found: dict[int, tuple[int, Frame]] = {}
    reach: dict[tuple[int, int], list[Frame]] = {}
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    for on_page in by_page.values():
        sizes = Counter(round(line.size * 2) for line in on_page for _ in line.text)
        text_columns: list[Frame] = []
        for size, _ in sizes.most_common():
            alike = [line for line in on_page if round(line.size * 2) == size]
            for column in _columns(alike):
                own = Frame(_common(sorted(line.x0 for line in column)), _reach(column))
                flush = sum(own.right - line.x1 < 0.3 * line.size for line in column)
                if size == sizes.most_common(1)[0][0]:
                    text_columns.append(own)
                elif flush < max(3, 0.5 * len(column)):
                    own = _around(own, text_columns)
                if not _across(column, alike):
                    reach.setdefault((size, round(own.left / 6)), []).append(own)
                found.update((id(line), (size, own)) for line in column)
    # A column with little on it (the last page) is as wide as the same column elsewhere.
    widest: dict[tuple[int, int], float] = {}
    for size, at in reach:
        near = [f for step in (-1, 0, 1) for f in reach.get((size, at + step), [])]
        widths = Counter(round(f.right) for f in near)
        widest[size, at] = max((f.right for f in near if widths[round(f.right)] > 1 or len(near) < 4), default=0.0)
    return {
        key: Frame(frame.left, max(frame.right, widest.get((size, round(frame.left / 6)), 0.0)))
        for key, (size, frame) in found.items()
    }


def _columns(alike: Sequence[Line]) -> list[list[Line]]:
    """Lines of one size on one page, parted by the left edges that many of them share.

    An edge begins a column when nearly all lines to the left of it end before it. Lines that reach across columns
    are a column of their own.
    """
    edges = _shared_edges([line.x0 for line in alike])
    size = alike[0].size
    starts: list[float] = []
    for edge in edges:
        before = [line for line in alike if (starts[-1] if starts else edge) - 2 <= line.x0 < edge - 2]
        ending = sum(line.x1 <= edge + 2 for line in before)
        if not starts or (edge - starts[-1] > 6 * size and ending >= 0.75 * len(before)):
            starts.append(edge)
    columns: list[list[Line]] = [[] for _ in starts]
    across: list[Line] = []
    for line in alike:
        at = max((n for n, start in enumerate(starts) if start <= line.x0 + 2), default=0)
        wide = at + 1 < len(starts) and line.x1 > starts[at + 1] + size
        (across if wide else columns[at]).append(line)
    return [column for column in [*columns, across] if column]


def _across(column: Sequence[Line], alike: Sequence[Line]) -> bool:
    """Whether other lines stand beside those of the column on the same height, between its edges."""
    right = max(line.x1 for line in column)
    left = min(line.x0 for line in column)
    inside = [line for line in alike if line not in column and left < line.x0 < right]
    return len(inside) > len(column)


def _shared_edges(edges: Sequence[float]) -> list[float]:
    """The leftmost edge and those that at least three lines and one in twelve share, from the left."""
    ordered = sorted(edges)
    runs: list[list[float]] = [[ordered[0]]]
    for edge in ordered[1:]:
        if edge - runs[-1][0] < 3:
            runs[-1].append(edge)
        else:
            runs.append([edge])
    return [run[0] for n, run in enumerate(runs) if n == 0 or len(run) >= max(3, len(edges) / 12)]


def _reach(column: Sequence[Line]) -> float:
    """How far to the right the lines of a column go, but for one that sticks out of it."""
    ends = sorted((line.x1 for line in column), reverse=True)
    out = 0
    while len(ends) > 5 and out < len(ends) // 8 and ends[out] - ends[out + 1] > 4 * column[0].size:
        out += 1
    return ends[out]


def _around(own: Frame, others: Sequence[Frame]) -> Frame:
    """The column of text that a smaller or larger line stands in, or its own."""
    fitting = [f for f in others if f.left <= own.left + 2 and f.right >= own.right - 2]
    return min(fitting, key=lambda f: f.right - f.left, default=own)


def _common(edges: Sequence[float]) -> float:
    """The edge that most lines share, leftmost where several are shared alike."""
    best, at = 0, edges[0]
    for edge in edges:
        n = sum(1 for other in edges if abs(other - edge) < 2)
        if n > best:
            best, at = n, edge
    return at


def group(lines: Sequence[Line], body: float, *, first: bool = True) -> tuple[list[Group], Habits]:
    """The blocks of a stretch of a document, with kinds, and its habits.

    Args:
        lines: In reading order.
        body: Size in which most of the text is set.
        first: Whether the document begins here, with title, byline and date.
    """
    if not lines:
        return [], Habits(1.2, 0, 0, False)
    if sum(len(line.text) for line in lines if line.mono) > 0.6 * sum(len(line.text) for line in lines):
        for line in lines:  # A typescript, and no page of code.
            line.mono = False
    columns = frames(lines)
    habits = replace(_habits(lines, columns), body=body)
    groups: list[Group] = []
    current: list[Line] = [lines[0]]
    for line, following in pairwise(lines):
        if parted(line, following, columns, habits, current):
            groups.append(Group(current))
            current = []
        current.append(following)
    groups.append(Group(current))
    if first:
        _drop_repeated_title(groups)
    _name(groups, columns, habits, body, first=first)
    return rejoined(groups, body), habits


def _step(line: Line, following: Line) -> float | None:
    """Distance between the baselines in sizes of the type; None across columns and pages."""
    if line.page != following.page or following.y > line.y:
        return None
    return (line.y - following.y) / max(line.size, following.size)


def _same_type(line: Line, following: Line) -> bool:
    return abs(line.size - following.size) < 0.06 * line.size and line.bold == following.bold


def _room(line: Line, following: Line, columns: dict[int, Frame]) -> float:
    """How much room the line had left when the first word of the next one was moved down, in sizes of the type."""
    right = columns[id(line)].right
    space = 0.28 * line.size
    return (right - line.x1 - space - following.first) / line.size


def _habits(lines: Sequence[Line], columns: dict[int, Frame]) -> Habits:
    steps: Counter[float] = Counter()
    hyphens = 0
    pairs: list[tuple[Line, Line, float]] = []
    for line, following in pairwise(lines):
        step = _step(line, following)
        hyphens += line.text[-1] in "-\u2010\u00ad\ufffe\x02" and line.text[-2:-1].isalpha()
        if step is None or not _same_type(line, following):
            continue
        if step > 0.7 and not _ends(line.text) and following.text[:1].islower():
            steps[round(step, 2)] += 1
        if _ends(line.text) and not following.text[:1].islower() and _room(line, following, columns) > 1.5:
            pairs.append((line, following, step))
    usual = steps.most_common(1)[0][0] if steps else 1.2
    if steps:
        near = [step for step, n in steps.items() for _ in range(n) if abs(step - usual) < 0.1]
        usual = median(near)
    gaps = [step > usual * 1.12 + 0.04 for _, _, step in pairs]
    indents = [following.x0 - columns[id(following)].left > 0.7 * following.size for _, following, _ in pairs]
    return Habits(usual, _share(gaps), _share(indents), hyphens > 0.04 * len(lines) and hyphens >= 2)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def _ends(text: str) -> bool:
    return text.rstrip(_CLOSERS)[-1:] in _STOPS


def parted(line: Line, following: Line, columns: dict[int, Frame], habits: Habits, current: list[Line]) -> bool:
    """Whether a new block begins with `following`."""
    text, after = line.text, following.text
    step = _step(line, following)
    broken = text[-1] in "-\u2010\u00ad\ufffe\x02" and text[-2:-1].isalpha() and after[:1].islower()
    if abs(line.size - following.size) > 0.08 * max(line.size, following.size):
        # A line that is mostly small capitals, or in the type of the text for some words.
        mixed = following.size in line.sizes or line.size in following.sizes
        if not mixed or step is None or step > habits.step * 1.12 + 0.04 or abs(line.x0 - following.x0) > line.size:
            return True
    if line.bold != following.bold and line.bold_ends[1] != following.bold_ends[0]:
        # A heading, or the lead of an item that fills its line.
        close = step is not None and step < habits.step * 1.12 + 0.04
        hanging = is_marker(_first_word(current[0])) and following.x0 > current[0].x0 + 0.5 * line.size
        if not (hanging and close and line.bold and not is_marker(_first_word(following))):
            return True
    if line.mono != following.mono:
        address = " " not in after and "/" in after and not _ends(text) and step is not None and step < 2
        if not address:
            return True
    if line.mono and following.mono:
        return step is None or step > 1.9 * habits.step
    marker = after.split(None, 1)[0] if after.split() else ""
    if is_marker(marker) and len(after) > len(marker):
        sibling = current[0].text.startswith(marker) and abs(following.x0 - current[0].x0) < 0.3 * line.size
        if marker in "-—–" and not _ends(text) and following.x0 - line.x0 < 0.5 * line.size and not sibling:
            return False
        if marker in "·•" and marker in text[1:]:  # It parts words.
            return False
        if _counted_in_passing(line, following, marker, columns, current):
            return False
        begins_item = marker[-1] not in ".)" or step is None or following.x0 <= current[0].x0 + 1.5 * line.size
        if (
            begins_item
            and (not broken)
            and not (marker[0].isdigit() and not _ends(text) and after[len(marker) :][:2].strip()[:1].islower())
        ):
            return True
    if broken:
        return step is not None and step > 2.2 * habits.step
    if following.begins_raised and (
        line.begins_raised or current[0].begins_raised or _room(line, following, columns) > 1.0
    ):
        return True
    if step is None and line.page == following.page and _CAPTION.match(current[0].text):
        return True
    in_item = is_marker(current[0].text.split(None, 1)[0])
    left = columns[id(following)].left
    indent = (following.x0 - left) / following.size
    odds = 0.0
    if step is not None:
        if step > habits.step * 1.6 + 0.05:
            return True
        if step > habits.step * 1.12 + 0.04:
            odds += 3.5
        elif habits.gaps > 0.8:
            odds -= 1.5
        if step < habits.step * 0.8:
            odds -= 0.5
    # Set in from the line above and from the column: a first line. Back from an item's hanging text: after the list.
    shift = (following.x0 - line.x0) / following.size
    if not in_item and len(current) >= 1:
        if 0.7 < indent < 5 and shift > 0.7:
            odds += 3.0
        elif habits.indents > 0.7 and indent <= 0.3 and step is not None and step < habits.step * 1.12:
            odds -= 1.5
    if in_item:
        text_left = min((x.x0 for x in current[1:]), default=None)
        out_of_line = text_left is not None and abs(following.x0 - text_left) > 0.5 * line.size
        if out_of_line or (text_left is None and following.x0 < current[0].x0 - 0.5 * line.size):
            odds += 3.0
        elif text_left is None and following.x0 <= current[0].x0 + 0.2 * line.size and step is not None:
            odds += 1.0
    elif shift < -2.5 and len(current) > 1 and step is not None:
        odds += 2.0
    room = _room(line, following, columns)
    if room > 1.0:
        odds += 2.6 if room > 3 else 1.6
    elif room > 0.25:
        odds += 0.4
    else:
        odds -= 0.8
    if _ends(text):
        odds += 0.9 if text.rstrip(_CLOSERS)[-1:] in ".!?…:" else 0.2
    else:
        odds -= 1.6
    first = after.lstrip("\"'“‘«([¿¡")[:1]
    if first.islower():
        odds -= 2.5
    elif first.isupper():
        odds += 0.4
    if text[-1] == ",":
        odds -= 1.0
    if line.italic != following.italic:
        odds += 1.2
    heading = (line.size > 1.08 * habits.body or (line.bold and following.bold)) and line.size >= habits.body
    if heading and not _ends(text) and step is not None and step < 1.45 and abs(following.x0 - line.x0) < line.size:
        odds -= 2.0
    if len(current) == 1 and _by_or_date(current[0].text):
        odds += 2.5
    if _by_or_date(after):
        odds += 2.0
    return odds > 1.0


_PASSED = 8
"""Captions and the like that a paragraph goes on after, at most."""


def rejoined(groups: list[Group], body: float) -> list[Group]:
    """With paragraphs whole that a figure's caption, or small print at the foot of a column, stands in the middle of.

    What stood there follows the paragraph. Kinds are known.
    """
    out: list[Group] = []
    at = 0
    while at < len(groups):
        found = groups[at]
        at += 1
        out.append(found)
        if found.kind not in ("paragraph", "item") or _ends(found.text) or found.lines[-1].size < 0.95 * body:
            continue
        last = next(
            (n for n in range(at, min(at + _PASSED + 1, len(groups))) if not _stands_apart(groups[n], body)), at
        )
        if last == at or last >= len(groups):
            continue
        rest = groups[last]
        broken = found.lines[-1].text[-1] in "-\u2010\u00ad\ufffe\x02"
        same = abs(rest.lines[0].size - found.lines[-1].size) < 0.06 * body
        begins = rest.text[:1].islower() and found.text[-1].isalnum()
        if (
            rest.kind == "paragraph"
            and same
            and (begins or (broken and rest.text[:1].islower()) or found.text[-1] == ",")
        ):
            found.lines += rest.lines
            out += groups[at:last]
            at = last + 1
    return out


def _stands_apart(found: Group, body: float) -> bool:
    return found.kind == "caption" or (found.lines[0].size < 0.95 * body and found.kind != "heading")


def _first_word(line: Line) -> str:
    return line.text.split(None, 1)[0]


def _counted_in_passing(
    line: Line, following: Line, marker: str, columns: dict[int, Frame], current: Sequence[Line]
) -> bool:
    """Whether a line begins with a number only because the sentence happened to break there.

    That is so when the line before was full and its sentence goes on at the same left edge, and no item is open.
    """
    if marker[-1] not in ".)" or _ends(line.text) or line.text[-1] == "," or is_marker(_first_word(current[0])):
        return False
    level = abs(following.x0 - line.x0) < 0.5 * line.size or (len(current) == 1 and following.x0 < line.x0)
    return level and _room(line, following, columns) < 1.0


def footnotes(lines: Sequence[Line]) -> list[Group]:
    """The footnotes of a page, each from its sign or number to the next."""
    groups: list[Group] = []
    for line in lines:
        mark = _MARK.match(line.text)
        if mark or not groups:
            groups.append(Group([line]))
            groups[-1].kind = "footnote"
            groups[-1].label = mark[0].strip() if mark else ""
        else:
            groups[-1].lines.append(line)
    return groups


_MARK = re.compile(r"\[?(?:\d{1,3}|[*†‡§¶])[\].)]?(?=\s*\D)")
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+[A-ZÀ-Þ]", re.IGNORECASE)
_DATE = re.compile(
    r"(?:\w+,?\s+)?(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d|(?:\d{1,2}\.?\s+)?[A-Za-zéûä]{3,9}\.?\s+(?:\d{1,2},?\s+)?\d{4})"
)


def _by_or_date(text: str) -> bool:
    return len(text) < 90 and (bool(_BY.match(text)) or bool(_DATE.fullmatch(text.strip(" .|"))))


# --------------------------------------------------------------------------------------------------------- kinds


def _name(groups: list[Group], columns: dict[int, Frame], habits: Habits, body: float, *, first: bool) -> None:
    largest = max((line.size for g in groups[:6] for line in g.lines), default=body)
    titled = not first
    all_bold = _mostly_bold(groups)
    for index, found in enumerate(groups):
        line = found.lines[0]
        text = found.text
        marker = text.split(None, 1)[0] if text.split() else ""
        big = line.size > 1.08 * body
        strong = line.bold and not all_bold
        short = len(found.lines) <= 3 and len(text) < 200
        if not titled and index < 6 and big and line.size >= largest - 0.2 and short:
            found.kind, titled = "title", True
        elif first and index < 8 and _by_or_date(text):
            found.kind = "byline" if _BY.match(text) else "dateline"
        elif short and (big or strong) and not text.rstrip(_CLOSERS).endswith((",", ";")):
            found.kind, found.level = "heading", _rank(line.size / body)
        elif _is_small_heading(found):
            found.kind, found.level = "heading", _rank(1.0)
        elif is_marker(marker) and len(text) > len(marker):
            found.kind, found.level, found.label = "item", 1, marker
        elif line.mono and len(found.lines) >= 1:
            found.kind = "code"
        elif _is_caption(found, body):
            found.kind = "caption"
        elif _is_quote(found, columns, habits):
            found.kind, found.level = "quote", 1


_NUMBERED = re.compile(r"(?:\d+(?:\.\d+)*\.?|[IVX]+\.|[A-Z]\.)\s+[A-ZÀ-Þ]")


def _is_small_heading(found: Group) -> bool:
    """A heading in the size of the text: one line in capitals, or numbered and in italics."""
    line, text = found.lines[0], found.text
    if len(found.lines) > 1 or len(text) > 90 or text[-1] in ".,;:":
        return False
    letters = [c for c in text if c.isalpha()]
    capitals = len(letters) >= 5 and all(not c.islower() for c in letters) and any(c.isupper() for c in letters)
    return (capitals and bool(re.match(r"[\w§]", text))) or (line.italic and bool(_NUMBERED.match(text)))


def _drop_repeated_title(groups: list[Group]) -> None:
    """Programs that print a document's title above its first heading print it twice when the two are the same."""
    if len(groups) > 2 and groups[0].text.casefold() == groups[1].text.casefold():
        del groups[0 if groups[0].lines[0].size <= groups[1].lines[0].size else 1]


def _mostly_bold(groups: Sequence[Group]) -> bool:
    bold = sum(len(line.text) for g in groups for line in g.lines if line.bold)
    return bold > 0.4 * sum(len(line.text) for g in groups for line in g.lines)


def _rank(size: float) -> int:
    """Level of a heading by its size in sizes of the text; 2 is the highest, as the title is 1."""
    return 2 if size >= 1.5 else 3 if size >= 1.25 else 4 if size >= 1.06 else 5


_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)|table|tab\.|photo|image|map|chart|abb(?:ildung|\.)|tabelle|figura|tableau|foto|illustration)\s*\.?\s*"
    r"[\dIVX]+\s*[.:–—|-]?",
    re.IGNORECASE,
)


def _is_caption(found: Group, body: float) -> bool:
    text = found.text
    if _CAPTION.match(text) and len(text) < 700 and (found.lines[0].size < 0.97 * body or found.lines[0].italic):
        return True
    if _CAPTION.match(text) and re.match(r"\w+\.?\s*[\dIVX]+\s*[.:|]", text) and len(found.lines) <= 6:
        return True
    small = found.lines[0].size < 0.95 * body
    return (
        len(text) < 400
        and (
            (text[:1] == "[" and text[-1:] == "]")
            or bool(re.search(r"\b(?:photo|image|foto|credit)\b\s*[:/]", text, re.I))
        )
        and (small or found.lines[0].italic or text[-1:] == "]")
    )


def _is_quote(found: Group, columns: dict[int, Frame], habits: Habits) -> bool:
    """Set in on both sides, all of it."""
    if len(found.lines) < 2:
        return False
    frame = columns[id(found.lines[0])]
    left = min(line.x0 for line in found.lines)
    right = max(line.x1 for line in found.lines)
    size = found.lines[0].size
    aligned = sum(abs(line.x0 - left) < 0.5 * size for line in found.lines)
    if 2 * aligned < len(found.lines):  # centred
        return False
    return left - frame.left > 1.2 * size and frame.right - right > 0.8 * size
