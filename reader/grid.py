"""Tables: a block's text in rows of a given width, its cells side by side in columns.

In the text of a table lines are rows, and tabs part the cells. A cell too long for its column goes on below its
beginning, beside the others: a row of the screen is many stretches of the text, and not in the order of the text.
`Grid` is the one converter between both. A tab is as wide as the way to the next cell where that stands beside it;
the columns of figures are set to the right. All sizes are terminal cells, offsets those of `reader.layout`. Loads
nothing heavy: it is on the way to the first screen.
"""

from __future__ import annotations

from bisect import bisect_right

from reader.cells import graphemes, width_of
from reader.hanging import lines_of
from reader.layout import Wrapped

GAP = 2
"""Cells between two columns."""

NARROWEST = 5
"""Cells of a column, at least, where a table is too wide; with more columns than that leaves room for, it is text."""

_FIGURES = frozenset("0123456789.,'%+-−–±×/()[]€$£¥~≈<>≤≥ \u00a0\u202f*")


class _Piece:
    """A stretch of a cell that stands in one row of the screen."""

    __slots__ = ("end", "ink", "left", "row", "shown", "start", "tab")

    def __init__(self, row: int, left: int, start: int, end: int, shown: int, tab: int = 0) -> None:
        self.row = row
        self.left = left
        """Column of its first letter."""
        self.start = start
        self.end = end
        """Offset behind it, and behind the blanks it was broken at, the tab or the end of the line."""
        self.ink = self.shown = shown
        """Offset behind its last letter, and behind what is drawn: blanks before a tab take no room."""
        self.tab = tab
        """Cells of the tab that ends it; 0 without one."""

    def cells(self, text: str, end: int) -> list[tuple[int, int, int]]:
        """Its graphemes up to an offset, as `Wrapped.cells` gives them."""
        return [
            (first, last, cells if first < self.ink else self.tab if text[first] == "\t" else 0)
            for first, last, cells in graphemes(text, self.start, min(end, self.shown))
        ]


