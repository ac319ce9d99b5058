"""A person and a document: what they do to its notes, each act undoable, each handed on to be kept.

Pure but for the clock and the ids, which are passed in: acts make new values, and what became of the notes is handed
to `keep`, which stores it in its own time. Offsets are code points of canonical text, half-open `[start, end)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from annotations.anchoring.placement import Placement
from annotations.errors import PostilError
from annotations.model import Annotation, Annotator, Color, Span
from reader.notebook import Entry, Notebook

Passage = tuple[int, int]

_CONTENT = ("spans", "color", "tags", "comment", "entity", "deleted", "variants")
"""The fields of a note that an act may change, and undoing it puts back."""


_SpanKey = tuple[str, str, str, int, int, str | None]


def _key(span: Span) -> _SpanKey:
    return span.exact, span.prefix, span.suffix, span.start, span.end, span.fingerprint


class ReadOnlyError(PostilError):
    """The note, or the reader's own file of notes, cannot be changed."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an act did to one note. `before` is None when it made it."""

    before: Annotation | None
    after: Annotation


@dataclass(frozen=True, slots=True)
class Change:
    """One act: what the person calls it, and what it did."""

    what: str
    steps: tuple[Step, ...]


def just_now() -> datetime:
    """The time, as finely as a notes file tells it."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


class Quoting(Protocol):
    """Makes the anchor of a passage: its words and what stands around them."""

    def __call__(self, passage: Passage) -> Span: ...


class Session:
    """The acts. Each returns the note it made or changed; the notebook shows it at once."""

    def __init__(
        self,
        me: Annotator,
        quote: Quoting,
        place: Callable[[Annotation], tuple[Placement, ...]],
        keep: Callable[[Change], None],
        *,
        new_id: Callable[[], str],
        now: Callable[[], datetime] = just_now,
    ) -> None:
        """Begin with no notes.

        Args:
            me: Who acts.
            quote: Makes anchors in today's text.
            place: Finds where a note stands in it; asked only about spans that were not made or placed here.
            keep: Told of every change, undoing included; what it does with it is its own affair.
            new_id: Makes the ids of notes.
            now: The clock.
        """
        self.me = me
        self.book = Notebook(me.id)
        self.book.meet(me)
        self.locked: PostilError | None = None
        """Why nothing may be changed: the reader's own file of notes is broken. None when all is well."""
        self.last_tags: tuple[str, ...] = ()
        """The tags given last, for the key that gives them again."""
        self._quote = quote
        self._place = place
        self._places: dict[_SpanKey, Placement] = {}
        self._keep = keep
        self._new_id = new_id
        self._now = now
        self._done: list[Change] = []
        self._undone: list[Change] = []

    def highlight(self, passages: Sequence[Passage], color: Color) -> Entry:
        """Mark a passage. A passage that is marked already gets the colour."""
        same = self.book.exactly(*passages[0]) if len(passages) == 1 else None
        if same is not None:
            return self.recolor(same.note.id, color)
        return self._make("highlight", passages, color=color)

    def annotate(
        self,
        passages: Sequence[Passage],
        *,
        color: Color | None = None,
        tags: Sequence[str] = (),
        comment: str = "",
        entity: str | None = None,
        what: str = "note",
    ) -> Entry:
        """Make a note; without passages it is on the whole document."""
        return self._make(what, passages, color=color, tags=tuple(tags), comment=comment, entity=entity)

    def reply(self, to: str, comment: str) -> Entry:
        """Answer a note, anyone's."""
        return self._make("reply", (), comment=comment, reply_to=to)

    def recolor(self, note: str, color: Color | None) -> Entry:
        """Give a note another colour."""
        return self._edit("recolour", note, color=color)

    def retag(self, note: str, tags: Sequence[str]) -> Entry:
        """Give a note these tags, and no others."""
        return self._edit("tag", note, tags=tuple(dict.fromkeys(tags)))

    def rewrite(self, note: str, comment: str) -> Entry:
        """Give a note these words."""
        return self._edit("comment", note, comment=comment)

    def move(self, note: str, passages: Sequence[Passage]) -> Entry:
        """Attach a note to other passages: moved, stretched, or found again by hand.

        The quote is made anew, for the person says that the note is about these words.
        """
        return self._edit("move", note, spans=self._quoted(passages))

    def delete(self, notes: Iterable[str]) -> None:
        """Delete notes, as one act. They stay in the file as tombstones."""
        now = self._now()
        self._act(Change("delete", tuple(self._step(note, deleted=now) for note in notes)))

    def restore(self, note: str) -> Entry:
        """Bring a deleted note back."""
        return self._edit("restore", note, deleted=None)

    @property
    def can_undo(self) -> str:
        """What undo would take back, or empty."""
        return self._done[-1].what if self._done else ""

    @property
    def can_redo(self) -> str:
        """What redo would do again, or empty."""
        return self._undone[-1].what if self._undone else ""

    def undo(self) -> Change | None:
        """Take back the last act; None when there is none. Returns what was done to do so."""
        return self._travel(self._done, self._undone, back=True)

    def redo(self) -> Change | None:
        """Do again what was taken back last; None when there is nothing."""
        return self._travel(self._undone, self._done, back=False)

    def remember(self, done: Iterable[Change], undone: Iterable[Change] = ()) -> None:
        """Take up the acts of earlier sessions, oldest first; the next undo takes back the last of `done`."""
        self._done[:0] = done
        self._undone[:0] = undone

    def _make(self, what: str, passages: Sequence[Passage], **fields: object) -> Entry:
        now = self._now()
        note = Annotation(
            id=self._new_id(),
            spans=self._quoted(passages),
            annotator=self.me.id,
            created=now,
            modified=now,
        )
        note = replace(note, **fields)  # type: ignore[arg-type]  # named by the callers above, each of the field's type
        self._act(Change(what, (Step(None, note),)))
        return self.book[note.id]

    def _edit(self, what: str, note: str, **fields: object) -> Entry:
        step = self._step(note, **fields)
        if step.before is None or any(getattr(step.before, name) != value for name, value in fields.items()):
            self._act(Change(what, (step,)))
        return self.book[note]

    def _step(self, note: str, **fields: object) -> Step:
        before = self.book[note].note
        if not self.book.mine(before):
            raise ReadOnlyError(
                f"this note is {self.book.person(before.annotator)}'s", hint="Answer it, or make a note of your own."
            )
        after = replace(before, **fields, modified=self._tick(before))  # type: ignore[arg-type]  # as in _make
        return Step(before, after)

    def _tick(self, before: Annotation) -> datetime:
        """Now, but never before the note was last changed: a merge would keep the older words."""
        return max(self._now(), before.modified)

    def _act(self, change: Change) -> None:
        self._apply(change)
        self._done.append(change)
        self._undone.clear()
        for step in change.steps:
            if step.after.tags and (step.before is None or step.before.tags != step.after.tags):
                had = step.before.tags if step.before else ()
                self.last_tags = tuple(tag for tag in step.after.tags if tag not in had) or self.last_tags

    def _apply(self, change: Change) -> None:
        if self.locked is not None:
            raise ReadOnlyError(f"your notes are read-only: {self.locked}", hint=self.locked.hint)
        self.book.put_all(self._placed(step) for step in change.steps)
        self._keep(change)

    def _placed(self, step: Step) -> Entry:
        """The note with where it stands: as known from before, or found now."""
        known = self.book.get(step.after.id)
        if known is not None:
            if known.note.spans == step.after.spans:
                return Entry(step.after, known.places)
            self._places.update(zip(map(_key, known.note.spans), known.places, strict=True))
        places = [self._places.get(_key(span)) for span in step.after.spans]
        found = tuple(place for place in places if place is not None)
        if len(found) == len(places):
            return Entry(step.after, found)
        return Entry(step.after, self._place(step.after))

    def _quoted(self, passages: Sequence[Passage]) -> tuple[Span, ...]:
        spans = tuple(self._quote(passage) for passage in passages)
        for span in spans:
            self._places[_key(span)] = Placement(status="exact", confidence=1.0, start=span.start, end=span.end)
        return spans

    def _travel(self, source: list[Change], target: list[Change], *, back: bool) -> Change | None:
        if not source:
            return None
        change = source[-1]
        steps = tuple(
            made
            for step in (reversed(change.steps) if back else change.steps)
            if (made := self._towards(step, back=back)) is not None
        )
        done = Change(change.what, steps)
        self._apply(done)
        target.append(source.pop())
        return done

    def _towards(self, step: Step, *, back: bool) -> Step | None:
        """The step that puts one note back (or forward again): only the fields that the act had changed."""
        entry = self.book.get(step.after.id)
        if entry is None:
            return None
        now = entry.note
        fields: dict[str, object]
        if step.before is None:
            fields = {"deleted": self._tick(now) if back else None}
        else:
            aim, other = (step.before, step.after) if back else (step.after, step.before)
            fields = {n: getattr(aim, n) for n in _CONTENT if getattr(aim, n) != getattr(other, n)}
        return Step(now, replace(now, **fields, modified=self._tick(now)))  # type: ignore[arg-type]  # as in _make
