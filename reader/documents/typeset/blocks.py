"""Blocks out of lines in reading order: where one ends and the next begins, and what each is. Lengths are points.

The decisions are those for plain text (`reader.documents.reflow`), made with the true right edges, steps between
baselines, indents and fonts of the page instead of estimates of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from reader.documents.typeset.columns import Frame, frames
from reader.documents.typeset.kinds import Group, drop_repeated_title, is_address, is_ordinal, name
from reader.documents.typeset.lines import Line, is_marker
from reader.documents.typeset.signs import (
    CAPTION,
    CLOSERS,
    HYPHENS,
    counts_on,
    ends,
    in_contents,
    is_by_or_date,
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How this document parts its paragraphs."""

    step: float
    """Usual distance between two baselines, in sizes of the type."""
    gaps: float
    """Share of the plain paragraph ends that are followed by more than the usual step."""
    indents: float
    """Share that are followed by a line set in."""
    hyphenated: bool
    body: float = 10.0
    """Size in which most of the text is set."""


def group(lines: Sequence[Line], body: float, *, first: bool = True) -> tuple[list[Group], Habits]:
    """The blocks of a stretch of a document, with kinds, and its habits.

    Args:
        lines: In reading order.
        body: Size in which most of the text is set.
        first: Whether the document begins here, with title, byline and date.
    """
    if not lines:
        return [], Habits(1.2, 0, 0, False)
    if sum(len(line.text) for line in lines if line.mono) > 0.6 * sum(len(line.text) for line in lines):
        for line in lines:  # A typescript, and no page of code.
            line.mono = False
    columns = frames(lines)
    habits = replace(_habits(lines, columns), body=body)
    groups: list[Group] = []
    current: list[Line] = [lines[0]]
    for line, following in pairwise(lines):
        if parted(line, following, columns, habits, current):
            groups.append(Group(current))
            current = []
        current.append(following)
    groups.append(Group(current))
    if first:
        drop_repeated_title(groups)
    name(groups, columns, body, first=first)
    return rejoined(groups, body), habits


def _step(line: Line, following: Line) -> float | None:
    """Distance between the baselines in sizes of the type; None across columns and pages."""
    if line.page != following.page or following.y > line.y:
        return None
    return (line.y - following.y) / max(line.size, following.size)


def _same_type(line: Line, following: Line) -> bool:
    return abs(line.size - following.size) < 0.06 * line.size and line.bold == following.bold


def _room(line: Line, following: Line, columns: dict[int, Frame]) -> float:
    """How much room the line had left when the first word of the next one was moved down, in sizes of the type."""
    right = columns[id(line)].right
    space = 0.28 * line.size
    return (right - line.x1 - space - following.first) / line.size


