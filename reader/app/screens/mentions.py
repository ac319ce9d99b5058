"""Which mentions of an entity get a note, and what note: a preview, from which one takes or leaves each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from annotations.model import COLORS, Color
from reader.app.screens.dialog import Dialog
from reader.app.widgets.rows import Rows
from reader.app.widgets.words import counted, one_line
from reader.bulk import Mentioned, Passage, open_to_notes
from reader.cells import cut, fit, harmless, width_of
from reader.palette import BOLD, UNDERLINE

if TYPE_CHECKING:
    from reader.drawing import Run

How = Literal["highlight", "tag", "comment"]

SHOWN = 12
"""Rows of the list that show at a time."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be done, and where."""

    how: How
    color: Color | None
    """For a highlight; None: the colour in the settings."""
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One mention, as a row."""

    mention: Mentioned
    key: str
    height: int = 1
    stops: bool = True


class MentionList(Rows[MentionRow]):
    """The mentions, each taken or left."""

    DEFAULT_CSS = "MentionList { height: auto; }"

    GROUND = "panel"

    KEYS: ClassVar[dict[str, str]] = {
        **Rows.KEYS,
        "space": "screen.swap",
        "a": "screen.swap_all",
        "enter": "screen.take('highlight')",
        "h": "screen.take('highlight')",
        "t": "screen.take('tag')",
        "c": "screen.take('comment')",
        **{str(number): f"screen.take_color({number})" for number in range(1, len(COLORS) + 1)},
    }

    def __init__(self, taken: Collection[Passage]) -> None:
        super().__init__()
        self.taken = set(taken)
        """The passages that get a note."""

    def draw(self, row: MentionRow, width: int, *, is_open: bool) -> list[list[Run]]:
        mention = row.mention
        box = " ✓ " if mention.passage in self.taken else " · "
        rail, said = _noted(mention)
        room = max(width - width_of(box) - 2, 12)
        # The names stand below each other, as in a concordance.
        lead = room * 2 // 5
        before = _tail(harmless(mention.before), lead)
        before = " " * (lead - width_of(before)) + before
        words = fit(one_line(mention.words), min(width_of(one_line(mention.words)), room - lead))
        rest = max(room - lead - width_of(words), 0)
        said = cut(said, rest)
        after = fit(harmless(mention.after), rest - width_of(said))
        return [
            [
                (box, ("accent", "", BOLD)),
                rail,
                (before, ("muted", "", 0)),
                (words, ("strong", "", BOLD | UNDERLINE)),
                (after, ("muted", "", 0)),
                (said, ("badge", "", 0)),
            ]
        ]


def _noted(mention: Mentioned) -> tuple[Run, str]:
    """A rail for the note that is there, and what it says; softer where other notes touch the words."""
    if mention.note is None:
        sign = "▏ " if mention.within else "  "
        return (sign, ("muted", "", 0)), f" in {counted(mention.within, 'note')}" if mention.within else ""
    note = mention.note.note
    words = [note.color or "noted", *(f"#{one_line(tag)}" for tag in note.tags), *(["✎"] if note.comment else [])]
    return ("▌ ", (f"rail-{note.color or 'grey'}", "", 0)), f" {cut(' '.join(words), 24)}"


def _tail(text: str, columns: int) -> str:
    """The end of a text, as much as fits, from the beginning of a word where one begins."""
    if width_of(text) <= columns:
        return text
    end = text[max(len(text) - columns, 0) :]
    while end and width_of(end) > columns - 1:
        end = end[1:]
    _, blank, words = end.partition(" ")
    return f"…{words if blank and words else end}" if columns > 1 else ""


class MentionPicker(Dialog[Chosen]):
    """Shows every mention of an entity with what is noted there; answers with those to annotate, and how."""

    def __init__(self, name: str, mentions: Sequence[Mentioned]) -> None:
        super().__init__()
        self._entity = name
        self._mentions = mentions
        self._list = MentionList(open_to_notes(mentions))

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = f"Annotate: {one_line(self._entity)}"
            frame.border_subtitle = (
                "[@click=screen.take('highlight')]h highlight[/] · [@click=screen.take('tag')]t tag[/] · "
                "[@click=screen.take('comment')]c comment[/] · [@click=screen.swap_all]a all[/] · "
                "[@click=screen.cancel]Esc[/]"
            )
            yield Static(classes="hint", markup=False)
            yield self._list

    def on_mount(self) -> None:
        self._list.styles.height = min(SHOWN, len(self._mentions))
        self._list.show([MentionRow(one, str(one.passage[0])) for one in self._mentions])
        self._list.action_edge(-1)
        self._list.focus()
        self._tell()

    def _tell(self) -> None:
        noted = len(self._mentions) - len(open_to_notes(self._mentions))
        facts = [counted(len(self._mentions), "mention")]
        if noted:
            facts.append(f"{noted} annotated already" if noted < len(self._mentions) else "all annotated already")
        facts.append(f"{len(self._list.taken) or 'none'} chosen, Space takes one in or out")
        self.query_one(Static).update(" · ".join(facts))

    @on(Rows.Chosen)
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_swap()

    def action_swap(self) -> None:
        """Take the mention under the cursor, or leave it out."""
        row = self._list.current
        if row is not None:
            self._list.taken ^= {row.mention.passage}
            self._list.refresh()
            self._tell()

    def action_swap_all(self) -> None:
        """Take all; when all are taken, none."""
        every = {one.passage for one in self._mentions}
        self._list.taken = set() if self._list.taken == every else every
        self._list.refresh()
        self._tell()

    def action_take(self, how: How) -> None:
        """Answer with what is chosen."""
        self._answer(how, None)

    def action_take_color(self, number: int) -> None:
        """Answer with a highlight of that colour."""
        self._answer("highlight", COLORS[number - 1])

    def _answer(self, how: How, color: Color | None) -> None:
        passages = tuple(one.passage for one in self._mentions if one.passage in self._list.taken)
        if passages:
            self.dismiss(Chosen(how, color, passages))
        else:
            self.query_one(Static).update("None is chosen: Space takes the one under the cursor, a takes all.")
