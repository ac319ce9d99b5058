"""How far the reader is: the outline, counted in the background, and how long the rest takes to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.outline import Outline, minutes

if TYPE_CHECKING:
    from reader.app.screens.annotating import AnnotatingScreen

MOST_PARTS = 2000
"""Parts of a document up to which all of it is counted, a millisecond or two for each."""


class Progress:
    """What the reading screen knows of how much there is to read."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen
        self.outline = Outline()

    def begin(self) -> None:
        """Count the words, in slices between keys, once all of the document is there."""
        if len(self._screen.flow) <= MOST_PARTS:
            self._screen.run_worker(self._count(), group="outline", description="Count the words")

    async def _count(self) -> None:
        screen = self._screen
        await screen.view.idly(lambda: self.outline.advance(screen.flow))
        screen.place_changed()

    def left(self) -> str:
        """How long the rest takes to read, `9 min left`; empty when that is not known, or there is no rest."""
        before = self._before()
        rest = self.outline.words - before if before is not None else 0
        return f"{minutes(rest, self._screen.settings.pace)} left" if rest > 0 else ""

    def show(self) -> None:
        """List the outline in its tab."""
        screen = self._screen
        screen.sidebar.outline.follow(screen.flow, self.outline, *screen.view.page.cursor, pace=screen.settings.pace)

    def _before(self) -> int | None:
        """Words behind the reader."""
        if not self.outline.complete:
            return None
        return self.outline.before(self._screen.flow, *self._screen.view.page.cursor)
