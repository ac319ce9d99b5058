"""Trains the second engine: a small encoder that labels words as names of people, organisations and places.

    python -m reader.entities.build.train_encoder --base MODEL --wikigold DIR --wnut17 DIR --uner DIR --gum DIR
        --out first.pt --epochs 5 --rate 1.2e-4
    python -m reader.entities.build.pack_encoder first.pt --base MODEL --out first
    python -m reader.entities.build.label_news --weights first/weights.npz --wikinews DIR --out silver.jsonl
    python -m reader.entities.build.train_encoder --base MODEL --wikigold DIR --wnut17 DIR --uner DIR --gum DIR
        --silver silver.jsonl --start first.pt --out second.pt --epochs 3
    python -m reader.entities.build.pack_encoder second.pt --base MODEL

`--base` is the folder of all-MiniLM-L6-v2 (Apache-2.0): `model.safetensors`, `vocab.txt`, `config.json`. Needs torch
and safetensors, which postil itself never does. On two busy cores with 16-bit matrices each training takes less than
half an hour. What the folders hold is in `reader.entities.build.corpora`.

The base knows no letter case. A table of word shapes (`reader.entities.shapes`), zero at first, is added to its input
embeddings, so that it learns what a capital means.
"""

# mypy: disable-error-code="misc,no-untyped-call,no-any-return"
# torch is not installed where types are checked: what comes from it is Any.
from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from reader.entities.build import corpora
from reader.entities.build.corpora import Document
from reader.entities.build.pack_encoder import LABELS, LONGEST
from reader.entities.pieces import Pieces
from reader.entities.shapes import COUNT, OTHER, shape

GOLD = ("wikigold", "wnut17", "uner", "gum")
"""Functions of `corpora` that read what people labelled."""

DROPPED = 0.1
"""Share of the features that are dropped while training."""


class Dropout(nn.Module):
    """Drops whole features of a window, the same at each of its pieces: one draw for many is much cheaper here.

    Source: Gal and Ghahramani, A Theoretically Grounded Application of Dropout in Recurrent Neural Networks (2016).
    """

    def forward(self, state: Tensor) -> Tensor:
        if not self.training:
            return state
        kept = torch.rand(state.shape[0], 1, state.shape[2]) >= DROPPED
        return state * kept.to(state.dtype) / (1 - DROPPED)


