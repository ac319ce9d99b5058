"""Adjudication: goes through what annotators labelled differently, and keeps what a person decides.

Decisions go into a file of their own beside the others; what was decided on stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.adjudication import ADJUDICATED, Disagreement, Labelled, accept, disagreements
from annotations.errors import PostilError, UsageError
from annotations.model import Annotation
from reader.app.widgets.words import counted, one_line

if TYPE_CHECKING:
    from reader.app.acts import NoteActs
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.session import Session

_WORDS = 60
"""Code points of a passage that a choice shows."""


class Adjudication:
    """Asks about one disagreement at a time; what is left is asked about again the next time."""

    def __init__(self, screen: AnnotatingScreen, acts: NoteActs) -> None:
        self._screen = screen
        self._acts = acts
        self._left: set[tuple[str, ...]] = set()

    @property
    def _session(self) -> Session:
        session = self._screen.session
        assert session is not None, "acts wait until the notes are loaded"
        return session

    def begin(self) -> None:
        """Go to the first disagreement. Raises: UsageError, when there is nobody to disagree."""
        self._left.clear()
        if len(self._people()) < 2:
            raise UsageError(
                "there is nothing to adjudicate: fewer than two people have tagged this document",
                hint="Put the other annotators' notes files beside it, or use `postil receive`.",
            )
        self._next()

    def _people(self) -> list[str]:
        found = {entry.note.annotator for entry in self._session.book.living() if entry.note.tags and entry.spans}
        return sorted(found - {ADJUDICATED.id})

    def _queue(self) -> list[Disagreement]:
        book = self._session.book
        labelled = [
            Labelled(note=entry.note, start=start, end=end)
            for entry in book.living()
            for start, end in entry.spans
            if entry.note.annotator != ADJUDICATED.id
        ]
        decided = [entry.note for entry in book if entry.note.annotator == ADJUDICATED.id]
        return list(disagreements(labelled, self._people(), decided))

    def _next(self) -> None:
        queue = [one for one in self._queue() if _key(one) not in self._left]
        if not queue:
            left = f" {counted(len(self._left), 'passage')} left undecided." if self._left else ""
            self._screen.say(f"Everything is decided.{left}" if not left else f"That was the last one.{left}")
            return
        self._ask(queue[0], len(queue))

    def _ask(self, one: Disagreement, left: int) -> None:
        from reader.app.screens.choose import Choice, Chooser

        self._screen.view.reveal(one.start, one.end)
        person = self._session.book.person
        choices = [
            Choice(f"one {number}", f"{person(note.annotator)}: {_tags(note)}", _short(_quote(note)))
            for number, note in enumerate(one.notes)
        ]
        if len(one.notes) > 1:
            choices.append(Choice("all", "All of them"))
        choices += [
            Choice("edit", "Other tags, which I write"),
            Choice("none", "None of them"),
            Choice("leave", "Leave it undecided, and go on"),
        ]
        silent = [person(who) for who, side in one.sides.items() if not side]
        missing = f"; {', '.join(silent)} has nothing here" if silent else ""
        title = f"Which labels hold?{missing} ({counted(left, 'passage')} to go)"
        self._acts.ask(Chooser(title, choices), lambda answer: self._answered(one, answer))

    def _answered(self, one: Disagreement, answer: str | None) -> None:
        if answer is None:
            return
        if answer == "leave":
            self._left.add(_key(one))
            self._next()
        elif answer == "edit":
            self._edit(one)
        elif answer == "none":
            self._decide(one, [])
        elif answer == "all":
            self._decide(one, list(one.notes))
        else:
            self._decide(one, [one.notes[int(answer.removeprefix("one "))]])

    def _edit(self, one: Disagreement) -> None:
        from dataclasses import replace

        from reader.app.screens.tags import TagEditor

        first = one.notes[0]
        every = tuple(dict.fromkeys(tag for note in one.notes for tag in note.tags))

        def take(tags: tuple[str, ...] | None) -> None:
            if tags:
                self._decide(one, [replace(first, tags=tags)])

        self._acts.ask(TagEditor(every, self._session.book.tags(), about=_quote(first)), take)

    def _decide(self, one: Disagreement, chosen: list[Annotation]) -> None:
        from annotations.ids import new_id
        from reader.session import just_now

        today = [self._where_it_stands(note) for note in chosen]
        made = accept(one, today, by=self._session.me.id, now=just_now(), new_id=new_id)
        self._screen.keeping.keep_decisions(made, self._kept)

    def _where_it_stands(self, note: Annotation) -> Annotation:
        """The note as one about the words of today, which is what was decided on."""
        from dataclasses import replace

        from reader.quoting import quote_in

        entry = self._session.book.get(note.id)
        if entry is None or len(entry.spans) != len(note.spans):
            return note
        flow = self._screen.flow
        return replace(note, spans=tuple(quote_in(flow, *span, fingerprint=flow.fingerprint) for span in entry.spans))

    def _kept(self, error: PostilError | None) -> None:
        """Called when the decision is on disk, or could not be kept."""
        if error is not None:
            self._screen.tell_error(error)
            return
        self._next()


def _key(one: Disagreement) -> tuple[str, ...]:
    return tuple(note.id for note in one.notes)


def _tags(note: Annotation) -> str:
    return " ".join(f"#{tag}" for tag in note.tags)


def _quote(note: Annotation) -> str:
    return " … ".join(span.exact for span in note.spans)


def _short(words: str) -> str:
    words = one_line(words)
    return words if len(words) <= _WORDS else f"{words[: _WORDS - 1].rstrip()}…"
