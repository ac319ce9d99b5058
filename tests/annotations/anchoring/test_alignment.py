"""Which words of an old text are which words of a new one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.alignment import Alignment, align, information, left_over, slid
from annotations.anchoring.moves import find_moves
from annotations.anchoring.normal import NormalText

STORY = (
    "the pilots of brevik row out to the outer buoy every morning at five with coffee in stone jars and a lamp that "
    "nobody has lit for eleven years because the insurance asks for a lamp and the council closed the northern quay"
)


def aligned(old: str, new: str, *, moves: bool = False) -> list[tuple[str, str | None]]:
    """Each old word, and the new word it became."""
    one = NormalText(old)
    two = NormalText(new, one.vocabulary)
    alignment = Alignment(one.words, two.words, information([one.words, two.words], len(one.vocabulary.spelling)))
    if moves:
        find_moves(alignment)
    spelt = one.vocabulary.spelling
    return [
        (spelt[word], spelt[two.words[place]] if place >= 0 else None)
        for word, place in zip(one.words, alignment.to_new, strict=True)
    ]


def lost(old: str, new: str, *, moves: bool = False) -> list[str]:
    return [word for word, partner in aligned(old, new, moves=moves) if partner is None]


def test_what_was_put_in_and_cut_is_left_over() -> None:
    assert lost(STORY, STORY.replace("every morning", "on most days")) == ["every", "morning"]
    assert lost(STORY, f"at last {STORY} for good") == []
    assert lost(STORY, STORY.replace("with coffee in stone jars and ", "")) == [
        "with", "coffee", "in", "stone", "jars", "and",
    ]  # fmt: skip


def test_a_common_word_far_from_anything_kept_is_no_match() -> None:
    cut = "when the herring came early that spring it rained"
    put_in = "so on until nothing was left of it and the matter was dropped by everyone concerned"
    assert lost(f"{STORY} {cut} {STORY} twice", f"{STORY} {put_in} {STORY} twice") == cut.split()


def test_a_paragraph_that_moved_is_found_as_a_move() -> None:
    tail = "people buy rope diesel and liquorice in that order and talk about the herring"
    assert len(lost(f"{STORY} {tail}", f"{tail} {STORY}")) >= 10
    assert lost(f"{STORY} {tail}", f"{tail} {STORY}", moves=True) == []


def test_a_few_words_that_turn_up_elsewhere_are_no_move() -> None:
    assert lost(f"a lamp {STORY}", f"{STORY} a lamp", moves=True) == ["a", "lamp"]


def nowhere(_word: int, _old: bool) -> bool:
    return False


def no_way(_i: int, _j: int) -> int:
    return 0


def test_words_that_may_belong_to_either_side_go_where_they_look_alike() -> None:
    old, new = [1, 7, 7, 2], [1, 7, 2]

    def second(i: int, j: int) -> int:
        return int((i, j) == (2, 1))

    assert slid([(0, 0, 2), (3, 2, 1)], old, new, second, nowhere) == [(0, 0, 1), (2, 1, 2)]
    assert slid([(0, 0, 2), (3, 2, 1)], old, new, no_way, nowhere) == [(0, 0, 2), (3, 2, 1)]


def test_a_whole_sentence_was_cut_rather_than_parts_of_two() -> None:
    # "A man sold maps. A man sold lamps." cut to "A man sold lamps.", and the other way round.
    both, one = [1, 2, 3, 4, 1, 2, 3, 5], [1, 2, 3, 5]
    parts = [(0, 0, 3), (7, 3, 1)]
    assert slid(parts, both, one, no_way, lambda word, old: old and word == 0) == [(0, 0, 0), (4, 0, 4)]
    put_in = [(j, i, count) for i, j, count in parts]
    assert slid(put_in, one, both, no_way, lambda word, old: not old and word == 0) == [(0, 0, 0), (0, 4, 4)]


def test_a_gap_filled_exactly_is_filled_whatever_its_words_did_elsewhere() -> None:
    words = [1, 2, 3, 4, 5]
    alignment = Alignment([9, 2, 3], [9, 2, 3], [1.0] * 10)
    alignment.old, alignment.new = [*words, 2, 3], [*words]
    alignment.to_new = [0, -1, -1, 3, 4, 1, 2]
    alignment.to_old = [0, 5, 6, 3, 4]
    alignment.fill_in()
    assert alignment.to_new == [0, 1, 2, 3, 4, -1, -1]
    assert alignment.to_old == [0, 1, 2, 3, 4]


def test_what_is_left_over_comes_in_stretches() -> None:
    assert left_over([-1, 0, 1, -1, -1, 2]) == [(0, 1), (3, 5)]
    assert left_over([0, -1]) == [(1, 2)]
    assert left_over([]) == []


WORDS = st.lists(st.integers(0, 5), max_size=60)


@given(WORDS, WORDS)
def test_runs_are_equal_and_in_order(old: list[int], new: list[int]) -> None:
    bits = information([old, new], 6)
    last_old = last_new = 0
    for i, j, count in align(old, new, bits):
        assert count > 0
        assert i >= last_old
        assert j >= last_new
        assert old[i : i + count] == new[j : j + count]
        last_old, last_new = i + count, j + count


@given(WORDS)
def test_a_text_aligns_with_itself(words: list[int]) -> None:
    assert Alignment(words, list(words), information([words], 6)).to_new == list(range(len(words)))


@given(WORDS, WORDS)
def test_both_directions_say_the_same(old: list[int], new: list[int]) -> None:
    alignment = Alignment(old, new, information([old, new], 6))
    find_moves(alignment)
    pairs = {(i, j) for i, j in enumerate(alignment.to_new) if j >= 0}
    assert pairs == {(i, j) for j, i in enumerate(alignment.to_old) if i >= 0}
    assert all(old[i] == new[j] for i, j in pairs)
