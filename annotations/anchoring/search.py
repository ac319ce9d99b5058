"""The search for the passages of an old text in a new one. Offsets count code points; words are numbered.

The old text may be whole, or only pieces of it: what the notes quote, what stood around their passages, landmarks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotations.anchoring.alignment import Alignment, Block, align, information
from annotations.anchoring.candidates import Places
from annotations.anchoring.edges import with_edges
from annotations.anchoring.fit import CONTEXT_WORDS, Fit, Fitter, Window
from annotations.anchoring.moves import find_moves
from annotations.anchoring.normal import NormalText
from annotations.anchoring.sentences import begins_sentence

BESIDE_WITH_TEXT, BESIDE_WITH_QUOTES = 3, 5
"""Words beside a passage that must have stayed with it, on either side, for its place to be beyond doubt. With quotes
of 64 code points of context, 6 of 5,225 such places were wrong at 3 words, and 1 of 4,894 at 5."""

SHINGLES, SMALL = (3, 1), 8
"""How finely a window is aligned with a place; see `alignment`."""

SLACK = 12
"""New words beside a place, more than its window has, in which the window's words are looked for."""

NEAR = 6
"""Words within which two places to look at are the same."""

STAYED, HELD = 0.5, 0.3
"""Share of a passage's words, and of the information around it, at which no other place is looked for when the whole
old text is at hand."""

IN_ORDER = 0.1
"""What the place that the alignment of the texts gives is ahead of others, per information of the passage."""

MOST = 4
"""Places that are looked at closely, at most, of each kind."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the nearest kept words outside a passage's window say of a place."""

    astray: int
    """Letters between the place and the stretch in which they expect it."""
    shrunk: float
    """Letters that are missing between them, per letter of the passage."""
    misplaced: int
    """How many of the two are on the wrong side of the place."""
    alone: bool
    """Whether no word outside the passage's window is known to be kept."""


@dataclass(slots=True)
class Found:
    """A place where a passage may stand."""

    fit: Fit
    to_new: Sequence[int]
    """New word of each word of the passage's window, or -1."""
    via: str
    rank: float
    """What speaks for the place, in bits."""
    disorder: int
    """How many of the nearest kept words around the passage now stand on its other side."""
    strange: float
    """Share of the place's words of which it is not known where they came from."""
    drift: float
    """Letters between the place and where the nearest kept words say it should be; 0 where they say it exactly."""
    setting: Setting


