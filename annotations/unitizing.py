"""Agreement on where units begin and end on a continuum, and on what they are: Krippendorff's alphas for unitizing.

Two generations. `Continuum` gives the family of 2016, for any number of annotators: the one to quote. `alpha_u` is
that of 2004, which the family replaces, for comparison with older work. A coefficient is a float, 1.0 for perfect
agreement and about 0.0 for chance, or None where it is not defined: nothing to compare, or no variation that
agreement could be told from. Positions are half-open `[start, end)`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Unit = tuple[int, int]
"""Half-open `[start, end)` on a continuum."""

Valued = tuple[int, int, Hashable]
"""A unit and its value: `(start, end, value)`. The value is not None; with None, it is a gap between units."""


# ------------------------------------------------------------------------------------------------ the family of 2016


@dataclass(frozen=True, slots=True, kw_only=True)
class UAlphas:
    """The members of the family that are about all values together."""

    u: float | None
    """Of everything at once: what is a unit, where it ends, and what value it has (section 5.1)."""
    binary: float | None
    """`|u`: of telling units from gaps, whatever the values (5.2)."""
    cu: float | None
    """`cu`: of the values, wherever two annotators have a unit both; where it ends does not count (5.3)."""
    covered: float
    """The share of the continuum that `cu` is about."""


class Continuum:
    """What annotators marked on one continuum, compared stretch by stretch.

    Source: Krippendorff, Mathet, Bouvry and Widlöcher (2016), On the reliability of unitizing textual continua:
    Further developments, Quality & Quantity 50(6). As there, a unit does not coincide with itself by chance, and a
    gap has no structure: it counts as so many gaps of length 1. The metric is the nominal one. Where hardly any of
    many annotators have units in common, what is left to chance comes to nothing: `cu` and `(k)u` are not defined.
    """

    def __init__(self, annotators: Sequence[Iterable[Valued]], length: int) -> None:
        """Compare.

        Args:
            annotators: For each of two or more the units, on `[0, length)`; those of one annotator do not overlap.
            length: Of the continuum, at least 1.
        """
        self._length = length
        self._m = len(annotators)
        self._segments = [_segments(units, length) for units in annotators]
        self._coincide: Counter[tuple[Hashable, Hashable]] = Counter()
        """(value, value) -> length on which one annotator has the one and another the other, over ordered pairs."""
        self._shared: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        """(annotator, segment) of a unit -> other annotator -> length of it on which that one has units, too."""
        self._sweep()

    def u_alphas(self) -> UAlphas:
        """The coefficients of all values together."""
        lengths: Counter[Hashable] = Counter()
        own: Counter[Hashable] = Counter()
        for segments in self._segments:
            for start, end, value in segments:
                lengths[value] += end - start
                own[value] += end - start if value is None else (end - start) ** 2
        agreed = self._agreed(lambda _: True)
        both_units = sum(n for (one, other), n in self._coincide.items() if one is not None and other is not None)
        units, gaps = lengths.total() - lengths[None], lengths[None]
        return UAlphas(
            u=_alpha(lengths, own, agreed),
            binary=_alpha(
                {True: units, None: gaps},
                {True: own.total() - own[None], None: own[None]},
                (both_units + self._coincide[None, None]) / (self._m - 1),
            ),
            cu=_alpha(self._met, self._met_own, self._agreed(lambda value: value is not None)),
            covered=sum(self._met.values()) / (self._m * self._length),
        )

    def ku_alpha(self, carries: Callable[[Hashable], bool]) -> tuple[float | None, float | None]:
        """`(k)u`: of telling one value from the others, wherever two annotators have a unit both (section 5.4).

        Args:
            carries: Whether the value of a unit is, or holds, the value in question.

        Returns: The coefficient, and the share of what has this value that it is about; None where nothing has it.
        """
        held = sum(
            end - start
            for segments in self._segments
            for start, end, value in segments
            if value is not None and carries(value)
        )
        mine = sum(length for value, length in self._met.items() if carries(value))
        if not mine:
            return None, 0.0 if held else None
        total = sum(self._met.values())
        same = sum(n for (one, other), n in self._valued() if carries(one) and carries(other)) / (self._m - 1)
        own = sum(square for value, square in self._met_own.items() if carries(value))
        # Of the coincidences to expect, those of the value with any and with others; a common factor cancels out.
        with_any, with_others = mine * total - own, mine * (total - mine)
        if with_any <= 0 or with_others <= 0:
            return None, mine / held
        return 1 - with_any / mine * (mine - same) / with_others, mine / held

    @cached_property
    def _met(self) -> Mapping[Hashable, float]:
        """Value -> length on which other annotators have units, too."""
        met: Counter[Hashable] = Counter()
        for (one, _), length in self._valued():
            met[one] += length
        return {value: length / (self._m - 1) for value, length in met.items()}

    @cached_property
    def _met_own(self) -> Mapping[Hashable, float]:
        """Value -> what the parts of its units that meet others have in common with themselves: equation 10."""
        own: Counter[Hashable] = Counter()
        for (who, segment), others in self._shared.items():
            own[self._segments[who][segment][2]] += sum(length**2 for length in others.values())
        return {value: square / (self._m - 1) for value, square in own.items()}

    def _agreed(self, wanted: Callable[[Hashable], bool]) -> float:
        return sum(n for (one, other), n in self._coincide.items() if one == other and wanted(one)) / (self._m - 1)

    def _valued(self) -> Iterable[tuple[tuple[Hashable, Hashable], int]]:
        return ((pair, n) for pair, n in self._coincide.items() if None not in pair)

    def _sweep(self) -> None:
        """Go through the continuum in stretches on which nobody's segment ends."""
        here = [0] * self._m
        at = 0
        while at < self._length:
            segments = [self._segments[who][n] for who, n in enumerate(here)]
            following = min(end for _, end, _ in segments)
            for one, (_, _, value) in enumerate(segments):
                for other, (_, _, against) in enumerate(segments):
                    if one != other:
                        self._coincide[value, against] += following - at
                        if value is not None and against is not None:
                            self._shared[one, here[one]][other] += following - at
            here = [n + (segment[1] == following) for n, segment in zip(here, segments, strict=True)]
            at = following


