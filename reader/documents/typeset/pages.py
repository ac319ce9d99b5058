"""Pages as a whole. Lengths are points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from reader.documents.typeset.lines import Line

PROSE = 20
"""Characters from which a piece of a line is prose in a column and no cell of a table."""


class Rule(NamedTuple):
    """A line that is drawn, level or upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        return self.x1 - self.x0 > self.y1 - self.y0


class Page:
    """The lines of one page, its size, and the rules that it draws, where they were looked for."""

    __slots__ = ("height", "lines", "number", "rules", "width")

    def __init__(
        self, number: int, width: float, height: float, lines: list[Line], rules: Sequence[Rule] = ()
    ) -> None:
        self.number = number
        self.width = width
        self.height = height
        self.lines = lines
        self.rules = rules

    def of(self, lines: list[Line]) -> Page:
        """The same page with other lines."""
        return Page(self.number, self.width, self.height, lines, self.rules)


def sizes(pages: Sequence[Page]) -> Counter[float]:
    """Size of the type, in halves of a point -> how many characters are set in it."""
    found: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            found[round(line.size * 2) / 2] += len(line.text)
    return found
