"""What was moved: stretches of old words that stand elsewhere in the new text. Words are numbered from 0.

Only words that the alignment in order left over on both sides are looked at. A stretch is pinned at a run of words
that stands once among them, and then aligned to both sides of the pin.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotations.anchoring.alignment import Alignment, Block, align, left_over

SHINGLES = (6, 4)
"""Lengths of the runs of words by which moved stretches are pinned."""

MOVED_BITS = 38.0
"""Least information of a moved run. A run of 38 bits turns up by chance once in 2.7e11 places."""

REACH = 80
"""Words on either side of a pin that are aligned with it."""


def find_moves(alignment: Alignment) -> None:
    """Join the stretches that were moved to the alignment of two texts."""
    joined: list[Block] = []
    for length in SHINGLES:
        here = _once_left_over(alignment.old, alignment.to_new, length)
        if not here:
            break
        there = _once_left_over(alignment.new, alignment.to_old, length)
        pins = [_grown(alignment, here[run], there[run], length) for run in here.keys() & there.keys()]
        for weight, block in sorted({(_weight(alignment, pin), pin) for pin in pins}, reverse=True):
            if weight < MOVED_BITS:
                break
            i, j, count = block
            if _is_free(alignment.to_new, i, i + count) and _is_free(alignment.to_old, j, j + count):
                alignment.join(block)
                joined.append(block)
    for block in joined:
        _align_around(alignment, block)
    alignment.fill_in()


def _once_left_over(words: Sequence[int], pairing: Sequence[int], length: int) -> dict[tuple[int, ...], int]:
    places: dict[tuple[int, ...], int] = {}
    again: set[tuple[int, ...]] = set()
    for start, end in left_over(pairing):
        for place in range(start, end - length + 1):
            run = tuple(words[place : place + length])
            if run in places:
                again.add(run)
            else:
                places[run] = place
    for run in again:
        del places[run]
    return places


def _grown(alignment: Alignment, i: int, j: int, count: int) -> Block:
    old, new, to_new, to_old = alignment.old, alignment.new, alignment.to_new, alignment.to_old
    while i and j and old[i - 1] == new[j - 1] and to_new[i - 1] < 0 and to_old[j - 1] < 0:
        i, j, count = i - 1, j - 1, count + 1
    while (
        i + count < len(old)
        and j + count < len(new)
        and old[i + count] == new[j + count]
        and to_new[i + count] < 0
        and to_old[j + count] < 0
    ):
        count += 1
    return i, j, count


def _weight(alignment: Alignment, block: Block) -> float:
    i, _, count = block
    return sum(map(alignment.bits.__getitem__, alignment.old[i : i + count]))


def _is_free(pairing: Sequence[int], start: int, end: int) -> bool:
    return all(partner < 0 for partner in pairing[start:end])


def _align_around(alignment: Alignment, block: Block) -> None:
    i, j, count = block
    a, c = _free_before(alignment.to_new, i), _free_before(alignment.to_old, j)
    for x, y, n in align(alignment.old[a:i], alignment.new[c:j], alignment.bits):
        alignment.join((a + x, c + y, n))
    a, c = i + count, j + count
    b, d = _free_after(alignment.to_new, a), _free_after(alignment.to_old, c)
    for x, y, n in align(alignment.old[a:b], alignment.new[c:d], alignment.bits):
        alignment.join((a + x, c + y, n))


def _free_before(pairing: Sequence[int], place: int) -> int:
    start = place
    while start and pairing[start - 1] < 0 and place - start < REACH:
        start -= 1
    return start


def _free_after(pairing: Sequence[int], place: int) -> int:
    end = place
    while end < len(pairing) and pairing[end] < 0 and end - place < REACH:
        end += 1
    return end
