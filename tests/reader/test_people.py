"""Annotators are told apart: initials and colours of their own, whoever came first."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reader.people import HUES, Chosen, Face, faces, initials

people = st.dictionaries(
    st.text("abcdefgh.-_0", min_size=1, max_size=6),
    st.one_of(st.just(""), st.text("Aab Bc.-é李1", max_size=8), st.text(max_size=12)),
    min_size=1,
    max_size=12,
)


def test_initials_of_any_name() -> None:
    assert [initials(name) for name in ("Mira Oy", "ana", "J. R. Tolkien", "", "李 明")] == [
        "MO",
        "an",
        "JT",
        "?",
        "李明",
    ]


def test_two_whose_names_begin_alike_get_other_letters_of_their_names() -> None:
    names = {"andrea": "", "ana": "", "mo": "Mira Oy", "max": "Max Ott"}
    assert {who: face.initials for who, face in faces(names).items()} == {
        "ana": "an",
        "andrea": "ad",
        "max": "MO",
        "mo": "MY",
    }


@given(people)
def test_no_two_people_share_initials_and_no_two_a_colour_while_there_are_enough(names: dict[str, str]) -> None:
    given = faces(names)
    assert given.keys() == names.keys()
    letters = [face.initials.casefold() for face in given.values()]
    assert len(set(letters)) == len(letters)
    assert all(face.initials.strip() for face in given.values())
    assert len({face.color for face in given.values()}) == min(len(names), len(HUES))


@given(people, st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(names: dict[str, str], random: Random) -> None:
    shuffled = list(names.items())
    random.shuffle(shuffled)
    assert faces(dict(shuffled)) == faces(names)


@given(people)
def test_who_comes_last_by_id_changes_nobody_elses_face(names: dict[str, str]) -> None:
    before = faces(names)
    after = faces({**names, "~": "Zed Zulu"})
    assert {who: after[who] for who in before} == before


def test_what_the_reader_chose_holds_and_the_others_keep_clear_of_it() -> None:
    names = {"ana": "", "ben": "", "cleo": ""}
    alone = faces(names)
    chosen = faces(names, {"cleo": Chosen(initials="an", color=alone["ana"].color), "ben": Chosen(color="grey")})
    assert chosen["cleo"] == Face(initials="an", color=alone["ana"].color)
    assert chosen["ben"].color == "grey"
    assert chosen["ana"].initials == "aa"
    assert chosen["ana"].color not in (alone["ana"].color, "grey")


def test_two_may_share_what_the_reader_chose_for_both() -> None:
    red = Chosen(color="red")
    assert {face.color for face in faces({"ana": "", "ben": ""}, {"ana": red, "ben": red}).values()} == {"red"}
