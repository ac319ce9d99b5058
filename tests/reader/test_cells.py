"""Cell widths of what people read: one place that knows how wide a grapheme is, and where it may be cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.cells import cut, fit, grapheme_end, graphemes, harmless, is_plain, width_of


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a", 1),
        ("é", 1),
        ("e\u0301", 1),
        ("漢", 2),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("ﾊ", 1),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩\u200d👩\u200d👧", 2),
        ("🇵🇪", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("नि", 1),
        ("กำ", 2),
        ("שָ", 1),
        ("\u200b", 0),
        ("\u200e", 0),
        ("…", 1),
        ("—", 1),
    ],
)
def test_one_grapheme_has_the_width_a_terminal_gives_it(text: str, cells: int) -> None:
    assert width_of(text) == cells
    assert grapheme_end(text, 0) == len(text)


@pytest.mark.parametrize(
    "text", ["peruvian", "“quoted” — naïve…", "大规模的抗议", "한국어", "👩\u200d👩\u200d👧 and 🇵🇪", "Ελλάδα", "שלום"]
)
def test_we_and_the_toolkit_agree(text: str) -> None:
    assert width_of(text) == cell_len(text)


def test_two_flags_are_two_graphemes() -> None:
    assert [end for _, end, _ in graphemes("🇵🇪🇫🇷")] == [2, 4]


def test_a_line_end_of_two_characters_is_one_grapheme() -> None:
    assert grapheme_end("a\r\nb", 1) == 3


@given(st.text())
def test_graphemes_joined_are_the_text(text: str) -> None:
    assert "".join(text[start:end] for start, end, _ in graphemes(text)) == text


@given(st.text())
def test_a_plain_text_has_as_many_cells_as_characters(text: str) -> None:
    if is_plain(text):
        assert sum(cells for _, _, cells in graphemes(text)) == len(text)


@given(st.text(), st.integers(0, 30))
def test_what_is_cut_fits_and_is_a_beginning(text: str, cells: int) -> None:
    kept = cut(text, cells)
    assert text.startswith(kept)
    assert width_of(kept) <= cells


@given(st.text(), st.integers(1, 30))
def test_what_is_fitted_fills_just_its_cells(text: str, cells: int) -> None:
    assert width_of(fit(text, cells)) == cells


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("bell\x07", "bell␇"),
        ("\x9b31m", "\ufffd31m"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("del\x7f", "del␡"),
        ("a\u2028b", "a␤b"),
        ("\U0001f600 ok", "\U0001f600 ok"),
    ],
)
def test_nothing_that_is_read_can_command_the_terminal(hostile: str, shown: str) -> None:
    assert harmless(hostile) == shown


@given(st.text())
def test_what_is_harmless_has_no_control_left(text: str) -> None:
    assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in harmless(text))
