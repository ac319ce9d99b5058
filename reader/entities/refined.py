"""The second engine for English: first what the first one finds, then the same page read by the encoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from reader.documents.model import Document
from reader.entities.casing import recased
from reader.entities.english import EnglishRecogniser, Pace, Part, nearest_first, pages_of, part_of
from reader.entities.found import Found, Label
from reader.entities.language import detect
from reader.entities.mixing import Passage, Seen, mixed
from reader.entities.model import Findings, Near, at_start
from reader.entities.page import Page
from reader.entities.settling import Trust
from reader.entities.shapes import OTHER, shape
from reader.entities.tokens import Token, Tokenizer
from reader.entities.versions import SHIPPED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reader.entities.encoder import Encoder
    from reader.entities.pieces import Pieces

    Rows = NDArray[np.float32]

KINDS: dict[str, Label] = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "other"}
"""The encoder's kinds, as kinds of our own."""

TRUST = Trust(lists=0.4, runs=False)
"""Chosen on the development half of the newswire and on CoNLL++ of 2020, as `LEAST` was."""

LEAST = 0.55
"""Mean probability of its labels from which a mention is believed."""

LONGEST = 1_000_000
"""Code points of the longest document that is refined: it takes a minute and a half of a processor."""

LONG = "A long text: its names were found by the fast engine alone."

FIRST = 0.1
"""The first engine's share of the work."""

NEARLY = 0.7
"""Share of the text from which the rest is waited for: what is to be told in a moment anyway is told once."""

FEWEST = 16
"""Windows that are read at once, so that the matrices are large enough to be quick."""


class RefinedRecogniser:
    """The default engine. English is read twice, at first quickly; other languages by rules alone."""

    name = "refined"
    version = SHIPPED["refined"]

    def __init__(self, model: tuple[Encoder, Pieces] | None = None) -> None:
        """
        Args:
            model: The encoder and its vocabulary; those that ship without it.
        """
        self.first = EnglishRecogniser()
        self._given = model

    def recognise(
        self, document: Document, *, near: Near = at_start, partial: Callable[[Findings], None] | None = None
    ) -> Findings:
        """See `reader.entities.model.Recogniser`. What the first engine finds is told first."""
        tell = partial or (lambda findings: None)
        if detect(document.text, declared=document.language) != "en":
            return replace(self.first.recognise(document, near=near), engine=self.name)
        if len(document.text) > LONGEST:
            quick = self.first.recognise(document, near=near, partial=partial)
            return replace(quick, engine=self.name, note=LONG)
        pages = pages_of(document)
        raw: dict[int, list[Found]] = {}
        done: dict[int, Part] = {}
        pace = Pace(sum(page.size for page in pages))
        for number in nearest_first([(page.start, page.end) for page in pages], near):
            raw[number] = self.first.raw(pages[number])
            done[number] = part_of(pages[number], raw[number])
            if pace.due(pages[number].size) or len(done) == len(pages):
                tell(self._findings(document, done, FIRST * pace.share))
        self._refine(document, pages, raw, done, near, tell)
        return self._findings(document, done, 1.0)

    def _findings(self, document: Document, done: Mapping[int, Part], progress: float) -> Findings:
        return replace(self.first.findings(document, done, progress), engine=self.name)

    def _refine(
        self,
        document: Document,
        pages: Sequence[Page],
        raw: Mapping[int, Sequence[Found]],
        done: dict[int, Part],
        near: Near,
        tell: Callable[[Findings], None],
    ) -> None:
        """Put better parts in the place of those in `done`."""
        pace = Pace(sum(page.size for page in pages), times=4)
        for number in nearest_first([(page.start, page.end) for page in pages], near):
            page = pages[number]
            seen: list[Seen] = []
            passages = self.passages(page)
            order = nearest_first([(one.start, one.end) for one in passages], near)
            while some := [passages[index] for index in islice(order, FEWEST)]:
                seen += self.read(some)
                last = len(seen) == len(passages)
                due = pace.due(sum(one.end - one.start for one in some))
                if due or last:
                    done[number] = part_of(page, mixed(seen, raw[number], page), TRUST)
                if due and pace.share < NEARLY:
                    tell(self._findings(document, done, FIRST + (1 - FIRST) * pace.share))

    @cached_property
    def _model(self) -> tuple[Encoder, Pieces]:
        if self._given is not None:
            return self._given
        from reader.entities.encoder import Encoder, load_encoder
        from reader.entities.pieces import Pieces

        weights = load_encoder()
        return Encoder(weights), Pieces(weights.vocabulary)

    def passages(self, page: Page) -> list[Passage]:
        """The page in windows: paragraphs together while there is room, a long one parted where a sentence ends."""
        from reader.entities.encoder import Window

        encoder, pieces = self._model
        text = recased(page)
        result: list[Passage] = []
        for words in _groups(text, page.bounds, self.first.tokenizer, pieces, encoder.longest - 2):
            numbers, shapes, heads = [pieces.start], [OTHER], []
            for word in words:
                form = text[word.start : word.end]
                split = pieces.of(form)
                heads.append(len(numbers))
                numbers += split
                shapes += [shape(form)] * len(split)
            result.append(Passage(Window([*numbers, pieces.end], [*shapes, OTHER]), words, heads))
        return result

    def read(self, some: Sequence[Passage]) -> list[Seen]:
        """What the encoder sees in some passages."""
        encoder, _ = self._model
        scores = encoder.scores([one.window for one in some])
        return [
            (one, list(mentions(one, rows[one.heads], encoder.labels)))
            for one, rows in zip(some, scores, strict=True)
        ]


def _groups(
    text: str, bounds: Sequence[tuple[int, int]], tokenizer: Tokenizer, pieces: Pieces, room: int
) -> Iterator[list[Token]]:
    """Words that are read together: as many sentences as there is room for."""
    group: list[Token] = []
    size = 0
    for start, end in bounds:
        words = [one for one in tokenizer.tokens(text, start, end) if not tokenizer.blank[one.kind]]
        for sentence in sentences(text, words):
            lengths = [len(pieces.of(text[word.start : word.end])) for word in sentence]
            if group and size + sum(lengths) > room:
                yield group
                group, size = [], 0
            for word, length in zip(sentence, lengths, strict=True):
                if size + length > room:
                    yield group
                    group, size = [], 0
                group.append(word)
                size += length
    if group:
        yield group


def sentences(text: str, words: Sequence[Token]) -> Iterator[list[Token]]:
    """Words in sentences, roughly: a full stop with a capital after it ends one."""
    sentence: list[Token] = []
    for index, word in enumerate(words):
        sentence.append(word)
        ends = text[word.end - 1] in ".!?" and word.end - word.start == 1
        if ends and index + 1 < len(words) and text[words[index + 1].start].isupper():
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def mentions(passage: Passage, scores: Rows, labels: Sequence[str]) -> Iterator[Found]:
    """The stretches that the labels of the words make, one row of scores for each word.

    A label that goes on with a kind that was not begun begins it. A mention that the model hardly believes in itself,
    by the mean of the probabilities of its words' labels, is none.
    """
    import numpy as np

    best = scores.argmax(axis=1)
    shares = 1 / np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)
    first, kind = 0, ""
    for index, label in enumerate([*(labels[number] for number in best.tolist()), "O"]):
        mark, _, name = label.partition("-")
        if kind and (mark != "I" or name != kind):
            if shares[first:index].mean() >= LEAST:
                yield Found(passage.words[first].start, passage.words[index - 1].end, KINDS[kind])
            kind = ""
        if name and not kind:
            first, kind = index, name
