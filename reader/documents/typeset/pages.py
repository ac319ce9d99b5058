"""Pages as a whole: what repeats on them and is not text, in which order columns are read. Lengths are points."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from reader.documents.typeset.lines import Line

_NOTE = re.compile(r"\[?(?:\d{1,3}|[*†‡§¶])[\].)]?\s*\D")

_EDGE = 0.13
"""Share of the page's height at its top and bottom where running heads and page numbers stand."""
_LOOK = 3
"""Lines looked at from either end of a page."""


class Page:
    """The lines of one page and its size."""

    __slots__ = ("height", "lines", "number", "width")

    def __init__(self, number: int, width: float, height: float, lines: list[Line]) -> None:
        self.number = number
        self.width = width
        self.height = height
        self.lines = lines


def shape(text: str) -> str:
    """The text with digits and roman page numbers folded: what two running heads have in common."""
    folded = "".join("0" if c.isdigit() else c for c in text.casefold())
    while "00" in folded:
        folded = folded.replace("00", "0")
    bare = folded.strip(" -–—|·.[]()")
    return "0" if bare and set(bare) <= set("ivxlc") else folded.strip()


def is_page_number(text: str) -> bool:
    """`7`, `- 7 -`, `Page 7 of 12`, `7/12`, `xiv`."""
    words = shape(text).replace("/", " ").replace("|", " ").split()
    known = {
        "page",
        "p.",
        "seite",
        "s.",
        "página",
        "pagina",
        "of",
        "von",
        "de",
        "sur",
        "di",
        "-",
        "–",
        "—",
        "[0]",
        "(0)",
    }
    return (
        bool(words)
        and "0" in "".join(words)
        and all(word in known or word.strip("-–—.[]()") in ("0", "0-0", "0.0") for word in words)
    ) or bool(_CHAPTER_PAGE.fullmatch(text.strip()))


_CHAPTER_PAGE = re.compile(r"[A-Z]-\d{1,3}")


