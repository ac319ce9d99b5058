"""The tag editor: one line, completed from the tags in use, several tags at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from reader.app.screens.dialog import Dialog
from reader.app.tagging import Suggestion, fragment_of, line_of, suggestions, tags_in, with_fragment
from reader.app.widgets.rows import Rows
from reader.app.widgets.words import counted, one_line
from reader.cells import fit
from reader.palette import BOLD

if TYPE_CHECKING:
    from reader.drawing import Run


class SuggestionRow:
    """A tag on offer, as a row."""

    height = 1
    stops = True

    def __init__(self, suggestion: Suggestion) -> None:
        self.suggestion = suggestion
        self.key = suggestion.tag


class SuggestionList(Rows[SuggestionRow], can_focus=False):
    """The tags on offer. The row under the cursor is the one that Enter takes."""

    DEFAULT_CSS = "SuggestionList { height: auto; max-height: 8; }"

    GROUND = "panel"
    SET_OFF = True

    def draw(self, row: SuggestionRow, width: int, *, is_open: bool) -> list[list[Run]]:
        suggestion = row.suggestion
        notes = "new tag" if not suggestion.count else counted(suggestion.count, "note")
        name = fit(f"  #{one_line(suggestion.tag)}", max(8, width - 12))
        return [[(name, ("text", "", 0 if suggestion.count else BOLD)), (f" {notes}", ("muted", "", 0))]]

    def unmark(self) -> None:
        """Mark no row: Enter takes the line as typed."""
        self._cursor = -1
        self.refresh()


class TagEditor(Dialog[tuple[str, ...]]):
    """Asks for the tags of a passage; answers with all of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False, priority=True),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("ctrl+s", "save_line", "Save as typed", show=False, priority=True),
    ]

    def __init__(
        self, tags: Sequence[str], known: Sequence[tuple[str, int]], *, about: str = "", title: str = "Tags"
    ) -> None:
        """`known` are the tags in use with their counts, the one used last first."""
        super().__init__()
        self._tags = tuple(tags)
        self._known = known
        self._about = about
        self._heading = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = self._heading
            frame.border_subtitle = "Enter takes the marked tag · Tab: and one more · Esc"
            yield Static(one_line(self._about), classes="quote", markup=False)
            yield Input(line_of(self._tags), placeholder="tag, another tag, protest/strike", compact=True)
            yield SuggestionList()

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._offer()

    @on(Input.Changed)
    def _offer(self) -> None:
        line = self.query_one(Input).value
        offered = self.query_one(SuggestionList)
        offered.show([SuggestionRow(suggestion) for suggestion in suggestions(line, self._known)])
        if offered.rows:
            offered.action_edge(-1)
        # With tags there already and nothing being typed, Enter must not add the first tag on offer.
        if not fragment_of(line) and tags_in(line):
            offered.unmark()
        offered.styles.height = len(offered.rows)

    @on(Input.Submitted)
    def _take(self) -> None:
        marked = self.query_one(SuggestionList).current
        line = self.query_one(Input).value
        self.dismiss(tags_in(with_fragment(line, marked.key) if marked else line))

    @on(Rows.Chosen)
    def _take_clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(tags_in(with_fragment(self.query_one(Input).value, event.row.key)))

    def action_complete(self) -> None:
        """Put the marked tag into the line, to go on with another."""
        offered = self.query_one(SuggestionList)
        if (row := offered.current or (offered.rows[0] if offered.rows else None)) is not None:
            line = self.query_one(Input)
            line.value = with_fragment(line.value, row.key)
            line.cursor_position = len(line.value)

    def action_move(self, by: int) -> None:
        """Mark another of the tags on offer."""
        offered = self.query_one(SuggestionList)
        if offered.current is None:
            offered.action_edge(-by)
        else:
            offered.action_cursor(by)

    def action_save_line(self) -> None:
        """Take the line as it is typed, whatever is marked."""
        self.dismiss(tags_in(self.query_one(Input).value))
