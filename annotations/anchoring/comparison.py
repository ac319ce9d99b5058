"""One old text compared with today's, and where the passages of the old one stand today.

Offsets count code points, half-open. Words are read and aligned only when a passage asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from annotations.anchoring.confidence import DOUBT, SURE, UNDISTURBED, Memory, attaches, confidence, memory
from annotations.anchoring.consistency import find_together
from annotations.anchoring.fit import Window
from annotations.anchoring.lines import carried, equal_stretches
from annotations.anchoring.normal import NormalText
from annotations.anchoring.pieces import Pieces
from annotations.anchoring.placement import GONE, Candidate, Placement
from annotations.anchoring.search import Found, Search
from annotations.model import Span, Status

Stretch = tuple[int, int]


class Comparison:
    """An old text, the whole of it or pieces, beside today's."""

    def __init__(self, old: str | Pieces, text: str) -> None:
        self._text = text
        self._pieces = None if isinstance(old, str) else old
        self._old = old if isinstance(old, str) else old.text
        self._stretches = equal_stretches(old, text) if isinstance(old, str) else []

    @cached_property
    def search(self) -> Search:
        """Both texts, aligned."""
        old = NormalText(self._old)
        new = NormalText.after(old, self._text, self._stretches)
        if self._pieces is None:
            return Search(old, new, whole=True, stretches=self._stretches)
        return Search(old, new, whole=False, pieces=self._pieces.starts)

    def place(self, passages: Sequence[tuple[Span, Stretch]]) -> list[Placement]:
        """Where each passage stands today.

        Args:
            passages: Anchors, each with where it stands in the old text, or in the joined text of the pieces.
        """
        placements: list[Placement | None] = []
        windows: list[tuple[int, Window]] = []
        for span, stretch in passages:
            placement = self._at_once(span, stretch)
            if isinstance(placement, Window):
                windows.append((len(placements), placement))
                placements.append(None)
            else:
                placements.append(placement)
        if windows:
            left = memory(len(passages), whole=self._pieces is None)
            found = find_together(self.search, [window for _, window in windows], left)
            for (number, window), places in zip(windows, found, strict=True):
                placements[number] = self._judged(*passages[number], window, places, left)
        return [placement for placement in placements if placement is not None]

    def _at_once(self, span: Span, stretch: Stretch) -> Placement | Window:
        """The placement of a passage that stayed as it was; else the passage with the words around it."""
        place = carried(self._stretches, *stretch)
        if place is not None:
            return self._certain(span, stretch, place)
        window = self.search.window(*stretch)
        if window is None:
            return self._between_neighbours(span, stretch)
        stayed = self.search.undisturbed(window)
        if stayed is None:
            return window
        begin, end = stayed
        to_new = range(begin - window.first, begin - window.first + len(window.words))
        return self._certain(span, stretch, self.search.span(window, begin, end, stretch, to_new))

    def _certain(self, span: Span, stretch: Stretch, place: Stretch) -> Placement:
        status = self._status(span, stretch, place, letters_differ=False)
        return Placement(status=status, confidence=UNDISTURBED, start=place[0], end=place[1])

    def _between_neighbours(self, span: Span, stretch: Stretch) -> Placement:
        """Place a passage without words: it must stand letter for letter between its nearest kept words."""
        exact = self._old[slice(*stretch)]
        low, high = self.search.between(stretch[0])
        start = self._text.find(exact, low, high)
        if start < 0:
            return GONE
        end = start + len(exact)
        if self._text.find(exact, end, high) >= 0:
            return Placement(status="ambiguous", confidence=DOUBT, start=start, end=end)
        status = self._status(span, stretch, (start, end), letters_differ=False)
        return Placement(status=status, confidence=SURE, start=start, end=end)

    def _judged(
        self, span: Span, stretch: Stretch, window: Window, found: Sequence[Found], left: Memory
    ) -> Placement:
        """The placement that the places where a passage may stand amount to."""
        if not found:
            return GONE
        best, search = found[0], self.search
        sure = confidence(found, left)
        start, end = search.span(window, best.fit.begin, best.fit.end, stretch, best.to_new)
        if sure < DOUBT:
            candidate = Candidate(start=start, end=end, confidence=sure)
            return Placement(status="orphan", confidence=sure, runner_up=candidate)
        status: Status = "ambiguous"
        if attaches(sure, left):
            status = self._status(span, stretch, (start, end), letters_differ=best.fit.similar < 1.0)
        runner_up = self._runner_up(stretch, window, found, sure, left)
        return Placement(status=status, confidence=sure, start=start, end=end, runner_up=runner_up)

    def _runner_up(
        self, stretch: Stretch, window: Window, found: Sequence[Found], sure: float, left: Memory
    ) -> Candidate | None:
        """The likeliest place that does not overlap the first."""
        best, search = found[0].fit, self.search
        others = [place for place in found[1:] if place.fit.end <= best.begin or place.fit.begin >= best.end]
        if not others:
            return None
        second = others[0]
        start, end = search.span(window, second.fit.begin, second.fit.end, stretch, second.to_new)
        return Candidate(start=start, end=end, confidence=min(1.0 - sure, confidence(others, left)))

    def _status(self, span: Span, stretch: Stretch, place: Stretch, *, letters_differ: bool) -> Status:
        """How the words of a place differ from those of the anchor. Typography makes no difference.

        `letters_differ`: whether those of the place differ from those of the stretch of the old text.
        """
        words = self._text[slice(*place)]
        if words == span.exact:
            return "exact" if place == (span.start, span.end) else "moved"
        if self._old[slice(*stretch)] != span.exact:
            letters_differ = NormalText(words).stream != NormalText(span.exact).stream
        return "changed" if letters_differ else "moved"
