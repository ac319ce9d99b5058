"""Marks are found by the stretch of text they touch, however they overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.marks import Marks, NoteMark

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=30)


def marks_of(given_spans: list[tuple[int, int]]) -> list[NoteMark]:
    return [NoteMark(note=str(n), start=s, end=s + size) for n, (s, size) in enumerate(given_spans)]


@given(spans, st.integers(0, 100), st.integers(1, 30))
def test_touching_finds_just_the_marks_that_share_a_code_point(
    given_spans: list[tuple[int, int]], start: int, size: int
) -> None:
    marks = marks_of(given_spans)
    end = start + size
    expected = {mark.note for mark in marks if mark.start < end and mark.end > start}
    assert {mark.note for mark in Marks(marks).touching(start, end)} == expected


@given(spans, st.integers(0, 100))
def test_after_and_before_are_the_nearest_beginnings(given_spans: list[tuple[int, int]], offset: int) -> None:
    marks = marks_of(given_spans)
    after, before = Marks(marks).after(offset), Marks(marks).before(offset)
    assert (after.start if after else None) == min((m.start for m in marks if m.start > offset), default=None)
    assert (before.start if before else None) == max((m.start for m in marks if m.start < offset), default=None)
