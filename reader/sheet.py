"""A sheet: the panes of a flow one after the other, and places on it counted in rows. Pure: knows no toolkit.

A place is `(part, block, row)`: row of the block's pane. A spot is `(part, offset)`: an offset in the part's text.
Panes are laid out when they are looked at, and how long the document is, is told by the weights of its parts alone:
nothing here costs more for a longer one. Loads nothing heavy: the first screen is drawn with it.
"""

from __future__ import annotations

from bisect import bisect_right

from reader.drawing import ON_PANEL, Pane, space_after, wrap_block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from reader.drawing import AsideLike, BlockLike, InlineLike, Layer, MarkLike
    from reader.frame import Frame
    from reader.layout import Wrapped

    Place = tuple[int, int, int]
    Spot = tuple[int, int]
    Span = tuple[int, int]

    class PartLike(Protocol):
        """What a page asks of a part: `reader.documents.flow.Part` has it."""

        @property
        def text(self) -> str: ...
        @property
        def blocks(self) -> Sequence[BlockLike]: ...
        @property
        def inlines(self) -> Sequence[InlineLike]: ...

    class FlowLike(Protocol):
        """What a page asks of a flow: `reader.documents.flow.Flow` has it."""

        def __len__(self) -> int: ...
        def part(self, index: int) -> PartLike: ...
        def start(self, index: int) -> int | None: ...
        def weight(self, index: int) -> int: ...
        def locate(self, offset: int) -> tuple[int, int] | None: ...

    class MarksLike(Protocol):
        """What a page asks of marks: `reader.marks.Marks` has it."""

        def touching(self, start: int, end: int) -> Sequence[MarkLike]: ...


KEPT = 400
"""Panes kept laid out; a screen shows far fewer."""