class Layer(nn.Module):
    """Attention and the two dense layers after it, as in BERT."""

    def __init__(self, size: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.joint = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-12)
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)
        self.drop = Dropout()

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        rows, width, size = state.shape
        parts = self.joint(state).view(rows, width, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(size // self.heads) + mask, dim=-1)
        seen = (weights.to(value.dtype) @ value).transpose(1, 2).reshape(rows, width, size)
        state = self.norm1(state + self.drop(self.out(seen)))
        inner = nn.functional.gelu(self.up(state), approximate="tanh")
        return self.norm2(state + self.drop(self.down(inner)))


class Encoder(nn.Module):
    """BERT with word shapes, and a linear layer that gives each piece a score for each label."""

    def __init__(self, config: dict[str, int]) -> None:
        super().__init__()
        size, heads = config["hidden_size"], config["num_attention_heads"]
        self.words = nn.Embedding(config["vocab_size"], size)
        self.positions = nn.Embedding(config["max_position_embeddings"], size)
        self.kind = nn.Parameter(torch.zeros(size))
        self.shapes = nn.Embedding(COUNT, size)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(size, heads, config["intermediate_size"]) for _ in range(config["num_hidden_layers"])
        )
        self.drop = Dropout()
        self.head = nn.Linear(size, len(LABELS))

    def load_base(self, path: Path) -> None:
        """Take over the weights of a BERT in safetensors."""
        base = load_file(str(path))

        def take(module: Any, name: str) -> None:
            module.weight.copy_(base[f"{name}.weight"])
            module.bias.copy_(base[f"{name}.bias"])

        with torch.no_grad():
            self.words.weight.copy_(base["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(base["embeddings.position_embeddings.weight"])
            self.kind.copy_(base["embeddings.token_type_embeddings.weight"][0])
            take(self.norm, "embeddings.LayerNorm")
            for n, layer in enumerate(self.layers):
                at = f"encoder.layer.{n}."
                for part in ("weight", "bias"):
                    three = [base[f"{at}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                    getattr(layer.joint, part).copy_(torch.cat(three))
                take(layer.out, f"{at}attention.output.dense")
                take(layer.norm1, f"{at}attention.output.LayerNorm")
                take(layer.up, f"{at}intermediate.dense")
                take(layer.down, f"{at}output.dense")
                take(layer.norm2, f"{at}output.LayerNorm")

    def forward(self, pieces: Tensor, shapes: Tensor, padding: Tensor) -> Tensor:
        places = torch.arange(pieces.shape[1], device=pieces.device)
        state = self.words(pieces) + self.positions(places) + self.kind + self.shapes(shapes)
        state = self.drop(self.norm(state))
        mask = (padding * -1e4)[:, None, None, :]
        for layer in self.layers:
            state = layer(state, mask)
        scores: Tensor = self.head(self.drop(state))
        return scores


def windows(document: Document, pieces: Pieces) -> list[tuple[list[int], list[int], list[int]]]:
    """Whole sentences packed into windows: piece ids, shapes, and a label for each word's first piece (-100 else)."""
    out: list[tuple[list[int], list[int], list[int]]] = []
    ids, shapes, labels = [pieces.start], [OTHER], [-100]

    def close() -> None:
        if len(ids) > 1:
            out.append(([*ids, pieces.end], [*shapes, OTHER], [*labels, -100]))
        ids[:], shapes[:], labels[:] = [pieces.start], [OTHER], [-100]

    for sentence in document:
        length = sum(len(pieces.of(word)) for word, _ in sentence)
        if len(ids) + length + 1 > LONGEST:
            close()
        for word, label in sentence:
            split = pieces.of(word)
            if len(ids) + len(split) + 1 > LONGEST:
                close()
            ids += split
            shapes += [shape(word)] * len(split)
            labels += [LABELS.index(label) if label in LABELS else -100, *[-100] * (len(split) - 1)]
    close()
    return out


def batches(samples: list[Any], size: int, rng: random.Random) -> list[list[Any]]:
    order = sorted(samples, key=lambda s: len(s[0]) + rng.random() * 16)
    made = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(made)
    return made


def tensors(batch: list[Any]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    width = max(len(ids) for ids, _, _ in batch)
    pad = lambda rows, fill: torch.tensor([row + [fill] * (width - len(row)) for row in rows])  # noqa: E731  # one use
    ids = pad([b[0] for b in batch], 0)
    return ids, pad([b[1] for b in batch], OTHER), pad([b[2] for b in batch], -100), ids == 0


def main() -> int:
    """Train, and keep the weights after each epoch."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in (*GOLD, "silver", "start"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--limit", type=int, default=0, help="windows, for a trial run")
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    rng = random.Random(given.seed)  # noqa: S311  # shuffles training data; no secret
    samples = _samples(given, Pieces((given.base / "vocab.txt").read_text("utf-8").split("\n")[:-1]))
    if given.limit:
        samples = rng.sample(samples, given.limit)
    model = Encoder(json.loads((given.base / "config.json").read_text()))
    if given.start:
        model.load_state_dict(torch.load(given.start, weights_only=True))
    else:
        model.load_base(given.base / "model.safetensors")
    _train(model, samples, given, rng)
    return 0


def _samples(given: argparse.Namespace, pieces: Pieces) -> list[Any]:
    """The windows of all corpora that were given."""
    samples: list[Any] = []

    def add(name: str, documents: Iterable[Document]) -> None:
        before = len(samples)
        for document in documents:
            samples.extend(windows(document, pieces))
        print(f"{name}: {len(samples) - before} windows", flush=True)

    for name in GOLD:
        folder = getattr(given, name)
        if folder:
            documents = list(getattr(corpora, name)(folder))
            if name == "wnut17":  # its documents are single sentences: packed together they train faster
                documents = [[s for d in documents[i : i + 8] for s in d] for i in range(0, len(documents), 8)]
            add(name, documents)
    if given.silver:
        lines = given.silver.read_text(encoding="utf-8").splitlines()
        add("silver", ([[(w, label) for w, label in s] for s in json.loads(line)] for line in lines))
    return samples


def _train(model: Encoder, samples: list[Any], given: argparse.Namespace, rng: random.Random) -> None:
    head = [p for n, p in model.named_parameters() if n.startswith(("head", "shapes"))]
    body = [p for n, p in model.named_parameters() if not n.startswith(("head", "shapes", "words", "positions"))]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": given.rate}, {"params": head, "lr": given.rate * 8}], weight_decay=0.01
    )
    # The table of word pieces stays as it came: the texts here are too few to move 30,000 rows well.
    model.words.weight.requires_grad_(False)
    model.positions.weight.requires_grad_(False)
    total = given.epochs * math.ceil(len(samples) / given.batch)
    warm = max(1, total // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (total - step) / (total - warm)))
    )
    loss_of = nn.CrossEntropyLoss(ignore_index=-100)
    began, step, running = time.monotonic(), 0, 0.0
    model.train()
    for epoch in range(given.epochs):
        for batch in batches(samples, given.batch, rng):
            ids, shapes, labels, padding = tensors(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(ids, shapes, padding)
            loss = loss_of(scores.float().view(-1, len(LABELS)), labels.view(-1))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*body, *head], 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            running = 0.98 * running + 0.02 * float(loss.detach())
            if step % 50 == 0:
                print(f"{epoch} {step}/{total} loss {running:.4f} {time.monotonic() - began:.0f} s", flush=True)
        torch.save(model.state_dict(), given.out)


if __name__ == "__main__":
    sys.exit(main())
