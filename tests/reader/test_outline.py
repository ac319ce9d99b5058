"""The outline: every heading with what is below it, paragraphs where there are none, and how long each takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.flow import Part
from reader.documents.model import Block, BlockKind
from reader.outline import PARAGRAPH, Outline, minutes, words
from tests.reader.test_page import Parts as Flow

Piece = tuple[BlockKind, int, str]


class Parts(Flow):
    """A flow that may be still growing."""

    complete = True


def part(*pieces: Piece) -> Part:
    blocks = []
    at = 0
    for kind, level, text in pieces:
        blocks.append(Block(kind=kind, start=at, end=at + len(text), level=level))
        at += len(text) + 2
    return Part("\n\n".join(text for _, _, text in pieces), blocks)


def text(count: int) -> Piece:
    return "paragraph", 0, " ".join(["word"] * count)


def head(level: int, title: str) -> Piece:
    return "heading" if level else "title", level, title


BOOK = Parts(
    part(head(0, "A book"), text(8), head(1, "One"), text(9), head(2, "A bit"), text(19)),
    part(text(10), head(1, "Two"), text(99)),
)


def outline_of(flow: Flow) -> Outline:
    outline = Outline()
    assert isinstance(flow, Parts)
    while outline.advance(flow):
        pass
    return outline


def test_a_section_has_its_own_words_and_those_of_the_sections_below_it() -> None:
    outline = outline_of(BOOK)
    assert [(s.title, s.level, s.part, s.before, s.words) for s in outline.sections()] == [
        ("A book", 0, 0, 0, 151),
        ("One", 1, 0, 10, 41),
        ("A bit", 2, 0, 20, 31),
        ("Two", 1, 1, 51, 100),
    ]
    assert outline.words == 151
    assert outline.complete


def test_words_before_a_place_are_those_of_the_parts_and_blocks_before_it() -> None:
    outline = outline_of(BOOK)
    assert outline.before(BOOK, 0, 0) == 0
    assert outline.before(BOOK, 1, 0) == 41
    assert outline.before(BOOK, 1, len("word word ")) == 43
    assert Outline().before(BOOK, 0, 0) is None


@given(st.integers(0, 1), st.integers(0, 600))
def test_words_before_never_fall_as_the_reader_goes_on(index: int, offset: int) -> None:
    outline = outline_of(BOOK)
    here = outline.before(BOOK, index, offset)
    further = outline.before(BOOK, index, offset + 1)
    assert here is not None
    assert further is not None
    assert here <= further <= outline.words


def test_without_headings_the_paragraphs_are_listed_by_their_first_words() -> None:
    outline = outline_of(Parts(part(head(0, "A story"), text(3), ("code", 0, "x = 1"), text(200))))
    assert [(s.title[:12], s.level, s.words) for s in outline.sections()] == [
        ("A story", 0, 208),
        ("word word wo", PARAGRAPH, 6),
        ("word word wo", PARAGRAPH, 200),
    ]


def test_the_section_of_a_place_is_the_last_that_began_before_it() -> None:
    outline = outline_of(BOOK)
    found = outline.at(1, 5)
    assert found is not None
    assert found.title == "A bit"
    assert outline_of(Parts(part(text(3), head(1, "One")))).at(0, 0) is None


def test_a_document_that_still_grows_is_taken_as_far_as_it_goes() -> None:
    flow = Parts(*[part(text(10)) for _ in range(3)])
    flow.complete, flow.shown = False, 2
    outline = outline_of(flow)
    assert (outline.taken, outline.words, outline.complete) == (2, 20, False)
    flow.complete, flow.shown = True, 3
    while outline.advance(flow):
        pass
    assert (outline.words, outline.complete) == (30, True)


def test_an_outline_from_the_middle_knows_its_own_sections_alone() -> None:
    outline = Outline(1)
    while outline.advance(BOOK):
        pass
    assert [s.title for s in outline.sections()] == ["Two"]
    assert not outline.complete
    assert outline.before(BOOK, 0, 0) is None


@pytest.mark.parametrize(
    ("said", "count"),
    [("", 0), ("one two\nthree\tfour", 4), ("日本語の文です。", 4), ("日本語 and more", 1 + 2 + 1), ("  ", 0)],
)
def test_two_ideographs_take_as_long_as_a_word(said: str, count: int) -> None:
    assert words(said, 0, len(said)) == count


@pytest.mark.parametrize(
    ("count", "said"), [(0, "1 min"), (240, "1 min"), (600, "2 min"), (14_400, "1 h 00"), (19_300, "1 h 20")]
)
def test_minutes_are_said_in_words(count: int, said: str) -> None:
    assert minutes(count, 240) == said


def test_a_heading_is_listed_with_the_number_that_its_text_does_not_say() -> None:
    block = Block(kind="heading", start=0, end=5, level=2, label="2.3")
    (section,) = outline_of(Parts(Part("Tides", [block]))).sections()
    assert section.title == "2.3 Tides"
