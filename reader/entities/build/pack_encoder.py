"""Make `data/encoder/` from what `train_encoder` made: its weights as bytes, and where they come from.

    python -m reader.entities.build.pack_encoder TRAINED.pt --base MODEL [--out FOLDER]

Needs torch, as the training does. `--base` is the folder of all-MiniLM-L6-v2, whose files are refused when they are
not the ones named here. The rows of every table and of every layer that is large are rounded to whole numbers from
-127 to 127, with a scale for each row; what is small stays as it is. The same input gives the same bytes.
"""

# mypy: disable-error-code="misc,no-untyped-call,no-any-return"
# torch is not installed where types are checked: what comes from it is Any.
from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]

BASE = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
"""SHA-256 of the files that the training began with."""

TRAINED_ON = {
    "wikigold": "CC BY 4.0",
    "WNUT-17 Emerging Entities": "CC BY 4.0",
    "Universal NER, English EWT (development and test) and PUD": "CC BY-SA 4.0",
    "GUM, the genres of `corpora.GUM_GENRES`": "CC BY 4.0, its texts CC BY, CC BY-SA or public domain",
    "Wikinews of 2019 and 2020, labelled by a first training on the others": "CC BY 2.5",
}
"""What the training read, and the licence of each."""

LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
LONGEST = 160
"""Pieces in a window, which is how many places are kept."""
OUT = Path(__file__).parents[1] / "data" / "encoder"


def main() -> int:
    """Pack, and write `PROVENANCE.json` beside the result."""
    import torch

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("trained", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    for name, expected in BASE.items():
        found = hashlib.sha256((given.base / name).read_bytes()).hexdigest()
        if found != expected:
            sys.exit(f"{given.base / name} has SHA-256 {found}, not {expected}")
    config = json.loads((given.base / "config.json").read_text("utf-8"))
    state = {name: value.float().numpy() for name, value in torch.load(given.trained, weights_only=True).items()}
    vocabulary = (given.base / "vocab.txt").read_text("utf-8").split("\n")[:-1]
    data = archive(packed(state, vocabulary, heads=config["num_attention_heads"]))
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "weights.npz").write_bytes(data)
    provenance = {
        "what": "all-MiniLM-L6-v2, trained further to label the names of people, organisations and places.",
        "base": {"author": "Nils Reimers and others", "licence": "Apache-2.0", "files": BASE},
        "licence": "Apache-2.0",
        "trained_on": TRAINED_ON,
        "files": {"weights.npz": hashlib.sha256(data).hexdigest()},
        "made_by": "reader/entities/build/train_encoder.py, reader/entities/build/pack_encoder.py",
    }
    (given.out / "PROVENANCE.json").write_text(json.dumps(provenance, indent=2) + "\n", encoding="utf-8")
    print(f"{len(data):,} bytes, SHA-256 {provenance['files']['weights.npz']}")  # type: ignore[index]  # just made
    return 0


def packed(state: Arrays, vocabulary: list[str], *, heads: int, labels: tuple[str, ...] = LABELS) -> Arrays:
    """The arrays of a trained model under the names that `reader.entities.encoder.unpacked` reads."""
    arrays: Arrays = {
        "labels": np.array(labels),
        "vocabulary": np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8),
        "heads": np.array(heads),
    }
    for name, value in state.items():
        if name == "positions.weight":
            arrays[name] = (value[:LONGEST] + state["kind"]).astype(np.float32)
        elif name.endswith("weight") and value.ndim == 2 and not name.startswith(("head", "shapes")):
            arrays[name], arrays[name.removesuffix("weight") + "scale"] = rounded(value)
        elif name != "kind":
            arrays[name] = value.astype(np.float32)
    return arrays


def rounded(rows: NDArray[Any]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as whole numbers from -127 to 127, and what each row is to be multiplied by."""
    scales = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127
    return np.rint(rows / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def archive(arrays: Arrays) -> bytes:
    """A `.npz` whose bytes depend on nothing but the arrays."""
    buffer = io.BytesIO()
    # Not compressed: a seventh less on the disk is not worth the time to undo it whenever the model is loaded.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as out:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.save(one, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(2026, 1, 1, 0, 0, 0))
            out.writestr(entry, one.getvalue())
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
