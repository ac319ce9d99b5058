"""Finding words: case-smart, over line wraps and bounds of paragraphs and parts, and counted."""

from __future__ import annotations

import random
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.flow import Flow, WholeFlow
from reader.documents.largetext import WHOLE, LargeText
from reader.documents.text import load_text
from reader.documents.window import BytesWindow
from reader.search import Finder, Match, Query, QueryError, Tally, spans_in

WORDS = "river stone window morning of and to was with under letter harbour said never light garden walked".split()


def short(text: str) -> Flow:
    return WholeFlow(load_text(text.encode(), source="a.txt"))


def long(*needles: str, encoding: str = "utf-8", wrap: int = 0, seed: int = 1) -> LargeText:
    """A text of many parts with the needles spread over it."""
    chance = random.Random(seed)
    paragraphs = [
        " ".join(chance.choice(WORDS) for _ in range(chance.randint(20, 120))).capitalize() + "." for _ in range(900)
    ]
    for number, needle in enumerate(needles, 1):
        at = number * len(paragraphs) // (len(needles) + 1)
        paragraphs[at] += f" Here is {needle} to be found."
    if wrap:
        paragraphs = [textwrap.fill(paragraph, wrap) for paragraph in paragraphs]
    data = "\n\n".join(paragraphs).encode(encoding)
    assert len(data) > 4 * WHOLE
    return LargeText(BytesWindow(data), source="long.txt", encoding=encoding)


def found(flow: Flow, query: Query, *, part: int = 0, offset: int = 0, backwards: bool = False) -> Match | None:
    finder = Finder(flow, query, part=part, offset=offset, backwards=backwards)
    while finder.advance():
        assert finder.match is None
        assert 0 <= finder.progress <= 1
    return finder.match


def words_at(flow: Flow, match: Match | None) -> str:
    assert match is not None
    if match.part == match.end_part:
        return flow.part(match.part).text[match.start : match.end]
    return flow.part(match.part).text[match.start :] + "\n\n" + flow.part(match.end_part).text[: match.end]


def test_small_letters_match_either_case_and_capitals_themselves() -> None:
    flow = short("A pear.\n\nA Pear.\n")
    assert len(spans_in(flow, Query("pear"), 0)) == 2
    assert len(spans_in(flow, Query("Pear"), 0)) == 1
    assert len(spans_in(flow, Query("pear", case=True), 0)) == 1
    assert len(spans_in(flow, Query(r"\Wpear", regular=True), 0)) == 2


def test_words_are_found_across_the_end_of_a_paragraph() -> None:
    flow = short("It was late.\n\nNobody came.\n")
    assert words_at(flow, found(flow, Query("late. nobody"))) == "late.\n\nNobody"


def test_straight_quotes_and_hyphens_stand_for_the_typographic_ones() -> None:
    flow = short("She said “it’s a well‑known path”.\n")
    assert words_at(flow, found(flow, Query("\"it's a well-known"))) == "“it’s a well‑known"


def test_a_regular_expression_knows_the_ends_of_blocks() -> None:
    flow = short("One pear.\n\nTwo pears.\n\nThree.\n")
    assert words_at(flow, found(flow, Query(r"^Two \w+", regular=True))) == "Two pears"


@pytest.mark.parametrize("wrong", ["(", "[a", "a**", "   "])
def test_what_is_no_expression_is_named(wrong: str) -> None:
    with pytest.raises(QueryError):
        Query(wrong, regular=True)


def test_backwards_finds_the_last_before_a_place() -> None:
    flow = short("pear pear pear\n")
    assert found(flow, Query("pear"), offset=10, backwards=True) == Match(0, 5, 0, 9)
    assert found(flow, Query("pear"), offset=0, backwards=True) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
@pytest.mark.parametrize("wrap", [0, 70])
@pytest.mark.parametrize("needle", ["zebra quagga", "Юрий Гагарин"])
def test_a_long_text_is_searched_both_ways(encoding: str, wrap: int, needle: str) -> None:
    flow = long(needle, "nothing", needle, encoding=encoding, wrap=wrap)
    query = Query(needle.lower())
    first = found(flow, query)
    assert words_at(flow, first) == needle
    assert first is not None
    second = found(flow, query, part=first.part, offset=first.start + 1)
    assert words_at(flow, second) == needle
    assert second is not None
    assert second.part > first.part
    assert found(flow, query, part=second.part, offset=second.start + 1) is None
    assert found(flow, query, part=second.part, offset=second.start, backwards=True) == first
    last = len(flow) - 1
    assert found(flow, query, part=last, offset=len(flow.part(last).text), backwards=True) == second


def test_a_word_that_is_broken_at_a_line_end_is_found_in_a_long_text() -> None:
    lines = [
        "the letter about the har-\nbour and the gar-\nden was never an an-\nswer to us in the morn-\ning light. So"
    ]
    data = ("\n".join(lines * 1500) + " the demon-\nstration went on.\n").encode()
    flow = LargeText(BytesWindow(data), source="long.txt")
    assert flow.plan.hyphenated
    assert words_at(flow, found(flow, Query("demonstration"))) == "demonstration"


def test_words_are_found_where_one_part_ends_and_the_next_begins() -> None:
    flow = long()
    for index in range(0, len(flow) - 1, 9):
        end, begin = flow.part(index).text[-30:].strip(), flow.part(index + 1).text[:20].strip()
        query = Query(f"{end} {begin}")
        match = found(flow, query)
        assert words_at(flow, match) == f"{end}\n\n{begin}"
        assert match is not None
        assert match.end_part == index + 1
        assert found(flow, query, part=len(flow) - 1, offset=9, backwards=True) == match


@pytest.mark.parametrize("query", [Query("stone window"), Query("Harbour"), Query(r"\bof\b", regular=True)])
def test_a_tally_counts_what_the_whole_text_has(query: Query) -> None:
    flow = long(wrap=72)
    tally = Tally(flow, query)
    while tally.advance():
        pass
    whole = flow.document().text
    starts = [start for start, _ in query.spans(whole)]
    assert tally.total == len(starts) > 0
    while flow.advance():
        pass
    place = flow.locate(starts[7])
    assert place is not None
    assert tally.ordinal(*place) == 7


@given(st.text(alphabet="ab \n.", max_size=60), st.text(alphabet="ab", min_size=1, max_size=3))
def test_every_match_is_reached_by_going_on(text: str, words: str) -> None:
    flow = short(f"x {text} x")
    whole = flow.part(0).text
    query, offset, starts = Query(words), 0, []
    while (match := found(flow, query, offset=offset)) is not None:
        starts.append(match.start)
        offset = match.end
    assert starts == [at.start() for at in re.finditer(re.escape(words), whole)]
