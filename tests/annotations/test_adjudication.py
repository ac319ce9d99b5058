"""Where annotators disagree is found once, decided once, and the decision says where it came from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from annotations.adjudication import (
    ADJUDICATED,
    Labelled,
    accept,
    agreed,
    disagreements,
    last_decision,
    sources,
    taken_back,
)
from annotations.model import Annotation, Span

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
PEOPLE = ("ana", "bo", "cy")
numbers = count()


def label(who: str, start: int, end: int, *tags: str) -> Labelled:
    note = Annotation(
        id=f"{who}-{start}-{end}-{'-'.join(tags)}",
        spans=(Span(exact="x" * (end - start), start=start, end=end),),
        tags=tags,
        annotator=who,
        created=NOW,
        modified=NOW,
    )
    return Labelled(note=note, start=start, end=end)


def new_id() -> str:
    return f"new-{next(numbers)}"


@st.composite
def labels(draw: st.DrawFn) -> list[Labelled]:
    found = draw(
        st.lists(
            st.tuples(
                st.sampled_from(PEOPLE), st.integers(0, 40), st.integers(1, 10), st.sampled_from(["claim", "place"])
            ),
            max_size=12,
            unique=True,
        )
    )
    return [label(who, start, start + size, tag) for who, start, size, tag in found]


@given(labels())
def test_every_label_is_either_agreed_on_or_in_one_disagreement(found: list[Labelled]) -> None:
    parts = [*agreed(found, PEOPLE), *disagreements(found, PEOPLE)]
    ids = sorted(note.id for part in parts for note in part.notes)
    assert ids == sorted(one.note.id for one in found)


@given(labels(), st.data())
def test_what_is_decided_does_not_come_back(found: list[Labelled], data: st.DataObject) -> None:
    decided: list[Annotation] = []
    left = disagreements(found, PEOPLE)
    while left:
        chosen = data.draw(st.lists(st.sampled_from(left[0].notes), unique_by=lambda note: note.id))
        decided += accept(left[0], chosen, by="ana", now=NOW, new_id=new_id)
        fewer = disagreements(found, PEOPLE, decided)
        assert fewer == left[1:]
        left = fewer


def test_a_decision_is_a_note_of_its_own_that_names_its_sources_and_the_sources_stay() -> None:
    found = [label("ana", 0, 5, "claim"), label("bo", 0, 7, "claim"), label("cy", 20, 25, "place")]
    first, second = disagreements(found, PEOPLE)
    assert (first.start, first.end) == (0, 7)
    assert first.sides["cy"] == ()
    (decision,) = accept(first, [found[0].note], by="cy", now=NOW, new_id=new_id)
    assert decision.annotator == ADJUDICATED.id
    assert decision.tags == ("claim",)
    assert set(sources(decision)) == {found[0].note.id, found[1].note.id}
    (rejected,) = accept(second, [], by="cy", now=NOW, new_id=new_id)
    assert rejected.deleted == NOW
    assert disagreements(found, PEOPLE, [decision, rejected]) == ()


def test_the_order_of_tags_is_no_disagreement() -> None:
    found = [label("ana", 0, 5, "claim", "place"), label("bo", 0, 5, "place", "claim")]
    assert disagreements(found, ("ana", "bo")) == ()
    assert len(agreed(found, ("ana", "bo"))) == 1


@given(labels(), st.data())
def test_a_decision_that_is_taken_back_is_open_again_and_the_one_before_it_is_the_last(
    found: list[Labelled], data: st.DataObject
) -> None:
    decided: list[Annotation] = []
    made: list[tuple[Annotation, ...]] = []
    open_ones = [disagreements(found, PEOPLE)]
    while open_ones[-1]:
        one = open_ones[-1][0]
        chosen = data.draw(st.lists(st.sampled_from(one.notes), unique_by=lambda note: note.id))
        at = NOW + timedelta(minutes=len(made))
        made.append(accept(one, chosen, by="ana", now=at, new_id=new_id))
        decided += made[-1]
        open_ones.append(disagreements(found, PEOPLE, decided))
    for decision, before in zip(reversed(made), reversed(open_ones[:-1]), strict=True):
        assert last_decision(decided) == decision
        gone = {note.id: note for note in taken_back(decision, now=NOW + timedelta(days=1))}
        decided = [gone.get(note.id, note) for note in decided]
        assert disagreements(found, PEOPLE, decided) == before
    assert last_decision(decided) == ()
