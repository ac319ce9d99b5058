"""Fits the weights of `annotations.anchoring.borders`, and says how often they hit the very word.

    POSTIL_SHARED=../shared python -m tests.benchmarks.anchoring_borders

The cases are those of the benchmark in `anchoring/` of that folder; where it is absent nothing is done. A sample is
an end of a passage whose words were replaced, found at a place that counts as likely, where it ends by the truth. A
logit over the choices, ridge-regressed; the sources it was not fitted to say how well it does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from annotations.anchoring import fit as fitting
from annotations.anchoring.borders import WEIGHTS, evidence, replacing
from annotations.anchoring.comparison import Comparison
from annotations.anchoring.confidence import DOUBT, confidence
from annotations.anchoring.normal import NormalText
from annotations.anchoring.search import Found, Search
from tests.benchmarks.anchoring_tune import cases, shared_cases

STRENGTH = 1.0
"""How strongly weights are drawn to nought."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a passage."""

    source: str
    evidence: list[list[float]]
    truth: int
    """How many of the new words are the passage's."""
    found: int


@dataclass(frozen=True, slots=True)
class Call:
    """What `replacing` was asked, and what it said."""

    inside: range
    words: range
    closed: bool
    taken: int


def ends(old: str, new: str, about: Sequence[dict[str, Any]]) -> Iterator[End]:
    """The ends with replaced words of the passages of one pair of texts."""
    search = Comparison(old, new).search
    calls: list[Call] = []

    def listening(old: NormalText, new: NormalText, inside: range, words: range, *, closed: bool) -> int:
        taken = replacing(old, new, inside, words, closed=closed)
        calls.append(Call(inside, words, closed, taken))
        return taken

    for case in about:
        window = search.window(case["start"], case["end"])
        if window is None or case["truth"] is None or search.undisturbed(window) is not None:
            continue
        calls.clear()
        with patch.object(fitting, "replacing", listening):
            found = search.find(window)
        if found and confidence(found, "text") >= DOUBT:
            yield from _ends_of(case, search, found[0], calls)


def _ends_of(case: dict[str, Any], search: Search, best: Found, calls: Sequence[Call]) -> Iterator[End]:
    begin, end = search.new.words_in(*case["truth"])
    seen = set()
    for call in calls:
        first, step = call.words.start, call.words.step
        found, truth = (best.fit.end, end) if step > 0 else (best.fit.begin - 1, begin - 1)
        if step in seen or first + call.taken * step != found or not call.words:
            continue
        rows = evidence(search.old, search.new, call.inside, call.words, closed=call.closed)
        if not 0 <= (truth - first) * step < len(rows):
            continue
        seen.add(step)
        yield End(case["source"].split(":")[0], rows, (truth - first) * step, call.taken)


def fitted(samples: Sequence[End]) -> list[float]:
    """The weights by which the truth is likeliest."""
    import numpy as np

    tables = [np.array(sample.evidence) for sample in samples]
    weights = np.zeros(len(WEIGHTS))
    for _ in range(40):
        slope, bend = -STRENGTH * weights, STRENGTH * np.eye(len(WEIGHTS))
        for sample, table in zip(samples, tables, strict=True):
            score = table @ weights
            chance = np.exp(score - score.max())
            chance /= chance.sum()
            mean = chance @ table
            slope += table[sample.truth] - mean
            bend += (table.T * chance) @ table - np.outer(mean, mean)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-7:
            break
    return [float(weight) for weight in weights]


def choice(sample: End, weights: Sequence[float]) -> int:
    """How many words some weights would take."""
    scores = [sum(w * value for w, value in zip(weights, row, strict=True)) for row in sample.evidence]
    return max(range(len(scores)), key=scores.__getitem__)


def main() -> int:
    """Fit, where there is something to fit to."""
    folder = shared_cases()
    if folder is None:
        return 0
    samples = [end for old, new, about in cases(folder) for end in ends(old, new, about)]
    hits = 0
    for source in sorted({sample.source for sample in samples}):
        weights = fitted([sample for sample in samples if sample.source != source])
        hits += sum(choice(sample, weights) == sample.truth for sample in samples if sample.source == source)
    now = sum(sample.found == sample.truth for sample in samples)
    print(f"{len(samples)} ends with replaced words; on the very word: {100 * now / len(samples):.1f} % now,")
    print(f"{100 * hits / len(samples):.1f} % with weights fitted to other sources")
    for (name, _), weight in zip(WEIGHTS, fitted(samples), strict=True):
        print(f'    ("{name}", {weight:.3f}),')
    return 0


if __name__ == "__main__":
    sys.exit(main())
