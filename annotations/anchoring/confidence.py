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
    ("always", -8.771, -13.437),
    ("few words kept", 2.559, 2.691),
    ("half the words kept", 0.558, -0.062),
    ("most words kept", 0.528, -0.156),
    ("some information kept", 2.706, 2.027),
    ("most information kept", 0.600, 0.336),
    ("letters a little alike", 1.273, 1.573),
    ("letters alike", 1.432, 1.563),
    ("letters much alike", 0.615, 0.040),
    ("kept before", -0.077, 0.616),
    ("kept after", 0.198, 0.209),
    ("kept on the worse side", -0.523, -0.264),
    ("kept on the better side", 1.712, 2.125),
    ("something kept before", -0.998, -0.742),
    ("something kept after", -0.671, 0.218),
    ("information", 0.229, 0.258),
    ("information kept", 0.304, 0.341),
    ("information kept, with context", 0.381, 0.209),
    ("information gone elsewhere", -1.303, -1.695),
    ("neighbour words touch", 0.499, 1.779),
    ("end words kept", 0.415, 0.569),
    ("words from elsewhere", -4.106, -0.182),
    ("longer than it was", -1.016, 1.618),
    ("shorter than it was", -0.820, -0.818),
    ("out of order", 0.459, -0.550),
    ("words of unknown origin", -1.556, -1.769),
    ("out of order, words kept", -0.080, -0.361),
    ("out of order, information kept", 0.072, 0.002),
    ("out of order, context kept", 1.523, 0.043),
    ("words", 0.192, -0.214),
    ("lead over the next place", -0.102, -0.248),
    ("clear lead over the next place", -0.845, 1.039),
    ("bits ahead of the next place", 0.221, 0.458),
    ("drift", -0.155, 0.028),
    ("drift of a paragraph", 0.099, -0.207),
    ("drift, context kept", -0.310, -0.036),
    ("drift, information kept", -0.001, -0.003),
    ("drift of a page", -2.770, 1.903),
    ("astray", -0.034, 0.006),
    ("astray by a paragraph", 0.166, 0.132),
    ("astray by a page", 0.489, -2.318),
    ("misplaced", -0.689, -0.178),
    ("astray, context kept", -0.230, -0.126),
    ("misplaced, context kept", -0.384, 2.568),
    ("misplaced, information kept", -0.061, 0.098),
    ("astray, information kept", 0.065, -0.121),
    ("as much missing as the passage", -0.824, -0.368),
    ("much more missing than the passage", -0.528, -0.159),
    ("words put in", -0.716, 0.779),
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
