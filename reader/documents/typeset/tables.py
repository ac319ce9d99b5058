"""Tables: lines of a page that stand in rows and columns. Lengths are points, y upward.

Two kinds are seen: grids whose cells are ruled, and rows of short pieces under each other with white between the
columns. Rather none than a wrong one: what might be running text in columns stays what it was.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from statistics import median

from reader.documents.typeset.aligned import aligned
from reader.documents.typeset.cells import WIDE, Piece, Rows, pieces_of, rows_of
from reader.documents.typeset.grids import grids
from reader.documents.typeset.lines import Cell, Line
from reader.documents.typeset.pages import Page


def with_tables(page: Page) -> Page:
    """The page, on which every table has become one line that has its cells."""
    left = list(page.lines)
    found: list[Rows] = []
    for rows in grids(left, page.rules):
        found.append(rows)
        left = _without(left, rows)
    for rows in aligned(left, page.rules):
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
    several = sum(len(row) > 1 for row in rows_of([piece for line in lines for piece in pieces_of(line, WIDE)]))
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
