"""The tag editor: one line, completed from the tags in use, several tags at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from reader.app.screens.dialog import Dialog, as_title
from reader.app.tagging import Suggestion, fragment_of, line_of, suggestions, tags_in, with_fragment
from reader.app.widgets.inputs import Line
from reader.app.widgets.rows import Rows
from reader.app.widgets.words import counted, one_line
from reader.cells import fit, width_of
from reader.palette import BOLD

if TYPE_CHECKING:
    from annotations.codebook import Codebook
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
        strange = suggestion.agreed is False
        if suggestion.count:
            notes = counted(suggestion.count, "note")
        else:
            notes = "" if suggestion.agreed else "new tag"
        more = [notes, "not in the codebook" if strange else one_line(suggestion.meaning)]
        tag = f"  #{one_line(suggestion.tag)}"
        wide = max(8, width - 12)
        if any(more[1:]):
            wide = min(wide, max(24, width_of(tag)))
        new = not suggestion.count and not suggestion.agreed
        said = " · ".join(part for part in more if part)
        color = "accent" if strange else "muted"
        return [[(fit(tag, wide), ("text", "", BOLD if new else 0)), (f" {said}", (color, "", 0))]]

    def unmark(self) -> None:
        """Mark no row: Enter takes the line as typed."""
        self.box.unmark()


class TagEditor(Dialog[tuple[str, ...]]):
    """Asks for the tags of a passage; answers with all of them."""

    def __init__(
        self,
        tags: Sequence[str],
        known: Sequence[tuple[str, int]],
        *,
        about: str = "",
        title: str = "Tags",
        codebook: Codebook | None = None,
    ) -> None:
        """`known` are the tags in use with their counts, the one used last first."""
        super().__init__()
        self._tags = tuple(tags)
        self._known = known
        self._codebook = codebook
        self._about = about
        self._heading = title
        self._offered_for: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = as_title(self._heading)
            frame.border_subtitle = (
                "[@click=screen.take]Enter takes the marked tag[/] · [@click=screen.complete]Tab: and one more[/] · "
                "[@click=screen.cancel]Esc[/]"
            )
            yield Static(one_line(self._about), classes="quote", markup=False)
            keys = {
                "enter": "screen.take",
                "tab": "screen.complete",
                "down": "screen.move(1)",
                "up": "screen.move(-1)",
                "ctrl+s": "screen.take_line",
                "escape": "screen.cancel",
            }
            yield Line(line_of(self._tags), placeholder="tag, another tag, protest/strike", keys=keys)
            yield SuggestionList()

    def on_mount(self) -> None:
        self._line.focus()
        self._offer()

    @property
    def _line(self) -> Line:
        return self.query_one(Line)

    @property
    def _offered(self) -> SuggestionList:
        return self.query_one(SuggestionList)

    @on(Input.Changed)
    def _offer(self) -> None:
        line = self._line.value
        if line == self._offered_for:
            return
        self._offered_for = line
        offered = self._offered
        offered.show([SuggestionRow(suggestion) for suggestion in suggestions(line, self._known, self._codebook)])
        if offered.rows:
            offered.action_edge(-1)
        # With tags there already and nothing being typed, Enter must not add the first tag on offer.
        if not fragment_of(line) and tags_in(line):
            offered.unmark()
        offered.styles.height = len(offered.rows)

    @on(Rows.Chosen)
    def _take_clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(tags_in(with_fragment(self._line.value, event.row.key)))

    def action_take(self) -> None:
        """Take the line, what is being typed made into the marked tag."""
        self._offer()  # what was typed last may not have been heard of yet
        line, marked = self._line.value, self._offered.current
        self.dismiss(tags_in(with_fragment(line, marked.key) if marked else line))

    def action_take_line(self) -> None:
        """Take the line as it is typed, whatever is marked."""
        self.dismiss(tags_in(self._line.value))

    def action_complete(self) -> None:
        """Put the marked tag into the line, to go on with another."""
        self._offer()
        offered = self._offered
        if (row := offered.current or (offered.rows[0] if offered.rows else None)) is not None:
            line = self._line
            line.value = with_fragment(line.value, row.key)
            line.cursor_position = len(line.value)

    def action_move(self, by: int) -> None:
        """Mark another of the tags on offer."""
        self._offer()
        offered = self._offered
        if offered.current is None:
            offered.action_edge(-by)
        else:
            offered.action_cursor(by)
