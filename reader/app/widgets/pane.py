"""What a tab of the sidebar holds: a line to narrow a list down by, and the list. The sidebar draws them.

A pane knows the toolkit only by the messages it sends. Widths are cells.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reader.app.asking import Line
from reader.cells import width_of
from reader.chrome import invitation
from reader.palette import PLAIN, over

if TYPE_CHECKING:
    from textual.message import Message

    from reader.app.listbox import ListBox
    from reader.drawing import Run


class Filter:
    """The line above a list. It has the keys while it is `open`."""

    def __init__(self, placeholder: str) -> None:
        self.placeholder = placeholder
        """Shown while there is nothing in the line."""
        self.open = False
        self._line = Line()

    @property
    def value(self) -> str:
        """What is looked for."""
        return self._line.text

    @value.setter
    def value(self, words: str) -> None:
        self._line = Line(words)

    def key(self, key: str, character: str | None) -> bool:
        """Act on a key; False when it means nothing here."""
        if key == "escape" and self.value:
            self._line = Line()
        elif key in ("escape", "enter", "down"):
            self.open = False
        else:
            return self._line.key(key, character)
        return True

    def paste(self, text: str) -> None:
        """Put text in at the cursor."""
        self._line.insert(text)

    def put_cursor(self, column: int, width: int) -> None:
        """Put the cursor on what is drawn at a column of the line."""
        self._line.put_cursor(max(column - 1, 0), max(width - 2, 1))

    def draw(self, width: int) -> list[Run]:
        """The line, as wide as it is to be."""
        if not self.open and not self.value:
            return invitation(self.placeholder, width)
        base = ("", "panel", 0)
        runs: list[Run] = [(" ", PLAIN), *self._line.draw(max(width - 2, 1), cursor=self.open)]
        used = sum(width_of(text) for text, _ in runs)
        return [(text, over(base, look)) for text, look in [*runs, (" " * (width - used), PLAIN)]]


class Pane:
    """One tab. `tell` and `changed` are set by the sidebar that shows it."""

    def __init__(self, listed: ListBox[Any], narrowed: Filter | None) -> None:
        self.list = listed
        self.filter = narrowed
        self.shown: Callable[[], bool] = bool
        """Whether the pane is on the screen."""
        self.tell: Callable[[Message], object] = _to_nobody
        """Sends a message to the screen."""

    def choose(self) -> None:
        """Do what is done with the row under the cursor."""
        raise NotImplementedError

    def narrow(self) -> None:
        """List what the filter leaves."""

    def act(self, key: str) -> bool:
        """Ask for what a key of this list alone stands for; False when there is nothing."""
        return False

    def menu(self) -> bool:
        """Ask for what can be done with the row under the cursor; False when that is for the screen to say."""
        return False


def _to_nobody(message: Message) -> None:
    pass
