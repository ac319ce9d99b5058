"""What a block of a typeset page is: title, heading, item, caption, quote; told from its type, place and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reader.documents.model import BlockKind
from reader.documents.typeset.columns import Frame
from reader.documents.typeset.lines import Line, is_marker
from reader.documents.typeset.signs import BY, CAPTION, CLOSERS, in_contents, is_by_or_date


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


def name(groups: list[Group], columns: dict[int, Frame], body: float, *, first: bool) -> None:
    """Write kind, level and label into each group.

    Args:
        groups: Of a stretch of the document, in order.
        columns: Of their lines, by `id`.
        body: Size in which most of the text is set.
        first: Whether the document begins here.
    """
    largest = max((line.size for g in groups[:_TITLED] if _has_words(g) for line in g.lines), default=body)
    titled = not first
    all_bold = _mostly_bold(groups)
    largest_text = max(body, _largest_text(groups))
    for index, found in enumerate(groups):
        line = found.lines[0]
        text = found.text
        marker = text.split(None, 1)[0] if text.split() else ""
        big = line.size > 1.08 * (body if line.bold else largest_text)
        strong = line.bold and not all_bold
        short = len(found.lines) <= (3 if line.size < _DISPLAYED * body else 6) and len(text) < 200
        if line.cells:
            found.kind = "table"
        elif not titled and index < _TITLED and big and line.size >= largest - 0.2 and short and _has_words(found):
            found.kind, titled = "title", True
        elif in_contents(found.lines[-1].text):
            found.kind, found.level = "item", 1
        elif first and index < 8 and is_by_or_date(text):
            found.kind = "byline" if BY.match(text) else "dateline"
        elif strong and not big and CAPTION.match(text) and _is_caption(found, body):
            found.kind = "caption"
        elif short and (big or strong) and not _is_sentence(text, bold=line.bold):
            found.kind, found.level = "heading", _rank(line.size / body)
        elif _is_small_heading(found) or (len(found.lines) == 1 and is_ordinal(line, columns[id(line)])):
            found.kind, found.level = "heading", _rank(1.0)
        elif is_marker(marker) and len(text) > len(marker):
            found.kind, found.level, found.label = "item", 1, marker
        elif line.mono and not all(map(is_address, found.lines)):
            found.kind = "code"
        elif _is_caption(found, body):
            found.kind = "caption"
        elif _is_quote(found, columns):
            found.kind, found.level = "quote", 1
    leads = [index for index in range(len(groups) - 1) if _leads(groups[index], groups[index + 1], columns)]
    if len(leads) > 1:  # One may be anything.
        for index in leads:
            groups[index].kind, groups[index].level = "heading", _rank(1.0)


_DISPLAYED = 2.0
"""Sizes of the text from which type is so large that a title takes many lines."""
_TITLED = 6
"""Blocks among which the title is looked for."""


def _has_words(found: Group) -> bool:
    """Not only an initial or a number."""
    return sum(char.isalpha() for char in found.text) > 1


_RUNNING = 4
"""Lines from which a block is running text, and its type no type of headings."""


def _is_sentence(text: str, *, bold: bool) -> bool:
    """One that goes on, or a long one that ends: in large type it is a lead; in bold type there are such headings."""
    end = text.rstrip(CLOSERS)[-1:]
    return end in (",", ";") or (not bold and end in (".", "。") and len(text) > (60 if end == "." else 25))


def _largest_text(groups: Sequence[Group]) -> float:
    """The largest type in which much running text is set: a document that quotes or advises has several."""
    sizes: Counter[float] = Counter()
    for found in groups:
        if len(found.lines) >= _RUNNING:
            sizes[found.lines[0].size] += len(found.text)
    enough = 0.15 * sum(len(found.text) for found in groups)
    return max((size for size, n in sizes.items() if n > enough), default=0.0)


_NUMBERED = re.compile(r"(?:\d+(?:\.\d+)*\.?|[IVX]+\.|[A-Z]\.)\s+[A-ZÀ-Þ]")


def _is_small_heading(found: Group) -> bool:
    """A heading in the size of the text: one line in capitals, or numbered and in italics."""
    line, text = found.lines[0], found.text
    if len(found.lines) > 1 or len(text) > 90 or text[-1] in ".,;:":
        return False
    letters = [c for c in text if c.isalpha()]
    capitals = len(letters) >= 5 and all(not c.islower() for c in letters) and any(c.isupper() for c in letters)
    return (capitals and bool(re.match(r"[\w§]", text))) or (line.italic and bool(_NUMBERED.match(text)))


_ADDRESS = re.compile(r"[a-z]://|\bwww\.|\w}?@\w+\.")


def is_address(line: Line) -> bool:
    """Whether it has an address of the web or of mail: such are set in type of one width."""
    return bool(_ADDRESS.search(line.text))


_ORDINAL = re.compile(r"(?:[IVX]{1,5}|[A-H])\.?")


def is_ordinal(line: Line, frame: Frame) -> bool:
    """Whether it is a number or letter alone in the middle of the column, as over the sections of an opinion."""
    middle, of_column = (line.x0 + line.x1) / 2, (frame.left + frame.right) / 2
    wide = frame.right - frame.left > 15 * line.size
    return bool(_ORDINAL.fullmatch(line.text)) and wide and abs(middle - of_column) < 0.5 * line.size


def _leads(found: Group, following: Group, columns: dict[int, Frame]) -> bool:
    """Whether this is a line in italics at the left edge, over a paragraph that is none, as small headings are."""
    line, below = found.lines[0], following.lines[0]
    text = found.text
    alone = found.kind == "paragraph" and len(found.lines) == 1 and line.italic and len(text) < 80
    said = text[0].isupper() and text[-1].isalnum() and len(text.split()) < 10
    runs = following.kind == "item" or (
        following.kind == "paragraph" and len(following.lines) > 1 and below.text[0].isupper()
    )
    runs = runs and not below.italic
    level = abs(line.x0 - columns[id(line)].left) < 0.5 * line.size and abs(line.size - below.size) < 0.06 * line.size
    return alone and said and runs and level and line.page == below.page


def drop_repeated_title(groups: list[Group]) -> None:
    """Programs that print a document's title above its first heading print it twice when the two are the same."""
    if len(groups) > 2 and groups[0].text.casefold() == groups[1].text.casefold():
        del groups[0 if groups[0].lines[0].size <= groups[1].lines[0].size else 1]


