"""Words cut into pieces: known cuts of the shipped vocabulary, and what holds for any vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities.encoder import load_encoder
from reader.entities.pieces import MOST, Pieces

MARKS = ("[CLS]", "[SEP]", "[UNK]")
LETTERS = (*MARKS, *"abc", *(f"##{sign}" for sign in "abc"), "ab", "##bc", "cab", "##cab")


@pytest.fixture(scope="module")
def shipped() -> Pieces:
    return Pieces(load_encoder().vocabulary)


# Made with BertWordPieceTokenizer of the package `tokenizers` from the base's own vocabulary.
@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Peru", "peru"),
        ("Boluarte", "bo ##lu ##arte"),
        ("Ayacucho", "a ##ya ##cu ##cho"),
        ("U.S.", "u . s ."),
        ("Zürich", "zurich"),
        ("naïve", "naive"),
        ("İstanbul", "istanbul"),
        ("O'Neill", "o ' neill"),
        ("don’t", "don ’ t"),
        ("€5", "€ ##5"),
        ("1,000", "1 , 000"),
        ("東京", "東 京"),
        ("🙂", "[UNK]"),
        ("supercalifragilistic", "super ##cal ##if ##rag ##ilis ##tic"),
        ("x" * 101, "[UNK]"),
    ],
)
def test_words_are_cut_as_the_base_was_trained(shipped: Pieces, word: str, pieces: str) -> None:
    vocabulary = load_encoder().vocabulary
    assert " ".join(vocabulary[number] for number in shipped.of(word)) == pieces


@given(st.text(alphabet="abc", min_size=1, max_size=9))
def test_pieces_put_together_are_the_word_and_none_could_be_longer(word: str) -> None:
    cut = [LETTERS[number] for number in Pieces(LETTERS).of(word)]
    assert "".join(piece.removeprefix("##") for piece in cut) == word
    at = 0
    for piece in cut:
        longer = [word[at:end] for end in range(at + len(piece.removeprefix("##")) + 1, len(word) + 1)]
        assert not any(("##" if at else "") + one in LETTERS for one in longer)
        at += len(piece.removeprefix("##"))


@given(st.text(max_size=300))
def test_any_word_has_a_piece_and_not_too_many(word: str) -> None:
    pieces = Pieces(LETTERS)
    numbers = pieces.of(word)
    assert 1 <= len(numbers) <= MOST
    assert numbers == pieces.of(word)
    assert all(0 <= number < len(LETTERS) for number in numbers)


def test_a_word_of_unknown_letters_is_unknown_as_a_whole() -> None:
    pieces = Pieces(LETTERS)
    assert pieces.of("abz") == (pieces.unknown,)
