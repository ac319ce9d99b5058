"""Fits the weights of `annotations.anchoring.confidence`, and says how well they do on texts they were not fitted to.

    POSTIL_SHARED=../shared python -m tests.benchmarks.anchoring_tune            cross-validation by source
    POSTIL_SHARED=../shared python -m tests.benchmarks.anchoring_tune --table    also the weights, to be pasted

The cases are those of the benchmark in `anchoring/` of that folder; where it is absent nothing is done. A case is a
passage, the places found for it, sorted, and whether the first of them overlaps where the passage went. Passages
that stayed undisturbed need no weights, and count in the figures only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from annotations.anchoring.comparison import Comparison
from annotations.anchoring.confidence import ENOUGH, MEMORIES, UNDISTURBED, WEIGHTS, Memory, evidence, memory
from annotations.anchoring.consistency import find_together
from annotations.anchoring.fit import Window
from annotations.anchoring.landmarks import landmarks
from annotations.anchoring.pieces import joined, snippet
from annotations.model import Span

RIGHT = 0.8
"""Overlap with the truth, of what either covers, from which a place is right."""

STRENGTH = 30.0
"""How strongly weights are drawn to nought, in units of their evidence's standard deviation."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of an old text."""

    context: int | None
    """Code points of prefix and suffix; None where the whole text is at hand."""
    landmarks: bool = False
    together: int | None = None
    """Quotes in a file; None for all there are. One file in `SOME` is then looked at."""


RESTS: Mapping[Memory, tuple[Rest, ...]] = {
    "text": (Rest(None),),
    "quotes": (Rest(64), Rest(32), Rest(64, landmarks=True)),
    "few quotes": (
        Rest(64, together=1),
        Rest(64, together=1, landmarks=True),
        Rest(64, together=3),
        Rest(64, together=3, landmarks=True),
    ),
}
"""What the weights are fitted with."""

SOME = 4

THRESHOLDS = (0.5, 0.8, 0.9, 0.96, 0.98)

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was found for one case."""

    source: str
    alive: bool
    """Whether the passage is still in the new text."""
    overlap: float
    """Of the first place with the truth."""
    evidence: list[float] | None
    """None for a passage that stayed undisturbed, or for which there is no place at all."""
    found: bool


def shared_cases() -> Path | None:
    """The folder with the benchmark's cases; None, and a word about it, where there are none."""
    shared = Path(os.environ.get("POSTIL_SHARED", Path(__file__).parents[2].parent / "shared"))
    folder = shared / "anchoring"
    if (folder / "dev.jsonl.gz").is_file():
        return folder
    print(f"there are no cases in {folder}", file=sys.stderr)
    return None


