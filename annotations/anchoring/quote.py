"""Quotes: an anchor made from a passage, and a bare quote found in a text. Offsets count code points, half-open."""

from __future__ import annotations

from bisect import bisect_left

from annotations.anchoring.edges import with_edges
from annotations.anchoring.graphemes import cut_after, cut_before
from annotations.anchoring.normal import NormalText
from annotations.errors import PostilError
from annotations.model import CONTEXT, Span

Stretch = tuple[int, int]


class QuoteError(PostilError):
    """A quote cannot be tied to one place in the text."""


class QuoteNotFoundError(QuoteError):
    """The words of a quote stand nowhere in the text, or not between the words they were said to stand between."""

    def __init__(self, quote: str, *, in_context: bool = False) -> None:
        where = "with that prefix and suffix" if in_context else "in this text"
        super().__init__(
            f"the words {_shortened(quote)} do not stand {where}", hint="Copy the quote from `postil show`."
        )


class QuoteAmbiguousError(QuoteError):
    """The words of a quote stand in several places."""

    def __init__(self, quote: str, places: tuple[Stretch, ...]) -> None:
        self.places = places
        super().__init__(
            f"the words {_shortened(quote)} stand in {len(places)} places",
            hint=f"Say which: --nth 1 to --nth {len(places)}, or the words before or after with --prefix, --suffix.",
        )


def quote_span(text: str, start: int, end: int, *, fingerprint: str | None = None) -> Span:
    """The anchor of a passage: its words, up to 64 code points of context on each side, and its position.

    The context is cut so that no grapheme is split.

    Raises: ValueError, if the passage is empty or not inside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no passage from {start} to {end} in a text of {len(text)}")
    before = min(cut_after(text, max(0, start - CONTEXT)), start)
    after = max(cut_before(text, min(len(text), end + CONTEXT)), end)
    return Span(
        exact=text[start:end],
        prefix=text[before:start],
        suffix=text[end:after],
        start=start,
        end=end,
        fingerprint=fingerprint,
    )


def find_quote(text: str | NormalText, quote: str, *, prefix: str = "", suffix: str = "") -> tuple[Stretch, ...]:
    """All places where a quote stands between `prefix` and `suffix`, in text order; none overlaps another.

    White space, quotation marks, dashes, hyphenation, ligatures, accents, case and mark-up make no difference, but
    where the quote stands letter for letter, only those places count. Give the `NormalText` of a text to find many
    quotes in it.
    """
    normal = text if isinstance(text, NormalText) else NormalText(text)
    places = _verbatim(normal.text, quote) or _same_letters(normal, quote)
    before, after = NormalText(prefix).stream, NormalText(suffix).stream
    if not before and not after:
        return tuple(places)
    return tuple(place for place in places if _stands_between(normal, place, before, after))


def locate_quote(
    text: str | NormalText, quote: str, *, prefix: str = "", suffix: str = "", nth: int | None = None
) -> Stretch:
    """The one place where a quote stands, or the `nth` of several, counted from 1.

    Raises: QuoteNotFoundError, QuoteAmbiguousError.
    """
    normal = text if isinstance(text, NormalText) else NormalText(text)
    places = find_quote(normal, quote, prefix=prefix, suffix=suffix)
    if not places:
        raise QuoteNotFoundError(quote, in_context=bool((prefix or suffix) and find_quote(normal, quote)))
    if nth is not None:
        if not 1 <= nth <= len(places):
            raise QuoteAmbiguousError(quote, places)
        return places[nth - 1]
    if len(places) > 1:
        raise QuoteAmbiguousError(quote, places)
    return places[0]


def _verbatim(text: str, quote: str) -> list[Stretch]:
    if not quote:
        return []
    places = []
    start = text.find(quote)
    while start >= 0:
        places.append((start, start + len(quote)))
        start = text.find(quote, start + len(quote))
    return places


def _same_letters(normal: NormalText, quote: str) -> list[Stretch]:
    """Places with the quote's letters; those that begin and end with a word, if there are any."""
    words = NormalText(quote)
    letters = words.stream
    if not letters:
        return []
    head, tail = quote[: words.starts[0]], quote[words.ends[-1] :]
    stream = normal.stream
    whole: list[Stretch] = []
    parts: list[Stretch] = []
    begin = stream.find(letters)
    while begin >= 0:
        finish = begin + len(letters)
        place = with_edges(normal.text, normal.span_of_letters(begin, finish), head, tail)
        (whole if _is_bound(normal, begin) and _is_bound(normal, finish) else parts).append(place)
        begin = stream.find(letters, finish)
    return whole or parts


def _is_bound(normal: NormalText, letter: int) -> bool:
    """Whether a word of the text starts or ends before this letter of its `stream`."""
    at = bisect_left(normal.stream_starts, letter)
    return at < len(normal.stream_starts) and normal.stream_starts[at] == letter


def _stands_between(normal: NormalText, place: Stretch, before: str, after: str) -> bool:
    begin, finish = normal.letters_in(*place)
    return normal.stream.endswith(before, 0, begin) and normal.stream.startswith(after, finish)


def _shortened(quote: str) -> str:
    words = " ".join(quote.split())
    return f"“{words}”" if len(words) <= 60 else f"“{words[:40]} … {words[-15:]}”"
