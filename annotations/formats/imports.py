"""Foreign notes brought home: an id that stays the same, a place in the document at hand, and an honest report.

Nothing that is here already is changed: reading the same file twice adds nothing.
Offsets are code points of canonical text, half-open `[start, end)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from unicodedata import normalize

from annotations.anchoring.placement import Placement
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.identity import annotator_id, note_id
from annotations.formats.units import Offsets, resolve
from annotations.model import CONTEXT, Annotation, Annotator, DocumentLike, Place, Span

Placer = Callable[[Sequence[Span], str], Sequence[Placement]]
"""Finds each span in a text: what `annotations.anchoring` does. Answers in the order of the spans."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a file of foreign notes. The counts are of notes."""

    read: int = 0
    """In the file and about this document."""
    added: int = 0
    matched: int = 0
    """Of the added: every passage stands where the file says."""
    reanchored: int = 0
    """Of the added: found again by their words."""
    ambiguous: int = 0
    """Of the added: a person has yet to say which of two places is meant."""
    orphaned: int = 0
    """Of the added: the words stand nowhere. The notes are kept."""
    known: int = 0
    """Here already, and left as they are."""
    skipped: tuple[Skipped, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "read": self.read,
            "added": self.added,
            "matched": self.matched,
            "reanchored": self.reanchored,
            "ambiguous": self.ambiguous,
            "orphaned": self.orphaned,
            "known": self.known,
            "skipped": [{"where": skip.where, "why": skip.why} for skip in self.skipped],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Notes to add, with who wrote them, and what to tell the person."""

    notes: tuple[Annotation, ...] = ()
    annotators: Mapping[str, Annotator] = field(default_factory=dict)
    """Id -> everyone who wrote one of `notes`."""
    report: Report = field(default_factory=Report)


def settle(
    reading: Reading,
    *,
    format_name: str,
    document: DocumentLike,
    known: Collection[str],
    place: Placer,
    now: datetime,
    me: str = "",
) -> Imported:
    """Give each foreign note an id, an author and a place.

    Args:
        reading: What the file says.
        format_name: The format it is in; ids are derived from it.
        document: The document the notes are about.
        known: Ids of all notes about it that are here already, deleted ones and those of other people included.
        place: Finds words whose stated place is not where they stand.
        now: Date of notes that have none.
        me: Id of the annotator for notes whose author the file does not tell.

    Returns:
        The notes that are not here yet, in document order.
    """
    offsets = Offsets(document.text)
    seen = set(known)
    fresh: list[tuple[str, Draft]] = []
    already = 0
    skipped = list(reading.skipped)
    for draft in reading.drafts:
        identity = note_id(format_name, draft.key)
        if identity in seen:
            already += 1
            continue
        seen.add(identity)
        fresh.append((identity, draft))
    settled = _Settler(document, offsets, place)
    spans = settled.spans([draft.passages for _, draft in fresh])
    notes = []
    people: dict[str, Annotator] = {}
    for (identity, draft), (found, _) in zip(fresh, spans, strict=True):
        person = annotator_id(draft.annotator) or me
        if person and person not in people:
            people[person] = replace(
                reading.annotators.get(draft.annotator, Annotator(id=person, name=_clean(draft.annotator))), id=person
            )
        created = draft.created or draft.modified or now
        notes.append(
            Annotation(
                id=identity,
                spans=found,
                color=draft.color,
                tags=tuple(dict.fromkeys(filter(None, (_clean(tag).strip() for tag in draft.tags)))),
                comment=_clean(draft.comment),
                entity=draft.entity,
                reply_to=None if draft.reply_to is None else note_id(format_name, draft.reply_to),
                annotator=person,
                created=created,
                modified=draft.modified or created,
                deleted=draft.deleted,
                variants=draft.variants,
                extra=draft.extra,
            )
        )
    outcomes = [outcome for _, outcome in spans]
    return Imported(
        notes=tuple(sorted(notes, key=_in_document_order)),
        annotators=people,
        report=Report(
            read=len(reading.drafts),
            added=len(notes),
            matched=outcomes.count("matched"),
            reanchored=outcomes.count("reanchored"),
            ambiguous=outcomes.count("ambiguous"),
            orphaned=outcomes.count("orphaned"),
            known=already,
            skipped=tuple(skipped),
        ),
    )


class _Settler:
    """Finds passages in one document: as stated, else all the rest together by their words."""

    def __init__(self, document: DocumentLike, offsets: Offsets, place: Placer) -> None:
        self._document = document
        self._offsets = offsets
        self._place = place

    def spans(self, notes: Sequence[Sequence[Passage | Span]]) -> list[tuple[tuple[Span, ...], str]]:
        """For each note its spans, and what to say of them in the report."""
        stated = [[self._as_stated(passage) for passage in passages] for passages in notes]
        lost = [
            self._as_span(passage)
            for passages, found in zip(notes, stated, strict=True)
            for passage, span in zip(passages, found, strict=True)
            if span is None and passage.exact.strip()
        ]
        places = iter(zip(lost, self._place(lost, self._document.text) if lost else (), strict=True))
        result = []
        for passages, found in zip(notes, stated, strict=True):
            outcome = "matched"
            spans = []
            for passage, span in zip(passages, found, strict=True):
                word = "matched"
                if span is None and passage.exact.strip():
                    span, word = self._found_again(passage, *next(places))
                if span is None:
                    # No words to look for: the note stays, without a passage.
                    word = "orphaned"
                else:
                    spans.append(span)
                outcome = max(outcome, word, key=_OUTCOMES.index)
            result.append((tuple(spans), outcome))
        return result

    def _as_stated(self, passage: Passage | Span) -> Span | None:
        if isinstance(passage, Span):
            here = passage.fingerprint in (None, self._document.fingerprint)
            return passage if here and self._words(passage.start, passage.end) == passage.exact else None
        if passage.start is None or passage.end is None or passage.start >= passage.end:
            return None
        if passage.unit is None:
            span = resolve(self._offsets, passage.start, passage.end, passage.exact)
        else:
            span = self._offsets.span(passage.unit, passage.start, passage.end)
            if span is not None and passage.exact and self._words(*span) != passage.exact:
                span = None
        return None if span is None else self._here(passage, *span)

    def _as_span(self, passage: Passage | Span) -> Span:
        """What anchoring looks for. The stated place, whatever it counts, is a hint to look near."""
        if isinstance(passage, Span):
            return passage
        start = min(max(passage.start or 0, 0), len(self._document.text))
        return Span(
            exact=normalize("NFC", passage.exact),
            prefix=normalize("NFC", passage.prefix or ""),
            suffix=normalize("NFC", passage.suffix or ""),
            start=start,
            end=start + len(normalize("NFC", passage.exact)),
        )

    def _found_again(self, passage: Passage | Span, sought: Span, placement: Placement) -> tuple[Span, str]:
        if placement.span is None or placement.status == "orphan":
            return sought, "orphaned"
        start, end = placement.span
        word = "ambiguous" if placement.status == "ambiguous" else "reanchored"
        if isinstance(passage, Passage) and word == "reanchored" and _same(self._words(start, end), passage.exact):
            return self._here(passage, start, end), word
        latest = Place(
            start=start,
            end=end,
            fingerprint=self._document.fingerprint,
            status=placement.status,
            confidence=placement.confidence,
        )
        if isinstance(passage, Span):
            # A whole anchor keeps what it says of the text it was made in.
            return replace(passage, latest=latest), word
        return replace(sought, start=start, end=end, fingerprint=self._document.fingerprint, latest=latest), word

    def _here(self, passage: Passage, start: int, end: int) -> Span:
        """A span of this document's own words. What stood around them is the file's, where it says so."""
        text = self._document.text
        return Span(
            exact=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start] if passage.prefix is None else passage.prefix,
            suffix=text[end : end + CONTEXT] if passage.suffix is None else passage.suffix,
            start=start,
            end=end,
            fingerprint=self._document.fingerprint,
        )

    def _words(self, start: int, end: int) -> str:
        return self._document.text[start:end] if 0 <= start <= end else ""


_OUTCOMES = ("matched", "reanchored", "ambiguous", "orphaned")
"""From good to bad: a note with several passages is as badly off as the worst of them."""


def _same(words: str, exact: str) -> bool:
    """Are these the same words, but for the way they are encoded and for line breaks?"""
    return _plain(words) == _plain(exact)


def _plain(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


def _clean(text: str) -> str:
    """Text that can be shown in a terminal and stored in any file: line feeds are the only control characters."""
    return _CONTROL.sub(_harmless, text.replace("\r\n", "\n"))


def _harmless(match: re.Match[str]) -> str:
    return "\n" if match[0] in "\r\u2028\u2029" else "\ufffd"


def _in_document_order(note: Annotation) -> tuple[int, int, datetime, str]:
    first: Iterable[Span] = note.spans[:1]
    start, end = next(((span.start, -span.end) for span in first), (-1, 0))
    return start, end, note.created, note.id
