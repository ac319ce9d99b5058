"""What was moved: stretches of old words that stand elsewhere in the new text. Words are numbered from 0.

The alignment in order has no place for what was moved, and gives some of its words to like words that stand where it
was. So a stretch is pinned at a run of words that stands once among those around what was left over on both sides,
takes the words that in the alignment mean less than it does, and is then aligned to both sides of the pin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotations.anchoring.alignment import Alignment, Block, align, left_over

SHINGLES = (6, 4)
"""Lengths of the runs of words by which moved stretches are pinned."""

MOVED_BITS = 38.0
"""Least information of a moved run. A run of 38 bits turns up by chance once in 2.7e11 places."""

MORE_BITS = 20.0
"""Bits by which a moved run must say more than the pairs of words that it parts."""

REACH = 80
"""Words on either side of a pin that are aligned with it."""


def find_moves(alignment: Alignment) -> None:
    """Join the stretches that were moved to the alignment of two texts."""
    joined: list[Block] = []
    for length in SHINGLES:
        here = _once_beside_gaps(alignment.old, alignment.to_new, length)
        if not here:
            break
        there = _once_beside_gaps(alignment.new, alignment.to_old, length)
        pins = {_grown(alignment, here[run], there[run], length) for run in here.keys() & there.keys()}
        for weight, block in sorted(((_weight(alignment, pin), pin) for pin in pins), reverse=True):
            if weight < MOVED_BITS:
                break
            if weight - _parted(alignment, block) >= MORE_BITS:
                _release(alignment, block)
                alignment.join(block)
                joined.append(block)
    for block in joined:
        _align_around(alignment, block)
    alignment.fill_in()


def _once_beside_gaps(words: Sequence[int], pairing: Sequence[int], length: int) -> dict[tuple[int, ...], int]:
    """The runs of words that hold a word without a partner and stand once among such runs, and where."""
    places: dict[tuple[int, ...], int] = {}
    again: set[tuple[int, ...]] = set()
    for first, last in _beside_gaps(pairing, length):
        runs = zip(*(words[first + k : last + k] for k in range(length)), strict=True)
        for place, run in enumerate(runs, first):
            if places.setdefault(run, place) != place:
                again.add(run)
    for run in again:
        del places[run]
    return places


def _beside_gaps(pairing: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """Where the runs of so many words start that hold a word without a partner, as half-open ranges."""
    free = 0
    for start, end in left_over(pairing):
        first = max(free, start - length + 1)
        last = min(end, len(pairing) - length + 1)
        if first < last:
            yield first, last
            free = last


def _grown(alignment: Alignment, i: int, j: int, count: int) -> Block:
    """The equal words around a pin; none of those that are partners already."""
    old, new, to_new = alignment.old, alignment.new, alignment.to_new
    while i and j and old[i - 1] == new[j - 1] and to_new[i - 1] != j - 1:
        i, j, count = i - 1, j - 1, count + 1
    while (
        i + count < len(old)
        and j + count < len(new)
        and old[i + count] == new[j + count]
        and to_new[i + count] != j + count
    ):
        count += 1
    return i, j, count


def _weight(alignment: Alignment, block: Block) -> float:
    i, _, count = block
    return sum(map(alignment.bits.__getitem__, alignment.old[i : i + count]))


def _parted(alignment: Alignment, block: Block) -> float:
    """The information of the pairs of words that a block would part."""
    i, j, count = block
    bits, old, new = alignment.bits, alignment.old, alignment.new
    parted = sum(bits[old[place]] for place in range(i, i + count) if alignment.to_new[place] >= 0)
    return parted + sum(bits[new[place]] for place in range(j, j + count) if alignment.to_old[place] >= 0)


def _release(alignment: Alignment, block: Block) -> None:
    """Part the words of a block from their partners."""
    i, j, count = block
    for partner in alignment.to_new[i : i + count]:
        if partner >= 0:
            alignment.to_old[partner] = -1
    for partner in alignment.to_old[j : j + count]:
        if partner >= 0:
            alignment.to_new[partner] = -1


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
