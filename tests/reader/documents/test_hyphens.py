"""Words broken at line ends: what belongs to the word, and what only to the line."""

from __future__ import annotations

import pytest

from reader.documents.hyphens import broken_words, joint
from reader.documents.lines import read_lines

CASES = [
    # left, right, the text around, hyphenated -> what is put between
    ("the infor-", "mation is", "", True, ""),
    ("by the far-", "right parties", "", False, "-"),
    ("a well-", "known man", "", True, "-"),
    ("the state-of-the-", "art way", "", True, "-"),
    ("something easy-", "to-use for all", "", True, "-"),
    ("the anti-", "war march", "the antiwar march", False, ""),
    ("the anti-", "war march", "the anti-war march", True, "-"),
    ("long-", "and short-term", "", True, "- "),
    ("soon-", "to-be-published", "", True, "-"),
    ("a 20-", "year plan", "", True, "-"),
    ("the Third-", "Party Auditors", "", True, "-"),
    ("CONTRIBU-", "TING guide", "", True, ""),
    ("an API-", "centric way", "", True, "-"),
    ("the infor\u00ad", "mation is", "", False, ""),
    ("the infor\u2010", "mation is", "", False, ""),
    ("the infor\ufffe", "mation is", "", False, ""),
    ("Où est-", "il allé", "", True, "-"),
    ("he said -", "and went", "", True, " "),
    ("went on and on—", "until night", "", False, ""),
    ("went on and on —", "until night", "", False, " "),
    ("昨日の夜、私", "たちは川の", "", False, ""),
    ("어젯밤에 우리는", "강가를 걸었다", "", False, " "),
    ("plain words", "go on", "", False, " "),
]


@pytest.mark.parametrize(("left", "right", "around", "hyphenated", "between"), CASES)
def test_what_stands_between_two_lines(left: str, right: str, around: str, hyphenated: bool, between: str) -> None:
    text = f"{around} {left} {right}".lower()
    assert joint(left, right, text, hyphenated=hyphenated) == between


@pytest.mark.parametrize(
    ("raw", "broken"),
    [
        ("the infor-\nmation is in the harb-\nour of the town\n", True),
        ("a far-\nright party\n" + "and so on it went\n" * 60, False),
        ("the infor-\nmation here\n" + "all the information is here\n" * 60, True),
        ("the infor\u00ad\nmation on the well-\nknown man and the well-\nknown woman\n", False),
        ("-----\n-----\n-----\ntext\n", False),
    ],
)
def test_whether_a_typesetter_broke_the_words(raw: str, broken: bool) -> None:
    text, lines = read_lines(raw)
    assert broken_words(lines, text.lower()) is broken