class Grid(Wrapped):
    """The text of a table in rows."""

    __slots__ = ("_breadth", "_edges", "_ends", "_pieces", "_rows", "_starts", "head")

    def __init__(self, text: str, start: int, end: int, width: int, columns: list[int]) -> None:
        """
        Args:
            text: Of the part.
            start, end: Of the block.
            width: Cells of a row.
            columns: Cells of each column, as `columns_of` gives them.
        """
        self.text = text
        self.start = start
        self.end = end
        self.width = max(width, 2)
        self._plain = False
        self.head = _head(text, start, end)
        """Where the first line ends, when it names the columns; else the table's start."""
        self._pieces: list[_Piece] = []
        """In the order of the text."""
        self._ends: list[int] = []
        """Of each row, the last one of the line that it is of."""
        right = _set_right(text, start, end, self.head, len(columns))
        edges = self._edges = [sum(columns[:nth]) + GAP * nth for nth in range(len(columns))]
        self._breadth = edges[-1] + columns[-1]
        for line_start, line_end in lines_of(text, start, end):
            cells = cells_of(text, line_start, line_end)
            top, tall = len(self._ends), 1
            wide = [width_of(text[first:last]) for first, last in cells]
            lefts = [
                edge + (max(room - own, 0) if figures else 0)
                for edge, room, own, figures in zip(edges, columns, wide, right, strict=False)
            ]
            for nth, (first, last) in enumerate(cells):
                if wide[nth] <= columns[nth]:
                    self._pieces.append(_Piece(top, lefts[nth], first, last, last))
                else:
                    tall = max(tall, self._lay(first, last, top, lefts[nth], columns[nth]))
                if nth + 1 < len(cells):
                    self._end_with_tab(last, lefts[nth + 1], beside=self._pieces[-1].row == top)
            self._pieces[-1].end = min(line_end + 1, end)
            self._ends += [top + tall - 1] * tall
        self._starts = [piece.start for piece in self._pieces]
        self._rows: list[list[_Piece]] = [[] for _ in self._ends]
        for piece in self._pieces:
            self._rows[piece.row].append(piece)
        self.starts = [row[0].start for row in self._rows]

    def _lay(self, first: int, last: int, top: int, left: int, room: int) -> int:
        """Put a cell into its column, and say how many rows it takes."""
        body = Wrapped(self.text, first, last, room)
        for row in range(len(body)):
            begin, stop = body.span(row)
            self._pieces.append(_Piece(top + row, left, begin, stop, body.shown(row)[1]))
        return len(body)

    def _end_with_tab(self, tab: int, following: int, *, beside: bool) -> None:
        """The tab behind a cell is of its last piece. Of a cell one row high it reaches to the next cell."""
        piece = self._pieces[-1]
        piece.end, piece.shown, piece.tab = tab + 1, tab + 1, 1
        used = piece.left + sum(cells for _, _, cells in piece.cells(self.text, tab))
        if beside:
            piece.tab = max(following - used, 1)

    def _piece(self, offset: int) -> _Piece:
        """The one an offset is in."""
        return self._pieces[max(bisect_right(self._starts, offset) - 1, 0)]

    def breadth(self) -> int:
        """Cells of all columns together."""
        return self._breadth

    def span(self, row: int) -> tuple[int, int]:
        """The first offset of the row, and the one behind its last: others may stand between in other rows."""
        pieces = self._rows[row]
        return pieces[0].start, pieces[-1].end

    def row(self, offset: int) -> int:
        """The row in which the offset stands; that of the last cell for the end of the text."""
        return self._piece(offset).row

    def rows(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last row in which something of a stretch stands."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = max(bisect_right(self._starts, max(end - 1, start)), first + 1)
        rows = [piece.row for piece in self._pieces[first:last]]
        return min(rows), max(rows)

    def under(self, offset: int) -> int:
        """The last row of the line: what is said of a cell stands below all of them."""
        return self._ends[super().under(offset)]

    def before(self, offset: int) -> int:
        """Where the grapheme begins that ends at an offset, or that the offset is in."""
        piece = self._piece(max(offset - 1, self.start))
        return max((first for first, _, _ in graphemes(self.text, piece.start, offset)), default=piece.start)

    def column(self, row: int, offset: int) -> int:
        """Column of an offset in a row, of the nearest one before it that stands in the row."""
        piece = self._piece(offset)
        if piece.row != row:
            piece = max(
                (one for one in self._rows[row] if one.start <= offset), default=self._rows[row][0], key=_start
            )
        return piece.left + sum(cells for _, _, cells in piece.cells(self.text, max(offset, piece.start)))

    def offset(self, row: int, column: int) -> int:
        """The offset drawn at a column of a row: of the grapheme there, or the nearest one to the left in the row."""
        pieces = [piece for piece in self._rows[row] if piece.shown > piece.start] or self._rows[row]
        piece = max((one for one in pieces if one.left <= column), default=pieces[0], key=_left)
        at, reached = min(piece.start, max(self.end - 1, self.start)), piece.left
        for first, _, cells in piece.cells(self.text, piece.shown):
            if cells:
                at = first
            reached += cells
            if reached > column:
                break
        return at

    def reaches(self, row: int, column: int) -> bool:
        """Whether a cell of that column of the table goes on in the row: one goes past what stands beside it."""
        here = self._column(column)
        return any(self._column(piece.left) == here for piece in self._rows[row])

    def _column(self, column: int) -> int:
        """The column of the table that a column of the screen is in."""
        return max(bisect_right(self._edges, column) - 1, 0)

    def cells(self, row: int, end: int | None = None) -> list[tuple[int, int, int]]:
        """Graphemes that are drawn of a row, up to offset `end`."""
        stop = self.end if end is None else end
        return [one for piece in self._rows[row] for one in piece.cells(self.text, stop)]

    def pieces(self, row: int) -> list[tuple[int, list[tuple[int, int, int]]]]:
        """What is drawn of the row, from left to right: the column of a stretch of text, and its graphemes."""
        return [(piece.left, piece.cells(self.text, piece.shown)) for piece in self._rows[row]]


def _start(piece: _Piece) -> int:
    return piece.start


def _left(piece: _Piece) -> int:
    return piece.left


def grid(text: str, start: int, end: int, width: int) -> Grid | None:
    """A table in columns; None for what has only one, or more than there is room for."""
    columns = columns_of(text, start, end, width)
    return Grid(text, start, end, width, columns) if columns else None


def columns_of(text: str, start: int, end: int, width: int) -> list[int]:
    """The columns' widths: as their cells need; where there is no room, the widest are made narrower, and words are
    broken last, the fewest that must be. None for what has one column only, or more than there is room for."""
    columns: list[int] = []
    words: list[list[int]] = []
    for line_start, line_end in lines_of(text, start, end):
        for nth, (first, last) in enumerate(cells_of(text, line_start, line_end)):
            if nth == len(columns):
                columns.append(1)
                words.append([])
            cell = text[first:last]
            columns[nth] = max(columns[nth], width_of(cell))
            words[nth].append(max(map(width_of, cell.split()), default=0))
    room = width - GAP * (len(columns) - 1)
    if len(columns) < 2 or room < NARROWEST * len(columns):
        return []
    for longest in words:
        longest.sort()
    for whole in _WHOLE:
        least = [max(longest[int(whole * (len(longest) - 1))], NARROWEST) for longest in words]
        if found := _narrowed(columns, least, room):
            return found
    return _narrowed(columns, [NARROWEST] * len(columns), room)


_WHOLE = (1.0, 0.95, 0.85, 0.7, 0.5, 0.3, 0.1)
"""Share of a column's cells in which no word is broken: the first for which there is room."""


def _narrowed(columns: list[int], least: list[int], room: int) -> list[int]:
    """The columns with the widest cut to one width, but none to less than its least; none where that is too wide."""

    def cut(most: int) -> list[int]:
        return [min(column, max(most, low)) for column, low in zip(columns, least, strict=True)]

    if sum(cut(0)) > room:
        return []
    low, high = 0, max(columns)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(cut(middle)) <= room:
            low = middle
        else:
            high = middle - 1
    return cut(low)


def cells_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Start and end of each cell of a line."""
    found: list[tuple[int, int]] = []
    at = start
    while True:
        stop = text.find("\t", at, end)
        if stop < 0:
            return [*found, (at, end)]
        found.append((at, stop))
        at = stop + 1


def _head(text: str, start: int, end: int) -> int:
    """The end of a first line that says what is in the columns: it is words alone, and others follow it."""
    stop = text.find("\n", start, end)
    if stop < 0 or any(_is_figure(text[first:last]) for first, last in cells_of(text, start, stop)):
        return start
    return stop


def _set_right(text: str, start: int, end: int, head: int, count: int) -> list[bool]:
    """For each column, whether figures alone stand in it."""
    figures = [0] * count
    words = [0] * count
    for line_start, line_end in lines_of(text, start, end):
        if line_end <= head:
            continue
        for nth, (first, last) in enumerate(cells_of(text, line_start, line_end)):
            cell = text[first:last]
            if _is_figure(cell):
                figures[nth] += 1
            elif cell.strip(" -–—"):
                words[nth] += 1
    return [bool(figure) and not word for figure, word in zip(figures, words, strict=True)]


def _is_figure(cell: str) -> bool:
    return any(char.isdigit() for char in cell) and set(cell) <= _FIGURES