def _alpha(lengths: Mapping[Hashable, float], own: Mapping[Hashable, float], agreed: float) -> float | None:
    """One minus observed by expected disagreement, for nominal values.

    Args:
        lengths: Value -> its length, over all annotators.
        own: Value -> what its units have in common with themselves, which chance cannot bring together.
        agreed: Length on which annotators have the same value.
    """
    total = sum(lengths.values())
    possible = total**2 - sum(own.values())
    if possible <= 0:
        return None
    by_chance = sum(length**2 - own.get(value, 0) for value, length in lengths.items())
    expected = total * (1 - by_chance / possible)
    return 1 - (total - agreed) / expected if expected > 0 else None


def _segments(units: Iterable[Valued], length: int) -> list[Valued]:
    """Units and the gaps between them, covering `[0, length)`."""
    found: list[Valued] = []
    at = 0
    for start, end, value in sorted(units, key=lambda unit: unit[:2]):
        if start > at:
            found.append((at, start, None))
        found.append((start, end, value))
        at = end
    if at < length:
        found.append((at, length, None))
    return found


# ------------------------------------------------------------------------------------------------------- that of 2004


def unitizing_disagreement(unitized: Sequence[Iterable[Unit]], length: int) -> tuple[float, float]:
    """Observed and expected disagreement of the units that annotators marked on one continuum, for one value.

    Args:
        unitized: For each annotator the units, on `[0, length)`; those of one annotator do not overlap.
        length: Of the continuum.

    Source: Krippendorff (2004), Content Analysis, 2nd edition, section 11.6.
    """
    sections = [
        [(start, end, value is not None) for start, end, value in _segments(_alike(units), length)]
        for units in unitized
    ]
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


def _alike(units: Iterable[Unit]) -> Iterable[Valued]:
    return ((start, end, True) for start, end in units)


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
