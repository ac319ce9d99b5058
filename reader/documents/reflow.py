"""Paragraphs out of lines: what somebody wrapped, double-spaced or took out of a PDF, put together again.

Offsets are code points, half-open: of the canonical text for a block, of the source for `source` in its runs.

This module and those it imports are what the first screen waits for. They import next to nothing and hand out plain
tuples; `reader.documents.text` makes a `Document` of the same tuples.
"""

from __future__ import annotations

from reader.documents.columns import unbraided
from reader.documents.evidence import scores, split_long
from reader.documents.furniture import without_furniture
from reader.documents.groups import Group, is_rule, join, number_items, underlines
from reader.documents.kinds import name_kinds
from reader.documents.lines import Line, read_lines, with_bullets
from reader.documents.looks import Look
from reader.documents.plan import Plan, fit, measure
from reader.documents.verbatim import mark_code, mark_verse

Block = tuple[str, int, int, int, int, int, tuple[tuple[int, int, int], ...], str]
"""Kind, start, end, level, source start, source end, runs (text, source, length), label: as `model.Block`."""


def layout(text: str) -> Plan:
    """How a text is laid out, to be used on all parts of a longer one that it is a sample of."""
    text, lines = read_lines(text)
    lines = in_order(lines)
    return fit(text, lines, [Look(line) for line in lines])


def in_order(lines: list[Line], *, head: bool = True, tail: bool = True) -> list[Line]:
    """The lines that belong to the text, in the order in which they are to be read."""
    return with_bullets(unbraided(without_furniture(lines, head=head, tail=tail)))


def blocks(text: str, plan: Plan | None = None, *, head: bool = True, tail: bool = True) -> tuple[str, list[Block]]:
    """The canonical text of a plain text, and its blocks.

    Args:
        text: The decoded source, as it stands.
        plan: The layout, where it was fitted to a longer text that this one is a part of.
        head: This is the beginning of the document: title and byline may stand in it.
        tail: This is its end: a closing line may stand in it.

    Returns: The canonical text and its blocks in order; both empty when there is nothing but white space.
    """
    text, lines = read_lines(text)
    if not lines:
        return "", []
    lines = in_order(lines, head=head, tail=tail)
    looks = [Look(line) for line in lines]
    if plan is None:
        plan = fit(text, lines, looks)
    else:
        mark_code(lines, plan.indent)
        mark_verse(lines, looks, plan.indent)
        if not plan.single:
            measure(text, lines, looks, plan.face)
    groups = _cut(lines, looks, plan, head=head)
    source = text.lower()
    for group in groups:
        join(group, source, hyphenated=plan.hyphenated)
    groups = [group for group in groups if group.text]
    name_kinds(groups, head=head, tail=tail)
    made: list[Block] = []
    at = 0
    for group in groups:
        runs = tuple([(at + start, origin, length) for start, origin, length in group.runs])
        end = at + len(group.text)
        first = min([line.start for line in group.lines])
        last = max([line.end for line in group.lines])
        made.append((group.kind, at, end, group.level, first, last, runs, group.label))
        at = end + 2
    return "\n\n".join([group.text for group in groups]), made


def _cut(lines: list[Line], looks: list[Look], plan: Plan, *, head: bool) -> list[Group]:
    """The lines in groups of one block each."""
    groups: list[Group] = []
    start = 0
    odds = [_SURE] * (len(lines) - 1) if plan.single else _odds(lines, looks, plan, head=head)
    for index, line in enumerate(lines):
        last = index + 1 == len(lines)
        if last or (odds[index] > 0 and not _kept_together(line, lines[index + 1])):
            forced = last or plan.single or looks[index].width + looks[index + 1].first < plan.margin
            group = Group(lines[start : index + 1], looks[start : index + 1], forced)
            start = index + 1
            if groups and underlines(group, groups[-1]):
                groups[-1].underline(group)
            else:
                groups.append(group)
    number_items(groups)
    return groups


def _kept_together(line: Line, after: Line) -> bool:
    return (line.code and after.code) or (line.verse and after.verse and not after.gap and not after.strophe)


def _hung(before: Line, line: Line, after: Line) -> bool:
    """Whether a line stands left of two that belong together and are set in alike: a term among its meanings."""
    return before.indent == line.indent >= after.indent + 4 and not line.gap and not after.page


_SURE = 9.0
_LIKELY = 0.5
_AMPLE = 0.1
"""Room at a line's end, as a share of the margin, before which a blank line is not there by chance."""


def _odds(lines: list[Line], looks: list[Look], plan: Plan, *, head: bool) -> list[float]:
    """Log-odds that a block ends after each line but the last."""
    odds = scores(lines, looks, plan, head=head)
    for index in range(len(lines) - 1):
        after = lines[index + 1]
        room = plan.margin - looks[index].width - looks[index + 1].first
        apart = after.gap > plan.usual_gap == 0 and not after.page and room > _AMPLE * plan.margin
        if lines[index].text.startswith("-- ") and "@" in lines[index].text:
            odds[index] = _SURE  # Who wrote the entry of a log, and when, ends it.
        elif apart or (index and odds[index - 1] <= 0 and _hung(lines[index - 1], lines[index], after)):
            odds[index] = max(odds[index], _LIKELY)
    for index, line in enumerate(lines):
        if line.strophe and index:
            odds[index - 1] = _SURE
        if is_rule(line.text) and not line.code:
            for beside in range(max(0, index - 1), min(index + 1, len(odds))):
                odds[beside] = _SURE
    split_long(lines, looks, odds)
    return odds
