"""Adjudication: goes through what annotators labelled differently, and keeps what a person decides.

Decisions go into a file of their own beside the others; what was decided on stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.adjudication import (
    ADJUDICATED,
    Disagreement,
    Labelled,
    accept,
    disagreements,
    last_decision,
    taken_back,
)
from annotations.errors import PostilError, UsageError
from annotations.model import Annotation
from reader.app import comparison
from reader.app.comparison import Paragraph
from reader.app.widgets.words import counted, one_line
from reader.whereabouts import surroundings

if TYPE_CHECKING:
    from reader.app.acts import NoteActs
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.app.screens.choose import Choice

_WORDS = 60
"""Code points of a passage that a choice shows."""


class Adjudication:
    """Asks about one disagreement at a time; what is left is asked about again the next time."""

    def __init__(self, screen: AnnotatingScreen, acts: NoteActs) -> None:
        self._screen = screen
        self._acts = acts
        self._left: set[tuple[str, ...]] = set()
        self._looked_at: Annotation | None = None
        """The side whose answer the cursor was on last."""

    def begin(self) -> None:
        """Go to the first disagreement. Raises: UsageError, when there is nobody to disagree."""
        self._left.clear()
        if len(self._people()) < 2:
            raise UsageError(
                "there is nothing to adjudicate: fewer than two people have tagged this document",
                hint="Put the other annotators' notes files beside it, or use `postil receive`.",
            )
        if self._queue() or not last_decision(self._decided()):
            self._next()
        else:
            self._ask_for_more()

    def _people(self) -> list[str]:
        found = {
            entry.note.annotator for entry in self._acts.session.book.living() if entry.note.tags and entry.spans
        }
        return sorted(found - {ADJUDICATED.id})

    def _queue(self) -> list[Disagreement]:
        book = self._acts.session.book
        labelled = [
            Labelled(note=entry.note, start=start, end=end)
            for entry in book.living()
            for start, end in entry.spans
            if entry.note.annotator != ADJUDICATED.id
        ]
        return list(disagreements(labelled, self._people(), self._decided()))

    def _decided(self) -> list[Annotation]:
        """The notes of the adjudicated file, deleted ones included."""
        return [entry.note for entry in self._acts.session.book if entry.note.annotator == ADJUDICATED.id]

    def _next(self) -> None:
        queue = [one for one in self._queue() if _key(one) not in self._left]
        if not queue:
            left = f" {counted(len(self._left), 'passage')} left undecided." if self._left else ""
            self._screen.say(f"Everything is decided.{left}" if not left else f"That was the last one.{left}")
            return
        self._ask(queue[0], len(queue))

    def _ask(self, one: Disagreement, left: int) -> None:
        from reader.app.screens.decide import Decision

        self._looked_at = one.notes[0]
        choices = self._answers(one)
        self._point(one, choices[0].key)
        dialog = Decision(
            f"Which labels hold? ({counted(left, 'passage')} to go)",
            choices,
            lambda key: self._matter(one, key),
            point=lambda key: self._point(one, key),
        )
        self._acts.ask(dialog, lambda answer: self._answered(one, answer))

    def _ask_for_more(self) -> None:
        """Everything is decided: the last decision can still be taken back."""
        from reader.app.screens.choose import Choice, Chooser

        last = last_decision(self._decided())
        said = " ".join(_tags(note) for note in last) if last[0].deleted is None else "none of them"
        back = Choice("back", "Take the last decision back", f"{said} on {_short(_quote(last[0]))}", letter="b")
        leave = Choice("leave", "Leave it as it is", letter="l")
        self._acts.ask(
            Chooser("Everything is decided", [leave, back]),
            lambda answer: self._take_back() if answer == "back" else None,
        )

    # ---- what is asked, and shown

    def _answers(self, one: Disagreement) -> list[Choice]:
        from reader.app.screens.choose import Choice

        book = self._acts.session.book
        choices = [
            Choice(
                f"one {number}",
                f"{book.face(note.annotator).initials} {book.person(note.annotator)}: {_tags(note)}",
                _short(_quote(note)),
                color=book.face(note.annotator).color,
            )
            for number, note in enumerate(one.notes)
        ]
        if len(one.notes) > 1:
            choices.append(Choice("all", "Both" if len(one.notes) == 2 else "All of them", letter="a"))
        choices += [
            Choice("edit", "Other tags, which I write", letter="e"),
            Choice("none", "None of them", letter="n"),
        ]
        if last_decision(self._decided()):
            choices.append(Choice("back", "Take the last decision back", letter="b"))
        choices.append(Choice("leave", "Leave it undecided, and go on", letter="l"))
        return choices

    def _matter(self, one: Disagreement, key: str) -> Sequence[Paragraph]:
        """What there is to see for an answer: one side, or all that was said of the passage."""
        book = self._acts.session.book
        looked_at = _chosen(one, key)
        shown: list[Paragraph] = []
        for note in [looked_at] if looked_at else one.notes:
            shown.append(comparison.label(f"{one_line(book.person(note.annotator))}: {_tags(note)}"))
            for start, end in book[note.id].spans:
                before, after = surroundings(self._screen.flow, start, end)
                shown += comparison.words(self._screen.words((start, end)), before=before, after=after)
            if note.comment.strip():
                shown += comparison.quoted(note.comment)
        silent = [book.person(who) for who, side in one.sides.items() if not side]
        if silent:
            has = "has" if len(silent) == 1 else "have"
            shown.append(comparison.label(f"{one_line(', '.join(silent))} {has} nothing here."))
        return shown

    def _point(self, one: Disagreement, key: str) -> None:
        """Show on the page what an answer is about."""
        note = _chosen(one, key)
        self._looked_at = note or self._looked_at
        spans = self._acts.session.book[note.id].spans if note is not None else [(one.start, one.end)]
        self._screen.view.jump_to(*spans[0])
        self._screen.view.chosen = spans

    # ---- what is done

    def _answered(self, one: Disagreement, answer: str | None) -> None:
        if answer is None:
            self._screen.notes_changed(None)
        elif answer == "leave":
            self._left.add(_key(one))
            self._next()
        elif answer == "edit":
            self._edit(one)
        elif answer == "none":
            self._decide(one, [])
        elif answer == "all":
            self._decide(one, list(one.notes))
        elif answer == "back":
            self._take_back()
        elif (note := _chosen(one, answer)) is not None:
            self._decide(one, [note])

    def _edit(self, one: Disagreement) -> None:
        """Let the person write the tags, for the passage that was looked at last."""
        from dataclasses import replace

        from reader.app.screens.tags import TagEditor

        basis = self._looked_at if self._looked_at in one.notes else one.notes[0]
        every = tuple(dict.fromkeys(tag for note in one.notes for tag in note.tags))

        def take(tags: tuple[str, ...] | None) -> None:
            if tags:
                self._decide(one, [replace(basis, tags=tags)])
            else:
                self._next()

        editor = TagEditor(every, self._acts.session.book.tags(), about=_quote(basis), codebook=self._screen.codebook)
        self._acts.ask(editor, take)

    def _take_back(self) -> None:
        from reader.session import just_now

        self._screen.keeping.keep_decisions(taken_back(last_decision(self._decided()), now=just_now()), self._kept)

    def _decide(self, one: Disagreement, chosen: list[Annotation]) -> None:
        from annotations.ids import new_id
        from reader.session import just_now

        today = [self._where_it_stands(note) for note in chosen]
        made = accept(one, today, by=self._acts.session.me.id, now=just_now(), new_id=new_id)
        self._screen.keeping.keep_decisions(made, self._kept)

    def _where_it_stands(self, note: Annotation) -> Annotation:
        """The note as one about the words of today, which is what was decided on."""
        from dataclasses import replace

        from reader.quoting import quote_in

        entry = self._acts.session.book.get(note.id)
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


def _chosen(one: Disagreement, key: str) -> Annotation | None:
    return one.notes[int(key.removeprefix("one "))] if key.startswith("one ") else None


def _tags(note: Annotation) -> str:
    return one_line(" ".join(f"#{tag}" for tag in note.tags))


def _quote(note: Annotation) -> str:
    return " … ".join(span.exact for span in note.spans)


def _short(words: str) -> str:
    words = one_line(words)
    return words if len(words) <= _WORDS else f"{words[: _WORDS - 1].rstrip()}…"
