"""Two edits of one text become one, or are said to be in each other's way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.textmerge import merge_text

texts = st.lists(st.sampled_from(["a", "b", "c", "d e", "\n", ". "]), max_size=8).map(" ".join)


@given(texts, texts, texts)
def test_it_makes_no_difference_which_side_is_named_first(base: str, ours: str, theirs: str) -> None:
    assert merge_text(base, ours, theirs) == merge_text(base, theirs, ours)


@given(texts, texts)
def test_an_edit_beside_an_untouched_text_is_taken(base: str, edited: str) -> None:
    assert merge_text(base, edited, base) == edited
    assert merge_text(base, edited, edited) == edited


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("one two three", "ONE two three", "one two THREE", "ONE two THREE"),
        ("one two", "one new two", "one two more", "one new two more"),
        ("one two", "ONE two", "UNO two", None),
        ("one two", "one TWO", "ONE two", None),
        ("", "ours", "theirs", None),
        (
            "first line\n\nlast line",
            "first line!\n\nlast line",
            "first line\n\nlast line?",
            "first line!\n\nlast line?",
        ),
    ],
)
def test_merging(base: str, ours: str, theirs: str, merged: str | None) -> None:
    assert merge_text(base, ours, theirs) == merged
