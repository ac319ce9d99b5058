"""The pass over the document: from what an engine saw, or from nothing, to the mentions that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.entities.cleaning import addresses, cleaned
from reader.entities.found import SURE, Found, around, outside, without_overlaps
from reader.entities.names import find_names, lone_names, photographers, publishers
from reader.entities.neighbours import of_one_row, with_tails
from reader.entities.page import Page
from reader.entities.repeats import acronyms, companies, lone_capitals, one_kind_each, repeated, settlements, surnames
from reader.entities.sure import listed_places, long_places, sure_names


class Trust(NamedTuple):
    """How far an engine is believed: the better it is, the less is put right by what is known beforehand."""

    lists: float = 1.0
    """What the word of a list of names counts against the engine's own."""
    runs: bool = True
    """Whether capitals that the engine made nothing of are looked at again."""


WARY = Trust()
"""Of a small network, and of none at all."""


def settled(raw: Sequence[Found], dated: Sequence[Found], page: Page, trust: Trust = WARY) -> list[Found]:
    """The mentions of a page in order, none overlapping.

    Args:
        raw: What an engine saw, in any order; nothing, where there is no engine.
        dated: The dates, in order; nothing else is found where one stands.
        page: What both count in.
        trust: How far `raw` is believed.
    """
    closed = addresses(page.text, page.start, page.end)
    found = outside(without_overlaps(cleaned(outside(raw, closed), page)), dated)
    sure = outside(outside(sure_names(page), dated), closed)
    found = with_sure(found, sure)
    runs = find_names(page) if trust.runs else []
    found = with_heads(found, [one for one in cleaned(runs, page) if one.label in ("organisation", "place")], page)
    signed = cleaned(outside(publishers(page), dated), page)
    found = joined(with_longer(found, signed), signed, dated, closed)
    found = joined(found, photographers(page), dated, closed)
    towns = outside(outside(long_places(page), dated), closed)
    found = joined(with_longer(found, towns), towns, dated, closed)
    found = joined(found, cleaned([one._replace(weight=0.8 * one.weight) for one in runs], page), dated, closed)
    found = of_one_row(found, page)
    found = joined(found, listed_places(page, found), dated, closed)
    if page.lexicon.language in ("es", "fr"):
        found = joined(found, cleaned(lone_names(page), page), dated, closed)
    found = one_kind_each(found, page, trust.lists)
    found = without_overlaps(with_tails(found, page))
    found = surnames(found, page)
    found = settlements(found, page)
    found = companies(found, page)
    found = acronyms(found, page)
    found = lone_capitals(found, page) if trust.runs else found
    found = repeated(found, page)
    return sorted([*outside(found, dated), *dated])


def joined(found: Sequence[Found], more: Sequence[Found], *taken: Sequence[Found]) -> list[Found]:
    """`found`, with those of `more` that touch neither it nor anything that is taken."""
    others = [one for several in taken for one in several]
    return sorted([*found, *outside(without_overlaps(more), without_overlaps([*found, *others]))])


def with_sure(found: Sequence[Found], sure: Sequence[Found]) -> list[Found]:
    """Both, without overlaps: a sure name goes before what an engine saw, unless that is longer and holds it."""
    larger = set(around(found, sure))
    weighed = [one._replace(weight=SURE + 1) if one in larger else one for one in found]
    return [one._replace(weight=min(one.weight, SURE)) for one in without_overlaps([*weighed, *sure])]


def with_heads(found: Sequence[Found], runs: Sequence[Found], page: Page) -> list[Found]:
    """A run of capitals with an organisation's word goes before what is inside it: `Dubai Police`.

    The word ends the name, or begins it where the language has it so: `Defensoría del Pueblo de Perú`.
    """
    lexicon = page.lexicon
    at = 0 if lexicon.organisation_first else -1
    foreign = lexicon.foreign_organisations | lexicon.foreign_places
    words = [(one, page.text[one.start : one.end].split()) for one in runs]
    return with_longer(
        found, [one for one, name in words if name[at] in lexicon.organisation_heads or name[0] in foreign]
    )


def with_longer(found: Sequence[Found], names: Sequence[Found]) -> list[Found]:
    """`found`, with those of `names` in the place of the shorter ones that they hold."""
    longer = without_overlaps(one._replace(weight=1.0) for one in around(names, found))
    return sorted([*outside(found, longer), *longer])
