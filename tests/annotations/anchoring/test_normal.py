"""The normal form: typography disappears, offsets stay exact."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.normal import NormalText


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("It's a “fine” day", 'it’s a "fine" DAY'),
        ("co\u00adöperate", "cooperate"),
        ("exam-\nple", "example"),
        ("exam-\n> ple", "example"),
        ("the ﬁrst ﬂoor", "the first floor"),
        ("*snake_case* and **bold**", "snake case and bold"),
        ("naïve café", unicodedata.normalize("NFD", "naïve café")),
        ("ＡＢＣ１２", "abc12"),
        ("Straße", "STRASSE"),
        ("a\u200bb", "ab"),
    ],
)
def test_typography_disappears(written: str, other: str) -> None:
    assert NormalText(written).stream == NormalText(other).stream


def test_vowel_signs_of_indic_scripts_are_letters() -> None:
    assert NormalText("கா").stream != NormalText("கி").stream


def test_scripts_without_spaces_have_one_word_per_character() -> None:
    assert len(NormalText("東京は雨 rain")) == 5
    assert len(NormalText("서울은 비")) == 2


def test_a_word_broken_at_a_soft_hyphen_is_whole() -> None:
    for broken in ("a\u00ad\ncross", "a\u00ad\r\n  cross", "a\u00adcross", "a-\ncross"):
        assert NormalText(f"{broken} the café").stream == "acrossthecafe"
        assert len(NormalText(f"{broken} the café")) == 3


def test_every_pictograph_is_a_word() -> None:
    assert len(NormalText("\U0001f600\U0001f601 ok")) == 3


@given(st.text())
def test_words_lie_in_the_text_in_order(text: str) -> None:
    normal = NormalText(text)
    assert len(normal.starts) == len(normal.ends) == len(normal.words) == len(normal.stream_starts) - 1
    end = 0
    for start, finish in zip(normal.starts, normal.ends, strict=True):
        assert end <= start < finish <= len(text)
        end = finish


@given(st.text(alphabet=st.sampled_from("ab ﬁß\u00ad\u0301é-\n_.東\U0001f600\u200d")), st.data())
def test_letters_lead_back_to_their_text(text: str, data: st.DataObject) -> None:
    normal = NormalText(text)
    if not normal.stream:
        return
    begin = data.draw(st.integers(0, len(normal.stream) - 1))
    finish = data.draw(st.integers(begin + 1, len(normal.stream)))
    start, end = normal.span_of_letters(begin, finish)
    assert 0 <= start < end <= len(text)
    first, last = normal.letters_in(start, end)
    assert first <= begin < finish <= last
