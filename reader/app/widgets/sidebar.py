"""The sidebar: Entities, Notes and Outline, one at a time, beside the text or over it.

A tab's pane is made, and what it needs is loaded, when it is first shown: the screen is up before.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive

from reader import chrome
from reader.app.typeahead import give_focus
from reader.app.widgets.header import Bar
from reader.cells import width_of

if TYPE_CHECKING:
    from reader.app.widgets.entity_list import EntitiesPane
    from reader.app.widgets.note_list import NotesPane
    from reader.app.widgets.outline import OutlinePane
    from reader.drawing import Run

Tab = Literal["Entities", "Notes", "Outline"]
TABS: tuple[Tab, ...] = ("Entities", "Notes", "Outline")


class TabBar(Bar):
    """The names of the tabs; a click chooses one."""

    DEFAULT_CSS = "TabBar { height: 1; }"

    class Chosen(Message):
        """A tab was chosen with the mouse."""

        def __init__(self, tab: Tab) -> None:
            super().__init__()
            self.tab = tab

    chosen: reactive[Tab] = reactive("Entities")

    def rows(self) -> list[list[Run]]:
        return [chrome.tabs(self.size.width, self.chosen)]

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the mouse."""
        column = 0
        for text, _ in chrome.tabs(self.size.width, self.chosen):
            column += width_of(text)
            if event.x < column:
                found = next((tab for tab in TABS if tab == text.strip()), None)
                if found is not None:
                    self.post_message(self.Chosen(found))
                return


class Sidebar(Vertical):
    """The tabs. `tab` is the one that shows; the others cost nothing."""

    DEFAULT_CSS = """
    Sidebar { width: 40; height: 1fr; background: $background; }
    Sidebar.-over { layer: over; dock: right; border-left: vkey $border-blurred; }
    """

    class Left(Message):
        """The person goes back to the text."""

    class Shown(Message):
        """A tab shows, and wants to be filled."""

    tab: reactive[Tab] = reactive("Entities", init=False)

    def compose(self) -> ComposeResult:
        yield TabBar()

    def on_mount(self) -> None:
        self.call_after_refresh(self._show_pane)

    @cached_property
    def entities(self) -> EntitiesPane:
        """Who, where and when."""
        from reader.app.widgets.entity_list import EntitiesPane

        return EntitiesPane()

    @cached_property
    def notes(self) -> NotesPane:
        """The notes."""
        from reader.app.widgets.note_list import NotesPane

        return NotesPane()

    @cached_property
    def outline(self) -> OutlinePane:
        """The headings."""
        from reader.app.widgets.outline import OutlinePane

        return OutlinePane()

    @property
    def pane(self) -> EntitiesPane | NotesPane | OutlinePane:
        """The pane that shows."""
        if self.tab == "Entities":
            return self.entities
        return self.notes if self.tab == "Notes" else self.outline

    def watch_tab(self) -> None:
        """Show the tab's pane alone."""
        self.query_one(TabBar).chosen = self.tab
        self._show_pane()

    def _show_pane(self) -> None:
        pane = self.pane
        if not pane.is_attached:
            self.mount(pane)
        for child in self.children:
            child.display = child is pane or isinstance(child, TabBar)
        self.post_message(self.Shown())

    def prepare(self) -> None:
        """Make the panes that were not shown yet, so that showing one takes no time."""
        for pane in (self.entities, self.notes, self.outline):
            if not pane.is_attached:
                pane.display = False
                self.mount(pane)

    def focus_list(self) -> None:
        """Give the list of the tab the focus."""
        give_focus(self.pane.list)

    @on(TabBar.Chosen)
    def _choose(self, event: TabBar.Chosen) -> None:
        event.stop()
        self.tab = event.tab
        self.focus_list()

    def on_key(self, event: events.Key) -> None:
        """Walk the tabs, reach the filter, or go back to the text; all else is the screen's."""
        focused = self.screen.focused
        if focused is not None and focused is not self.pane.list:
            return
        if event.key in ("left", "right"):
            at = TABS.index(self.tab) + (1 if event.key == "right" else -1)
            self.tab = TABS[at % len(TABS)]
            self.focus_list()
        elif event.key == "slash" and self.pane.filter is not None:
            give_focus(self.pane.filter)
        elif event.key == "escape":
            self.post_message(self.Left())
        else:
            return
        event.stop()
        event.prevent_default()
