"""Canonical text is NFC, its blocks are joined by a blank line, and its runs lead back to what was written."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from reader.documents.builder import Builder, normalised
from reader.documents.model import SEPARATOR, Block

SOME_TEXT = st.text(
    st.sampled_from("ab é\u0301\u0323 \t\n한\u1112\u1161\u11abक\u093c\ufb01\u0f71\u0f72\u0f74Z\u00a0")
)


def text_of(builder: Builder, block: Block) -> str:
    return builder.text[block.start : block.end]


def test_white_space_becomes_one_space_and_the_ends_are_cut() -> None:
    builder = Builder()
    builder.add("paragraph", "  one\n   two\t three \n")
    builder.add("paragraph", " \n ")
    builder.add("paragraph", "four")
    assert builder.text == "one two three\n\nfour"
    assert [text_of(builder, block) for block in builder.blocks] == ["one two three", "four"]


def test_code_keeps_its_white_space() -> None:
    builder = Builder()
    builder.begin("code", verbatim=True)
    builder.write("\n  if x:\n\n      y\n\n")
    builder.end()
    assert builder.text == "  if x:\n\n      y"


def test_inlines_count_in_the_whole_text_and_a_space_before_one_stays_outside() -> None:
    builder = Builder()
    builder.add("heading", "Head", level=1)
    builder.begin("paragraph")
    builder.write("See ")
    builder.open("link", "https://example.org/")
    builder.write("the ")
    builder.open("strong")
    builder.write(" page ")
    builder.close("strong")
    builder.close("link")
    builder.write(" now")
    builder.end()
    assert builder.text == "Head\n\nSee the page now"
    assert [(mark.kind, builder.text[mark.start : mark.end]) for mark in builder.inlines] == [
        ("link", "the page"),
        ("strong", "page"),
    ]


def test_a_line_break_that_is_meant_stays() -> None:
    builder = Builder()
    builder.begin("paragraph")
    builder.write("Roses are red, ")
    builder.part("\n")
    builder.write("\n violets")
    builder.end()
    assert builder.text == "Roses are red,\nviolets"


@given(st.lists(SOME_TEXT, max_size=6), st.booleans())
@example(["e", "\u0301"], False)
@example(["\u1112", "\u1161", "\u11ab b"], True)
def test_runs_lead_back_to_equal_text(pieces: list[str], verbatim: bool) -> None:
    source = "".join(pieces)
    builder = Builder()
    builder.begin("paragraph", verbatim=verbatim)
    at = 0
    for piece in pieces:
        builder.write(piece, at)
        at += len(piece)
    kept = builder.end()
    text = builder.text
    assert unicodedata.is_normalized("NFC", text)
    assert kept == bool(text)
    for block in builder.blocks:
        covered = 0
        for run in block.runs:
            assert run.text >= covered
            covered = run.text + run.length
            before, after = source[run.source : run.source + run.length], text[run.text : covered]
            assert before.split() == after.split()
        assert covered <= block.end


@given(SOME_TEXT)
def test_normalising_moves_offsets_with_the_text(text: str) -> None:
    new, moved = normalised(text)
    assert new == unicodedata.normalize("NFC", text)
    if moved is not None:
        offsets = [moved.at(offset) for offset in range(len(text) + 1)]
        assert offsets == sorted(offsets)
        assert offsets[0] == 0
        assert offsets[-1] == len(new)


@given(st.lists(SOME_TEXT, max_size=5))
def test_blocks_tile_the_text(paragraphs: list[str]) -> None:
    builder = Builder()
    for paragraph in paragraphs:
        builder.add("paragraph", paragraph)
    assert builder.text == SEPARATOR.join(text_of(builder, block) for block in builder.blocks)
    assert unicodedata.is_normalized("NFC", builder.text)
