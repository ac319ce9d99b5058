"""The data that ships: whole, small, with its sources, and in every language complete."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities.gazetteer import Listing, gazetteer, plain
from reader.entities.lexicon import LANGUAGES, lexicon

GAZETTEER = Path(str(files("reader.entities") / "data" / "gazetteer"))


def test_the_gazetteer_is_the_one_that_was_built_and_under_a_megabyte() -> None:
    sums = json.loads((GAZETTEER / "SHA256.json").read_text("utf-8"))
    assert sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(GAZETTEER.glob("*.txt"))
    }
    assert sum(path.stat().st_size for path in GAZETTEER.glob("*.txt")) < 1_000_000


def test_every_source_of_the_gazetteer_is_named_with_its_licence() -> None:
    notice = (GAZETTEER / "NOTICE").read_text("utf-8")
    for source, licence in (
        ("GeoNames", "Creative Commons Attribution 4.0"),
        ("Unicode Common Locale Data Repository", "Unicode"),
        ("Faker", "MIT"),
        ("spacy-lookups-data", "MIT"),
    ):
        assert source in notice
        assert licence in notice


def test_countries_are_those_of_the_language() -> None:
    assert "Argentine" in gazetteer("fr").countries
    assert "Argentine" not in gazetteer("en").countries
    assert all(name in gazetteer("en").countries for name in ("Peru", "Kenya"))


def test_names_are_looked_up_without_accents() -> None:
    assert plain("São Paulo") == "Sao Paulo"
    assert plain("São Paulo") in gazetteer("en").places
    assert all(name in gazetteer("en").places for name in ("Lima", "Ayacucho", "Huancayo", "Galicia"))


def test_common_words_are_no_towns() -> None:
    places = gazetteer("en").places
    assert not any(name in places for name in ("Of", "Reading", "Mobile", "The", "Nice"))


NAMES = st.text(alphabet="abAB é'-", min_size=1, max_size=6)


@given(st.sets(NAMES, max_size=60), NAMES, st.integers(1, 40))
def test_a_listing_answers_as_a_set_would(names: set[str], asked: str, page: int) -> None:
    lines = sorted(name.encode() for name in names)
    with patch("reader.entities.gazetteer.PAGE", page):
        listing = Listing(b"".join(line + b"\n" for line in lines))
    assert sorted(listing) == sorted(names)
    assert all(name in listing for name in names)
    assert (asked in listing) == (asked in names)
    assert f"{asked}\n{asked}" not in listing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_months_days_and_titles(language: str) -> None:
    words = lexicon(language)
    assert (len(words.months), len(words.weekdays)) == (12, 7)
    assert set(words.month_abbreviations.values()) <= set(range(1, 13))
    assert set(words.weekday_abbreviations.values()) <= set(range(7))
    assert words.titles
    assert words.organisation_heads
    assert not words.sentence_words & {month for month in words.months if len(month) > 4}


def test_a_language_without_lists_is_read_with_the_english_ones() -> None:
    assert lexicon("pl").language == "en"
