"""A comment's Markdown as rows of `(text, look)` runs, for under a passage and for the sidebar.

Line ends are kept as they were typed. What is no Markdown, or half of it, is shown as it stands. Widths are cells.
Loads nothing heavy: it is on the way to the first screen.
"""

from __future__ import annotations

from reader.cells import harmless, width_of
from reader.hyperlinks import hyperlink
from reader.layout import Wrapped
from reader.palette import BOLD, ITALIC, PLAIN, STRIKE, UNDERLINE, over

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reader.palette import Look

    Run = tuple[str, Look]

_MARKS: tuple[tuple[str, Look], ...] = (
    ("**", ("strong", "", BOLD)),
    ("__", ("strong", "", BOLD)),
    ("~~", ("", "", STRIKE)),
    ("*", ("", "", ITALIC)),
    ("_", ("", "", ITALIC)),
)
_CODE: Look = ("code", "", 0)
_LINK: Look = ("link", "", UNDERLINE)
_DEEPEST = 6
"""Emphasis inside emphasis, at most: what a person writes, and no more than is safe to follow."""


def rows(markdown: str, width: int, look: Look = PLAIN) -> list[list[Run]]:
    """The comment in rows of at most `width` cells, none of them filled up with blanks.

    Args:
        markdown: What the person wrote.
        width: Cells of a row; at least 2.
        look: Of plain words; others are laid over it.
    """
    found: list[list[Run]] = []
    fenced = False
    for line in markdown.strip("\n").expandtabs(4).split("\n"):
        bare = line.strip()
        if bare.startswith("```"):
            fenced = not fenced
            continue
        if fenced:
            found += wrapped([(line, over(look, _CODE))], width, [], [])
            continue
        lead, rest, laid = _block(line)
        if bare in ("---", "***", "___"):
            found.append([("─" * min(width, 12), over(look, ("line", "", 0)))])
            continue
        first: list[Run] = [(lead, over(look, ("accent", "", 0)))] if lead else []
        hang = " " * width_of(lead) if not lead.endswith("▎ ") else lead
        further: list[Run] = [(hang, over(look, ("accent", "", 0)))] if lead else []
        found += wrapped(inline(rest, over(look, laid)), width, first, further)
    return found


def plain(markdown: str) -> str:
    """The words of a comment on one line, without their marks: for a list, or a title."""
    words = []
    for line in markdown.split("\n"):
        if not line.strip().startswith("```"):
            _, rest, _ = _block(line)
            words += "".join(text for text, _ in inline(rest)).split()
    return harmless(" ".join(words))


def inline(text: str, look: Look = PLAIN, depth: int = 0) -> list[Run]:
    """Strong, emphasised, struck-out and code words, and links, as runs; a link shows its words."""
    runs: list[Run] = []
    start = at = 0
    while at < len(text):
        found = _span(text, at, look, depth) if text[at] in "*_~`[<h\\" else None
        if found is None:
            at += 1
            continue
        made, after = found
        if start < at:
            runs.append((text[start:at], look))
        runs += made
        start = at = after
    if start < len(text):
        runs.append((text[start:], look))
    return runs


def _block(line: str) -> tuple[str, str, Look]:
    """What stands before a line of a list or a quotation, its words, and their look."""
    words = line.lstrip(" ")
    indent = " " * min(len(line) - len(words), 8)
    level = len(words) - len(words.lstrip("#"))
    if 0 < level <= 6 and words[level : level + 1] == " ":
        return "", words[level:].strip(), ("strong", "", BOLD)
    if words[:2] in ("- ", "* ", "+ "):
        return f"{indent}• ", words[2:].lstrip(), PLAIN
    number, dot, rest = words.partition(". ")
    if dot and number.isascii() and number.isdigit() and len(number) <= 3:
        return f"{indent}{number}. ", rest.lstrip(), PLAIN
    if words.startswith(">"):
        return "▎ ", words.lstrip("> "), ("quote", "", ITALIC)
    return "", line.rstrip(), PLAIN


def _span(text: str, at: int, look: Look, depth: int) -> tuple[list[Run], int] | None:
    """What begins at `at`, as runs and where it ends; None when nothing does."""
    char = text[at]
    if char == "\\":
        return ([(text[at + 1], look)], at + 2) if text[at + 1 : at + 2] in {*"\\`*_[]<>~#-"} else None
    if char == "`":
        end = text.find("`", at + 1)
        return None if end <= at + 1 else ([(text[at + 1 : end], over(look, _CODE))], end + 1)
    if char == "[":
        return _link(text, at, look)
    if char in "<h":
        return _address(text, at, look)
    for mark, laid in _MARKS if depth < _DEEPEST else ():
        closed = _closing(text, at, mark) if text.startswith(mark, at) else None
        if closed is not None:
            return inline(text[at + len(mark) : closed], over(look, laid), depth + 1), closed + len(mark)
    return None


def _closing(text: str, at: int, mark: str) -> int | None:
    """Where the emphasis that `mark` opens at `at` is closed: not before a blank, `_` not inside a word."""
    begin = at + len(mark)
    if begin >= len(text) or text[begin].isspace():
        return None
    if mark[0] == "_" and at and text[at - 1].isalnum():
        return None
    end = text.find(mark, begin + 1)
    while end >= 0:
        inside = mark[0] == "_" and text[end + len(mark) : end + len(mark) + 1].isalnum()
        longer = len(mark) == 1 and mark in (text[end - 1], text[end + 1 : end + 2])
        if not text[end - 1].isspace() and not inside and not longer:
            return end
        end = text.find(mark, end + (2 if longer else 1))
    return None


def _link(text: str, at: int, look: Look) -> tuple[list[Run], int] | None:
    middle = text.find("](", at)
    end = text.find(")", middle) if middle > at + 1 else -1
    if end < 0 or "[" in text[at + 1 : middle]:
        return None
    return [(text[at + 1 : middle], over(look, _linked(text[middle + 2 : end].strip(), at)))], end + 1


def _address(text: str, at: int, look: Look) -> tuple[list[Run], int] | None:
    begin = at + (text[at] == "<")
    if not text.startswith(("http://", "https://"), begin) or (begin == at and at and text[at - 1].isalnum()):
        return None
    end = begin
    while end < len(text) and not text[end].isspace() and text[end] not in "<>":
        end += 1
    if begin > at:
        linked = over(look, _linked(text[begin:end], at))
        return ([(text[begin:end], linked)], end + 1) if text[end : end + 1] == ">" else None
    while text[end - 1] in ".,;:!?)'\"":
        end -= 1
    return [(text[begin:end], over(look, _linked(text[begin:end], at)))], end


def _linked(address: str, at: int) -> Look:
    """The look of a link that begins at `at`."""
    link = hyperlink(address, at)
    return (_LINK[0], _LINK[1], _LINK[2], link) if link else _LINK


def wrapped(runs: list[Run], width: int, first: list[Run], further: list[Run]) -> list[list[Run]]:
    """Runs in rows of at most `width` cells, with what stands before the first row and before the others."""
    text = "".join(part for part, _ in runs)
    room = max(width - sum(width_of(part) for part, _ in first), 2)
    set_text = Wrapped(text, 0, len(text), room)
    found = []
    for row in range(len(set_text)):
        start, end = set_text.shown(row)
        found.append([*(further if row else first), *_cut(runs, start, end)])
    return found


def _cut(runs: list[Run], start: int, end: int) -> list[Run]:
    kept: list[Run] = []
    at = 0
    for text, look in runs:
        piece = text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            kept.append((harmless(piece), look))
        at += len(text)
    return kept
