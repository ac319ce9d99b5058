"""Tables whose cells are ruled. Lengths are points, y upward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.documents.typeset.cells import FIGURE, PROSE, RULED, Piece, Rows, pieces_of, rows_of
from reader.documents.typeset.lines import Line
from reader.documents.typeset.pages import Rule

_NEAR = 3.0
"""Points that two rules may be apart and still meet, or be one."""
_LONG = 700
"""Characters from which a cell is a frame around text."""


def grids(lines: Sequence[Line], rules: Sequence[Rule]) -> Iterator[Rows]:
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
            for piece in pieces_of(line, RULED, down[1:-1]):
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
    heights = rows_of(pieces)
    begun = [piece for piece in pieces if piece.text[:1].isalpha()]
    level = sum(sum(any(piece in inside for piece in cell) for cell in row) > 1 for inside in heights)
    lower = sum(piece.text[0].islower() for piece in begun)
    wrapped = lower > 0.3 * len(begun) or any(map(_is_wrapped, row))
    figures = sum(bool(FIGURE.match(piece.text)) for piece in pieces)
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
    if len(rows[0]) == 2 and len(rows) < 5 and any(len(text) > PROSE and text[0].islower() for text in lead):
        return False  # Text that goes on from box to box.
    return max(sum(len(piece.text) for piece in cell) for cell in filled) < _LONG
