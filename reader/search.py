"""Finding words in a document: plain or by regular expression, forwards or backwards, counted, in slices of some ms.

A match is a span of canonical text inside a part. A blank in a plain query stands for any white space, so words are
found across line wraps and paragraph bounds; a straight quote or hyphen stands for its typographic forms. Small
letters alone match either case. A text of many parts is not made to be searched: its bytes are looked through first,
and only parts that can hold a match are set.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from time import perf_counter
from typing import NamedTuple

from annotations.errors import PostilError
from reader.documents.flow import Flow
from reader.documents.largetext import LargeText
from reader.documents.scan import Needle

_SLICE = 0.003
_FORMS = {
    "'": "['’‘ʼ]",
    '"': '["“”„«»]',
    "-": "[-‐‑–]",
}
_ASCII_RUN = re.compile(r"[A-Za-z0-9]{2,}")
_LITERAL_START = re.compile(r"[A-Za-z0-9]{3,}")


class QueryError(PostilError):
    """What was asked for is no regular expression."""


class Match(NamedTuple):
    """Where a query was found. Offsets count from the part's first code point; `end` may lie in a later part."""

    part: int
    start: int
    end_part: int
    end: int


class Query:
    """What is looked for, compiled."""

    __slots__ = ("case", "pattern", "regular", "words")

    def __init__(self, words: str, *, regular: bool = False, case: bool | None = None) -> None:
        """Compile a query.

        Args:
            words: What the person typed; not empty.
            regular: It is a regular expression, in Python's syntax; `^` and `$` stand for the ends of a block.
            case: Whether capitals matter; None: only if there is one in the query.

        Raises: QueryError, if the expression is none, or nothing was typed.
        """
        if not words.strip():
            raise QueryError("There is nothing to look for", hint="Type a word.")
        self.words = words
        self.regular = regular
        self.case = _has_capital(words, regular=regular) if case is None else case
        source = words if regular else _plain(words)
        flags = re.MULTILINE if self.case else re.MULTILINE | re.IGNORECASE
        try:
            self.pattern = re.compile(source, flags)
        except (re.error, OverflowError, RecursionError) as error:
            raise QueryError(
                f"{words!r} is no regular expression: {error}", hint="Mend it, or find it as plain text."
            ) from None

    def spans(self, text: str, start: int = 0) -> Iterator[tuple[int, int]]:
        """The matches that begin at `start` or later, in order; empty ones are left out."""
        for found in self.pattern.finditer(text, start):
            if found.end() > found.start():
                yield found.span()

    @property
    def overlap(self) -> int:
        """How far a match may reach into the next part: code points."""
        return 0 if self.regular or not re.search(r"\s", self.words.strip()) else 4 * len(self.words) + 16


class Finder:
    """Looks for the next match, a slice at a time. It does not go round the end: start another from there."""

    def __init__(self, flow: Flow, query: Query, *, part: int, offset: int, backwards: bool = False) -> None:
        """Begin to look.

        Args:
            flow: The document.
            query: What to look for.
            part: Where to begin.
            offset: Forwards: the first match that begins here or later is wanted. Backwards: the last that begins
                before.
            backwards: Look towards the beginning.
        """
        self.match: Match | None = None
        self.progress = 0.0
        """Share of the way that was looked through, 0 to 1."""
        self._begin = part
        self._last = 0 if backwards else len(flow) - 1
        self._work = self._looking(flow, query, part, offset, backwards=backwards)

    def advance(self) -> bool:
        """Look for some 3 ms; False when the match is there, or there is none."""
        until = perf_counter() + _SLICE
        for at in self._work:
            self.progress = abs(at - self._begin) / max(1, abs(self._last - self._begin))
            if perf_counter() > until:
                return True
        return False

    def _looking(self, flow: Flow, query: Query, part: int, offset: int, *, backwards: bool) -> Iterator[int]:
        """The parts as they are looked through."""
        order = -1 if backwards else 1
        for index in candidates(flow, query, part, backwards=backwards):
            if index < 0:
                yield ~index
                continue
            text, length = _text(flow, index, query.overlap)
            if backwards:
                limit = offset if index == part else length
                starts = [span for span in query.spans(text) if span[0] < limit and span[0] < length]
                found = starts[-1] if starts else None
            else:
                found = next((s for s in query.spans(text, offset if index == part else 0) if s[0] < length), None)
            if found is not None:
                self.match = placed(flow, index, found)
                return
            yield index + order


