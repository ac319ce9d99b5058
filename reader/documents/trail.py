"""The way back from the text of a tree to the markup it was parsed from. Offsets are code points of the markup.

A parser gives the text of an element without saying where it stood. Text follows the order of the markup, begins
behind a `>`, and stands there letter for letter but for entities: so it is found again by searching onward, the line
numbers of elements keeping the search in step. What is not found leads nowhere; it never leads astray far, since
the next element's line sets the search right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WINDOW = 1 << 20
"""How far ahead a text is looked for."""

_SPECIAL = re.compile(r"([^\x20-\x21\x23-\x25\x28-\x3b\x3d\x3f-\x7e\t\n]|\n)")
"""What markup may spell in another way: entities, and line ends."""

_NEXT = 40
"""The longest that one character may be spelled, `&CounterClockwiseContourIntegral;`."""

Traced = list[tuple[str, int | None]]
"""Pieces of a text in order, each with its place in the markup, or None where it does not stand there as it is."""


class Trail:
    """Finds the texts of one tree in its markup, in document order."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._lines = [0, *(match.end() for match in re.finditer("\n", markup)), len(markup)]
        self._cursor = 0
        self._budget = 20 * len(markup) + _WINDOW
        """Characters that searches in vain may still cost, so that no markup makes them quadratic."""

    @property
    def place(self) -> int:
        """The end of what was found last."""
        return self._cursor

    def enter(self, element: Element) -> None:
        """Go on at an element: its text is not before its line, and what came before is not after it."""
        line = element.sourceline
        if not line or line >= len(self._lines):
            return
        start, end = self._lines[line - 1], self._lines[line]
        # A tag of many lines is counted by its last line, an element from an entity by any: allow a few.
        if (
            self._cursor < self._lines[max(line - 21, 0)]
            or self._cursor > self._lines[min(line + 20, len(self._lines) - 1)]
        ):
            self._cursor = start
        elif self._cursor < start and end - start < _WINDOW:
            self._cursor = max(self._cursor, self._lines[max(line - 21, 0)])

    def trace(self, text: str) -> Traced:
        """Where a text of the tree stands. It is given as the parser gave it, spaces and all."""
        if not text or text.isspace():
            return [(text, None)]
        found = self._find(">" + text)
        if found >= 0:
            self._cursor = found + 1 + len(text)
            return [(text, found + 1)]
        return self._in_pieces(text)

    def _in_pieces(self, text: str) -> Traced:
        """Find the stretches between what may be spelled otherwise."""
        traced: Traced = []
        first = True
        for piece in _SPECIAL.split(text):
            if not piece:
                continue
            if first:
                found = self._find((">" + piece) if not _SPECIAL.match(piece) else piece)
                found += 1 if found >= 0 and not _SPECIAL.match(piece) else 0
            else:
                found = self._markup.find(piece, self._cursor, self._cursor + len(piece) + _NEXT)
            if found >= 0:
                self._cursor = found + len(piece)
                first = False
            traced.append((piece, found if found >= 0 else None))
        return traced

    def _find(self, needle: str) -> int:
        if self._budget <= 0:
            return -1
        end = min(self._cursor + _WINDOW, len(self._markup))
        found = self._markup.find(needle, self._cursor - (self._cursor > 0), end)
        if found < 0:
            self._budget -= end - self._cursor
        return found

    def line(self, offset: int) -> int:
        """The line of an offset, from 1."""
        return bisect_right(self._lines, offset)
