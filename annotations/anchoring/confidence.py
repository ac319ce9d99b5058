"""How likely it is that a passage stands where it was found: evidence in, a probability out.

A logistic model: each kind of evidence is a number between about -1 and 15, and the probability is that of their
weighted sum. The weights are fitted by `tests/benchmarks/anchoring_tune.py`, which also says how well they did on
sources they were not fitted to.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from operator import mul
from typing import Literal

from annotations.anchoring.search import Found

Memory = Literal["text", "quotes", "few quotes"]
"""What is left of the text that was annotated: the whole of it, many of its quotes, or few."""

MEMORIES: tuple[Memory, ...] = ("text", "quotes", "few quotes")

FEW = 5
"""Fewer quotes of one text than this are few. Quotes tell each other where they belong: by weights fitted to ten of a
text 1.8 % of lone ones went to wrong places."""

ENOUGH: Mapping[Memory, float] = {"text": 0.92, "quotes": 0.95, "few quotes": 0.955}
"""From this confidence on a passage counts as found. By weights fitted to other sources, 98.1 % of the passages that
are still there are found right then with the text, 94.0 % with many quotes and 87.7 % with a single one; 0.12, 0.19
and 0.39 % of all are put on wrong passages."""

SURE = 0.97
"""Confidence in a passage without words that stands between the words it stood between."""

DOUBT = 0.5
"""From this confidence on a place is shown for a person to confirm; below it the passage counts as gone."""

UNDISTURBED = 0.999
"""Confidence in a passage that stands word for word between the words it stood between."""

WEIGHTS: tuple[tuple[str, float, float, float], ...] = (
    ("always", -6.394, -12.567, -9.746),
    ("few words kept", 2.266, 2.446, 1.866),
    ("half the words kept", 0.622, 0.085, -0.320),
    ("most words kept", 0.416, 0.135, -0.112),
    ("some information kept", 1.967, 2.065, 1.438),
    ("most information kept", 0.489, 0.288, -0.064),
    ("letters a little alike", 1.238, 1.179, 2.239),
    ("letters alike", 1.037, 1.460, 0.884),
    ("letters much alike", 0.446, 0.127, 0.657),
    ("kept before", -0.081, 0.358, 0.499),
    ("kept after", 0.166, 0.246, 0.455),
    ("kept on the worse side", -0.257, -0.279, -0.236),
    ("kept on the better side", 0.888, 1.727, 1.981),
    ("something kept before", -0.430, -0.549, 0.246),
    ("something kept after", -0.388, 0.175, 0.287),
    ("information", 0.169, 0.186, 0.027),
    ("information kept", 0.208, 0.270, 0.092),
    ("information kept, with context", 0.260, 0.270, 0.239),
    ("information gone elsewhere", -0.328, -0.758, 2.644),
    ("neighbour words touch", 0.422, 1.704, 0.683),
    ("end words kept", 0.253, 0.628, -0.084),
    ("words from elsewhere", 0.213, 6.280, -11.268),
    ("longer than it was", -1.066, 0.985, 1.577),
    ("shorter than it was", -1.230, -0.460, -0.917),
    ("out of order", 0.177, -0.550, -0.684),
    ("words of unknown origin", -1.305, -1.395, -1.188),
    ("out of order, words kept", -0.031, -0.496, 1.135),
    ("out of order, information kept", 0.050, -0.056, -0.139),
    ("out of order, context kept", 0.737, 0.447, 0.496),
    ("words", 0.155, 0.022, 0.005),
    ("lead over the next place", -0.329, 0.096, -0.059),
    ("clear lead over the next place", -0.350, 1.558, 1.611),
    ("bits ahead of the next place", 0.180, 0.270, 0.239),
    ("drift", -0.105, -0.018, -0.022),
    ("drift of a paragraph", -0.350, -0.159, -0.332),
    ("drift, context kept", -0.212, -0.039, -0.058),
    ("drift, information kept", -0.001, 0.001, 0.003),
    ("drift of a page", -1.922, 1.865, 0.956),
    ("astray", -0.021, -0.029, -0.011),
    ("astray by a paragraph", 0.023, -0.032, -0.381),
    ("astray by a page", -0.020, -2.009, -1.651),
    ("misplaced", -0.438, 0.087, 0.089),
    ("astray, context kept", -0.142, -0.104, -0.019),
    ("misplaced, context kept", -0.513, 2.208, 1.292),
    ("misplaced, information kept", -0.027, 0.075, 0.054),
    ("astray, information kept", 0.043, -0.096, -0.004),
    ("as much missing as the passage", -0.491, -0.558, -0.764),
    ("much more missing than the passage", -0.480, -0.189, -0.032),
    ("nothing else is known to be kept", 0.000, -2.544, -1.328),
    ("alone, context kept", 0.000, -0.970, 0.102),
    ("words put in", -0.317, 0.508, -0.497),
)
"""Kind of evidence; its weight for each of `MEMORIES`."""


_WEIGHTS: Mapping[Memory, list[float]] = {
    left: [weights[column] for _, *weights in WEIGHTS] for column, left in enumerate(MEMORIES)
}


def memory(quotes: int, *, whole: bool) -> Memory:
    """What is left of a text: the whole of it, or so many quotes."""
    if whole:
        return "text"
    return "quotes" if quotes >= FEW else "few quotes"


def confidence(found: Sequence[Found], of: Memory) -> float:
    """The probability that the first of some places, sorted by rank, is where the passage stands.

    `of`: what is left of the text that was annotated.
    """
    return logistic(sum(map(mul, _WEIGHTS[of], evidence(found))))


def attaches(certainty: float, of: Memory) -> bool:
    """Whether a passage counts as found, without a person's word."""
    return certainty >= ENOUGH[of]


def logistic(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-score)) if score > -700.0 else 0.0


def evidence(found: Sequence[Found]) -> list[float]:
    """What speaks for and against the first of some places, in the order of `WEIGHTS`."""
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
    astray = math.log2(1.0 + best.setting.astray)
    alone = 1.0 if best.setting.alone else 0.0
    misplaced = 1.0 if best.setting.misplaced else 0.0
    around = (fit.left + fit.right) / max(1.0, fit.left_bits + fit.right_bits)
    return [
        1.0,
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
        astray,
        _ramp(astray, 4.0, 8.0),
        _ramp(astray, 8.0, 12.0),
        misplaced,
        astray * around,
        misplaced * around,
        misplaced * kept,
        astray * kept / 10.0,
        _ramp(best.setting.shrunk, 0.0, 1.0),
        _ramp(best.setting.shrunk, 1.0, 3.0),
        alone,
        alone * around,
        _ramp(-best.setting.shrunk, 0.0, 3.0),
    ]


def _ramp(value: float, low: float, high: float) -> float:
    """0 up to `low`, 1 from `high`, straight between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
