"""Whether a block ends between two lines: the signs that speak for it and against it, weighed.

Scores are log-odds: above zero, a block ends.
"""

from __future__ import annotations

from bisect import bisect
from itertools import pairwise
from math import log

from reader.documents.bylines import is_byline, is_date
from reader.documents.lines import Line
from reader.documents.looks import DASHES, Look
from reader.documents.plan import Plan
from reader.documents.weights import WEIGHTS
from reader.documents.widths import FACES

_ROOMS = (-0.1, -0.05, -0.025, -0.012, -0.004, 0.004, 0.012, 0.03, 0.07, 0.2, 0.5)
"""Bounds of the classes of room left at a line's end, were the next word put there: shares of the margin."""
_ROOM = tuple(f"room {number}" for number in range(len(_ROOMS) + 1))
_WIDE_ROOM = frozenset(_ROOM[9:])
_NO_ROOM = frozenset(_ROOM[:6])


def scores(lines: list[Line], looks: list[Look], plan: Plan, *, head: bool = True) -> list[float]:
    """Log-odds that a block ends after each line but the last."""
    weight = WEIGHTS.__getitem__
    return [sum(map(weight, on)) for on in signs(lines, looks, plan, head=head)]


def signs(lines: list[Line], looks: list[Look], plan: Plan, *, head: bool) -> list[list[str]]:
    """For each line but the last, the signs between it and the next, as named in `weights`."""
    margin, blank = plan.margin, FACES[plan.face][1][32]
    items = _Items(lines, looks)
    found: list[list[str]] = []
    for index in range(len(lines) - 1):
        line, after = lines[index], lines[index + 1]
        look, follow = looks[index], looks[index + 1]
        listed = items.column(index, plan)
        page = after.page or (after.gap < plan.usual_gap and after.indent <= 1 and not (head and index < 3))
        gap = after.gap > plan.usual_gap and not page
        if margin:
            room = (margin - look.width - blank - follow.first) / margin
            on = [_ROOM[bisect(_ROOMS, room)], "always"]
        else:
            room = 0.0
            on = ["margin unknown", "always"]
        _by_words(line, look, follow, room, on)
        _by_place(line, after, look, follow, plan, gap, page, on)
        _by_indent(line, after, look, follow, plan, gap, listed, on)
        if follow.bullet:
            on.append(items.kind(index + 1))
        if not (look.stop or look.link or look.comma or follow.small or look.small) and room > 0.07:
            on.append("heading shape")
            if gap or line.gap > plan.usual_gap:
                on.append("heading shape, gap")
        if head and index < 6:
            _by_head(index, line, after, plan, page, on)
            if 0 < index < 4 and -0.03 < room <= 0 and _leads(line, look, follow) and line.gap >= plan.usual_gap:
                on.append("one line that leads")
        found.append(on)
    _by_next(lines, looks, found)
    return found


def _by_words(line: Line, look: Look, follow: Look, room: float, on: list[str]) -> None:
    """How the one line ends, and how the other begins."""
    full = room <= 0.004
    if follow.small and not follow.bullet:
        on.append("small letter next")
        if full:
            on.append("small letter next, no room")
    if look.stop:
        on.append("stop")
        if not follow.small:
            on.append("stop, capital next")
            if full:
                on.append("stop, capital next, no room")
    elif look.comma:
        on.append("comma")
    elif line.text[-1] == ":":
        on.append("colon")
        if full:
            on.append("colon, no room")
        elif follow.small and room > 0.03:
            on.append("colon, room, small letter next")
    elif look.hyphen:
        on.append("hyphen")
    elif look.link:
        on.append("link word")
    elif follow.capital:
        on.append("letter, capital next")
    if follow.opener:
        on.append("quotation next")
    if follow.turn:
        on.append("turn after turn" if look.turn else "turn next")


def _by_place(
    line: Line, after: Line, look: Look, follow: Look, plan: Plan, gap: bool, page: bool, on: list[str]
) -> None:
    """What stands between the lines."""
    if gap:
        on.append(
            "gap where "
            + ("most have one" if plan.gaps > 0.8 else "some have one" if plan.gaps > 0.3 else "few have one")
        )
        if plan.clean:
            on.append("gap, never inside a sentence")
        elif follow.small:
            on.append("gap, small letter next")
        if after.gap > plan.usual_gap + 1:
            on.append("two gaps more")
    elif not page and not follow.bullet:
        if plan.gaps > 0.9:
            on.append("no gap where all have one")
        elif plan.gaps > 0.6:
            on.append("no gap where most have one")
        elif plan.gaps > 0.2:
            on.append("no gap where some have one")
    if page:
        on.append("page")
        if look.stop:
            on.append("page, stop")
    if line.depth != after.depth:
        on.append("quote depth")
    if after.text[0].isdigit():
        on.append("digit next")
    if line.code or after.code or (after.gap and (line.verse or after.verse)):
        on.append("code or verse beside")


