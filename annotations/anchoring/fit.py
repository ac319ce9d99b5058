"""One passage laid on one place: which words agree, where its borders fall, and what speaks for the place.

A passage comes with the words around it, its window. Words are numbered; ranges half-open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.anchoring.borders import replacing
from annotations.anchoring.normal import NormalText

CONTEXT_WORDS = 12
"""Words on either side of a passage that make its window."""

SPREAD = 10.0
"""Bits that may be inserted into a passage beside its own information before that counts against its unity."""

APART = 400
"""New words, at most, between two neighbouring kept words of a passage that is still one."""

FAR = 40
"""New words, at most, that are looked at beside the kept part of a passage for its missing end."""

ELSEWHERE = 24
"""New words, at most, between a passage's place and the words that stood around it, for these to count as there."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A passage and the words around it, in an old text."""

    words: Sequence[int]
    first: int
    """The passage's first word, in `words`."""
    last: int
    """One after its last."""
    base: int
    """Number of the window's first word in the old text."""


@dataclass(slots=True)
class Fit:
    """A passage laid on the new words from `begin` to `end`."""

    begin: int
    end: int
    kept: float
    """Information of the passage's words that stand in the place, in bits."""
    size: int
    """Words of the passage."""
    words: int
    """How many of the passage's words stand in the place."""
    bits: float
    """Information of the passage, in bits."""
    torn: float
    """Information of its words that stand elsewhere, in bits."""
    similar: float
    """Likeness of the letters, 0 to 1."""
    left: float
    """Information of the words before the passage that stand before the place, in bits."""
    left_bits: float
    """Information of the words before the passage."""
    right: float
    right_bits: float
    touch: int
    """How many of the passage's two neighbour words stand right beside the place."""
    firm: int
    """How many of the passage's two end words are the place's end words."""
    alien: float
    """Share of the place's words that came from elsewhere in the old text, 0 to 1."""
    ratio: float
    """Letters of the place per letter of the passage."""


