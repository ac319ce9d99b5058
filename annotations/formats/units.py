"""Offsets in the units that other programs count in, to and from code points.

postil counts code points of canonical text. Others count UTF-16 code units (whatever is written in JavaScript),
bytes of UTF-8, or graphemes (what a person sees as one character). All are half-open `[start, end)`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import Literal

Unit = Literal["code point", "utf-16", "utf-8", "grapheme"]
UNITS: tuple[Unit, ...] = ("code point", "utf-16", "utf-8", "grapheme")
"""In the order of how often they are met."""


class Offsets:
    """Conversions for one text. Each unit's map is made when it is first asked for, in time linear in the text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def to(self, unit: Unit, offset: int) -> int:
        """A code point offset, 0 to `len(text)`, in another unit.

        An offset inside a grapheme is that of the grapheme's start.
        """
        bounds = self._bounds(unit)
        if bounds is None:
            return offset
        if unit == "grapheme":
            index = bisect_left(bounds, offset)
            return index if bounds[index] == offset else index - 1
        return bounds[offset]

    def back(self, unit: Unit, offset: int) -> int | None:
        """An offset in another unit as a code point offset; None when it lies outside or inside a code point."""
        bounds = self._bounds(unit)
        if bounds is None:
            return offset if 0 <= offset <= len(self.text) else None
        if unit == "grapheme":
            return bounds[offset] if 0 <= offset < len(bounds) else None
        index = bisect_left(bounds, offset)
        return index if offset >= 0 and index < len(bounds) and bounds[index] == offset else None

    def span(self, unit: Unit, start: int, end: int) -> tuple[int, int] | None:
        """A span in another unit as one of code points; None when it is no span of this text."""
        first, last = self.back(unit, start), self.back(unit, end)
        return None if first is None or last is None or first > last else (first, last)

    def _bounds(self, unit: Unit) -> list[int] | None:
        """utf-16, utf-8: the unit's offset of each code point. grapheme: the code point offset of each grapheme.

        None where the unit counts like code points in this text.
        """
        if unit == "code point" or self._ascii:
            # A grapheme of ASCII text is one character, but for a carriage return with its line feed.
            return None if unit != "grapheme" or "\r" not in self.text else self._graphemes
        if unit == "utf-16":
            return self._utf16
        return self._utf8 if unit == "utf-8" else self._graphemes

    @cached_property
    def _ascii(self) -> bool:
        return self.text.isascii()

    @cached_property
    def _utf16(self) -> list[int] | None:
        if self.text and max(self.text) <= "\uffff":
            return None
        return list(accumulate((2 if c > "\uffff" else 1 for c in self.text), initial=0))

    @cached_property
    def _utf8(self) -> list[int]:
        widths = (1 if c < "\x80" else 2 if c < "\u0800" else 3 if c <= "\uffff" else 4 for c in self.text)
        return list(accumulate(widths, initial=0))

    @cached_property
    def _graphemes(self) -> list[int]:
        from wcwidth import iter_graphemes

        return list(accumulate(map(len, iter_graphemes(self.text)), initial=0))


def readings(offsets: Offsets, start: int, end: int, exact: str) -> Iterator[tuple[int, int]]:
    """The different code point spans whose words are `exact` when `start` and `end` are read in each unit."""
    seen: set[tuple[int, int]] = set()
    for unit in UNITS:
        span = offsets.span(unit, start, end)
        if span is not None and span not in seen and offsets.text[span[0] : span[1]] == exact:
            seen.add(span)
            yield span


def resolve(offsets: Offsets, start: int, end: int, exact: str) -> tuple[int, int] | None:
    """The span that a file of unknown unit means: the one reading whose words are `exact`.

    None when no unit gives those words, or when two units give them at different places.
    """
    found = list(readings(offsets, start, end, exact))
    return found[0] if len(found) == 1 else None
