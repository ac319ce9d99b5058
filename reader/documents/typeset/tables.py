"""Tables: lines of a page that stand in rows and columns. Lengths are points, y upward.

Two kinds are seen: grids whose cells are ruled, and rows of short pieces under each other with white between the
columns. Rather none than a wrong one: what might be running text in columns stays what it was.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from reader.documents.typeset.lines import Cell, Line, is_marker
from reader.documents.typeset.pages import Page, Rule
from reader.documents.typeset.signs import in_contents

_LEADER = re.compile(r"\s*(?:[.·…]\s?){4,}\s*$")
"""Dots that lead the eye to the next cell."""


_PROSE = 45
"""Characters from which a piece is prose."""


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


def with_tables(page: Page) -> Page:
    """The page, on which every table has become one line that has its cells."""
    left = list(page.lines)
    found: list[Rows] = []
    for rows in _grids(left, page.rules):
        found.append(rows)
        left = _without(left, rows)
    for rows in _aligned(left, page.rules):
        found.append(rows)
        left = _without(left, rows)
    if not found:
        return page
    made = {id(first): line for rows in found for first, line in [_as_line(rows, page.lines)]}
    kept = {id(line) for line in left}
    lines = [made.get(id(line), line) for line in page.lines if id(line) in made or id(line) in kept]
    return page.of(lines)


def may_hold_a_table(lines: Sequence[Line]) -> bool:
    """Whether it is worth looking for rules: there are rows of several pieces."""
    several = sum(len(row) > 1 for row in _rows([piece for line in lines for piece in _pieces(line, _WIDE)]))
    return several >= 2


def _without(lines: Sequence[Line], rows: Rows) -> list[Line]:
    taken = {id(piece.line) for row in rows for cell in row for piece in cell}
    return [line for line in lines if id(line) not in taken]


def _as_line(rows: Rows, lines: Sequence[Line]) -> tuple[Line, Line]:
    """The line that was drawn first of a table's, and the one that stands for all of it."""
    inside = {id(piece.line): piece.line for row in rows for cell in row for piece in cell}
    first = next(line for line in lines if id(line) in inside)
    whole = copy.copy(first)
    whole.cells = [[_cell(cell) for cell in row] for row in rows]
    whole.text = " ".join(said for row in whole.cells for cell in row for said, _ in cell.lines)
    whole.offsets = [-1] * len(whole.text)
    whole.x0 = min(line.x0 for line in inside.values())
    whole.x1 = max(line.x1 for line in inside.values())
    whole.y = max(line.y for line in inside.values())
    whole.size = median(line.size for line in inside.values())
    whole.bold = whole.italic = whole.mono = whole.begins_raised = False
    whole.bold_ends = False, False
    whole.raised = set()
    return first, whole


def _cell(pieces: Sequence[Piece]) -> Cell:
    lines = []
    for piece in pieces:
        said, whole = piece.text, piece.line.text[piece.begin : piece.end]
        lead = piece.begin + len(whole) - len(whole.lstrip())
        if said:
            lines.append((said, piece.line.offsets[lead : lead + len(said)]))
    return Cell(tuple(lines))


_WIDE = 0.8
"""Sizes of the type from which white between two words may part columns."""
_RULED = 0.45
"""The same where a rule stands in it."""


def _pieces(line: Line, least: float, edges: Sequence[float] | None = None) -> Iterator[Piece]:
    """A line cut at wide white, where `edges` are given at those only."""
    begin, x0 = 0, line.x0
    for at, left, right in line.gaps:
        wide = right - left > least * line.size
        if wide and (edges is None or any(left - 1.5 <= edge <= right + 1.5 for edge in edges)):
            yield Piece(line, begin, at, x0, left)
            begin, x0 = at, right
    yield Piece(line, begin, len(line.text), x0, line.x1)


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one height, from the top, each from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if rows and rows[-1][0].y - piece.y < 0.3 * piece.line.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x0) for row in rows]


# Ruled grids.

