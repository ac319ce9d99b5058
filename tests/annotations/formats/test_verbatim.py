"""Where quotes stand to the letter."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from annotations.formats.verbatim import Verbatim

TEXTS = st.lists(st.sampled_from(("a", "b", "ab", "aa", "🦊", " ", "\n", "  ")), max_size=30).map("".join)


def test_words_that_stand_everywhere_are_found_all_the_same() -> None:
    assert len(Verbatim("the road is the road " * 2000).places("the road is the")) == 2000


@given(text=TEXTS, quote=TEXTS)
def test_the_index_finds_what_a_search_finds(text: str, quote: str) -> None:
    searched = [match.span() for match in re.finditer(re.escape(quote), text)] if quote else []
    assert Verbatim(text).places(quote) == searched


@given(text=TEXTS.filter(bool), data=st.data())
def test_every_piece_of_the_text_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert any(first <= start < last for first, last in Verbatim(text).places(text[start:end]))
