"""Wrapping: a block's text in rows of a given width, and the only converter between offsets and rows and columns.

Offsets count characters of the text that was wrapped, rows count from 0 in the block, columns are terminal cells from
the left edge of the text. The rows of a block joined are its text, letter for letter: blanks and line ends at which a
row was broken belong to the row before, and may hang over its width. Loads nothing heavy: it is on the way to the
first screen.
"""

from __future__ import annotations

from bisect import bisect_right

from reader.cells import TAB, character_width, grapheme_end, graphemes, is_plain

_HYPHENS = "-–—/"
_NO_BREAK_BEFORE = frozenset(
    "、。，．・：；？！)）」』】〕〉》’”…‥ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.!?:;%"
)
_NO_BREAK_AFTER = frozenset("(（「『【〔〈《‘“$")


_UNSEEN = (
    " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000"
)
"""White space, and the place without width where a word may part: nothing at the end of a row."""


class Wrapped:
    """A stretch of text in rows."""

    __slots__ = ("_plain", "end", "start", "starts", "text", "width")

    def __init__(self, text: str, start: int, end: int, width: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.width = max(width, 2)
        """Cells of a row; two at least, for a wide character must find room."""
        body = text[start:end]
        self._plain = is_plain(body)
        self.starts = [start]
        """Where each row begins."""
        if self._plain:
            _wrap_plain(text, start, end, self.width, self.starts)
        else:
            _wrap(text, start, end, self.width, self.starts)

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, row: int) -> tuple[int, int]:
        """Offsets of the row, with the blanks it was broken at."""
        starts = self.starts
        return starts[row], starts[row + 1] if row + 1 < len(starts) else self.end

    def shown(self, row: int) -> tuple[int, int]:
        """Offsets of what is drawn of the row: without the blanks at its end."""
        start, end = self.span(row)
        return start, start + len(self.text[start:end].rstrip(_UNSEEN))

    def row(self, offset: int) -> int:
        """The row in which the offset stands; the last one for the end of the text."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def rows(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last row in which something of a stretch stands."""
        return self.row(start), self.row(max(end - 1, start))

    def under(self, offset: int) -> int:
        """The row below which there is room for what is said of the words before an offset."""
        return self.row(max(offset - 1, self.start))

    def before(self, offset: int) -> int:
        """Where the grapheme begins that ends at an offset, or that the offset is in."""
        begin, _ = self.span(self.row(max(offset - 1, self.start)))
        return max((first for first, _, _ in graphemes(self.text, begin, offset)), default=begin)

    def place(self, offset: int) -> tuple[int, int]:
        """Row and column of an offset."""
        row = self.row(offset)
        return row, self.column(row, offset)

    def column(self, row: int, offset: int) -> int:
        """Column of an offset in a row."""
        start, end = self.span(row)
        offset = min(max(offset, start), end)
        if self._plain:
            return offset - start
        return sum(cells for _, _, cells in self.cells(row, offset))

    def offset(self, row: int, column: int) -> int:
        """The offset drawn at a column of a row: of the grapheme there, or the nearest one in the row."""
        start, end = self.shown(row)
        if self._plain:
            return min(max(start, start + column), max(start, end - 1))
        at = start
        reached = 0
        for first, _, cells in self.cells(row, end):
            if cells:
                at = first
            reached += cells
            if reached > column:
                break
        return at

    def cells(self, row: int, end: int | None = None) -> list[tuple[int, int, int]]:
        """Graphemes of a row up to offset `end`, as `(start, end, cells)`, tabs as wide as they are drawn."""
        first, last = self.span(row)
        found = []
        column = 0
        for start, stop, cells in graphemes(self.text, first, last if end is None else end):
            if self.text[start] == "\t":
                cells = TAB - column % TAB
            elif self.text[start] in "\r\n":
                cells = 0
            column += cells
            found.append((start, stop, cells))
        return found

    def pad(self, row: int) -> int:
        """Blanks drawn before a row, which are no text."""
        return 0

    def pieces(self, row: int) -> list[tuple[int, list[tuple[int, int, int]]]]:
        """What is drawn of the row, from left to right: the column of a stretch of text, and its graphemes."""
        return [(self.pad(row), self.cells(row, self.shown(row)[1]))]

    def reaches(self, row: int, column: int) -> bool:
        """Whether whoever goes up or down in a column stops at the row."""
        return True

    def inked(self, row: int, column: int) -> bool:
        """Whether a column of the row has something of the text."""
        return any(left <= column < left + sum(cells for _, _, cells in drawn) for left, drawn in self.pieces(row))

    @property
    def plain(self) -> bool:
        """True when offsets in a row and its columns are the same."""
        return self._plain


