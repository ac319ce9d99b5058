"""Foreign notes brought home: an id that stays the same, a place in the document at hand, and an honest report.

Nothing that is here already is changed: reading the same file twice adds nothing.
Offsets are code points of canonical text, half-open `[start, end)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from unicodedata import normalize

from annotations.anchoring.normal import NormalText
from annotations.anchoring.place import nothing, place_all
from annotations.anchoring.placement import Placement
from annotations.anchoring.quote import find_quote, quote_span
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.identity import annotator_id, is_derived, note_id
from annotations.formats.units import UNITS, Offsets, resolve
from annotations.formats.verbatim import Verbatim
from annotations.model import Annotation, Annotator, DocumentLike, Place, Span

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
    known: Collection[Annotation],
    now: datetime,
    me: str = "",
    recall: Callable[[str], str | None] = nothing,
) -> Imported:
    """Give each foreign note an id, an author and a place.

    Args:
        reading: What the file says.
        format_name: The format it is in; ids are derived from it.
        document: The document the notes are about.
        known: All notes about it that are here already, deleted ones and those of other people included.
        now: Date of notes that have none.
        me: Id of the annotator for notes whose author the file does not tell.
        recall: Fingerprint -> the text that had it, or None: old texts make whole anchors easier to find again.

    Returns:
        The notes that are not here yet, in document order. A note is here when its id is; and one that comes
        without an id of ours also when the same person has already said the same about the same words.
    """
    seen = {note.id for note in known}
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
    places = _place([(identity, draft.passages) for identity, draft in fresh], document, now, recall)
    said = {_said(note) for note in known if note.deleted is None}
    outcomes: list[str] = []
    notes: list[Annotation] = []
    people: dict[str, Annotator] = {}
    for (identity, draft), (found, outcome) in zip(fresh, places, strict=True):
        person = annotator_id(draft.annotator) or me
        created = draft.created or draft.modified or now
        note = Annotation(
            id=identity,
            spans=found,
            color=draft.color,
            tags=tuple(dict.fromkeys(filter(None, map(_tag, draft.tags)))),
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
        if is_derived(draft.key) and _said(note) in said:
            already += 1
            continue
        notes.append(note)
        outcomes.append(outcome)
        if person and person not in people:
            named = Annotator(id=person, name=_clean(draft.annotator))
            people[person] = replace(reading.annotators.get(draft.annotator, named), id=person)
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


def _said(note: Annotation) -> tuple[object, ...]:
    """What makes two notes the same to a person, whatever their ids."""
    return note.annotator, tuple((span.start, span.exact) for span in note.spans), note.comment, note.reply_to


def _place(
    notes: Sequence[tuple[str, Sequence[Passage | Span]]],
    document: DocumentLike,
    now: datetime,
    recall: Callable[[str], str | None],
) -> list[tuple[tuple[Span, ...], str]]:
    """For each note its spans in the document, and what to say of them: as stated, else found by their words."""
    stated = _Stated(document)
    asked = [(identity, [(passage, stated.found(passage)) for passage in passages]) for identity, passages in notes]
    sought = [
        Annotation(
            id=identity,
            spans=tuple(
                found[0] if found else _sought(passage, document)
                for passage, found in passages
                if found or _has_words(passage)
            ),
            created=now,
            modified=now,
        )
        for identity, passages in asked
    ]
    lost = any(found is None and _has_words(passage) for _, passages in asked for passage, found in passages)
    placements = (
        place_all(sought, document.text, fingerprint=document.fingerprint, default_fingerprint="", recall=recall)
        if lost
        else {}
    )
    result = []
    for (identity, passages), note in zip(asked, sought, strict=True):
        outcome = "matched"
        spans: list[Span] = []
        for passage, found in passages:
            if found is None and not _has_words(passage):
                # Nothing to look for: the note stays, without a passage.
                outcome = "orphaned"
                continue
            index = len(spans)
            span, word = found or _found_again(passage, note.spans[index], placements[identity][index], document)
            spans.append(span)
            outcome = max(outcome, word, key=_OUTCOMES.index)
        result.append((tuple(spans), outcome))
    return result


class _Stated:
    """Takes passages of one document at their word."""

    def __init__(self, document: DocumentLike) -> None:
        self._document = document
        self._offsets = Offsets(document.text)

    @cached_property
    def _normal(self) -> NormalText:
        return NormalText(self._document.text)

    @cached_property
    def _verbatim(self) -> Verbatim:
        return Verbatim(self._document.text)

    def alone(self, passage: Passage | Span) -> tuple[Span, str] | None:
        """A quote without surroundings, which nothing but its words can place: where they stand.

        Returns: The span, and `ambiguous` when the words stand in several places: the one nearest to where the file
            says, else the first. None, when they stand nowhere, or when there is more to go by.
        """
        if isinstance(passage, Span) or passage.prefix or passage.suffix or not _has_words(passage):
            return None
        exact = normalize("NFC", passage.exact)
        places = self._verbatim.places(exact) or find_quote(self._normal, exact)
        if not places:
            return None
        start, end = min(places, key=lambda place: abs(place[0] - (passage.start or 0)))
        found = _here(passage, start, end, self._document)
        if len(places) == 1:
            return found, "reanchored"
        fingerprint = self._document.fingerprint
        latest = Place(start=start, end=end, fingerprint=fingerprint, status="ambiguous", confidence=1 / len(places))
        return replace(found, latest=latest), "ambiguous"

    def found(self, passage: Passage | Span) -> tuple[Span, str] | None:
        """The span that needs no further search, and what to say of it."""
        span = self.span(passage)
        return (span, "matched") if span is not None else self.alone(passage)

    def span(self, passage: Passage | Span) -> Span | None:
        """The span where the file says the words stand; None when other words stand there."""
        if isinstance(passage, Span):
            if passage.latest is not None and passage.latest.fingerprint == self._document.fingerprint:
                return passage
            here = passage.fingerprint in (None, self._document.fingerprint)
            return passage if here and self._words(passage.start, passage.end) == passage.exact else None
        if passage.start is None or passage.end is None or passage.start >= passage.end:
            return None
        if passage.unit is None:
            place = self._in_some_unit(passage, passage.start, passage.end)
        else:
            place = self._offsets.span(passage.unit, passage.start, passage.end)
            if place is not None and passage.exact and self._words(*place) != passage.exact:
                place = None
        return _here(passage, *place, self._document) if place and self._surrounded(passage, *place) else None

    def _in_some_unit(self, passage: Passage, start: int, end: int) -> tuple[int, int] | None:
        if len(passage.prefix or "") + len(passage.suffix or "") >= _TELLING:
            # Where words and surroundings agree, it is no matter that another unit gives the words elsewhere.
            for unit in UNITS:
                place = self._offsets.span(unit, start, end)
                if place and self._words(*place) == passage.exact and self._surrounded(passage, *place):
                    return place
        return resolve(self._offsets, start, end, passage.exact)

    def _surrounded(self, passage: Passage, start: int, end: int) -> bool:
        """Does the text around the place agree with what the file says stands there?"""
        text = self._document.text
        return text.endswith(passage.prefix or "", 0, start) and text.startswith(passage.suffix or "", end)

    def _words(self, start: int, end: int) -> str:
        return self._document.text[start:end] if 0 <= start < end else ""


def _has_words(passage: Passage | Span) -> bool:
    return bool(passage.exact.strip())


def _sought(passage: Passage | Span, document: DocumentLike) -> Span:
    """What anchoring looks for. The stated place, whatever it counts, is a hint to look near."""
    if isinstance(passage, Span):
        return passage
    exact = normalize("NFC", passage.exact)
    start = min(max(passage.start or 0, 0), len(document.text))
    return Span(
        exact=exact,
        prefix=normalize("NFC", passage.prefix or ""),
        suffix=normalize("NFC", passage.suffix or ""),
        start=start,
        end=start + len(exact),
    )


def _found_again(
    passage: Passage | Span, sought: Span, placement: Placement, document: DocumentLike
) -> tuple[Span, str]:
    if placement.span is None or placement.status == "orphan":
        return sought, "orphaned"
    start, end = placement.span
    word = "ambiguous" if placement.status == "ambiguous" else "reanchored"
    if isinstance(passage, Passage) and word == "reanchored" and _same(document.text[start:end], passage.exact):
        return _here(passage, start, end, document), word
    if isinstance(passage, Span):
        # A whole anchor says in which text it was made, and is found again each time the document is opened.
        return passage, word
    latest = Place(
        start=start,
        end=end,
        fingerprint=document.fingerprint,
        status=placement.status,
        confidence=placement.confidence,
    )
    return replace(sought, start=start, end=end, fingerprint=document.fingerprint, latest=latest), word


def _here(passage: Passage, start: int, end: int, document: DocumentLike) -> Span:
    """A span of this document's own words. What stood around them is the file's, where it says so."""
    made = quote_span(document.text, start, end, fingerprint=document.fingerprint)
    return replace(
        made,
        prefix=made.prefix if passage.prefix is None else passage.prefix,
        suffix=made.suffix if passage.suffix is None else passage.suffix,
    )


_TELLING = 16
"""Code points of surroundings that make a place certain."""

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


def _tag(text: str) -> str:
    return " ".join(_clean(text).split()).removeprefix("#")


def _harmless(match: re.Match[str]) -> str:
    return "\n" if match[0] in "\r\u2028\u2029" else "\ufffd"


def _in_document_order(note: Annotation) -> tuple[int, int, datetime, str]:
    first: Iterable[Span] = note.spans[:1]
    start, end = next(((span.start, -span.end) for span in first), (-1, 0))
    return start, end, note.created, note.id
