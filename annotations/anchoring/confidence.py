"""How likely it is that a passage stands where it was found: evidence in, a probability out.

A logistic model: each kind of evidence is a number between about -1 and 15, and the probability is that of their
weighted sum. The weights are fitted by `tests/benchmarks/anchoring_tune.py`, which also says how well they did on
sources they were not fitted to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from annotations.anchoring.search import Found

SURE_WITH_TEXT, SURE_WITH_QUOTES = 0.9, 0.96
"""From this confidence on a passage counts as found: with the old text at hand, and with quotes alone."""

SURE = 0.97
"""Confidence in a passage without words that stands between the words it stood between."""

DOUBT = 0.5
"""From this confidence on a place is shown for a person to confirm; below it the passage counts as gone."""

UNDISTURBED = 0.999
"""Confidence in a passage that stands word for word between the words it stood between."""

WEIGHTS: tuple[tuple[str, float, float], ...] = (
    ("always", -9.553, -13.132),
    ("few words kept", 2.455, 2.378),
    ("half the words kept", 0.063, -0.109),
    ("most words kept", 0.561, -0.089),
    ("some information kept", 3.194, 2.250),
    ("most information kept", 0.646, 0.397),
    ("letters a little alike", 1.062, 1.487),
    ("letters alike", 0.878, 1.424),
    ("letters much alike", 0.738, 0.262),
    ("kept before", -0.202, 0.326),
    ("kept after", 0.066, 0.342),
    ("kept on the worse side", -0.474, -0.623),
    ("kept on the better side", 0.985, 2.352),
    ("something kept before", -0.862, -0.343),
    ("something kept after", -0.758, 0.162),
    ("information", 0.233, 0.240),
    ("information kept", 0.343, 0.294),
    ("information kept, with context", 0.269, 0.142),
    ("information gone elsewhere", 1.384, -0.243),
    ("neighbour words touch", 0.689, 1.443),
    ("end words kept", 0.754, 0.561),
    ("words from elsewhere", -4.016, -0.653),
    ("longer than it was", -0.683, 1.793),
    ("shorter than it was", -0.526, -0.425),
    ("out of order", 0.208, -0.533),
    ("words of unknown origin", -1.540, -1.389),
    ("out of order, words kept", -0.215, -0.487),
    ("out of order, information kept", 0.036, 0.001),
    ("out of order, context kept", 2.714, -0.241),
    ("words", 0.246, -0.026),
    ("lead over the next place", 0.632, -0.014),
    ("clear lead over the next place", 0.433, 1.189),
    ("bits ahead of the next place", 0.222, 0.406),
    ("drift", -0.164, 0.028),
    ("drift of a paragraph", 0.647, -0.359),
    ("drift, context kept", -0.196, -0.040),
    ("drift, information kept", -0.000, -0.000),
    ("drift of a page", -2.277, 1.749),
    ("astray", -0.018, -0.008),
    ("astray by a paragraph", -0.083, -0.075),
    ("astray by a page", -0.322, -2.451),
    ("misplaced", -0.935, 0.087),
    ("astray, context kept", -0.118, -0.061),
    ("misplaced, context kept", 1.133, 2.625),
    ("misplaced, information kept", -0.066, 0.087),
    ("astray, information kept", 0.066, -0.144),
    ("as much missing as the passage", -1.203, -0.330),
    ("much more missing than the passage", -0.557, -0.185),
    ("words put in", -1.181, 0.915),
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
