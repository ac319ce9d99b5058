"""The page: a flow of text at a place, the rows that stand on the screen, and the cursor. Pure: knows no toolkit.

Places and spots are those of `reader.sheet`. What everything costs is bounded by the screen. Loads nothing heavy: the
first screen is drawn with it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from reader import drawing
from reader.cells import grapheme_end
from reader.drawing import draw_row, inline_layers, mark_layers
from reader.sentences import sentence_at
from reader.sheet import Sheet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.drawing import AsideLike, Layer, Run
    from reader.frame import Frame
    from reader.sheet import FlowLike, MarksLike, Place, Span, Spot

CONTEXT = 2
"""Rows kept between what is revealed and the edge of the screen."""


class Touched:
    """What stands in a cell."""

    __slots__ = ("aside", "inked", "link", "notes", "number", "spot")

    def __init__(self, spot: Spot) -> None:
        self.spot = spot
        """The grapheme there, or the nearest in its row."""
        self.inked = False
        """True on text, not beside it."""
        self.notes: tuple[str, ...] = ()
        """Ids of the notes whose passage, rail, badge or comment is there."""
        self.link = ""
        """Address of the link there."""
        self.aside: AsideLike | None = None
        """What is opened under the text there."""
        self.number = False
        """True on a block's number, or left of it."""


