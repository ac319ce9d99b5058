"""Each coefficient gives the figures that its author published."""

from __future__ import annotations

import pytest

from annotations.coefficients import (
    Ratings,
    alpha,
    cohen_kappa,
    fleiss_kappa,
    percent,
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


def test_where_nothing_varies_there_is_no_coefficient() -> None:
    same = rows("1111", "1111")
    assert percent(same) == 1
    assert (cohen_kappa(same), fleiss_kappa(same), alpha(same)) == (None, None, None)
