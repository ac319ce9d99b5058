"""Footnotes: which lines of a page they are, and where one ends and the next begins. Lengths are points."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.documents.typeset.kinds import Group
from reader.documents.typeset.lines import Line
from reader.documents.typeset.pages import PROSE
from reader.documents.typeset.signs import NOTE, in_contents


def without_footnotes(lines: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page without its footnotes, and the footnotes, which would part a paragraph that goes on.

    Footnotes are set smaller than the text, stand below all of it in their column, and begin with a sign or number.
    """
    small = [line.size < 0.93 * body for line in lines]
    notes: set[int] = set()
    for index, line in enumerate(lines):
        if not small[index] or index in notes or line.cells or not NOTE.match(line.text):
            continue
        column = [n for n, other in enumerate(lines) if min(other.x1, line.x1) - max(other.x0, line.x0) > 0]
        if any(lines[n].y < line.y and not small[n] for n in column) or in_contents(line.text):
            continue
        above = [lines[n] for n in column if lines[n].y > line.y and not small[n]]
        if not above or min(above, key=lambda other: other.y).bold:
            continue  # A list of references in small type, under its heading or at the head of a column.
        if any(_is_cell_before(other, line) for other in lines):
            continue
        notes |= {n for n in column if small[n] and lines[n].y <= line.y + 0.3 * line.size}
    kept = [line for n, line in enumerate(lines) if n not in notes]
    return kept, [line for n, line in enumerate(lines) if n in notes]


def _is_cell_before(other: Line, line: Line) -> bool:
    """Whether a line only goes on with a row; a line of prose before it is another column."""
    gap = line.x0 - other.x1
    return abs(other.y - line.y) < 0.3 * line.size and 0 < gap < 4 * line.size and len(other.text) <= PROSE


def footnotes(lines: Sequence[Line]) -> list[Group]:
    """The footnotes of a page, each from its sign or number to the next.

    A number at the beginning of a line is that of a note where it is raised, or else where it counts on: there are
    numbers in notes, too.
    """
    groups: list[Group] = []
    raised = any(line.begins_raised for line in lines)
    before = 0
    for line in lines:
        mark = NOTE.match(line.text)
        number = int(digits[0]) if mark and (digits := re.search(r"\d+", mark[0])) else None
        counts = number is None or (line.begins_raised if raised else before < number <= before + 2 or not before)
        if not groups or (mark and counts):
            groups.append(Group([line]))
            groups[-1].kind = "footnote"
            groups[-1].label = mark[0].strip() if mark else ""
            before = number or before
        else:
            groups[-1].lines.append(line)
    return groups
