"""How likely it is that a passage stands where it was found: evidence in, a probability out.

A logistic model: each kind of evidence is a number between about -1 and 15, and the probability is that of their
weighted sum. The weights are fitted by `tests/benchmarks/anchoring_tune.py`, which also says how well they did on
sources they were not fitted to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from annotations.anchoring.search import Found

SURE_WITH_TEXT, SURE_WITH_QUOTES = 0.9, 0.955
"""From this confidence on a passage counts as found: with the old text at hand, and with quotes alone."""

SURE = 0.97
"""Confidence in a passage without words that stands between the words it stood between."""

DOUBT = 0.5
"""From this confidence on a place is shown for a person to confirm; below it the passage counts as gone."""

UNDISTURBED = 0.999
"""Confidence in a passage that stands word for word between the words it stood between."""

WEIGHTS: tuple[tuple[str, float, float], ...] = (
    ("always", -8.686, -14.050),
    ("few words kept", 2.591, 2.729),
    ("half the words kept", 0.266, 0.233),
    ("most words kept", 0.481, -0.088),
    ("some information kept", 2.855, 2.285),
    ("most information kept", 0.623, 0.354),
    ("letters a little alike", 1.338, 1.637),
    ("letters alike", 0.997, 1.371),
    ("letters much alike", 0.810, 0.272),
    ("kept before", -0.213, 0.587),
    ("kept after", 0.350, 0.187),
    ("kept on the worse side", -0.397, -0.360),
    ("kept on the better side", 1.385, 2.163),
    ("something kept before", -0.952, -0.506),
    ("something kept after", -0.489, 0.290),
    ("information", 0.259, 0.247),
    ("information kept", 0.330, 0.308),
    ("information kept, with context", 0.303, 0.142),
    ("information gone elsewhere", -1.434, -1.294),
    ("neighbour words touch", 0.516, 1.741),
    ("end words kept", 0.700, 0.686),
    ("words from elsewhere", -4.700, -0.125),
    ("longer than it was", -0.766, 1.854),
    ("shorter than it was", -0.603, -0.103),
    ("out of order", 0.383, -0.376),
    ("words of unknown origin", -1.598, -1.831),
    ("out of order, words kept", -0.118, -0.651),
    ("out of order, information kept", 0.058, 0.041),
    ("out of order, context kept", 2.084, -0.151),
    ("words", 0.240, -0.103),
    ("lead over the next place", -0.489, -0.180),
    ("clear lead over the next place", -0.937, 0.998),
    ("bits ahead of the next place", 0.259, 0.466),
    ("drift", -0.156, 0.040),
    ("drift of a paragraph", 0.089, -0.175),
    ("drift, context kept", -0.245, -0.030),
    ("drift, information kept", -0.003, -0.004),
    ("drift of a page", -2.056, 1.679),
    ("astray", -0.007, 0.005),
    ("astray by a paragraph", 0.021, -0.167),
    ("astray by a page", -0.179, -2.437),
    ("misplaced", -0.721, -0.096),
    ("astray, context kept", -0.170, -0.114),
    ("misplaced, context kept", 0.617, 2.864),
    ("misplaced, information kept", -0.051, 0.098),
    ("astray, information kept", 0.076, -0.114),
    ("as much missing as the passage", -0.785, -0.270),
    ("much more missing than the passage", -0.658, -0.271),
    ("words put in", -1.164, 1.014),
)
"""Kind of evidence; its weight where the whole old text is at hand; its weight where only quotes are left of it."""


def confidence(found: Sequence[Found], *, whole: bool) -> float:
    """The probability that the first of some places, sorted by rank, is where the passage stands.

    `whole`: the whole old text was at hand, not only quotes with their context.
    """
    weights = [with_text if whole else with_quotes for _, with_text, with_quotes in WEIGHTS]
    return logistic(sum(weight * value for weight, value in zip(weights, evidence(found), strict=True)))


def attaches(certainty: float, *, whole: bool) -> bool:
    """Whether a passage counts as found, without a person's word."""
    return certainty >= (SURE_WITH_TEXT if whole else SURE_WITH_QUOTES)


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
        _ramp(-best.setting.shrunk, 0.0, 3.0),
    ]


def _ramp(value: float, low: float, high: float) -> float:
    """0 up to `low`, 1 from `high`, straight between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
