"""Notes of the document, opened under the words that call them: rows of `(text, look)` runs. Pure, and loads nothing.

Columns are cells from the text's left edge. What is opened here is read without leaving the place: it is the note's
own text once more, and marks nothing.
"""

from __future__ import annotations

from reader.cells import cut, width_of
from reader.drawing import inline_layers, text_row
from reader.layout import Wrapped
from reader.palette import BOLD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.drawing import InlineLike, Run
    from reader.palette import Look
    from reader.sheet import Spot

    Hot = list[tuple[int, int, str]]

_LOOK: Look = ("text", "panel", 0)
_MARK: Look = ("accent", "panel", BOLD)


class Paragraph:
    """A block of a note, by itself: offsets count from its own first character."""

    __slots__ = ("inlines", "text")

    def __init__(self, text: str, inlines: Sequence[InlineLike] = ()) -> None:
        self.text = text
        self.inlines = inlines


class Aside:
    """A footnote of the document that is opened where it is called."""

    def __init__(self, start: int, label: str, paragraphs: Sequence[Paragraph], place: Spot) -> None:
        self.start = start
        """Where the words begin that call it, in their part."""
        self.label = label
        """By which it is called: `1`, `*`."""
        self.paragraphs = paragraphs
        self.place = place
        """Where the note itself stands."""

    def rows(self, measure: int) -> list[tuple[list[Run], Hot]]:
        """Its rows, each `measure` columns wide, and the links in them: first column, end, address."""
        mark = cut(self.label, measure // 4) or "*"
        lead = width_of(mark) + 2
        width = measure - lead - 2
        found: list[tuple[list[Run], Hot]] = []
        for paragraph in self.paragraphs:
            if found:
                found.append(([(" " * measure, _LOOK)], []))
            wrapped = Wrapped(paragraph.text, 0, len(paragraph.text), width)
            layers = inline_layers(paragraph.inlines)
            for row in range(len(wrapped)):
                words, cells = text_row(wrapped, row, _LOOK, layers)
                first = (f" {mark} ", _MARK) if not found else (" " * lead, _LOOK)
                rest = (" " * max(measure - lead - cells, 0), _LOOK)
                found.append(([first, *words, rest], _links(paragraph, wrapped, row, lead)))
        return found


def _links(paragraph: Paragraph, wrapped: Wrapped, row: int, left: int) -> Hot:
    """The links in a row."""
    start, end = wrapped.shown(row)
    return [
        (
            left + wrapped.column(row, max(inline.start, start)),
            left + wrapped.column(row, min(inline.end, end)),
            inline.target,
        )
        for inline in paragraph.inlines
        if inline.kind == "link" and inline.start < end and inline.end > start
    ]
