"""The sidebar: Entities, Notes and Outline, one at a time, beside the text or over it. One widget, drawn as a whole.

A tab's pane is made, and what it needs is loaded, when it is first wanted: the screen is up before.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar

from textual import events
from textual.message import Message

from reader import chrome
from reader.app.typeahead import give_focus, heard_by_screen, passed_on
from reader.app.widgets.drawn import WHEEL, Drawn
from reader.cells import width_of
from reader.frame import Frame
from reader.palette import PLAIN

if TYPE_CHECKING:
    from reader.app.widgets.entity_list import EntitiesPane
    from reader.app.widgets.note_list import NotesPane
    from reader.app.widgets.outline import OutlinePane
    from reader.app.widgets.pane import Filter, Pane
    from reader.drawing import Run

Tab = Literal["Entities", "Notes", "Outline"]
TABS: tuple[Tab, ...] = ("Entities", "Notes", "Outline")

P = TypeVar("P", bound="Pane")


class Sidebar(Drawn, can_focus=True):
    """The tabs. `tab` is the one that shows; the others cost nothing."""

    class Left(Message):
        """The person goes back to the text."""

    class Shown(Message):
        """A tab shows, and wants to be filled."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = Frame(80, 24)
        self._tab: Tab = "Entities"
        self._scrolling = False
        self.over = False
        """Whether it lies over the text, and has an edge."""

    # ---- its tabs

    @property
    def tab(self) -> Tab:
        """The tab that shows."""
        return self._tab

    @tab.setter
    def tab(self, tab: Tab) -> None:
        if tab != self._tab:
            self._focused(at=False)
            self._tab = tab
            self._focused(at=self.has_focus)
            self.post_message(self.Shown())
            self.redraw()

    @cached_property
    def entities(self) -> EntitiesPane:
        """Who, where and when."""
        from reader.app.widgets.entity_list import EntitiesPane

        return self._joined(EntitiesPane())

    @cached_property
    def notes(self) -> NotesPane:
        """The notes."""
        from reader.app.widgets.note_list import NotesPane

        return self._joined(NotesPane())

    @cached_property
    def outline(self) -> OutlinePane:
        """The headings."""
        from reader.app.widgets.outline import OutlinePane

        return self._joined(OutlinePane())

    def _joined(self, pane: P) -> P:
        """A pane of this sidebar."""
        pane.tell = self.post_message
        pane.shown = lambda: self.display and self._made_pane() is pane
        pane.list.changed = lambda: self.redraw() if self._made_pane() is pane else None
        self._measure(pane)
        return pane

    @property
    def pane(self) -> Pane:
        """The pane that shows."""
        if self._tab == "Entities":
            return self.entities
        return self.notes if self._tab == "Notes" else self.outline

    def _made_pane(self) -> Pane | None:
        """The pane that shows, if anybody wanted it so far."""
        pane: Pane | None = vars(self).get(self._tab.lower())
        return pane

    def _filter(self) -> Filter | None:
        """The filter that is being typed into."""
        pane = self._made_pane()
        return pane.filter if pane is not None and pane.filter is not None and pane.filter.open else None

    def focus_list(self) -> None:
        """Give the list of the tab the focus."""
        if (filter_ := self._filter()) is not None:
            filter_.open = False
        give_focus(self)
        self._focused(at=True)

    def _focused(self, *, at: bool) -> None:
        """Note whether keys go to the list."""
        if (pane := self._made_pane()) is not None or at:
            pane = pane or self.pane
            pane.list.has_focus = at and self._filter() is None
            self.redraw()

    def on_focus(self) -> None:
        """Keys are for the list."""
        self._focused(at=True)

    def on_blur(self) -> None:
        """Keys are for something else; a line that was being typed in is left."""
        if (filter_ := self._filter()) is not None:
            filter_.open = False
        self._focused(at=False)

    # ---- keys

    async def on_key(self, event: events.Key) -> None:
        """Walk the tabs and the list, type into the filter, or go back to the text; all else is the screen's."""
        if passed_on(self, event):
            return
        self.pane.list.pointed = None  # whoever types looks at the cursor
        filter_ = self._filter()
        if filter_ is not None and event.key != "tab":
            before = filter_.value
            filter_.key(event.key, event.character)
            self._typed(filter_, before)
        elif not self._hear(event.key):
            heard_by_screen(self, event)
            return
        event.stop()
        event.prevent_default()

    def _hear(self, key: str) -> bool:
        pane = self.pane
        if key in ("left", "right"):
            self.tab = TABS[(TABS.index(self._tab) + (1 if key == "right" else -1)) % len(TABS)]
        elif key == "slash" and pane.filter is not None:
            pane.filter.open = True
            self._focused(at=True)
        elif key == "escape":
            self.post_message(self.Left())
        elif key == "enter":
            pane.choose()
        else:
            return pane.list.key(key) or pane.act(key)
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes into the filter."""
        if (filter_ := self._filter()) is not None:
            event.stop()
            before = filter_.value
            filter_.paste(event.text)
            self._typed(filter_, before)

    def _typed(self, filter_: Filter, before: str) -> None:
        if filter_.value != before:
            self.pane.narrow()
        self._focused(at=True)

    # ---- mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """On the scroll bar, a drag begins; the right button asks what can be done with a row."""
        line = self._line(event.y)
        pane = self.pane
        if event.button == 3:
            if line >= 0 and pane.list.put_cursor(line) is not None and pane.menu():
                event.stop()
        elif event.button == 1 and line >= 0 and self._on_bar(event.x):
            event.stop()
            self._scrolling = True
            self.capture_mouse()
            pane.list.drag(line)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Scroll while the button is held down."""
        line = self._line(event.y)
        self.pane.list.pointed = line if line >= 0 else None
        if self._scrolling:
            self.pane.list.drag(line)

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self.pane.list.pointed = None

    def on_mouse_up(self) -> None:
        """The drag is over."""
        if self._scrolling:
            self._scrolling = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Choose a tab or a row, or go to the filter."""
        line = self._line(event.y)
        pane = self.pane
        if event.button != 1:
            return
        event.stop()
        if event.y == 0:
            self._choose_tab(event.x)
        elif line < 0 and pane.filter is not None:
            pane.filter.open = True
            pane.filter.put_cursor(event.x - self._left(), self._inner())
            self._focused(at=True)
        elif not self._on_bar(event.x) and pane.list.put_cursor(line) is not None:
            if (filter_ := self._filter()) is not None:
                filter_.open = False
            pane.choose()

    def _choose_tab(self, x: int) -> None:
        column = self._left() - 1
        for text, _ in chrome.tabs(self._inner() + 1):
            column += width_of(text)
            if x < column:
                found = next((tab for tab in TABS if tab == text.strip()), None)
                if found is not None:
                    self.tab = found
                    self.focus_list()
                return

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self.pane.list.scroll(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self.pane.list.scroll(-WHEEL)

    # ---- where things are

    def lay_out(self, frame: Frame, *, over: bool) -> None:
        """Take the place that the screen gives it, beside the text or `over` it."""
        appears = (frame.docked or over) and not self.display
        self.display = frame.docked or over
        self.over = over
        self.frame = frame
        for tab in TABS:
            if (pane := vars(self).get(tab.lower())) is not None:
                self._measure(pane)
        if appears:
            self.post_message(self.Shown())

    def _measure(self, pane: Pane) -> None:
        pane.list.resize(self._inner(), max(self.frame.height - self._head(pane), 1))

    @staticmethod
    def _head(pane: Pane) -> int:
        """Rows above the list."""
        return 1 if pane.filter is None else 2

    def _left(self) -> int:
        """Columns before the list: a blank, and the edge where it lies over the text."""
        return 2 if self.over else 1

    def _inner(self) -> int:
        """Columns of the list."""
        return max(self.frame.side - self._left(), 1)

    def _line(self, y: int) -> int:
        """The line of the list at a row of the widget; negative above it."""
        return y - self._head(self.pane)

    def _on_bar(self, x: int) -> bool:
        return self.pane.list.has_bar() and x == self.frame.side - 1

    # ---- drawing

    def rows(self) -> list[list[Run]]:
        """The rows of the widget, each as wide as it is."""
        inner, height = self._inner(), self.frame.height
        pane = self._made_pane()
        if pane is None:
            rows = chrome.sidebar(inner + 1, height)
        else:
            rows = [chrome.tabs(inner + 1, self._tab)]
            if pane.filter is not None:
                rows.append([(" ", PLAIN), *pane.filter.draw(inner)])
            rows += [[(" ", PLAIN), *runs] for runs in pane.list.draw_lines()]
            rows = rows[:height]
        return [[chrome.EDGE, *runs] for runs in rows] if self.over else rows