def _habits(lines: Sequence[Line], columns: dict[int, Frame]) -> Habits:
    steps: Counter[float] = Counter()
    hyphens = 0
    pairs: list[tuple[Line, Line, float]] = []
    for line, following in pairwise(lines):
        step = _step(line, following)
        hyphens += line.text[-1] in HYPHENS and line.text[-2:-1].isalpha()
        if step is None or not _same_type(line, following):
            continue
        if step > 0.7 and not ends(line.text) and following.text[:1].islower():
            steps[round(step, 2)] += 1
        if ends(line.text) and not following.text[:1].islower() and _room(line, following, columns) > 1.5:
            pairs.append((line, following, step))
    usual = steps.most_common(1)[0][0] if steps else 1.2
    if steps:
        near = [step for step, n in steps.items() for _ in range(n) if abs(step - usual) < 0.1]
        usual = median(near)
    gaps = [step > usual * 1.12 + 0.04 for _, _, step in pairs]
    indents = [following.x0 - columns[id(following)].left > 0.7 * following.size for _, following, _ in pairs]
    return Habits(usual, _share(gaps), _share(indents), hyphens > 0.04 * len(lines) and hyphens >= 2)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def parted(line: Line, following: Line, columns: dict[int, Frame], habits: Habits, current: list[Line]) -> bool:
    """Whether a new block begins with `following`."""
    text, after = line.text, following.text
    ended = ends(_without_call(line))
    if line.cells or following.cells:
        return True
    if in_contents(text) or counts_on(current[0].text, after):
        return True
    if is_ordinal(line, columns[id(line)]) and is_ordinal(following, columns[id(following)]):
        return True
    step = _step(line, following)
    broken = text[-1] in HYPHENS and text[-2:-1].isalpha() and after[:1].islower()
    if abs(line.size - following.size) > 0.08 * max(line.size, following.size):
        # A line that is mostly small capitals, or in the type of the text for some words.
        mixed = following.size in line.sizes or line.size in following.sizes
        if not mixed or step is None or step > habits.step * 1.12 + 0.04 or abs(line.x0 - following.x0) > line.size:
            return True
    named = len(current) == 1 and line.bold and CAPTION.fullmatch(text)
    if named and step is not None and step < habits.step * 1.12 + 0.04 and abs(following.x0 - line.x0) < line.size:
        return False  # What the figure shows, under its number.
    if line.bold != following.bold and line.bold_ends[1] != following.bold_ends[0]:
        # A heading, or the lead of an item that fills its line.
        close = step is not None and step < habits.step * 1.12 + 0.04
        hanging = is_marker(_first_word(current[0])) and following.x0 > current[0].x0 + 0.5 * line.size
        if not (hanging and close and line.bold and not is_marker(_first_word(following))):
            return True
    if line.mono != following.mono:
        piece = " " not in after and "/" in after and (not ended or _OPEN_ADDRESS.search(text) is not None)
        address = piece or is_address(line if line.mono else following)
        if not address or step is None or step > (2 if piece else habits.step * 1.12 + 0.04):
            return True
    if line.mono and following.mono:
        own = next((found for found in map(_step, current, current[1:]) if found), habits.step)
        return step is None or step > _BLANK * max(own, habits.step)
    marker = after.split(None, 1)[0] if after.split() else ""
    if is_marker(marker) and len(after) > len(marker):
        sibling = current[0].text.startswith(marker) and abs(following.x0 - current[0].x0) < 0.3 * line.size
        level = following.x0 - line.x0 < 0.5 * line.size
        short = after[len(marker) :].lstrip("\"'“‘«( ")[:1].isalpha() and _room(line, following, columns) > _FULL
        if marker in "-—–" and not ended and level and not sibling and not short:
            return False
        if marker in "·•" and marker in text[1:]:  # It parts words.
            return False
        if _counted_in_passing(line, following, marker, columns, current):
            return False
        near = following.x0 <= current[0].x0 + 1.5 * line.size
        begins_item = marker[-1] not in ".)" or step is None or near or (ended and _sets_in(line, following))
        if (
            begins_item
            and (not broken)
            and not (marker[0].isdigit() and not ended and after[len(marker) :][:2].strip()[:1].islower())
        ):
            return True
    if broken:
        return step is not None and step > 2.2 * habits.step
    if following.begins_raised and (
        line.begins_raised or current[0].begins_raised or _room(line, following, columns) > 1.0
    ):
        return True
    if step is None and line.page == following.page and CAPTION.match(current[0].text):
        return True
    in_item = is_marker(current[0].text.split(None, 1)[0])
    left = columns[id(following)].left
    indent = (following.x0 - left) / following.size
    odds = 0.0
    if step is not None:
        if step > habits.step * 1.6 + 0.05:
            return True
        if step > habits.step * 1.12 + 0.04:
            odds += 3.5
        elif habits.gaps > 0.8:
            odds -= 1.5
        if step < habits.step * 0.8:
            odds -= 0.5
    # Set in from the line above and from the column: a first line. Back from an item's hanging text: after the list.
    shift = (following.x0 - line.x0) / following.size
    if not in_item and len(current) >= 1:
        if 0.7 < indent < 5 and shift > 0.7:
            odds += 3.0
        elif habits.indents > 0.7 and indent <= 0.3 and step is not None and step < habits.step * 1.12:
            odds -= 1.5
    if in_item:
        text_left = min((x.x0 for x in current[1:]), default=None)
        out_of_line = text_left is not None and abs(following.x0 - text_left) > 0.5 * line.size
        if out_of_line or (text_left is None and following.x0 < current[0].x0 - 0.5 * line.size):
            odds += 3.0
        elif text_left is None and following.x0 <= current[0].x0 + 0.2 * line.size and step is not None:
            odds += 1.0
    elif shift < -2.5 and len(current) > 1 and step is not None:
        odds += 2.0
    room = _room(line, following, columns)
    if room > 0.25 and _is_flush(current, line, following, columns):
        room = 0.0
    if room > 1.0:
        odds += 2.6 if room > 3 else 1.6
    elif room > 0.25:
        odds += 0.4
    else:
        odds -= 0.8
    if ended:
        odds += 0.9 if _without_call(line).rstrip(CLOSERS)[-1:] in ".!?…:" else 0.2
    else:
        odds -= 1.6
    first = after.lstrip("\"'“‘«([¿¡")[:1]
    if first.islower():
        odds -= 2.5
    elif first.isupper():
        odds += 0.4
    if text[-1] == ",":
        odds -= 1.0
    if line.italic != following.italic:
        odds += 1.2
    heading = (line.size > 1.08 * habits.body or (line.bold and following.bold)) and line.size >= habits.body
    if heading and not ended and step is not None and step < 1.45 and abs(following.x0 - line.x0) < line.size:
        odds -= 2.0
    if len(current) == 1 and is_by_or_date(current[0].text):
        odds += 2.5
    if is_by_or_date(after):
        odds += 2.0
    return odds > 1.0