class Search:
    """Looks for passages of one old text in one new text."""

    def __init__(
        self,
        old: NormalText,
        new: NormalText,
        *,
        whole: bool,
        stretches: Sequence[tuple[int, int, int]] = (),
        pieces: Sequence[tuple[int, int]] = ((0, 0),),
    ) -> None:
        """Align two texts that share a vocabulary.

        Args:
            old: The old text, or the pieces that are left of it.
            new: Today's text.
            whole: Whether `old` is the whole old text.
            stretches: Where both are equal: old offset, new offset, length.
            pieces: Where in `old.text` each piece of the old text starts, and at which offset it stood there.
        """
        self.old = old
        self.new = new
        self.whole = whole
        self._piece_starts = [start for start, _ in pieces]
        self._piece_offsets = [offset for _, offset in pieces]
        self._piece_words = [bisect_right(old.ends, start) for start in self._piece_starts] + [len(old)]
        bits = information([old.words, new.words], len(new.vocabulary.spelling))
        self.alignment = Alignment(old.words, new.words, bits, self._pins(stretches), self._alike, self._begins)
        if whole:
            find_moves(self.alignment)
        self._fitter = Fitter(old, new, self.alignment.to_old, bits)
        self._places = Places(new.words, bits, self.alignment.to_old if whole else None)

    def _pins(self, stretches: Sequence[tuple[int, int, int]]) -> list[Block]:
        """The words of equal stretches."""
        old, new = self.old, self.new
        pins = []
        for i, j, length in stretches:
            first, last = bisect_left(old.starts, i), bisect_right(old.ends, i + length)
            begin = bisect_left(new.starts, j)
            if first < last and old.words[first:last] == new.words[begin : begin + last - first]:
                pins.append((first, begin, last - first))
        return pins

    def _alike(self, i: int, j: int) -> int:
        """How many of the characters right beside two equal words are equal too."""
        old, new = self.old, self.new
        before, after = old.starts[i], new.starts[j]
        same = before > 0 and after > 0 and old.text[before - 1] == new.text[after - 1]
        return same + (old.text[old.ends[i] : old.ends[i] + 1] == new.text[new.ends[j] : new.ends[j] + 1])

    def _begins(self, word: int, old: bool) -> bool:
        return begins_sentence(self.old if old else self.new, word)

    def window(self, start: int, end: int) -> Window | None:
        """The passage from `start` to `end` of the old text with the words around it; None where it has no words."""
        first, last = self.old.words_in(start, end)
        if first == last:
            return None
        piece = bisect_right(self._piece_starts, start) - 1
        low = max(self._piece_words[piece], first - CONTEXT_WORDS)
        high = min(self._piece_words[piece + 1], last + CONTEXT_WORDS)
        return Window(self.old.words[low:high], first - low, last - low, low)

    def undisturbed(self, window: Window) -> tuple[int, int] | None:
        """The new words of a passage that stayed word for word, and the words around it too.

        Without the old text nothing is undisturbed that stands so in several places, like an entry of a long list.
        """
        to_new = self.alignment.to_new
        beside = BESIDE_WITH_TEXT if self.whole else BESIDE_WITH_QUOTES
        low = window.base + max(0, window.first - beside)
        high = window.base + min(window.last + beside, len(window.words))
        begin = to_new[low]
        if begin < 0 or to_new[low:high] != list(range(begin, begin + high - low)):
            return None
        if not self.whole and len(self._places.verbatim(self.old.words[low:high])) > 1:
            return None
        shift = begin - low
        return window.base + window.first + shift, window.base + window.last + shift

    def find(self, window: Window) -> list[Found]:
        """The places where a passage may stand, the likeliest first."""
        found: dict[tuple[int, int], Found] = {}
        for via, fit, to_new in self._fits(window):
            key = (fit.begin, fit.end)
            if key not in found:
                found[key] = self._judged(window, fit, to_new, via)
        return sorted(found.values(), key=lambda place: (-place.rank, place.fit.begin))

    def between(self, place: int) -> tuple[int, int]:
        """The stretch of new text between the nearest kept words around an offset of the old text."""
        to_new = self.alignment.to_new
        next_word = bisect_right(self.old.starts, place)
        before, after = self._kept_beside(next_word, next_word)
        low = self.new.ends[to_new[before]] if before >= 0 else 0
        high = self.new.starts[to_new[after]] if after >= 0 else len(self.new.text)
        return low, max(low, high)

    def settle(self, window: Window, found: Found) -> bool:
        """Take a place as known when other passages are looked for; False where there is nothing new in it."""
        to_new, to_old = self.alignment.to_new, self.alignment.to_old
        settled = False
        for i, j in enumerate(found.to_new, window.base):
            if j >= 0 and to_new[i] != j and to_old[j] < 0:
                if to_new[i] >= 0:
                    to_old[to_new[i]] = -1
                to_new[i], to_old[j] = j, i
                settled = True
        return settled

    def _fits(self, window: Window) -> Iterator[tuple[str, Fit, Sequence[int]]]:
        fitter, places = self._fitter, self._places
        to_new = self.alignment.to_new[window.base : window.base + len(window.words)]
        fit = fitter.fit(window, to_new)
        if fit is not None:
            yield "aligned", fit, to_new
            if self.whole and _stayed(fit):
                return
        gap = fitter.fit_between(window, to_new)
        if gap is not None:
            yield "gap", gap, to_new
        seen = [fit.begin] if fit is not None else []
        verbatim = places.verbatim(window.words[window.first : window.last])
        for via, starts in (
            ("known", places.known(window, to_new)),
            ("verbatim", verbatim),
            ("similar", places.similar(window) if not (self.whole and verbatim) else []),
        ):
            for start in starts[:MOST]:
                if any(abs(start - other) < NEAR for other in seen):
                    continue
                seen.append(start)
                local = self._aligned_at(window, start)
                fit = fitter.fit(window, local) or fitter.fit_between(window, local)
                if fit is not None:
                    yield via, fit, local

    def _aligned_at(self, window: Window, start: int) -> list[int]:
        """The new word of each word of the window, if the passage starts about there."""
        alignment, size = self.alignment, window.last - window.first
        low = max(0, start - window.first - SLACK - size // 2)
        high = min(len(alignment.new), start + len(window.words) - window.first + SLACK + size // 2)
        passage = range(window.base + window.first, window.base + window.last)
        region = [
            word if origin < 0 or origin in passage else -1
            for word, origin in zip(alignment.new[low:high], alignment.to_old[low:high], strict=True)
        ]
        # Words around the passage that are known to stand here do; no word of the passage can be one of theirs.
        known = alignment.to_new[window.base : window.base + len(window.words)]
        local = [j if low <= j < high and i + window.base not in passage else -1 for i, j in enumerate(known)]
        for i, j, count in align(window.words, region, alignment.bits, shingles=SHINGLES, small=SMALL):
            for k in range(count):
                if local[i + k] < 0:
                    local[i + k] = low + j + k
        return local

    def _judged(self, window: Window, fit: Fit, to_new: Sequence[int], via: str) -> Found:
        before, after = self._kept_beside(window.base + window.first, window.base + window.last)
        aligned = self.alignment.to_new
        disorder = (before >= 0 and aligned[before] >= fit.begin) + (after >= 0 and aligned[after] < fit.end)
        strange = sum(1 for origin in self.alignment.to_old[fit.begin : fit.end] if origin < 0)
        return Found(
            fit=fit,
            to_new=to_new,
            via=via,
            rank=_rank(fit) + (IN_ORDER * fit.bits if via == "aligned" else 0.0),
            disorder=disorder,
            strange=strange / (fit.end - fit.begin),
            drift=self._drift(window, fit, before, after),
            setting=self._setting(window, fit),
        )

    def _setting(self, window: Window, fit: Fit) -> Setting:
        """What the nearest kept words outside the window say of a place.

        The ends of the text say nothing. When they told where a lone passage should be, look-alikes beside passages
        that are gone took 0.04 % more notes of all.
        """
        old, new, to_new = self.old.starts, self.new.starts, self.alignment.to_new
        before, after = self._kept_beside(window.base, window.base + len(window.words))
        stood = self.stood_at(old[window.base + window.first])
        expected = []
        misplaced = 0
        if before >= 0:
            expected.append(new[to_new[before]] + stood - self.stood_at(old[before]))
            misplaced += to_new[before] >= fit.begin
        if after >= 0:
            expected.append(new[to_new[after]] + stood - self.stood_at(old[after]))
            misplaced += to_new[after] < fit.end
        start = new[fit.begin]
        size = self.old.ends[window.base + window.last - 1] - old[window.base + window.first]
        return Setting(
            astray=max(0, min(expected, default=start) - start, start - max(expected, default=start)),
            shrunk=(expected[0] - expected[-1]) / size if expected else 0.0,
            misplaced=misplaced,
            alone=before < 0 and after < 0,
        )

    def _kept_beside(self, first: int, last: int) -> tuple[int, int]:
        """The nearest kept words before the old word `first`, and from `last` on, or -1."""
        to_new = self.alignment.to_new
        before, after = first - 1, last
        while before >= 0 and to_new[before] < 0:
            before -= 1
        while after < len(to_new) and to_new[after] < 0:
            after += 1
        return before, after if after < len(to_new) else -1

    def _drift(self, window: Window, fit: Fit, before: int, after: int) -> float:
        first, last = window.base + window.first, window.base + window.last - 1
        start, end = self.new.starts[fit.begin], self.new.ends[fit.end - 1]
        drifts = []
        if before >= 0:
            gap = self.stood_at(self.old.starts[first]) - self.stood_at(self.old.starts[before])
            drifts.append(abs(start - self.new.starts[self.alignment.to_new[before]] - gap))
        if after >= 0:
            gap = self.stood_at(self.old.starts[after]) - self.stood_at(self.old.starts[last])
            drifts.append(abs(self.new.starts[self.alignment.to_new[after]] - end - gap))
        return min(drifts, default=0)

    def stood_at(self, place: int) -> int:
        """Offset in the old document of an offset in `old.text`."""
        piece = bisect_right(self._piece_starts, place) - 1
        return place - self._piece_starts[piece] + self._piece_offsets[piece]

    def span(
        self, window: Window, begin: int, end: int, passage: tuple[int, int], to_new: Sequence[int]
    ) -> tuple[int, int]:
        """The span of the new text for some new words, its borders drawn like those of the passage."""
        old, new = self.old, self.new
        start, finish = passage
        first, last = window.base + window.first, window.base + window.last
        span = (new.starts[begin], new.ends[end - 1])
        if start > old.starts[first] or finish < old.ends[last - 1]:
            a, b = new.stream_starts[begin], new.stream_starts[end]
            if start > old.starts[first] and to_new[window.first] == begin:
                a += old.letters_before(first, start)
            if finish < old.ends[last - 1] and to_new[window.last - 1] == end - 1:
                b = new.stream_starts[end - 1] + old.letters_before(last - 1, finish)
            if a < b:
                span = new.span_of_letters(a, b)
        return with_edges(new.text, span, old.text[start : old.starts[first]], old.text[old.ends[last - 1] : finish])


def _stayed(fit: Fit) -> bool:
    around = fit.left + fit.right >= HELD * (fit.left_bits + fit.right_bits)
    return around and fit.words >= STAYED * fit.size and not fit.torn


def _rank(fit: Fit) -> float:
    return fit.kept + 0.2 * (fit.left + fit.right) + 0.5 * fit.bits * fit.similar
