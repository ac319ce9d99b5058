"""Everyone's notes on one document and where each stands today: what the page marks and the Notes tab lists.

Offsets are code points of canonical text. Knows no screen and touches no file.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from annotations.anchoring.placement import Placement
from annotations.model import Annotation, Annotator, Status
from reader.marks import Marks, NoteMark
from reader.people import Chosen, Face, faces


class Entry:
    """A note, and where its spans stand. A value: it never changes."""

    __slots__ = ("note", "places", "spans", "start")

    def __init__(self, note: Annotation, places: tuple[Placement, ...] = ()) -> None:
        self.note = note
        self.places = places
        """One for each span of the note."""
        self.spans = tuple(
            [
                (place.start, place.end)
                for place in places
                if place.start is not None and place.end is not None and place.status not in ("ambiguous", "orphan")
            ]
        )
        """Where the note is drawn: the spans that have a place a person need not be asked about."""
        self.start = min(self.spans)[0] if self.spans else None
        """Where the note begins; None for a note that stands nowhere in the text."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and (self.note, self.places) == (other.note, other.places)

    def __hash__(self) -> int:
        return hash(self.note.id)

    @property
    def status(self) -> Status:
        """The least certain of its spans; a note on the whole document is always where it belongs."""
        order: tuple[Status, ...] = ("exact", "moved", "changed", "ambiguous", "orphan")
        return max((place.status for place in self.places), key=order.index, default="exact")

    @property
    def quote(self) -> str:
        """The words it is about, as annotated."""
        return " … ".join(span.exact for span in self.note.spans)

    @property
    def lost(self) -> bool:
        """True for a note whose passage is not found for certain: it is listed apart, and never dropped."""
        return bool(self.note.spans) and not self.spans


