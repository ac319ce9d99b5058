"""Help: every act with its keys, narrowed down as one types; Enter does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from reader.app.keys import Act, Keyboard, shown
from reader.app.screens.dialog import Dialog
from reader.app.widgets.inputs import Line
from reader.app.widgets.rows import Rows
from reader.cells import fit
from reader.layout import Wrapped
from reader.palette import BOLD, PLAIN

if TYPE_CHECKING:
    from reader.drawing import Run

_RULE = "What you do applies to the selection; without one to the note under the cursor, and else to the sentence."

_KEYS = 20
"""Cells for the keys of an act, half of it where there is little room."""

_ROOMY = 70
"""Cells of a list that has much room."""


@dataclass(frozen=True, slots=True)
class TitleRow:
    """The headline of a group."""

    title: str
    height: int = 1
    stops: bool = False

    @property
    def key(self) -> str:
        return f"title:{self.title}"


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act with its keys. Under the cursor it tells its id, for `config.yaml`."""

    act: Act
    keys: tuple[str, ...]
    height: int = 1
    stops: bool = True

    @property
    def key(self) -> str:
        return self.act.id


class HelpList(Rows[TitleRow | ActRow]):
    """The acts."""

    GROUND = "panel"
    SET_OFF = True

    def draw(self, row: TitleRow | ActRow, width: int, *, is_open: bool) -> list[list[Run]]:
        if isinstance(row, TitleRow):
            return [[(f" {row.title}", ("accent", "", BOLD))]]
        column = _KEYS if width >= _ROOMY else _KEYS // 2
        keys = fit(f" {'  '.join(shown(key) for key in row.keys) or '–'}", column)
        says = row.act.says
        if not is_open:
            return [[(keys, ("strong", "", BOLD)), (f" {says}", ("text", "", 0))]]
        wrapped = Wrapped(says, 0, len(says), width - column - 2)
        lines: list[list[Run]] = [
            [(keys if n == 0 else " " * column, ("strong", "", BOLD)), (f" {says[slice(*wrapped.shown(n))]}", PLAIN)]
            for n in range(len(wrapped))
        ]
        return [*lines, [(" " * (column + 1) + row.act.id, ("muted", "", 0))]]


def listed(keyboard: Keyboard, wanted: str = "") -> list[TitleRow | ActRow]:
    """The acts in their groups; with `wanted`, those with all its words in what they say, or with that key."""
    words = wanted.casefold().split()
    rows: list[TitleRow | ActRow] = []
    for group in keyboard.groups:
        found = [
            ActRow(act, keyboard.keys[act.id])
            for act in group.acts
            if wanted.strip() in keyboard.keys[act.id]
            or all(word in f"{act.says} {act.id} {group.title}".casefold() for word in words)
        ]
        if found:
            rows += [TitleRow(group.title), *found]
    return rows


class HelpScreen(Dialog[str]):
    """Answers with the id of an act to do, or None."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > .dialog { height: 90%; max-height: 90%; max-width: 84; margin: 0; }
    """

    def __init__(self, keyboard: Keyboard) -> None:
        super().__init__()
        self._keyboard = keyboard
        self._narrowed_to: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = "What you can do"
            frame.border_subtitle = (
                "type to look for · [@click=screen.take]Enter does it[/] · [@click=screen.cancel]Esc[/]"
            )
            yield Static(_RULE, classes="hint", markup=False)
            keys = {
                "enter": "screen.take",
                "escape": "screen.clear",
                "down": "screen.walk(1)",
                "up": "screen.walk(-1)",
                "pagedown": "screen.page(1)",
                "pageup": "screen.page(-1)",
            }
            yield Line(placeholder="highlight, copy, ctrl+r …", keys=keys)
            yield HelpList(empty="There is no such act. Esc clears the line.")

    def on_mount(self) -> None:
        self.query_one(HelpList).can_focus = False
        self.query_one(Line).focus()
        self._narrow()

    @on(Input.Changed)
    def _narrow(self) -> None:
        rows, wanted = self.query_one(HelpList), self.query_one(Line).value
        if wanted != self._narrowed_to:
            self._narrowed_to = wanted
            rows.show(listed(self._keyboard, wanted))
            rows.action_edge(-1)

    def action_walk(self, by: int) -> None:
        """Mark another act."""
        self.query_one(HelpList).action_cursor(by)

    def action_page(self, by: int) -> None:
        """Walk by a screenful."""
        self.query_one(HelpList).action_page(by)

    def action_take(self) -> None:
        """Do the marked act."""
        self._narrow()  # what was typed last may not have been heard of yet
        self.query_one(HelpList).action_choose()

    def action_clear(self) -> None:
        """Look for nothing; with nothing looked for, put the help away."""
        line = self.query_one(Line)
        if line.value:
            line.value = ""
        else:
            self.action_cancel()

    @on(Rows.Chosen)
    def _take(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.key)
