"""Which entity stands where is told from its offsets, whatever order the entities are in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.entities.index import MentionIndex
from reader.entities.model import Entity, Mention


def entity(name: str, *places: tuple[int, int]) -> Entity:
    mentions = tuple(Mention(start=start, end=end, text=name) for start, end in places)
    return Entity(id=f"person:{name}", name=name, kind="person", mentions=mentions)


A, B = entity("A", (3, 5), (20, 25)), entity("B", (10, 12))


def test_a_name_is_found_from_its_first_letter_to_its_last() -> None:
    index = MentionIndex([B, A])
    assert [index.at(offset) for offset in (2, 3, 4, 5, 11, 24, 25)] == [None, A, A, None, B, A, None]
    assert len(index) == 3


def test_just_a_mention_is_told_from_part_of_one() -> None:
    index = MentionIndex([A, B])
    assert index.exactly(10, 12) is B
    assert index.exactly(10, 11) is None
    assert index.exactly(11, 12) is None
    assert MentionIndex().exactly(0, 0) is None


def test_a_passage_tells_whom_it_names_each_once() -> None:
    index = MentionIndex([A, B])
    assert index.within(0, 30) == [A, B]
    assert index.within(4, 12) == [B], "half a name is none"
    assert index.within(12, 20) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), max_size=12))
def test_every_letter_of_every_mention_leads_to_its_entity(gaps: list[tuple[int, int]]) -> None:
    at, entities = 0, []
    for nth, (gap, length) in enumerate(gaps):
        entities.append(entity(str(nth), (at + gap, at + gap + length)))
        at += gap + length
    index = MentionIndex(entities[::-1])
    owners = {offset: one for one in entities for m in one.mentions for offset in range(m.start, m.end)}
    assert all(index.at(offset) is owners.get(offset) for offset in range(at + 2))
