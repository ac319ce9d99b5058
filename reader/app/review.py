"""The review queue: goes through the notes that wait for a word from a person, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.app import comparison
from reader.app.comparison import Paragraph
from reader.app.widgets.words import counted, one_line
from reader.reviewing import Waiting, waiting
from reader.whereabouts import Home, heading_before, surroundings

if TYPE_CHECKING:
    from annotations.model import Annotation, Variant
    from reader.app.acts import NoteActs
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.app.screens.choose import Choice
    from reader.session import Passage

_WORDS = 60
"""Code points of a passage that an answer shows."""

_TITLES = {
    "changed": "The words of this note have changed",
    "ambiguous": "Is this note about these words?",
    "orphan": "The words of this note stand nowhere",
    "conflict": "Two versions of one note: which holds?",
}


class Review:
    """Asks about one note at a time; what is left is asked about again the next time."""

    def __init__(self, screen: AnnotatingScreen, acts: NoteActs) -> None:
        self._screen = screen
        self._acts = acts
        self._left: set[tuple[str, str, int]] = set()
        """Notes that were looked at in this round and left as they are."""

    def begin(self) -> None:
        """Go to the first note that waits."""
        self._left.clear()
        self._next()

    def _queue(self) -> list[Waiting]:
        book = self._acts.session.book
        return [one for one in waiting(book.living()) if book.mine(one.entry.note)]

    def _next(self) -> None:
        queue = [one for one in self._queue() if _key(one) not in self._left]
        if not queue:
            done = "Nothing waits for you." if not self._left else "That was the last one."
            self._screen.say(f"{done} {counted(len(self._left), 'note')} left as they are." if self._left else done)
            return
        self._ask(queue[0], len(queue))

    def _ask(self, one: Waiting, left: int) -> None:
        from reader.app.screens.decide import Decision

        note = one.entry.note
        choices = self._answers(one)
        self._acts.chosen = note.id
        self._screen.choice_changed(note.id)
        self._point(one, choices[0].key)
        dialog = Decision(
            f"{_TITLES[one.reason]} ({counted(left, 'note')} to go)",
            choices,
            lambda key: self._matter(one, key),
            point=lambda key: self._point(one, key),
        )
        self._acts.ask(dialog, lambda answer: self._answered(one, answer))

    # ---- what is asked, and shown

    def _answers(self, one: Waiting) -> list[Choice]:
        from reader.app.screens.choose import Choice

        choices: list[Choice] = []
        if one.reason == "conflict":
            choices = [
                Choice("ours", "Keep what the note says", _short(_said(one.entry.note, one.variant)), letter="k"),
                Choice("theirs", "Take the other", _short(_variant(one.variant)), letter="o"),
            ]
            if one.variant.comment is not None:
                choices.append(Choice("write", "Write it anew, from both", letter="w"))
        else:
            for number, place in enumerate(one.candidates):
                lead = "Yes, it is about these words" if number == 0 else "No, about these"
                choices.append(Choice(f"place {number}", lead, _short(self._screen.words(place))))
            choices.append(Choice("attach", "About other words, which I select", letter="m"))
            choices.append(Choice("delete", "Delete the note", letter="x"))
        choices.append(Choice("leave", "Leave it as it is, and go on", letter="l"))
        return choices

    def _matter(self, one: Waiting, key: str) -> Sequence[Paragraph]:
        """What there is to see for an answer."""
        if one.reason == "conflict":
            return [*_conflict(one)]
        home = self._home(one)
        shown = [*_note(one.entry.note)]
        place = _place(one, key)
        if place is not None:
            shown += self._candidate(one, place)
        if one.reason != "changed":
            was = "The words are gone. They stood here:" if one.reason == "orphan" else "It was made here:"
            shown.append(comparison.label(was))
            made = comparison.lost if one.reason == "orphan" else _made
            shown += made(one.span.exact, home)
            if one.reason == "orphan" and place is None:
                shown.append(comparison.label(_still_there(home)))
        return shown

    def _candidate(self, one: Waiting, place: Passage) -> list[Paragraph]:
        """Today's words at a place, against those of the note, among what stands around them."""
        start, end = place
        before, after = surroundings(self._screen.flow, start, end)
        heading = heading_before(self._screen.flow, start)
        under = f"Here, under “{one_line(heading)}”:" if heading else "Here:"
        now = self._screen.words(place)
        return [comparison.label(under), *comparison.compared(one.span.exact, now, before=before, after=after)]

    def _home(self, one: Waiting) -> Home:
        known = self._screen.homes.get((one.entry.note.id, one.index))
        return known or Home(lead=one.span.prefix, trail=one.span.suffix)

    def _point(self, one: Waiting, key: str) -> None:
        """Show on the page what an answer is about: a place, or for a lost passage what stands in its place."""
        place = _place(one, key) or next(iter(one.candidates), None)
        if place is None and one.reason == "orphan":
            place = self._home(one).gap
        if place is None and one.entry.spans:
            place = one.entry.spans[0]
        if place is not None:
            self._screen.view.jump_to(*place)
            self._screen.view.chosen = (place,) if place[0] < place[1] else ()

    # ---- what is done

    def _answered(self, one: Waiting, answer: str | None) -> None:
        note = one.entry.note.id
        if answer is None:
            self._screen.notes_changed(None)
            return
        if answer == "attach":
            self._acts.reattaching.begin(one.entry, index=one.index, then=self._next)
            return
        if answer == "write":
            self._write(one)
            return
        if answer == "leave":
            self._left.add(_key(one))
        elif answer == "delete":
            self._acts.session.delete([note])
        elif answer in ("ours", "theirs"):
            self._acts.session.choose(note, one.index, other=answer == "theirs")
        else:
            place = one.candidates[int(answer.removeprefix("place "))]
            self._acts.session.settle(note, one.index, place, self._screen.words(place))
        self._screen.notes_changed(None)
        self._next()

    def _write(self, one: Waiting) -> None:
        """Let the person make one comment out of two."""
        from reader.app.screens.comment import CommentEditor

        note = one.entry.note

        def take(comment: str | None) -> None:
            if comment is not None:
                self._acts.session.choose(note.id, one.index, other=False, comment=comment)
                self._screen.notes_changed(None)
            self._next()

        both = f"{note.comment}\n\n{one.variant.comment}"
        self._acts.ask(CommentEditor(both, about=one.entry.quote, title="One comment, from both"), take)