_NEAR = 3.0
"""Points that two rules may be apart and still meet, or be one."""
_LONG = 700
"""Characters from which a cell is a frame around text."""


def _grids(lines: Sequence[Line], rules: Sequence[Rule]) -> Iterator[Rows]:
    for group in _meeting(rules):
        across = _edges([rule.y0 for rule in group if rule.level])
        down = _edges([rule.x0 for rule in group if not rule.level])
        if len(across) < 3 or len(down) < 3:
            continue
        left, right, bottom, top = down[0], down[-1], across[0], across[-1]
        inside = [
            line
            for line in lines
            if left - _NEAR < line.x0 and line.x1 < right + _NEAR and bottom - 1 < line.y < top - 0.4 * line.size
        ]
        rows: Rows = [[[] for _ in down[1:]] for _ in across[1:]]
        for line in sorted(inside, key=lambda line: (-line.y, line.x0)):
            above = sum(edge <= line.y + 0.15 * line.size for edge in across)
            row = rows[len(across) - 1 - max(1, min(above, len(across) - 1))]
            for piece in _pieces(line, _RULED, down[1:-1]):
                middle = piece.x0 + min(piece.x1 - piece.x0, line.size) / 2
                at = sum(edge <= middle for edge in down)
                row[max(1, min(at, len(down) - 1)) - 1].append(piece)
        rows = _full([parted for row in rows for parted in _by_height(row)])
        if _is_grid(rows):
            yield rows


