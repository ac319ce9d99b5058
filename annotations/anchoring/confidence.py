"""How likely it is that a passage stands where it was found: evidence in, a probability out.

A logistic model: each kind of evidence is a number between about -1 and 15, and the probability is that of their
weighted sum. The weights are fitted by `tests/benchmarks/anchoring_tune.py`, which also says how well they did on
sources they were not fitted to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from annotations.anchoring.search import Found

SURE_WITH_TEXT, SURE_WITH_QUOTES = 0.9, 0.965
"""From this confidence on a passage counts as found: with the old text at hand, and with quotes alone."""

SURE = 0.97
"""Confidence in a passage without words that stands between the words it stood between."""

DOUBT = 0.5
"""From this confidence on a place is shown for a person to confirm; below it the passage counts as gone."""

UNDISTURBED = 0.999
"""Confidence in a passage that stands word for word between the words it stood between."""

WEIGHTS: tuple[tuple[str, float, float], ...] = (
    ("always", -9.563, -13.187),
    ("few words kept", 2.461, 2.403),
    ("half the words kept", 0.090, -0.173),
    ("most words kept", 0.567, -0.100),
    ("some information kept", 3.167, 2.252),
    ("most information kept", 0.639, 0.442),
    ("letters a little alike", 1.036, 1.535),
    ("letters alike", 0.849, 1.450),
    ("letters much alike", 0.737, 0.297),
    ("kept before", -0.213, 0.420),
    ("kept after", 0.059, 0.333),
    ("kept on the worse side", -0.486, -0.517),
    ("kept on the better side", 0.976, 2.361),
    ("something kept before", -0.872, -0.383),
    ("something kept after", -0.773, 0.208),
    ("information", 0.230, 0.257),
    ("information kept", 0.343, 0.297),
    ("information kept, with context", 0.287, 0.117),
    ("information gone elsewhere", 1.304, -0.362),
    ("neighbour words touch", 0.691, 1.543),
    ("end words kept", 0.753, 0.561),
    ("words from elsewhere", -4.047, -0.682),
    ("longer than it was", -0.728, 1.844),
    ("shorter than it was", -0.561, -0.448),
    ("out of order", 0.211, -0.621),
    ("words of unknown origin", -1.566, -1.500),
    ("out of order, words kept", -0.221, -0.566),
    ("out of order, information kept", 0.035, 0.039),
    ("out of order, context kept", 2.727, -0.296),
    ("words", 0.243, -0.057),
    ("lead over the next place", 0.611, -0.205),
    ("clear lead over the next place", 0.429, 1.380),
    ("bits ahead of the next place", 0.226, 0.422),
    ("drift", -0.158, 0.038),
    ("drift of a paragraph", 0.659, -0.279),
    ("drift, context kept", -0.195, -0.032),
    ("drift, information kept", -0.001, -0.002),
    ("drift of a page", -2.275, 1.652),
    ("astray", -0.016, 0.007),
    ("astray by a paragraph", -0.089, -0.212),
    ("astray by a page", -0.355, -2.448),
    ("misplaced", -0.926, -0.099),
    ("astray, context kept", -0.120, -0.098),
    ("misplaced, context kept", 1.167, 2.834),
    ("misplaced, information kept", -0.069, 0.105),
    ("astray, information kept", 0.063, -0.141),
    ("as much missing as the passage", -1.182, -0.418),
    ("much more missing than the passage", -0.587, -0.092),
    ("words put in", -1.189, 0.913),
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
