"""One note on many passages: a passage that has a note gets no second one, and no one's words are replaced."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.placement import Placement
from annotations.anchoring.quote import quote_span
from annotations.model import Annotation, Color
from reader.bulk import Wish, mentioned, open_to_notes, planned
from reader.entities.model import Entity, Mention
from reader.notebook import Entry, Notebook

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
TEXT = "Ramos spoke.\n\nNobody heard Ramos, and Luis Ramos left."
RAMOS = Entity(
    id="person:Luis Ramos",
    name="Luis Ramos",
    kind="person",
    mentions=(
        Mention(start=0, end=5, text="Ramos"),
        Mention(start=27, end=32, text="Ramos"),
        Mention(start=38, end=48, text="Luis Ramos"),
    ),
)


def note(start: int, end: int, *, color: Color | None = None, comment: str = "", by: str = "mira") -> Entry:
    made = Annotation(
        id=f"{start}-{end}-{by}",
        spans=(quote_span(TEXT, start, end),),
        color=color,
        comment=comment,
        annotator=by,
        created=NOON,
        modified=NOON,
    )
    return Entry(made, (Placement(status="exact", confidence=1.0, start=start, end=end),))


def test_mentions_are_offered_with_their_line_and_what_is_noted_there() -> None:
    book = Notebook("mira")
    book.put_all([note(0, 5, color="red"), note(14, 32), note(27, 32, by="ana")])
    first, second, third = mentioned(RAMOS, book, lambda start, end: TEXT[start:end])
    assert (first.before, first.words, first.after) == ("", "Ramos", " spoke.")
    assert first.note is not None
    assert first.note.note.color == "red"
    assert (second.before, second.after) == ("Nobody heard ", ", and Luis Ramos left.")
    assert second.note is None, "somebody else's note on these words is not the reader's"
    assert second.within == 2
    assert (third.note, third.within) == (None, 0)
    assert open_to_notes([first, second, third]) == [(27, 32), (38, 48)]


def test_a_long_line_around_a_mention_is_cut_between_words() -> None:
    text = f"{'every word counts ' * 9}Ramos{' and so does this one' * 9}"
    start = text.index("Ramos")
    one = Entity(
        id="person:Ramos",
        name="Ramos",
        kind="person",
        mentions=(Mention(start=start, end=start + 5, text="Ramos"),),
    )
    (only,) = mentioned(one, Notebook("mira"), lambda first, end: text[first:end])
    assert only.before == "…every word counts every word counts every word counts "
    assert only.after == " and so does this one and so does this one and so does this…"


def test_a_passage_without_a_note_gets_one_with_all_that_is_wished() -> None:
    wish = Wish(color="green", tags=("who",), comment="Again?", entity="person:Luis Ramos")
    (plan,) = planned([(0, 5)], wish, lambda _: None)
    assert plan.note is None
    assert plan.fields == {"color": "green", "tags": ("who",), "comment": "Again?", "entity": "person:Luis Ramos"}


def test_the_note_that_is_there_takes_a_colour_where_only_a_colour_is_wished() -> None:
    there = note(0, 5, color="red").note
    (plan,) = planned([(0, 5)], Wish(color="green"), lambda _: there)
    assert (plan.note, plan.fields) == (there, {"color": "green"})
    (plan,) = planned([(0, 5)], Wish(color="green", tags=("who",)), lambda _: there)
    assert plan.fields == {"tags": ("who",)}, "a tag recolours nothing"


def test_a_comment_never_takes_the_place_of_another() -> None:
    there = note(0, 5, comment="Mine.").note
    (plan,) = planned([(0, 5)], Wish(comment="And this."), lambda _: there)
    assert plan.note is None, "it is a note of its own"
    silent = note(0, 5).note
    (plan,) = planned([(0, 5)], Wish(comment="And this."), lambda _: silent)
    assert (plan.note, plan.fields) == (silent, {"comment": "And this."})


tags = st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=3).map(tuple)


@given(had=tags, wished=tags, entity=st.sampled_from([None, "person:Luis Ramos"]))
def test_nothing_is_lost_and_what_is_there_already_is_no_change(
    had: tuple[str, ...], wished: tuple[str, ...], entity: str | None
) -> None:
    there = Annotation(id="n", tags=had, entity="place:Lima", created=NOON, modified=NOON)
    (plan,) = planned([(0, 5)], Wish(tags=wished, entity=entity), lambda _: there)
    assert "entity" not in plan.fields, "the entity a note is about already stays"
    assert bool(plan.fields) == (not set(wished) <= set(had))
    after = plan.fields.get("tags", had)
    assert isinstance(after, tuple)
    assert set(after) == {*had, *wished}
    assert after[: len(had)] == had
