"""From note to note where one reads, and to what stands behind the words under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.app.acts import NoteActs
    from reader.app.screens.annotating import AnnotatingScreen


class Going:
    """The ways between notes."""

    def __init__(self, screen: AnnotatingScreen, acts: NoteActs) -> None:
        self._screen = screen
        self._acts = acts

    def next(self, by: int) -> None:
        """Go to the next note in the text, or the one before; past the last, to the first."""
        cursor = self._screen.view.cursor or 0
        chosen = self._acts.session.book.get(self._acts.chosen) if self._acts.chosen else None
        at = chosen is not None and any(start <= cursor < end for start, end in chosen.spans)
        found = self._acts.session.book.beside(cursor, by, self._acts.chosen if at else None)
        if found is None:
            self._screen.say("No notes in the text yet.")
            return
        entry, passed = found
        if passed:
            self._screen.say("Round again." if entry.note.id != self._acts.chosen else "This is the only note.")
        self.go(entry.note.id)

    def go(self, note: str) -> None:
        """Show the passage of a note, and choose it."""
        entry = self._acts.session.book.get(note)
        if entry is None:
            return
        self._acts.chosen = note
        top = entry
        while top.start is None and top.note.reply_to and (above := self._acts.session.book.get(top.note.reply_to)):
            if above.note.id == entry.note.id:
                break
            top = above
        if top.start is not None:
            self._screen.view.jump_to(*top.spans[0])
        self._screen.choice_changed(note)

    def cycle(self) -> None:
        """Choose the next of the notes on the same words."""
        cursor = self._screen.view.cursor
        found = [] if cursor is None else self._acts.session.book.at(cursor, cursor)
        if len(found) < 2:
            self._screen.say("One note here." if found else "There is no note here. n goes to the next one.")
            return
        at = next((n for n, entry in enumerate(found) if entry.note.id == self._acts.chosen), 0)
        entry = found[(at + 1) % len(found)]
        self._acts.chosen = entry.note.id
        self._screen.choice_changed(self._acts.chosen)
        self._screen.say(f"{(at + 1) % len(found) + 1} of {len(found)} here: {self._acts.named(entry)}", lasting=True)

    def pick(self) -> None:
        """Choose among the notes on the same words from a list."""
        cursor = self._screen.view.cursor
        found = [] if cursor is None else self._acts.session.book.at(cursor, cursor)
        if not found:
            self._screen.say("There is no note here. n goes to the next one.")
            return
        self._acts.choose("Notes on these words", found, self.go)

    def open(self) -> None:
        """Open the footnote under the cursor, else the note here, else the link or the footnotes of the sentence.

        A note is shown in the Notes tab, with its answers.
        """
        following = self._screen.following
        if self._acts.listed() is None and following.open_footnote():
            return
        entries = self._acts.here()
        if entries:
            self._screen.tabs.open("Notes")
            self._acts.chosen = entries[0].note.id
            self._screen.sidebar.notes.list.reveal(self._acts.chosen)
        elif not following.open():
            self._screen.say("There is no note and no link here.")
