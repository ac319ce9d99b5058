"""Notes that wait for a word from a person: why each waits, and what can be done. Knows no screen.

A note waits when its passage is not found for certain, when its words have changed, or when a merge kept two texts.
Offsets are code points of canonical text, half-open `[start, end)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from annotations.anchoring.placement import Placement
from annotations.model import Annotation, Place, Span, Status, Variant
from reader.notebook import Entry

Reason = Literal["changed", "ambiguous", "orphan", "conflict"]

ACCEPTED = 1.0
"""Confidence of a place that a person has confirmed."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A note to look at, and why."""

    entry: Entry
    reason: Reason
    index: int = 0
    """Of the span, or of the variant."""

    @property
    def candidates(self) -> list[tuple[int, int]]:
        """Where the words may stand, the likelier place first."""
        if self.reason == "conflict":
            return []
        place = self.entry.places[self.index]
        found = [place.span] if place.span is not None else []
        if place.runner_up is not None:
            found.append((place.runner_up.start, place.runner_up.end))
        return list(dict.fromkeys(found))

    @property
    def span(self) -> Span:
        """The span whose passage is in question."""
        return self.entry.note.spans[self.index]

    @property
    def variant(self) -> Variant:
        """What the other side of a merge said."""
        return self.entry.note.variants[self.index]


def waiting(entries: Iterable[Entry]) -> list[Waiting]:
    """The notes that wait, in document order; those that stand nowhere come last."""
    found: list[Waiting] = []
    for entry in entries:
        found += [Waiting(entry, "conflict", index) for index in range(len(entry.note.variants))]
        for index, place in enumerate(entry.places):
            reason = _reason(place)
            if reason is not None:
                found.append(Waiting(entry, reason, index))
    return sorted(found, key=_order)


def _reason(place: Placement) -> Reason | None:
    if place.status == "ambiguous":
        return "ambiguous"
    if place.status == "orphan":
        return "orphan"
    if place.status == "changed" and place.confidence < ACCEPTED:
        return "changed"
    return None


def _order(one: Waiting) -> tuple[bool, int, str]:
    start = next((start for start, _ in one.candidates), one.entry.start)
    return (start is None, start or 0, one.entry.note.id)


def settled(
    note: Annotation, index: int, place: tuple[int, int], *, text: str, fingerprint: str
) -> tuple[Annotation, Placement]:
    """The note with one span confirmed at a place of today's text, and what anchoring will say of it from now on.

    The quote stays as it was first made; the place is stored beside it.

    Args:
        note: The note.
        index: Of the span.
        place: Where a person says that it stands.
        text: The words at that place.
        fingerprint: Of today's canonical text.
    """
    span = note.spans[index]
    status: Status = "changed" if text != span.exact else "moved" if place != (span.start, span.end) else "exact"
    latest = Place(start=place[0], end=place[1], fingerprint=fingerprint, status=status, confidence=ACCEPTED)
    spans = (*note.spans[:index], replace(span, latest=latest), *note.spans[index + 1 :])
    placement = Placement(status=status, confidence=ACCEPTED, start=place[0], end=place[1])
    return replace(note, spans=spans), placement


def chosen(note: Annotation, index: int, *, other: bool, comment: str | None = None) -> Annotation:
    """The note with a conflict of a merge put right: its own words kept, those of the variant taken, or others.

    Args:
        note: The note.
        index: Of the variant.
        other: Whether what the variant says is taken.
        comment: What the person wrote from both.
    """
    variant = note.variants[index]
    rest = (*note.variants[:index], *note.variants[index + 1 :])
    if other:
        if variant.comment is not None:
            note = replace(note, comment=variant.comment)
        if variant.color is not None:
            note = replace(note, color=variant.color or None)
        if variant.tags is not None:
            note = replace(note, tags=variant.tags)
        if variant.entity is not None:
            note = replace(note, entity=variant.entity or None)
        if variant.spans is not None:
            note = replace(note, spans=variant.spans)
    if comment is not None:
        note = replace(note, comment=comment)
    return replace(note, variants=rest)


Difference = tuple[Literal["same", "gone", "new"], str]


_TOKEN = re.compile(r"\S+|\n")

_LONG = 4_000_000
"""Pairs of words from which on words that are everywhere are not compared: it would take seconds."""


def differences(was: str, now: str) -> list[Difference]:
    """The words that stayed, went and came, in reading order. Ends of lines count as words."""
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    found: list[Difference] = []

    def say(what: Literal["same", "gone", "new"], words: Sequence[str]) -> None:
        if words:
            found.append((what, " ".join(words).replace(" \n", "\n").replace("\n ", "\n")))

    matcher = SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > _LONG)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            say("same", old[i:j])
        else:
            say("gone", old[i:j])
            say("new", new[k:m])
    return found
