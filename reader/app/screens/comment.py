"""The comment editor: several lines of Markdown about a passage, a note or a document."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from reader.app.screens.dialog import Dialog, as_title
from reader.app.widgets.inputs import Page
from reader.app.widgets.words import one_line

_KEYS = "[@click=screen.save]Ctrl+S saves[/] · [@click=screen.cancel]Esc puts it away[/]"
_AGAIN = "[@click=screen.cancel]Esc again throws the changes away[/] · [@click=screen.save]Ctrl+S saves[/]"


class CommentEditor(Dialog[str]):
    """Asks for the words of a comment; answers with all of them, or None when nothing shall change."""

    DEFAULT_CSS = """
    CommentEditor Page { min-height: 4; max-height: 16; }
    CommentEditor.-sure > .dialog { border: round $warning; border-subtitle-color: $text-warning; }
    """

    def __init__(self, comment: str = "", *, about: str = "", title: str = "Comment") -> None:
        """`about` is the quote or the note that the comment is about."""
        super().__init__()
        self._comment = comment
        self._about = about
        self._heading = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as frame:
            frame.border_title = as_title(self._heading)
            frame.border_subtitle = _KEYS
            yield Static(one_line(self._about), classes="quote", markup=False)
            keys = {"ctrl+s": "screen.save", "ctrl+enter": "screen.save", "escape": "screen.cancel"}
            yield Page(self._comment, placeholder="Markdown", keys=keys)

    def on_mount(self) -> None:
        editor = self.query_one(Page)
        editor.focus()
        editor.move_cursor(editor.document.end)

    def on_text_area_changed(self) -> None:
        """Words typed after the warning mean that the person goes on writing."""
        self._warn(sure=False)

    def action_save(self) -> None:
        """Answer with the words, without blanks at their end."""
        self.dismiss(self.query_one(Page).text.rstrip())

    def action_cancel(self) -> None:
        """Put the editor away; when there are words to lose, only at the second wish."""
        if self.query_one(Page).text.rstrip() == self._comment.rstrip() or self.has_class("-sure"):
            self.dismiss(None)
        else:
            self._warn(sure=True)

    def _warn(self, *, sure: bool) -> None:
        self.set_class(sure, "-sure")
        self.query_one(".dialog").border_subtitle = _AGAIN if sure else _KEYS
