"""Quotes: anchors made from passages, and bare quotes found in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.graphemes import is_boundary
from annotations.anchoring.quote import (
    QuoteAmbiguousError,
    QuoteNotFoundError,
    find_quote,
    locate_quote,
    quote_span,
)

FERRY = "The ferry left at dawn. “No one waves,” she said; the ferry left all the same.\n\nNo one\nlooked back."


def shown(text: str, places: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in places]


@given(before=st.text(), passage=st.text(min_size=1), after=st.text())
def test_an_anchor_holds_the_passage_and_what_stands_around_it(before: str, passage: str, after: str) -> None:
    text = before + passage + after
    span = quote_span(text, len(before), len(before) + len(passage))
    assert text[span.start : span.end] == span.exact == passage
    assert before.endswith(span.prefix)
    assert after.startswith(span.suffix)
    assert is_boundary(text, span.start - len(span.prefix)) or not span.prefix
    assert is_boundary(text, span.end + len(span.suffix)) or not span.suffix


def test_the_context_of_an_anchor_is_64_code_points_and_splits_no_grapheme() -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f466"
    text = family + "x" * 62 + "passage" + "y" * 62 + family
    span = quote_span(text, len(family) + 62, len(family) + 69)
    assert (span.prefix, span.suffix) == ("x" * 62, "y" * 62)
    assert len(quote_span("a" * 500, 200, 210).prefix) == 64


def test_a_passage_outside_the_text_is_refused() -> None:
    for start, end in ((3, 3), (-1, 2), (0, 4)):
        with pytest.raises(ValueError, match="no passage"):
            quote_span("abc", start, end)


def test_a_quote_is_found_letter_for_letter_first() -> None:
    assert shown(FERRY, find_quote(FERRY, "the ferry left")) == ["the ferry left"]
    assert shown(FERRY, find_quote(FERRY, "THE FERRY LEFT")) == ["The ferry left", "the ferry left"]


def test_typography_makes_no_difference_to_a_quote() -> None:
    assert shown(FERRY, find_quote(FERRY, '"no one waves," she')) == ["“No one waves,” she"]
    assert shown(FERRY, find_quote(FERRY, "No one looked back.")) == ["No one\nlooked back."]
    assert shown(
        "an ex\u00adam-\nple of ﬁne cafe\u0301s",
        find_quote("an ex\u00adam-\nple of ﬁne cafe\u0301s", "example of fine cafés"),
    ) == ["ex\u00adam-\nple of ﬁne cafe\u0301s"]


def test_prefix_and_suffix_choose_among_several_places() -> None:
    text = "one red door, two red door; three red door."
    assert len(find_quote(text, "red door")) == 3
    assert find_quote(text, "red door", prefix="two ") == ((18, 26),)
    assert find_quote(text, "red door", suffix="; three") == ((18, 26),)
    assert find_quote(text, "red door", prefix="nine ") == ()


def test_a_quote_in_several_places_asks_which() -> None:
    text = "one red door, two red door; three red door."
    with pytest.raises(QuoteAmbiguousError, match="stand in 3 places") as caught:
        locate_quote(text, "red door")
    assert len(caught.value.places) == 3
    assert locate_quote(text, "red door", nth=3) == (34, 42)
    with pytest.raises(QuoteAmbiguousError):
        locate_quote(text, "red door", nth=4)


def test_a_quote_that_stands_nowhere_says_so() -> None:
    with pytest.raises(QuoteNotFoundError, match="do not stand in this text"):
        locate_quote(FERRY, "a submarine")
    with pytest.raises(QuoteNotFoundError, match="with that prefix"):
        locate_quote(FERRY, "No one", prefix="yesterday ")


@given(st.text(), st.text())
def test_finding_never_fails_and_never_answers_outside_the_text(text: str, quote: str) -> None:
    for start, end in find_quote(text, quote):
        assert 0 <= start < end <= len(text)
