"""spaCy as an engine, for who has it: its pipelines know some twenty languages. `pip install 'postil[spacy]'`.

What a pipeline sees goes through the same pass over the document as the mentions of postil's own networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

from annotations.errors import PostilError
from reader.documents.model import Document
from reader.entities.english import LABELS, Pace, Part, nearest_first, pages_of, part_of, put_together
from reader.entities.found import Found, Label
from reader.entities.language import detect
from reader.entities.model import Findings, Near, at_start
from reader.entities.page import Page
from reader.entities.versions import LISTS

KINDS: dict[str, Label] = LABELS | {
    "PER": "person",
    "PRS": "person",
    "persName": "person",
    "ORGANIZATION": "organisation",
    "orgName": "organisation",
    "placeName": "place",
    "geogName": "place",
    "EVN": "event",
    "WRK": "work",
    "MISC": "other",
}
"""spaCy's names of kinds: those of its English pipelines, of most others, of the Swedish and of the Polish ones."""
GENRES = ("core_web", "core_news", "ent_wiki")
SIZES = ("trf", "lg", "md", "sm")
"""The parts of a pipeline's name, the best first: `es_core_news_lg`."""
IDLE = ("tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "morphologizer")
"""Components that tell nothing of names; they are left out."""


class Stretch(Protocol):
    """A name that a pipeline saw: spaCy's `Span`. Offsets are code points of the text that was read."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...
    @property
    def label_(self) -> str: ...


class Reading(Protocol):
    """A text that was read: spaCy's `Doc`."""

    @property
    def ents(self) -> Sequence[Stretch]: ...


class Pipeline(Protocol):
    """What is used of spaCy's `Language`."""

    def pipe(self, texts: Iterable[str]) -> Iterator[Reading]: ...


class PipelineError(PostilError):
    """There is no pipeline for the language of a document."""


def missing() -> PipelineError:
    """What to say where there is no spaCy."""
    return PipelineError("spaCy is not installed", hint="pip install 'postil[spacy]', or choose another engine.")


def load(name: str) -> Pipeline:
    """The installed pipeline of that name. Raises: PipelineError."""
    try:
        import spacy
    except ImportError as error:
        if error.name == "spacy":
            raise missing() from error
        hint = "pip install --force-reinstall 'postil[spacy]', or choose another engine."
        raise PipelineError(f"spaCy cannot be loaded: {error}", hint=hint) from error
    pipeline: Pipeline = spacy.load(name, exclude=list(IDLE))
    return pipeline


def candidates(language: str) -> list[str]:
    """Names of the pipelines that a language may have, the best first; last the one for any language."""
    own = [f"{language}_{genre}_{size}" for size in SIZES for genre in GENRES] if language else []
    return [*own, "xx_ent_wiki_sm"]


def installed(name: str) -> str:
    """The version of an installed pipeline, or an empty string."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def seen(pipeline: Pipeline, page: Page) -> list[Found]:
    """What a pipeline takes for names, stretch by stretch."""
    texts = (page.text[start:end] for start, end in page.bounds)
    return [
        Found(start + one.start_char, start + one.end_char, KINDS[one.label_])
        for (start, _), read in zip(page.bounds, pipeline.pipe(texts), strict=True)
        for one in read.ents
        if one.label_ in KINDS
    ]


class SpacyRecogniser:
    """The best of the installed pipelines for the language of the document."""

    name = "spacy"

    def __init__(self, load: Callable[[str], Pipeline] = load, installed: Callable[[str], str] = installed) -> None:
        self._load = load
        self._installed = installed

    @property
    def version(self) -> str:
        """Of postil's own rules, of spaCy and of every pipeline that might be chosen."""
        known = [name for code in ("en", "es", "fr", "de", "") for name in candidates(code)]
        found = [f"{name}-{number}" for name in dict.fromkeys(known) if (number := self._installed(name))]
        return "+".join([LISTS, self._installed("spacy"), *found])

    def recognise(
        self, document: Document, *, near: Near = at_start, partial: Callable[[Findings], None] | None = None
    ) -> Findings:
        """See `reader.entities.model.Recogniser`. Raises: PipelineError, if nothing is installed for the language."""
        language = detect(document.text, declared=document.language) or document.language[:2].lower()
        chosen = self._chosen(language)
        pipeline = self._load(chosen)
        pages = pages_of(document, language)
        done: dict[int, Part] = {}
        pace = Pace(sum(page.size for page in pages))
        known = Findings(engine=self.name, final=False)
        for number in nearest_first([(page.start, page.end) for page in pages], near):
            done[number] = part_of(pages[number], seen(pipeline, pages[number]))
            if pace.due(pages[number].size) and partial is not None and len(done) < len(pages):
                partial(replace(known, entities=tuple(put_together(document, done, language)), progress=pace.share))
        entities = tuple(put_together(document, done, language))
        return replace(known, entities=entities, progress=1.0, final=True, note=f"Names were found by {chosen}.")

    def _chosen(self, language: str) -> str:
        names = candidates(language)
        for name in names:
            if self._installed(name):
                return name
        if not self._installed("spacy"):
            raise missing()
        genre = "web" if language == "en" else "news"
        wanted = f"{language}_core_{genre}_sm" if language else names[-1]
        raise PipelineError(
            f"no pipeline of spaCy's is installed for this text ({language or 'its language is not known'})",
            hint=f"python -m spacy download {wanted}",
        )