def cases(folder: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Old text, new text, and the cases about them."""
    with lzma.open(folder / "dev-texts.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = {text["id"]: text["text"] for text in map(json.loads, lines)}
    pairs: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(folder / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            pairs[case["old"], case["new"]].append(case)
    for (old, new), about in pairs.items():
        yield texts[old], texts[new], about


def parted(about: Sequence[dict[str, Any]], rest: Rest) -> list[Sequence[dict[str, Any]]]:
    """The cases about a pair of texts, those together that are in one file."""
    if rest.together is None:
        return [about]
    files = [about[start : start + rest.together] for start in range(0, len(about), rest.together)]
    return [file for file in files if crc32(file[0]["id"].encode()) % SOME == 0]


def samples(old: str, new: str, about: Sequence[dict[str, Any]], rest: Rest) -> Iterator[Sample]:
    """What is found for the cases of one pair of texts, by what is left of the old one."""
    spans = [_span(old, case["start"], case["end"], rest.context or 0) for case in about]
    if rest.context is None:
        comparison = Comparison(old, new)
        stretches: list[Stretch | None] = [(span.start, span.end) for span in spans]
    else:
        pieces = joined([*map(snippet, spans), *(landmarks(old) if rest.landmarks else ())])
        comparison = Comparison(pieces, new)
        stretches = [pieces.place(span.start, span.exact) for span in spans]
    search = comparison.search
    left = memory(len(about), whole=rest.context is None)
    waiting: list[tuple[dict[str, Any], Stretch, Window]] = []
    for case, stretch in zip(about, stretches, strict=True):
        window = search.window(*stretch) if stretch is not None else None
        if stretch is None or window is None:
            continue
        stayed = search.undisturbed(window)
        if stayed is None:
            waiting.append((case, stretch, window))
            continue
        to_new = range(stayed[0] - window.first, stayed[0] - window.first + len(window.words))
        place = search.span(window, *stayed, stretch, to_new)
        yield _sample(case, place, None)
    for (case, stretch, window), found in zip(
        waiting, find_together(search, [window for *_, window in waiting], left), strict=True
    ):
        if not found:
            yield _sample(case, None, None)
            continue
        fit = found[0].fit
        place = search.span(window, fit.begin, fit.end, stretch, found[0].to_new)
        yield _sample(case, place, evidence(found))


def _span(text: str, start: int, end: int, context: int) -> Span:
    prefix, suffix = text[max(0, start - context) : start], text[end : end + context]
    return Span(exact=text[start:end], prefix=prefix, suffix=suffix, start=start, end=end)


def _sample(case: dict[str, Any], place: Stretch | None, numbers: list[float] | None) -> Sample:
    truths = [] if case["truth"] is None else [case["truth"], *case.get("alt", [])]
    overlaps = [_overlap(place, truth) for truth in truths] if place is not None else []
    return Sample(
        source=case["source"].split(":")[0],
        alive=case["truth"] is not None,
        overlap=max(overlaps, default=0.0),
        evidence=numbers,
        found=place is not None,
    )


def _overlap(one: Stretch, other: Sequence[int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (max(one[1], other[1]) - min(one[0], other[0]))


def fitted(taken: Sequence[Sample]) -> list[float]:
    """Weights by which the evidence of some samples tells best whether their place is where the passage went."""
    import numpy as np

    rows = [sample for sample in taken if sample.evidence is not None]
    table = np.array([sample.evidence for sample in rows], dtype=float)
    truth = np.array([sample.overlap > 0.0 for sample in rows], dtype=float)
    mean, spread = table.mean(axis=0), table.std(axis=0)
    mean[0], spread[0] = 0.0, 1.0  # the first number is always 1
    spread[spread == 0.0] = 1.0
    table = (table - mean) / spread
    drawn = np.full(table.shape[1], STRENGTH)
    drawn[0] = 0.0
    weights = np.zeros(table.shape[1])
    for _ in range(60):
        chance = 1.0 / (1.0 + np.exp(-(table @ weights)))
        slope = table.T @ (chance - truth) + drawn * weights
        bend = (table.T * (chance * (1.0 - chance))) @ table + np.diag(drawn)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    weights = weights / spread
    weights[0] -= float((weights[1:] * mean[1:]).sum())
    return [float(weight) for weight in weights]


def figures(taken: Sequence[Sample], chances: Sequence[float], threshold: float) -> str:
    """One line: what comes of attaching from a threshold on."""
    alive = sum(sample.alive for sample in taken)
    gone = len(taken) - alive
    attached = [sample for sample, chance in zip(taken, chances, strict=True) if chance >= threshold]
    right = sum(sample.overlap >= RIGHT for sample in attached)
    wrong = sum(sample.overlap == 0.0 for sample in attached)
    orphans = gone - sum(not sample.alive for sample in attached)
    return (
        f"  from {threshold:.3f}: right {100 * right / alive:6.2f} %   WRONG {100 * wrong / len(taken):5.2f} %"
        f"   gone, orphaned {100 * orphans / gone:6.2f} %"
    )


def cross_validated(groups: Sequence[Sequence[Sample]], thresholds: Sequence[float]) -> Iterator[list[str]]:
    """Lines for each group of samples, each source's with weights fitted to the other sources of all groups."""
    everything = [sample for group in groups for sample in group]
    sources = sorted({sample.source for sample in everything})
    weights = {source: fitted([sample for sample in everything if sample.source != source]) for source in sources}
    for group in groups:
        chances = [_chance(sample, weights[sample.source]) for sample in group]
        yield [figures(group, chances, threshold) for threshold in thresholds]


def _chance(sample: Sample, weights: Sequence[float]) -> float:
    from annotations.anchoring.confidence import logistic

    if sample.evidence is None:
        return UNDISTURBED if sample.found else 0.0
    return logistic(sum(weight * number for weight, number in zip(weights, sample.evidence, strict=True)))


def main() -> int:
    """Tune, where there is something to tune with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", action="store_true", help="print the weights")
    arguments = parser.parse_args()
    folder = shared_cases()
    if folder is None:
        return 0
    pairs = list(cases(folder))
    columns = []
    for left in MEMORIES:
        groups = [
            [
                sample
                for old, new, about in pairs
                for file in parted(about, rest)
                for sample in samples(old, new, file, rest)
            ]
            for rest in RESTS[left]
        ]
        lines = cross_validated(groups, sorted({*THRESHOLDS, ENOUGH[left]}))
        for rest in RESTS[left]:
            print(left, rest)
            print("\n".join(next(lines)))
        columns.append(fitted([sample for group in groups for sample in group]))
    if arguments.table:
        for (name, *_), *weights in zip(WEIGHTS, *columns, strict=True):
            print(f'    ("{name}", {", ".join(f"{weight:.3f}" for weight in weights)}),')
    return 0


if __name__ == "__main__":
    sys.exit(main())
