"""The English model run with NumPy alone: tokens in, spans with the model's own labels out.

Each token's form is looked up in four hashed tables; a convolution of four layers, each seeing one neighbour to
either side, gives it a vector; then a parser walks over the tokens and begins, goes on with, or ends an entity at
each. The arithmetic is that of spaCy's `TransitionBasedParser.v2` and thinc's layers (MIT, Explosion AI GmbH).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.entities.hashing import table_rows
from reader.entities.tokens import Token, Tokenizer
from reader.entities.weights import Affine, Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

PAD = 4
"""Rows of zeros between two stretches: as many as the encoder can see, so that none sees its neighbour."""

BATCH = 700
"""Tokens worked on at once: what the caches of a small machine hold."""


class Span(NamedTuple):
    """An entity as the model sees it: tokens `[first, last)`, and its own name of the kind."""

    first: int
    last: int
    label: str


class Network:
    """The model with what it has worked out for the forms it has met."""

    def __init__(self, weights: Weights, tokenizer: Tokenizer) -> None:
        import numpy as np

        self._weights = weights
        self._tokenizer = tokenizer
        self._features = tokenizer.features
        self._forms: Rows = np.zeros((0, weights.maxouts[0].b.size // 3), dtype=np.float32)

    def spans(self, stretches: Sequence[Sequence[Token]]) -> list[list[Span]]:
        """The entities of each stretch of tokens (a paragraph, say); a stretch is read on its own."""
        results: list[list[Span]] = []
        batch: list[Sequence[Token]] = []
        size = 0
        for stretch in stretches:
            if batch and size + len(stretch) > BATCH:
                results.extend(self._batch(batch))
                batch, size = [], 0
            batch.append(stretch)
            size += len(stretch) + PAD
        results.extend(self._batch(batch))
        return results

    def _batch(self, stretches: Sequence[Sequence[Token]]) -> list[list[Span]]:
        import numpy as np

        forms = self._embedded()
        rows: Rows = np.zeros((sum(len(s) + PAD for s in stretches) + PAD, forms.shape[1]), dtype=np.float32)
        starts = []
        at = PAD
        for stretch in stretches:
            rows[at : at + len(stretch)] = forms[[token.kind for token in stretch]]
            starts.append(at)
            at += len(stretch) + PAD
        vectors = self._encoded(rows)
        reduce, state = self._weights.reduce, self._weights.state
        reduced: Rows = vectors @ reduce.w + reduce.b
        summands: Rows = reduced @ state.w
        roles = summands.reshape(len(vectors), 3, -1)
        return [
            self._parsed(stretch, roles[start : start + len(stretch)])
            for stretch, start in zip(stretches, starts, strict=True)
        ]

    def _embedded(self) -> Rows:
        """The vectors of all forms that the tokenizer has met, before any context; made once for each form."""
        import numpy as np

        features = self._tokenizer.features
        if features is not self._features:
            self._features, self._forms = features, self._forms[:0].copy()  # the tokenizer has forgotten what it met
        known = len(self._forms)
        if known < len(features):
            fresh = np.array(features[known:], dtype=np.uint64)
            weights = self._weights
            mixed = np.concatenate(
                [
                    table[table_rows(fresh[:, column], seed, len(table))].sum(axis=1, dtype=np.float32)
                    for column, (table, seed) in enumerate(zip(weights.tables, weights.seeds, strict=True))
                ],
                axis=1,
            )
            first = _normed(_maxout(mixed @ weights.maxouts[0].w, weights.maxouts[0]), *weights.norms[0])
            self._forms = np.concatenate([self._forms, first])
        return self._forms

    def _encoded(self, rows: Rows) -> Rows:
        import numpy as np

        weights = self._weights
        width = rows.shape[1]
        for layer, norm in zip(weights.maxouts[1:], weights.norms[1:], strict=True):
            before, own, after = (layer.w[part * width : (part + 1) * width] for part in range(3))
            sums = rows @ own
            sums[1:] += rows[:-1] @ before
            sums[:-1] += rows[1:] @ after
            rows = rows + _normed(_maxout(sums, layer), *norm)
        result: Rows = np.ascontiguousarray(rows)
        return result

    def _parsed(self, tokens: Sequence[Token], roles: Rows) -> list[Span]:
        """Walk over the tokens. Outside an entity only the token itself matters, so all are judged at once."""
        import numpy as np

        if not tokens:
            return []
        weights = self._weights
        kinds = len(weights.labels)
        closed = weights.pad[1] + weights.pad[2] + weights.state.b
        scores = _pieces(roles[:, 0] + closed) @ weights.scores.w + weights.scores.b
        # Columns: nothing, to begin, to go on, to end, to be alone (with every label), no entity at all.
        begin, alone, outside = slice(0, kinds), slice(3 * kinds, 4 * kinds), 4 * kinds + 1
        scores[-1, begin] = -np.inf
        blank = self._tokenizer.blank
        for index, token in enumerate(tokens):
            if blank[token.kind]:
                scores[index, begin] = scores[index, alone] = -np.inf
        outcomes = np.concatenate([scores[:, begin], scores[:, alone], scores[:, outside : outside + 1]], axis=1)
        best = outcomes.argmax(axis=1).tolist()
        spans: list[Span] = []
        index, last = 0, len(tokens) - 1
        state_b, w, b = weights.state.b, weights.scores.w, weights.scores.b
        while index <= last:
            choice = best[index]
            if choice == 2 * kinds:
                index += 1
                continue
            if choice >= kinds:
                spans.append(Span(index, index + 1, weights.labels[choice - kinds]))
                index += 1
                continue
            first = index
            opened = roles[first, 1] + state_b
            go_on = np.ascontiguousarray(w[:, [kinds + choice, 2 * kinds + choice]])
            go_on_b = b[[kinds + choice, 2 * kinds + choice]]
            index += 1
            while index < last:
                inside, end = _pieces(roles[index, 0] + opened + roles[index - 1, 2]) @ go_on + go_on_b
                if end > inside:
                    break
                index += 1
            spans.append(Span(first, index + 1, weights.labels[choice]))
            index += 1
        return spans


def _maxout(sums: Rows, layer: Affine) -> Rows:
    """The largest of the three pieces of each output."""
    import numpy as np

    sums += layer.b
    width = sums.shape[1] // 3
    best: Rows = np.maximum(sums[:, :width], sums[:, width : 2 * width])
    np.maximum(best, sums[:, 2 * width :], out=best)
    return best


def _pieces(sums: Rows) -> Rows:
    """The larger of the two pieces of each hidden unit of a state."""
    import numpy as np

    half = sums.shape[-1] // 2
    larger: Rows = np.maximum(sums[..., :half], sums[..., half:])
    return larger


def _normed(rows: Rows, gain: Rows, bias: Rows) -> Rows:
    rows -= rows.mean(axis=1, keepdims=True)
    scale = (rows * rows).mean(axis=1, keepdims=True) + 1e-8
    rows *= scale**-0.5
    rows *= gain
    rows += bias
    return rows
