"""How the cursor moves over a page: by grapheme, word, row, sentence and block. Pure.

Each motion takes the page, changes its cursor, and scrolls as little as that needs. The cursor stands on a grapheme,
never between two blocks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from reader.cells import grapheme_end
from reader.sentences import sentence_at, sentence_starts, word_at, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.drawing import BlockLike
    from reader.page import Page
    from reader.sheet import Span, Spot

    Units = Callable[[str, BlockLike], list[Span]]


def _block(page: Page, spot: Spot) -> BlockLike:
    part, offset = spot
    return page.flow.part(part).blocks[page.block_at(part, offset)]


def _bounds(page: Page, spot: Spot) -> Span:
    block = _block(page, spot)
    return block.start, block.end


def _sentence_starts(page: Page, spot: Spot) -> list[int]:
    block = _block(page, spot)
    return sentence_starts(page.flow.part(spot[0]).text, block.start, block.end, cells=block.kind == "table")


def _to(page: Page, part: int, offset: int) -> None:
    page.cursor = part, offset
    page.show(part, offset)


def _step(page: Page, by: int) -> Spot | None:
    """The start of the block `by` (1 or -1) from the cursor's; None at the ends of the document."""
    part, offset = page.cursor
    block = page.block_at(part, offset)
    there = page.next_block(part, block) if by > 0 else page.previous_block(part, block)
    return None if there is None else (there[0], page.block_starts(there[0])[there[1]])


def next_block(page: Page) -> None:
    """To the start of the next block; in the last one, to its end."""
    spot = _step(page, 1)
    if spot is None:
        end_of_block(page)
        return
    start, end = _bounds(page, spot)
    page.cursor = spot
    page.show(spot[0], start, end)


def previous_block(page: Page) -> None:
    """To the start of this block; from there, to the start of the one before."""
    start, end = _bounds(page, page.cursor)
    part = page.cursor[0]
    if page.cursor[1] == start:
        spot = _step(page, -1)
        if spot is None:
            page.go_start()
            return
        part, (start, end) = spot[0], _bounds(page, spot)
    page.cursor = part, start
    page.show(part, start, end)
    if page.cursor == (0, page.block_starts(0)[0]):
        page.top = 0, 0, 0


def end_of_block(page: Page) -> None:
    """To the last grapheme of the block."""
    start, end = _bounds(page, page.cursor)
    _to(page, page.cursor[0], _last_grapheme(page, start, end))


def _last_grapheme(page: Page, start: int, end: int) -> int:
    part = page.cursor[0]
    return max(page.pane(part, page.block_at(part, start)).wrapped.before(end), start)


def right(page: Page) -> None:
    """To the next grapheme; from the last of a block to the next block."""
    part, offset = page.cursor
    _, end = _bounds(page, page.cursor)
    after = grapheme_end(page.flow.part(part).text, offset)
    if after < end:
        _to(page, part, after)
        return
    spot = _step(page, 1)
    if spot is not None:
        _to(page, *spot)


def left(page: Page) -> None:
    """To the grapheme before; from the first of a block to the last of the block before."""
    part, offset = page.cursor
    start, _ = _bounds(page, page.cursor)
    if offset > start:
        _to(page, part, page.pane(part, page.block_at(part, offset)).wrapped.before(offset))
        return
    spot = _step(page, -1)
    if spot is not None:
        page.cursor = spot
        end_of_block(page)


def _vertical(page: Page, by: int) -> None:
    """To the row of text `by` (1 or -1) from the cursor's, in the same column or near it."""
    part, offset = page.cursor
    block = page.block_at(part, offset)
    pane = page.pane(part, block)
    row, column = pane.wrapped.place(offset)
    row += by
    while 0 <= row < len(pane.wrapped) and not pane.wrapped.reaches(row, column):
        row += by
    column += pane.indent
    if not 0 <= row < len(pane.wrapped):
        spot = _step(page, by)
        if spot is None:
            return
        part = spot[0]
        pane = page.pane(part, page.block_at(*spot))
        row = 0 if by > 0 else len(pane.wrapped) - 1
    _to(page, part, pane.wrapped.offset(row, max(column - pane.indent, 0)))


def row_down(page: Page) -> None:
    """One row of text down."""
    _vertical(page, 1)


def row_up(page: Page) -> None:
    """One row of text up."""
    _vertical(page, -1)


def next_word(page: Page) -> None:
    """To the start of the next word."""
    part, offset = page.cursor
    start, end = _bounds(page, page.cursor)
    text = page.flow.part(part).text
    for first, _ in words(text, max(start, offset - 60), end):
        if first > offset:
            _to(page, part, first)
            return
    spot = _step(page, 1)
    if spot is None:
        end_of_block(page)
    else:
        _to(page, *spot)


def previous_word(page: Page) -> None:
    """To the start of this word; from there, to the start of the one before."""
    part, offset = page.cursor
    start, _ = _bounds(page, page.cursor)
    before = [first for first, _ in words(page.flow.part(part).text, start, offset) if first < offset]
    if before:
        _to(page, part, before[-1])
        return
    if offset > start:
        _to(page, part, start)
        return
    spot = _step(page, -1)
    if spot is not None:
        start, end = _bounds(page, spot)
        found = list(words(page.flow.part(spot[0]).text, start, end))
        _to(page, spot[0], found[-1][0] if found else start)


