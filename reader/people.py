"""Who is who among the annotators of one document: initials and a colour for each, no two people alike.

What a person gets depends on who the others are, never on the order in which their notes came. Knows no screen.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from annotations.model import Color

_T = TypeVar("_T")

LONGEST = 3
"""Characters that initials may have."""

HUES: tuple[Color, ...] = ("blue", "orange", "green", "pink", "purple", "yellow", "red", "grey")
"""The colours that people get. With more people than colours, some share one; initials are never shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a person is known by in the text and in lists."""

    initials: str
    color: Color


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the reader wants a person to be known by; what is left open is given."""

    initials: str = ""
    color: Color | None = None


def faces(names: Mapping[str, str], chosen: Mapping[str, Chosen] | None = None) -> dict[str, Face]:
    """A face for each person.

    Whom the reader has chosen something for gets that; then, in the order of their ids, each gets what they would
    have alone, or else the next that is free.

    Args:
        names: Annotator id -> display name.
        chosen: Annotator id -> what the reader chose.
    """
    chosen = chosen or {}
    order = sorted(names)
    given = {who: choice.initials for who in order if (choice := chosen.get(who)) and choice.initials}
    colors = {who: choice.color for who in order if (choice := chosen.get(who)) and choice.color}
    letters = _give(order, given, lambda who: _spellings(names[who] or who), key=str.casefold)
    hues = _give(order, colors, _hues, key=lambda hue: hue)
    return {who: Face(initials=letters[who], color=hues[who]) for who in order}


def initials(name: str) -> str:
    """One or two letters for a person alone: `MO` for Mira Oy, `an` for ana."""
    return next(_spellings(name))


def _give(
    order: Iterable[str],
    given: Mapping[str, _T],
    wishes: Callable[[str], Iterator[_T]],
    *,
    key: Callable[[_T], object],
) -> dict[str, _T]:
    """To each the first of their wishes that nobody has; where all are taken, the very first."""
    all_given = dict(given)
    taken = {key(value) for value in given.values()}
    for who in order:
        if who not in all_given:
            first = next(wishes(who))
            value = next((wish for wish in wishes(who) if key(wish) not in taken), first)
            taken.add(key(value))
            all_given[who] = value
    return all_given


def _hues(who: str) -> Iterator[Color]:
    """A colour for the id alone, and then the others in a fixed order."""
    first = zlib.crc32(who.encode(errors="surrogateescape")) % len(HUES[:6])
    return iter((HUES[first], *HUES[:first], *HUES[first + 1 :]))


def _spellings(name: str) -> Iterator[str]:
    """Initials in the order in which they suit a name; it never ends."""
    words = [word for word in name.replace(".", " ").replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return chain(("?",), (f"?{number}" for number in count(2)))
    first, last = words[0], words[-1]
    numbered = (f"{first[0]}{number}" for number in count(2))
    if len(words) > 1:
        pairs = (first[0] + letter for letter in last if letter.isalnum())
        inner = (first[0] + letter for letter in first[1:] if letter.isalnum())
        return chain((pair.upper() for pair in chain(pairs, inner)), numbered)
    return chain((first[:2],), (first[0] + letter for letter in first[2:] if letter.isalnum()), numbered)
