"""A stretch of text that an engine or a rule takes for a name. Offsets are code points of canonical text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from reader.entities.model import EntityKind

Label = Literal["person", "organisation", "place", "date", "group", "event", "work", "other"]
"""The kinds of entity, and `group`: a nationality, a people, a faith or a political current."""


class Found(NamedTuple):
    """One mention before it is part of an entity. `[start, end)`."""

    start: int
    end: int
    label: Label
    weight: float = 1.0
    """How much it counts when the mentions of one surface form vote on its kind; 3 and more is sure."""


SURE = 3.0
"""Weight from which a mention is never dropped or changed by another's vote."""


def kind_of(label: Label) -> EntityKind:
    """The kind under which a label is shown."""
    return "other" if label == "group" else label


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """The mentions in document order; of two that overlap the heavier stays, then the longer, then the earlier."""
    kept: list[Found] = []
    starts: list[int] = []
    for one in sorted(found, key=lambda one: (-one.weight, one.start - one.end, one.start)):
        at = bisect_right(starts, one.start)
        if at and kept[at - 1].end > one.start:
            continue
        if at < len(kept) and kept[at].start < one.end:
            continue
        kept.insert(at, one)
        starts.insert(at, one.start)
    return kept


def outside(found: Iterable[Found], taken: Sequence[Found]) -> list[Found]:
    """Those of `found` that share no code point with any of `taken`, which is in order and does not overlap."""
    starts = [one.start for one in taken]
    free = []
    for one in found:
        at = bisect_right(starts, one.start)
        if (at and taken[at - 1].end > one.start) or (at < len(taken) and taken[at].start < one.end):
            continue
        free.append(one)
    return free


def around(found: Iterable[Found], inner: Sequence[Found]) -> list[Found]:
    """Those of `found` that are longer than, and hold, one of `inner`, which is in order."""
    starts = [one.start for one in inner]
    larger = []
    for one in found:
        at = bisect_left(starts, one.start)
        while at < len(inner) and inner[at].start < one.end:
            if inner[at].end <= one.end and inner[at][:2] != one[:2]:
                larger.append(one)
                break
            at += 1
    return larger


def with_longer(found: Sequence[Found], names: Sequence[Found]) -> list[Found]:
    """`found`, with those of `names` in the place of the shorter ones that they hold."""
    longer = without_overlaps(one._replace(weight=1.0) for one in around(names, found))
    return sorted([*outside(found, longer), *longer])
