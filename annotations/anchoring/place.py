"""Where every note of a file stands in today's text. Pure; offsets count code points, half-open.

What was annotated is known in one of three ways, best first: the old text is today's text; the old text is at hand
and is compared with today's; only quotes, their context and landmarks are left of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from annotations.anchoring.confidence import ATTACH, DOUBT, UNDISTURBED, confidence
from annotations.anchoring.fit import Window
from annotations.anchoring.lines import carried, equal_stretches
from annotations.anchoring.normal import NormalText
from annotations.anchoring.pieces import joined
from annotations.anchoring.placement import Candidate, Placement
from annotations.anchoring.search import Found, Search
from annotations.model import Annotation, Span, Status

GONE = Placement(status="orphan", confidence=0.0)

Stretch = tuple[int, int]

QUOTES = "quotes of "
"""Before a fingerprint: what the notes themselves say of that text."""


def nothing(_fingerprint: str) -> str | None:
    """No text is remembered."""
    return None


def place_all(
    annotations: Sequence[Annotation],
    text: str,
    *,
    fingerprint: str,
    recall: Callable[[str], str | None] = nothing,
    default_fingerprint: str,
    landmarks: Sequence[tuple[int, str]] = (),
) -> dict[str, tuple[Placement, ...]]:
    """Find the passages of all notes of a file in today's text.

    A place is answered only with a status that says how sure it is: `exact`, `moved` and `changed` are found,
    `ambiguous` is a candidate that a person has yet to confirm, `orphan` has no place, though it may name a
    candidate as runner-up. The answer does not depend on the order of the notes.

    Args:
        annotations: All notes of the file: each is evidence for the others.
        text: Today's canonical text.
        fingerprint: Of `text`.
        recall: Fingerprint -> the canonical text that had it, or None when it is not at hand.
        default_fingerprint: Of the text in which spans count that name none themselves.
        landmarks: Offsets and snippets of the text with `default_fingerprint`.

    Returns:
        Note id -> one placement per span of the note, in the order of its spans.
    """
    origins = _Origins(text, fingerprint, recall)
    passages = [(note.id, [origins.of(span, default_fingerprint) for span in note.spans]) for note in annotations]
    lookups: dict[str, _WholeText | _Quotes] = {
        known: _WholeText(old, text) for known, old in origins.recalled.items() if old is not None
    }
    quoted: dict[str, list[Span]] = {}
    for _, found in passages:
        for passage in found:
            if passage.old is None and passage.settled is None:
                quoted.setdefault(passage.fingerprint, []).append(passage.span)
    for known, spans in quoted.items():
        marks = landmarks if known == default_fingerprint else ()
        lookups[QUOTES + known] = _Quotes(spans, marks, text)
    return {id_: tuple(_placed(passage, lookups, text) for passage in found) for id_, found in passages}


@dataclass(frozen=True, slots=True)
class _Passage:
    """A span, and what is known of the text it was made in."""

    span: Span
    fingerprint: str
    old: Stretch | None = None
    """Where it stands in that text, if the text is at hand."""
    settled: Placement | None = None


class _Origins:
    """Finds out what is known of the text a span was made in, or was last found in."""

    def __init__(self, text: str, fingerprint: str, recall: Callable[[str], str | None]) -> None:
        self._text = text
        self._fingerprint = fingerprint
        self._recall = recall
        self.recalled: dict[str, str | None] = {}

    def of(self, span: Span, default_fingerprint: str) -> _Passage:
        made_in = span.fingerprint or default_fingerprint
        if not span.exact:
            return _Passage(span, made_in, settled=GONE)
        latest = span.latest
        if latest is not None and latest.fingerprint == self._fingerprint and latest.end <= len(self._text):
            status = _status(span, self._text, (latest.start, latest.end))
            placement = Placement(status=status, confidence=latest.confidence, start=latest.start, end=latest.end)
            return _Passage(span, made_in, settled=placement)
        if made_in == self._fingerprint and self._text[span.start : span.end] == span.exact:
            placement = Placement(status="exact", confidence=1.0, start=span.start, end=span.end)
            return _Passage(span, made_in, settled=placement)
        if latest is not None and latest.start < latest.end:
            later = self._remembered(latest.fingerprint)
            if later is not None and latest.end <= len(later):
                return _Passage(span, latest.fingerprint, old=(latest.start, latest.end))
        if made_in != self._fingerprint:
            old = self._remembered(made_in)
            if old is not None and old[span.start : span.end] == span.exact:
                return _Passage(span, made_in, old=(span.start, span.end))
        return _Passage(span, made_in)

    def _remembered(self, fingerprint: str) -> str | None:
        if fingerprint not in self.recalled:
            self.recalled[fingerprint] = self._recall(fingerprint)
        return self.recalled[fingerprint]


class _WholeText:
    """An old text that is at hand, compared with today's as far as it is needed."""

    def __init__(self, old: str, text: str) -> None:
        self._old = old
        self._text = text
        self._stretches = equal_stretches(old, text)

    def carried(self, stretch: Stretch) -> Stretch | None:
        return carried(self._stretches, *stretch)

    @cached_property
    def search(self) -> Search:
        old = NormalText(self._old)
        new = NormalText.after(old, self._text, self._stretches)
        return Search(old, new, whole=True, stretches=self._stretches)


