"""The export dialog: a format, what the result looks like, what it cannot hold; then to a file or the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from annotations.errors import PostilError
from reader.app.screens.choose import Choice, ChoiceList
from reader.app.screens.dialog import Dialog
from reader.app.widgets.rows import Rows
from reader.documents.harmless import visible

PREVIEWED = 4000
"""Characters of the result that are shown."""

LARGEST_COPY = 1_000_000
"""Bytes that are put on the clipboard; terminals take no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An export as it would be written."""

    format: str
    suffix: str
    data: str | bytes
    losses: str
    """What the format cannot hold, in words; empty when nothing is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person wants done with an export."""

    exported: Exported
    path: Path | None
    """Where to write it; None: to the clipboard."""


Make = Callable[[str, Callable[[Exported | PostilError], None]], None]
"""Makes the export of a format in a thread, and hands it over on the screen's."""


class ExportDialog(Dialog[Wish]):
    """Asks for a format, shows the result, and answers with what to do with it."""

    DEFAULT_CSS = """
    ExportDialog > .dialog { max-width: 120; height: 80%; max-height: 40; }
    ExportDialog Horizontal { height: 1fr; }
    ExportDialog ChoiceList { width: 34; height: 1fr; max-height: 100%; }
    ExportDialog VerticalScroll { width: 1fr; height: 1fr; border-left: vkey $panel; padding: 0 1; }
    ExportDialog Input { display: none; height: 1; border: none; padding: 0; }
    ExportDialog.-naming Input { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Copy", show=False),
        Binding("s", "name", "Save", show=False),
        Binding("enter", "name", "Save", show=False),
    ]

    def __init__(self, formats: Sequence[tuple[str, str]], make: Make, *, beside: Path | None) -> None:
        """`formats`: name and summary of each; `beside`: the document, next to which a file is proposed."""
        super().__init__()
        self._formats = formats
        self._make = make
        self._beside = beside
        self._shown: Exported | None = None
        self._wanted = ""

    @property
    def shown(self) -> str:
        """Name of the format whose result is shown; empty while it is being made."""
        return self._shown.format if self._shown else ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = "Export"
            frame.border_subtitle = "↑ ↓ format · s or Enter saves · c copies · Esc"
            with Horizontal():
                yield ChoiceList()
                with VerticalScroll(can_focus=False):
                    yield Static("", id="preview", markup=False)
            yield Static("", id="losses", classes="hint", markup=False)
            yield Input(placeholder="file")

    def on_mount(self) -> None:
        choices = self.query_one(ChoiceList)
        choices.show([Choice(name, name, summary) for name, summary in self._formats])
        choices.action_edge(-1)
        choices.focus()
        self._look()

    @on(Rows.Moved)
    def _look(self) -> None:
        """Show the export of the format under the cursor."""
        row = self.query_one(ChoiceList).current
        if row is None or row.key == self._wanted:
            return
        self._wanted = row.key
        self._shown = None
        self.query_one("#preview", Static).update("…")
        self._make(row.key, self._made)

    def _made(self, exported: Exported | PostilError) -> None:
        if not self.is_attached:
            return
        preview, losses = self.query_one("#preview", Static), self.query_one("#losses", Static)
        if isinstance(exported, PostilError):
            preview.update(f"{exported}\n\n{exported.hint}")
            losses.update("")
            return
        if exported.format != self._wanted:
            return
        self._shown = exported
        if isinstance(exported.data, bytes):
            preview.update(f"{len(exported.data):,} bytes, which are no text. Save them to a file.")
        else:
            more = "\n…" if len(exported.data) > PREVIEWED else ""
            preview.update(visible(exported.data[:PREVIEWED]) + more)
        losses.update(f"It cannot hold {exported.losses}." if exported.losses else "It holds everything.")

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_name()

    def action_copy(self) -> None:
        """To the clipboard, if it is text of a size that terminals take."""
        exported = self._shown
        if exported is None:
            return
        if isinstance(exported.data, bytes) or len(exported.data) > LARGEST_COPY:
            self.query_one("#losses", Static).update("This cannot go to the clipboard. Save it to a file: s.")
            return
        self.dismiss(Wish(exported=exported, path=None))

    def action_name(self) -> None:
        """Ask for the file's name; a name beside the document is proposed."""
        if self._shown is None:
            return
        field = self.query_one(Input)
        stem = self._beside if self._beside is not None else Path("notes")
        field.value = str(stem.with_name(f"{stem.stem}-{self._shown.format}{self._shown.suffix}"))
        self.add_class("-naming")
        field.focus()
        field.cursor_position = len(field.value)

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        if self._shown is not None and event.value.strip():
            self.dismiss(Wish(exported=self._shown, path=Path(event.value.strip()).expanduser()))

    def action_cancel(self) -> None:
        """Leave the name, or the dialog."""
        if self.has_class("-naming"):
            self.remove_class("-naming")
            self.query_one(ChoiceList).focus()
        else:
            self.dismiss(None)
