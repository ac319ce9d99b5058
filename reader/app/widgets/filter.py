"""The line above a list that narrows it down as one types."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class FilterInput(Input):
    """A line to filter by. Down or Enter go to the list; Escape clears the line first."""

    DEFAULT_CSS = """
    FilterInput { height: 1; border: none; padding: 0 1; background: $surface; }
    FilterInput:focus { border: none; background: $surface; background-tint: $foreground 6%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "leave", "To the list", show=False),
        Binding("escape", "clear", "Clear", show=False),
    ]

    class Left(Message):
        """The person goes on in the list."""

    def __init__(self, *, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False)

    def action_leave(self) -> None:
        """Go on in the list."""
        self.post_message(self.Left())

    def action_clear(self) -> None:
        """Filter no more; with nothing to clear, go on in the list."""
        if self.value:
            self.value = ""
        else:
            self.post_message(self.Left())
