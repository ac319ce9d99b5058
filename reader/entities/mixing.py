"""What two engines saw in the same text, as one: the encoder's word, and the first engine's where it knows more."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.entities.found import Found, Label, outside
from reader.entities.page import Page
from reader.entities.tokens import Token

if TYPE_CHECKING:
    from reader.entities.encoder import Window

FINER: frozenset[Label] = frozenset({"group", "event", "work", "other"})
"""Kinds that the encoder does not tell apart: there the first engine's word stands."""

_AHEAD = re.compile(r"(?:[^\W\d_][\w.]*[ -])*")
"""Words that may stand before what the encoder saw of a name."""
_BEHIND = re.compile(r"(?: [^\W\d_][\w-]*){0,2}")
"""And behind it."""


class Passage(NamedTuple):
    """A window with the words in it. `[start, end)` is the stretch of text it covers."""

    window: Window
    words: list[Token]
    heads: list[int]
    """Of each word, the row of its first piece."""

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


Seen = tuple[Passage, list[Found]]
"""A passage that was read, with the mentions in it."""


def mixed(seen: Sequence[Seen], first: Sequence[Found], page: Page) -> list[Found]:
    """What the encoder saw in the passages it has read, and what the first engine saw elsewhere.

    Of what the encoder has no name for, the first engine tells the kind; of a name that it cut short, the rest.

    Args:
        seen: Passages of the page, in any order.
        first: The first engine's mentions in all of the page, in order, none overlapping.
        page: What both count in.
    """
    finer = {(one.start, one.end): one for one in first if one.label in FINER}
    better = [
        finer.get((one.start, one.end), one) if one.label == "other" else one
        for _, found in seen
        for one in _whole(found, first, page)
    ]
    better.sort()
    read = sorted(Found(passage.start, passage.end, "other") for passage, _ in seen)
    unread = outside(first, read)
    also = outside([one for one in first if one.label in FINER], better)
    return sorted({*better, *unread, *also})


def _whole(found: Sequence[Found], first: Sequence[Found], page: Page) -> Iterator[Found]:
    """The mentions of a passage, in order, each as long as the first engine has it where that is plausible."""
    starts = [one.start for one in first]
    for index, one in enumerate(found):
        at = bisect_right(starts, one.start) - 1
        longer = first[at] if at >= 0 else one
        beside = [*found[max(0, index - 1) : index], *found[index + 1 : index + 2]]
        alone = not any(other.start < longer.end and longer.start < other.end for other in beside)
        held = longer.end >= one.end and longer[:3] != one[:3]
        finer = one.label == "other" and longer.label in FINER
        if held and alone and (longer.label == one.label or finer) and _plausible(one, longer, page):
            yield one._replace(start=longer.start, end=longer.end, label=longer.label)
        else:
            yield one


def _plausible(one: Found, longer: Found, page: Page) -> bool:
    """Whether the rest of the longer mention is of the same name: `Yuen Kwok-yung`, but not `Narendra Modi-led`."""
    text = page.text
    behind = text[one.end : longer.end]
    if _AHEAD.fullmatch(text, longer.start, one.start) is None:
        return False
    if behind.startswith("-") or text[one.end - 1] == "-":
        tail = behind.removeprefix("-")
        return tail.isalpha() and tail.lower() not in page.gazetteer.common
    return _BEHIND.fullmatch(behind) is not None