_PASSED = 8
"""Captions and the like that a paragraph goes on after, at most."""


def rejoined(groups: list[Group], body: float) -> list[Group]:
    """With paragraphs whole that a figure's caption, or small print at the foot of a column, stands in the middle of.

    What stood there follows the paragraph. Kinds are known.
    """
    out: list[Group] = []
    at = 0
    while at < len(groups):
        found = groups[at]
        at += 1
        out.append(found)
        if found.kind not in ("paragraph", "item") or ends(found.text) or found.lines[-1].size < 0.95 * body:
            continue
        last = next(
            (n for n in range(at, min(at + _PASSED + 1, len(groups))) if not _stands_apart(groups[n], body)), at
        )
        if last == at or last >= len(groups):
            continue
        rest = groups[last]
        broken = found.lines[-1].text[-1] in HYPHENS
        same = abs(rest.lines[0].size - found.lines[-1].size) < 0.06 * body
        begins = rest.text[:1].islower() and found.text[-1].isalnum()
        if (
            rest.kind == "paragraph"
            and same
            and (begins or (broken and rest.text[:1].islower()) or found.text[-1] == ",")
        ):
            found.lines += rest.lines
            out += groups[at:last]
            at = last + 1
    return out


def _stands_apart(found: Group, body: float) -> bool:
    return found.kind == "caption" or (found.lines[0].size < 0.95 * body and found.kind != "heading")


_OPEN_ADDRESS = re.compile(r"\bhttps?:(?://\S*)?$")
"""An address at the end of a line, whose stops end no sentence."""
_BLANK = 2.1
"""Steps between lines of code that one blank line makes, at most."""
_FULL = 3.0
"""Sizes of the type that a full line leaves free, at most: a word went to the next one."""


def _sets_in(line: Line, following: Line) -> bool:
    """Whether a list within an item begins, whose first marker stands apart from its words: `a.  The clerk`."""
    marker = _first_word(following)
    first = marker.strip("().").casefold() in ("a", "1", "i")
    return first and bool(following.gaps) and following.gaps[0][0] == len(marker) + 1 and following.x0 > line.x0


def _without_call(line: Line) -> str:
    """The words of a line without the number of a note that stands raised behind the last."""
    end = len(line.text)
    while line.raised and end > 1 and line.offsets[end - 1] in line.raised:
        end -= 1
    return line.text[:end].rstrip() or line.text


def _is_flush(current: Sequence[Line], line: Line, following: Line, columns: dict[int, Frame]) -> bool:
    """Whether the line is full, in a block that ends before its column does, as quotations set in do.

    It and other lines of its block reach the same place, and none goes further.
    """
    near = 0.15 * line.size
    if abs(following.x0 - line.x0) > near or max(other.x1 for other in current) - line.x1 > near:
        return False
    flush = sum(abs(other.x1 - line.x1) <= near for other in current)
    set_in = line.x0 - columns[id(line)].left > line.size
    return flush >= (2 if set_in else 3)


def _first_word(line: Line) -> str:
    return line.text.split(None, 1)[0]


def _counted_in_passing(
    line: Line, following: Line, marker: str, columns: dict[int, Frame], current: Sequence[Line]
) -> bool:
    """Whether a line begins with a number only because the sentence happened to break there.

    That is so when the line before was full and its sentence goes on at the same left edge, and no item is open.
    """
    if marker[-1] not in ".)" or ends(line.text) or line.text[-1] == "," or is_marker(_first_word(current[0])):
        return False
    level = abs(following.x0 - line.x0) < 0.5 * line.size or (len(current) == 1 and following.x0 < line.x0)
    return level and _room(line, following, columns) < 1.0
