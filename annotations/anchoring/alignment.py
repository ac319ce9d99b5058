"""Which words of an old text are which words of a new one, in order. Words are numbers; spans of words half-open.

Big stretches are pinned at runs of words that stand once on either side, longest runs first, the crossing ones
left out; small ones are solved by a longest common subsequence. What agrees by coincidence is then dropped: a run
of equal words stays only if it says more, in bits, than the freedom it had to turn up somewhere between its
neighbours.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from annotations.anchoring.lines import rising

Block = tuple[int, int, int]
"""Old word, new word, and how many from there on are equal."""

Begins = Callable[[int, bool], bool]
"""Whether a sentence begins with a word: of the old text if the second is true, else of the new one."""

SHINGLES = (7, 4, 2, 1)
"""Lengths of the runs of words by which stretches are pinned, in the order they are tried."""

SMALL = 16
"""A stretch with at most this many words on one side is solved by a common subsequence."""

SMALL_AREA = 40_000
"""Most pairs of words (old times new) for which a common subsequence is tried."""

EVEN, EVEN_AREA = 1.5, 2500
"""A stretch without words that stand once, such as like lines, is solved so too: how much longer one side may be, and
the most pairs of words."""

COINCIDENCE = 1.5
"""Bits that a run must carry per bit of freedom. At 1.0 common words bind to strangers, at 2.0 short kept phrases
are lost."""


class Alignment:
    """The equal words of two texts: `to_new[i]` is where old word `i` stands, `to_old[j]` where new word `j` stood,
    or -1."""

    __slots__ = ("bits", "new", "old", "to_new", "to_old")

    def __init__(
        self,
        old: Sequence[int],
        new: Sequence[int],
        bits: Sequence[float],
        pins: Sequence[Block] = (),
        alike: Callable[[int, int], int] = lambda i, j: 0,
        begins: Begins = lambda word, old: False,
    ) -> None:
        """Align two texts.

        Args:
            old: Words of the old text.
            new: Words of the new text.
            bits: See `information`.
            pins: Runs of words known to be equal, in order on both sides.
            alike: How much an old and a new word, which are equal, look alike too.
            begins: Whether a sentence begins with a word.
        """
        self.old = old
        self.new = new
        self.bits = bits
        """Information of each word of the vocabulary."""
        self.to_new = [-1] * len(old)
        self.to_old = [-1] * len(new)
        for block in slid(align(old, new, bits, pins), old, new, alike, begins):
            self.join(block)

    def fill_in(self) -> None:
        """Join words that fill the gap between two kept words exactly, though their like elsewhere had taken them."""
        for a, b in left_over(self.to_new):
            if a == 0 or b == len(self.to_new):
                continue
            c, d = self.to_new[a - 1] + 1, self.to_new[b]
            if d - c == b - a and self.old[a:b] == self.new[c:d]:
                for i in self.to_old[c:d]:
                    if i >= 0:
                        self.to_new[i] = -1
                self.join((a, c, b - a))

    def join(self, block: Block) -> None:
        i, j, count = block
        self.to_new[i : i + count] = range(j, j + count)
        self.to_old[j : j + count] = range(i, i + count)


def left_over(pairing: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches of words that have no equal word, as half-open ranges."""
    stretches: list[tuple[int, int]] = []
    end, size = 0, len(pairing)
    while True:
        try:
            start = pairing.index(-1, end)
        except ValueError:
            return stretches
        end = start + 1
        while end < size and pairing[end] < 0:
            end += 1
        stretches.append((start, end))


def information(texts: Sequence[Sequence[int]], size: int) -> list[float]:
    """Bits of each word of a vocabulary of `size`: how surprising it is in these texts."""
    counts: Counter[int] = Counter()
    for words in texts:
        counts.update(words)
    total = counts.total() + 1
    bits = [0.0] * size
    for word, count in counts.items():
        bits[word] = math.log2(total / count)
    return bits


