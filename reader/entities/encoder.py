"""The second model for English, run with NumPy alone: windows of word pieces in, a score for each label out.

A BERT of six layers (all-MiniLM-L6-v2, trained further by `reader/entities/build/train_encoder.py`), to whose input
a vector for the shape of each word is added, so that it knows what a capital means. The weights are bytes with one
scale for each row; they are made 32-bit floats when they are loaded, those of the word pieces when a piece is met.

Source: Devlin and others, BERT (2019); Wang and others, MiniLM (2020).
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.entities.weights import verified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

BATCH = 1000
"""Pieces worked on at once: what the caches of a small machine hold."""

EPSILON = 1e-12
"""Added to the variance by the normalisation."""


class Window(NamedTuple):
    """Pieces that see each other, of equal length."""

    pieces: Sequence[int]
    shapes: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Affine:
    """`x @ w + b`; `w` has one column for each output."""

    w: Rows
    b: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Attention, and the two dense layers after it."""

    joint: Affine
    """Query, key and value, one after the other."""
    out: Affine
    norm1: tuple[Rows, Rows]
    """Gain and bias."""
    up: Affine
    down: Affine
    norm2: tuple[Rows, Rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderWeights:
    """All arrays of the model."""

    labels: tuple[str, ...]
    """`O`, and `B-` or `I-` with a kind: the columns of the scores."""
    vocabulary: tuple[str, ...]
    heads: int
    words: NDArray[np.int8]
    """One row for each piece, as stored."""
    word_scales: Rows
    positions: Rows
    """One row for each place in a window: no window is longer. The vector of BERT's first kind of text is in it."""
    shapes: Rows
    norm: tuple[Rows, Rows]
    layers: tuple[Layer, ...]
    head: Affine


class Encoder:
    """The model at work."""

    def __init__(self, weights: EncoderWeights) -> None:
        self._weights = weights

    @property
    def labels(self) -> tuple[str, ...]:
        """What the columns of the scores stand for."""
        return self._weights.labels

    @property
    def longest(self) -> int:
        """Pieces that a window may hold."""
        return len(self._weights.positions)

    def scores(self, windows: Sequence[Window]) -> list[Rows]:
        """For each window, a row of scores for each piece; a window is read on its own.

        Raises: ValueError, if a window is longer than `longest`.
        """
        results: list[Rows] = []
        batch: list[Window] = []
        size = 0
        for window in windows:
            if len(window.pieces) > self.longest:
                raise ValueError(f"a window of {len(window.pieces)} pieces: {self.longest} is the most")
            if batch and size + len(window.pieces) > BATCH:
                results.extend(self._batch(batch))
                batch, size = [], 0
            batch.append(window)
            size += len(window.pieces)
        if batch:
            results.extend(self._batch(batch))
        return results

    def _batch(self, windows: Sequence[Window]) -> list[Rows]:
        # Every window's rows one below the other: only attention has to know where one ends, so nothing is padded.
        import numpy as np

        weights = self._weights
        bounds = np.cumsum([0, *(len(window.pieces) for window in windows)]).tolist()
        rows = self._embedded(windows)
        for layer in weights.layers:
            rows = self._layer(layer, rows, bounds)
        scores: Rows = rows @ weights.head.w + weights.head.b
        return [scores[start:end] for start, end in pairwise(bounds)]

    def _embedded(self, windows: Sequence[Window]) -> Rows:
        import numpy as np

        weights = self._weights
        pieces = np.concatenate([np.asarray(window.pieces, dtype=np.intp) for window in windows])
        rows: Rows = weights.words[pieces] * weights.word_scales[pieces, None]
        rows += np.concatenate([weights.positions[: len(window.pieces)] for window in windows])
        rows += weights.shapes[np.concatenate([np.asarray(window.shapes, dtype=np.intp) for window in windows])]
        return _normed(rows, *weights.norm)

    def _layer(self, layer: Layer, rows: Rows, bounds: Sequence[int]) -> Rows:
        seen = self._attended(rows @ layer.joint.w + layer.joint.b, bounds)
        seen = seen @ layer.out.w
        seen += layer.out.b
        seen += rows
        rows = _normed(seen, *layer.norm1)
        inner = rows @ layer.up.w
        inner += layer.up.b
        outer = _gelu(inner) @ layer.down.w
        outer += layer.down.b
        outer += rows
        return _normed(outer, *layer.norm2)

    def _attended(self, joint: Rows, bounds: Sequence[int]) -> Rows:
        """What each piece takes over from the others of its window."""
        import numpy as np

        heads = self._weights.heads
        size = joint.shape[1] // 3
        width = size // heads
        joint[:, :size] *= 1 / math.sqrt(width)
        seen = np.empty((len(joint), size), dtype=np.float32)
        for start, end in pairwise(bounds):
            query, key, value = joint[start:end].reshape(-1, 3, heads, width).transpose(1, 2, 0, 3)
            shares = query @ key.transpose(0, 2, 1)
            shares -= shares.max(axis=2, keepdims=True)
            np.exp(shares, out=shares)
            shares /= shares.sum(axis=2, keepdims=True)
            seen[start:end] = (shares @ value).transpose(1, 0, 2).reshape(-1, size)
        return seen


def _gelu(x: Rows) -> Rows:
    """Source: Hendrycks and Gimpel, Gaussian Error Linear Units (2016), approximated by the hyperbolic tangent."""
    import numpy as np

    inner = x * x
    inner *= 0.044715 * math.sqrt(2 / math.pi)
    inner += math.sqrt(2 / math.pi)
    inner *= x
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= 0.5
    return inner


def _normed(rows: Rows, gain: Rows, bias: Rows) -> Rows:
    import numpy as np

    rows -= rows.mean(axis=1, keepdims=True)
    scale = np.einsum("ij,ij->i", rows, rows)[:, None] / rows.shape[1] + EPSILON
    rows *= scale**-0.5
    rows *= gain
    rows += bias
    return rows


@cache
def load_encoder() -> EncoderWeights:
    """The model, about 55 MB in memory. Raises: WeightsError."""
    return unpacked(verified("encoder", "weights.npz"))


def unpacked(data: bytes) -> EncoderWeights:
    """The arrays in the bytes of a `.npz` that `reader/entities/build/pack_encoder.py` made."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as entry:
        arrays = {name: entry[name] for name in entry.files}

    def affine(name: str) -> Affine:
        rows = arrays[f"{name}.weight"].astype(np.float32)
        if f"{name}.scale" in arrays:
            rows *= arrays[f"{name}.scale"][:, None]
        return Affine(w=np.ascontiguousarray(rows.T), b=arrays[f"{name}.bias"])

    def norm(name: str) -> tuple[Rows, Rows]:
        return arrays[f"{name}.weight"], arrays[f"{name}.bias"]

    def layer(number: int) -> Layer:
        at = f"layers.{number}"
        return Layer(
            joint=affine(f"{at}.joint"),
            out=affine(f"{at}.out"),
            norm1=norm(f"{at}.norm1"),
            up=affine(f"{at}.up"),
            down=affine(f"{at}.down"),
            norm2=norm(f"{at}.norm2"),
        )

    return EncoderWeights(
        labels=tuple(str(label) for label in arrays["labels"]),
        vocabulary=tuple(arrays["vocabulary"].tobytes().decode("utf-8").split("\n")),
        heads=int(arrays["heads"].item()),
        words=arrays["words.weight"],
        word_scales=arrays["words.scale"],
        positions=arrays["positions.weight"],
        shapes=arrays["shapes.weight"],
        norm=norm("norm"),
        layers=tuple(layer(number) for number in range(sum(name.endswith(".joint.weight") for name in arrays))),
        head=affine("head"),
    )
