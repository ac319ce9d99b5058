"""The engine for English: the model's mentions, and a pass over the whole document that puts them right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reader.documents.model import Document
from reader.entities import dates
from reader.entities.casing import recased
from reader.entities.found import SURE, Found, Label
from reader.entities.language import detect
from reader.entities.model import Findings
from reader.entities.page import Page
from reader.entities.recognise import VERSION, RulesRecogniser, assemble
from reader.entities.repeats import of_one_mind
from reader.entities.settling import settled
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
