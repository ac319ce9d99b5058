"""Two columns of print side by side in the lines of a text, read one after the other again.

Extractors that keep the layout put the right column behind a gutter of blanks that begins its text at one and
the same column of every line. Columns here are letters from the start of the line.
"""

from __future__ import annotations

from reader.documents.lines import Line
from reader.documents.verbatim import gutters, is_contents

_GUTTER = "  "
_FEWEST = 8


def unbraided(lines: list[Line]) -> list[Line]:
    """The lines in reading order: of each stretch in two columns, the left one first."""
    if sum(_GUTTER in line.text for line in lines) < _FEWEST:
        return lines
    out: list[Line] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or lines[index].page:
            out += _page(lines[start:index])
            start = index
    return out


def _page(lines: list[Line]) -> list[Line]:
    begins: dict[int, int] = {}
    for line in lines:
        for begin in _after_gutters(line):
            begins[begin] = begins.get(begin, 0) + 1
    if not begins:
        return lines
    column = max(begins, key=lambda begin: (begins[begin], begin))
    if begins[column] < max(_FEWEST, 0.3 * len(lines)):
        return lines
    out: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    top = lines[0].page
    for line in lines:
        begin = next((at for at in _after_gutters(line) if column <= at <= column + 8), 0)
        if begin:
            cut = begin - line.indent
            left.append(_stretch(line, 0, cut))
            right.append(_stretch(line, cut, len(line.text), indent=begin - column))
        elif line.indent >= column - 1 and line.indent <= column + 12:
            right.append(_stretch(line, 0, len(line.text), indent=max(0, line.indent - column)))
        elif line.indent + len(line.text) < column + 2:
            left.append(line)
        else:
            out += left + right + [line]
            left, right = [], []
    out += left + right
    for line in out:
        line.page = False
    out[0].page = top
    return out


def _after_gutters(line: Line) -> list[int]:
    """The columns at which a column of print may begin: nowhere in a line of contents, whose dots go across."""
    return [] if is_contents(line.text) else [begin for begin, _ in gutters(line)]


def _stretch(line: Line, start: int, end: int, *, indent: int | None = None) -> Line:
    """A part of a line as a line."""
    text = line.text[start:end].rstrip()
    made = Line(text, line.start + start, line.indent if indent is None else indent, line.gap)
    made.depth = line.depth
    made.broken = line.broken and end == len(line.text)
    return made
