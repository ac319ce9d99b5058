"""Paragraphs to read, drawn and not mounted, scrolled when there is no room for all. Heights and widths are cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.app.theme import Looks
from reader.cells import width_of
from reader.drawing import clipped
from reader.markup import wrapped
from reader.palette import over

if TYPE_CHECKING:
    from reader.app.comparison import Paragraph
    from reader.palette import Look, Run


class Paper(ScrollView):
    """The paragraphs, one below the other."""

    DEFAULT_CSS = """
    Paper {
        height: auto; overflow-x: hidden; background: transparent; scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 30%; scrollbar-color-hover: $foreground 50%; scrollbar-color-active: $accent;
        scrollbar-background: $foreground 5%; scrollbar-background-hover: $foreground 5%;
        scrollbar-background-active: $foreground 5%;
    }
    """

    GROUND: Look = ("", "panel", 0)

    def __init__(self, paragraphs: Sequence[Paragraph] = ()) -> None:
        super().__init__()
        self.can_focus = False
        self._paragraphs = paragraphs
        self._rows: list[list[Run]] = []
        self._set_for = -1
        self._looks: Looks | None = None

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show other paragraphs, from their beginning."""
        self._paragraphs = paragraphs
        self._set_for = -1
        self.scroll_to(y=0, animate=False)
        self._set(self.size.width)
        self.refresh(layout=True)

    @property
    def text(self) -> str:
        """All of it, a line for each paragraph."""
        return "\n".join("".join(text for text, _ in (*one.lead, *one.runs)) for one in self._paragraphs)

    def turn(self, by: int) -> None:
        """Scroll by a screenful."""
        self.scroll_relative(y=by * max(1, self.size.height - 1), animate=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All of it, but no more than leaves room for what is behind it."""
        self._set(width)
        return min(len(self._rows), max(4, self.app.size.height // 3))

    def on_resize(self) -> None:
        self._set(self.size.width)
        self.virtual_size = Size(self.size.width, len(self._rows))

    def render_line(self, y: int) -> Strip:
        if self._looks is None:
            self._looks = Looks.of(self.app)
        row = y + self.scroll_offset.y
        runs = self._rows[row] if row < len(self._rows) else []
        width = self.size.width
        drawn = clipped([(text, over(self.GROUND, look)) for text, look in runs], width)
        rest = width - sum(width_of(text) for text, _ in drawn)
        return self._looks.strip([*drawn, (" " * rest, self.GROUND)], width)

    def notify_style_update(self) -> None:
        """The theme may have changed."""
        self._looks = None
        super().notify_style_update()

    def _set(self, width: int) -> None:
        if width == self._set_for:
            return
        self._set_for = width
        self._rows = []
        for one in self._paragraphs:
            further = [(" " * width_of(text), look) for text, look in one.lead]
            self._rows += wrapped(list(one.runs), max(width - 1, 2), list(one.lead), further)
        self.virtual_size = Size(width, len(self._rows))