def align(
    old: Sequence[int],
    new: Sequence[int],
    bits: Sequence[float],
    pins: Sequence[Block] = (),
    shingles: Sequence[int] = SHINGLES,
    small: int = SMALL,
) -> list[Block]:
    """The runs of equal words of two texts, in order on both sides."""
    blocks: list[Block] = list(pins)
    todo = _gaps(blocks, (0, len(old), 0, len(new)), 0)
    while todo:
        a, b, c, d, level = todo.pop()
        head = _common_head(old, a, b, new, c, d)
        if head:
            blocks.append((a, c, head))
            a, c = a + head, c + head
        tail = _common_tail(old, a, b, new, c, d)
        if tail:
            b, d = b - tail, d - tail
            blocks.append((b, d, tail))
        if a == b or c == d:
            continue
        if min(b - a, d - c) <= small and (b - a) * (d - c) <= SMALL_AREA:
            blocks += _common(old, a, b, new, c, d, bits)
            continue
        found: list[Block] = []
        while level < len(shingles) and not found:
            found = _pins(old, a, b, new, c, d, bits, shingles[level])
            level += 1
        if found:
            blocks += found
            todo += _gaps(found, (a, b, c, d), level)
        elif (b - a) * (d - c) <= EVEN_AREA and max(b - a, d - c) <= EVEN * min(b - a, d - c):
            blocks += _common(old, a, b, new, c, d, bits)
    blocks.sort()
    return blocks


def _gaps(
    blocks: Sequence[Block], bounds: tuple[int, int, int, int], level: int
) -> list[tuple[int, int, int, int, int]]:
    """The stretches between some blocks that have words on both sides."""
    a, b, c, d = bounds
    gaps = []
    for i, j, count in [*blocks, (b, d, 0)]:
        if i > a and j > c:
            gaps.append((a, i, c, j, level))
        a, c = i + count, j + count
    return gaps


def _common_head(old: Sequence[int], a: int, b: int, new: Sequence[int], c: int, d: int) -> int:
    most = min(b - a, d - c)
    same, step = 0, 8
    while same < most and step:
        step = min(step, most - same)
        if old[a + same : a + same + step] == new[c + same : c + same + step]:
            same += step
            step *= 2
        else:
            step //= 2
    return same


def _common_tail(old: Sequence[int], a: int, b: int, new: Sequence[int], c: int, d: int) -> int:
    most = min(b - a, d - c)
    same, step = 0, 8
    while same < most and step:
        step = min(step, most - same)
        if old[b - same - step : b - same] == new[d - same - step : d - same]:
            same += step
            step *= 2
        else:
            step //= 2
    return same


def _pins(
    old: Sequence[int], a: int, b: int, new: Sequence[int], c: int, d: int, bits: Sequence[float], length: int
) -> list[Block]:
    """Runs of `length` words that stand once on either side of a stretch, grown, none crossing another."""
    here_runs, there_runs = _runs(old, a, b, length), _runs(new, c, d, length)
    here = dict(zip(here_runs, range(a, b), strict=False))
    there = dict(zip(there_runs, range(c, d), strict=False))
    common = here.keys() & there.keys()
    if common and len(here) < len(here_runs):
        common -= {run for place, run in enumerate(here_runs, a) if here[run] != place}
    if common and len(there) < len(there_runs):
        common -= {run for place, run in enumerate(there_runs, c) if there[run] != place}
    if not common:
        return []
    pairs = sorted([(here[run], there[run]) for run in common])
    freedom = COINCIDENCE * math.log2((b - a) * (d - c))
    pins: list[Block] = []
    i_free, j_free = a, c
    for i, j in rising(pairs):
        if i < i_free or j < j_free:
            continue
        before = _common_tail(old, i_free, i, new, j_free, j)
        count = length + _common_head(old, i + length, b, new, j + length, d)
        i, j, count = i - before, j - before, count + before
        if sum(map(bits.__getitem__, old[i : i + count])) > freedom:
            pins.append((i, j, count))
            i_free, j_free = i + count, j + count
    return pins