def _meeting(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that meet each other, together."""
    level = sorted((rule for rule in rules if rule.level), key=lambda rule: rule.y0)
    upright = [rule for rule in rules if not rule.level]
    parent = {id(rule): id(rule) for rule in rules}

    def root(key: int) -> int:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for rule in upright:
        for other in level:
            meets = rule.y0 - _NEAR <= other.y0 <= rule.y1 + _NEAR and other.x0 - _NEAR <= rule.x0 <= other.x1 + _NEAR
            if meets:
                parent[root(id(rule))] = root(id(other))
    groups: dict[int, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(root(id(rule)), []).append(rule)
    return sorted((g for g in groups.values() if len(g) > 3), key=lambda g: -max(rule.y1 for rule in g))


def _edges(places: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _by_height(row: list[list[Piece]]) -> Rows:
    """A ruled row as the rows that stand in it, where only some of a table's rows are ruled.

    That is so when pieces of two columns stand on the same heights, one beside the other, and are no wrapped text.
    """
    pieces = [piece for cell in row for piece in cell]
    heights = _rows(pieces)
    begun = [piece for piece in pieces if piece.text[:1].isalpha()]
    level = sum(sum(any(piece in inside for piece in cell) for cell in row) > 1 for inside in heights)
    lower = sum(piece.text[0].islower() for piece in begun)
    wrapped = lower > 0.3 * len(begun) or any(map(_is_wrapped, row))
    figures = sum(bool(_FIGURE.match(piece.text)) for piece in pieces)
    if len(heights) < (2 if figures > 0.6 * len(pieces) else 3) or level < 0.6 * len(heights) or wrapped:
        return [row]
    return [[[piece for piece in cell if piece in inside] for cell in row] for inside in heights]


def _is_wrapped(cell: Sequence[Piece]) -> bool:
    """Whether lines of words fill the width of a cell, but for the last."""
    if len(cell) < 3 or sum(char.isalpha() for piece in cell for char in piece.text) < 8 * len(cell):
        return False
    left, right = min(piece.x0 for piece in cell), max(piece.x1 for piece in cell)
    return sum(piece.x1 > right - 0.2 * (right - left) for piece in cell[:-1]) > 0.7 * (len(cell) - 1)


def _full(rows: Rows) -> Rows:
    """Without rows and columns in which nothing stands, and without what stands above and below in one cell alone."""
    rows = [row for row in rows if any(row)]
    for end in (0, -1):
        while rows and rows[end][0] and not any(rows[end][1:]):
            rows = rows[1:] if end == 0 else rows[:-1]
    if not rows:
        return rows
    used = [at for at in range(len(rows[0])) if any(row[at] for row in rows)]
    return [[row[at] for at in used] for row in rows]


def _is_grid(rows: Rows) -> bool:
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if cell]
    if len(rows) < 2 or len(rows[0]) < 2 or len(filled) < 4 or len(filled) < 0.45 * len(cells):
        return False
    if sum(sum(map(bool, row)) > 1 for row in rows) < 2:
        return False
    lead = [" ".join(piece.text for piece in row[0]) for row in rows]
    if len(rows[0]) == 2 and len(rows) < 5 and any(len(text) > _PROSE and text[0].islower() for text in lead):
        return False  # Text that goes on from box to box.
    return max(sum(len(piece.text) for piece in cell) for cell in filled) < _LONG


# Rows of pieces with white between them.

_STEP = 2.4
"""Sizes of the type that two rows of a table are apart, at most."""


def _aligned(lines: Sequence[Line], rules: Sequence[Rule]) -> Iterator[Rows]:
    pieces = [piece for line in lines for piece in _pieces(line, _WIDE)]
    short = [piece for piece in pieces if len(piece.text) < _PROSE and not in_contents(piece.line.text)]
    wordy = [piece for piece in pieces if len(piece.text) >= _PROSE]
    for run in _runs(_rows(short), wordy):
        while run and len(run[0]) < 2:
            run.pop(0)
        while run and len(run[-1]) < 2:
            run.pop()
        several = [row for row in run if len(row) > 1]
        gutters = _gutters(several) if len(several) >= 3 else []
        if not gutters:
            continue
        rows: Rows = []
        for row in run:
            cells: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
            for piece in row:
                middle = piece.x0 + min(piece.x1 - piece.x0, piece.line.size) / 2
                cells[sum(gutter <= middle for gutter in gutters)].append(piece)
            rows.append(cells)
        if _is_table(rows, rules) and _whole(rows):
            yield _wrapped(rows)


def _runs(rows: Sequence[list[Piece]], wordy: Sequence[Piece]) -> Iterator[list[list[Piece]]]:
    """Rows that follow each other closely, with no prose between them."""
    run: list[list[Piece]] = []
    for row in rows:
        if run:
            above = run[-1]
            size = max(above[0].line.size, row[0].line.size)
            left, right = min(p.x0 for p in row + above), max(p.x1 for p in row + above)
            parted = any(
                row[0].y - 0.3 * size <= p.y <= above[0].y + 0.3 * size and p.x0 < right and p.x1 > left
                for p in wordy
            )
            if above[0].y - row[0].y > _STEP * size or parted:
                yield run
                run = []
        run.append(row)
    yield run


def _gutters(rows: Sequence[list[Piece]]) -> list[float]:
    """Where white runs down between the pieces of nearly all rows: the middle of each such strip."""
    size = median(piece.line.size for row in rows for piece in row)
    ends = sorted(end for row in rows for piece in row for end in ((piece.x0, 1), (piece.x1, -1)))
    crossed = max(int(len(rows) > 4), len(rows) // 10)  # By heads of several columns.
    found: list[float] = []
    strip: list[tuple[int, float, float]] = []  # Stretches of white that meet, by how many pieces cross each.
    cover, left, begun = 0, ends[0][0], False
    for place, step in ends:
        if begun and cover <= crossed and place > left:
            strip.append((cover, left, place))
        cover += step
        left = place
        if cover <= crossed:
            continue
        if strip and strip[-1][2] - strip[0][1] > 0.6 * size:
            _, begin, end = min(
                strip, key=lambda white: (white[2] - white[1] < 0.3 * size, white[0], white[1] - white[2])
            )
            found.append((begin + end) / 2)
        strip, begun = [], True
    return found


_FIGURE = re.compile(r"[^\w]*\d[\d\W]*(?:[a-zA-Z%]{0,3}\W*)$|[-–—✓✗xX*•]$|n/?a$", re.IGNORECASE)
"""A figure, with its unit, or a sign that stands for one."""


def _is_table(rows: Rows, rules: Sequence[Rule]) -> bool:
    columns = len(rows[0])
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if cell]
    several = [row for row in rows if sum(map(bool, row)) > 1]
    thin = any(sum(bool(row[at]) for row in rows) < 2 for at in range(columns))
    if len(several) < 3 or len(filled) < 0.5 * len(cells) or thin:
        return False
    pieces = [piece for cell in filled for piece in cell]
    begun = [piece for piece in pieces if piece.text[:1].isalpha()]
    if sum(piece.text[:1].islower() for piece in begun) > 0.3 * len(begun):
        return False  # Running text in columns.
    if sum(is_marker(cell[0].text) for row in rows if (cell := row[0])) > 0.5 * len(rows):
        return False  # A list.
    later = [cell for row in rows for cell in row[1:] if cell]
    figures = sum(all(_FIGURE.match(piece.text) for piece in cell) for cell in later)
    ruled = _ruled(pieces, rules)
    if columns == 2 and ruled < 3 and _counts_up([row[1] for row in rows if row[1]]):
        return False  # Contents, with the pages.
    if columns == 2:
        return len(several) >= 4 and (figures >= 0.7 * len(later) or ruled >= 3)
    return median(len(piece.text) for piece in pieces) <= 25 and (figures >= 0.4 * len(later) or ruled >= 2)


def _counts_up(cells: Sequence[Sequence[Piece]]) -> bool:
    said = [" ".join(piece.text for piece in cell) for cell in cells]
    return all(text.isdecimal() for text in said) and all(int(a) <= int(b) for a, b in pairwise(said))


def _ruled(pieces: Sequence[Piece], rules: Sequence[Rule]) -> int:
    """On how many heights a rule runs across the table, its head and foot among them."""
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    size = pieces[0].line.size
    top, foot = max(piece.y for piece in pieces) + 3 * size, min(piece.y for piece in pieces) - 2 * size
    heights = {round(rule.y0 / 2): 0.0 for rule in rules if rule.level and foot < rule.y0 < top}
    for rule in rules:
        if rule.level and foot < rule.y0 < top:
            heights[round(rule.y0 / 2)] += max(0.0, min(rule.x1, right) - max(rule.x0, left))
    return sum(length > 0.7 * (right - left) for length in heights.values())


def _whole(rows: Rows) -> bool:
    """Whether no line stands in it with a part only."""
    inside = {id(piece.line): 0 for row in rows for cell in row for piece in cell}
    for row in rows:
        for cell in row:
            for piece in cell:
                inside[id(piece.line)] += piece.end - piece.begin
    lines = {id(piece.line): piece.line for row in rows for cell in row for piece in cell}
    return all(inside[key] == len(line.text) for key, line in lines.items())


def _wrapped(rows: Rows) -> Rows:
    """With the second lines of cells, beside which their row has nothing to begin with, put to the first."""
    out: list[list[list[Piece]]] = []
    step = median(_highest(row) - _highest(following) for row, following in pairwise(rows))
    for row in rows:
        before = out[-1] if out else None
        at = next(n for n, cell in enumerate(row) if cell)
        if before and sum(map(bool, row)) == 1 and not before[at] and _lowest(before) - _highest(row) < 0.75 * step:
            before[at] += row[at]  # A cell beside two rows.
            continue
        goes_on = (
            before is not None
            and not row[0]
            and before[0]
            and all(before[n] or not cell for n, cell in enumerate(row))
            and not any(_FIGURE.match(piece.text) for cell in row for piece in cell)
            and _lowest(before) - _highest(row) < 1.35 * row[at][0].line.size
        )
        if goes_on and before is not None:
            for cell, more in zip(before, row, strict=True):
                cell += more
        else:
            out.append([list(cell) for cell in row])
    return out


def _lowest(row: Sequence[Sequence[Piece]]) -> float:
    return min(piece.y for cell in row for piece in cell)


def _highest(row: Sequence[Sequence[Piece]]) -> float:
    return max(piece.y for cell in row for piece in cell)