class Fitter:
    """Lays passages of one old text on places of one new text."""

    def __init__(self, old: NormalText, new: NormalText, to_old: Sequence[int], bits: Sequence[float]) -> None:
        self.old = old
        self.new = new
        self.to_old = to_old
        """Old word of each new word, or -1: what is known of where the new words came from."""
        self.bits = bits
        self.spelling = new.vocabulary.spelling

    def fit(self, window: Window, to_new: Sequence[int]) -> Fit | None:
        """Lay a passage where its words stand, given the new word of each word of the window, or -1."""
        kept = self._kept_part(window, to_new)
        if kept is None:
            return None
        i0, i1 = kept
        j0, j1 = to_new[i0], to_new[i1]
        begin = j0 if i0 == window.first else j0 - self._reach_back(window, to_new, i0)
        end = j1 + 1 if i1 == window.last - 1 else j1 + 1 + self._reach_on(window, to_new, i1)
        return self._described(window, to_new, begin, end)

    def fit_between(self, window: Window, to_new: Sequence[int]) -> Fit | None:
        """Lay a passage none of whose words are kept between the nearest kept words around it."""
        from rapidfuzz.distance import LCSseq

        p, q = window.first - 1, window.last
        while p >= 0 and to_new[p] < 0:
            p -= 1
        while q < len(to_new) and to_new[q] < 0:
            q += 1
        if p < 0 or q == len(to_new):
            return None
        low, high = to_new[p] + 1, to_new[q]
        if not low < high <= low + 3 * (q - p) + 20 or any(origin >= 0 for origin in self.to_old[low:high]):
            return None
        words = self._spelt(self.new.words[low:high])
        before = "".join(self._spelt(window.words[p + 1 : window.first]))
        inside = "".join(self._spelt(window.words[window.first : window.last]))
        after = "".join(self._spelt(window.words[window.last : q]))
        count = len(words)
        heads = [LCSseq.similarity(before, "".join(words[:y])) for y in range(count + 1)]
        tails = [LCSseq.similarity(after, "".join(words[y:])) for y in range(count + 1)]
        best, best_score = None, 0.0
        for y in range(count):
            for z in range(y + 1, min(count, y + 2 * (window.last - window.first) + 2) + 1):
                middle = "".join(words[y:z])
                score = heads[y] + tails[z] + LCSseq.similarity(inside, middle) - 0.2 * len(middle)
                if score > best_score:
                    best, best_score = (low + y, low + z), score
        return None if best is None else self._described(window, to_new, *best)

    def _kept_part(self, window: Window, to_new: Sequence[int]) -> tuple[int, int] | None:
        """The heaviest part of the passage that stayed together: its first and its last kept word."""
        bits, words, new = self.bits, window.words, self.new.words
        whole = sum(bits[word] for word in words[window.first : window.last])
        best: tuple[int, int] | None = None
        best_score = score = 0.0
        start = behind = -1
        for i in range(window.first, window.last):
            j = to_new[i]
            if j < 0:
                continue
            if behind >= 0:
                previous = to_new[behind]
                between = new[previous + 1 : j]
                if not previous < j <= previous + APART:
                    score = 0.0
                elif between:
                    came = sum(bits[word] for word in between)
                    went = sum(bits[word] for word in words[behind + 1 : i])
                    score -= max(0.0, came - went - whole - SPREAD)
            if score <= 0.0:
                score, start = 0.0, i
            score += bits[words[i]]
            behind = i
            if score > best_score:
                best, best_score = (start, i), score
        return best

    def _reach_back(self, window: Window, to_new: Sequence[int], i0: int) -> int:
        """How many new words before the kept part belong to a passage whose first words were replaced."""
        j0 = to_new[i0]
        p = window.first - 1
        while p >= 0 and to_new[p] < 0:
            p -= 1
        low = j0
        while low > 0 and self.to_old[low - 1] < 0 and j0 - low <= FAR and (p < 0 or to_new[p] != low - 1):
            low -= 1
        closed = p == window.first - 1 and p >= 0 and to_new[p] == low - 1
        inside = range(window.base + i0 - 1, window.base + window.first - 1, -1)
        return replacing(self.old, self.new, inside, range(j0 - 1, low - 1, -1), closed=closed)

    def _reach_on(self, window: Window, to_new: Sequence[int], i1: int) -> int:
        """How many new words after the kept part belong to a passage whose last words were replaced."""
        j1 = to_new[i1]
        p = window.last
        while p < len(to_new) and to_new[p] < 0:
            p += 1
        at = to_new[p] if p < len(to_new) else -1
        high = j1 + 1
        while high < len(self.to_old) and self.to_old[high] < 0 and high - j1 <= FAR and at != high:
            high += 1
        closed = p == window.last and at == high
        inside = range(window.base + i1 + 1, window.base + window.last)
        return replacing(self.old, self.new, inside, range(j1 + 1, high), closed=closed)

    def _described(self, window: Window, to_new: Sequence[int], begin: int, end: int) -> Fit:
        from rapidfuzz.distance import Indel

        bits, words, first, last = self.bits, window.words, window.first, window.last
        kept = torn = total = 0.0
        stay = 0
        for i in range(first, last):
            weight = bits[words[i]]
            total += weight
            j = to_new[i]
            if begin <= j < end:
                kept += weight
                stay += 1
            elif j >= 0:
                torn += weight
        left = left_bits = right = right_bits = 0.0
        for i in range(first):
            weight = bits[words[i]]
            left_bits += weight
            if begin - ELSEWHERE <= to_new[i] < begin:
                left += weight
        for i in range(last, len(words)):
            weight = bits[words[i]]
            right_bits += weight
            if end <= to_new[i] < end + ELSEWHERE:
                right += weight
        inside = "".join(self._spelt(words[first:last]))
        place = "".join(self._spelt(self.new.words[begin:end]))
        low, high = window.base + first, window.base + last
        alien = sum(1 for origin in self.to_old[begin:end] if origin >= 0 and not low <= origin < high)
        return Fit(
            begin=begin,
            end=end,
            kept=kept,
            size=last - first,
            words=stay,
            bits=total,
            torn=torn,
            similar=Indel.normalized_similarity(inside, place),
            left=left,
            left_bits=left_bits,
            right=right,
            right_bits=right_bits,
            touch=(first > 0 and to_new[first - 1] == begin - 1) + (last < len(words) and to_new[last] == end),
            firm=(to_new[first] == begin) + (to_new[last - 1] == end - 1),
            alien=alien / (end - begin),
            ratio=len(place) / len(inside),
        )

    def _spelt(self, words: Sequence[int]) -> list[str]:
        spelling = self.spelling
        return [spelling[word] for word in words]
