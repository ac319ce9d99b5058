"""Notes keep the id of their entity; what a person calls it today follows from what they put right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotations.model import CorrectionAction, EntityCorrection
from annotations.naming import called, entity_name

MORNING = datetime(2026, 1, 5, 8, tzinfo=UTC)


def put_right(*acts: tuple[CorrectionAction, str, str]) -> list[EntityCorrection]:
    """Corrections, each a minute after the one before."""
    return [
        EntityCorrection(
            id=f"c{nth}",
            action=action,
            entity=entity,
            value=value,
            created=MORNING + timedelta(minutes=nth),
            modified=MORNING + timedelta(minutes=nth),
        )
        for nth, (action, entity, value) in enumerate(acts)
    ]


def test_what_nobody_put_right_keeps_its_name() -> None:
    assert called([]) == {}
    assert entity_name("person:Dina Boluarte", {}) == "Dina Boluarte"
    assert entity_name("person:Ramos#2", {}) == "Ramos", "the number that tells namesakes apart is no name"


def test_a_rename_and_another_kind_change_what_it_is_called() -> None:
    acts = put_right(("rename", "place:La Lupa", "The Lupa"), ("kind", "place:La Lupa", "organisation"))
    assert called(acts) == {"place:La Lupa": "organisation:The Lupa"}
    assert entity_name("place:La Lupa", called(acts)) == "The Lupa"


def test_what_was_merged_is_called_like_the_other_whatever_that_is_renamed_to_later() -> None:
    acts = put_right(
        ("merge", "person:Ramos", "person:Luis Ramos"),
        ("merge", "person:Luis Ramos", "person:Luis R."),
        ("rename", "person:Luis R.", "Luis Ramos Rojas"),
    )
    assert set(called(acts).values()) == {"person:Luis Ramos Rojas"}
    assert set(called(acts)) == {"person:Ramos", "person:Luis Ramos", "person:Luis R."}


def test_corrections_count_in_the_order_they_were_made_and_deleted_ones_not_at_all() -> None:
    first, second = put_right(("rename", "person:A", "B"), ("rename", "person:A", "C"))
    assert called([second, first]) == {"person:A": "person:C"}
    gone = EntityCorrection(
        id="c9", action="rename", entity="person:A", value="D", created=MORNING, modified=MORNING, deleted=MORNING
    )
    assert called([gone]) == {}


ids = st.sampled_from([f"person:{letter}" for letter in "ABCDE"])


@given(st.lists(st.tuples(ids, ids), max_size=12))
def test_merging_in_a_ring_comes_to_an_end(pairs: list[tuple[str, str]]) -> None:
    names = called(put_right(*(("merge", one, other) for one, other in pairs)))
    for one, other in pairs:
        assert names[one] == names[other]
