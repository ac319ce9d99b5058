"""A question in the last row: a line that is edited by graphemes, fits its row, and tells of each change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.app.asking import Line, Question
from reader.cells import width_of

KEYS = ["backspace", "delete", "left", "right", "home", "end", "ctrl+w", "ctrl+u", "ctrl+k", "a", "é", "漢", "space"]


def typed(line: Line, *keys: str) -> Line:
    for key in keys:
        line.key(key, " " if key == "space" else key if len(key) == 1 else None)
    return line


def test_letters_go_in_at_the_cursor() -> None:
    line = typed(Line(), "a", "c", "left", "b", "end", "d")
    assert line.text == "abcd"


def test_a_grapheme_goes_as_a_whole() -> None:
    assert typed(Line("a👩\u200d👧e\u0301"), "backspace", "backspace").text == "a"
    assert typed(Line("👩\u200d👧b"), "home", "delete").text == "b"


def test_a_word_or_all_of_the_line_goes_at_once() -> None:
    assert typed(Line("one two "), "ctrl+w").text == "one "
    assert typed(Line("one two"), "left", "ctrl+u").text == "o"
    assert typed(Line("one two"), "home", "right", "ctrl+k").text == "o"


def test_keys_without_a_meaning_do_nothing() -> None:
    assert not Line().key("f7", None)
    assert not Line().key("tab", "\t")


@given(st.lists(st.sampled_from(KEYS), max_size=30), st.integers(12, 60))
def test_the_row_is_as_wide_as_the_screen_and_shows_the_cursor(keys: list[str], columns: int) -> None:
    question = Question("/", taken=lambda answer: None)
    typed(question.line, *keys)
    question.remark = "3 of 12"
    runs = question.draw(columns)
    assert sum(width_of(text) for text, _ in runs) == columns
    assert 0 <= question.line.cursor <= len(question.line.text)
    assert len([text for text, look in runs if look[2] & 16 and text]) == 1


def test_what_is_asked_is_answered_changed_and_dropped() -> None:
    heard: list[str] = []

    def ask() -> Question:
        heard.clear()
        return Question(
            "/",
            taken=lambda answer: heard.append(f"taken {answer}"),
            changed=lambda answer: heard.append(f"changed {answer}"),
            dropped=lambda: heard.append("dropped"),
            keys={"ctrl+r": lambda: heard.append("ctrl+r")},
        )

    question = ask()
    question.key("a", "a")
    question.key("ctrl+r", None)
    question.key("left", None)
    question.key("enter", "\r")
    assert heard == ["changed a", "ctrl+r", "taken a"]
    assert not question.open
    question = ask()
    question.paste("two\nlines")
    question.key("escape", None)
    assert heard == ["changed two lines", "dropped"]
    question = ask()
    question.key("backspace", None)
    assert heard == ["dropped"]
