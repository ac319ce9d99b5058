"""Rows that begin further to the right than the text they are of: lines of code that go on below themselves.

Sizes are terminal cells, offsets those of `reader.layout`. Loads nothing heavy: it is on the way to the first screen.
"""

from __future__ import annotations

from reader.cells import TAB, is_plain
from reader.layout import Wrapped

STEP = 2
"""Cells by which a line of code that goes on is set in, more than it is itself."""


class Hanging(Wrapped):
    """A stretch of text in rows that may each have blanks before them."""

    __slots__ = ("_pads",)

    def __init__(self, text: str, start: int, end: int, width: int) -> None:
        """Lay nothing out: a child class fills `starts` and `_pads`."""
        self.text = text
        self.start = start
        self.end = end
        self.width = max(width, 2)
        self._plain = False
        self.starts = [start]
        self._pads = [0]
        """Blanks before each row, which are no text."""

    def pad(self, row: int) -> int:
        """Blanks drawn before a row, which are no text."""
        return self._pads[row]

    def breadth(self) -> int:
        """Cells of the widest row."""
        return max(map(self._width, range(len(self))))

    def _width(self, row: int) -> int:
        start, end = self.shown(row)
        if is_plain(self.text[start:end]):
            return self._pads[row] + end - start
        return self.column(row, end)

    def column(self, row: int, offset: int) -> int:
        """Column of an offset in a row."""
        return self._pads[row] + super().column(row, offset)

    def offset(self, row: int, column: int) -> int:
        """The offset drawn at a column of a row, or the nearest one in the row."""
        return super().offset(row, column - self._pads[row])

    def _begin_row(self, at: int, pad: int) -> None:
        self.starts.append(at)
        self._pads.append(pad)


class CodeLines(Hanging):
    """Code: each line on a row of its own; what is too long goes on below, set in."""

    __slots__ = ()

    def __init__(self, text: str, start: int, end: int, width: int) -> None:
        super().__init__(text, start, end, width)
        for line_start, line_end in lines_of(text, start, end):
            if line_start > start:
                self._begin_row(line_start, 0)
            rows = Wrapped(text, line_start, line_end, self.width)
            if len(rows) == 1:
                continue
            pad = min(_indent(text, line_start, line_end) + STEP, self.width // 2)
            for further in Wrapped(text, rows.starts[1], line_end, self.width - pad).starts:
                self._begin_row(further, pad)


def lines_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Start and end of each line of a stretch of text, without its line end."""
    found: list[tuple[int, int]] = []
    at = start
    while at <= end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        found.append((at, stop))
        at = stop + 1
    return found


def _indent(text: str, start: int, end: int) -> int:
    column = 0
    for at in range(start, end):
        if text[at] == " ":
            column += 1
        elif text[at] == "\t":
            column += TAB - column % TAB
        else:
            break
    return column