class Sheet:
    """The panes of a flow, for one frame."""

    def __init__(self, flow: FlowLike, frame: Frame) -> None:
        self.flow = flow
        self.frame = frame
        self.comments_open = True
        self._unlike: set[str] = set()
        """Notes whose comment is folded when the others are open, or open when they are folded."""
        self._marks: MarksLike | None = None
        self._asides: dict[Spot, AsideLike] = {}
        """What is opened under the text, by the spot that calls it."""
        self._tints: dict[tuple[int, int], Sequence[Layer]] = {}
        """Looks over the code of a block, by part and block."""
        self._wraps: dict[tuple[int, int], Wrapped] = {}
        self._panes: dict[tuple[int, int], Pane] = {}
        self._layers: dict[tuple[int, int], list[Layer]] = {}
        self._starts: dict[int, list[int]] = {}
        self._numbers: dict[int, int] = {0: 0}
        """Part -> blocks before it, counted as the parts are read one after the other."""
        self._weights: list[int] = [0]
        self._known = len(flow)
        self._end: tuple[int, Place] | None = None

    def forget(self) -> None:
        """Draw everything anew: the notes, or how they are folded, have changed."""
        self._panes.clear()
        self._layers.clear()
        self._end = None

    @property
    def marks(self) -> MarksLike | None:
        return self._marks

    def folded(self, note: str) -> bool:
        """Whether the note's comment is folded away."""
        return self.comments_open == (note in self._unlike)

    def aside(self, part: int, start: int) -> AsideLike | None:
        """What is opened under the words that begin there."""
        return self._asides.get((part, start))

    @property
    def has_asides(self) -> bool:
        """Whether anything is opened under the text."""
        return bool(self._asides)

    def block_at(self, part: int, offset: int) -> int:
        """Index of the block an offset of the part stands in, or that it follows."""
        return max(bisect_right(self.block_starts(part), offset) - 1, 0)

    def block_starts(self, part: int) -> list[int]:
        """Where the part's blocks begin."""
        starts = self._starts.get(part)
        if starts is None:
            if len(self._starts) > 64:
                self._starts.clear()
            starts = self._starts[part] = [block.start for block in self.flow.part(part).blocks]
        return starts

    def pane(self, part: int, block: int) -> Pane:
        """The block, laid out."""
        key = part, block
        if len(self.flow) != self._known:
            self._known = len(self.flow)
            self.forget()  # what was the last block has one behind it now
        pane = self._panes.get(key)
        if pane is not None:
            return pane
        if len(self._panes) >= KEPT:
            self._panes.clear()
            self._layers.clear()
        of = self.flow.part(part)
        here = of.blocks[block]
        wrapped = self._wraps.get(key)
        if wrapped is None:
            if len(self._wraps) >= KEPT:
                self._wraps.clear()
            columns = self.frame.room if here.kind in ON_PANEL else self.frame.measure
            wrapped = self._wraps[key] = wrap_block(of.text, here, columns)
        following = of.blocks[block + 1].kind if block + 1 < len(of.blocks) else ""
        last = block + 1 == len(of.blocks) and part + 1 == len(self.flow)
        pane = self._panes[key] = Pane(
            of.text,
            here,
            self.frame.measure,
            wrapped=wrapped,
            notes=self._notes(part, here.start, here.end),
            folded=self.folded,
            asides=[
                aside
                for (of_part, at), aside in self._asides.items()
                if of_part == part and here.start <= at < here.end
            ],
            before=1 if key == (0, 0) else 0,
            after=0 if last else space_after(here.kind, following),
        )
        return pane

    def _notes(self, part: int, start: int, end: int) -> Sequence[MarkLike]:
        """The marks that touch a stretch of a part, in offsets of the part."""
        base = self.flow.start(part)
        if self._marks is None or base is None:
            return []
        found = self._marks.touching(base + start, base + max(end, start + 1))
        return found if base == 0 else [_moved(mark, -base) for mark in found]

    def number(self, part: int, block: int) -> str:
        """The block's number in the document; empty where the blocks before it have not been counted."""
        ahead = getattr(self.flow, "first_block", None)  # a long text counts its blocks ahead of the reader
        before = ahead(part) if ahead is not None else None
        if before is None:
            before = self._numbers.get(part)
        if before is None and part and part - 1 in self._numbers:
            before = self._numbers[part] = self._numbers[part - 1] + len(self.block_starts(part - 1))
        return "" if before is None else str(before + block + 1)

    def next_block(self, part: int, block: int) -> tuple[int, int] | None:
        """The block after this one; None at the end. A part may have none."""
        if block + 1 < len(self.block_starts(part)):
            return part, block + 1
        for following in range(part + 1, len(self.flow)):
            if self.block_starts(following):
                return following, 0
        return None

    def previous_block(self, part: int, block: int) -> tuple[int, int] | None:
        """The block before this one; None at the start."""
        if block:
            return part, block - 1
        for before in range(part - 1, -1, -1):
            starts = self.block_starts(before)
            if starts:
                return before, len(starts) - 1
        return None

    def place_of(self, part: int, offset: int) -> Place:
        """The row in which an offset of a part is drawn."""
        block = self.block_at(part, offset)
        return part, block, self.pane(part, block).row_of(offset)

    def spot_of(self, place: Place) -> Spot:
        """The first offset drawn in a row, or in the row of text above it."""
        part, block, row = place
        pane = self.pane(part, block)
        at = pane.rows[min(row, len(pane) - 1)].at
        return part, pane.wrapped.starts[at]

    def forward(self, place: Place, rows: int) -> tuple[Place, int]:
        """The place `rows` further on, or the last one, and how many rows that is."""
        part, block, row = place
        left = rows
        while left:
            inside = len(self.pane(part, block)) - 1 - row
            if left <= inside:
                return (part, block, row + left), rows
            following = self.next_block(part, block)
            if following is None:
                return (part, block, row + inside), rows - left + inside
            left -= inside + 1
            part, block = following
            row = 0
        return (part, block, row), rows

    def backward(self, place: Place, rows: int) -> tuple[Place, int]:
        """The place `rows` before, or the first one, and how many rows that is."""
        part, block, row = place
        left = rows
        while left:
            if left <= row:
                return (part, block, row - left), rows
            previous = self.previous_block(part, block)
            if previous is None:
                return (part, block, 0), rows - left + row
            left -= row + 1
            part, block = previous
            row = len(self.pane(part, block)) - 1
        return (part, block, row), rows

    def last(self) -> Place:
        """The last row of the document, as far as it is known."""
        part, block = self.previous_block(len(self.flow), 0) or (0, 0)
        return part, block, len(self.pane(part, block)) - 1

    def end_top(self) -> Place:
        """The top of the screen that shows the end of the document."""
        parts = len(self.flow)
        if self._end is None or self._end[0] != parts:
            self._end = parts, self.backward(self.last(), self.frame.height - 1)[0]
        return self._end[1]

    def _weight_sums(self) -> list[int]:
        sums = self._weights
        for index in range(len(sums) - 1, len(self.flow)):
            sums.append(sums[-1] + max(self.flow.weight(index), 1))
        return sums

    def share(self, place: Place) -> float:
        """How much of the document lies before a place, from 0.0 to 1.0."""
        weights = self._weight_sums()
        part, offset = self.spot_of(place)
        size = max(len(self.flow.part(part).text), 1)
        return (weights[part] + (weights[part + 1] - weights[part]) * min(offset / size, 1.0)) / weights[-1]


def _moved(mark: MarkLike, by: int) -> MarkLike:
    from reader.lastread import seen

    (copy,) = seen([mark])
    copy.start += by
    copy.end += by
    return copy
