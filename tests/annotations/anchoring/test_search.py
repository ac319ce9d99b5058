"""The search for passages: places, what speaks for them, and how sure that makes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.confidence import (
    DOUBT,
    MEMORIES,
    WEIGHTS,
    Memory,
    attaches,
    confidence,
    evidence,
    logistic,
    memory,
)
from annotations.anchoring.consistency import find_together
from annotations.anchoring.fit import Fit, Window
from annotations.anchoring.normal import NormalText
from annotations.anchoring.search import Found, Search, Setting

REPORT = """The council voted in March to close the northern quay. Eleven boats used it; three belong to one family.

Opponents have collected 2,300 signatures. A spokesman for the port authority said the quay was unsafe, and that no \
date had been set for the demolition. Work on the breakwater continues until October.

At the chandler's shop the vote is hardly mentioned. People buy rope, diesel and liquorice, in that order."""


def searching(old: str, new: str, *, whole: bool = True) -> Search:
    one = NormalText(old)
    return Search(one, NormalText(new, one.vocabulary), whole=whole)


def looked_for(search: Search, passage: str) -> Window:
    start = search.old.text.index(passage)
    window = search.window(start, start + len(passage))
    assert window is not None
    return window


def words_of(search: Search, found: Found) -> str:
    return search.new.text[search.new.starts[found.fit.begin] : search.new.ends[found.fit.end - 1]]


def test_a_passage_whose_surroundings_stayed_needs_no_search() -> None:
    search = searching(REPORT, f"An introduction. {REPORT}")
    window = looked_for(search, "said the quay was unsafe")
    stayed = search.undisturbed(window)
    assert stayed is not None
    begin, end = stayed
    assert search.new.text[search.new.starts[begin] : search.new.ends[end - 1]] == "said the quay was unsafe"


def test_replaced_words_at_the_ends_belong_to_the_passage() -> None:
    new = REPORT.replace("A spokesman for the port authority", "One speaker of the port board")
    search = searching(REPORT, new)
    found = search.find(looked_for(search, "A spokesman for the port authority"))
    assert words_of(search, found[0]) == "One speaker of the port board"


def test_what_was_put_in_beside_a_passage_does_not_belong_to_it() -> None:
    new = REPORT.replace("Work on the breakwater", "Nobody could be reached on Sunday. Work on the breakwater")
    search = searching(REPORT, new)
    found = search.find(looked_for(search, "Work on the breakwater continues"))
    assert words_of(search, found[0]) == "Work on the breakwater continues"


def test_much_that_was_put_in_parts_a_passage_and_the_heavier_part_stays() -> None:
    middle = " ".join(f"Paragraph {n} tells quite another story of its own." for n in range(40))
    new = REPORT.replace("diesel and liquorice, in that order", f"diesel. {middle} And liquorice, in that order")
    search = searching(REPORT, new)
    found = search.find(looked_for(search, "People buy rope, diesel and liquorice, in that order"))
    assert len(words_of(search, found[0])) < 60


def test_words_known_to_come_from_elsewhere_never_take_a_passage() -> None:
    copy = "A spokesman for the harbour office said the quay was safe."
    old = f"{REPORT}\n\n{copy}"
    new = old.replace("A spokesman for the port authority said the quay was unsafe, and that no date", "No date")
    search = searching(old, new)
    found = search.find(looked_for(search, "A spokesman for the port authority said the quay was unsafe"))
    assert not found or confidence(found, "text") < DOUBT


def test_a_sure_place_is_evidence_for_its_neighbours() -> None:
    old = "alpha beta gamma delta. one two three four. red green blue grey."
    search = searching(old, "x y z. " + old, whole=False)
    windows = [looked_for(search, words) for words in ("one two three four", "red green")]
    for window, found in zip(windows, find_together(search, windows, "quotes"), strict=True):
        assert found[0].fit.kept == pytest.approx(found[0].fit.bits)
        search.settle(window, found[0])
    assert search.alignment.to_new == list(range(3, 3 + len(search.old)))


def test_settling_a_place_takes_its_words() -> None:
    search = searching("one two three", "four five six", whole=False)
    window = Window(search.old.words, 0, 3, 0)
    fit = _fit(begin=0, end=3)
    found = Found(fit=fit, to_new=[0, 1, 2], via="", rank=1.0, disorder=0, strange=1.0, drift=0.0, setting=_SETTING)
    assert search.settle(window, found)
    assert search.alignment.to_new == [0, 1, 2]
    assert not search.settle(window, found)


_SETTING = Setting(astray=0, shrunk=0.0, misplaced=0, alone=False)


def _fit(begin: int, end: int, *, kept: float = 30.0, bits: float = 40.0) -> Fit:
    return Fit(
        begin=begin,
        end=end,
        kept=kept,
        size=6,
        words=round(6 * kept / bits),
        bits=bits,
        torn=0.0,
        similar=kept / bits,
        left=40.0,
        left_bits=60.0,
        right=40.0,
        right_bits=60.0,
        touch=1,
        firm=1,
        alien=0.0,
        ratio=1.0,
    )


def _found(fit: Fit, *, rank: float = 60.0, disorder: int = 0, drift: float = 0.0) -> Found:
    return Found(fit=fit, to_new=[], via="", rank=rank, disorder=disorder, strange=0.2, drift=drift, setting=_SETTING)


@pytest.mark.parametrize("left", MEMORIES)
def test_more_kept_words_make_surer(left: Memory) -> None:
    poor, good = (_found(_fit(0, 6, kept=kept)) for kept in (8.0, 36.0))
    assert confidence([poor], left) < DOUBT < confidence([good], left)


def test_a_rival_makes_less_sure_where_only_quotes_are_left() -> None:
    best, rival = _found(_fit(0, 6)), _found(_fit(20, 26), rank=59.0)
    assert confidence([best, rival], "quotes") < confidence([best], "quotes")


def test_evidence_has_a_number_for_each_weight() -> None:
    assert len(evidence([_found(_fit(0, 6))])) == len(WEIGHTS)
    assert evidence([_found(_fit(0, 6))])[0] == 1.0


@given(st.floats(-2000, 2000))
def test_a_chance_is_between_0_and_1(score: float) -> None:
    assert 0.0 <= logistic(score) <= 1.0
    assert math.isclose(logistic(score) + logistic(-score), 1.0, abs_tol=1e-12)


def test_with_the_old_text_at_hand_less_certainty_is_asked() -> None:
    assert attaches(0.94, "text")
    assert not attaches(0.94, "quotes")
    assert not attaches(0.6, "text")


def test_few_quotes_are_told_from_many_and_from_the_text() -> None:
    assert [memory(1, whole=True), memory(1, whole=False), memory(9, whole=False)] == ["text", "few quotes", "quotes"]
