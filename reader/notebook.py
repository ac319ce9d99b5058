"""Everyone's notes on one document and where each stands today: what the page marks and the Notes tab lists.

Offsets are code points of canonical text. Knows no screen and touches no file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from annotations.anchoring.placement import Placement
from annotations.model import Annotation, Annotator, Status
from reader.marks import Marks, NoteMark


@dataclass(frozen=True, slots=True)
class Entry:
    """A note, and where its spans stand."""

    note: Annotation
    places: tuple[Placement, ...] = ()
    """One for each span of the note."""

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the note is drawn: the spans that have a place a person need not be asked about."""
        return [place.span for place in self.places if place.span and place.status not in ("ambiguous", "orphan")]

    @property
    def start(self) -> int | None:
        """Where the note begins; None for a note that stands nowhere in the text."""
        return min((start for start, _ in self.spans), default=None)

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
    """The notes, by id. Tombstones are kept and shown nowhere."""

    def __init__(self, me: str) -> None:
        self._me = me
        self._entries: dict[str, Entry] = {}
        self._people: dict[str, Annotator] = {}
        self._replies: dict[str, set[str]] = {}
        self._tags: Counter[str] = Counter()
        self._recent: dict[str, datetime] = {}
        self._ordered: list[Entry] | None = None
        self._marks: dict[str, tuple[NoteMark, ...]] = {}
        self._drawn: Marks | None = None

    def __len__(self) -> int:
        """Notes that are alive."""
        return len(self.living())

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
        for entry in entries:
            self._forget(entry.note.id)
            self._entries[entry.note.id] = entry
            self._learn(entry)

    def drop(self, note: str) -> None:
        """Leave the note out altogether; for a note that is no longer in its file."""
        if note in self._entries:
            self._forget(note)
            del self._entries[note]

    def meet(self, person: Annotator) -> None:
        """Know a person's name."""
        self._people[person.id] = person

    def mine(self, note: Annotation) -> bool:
        """True for a note that the reader may change."""
        return note.annotator == self._me

    def person(self, annotator: str) -> str:
        """The display name of an annotator."""
        known = self._people.get(annotator)
        return known.name or known.id if known else annotator

    @property
    def people(self) -> list[str]:
        """Ids of those who have notes here, the reader first."""
        ids = {entry.note.annotator for entry in self._entries.values() if entry.note.deleted is None}
        return sorted(ids, key=lambda who: (who != self._me, who))

    def living(self) -> list[Entry]:
        """Every note but tombstones in document order: on the whole document, placed, then lost ones."""
        if self._ordered is None:
            living = [entry for entry in self._entries.values() if entry.note.deleted is None]
            self._ordered = sorted(living, key=_document_order)
        return self._ordered

    def replies(self, note: str) -> list[Entry]:
        """Living answers to the note, oldest first."""
        answers = [self._entries[reply] for reply in self._replies.get(note, ())]
        return sorted(
            (entry for entry in answers if entry.note.deleted is None),
            key=lambda entry: (entry.note.created, entry.note.id),
        )

    def at(self, start: int, end: int) -> list[Entry]:
        """Notes that share a code point with `[start, end)`, the shortest passage first."""
        found = {
            mark.note: mark.end - mark.start for mark in reversed(self.marks().touching(start, max(end, start + 1)))
        }
        return [self._entries[note] for note in sorted(found, key=lambda note: (found[note], note))]

    def exactly(self, start: int, end: int) -> Entry | None:
        """The reader's own note whose passage is just `[start, end)`; the newest of several."""
        same = [e for e in self.at(start, end) if e.spans == [(start, end)] and self.mine(e.note)]
        return max(same, key=lambda entry: entry.note.created, default=None)

    def marks(self) -> Marks:
        """What the page draws."""
        if self._drawn is None:
            several = len(self.people) > 1
            self._drawn = Marks(mark for entry in self.living() for mark in self._marks_of(entry, several=several))
        return self._drawn

    def tags(self) -> list[tuple[str, int]]:
        """Every tag in use and how often, the one used last first."""
        used = [(tag, count) for tag, count in self._tags.items() if count > 0]
        return sorted(used, key=lambda pair: (-self._recent[pair[0]].timestamp(), pair[0]))

    def _learn(self, entry: Entry) -> None:
        note = entry.note
        self._ordered = self._drawn = None
        if note.reply_to is not None:
            self._replies.setdefault(note.reply_to, set()).add(note.id)
            self._marks.pop(note.reply_to, None)
        if note.deleted is None:
            self._tags.update(note.tags)
            for tag in note.tags:
                self._recent[tag] = max(note.modified, self._recent.get(tag, note.modified))

    def _forget(self, note: str) -> None:
        old = self._entries.get(note)
        if old is None:
            return
        self._ordered = self._drawn = None
        self._marks.pop(note, None)
        if old.note.reply_to is not None:
            self._replies[old.note.reply_to].discard(note)
            self._marks.pop(old.note.reply_to, None)
        if old.note.deleted is None:
            self._tags.subtract(old.note.tags)

    def _marks_of(self, entry: Entry, *, several: bool) -> tuple[NoteMark, ...]:
        note = entry.note
        known = self._marks.get(note.id)
        if known is None or (known and bool(known[0].initials) != several):
            placed = [(place, span) for place in entry.places if (span := place.span) and span in entry.spans]
            known = self._marks[note.id] = tuple(
                NoteMark(
                    note=note.id,
                    start=start,
                    end=end,
                    color=note.color,
                    tags=note.tags,
                    comment=note.comment,
                    replies=len(self.replies(note.id)),
                    initials=initials(self.person(note.annotator)) if several else "",
                    status=place.status,
                    first=nth == 0,
                )
                for nth, (place, (start, end)) in enumerate(placed)
            )
        return known


def initials(name: str) -> str:
    """One or two letters for a person: `MO` for Mira Oy, `an` for ana."""
    words = [word for word in name.replace(".", " ").replace("-", " ").split() if word[0].isalnum()]
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return words[0][:2] if words else "?"


def _document_order(entry: Entry) -> tuple[int, int, int, datetime, str]:
    note = entry.note
    if not note.spans:
        return 0, 0, 0, note.created, note.id
    spans = entry.spans
    if not spans:
        return 2, note.spans[0].start, -note.spans[0].end, note.created, note.id
    start, end = min(spans)
    return 1, start, -end, note.created, note.id
