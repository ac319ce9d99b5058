"""Where every note of a file stands in today's text. Pure; offsets count code points."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotations.anchoring.normal import NormalText
from annotations.anchoring.placement import Candidate, Placement
from annotations.anchoring.quote import find_quote
from annotations.model import Annotation, Span

ORPHAN = Placement(status="orphan", confidence=0.0)


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
    normal = NormalText(text)
    return {
        note.id: tuple(
            _place(span, normal, (span.fingerprint or default_fingerprint) == fingerprint) for span in note.spans
        )
        for note in annotations
    }


def _place(span: Span, normal: NormalText, same_text: bool) -> Placement:
    if same_text and span.exact and normal.text[span.start : span.end] == span.exact:
        return Placement(status="exact", confidence=1.0, start=span.start, end=span.end)
    places = find_quote(normal, span.exact)
    if len(places) > 1:
        places = find_quote(normal, span.exact, prefix=span.prefix, suffix=span.suffix) or places
    if not places:
        return ORPHAN
    start, end = places[0]
    if len(places) > 1:
        return Placement(
            status="ambiguous",
            confidence=1 / len(places),
            start=start,
            end=end,
            runner_up=Candidate(start=places[1][0], end=places[1][1], confidence=1 / len(places)),
        )
    return Placement(status="moved", confidence=0.9, start=start, end=end)