class Notebook:
    """The notes, by id. Tombstones are kept and shown nowhere.

    A change to one note costs little more than copying the order of all: lists of ids and of marks.
    """

    def __init__(self, me: str, chosen: Mapping[str, Chosen] | None = None) -> None:
        """Begin with no notes; `me` is the reader's id, `chosen` what the reader wants people to be known by."""
        self._me = me
        self._chosen = chosen or {}
        self._faces: dict[str, Face] = {}
        self._faced = 0
        """How many people `_faces` tells apart."""
        self._entries: dict[str, Entry] = {}
        self._people: dict[str, Annotator] = {}
        self._writers: Counter[str] = Counter()
        self._replies: dict[str, set[str]] = {}
        self._tags: Counter[str] = Counter()
        self._recent: dict[str, datetime] = {}
        self._order: list[Entry] = []
        """The living, in the order of `_place`."""
        """Of the living, in document order."""
        self._ordered: list[Entry] | None = None
        self._marks: dict[str, tuple[NoteMark, ...]] = {}
        """Those in `_drawn`, by their notes."""
        self._drawn: Marks | None = None
        self._stale: set[str] = set()
        """Notes whose marks may no longer be those in `_drawn`."""
        self._people_drawn = 0
        """How many people the faces in `_drawn` were told apart among; 0 where all notes are the reader's."""
        self._hidden: set[str] = set()
        self.changes: list[str] = []
        """Ids of the notes that were put or dropped, and of those they answer, in order, for whoever follows."""

    def __len__(self) -> int:
        """Notes that are alive."""
        return len(self._order)

    def __contains__(self, note: str) -> bool:
        return note in self._entries

    def __getitem__(self, note: str) -> Entry:
        return self._entries[note]

    def get(self, note: str) -> Entry | None:
        """The note with this id, a tombstone too."""
        return self._entries.get(note)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def put(self, note: Annotation, places: tuple[Placement, ...]) -> None:
        """Add the note, or put it in the place of the one with the same id."""
        self.put_all([Entry(note, places)])

    def put_all(self, entries: Iterable[Entry]) -> None:
        """Add or replace many."""
        batch = list(entries)
        many = len(batch) > _MANY
        if many:
            self._drawn = None
        for entry in batch:
            self._forget(entry.note.id, ordered=not many)
            self._entries[entry.note.id] = entry
            self._learn(entry, ordered=not many)
        if many:
            self._order = sorted((e for e in self._entries.values() if e.note.deleted is None), key=_place)

    def drop(self, note: str) -> None:
        """Leave the note out altogether; for a note that is no longer in its file."""
        if note in self._entries:
            self._forget(note, ordered=True)
            del self._entries[note]

    def meet(self, person: Annotator) -> None:
        """Know a person's name; a file that tells none takes none away."""
        known = self._people.get(person.id)
        if known != person and (person.name or known is None):
            self._people[person.id] = person
            self._drawn = None
            self._faces = {}

    def mine(self, note: Annotation) -> bool:
        """True for a note that the reader may change."""
        return note.annotator == self._me

    def person(self, annotator: str) -> str:
        """The display name of an annotator."""
        known = self._people.get(annotator)
        return known.name or known.id if known else annotator

    def face(self, annotator: str) -> Face:
        """The initials and the colour of an annotator, of those who have, or had, notes here."""
        if annotator not in self._faces or self._faced < len(self._writers):
            self._faced = len(self._writers)
            self._faces = faces({who: self.person(who) for who in {annotator, *self._writers}}, self._chosen)
        return self._faces[annotator]

    @property
    def people(self) -> list[str]:
        """Ids of those who have notes here, the reader first."""
        return sorted(
            (who for who, count in self._writers.items() if count > 0), key=lambda who: (who != self._me, who)
        )

    @property
    def shared(self) -> bool:
        """Whether anyone but the reader has notes here: then each note says whose it is."""
        return any(who != self._me for who in self.people)

    @property
    def hidden(self) -> frozenset[str]:
        """Ids of the people whose notes are not drawn in the text."""
        return frozenset(self._hidden)

    def hide(self, person: str, *, hidden: bool) -> None:
        """Leave a person's notes out of the text, or draw them again; in the list they stay."""
        (self._hidden.add if hidden else self._hidden.discard)(person)
        self._drawn = None

    def living(self) -> list[Entry]:
        """Every note but tombstones in document order: on the whole document, placed, then lost ones."""
        if self._ordered is None:
            self._ordered = self._order.copy()
        return self._ordered

    def beside(self, offset: int, by: int, note: str | None = None) -> tuple[Entry, bool] | None:
        """The next note in the text, or the one before; past the last comes the first.

        Args:
            offset: Where the reader is.
            by: 1 for the next, -1 for the one before.
            note: The note that the reader is at; None: at none, `offset` counts.

        Returns: The note, and whether the end was passed; None when there is no note in the text.
        """
        first, last = self._index(_IN_TEXT), self._index(_LOST)
        if first == last:
            return None
        if note is not None:
            index = self._index(_place(self._entries[note])) + by
        elif by > 0:
            index = self._index((_IN_TEXT[0], offset + 1))
        else:
            index = self._index((_IN_TEXT[0], offset)) - 1
        passed = False
        for _ in range(last - first):
            if not first <= index < last:
                passed = True
                index = first if by > 0 else last - 1
            entry = self._order[index]
            if entry.note.annotator not in self._hidden:
                return entry, passed
            index += by
        return None

    def _index(self, place: tuple[object, ...]) -> int:
        """Index of the first note in order that does not come before a place."""
        return bisect_left(self._order, place, key=_place)

    def replies(self, note: str) -> list[Entry]:
        """Living answers to the note, oldest first."""
        if note not in self._replies:
            return []
        answers = [self._entries[reply] for reply in self._replies[note]]
        return sorted(
            (entry for entry in answers if entry.note.deleted is None),
            key=lambda entry: (entry.note.created, entry.note.id),
        )

    def at(self, start: int, end: int) -> list[Entry]:
        """Notes that share a code point with `[start, end)`, the shortest passage first."""
        touching = self.marks().touching(start, max(end, start + 1))
        found = {mark.note: mark.end - mark.start for mark in reversed(touching)}
        return [self._entries[note] for note in sorted(found, key=lambda note: (found[note], note))]

    def exactly(self, start: int, end: int) -> Entry | None:
        """The reader's own note whose passage is just `[start, end)`; the newest of several."""
        same = [e for e in self.at(start, end) if e.spans == ((start, end),) and self.mine(e.note)]
        return max(same, key=lambda entry: entry.note.created, default=None)

    def marks(self) -> Marks:
        """What the page draws."""
        people = len(self._writers) if self.shared else 0
        if self._drawn is None or people != self._people_drawn or len(self._stale) > _MANY:
            self._people_drawn = people
            self._marks = {entry.note.id: self._marks_of(entry) for entry in self.living()}
            self._drawn = Marks(mark for marks in self._marks.values() for mark in marks)
        elif self._stale:
            out = [mark for note in self._stale for mark in self._marks.pop(note, ())]
            into: list[NoteMark] = []
            for note in self._stale:
                entry = self._entries.get(note)
                if entry is not None and entry.note.deleted is None:
                    self._marks[note] = self._marks_of(entry)
                    into += self._marks[note]
            self._drawn = self._drawn.changed(out, into)
        self._stale.clear()
        return self._drawn

    def tags(self) -> list[tuple[str, int]]:
        """Every tag in use and how often, the one used last first."""
        used = [(tag, count) for tag, count in self._tags.items() if count > 0]
        return sorted(used, key=lambda pair: (-self._recent[pair[0]].timestamp(), pair[0]))

    def _learn(self, entry: Entry, *, ordered: bool) -> None:
        note = entry.note
        self._touch(note)
        if note.reply_to is not None:
            self._replies.setdefault(note.reply_to, set()).add(note.id)
        if note.deleted is None:
            if ordered:
                insort(self._order, entry, key=_place)
            self._writers[note.annotator] += 1
            self._tags.update(note.tags)
            for tag in note.tags:
                self._recent[tag] = max(note.modified, self._recent.get(tag, note.modified))

    def _forget(self, note: str, *, ordered: bool) -> None:
        old = self._entries.get(note)
        if old is None:
            return
        self._touch(old.note)
        if old.note.reply_to is not None:
            self._replies[old.note.reply_to].discard(note)
        if old.note.deleted is None:
            if ordered:
                del self._order[self._index(_place(old))]
            self._writers[old.note.annotator] -= 1
            self._tags.subtract(old.note.tags)

    def _touch(self, note: Annotation) -> None:
        self._ordered = None
        self.changes.append(note.id)
        self._stale.add(note.id)
        if note.reply_to is not None:
            self.changes.append(note.reply_to)
            self._stale.add(note.reply_to)

    def _marks_of(self, entry: Entry) -> tuple[NoteMark, ...]:
        if not entry.spans or entry.note.annotator in self._hidden:
            return ()
        note = entry.note
        replies = len(self.replies(note.id))
        face = self.face(note.annotator) if self._people_drawn else None
        placed = [(place.status, place.span) for place in entry.places if place.span in entry.spans]
        return tuple(
            NoteMark(
                note=note.id,
                start=span[0],
                end=span[1],
                color=note.color,
                tags=note.tags,
                comment=note.comment,
                replies=replies,
                initials=face.initials if face else "",
                person=face.color if face else None,
                status=status,
                first=nth == 0,
            )
            for nth, (status, span) in enumerate(placed)
            if span is not None
        )


_Place = tuple[int, int, int, datetime, str]
"""Where a note comes in document order."""

_IN_TEXT, _LOST = (1,), (2,)
"""Where the notes that stand in the text begin, and those whose words are not found."""

_MANY = 200
"""Notes from which it costs less to put all in order than each in its place."""


def _place(entry: Entry) -> _Place:
    note = entry.note
    if not note.spans:
        return 0, 0, 0, note.created, note.id
    if entry.start is None:
        return _LOST[0], note.spans[0].start, -note.spans[0].end, note.created, note.id
    start, end = min(entry.spans)
    return _IN_TEXT[0], start, -end, note.created, note.id
