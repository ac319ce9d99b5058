"""What a notes file itself remembers of an old text: quotes with their context, and landmarks, put together.

Offsets count code points of the old text; those into the joined text say so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from annotations.model import Span

BETWEEN = "\n\n"
"""What stands between two pieces in the joined text."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of an old text, in its order, joined to one text."""

    text: str
    starts: tuple[tuple[int, int], ...]
    """Where in the joined text each piece starts, and at which offset it stood in the old text."""

    def place(self, start: int, exact: str) -> tuple[int, int] | None:
        """Where a passage of the old text stands in the joined text; None if other words stand there."""
        last = bisect_right(self.starts, start, key=lambda pair: pair[1]) - 1
        for here, there in reversed(self.starts[: last + 1]):
            at = start - there + here
            if self.text[at : at + len(exact)] == exact:
                return at, at + len(exact)
        return None


def snippet(span: Span) -> tuple[int, str]:
    """What an anchor says of its text: an offset, and the words from there on."""
    return span.start - len(span.prefix), span.prefix + span.exact + span.suffix


def joined(snippets: Iterable[tuple[int, str]]) -> Pieces:
    """Put snippets together, each given with its offset. Those that overlap or touch become one piece where they
    agree; where they do not, the file was edited by hand, and they stay apart."""
    pieces: list[tuple[int, str]] = []
    for start, snippet in sorted(snippets, key=lambda pair: (pair[0], -len(pair[1]))):
        if pieces:
            first, text = pieces[-1]
            at = start - first
            if at <= len(text) and text[at : at + len(snippet)] == snippet[: len(text) - at]:
                pieces[-1] = first, text + snippet[len(text) - at :]
                continue
        pieces.append((start, snippet))
    starts, length = [], 0
    for start, text in pieces:
        starts.append((length, start))
        length += len(text) + len(BETWEEN)
    return Pieces(BETWEEN.join(text for _, text in pieces), tuple(starts))
