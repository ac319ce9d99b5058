"""spaCy as an engine: which pipeline is chosen, what becomes of its mentions, what is said where there is none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest

from reader.documents.model import Block, Document
from reader.entities.model import Findings
from reader.entities.registry import engine
from reader.entities.spacy import PipelineError, SpacyRecogniser


class Ent(NamedTuple):
    start_char: int
    end_char: int
    label_: str


class Read(NamedTuple):
    ents: list[Ent]


class Names:
    """A pipeline that knows some names by heart."""

    def __init__(self, **kinds: str) -> None:
        self._kinds = kinds

    def pipe(self, texts: Iterable[str]) -> Iterator[Read]:
        for text in texts:
            yield Read(
                [Ent(text.index(n), text.index(n) + len(n), kind) for n, kind in self._kinds.items() if n in text]
            )


def document(*paragraphs: str, language: str = "") -> Document:
    text, blocks = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        blocks.append(Block(kind="paragraph", start=len(text), end=len(text) + len(paragraph)))
        text += paragraph
    return Document(title="", source="-", text=text, blocks=tuple(blocks), loader="test/1", language=language)


def having(*names: str, pipeline: Names | None = None) -> tuple[SpacyRecogniser, list[str]]:
    """An engine where only these are installed, and the names of the pipelines that it loads."""
    loaded: list[str] = []

    def load(name: str) -> Names:
        loaded.append(name)
        return pipeline or Names()

    return SpacyRecogniser(load, lambda name: "1.0" if name in names else ""), loaded


SPANISH = "La protesta de ayer por la tarde creció tras la suspensión de los derechos, según dijo Zaqueo."
POLISH = document("Zaqueo mieszka w Zaqowie i pracuje jako lekarz od wielu lat.", language="pl")


def test_its_mentions_go_through_the_pass_over_the_document() -> None:
    recogniser, _ = having("spacy", "es_core_news_sm", pipeline=Names(Zaqueo="PER", Nada="QUANTITY"))
    findings = recogniser.recognise(document(SPANISH, "Otra vez habló Zaqueo el 4 de enero de 2023."))
    people = [entity for entity in findings.entities if entity.kind == "person"]
    assert [(entity.name, len(entity.mentions)) for entity in people] == [("Zaqueo", 2)]
    assert [entity.date.value for entity in findings.entities if entity.date] == ["2023-01-04"]
    assert (findings.final, findings.engine) == (True, "spacy")
    assert "es_core_news_sm" in findings.note


def test_the_best_pipeline_for_the_language_is_chosen() -> None:
    recogniser, loaded = having("spacy", "es_core_news_sm", "es_core_news_lg", "en_core_web_trf")
    recogniser.recognise(document(SPANISH))
    assert loaded == ["es_core_news_lg"]


def test_a_language_that_postil_has_no_rules_for_is_read_with_its_own_pipeline() -> None:
    recogniser, loaded = having("spacy", "pl_core_news_md", "xx_ent_wiki_sm", pipeline=Names(Zaqueo="persName"))
    findings = recogniser.recognise(POLISH)
    assert loaded == ["pl_core_news_md"]
    assert [(entity.name, entity.kind) for entity in findings.entities] == [("Zaqueo", "person")]


def test_without_one_for_the_language_the_pipeline_for_any_is_taken() -> None:
    recogniser, loaded = having("spacy", "en_core_web_sm", "xx_ent_wiki_sm")
    recogniser.recognise(POLISH)
    assert loaded == ["xx_ent_wiki_sm"]


def test_what_is_missing_is_said_with_what_to_do() -> None:
    with pytest.raises(PipelineError, match="not installed") as nothing:
        having()[0].recognise(document(SPANISH))
    assert "postil[spacy]" in nothing.value.hint
    with pytest.raises(PipelineError, match="es") as unknown:
        having("spacy")[0].recognise(document(SPANISH))
    assert "es_core_news_sm" in unknown.value.hint


def test_another_pipeline_makes_another_version() -> None:
    assert len({having(*names)[0].version for names in ((), ("spacy",), ("spacy", "fr_core_news_sm"))}) == 3


def test_long_documents_are_told_in_parts_nearest_the_reader_first() -> None:
    recogniser, _ = having("spacy", "en_core_web_sm", pipeline=Names(Zaqueo="PERSON", Vaqueo="PERSON"))
    filler = "It was the best of times and it was the worst of times for all of them. " * 1500
    told: list[Findings] = []
    text = document(f"Zaqueo said so. {filler}", f"Vaqueo said so. {filler}")
    findings = recogniser.recognise(text, near=lambda: len(text.text), partial=told.append)
    assert [entity.name for entity in told[0].entities] == ["Vaqueo"]
    assert {entity.name for entity in findings.entities} == {"Zaqueo", "Vaqueo"}


def test_it_is_found_by_its_name_and_loads_nothing_until_it_is_asked() -> None:
    assert engine("spacy").name == "spacy"
    script = (
        "import sys; from reader.entities.registry import engine; engine('spacy').version; "
        "print([name for name in sys.modules if name.split('.')[0] in ('spacy', 'thinc', 'numpy')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
