"""A widget that draws itself as rows of runs, and can so be painted past the compositor. All sizes are cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reader.app import fast
from reader.app.theme import Looks

if TYPE_CHECKING:
    from reader.drawing import Run

WHEEL = 3
"""Rows that one notch of the wheel moves."""


class Drawn(Widget):
    """Says what it shows by `rows`; has neither border nor padding."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # as Textual's
        super().__init__(id=id)
        self.painted: list[list[Run]] = []
        """The rows as they were painted last; none when the compositor has drawn since."""
        self._looks: Looks | None = None
        self._made: tuple[tuple[int, int, Looks], list[list[Run]], list[Strip]] | None = None
        """The rows that were drawn last, and as what, for a width, a place and looks."""

    def rows(self) -> list[list[Run]]:
        """The rows, each as wide as the widget."""
        raise NotImplementedError

    def redraw(self) -> None:
        """What is shown has changed: paint it now, or have the toolkit draw it in its time."""
        if not (self.is_mounted and fast.paint(self.app, [self])):
            self.refresh()

    @property
    def looks(self) -> Looks:
        """Looks as this theme shows them."""
        if self._looks is None:
            self._looks = Looks.of(self.app)
        return self._looks

    def render_lines(self, crop: Region) -> list[Strip]:
        self.painted = []
        strips = self._strips()
        if crop.x or crop.width != self.size.width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        rows = strips[crop.y : crop.bottom]
        return rows + [Strip.blank(crop.width, self.rich_style)] * (crop.height - len(rows))

    def _strips(self) -> list[Strip]:
        """The rows as the toolkit wants them; those that are as they were are not made again."""
        about = self.size.width, self.region.x, self.looks
        width, left, looks = about
        old: list[list[Run]] = []
        strips: list[Strip] = []
        if self._made is not None and self._made[0] == about:
            _, old, strips = self._made
        rows = self.rows()
        drawn = [
            strips[at] if at < len(old) and old[at] == runs else looks.strip(runs, width, left)
            for at, runs in enumerate(rows)
        ]
        self._made = about, rows, drawn
        return drawn

    def notify_style_update(self) -> None:
        """The theme may have changed."""
        self._looks = None
        super().notify_style_update()
