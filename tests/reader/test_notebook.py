"""Everyone's notes on one document: in document order, found by place, counted, answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.placement import Placement
from annotations.model import Annotation, Annotator, Span, Status
from reader.notebook import Entry, Notebook

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def entry(
    name: str,
    *places: tuple[int, int],
    status: Status = "exact",
    after: int = 0,
    tags: tuple[str, ...] = (),
    by: str = "mira",
) -> Entry:
    note = Annotation(
        id=name,
        spans=tuple(Span(exact="x" * (end - start), start=start, end=end) for start, end in places),
        annotator=by,
        tags=tags,
        created=NOON + timedelta(minutes=after),
        modified=NOON + timedelta(minutes=after),
    )
    lost = status == "orphan"
    return Entry(
        note,
        tuple(
            Placement(status=status, confidence=1.0, start=None if lost else start, end=None if lost else end)
            for start, end in places
        ),
    )


def book_of(*entries: Entry) -> Notebook:
    book = Notebook("mira")
    book.put_all(entries)
    return book


def ids(entries: list[Entry]) -> list[str]:
    return [entry.note.id for entry in entries]


def test_notes_come_in_document_order_the_lost_ones_last() -> None:
    book = book_of(
        entry("late", (50, 60)),
        entry("lost", (0, 9), status="orphan"),
        entry("inner", (10, 15)),
        entry("outer", (10, 40)),
        entry("whole"),
    )
    assert ids(book.living()) == ["whole", "outer", "inner", "late", "lost"]
    assert [mark.note for mark in book.marks()] == ["outer", "inner", "late"]
    assert book["lost"].lost
    assert not book["whole"].lost


def test_nested_notes_are_found_the_innermost_first() -> None:
    book = book_of(entry("outer", (0, 100)), entry("middle", (10, 50)), entry("inner", (20, 30)))
    assert ids(book.at(25, 25)) == ["inner", "middle", "outer"]
    assert ids(book.at(30, 30)) == ["middle", "outer"]
    assert book.exactly(10, 50) is book["middle"]
    assert book.exactly(10, 49) is None


def test_an_ambiguous_place_is_not_drawn_until_a_person_accepts_it() -> None:
    book = book_of(entry("unsure", (3, 9), status="ambiguous"))
    assert list(book.marks()) == []
    assert book["unsure"].lost


def test_a_tombstone_is_kept_and_shown_nowhere() -> None:
    alive = entry("a", (0, 5), tags=("t",))
    book = book_of(alive)
    book.put(replace(alive.note, deleted=NOON), alive.places)
    assert (ids(book.living()), list(book.marks()), book.tags()) == ([], [], [])
    assert "a" in book


def test_answers_are_counted_on_the_mark_of_what_they_answer() -> None:
    answer = entry("answer", after=1)
    book = book_of(entry("a", (0, 5)))
    assert [mark.replies for mark in book.marks()] == [0]
    book.put(replace(answer.note, reply_to="a"), ())
    assert [mark.replies for mark in book.marks()] == [1]
    assert ids(book.replies("a")) == ["answer"]


def test_tags_come_with_the_one_used_last_in_front() -> None:
    book = book_of(
        entry("a", (0, 1), tags=("old", "both")),
        entry("b", (1, 2), after=5, tags=("both",)),
        entry("c", (2, 3), after=9, tags=("new",)),
    )
    assert book.tags() == [("new", 1), ("both", 2), ("old", 1)]


def test_initials_stand_on_the_marks_as_soon_as_a_second_person_writes() -> None:
    book = book_of(entry("a", (0, 5)))
    book.meet(Annotator(id="mira", name="Mira Oy"))
    assert [mark.initials for mark in book.marks()] == [""]
    book.put_all([entry("b", (2, 8), by="ana")])
    assert [mark.initials for mark in book.marks()] == ["MO", "an"]
    assert book.people == ["mira", "ana"]
    book.drop("b")
    assert [mark.initials for mark in book.marks()] == [""]


def test_initials_stand_on_the_marks_where_all_notes_are_another_persons() -> None:
    book = book_of(entry("a", (0, 5), by="ana"))
    assert [mark.initials for mark in book.marks()] == ["an"]


def test_a_name_that_is_known_is_not_lost_to_a_file_that_tells_none() -> None:
    book = book_of()
    book.meet(Annotator(id="mira", name="Mira Oy"))
    book.meet(Annotator(id="mira"))
    assert book.person("mira") == "Mira Oy"


def test_a_third_person_takes_no_face_that_is_taken_and_the_marks_say_so_at_once() -> None:
    book = book_of(entry("a", (0, 5)), entry("b", (2, 8), by="ana"))
    assert [mark.initials for mark in book.marks()] == ["mi", "an"]
    book.put(*entry_of(entry("c", (9, 12), by="ana-li")))
    assert [mark.initials for mark in book.marks()] == ["mi", "an", "AL"]
    assert len({mark.person for mark in book.marks()}) == 3


def entry_of(one: Entry) -> tuple[Annotation, tuple[Placement, ...]]:
    return one.note, one.places


edits = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["put", "kill", "drop"]), st.integers(0, 9)), max_size=30
)


@given(edits)
def test_a_notebook_changed_step_by_step_is_one_made_at_once(steps: list[tuple[str, str, int]]) -> None:
    book = Notebook("mira")
    model: dict[str, Entry] = {}
    for name, what, n in steps:
        if what == "drop":
            book.drop(name)
            model.pop(name, None)
        else:
            made = entry(name, (n, n + 5), after=n, tags=(f"t{n % 3}",))
            deleted = NOON if what == "kill" else None
            reply_to = "a" if name != "a" and n % 2 else None
            made = Entry(replace(made.note, deleted=deleted, reply_to=reply_to), made.places)
            book.put_all([made])
            model[name] = made
        book.marks()
    fresh = book_of(*model.values())
    assert ids(book.living()) == ids(fresh.living())
    assert list(book.marks()) == list(fresh.marks())
    assert dict(book.tags()) == dict(fresh.tags())
