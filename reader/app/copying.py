"""Copying words to the clipboard: of the selection, of the note here, or of the sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.app.targets import shortened
from reader.markup import plain
from reader.notebook import Entry

if TYPE_CHECKING:
    from reader.app.acts import NoteActs
    from reader.app.screens.annotating import AnnotatingScreen


class Copying:
    """Quotes for the clipboard."""

    def __init__(self, screen: AnnotatingScreen, acts: NoteActs) -> None:
        self._screen = screen
        self._acts = acts

    def copy_quote(self) -> None:
        """Copy the words: of the selection, of the note here, or of the sentence."""
        words = self._words()
        if words:
            self._screen.app.copy_to_clipboard(words)
            self._screen.say(f"Copied: {shortened(words)}")

    def copy_markdown(self) -> None:
        """Copy the words as a Markdown quotation with a link, and what the note here says of them."""
        words = self._words()
        if not words:
            return
        entry = self._acts.mine_here() or next(iter(self._acts.here()), None)
        self._screen.app.copy_to_clipboard(self._as_markdown(words, entry))
        self._screen.say(f"Copied as Markdown: {shortened(words)}")

    def _words(self) -> str:
        entries = self._acts.here()
        if entries and (self._screen.view.selection is None or self._acts.listed()):
            return entries[0].quote or plain(entries[0].note.comment)
        passage = self._acts.passage()
        return self._screen.words(passage) if passage is not None else ""

    def _as_markdown(self, words: str, entry: Entry | None) -> str:
        """Words as a quotation with a link to the document, and what a note says of them."""
        quoted = "\n".join(f"> {line}" if line else ">" for line in words.splitlines())
        source = self._screen.flow.source
        if source == "-":
            link = self._screen.flow.title
        else:
            address = source if "://" in source else Path(source).absolute().as_uri()
            title = self._screen.flow.title.replace("[", "(").replace("]", ")")
            link = f"[{title}](<{address}>)"
        parts = [quoted, f"— {link}"]
        if entry is not None:
            parts += [" ".join(f"#{tag}" for tag in entry.note.tags), entry.note.comment.strip()]
        return "\n\n".join(part for part in parts if part) + "\n"
