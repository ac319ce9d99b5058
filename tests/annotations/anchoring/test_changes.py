"""What became of a passage's words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.changes import changes


def told(was: str, now: str) -> list[tuple[str, str]]:
    return [(piece.fate, piece.text) for piece in changes(was, now)]


def test_words_that_went_stand_before_those_that_came() -> None:
    assert told("The vote was taken at noon.", "The vote was put off until noon.") == [
        ("same", "The vote was "),
        ("gone", "taken at"),
        ("new", "put off until"),
        ("same", " noon."),
    ]


def test_words_put_in_and_words_cut() -> None:
    assert told("a red door", "a bright red door") == [("same", "a "), ("new", "bright"), ("same", " red door")]
    assert told("a bright red door", "a red door") == [("same", "a"), ("gone", " bright"), ("same", " red door")]


def test_typography_is_no_change() -> None:
    assert told('"We keep\nit," she says', "“We keep it,” she says") == [("same", "“We keep it,” she says")]


def test_a_script_without_spaces_changes_by_the_character() -> None:
    assert told("東京は雨です", "大阪は雨です") == [("gone", "東京"), ("new", "大阪"), ("same", "は雨です")]


def test_nothing_in_common() -> None:
    assert told("yes", "no") == [("gone", "yes"), ("new", "no")]
    assert told("", "no") == [("new", "no")]
    assert told("yes", "") == [("gone", "yes")]
    assert told("", "") == []


WORDS = st.lists(
    st.sampled_from(["red", "Red,", "door", "“a”", "b-\nc", "東京", "\U0001f600", "…"]), max_size=12
).map(" ".join)


@given(WORDS | st.text(max_size=30), WORDS | st.text(max_size=30))
def test_what_stayed_and_what_came_is_the_new_text(was: str, now: str) -> None:
    pieces = changes(was, now)
    assert "".join(piece.text for piece in pieces if piece.fate != "gone") == now
    assert all(piece.text in was for piece in pieces if piece.fate == "gone")


@given(WORDS)
def test_an_unchanged_text_has_no_changes(text: str) -> None:
    assert {piece.fate for piece in changes(text, text)} <= {"same"}
