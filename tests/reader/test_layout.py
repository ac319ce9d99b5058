"""Wrapping keeps every letter, respects the measure, and converts offsets to places and back."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader import layout
from reader.cells import graphemes, width_of
from reader.layout import Wrapped, balanced

prose = st.text(st.sampled_from("abc de,. -—’“é"), max_size=200)
anything = st.text(st.sampled_from("ab \t\n-漢字。、한é\u0301👩\u200d👧🇵🇪\u200b\x1bשל"), max_size=120) | st.text(
    max_size=80
)
widths = st.integers(2, 40)


def rows(text: str, width: int) -> list[str]:
    wrapped = Wrapped(text, 0, len(text), width)
    return [text[slice(*wrapped.span(row))] for row in range(len(wrapped))]


def test_rows_end_between_words() -> None:
    assert rows("mass protests and roadblocks", 12) == ["mass ", "protests and ", "roadblocks"]


def test_a_word_that_just_fits_stays() -> None:
    assert rows("the coup was", 8) == ["the coup ", "was"]


def test_a_compound_may_part_at_its_hyphen() -> None:
    assert rows("the far-right parties", 9) == ["the far-", "right ", "parties"]


def test_a_dash_between_words_stays_with_the_word_before() -> None:
    assert rows("of the poor—the rural", 12) == ["of the poor—", "the rural"]


def test_a_word_longer_than_the_measure_is_cut() -> None:
    assert rows("a Donaudampfschifffahrt", 10) == ["a ", "Donaudampf", "schifffahr", "t"]


def test_ideographs_part_anywhere_but_before_closing_marks() -> None:
    assert rows("大规模的抗议、恢复。", 8) == ["大规模的", "抗议、恢", "复。"]
    assert rows("秘鲁抗议。", 8) == ["秘鲁抗", "议。"]


def test_line_ends_in_the_text_end_rows() -> None:
    assert rows("def f():\n    return 1\n", 40) == ["def f():\n", "    return 1\n"]


def test_a_tab_reaches_to_the_next_stop() -> None:
    wrapped = Wrapped("a\tb", 0, 3, 40)
    assert [wrapped.place(offset) for offset in (0, 1, 2, 3)] == [(0, 0), (0, 1), (0, 4), (0, 5)]


def test_a_title_is_set_in_even_rows() -> None:
    text = "Mass protests resume across Peru against the coup regime and social inequality"
    sizes = [last - first for first, last in map(balanced(text, 0, len(text), 60).shown, (0, 1))]
    assert abs(sizes[0] - sizes[1]) < 8


@given(anything, widths)
@example("\n", 5)
@example(" leading", 4)
def test_the_rows_joined_are_the_text(text: str, width: int) -> None:
    assert "".join(rows(text, width)) == text


@given(anything, widths)
@example("\t\u200b", 2)
def test_no_row_is_wider_than_the_measure(text: str, width: int) -> None:
    wrapped = Wrapped(text, 0, len(text), width)
    for row in range(len(wrapped)):
        _, end = wrapped.shown(row)
        assert wrapped.column(row, end) <= wrapped.width


@given(anything, widths)
def test_offset_to_place_to_offset_is_the_grapheme(text: str, width: int) -> None:
    wrapped = Wrapped(text, 0, len(text), width)
    for row in range(len(wrapped)):
        start, end = wrapped.shown(row)
        for first, _, cells in wrapped.cells(row, end):
            if cells and first >= start:
                assert wrapped.offset(*wrapped.place(first)) == first


@given(anything, widths)
def test_rows_are_never_cut_inside_a_grapheme(text: str, width: int) -> None:
    starts = {start for start, _, _ in graphemes(text)} | {0}
    assert set(Wrapped(text, 0, len(text), width).starts) <= starts


@given(prose, widths)
@example("aaaaaa-a-.", 9)  # the last hyphen parts no words, the one before it does
@settings(max_examples=300)
def test_the_fast_way_wraps_as_the_general_one_does(text: str, width: int) -> None:
    fast = Wrapped(text, 0, len(text), width)
    slow = [0]
    layout._wrap(text, 0, len(text), width, slow)
    assert fast.starts == slow


@given(prose, widths, st.integers(0, 40), st.integers(0, 40))
def test_a_stretch_wraps_as_it_would_alone(text: str, width: int, before: int, after: int) -> None:
    whole = "x" * before + text + "y" * after
    inside = Wrapped(whole, before, before + len(text), width)
    alone = Wrapped(text, 0, len(text), width)
    assert [start - before for start in inside.starts] == alone.starts


@pytest.mark.parametrize("column", [0, 1, 2, 3, 99])
def test_a_column_in_a_wide_grapheme_is_that_grapheme(column: int) -> None:
    wrapped = Wrapped("漢字", 0, 2, 10)
    assert wrapped.offset(0, column) == (0 if column < 2 else 1)
    assert width_of("漢字") == 4
