"""Where sentences end, as a table of cases; and words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sentences import sentence_at, sentence_starts, word_at, words

# Each case is one text; `|` stands where a sentence begins.
CASES = [
    "One sentence only",
    "He left. |She stayed. |They met!",
    "Why? |Because. |Really?! |Yes.",
    "Dr. Smith met Mr. Jones and Mrs. Lee. |They talked.",
    "Prof. Paredes and Gen. Ríos disagreed. |So did Sen. Torres.",
    "J. R. R. Tolkien wrote it. |John F. Kennedy read it.",
    "The U.S. Senate voted. |The E.U. did not.",
    "He lives in the U.S. |The rest of the family does not.",
    "We met at 5 p.m. on Monday. |We left at 7 a.m. |The day was long.",
    "It rose by 3.5 percent, to 1.200 points. |Then it fell.",
    "See p. 5 of No. 7, vol. 3. |It is there.",
    "On Jan. 6 they came. |By Sept. 3 they had gone.",
    "Martin Luther King Jr. spoke. |He was heard.",
    "Acme Inc. said so. |It was Acme Inc. |The firm denied it.",
    "Fruit, e.g. Bananas or i.e. Apples, etc. was sold.",
    "Approx. 40 people came, vs. 20 before.",
    "“They should all go.” |He added: “We struggle every day.” |Look!",
    "“Why?” he asked. |“Because,” she said.",
    "“I am ready!” she said. |He nodded.",
    "He said that “if Castillo goes, they should all go.” |Others agreed.",
    "(He was late.) |She was not.",
    "They don’t care if they kill 100, 200, 300 … |We are all workers here.",
    "Well ... perhaps not. |We shall see...",
    "And then… |Nothing.",
    "Wait... |What?",
    "It was me, not I. |He knew.",
    "Plan B. worked.",
    "1. First of all, eat. |Then sleep.",
    "In 2023. |The year was long.",
    "He won in 1994. |In 1995 he lost.",
    "Janaury 6, 2023. |[AP Photo/Martin Mejia]",
    "日本語の文です。|次の文。|「はい。」|終わり！",
    "Она пришла. |Он ушёл.",
    "Was? |Ja! |Z.B. heute, d.h. bald. |Das ist gut.",
    "El Sr. Castillo habló. |¿Quién lo oyó? |¡Todos!",
    "‘No,’ he said. |‘Never.’ |And left.",
    "He asked “Who?”, and left. |Nobody answered.",
    "Visit example.com/a.b for more. |Or call.",
    "The St. Louis team won. |St. Petersburg lost.",
    "She has a Ph.D. in law. |Her M.A. is older.",
    "It was counted.[1] |Nobody knew.[2][3] |Nor did we.[a]",
    "It was counted.¹ |“They know.”12 |Nobody knew.* |Nor did we.3",
    "See No.1 Lima. |The U.S.[3] Army, in fig.1 Shown, has version 2.5 Now.",
]


def cut(text: str) -> str:
    starts = sentence_starts(text, 0, len(text))
    return "|".join(text[first:last] for first, last in zip(starts, [*starts[1:], len(text)], strict=True))


@pytest.mark.parametrize("case", CASES)
def test_sentences_begin_where_a_reader_says(case: str) -> None:
    assert cut(case.replace("|", "")) == case


def test_a_sentence_is_without_the_blanks_around_it() -> None:
    text = "  One here.   Two here.  "
    assert text[slice(*sentence_at(text, 0, len(text), 4))] == "One here."
    assert text[slice(*sentence_at(text, 0, len(text), 15))] == "Two here."


def test_a_blank_between_two_sentences_belongs_to_the_one_before() -> None:
    text = "One. Two."
    assert sentence_at(text, 0, len(text), 4) == (0, 4)


def test_in_a_table_each_cell_has_sentences_of_its_own_and_an_empty_one_has_none() -> None:
    table = "Ferry\tRemarks\nTui\t\t1898\nGoi\u00e1n\tIt sank. Nobody was hurt.\t801"
    begins = [*sentence_starts(table, 0, len(table), cells=True), len(table)]
    found = [table[first:last].strip() for first, last in pairwise(begins)]
    assert found == ["Ferry", "Remarks", "Tui", "1898", "Goi\u00e1n", "It sank.", "Nobody was hurt.", "801"]
    first, last = sentence_at(table, 0, len(table), table.index("sank"), cells=True)
    assert table[first:last] == "It sank."
    assert sentence_starts("\t\n", 0, 2, cells=True) == [0]


def test_a_sentence_stays_within_its_block() -> None:
    text = "Before it\n\nInside. More.\n\nAfter"
    start, end = text.index("Inside"), text.index("\n\nAfter")
    assert [text[at:][:4] for at in sentence_starts(text, start, end)] == ["Insi", "More"]


@given(st.text(st.sampled_from('ab AB.!?…"”“’() \n1漢。é'), max_size=80))
def test_every_offset_is_in_the_sentence_that_is_found_for_it_or_in_the_blanks_behind(text: str) -> None:
    starts = sentence_starts(text, 0, len(text))
    assert starts == sorted(set(starts))
    for offset in range(starts[0], len(text)):
        start, end = sentence_at(text, 0, len(text), offset)
        assert start in starts
        assert start <= offset
        assert offset < end or not text[end : offset + 1].strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("World’s New-Year don't 3.5", ["World’s", "New-Year", "don't", "3.5"]),
        ("“Sí,” dijo—café", ["Sí", "dijo", "café"]),
        ("日本 go", ["日", "本", "go"]),
        ("e\u0301te\u0301 fini", ["e\u0301te\u0301", "fini"]),
        ("… — !", []),
    ],
)
def test_words_are_letters_and_what_holds_them_together(text: str, found: list[str]) -> None:
    assert [text[slice(*word)] for word in words(text, 0, len(text))] == found


@pytest.mark.parametrize(
    ("offset", "found"), [(0, "one"), (2, "one"), (3, "one"), (5, "two"), (8, "two"), (99, "two")]
)
def test_the_word_at_an_offset_is_the_one_there_or_the_one_before(offset: int, found: str) -> None:
    text = "one  two "
    assert text[slice(*word_at(text, 0, len(text), offset))] == found


def test_where_there_is_no_word_there_is_nothing() -> None:
    assert word_at("…", 0, 1, 0) == (0, 0)
