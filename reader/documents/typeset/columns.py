"""The columns of pages, told from the edges that lines share. Lengths are points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reader.documents.typeset.lines import Line


@dataclass(frozen=True, slots=True)
class Frame:
    """The column that a line stands in."""

    left: float
    right: float


def frames(lines: Sequence[Line]) -> dict[int, Frame]:
    """The column of each line, by `id`: its left edge shared with neighbours, its right edge as far as lines reach.

    Columns are found among lines of one size on one page; a heading stands in the column of text below or above it.
    """
    found: dict[int, tuple[int, Frame]] = {}
    reach: dict[tuple[int, int], list[Frame]] = {}
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    for on_page in by_page.values():
        sizes = Counter(round(line.size * 2) for line in on_page for _ in line.text)
        text_columns: list[Frame] = []
        for size, _ in sizes.most_common():
            alike = [line for line in on_page if round(line.size * 2) == size]
            for column in _columns(alike):
                own = Frame(_common(sorted(line.x0 for line in column)), _reach(column))
                flush = sum(own.right - line.x1 < 0.3 * line.size for line in column)
                if size == sizes.most_common(1)[0][0]:
                    text_columns.append(own)
                elif flush < max(3, 0.5 * len(column)):
                    own = _around(own, text_columns)
                if not _across(column, alike):
                    reach.setdefault((size, round(own.left / 6)), []).append(own)
                found.update((id(line), (size, own)) for line in column)
    # A column with little on it (the last page) is as wide as the same column elsewhere.
    widest: dict[tuple[int, int], float] = {}
    for size, at in reach:
        near = [f for step in (-1, 0, 1) for f in reach.get((size, at + step), [])]
        widths = Counter(round(f.right) for f in near)
        widest[size, at] = max((f.right for f in near if widths[round(f.right)] > 1 or len(near) < 4), default=0.0)
    return {
        key: Frame(frame.left, max(frame.right, widest.get((size, round(frame.left / 6)), 0.0)))
        for key, (size, frame) in found.items()
    }


def _columns(alike: Sequence[Line]) -> list[list[Line]]:
    """Lines of one size on one page, parted by the left edges that many of them share.

    An edge begins a column when nearly all lines to the left of it end before it. Lines that reach across columns
    are a column of their own.
    """
    edges = _shared_edges([line.x0 for line in alike])
    size = alike[0].size
    starts: list[float] = []
    for edge in edges:
        before = [line for line in alike if (starts[-1] if starts else edge) - 2 <= line.x0 < edge - 2]
        ending = sum(line.x1 <= edge + 2 for line in before)
        if not starts or (edge - starts[-1] > 6 * size and ending >= 0.75 * len(before)):
            starts.append(edge)
    columns: list[list[Line]] = [[] for _ in starts]
    across: list[Line] = []
    for line in alike:
        at = max((n for n, start in enumerate(starts) if start <= line.x0 + 2), default=0)
        wide = at + 1 < len(starts) and line.x1 > starts[at + 1] + size
        (across if wide else columns[at]).append(line)
    return [column for column in [*columns, across] if column]


def _across(column: Sequence[Line], alike: Sequence[Line]) -> bool:
    """Whether other lines stand beside those of the column on the same height, between its edges."""
    right = max(line.x1 for line in column)
    left = min(line.x0 for line in column)
    inside = [line for line in alike if line not in column and left < line.x0 < right]
    return len(inside) > len(column)


def _shared_edges(edges: Sequence[float]) -> list[float]:
    """The leftmost edge and those that at least three lines and one in twelve share, from the left."""
    ordered = sorted(edges)
    runs: list[list[float]] = [[ordered[0]]]
    for edge in ordered[1:]:
        if edge - runs[-1][0] < 3:
            runs[-1].append(edge)
        else:
            runs.append([edge])
    return [run[0] for n, run in enumerate(runs) if n == 0 or len(run) >= max(3, len(edges) / 12)]


def _reach(column: Sequence[Line]) -> float:
    """How far to the right the lines of a column go, but for one that sticks out of it."""
    ends = sorted((line.x1 for line in column), reverse=True)
    out = 0
    while len(ends) > 5 and out < len(ends) // 8 and ends[out] - ends[out + 1] > 4 * column[0].size:
        out += 1
    return ends[out]


def _around(own: Frame, others: Sequence[Frame]) -> Frame:
    """The column of text that a smaller or larger line stands in, or its own."""
    fitting = [f for f in others if f.left <= own.left + 2 and f.right >= own.right - 2]
    return min(fitting, key=lambda f: f.right - f.left, default=own)


def _common(edges: Sequence[float]) -> float:
    """The edge that most lines share, leftmost where several are shared alike; `edges` go from the left."""
    best, at = 0, edges[0]
    begin = end = 0
    for edge in edges:
        while edges[begin] <= edge - 2:
            begin += 1
        while end < len(edges) and edges[end] < edge + 2:
            end += 1
        if end - begin > best:
            best, at = end - begin, edge
    return at