class Tally:
    """Counts the matches of a query in a whole document, a slice at a time."""

    def __init__(self, flow: Flow, query: Query) -> None:
        self._places: list[tuple[int, int]] = []
        self.complete = False
        self._work = self._counting(flow, query)

    @property
    def total(self) -> int:
        """Matches counted so far; all of them when `complete`."""
        return len(self._places)

    def ordinal(self, part: int, start: int) -> int:
        """How many matches begin before a place; final only when `complete`."""
        return bisect_left(self._places, (part, start))

    def advance(self) -> bool:
        """Count for some 3 ms; False when all is counted."""
        until = perf_counter() + _SLICE
        for _ in self._work:
            if perf_counter() > until:
                return True
        self.complete = True
        return False

    def _counting(self, flow: Flow, query: Query) -> Iterator[None]:
        for index in candidates(flow, query, 0):
            if index >= 0:
                text, length = _text(flow, index, query.overlap)
                self._places += [(index, start) for start, _ in query.spans(text) if start < length]
            yield


def spans_in(flow: Flow, query: Query, index: int) -> list[Match]:
    """All matches that begin in one part: what a screen paints."""
    text, length = _text(flow, index, query.overlap)
    return [placed(flow, index, span) for span in query.spans(text) if span[0] < length]


def placed(flow: Flow, index: int, span: tuple[int, int]) -> Match:
    """A span of a part's text and what follows it, as a match."""
    start, end = span
    end_part, length = index, _text(flow, index)[1]
    while end > length and end_part + 1 < len(flow):
        end -= length + 2 if length else 0
        end_part += 1
        length = _text(flow, end_part)[1]
    return Match(index, start, end_part, end)


def candidates(flow: Flow, query: Query, part: int, *, backwards: bool = False) -> Iterator[int]:
    """Parts in which a match may begin, from a part on; `~index` now and then, for how far it has come."""
    step = -1 if backwards else 1
    needle = _needle(flow, query)
    if needle is None:
        yield from range(part, -1 if backwards else len(flow), step)
        return
    yield part
    done = part
    if backwards and query.overlap and part:
        done -= 1
        yield done
    for position, hit in needle.before(part) if backwards else needle.after(part):
        index = needle.flow.part_at(position)
        if not hit:
            yield ~index
            continue
        # Words that reach over a part's end begin in the one before.
        for near in (index, index - 1) if backwards else (index - 1, index):
            if (near == index or query.overlap) and (near - done) * step > 0 and near >= 0:
                done = near
                yield near


def _needle(flow: Flow, query: Query) -> Needle | None:
    """Letters that every match has, to look for in the bytes; None where all parts have to be set."""
    if not isinstance(flow, LargeText) or len(flow) < 8:
        return None
    if query.regular:
        start = _LITERAL_START.match(query.words)
        if start is None or "|" in query.words or query.words[start.end() : start.end() + 1] in "?*{":
            return None
        return Needle(start[0], flow, case=query.case)
    runs = _ASCII_RUN.findall(query.words)
    if runs:
        return Needle(max(runs, key=len), flow, case=query.case)
    words = re.findall(r"\w{2,}", query.words)
    if not words or (not flow.plan.single and any(letter >= "\u2e80" for letter in query.words)):
        return None
    return Needle(max(words, key=len), flow, case=query.case)


def _text(flow: Flow, index: int, overlap: int = 0) -> tuple[str, int]:
    """A part's text with so much of what follows it, and the length of the text alone."""
    text = flow.text(index) if isinstance(flow, LargeText) else flow.part(index).text
    length = len(text)
    if overlap and index + 1 < len(flow):
        after, _ = _text(flow, index + 1)
        if text and after:
            text = f"{text}\n\n{after[:overlap]}"
    return text, length


def _plain(words: str) -> str:
    """The regular expression of a plain query."""
    return r"\s+".join("".join(_FORMS.get(letter) or re.escape(letter) for letter in word) for word in words.split())


def _has_capital(words: str, *, regular: bool) -> bool:
    """Whether a capital was typed; not counting `\\S` and the like in a regular expression."""
    if regular:
        words = re.sub(r"\\.", "", words)
    return any(letter.isupper() for letter in words)
