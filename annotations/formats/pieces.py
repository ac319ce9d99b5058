"""Text cut where marks begin and end, so that marks which overlap can be nested. Offsets count code points."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

_Of = TypeVar("_Of")

DEPTH = 8
"""Marks that are nested at most. More on one spot can be told apart by nobody, and a page must not grow with the
square of its notes."""


@dataclass(frozen=True, slots=True)
class Stretch(Generic[_Of]):
    """What a mark covers."""

    start: int
    end: int
    of: _Of


@dataclass(frozen=True, slots=True)
class Piece(Generic[_Of]):
    """A piece of text that the same marks cover from its start to its end."""

    start: int
    end: int
    marks: tuple[Stretch[_Of], ...]
    """The outermost first: what began earlier, and of two that began together the longer."""


class Stretches(Generic[_Of]):
    """Stretches of a text, found by the part of it they touch."""

    def __init__(self, stretches: Sequence[Stretch[_Of]]) -> None:
        self._sorted = sorted((one for one in stretches if one.start < one.end), key=_outermost_first)
        self._starts = [one.start for one in self._sorted]
        self._reach: list[int] = []
        furthest = 0
        for one in self._sorted:
            furthest = max(furthest, one.end)
            self._reach.append(furthest)

    def touching(self, start: int, end: int) -> list[Stretch[_Of]]:
        """Those that share a code point with `[start, end)`."""
        first = bisect_left(self._reach, start + 1)
        last = bisect_left(self._starts, end)
        return [one for one in self._sorted[first:last] if one.end > start]

    def pieces(self, start: int, end: int) -> Iterator[Piece[_Of]]:
        """`[start, end)` in pieces, in order, without gaps."""
        touching = self.touching(start, end)
        cuts = sorted(
            {start, end, *(max(start, one.start) for one in touching), *(min(end, one.end) for one in touching)}
        )
        waiting = 0
        active: list[Stretch[_Of]] = []
        for first, last in pairwise(cuts):
            active = [one for one in active if one.end > first]
            while waiting < len(touching) and touching[waiting].start <= first:
                active.append(touching[waiting])
                waiting += 1
            yield Piece(first, last, tuple(active[:DEPTH]))


def _outermost_first(stretch: Stretch[_Of]) -> tuple[int, int]:
    return stretch.start, -stretch.end
