"""The Notes tab: threads in document order, lost notes apart, filtered as one types."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.placement import Placement
from annotations.model import Annotation, Annotator, Color, Span
from reader.app.listing import GapRow, HeadRow, Listing, NoteRow, matcher
from reader.notebook import Notebook

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def put(
    book: Notebook,
    name: str,
    at: int | None = None,
    *,
    to: str | None = None,
    minute: int = 0,
    found: bool = True,
    tags: tuple[str, ...] = (),
    color: Color | None = None,
    comment: str = "",
    by: str = "mira",
    quote: str = "words",
) -> None:
    spans = () if at is None else (Span(exact=quote, start=at, end=at + len(quote)),)
    note = Annotation(
        id=name, spans=spans, reply_to=to, tags=tags, color=color, comment=comment, annotator=by,
        created=NOON + timedelta(minutes=minute), modified=NOON,
    )  # fmt: skip
    places = tuple(
        Placement(status="exact", confidence=1.0, start=span.start, end=span.end)
        if found
        else Placement(status="orphan", confidence=0.0)
        for span in spans
    )
    book.put(note, places)


def outline(book: Notebook, query: str = "") -> list[str]:
    return [
        f"[{row.title}]" if isinstance(row, HeadRow) else "-" * row.depth + row.key
        for row in Listing(book).rows(matcher(query, book))
        if not isinstance(row, GapRow)
    ]


@pytest.fixture
def book() -> Notebook:
    book = Notebook("mira")
    book.meet(Annotator(id="ana", name="Ana Li"))
    put(book, "b", 40, tags=("protest/strike", "economy"), color="green", comment="Ask *Luis*.")
    put(book, "a", 10, quote="a national\nstrike", color="yellow")
    put(book, "r2", to="a", minute=3, by="ana")
    put(book, "r1", to="a", minute=2, comment="No.", by="ana")
    put(book, "r1a", to="r1", minute=4)
    put(book, "whole", comment="Good piece")
    put(book, "gone", 99, found=False)
    put(book, "stray", to="unknown")
    return book


def test_answers_stand_under_what_they_answer_and_lost_notes_apart(book: Notebook) -> None:
    assert outline(book) == [
        "[On the whole document]", "whole", "[In the text]", "a", "-r1", "--r1a", "-r2", "b",
        "[Passage not found]", "gone", "[Answers to notes that are gone]", "stray",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("NATIONAL STRIKE", "a"),
        ("luis", "b"),
        ("#strike", "b"),
        ("#protest/s", "b"),
        ("#econ :green", "b"),
        (":yellow", "a"),
        ("@ana", "a"),
        ("@li", "a"),
        ("good", "whole"),
        ("#", "b"),
        ("-@mira", "a"),
        ("tag:protest", "b"),
        ('"a national strike"', "a"),
        ("has:comment -luis -good", "a"),
        ("nothing of the kind", ""),
    ],
)
def test_the_filter_finds_by_text_tag_colour_and_person(book: Notebook, query: str, found: str) -> None:
    roots = [line for line in outline(book, query) if line[0] not in "-["]
    assert roots == ([found] if found else [])


def test_a_note_is_shown_with_its_answers_when_one_of_them_is_wanted(book: Notebook) -> None:
    assert outline(book, "no.") == ["a", "-r1", "--r1a", "-r2"]


def test_a_ring_of_answers_is_shown_once_with_the_oldest_first() -> None:
    book = Notebook("mira")
    put(book, "y", to="x", minute=2)
    put(book, "x", to="y", minute=1)
    assert outline(book) == ["[Answers to notes that are gone]", "x", "-y"]


def test_a_chain_of_a_thousand_answers_is_listed() -> None:
    book = Notebook("mira")
    put(book, "0", 0)
    for n in range(1, 1500):
        put(book, str(n), to=str(n - 1))
    assert sum(isinstance(row, NoteRow) for row in Listing(book).rows()) == 1500


edits = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdef"]), st.booleans()), max_size=25)


@given(edits)
def test_a_listing_that_follows_changes_lists_what_a_new_one_does(steps: list[tuple[str, str, bool]]) -> None:
    book = Notebook("mira")
    following = Listing(book)
    for minute, (name, to, gone) in enumerate(steps):
        if gone:
            book.drop(name)
        else:
            by = "ana" if to == "a" else "mira"
            put(book, name, None if to else ord(name), to=to or None, minute=minute, by=by)
        assert [row.key for row in following.rows()] == [row.key for row in Listing(book).rows()]
