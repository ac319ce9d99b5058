"""How likely it is that a passage stands where it was found: evidence in, a probability out.

A logistic model: each kind of evidence is a number between about -1 and 15, and the probability is that of their
weighted sum. The weights are fitted by `tests/benchmarks/anchoring_tune.py`, which also says how well they did on
sources they were not fitted to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from annotations.anchoring.search import Found

ATTACH = 0.85
"""From this confidence on a passage counts as found."""

DOUBT = 0.5
"""From this confidence on a place is shown for a person to confirm; below it the passage counts as gone."""

UNDISTURBED = 0.999
"""Confidence in a passage that stands word for word between the words it stood between."""

EVIDENCE = (
    "few words kept",
    "half the words kept",
    "most words kept",
    "some information kept",
    "most information kept",
    "letters a little alike",
    "letters alike",
    "letters much alike",
    "kept before",
    "kept after",
    "kept on the worse side",
    "kept on the better side",
    "something kept before",
    "something kept after",
    "information",
    "information kept",
    "information kept, with context",
    "information gone elsewhere",
    "neighbour words touch",
    "end words kept",
    "words from elsewhere",
    "longer than it was",
    "shorter than it was",
    "out of order",
    "words of unknown origin",
    "out of order, words kept",
    "out of order, information kept",
    "out of order, context kept",
    "words",
    "lead over the next place",
    "clear lead over the next place",
    "bits ahead of the next place",
    "drift",
    "drift of a paragraph",
    "drift, context kept",
    "drift, information kept",
    "drift of a page",
)
"""What each number of `evidence` says."""


WITH_TEXT = (
    -11.552,
    (
        2.287,
        0.031,
        0.521,
        3.396,
        0.622,
        0.962,
        0.880,
        0.721,
        -0.019,
        0.220,
        -0.207,
        1.031,
        -0.902,
        -0.836,
        0.260,
        0.375,
        0.320,
        1.782,
        0.596,
        0.782,
        -4.346,
        -0.763,
        -0.742,
        -0.438,
        -1.522,
        -0.376,
        -0.038,
        2.951,
        0.284,
        0.804,
        -0.025,
        0.261,
        -0.169,
        0.804,
        -0.242,
        0.001,
        -2.502,
    ),
)
WITH_QUOTES = (
    -13.563,
    (
        2.847,
        -0.097,
        -0.184,
        1.931,
        0.617,
        1.104,
        1.369,
        0.093,
        0.558,
        0.282,
        -0.287,
        2.058,
        -0.539,
        0.194,
        0.193,
        0.265,
        0.236,
        0.855,
        1.326,
        0.688,
        -2.060,
        2.021,
        0.119,
        -0.782,
        -1.276,
        -0.416,
        -0.033,
        1.804,
        -0.090,
        -0.323,
        1.164,
        0.466,
        0.009,
        -0.414,
        -0.072,
        -0.002,
        -0.288,
    ),
)


def confidence(found: Sequence[Found], *, whole: bool) -> float:
    """The probability that the first of some places, sorted by rank, is where the passage stands.

    `whole`: the whole old text was at hand, not only quotes with their context.
    """
    bias, weights = WITH_TEXT if whole else WITH_QUOTES
    return logistic(bias + sum(weight * value for weight, value in zip(weights, evidence(found), strict=True)))


def logistic(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-score)) if score > -700.0 else 0.0


def evidence(found: Sequence[Found]) -> list[float]:
    """What speaks for and against the first of some places, in the order of `EVIDENCE`."""
    best = found[0]
    fit = best.fit
    rival = max(
        (other.rank for other in found[1:] if other.fit.end <= fit.begin or other.fit.begin >= fit.end), default=0.0
    )
    alike = _ramp(fit.similar, 0.7, 1.0)
    share = max(alike, fit.kept / fit.bits) if fit.bits else 0.0
    words = max(alike, fit.words / fit.size)
    left = fit.left / fit.left_bits if fit.left_bits else 0.5
    right = fit.right / fit.right_bits if fit.right_bits else 0.5
    disorder = 1.0 if best.disorder else 0.0
    kept = math.log2(fit.kept + 1.0)
    lead = best.rank - rival
    margin = lead / max(best.rank, 1.0)
    drift = math.log2(1.0 + best.drift)
    return [
        _ramp(words, 0.3, 0.4),
        _ramp(words, 0.4, 0.6),
        _ramp(words, 0.6, 1.0),
        _ramp(share, 0.2, 0.5),
        _ramp(share, 0.5, 1.0),
        _ramp(fit.similar, 0.4, 0.6),
        _ramp(fit.similar, 0.6, 0.8),
        _ramp(fit.similar, 0.8, 1.0),
        left,
        right,
        min(left, right),
        max(left, right),
        _ramp(fit.left, 0.0, 30.0),
        _ramp(fit.right, 0.0, 30.0),
        math.log2(fit.bits + 1.0),
        kept,
        math.log2(fit.kept + fit.left + fit.right + 1.0),
        fit.torn / fit.bits if fit.bits else 0.0,
        fit.touch / 2.0,
        fit.firm / 2.0,
        fit.alien,
        _ramp(fit.ratio, 1.0, 3.0),
        _ramp(1.0 / max(0.01, fit.ratio), 1.0, 3.0),
        disorder,
        best.strange,
        disorder * words,
        disorder * kept,
        disorder * max(left, right),
        math.log2(fit.size),
        margin,
        _ramp(margin, 0.0, 0.3),
        math.log2(1.0 + max(0.0, lead)),
        drift,
        _ramp(drift, 4.0, 9.0),
        drift * max(left, right),
        drift * kept,
        _ramp(drift, 9.0, 14.0),
    ]


def _ramp(value: float, low: float, high: float) -> float:
    """0 up to `low`, 1 from `high`, straight between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
