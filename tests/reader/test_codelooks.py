"""Code in colours: every look stands over the words it is meant for; what is unknown stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.codelooks import LONGEST, layers, look_of
from reader.palette import DARK

PYTHON = 'def total(counts):\n    """All."""\n    return sum(counts)  # goats\n'


def seen(code: str, language: str) -> dict[str, str]:
    return {code[start:end]: look[0] for start, end, look in layers(code, language)}


def test_keywords_strings_comments_and_names_are_told_apart() -> None:
    found = seen(PYTHON, "python")
    assert found["def"] == found["return"] == "accent"
    assert found['"""All."""'] == "quote"
    assert found["# goats"] == "muted"
    assert found["total"] == "strong"
    assert "counts" not in found


@pytest.mark.parametrize("language", ["py", "Python", " python "])
def test_a_language_goes_by_all_its_names(language: str) -> None:
    assert seen(PYTHON, language)["def"] == "accent"


@pytest.mark.parametrize(("code", "language"), [(PYTHON, ""), (PYTHON, "nonesuch"), ("x = 1\n" * LONGEST, "python")])
def test_what_nobody_knows_and_what_is_very_long_stays_as_it_is(code: str, language: str) -> None:
    assert layers(code, language) == []


@given(st.text(max_size=200), st.sampled_from(["python", "c", "html", "json", "bash", "diff", "rust"]))
def test_looks_stay_inside_the_code_whatever_it_is(code: str, language: str) -> None:
    for start, end, look in layers(code, language):
        assert 0 <= start < end <= len(code)
        assert look[0] in DARK


def test_a_kind_has_the_look_of_what_it_is_a_kind_of() -> None:
    assert look_of("Literal.String.Doc") == look_of("Literal.String")
    assert look_of("Keywords") is None
