"""What an act on notes applies to, where one reads.

An act applies to the selection; without one, to the note under the cursor where that makes sense, and else to the
sentence. In the Notes tab it applies to the note under the cursor there. Offsets are code points of canonical text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from reader.app.listing import NoteRow
from reader.app.widgets.words import counted, one_line
from reader.markup import plain
from reader.notebook import Entry
from reader.session import Passage, ReadOnlyError, Session

if TYPE_CHECKING:
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.app.screens.dialog import Dialog

T = TypeVar("T")

_SHOWN = 60
"""Code points of a quote that stand for it in a message."""


class Targets:
    """The notes and the passage that one reading screen's acts apply to."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen
        self.chosen: str | None = None
        """The note that was gone to, or made, last: among several on the same words the acts apply to this one."""

    @property
    def session(self) -> Session:
        """What is done to the notes."""
        session = self._screen.session
        assert session is not None, "acts wait until the notes are loaded"
        return session

    def here(self) -> list[Entry]:
        """The notes an act may apply to: the chosen one first, then the shortest passage."""
        listed = self.listed()
        if listed is not None:
            return [listed]
        view, book = self._screen.view, self.session.book
        selection = view.selection
        if selection is not None:
            same = book.exactly(*self._screen.trimmed(selection))
            return [same] if same is not None else []
        return self.at_cursor()

    def under_cursor(self) -> Entry | None:
        """The note in the text that an act would apply to."""
        return next(iter(self.at_cursor()), None) if self._screen.view.page.selection() is None else None

    def nearest(self) -> str | None:
        """The note under the cursor, else the chosen one if it stands nowhere in the text, else the next one."""
        here = self.under_cursor()
        if here is not None:
            return here.note.id
        chosen = self.session.book.get(self.chosen) if self.chosen else None
        if chosen is not None and chosen.start is None and chosen.note.deleted is None:
            return chosen.note.id
        found = self.session.book.beside(self._screen.view.cursor or 0, 1)
        return found[0].note.id if found is not None and not found[1] else None

    def at_cursor(self) -> list[Entry]:
        """The notes under the cursor of the text, the chosen one first."""
        cursor = self._screen.view.cursor
        found = self.session.book.at(cursor, cursor) if cursor is not None else []
        return sorted(found, key=lambda entry: entry.note.id != self.chosen)

    def listed(self) -> Entry | None:
        """The note under the cursor of the Notes tab, while that has the focus."""
        pane = self._screen.sidebar.notes
        row = pane.list.current if pane.list.has_focus else None
        if not isinstance(row, NoteRow):
            return None
        return self.session.book.get(row.key)

    def mine_here(self) -> Entry | None:
        """The reader's own note here."""
        return next((entry for entry in self.here() if self.session.book.mine(entry.note)), None)

    def passage(self) -> Passage | None:
        """The words to make a note on; says why there are none."""
        passage = self._screen.view.passage()
        if passage is None:
            self._screen.say("This far into the document is not counted yet; in a moment it is.")
            return None
        start, end = self._screen.trimmed(passage)
        if start == end:
            self._screen.say("There are no words here.")
            return None
        return start, end

    def one_of_mine(self) -> Entry | None:
        """The reader's own note here; says why there is none."""
        entry = self.mine_here()
        if entry is None:
            others = self.here()
            if others:
                raise ReadOnlyError(
                    f"this note is {self.session.book.person(others[0].note.annotator)}'s",
                    hint="r answers it; h, t and c make a note of your own.",
                )
            self._screen.say("There is no note here. n goes to the next one.")
        return entry

    def target(self) -> tuple[Entry | None, Passage | None]:
        """The reader's own note here, else the passage to make one on."""
        entry = self.mine_here()
        if entry is not None:
            return entry, None
        if self.listed() is not None:
            self.one_of_mine()
        return None, self.passage()

    def about(self, entry: Entry | None, passage: Passage | None) -> str:
        """The words that an editor shows above what is typed."""
        if entry is not None:
            return entry.quote
        return self._screen.words(passage) if passage is not None else ""

    def choose(self, title: str, entries: Sequence[Entry], then: Callable[[str], None]) -> None:
        """Let the person choose one of some notes."""
        from reader.app.screens.choose import Choice, Chooser

        choices = [Choice(entry.note.id, self.named(entry), shortened(entry.quote)) for entry in entries]
        self.ask(Chooser(title, choices), lambda note: then(note) if note else None)

    def named(self, entry: Entry) -> str:
        """A note in a few words: whose, colour, tags, the beginning of its comment."""
        note = entry.note
        words = [] if self.session.book.mine(note) else [self.session.book.person(note.annotator)]
        words += [note.color or "grey", *(f"#{tag}" for tag in note.tags)]
        comment = plain(note.comment)
        if comment:
            words.append(f"✎ {shortened(comment)}")
        answers = len(self.session.book.replies(note.id))
        if answers:
            words.append(counted(answers, "answer"))
        return one_line(" ".join(words))

    def ask(self, dialog: Dialog[T], take: Callable[[T | None], None]) -> None:
        """Show a dialog, and hand on its answer."""

        def answered(answer: T | None) -> None:
            with self._screen.telling():
                take(answer)

        dialog.set_class(self._screen.cursor_is_low(), "-above")
        self._screen.app.push_screen(dialog, answered)


def shortened(words: str) -> str:
    """The beginning of a quote, for a message."""
    words = one_line(words)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"
