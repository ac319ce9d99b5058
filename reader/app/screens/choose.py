"""Small questions: choose one of a few, or say yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from reader.app.screens.dialog import Dialog, as_title
from reader.app.typeahead import passed_on
from reader.app.widgets.rows import Rows
from reader.app.widgets.words import one_line
from reader.palette import BOLD, PLAIN

if TYPE_CHECKING:
    from annotations.model import Color
    from reader.drawing import Run


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few, as a row."""

    key: str
    title: str
    more: str = ""
    """Said behind it, softly."""
    color: Color | None = None
    """Of what it stands for, shown before it."""
    letter: str = ""
    """A single character that takes it; without one it has its number, while there are no more than nine."""
    height: int = 1
    stops: bool = True


class ChoiceList(Rows[Choice]):
    """The choices, each with its letter or its number."""

    DEFAULT_CSS = "ChoiceList { height: auto; max-height: 16; }"

    GROUND = "panel"

    def draw(self, row: Choice, width: int, *, is_open: bool) -> list[list[Run]]:
        number = next(nth for nth, choice in enumerate(self.rows, start=1) if choice.key == row.key)
        lead = f" {row.letter or (number if number <= 9 else ' ')} "
        more = f"  {one_line(row.more)}" if row.more else ""
        runs: list[Run] = [(lead, ("accent", "", BOLD)), (one_line(row.title), PLAIN), (more, ("muted", "", 0))]
        if row.color is not None:
            runs.insert(1, ("● ", (f"rail-{row.color}", "", 0)))
        return [runs]

    async def on_key(self, event: events.Key) -> None:
        """Take the choice that has this letter."""
        if event.character and not passed_on(self, event):
            for row in self.rows:
                if row.letter == event.character:
                    event.stop()
                    event.prevent_default()
                    self.post_message(self.Chosen(self, row))  # type: ignore[arg-type]  # a list of some kind of row
                    return


class Chooser(Dialog[str]):
    """Asks for one of the choices; answers with its key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"number({number})", str(number), show=False) for number in range(1, 10)
    ]

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._heading = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = as_title(self._heading)
            frame.border_subtitle = "Enter takes it · [@click=screen.cancel]Esc[/]"
            yield ChoiceList()

    def on_mount(self) -> None:
        choices = self.query_one(ChoiceList)
        choices.styles.height = min(16, len(self._choices))
        choices.show(self._choices)
        choices.action_edge(-1)
        choices.focus()

    @on(Rows.Chosen)
    def _take(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.key)

    def action_number(self, number: int) -> None:
        """Take the choice with this number."""
        if number <= len(self._choices):
            self.dismiss(self._choices[number - 1].key)


class Sure(Dialog[bool]):
    """Asks whether to go on; answers True, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "yes", "Yes", show=False),
        Binding("n", "cancel", "No", show=False),
    ]

    def __init__(self, question: str, *, yes: str, no: str = "no") -> None:
        super().__init__()
        self._question = question
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False)
            yield Static(
                f"[@click=screen.yes]y {self._yes}[/]    [@click=screen.cancel]n {self._no}[/]", classes="hint"
            )

    def action_yes(self) -> None:
        """Go on."""
        self.dismiss(True)
