"""A list of any length, drawn and not mounted: what it costs follows the screen. Heights and widths are cells.

The row under the cursor may stand open and be taller than the others. Everything else about a row (its height
when closed, whether the cursor stops at it) is known without drawing it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.app.theme import Looks
from reader.app.typeahead import heard_by_screen, passed_on
from reader.cells import harmless, width_of
from reader.drawing import clipped
from reader.layout import Wrapped
from reader.palette import over

if TYPE_CHECKING:
    from reader.drawing import Run
    from reader.palette import Look


class Row(Protocol):
    """What a list must know of each of its rows."""

    @property
    def key(self) -> str:
        """What stays the same when the row's content changes: the cursor follows it."""
        ...

    @property
    def height(self) -> int:
        """Lines of the row while it is closed."""
        ...

    @property
    def stops(self) -> bool:
        """True where the cursor can stand; a headline is passed over."""
        ...


R = TypeVar("R", bound=Row)


class Rows(ScrollView, Generic[R], can_focus=True):
    """The list. A child class draws a row; the list does the rest."""

    DEFAULT_CSS = """
    Rows {
        height: 1fr; overflow-x: hidden; background: transparent; scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 30%; scrollbar-color-hover: $foreground 50%; scrollbar-color-active: $accent;
        scrollbar-background: $foreground 5%; scrollbar-background-hover: $foreground 5%;
        scrollbar-background-active: $foreground 5%;
    }
    """

    GROUND: ClassVar[str] = "ground"
    """The colour that rows stand on."""

    SET_OFF: ClassVar[bool] = False
    """Whether the row under the cursor stands out also while the focus is elsewhere."""

    KEYS: ClassVar[dict[str, str]] = {
        "down": "cursor(1)",
        "j": "cursor(1)",
        "up": "cursor(-1)",
        "k": "cursor(-1)",
        "pagedown": "page(1)",
        "space": "page(1)",
        "pageup": "page(-1)",
        "home": "edge(-1)",
        "g": "edge(-1)",
        "end": "edge(1)",
        "G": "edge(1)",
        "enter": "choose",
    }
    """Taken as they come, before the screen: the same keys move in the text when that has the focus."""

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        rows: Rows[Row]
        row: Row

    @dataclass
    class Chosen(Message):
        """A row was chosen, with Enter or a click."""

        rows: Rows[Row]
        row: Row

    def __init__(
        self,
        *,
        empty: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - the toolkit's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._rows: Sequence[R] = ()
        self._tops: list[int] = [0]
        self._cursor = -1
        self._open_height = 0
        self._looks: Looks | None = None
        self._empty = empty

    def draw(self, row: R, width: int, *, is_open: bool) -> list[list[Run]]:
        """The row's lines, each at most `width` cells; as many as `height` says unless it stands open."""
        raise NotImplementedError

    @property
    def rows(self) -> Sequence[R]:
        """What is listed."""
        return self._rows

    @property
    def current(self) -> R | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if 0 <= self._cursor < len(self._rows) else None

    def show(self, rows: Sequence[R], *, empty: str | None = None) -> None:
        """List `rows`. The cursor stays on the row with the same key, or near its place when that is gone."""
        current = self.current
        self._rows = rows
        self._tops = list(accumulate((row.height for row in rows), initial=0))
        if empty is not None:
            self._empty = empty
        place = self._cursor
        if current is not None and not (0 <= place < len(rows) and rows[place].key == current.key):
            place = next((n for n, row in enumerate(rows) if row.key == current.key), place)
        self._cursor = self._nearest_stop(place)
        self._measure()

    def reveal(self, key: str) -> bool:
        """Put the cursor on the row with this key; False when there is none."""
        for index, row in enumerate(self._rows):
            if row.key == key:
                self._go(index)
                return True
        return False

    def action_cursor(self, by: int) -> None:
        """Move by one row that the cursor can stand on."""
        index = self._cursor + by
        while 0 <= index < len(self._rows) and not self._rows[index].stops:
            index += by
        if 0 <= index < len(self._rows):
            self._go(index)
        elif by < 0:
            self.scroll_to(y=0, animate=False)

    def action_page(self, by: int) -> None:
        """Move by a screenful."""
        top = self._top(max(self._cursor, 0)) + by * max(1, self.size.height - 1)
        self._go(self._nearest_stop(self._row_at(min(max(0, top), max(0, self.virtual_size.height - 1)))))

    def action_edge(self, to: int) -> None:
        """Go to the first or the last row."""
        self._go(self._nearest_stop(0 if to < 0 else len(self._rows) - 1))

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if (row := self.current) is not None:
            self.post_message(self.Chosen(self, row))  # type: ignore[arg-type]  # a list of some kind of row

    async def on_key(self, event: events.Key) -> None:
        if passed_on(self, event):
            return
        if (action := self.KEYS.get(event.key)) is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(action)
        else:
            heard_by_screen(self, event)

    def on_click(self, event: events.Click) -> None:
        index = self._row_at(event.y + self.scroll_offset.y)
        if 0 <= index < len(self._rows) and self._rows[index].stops:
            event.stop()
            self._go(index)
            self.action_choose()

    def on_resize(self) -> None:
        self._measure()

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        index = self._row_at(line) if self._rows else -1
        if index < 0:
            return self._strip([] if self._rows else self._excuse(y), ("", self.GROUND, 0))
        lines = self._lines(index)
        nth = line - self._top(index)
        ground = self.GROUND
        if index == self._cursor:
            ground = "selection" if self.has_focus or self.SET_OFF else "sentence"
        return self._strip(lines[nth] if nth < len(lines) else [], ("", ground, 0))

    def notify_style_update(self) -> None:
        """The theme may have changed."""
        self._looks = None
        super().notify_style_update()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _excuse(self, line: int) -> list[Run]:
        """What is said in the place of rows."""
        width = max(self.size.width - 2, 1)
        words = Wrapped(self._empty, 0, len(self._empty), width)
        if line >= len(words):
            return []
        start, end = words.shown(line)
        return [(" " + harmless(self._empty[start:end]), ("muted", "", 0))]

    def _strip(self, runs: list[Run], base: Look) -> Strip:
        if self._looks is None:
            self._looks = Looks.of(self.app)
        width = self.size.width
        runs = clipped([(text, over(base, look)) for text, look in runs], width)
        rest = width - sum(width_of(text) for text, _ in runs)
        return self._looks.strip([*runs, (" " * rest, base)], width)

    def _lines(self, index: int) -> list[list[Run]]:
        return self.draw(self._rows[index], self.size.width, is_open=index == self._cursor)

    def _go(self, index: int) -> None:
        if not 0 <= index < len(self._rows):
            return
        moved = index != self._cursor
        self._cursor = index
        self._measure()
        top = self._top(index)
        above = 1 if index and not self._rows[index - 1].stops else 0
        self.scroll_to_region(
            Region(0, top - above, self.size.width, min(self._height(index) + above, max(1, self.size.height))),
            animate=False,
            force=True,
        )
        if moved:
            self.post_message(self.Moved(self, self._rows[index]))  # type: ignore[arg-type]  # as above

    def _measure(self) -> None:
        self._open_height = 0
        if self.current is not None and self.size.width:
            self._open_height = len(self._lines(self._cursor)) - self.current.height
        self.virtual_size = Size(self.size.width, self._tops[-1] + self._open_height)
        self.refresh()

    def _height(self, index: int) -> int:
        return self._rows[index].height + (self._open_height if index == self._cursor else 0)

    def _top(self, index: int) -> int:
        return self._tops[index] + (self._open_height if 0 <= self._cursor < index else 0)

    def _row_at(self, line: int) -> int:
        """Index of the row that has this line, or -1 below the last."""
        if self._cursor >= 0 and line > self._tops[self._cursor]:
            line = max(self._tops[self._cursor], line - self._open_height)
        index = bisect_right(self._tops, line) - 1
        return index if 0 <= index < len(self._rows) else -1

    def _nearest_stop(self, place: int) -> int:
        """The row nearest to `place` where the cursor can stand, or -1."""
        if not self._rows:
            return -1
        place = min(max(place, 0), len(self._rows) - 1)
        for distance in range(len(self._rows)):
            for index in (place + distance, place - distance):
                if 0 <= index < len(self._rows) and self._rows[index].stops:
                    return index
        return -1
