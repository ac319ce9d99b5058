"""Help: every act with its keys, narrowed down as one types; Enter does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from reader.app.keys import Act, Keyboard, shown
from reader.app.screens.dialog import Dialog
from reader.app.widgets.filter import FilterInput
from reader.app.widgets.rows import Rows
from reader.cells import fit
from reader.palette import BOLD

if TYPE_CHECKING:
    from reader.drawing import Run

_KEYS = 20
"""Cells for the keys of an act."""


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
        keys = fit(f"  {'  '.join(shown(key) for key in row.keys) or '–'}", _KEYS)
        lines: list[list[Run]] = [[(keys, ("strong", "", BOLD)), (f" {row.act.says}", ("text", "", 0))]]
        if is_open:
            lines.append([(" " * (_KEYS + 1) + row.act.id, ("muted", "", 0))])
        return lines


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

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = "What you can do"
            frame.border_subtitle = "type to look for · Enter does it · Esc"
            yield FilterInput(placeholder="highlight, copy, ctrl+r …")
            yield HelpList(empty="There is no such act. Esc clears the line.")

    def on_mount(self) -> None:
        self.query_one(HelpList).can_focus = False
        self.query_one(FilterInput).focus()
        self._narrow()

    @on(Input.Changed)
    def _narrow(self) -> None:
        rows = self.query_one(HelpList)
        rows.show(listed(self._keyboard, self.query_one(FilterInput).value))
        rows.action_edge(-1)

    def on_key(self, event: events.Key) -> None:
        """Walk the list while the line has the focus."""

        steps = {"down": 1, "up": -1}
        rows = self.query_one(HelpList)
        if event.key in steps:
            rows.action_cursor(steps[event.key])
        elif event.key in ("pagedown", "pageup"):
            rows.action_page(1 if event.key == "pagedown" else -1)
        elif event.key == "enter":
            rows.action_choose()
        elif event.key == "escape" and not self.query_one(FilterInput).value:
            self.action_cancel()
        else:
            return
        event.stop()
        event.prevent_default()

    @on(Rows.Chosen)
    def _take(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.key)
