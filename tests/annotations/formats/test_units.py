"""Offsets in code points, UTF-16, UTF-8 and graphemes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.formats.units import UNITS, Offsets, Unit, readings, resolve

FOX = "Ana 🦊 met Bo in Paris."
TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("🦊é\u0301👩\u200d👧🇫🇷שק\r\n"))


@pytest.mark.parametrize(
    ("unit", "start", "end"),
    [("code point", 16, 21), ("grapheme", 16, 21), ("utf-16", 17, 22), ("utf-8", 19, 24)],
)
def test_paris_stands_elsewhere_in_each_unit(unit: Unit, start: int, end: int) -> None:
    offsets = Offsets(FOX)
    assert (offsets.to(unit, 16), offsets.to(unit, 21)) == (start, end)
    assert offsets.span(unit, start, end) == (16, 21)


def test_an_offset_inside_a_character_is_no_offset() -> None:
    offsets = Offsets(FOX)
    assert offsets.back("utf-16", 5) is None
    assert offsets.back("utf-8", 6) is None


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("absurd", [-1, 10**30])
def test_an_offset_outside_the_text_is_no_offset(unit: Unit, absurd: int) -> None:
    for text in (FOX, "plain", ""):
        assert Offsets(text).back(unit, absurd) is None
        assert Offsets(text).span(unit, 0, absurd) is None


@given(text=TEXTS, data=st.data())
def test_every_offset_there_and_back(text: str, data: st.DataObject) -> None:
    offsets = Offsets(text)
    offset = data.draw(st.integers(0, len(text)))
    assert offsets.back("utf-16", offsets.to("utf-16", offset)) == offset
    assert offsets.back("utf-8", offsets.to("utf-8", offset)) == offset
    back = offsets.back("grapheme", offsets.to("grapheme", offset))
    assert back is not None
    assert back <= offset


@given(text=TEXTS, data=st.data())
def test_offsets_agree_with_python(text: str, data: st.DataObject) -> None:
    offsets = Offsets(text)
    offset = data.draw(st.integers(0, len(text)))
    assert offsets.to("utf-16", offset) == len(text[:offset].encode("utf-16-le")) // 2
    assert offsets.to("utf-8", offset) == len(text[:offset].encode())


@pytest.mark.parametrize(("start", "end"), [(16, 21), (17, 22), (19, 24)])
def test_the_unit_whose_words_are_the_quote_is_the_one_meant(start: int, end: int) -> None:
    assert resolve(Offsets(FOX), start, end, "Paris") == (16, 21)


def test_no_unit_fits() -> None:
    assert resolve(Offsets(FOX), 3, 8, "Paris") is None


def test_two_units_that_give_the_words_at_different_places_are_refused() -> None:
    doubled = "🦊aaaa"
    assert len(list(readings(Offsets(doubled), 2, 3, "a"))) == 2
    assert resolve(Offsets(doubled), 2, 3, "a") is None
