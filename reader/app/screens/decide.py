"""A question about a passage: what there is to see for each answer, and the answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from reader.app.screens.choose import Choice, ChoiceList
from reader.app.screens.dialog import Dialog, as_title
from reader.app.widgets.paper import Paper
from reader.app.widgets.rows import Rows

if TYPE_CHECKING:
    from reader.app.comparison import Paragraph


class AnswerList(ChoiceList):
    """The answers. Keys that turn pages turn those of what is read above."""

    KEYS: ClassVar[dict[str, str]] = {
        **ChoiceList.KEYS,
        "pagedown": "screen.turn(1)",
        "space": "screen.turn(1)",
        "ctrl+d": "screen.turn(1)",
        "pageup": "screen.turn(-1)",
        "ctrl+u": "screen.turn(-1)",
    }


class Decision(Dialog[str]):
    """Shows what the answer under the cursor means, and answers with the key of the one that is taken."""

    DEFAULT_CSS = """
    Decision Paper { margin: 0 0 1 0; }
    Decision AnswerList { max-height: 9; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"number({number})", str(number), show=False) for number in range(1, 10)
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        matter: Callable[[str], Sequence[Paragraph]],
        *,
        point: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Ask.

        Args:
            title: The question.
            choices: The answers.
            matter: What there is to see for the answer with a key.
            point: Called with the key of the answer that is looked at, to show its place behind the question.
        """
        super().__init__()
        self._heading = title
        self._choices = choices
        self._matter = matter
        self._point = point
        self._shown = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = as_title(self._heading)
            frame.border_subtitle = "↑ ↓ look · Enter takes it · PgDn reads on · [@click=screen.cancel]Esc[/]"
            yield Paper(self._matter(self._choices[0].key))
            yield AnswerList()

    def on_mount(self) -> None:
        answers = self.query_one(AnswerList)
        answers.styles.height = min(9, len(self._choices))
        answers.show(self._choices)
        answers.action_edge(-1)
        answers.focus()

    @property
    def paper(self) -> Paper:
        """What is read before answering."""
        return self.query_one(Paper)

    @on(Rows.Moved)
    def _look(self, event: Rows.Moved) -> None:
        event.stop()
        if event.row.key != self._shown:
            self._shown = event.row.key
            self._point(event.row.key)
            self.paper.show(self._matter(event.row.key))

    @on(Rows.Chosen)
    def _take(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.row.key)

    def action_number(self, number: int) -> None:
        """Take the answer with this number, as the list shows it."""
        if number <= len(self._choices) and not self._choices[number - 1].letter:
            self.dismiss(self._choices[number - 1].key)

    def action_turn(self, by: int) -> None:
        """Read on, or back."""
        self.paper.turn(by)
