"""A list as a widget of its own, for dialogs and the home screen: keys, mouse and theme for a `ListBox`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.app.listbox import ListBox, Row
from reader.app.theme import Looks
from reader.app.typeahead import heard_by_screen, passed_on
from reader.app.widgets.drawn import WHEEL

if TYPE_CHECKING:
    from reader.drawing import Run

R = TypeVar("R", bound=Row)


class Rows(Widget, Generic[R], can_focus=True):
    """The list. A child class draws a row; the list does the rest."""

    DEFAULT_CSS = """
    Rows { height: 1fr; background: transparent; }
    """

    GROUND: ClassVar[str] = "ground"
    """The colour that rows stand on."""

    SET_OFF: ClassVar[bool] = False
    """Whether the row under the cursor stands out also while the focus is elsewhere."""

    KEYS: ClassVar[dict[str, str]] = {"enter": "choose"}
    """Key, as the toolkit names it -> an action, for what is more than moving."""

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
        self.box: ListBox[R] = _Box(self, empty)
        self.box.changed = self.refresh
        self.box.moved = self._tell_move
        self._looks: Looks | None = None
        self._scrolling = False

    def draw(self, row: R, width: int, *, is_open: bool) -> list[list[Run]]:
        """The row's lines, each at most `width` cells; as many as `height` says unless it stands open."""
        raise NotImplementedError

    @property
    def rows(self) -> Sequence[R]:
        """What is listed."""
        return self.box.rows

    @property
    def current(self) -> R | None:
        """The row under the cursor."""
        return self.box.current

    def show(self, rows: Sequence[R], *, empty: str | None = None) -> None:
        """List `rows`. The cursor stays on the row with the same key, or near its place when that is gone."""
        self.box.show(rows, empty=empty)

    def action_cursor(self, by: int) -> None:
        """Move by one row that the cursor can stand on."""
        self.box.go_by(by)

    def action_page(self, by: int) -> None:
        """Move by a screenful."""
        self.box.go_page(by)

    def action_edge(self, to: int) -> None:
        """Go to the first or the last row."""
        self.box.go_edge(to)

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if (row := self.box.current) is not None:
            self.post_message(self.Chosen(self, row))  # type: ignore[arg-type]  # a list of some kind of row

    def _tell_move(self) -> None:
        if (row := self.box.current) is not None:
            self.post_message(self.Moved(self, row))  # type: ignore[arg-type]  # as above

    async def on_key(self, event: events.Key) -> None:
        """Move, or choose; what the list does not know is the screen's."""
        if passed_on(self, event):
            return
        if (action := self.KEYS.get(event.key)) is not None:
            await self.run_action(action)
        elif not self.box.key(event.key):
            heard_by_screen(self, event)
            return
        event.stop()
        event.prevent_default()

    # ---- mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """On the scroll bar, a drag begins."""
        if event.button == 1 and self.box.has_bar() and event.x == self.size.width - 1:
            event.stop()
            self._scrolling = True
            self.capture_mouse()
            self.box.drag(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Scroll while the button is held down."""
        if self._scrolling:
            self.box.drag(event.y)

    def on_mouse_up(self) -> None:
        """The drag is over."""
        if self._scrolling:
            self._scrolling = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse."""
        on_bar = self.box.has_bar() and event.x == self.size.width - 1
        if not on_bar and self.box.put_cursor(event.y) is not None:
            event.stop()
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self.box.scroll(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self.box.scroll(-WHEEL)

    # ---- drawing

    def on_resize(self, event: events.Resize) -> None:
        """Take the size that the screen gives."""
        self.box.resize(event.size.width, event.size.height)

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._looks is None:
            self._looks = Looks.of(self.app)
        width, height = self.size
        self.box.resize(width, height)
        left = self.region.x
        strips = [self._looks.strip(runs, width, left) for runs in self.box.draw_lines()]
        return [strip.crop(crop.x, crop.right) for strip in strips[crop.y : crop.bottom]]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.box.lines

    def notify_style_update(self) -> None:
        """The theme may have changed."""
        self._looks = None
        super().notify_style_update()

    def on_focus(self) -> None:
        """Keys go to the list."""
        self.box.has_focus = True
        self.refresh()

    def on_blur(self) -> None:
        """Keys go elsewhere."""
        self.box.has_focus = False
        self.refresh()


class _Box(ListBox[R]):
    """The list of a widget, which draws its rows."""

    def __init__(self, widget: Rows[R], empty: str) -> None:
        super().__init__(empty=empty, ground=widget.GROUND, set_off=widget.SET_OFF)
        self._widget = widget

    def draw(self, row: R, width: int, *, is_open: bool) -> list[list[Run]]:
        return self._widget.draw(row, width, is_open=is_open)
