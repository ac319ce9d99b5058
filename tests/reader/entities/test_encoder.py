"""The encoder: its arithmetic against the same written out number by number, its windows, its weights on disk."""

from __future__ import annotations

import hashlib
import json
import math
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from reader.entities import weights
from reader.entities.build.pack_encoder import archive, packed, rounded
from reader.entities.encoder import Encoder, EncoderWeights, Window, load_encoder, unpacked
from reader.entities.weights import WeightsError

SIZE, HEADS, INNER, LAYERS, PLACES = 8, 2, 12, 2, 9
VOCABULARY = ["[CLS]", "[SEP]", "[UNK]", "a", "b", "##c"]
LABELS = ("O", "B-PER", "I-PER")

State = dict[str, NDArray[Any]]


def state(seed: int = 3) -> State:
    """The arrays of a tiny model, as the training names them; large enough that every one of them tells."""
    rng = np.random.default_rng(seed)

    def some(*shape: int) -> NDArray[Any]:
        return rng.normal(0, 0.6, shape).astype(np.float32)

    arrays = {
        "words.weight": some(len(VOCABULARY), SIZE),
        "positions.weight": some(PLACES, SIZE),
        "kind": some(SIZE),
        "shapes.weight": some(6, SIZE),
        "norm.weight": some(SIZE) + 1,
        "norm.bias": some(SIZE),
        "head.weight": some(len(LABELS), SIZE),
        "head.bias": some(len(LABELS)),
    }
    for number in range(LAYERS):
        for name, rows, columns in (
            ("joint", 3 * SIZE, SIZE),
            ("out", SIZE, SIZE),
            ("up", INNER, SIZE),
            ("down", SIZE, INNER),
        ):
            arrays[f"layers.{number}.{name}.weight"] = some(rows, columns)
            arrays[f"layers.{number}.{name}.bias"] = some(rows)
        for name in ("norm1", "norm2"):
            arrays[f"layers.{number}.{name}.weight"] = some(SIZE) + 1
            arrays[f"layers.{number}.{name}.bias"] = some(SIZE)
    return arrays


@pytest.fixture(scope="module")
def tiny() -> EncoderWeights:
    return unpacked(archive(packed(state(), VOCABULARY, heads=HEADS, labels=LABELS)))


def written_out(model: EncoderWeights, window: Window) -> list[list[float]]:
    """The scores of a window by Python's own floats, one number at a time. Source: Devlin and others, BERT (2019)."""

    def affine(x: list[float], layer: Any) -> list[float]:
        return [
            sum(x[i] * float(layer.w[i, j]) for i in range(len(x))) + float(layer.b[j]) for j in range(len(layer.b))
        ]

    def normed(x: list[float], norm: Any) -> list[float]:
        mean = sum(x) / len(x)
        deviation = math.sqrt(sum((one - mean) ** 2 for one in x) / len(x) + 1e-12)
        return [(one - mean) / deviation * float(g) + float(b) for one, g, b in zip(x, *norm, strict=True)]

    def gelu(x: float) -> float:
        return 0.5 * x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))

    def added(a: list[float], b: list[float]) -> list[float]:
        return [one + other for one, other in zip(a, b, strict=True)]

    rows = []
    for place, (piece, shape) in enumerate(zip(window.pieces, window.shapes, strict=True)):
        word = [float(one) * float(model.word_scales[piece]) for one in model.words[piece]]
        row = added(added(word, model.positions[place].tolist()), model.shapes[shape].tolist())
        rows.append(normed(row, model.norm))
    width = SIZE // model.heads
    for layer in model.layers:
        joint = [affine(row, layer.joint) for row in rows]
        seen: list[list[float]] = [[] for _ in rows]
        for head in range(model.heads):
            at = head * width
            for index, own in enumerate(joint):
                marks = [
                    sum(own[at + i] * other[SIZE + at + i] for i in range(width)) / math.sqrt(width)
                    for other in joint
                ]
                total = sum(math.exp(mark) for mark in marks)
                seen[index] += [
                    sum(
                        math.exp(mark) / total * other[2 * SIZE + at + i]
                        for mark, other in zip(marks, joint, strict=True)
                    )
                    for i in range(width)
                ]
        rows = [normed(added(row, affine(one, layer.out)), layer.norm1) for row, one in zip(rows, seen, strict=True)]
        rows = [
            normed(added(row, affine([gelu(x) for x in affine(row, layer.up)], layer.down)), layer.norm2)
            for row in rows
        ]
    return [affine(row, model.head) for row in rows]


windows = st.lists(
    st.tuples(st.integers(0, len(VOCABULARY) - 1), st.integers(0, 5)), min_size=1, max_size=PLACES
).map(lambda pairs: Window([piece for piece, _ in pairs], [shape for _, shape in pairs]))


@settings(max_examples=40, deadline=None)
@given(windows)
def test_the_scores_are_those_of_the_same_model_written_out(window: Window) -> None:
    model = unpacked(archive(packed(state(), VOCABULARY, heads=HEADS, labels=LABELS)))
    (scores,) = Encoder(model).scores([window])
    assert np.allclose(scores, written_out(model, window), atol=2e-4)


