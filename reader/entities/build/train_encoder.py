"""Trains the second engine: a small encoder that labels words as names of people, organisations and places.

    python -m reader.entities.build.train_encoder --base MODEL --wikigold DIR --wnut17 DIR --uner DIR --gum DIR
        --wikinews DIR --out FILE.pt [--silver FILE.jsonl] [--epochs 4]

`--base` is the folder of all-MiniLM-L6-v2 (Apache-2.0): `model.safetensors`, `vocab.txt`. Needs torch and
safetensors, which postil itself never does. Takes about an hour on two cores.
`reader.entities.build.pack_encoder` turns the result into the weights that ship.

The base knows no letter case. A table of word shapes (small, Capital, CAPITALS, mixed, digits, other), zero at first,
is added to its input embeddings, so that it learns what a capital means.

`--silver` adds documents labelled by a first model with the document pass on top: lines of
`[[[word, label], ...], ...]`.
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
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from reader.entities.build import corpora
from reader.entities.build.corpora import Document

LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC")
SHAPES = 6
WINDOW = 160
"""Pieces in one window, with the marks at its ends."""


def shape(word: str) -> int:
    """0 small, 1 Capital, 2 CAPITALS, 3 miXed, 4 digits, 5 anything else."""
    if any(c.isdigit() for c in word):
        return 4
    if not any(c.isalpha() for c in word):
        return 5
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    return 1 if word[0].isupper() and word[1:] == word[1:].lower() else 3


class Encoder(nn.Module):
    """BERT with word shapes, and a linear layer that gives each piece a score for each label."""

    def __init__(self, config: dict[str, int]) -> None:
        super().__init__()
        size, heads = config["hidden_size"], config["num_attention_heads"]
        self.words = nn.Embedding(config["vocab_size"], size)
        self.positions = nn.Embedding(config["max_position_embeddings"], size)
        self.kind = nn.Parameter(torch.zeros(size))
        self.shapes = nn.Embedding(SHAPES, size)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(
                size,
                heads,
                config["intermediate_size"],
                dropout=0.1,
                activation="gelu",
                layer_norm_eps=1e-12,
                batch_first=True,
            )
            for _ in range(config["num_hidden_layers"])
        )
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(size, len(LABELS))

    def load_base(self, path: Path) -> None:
        """Take over the weights of a BERT in safetensors."""
        base = load_file(str(path))
        with torch.no_grad():
            self.words.weight.copy_(base["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(base["embeddings.position_embeddings.weight"])
            self.kind.copy_(base["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(base["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(base["embeddings.LayerNorm.bias"])
            for n, layer in enumerate(self.layers):
                at = f"encoder.layer.{n}."
                parts = [base[f"{at}attention.self.{name}.weight"] for name in ("query", "key", "value")]
                layer.self_attn.in_proj_weight.copy_(torch.cat(parts))
                biases = [base[f"{at}attention.self.{name}.bias"] for name in ("query", "key", "value")]
                layer.self_attn.in_proj_bias.copy_(torch.cat(biases))
                for ours, theirs in (
                    (layer.self_attn.out_proj, "attention.output.dense"),
                    (layer.norm1, "attention.output.LayerNorm"),
                    (layer.linear1, "intermediate.dense"),
                    (layer.linear2, "output.dense"),
                    (layer.norm2, "output.LayerNorm"),
                ):
                    ours.weight.copy_(base[f"{at}{theirs}.weight"])
                    ours.bias.copy_(base[f"{at}{theirs}.bias"])

    def forward(self, pieces: Tensor, shapes: Tensor, padding: Tensor) -> Tensor:
        places = torch.arange(pieces.shape[1], device=pieces.device)
        state = self.words(pieces) + self.positions(places) + self.kind + self.shapes(shapes)
        state = self.drop(self.norm(state))
        for layer in self.layers:
            state = layer(state, src_key_padding_mask=padding)
        scores: Tensor = self.head(self.drop(state))
        return scores


class Pieces:
    """Splits words into the base's word pieces."""

    def __init__(self, vocabulary: Path) -> None:
        from tokenizers import BertWordPieceTokenizer

        self._tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self._cache: dict[str, list[int]] = {}
        self.start = self._tokenizer.token_to_id("[CLS]")
        self.end = self._tokenizer.token_to_id("[SEP]")
        self.unknown = self._tokenizer.token_to_id("[UNK]")

    def of(self, word: str) -> list[int]:
        if word not in self._cache:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids
            self._cache[word] = ids[:12] or [self.unknown]
        return self._cache[word]


def windows(document: Document, pieces: Pieces) -> list[tuple[list[int], list[int], list[int]]]:
    """Whole sentences packed into windows: piece ids, shapes, and a label for each word's first piece (-100 else)."""
    out: list[tuple[list[int], list[int], list[int]]] = []
    ids, shapes, labels = [pieces.start], [5], [-100]

    def close() -> None:
        if len(ids) > 1:
            out.append(([*ids, pieces.end], [*shapes, 5], [*labels, -100]))
        ids[:], shapes[:], labels[:] = [pieces.start], [5], [-100]

    for sentence in document:
        length = sum(len(pieces.of(word)) for word, _ in sentence)
        if len(ids) + length + 1 > WINDOW:
            close()
        for word, label in sentence:
            split = pieces.of(word)
            if len(ids) + len(split) + 1 > WINDOW:
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
    return ids, pad([b[1] for b in batch], 5), pad([b[2] for b in batch], -100), ids == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("base", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("wikigold", "wnut17", "uner", "gum", "silver", "start"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--limit", type=int, default=0, help="windows, for a trial run")
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    rng = random.Random(given.seed)  # noqa: S311  # shuffles training data; no secret
    pieces = Pieces(given.base / "vocab.txt")
    samples: list[Any] = []
    for name in ("wikigold", "wnut17", "uner", "gum"):
        folder = getattr(given, name)
        if folder:
            before = len(samples)
            documents = list(getattr(corpora, name)(folder))
            if name == "wnut17":  # its documents are single sentences: packed together they train faster
                documents = [[s for d in documents[i : i + 8] for s in d] for i in range(0, len(documents), 8)]
            for document in documents:
                samples += windows(document, pieces)
            print(f"{name}: {len(samples) - before} windows", flush=True)
    if given.silver:
        before = len(samples)
        for line in given.silver.read_text(encoding="utf-8").splitlines():
            samples += windows([[(w, label) for w, label in s] for s in json.loads(line)], pieces)
        print(f"silver: {len(samples) - before} windows", flush=True)
    if given.limit:
        samples = rng.sample(samples, given.limit)
    model = Encoder(json.loads((given.base / "config.json").read_text()))
    if given.start:
        model.load_state_dict(torch.load(given.start, weights_only=True))
    else:
        model.load_base(given.base / "model.safetensors")
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
    for epoch in range(given.epochs):
        model.train()
        for batch in batches(samples, given.batch, rng):
            ids, shapes, labels, padding = tensors(batch)
            scores = model(ids, shapes, padding)
            loss = loss_of(scores.view(-1, len(LABELS)), labels.view(-1))
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
