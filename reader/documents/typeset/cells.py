"""What may be cells of a table: lines of a page, and the parts of them that wide white parts. Lengths are points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.documents.typeset.lines import Line

_LEADER = re.compile(r"\s*(?:[.·…]\s?){4,}\s*$")
"""Dots that lead the eye to the next cell."""


PROSE = 45
"""Characters from which a piece is prose."""


FIGURE = re.compile(r"[^\w]*\d[\d\W]*(?:[a-zA-Z%]{0,3}\W*)$|[-–—✓✗xX*•]$|n/?a$", re.IGNORECASE)
"""A figure, with its unit, or a sign that stands for one."""


class Piece(NamedTuple):
    """A line, or a part of one that white parts from the rest."""

    line: Line
    begin: int
    end: int
    x0: float
    x1: float

    @property
    def text(self) -> str:
        return _LEADER.sub("", self.line.text[self.begin : self.end]).strip()

    @property
    def y(self) -> float:
        return self.line.y


Rows = list[list[list[Piece]]]
"""Rows of cells, the pieces of which are read one after the other."""


WIDE = 0.8
"""Sizes of the type from which white between two words may part columns."""
RULED = 0.45
"""The same where a rule stands in it."""


def pieces_of(line: Line, least: float, edges: Sequence[float] | None = None) -> Iterator[Piece]:
    """A line cut at wide white, where `edges` are given at those only."""
    begin, x0 = 0, line.x0
    for at, left, right in line.gaps:
        wide = right - left > least * line.size
        if wide and (edges is None or any(left - 1.5 <= edge <= right + 1.5 for edge in edges)):
            yield Piece(line, begin, at, x0, left)
            begin, x0 = at, right
    yield Piece(line, begin, len(line.text), x0, line.x1)


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one height, from the top, each from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if rows and rows[-1][0].y - piece.y < 0.3 * piece.line.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x0) for row in rows]
