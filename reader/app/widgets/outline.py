"""The Outline tab: the headings of the document, or the first words of its paragraphs. Offsets are canonical."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from reader.app.listbox import ListBox
from reader.app.widgets.pane import Pane
from reader.app.widgets.words import one_line
from reader.cells import fit
from reader.documents.flow import Flow
from reader.palette import BOLD

if TYPE_CHECKING:
    from reader.drawing import Run

_WORDS = 80
"""Code points of a paragraph that stand for it."""

_PARTS = 8
"""Parts of a long document that are listed around the reader: each costs milliseconds to make."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A heading, or a paragraph in the place of one."""

    part: int
    offset: int
    """In the part."""
    level: int
    """0 for a title, 1 to 6 for headings, 7 for a paragraph."""
    words: str
    height: int = 1
    stops: bool = True

    @property
    def key(self) -> str:
        return f"{self.part}:{self.offset}"


def outline(flow: Flow, around: int = 0) -> list[OutlineRow]:
    """The headings of the document; without any, its paragraphs. Of a long one, those near the part `around`."""
    first = max(0, around - _PARTS // 2) if len(flow) > _PARTS else 0
    headings: list[OutlineRow] = []
    others: list[OutlineRow] = []
    for index in range(first, min(first + _PARTS, len(flow))):
        part = flow.part(index)
        for block in part.blocks:
            words = one_line(part.text[block.start : min(block.end, block.start + _WORDS)])
            if block.kind in ("title", "heading"):
                level = 0 if block.kind == "title" else max(block.level, 1)
                headings.append(OutlineRow(index, block.start, level, words))
            elif block.kind in ("paragraph", "quote", "caption"):
                others.append(OutlineRow(index, block.start, 7, words))
    if any(row.level for row in headings):
        return headings
    return sorted(headings + others, key=lambda row: (row.part, row.offset))


class OutlineList(ListBox[OutlineRow]):
    """The headings, indented by their level."""

    def draw(self, row: OutlineRow, width: int, *, is_open: bool) -> list[list[Run]]:
        indent = 1 if row.level in (0, 7) else 2 * row.level - 1
        look = ("strong", "", BOLD) if row.level <= 1 else ("text", "", 0)
        return [[(" " * indent + fit(row.words, max(width - indent - 1, 4)), look)]]


class OutlinePane(Pane):
    """The outline, with the cursor where the reader is. There is nothing to narrow down."""

    @dataclass
    class Wanted(Message):
        """A heading was chosen: the text should show it."""

        part: int
        offset: int

    list: OutlineList

    def __init__(self) -> None:
        super().__init__(OutlineList(empty="Nothing to list."), None)
        self._made_for: tuple[int, int] | None = None

    def follow(self, flow: Flow, part: int, offset: int) -> None:
        """List the outline around a spot, and put the cursor on the heading above it."""
        about = (len(flow) if len(flow) <= _PARTS else 0, part if len(flow) > _PARTS else 0)
        if self._made_for != about:
            self._made_for = about
            self.list.show(outline(flow, part))
        if not self.list.has_focus:
            rows = self.list.rows
            here = _above(rows, part, offset)
            if here is not None:
                self.list.reveal(here.key)

    def choose(self) -> None:
        """Go to a heading."""
        if (row := self.list.current) is not None:
            self.tell(self.Wanted(row.part, row.offset))


def _above(rows: Sequence[OutlineRow], part: int, offset: int) -> OutlineRow | None:
    index = bisect_right(rows, (part, offset), key=lambda row: (row.part, row.offset)) - 1
    return rows[index] if index >= 0 else None
