"""What an export is made of: one document, the notes about it, who wrote them, and where they stand today.

Offsets are code points of the document's canonical text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from annotations.anchoring.placement import Placement
from annotations.formats.losses import Holding, Losses, survey
from annotations.formats.units import Offsets
from annotations.model import Annotation, Annotator, DocumentLike, EntityLike, Span, Status

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One span of a note where it stands in the document today."""

    span: Span
    start: int
    end: int
    words: str
    """What the document says there today: `span.exact`, unless the status is `changed`."""
    status: Status


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """One document and all that is said about it, ready to be written in any format."""

    document: DocumentLike
    notes: tuple[Annotation, ...] = ()
    """In document order. Deleted ones only where the person asked for them."""
    annotators: Mapping[str, Annotator] = field(default_factory=dict)
    entities: Sequence[EntityLike] = ()
    placements: Mapping[str, Sequence[Placement]] = field(default_factory=dict)
    """Id of a note -> today's place of each of its spans. A note that is missing here stands where its spans say,
    if their words are there."""
    made: datetime = EPOCH
    """When the export is made: some formats write it down."""
    original: Callable[[], bytes] | None = None
    """The bytes of the file that the document was made from, for formats that put notes into it."""

    def name(self, annotator: str) -> str:
        """What to call a person: the name, or the id where no name is known."""
        known = self.annotators.get(annotator)
        return (known.name or known.id) if known else annotator

    def spans(self, note: Annotation) -> list[tuple[Span, Placed | None]]:
        """Each span of the note, with where it stands today: None where its words stand nowhere."""
        places = self.placements.get(note.id)
        if places is None:
            places = [_at_rest(span, self.document) for span in note.spans]
        return [(span, self._placed(span, place)) for span, place in zip(note.spans, places, strict=True)]

    def placed(self, note: Annotation) -> list[Placed]:
        """Where the note stands today. Spans that stand nowhere are left out: an orphan gives an empty list."""
        return [placed for _, placed in self.spans(note) if placed is not None]

    def _placed(self, span: Span, place: Placement) -> Placed | None:
        # Of two places a person has to choose; until then the words are as good as nowhere.
        if place.span is None or place.status in ("orphan", "ambiguous"):
            return None
        start, end = place.span
        return Placed(span=span, start=start, end=end, words=self.document.text[start:end], status=place.status)

    @cached_property
    def offsets(self) -> Offsets:
        """Conversions of the document's offsets to other units."""
        return Offsets(self.document.text)

    @cached_property
    def replies(self) -> Mapping[str, Sequence[Annotation]]:
        """Id of a note -> the notes that answer it, oldest first."""
        answers: defaultdict[str, list[Annotation]] = defaultdict(list)
        for note in sorted(self.notes, key=lambda note: (note.created, note.id)):
            if note.reply_to is not None:
                answers[note.reply_to].append(note)
        return dict(answers)

    def survey(self, holds: frozenset[Holding]) -> Losses:
        """Count what a format that holds only `holds` will lose of these notes."""
        losses = survey(self.notes, holds)
        for note in self.notes:
            spans = self.spans(note)
            stands = [placed for _, placed in spans if placed is not None]
            if "orphan" not in holds and spans and not stands:
                losses.add("orphan")
            if "first words" not in holds:
                losses.add("first words", sum(placed.words != placed.span.exact for placed in stands))
            if "context" not in holds:
                losses.add("context", any(placed is None and (span.prefix or span.suffix) for span, placed in spans))
        return losses


def _at_rest(span: Span, document: DocumentLike) -> Placement:
    """A span taken at its word: where it was last known to stand, if its words are there."""
    latest = span.latest
    if latest is not None and latest.fingerprint == document.fingerprint and latest.status != "orphan":
        return Placement(status=latest.status, confidence=latest.confidence, start=latest.start, end=latest.end)
    if document.text[span.start : span.end] == span.exact:
        return Placement(status="exact", confidence=1.0, start=span.start, end=span.end)
    return Placement(status="orphan", confidence=0.0)
