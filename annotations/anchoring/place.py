"""Where every note of a file stands in today's text. Pure; offsets count code points, half-open.

What was annotated is known in one of three ways, best first: the old text is today's text; the old text is at hand
and is compared with today's; only quotes, their context and landmarks are left of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from annotations.anchoring.placement import GONE, Placement
from annotations.model import Annotation, Place, Span, Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from annotations.anchoring.comparison import Comparison
    from annotations.anchoring.pieces import Pieces

Stretch = tuple[int, int]


def nothing(_fingerprint: str) -> str | None:
    """No text is remembered."""
    return None


def place_all(
    annotations: Sequence[Annotation],
    text: str,
    *,
    fingerprint: str,
    recall: Callable[[str], str | None] = nothing,
    default_fingerprint: str,
    landmarks: Sequence[tuple[int, str]] = (),
) -> dict[str, tuple[Placement, ...]]:
    """Find the passages of all notes of a file in today's text.

    A place is answered only with a status that says how sure it is: `exact`, `moved` and `changed` are found,
    `ambiguous` is a candidate that a person has yet to confirm, `orphan` has no place, though it may name a
    candidate as runner-up. The answer does not depend on the order of the notes.

    Args:
        annotations: All notes of the file: each is evidence for the others.
        text: Today's canonical text.
        fingerprint: Of `text`.
        recall: Fingerprint -> the canonical text that had it, or None when it is not at hand.
        default_fingerprint: Of the text in which spans count that name none themselves.
        landmarks: Offsets and snippets of the text with `default_fingerprint`.

    Returns:
        Note id -> one placement per span of the note, in the order of its spans.
    """
    origins = _Origins(text, fingerprint, recall)
    passages = [[origins.of(span, default_fingerprint) for span in note.spans] for note in annotations]
    compared: dict[str, list[_Passage]] = {}
    quoted: dict[str, list[_Passage]] = {}
    for passage in chain.from_iterable(passages):
        if passage.placement is None:
            groups = quoted if passage.stretch is None else compared
            groups.setdefault(passage.fingerprint, []).append(passage)
    if compared or quoted:
        _place_anew(compared, quoted, origins, text, {default_fingerprint: landmarks})
    return {
        note.id: tuple(passage.placement or GONE for passage in found)
        for note, found in zip(annotations, passages, strict=True)
    }


@dataclass(slots=True)
class _Passage:
    """A span, and what is known of the text it was made in, or was last found in."""

    span: Span
    fingerprint: str
    """Of that text."""
    stretch: Stretch | None = None
    """Where the passage stands in that text, if the text is at hand."""
    placement: Placement | None = None


def _place_anew(
    compared: Mapping[str, list[_Passage]],
    quoted: Mapping[str, list[_Passage]],
    origins: _Origins,
    text: str,
    landmarks: Mapping[str, Sequence[tuple[int, str]]],
) -> None:
    """Fill in the placements of passages that were made in other texts, by the fingerprints of these."""
    # Loaded here because most notes are about the very text that is open.
    from annotations.anchoring.comparison import Comparison
    from annotations.anchoring.pieces import joined, snippet

    for known, group in compared.items():
        _place(group, Comparison(origins.recalled[known] or "", text), None)
    for known, group in quoted.items():
        pieces = joined([*(snippet(passage.span) for passage in group), *landmarks.get(known, ())])
        _place(group, Comparison(pieces, text), pieces)


def _place(passages: Sequence[_Passage], comparison: Comparison, pieces: Pieces | None) -> None:
    """Fill in the placements of passages of one old text."""
    known = []
    for passage in passages:
        if pieces is not None:
            passage.stretch = pieces.place(passage.span.start, passage.span.exact)
        if passage.stretch is not None:
            known.append((passage, passage.stretch))
    placements = comparison.place([(passage.span, stretch) for passage, stretch in known])
    for (passage, _), placement in zip(known, placements, strict=True):
        passage.placement = placement


class _Origins:
    """Finds out what is known of the text a span was made in, or was last found in."""

    def __init__(self, text: str, fingerprint: str, recall: Callable[[str], str | None]) -> None:
        self._text = text
        self._fingerprint = fingerprint
        self._recall = recall
        self.recalled: dict[str, str | None] = {}

    def of(self, span: Span, default_fingerprint: str) -> _Passage:
        made_in = span.fingerprint or default_fingerprint
        if not span.exact:
            return _Passage(span, made_in, placement=GONE)
        latest = span.latest
        if latest is not None and latest.fingerprint == self._fingerprint:
            placement = self._settled(span, latest)
            if placement is not None:
                return _Passage(span, made_in, placement=placement)
        if made_in == self._fingerprint and self._text[span.start : span.end] == span.exact:
            placement = Placement(status="exact", confidence=1.0, start=span.start, end=span.end)
            return _Passage(span, made_in, placement=placement)
        if latest is not None and latest.fingerprint != self._fingerprint:
            later = self._remembered(latest.fingerprint)
            if later is not None and 0 <= latest.start < latest.end <= len(later):
                return _Passage(span, latest.fingerprint, stretch=(latest.start, latest.end))
        if made_in != self._fingerprint:
            old = self._remembered(made_in)
            if old is not None and old[span.start : span.end] == span.exact:
                return _Passage(span, made_in, stretch=(span.start, span.end))
        return _Passage(span, made_in)

    def _settled(self, span: Span, latest: Place) -> Placement | None:
        """Where a person left a span in this very text."""
        if not 0 <= latest.start < latest.end <= len(self._text):
            return None
        words = self._text[latest.start : latest.end]
        status: Status = "changed"
        if words == span.exact:
            status = "exact" if latest.start == span.start else "moved"
        else:
            from annotations.anchoring.normal import NormalText

            if NormalText(words).stream == NormalText(span.exact).stream:
                status = "moved"
        return Placement(status=status, confidence=latest.confidence, start=latest.start, end=latest.end)

    def _remembered(self, fingerprint: str) -> str | None:
        if fingerprint not in self.recalled:
            self.recalled[fingerprint] = self._recall(fingerprint)
        return self.recalled[fingerprint]
