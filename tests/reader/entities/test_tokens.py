"""The tokenizer of the English model: what it cuts, and that it loses nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities.hashing import string_id, table_rows
from reader.entities.tokens import COMMON, Tokenizer, shape
from reader.entities.weights import tokenizer_tables


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(tokenizer_tables())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boluarte's government.", "Boluarte|'s|government|."),
        ("(the U.S. Army)", "(|the|U.S.|Army|)"),
        ("They don’t care", "They|do|n’t|care"),
        ("far-right parties—all", "far|-|right|parties|—|all"),
        ("€5.3m, 12km", "€|5.3|m|,|12|km"),
        ("see http://example.org/a-b.", "see|http://example.org/a-b|."),
        ("at 5p.m. in the U.K.", "at|5|p.m.|in|the|U.K."),
        ("“If Castillo goes”", "“|If|Castillo|goes|”"),
        ("they keep the id.", "they|keep|the|i|d."),
        ("a  b\tc", "a| |b|\t|c"),
    ],
)
def test_words_are_parted_from_their_marks(tokenizer: Tokenizer, text: str, expected: str) -> None:
    assert "|".join(text[token.start : token.end] for token in tokenizer.tokens(text)) == expected


COMMON_TEXT = st.text(st.one_of(*(st.characters(min_codepoint=low, max_codepoint=high) for low, high in COMMON)))
PARTS = st.sampled_from(["...", "5km", "°C.", "A.", "“", "–", "e.g", "://x.org", "€"])
MARKED = st.lists(st.one_of(COMMON_TEXT, PARTS))


@pytest.mark.parametrize("name", ["prefix", "suffix", "infix", "url"])
@given(MARKED.map("".join))
def test_the_short_expressions_find_in_common_text_what_the_whole_ones_find(name: str, text: str) -> None:
    tables = tokenizer_tables()
    whole, short = re.compile(tables["expressions"][name]), re.compile(tables["common"][name])
    assert [match.span() for match in short.finditer(text)] == [match.span() for match in whole.finditer(text)]


@given(st.text())
def test_nothing_is_lost_but_single_spaces(tokenizer: Tokenizer, text: str) -> None:
    tokens = tokenizer.tokens(text)
    position = 0
    for token in tokens:
        assert text[position : token.start] in ("", " ")
        assert token.start < token.end
        position = token.end
    assert text[position:] in ("", " ")


@given(st.text(), st.text())
def test_a_part_is_cut_as_if_it_stood_alone(tokenizer: Tokenizer, before: str, part: str) -> None:
    alone = tokenizer.tokens(part)
    inside = tokenizer.tokens(before + part, len(before), len(before) + len(part))
    assert [(t.start - len(before), t.end - len(before), t.kind) for t in inside] == alone


def test_the_same_form_is_always_of_one_kind(tokenizer: Tokenizer) -> None:
    first, _, third = tokenizer.tokens("Lima and Lima")
    assert first.kind == third.kind
    assert len(tokenizer.features) > first.kind


def test_a_shape_keeps_case_and_figures() -> None:
    assert [shape(word) for word in ("Boluarte", "AP", "1990s", "a-b", "x" * 100)] == [
        "Xxxxx",
        "XX",
        "ddddx",
        "x-x",
        "LONG",
    ]


def test_strings_have_the_numbers_of_murmurhash() -> None:
    # The reference values were worked out with the library murmurhash 1.0.
    assert string_id("coffee") == 3197928453018144401
    assert string_id("a") == 11901859001352538922


def test_rows_stay_inside_their_table() -> None:
    np = pytest.importorskip("numpy")
    rows = table_rows(np.array([0, 1, 2**64 - 1], dtype=np.uint64), seed=8, rows=5000)
    assert rows.shape == (3, 4)
    assert rows.min() >= 0
    assert rows.max() < 5000
