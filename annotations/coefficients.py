"""Coefficients of agreement between annotators: pure statistics, each as its author defined it.

Nominal values throughout. A coefficient is a float, 1.0 for perfect agreement and about 0.0 for chance, or None where
it is not defined: nothing to compare, or no variation that agreement could be told from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

Ratings = Sequence[tuple[Sequence[Hashable | None], float]]
"""Units: the value that each annotator gave (None: none given), and the unit's weight, as a length in characters."""

Unit = tuple[int, int]
"""Half-open `[start, end)` on a continuum."""


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


def unitizing_disagreement(unitized: Sequence[Iterable[Unit]], length: int) -> tuple[float, float]:
    """Observed and expected disagreement of the units that annotators marked on one continuum, for one value.

    Args:
        unitized: For each annotator the units, on `[0, length)`; those of one annotator do not overlap.
        length: Of the continuum.

    Source: Krippendorff (2004), Content Analysis, 2nd edition, section 11.6.
    """
    sections = [_sections(units, length) for units in unitized]
    m = len(sections)
    observed = 0
    for i in range(m):
        for j in range(i + 1, m):
            observed += _distance(sections[i], sections[j])
    units = [end - start for one in sections for start, end, is_unit in one if is_unit]
    gaps = [end - start for one in sections for start, end, is_unit in one if not is_unit]
    count = len(units)
    chance = 0.0
    for size in units:
        chance += (count - 1) * (2 * size**3 - 3 * size**2 + size) / 3
        chance += size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
    possible = m * length * (m * length - 1) - sum(size * (size - 1) for size in units)
    return (
        2 * observed / (m * (m - 1) * length**2) if m > 1 else 0.0,
        2 * chance / (length * possible) if possible else 0.0,
    )


def alpha_u(disagreements: Iterable[tuple[float, float]]) -> float | None:
    """Krippendorff's alpha for unitizing, over one value or several: one minus observed by expected disagreement."""
    pairs = list(disagreements)
    expected = sum(by_chance for _, by_chance in pairs)
    return None if not expected else 1 - sum(observed for observed, _ in pairs) / expected


def _sections(units: Iterable[Unit], length: int) -> list[tuple[int, int, bool]]:
    """Units and the gaps between them, as `(start, end, is a unit)`, covering `[0, length)`."""
    sections: list[tuple[int, int, bool]] = []
    at = 0
    for start, end in sorted(units):
        if start > at:
            sections.append((at, start, False))
        sections.append((start, end, True))
        at = end
    if at < length:
        sections.append((at, length, False))
    return sections


def _distance(ours: Sequence[tuple[int, int, bool]], theirs: Sequence[tuple[int, int, bool]]) -> int:
    total = i = j = 0
    while i < len(ours) and j < len(theirs):
        (start, end, unit), (other_start, other_end, other_unit) = ours[i], theirs[j]
        if unit and other_unit:
            total += (start - other_start) ** 2 + (end - other_end) ** 2
        elif unit and other_start <= start and end <= other_end:
            total += (end - start) ** 2
        elif other_unit and start <= other_start and other_end <= end:
            total += (other_end - other_start) ** 2
        if end <= other_end:
            i += 1
        if other_end <= end:
            j += 1
    return total
