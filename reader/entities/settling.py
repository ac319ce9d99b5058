"""The pass over the document: from what an engine saw, or from nothing, to the mentions that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.entities.cleaning import addresses, cleaned
from reader.entities.found import SURE, Found, Label, around, outside, with_longer, without_overlaps
from reader.entities.names import find_names, lone_names, photographers, publishers
from reader.entities.neighbours import of_one_row, with_tails
from reader.entities.page import Page
from reader.entities.repeats import (
    acronyms,
    companies,
    headed,
    lone_capitals,
    one_kind_each,
    repeated,
    settlements,
    surnames,
)
from reader.entities.sure import listed_places, long_places, papers, sure_names


class Trust(NamedTuple):
    """How far an engine is believed: the better it is, the less is put right by what is known beforehand."""

    lists: float = 1.0
    """What the word of a list of names counts against the engine's own."""
    runs: bool = True
    """Whether capitals that the engine made nothing of are looked at again."""


_HEADED: frozenset[Label] = frozenset({"organisation", "place", "event"})
"""Kinds that a word of the name itself tells."""

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
    seen = find_names(page)
    runs = seen if trust.runs else []
    heads = headed_runs([one for one in cleaned(seen, page) if one.label in _HEADED], page)
    found = with_longer(found, heads)
    if page.lexicon.organisation_first:
        found = joined(found, heads, dated, closed)
    signed = cleaned(outside(publishers(page), dated), page)
    found = joined(with_longer(found, signed), signed, dated, closed)
    found = joined(found, photographers(page), dated, closed)
    told = outside(outside(_told(page), dated), closed)
    found = joined(with_longer(found, told), told, dated, closed)
    towns = outside(outside(long_places(page), dated), closed)
    found = joined(with_longer(found, towns), towns, dated, closed)
    found = joined(found, cleaned([one._replace(weight=0.8 * one.weight) for one in runs], page), dated, closed)
    found = of_one_row(found, page)
    found = joined(found, listed_places(page, found), dated, closed)
    found = joined(found, _placed(page), dated, closed)
    if page.language in ("es", "fr"):
        found = joined(found, cleaned(lone_names(page), page), dated, closed)
    found = one_kind_each(found, page, trust.lists)
    found = without_overlaps(with_tails(found, page))
    found = surnames(found, page)
    found = settlements(found, page)
    found = companies(found, page)
    found = acronyms(found, page)
    found = lone_capitals(found, page) if trust.runs else found
    found = headed(repeated(found, page), page)
    return sorted([*outside(found, dated), *dated])


def _told(page: Page) -> list[Found]:
    """Names of other languages that the words before them tell, however they are written."""
    if page.lexicon.language == "en":
        return []
    from reader.entities.nouns import quoted
    from reader.entities.phrases import ministries, waters

    return sorted([*ministries(page), *waters(page), *quoted(page), *papers(page)])


def _placed(page: Page) -> list[Found]:
    """Places of other languages that their form or their brackets tell."""
    if page.lexicon.language == "en":
        return []
    from reader.entities.nouns import valleys
    from reader.entities.phrases import bracketed

    return sorted([*(valleys(page) if page.lexicon.language == "de" else []), *bracketed(page)])


def joined(found: Sequence[Found], more: Sequence[Found], *taken: Sequence[Found]) -> list[Found]:
    """`found`, with those of `more` that touch neither it nor anything that is taken."""
    others = [one for several in taken for one in several]
    return sorted([*found, *outside(without_overlaps(more), without_overlaps([*found, *others]))])


def with_sure(found: Sequence[Found], sure: Sequence[Found]) -> list[Found]:
    """Both, without overlaps: a sure name goes before what an engine saw, unless that is longer and holds it."""
    larger = set(around(found, sure))
    weighed = [one._replace(weight=SURE + 1) if one in larger else one for one in found]
    return [one._replace(weight=min(one.weight, SURE)) for one in without_overlaps([*weighed, *sure])]


def headed_runs(runs: Sequence[Found], page: Page) -> list[Found]:
    """The runs of capitals with an organisation's word, which go before what is inside them: `Dubai Police`.

    The word ends the name, or begins it where the language has it so: `Defensoría del Pueblo de Perú`.
    """
    lexicon = page.lexicon
    at = 0 if lexicon.organisation_first else -1
    foreign = lexicon.foreign_organisations | lexicon.foreign_places
    foreign |= lexicon.event_heads | lexicon.place_first if lexicon.organisation_first else frozenset()
    words = [(one, page.text[one.start : one.end].split()) for one in runs]
    led = [name[1:] if name[0].lower() in lexicon.leading and len(name) > 2 else name for _, name in words]
    foreign |= lexicon.place_heads if lexicon.organisation_first else frozenset()
    return [
        one
        for (one, name), bare in zip(words, led, strict=True)
        if name[at] in lexicon.organisation_heads or bare[0] in foreign
    ]
