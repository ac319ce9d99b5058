"""Tags as one types them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.app.tagging import fragment_of, line_of, suggestions, tags_in, with_fragment

KNOWN = [("strike", 3), ("protest/roads", 1), ("economy", 9), ("protest/strike", 2), ("people", 1)]


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("strike", ("strike",)),
        ("#strike #roads", ("strike", "roads")),
        ("a, b ,, a", ("a", "b")),
        ("human  rights, law / press /", ("human rights", "law/press")),
        (" # , / ,", ()),
        ("C#, b", ("C#", "b")),
    ],
)
def test_a_line_says_several_tags(line: str, tags: tuple[str, ...]) -> None:
    assert tags_in(line) == tags


@given(st.lists(st.text("abc/ #", max_size=8), max_size=5))
def test_the_line_of_tags_says_the_same_tags(words: list[str]) -> None:
    tags = tags_in(",".join(words))
    assert tags_in(line_of(tags)) == tags
    assert fragment_of(line_of(tags)) == ""


def offered(line: str) -> list[str]:
    return [s.tag if s.count else f"+{s.tag}" for s in suggestions(line, KNOWN)]


def test_with_nothing_typed_the_tag_used_last_comes_first() -> None:
    assert offered("") == ["strike", "protest/roads", "economy", "protest/strike", "people"]


def test_a_beginning_beats_a_level_beats_the_middle_and_the_new_tag_comes_last() -> None:
    assert offered("s") == ["strike", "protest/strike", "protest/roads", "+s"]
    assert offered("p") == ["protest/roads", "protest/strike", "people", "+p"]
    assert offered("ro") == ["protest/roads", "protest/strike", "+ro"]
    assert offered("strike") == ["strike", "protest/strike"]
    assert offered("novel") == ["+novel"]


def test_a_tag_that_is_taken_is_not_offered_again() -> None:
    assert "strike" not in offered("strike, ")
    assert offered("strike, protest/s")[0] == "protest/strike"


def test_a_suggestion_takes_the_place_of_what_was_typed() -> None:
    assert with_fragment("strike, pro", "protest/roads") == "strike, protest/roads, "
    assert with_fragment("#strike #pro", "protest/roads") == "strike, protest/roads, "
    assert with_fragment("", "economy") == "economy, "
