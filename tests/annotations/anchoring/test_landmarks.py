"""Landmarks: what a file of notes says of its text where the text itself is not at hand."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.landmarks import EVERY, LENGTH, MOST, landmarks
from annotations.anchoring.place import place_all
from annotations.anchoring.quote import quote_span
from annotations.model import Annotation

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
WRITING = st.text(alphabet=st.sampled_from("ab \n東e\u0301\U0001f600\u200d\x00"), max_size=3000)


@given(WRITING)
def test_a_landmark_says_what_stands_at_its_offset(text: str) -> None:
    marks = landmarks(text)
    assert all(text.startswith(words, offset) and 0 < len(words) <= LENGTH for offset, words in marks)
    assert [offset for offset, _ in marks] == sorted({offset for offset, _ in marks})
    assert all(words == words.rstrip() and "\n" not in words for _, words in marks)


def test_landmarks_are_whole_words_where_there_are_any() -> None:
    text = "the herring came late this year and left early. " * 60
    for offset, words in landmarks(text):
        assert text[max(0, offset - 1)].isspace() or offset == 0
        assert text[offset + len(words)].isspace()


def test_a_text_without_spaces_has_landmarks_too() -> None:
    assert len(landmarks("東京駅前の古い本屋は昨年閉店した。" * 100)) == -(-1700 // EVERY)


def test_a_long_text_has_no_more_than_a_few_hundred() -> None:
    assert len(landmarks("It rained. " * 200_000)) <= MOST


def test_a_look_alike_that_a_landmark_knows_to_be_another_passage_is_less_likely() -> None:
    remarks = [f"On day {n} of the talks somebody said {n * 7919 % 997} words about the fish. " for n in range(12)]
    first = "The council closed the northern quay in March. "
    second = "The council closed the southern quay in May. "
    old = "".join([*remarks[:4], first, *remarks[4:8], second, *remarks[8:]])
    new = "".join([*remarks[:2], "Nothing more was said. ", *remarks[6:8], second, *remarks[8:]])
    start = old.index(first)
    span = quote_span(old, start, start + len(first) - 1)
    note = Annotation(id="n", spans=(span,), created=WHEN, modified=WHEN)

    def confidence(marks: tuple[tuple[int, str], ...]) -> float:
        placed = place_all([note], new, fingerprint="1" * 64, default_fingerprint="0" * 64, landmarks=marks)["n"][0]
        return placed.confidence

    assert confidence(((old.index(second), second[:LENGTH].rstrip()),)) < confidence(())
