"""Training data for spaCy: entities without overlaps, spans with them; a DocBin where spaCy is installed."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass

import pytest

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.spacy import FORMAT
from annotations.model import Annotation, Span
from tests.annotations.formats.made import NOW, Page, written

FOX = Page("Ana met Bo in Paris.")
NOTE = Annotation(
    id="1", spans=(Span(exact="Bo in Paris", start=8, end=19),), tags=("claim",), created=NOW, modified=NOW
)


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Entity:
    id: str
    name: str
    kind: str
    mentions: tuple[Mention, ...]
    aliases: tuple[str, ...] = ()


PARIS = Entity("place:Paris", "Paris", "place", (Mention(14, 19, "Paris"),))
UNIVERSITY = Entity("organisation:Bo in Paris", "Bo in Paris", "organisation", (Mention(8, 19, "Bo in Paris"),))


def test_entities_are_written_and_the_longer_of_two_that_overlap() -> None:
    bundle = Bundle(document=FOX, notes=(NOTE,), entities=(PARIS, UNIVERSITY))
    export = FORMAT.export(bundle)
    assert json.loads(export.data) == {
        "text": FOX.text,
        "entities": [{"start": 8, "end": 19, "label": "organisation"}],
    }
    assert export.losses["label that lies on another"] == 1


def test_spans_may_overlap_and_tags_may_be_labels() -> None:
    bundle = Bundle(document=FOX, notes=(NOTE,), entities=(PARIS, UNIVERSITY))
    assert len(json.loads(written(FORMAT, bundle, overlaps="spans"))["spans"]) == 2
    assert json.loads(written(FORMAT, bundle, labels="tags"))["entities"] == [
        {"start": 8, "end": 19, "label": "claim"}
    ]


@pytest.mark.skipif(importlib.util.find_spec("spacy") is not None, reason="spaCy is installed")
def test_without_spacy_a_docbin_is_refused_with_what_to_do() -> None:
    with pytest.raises(FormatError, match="spaCy is installed") as refused:
        FORMAT.export(Bundle(document=FOX, entities=(PARIS,)), {"form": "docbin"})
    assert "form=json" in refused.value.hint


@pytest.mark.skipif(importlib.util.find_spec("spacy") is None, reason="spaCy is not installed")
def test_a_docbin_is_read_by_spacy_itself() -> None:
    import spacy
    from spacy.tokens import DocBin

    data = written(FORMAT, Bundle(document=FOX, entities=(PARIS,)), form="docbin")
    (doc,) = DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Paris", "place")]
