"""The header: the title, and at the right whose notes, how many, saved or not, and how far the reader is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reader import chrome
from reader.app.theme import Looks
from reader.frame import Frame

if TYPE_CHECKING:
    from reader.drawing import Run


class Bar(Widget):
    """Rows across the screen that draw themselves."""

    DEFAULT_CSS = """
    Bar { width: 1fr; background: $background; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # as Textual's
        super().__init__(id=id)
        self.frame = Frame(80, 24)
        self.painted: list[list[Run]] = []
        self._looks: Looks | None = None

    @property
    def looks(self) -> Looks:
        """Looks as this theme shows them."""
        if self._looks is None:
            self._looks = Looks.of(self.app)
        return self._looks

    def lay_out(self, frame: Frame) -> None:
        """Take the places that the screen gives it."""
        if frame != self.frame or self.styles.height is None:
            self.frame = frame
            self.styles.height = frame.top
            self.refresh()

    def rows(self) -> list[list[Run]]:
        """The rows, each as wide as the screen."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        width = self.size.width
        self.painted = []
        strips = [self.looks.strip(runs, width) for runs in self.rows()]
        return [strip.crop(crop.x, crop.right) for strip in strips[crop.y : crop.bottom]]

    def notify_style_update(self) -> None:
        """The theme may have changed."""
        self._looks = None
        super().notify_style_update()


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
            self.refresh()

    def rows(self) -> list[list[Run]]:
        runs = chrome.header(self.frame.columns, self.title, (*self.facts, f"{self.percent} %"))
        return [runs, chrome.rule(self.frame, "┬")] if self.frame.ruled else [runs]
