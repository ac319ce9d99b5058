"""A picture of the document, above the page: as large as the screen allows, drawn with two pixels in each cell."""

from __future__ import annotations

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

from reader.app.screens.dialog import as_title
from reader.app.theme import Looks
from reader.pixels import Picture, character, fit

if TYPE_CHECKING:
    from reader.pixels import Color as Rgb

UPPER = "▀"


class Pixels(Widget):
    """The picture in cells."""

    DEFAULT_CSS = "Pixels { width: auto; height: auto; }"

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self._picture = picture
        self._rows: list[list[Rgb]] = []
        self._made_for: tuple[int, int] | None = None
        self._looks: Looks | None = None

    def fit_in(self, columns: int, rows: int) -> None:
        """Be as large as so many cells allow."""
        width, height = fit(self._picture.size, columns, rows)
        self.styles.width, self.styles.height = width, (height + 1) // 2
        self._made_for = columns, rows
        self._rows = []
        self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        looks = self._looks = self._looks or Looks.of(self.app)
        if not self._rows and self._made_for is not None:
            self._rows = self._picture.fitted(*self._made_for, ground=_ground(looks))
        if 2 * y + 1 >= len(self._rows):
            return Strip.blank(self.size.width)
        upper, lower = self._rows[2 * y], self._rows[2 * y + 1]
        if looks.ink.depth in ("none", "16"):
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

    def __init__(self, picture: Picture, title: str) -> None:
        super().__init__()
        self._pixels = Pixels(picture)
        self._pixels.border_title = as_title(title)
        self._pixels.border_subtitle = as_title(f"{picture.size[0]} × {picture.size[1]} · Esc closes")

    def compose(self) -> ComposeResult:
        yield self._pixels

    def on_mount(self) -> None:
        self._fit()

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


def _ground(looks: Looks) -> Rgb:
    color = looks.ink.colors.get("ground", "")
    return Color.parse(color).get_truecolor() if color.startswith("#") else (0, 0, 0)


def _style(upper: Rgb, lower: Rgb) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))
