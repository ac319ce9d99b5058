"""The header: the title, and at the right whose notes, how many, saved or not, and how far the reader is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import chrome
from reader.app.widgets.drawn import Drawn
from reader.frame import Frame

if TYPE_CHECKING:
    from reader.drawing import Run


class Bar(Drawn):
    """Rows across the screen that draw themselves."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # as Textual's
        super().__init__(id=id)
        self.frame = Frame(80, 24)

    def lay_out(self, frame: Frame) -> None:
        """Take the places that the screen gives it."""
        if frame != self.frame:
            self.frame = frame
            self.refresh()


class Header(Bar):
    """What is read, and how it stands with the notes."""

    def __init__(self, title: str, *, id: str | None = None) -> None:  # noqa: A002  # as Textual's
        super().__init__(id=id)
        self.title = title
        self.facts: tuple[str, ...] = ()
        """Whose notes, how many, whether they are saved; from left to right."""
        self.percent = 0

    def tell(self, *facts: str) -> None:
        """Show these facts before the percentage."""
        if facts != self.facts:
            self.facts = facts
            self.redraw()

    def rows(self) -> list[list[Run]]:
        runs = chrome.header(self.frame.columns, self.title, (*self.facts, f"{self.percent} %"))
        return [runs, chrome.rule(self.frame, "┬")] if self.frame.ruled else [runs]