class Furniture:
    """What repeats at the edges of pages, learned as they go by: running heads, running feet, page numbers."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int], set[int]] = defaultdict(set)
        self._title: str | None = None
        self._first = 0

    def cleared(self, pages: Sequence[Page]) -> list[Page]:
        """The pages without furniture.

        A line near the edge goes when its shape stands at the same height on other pages as well, among these or
        before, or when it is a page number; so does the title repeated at the head of a later page.
        """
        if self._title is None and pages:
            self._title, self._first = _title(pages[0]), pages[0].number
        for page in pages:
            for line in _edges(page):
                self._seen[shape(line.text), round(line.y / 8)].add(page.number)
        return [without_line_numbers(self._without(page, len(pages))) for page in pages]

    def _without(self, page: Page, among: int) -> Page:
        furniture: set[int] = set()
        heads: list[Line] = []
        for line in sorted(_edges(page), key=lambda line: -len(line.text)):
            if self._is_head(page, line, heads):
                heads.append(line)
                furniture.add(id(line))
                continue
            key = shape(line.text)
            places = set().union(*(self._seen[key, round(line.y / 8) + step] for step in (-1, 0, 1)))
            near = any(page.number + step in places for step in (-2, -1, 1, 2))
            repeated = len(places) >= 2 and (len(places) >= 0.3 * among or near)
            number = is_page_number(line.text) and (not _inside(page, line) or _alone_at_the_end(page, line))
            if number or (repeated and not _inside(page, line)):
                furniture.add(id(line))
        return Page(page.number, page.width, page.height, [x for x in page.lines if id(x) not in furniture])

    def _is_head(self, page: Page, line: Line, heads: Sequence[Line]) -> bool:
        """The title, or a piece of it, at the edge of a later page."""
        if not self._title or page.number == self._first:
            return False
        if 1.3 * _EDGE * page.height < line.y < (1 - 1.3 * _EDGE) * page.height:
            return False
        beside = any(abs(line.y - other.y) < 2 * line.size for other in heads)
        return (len(line.text) > 6 or beside) and line.text.casefold().rstrip(" .…") in self._title


_NUMBERED = 8
"""Lines of a page that count up in its margin, from which they are the numbers of lines."""


def without_line_numbers(page: Page) -> Page:
    """The page without the numbers that count its lines in the margin, as in transcripts and drafts."""
    bare = [line for line in page.lines if line.text.isdecimal() and len(line.text) <= 3]
    if len(bare) < _NUMBERED:
        return page
    edges = Counter(round(line.x1 / 4) for line in bare)
    edge, _ = edges.most_common(1)[0]
    column = sorted((line for line in bare if abs(line.x1 / 4 - edge) < 1.5), key=lambda line: -line.y)
    values = [int(line.text) for line in column]
    rising = sum(b - a in (1, 5, 10) for a, b in pairwise(values))
    right = max(line.x1 for line in column)
    leftmost = all(line.x0 > right for line in page.lines if line not in column and len(line.text) > 3)
    if len(column) < _NUMBERED or rising < 0.9 * (len(values) - 1) or not leftmost:
        return page
    numbers = {id(line) for line in column}
    return Page(page.number, page.width, page.height, [line for line in page.lines if id(line) not in numbers])


def _edges(page: Page) -> list[Line]:
    by_height = sorted(page.lines, key=lambda line: -line.y)
    return by_height[:_LOOK] + by_height[_LOOK:][-_LOOK:]


def _inside(page: Page, line: Line) -> bool:
    """Not near the top or bottom of the page, or with text close to it as in a paragraph."""
    if _EDGE * page.height < line.y < (1 - _EDGE) * page.height:
        return True
    near = [
        abs(other.y - line.y) for other in page.lines if other is not line and abs(other.y - line.y) > 0.5 * line.size
    ]
    return bool(near) and min(near) < 1.35 * line.size


def _alone_at_the_end(page: Page, line: Line) -> bool:
    """Below all the text, and not close to it."""
    gaps = [other.y - line.y for other in page.lines if other is not line]
    centred = abs((line.x0 + line.x1) / 2 - page.width / 2) < line.size
    return not gaps or min(gaps) > (1.1 if centred and line.text.isdecimal() else 1.7) * line.size


def _title(page: Page) -> str:
    """The words in the largest type of the first page, in small letters; none when all of it is set in that type."""
    size = max((line.size for line in page.lines), default=0.0)
    words = " ".join(line.text for line in page.lines if line.size > 0.97 * size).casefold()
    return words if len(words) < 0.5 * sum(len(line.text) for line in page.lines) else ""


def in_reading_order(page: Page) -> list[Line]:
    """The lines as a person reads them: columns one after the other.

    The order in which the page draws is kept when it runs down the page (it nearly always does, and it knows more of
    the page than geometry does); a page drawn in another order is read column by column from its white space.
    """
    drawn = page.lines
    cut = _cut(drawn, 0)
    return _rows_joined(cut if _jumps(drawn) > _jumps(cut) + 1 else drawn)


def _rows_joined(lines: list[Line]) -> list[Line]:
    """With the pieces of a row that wide spaces parted put together, where a row above or below reaches across."""
    out: list[Line] = []
    for at, line in enumerate(lines):
        before = out[-1] if out else None
        if before is not None and _goes_on_beside(before, line, [*out[-2:-1], *lines[at + 1 : at + 2]]):
            before.take(line)
        else:
            out.append(line)
    return out


def _goes_on_beside(line: Line, following: Line, around: Sequence[Line]) -> bool:
    size = max(line.size, following.size)
    if abs(line.y - following.y) > 0.2 * size or abs(line.size - following.size) > 0.1 * size:
        return False
    if not 0 < following.x0 - line.x1 < 5 * size:
        return False
    return any(
        abs(abs(other.y - line.y) - 1.2 * size) < 0.5 * size
        and other.x0 < line.x1 - size
        and other.x1 > following.x0 + size
        and len(other.text) > _PROSE
        for other in around
    )


_PROSE = 20
"""Characters from which a piece of a line is prose in a column and no cell of a table."""


def _jumps(lines: Sequence[Line]) -> int:
    """How often reading goes back up the page, or skips from one column of prose to the next on the same height."""
    jumps = 0
    for line, following in pairwise(lines):
        level = abs(following.y - line.y) <= 0.6 * line.size
        prose = len(line.text) > _PROSE and len(following.text) > _PROSE
        if following.y > line.y + 0.6 * line.size or (level and (prose or following.x0 < line.x0)):
            jumps += 1
    return jumps


def _cut(lines: Sequence[Line], depth: int) -> list[Line]:
    """Recursive cuts along white space: first across the page, then down between columns."""
    if len(lines) < 2 or depth > 12:
        return list(lines)
    band = _horizontal(lines)
    columns = _vertical(lines)
    if columns is not None:
        left, right = columns
        return _cut(left, depth + 1) + _cut(right, depth + 1)
    if band is not None:
        above, below = band
        return _cut(above, depth + 1) + _cut(below, depth + 1)
    return sorted(lines, key=lambda line: (-round(line.y / 2), line.x0))


def _vertical(lines: Sequence[Line]) -> tuple[list[Line], list[Line]] | None:
    """Two columns, where a strip of white runs down between them."""
    ordered = sorted(lines, key=lambda line: line.x0)
    reach = ordered[0].x1
    best: tuple[float, int] | None = None
    for index, line in enumerate(ordered[1:], 1):
        gap = line.x0 - reach
        if gap > 0.8 * line.size and (best is None or gap > best[0]):
            best = (gap, index)
        reach = max(reach, line.x1)
    if best is None:
        return None
    left, right = ordered[: best[1]], ordered[best[1] :]
    if min(len({round(x.y) for x in left}), len({round(x.y) for x in right})) < 2:
        return None
    by_id = {id(line): n for n, line in enumerate(lines)}
    return sorted(left, key=lambda x: by_id[id(x)]), sorted(right, key=lambda x: by_id[id(x)])


def _horizontal(lines: Sequence[Line]) -> tuple[list[Line], list[Line]] | None:
    """What stands above and below a line that reaches across columns."""
    by_height = sorted(lines, key=lambda line: -line.y)
    left, right = min(x.x0 for x in lines), max(x.x1 for x in lines)
    middle = (left + right) / 2
    wide = [x.x0 < middle - x.size and x.x1 > middle + x.size for x in by_height]
    if all(wide) or not any(wide):
        return None
    for index in range(1, len(by_height)):
        if (
            wide[index] != wide[index - 1]
            and by_height[index - 1].y - by_height[index].y > 0.6 * by_height[index].size
        ):
            return by_height[:index], by_height[index:]
    return None


def without_footnotes(lines: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page without its footnotes, and the footnotes, which would part a paragraph that goes on.

    Footnotes are set smaller than the text, stand below all of it in their column, and begin with a sign or number.
    """
    small = [line.size < 0.93 * body for line in lines]
    notes: set[int] = set()
    for index, line in enumerate(lines):
        if not small[index] or index in notes or not _NOTE.match(line.text):
            continue
        column = [n for n, other in enumerate(lines) if min(other.x1, line.x1) - max(other.x0, line.x0) > 0]
        if any(lines[n].y < line.y and not small[n] for n in column):
            continue
        if any(abs(other.y - line.y) < 0.3 * line.size and 0 < line.x0 - other.x1 < 4 * line.size for other in lines):
            continue  # Inside a row.
        notes |= {n for n in column if small[n] and lines[n].y <= line.y + 0.3 * line.size}
    kept = [line for n, line in enumerate(lines) if n not in notes]
    return kept, [line for n, line in enumerate(lines) if n in notes]


def body_size(pages: Sequence[Page]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0
