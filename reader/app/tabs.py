"""The sidebar as a person uses it: opened at a tab, left for the text, shown or hidden, filled where it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from reader.app.typeahead import give_focus

if TYPE_CHECKING:
    from textual.geometry import Size

    from reader.app.screens.annotating import AnnotatingScreen
    from reader.app.widgets.sidebar import Sidebar, Tab
    from reader.frame import Frame


class Tabs:
    """What one reading screen does with its sidebar."""

    def __init__(self, screen: AnnotatingScreen, sidebar: Sidebar, *, at_first: bool) -> None:
        """`at_first`: whether the sidebar is there, where the screen is wide enough, until the person says."""
        self._screen = screen
        self._sidebar = sidebar
        self._at_first = at_first
        self._wanted: bool | None = None
        """What the person chose; None: as the screen is wide."""

    # ---- its place

    @property
    def wanted(self) -> bool:
        """Whether it is to be beside the text, where the screen is wide enough."""
        return self._at_first if self._wanted is None else self._wanted

    @property
    def over(self) -> bool:
        """Whether it lies over the text."""
        return self._sidebar.display and self._sidebar.over

    def lay_out(self, frame: Frame) -> None:
        """Give it its place: beside the text, or over it when it was asked for."""
        self._sidebar.lay_out(frame, over=bool(self._wanted) and not frame.docked)
        if not self._sidebar.display and self._sidebar.has_focus:
            give_focus(self._screen.view)  # or keys would be for what nobody sees

    def _show(self, *, shown: bool) -> None:
        self._wanted = shown
        size: Size = self._screen.size
        self._screen.lay_out(size)

    # ---- acts

    def toggle(self, tab: str) -> None:
        """Go to a tab; from the tab, back to the text."""
        sidebar = self._sidebar
        if sidebar.display and sidebar.tab == tab and sidebar.has_focus:
            self.leave()
        else:
            self.open(cast("Tab", tab))

    def open(self, tab: Tab) -> None:
        """Show a tab and give it the focus."""
        if not self._sidebar.display:
            self._show(shown=True)
        self._sidebar.tab = tab
        self.fill()
        self._sidebar.focus_list()

    def show_or_hide(self) -> None:
        """Show the sidebar, or hide it."""
        self._show(shown=not self._sidebar.display)
        if not self._wanted:
            give_focus(self._screen.view)
        elif self.over:
            self._sidebar.focus_list()

    def switch_focus(self) -> None:
        """From the text to the sidebar, and back."""
        if not self._sidebar.display:
            self._show(shown=True)
        elif self._sidebar.has_focus:
            give_focus(self._screen.view)
            return
        self._sidebar.focus_list()

    def leave(self) -> None:
        """Back to the text; a sidebar that lies over it goes."""
        if self.over:
            self._show(shown=False)
        give_focus(self._screen.view)

    # ---- what it shows

    def fill(self) -> None:
        """List what the tab that shows is to list, with the cursor where the reader is."""
        screen, sidebar = self._screen, self._sidebar
        if sidebar.tab == "Notes":
            sidebar.notes.refresh_list()
            note = screen.acts.nearest() if screen.session is not None else None
            if note is not None:
                sidebar.notes.list.reveal(note)
        elif sidebar.tab == "Outline":
            screen.progress.show()

    def follow(self) -> None:
        """The reader is elsewhere: let the tab that shows go with them."""
        sidebar, screen = self._sidebar, self._screen
        if sidebar.display and sidebar.tab == "Outline":
            screen.progress.show()
        elif sidebar.display and sidebar.tab == "Entities" and screen.session is not None:  # else nothing is known
            screen.names.follow()

    def show_note(self, note: str) -> None:
        """Put the cursor of the Notes tab on a note, where that tab is open."""
        if self._sidebar.display and self._sidebar.tab == "Notes":
            self._sidebar.notes.list.reveal(note)
