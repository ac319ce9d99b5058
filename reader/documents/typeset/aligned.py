"""Tables without ruled cells: rows of short pieces with white between the columns. Lengths are points, y upward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from reader.documents.typeset.cells import FIGURE, PROSE, WIDE, Piece, Rows, pieces_of, rows_of
from reader.documents.typeset.lines import Line, is_marker
from reader.documents.typeset.pages import Rule
from reader.documents.typeset.signs import in_contents

_STEP = 2.4
"""Sizes of the type that two rows of a table are apart, at most."""


def aligned(lines: Sequence[Line], rules: Sequence[Rule]) -> Iterator[Rows]:
    pieces = [piece for line in lines for piece in pieces_of(line, WIDE)]
    short = [piece for piece in pieces if len(piece.text) < PROSE and not in_contents(piece.line.text)]
    wordy = [piece for piece in pieces if len(piece.text) >= PROSE]
    for run in _runs(rows_of(short), wordy):
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
    figures = sum(all(FIGURE.match(piece.text) for piece in cell) for cell in later)
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
            and not any(FIGURE.match(piece.text) for cell in row for piece in cell)
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