@settings(max_examples=40, deadline=None)
@given(st.lists(windows, min_size=1, max_size=6), st.integers(1, 30))
def test_a_window_is_read_without_its_neighbours_however_many_are_read_at_once(
    several: list[Window], batch: int
) -> None:
    encoder = Encoder(unpacked(archive(packed(state(), VOCABULARY, heads=HEADS, labels=LABELS))))
    alone = [encoder.scores([window])[0] for window in several]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reader.entities.encoder.BATCH", batch)
        together = encoder.scores(several)
    assert [len(rows) for rows in together] == [len(window.pieces) for window in several]
    assert all(np.allclose(one, other, atol=1e-5) for one, other in zip(alone, together, strict=True))


def test_the_shape_of_a_word_counts(tiny: EncoderWeights) -> None:
    encoder = Encoder(tiny)
    small, large = encoder.scores([Window([0, 3, 1], [5, 0, 5]), Window([0, 3, 1], [5, 1, 5])])
    assert not np.allclose(small, large, atol=1e-3)


def test_a_window_that_is_too_long_is_refused(tiny: EncoderWeights) -> None:
    with pytest.raises(ValueError, match="a window of 10 pieces: 9 is the most"):
        Encoder(tiny).scores([Window([0] * 10, [0] * 10)])


@given(st.lists(st.lists(st.floats(-50, 50, width=32), min_size=3, max_size=3), min_size=1, max_size=5))
def test_rounding_is_off_by_half_a_step_of_the_row_at_most(rows: list[list[float]]) -> None:
    array = np.array(rows, dtype=np.float32)
    numbers, scales = rounded(array)
    assert numbers.dtype == np.int8
    assert (np.abs(numbers * scales[:, None] - array) <= scales[:, None] * 0.501).all()


def test_what_is_packed_is_what_was_trained_but_for_the_rounding(tiny: EncoderWeights) -> None:
    trained = state()
    assert (tiny.labels, tiny.vocabulary, tiny.heads) == (LABELS, tuple(VOCABULARY), HEADS)
    step = np.abs(trained["layers.1.up.weight"]).max(axis=1) / 127
    assert (np.abs(tiny.layers[1].up.w.T - trained["layers.1.up.weight"]) <= step[:, None] * 0.501).all()
    assert np.array_equal(tiny.layers[1].up.b, trained["layers.1.up.bias"])
    assert np.array_equal(tiny.head.w.T, trained["head.weight"])
    assert np.array_equal(tiny.positions, trained["positions.weight"] + trained["kind"])


def test_the_same_weights_are_packed_into_the_same_bytes() -> None:
    first, second = (archive(packed(state(), VOCABULARY, heads=HEADS, labels=LABELS)) for _ in range(2))
    assert first == second


def test_the_shipped_encoder_finds_the_names_of_a_sentence() -> None:
    from reader.documents.model import Block, Document
    from reader.entities.english import pages_of
    from reader.entities.refined import RefinedRecogniser

    text = "Angela Merkel met officials of the World Bank in Paris on Tuesday."
    document = Document(
        title="", source="-", text=text, blocks=(Block(kind="paragraph", start=0, end=len(text)),), loader="test/1"
    )
    engine = RefinedRecogniser()
    (page,) = pages_of(document)
    ((_, found),) = engine.read(engine.passages(page))
    assert {(text[one.start : one.end].removeprefix("the "), one.label) for one in found} == {
        ("Angela Merkel", "person"),
        ("World Bank", "organisation"),
        ("Paris", "place"),
    }


def test_weights_that_are_not_the_shipped_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    load_encoder.cache_clear()
    monkeypatch.setitem(weights.SHA256, "encoder/weights.npz", "0" * 64)
    with pytest.raises(WeightsError, match=r"encoder/weights\.npz of the entity model is damaged"):
        load_encoder()


def test_weights_that_are_missing_are_an_error_a_person_can_put_right() -> None:
    with pytest.raises(WeightsError, match="damaged") as caught:
        weights.verified("encoder", "nothing.npz")
    assert "Install postil again" in caught.value.hint


def test_the_weights_travel_with_their_licence_and_provenance() -> None:
    folder = files("reader.entities") / "data" / "encoder"
    provenance = json.loads((folder / "PROVENANCE.json").read_text("utf-8"))
    data = (folder / "weights.npz").read_bytes()
    assert len(data) < 25_000_000
    assert provenance["files"]["weights.npz"] == hashlib.sha256(data).hexdigest()
    assert weights.SHA256["encoder/weights.npz"] == provenance["files"]["weights.npz"]
    assert "Apache License" in (folder / "LICENSE").read_text("utf-8")
    notice = (folder / "NOTICE").read_text("utf-8")
    assert all(
        name in notice for name in ("all-MiniLM-L6-v2", "Wikinews", "wikigold", "Universal NER", "WNUT", "GUM")
    )


def test_the_shipped_encoder_has_the_labels_that_are_known() -> None:
    from reader.entities.refined import KINDS

    model = load_encoder()
    assert model.labels[0] == "O"
    assert {label[2:] for label in model.labels[1:]} == set(KINDS)
    assert all(second == "I" + first[1:] for first, second in list(pairwise(model.labels[1:]))[::2])
    assert Path(str(files("reader.entities") / "data" / "encoder" / "weights.npz")).exists()
