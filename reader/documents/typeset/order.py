"""In which order the lines of a page are read: columns one after the other. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reader.documents.typeset.lines import Line
from reader.documents.typeset.pages import PROSE, Page


def in_reading_order(page: Page) -> list[Line]:
    """The lines as a person reads them: columns one after the other.

    The order in which the page draws is kept when it runs down the page (it nearly always does, and it knows more of
    the page than geometry does); a page drawn in another order is read column by column from its white space.
    """
    drawn = _raised_to_their_place(page.lines)
    late = any(_goes_up_over(line, following) for line, following in pairwise(drawn))
    cut = _cut(drawn, 0, rows=late)
    return _rows_joined(cut if _jumps(drawn) > _jumps(cut) + 1 else drawn)


_DISPLAYED = 1.4
"""Sizes of the text from which type is that of titles."""
_MOST = 1000
"""Lines of a page up to which it is looked for such as were drawn too late; maps and the like have more."""


def _raised_to_their_place(lines: Sequence[Line], depth: int = 3) -> list[Line]:
    """The lines as drawn, but for a head that is drawn after what stands under it, or a foot before what is above.

    Lines go to before the first one that stands in their column when all there are lower than they.
    """
    if len(lines) > _MOST or not depth:
        return list(lines)
    out: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        under = _under(line, out) if out and line.y > out[-1].y + 0.5 * line.size else []
        if not under:
            out.append(line)
            continue
        raised, place = [line], under[0]
        while at < len(lines):
            line = lines[at]
            under = _under(line, out)
            clear = line.y > max(other.y for other in out[place:]) + 0.5 * line.size
            if not under and (not clear or any(_over(line, other) for other in out)):
                break
            raised.append(line)
            place = min([place, *under[:1]])
            at += 1
        out[place:place] = _raised_to_their_place(raised, depth - 1)
    return out


def _under(line: Line, others: Sequence[Line]) -> list[int]:
    """Which of the others stand in the line's column, when all of those stand under it."""
    found = [n for n, other in enumerate(others) if _over(line, other)]
    return found if all(line.y > others[n].y + 0.5 * line.size for n in found) else []


def _over(line: Line, other: Line) -> bool:
    return min(line.x1, other.x1) > max(line.x0, other.x0)


def _rows_joined(lines: list[Line]) -> list[Line]:
    """With the pieces of a row that wide spaces parted put together, where a row above or below reaches across."""
    out: list[Line] = []
    for at, line in enumerate(lines):
        before = out[-1] if out else None
        if before is not None and _goes_on_beside(before, line, [*out[-2:-1], *lines[at + 1 : at + 2]]):
            before.take(line)
        else:
            out.append(line)
    return out


def _goes_on_beside(line: Line, following: Line, around: Sequence[Line]) -> bool:
    size = max(line.size, following.size)
    if abs(line.y - following.y) > 0.2 * size or abs(line.size - following.size) > 0.1 * size:
        return False
    if not 0 < following.x0 - line.x1 < 5 * size:
        return False
    return any(
        abs(abs(other.y - line.y) - 1.2 * size) < 0.5 * size
        and other.x0 < line.x1 - size
        and other.x1 > following.x0 + size
        and len(other.text) > PROSE
        for other in around
    )


def _jumps(lines: Sequence[Line]) -> int:
    """How often reading goes back up the page, or skips from one column of prose to the next on the same height.

    To go back up to a line in display type over this one counts twice: a title that is read after its text.
    """
    jumps = 0
    for line, following in pairwise(lines):
        level = abs(following.y - line.y) <= 0.6 * line.size
        prose = len(line.text) > PROSE and len(following.text) > PROSE
        if following.y > line.y + 0.6 * line.size or (level and (prose or following.x0 < line.x0)):
            jumps += 1 + (following.size > _DISPLAYED * line.size and _goes_up_over(line, following))
    return jumps


def _goes_up_over(line: Line, following: Line) -> bool:
    """Whether what is drawn next stands over the line, in its column: no order to read in."""
    return following.y > line.y + 0.6 * line.size and _over(line, following)


def _cut(lines: Sequence[Line], depth: int, *, rows: bool) -> list[Line]:
    """Recursive cuts along white space: first across the page, then down between columns.

    With `rows`, what stands on the height of a line that reaches across columns is cut off with it.
    """
    if len(lines) < 2 or depth > 12:
        return list(lines)
    band = _horizontal(lines, rows=rows)
    columns = _vertical(lines)
    if columns is not None:
        left, right = columns
        return _cut(left, depth + 1, rows=rows) + _cut(right, depth + 1, rows=rows)
    if band is not None:
        above, below = band
        return _cut(above, depth + 1, rows=rows) + _cut(below, depth + 1, rows=rows)
    return sorted(lines, key=lambda line: (-round(line.y / 2), line.x0))


def _vertical(lines: Sequence[Line]) -> tuple[list[Line], list[Line]] | None:
    """Two columns, where a strip of white runs down between them."""
    ordered = sorted(lines, key=lambda line: line.x0)
    reach = ordered[0].x1
    best: tuple[float, int] | None = None
    for index, line in enumerate(ordered[1:], 1):
        gap = line.x0 - reach
        if gap > 0.8 * line.size and (best is None or gap > best[0]):
            best = (gap, index)
        reach = max(reach, line.x1)
    if best is None:
        return None
    left, right = ordered[: best[1]], ordered[best[1] :]
    if min(len({round(x.y) for x in left}), len({round(x.y) for x in right})) < 2:
        return None
    by_id = {id(line): n for n, line in enumerate(lines)}
    return sorted(left, key=lambda x: by_id[id(x)]), sorted(right, key=lambda x: by_id[id(x)])


def _horizontal(lines: Sequence[Line], *, rows: bool) -> tuple[list[Line], list[Line]] | None:
    """What stands above and below a line that reaches across columns."""
    by_height = sorted(lines, key=lambda line: -line.y)
    left, right = min(x.x0 for x in lines), max(x.x1 for x in lines)
    middle = (left + right) / 2
    reaching = [x.y for x in by_height if x.x0 < middle - x.size and x.x1 > middle + x.size]
    near = 0.3 if rows else 0.0
    wide = [
        any(abs(x.y - y) <= near * x.size for y in reaching)
        if rows
        else x.x0 < middle - x.size and x.x1 > middle + x.size
        for x in by_height
    ]
    if all(wide) or not any(wide):
        return None
    for index in range(1, len(by_height)):
        if (
            wide[index] != wide[index - 1]
            and by_height[index - 1].y - by_height[index].y > 0.6 * by_height[index].size
        ):
            return by_height[:index], by_height[index:]
    return None
