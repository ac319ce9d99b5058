"""A person and a document: what they do to its notes, each act undoable, each handed on to be kept.

Acts make new values, at the time and with the ids that are passed in. What became of the notes is handed to `keep`,
which stores it in its own time; what was done is written down in the history, so that it can be taken back. Offsets
are code points of canonical text, half-open `[start, end)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from annotations.anchoring.placement import Placement
from annotations.errors import PostilError, StoreError
from annotations.history import Act, CorrectionStep, History, Step, Travel, travelled
from annotations.model import Annotation, Annotator, Color, EntityCorrection, Place, Span
from reader import reviewing
from reader.bulk import Wish, planned
from reader.notebook import Entry, Notebook
from reader.people import Chosen

Passage = tuple[int, int]

_SpanKey = tuple[str, str, str, int, int, str | None, Place | None]


def _key(span: Span) -> _SpanKey:
    return span.exact, span.prefix, span.suffix, span.start, span.end, span.fingerprint, span.latest


class ReadOnlyError(PostilError):
    """The note, or the reader's own file of notes, cannot be changed."""


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
        keep: Callable[[Sequence[Annotation | EntityCorrection]], None],
        history: History,
        *,
        new_id: Callable[[], str],
        warn: Callable[[PostilError], None],
        fingerprint: str = "",
        people: Mapping[str, Chosen] | None = None,
        now: Callable[[], datetime] = just_now,
    ) -> None:
        """Begin with no notes.

        Args:
            me: Who acts.
            quote: Makes anchors in today's text.
            place: Finds where a note stands in it; asked only about spans that were not made or placed here.
            keep: Given the notes and corrections that changed, by undoing too; what it does with them is its own
                affair.
            history: Of the reader's own file of notes.
            new_id: Makes the ids of notes.
            warn: Told when the history cannot be written down; the notes are safe then.
            fingerprint: Of today's canonical text, for places that a person confirms.
            people: What the reader wants annotators to be known by, by their ids.
            now: The clock.
        """
        self.me = me
        self.book = Notebook(me.id, people)
        self.book.meet(me)
        self.corrections: dict[str, EntityCorrection] = {}
        """What this person put right of the entities, by id, tombstones included."""
        self.locked: PostilError | None = None
        """Why nothing may be changed: the reader's own file of notes is broken. None when all is well."""
        self.fingerprint = fingerprint
        """Of today's canonical text."""
        self.last_tags: tuple[str, ...] = ()
        """The tags given last, for the key that gives them again."""
        self._quote = quote
        self._place = place
        self._places: dict[_SpanKey, Placement] = {}
        self._keep = keep
        self._new_id = new_id
        self._now = now
        self._history = history
        self._warn = warn

    def highlight(self, passages: Sequence[Passage], color: Color, entity: str | None = None) -> Entry:
        """Mark a passage. A passage that is marked already gets the colour."""
        same = self.book.exactly(*passages[0]) if len(passages) == 1 else None
        if same is not None:
            return self.recolor(same.note.id, color)
        return self._make("highlight", passages, color=color, entity=entity)

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

    def annotate_each(self, passages: Sequence[Passage], wish: Wish, what: str) -> list[Entry]:
        """Give each passage a note, or change the one it has, as one act.

        Returns: The notes that were made or changed; none where each has what is wished already, and nothing is done.
        """
        now = self._now()
        steps: list[Step] = []
        for plan in planned(passages, wish, self._own_note):
            if plan.note is not None:
                if plan.fields:
                    steps.append(self._step(plan.note.id, **plan.fields, spans=self._seen(self.book[plan.note.id])))
                continue
            note = Annotation(
                id=self._new_id(),
                spans=self._quoted([plan.passage]),
                annotator=self.me.id,
                created=now,
                modified=now,
            )
            steps.append(Step(None, replace(note, **plan.fields)))  # type: ignore[arg-type]  # as in _make
        if steps:
            self._act(what, steps)
        return [self.book[step.after.id] for step in steps]

    def _own_note(self, passage: Passage) -> Annotation | None:
        entry = self.book.exactly(*passage)
        return entry.note if entry is not None else None

    def about(self, note: str, entity: str | None) -> Entry:
        """Say which entity a note is about; None: none."""
        return self._edit("entity", note, entity=entity)

    def quoted(self, passage: Passage) -> Span:
        """The anchor of a passage."""
        return self._quote(passage)

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

    def attach(self, note: str, index: int, passage: Passage) -> Entry:
        """Attach one span of a note to another passage; its other spans stay."""
        spans = self.book[note].note.spans
        return self._edit("move", note, spans=(*spans[:index], *self._quoted([passage]), *spans[index + 1 :]))

    def settle(self, note: str, index: int, place: Passage, words: str) -> Entry:
        """Confirm where one span of a note stands today; the quote stays as it was first made.

        Args:
            note: Its id.
            index: Of the span.
            place: Where a person says that it stands.
            words: What the document says there.
        """
        before = self.book[note].note
        fingerprint = self._quote(place).fingerprint or self.fingerprint
        after, placement = reviewing.settled(before, index, place, text=words, fingerprint=fingerprint)
        self._places[_key(after.spans[index])] = placement
        return self._edit("review", note, spans=after.spans)

    def choose(self, note: str, index: int, *, other: bool, comment: str | None = None) -> Entry:
        """Put a conflict of a merge right: keep what the note says, take what stands against it, or write it anew."""
        after = reviewing.chosen(self.book[note].note, index, other=other, comment=comment)
        fields = ("comment", "color", "tags", "entity", "spans", "variants")
        return self._edit("choose", note, **{name: getattr(after, name) for name in fields})

    def delete(self, notes: Iterable[str]) -> None:
        """Delete notes, as one act. They stay in the file as tombstones."""
        now = self._now()
        self._act("delete", [self._step(note, deleted=now) for note in notes])

    def restore(self, note: str) -> Entry:
        """Bring a deleted note back."""
        return self._edit("restore", note, deleted=None)

    def correct(self, what: str, made: Sequence[EntityCorrection]) -> None:
        """Put something right of the entities, as one act."""
        self._act(what, (), [CorrectionStep(None, one) for one in made])

    def take_corrections(self, corrections: Iterable[EntityCorrection]) -> bool:
        """Take over what the file says of the entities by now; True when something is new."""
        newer = {
            one.id: one
            for one in corrections
            if (known := self.corrections.get(one.id)) is None or (known != one and known.modified <= one.modified)
        }
        self.corrections.update(newer)
        return bool(newer)

    def withdraw(self, what: str, corrections: Iterable[str]) -> None:
        """Take corrections back, whenever they were made, as one act that can itself be undone."""
        now = self._now()
        living = [one for one in map(self.corrections.get, corrections) if one is not None and one.deleted is None]
        ends = [replace(one, deleted=now, modified=max(now, one.modified)) for one in living]
        self._act(what, (), [CorrectionStep(*pair) for pair in zip(living, ends, strict=True)])

    @property
    def can_undo(self) -> str:
        """What undo would take back, or empty."""
        act = self._history.next_undo()
        return act.what if act else ""

    @property
    def can_redo(self) -> str:
        """What redo would do again, or empty."""
        act = self._history.next_redo()
        return act.what if act else ""

    def undo(self) -> Travel | None:
        """Take back the last act, of an earlier session too; None when there is none."""
        return self._travel(self._history.next_undo(), back=True)

    def redo(self) -> Travel | None:
        """Do again what was taken back last; None when there is nothing."""
        return self._travel(self._history.next_redo(), back=False)

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
        self._act(what, [Step(None, note)])
        return self.book[note.id]

    def _edit(self, what: str, note: str, **fields: object) -> Entry:
        spans = self._seen(self.book[note]) if "spans" not in fields else fields["spans"]
        step = self._step(note, **fields | {"spans": spans})
        if step.before is None or any(getattr(step.before, name) != value for name, value in fields.items()):
            self._act(what, [step])
        return self.book[note]

    def _seen(self, entry: Entry) -> tuple[Span, ...]:
        """The spans of a note that a person has just dealt with: beside the quote, where it stands by now."""
        if not self.fingerprint:
            return entry.note.spans
        spans: list[Span] = []
        for span, place in zip(entry.note.spans, entry.places, strict=True):
            if place.span is None or place.status not in ("moved", "changed"):
                spans.append(span)
                continue
            start, end = place.span
            latest = Place(
                start=start, end=end, fingerprint=self.fingerprint, status=place.status, confidence=place.confidence
            )
            spans.append(replace(span, latest=latest))
            self._places[_key(spans[-1])] = place
        return tuple(spans)

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

    def _act(self, what: str, steps: Sequence[Step], corrections: Sequence[CorrectionStep] = ()) -> None:
        self._apply([step.after for step in steps], [step.after for step in corrections])
        with self._warning():
            self._history.did(what, steps, corrections)
        for step in steps:
            had = step.before.tags if step.before else ()
            self.last_tags = tuple(tag for tag in step.after.tags if tag not in had) or self.last_tags

    def _apply(self, notes: Sequence[Annotation], corrections: Sequence[EntityCorrection]) -> None:
        if self.locked is not None:
            raise ReadOnlyError(f"your notes are read-only: {self.locked}", hint=self.locked.hint)
        self.book.put_all([self._placed(note) for note in notes])
        self.corrections.update((one.id, one) for one in corrections)
        self._keep([*notes, *corrections])

    def _travel(self, act: Act | None, *, back: bool) -> Travel | None:
        if act is None:
            return None
        known = [self.book.get(step.after.id) for step in act.steps]
        notes = {entry.note.id: entry.note for entry in known if entry is not None}
        now = self._now()
        travel = travelled(act, notes, back=back, now=now, corrections=self.corrections)
        self._apply(travel.notes, travel.corrections)
        with self._warning():
            (self._history.undo if back else self._history.redo)(notes, now=now)
        return travel

    @contextmanager
    def _warning(self) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            self._warn(error)

    def _placed(self, note: Annotation) -> Entry:
        """The note with where it stands: as known from before, or found now."""
        known = self.book.get(note.id)
        if known is not None:
            if known.note.spans == note.spans:
                return Entry(note, known.places)
            self._places.update(zip(map(_key, known.note.spans), known.places, strict=True))
        places = [self._places.get(_key(span)) for span in note.spans]
        found = tuple(place for place in places if place is not None)
        return Entry(note, found if len(found) == len(places) else self._place(note))

    def _quoted(self, passages: Sequence[Passage]) -> tuple[Span, ...]:
        spans = tuple(self._quote(passage) for passage in passages)
        for span in spans:
            self._places[_key(span)] = Placement(status="exact", confidence=1.0, start=span.start, end=span.end)
        return spans