def balanced(text: str, start: int, end: int, width: int) -> Wrapped:
    """The text in as few rows as `width` allows, and these as even as can be: for titles."""
    widest = Wrapped(text, start, end, width)
    rows = len(widest)
    if rows == 1:
        return widest
    low, high = max(width // 2, 2), width
    while low < high:
        middle = (low + high) // 2
        if len(Wrapped(text, start, end, middle)) <= rows:
            high = middle
        else:
            low = middle + 1
    return Wrapped(text, start, end, low)


def _wrap_plain(text: str, start: int, end: int, width: int, starts: list[int]) -> None:
    """Fill `starts`, for text whose characters fill one cell each and that has no line ends."""
    rfind = text.rfind
    at = start
    while end - at > width:
        limit = at + width
        if text[limit] == " ":
            after = limit + 1
        else:
            after = rfind(" ", at, limit) + 1
            for mark in _HYPHENS:
                hyphen = rfind(mark, max(after, at + 1), limit) + 1
                while hyphen > after and not _may_part(text, hyphen):
                    hyphen = rfind(mark, max(after, at + 1), hyphen - 1) + 1
                after = max(after, hyphen)
            if after <= at or not text[at:after].strip():
                after = limit
        while after < end and text[after] == " ":
            after += 1
        if after >= end:
            return
        starts.append(after)
        at = after


def _may_part(text: str, after: int) -> bool:
    """True when a row may end behind the hyphen before `after`: it stands between two words."""
    return text[after - 2].isalpha() and after < len(text) and text[after].isalpha()


def _wrap(text: str, start: int, end: int, width: int, starts: list[int]) -> None:
    """Fill `starts`, for any text."""
    at = start  # where this row begins
    column = 0
    chance = -1  # the last place where this row may end
    chance_column = 0
    blank = False  # the grapheme before was a blank
    inked = False  # the row has something besides blanks
    before = ""
    position = start
    while position < end:
        after = min(grapheme_end(text, position), end)
        char = text[position]
        if char in "\n\r\v\f\x85\u2028\u2029":
            position = after
            if position < end:
                starts.append(position)
            at, column, chance, blank, inked, before = position, 0, -1, False, False, ""
            continue
        is_blank = _is_blank(char) and (after - position == 1 or all(map(_is_blank, text[position + 1 : after])))
        cells = TAB - column % TAB if char == "\t" else _cells(text, position, after)
        if not is_blank:
            if inked and before and (blank or (position - 1 > at and _parts(text, before, position))):
                chance, chance_column = position, column
            if column + cells > width and column:
                if chance > at:
                    at, column = chance, column - chance_column
                else:
                    at, column = position, 0
                starts.append(at)
                chance = -1
                inked = at < position
                if column + cells > width:  # what follows the break is itself too wide for a row
                    starts.append(position)
                    at, column, inked = position, 0, False
            inked = True
        column += cells
        blank = is_blank
        before = text[after - 1]
        position = after


def _is_blank(char: str) -> bool:
    """Whether a row may end here and nothing be seen of it. An accent on a blank is no blank."""
    return char in " \t\u3000\u1680" or "\u2000" <= char <= "\u2006" or "\u2008" <= char <= "\u200b"


def _cells(text: str, start: int, end: int) -> int:
    if end - start == 1:
        return character_width(text[start])
    for _, _, cells in graphemes(text, start, end):
        return cells
    return 0


def _parts(text: str, before: str, position: int) -> bool:
    """True when a row may end between `before` and the character at `position` though no blank stands there."""
    char = text[position]
    if char in _NO_BREAK_BEFORE or before in _NO_BREAK_AFTER:
        return False
    if before in _HYPHENS and position >= 2:
        return _may_part(text, position)
    return any(side >= "\u2e80" and character_width(side) == 2 for side in (before, char))