def _key(one: Waiting) -> tuple[str, str, int]:
    return one.entry.note.id, one.reason, one.index


def _place(one: Waiting, key: str) -> Passage | None:
    return one.candidates[int(key.removeprefix("place "))] if key.startswith("place ") else None


def _note(note: Annotation) -> list[Paragraph]:
    """What a note says, so that one knows what it is about."""
    said = [*comparison.quoted(note.comment)] if note.comment.strip() else []
    if note.tags:
        said.append(comparison.label(" ".join(f"#{one_line(tag)}" for tag in note.tags)))
    return said


def _made(passage: str, home: Home) -> list[Paragraph]:
    return [*comparison.words(passage, before=home.lead, after=home.trail)]


def _still_there(home: Home) -> str:
    if home.gap is None:
        return "What stood around them is not in the text either."
    if home.gap[0] == home.gap[1]:
        return "What stood around them is still in the text: the page shows where."
    return "What stood around them is still in the text: the page shows what stands in between now."


def _conflict(one: Waiting) -> list[Paragraph]:
    """Both sides of a conflict, in full, and what is different."""
    note, variant = one.entry.note, one.variant
    if variant.comment is None:
        return [
            comparison.label("The note says:"),
            *comparison.words(_said(note, variant)),
            comparison.label("The other version says:"),
            *comparison.words(_variant(variant)),
        ]
    return [
        comparison.label("The note says:"),
        *comparison.words(note.comment),
        comparison.label("The other version says:"),
        *comparison.words(variant.comment),
        comparison.label("From the note to the other:"),
        *comparison.compared(note.comment, variant.comment),
    ]


def _said(note: Annotation, variant: Variant) -> str:
    """What a note says of that which a variant says otherwise."""
    parts = [
        note.comment if variant.comment is not None else "",
        *(f"#{tag}" for tag in note.tags if variant.tags is not None),
        note.color or "no colour" if variant.color is not None else "",
        note.entity or "no entity" if variant.entity is not None else "",
        " … ".join(span.exact for span in note.spans) if variant.spans is not None else "",
    ]
    return " ".join(part for part in parts if part) or "(nothing)"


def _variant(variant: Variant) -> str:
    parts = [
        variant.comment or "",
        *(f"#{tag}" for tag in variant.tags or ()),
        variant.color or "no colour" if variant.color is not None else "",
        variant.entity or "no entity" if variant.entity is not None else "",
        " … ".join(span.exact for span in variant.spans or ()),
    ]
    return " ".join(part for part in parts if part) or "(nothing)"


def _short(words: str) -> str:
    words = one_line(words)
    return words if len(words) <= _WORDS else f"{words[: _WORDS - 1].rstrip()}…"
