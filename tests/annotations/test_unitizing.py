"""Alphas for unitizing: published figures, an implementation of somebody else's, and the definitions counted out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import permutations, product
from operator import eq
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.unitizing import Continuum, UAlphas, Valued, alpha_u, unitizing_disagreement

# Krippendorff (2004), Content Analysis, 2nd edition, pp. 251-256: two observers of a continuum of 300 from 150 on.
C_FIRST, C_SECOND = [(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]
K_BOTH = [(30, 90), (150, 200)]


def test_krippendorff_2004_unitizing() -> None:
    observed, expected = unitizing_disagreement([C_FIRST, C_SECOND], 300)
    assert observed == pytest.approx(0.0144, abs=0.00005)
    assert expected == pytest.approx(0.0532, abs=0.00005)
    assert alpha_u([(observed, expected)]) == pytest.approx(0.7286, abs=0.0005)
    k = unitizing_disagreement([K_BOTH, K_BOTH], 300)
    assert k[0] == 0
    assert k[1] == pytest.approx(0.0490, abs=0.00005)
    assert alpha_u([(observed, expected), k]) == pytest.approx(0.8591, abs=0.0005)


# Krippendorff (1995), Sociological Methodology 25, p. 57: four pairs of observers; figures for ever finer units. The
# expected disagreement was mended in 2004 (a sign in the count of places for a unit in a gap), hence the tolerance.
PAIRS = {
    "A": ([(2, 10), (14, 20)], [(4, 8), (15, 17)], 0.553),
    "B": ([(0, 18)], [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)], -0.926),
    "C": ([(2, 8), (10, 12), (14, 18), (20, 22)], [(0, 2), (4, 8), (10, 14), (16, 18), (20, 22)], 0.679),
    "D": ([(0, 2), (2, 10), (10, 14), (14, 20), (20, 24)], [(0, 4), (4, 8), (8, 15), (15, 17), (17, 24)], 0.066),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_krippendorff_1995_unitizing(pair: str) -> None:
    first, second, published = PAIRS[pair]
    fine = 50_000
    stretched = [[(start * fine, end * fine) for start, end in units] for units in (first, second)]
    assert alpha_u([unitizing_disagreement(stretched, 24 * fine)]) == pytest.approx(published, abs=0.015)


def test_where_nobody_marked_anything_there_is_no_coefficient() -> None:
    assert alpha_u([unitizing_disagreement([[], []], 100)]) is None
    assert Continuum([[], []], 100).u_alphas() == UAlphas(u=None, binary=None, cu=None, covered=0.0)


# The family of 2016. Three annotators of a continuum of 20; the figures are those that a public implementation of the
# paper's equations 1 to 13 (github.com/lindanna/unitized_alpha, its README) prints for them.
ALEX: list[Valued] = [(2, 5, "1"), (9, 11, "1"), (12, 20, "2")]
PAUL: list[Valued] = [(2, 5, "1"), (7, 15, "2")]
SUSAN: list[Valued] = [(2, 5, "1"), (10, 15, "2")]


def test_the_family_of_2016_against_another_implementation() -> None:
    continuum = Continuum([ALEX, PAUL, SUSAN], 20)
    found = continuum.u_alphas()
    assert found.u == pytest.approx(0.474, abs=0.0005)
    assert found.binary == pytest.approx(0.433, abs=0.0005)
    assert found.cu == pytest.approx(0.779, abs=0.0005)
    assert found.covered == pytest.approx(0.3833, abs=0.0001)
    assert [*continuum.ku_alpha(partial(eq, "1")), *continuum.ku_alpha(partial(eq, "2"))] == pytest.approx(
        [0.769, 0.9545, 0.787, 0.5952], abs=0.0005
    )


LENGTH = 14


@st.composite
def units(draw: st.DrawFn) -> list[Valued]:
    """What one annotator marked: a continuum cut anywhere, and each piece a gap or a unit of some value."""
    cuts = sorted(draw(st.sets(st.integers(1, LENGTH - 1), max_size=6)))
    ends = [0, *cuts, LENGTH]
    values = draw(st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=len(ends) - 1, max_size=len(ends) - 1))
    pieces = zip(ends, ends[1:], values, strict=False)
    return [(start, end, value) for start, end, value in pieces if value is not None]


annotators = st.lists(units(), min_size=2, max_size=4)

Bit = tuple[int, int, object, object]
"""Annotator, position, value (None: gap), and which unit; a bit of a gap is one by itself."""


def bits(people: list[list[Valued]]) -> list[Bit]:
    found: list[Bit] = []
    for who, marked in enumerate(people):
        for at in range(LENGTH):
            unit = next((unit for unit in marked if unit[0] <= at < unit[1]), None)
            found.append((who, at, unit[2] if unit else None, unit or at))
    return found


def counted_out(people: list[list[Valued]], alike: Callable[[object, object], bool]) -> float | None:
    """One minus observed by expected disagreement, over pairs of bits: those at one place, and all that could be.

    A bit pairs with the bits of other annotators at its place; by chance, with any bit that is not of its own unit.
    """
    every = bits(people)
    here = [(p, q) for p, q in product(every, every) if p[0] != q[0] and p[1] == q[1]]
    chance = [(p, q) for p, q in product(every, every) if (p[0], p[3]) != (q[0], q[3])]
    observed = sum(not alike(p[2], q[2]) for p, q in here) / len(here)
    expected = sum(not alike(p[2], q[2]) for p, q in chance) / len(chance) if chance else 0
    return 1 - observed / expected if expected else None


def counted_out_where_both_marked(people: list[list[Valued]], wanted: object = None) -> float | None:
    """`cu`, and with a value `(k)u`, over bits that two annotators have in units both, once for each such pair."""
    m = len(people)
    table = {(who, at): (value, unit) for who, at, value, unit in bits(people)}
    pairs = [
        (who, other, at)
        for who, other in permutations(range(m), 2)
        for at in range(LENGTH)
        if table[who, at][0] is not None and table[other, at][0] is not None
    ]
    if not pairs:
        return None

    def value(who: int, at: int) -> object:
        found = table[who, at][0]
        return found if wanted is None else found == wanted

    def weight(p: tuple[int, int, int], q: tuple[int, int, int]) -> float:
        """Of a pair by chance: each side counts 1/(m-1), but what a unit shares with another not with itself."""
        own = p[:2] == q[:2] and table[p[0], p[2]][1] == table[q[0], q[2]][1]
        return 1 / (m - 1) ** 2 - (1 / (m - 1) if own else 0)

    counts = [p for p in pairs if wanted is None or value(p[0], p[2])]
    differ = sum(value(p[0], p[2]) != value(p[1], p[2]) for p in counts) / len(counts) if counts else 0.0
    by_chance = [(weight(p, q), value(p[0], p[2]) != value(q[0], q[2])) for p, q in product(counts, pairs)]
    possible = sum(weighed for weighed, _ in by_chance)
    expected = sum(weighed for weighed, different in by_chance if different)
    return 1 - differ / (expected / possible) if counts and min(possible, expected) > 1e-9 else None


def same(found: float | None, expected: float | None) -> bool:
    return found is expected if None in (found, expected) else found == pytest.approx(expected, abs=1e-9)


@given(annotators)
def test_u_and_its_binary_sister_are_what_counting_pairs_of_places_gives(people: list[list[Valued]]) -> None:
    found = Continuum(people, LENGTH).u_alphas()
    assert same(found.u, counted_out(people, eq))
    assert same(found.binary, counted_out(people, lambda one, other: (one is None) == (other is None)))


@given(annotators)
def test_cu_and_ku_are_what_counting_where_two_have_units_gives(people: list[list[Valued]]) -> None:
    continuum = Continuum(people, LENGTH)
    assert same(continuum.u_alphas().cu, counted_out_where_both_marked(people))
    for wanted in "abc":
        found, _ = continuum.ku_alpha(partial(eq, wanted))
        assert same(found, counted_out_where_both_marked(people, wanted))


@given(annotators, st.permutations(["a", "b", "c"]), st.randoms(use_true_random=False))
def test_neither_the_order_of_annotators_nor_the_names_of_values_make_a_difference(
    people: list[list[Valued]], names: list[str], random: Random
) -> None:
    before = Continuum(people, LENGTH).u_alphas()
    renamed = [[(start, end, names["abc".index(str(value))]) for start, end, value in one] for one in people]
    random.shuffle(renamed)
    after = Continuum(renamed, LENGTH).u_alphas()
    assert same(after.u, before.u)
    assert same(after.binary, before.binary)
    assert same(after.cu, before.cu)


@given(units(), st.integers(2, 4))
def test_copies_agree_fully_and_a_value_of_its_own_is_all_there_is(one: list[Valued], copies: int) -> None:
    continuum = Continuum([one] * copies, LENGTH)
    found = continuum.u_alphas()
    assert found.u in (None, pytest.approx(1.0))
    assert found.binary in (None, pytest.approx(1.0))
    assert found.cu in (None, pytest.approx(1.0))
    assert found.covered == pytest.approx(sum(end - start for start, end, _ in one) / LENGTH)


@given(annotators)
def test_with_one_value_only_u_is_the_binary_one_and_there_is_no_cu(people: list[list[Valued]]) -> None:
    found = Continuum([[(start, end, "x") for start, end, _ in one] for one in people], LENGTH).u_alphas()
    assert same(found.u, found.binary)
    assert found.cu is None
