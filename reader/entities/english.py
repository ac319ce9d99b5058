"""The engine for English: the model's mentions, and a pass over the whole document that puts them right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reader.documents.model import Document
from reader.entities import dates
from reader.entities.casing import recased
from reader.entities.found import SURE, Found, Label
from reader.entities.language import detect
from reader.entities.model import Entity, Findings, Near, at_start
from reader.entities.page import Page
from reader.entities.recognise import RulesRecogniser, assemble
from reader.entities.repeats import of_one_mind
from reader.entities.settling import WARY, Trust, settled
from reader.entities.versions import SHIPPED
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


SEGMENT = 100_000
"""Code points that are settled together. A longer document is worked through in parts, from where the reader is."""


READ = 8_000
"""Code points whose tokens are held at once."""
FORMS = 20_000
"""Forms of words that are remembered with their vectors, about 1 kB each; a book has more, but never at once."""


class EnglishRecogniser:
    """The first engine: a small network for English, rules alone for other languages."""

    name = "fast"
    version = SHIPPED["fast"]

    def recognise(
        self, document: Document, *, near: Near = at_start, partial: Callable[[Findings], None] | None = None
    ) -> Findings:
        """See `reader.entities.model.Recogniser`."""
        if detect(document.text, declared=document.language) != "en":
            return replace(RulesRecogniser().recognise(document, near=near), engine=self.name)
        pages = pages_of(document)
        done: dict[int, Part] = {}
        pace = Pace(sum(page.size for page in pages))
        for number in nearest_first([(page.start, page.end) for page in pages], near):
            done[number] = part_of(pages[number], self.raw(pages[number]))
            if pace.due(pages[number].size) and partial is not None and len(done) < len(pages):
                partial(self.findings(document, done, progress=pace.share))
        return self.findings(document, done)

    def findings(self, document: Document, done: Mapping[int, Part], progress: float = 1.0) -> Findings:
        """The entities of the parts that are done, by their number."""
        entities = put_together(document, done)
        return Findings(entities=tuple(entities), engine=self.name, progress=progress, final=progress >= 1.0)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Made when it is first needed, for it takes a moment."""
        from reader.entities.tokens import Tokenizer
        from reader.entities.weights import tokenizer_tables

        return Tokenizer(tokenizer_tables())

    @cached_property
    def _network(self) -> Network:
        from reader.entities.network import Network
        from reader.entities.weights import load_weights

        return Network(load_weights(), self.tokenizer)

    def raw(self, page: Page) -> list[Found]:
        """The model's own mentions, as it gives them."""
        network = self._network
        if len(self.tokenizer.features) > FORMS:
            self.tokenizer.forget()
        text = recased(page)
        found: list[Found] = []
        for bounds in segments(page.bounds, READ):
            tokens = [self.tokenizer.tokens(text, start, end) for start, end in bounds]
            for cut, spans in zip(tokens, network.spans(tokens), strict=True):
                found += [
                    Found(cut[span.first].start, cut[span.last - 1].end, LABELS[span.label])
                    for span in spans
                    if span.label in LABELS
                ]
        return found


class Part(NamedTuple):
    """What was found in a part of a document."""

    found: list[Found]
    written: list[dates.WrittenDate]


class Pace:
    """When to tell what is known so far: with so many times as much as before that telling stays in proportion."""

    def __init__(self, total: int, times: int = 2) -> None:
        self._times = times
        self._total = max(1, total)
        self._seen = self._told = 0

    @property
    def share(self) -> float:
        """Of the whole that was seen, 0.0 to 1.0."""
        return min(1.0, self._seen / self._total)

    def due(self, fresh: int) -> bool:
        """Whether it is time, now that so much more was seen."""
        self._seen += fresh
        if self._seen < self._times * self._told:
            return False
        self._told = self._seen
        return True


def pages_of(document: Document, language: str = "en") -> list[Page]:
    """The document in parts of about `SEGMENT` code points; always the same ones for the same document."""
    bounds = list(stretches(document.blocks, len(document.text)))
    return [Page(document, language, part) for part in segments(bounds, SEGMENT)]


def part_of(page: Page, raw: Sequence[Found], trust: Trust = WARY) -> Part:
    """The mentions of a page, from what a model saw in it and how far that is believed."""
    found = dates.find_dates(page.text, page.language, start=page.start, end=page.end)
    written = [one for one in found if page.holds(one.start)]
    dated = [Found(one.start, one.end, "date", SURE) for one in written]
    part = Part(settled(raw, dated, page, trust), written)
    page.forget()
    return part


def put_together(document: Document, done: Mapping[int, Part], language: str = "en") -> list[Entity]:
    """The entities of several parts, by their number."""
    found = [one for number in sorted(done) for one in done[number].found]
    written = [one for number in sorted(done) for one in done[number].written]
    if len(done) > 1:
        found = of_one_mind(found, document.text)
    return assemble(document, found, written, language)


def segments(bounds: Sequence[tuple[int, int]], size: int) -> list[list[tuple[int, int]]]:
    """Stretches in groups of about `size` code points; always the same ones for the same document."""
    groups: list[list[tuple[int, int]]] = []
    for start, end in bounds:
        if not groups or end - groups[-1][0][0] > size:
            groups.append([])
        groups[-1].append((start, end))
    return groups


def nearest_first(bounds: Sequence[tuple[int, int]], near: Near) -> Iterator[int]:
    """Numbers of the stretches, each time the one that is nearest to where the person reads by then."""
    left = list(reversed(range(len(bounds))))
    place = -1
    while left:
        if (now := near()) != place:
            place = now
            apart = [max(start - place, place - end, 0) for start, end in bounds]
            left.sort(key=apart.__getitem__, reverse=True)
        yield left.pop()
