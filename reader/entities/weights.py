"""The files of the English models, read only when they are the very ones that were made for this version.

Where they come from, and under which licence, is in the `PROVENANCE.json`, `LICENSE` and `NOTICE` beside them. What
is in those of `data/encoder/` is told by `reader.entities.encoder`.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from annotations.errors import PostilError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHA256 = {
    "encoder/weights.npz": "00bc434f92147c5a5ecb0892a85bfa3921181e9eb66427f71346cae90a5daaa7",
    "english/weights.npz": "3dcbdf18582c13567dd5d4118938d724c62dcf59973f8bba2bb71244c60474a4",
    "english/tokenizer.json": "5e0b5581cbf2f49fd1cbf16cdc88a2ab7b3a0f650564876ce86a29327695817b",
}


class WeightsError(PostilError):
    """The model's files are not those that ship with postil."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the file {name} of the entity model is damaged", hint="Install postil again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Affine:
    """A layer `x @ w + b`, made ready for rows of input: `w` has one column for each output."""

    w: NDArray[np.float32]
    b: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The arrays of the model, in 32-bit floats; outputs that come in pieces stand piece by piece."""

    labels: tuple[str, ...]
    """The model's own names of kinds of entity, in the order of its actions."""
    seeds: tuple[int, ...]
    """Of the hash, one for each table."""
    tables: tuple[NDArray[np.float16], ...]
    """Of the word as it is normalised, of its first letter, of its last three, of its shape; kept as they are stored,
    for only a few of their rows are ever used."""
    maxouts: tuple[Affine, ...]
    """The layer that mixes the four tables, then the four of the encoder; three pieces of 96 outputs each."""
    norms: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]
    """Gain and bias of the normalisation after each maxout."""
    reduce: Affine
    state: Affine
    """From a token's vector to what it adds to a state, in 3 roles x 2 pieces x 64 hidden; `b` is the state's."""
    pad: NDArray[np.float32]
    """What an empty role adds, shape (3, 128)."""
    scores: Affine


def verified(model: str, name: str) -> bytes:
    """The bytes of a file of `english` or `encoder`. Raises: WeightsError, if it is another, or none."""
    try:
        data = files("reader.entities").joinpath(f"data/{model}/{name}").read_bytes()
    except OSError as error:
        raise WeightsError(f"{model}/{name}") from error
    if hashlib.sha256(data).hexdigest() != SHA256[f"{model}/{name}"]:
        raise WeightsError(f"{model}/{name}")
    return data


def tokenizer_tables() -> dict[str, Any]:
    """Expressions and exceptions of the tokenizer. Raises: WeightsError."""
    tables: dict[str, Any] = json.loads(verified("english", "tokenizer.json"))
    return tables


@cache
def load_weights() -> Weights:
    """The model, about 6 MB. Raises: WeightsError."""
    import numpy as np

    with np.load(io.BytesIO(verified("english", "weights.npz")), allow_pickle=False) as entry:
        arrays = {name: entry[name] for name in entry.files}

    def single(name: str) -> NDArray[np.float32]:
        return np.ascontiguousarray(arrays[name], dtype=np.float32)

    def affine(w: str, b: str) -> Affine:
        return Affine(w=np.ascontiguousarray(single(w).T), b=single(b))

    def pieces(w: str, b: str) -> Affine:
        """A layer whose outputs come in pieces, of which the largest counts: piece by piece, not output by output."""
        array = np.moveaxis(arrays[w], -2, -3).astype(np.float32)
        return Affine(
            w=np.ascontiguousarray(array.reshape(-1, array.shape[-1]).T), b=np.ascontiguousarray(single(b).T).ravel()
        )

    layers = range(sum(name.startswith("norm") and name.endswith(".G") for name in arrays))
    return Weights(
        labels=tuple(str(label) for label in arrays["labels"]),
        seeds=tuple(int(seed) for seed in arrays["seeds"]),
        tables=tuple(arrays[f"embed{number}"] for number in range(len(arrays["seeds"]))),
        maxouts=tuple(pieces(f"maxout{number}.W", f"maxout{number}.b") for number in layers),
        norms=tuple((single(f"norm{number}.G"), single(f"norm{number}.b")) for number in layers),
        reduce=affine("reduce.W", "reduce.b"),
        state=pieces("state.W", "state.b"),
        pad=np.moveaxis(single("state.pad")[0], -1, -2).reshape(3, -1),
        scores=affine("scores.W", "scores.b"),
    )
