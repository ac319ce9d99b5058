"""Footnotes opened in place: rows as wide as the text, links where they stand, and the page as it was when closed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.asides import Aside, Paragraph
from reader.cells import width_of
from reader.documents.model import Inline
from tests.reader.test_page import LONG, page_of, screen

texts = st.text(st.sampled_from("ab 漢é\u0301👍.!? \n"), min_size=1, max_size=200).filter(str.strip)


def aside(start: int, *texts: str, label: str = "1", inlines: tuple[Inline, ...] = ()) -> Aside:
    return Aside(start, label, [Paragraph(text, inlines) for text in texts], (0, 0))


def shown(note: Aside, measure: int) -> list[str]:
    return ["".join(text for text, _ in runs) for runs, _ in note.rows(measure)]


def test_a_note_stands_behind_its_mark_and_its_paragraphs_apart() -> None:
    assert [row.rstrip() for row in shown(aside(0, "One and two.", "Three.", label="†"), 20)] == [
        " † One and two.",
        "",
        "   Three.",
    ]


@given(texts, st.text(st.sampled_from("1*漢x"), max_size=20), st.integers(12, 90))
def test_every_row_is_as_wide_as_the_text(text: str, label: str, measure: int) -> None:
    rows = aside(0, text, label=label).rows(measure)
    assert {sum(width_of(words) for words, _ in runs) for runs, _ in rows} == {measure}


def test_a_link_is_where_its_words_are_in_each_row_it_fills() -> None:
    link = Inline(kind="link", start=4, end=13, target="https://example.org/")
    rows = aside(0, "See one and two three.", inlines=(link,)).rows(15)
    assert [hot for _, hot in rows] == [[(7, 10, link.target)], [(3, 8, link.target)], []]


@given(st.integers(0, 4), st.integers(0, 200), st.integers(0, 60), texts)
def test_a_page_is_as_it_was_when_a_note_that_was_in_sight_is_closed(
    part: int, offset: int, scrolled: int, text: str
) -> None:
    page = page_of(*LONG, lines=24)
    page.scroll(scrolled)
    page.cursor = part, offset
    page.show(part, offset)
    before, top = screen(page), page.top
    page.open_aside(part, aside(offset, text))
    if page.top == top:
        assert screen(page) != before
        page.close_aside(part, offset)
        assert screen(page) == before


@given(st.integers(0, 4), st.integers(0, 200), st.lists(texts, min_size=1, max_size=3))
def test_an_opened_note_is_in_sight_with_the_words_that_call_it(part: int, offset: int, notes: list[str]) -> None:
    page = page_of(*LONG, lines=60)
    page.cursor = part, offset
    page.show(part, offset)
    page.open_aside(part, aside(offset, *notes))
    assert page.place_of(part, offset) in page.visible()
    assert sum(page.at(20, row).aside is not None for row in range(page.frame.height)) == len(
        aside(offset, *notes).rows(page.frame.measure)
    )


@given(st.integers(0, 60), st.integers(0, 60))
def test_closing_from_anywhere_leaves_the_cursor_on_the_screen(down: int, up: int) -> None:
    page = page_of(*LONG)
    page.open_aside(0, aside(5, "words " * 100))
    page.open_aside(1, aside(50, "words " * 100))
    page.scroll(down)
    page.scroll(-up)
    page.close_asides()
    assert not page.has_asides
    assert page.place_of(*page.cursor) in page.visible()
    assert page.top <= page.end_top()