class _Quotes:
    """Quotes and landmarks of an old text that is not at hand."""

    def __init__(self, spans: Sequence[Span], landmarks: Sequence[tuple[int, str]], text: str) -> None:
        snippets = [(span.start - len(span.prefix), span.prefix + span.exact + span.suffix) for span in spans]
        self._pieces = joined([*snippets, *landmarks])
        self._text = text

    def stretch(self, span: Span) -> Stretch | None:
        return self._pieces.place(span.start, span.exact)

    @cached_property
    def search(self) -> Search:
        old = NormalText(self._pieces.text)
        return Search(old, NormalText(self._text, old.vocabulary), whole=False, pieces=self._pieces.starts)


def _placed(passage: _Passage, lookups: Mapping[str, _WholeText | _Quotes], text: str) -> Placement:
    if passage.settled is not None:
        return passage.settled
    span = passage.span
    lookup = lookups[passage.fingerprint if passage.old is not None else QUOTES + passage.fingerprint]
    if isinstance(lookup, _Quotes):
        stretch = lookup.stretch(span)
    else:
        stretch = passage.old
        place = None if stretch is None else lookup.carried(stretch)
        if place is not None:
            return _certain(span, text, place)
    if stretch is None:
        return GONE
    search = lookup.search
    as_made = search.old.text[stretch[0] : stretch[1]] == span.exact
    window = search.window(*stretch)
    if window is None:
        return _placed_between(search, stretch, text)
    undisturbed = search.undisturbed(window)
    if undisturbed is not None:
        to_new = search.alignment.to_new[window.base : window.base + len(window.words)]
        place = search.span(window, *undisturbed, stretch, to_new)
        return _certain(span, text, place, changed=False if as_made else None)
    found = search.find(window)
    if not found:
        return GONE
    best = found[0]
    sure = confidence(found, whole=search.whole)
    start, end = search.span(window, best.fit.begin, best.fit.end, stretch, best.to_new)
    if sure < DOUBT:
        return Placement(status="orphan", confidence=sure, runner_up=Candidate(start=start, end=end, confidence=sure))
    changed = best.fit.similar < 1.0 if as_made else None
    return Placement(
        status="ambiguous" if sure < ATTACH else _status(span, text, (start, end), changed),
        confidence=sure,
        start=start,
        end=end,
        runner_up=_runner_up(search, window, stretch, found, sure),
    )


def _certain(span: Span, text: str, place: Stretch, changed: bool | None = None) -> Placement:
    status = _status(span, text, place, changed)
    return Placement(status=status, confidence=UNDISTURBED, start=place[0], end=place[1])


def _runner_up(
    search: Search, window: Window, stretch: Stretch, found: Sequence[Found], sure: float
) -> Candidate | None:
    """The likeliest place that does not overlap the first."""
    best = found[0].fit
    others = [place for place in found[1:] if place.fit.end <= best.begin or place.fit.begin >= best.end]
    if not others:
        return None
    start, end = search.span(window, others[0].fit.begin, others[0].fit.end, stretch, others[0].to_new)
    return Candidate(start=start, end=end, confidence=min(1.0 - sure, confidence(others, whole=search.whole)))


def _placed_between(search: Search, stretch: Stretch, text: str) -> Placement:
    """Place a passage without words: it must stand letter for letter between its nearest kept words."""
    exact = search.old.text[stretch[0] : stretch[1]]
    low, high = search.between(stretch[0])
    start = text.find(exact, low, high)
    if start < 0:
        return GONE
    end = start + len(exact)
    if text.find(exact, end, high) >= 0:
        return Placement(status="ambiguous", confidence=DOUBT, start=start, end=end)
    return Placement(status="moved", confidence=ATTACH, start=start, end=end)


def _status(span: Span, text: str, place: Stretch, changed: bool | None = None) -> Status:
    """How the words of a place differ from those of the anchor. Typography makes no difference.

    `changed`: whether the letters are known to differ, or not to.
    """
    words = text[place[0] : place[1]]
    if words == span.exact:
        return "exact" if place == (span.start, span.end) else "moved"
    if changed is None:
        changed = NormalText(words).stream != NormalText(span.exact).stream
    return "changed" if changed else "moved"
