"""Attaching a note to other words: choose the note, stretch the selection, set it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.app.typeahead import give_focus
from reader.notebook import Entry
from reader.session import ReadOnlyError

if TYPE_CHECKING:
    from reader.app.acts import NoteActs
    from reader.app.screens.annotating import AnnotatingScreen


@dataclass(frozen=True)
class Moving:
    """A note whose passage is being chosen anew."""

    note: str
    index: int | None = None
    """The span that is attached to other words; None: all of them together."""
    then: Callable[[], None] = lambda: None
    """What is done when it is attached, or left where it was."""


class Reattaching:
    """The note that is being attached to other words, if any."""

    def __init__(self, screen: AnnotatingScreen, acts: NoteActs) -> None:
        self._screen = screen
        self._acts = acts
        self._moving: Moving | None = None

    def move(self) -> None:
        """Attach a note to other words: choose the note, stretch the selection, set it."""
        view = self._screen.view
        if self._moving is not None:
            self._set_moved(self._moving)
            return
        listed = self._acts.listed()
        if listed is not None:
            if view.selection is not None:
                self._set_moved(Moving(listed.note.id))
            else:
                self.begin(listed)
            return
        if view.selection is None:
            entry = self._acts.one_of_mine()
            if entry is not None:
                self.begin(entry)
            return
        book = self._acts.session.book
        near = [entry for entry in book.at(*view.selection) if book.mine(entry.note)]
        if len(near) == 1:
            self._set_moved(Moving(near[0].note.id))
            return
        lost = [entry for entry in book.living() if entry.lost and book.mine(entry.note)]
        if near or lost:
            self._acts.choose(
                "Which note is about the selection?", near + lost, lambda note: self._set_moved(Moving(note))
            )
        else:
            self._screen.say("Put the cursor on the note to move, then press the key again.")

    def begin(self, entry: Entry, *, index: int | None = None, then: Callable[[], None] = lambda: None) -> None:
        """Let the person select the words that a note is about.

        Args:
            entry: The note.
            index: Of the span that is about them; None: the whole note is, and about nothing else.
            then: What to do afterwards, also when the note was left where it was.
        """
        if not self._acts.session.book.mine(entry.note):
            raise ReadOnlyError(
                f"this note is {self._acts.session.book.person(entry.note.annotator)}'s",
                hint="Only its writer moves it.",
            )
        self._moving = Moving(entry.note.id, index, then)
        view = self._screen.view
        place = entry.places[index].span if index is not None else next(iter(entry.spans), None)
        if place is not None:
            view.stretch(*place)
        give_focus(view)
        key = self._screen.key_of("note.move")
        self._screen.say(f"Select the words it is about; {key} sets it, Esc leaves it where it was.", lasting=True)

    def _set_moved(self, moving: Moving) -> None:
        passage = self._screen.view.selection
        if passage is None:
            self._screen.say("Select the words it is about first: v, then move.", lasting=True)
            return
        self._moving = None
        words = self._screen.trimmed(passage)
        if moving.index is None:
            self._acts.made(self._acts.session.move(moving.note, [words]))
        else:
            self._acts.made(self._acts.session.attach(moving.note, moving.index, words))
        self._screen.say("Moved.")
        moving.then()

    def escape(self) -> bool:
        """Leave off moving a note; False when there was nothing to leave off."""
        moving, self._moving = self._moving, None
        if moving is not None:
            self._screen.say("")
            self._screen.view.clear_selection()
            moving.then()
        return moving is not None
