"""Anchoring as a benchmark of re-anchoring sees it: notes of an old text in, spans of a new text out.

The functions have the interface of the benchmark's `score.py`, which lies beside the checkout, in
`../shared/anchoring`, where there is one:

    PYTHONPATH=. python ../shared/anchoring/score.py tests.benchmarks.anchoring_score:reanchor --keep-old
    PYTHONPATH=. python ../shared/anchoring/score.py tests.benchmarks.anchoring_score:reanchor \\
        --describe tests.benchmarks.anchoring_score:describe

An `ambiguous` placement counts as not attached, because a person has yet to confirm it; `reanchor_eagerly` counts
it as attached.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from annotations.anchoring.landmarks import landmarks
from annotations.anchoring.place import place_all
from annotations.anchoring.placement import Placement
from annotations.anchoring.quote import quote_span
from annotations.model import Annotation, Span

OLD, NEW = "0" * 64, "1" * 64
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
Answer = tuple[int, int, float] | None


def placements(meta: dict[str, Any], text: str) -> list[Placement]:
    """One placement per annotation of the benchmark's `meta`."""
    notes = [
        Annotation(
            id=f"{number:08d}",
            spans=(
                Span(
                    exact=one["exact"],
                    prefix=one["prefix"],
                    suffix=one["suffix"],
                    start=one["start"],
                    end=one["end"],
                ),
            ),
            created=WHEN,
            modified=WHEN,
        )
        for number, one in enumerate(meta["annotations"])
    ]
    placed = place_all(
        notes,
        text,
        fingerprint=NEW,
        default_fingerprint=OLD,
        recall=lambda _: meta.get("old_text"),
        landmarks=[(offset, snippet) for offset, snippet in meta.get("landmarks", ())],
    )
    return [placed[note.id][0] for note in notes]


def reanchor(meta: dict[str, Any], text: str) -> list[Answer]:
    """Only what is attached without asking."""
    return [None if place.status in ("ambiguous", "orphan") else _answer(place) for place in placements(meta, text)]


def reanchor_eagerly(meta: dict[str, Any], text: str) -> list[Answer]:
    """Also what a person would have to confirm."""
    return [_answer(place) for place in placements(meta, text)]


def describe(text: str, spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """What a notes file stores: the anchors that postil makes."""
    made = [quote_span(text, start, end) for start, end in spans]
    return {
        "annotations": [
            {"exact": one.exact, "prefix": one.prefix, "suffix": one.suffix, "start": one.start, "end": one.end}
            for one in made
        ]
    }


def describe_with_landmarks(text: str, spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """What a notes file stores that travels without its text."""
    return {**describe(text, spans), "landmarks": landmarks(text)}


def _answer(place: Placement) -> Answer:
    return None if place.start is None or place.end is None else (place.start, place.end, place.confidence)