class Page(Sheet):
    """What is read, where, and how it looks there."""

    def __init__(self, flow: FlowLike, frame: Frame) -> None:
        super().__init__(flow, frame)
        self.top: Place = (0, 0, 0)
        """The first row on the screen."""
        self.cursor: Spot = (0, 0)
        self.anchor: tuple[Spot, Spot] | None = None
        """What the selection began with, half-open, while there is one; it reaches from there through the cursor."""
        self.selected: tuple[Spot, Spot] | None = None
        """A selection that is not bound to the cursor: first and last spot, half-open."""
        self.chosen: Sequence[Span] = ()
        """The passage, in canonical text, of the note that acts apply to."""
        self._mentions: list[Span] = []
        self.hits: Callable[[int], list[Span]] | None = None
        """Gives what was found in a part, in order, in offsets of the part; None while nothing is looked for."""
        self.hit: tuple[int, int, int] | None = None
        """The find that the reader is at: part, start, end."""
        self._sentence: tuple[Spot, Span] | None = None

    # ---- what it is given

    def resize(self, frame: Frame) -> None:
        """Take a new frame; the text at the top of the screen stays there, unless the cursor would leave it."""
        spot = self.spot_of(self.top)
        at_start = self.top == (0, 0, 0)
        if (frame.measure, frame.room) != (self.frame.measure, self.frame.room):
            self._wraps.clear()
        self.frame = frame
        self.forget()
        if not at_start:
            self.top = self.place_of(*spot)
        self._clamp()
        self.show(*self.cursor)

    def set_marks(self, marks: MarksLike) -> None:
        """Show these notes; the text at the top of the screen stays there."""
        spot = self.spot_of(self.top)
        row = self.top[2]
        at_start = self.top == (0, 0, 0)
        self._marks = marks
        self.forget()
        if at_start:
            return
        part, block, new_row = self.place_of(*spot)
        pane = self.pane(part, block)
        self.top = (part, block, row if row < len(pane) and new_row == 0 else new_row)
        self._clamp()

    def set_mentions(self, spans: Sequence[Span]) -> None:
        """Show these spans of canonical text, in order, as mentions."""
        self._mentions = list(spans)
        self._layers.clear()

    def set_tint(self, part: int, block: int, layers: Sequence[Layer]) -> None:
        """Show the code of a block in these looks, in offsets of the part."""
        self._tints[part, block] = layers
        self._layers.pop((part, block), None)

    def fold(self, note: str) -> None:
        """Fold one comment away, or open it."""
        self._unlike ^= {note}
        self.forget()
        self._clamp()

    def fold_all(self, *, opened: bool) -> None:
        """Open all comments, or fold all away."""
        self.comments_open = opened
        self._unlike.clear()
        self.forget()
        self._clamp()

    # ---- what is opened under the text

    def open_aside(self, part: int, aside: AsideLike) -> None:
        """Open something under the words that call it, and bring all of it onto the screen as far as it fits."""
        self._asides[part, aside.start] = aside
        self.forget()
        block = self.block_at(part, aside.start)
        rows = [row for row, drawn in enumerate(self.pane(part, block).rows) if drawn.aside is aside]
        self._show_rows(self.place_of(part, aside.start), (part, block, rows[-1]))

    def close_aside(self, part: int, start: int) -> None:
        """Close what is opened under the words that begin there."""
        self._close([(part, start)])

    def close_asides(self) -> None:
        """Close all that is opened under the text."""
        self._close(list(self._asides))

    def _close(self, spots: Sequence[Spot]) -> None:
        part, block, row = self.top
        before = self.pane(part, block)
        here, behind = before.rows[row], len(before) - row
        spot = self.spot_of(self.top)
        for at in spots:
            self._asides.pop(at, None)
        self.forget()
        if here.what in (drawing.TEXT, drawing.ASIDE) and row >= before.before:
            self.top = self.place_of(*spot)
        elif row >= before.before:
            self.top = part, block, len(self.pane(part, block)) - behind
        self._clamp()
        self.keep_cursor()

    # ---- places

    def visible(self) -> list[Place]:
        """The rows on the screen, from the top; fewer than its height where the document ends."""
        places = []
        part, block, row = self.top
        left = self.frame.height
        while True:
            rows = len(self.pane(part, block))
            take = min(rows - row, left)
            places += [(part, block, at) for at in range(row, row + take)]
            left -= take
            following = self.next_block(part, block)
            if left <= 0 or following is None:
                return places
            part, block = following
            row = 0

    def _clamp(self) -> None:
        part, block, row = self.top
        rows = len(self.pane(part, block))
        self.top = min((part, block, min(row, rows - 1)), self.end_top())

    # ---- scrolling

    def scroll(self, rows: int) -> int:
        """Move the screen over the text, down for positive `rows`; the cursor stays on it. How far it went."""
        if rows >= 0:
            end = self.end_top()
            if self.top >= end:
                return 0
            place, moved = self.forward(self.top, rows)
            self.top = min(place, end)
        else:
            place, moved = self.backward(self.top, -rows)
            moved = -moved
            self.top = place
        self.keep_cursor()
        return moved

    def keep_cursor(self) -> None:
        """Bring the cursor onto the screen when it has left it."""
        place = self.place_of(*self.cursor)
        places = self.visible()
        if place < places[0]:
            self.cursor = self.spot_of(self._text_row(places))
        elif place > places[-1]:
            self.cursor = self.spot_of(self._text_row(places[::-1]))

    def _text_row(self, places: Sequence[Place]) -> Place:
        """The first of the places that shows text; the first one when none does."""
        for place in places:
            part, block, row = place
            if self.pane(part, block).rows[row].what == drawing.TEXT:
                return place
        return places[0]

    def page_down(self, rows: int) -> None:
        """Scroll down; at the end of the document the cursor goes to its last block."""
        if not self.scroll(rows):
            part, block, _ = self.last()
            if self.cursor < (part, self.block_starts(part)[block]):
                self.cursor = part, self.block_starts(part)[block]

    def page_up(self, rows: int) -> None:
        """Scroll up; at the start of the document the cursor goes there."""
        if not self.scroll(-rows):
            self.cursor = 0, self.block_starts(0)[0]

    def go_start(self) -> None:
        """To the start of the document."""
        self.top = 0, 0, 0
        self.cursor = 0, self.block_starts(0)[0]

    def go_end(self) -> None:
        """To the end of the document, as far as it is known: the last block, or what there is room for of it."""
        self.top = self.end_top()
        part, block, _ = self.last()
        self.cursor = part, self.block_starts(part)[block]
        self.keep_cursor()

    def return_to(self, top: Spot, cursor: Spot) -> None:
        """To where the reader was, as far as the text is still so long."""
        (part, offset), (cursor_part, cursor_offset) = top, cursor
        if part >= len(self.flow) or cursor_part >= len(self.flow):
            return
        if not self.block_starts(part) or not self.block_starts(cursor_part):
            return
        start = self.block_starts(part)[self.block_at(part, offset)]
        self.top = (0, 0, 0) if (part, start, offset) == (0, 0, 0) else self.place_of(part, offset)
        block = self.flow.part(cursor_part).blocks[self.block_at(cursor_part, cursor_offset)]
        self.cursor = cursor_part, min(max(cursor_offset, block.start), max(block.end - 1, block.start))
        self._clamp()
        self.keep_cursor()

    def go_fraction(self, fraction: float) -> None:
        """To a place by its share of the document, from 0.0 to 1.0."""
        if fraction >= 1:
            self.go_end()
            return
        weights = self._weight_sums()
        wanted = max(fraction, 0.0) * weights[-1]
        part = min(max(bisect_right(weights, wanted) - 1, 0), len(self.flow) - 1)
        share = (wanted - weights[part]) / max(weights[part + 1] - weights[part], 1)
        if not self.block_starts(part):
            part, share = (self.next_block(part, 0) or self.last())[0], 0.0
        spot = part, int(share * len(self.flow.part(part).text))
        self.top = self.place_of(*spot)
        self._clamp()
        self.cursor = part, self.block_starts(part)[self.block_at(*spot)]
        self.keep_cursor()

    def scroll_to(self, share: float) -> None:
        """Scroll to a share of the way from the first screen to the last; the cursor stays on the screen."""
        if share >= 1:
            self.top = self.end_top()
        elif share <= 0:
            self.top = 0, 0, 0
        else:
            cursor = self.cursor
            self.go_fraction(share * self.share(self.end_top()))
            self.cursor = cursor
        self.keep_cursor()

    def show(self, part: int, start: int, end: int | None = None) -> None:
        """Scroll as little as needed for a passage to stand on the screen, its first row before its last."""
        first = self.place_of(part, start)
        self._show_rows(first, self.place_of(part, max(start, end - 1)) if end is not None else first)

    def _show_rows(self, first: Place, last: Place) -> None:
        height = self.frame.height
        context = min(CONTEXT, max((height - 1) // 2, 0))
        places = self.visible()
        if first >= places[0] and last <= places[-1]:
            return
        if first < places[0]:
            self.top = self.backward(first, context)[0]
        else:
            self.top = min(self.backward(last, max(height - 1 - context, 0))[0], first)
        self._clamp()

    def show_afar(self, part: int, start: int, end: int | None = None) -> None:
        """Show a passage that was jumped to: where it is not on the screen, a third from its top."""
        places = self.visible()
        first = self.place_of(part, start)
        last = self.place_of(part, max(start, end - 1)) if end is not None else first
        if not (places[0] <= first and last <= places[-1]):
            self.top = self.backward(first, self.frame.height // 3)[0]
            self._clamp()

    # ---- what stands where on the screen

    def at(self, column: int, row: int) -> Touched:
        """What is drawn in a cell of the view; below the text, what is nearest to it."""
        places = self.visible()
        place = places[min(max(row, 0), len(places) - 1)]
        part, block, at = place
        pane = self.pane(part, block)
        drawn = pane.rows[at]
        left = self.frame.left + self.frame.gutter
        touched = Touched((part, pane.wrapped.offset(drawn.at, column - left - pane.indent)))
        touched.number = column < self.frame.left + self.frame.numbers
        if drawn.what == drawing.COMMENT:
            touched.notes = (drawn.note,)
        elif drawn.what == drawing.ASIDE:
            touched.aside = drawn.aside
            touched.link = next((target for first, last, target in drawn.hot if first <= column - left < last), "")
        elif drawn.what == drawing.BADGES:
            touched.notes = tuple(note for first, last, note in drawn.hot if first <= column - left < last)
        elif left - 1 - self.frame.rails <= column < left:
            lane = left - 2 - column
            widest = self.frame.rails - 1
            touched.notes = tuple(
                note
                for at_lane, first, last, _, note in pane.rails
                if first <= at <= last and (at_lane == lane or (lane == widest and at_lane > lane))
            )
        elif drawn.what == drawing.TEXT and row < len(places):
            touched.inked = pane.wrapped.inked(drawn.at, column - left - pane.indent)
            if touched.inked:
                self._touch_text(touched, part)
        return touched

    def _touch_text(self, touched: Touched, part: int) -> None:
        offset = touched.spot[1]
        touched.notes = tuple(dict.fromkeys(mark.note for mark in self._notes(part, offset, offset + 1)))
        for inline in self.flow.part(part).inlines:
            if inline.start <= offset < inline.end and inline.kind in ("link", "footnote", "image"):
                touched.link = touched.link or inline.target

    # ---- how far

    def percent(self) -> int:
        """How far the reader is, in percent: 0 at the start, 100 when the end is on the screen."""
        end = self.end_top()
        if self.top >= end:
            return 100
        return min(int(self.share(self.top) / max(self.share(end), 1e-9) * 100), 99)

    def thumb(self) -> tuple[int, int]:
        """First row and end of the scroll bar's thumb, in rows of the screen; nothing when all is on it."""
        height = self.frame.height
        end = self.end_top()
        if end == (0, 0, 0):
            return 0, 0
        share = min(self.share(self.top) / max(self.share(end), 1e-9), 1.0)
        bottom = 1.0 - self.share(end)
        size = min(max(round(bottom * height), 1), height)
        first = round(share * (height - size)) if self.top < end else height - size
        if self.top > (0, 0, 0) and height > size:
            first = max(first, 1)
        return first, first + size

    # ---- selection

    def selection(self) -> tuple[Spot, Spot] | None:
        """First and last spot of the selection, half-open; None without one."""
        if self.anchor is None:
            return self.selected
        part, offset = self.cursor
        after = part, grapheme_end(self.flow.part(part).text, offset)
        if after <= self.anchor[0]:
            return self.cursor, self.anchor[1]
        if self.cursor >= self.anchor[1]:
            return self.anchor[0], after
        return min(self.anchor[0], self.cursor), max(self.anchor[1], after)

    def sentence(self) -> Span:
        """The sentence under the cursor, in offsets of its part."""
        if self._sentence is None or self._sentence[0] != self.cursor:
            part, offset = self.cursor
            of = self.flow.part(part)
            block = of.blocks[self.block_at(part, offset)]
            cells = block.kind == "table"
            self._sentence = self.cursor, sentence_at(of.text, block.start, block.end, offset, cells=cells)
        return self._sentence[1]

    # ---- drawing

    def draw(self) -> list[tuple[list[Run], int]]:
        """The rows of the screen, each with the columns it fills; the scroll bar is not among them."""
        places = self.visible()
        rows: list[tuple[list[Run], int]] = []
        cursor_block = self.cursor[0], self.block_at(*self.cursor)
        at: tuple[int, int] | None = None
        layers: list[Layer] = []
        for part, block, row in places:
            if at != (part, block):
                at = part, block
                layers = self.layers(part, block, current=at == cursor_block)
            rows.append(
                draw_row(
                    self.pane(part, block),
                    row,
                    self.frame,
                    number=self.number(part, block) if self.frame.numbers else "",
                    current=at == cursor_block,
                    layers=layers,
                )
            )
        rows += [([], 0)] * (self.frame.height - len(rows))
        return rows

    def layers(self, part: int, block: int, *, current: bool) -> list[Layer]:
        """What lies over a block's text, the last on top."""
        key = part, block
        of = self.flow.part(part)
        here = of.blocks[block]
        lasting = self._layers.get(key)
        if lasting is None:
            lasting = self._layers[key] = self._lasting(part, here)
        layers = lasting
        if current and self.anchor is None and self.selected is None:
            layers = [(*self.sentence(), drawing.SENTENCE), *layers]
        hits = self.hits(part) if self.hits is not None else None
        if hits:
            first = bisect_left(hits, (here.start, 0))
            last = bisect_left(hits, (here.end, 0))
            layers = [
                *layers,
                *(
                    (start, end, drawing.MATCH_HERE if self.hit == (part, start, end) else drawing.MATCH)
                    for start, end in hits[max(first - 1, 0) : last]
                ),
            ]
        base = self.flow.start(part) if self.chosen else None
        if base is not None:
            layers = [*layers, *((start - base, end - base, drawing.CHOSEN) for start, end in self.chosen)]
        selection = self.selection()
        if selection is not None:
            (first_part, start), (last_part, end) = selection
            if first_part <= part <= last_part:
                low = start if part == first_part else 0
                high = end if part == last_part else len(of.text)
                layers = [*layers, (low, high, drawing.SELECTION)]
        if current:
            offset = self.cursor[1]
            layers = [*layers, (offset, max(grapheme_end(of.text, offset), offset + 1), drawing.CURSOR)]
        return layers

    def _lasting(self, part: int, block: drawing.BlockLike) -> list[Layer]:
        """What lies over a block's text whatever the reader does: how it is set, notes, mentions."""
        inlines = self.flow.part(part).inlines
        layers = inline_layers(
            [inline for inline in inlines if inline.start < block.end and inline.end > block.start]
        )
        layers += self._tints.get((part, self.block_at(part, block.start)), ())
        layers += mark_layers(self._notes(part, block.start, block.end))
        base = self.flow.start(part)
        if self._mentions and base is not None:
            first = bisect_left(self._mentions, (base + block.start, 0))
            last = bisect_left(self._mentions, (base + block.end, 0))
            layers += [
                (start - base, end - base, drawing.MENTION) for start, end in self._mentions[max(first - 1, 0) : last]
            ]
        return layers
