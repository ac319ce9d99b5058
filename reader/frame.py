"""What stands where on the reading screen: the one computation that the first paint and the toolkit's layout share.

All sizes are terminal cells. Loads nothing: it is on the way to the first screen.
"""

from __future__ import annotations

NARROWEST, WIDEST = 30, 120
"""Bounds of the measure."""

DOCKED_FROM = 100
"""Columns from which the sidebar stands beside the text; below, it lies over it."""

RULED_FROM = 20
"""Rows from which header and footer are set off with a rule."""


class Frame:
    """The places of header, text, sidebar and footer on a screen."""

    __slots__ = (
        "columns",
        "docked",
        "gutter",
        "height",
        "left",
        "lines",
        "measure",
        "numbers",
        "rails",
        "room",
        "ruled",
        "side",
        "top",
        "width",
    )

    def __init__(self, columns: int, lines: int, *, measure: int = 80, sidebar: bool = True) -> None:
        self.columns = columns
        self.lines = lines
        self.ruled = lines >= RULED_FROM
        edge = 2 if self.ruled else 1
        self.top = edge
        """Rows above the text: the header, and its rule where there is room."""
        self.height = max(lines - 2 * edge, 1)
        """Rows of text."""
        self.docked = sidebar and columns >= DOCKED_FROM
        self.side = min(max(columns * 3 // 10, 32), 46) if columns >= DOCKED_FROM else min(max(columns - 16, 20), 40)
        """Columns of the sidebar, wherever it is."""
        self.width = max(columns - self.side if self.docked else columns, 4)
        """Columns of the reading view: margin, text, and its scroll bar, which divides it from the sidebar."""
        roomy = self.width >= 70
        self.numbers = 4 if roomy else 3
        """Columns for a block's number."""
        self.rails = 3 if roomy else 2
        """Columns for rails, the pane's own edge among them."""
        self.gutter = self.numbers + 1 + self.rails + 1
        """Columns from the left edge of a pane to its text."""
        self.measure = max(min(measure, self.width - self.gutter - 3), 2)
        """Columns of text."""
        self.left = max((self.width - 1 - self.gutter - self.measure - 2) // 2, 0)
        """Columns left blank before a pane, so that panes stand in the middle."""
        self.room = max(self.width - self.left - self.gutter - 3, self.measure)
        """Columns from the left edge of text to the scroll bar: what tables and code may have."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frame) and all(
            getattr(self, name) == getattr(other, name) for name in self.__slots__
        )

    def __hash__(self) -> int:
        return hash((self.columns, self.lines, self.measure, self.docked))