def _mostly_bold(groups: Sequence[Group]) -> bool:
    bold = sum(len(line.text) for g in groups for line in g.lines if line.bold)
    return bold > 0.4 * sum(len(line.text) for g in groups for line in g.lines)


def _rank(size: float) -> int:
    """Level of a heading by its size in sizes of the text; 2 is the highest, as the title is 1."""
    return 2 if size >= 1.5 else 3 if size >= 1.25 else 4 if size >= 1.06 else 5


def _is_caption(found: Group, body: float) -> bool:
    text = found.text
    marked = found.lines[0].size < 0.97 * body or found.lines[0].italic or found.lines[0].bold
    if CAPTION.match(text) and len(text) < 700 and marked:
        return True
    if CAPTION.match(text) and re.match(r"\w+\.?\s*[\dIVX]+\s*[.:|]", text) and len(found.lines) <= 6:
        return True
    small = found.lines[0].size < 0.95 * body
    return (
        len(text) < 400
        and (
            (text[:1] == "[" and text[-1:] == "]" and not is_by_or_date(text[1:-1]))
            or bool(re.search(r"\b(?:photo|image|foto|credit)\b\s*[:/]", text, re.I))
        )
        and (small or found.lines[0].italic or text[-1:] == "]")
    )


def _is_quote(found: Group, columns: dict[int, Frame]) -> bool:
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
