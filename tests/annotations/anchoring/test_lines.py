"""Whole lines that two texts have in common."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.lines import MARGIN, SHORTEST, carried, equal_stretches
from annotations.anchoring.normal import NormalText

LINES = [f"Line {n} says something of its own, {n} times." for n in range(9)]


def test_equal_lines_make_stretches_that_grow_over_short_ones() -> None:
    old = "\n".join([*LINES[:3], "", *LINES[3:5]])
    new = "\n".join(["A line more.", *LINES[:3], "", *LINES[3:4], "Another end."])
    (stretch,) = equal_stretches(old, new)
    i, j, length = stretch
    assert old[i : i + length] == new[j : j + length] == "\n".join([*LINES[:3], "", LINES[3]])


def test_lines_that_stand_twice_start_no_stretch() -> None:
    assert equal_stretches(f"{LINES[0]}\n{LINES[0]}", f"{LINES[0]}\n{LINES[0]}\nmore") == []


def test_a_passage_well_inside_a_stretch_is_carried_along() -> None:
    text = "\n".join(LINES)
    stretches = equal_stretches(text, f"New.\n{text}")
    assert carried(stretches, 100, 110) == (105, 115)
    assert carried(stretches, MARGIN - 1, 60) is None
    assert carried(stretches, 100, len(text) - MARGIN + 1) is None
    assert carried([], 3, 5) is None


POOL = st.lists(st.sampled_from([*LINES, "", "short", "x" * SHORTEST]), max_size=12).map("\n".join)


@given(POOL, POOL)
def test_stretches_are_equal_and_in_order(old: str, new: str) -> None:
    i_free = j_free = 0
    for i, j, length in equal_stretches(old, new):
        assert i >= i_free
        assert j >= j_free
        assert old[i : i + length] == new[j : j + length]
        i_free, j_free = i + length, j + length


@given(POOL, POOL)
def test_a_text_read_after_another_is_read_as_alone(old: str, new: str) -> None:
    one = NormalText(old)
    after = NormalText.after(one, new, equal_stretches(old, new))
    alone = NormalText(new, one.vocabulary)
    assert (after.words, after.starts, after.ends) == (alone.words, alone.starts, alone.ends)