def _by_indent(
    line: Line, after: Line, look: Look, follow: Look, plan: Plan, gap: bool, listed: int, on: list[str]
) -> None:
    """How far the lines are set in; `listed` is the column of the words of the list item that the first is in."""
    inward = 0 < after.indent - plan.indent <= 12 and after.gap >= plan.usual_gap
    if listed >= 0 and not gap:
        on.append("in a list")
        if follow.capital:
            on.append("in a list, capital next")
    if inward and listed >= 0 and after.indent == listed and not gap:
        on.append("indent, hanging")
    elif inward and (after.indent != line.indent or (plan.indents > 0.5 and look.stop)):
        on.append("indent where most have one" if plan.indents > 0.5 else "indent")
    elif not follow.bullet and not gap:
        if plan.indents > 0.6:
            on.append("no indent where most have one")
        elif plan.indents > 0.2:
            on.append("no indent where some have one")
    if after.indent < line.indent and after.indent == plan.indent and plan.indents < 0.2:
        on.append("back from an indent")


def _by_head(index: int, line: Line, after: Line, plan: Plan, page: bool, on: list[str]) -> None:
    """What only the beginning of a document has."""
    if index == 0:
        on.append("after the first line")
    if after.gap < plan.usual_gap and not page:
        on.append("closer than usual, at the head")
    if _dated(line.text) or _dated(after.text):
        on.append("date or byline beside")


def _leads(line: Line, look: Look, follow: Look) -> bool:
    """Whether a line may be the single sentence that a story leads with."""
    return look.stop and follow.capital and line.text.find(". ") < 0 and len(line.text) > 40


def _by_next(lines: list[Line], looks: list[Look], found: list[list[str]]) -> None:
    """What the line after says: one that stands alone is rarely the beginning of something longer."""
    for index in range(len(found) - 1):
        if found[index + 1][0] not in _WIDE_ROOM or looks[index + 2].small:
            continue
        on, follow = found[index], looks[index + 1]
        on.append("line of its own next")
        if not follow.capital or follow.stop or follow.comma or follow.link or lines[index + 1].text[-1] == ":":
            continue
        on.append("heading next")
        if looks[index].stop and on[0] in _NO_ROOM:
            on.append("heading next, stop, no room")


def _dated(text: str) -> bool:
    """A line that only names an author or a day."""
    return len(text) < 90 and (is_byline(text) or is_date(text))


class _Items:
    """Which lines begin an item of a list, and how sure that is."""

    _REACH = 16
    """Lines within which the items of one list follow each other."""

    def __init__(self, lines: list[Line], looks: list[Look]) -> None:
        self._lines = lines
        self._looks = looks
        self._column = -1
        self._numbers: dict[int, int] = {}
        self._dashes: dict[tuple[str, int], int] = {}
        for index, look in enumerate(looks):
            core = look.label.strip("().")
            if core.isdigit():
                self._numbers[index] = int(core)
            elif look.label and look.label in DASHES:
                key = look.label, lines[index].indent
                self._dashes[key] = self._dashes.get(key, 0) + 1

    def column(self, index: int, plan: Plan) -> int:
        """Where the words begin of the item that a line belongs to; -1 outside lists. To be asked line by line."""
        line, look = self._lines[index], self._looks[index]
        if look.bullet:
            self._column = line.indent + len(look.label) + 1
        elif self._column >= 0 and line.gap > plan.usual_gap:
            self._column = -1
        return self._column

    def kind(self, index: int) -> str:
        """The sign that the label of a line is."""
        label = self._looks[index].label
        number = self._numbers.get(index)
        if number is not None:
            near = range(index - self._REACH, index + self._REACH)
            if any(self._numbers.get(at) == number + (1 if at > index else -1) for at in near if at != index):
                return "next number of a list"
            return "number of a list next"
        if label not in DASHES:
            return "bullet next"
        return "dash next" if self._dashes[label, self._lines[index].indent] < 3 else "one of many dashes next"


def split_long(lines: list[Line], looks: list[Look], odds: list[float]) -> None:
    """Raise the odds of the bounds that left no trace: where two usual paragraphs are likelier than one long one.

    The lengths of the paragraphs that end with a short line are taken as log-normal.
    """
    bounds = [-1, *(index for index, odd in enumerate(odds) if odd > 0), len(lines) - 1]
    spans = list(pairwise(bounds))
    sizes = [_size(lines, first + 1, last) for first, last in spans if last > first + 1]
    if len(sizes) < 4:
        return
    logs = sorted(log(size) for size in sizes)
    middle = logs[len(logs) // 2]
    spread = max(0.3, logs[(len(logs) * 3) // 4] - middle, middle - logs[len(logs) // 4]) * 1.3
    for first, last in spans:
        _split(lines, looks, odds, first + 1, last, middle, spread)


def _size(lines: list[Line], first: int, last: int) -> int:
    return sum(len(line.text) + 1 for line in lines[first : last + 1])


def _split(
    lines: list[Line], looks: list[Look], odds: list[float], first: int, last: int, middle: float, spread: float
) -> None:
    whole = _size(lines, first, last)
    if log(whole) < middle + spread / 2:
        return
    best, at = 0.0, -1
    before = 0
    for index in range(first, last):
        before += len(lines[index].text) + 1
        if not looks[index].stop or looks[index + 1].small or odds[index] < -8:
            continue
        gain = _unlikely(whole, middle, spread)
        gain -= _unlikely(before, middle, spread) + _unlikely(whole - before, middle, spread)
        gain += odds[index]
        if gain > best:
            best, at = gain, index
    if at >= 0:
        odds[at] = best
        _split(lines, looks, odds, first, at, middle, spread)
        _split(lines, looks, odds, at + 1, last, middle, spread)


def _unlikely(size: int, middle: float, spread: float) -> float:
    return ((log(size) - middle) / spread) ** 2 / 2
