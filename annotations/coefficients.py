"""Coefficients of agreement between annotators: pure statistics, each as its author defined it.

Nominal values throughout. A coefficient is a float, 1.0 for perfect agreement and about 0.0 for chance, or None where
it is not defined: nothing to compare, or no variation that agreement could be told from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

Ratings = Sequence[tuple[Sequence[Hashable | None], float]]
"""Units: the value that each annotator gave (None: none given), and the unit's weight, as a length in characters."""


def percent(ratings: Ratings) -> float | None:
    """Share of pairs of values, within units, that are the same."""
    agreed = compared = 0.0
    for values, weight in ratings:
        counts = Counter(value for value in values if value is not None)
        m = counts.total()
        if m < 2:
            continue
        agreed += weight * sum(n * (n - 1) for n in counts.values()) / (m * (m - 1))
        compared += weight
    return agreed / compared if compared else None


def cohen_kappa(ratings: Ratings) -> float | None:
    """Cohen's kappa, of exactly two annotators.

    Source: Cohen (1960), Educational and Psychological Measurement 20.
    """
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    agreed = total = 0.0
    for values, weight in ratings:
        one, other = values
        if one is None or other is None:
            continue
        first[one] += weight  # type: ignore[assignment]  # a Counter counts with any number
        second[other] += weight  # type: ignore[assignment]  # likewise
        agreed += weight * (one == other)
        total += weight
    if not total:
        return None
    expected = sum(first[value] * second[value] for value in first) / total**2
    return None if expected == 1 else (agreed / total - expected) / (1 - expected)


def fleiss_kappa(ratings: Ratings) -> float | None:
    """Fleiss' kappa, of any number of annotators who all rated every unit; other units are left out.

    Source: Fleiss (1971), Psychological Bulletin 76.
    """
    shares: Counter[Hashable] = Counter()
    agreed = total = 0.0
    for values, weight in ratings:
        m = len(values)
        if m < 2 or any(value is None for value in values):
            continue
        counts = Counter(values)
        for value, n in counts.items():
            shares[value] += weight * n / m  # type: ignore[assignment]  # a Counter counts with any number
        agreed += weight * sum(n * (n - 1) for n in counts.values()) / (m * (m - 1))
        total += weight
    if not total:
        return None
    expected = sum((share / total) ** 2 for share in shares.values())
    return None if expected >= 1 else (agreed / total - expected) / (1 - expected)


def alpha(ratings: Ratings) -> float | None:
    """Krippendorff's alpha for nominal data, with any number of annotators and missing values.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section D. A unit of weight w counts as w
    units of the same values.
    """
    marginals: Counter[Hashable] = Counter()
    disagreed = 0.0
    for values, weight in ratings:
        counts = Counter(value for value in values if value is not None)
        m = counts.total()
        if m < 2:
            continue
        for value, n in counts.items():
            marginals[value] += weight * n  # type: ignore[assignment]  # a Counter counts with any number
        disagreed += weight * (m * m - sum(n * n for n in counts.values())) / (m - 1)
    n = sum(marginals.values())
    by_chance = n * n - sum(share * share for share in marginals.values())
    return None if not by_chance else 1 - (n - 1) * disagreed / by_chance
