"""How likely it is that a passage stands where it was found: evidence in, a probability out.

A logistic model: each kind of evidence is a number between about -1 and 15, and the probability is that of their
weighted sum. The weights are fitted by `tests/benchmarks/anchoring_tune.py`, which also says how well they did on
sources they were not fitted to.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from annotations.anchoring.search import Found

Memory = Literal["text", "quotes", "few quotes"]
"""What is left of the text that was annotated: the whole of it, many of its quotes, or few."""

MEMORIES: tuple[Memory, ...] = ("text", "quotes", "few quotes")

FEW = 5
"""Fewer quotes of one text than this are few. Quotes tell each other where they belong: by weights fitted to ten of a
text 1.8 % of lone ones went to wrong places."""

ENOUGH: Mapping[Memory, float] = {"text": 0.93, "quotes": 0.955, "few quotes": 0.955}
"""From this confidence on a passage counts as found. By weights fitted to other sources, 98.0 % of the passages that
are still there are found right then with the text, 93.8 % with many quotes and 87.6 % with a single one; 0.11, 0.19
and 0.39 % of all are put on wrong passages."""

SURE = 0.97
"""Confidence in a passage without words that stands between the words it stood between."""

DOUBT = 0.5
"""From this confidence on a place is shown for a person to confirm; below it the passage counts as gone."""

UNDISTURBED = 0.999
"""Confidence in a passage that stands word for word between the words it stood between."""

WEIGHTS: tuple[tuple[str, float, float, float], ...] = (
    ("always", -6.724, -13.009, -10.030),
    ("few words kept", 2.208, 2.387, 2.019),
    ("half the words kept", 0.682, 0.121, -0.257),
    ("most words kept", 0.430, 0.074, -0.039),
    ("some information kept", 1.999, 2.005, 1.520),
    ("most information kept", 0.511, 0.329, -0.068),
    ("letters a little alike", 1.210, 1.685, 2.141),
    ("letters alike", 1.075, 1.392, 0.759),
    ("letters much alike", 0.442, 0.116, 0.503),
    ("kept before", -0.069, 0.401, 0.488),
    ("kept after", 0.167, 0.245, 0.412),
    ("kept on the worse side", -0.250, -0.161, -0.274),
    ("kept on the better side", 0.899, 1.563, 1.938),
    ("something kept before", -0.463, -0.544, 0.206),
    ("something kept after", -0.365, 0.183, 0.374),
    ("information", 0.168, 0.198, 0.034),
    ("information kept", 0.208, 0.261, 0.088),
    ("information kept, with context", 0.264, 0.292, 0.247),
    ("information gone elsewhere", -0.409, -1.189, 1.937),
    ("neighbour words touch", 0.375, 1.648, 0.702),
    ("end words kept", 0.222, 0.626, 0.065),
    ("words from elsewhere", -3.445, 0.026, -11.020),
    ("longer than it was", -0.979, 1.258, 1.150),
    ("shorter than it was", -1.158, -0.678, -0.969),
    ("out of order", 0.154, -0.589, -0.733),
    ("words of unknown origin", -1.268, -1.394, -1.121),
    ("out of order, words kept", 0.021, -0.458, 1.130),
    ("out of order, information kept", 0.048, -0.052, -0.132),
    ("out of order, context kept", 0.763, 0.465, 0.683),
    ("words", 0.153, 0.019, 0.003),
    ("lead over the next place", -0.235, 0.118, 0.028),
    ("clear lead over the next place", -0.154, 1.515, 1.428),
    ("bits ahead of the next place", 0.177, 0.270, 0.251),
    ("drift", -0.103, -0.021, -0.016),
    ("drift of a paragraph", -0.344, -0.167, -0.353),
    ("drift, context kept", -0.208, -0.036, -0.047),
    ("drift, information kept", -0.001, 0.001, 0.003),
    ("drift of a page", -1.935, 1.704, 0.914),
    ("astray", -0.019, -0.028, -0.012),
    ("astray by a paragraph", 0.041, -0.040, -0.380),
    ("astray by a page", -0.018, -1.942, -1.606),
    ("misplaced", -0.446, 0.176, 0.127),
    ("astray, context kept", -0.143, -0.101, -0.016),
    ("misplaced, context kept", -0.478, 2.152, 0.869),
    ("misplaced, information kept", -0.027, 0.072, 0.030),
    ("astray, information kept", 0.046, -0.094, -0.003),
    ("as much missing as the passage", -0.498, -0.425, -0.710),
    ("much more missing than the passage", -0.522, -0.259, 0.037),
    ("nothing else is known to be kept", 0.000, -2.706, -1.281),
    ("alone, context kept", 0.000, -0.961, 0.139),
    ("words put in", -0.319, 0.503, -0.495),
)
"""Kind of evidence; its weight for each of `MEMORIES`."""


def memory(quotes: int, *, whole: bool) -> Memory:
    """What is left of a text: the whole of it, or so many quotes."""
    if whole:
        return "text"
    return "quotes" if quotes >= FEW else "few quotes"


def confidence(found: Sequence[Found], of: Memory) -> float:
    """The probability that the first of some places, sorted by rank, is where the passage stands.

    `of`: what is left of the text that was annotated.
    """
    column = MEMORIES.index(of) + 1
    return logistic(sum(float(row[column]) * value for row, value in zip(WEIGHTS, evidence(found), strict=True)))


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
