"""A person names an entity by its id, its name or an alias, and is told what else they may have meant."""

from __future__ import annotations

import pytest

from reader.entities.lookup import NoSuchEntityError, is_reference, named
from reader.entities.model import Entity

BOLUARTE = Entity(id="person:Boluarte", name="Dina Boluarte", kind="person", aliases=("Boluarte", "the president"))
LIMA = Entity(id="place:Lima", name="Lima", kind="place")
TEAM = Entity(id="organisation:Lima", name="Lima", kind="organisation")


@pytest.mark.parametrize(
    "word",
    ["Dina Boluarte", "dina  boluarte", "Boluarte", "THE PRESIDENT", "person:Boluarte", "person:Dina Boluarte"],
)
def test_an_entity_is_found_by_every_name_it_has(word: str) -> None:
    assert named([BOLUARTE, LIMA], word) is BOLUARTE


def test_of_two_that_are_called_alike_one_says_which() -> None:
    with pytest.raises(NoSuchEntityError) as caught:
        named([LIMA, TEAM], "lima")
    assert "'place:Lima', 'organisation:Lima'" in caught.value.hint
    assert named([LIMA, TEAM], "organisation:Lima") is TEAM


def test_its_own_name_goes_before_another_ones_alias() -> None:
    other = Entity(id="person:President", name="The President", kind="person")
    assert named([BOLUARTE, other], "the president") is other


def test_a_name_that_is_not_there_is_told_with_those_like_it() -> None:
    with pytest.raises(NoSuchEntityError) as caught:
        named([BOLUARTE, LIMA], "Dina Bolluarte")
    assert "Dina Boluarte" in caught.value.hint


def test_a_reference_says_its_kind() -> None:
    assert is_reference("person:Dina Boluarte")
    assert not is_reference("Dina Boluarte")
    assert not is_reference("minister:Dina Boluarte")
    assert not is_reference("person: ")
