"""Tables: a block's text in rows of a given width, its cells one below the other in columns.

In the text of a table lines are rows, and tabs part the cells. A cell too long for its column goes on below its own
beginning, and the next cell begins where it ends, so that a row of the screen is one stretch of the text, as
everywhere. A tab is as wide as the way to the next column; the columns of figures are set to the right. All sizes are
terminal cells, offsets those of `reader.layout`. Loads nothing heavy: it is on the way to the first screen.
"""

from __future__ import annotations

from reader.cells import width_of
from reader.hanging import Hanging, lines_of
from reader.layout import Wrapped

GAP = 2
"""Cells between two columns."""

NARROWEST = 5
"""Cells of a column, at least, where a table is too wide; with more columns than that leaves room for, it is text."""

_FIGURES = frozenset("0123456789.,'%+-−–±×/()[]€$£¥~≈<>≤≥ \u00a0\u202f*")


class Grid(Hanging):
    """The text of a table in rows."""

    __slots__ = ("_tabs", "head")

    def __init__(self, text: str, start: int, end: int, width: int, columns: list[int]) -> None:
        """
        Args:
            text: Of the part.
            start, end: Of the block.
            width: Cells of a row.
            columns: Cells of each column, as `columns_of` gives them.
        """
        super().__init__(text, start, end, width)
        self._tabs: dict[int, int] = {}
        """Offset of a tab -> the column of the screen it leads to."""
        self.head = _head(text, start, end)
        """Where the first line ends, when it names the columns; else the table's start."""
        right = _set_right(text, start, end, self.head, len(columns))
        lefts = [sum(columns[:nth]) + GAP * nth for nth in range(len(columns))]
        for line_start, line_end in lines_of(text, start, end):
            if line_start > start:
                self._begin_row(line_start, 0)
            for nth, (first, last) in enumerate(cells_of(text, line_start, line_end)):
                left, room = lefts[nth], columns[nth]
                wide = width_of(text[first:last]) if right[nth] else room
                left += max(room - wide, 0)
                if nth:
                    self._tabs[first - 1] = left
                elif left:
                    self._pads[-1] = left
                body = Wrapped(text, first, last, room)
                for further in body.starts[1:]:
                    self._begin_row(further, lefts[nth])

    def cells(self, row: int, end: int | None = None) -> list[tuple[int, int, int]]:
        """Graphemes of a row up to offset `end`, as `(start, end, cells)`; tabs reach to the next column."""
        found = []
        column = self._pads[row]
        for start, stop, cells in super().cells(row, end):
            if start in self._tabs:
                cells = max(self._tabs[start] - column, 1)
            column += cells
            found.append((start, stop, cells))
        return found


def grid(text: str, start: int, end: int, width: int) -> Grid | None:
    """A table in columns; None for what has only one, or more than there is room for."""
    columns = columns_of(text, start, end, width)
    return Grid(text, start, end, width, columns) if columns else None


def columns_of(text: str, start: int, end: int, width: int) -> list[int]:
    """The columns' widths: as their cells need; where there is no room, the widest are made narrower, and words are
    broken last. None for what has one column only, or more than there is room for."""
    columns: list[int] = []
    words: list[int] = []
    for line_start, line_end in lines_of(text, start, end):
        for nth, (first, last) in enumerate(cells_of(text, line_start, line_end)):
            if nth == len(columns):
                columns.append(1)
                words.append(NARROWEST)
            cell = text[first:last]
            columns[nth] = max(columns[nth], width_of(cell))
            words[nth] = max(words[nth], *map(width_of, cell.split()), 0)
    room = width - GAP * (len(columns) - 1)
    if len(columns) < 2 or room < NARROWEST * len(columns):
        return []
    return _narrowed(columns, words, room) or _narrowed(columns, [NARROWEST] * len(columns), room)


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
