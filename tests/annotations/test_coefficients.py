"""Each coefficient gives the figures that its author published."""

from __future__ import annotations

import pytest

from annotations.coefficients import (
    Ratings,
    alpha,
    alpha_u,
    cohen_kappa,
    fleiss_kappa,
    percent,
    unitizing_disagreement,
)


def table(counts: list[list[int]]) -> Ratings:
    """A contingency table of two annotators as ratings."""
    return [((i, j), count) for i, row in enumerate(counts) for j, count in enumerate(row)]


def rows(*values: str) -> Ratings:
    """One string for each annotator, one sign for each unit; `.` is a missing value."""
    return [(tuple(None if sign == "." else sign for sign in unit), 1) for unit in zip(*values, strict=True)]


# Cohen (1960), table on p. 45: 200 cases, proportion 0.70 observed, 0.41 expected, kappa 0.492.
COHEN = table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])

# Fleiss (1971), table 1 on p. 379: 30 patients, 6 diagnoses each, 5 categories; kappa 0.430.
FLEISS = """
    444444 222555 233335 555555 222444 113333 333355 113334 114444 555555
    144444 124444 222333 144444 224445 333335 111455 111112 224444 133555
    555555 244444 224555 114444 144445 222224 111155 224444 133333 555555
"""

# Krippendorff (2011), section A: two coders, ten units, binary; alpha 0.095. Section C: four coders, 12 units,
# nominal, with missing values; alpha 0.743.
TWO_CODERS = rows("0100000010", "1110010000")
FOUR_CODERS = rows("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def test_cohen_1960() -> None:
    assert percent(COHEN) == pytest.approx(0.70)
    assert cohen_kappa(COHEN) == pytest.approx(0.492, abs=0.001)


def test_fleiss_1971() -> None:
    ratings: Ratings = [(tuple(patient), 1) for patient in FLEISS.split()]
    assert percent(ratings) == pytest.approx(0.5556, abs=0.0001)
    assert fleiss_kappa(ratings) == pytest.approx(0.430, abs=0.001)


def test_krippendorff_2011_two_coders() -> None:
    assert percent(TWO_CODERS) == pytest.approx(0.6)
    assert alpha(TWO_CODERS) == pytest.approx(0.095, abs=0.001)


def test_krippendorff_2011_four_coders_with_missing_values() -> None:
    assert alpha(FOUR_CODERS) == pytest.approx(0.743, abs=0.001)


def test_krippendorff_1995_binary_continuum() -> None:
    bertha = "001111111100001111110000"
    bill = "000011110000000110000000"
    assert cohen_kappa(rows(bertha, bill)) == pytest.approx(0.385, abs=0.001)
    assert alpha(rows(bertha, bill)) == pytest.approx(0.329, abs=0.001)


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


def test_where_nothing_varies_there_is_no_coefficient() -> None:
    same = rows("1111", "1111")
    assert percent(same) == 1
    assert (cohen_kappa(same), fleiss_kappa(same), alpha(same)) == (None, None, None)
    assert alpha_u([unitizing_disagreement([[], []], 100)]) is None
