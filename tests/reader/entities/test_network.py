"""The English model run with NumPy: what it finds, that paragraphs do not touch, and that damage is seen."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from reader.entities import weights
from reader.entities.network import Network
from reader.entities.tokens import Tokenizer
from reader.entities.weights import WeightsError, load_weights, tokenizer_tables

TEXTS = (
    "Demonstrators block the highway to protest against President Dina Boluarte's government in Ica, Peru.",
    "The World Bank and the European Union met in Paris with Angela Merkel.",
    "",
    "Nothing to see here.",
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(tokenizer_tables())


@pytest.fixture(scope="module")
def network(tokenizer: Tokenizer) -> Network:
    return Network(load_weights(), tokenizer)


def found(network: Network, tokenizer: Tokenizer, *texts: str) -> list[list[tuple[str, str]]]:
    tokens = [tokenizer.tokens(text) for text in texts]
    return [
        [(text[cut[span.first].start : cut[span.last - 1].end], span.label) for span in spans]
        for text, cut, spans in zip(texts, tokens, network.spans(tokens), strict=True)
    ]


def test_people_places_and_organisations_are_found(network: Network, tokenizer: Tokenizer) -> None:
    first, second, third, fourth = found(network, tokenizer, *TEXTS)
    assert ("Dina Boluarte's", "PERSON") in first or ("Dina Boluarte", "PERSON") in first
    assert ("Peru", "GPE") in first
    assert ("The World Bank", "ORG") in second
    assert ("Angela Merkel", "PERSON") in second
    assert third == []
    assert fourth == []


def test_a_paragraph_is_read_without_its_neighbours(network: Network, tokenizer: Tokenizer) -> None:
    together = found(network, tokenizer, *TEXTS, *TEXTS[::-1])
    assert together[: len(TEXTS)] == [found(network, tokenizer, text)[0] for text in TEXTS]
    assert together[len(TEXTS) :] == together[: len(TEXTS)][::-1]


def test_a_long_text_gives_the_same_in_many_batches(
    network: Network, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = found(network, tokenizer, *TEXTS * 5)
    monkeypatch.setattr("reader.entities.network.BATCH", 20)
    assert found(network, tokenizer, *TEXTS * 5) == whole


def test_forms_that_were_forgotten_are_met_anew() -> None:
    tokenizer = Tokenizer(tokenizer_tables())
    network = Network(load_weights(), tokenizer)
    before = found(network, tokenizer, *TEXTS)
    tokenizer.forget()
    # Other forms take the numbers of those that were forgotten: as many, so that only the tokenizer can tell.
    assert found(network, tokenizer, *reversed(TEXTS)) == before[::-1]
    assert found(network, tokenizer, *TEXTS) == before


def test_weights_that_are_not_the_shipped_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(weights.SHA256, "english/tokenizer.json", "0" * 64)
    with pytest.raises(WeightsError, match=r"english/tokenizer\.json of the entity model is damaged"):
        tokenizer_tables()


def test_the_weights_travel_with_their_licence_and_provenance() -> None:
    import json

    folder = files("reader.entities") / "data" / "english"
    provenance = json.loads((folder / "PROVENANCE.json").read_text("utf-8"))
    assert provenance["licence"] == "MIT"
    expected = {name: digest for name, digest in weights.SHA256.items() if name.startswith("english/")}
    assert {name: provenance["files"][name.removeprefix("english/")] for name in expected} == expected
    assert "Permission is hereby granted" in (folder / "LICENSE").read_text("utf-8")
    assert Path(str(folder / "weights.npz")).stat().st_size < 3_500_000
