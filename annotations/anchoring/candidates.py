"""Places where a passage may stand, before they are looked at closely. Words are numbered; ranges half-open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from annotations.anchoring.fit import Window

JUMP = 40
"""New words, at most, between two neighbouring words of a window that still count as one place."""

COMMON = 64
"""A word that stands more often than this in the new text is no starting point for a search."""

PROBES = 24
"""Words of a window, at most, by which a search begins."""

LOOKS = 200
"""Places of such words, at most, that are counted."""

PROMISING = 1.0
"""Least information of the window's rarer words at a place, those of the passage counted twice, per information of
the passage, for the place to be looked at closely."""

MOST = 4
"""Places that are looked at closely, at most, of each kind."""


class Places:
    """Finds places in one new text."""

    def __init__(self, new: Sequence[int], bits: Sequence[float], to_old: Sequence[int] | None = None) -> None:
        """`to_old`: old word of each new word, or -1; given, only words of unknown origin are places to look at."""
        self.new = new
        self._to_old = to_old
        self.bits = bits
        self._where: dict[int, list[int]] | None = None

    @property
    def where(self) -> dict[int, list[int]]:
        """Word -> the places where it stands, rising. Built when first asked for."""
        if self._where is None:
            where: dict[int, list[int]] = {}
            to_old = self._to_old
            for place, word in enumerate(self.new):
                if to_old is None or to_old[place] < 0:
                    where.setdefault(word, []).append(place)
            self._where = where
        return self._where

    def known(self, window: Window, to_new: Sequence[int]) -> list[int]:
        """Where the passage would start if it went where words of its window are known to have gone."""
        starts: list[int] = []
        previous = behind = -1
        for i, j in enumerate(to_new):
            if j < 0:
                continue
            if previous < 0 or not previous < j <= previous + JUMP + (i - behind):
                starts.append(j - i + window.first)
            previous, behind = j, i
        return starts

    def verbatim(self, words: Sequence[int]) -> list[int]:
        """Where some words stand one after the other."""
        words = list(words)
        where = self.where
        rarest = min(range(min(len(words), PROBES)), key=lambda n: len(where.get(words[n], ())))
        starts = [place - rarest for place in where.get(words[rarest], ())]
        size = len(words)
        return [start for start in starts if start >= 0 and self.new[start : start + size] == words]

    def similar(self, window: Window) -> list[int]:
        """Where the rarer words of the window stand near each other, the likeliest first."""
        where, bits = self.where, self.bits
        votes: defaultdict[int, float] = defaultdict(float)
        grain = 8
        bits_of_passage = sum(bits[word] for word in window.words[window.first : window.last])
        places = [(where.get(word, ()), i, bits[word]) for i, word in enumerate(window.words)]
        rarest = sorted((len(at), i, weight, at) for at, i, weight in places if 0 < len(at) <= COMMON)[:PROBES]
        least = PROMISING * bits_of_passage
        passage = range(window.first, window.last)
        if sum(2.0 * weight if i in passage else weight for _, i, weight, _ in rarest) < least:
            return []
        left = LOOKS
        for count, i, weight, at in rarest:
            left -= count
            if left < 0:
                break
            if i in passage:
                weight *= 2.0
            shift = window.first - i
            for place in at:
                votes[(place + shift) // grain] += weight
        merged = []
        for cell, weight in votes.items():
            weight += votes.get(cell + 1, 0.0)
            if weight >= least:
                merged.append((-weight, cell))
        merged.sort()
        return [(cell + 1) * grain for _, cell in merged[:MOST]]
