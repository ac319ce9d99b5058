"""The engine for English: the model's mentions, and a pass over the whole document that puts them right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reader.documents.model import Document
from reader.entities import dates
from reader.entities.casing import recased
from reader.entities.cleaning import addresses, cleaned
from reader.entities.found import SURE, Found, Label, around, outside, without_overlaps
from reader.entities.language import detect
from reader.entities.model import Findings
from reader.entities.names import find_names
from reader.entities.neighbours import of_one_row, with_tails
from reader.entities.page import Page
from reader.entities.recognise import VERSION, RulesRecogniser, assemble
from reader.entities.repeats import acronyms, lone_capitals, of_one_mind, one_kind_each, repeated, surnames
from reader.entities.sure import listed_places, sure_names
from reader.entities.words import stretches

if TYPE_CHECKING:
    from reader.entities.network import Network
    from reader.entities.tokens import Tokenizer

LABELS: dict[str, Label] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    "EVENT": "event",
    "WORK_OF_ART": "work",
    "PRODUCT": "other",
    "LAW": "other",
}
"""The model's kinds that are names, as kinds of our own. Its numbers, sums and dates are not used."""


SEGMENT = 200_000
"""Code points that are settled together. A longer document is worked through in parts, from where the reader is."""


class EnglishRecogniser:
    """The default engine: a small network for English, rules alone for other languages."""

    name = "default"
    version = VERSION

    def recognise(
        self, document: Document, *, near: int = 0, partial: Callable[[Findings], None] | None = None
    ) -> Findings:
        """See `reader.entities.model.Recogniser`."""
        if detect(document.text, declared=document.language) != "en":
            return replace(RulesRecogniser().recognise(document, near=near), engine=self.name)
        parts = segments(list(stretches(document.blocks, len(document.text))))
        done: dict[int, _Part] = {}
        total = sum(part[-1][1] - part[0][0] for part in parts)
        told = seen = 0
        for number in sorted(range(len(parts)), key=lambda number: _distance(parts[number], near)):
            done[number] = self._part(Page(document, "en", parts[number]))
            seen += parts[number][-1][1] - parts[number][0][0]
            # Told again when there is twice as much to tell: the work of putting it together stays in proportion.
            if partial is not None and len(done) < len(parts) and seen >= 2 * told:
                told = seen
                partial(replace(self._findings(document, done), progress=seen / total, final=False))
        return self._findings(document, done)

    def _part(self, page: Page) -> _Part:
        written = [
            one for one in dates.find_dates(page.text, start=page.start, end=page.end) if page.holds(one.start)
        ]
        dated = [Found(one.start, one.end, "date", SURE) for one in written]
        return _Part(settled(self._raw(page), dated, page), written)

    def _findings(self, document: Document, done: dict[int, _Part]) -> Findings:
        found = [one for number in sorted(done) for one in done[number].found]
        written = [one for number in sorted(done) for one in done[number].written]
        if len(done) > 1:
            found = of_one_mind(found, document.text)
        entities = assemble(document, found, written)
        return Findings(entities=tuple(entities), engine=self.name, progress=1.0, final=True)

    @cached_property
    def _model(self) -> tuple[Tokenizer, Network]:
        from reader.entities.network import Network
        from reader.entities.tokens import Tokenizer
        from reader.entities.weights import load_weights, tokenizer_tables

        tokenizer = Tokenizer(tokenizer_tables())
        return tokenizer, Network(load_weights(), tokenizer)

    def _raw(self, page: Page) -> list[Found]:
        """The model's own mentions, as it gives them."""
        tokenizer, network = self._model
        text = recased(page)
        tokens = [tokenizer.tokens(text, start, end) for start, end in page.bounds]
        return [
            Found(cut[span.first].start, cut[span.last - 1].end, LABELS[span.label])
            for cut, spans in zip(tokens, network.spans(tokens), strict=True)
            for span in spans
            if span.label in LABELS
        ]


class _Part(NamedTuple):
    found: list[Found]
    written: list[dates.WrittenDate]


def segments(bounds: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Stretches in groups of about `SEGMENT` code points; always the same ones for the same document."""
    groups: list[list[tuple[int, int]]] = []
    for start, end in bounds:
        if not groups or end - groups[-1][0][0] > SEGMENT:
            groups.append([])
        groups[-1].append((start, end))
    return groups


def _distance(part: Sequence[tuple[int, int]], near: int) -> int:
    return max(part[0][0] - near, near - part[-1][1], 0)


def with_sure(found: Sequence[Found], sure: Sequence[Found]) -> list[Found]:
    """Both, without overlaps: a sure name goes before what an engine saw, unless that is longer and holds it."""
    larger = set(around(found, sure))
    weighed = [one._replace(weight=SURE + 1) if one in larger else one for one in found]
    return [one._replace(weight=min(one.weight, SURE)) for one in without_overlaps([*weighed, *sure])]


def with_heads(found: Sequence[Found], runs: Sequence[Found], page: Page) -> list[Found]:
    """A run of capitals that ends in an organisation's word goes before what is inside it: `Dubai Police`."""
    heads = page.lexicon.organisation_heads
    ended = [one for one in runs if page.text[one.start : one.end].split()[-1] in heads]
    larger = [one._replace(weight=1.0) for one in around(ended, found)]
    inner = set(outside(found, without_overlaps(larger)))
    return sorted([*(one for one in found if one in inner), *without_overlaps(larger)])


def settled(raw: Sequence[Found], dated: Sequence[Found], page: Page) -> list[Found]:
    """The pass over the document: from an engine's mentions to those that are shown, in order, none overlapping."""
    closed = addresses(page.text, page.start, page.end)
    found = outside(without_overlaps(cleaned(outside(raw, closed), page)), dated)
    sure = outside(outside(sure_names(page), dated), closed)
    found = with_sure(found, sure)
    runs = find_names(page.text, page.bounds, page.lexicon)
    found = with_heads(found, [one for one in cleaned(runs, page) if one.label == "organisation"], page)
    by_rule = [one._replace(weight=0.8) for one in runs]
    taken = sorted([*found, *dated, *closed])
    found = sorted([*found, *outside(without_overlaps(cleaned(by_rule, page)), without_overlaps(taken))])
    found = of_one_row(found, page)
    taken = sorted([*found, *dated, *closed])
    found = sorted([*found, *outside(listed_places(page, found), without_overlaps(taken))])
    found = one_kind_each(found, page)
    found = without_overlaps(with_tails(found, page))
    found = surnames(found, page)
    found = acronyms(found, page)
    found = lone_capitals(found, page)
    found = repeated(found, page)
    found = [one for one in found if one.label != "date"]
    return sorted([*outside(found, dated), *dated])