def next_sentence(page: Page) -> None:
    """To the start of the next sentence."""
    part, offset = page.cursor
    begins = _sentence_starts(page, page.cursor)
    index = bisect_right(begins, offset)
    if index < len(begins):
        page.cursor = part, begins[index]
    else:
        spot = _step(page, 1)
        if spot is None:
            end_of_block(page)
            return
        page.cursor = spot
    _show_sentence(page)


def previous_sentence(page: Page) -> None:
    """To the start of this sentence; from there, to the start of the one before."""
    part, offset = page.cursor
    begins = _sentence_starts(page, page.cursor)
    index = bisect_left(begins, offset)
    if index:
        page.cursor = part, begins[index - 1]
    else:
        spot = _step(page, -1)
        if spot is None:
            page.go_start()
            return
        page.cursor = spot[0], _sentence_starts(page, spot)[-1]
    _show_sentence(page)


def _show_sentence(page: Page) -> None:
    part, offset = page.cursor
    page.show(part, offset, sentence_here(page, page.cursor)[1])


def word_here(page: Page, spot: Spot) -> Span:
    """The word at a spot, in offsets of its part."""
    start, end = _bounds(page, spot)
    return word_at(page.flow.part(spot[0]).text, start, end, spot[1])


def sentence_here(page: Page, spot: Spot) -> Span:
    """The sentence at a spot, in offsets of its part."""
    block = _block(page, spot)
    text = page.flow.part(spot[0]).text
    return sentence_at(text, block.start, block.end, spot[1], cells=block.kind == "table")


def block_here(page: Page, spot: Spot) -> Span:
    """The block at a spot, in offsets of its part."""
    return _bounds(page, spot)


def swap_ends(page: Page) -> None:
    """Go on at the other end of the selection."""
    selected = page.selection()
    if page.anchor is None or selected is None:
        return
    first, last = selected
    if page.cursor != first:
        page.anchor, page.cursor = (last, last), first
    else:
        page.anchor, page.cursor = (first, first), _before(page, last)
    page.show(*page.cursor)


def extend(page: Page, units: Units, by: int) -> None:
    """Stretch the selection to the far edge of the next unit, or draw it in by one; it keeps what it began with.

    Args:
        page: The page; without an anchor nothing happens.
        units: Gives the words, sentences or blocks of a stretch of text.
        by: 1 towards the end of the document, -1 towards its start.
    """
    selected = page.selection()
    if page.anchor is None or selected is None:
        return
    first, last = selected
    if by > 0 and page.cursor < page.anchor[0]:
        page.cursor = min(_next_start(page, units, first), page.anchor[0])
    elif by > 0:
        page.cursor = _before(page, _next_end(page, units, last))
    elif last > page.anchor[1]:
        page.cursor = _before(page, max(_end_before(page, units, last), page.anchor[1]))
    else:
        page.cursor = _start_before(page, units, first)
    page.show(*page.cursor)


def words_of(text: str, block: BlockLike) -> list[Span]:
    """The words of a block, or the block where it has none."""
    return list(words(text, block.start, block.end)) or [(block.start, block.end)]


def sentences_of(text: str, block: BlockLike) -> list[Span]:
    """The sentences of a block; of a table, those of its cells."""
    begins = [*sentence_starts(text, block.start, block.end, cells=block.kind == "table"), block.end]
    return [(first, first + len(text[first:last].rstrip())) for first, last in pairwise(begins)]


def whole(text: str, block: BlockLike) -> list[Span]:
    """The block itself."""
    return [(block.start, block.end)]


def _units(page: Page, units: Units, part: int, block: int) -> list[Span]:
    of = page.flow.part(part)
    return units(of.text, of.blocks[block])


def _next_end(page: Page, units: Units, spot: Spot) -> Spot:
    """The first end of a unit after a spot, which is itself an end."""
    there: tuple[int, int] | None = (spot[0], page.block_at(spot[0], max(spot[1] - 1, 0)))
    while there is not None:
        for _, end in _units(page, units, *there):
            if (there[0], end) > spot:
                return there[0], end
        there = page.next_block(*there)
    return spot


def _end_before(page: Page, units: Units, spot: Spot) -> Spot:
    """The last end of a unit before a spot, which is itself an end."""
    there: tuple[int, int] | None = (spot[0], page.block_at(spot[0], max(spot[1] - 1, 0)))
    while there is not None:
        for _, end in reversed(_units(page, units, *there)):
            if (there[0], end) < spot:
                return there[0], end
        there = page.previous_block(*there)
    return 0, 0


def _start_before(page: Page, units: Units, spot: Spot) -> Spot:
    """The last start of a unit before a spot."""
    there: tuple[int, int] | None = (spot[0], page.block_at(*spot))
    while there is not None:
        for start, _ in reversed(_units(page, units, *there)):
            if (there[0], start) < spot:
                return there[0], start
        there = page.previous_block(*there)
    return spot


def _next_start(page: Page, units: Units, spot: Spot) -> Spot:
    """The first start of a unit after a spot."""
    there: tuple[int, int] | None = (spot[0], page.block_at(*spot))
    while there is not None:
        for start, _ in _units(page, units, *there):
            if (there[0], start) > spot:
                return there[0], start
        there = page.next_block(*there)
    return spot


def _before(page: Page, spot: Spot) -> Spot:
    """The grapheme that ends at a spot."""
    part, offset = spot
    return part, page.pane(part, page.block_at(part, max(offset - 1, 0))).wrapped.before(offset)