def _runs(words: Sequence[int], start: int, end: int, length: int) -> list[object]:
    """The runs of `length` words that begin at each word of a stretch, as far as it reaches."""
    stretch = words[start:end]
    if length == 1:
        return list(stretch)
    return list(zip(*(stretch[k:] for k in range(length)), strict=False))


def _common(
    old: Sequence[int], a: int, b: int, new: Sequence[int], c: int, d: int, bits: Sequence[float]
) -> list[Block]:
    """The longest common subsequence of a small stretch, without its coincidences."""
    from rapidfuzz.distance import LCSseq

    blocks = [
        (a + match.a, c + match.b, match.size)
        for match in LCSseq.opcodes(old[a:b], new[c:d]).as_matching_blocks()
        if match.size
    ]
    return without_coincidences(blocks, old, (a, c), (b, d), bits)


def without_coincidences(
    blocks: list[Block], old: Sequence[int], low: tuple[int, int], high: tuple[int, int], bits: Sequence[float]
) -> list[Block]:
    """Drop, weakest first, the runs that say less than their freedom between the neighbours that stay."""
    weights = [sum(map(bits.__getitem__, old[i : i + count])) for i, _, count in blocks]
    while blocks:
        worst, short = -1, 0.0
        for n, (i, j, count) in enumerate(blocks):
            before = blocks[n - 1] if n else (*low, 0)
            after = blocks[n + 1] if n + 1 < len(blocks) else (*high, 0)
            free = min(
                (i - before[0] - before[2] + 1) * (j - before[1] - before[2] + 1),
                (after[0] - i - count + 1) * (after[1] - j - count + 1),
            )
            missing = COINCIDENCE * math.log2(free) - weights[n]
            if missing > short:
                worst, short = n, missing
        if worst < 0:
            break
        del blocks[worst], weights[worst]
    return blocks


def slid(
    blocks: Sequence[Block], old: Sequence[int], new: Sequence[int], alike: Callable[[int, int], int], begins: Begins
) -> list[Block]:
    """The same runs, with words that may belong to either of two runs given to the one where they belong.

    Where one of two equal words was cut, it is their looks that say which: in `</b><b>`, cut to `<b>`, the second.
    Where looks say nothing, whole sentences rather than parts of two were cut, or put in.
    """
    found: list[Block] = []
    for i, j, count in blocks:
        if found and (found[-1][0] + found[-1][2], found[-1][1] + found[-1][2]) == (i, j):
            found[-1] = (*found[-1][:2], found[-1][2] + count)
        else:
            found.append((i, j, count))
    for n in range(len(found) - 1):
        i, j, count = found[n]
        i2, j2, count2 = found[n + 1]
        end, end2 = i + count, j + count
        if (i2 == end) == (j2 == end2):
            continue  # words were exchanged
        shift = _shift(old, new, (end, end2), (i2, j2), (count, count2), alike, begins)
        found[n] = i, j, count + shift
        found[n + 1] = i2 + shift, j2 + shift, count2 - shift
    return found


def _shift(
    old: Sequence[int],
    new: Sequence[int],
    end: tuple[int, int],
    start: tuple[int, int],
    counts: tuple[int, int],
    alike: Callable[[int, int], int],
    begins: Begins,
) -> int:
    """By how many words to move what was cut, or put in, between the end of one run and the start of the next."""
    (i, j), (i2, j2) = end, start
    cut = j == j2
    shifts = [(0, 0)]
    gain = 0
    for back in range(1, counts[0] + 1):
        if old[i - back] != old[i2 - back] or new[j - back] != new[j2 - back]:
            break
        gain += alike(i2 - back, j2 - back) - alike(i - back, j - back)
        shifts.append((gain, -back))
    gain = 0
    for on in range(counts[1]):
        if old[i + on] != old[i2 + on] or new[j + on] != new[j2 + on]:
            break
        gain += alike(i + on, j + on) - alike(i2 + on, j2 + on)
        shifts.append((gain, on + 1))
    if len(shifts) == 1:
        return 0
    return max((gain + begins((i if cut else j) + shift, cut), -abs(shift), shift) for gain, shift in shifts)[2]
