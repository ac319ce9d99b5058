"""Pages written from right to left are read in the order of speech, with what runs against them."""

from __future__ import annotations

from reader.documents.typeset.directions import from_left_to_right
from reader.documents.typeset.glyphs import Face, Glyph
from reader.documents.typeset.lines import lines

FACE = Face(10.0, False, False, False)
WIDTH = 400.0
LETTER = 6.0


def set_leftward(spoken: str, *, right: float, y: float = 700, rightward: str = "") -> list[Glyph]:
    """Letters from a right edge to the left; those of `rightward` stand among them the other way round."""
    out = []
    x = right
    at = spoken.find(rightward) if rightward else -1
    for n, char in enumerate(spoken):
        place = x - LETTER * (n + 1)
        if at <= n < at + len(rightward):
            place = x - LETTER * (2 * at + len(rightward) - n)
        out.append(Glyph(char, place, y, place + LETTER, FACE, n))
    return out


def read(glyphs: list[Glyph]) -> list[str]:
    return [line.text for line in lines(from_left_to_right(glyphs, WIDTH), 1)]


def test_a_line_that_runs_to_the_left_is_one_line() -> None:
    assert read(set_leftward("שלום לכל באי העולם", right=380)) == ["שלום לכל באי העולם"]


def test_foreign_words_and_numbers_in_it_keep_their_order() -> None:
    said = "נכתב בשנת 1984.5 בידי de Vries בעיר"
    glyphs = set_leftward(said, right=380, rightward="1984.5")
    name = set_leftward(said, right=380, rightward="de Vries")
    at = said.index("de Vries")
    glyphs[at : at + 8] = name[at : at + 8]
    assert read(glyphs) == [said]


def test_a_foreign_word_that_runs_to_the_left_on_another_page_does_too() -> None:
    before = [
        Glyph(c, 50 + LETTER * n, 700, 56 + LETTER * n, FACE, n) for n, c in enumerate("The word for peace is ")
    ]
    word = set_leftward("שלום", right=50 + LETTER * 26)
    after = [Glyph(c, 206 + LETTER * n, 700, 212 + LETTER * n, FACE, n) for n, c in enumerate(" in that book")]
    assert read([*before, *word, *after]) == ["The word for peace is שלום in that book"]


def test_the_right_column_comes_first_and_edges_are_told_from_the_right() -> None:
    right = set_leftward("ימין כתוב כאן", right=380)
    left = set_leftward("שמאל כתוב שם", right=180)
    first, second = lines(from_left_to_right([*right, *left], WIDTH), 1)
    assert (first.text, second.text) == ("ימין כתוב כאן", "שמאל כתוב שם")
    assert first.x0 == WIDTH - 380
    assert first.x1 < second.x0


def test_the_letters_of_a_lam_alef_stand_in_the_order_of_speech_and_marks_on_their_letters() -> None:
    def at(char: str, x: float, right: float) -> Glyph:
        return Glyph(char, x, 700, right, FACE, 0)

    # One sign of the font for two letters, given the wrong way round; a space made up before a mark.
    glyphs = [at("س", 374, 380), at("ا", 368, 374), at("ل", 368, 374), at("م", 362, 368)]
    assert read(glyphs) == ["سلام"]
    marked = [at("ب", 374, 380), at("ا", 370, 374), at(" ", 370, 370), at("\u064b", 369, 371)]
    assert read(marked) == ["با\u064b"]
