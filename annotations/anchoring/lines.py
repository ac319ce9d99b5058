"""Whole lines that two texts have in common, letter for letter: the cheap first cut of an alignment.

Offsets count code points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from sys import maxsize

SHORTEST = 24
"""Code points below which a line is too likely to turn up anywhere."""


MARGIN = 32
"""Code points on either side of a passage that make its place in an equal stretch certain."""


def equal_stretches(old: str, new: str) -> list[tuple[int, int, int]]:
    """Stretches of whole lines that stand in both texts, in order on both sides: old offset, new offset, length.

    Only lines that stand once in either text start a stretch; it grows over its equal neighbours.
    """
    old_lines, new_lines = old.split("\n"), new.split("\n")
    here, there = _once(old_lines), _once(new_lines)
    pairs = sorted((here[line], there[line]) for line in here.keys() & there.keys())
    old_starts = [0, *accumulate(len(line) + 1 for line in old_lines)]
    new_starts = [0, *accumulate(len(line) + 1 for line in new_lines)]
    stretches: list[tuple[int, int, int]] = []
    i_free = j_free = 0
    for i, j in rising(pairs):
        if i < i_free or j < j_free:
            continue
        first = i
        while first > i_free and j - (i - first) > j_free and old_lines[first - 1] == new_lines[j - (i - first) - 1]:
            first -= 1
        last, shift = i + 1, j - i
        while last < len(old_lines) and last + shift < len(new_lines) and old_lines[last] == new_lines[last + shift]:
            last += 1
        stretches.append((old_starts[first], new_starts[first + shift], old_starts[last] - 1 - old_starts[first]))
        i_free, j_free = last, last + shift
    return stretches


def carried(stretches: Sequence[tuple[int, int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Where a passage of the old text stands in the new one, if it lies well inside an equal stretch."""
    place = bisect_right(stretches, (start, maxsize, maxsize)) - 1
    if place < 0:
        return None
    old, new, length = stretches[place]
    if start - old < MARGIN or old + length - end < MARGIN:
        return None
    return start - old + new, end - old + new


def _once(lines: list[str]) -> dict[str, int]:
    """The lines long enough that stand once, and where."""
    places = {line: place for place, line in enumerate(lines) if len(line) >= SHORTEST}
    for place, line in enumerate(lines):
        if len(line) >= SHORTEST and places.get(line, place) != place:
            del places[line]
    return places


def rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of some pairs, sorted by the first, in which the second rises too."""
    seconds = [j for _, j in pairs]
    if seconds == sorted(seconds):
        return pairs
    tops: list[int] = []
    top_pairs: list[int] = []
    previous: list[int] = []
    for index, j in enumerate(seconds):
        place = bisect_left(tops, j)
        previous.append(top_pairs[place - 1] if place else -1)
        if place == len(tops):
            tops.append(j)
            top_pairs.append(index)
        else:
            tops[place] = j
            top_pairs[place] = index
    chain: list[tuple[int, int]] = []
    index = top_pairs[-1]
    while index >= 0:
        chain.append(pairs[index])
        index = previous[index]
    chain.reverse()
    return chain
