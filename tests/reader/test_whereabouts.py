"""Where a lost passage lived: the heading, what stood around it, and what stands in its place today."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Span
from reader.whereabouts import Blocks, Home, home_of

OLD = "Title\n\nFirst block.\n\nPart two\n\nSecond block here. It goes on.\n\nThird block.\n\nLast."


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(exact=words, prefix="the prefix ", suffix=" the suffix", start=start, end=start + len(words))


def home(words: str, today: str, old: str = OLD) -> Home:
    headings = ("Title", "Part two")
    return home_of(span(old, words), Blocks(old, headings), Blocks(today, headings))


def test_what_stood_around_it_is_told_block_by_block() -> None:
    found = home("block here.", "nothing of the kind")
    assert found == Home(
        heading="Part two", before="Part two", lead="Second ", trail=" It goes on.", after="Third block.", gap=None
    )


def test_what_stands_between_the_same_neighbours_today_is_its_place() -> None:
    today = "Title\n\nFirst block.\n\nPart two\n\nAnother one.\n\nThird block.\n\nLast."
    gap = home("block here.", today).gap
    assert gap is not None
    assert today[slice(*gap)] == "Another one."


def test_where_nothing_stands_between_them_it_is_an_empty_stretch() -> None:
    today = "Title\n\nFirst block.\n\nPart two\n\nThird block.\n\nLast."
    gap = home("block here.", today).gap
    assert gap is not None
    assert gap[0] == gap[1]
    assert today[gap[0] :].startswith("Third block.")


def test_one_neighbour_is_enough_and_may_be_a_little_further_off() -> None:
    today = "Title\n\nFirst block.\n\nAll is new."
    gap = home("block here.", today).gap
    assert gap is not None
    assert today[: gap[0]].endswith("First block.")
    behind = "Quite new.\n\nLast."
    gap = home("block here.", behind).gap
    assert gap is not None
    assert behind[gap[0] :] == "Last."


def test_without_the_old_text_the_quotes_own_context_must_do() -> None:
    lost = span(OLD, "block here.")
    only = Home(lead="the prefix ", trail=" the suffix")
    assert home_of(lost, None, Blocks("anything")) == only
    assert home_of(lost, Blocks("another text altogether"), Blocks("anything")) == only


def test_a_passage_over_several_blocks_has_the_neighbours_of_the_first_and_the_last() -> None:
    found = home("First block.\n\nPart two\n\nSecond", "Title\n\nThird block.")
    assert (found.heading, found.before, found.trail, found.after) == (
        "Title",
        "Title",
        " block here. It goes on.",
        "Third block.",
    )


texts = st.lists(st.sampled_from(["One.", "Two.", "Three.", "Title", ""]), min_size=1, max_size=8).map("\n\n".join)


@given(texts, texts, st.data())
def test_any_passage_of_any_text_has_a_home_and_its_place_lies_in_todays_text(
    old: str, today: str, data: st.DataObject
) -> None:
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    lost = Span(exact=old[start:end], start=start, end=end)
    found = home_of(lost, Blocks(old, ["Title"]), Blocks(today, ["Title"]))
    assert found.lead + lost.exact + found.trail in old
    if found.gap is not None:
        assert 0 <= found.gap[0] <= found.gap[1] <= len(today)
