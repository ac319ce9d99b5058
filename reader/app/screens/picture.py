"""A picture of the document, above the page: as large as the screen allows, drawn with two pixels in each cell.

Where the terminal has a protocol for pictures, it is put up over these cells in the terminal's own pixels. Should it
not be understood after all, the cells are what is seen.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from reader.app.fast import send
from reader.app.screens.dialog import as_title
from reader.app.theme import Looks
from reader.graphics import Protocol, cell_size, put_up, spoken, take_down
from reader.pixels import HALVES, Picture, character, fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.config import PictureChoice
    from reader.pixels import Color as Rgb

UPPER = "▀"

FEW = ("none", "16")
"""Depths of colours at which cells would be a riddle: characters are drawn, light and dark."""

USUAL = 10, 20
"""Pixels of a cell, of a terminal that does not say."""


class Pixels(Widget):
    """The picture in cells, and over them in the terminal's own pixels."""

    DEFAULT_CSS = "Pixels { width: auto; height: auto; }"

    def __init__(self, picture: Picture, choice: PictureChoice) -> None:
        super().__init__()
        self._picture = picture
        self._choice = choice
        self._protocol: Protocol | None = None
        self._cell = HALVES
        self._rows: list[list[Rgb]] = []
        self._made_for: tuple[int, int] | None = None
        self._looks: Looks | None = None
        self._sent = ""

    def fit_in(self, columns: int, rows: int) -> None:
        """Be as large as so many cells allow."""
        if self._looks is None:
            self._looks = Looks.of(self.app)
            self._protocol, self._cell = _means(self._choice, self._looks.ink.depth)
        width, height = fit(self._picture.size, columns, rows, self._cell)
        columns, rows = -(-width // self._cell[0]), -(-height // self._cell[1])
        self.styles.width, self.styles.height = columns, rows
        self._made_for = columns, rows
        self._rows = []
        self._sent = ""
        self.refresh(layout=True)
        if self._protocol is not None:
            self.run_worker(partial(self._make, self._protocol, columns, rows), thread=True, exclusive=True)

    def _make(self, protocol: Protocol, columns: int, rows: int) -> None:
        """In a thread: a large picture takes a while."""
        image = self._picture.filling(columns, rows, self._cell, _ground(self._looks))
        self.app.call_from_thread(self._made, put_up(protocol, image, columns, rows), (columns, rows))

    def _made(self, data: str, size: tuple[int, int]) -> None:
        if size == self._made_for:
            self._sent = data
            self.put()

    def put(self) -> None:
        """Put the picture up over the cells, wherever they are now: what is drawn after it would cover it."""
        region = self.content_region
        if self._sent and self.is_attached and region.size == self._made_for:
            send(self.app, f"\x1b7\x1b[{region.y + 1};{region.x + 1}H{self._sent}\x1b8")

    def take_down(self) -> None:
        """Leave nothing behind."""
        if self._sent and self._protocol is not None:
            send(self.app, take_down(self._protocol))

    def render_line(self, y: int) -> Strip:
        if not self._rows and self._made_for is not None:
            self._rows = self._picture.fitted(*self._made_for, ground=_ground(self._looks))
        if 2 * y + 1 >= len(self._rows):
            return Strip.blank(self.size.width)
        upper, lower = self._rows[2 * y], self._rows[2 * y + 1]
        if self._looks is None or self._looks.ink.depth in FEW:
            return Strip([Segment("".join(map(character, upper)))], len(upper))
        return Strip([Segment(UPPER, _style(*pair)) for pair in zip(upper, lower, strict=True)], len(upper))


class PictureScreen(ModalScreen[None]):
    """Shows a picture until a key is pressed or the mouse is clicked."""

    DEFAULT_CSS = """
    PictureScreen { align: center middle; background: $background 85%; }
    PictureScreen > Pixels {
        border: round $primary; border-title-color: $text-primary; border-subtitle-color: $text-muted;
        box-sizing: content-box;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,space", "close", "Close", show=False),
    ]

    def __init__(self, picture: Picture, title: str, choice: PictureChoice = "auto") -> None:
        super().__init__()
        self._pixels = Pixels(picture, choice)
        self._pixels.border_title = as_title(title)
        self._pixels.border_subtitle = as_title(f"{picture.size[0]} × {picture.size[1]} · Esc closes")

    def compose(self) -> ComposeResult:
        yield self._pixels

    def on_mount(self) -> None:
        """Put it up anew whenever the screen was drawn."""
        self._of_app(self._pixels.put)
        self._fit()

    def _of_app(self, drawn: Callable[[], None] | None) -> None:
        from reader.app.app import PostilApp

        if isinstance(self.app, PostilApp):
            self.app.drawn = drawn

    def on_resize(self, event: events.Resize) -> None:
        """The terminal has another size."""
        self._fit()

    def _fit(self) -> None:
        self._pixels.fit_in(max(self.app.size.width - 2, 1), max(self.app.size.height - 2, 1))

    def on_click(self, event: events.Click) -> None:
        """A click anywhere closes it."""
        event.stop()
        self.action_close()

    def action_close(self) -> None:
        """Back to the text."""
        self.dismiss(None)

    def on_unmount(self) -> None:
        """However it went: nothing is left of it."""
        self._of_app(None)
        self._pixels.take_down()


def _means(choice: PictureChoice, depth: str) -> tuple[Protocol | None, tuple[int, int]]:
    """The protocol to use, if any, and the size of a cell in pixels."""
    if choice == "auto":
        protocol = spoken(os.environ) if depth not in FEW else None
    else:
        protocol = None if choice == "cells" else choice
    cell = cell_size(sys.__stderr__.fileno()) if protocol and sys.__stderr__ is not None else None
    if cell is not None:
        return protocol, cell
    # Scaled by the terminal, a picture needs the shape of a cell alone; sixels need its size.
    return (None, HALVES) if protocol in (None, "sixel") else (protocol, USUAL)


def _ground(looks: Looks | None) -> Rgb:
    color = looks.ink.colors.get("ground", "") if looks is not None else ""
    return Color.parse(color).get_truecolor() if color.startswith("#") else (0, 0, 0)


def _style(upper: Rgb, lower: Rgb) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))
