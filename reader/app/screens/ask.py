"""A line of words to answer with, and a long list to choose from by typing."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from reader.app.screens.choose import Choice, ChoiceList
from reader.app.screens.dialog import Dialog, as_title
from reader.app.widgets.inputs import Line
from reader.app.widgets.rows import Rows
from reader.app.widgets.words import one_line

SHOWN = 10
"""Rows of a list that show at a time."""


class AskLine(Dialog[str]):
    """Asks for a line; answers with it, without blanks at its ends."""

    def __init__(self, title: str, line: str = "", *, about: str = "", placeholder: str = "") -> None:
        """`line` is what there is to go on typing in, `about` stands above it."""
        super().__init__()
        self._heading = title
        self._begin = line
        self._about = about
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = as_title(self._heading)
            frame.border_subtitle = "[@click=screen.take]Enter takes it[/] · [@click=screen.cancel]Esc[/]"
            if self._about:
                yield Static(one_line(self._about), classes="quote", markup=False)
            keys = {"enter": "screen.take", "escape": "screen.cancel"}
            yield Line(self._begin, placeholder=self._placeholder, keys=keys)

    def on_mount(self) -> None:
        self.query_one(Line).focus()

    def action_take(self) -> None:
        """Answer with the line."""
        self.dismiss(self.query_one(Line).value.strip())


class Pick(Dialog[str]):
    """Asks for one of many, narrowed down as one types; answers with its key."""

    def __init__(self, title: str, choices: Sequence[Choice], *, placeholder: str = "type to narrow down") -> None:
        super().__init__()
        self._heading = title
        self._choices = choices
        self._placeholder = placeholder
        self._narrowed_to: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = as_title(self._heading)
            frame.border_subtitle = "[@click=screen.take]Enter takes it[/] · [@click=screen.cancel]Esc[/]"
            keys = {
                "enter": "screen.take",
                "escape": "screen.cancel",
                "down": "screen.walk(1)",
                "up": "screen.walk(-1)",
            }
            yield Line(placeholder=self._placeholder, keys=keys)
            yield ChoiceList(empty="None is like that.")

    def on_mount(self) -> None:
        rows = self.query_one(ChoiceList)
        rows.can_focus = False
        rows.styles.height = max(1, min(SHOWN, len(self._choices)))
        self.query_one(Line).focus()
        self._narrow()

    @on(Input.Changed)
    def _narrow(self) -> None:
        wanted = self.query_one(Line).value.strip().casefold()
        if wanted == self._narrowed_to:
            return
        self._narrowed_to = wanted
        rows = self.query_one(ChoiceList)
        # A digit is typed into the line: it must not look as if it took a row.
        rows.show(
            [
                Choice(one.key, one.title, one.more, letter=" ")
                for one in self._choices
                if wanted in f"{one.title} {one.more}".casefold()
            ]
        )
        rows.action_edge(-1)

    @on(Rows.Chosen)
    def _take_clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.key)

    def action_take(self) -> None:
        """Answer with the row under the cursor."""
        self._narrow()  # what was typed last may not have been heard of yet
        row = self.query_one(ChoiceList).current
        if row is not None:
            self.dismiss(row.key)

    def action_walk(self, by: int) -> None:
        """Mark another row."""
        self.query_one(ChoiceList).action_cursor(by)
