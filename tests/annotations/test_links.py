"""Links that lead back to a passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import UsageError
from annotations.links import Link, read, written

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)
PLACES = st.lists(st.none() | st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=3)


@given(source=WORDS, note=WORDS | st.just(""), places=PLACES.map(tuple))
def test_a_link_leads_where_it_was_written_to(
    source: str, note: str, places: tuple[tuple[int, int] | None, ...]
) -> None:
    link = Link(source=source, note=note, places=places)
    text = written(link)
    assert read(text) == link
    assert not set(text) & set(" ()<>[]\"'\n")


def test_a_link_reads_as_a_person_would_write_it() -> None:
    link = Link(source="articles/fox.txt", note="0198c1b2", places=((16, 21), None))
    assert written(link) == "postil://articles/fox.txt?at=16-21,-#0198c1b2"
    assert read("postil://fox.txt") == Link(source="fox.txt")


@pytest.mark.parametrize("text", ["https://ex.org", "postil://", "postil://#x", "fox.txt"])
def test_what_is_no_link_is_said_so(text: str) -> None:
    with pytest.raises(UsageError):
        read(text)


@pytest.mark.parametrize("at", ["", "x-y", "-5", "9" * 40 + "-1", "1-2-3"])
def test_a_place_that_is_none_leads_to_the_document_alone(at: str) -> None:
    assert not any(read(f"postil://fox.txt?at={at}").places)
