"""What stands at the edges of pages and is no text: running heads, numbers of pages and lines. Lengths: points."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from reader.documents.typeset.lines import Line
from reader.documents.typeset.pages import Page
from reader.documents.typeset.signs import ends

_EDGE = 0.13
"""Share of the page's height at its top and bottom where running heads and page numbers stand."""
_LOOK = 3
"""Lines looked at from either end of a page, with those on the same height."""
_LARGE = 1.2
"""Sizes of the text of a page from which no running head is set."""
_APART = 3
"""Sizes of the type between a page number and the running head beside it; a heading is nearer to its number."""


def shape(text: str) -> str:
    """The text with digits and roman page numbers folded: what two running heads have in common."""
    folded = "".join("0" if c.isdigit() else c for c in text.casefold())
    while "00" in folded:
        folded = folded.replace("00", "0")
    bare = folded.strip(" -–—|·.[]()")
    roman = bare and set(bare) <= set("ivxlc") and not (len(bare) == 1 and text.strip().isupper())
    return "0" if roman else folded.strip()


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
        self._counted: dict[int, set[int]] = defaultdict(set)
        """How far the number printed on a page is from its place in the file -> pages on which it is that far."""
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
                if line.text.isdecimal() and len(line.text) < 6:
                    self._counted[int(line.text) - page.number].add(page.number)
        return [without_line_numbers(self._without(page, len(pages))) for page in pages]

    def _without(self, page: Page, among: int) -> Page:
        furniture: set[int] = set()
        heads: list[Line] = []
        edges = _edges(page)
        numbers = [line for line in edges if self._counts_pages(line, page.number)]
        for line in sorted(edges, key=lambda line: -len(line.text)):
            if self._is_head(page, line, heads):
                heads.append(line)
                furniture.add(id(line))
                continue
            key = shape(line.text)
            places = set().union(*(self._seen[key, round(line.y / 8) + step] for step in (-1, 0, 1)))
            near = any(page.number + step in places for step in (-2, -1, 1, 2))
            repeated = len(places) >= 2 and (len(places) >= 0.3 * among or near)
            inside = _inside(page, line)
            number = is_page_number(line.text) and (not inside or _alone_at_the_end(page, line))
            number = number and not _ends_a_sentence(page, line)
            number = number or (line in numbers and not _inside(page, line, column=True))
            if number or (not inside and (repeated or any(_stands_beside(line, other) for other in numbers))):
                furniture.add(id(line))
        return page.of([line for line in page.lines if id(line) not in furniture])

    def _counts_pages(self, line: Line, number: int) -> bool:
        """Whether it is the number of its page, as others of the pages are numbered."""
        if not line.text.isdecimal() or len(line.text) >= 6:
            return False
        return len(self._counted[int(line.text) - number]) > 1

    def _is_head(self, page: Page, line: Line, heads: Sequence[Line]) -> bool:
        """The title, or a piece of it, at the edge of a later page."""
        if not self._title or page.number == self._first:
            return False
        if 1.3 * _EDGE * page.height < line.y < (1 - 1.3 * _EDGE) * page.height:
            return False
        if line.size > _LARGE * page_size(page):
            return False  # A heading with words of the title.
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
    return page.of([line for line in page.lines if id(line) not in numbers])


def _edges(page: Page) -> list[Line]:
    """The first lines and the last, each once."""
    by_height = sorted(page.lines, key=lambda line: -line.y)
    first = _first_rows(by_height)
    return first + _first_rows(by_height[len(first) :][::-1])


def _first_rows(lines: Sequence[Line]) -> list[Line]:
    end = min(_LOOK, len(lines))
    while 0 < end < len(lines) and abs(lines[end].y - lines[end - 1].y) < 0.3 * lines[end].size:
        end += 1
    return list(lines[:end])


def _stands_beside(line: Line, number: Line) -> bool:
    """Whether this is a running head or foot on the same line as the number of the page."""
    if line is number or abs(line.y - number.y) > 0.3 * line.size:
        return False
    return number.x0 >= line.x1 or line.x0 - number.x1 > _APART * line.size


def _inside(page: Page, line: Line, *, column: bool = False) -> bool:
    """Not near the top or bottom of the page, or with text close to it as in a paragraph.

    With `column`, what stands above or below it in another column is not close.
    """
    if _EDGE * page.height < line.y < (1 - _EDGE) * page.height:
        return True
    near = [
        abs(other.y - line.y)
        for other in page.lines
        if other is not line
        and abs(other.y - line.y) > 0.5 * line.size
        and (not column or min(other.x1, line.x1) > max(other.x0, line.x0))
    ]
    return bool(near) and min(near) < 1.35 * line.size


def _alone_at_the_end(page: Page, line: Line) -> bool:
    """Below all the text, and not close to it."""
    gaps = [other.y - line.y for other in page.lines if other is not line]
    centred = abs((line.x0 + line.x1) / 2 - page.width / 2) < line.size
    return not gaps or min(gaps) > (1.1 if centred and line.text.isdecimal() else 1.7) * line.size


def _ends_a_sentence(page: Page, line: Line) -> bool:
    """Whether it is the last word of a paragraph, as a year may be: at the left edge of a line that does not end."""
    above = min((x for x in page.lines if x.y > line.y + 0.5 * line.size), key=lambda x: x.y, default=None)
    if above is None or line.text[-1] not in ".;:?!)" or line.text[0] in "([":
        return False
    level = abs(above.x0 - line.x0) < 0.3 * line.size and abs(above.size - line.size) < 0.06 * line.size
    return level and above.y - line.y < 2.2 * line.size and len(above.text) > 30 and not ends(above.text)


def page_size(page: Page) -> float:
    """The size in which most of a page is set."""
    sizes: Counter[float] = Counter()
    for line in page.lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _title(page: Page) -> str:
    """The words in the largest type of the first page, in small letters; none when all of it is set in that type."""
    size = max((line.size for line in page.lines), default=0.0)
    words = " ".join(line.text for line in page.lines if line.size > 0.97 * size).casefold()
    return words if len(words) < 0.5 * sum(len(line.text) for line in page.lines) else ""
