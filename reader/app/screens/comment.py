"""The comment editor: several lines of Markdown about a passage, a note or a document."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from reader.app.screens.dialog import Dialog
from reader.app.widgets.words import one_line

_KEYS = "Ctrl+S saves · Esc puts it away"
_AGAIN = "Esc again throws the changes away · Ctrl+S saves"


class CommentEditor(Dialog[str]):
    """Asks for the words of a comment; answers with all of them, or None when nothing shall change."""

    DEFAULT_CSS = """
    CommentEditor TextArea {
        height: auto; min-height: 4; max-height: 16; border: none; padding: 0; background: transparent;
    }
    CommentEditor.-sure > .dialog { border: round $warning; border-subtitle-color: $text-warning; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "save", "Save", show=False, priority=True),
        Binding("escape", "cancel", "Cancel", show=False, priority=True),
    ]

    def __init__(self, comment: str = "", *, about: str = "", title: str = "Comment") -> None:
        """`about` is the quote or the note that the comment is about."""
        super().__init__()
        self._comment = comment
        self._about = about
        self._heading = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = self._heading
            frame.border_subtitle = _KEYS
            yield Static(one_line(self._about), classes="quote", markup=False)
            yield TextArea(self._comment, soft_wrap=True, compact=True, placeholder="Markdown")

    def on_mount(self) -> None:
        editor = self.query_one(TextArea)
        editor.focus()
        editor.move_cursor(editor.document.end)

    def on_text_area_changed(self) -> None:
        """Words typed after the warning mean that the person goes on writing."""
        self._warn(sure=False)

    def action_save(self) -> None:
        """Answer with the words, without blanks at their end."""
        self.dismiss(self.query_one(TextArea).text.rstrip())

    def action_cancel(self) -> None:
        """Put the editor away; when there are words to lose, only at the second wish."""
        if self.query_one(TextArea).text.rstrip() == self._comment.rstrip() or self.has_class("-sure"):
            self.dismiss(None)
        else:
            self._warn(sure=True)

    def _warn(self, *, sure: bool) -> None:
        self.set_class(sure, "-sure")
        self.query_one(".dialog").border_subtitle = _AGAIN if sure else _KEYS
