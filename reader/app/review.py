"""The review queue: goes through the notes that wait for a word from a person, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app.widgets.words import counted, one_line
from reader.notebook import Entry
from reader.reviewing import Waiting, differences, waiting

if TYPE_CHECKING:
    from reader.app.acts import NoteActs
    from reader.app.screens.annotating import AnnotatingScreen

_WORDS = 70
"""Code points of a passage that a choice shows."""

_TITLES = {
    "changed": "The words of this note have changed",
    "ambiguous": "Is this note about these words?",
    "orphan": "The words of this note stand nowhere",
    "conflict": "Two texts of one note: which holds?",
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
        session = self._screen.session
        assert session is not None, "acts wait until the notes are loaded"
        return [one for one in waiting(session.book.living()) if session.book.mine(one.entry.note)]

    def _next(self) -> None:
        queue = [one for one in self._queue() if _key(one) not in self._left]
        if not queue:
            done = "Nothing waits for you." if not self._left else "That was the last one."
            self._screen.say(f"{done} {counted(len(self._left), 'note')} left as they are." if self._left else done)
            return
        self._ask(queue[0], len(queue))

    def _ask(self, one: Waiting, left: int) -> None:
        from reader.app.screens.choose import Choice, Chooser

        choices: list[Choice] = []
        if one.reason == "conflict":
            choices = [
                Choice("ours", f"Keep: {_short(_said(one.entry))}"),
                Choice("theirs", f"Take: {_short(_variant(one))}"),
            ]
        else:
            for number, (start, end) in enumerate(one.candidates):
                words = self._screen.words((start, end))
                lead = "Yes, here:" if number == 0 else "No, here:"
                choices.append(Choice(f"place {number}", f"{lead} {_short(_marked(one.span.exact, words))}"))
            choices.append(Choice("attach", "To other words, which I select"))
            choices.append(Choice("delete", "Delete the note"))
        choices.append(Choice("leave", "Leave it as it is, and go on"))
        if one.candidates:
            self._screen.view.reveal(*one.candidates[0])
        self._acts.chosen = one.entry.note.id
        self._screen.choice_changed(one.entry.note.id)
        was = f" “{_short(one.entry.quote)}”" if one.reason != "conflict" else ""
        title = f"{_TITLES[one.reason]}{was} ({counted(left, 'note')} to go)"
        self._acts.ask(Chooser(title, choices), lambda answer: self._answered(one, answer))

    def _answered(self, one: Waiting, answer: str | None) -> None:
        session = self._screen.session
        assert session is not None, "there was something to ask about"
        note = one.entry.note.id
        if answer is None:
            return
        if answer == "leave":
            self._left.add(_key(one))
        elif answer == "delete":
            session.delete([note])
        elif answer == "attach":
            self._acts.begin_move(one.entry)
            return
        elif answer in ("ours", "theirs"):
            session.choose(note, one.index, other=answer == "theirs")
        else:
            place = one.candidates[int(answer.removeprefix("place "))]
            session.settle(note, one.index, place, self._screen.words(place))
        self._screen.notes_changed(None)
        self._next()


def _key(one: Waiting) -> tuple[str, str, int]:
    return one.entry.note.id, one.reason, one.index


def _marked(was: str, now: str) -> str:
    """Today's words, with those that went in brackets and those that came between plus signs."""
    parts = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join(parts[what].format(words) for what, words in differences(was, now))


def _said(entry: Entry) -> str:
    note = entry.note
    return " ".join([note.comment, *(f"#{tag}" for tag in note.tags), note.color or ""]).strip() or "(nothing)"


def _variant(one: Waiting) -> str:
    variant = one.variant
    parts = [
        variant.comment or "",
        *(f"#{tag}" for tag in variant.tags or ()),
        variant.color or "",
        variant.entity or "",
        " … ".join(span.exact for span in variant.spans or ()),
    ]
    return " ".join(part for part in parts if part) or "(nothing)"


def _short(words: str) -> str:
    words = one_line(words)
    return words if len(words) <= _WORDS else f"{words[: _WORDS - 1].rstrip()}…"
