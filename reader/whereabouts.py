"""Where a passage lived in the text it was made in, for a person who decides where it belongs today. Pure.

Offsets are code points of canonical text, half-open `[start, end)`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from annotations.model import Span
from reader.documents.model import SEPARATOR
from reader.quoting import stretch

if TYPE_CHECKING:
    from reader.documents.flow import Flow

_AROUND = 400
"""Code points that are looked at before a passage and behind it."""

_NEIGHBOUR = 70
"""Code points of the next block that are told, where the passage is all of its own."""

_FURTHEST = 3
"""Blocks that are looked back and ahead for one that still stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What stood around a passage. What is not known is empty."""

    heading: str = ""
    """Of the section it stood in."""
    before: str = ""
    """The block before its own."""
    lead: str = ""
    """Its own block up to the passage."""
    trail: str = ""
    """Its own block from the passage on."""
    after: str = ""
    """The block after its own."""
    gap: tuple[int, int] | None = None
    """What stands between the same neighbours today, an empty stretch where it was cut; None where both are gone."""


class Blocks:
    """A text by its blocks."""

    def __init__(self, text: str, headings: Iterable[str] = ()) -> None:
        """`headings` are the words of those blocks that are headings."""
        self.text = text
        self._headings = frozenset(headings)

    @cached_property
    def words(self) -> list[str]:
        """Of each block."""
        return self.text.split(SEPARATOR)

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each block."""
        return [0, *accumulate(len(block) + len(SEPARATOR) for block in self.words[:-1])]

    @cached_property
    def _above(self) -> list[int]:
        """For each block the last heading at or before it; -1 where there is none."""
        return list(accumulate((n if block in self._headings else -1 for n, block in enumerate(self.words)), max))

    @cached_property
    def _once(self) -> dict[str, int]:
        """The words of blocks that stand only once -> which block it is."""
        once: dict[str, int] = {}
        for n, block in enumerate(self.words):
            once[block] = -1 if block in once else n
        return {block: n for block, n in once.items() if n >= 0 and block.strip()}

    def at(self, offset: int) -> int:
        """The block that an offset is in."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def heading(self, block: int) -> str:
        """The heading that a block stands under; empty for none, and for a heading its own superior's is not told."""
        above = self._above[block]
        return self.words[above] if above >= 0 and above != block else ""

    def find(self, words: str) -> int | None:
        """The block with just these words, where there is one and no more."""
        return self._once.get(words)


def home_of(span: Span, old: Blocks | None, today: Blocks) -> Home:
    """What stood around a passage.

    Args:
        span: As it was made.
        old: The text it was made in; None where that is no longer at hand: then the quote's own context must do.
        today: The text of today.
    """
    if old is None or old.text[span.start : span.end] != span.exact:
        return Home(lead=span.prefix, trail=span.suffix)
    first, last = old.at(span.start), old.at(span.end - 1)
    return Home(
        heading=old.heading(first),
        before=old.words[first - 1] if first else "",
        lead=old.text[old.starts[first] : span.start],
        trail=old.text[span.end : old.starts[last] + len(old.words[last])],
        after=old.words[last + 1] if last + 1 < len(old.words) else "",
        gap=_gap(old, first, last, today),
    )


def heading_before(flow: Flow, offset: int) -> str:
    """The heading that an offset in today's text stands under; empty where there is none, or none is counted yet."""
    here = flow.locate(offset)
    if here is None:
        return ""
    index, within = here
    for part in range(index, -1, -1):
        text = flow.part(part)
        for block in reversed(text.blocks):
            if block.kind in ("title", "heading") and (part < index or block.end <= within):
                return text.text[block.start : block.end]
    return ""


def surroundings(flow: Flow, start: int, end: int) -> tuple[str, str]:
    """What stands before a passage of today's text and behind it: the rest of its block, or else the next block."""
    before = stretch(flow, max(start - _AROUND, 0), start)
    after = stretch(flow, end, end + _AROUND)
    own, nearest = before.rpartition(SEPARATOR)[2], before.removesuffix(SEPARATOR).rpartition(SEPARATOR)[2]
    rest, following = after.partition(SEPARATOR)[0], after.removeprefix(SEPARATOR).partition(SEPARATOR)[0]
    if len(nearest) > _NEIGHBOUR:
        nearest = "…" + nearest[-_NEIGHBOUR:].partition(" ")[2]
    if len(following) > _NEIGHBOUR:
        following = following[:_NEIGHBOUR].rpartition(" ")[0] + "…"
    return own or f"{nearest}\n", rest or f"\n{following}"


def _gap(old: Blocks, first: int, last: int, today: Blocks) -> tuple[int, int] | None:
    """What stands in the text of today between the nearest neighbours that are still there."""
    above = _nearest(old.words[max(first - _FURTHEST, 0) : first][::-1], today)
    below = _nearest(old.words[last + 1 : last + 1 + _FURTHEST], today)
    start = None if above is None else today.starts[above] + len(today.words[above])
    end = None if below is None else today.starts[below]
    if start is None and end is None:
        return None
    if start is None or end is None or end < start:
        edge = start if start is not None else end
        assert edge is not None, "one of the two is known"
        return edge, edge
    start = min(start + len(SEPARATOR), end)
    return start, max(start, end - len(SEPARATOR))


def _nearest(blocks: Iterable[str], today: Blocks) -> int | None:
    found = (today.find(block) for block in blocks)
    return next((block for block in found if block is not None), None)
