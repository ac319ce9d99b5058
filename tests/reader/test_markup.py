"""A comment's Markdown in rows: what a person writes in a note, and nothing that could break the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cells import width_of
from reader.markup import inline, plain, rows
from reader.palette import BOLD, ITALIC, STRIKE, UNDERLINE


def shown(markdown: str, width: int = 40) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows(markdown, width)]


def marked(text: str) -> dict[str, int]:
    return {part: look[2] for part, look in inline(text) if look[2] or look[0]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ask **Luis** and *Ana*", {"Luis": BOLD, "Ana": ITALIC}),
        ("__a__ _b_ ~~c~~", {"a": BOLD, "b": ITALIC, "c": STRIKE}),
        ("run `x * y`", {"x * y": 0}),
        ("see [the map](https://e.org/a_b)", {"the map": UNDERLINE}),
        ("at https://e.org/a_b_c.", {"https://e.org/a_b_c": UNDERLINE}),
        ("at <https://e.org>", {"https://e.org": UNDERLINE}),
        ("**a *b* c**", {"a ": BOLD, "b": BOLD | ITALIC, " c": BOLD}),
        ("snake_case_name, 2 * 3 * 4, *, **", {}),
        (r"\*not\*", {"*": 0}),
        ("an *open end", {}),
        ("[x] [y](", {}),
    ],
)
def test_marks_inside_a_line(text: str, found: dict[str, int]) -> None:
    assert {part: look for part, look in marked(text).items() if part != "*" or look} == {
        part: look for part, look in found.items() if part != "*"
    }


def test_lists_hang_and_quotations_keep_their_bar() -> None:
    assert shown("- one two three four\n2. five\n> said so and on and on", 14) == [
        "• one two", "  three four", "2. five", "▎ said so and", "▎ on and on",
    ]  # fmt: skip


def test_headings_fences_and_rules() -> None:
    assert shown("## Why\n\n```py\na *b* c\n```\n---") == ["Why", "", "a *b* c", "─" * 12]


def test_line_ends_stay_as_they_were_typed() -> None:
    assert shown("one\ntwo\n\nthree\n") == ["one", "two", "", "three"]


def test_on_one_line_a_comment_is_its_words() -> None:
    assert plain("## Why\n\n- ask **Luis**\n- [map](x)\n```\ncode\n```") == "Why ask Luis map code"


@given(st.text("ab *_~`[]()<>#-1. \n\\>h\t\x1b\u202e好\u0301🦊", max_size=60), st.integers(2, 30))
def test_any_text_at_all_fits_and_commands_nothing(markdown: str, width: int) -> None:
    for row in rows(markdown, width):
        words = "".join(text for text, _ in row)
        assert width_of(words) <= max(width, 12)
        assert "\x1b" not in words
        assert "\u202e" not in words


@given(st.text("ab *_~`\\", max_size=40))
def test_no_letter_is_lost(text: str) -> None:
    assert [c for c in "".join(part for part, _ in inline(text)) if c in "ab"] == [c for c in text if c in "ab"]


def test_deep_nesting_is_safe() -> None:
    inline("*a" * 5000 + "b*" * 5000)
