"""Pages as a whole. Lengths are points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reader.documents.typeset.lines import Line

PROSE = 20
"""Characters from which a piece of a line is prose in a column and no cell of a table."""


class Page:
    """The lines of one page and its size."""

    __slots__ = ("height", "lines", "number", "width")

    def __init__(self, number: int, width: float, height: float, lines: list[Line]) -> None:
        self.number = number
        self.width = width
        self.height = height
        self.lines = lines


def sizes(pages: Sequence[Page]) -> Counter[float]:
    """Size of the type, in halves of a point -> how many characters are set in it."""
    found: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            found[round(line.size * 2) / 2] += len(line.text)
    return found
