"""Placing the notes of a file: the whole way from anchors to placements."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.anchoring.place import nothing, place_all
from annotations.anchoring.placement import Placement
from annotations.anchoring.quote import quote_span
from annotations.model import Annotation, Place, Span

OLD, NEW = "0" * 64, "1" * 64
WHEN = datetime(2026, 1, 2, tzinfo=UTC)

HARBOUR = """The harbour at Brevik

Every morning at five the pilots of Brevik row out to the outer buoy. They carry coffee in stone jars and a lamp \
that nobody has lit for eleven years. “We keep it,” says Marit Olsen, “because the insurance asks for a lamp.”

The council voted in March to close the northern quay. Eleven boats used it; three of them belong to one family. \
The decision was taken by nine votes to eight, after a debate that the minutes describe as lively.

Opponents have collected 2,300 signatures. A spokesman for the port authority said the quay was unsafe, and that no \
date had been set for the demolition. Work on the breakwater continues until October.

At the chandler's shop the vote is hardly mentioned. People buy rope, diesel and liquorice, in that order, and talk \
about the herring, which came late this year and left early."""


def note(text: str, passage: str, name: str = "n") -> Annotation:
    start = text.index(passage)
    span = quote_span(text, start, start + len(passage))
    return Annotation(id=name, spans=(span,), created=WHEN, modified=WHEN)


def remembering(text: str) -> Callable[[str], str | None]:
    return {OLD: text}.get


def place(old: str, passage: str, new: str, *, kept: bool) -> Placement:
    """Where a passage of an old text stands in a new one, with the old text at hand or without."""
    recall = remembering(old) if kept else nothing
    return place_all([note(old, passage)], new, fingerprint=NEW, default_fingerprint=OLD, recall=recall)["n"][0]


def words_at(text: str, placement: Placement) -> str | None:
    return None if placement.span is None else text[slice(*placement.span)]


with_and_without = pytest.mark.parametrize("kept", [True, False], ids=["text kept", "quotes only"])

VOTE = "The decision was taken by nine votes to eight"


def test_the_same_text_keeps_its_offsets() -> None:
    placed = place_all([note(HARBOUR, VOTE)], HARBOUR, fingerprint=OLD, default_fingerprint=OLD)["n"][0]
    assert (placed.status, placed.confidence) == ("exact", 1.0)
    assert words_at(HARBOUR, placed) == VOTE


def test_offsets_that_do_not_hold_the_quote_are_not_believed() -> None:
    lying = note(HARBOUR, VOTE)
    lying = replace(lying, spans=(replace(lying.spans[0], start=5, end=5 + len(VOTE)),))
    placed = place_all([lying], HARBOUR, fingerprint=OLD, default_fingerprint=OLD)["n"][0]
    assert words_at(HARBOUR, placed) == VOTE
    assert placed.status == "moved"


@with_and_without
def test_text_put_in_before_a_passage_moves_it(kept: bool) -> None:
    new = HARBOUR.replace("Eleven boats", "It was built in 1911 and mended twice since. Eleven boats")
    placed = place(HARBOUR, VOTE, new, kept=kept)
    assert (placed.status, words_at(new, placed)) == ("moved", VOTE)


@with_and_without
def test_a_typographic_change_keeps_a_passage(kept: bool) -> None:
    passage = "“We keep it,” says Marit Olsen, “because the insurance asks for a lamp.”"
    new = HARBOUR.replace("“", '"').replace("”", '"').replace("\n\n", "\n").replace("insurance", "insur-\nance")
    new = unicodedata.normalize("NFD", new)
    placed = place(HARBOUR, passage, new, kept=kept)
    assert placed.status == "moved"
    assert words_at(new, placed) == '"We keep it," says Marit Olsen, "because the insur-\nance asks for a lamp."'


@with_and_without
def test_an_edited_passage_is_changed_and_found(kept: bool) -> None:
    new = HARBOUR.replace(VOTE, "The decision was carried by ten votes to eight")
    placed = place(HARBOUR, VOTE, new, kept=kept)
    assert (placed.status, words_at(new, placed)) == ("changed", "The decision was carried by ten votes to eight")


@with_and_without
def test_a_paragraph_that_was_moved_takes_its_note_along(kept: bool) -> None:
    paragraphs = HARBOUR.split("\n\n")
    new = "\n\n".join([paragraphs[0], paragraphs[4], *paragraphs[1:4]])
    passage = "People buy rope, diesel and liquorice, in that order"
    placed = place(HARBOUR, passage, new, kept=kept)
    assert (placed.status, words_at(new, placed)) == ("moved", passage)


@with_and_without
def test_a_passage_that_was_cut_leaves_its_note_an_orphan(kept: bool) -> None:
    cut = "The council voted in March to close the northern quay. "
    placed = place(HARBOUR, cut.strip(), HARBOUR.replace(cut, ""), kept=kept)
    assert (placed.status, placed.span) == ("orphan", None)


def test_with_the_old_text_a_look_alike_never_takes_the_note_of_a_passage_that_was_cut() -> None:
    old = HARBOUR + "\n\nOpponents have collected 1,900 signatures, said the paper a week before."
    new = old.replace("Opponents have collected 2,300 signatures. ", "")
    placed = place(old, "Opponents have collected 2,300 signatures", new, kept=True)
    assert placed.status == "orphan"


@with_and_without
def test_a_passage_of_punctuation_stays_between_its_neighbours(kept: bool) -> None:
    old = "Red ... green.\n\nBlue stripes on the flag *** and a star.\n\nYellow ... white."
    new = "A first line.\n\n" + old
    assert words_at(new, place(old, "***", new, kept=kept)) == "***"


def test_a_place_settled_in_today_s_text_is_believed() -> None:
    moved = note(HARBOUR, VOTE)
    settled = Place(start=0, end=11, fingerprint=NEW, status="changed", confidence=1.0)
    moved = replace(moved, spans=(replace(moved.spans[0], latest=settled),))
    placed = place_all([moved], HARBOUR, fingerprint=NEW, default_fingerprint=OLD)["n"][0]
    assert (placed.status, placed.span) == ("changed", (0, 11))


def test_the_latest_place_is_followed_where_its_text_is_at_hand() -> None:
    later = HARBOUR.replace(VOTE, "It fell by nine votes to eight")
    new = later.replace("It fell by", "Worse: it fell, by")
    made = note(HARBOUR, VOTE)
    start = later.index("It fell")
    latest = Place(start=start, end=start + 30, fingerprint="2" * 64, status="changed")
    made = replace(made, spans=(replace(made.spans[0], latest=latest),))
    recall = {"2" * 64: later}.get
    placed = place_all([made], new, fingerprint=NEW, default_fingerprint=OLD, recall=recall)["n"][0]
    assert (placed.status, words_at(new, placed)) == ("changed", "it fell, by nine votes to eight")


def test_every_span_of_a_note_gets_its_own_placement() -> None:
    two = replace(note(HARBOUR, VOTE), spans=(*note(HARBOUR, VOTE).spans, *note(HARBOUR, "stone jars").spans))
    whole = Annotation(id="whole", created=WHEN, modified=WHEN)
    placed = place_all([two, whole], HARBOUR + " End.", fingerprint=NEW, default_fingerprint=OLD)
    assert [words_at(HARBOUR, one) for one in placed["n"]] == [VOTE, "stone jars"]
    assert placed["whole"] == ()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_order_of_the_notes_makes_no_difference(data: st.DataObject) -> None:
    bounds = st.tuples(st.integers(0, len(HARBOUR) - 60), st.integers(1, 60))
    spans = data.draw(st.lists(bounds, min_size=1, max_size=6))
    notes = [
        Annotation(id=str(n), spans=(quote_span(HARBOUR, start, start + size),), created=WHEN, modified=WHEN)
        for n, (start, size) in enumerate(spans)
    ]
    new = HARBOUR.replace("Eleven boats used it; ", "").replace("said the quay was unsafe", "called the quay unsafe")
    recall = data.draw(st.sampled_from([nothing, remembering(HARBOUR)]))
    shuffled = data.draw(st.permutations(notes))
    one = place_all(notes, new, fingerprint=NEW, default_fingerprint=OLD, recall=recall)
    other = place_all(shuffled, new, fingerprint=NEW, default_fingerprint=OLD, recall=recall)
    assert one == other


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(HARBOUR) - 80), st.integers(12, 80), st.booleans())
def test_an_unedited_passage_is_found_where_it_was(start: int, size: int, kept: bool) -> None:
    passage = quote_span(HARBOUR, start, start + size)
    only = Annotation(id="n", spans=(passage,), created=WHEN, modified=WHEN)
    new = HARBOUR + "\n\nThe next ferry is at noon."
    recall = remembering(HARBOUR) if kept else nothing
    placed = place_all([only], new, fingerprint=NEW, default_fingerprint=OLD, recall=recall)["n"][0]
    assert placed.status == "exact"
    assert words_at(new, placed) == passage.exact


WRITING = st.text(alphabet=st.sampled_from("ab \n.-\u00ad\u0301ß東\U0001f600\u200d_ﬁ\x00"), max_size=60) | st.text(
    max_size=60
)


@settings(max_examples=200, deadline=None)
@given(
    WRITING,
    WRITING,
    st.lists(st.tuples(WRITING, WRITING, WRITING, st.integers(0, 99)), max_size=4),
    st.lists(st.tuples(st.integers(0, 2**40), WRITING), max_size=4),
    st.booleans(),
)
def test_anything_at_all_is_answered(
    old: str, new: str, quotes: list[tuple[str, str, str, int]], marks: list[tuple[int, str]], kept: bool
) -> None:
    notes = [
        Annotation(
            id=str(n),
            spans=(Span(exact=exact, prefix=prefix, suffix=suffix, start=start, end=start + len(exact)),),
            created=WHEN,
            modified=WHEN,
        )
        for n, (exact, prefix, suffix, start) in enumerate(quotes)
    ]
    notes += [
        Annotation(id=f"made {n}", spans=(quote_span(old, n, n + 1),), created=WHEN, modified=WHEN)
        for n in range(min(3, len(old)))
    ]
    recall = remembering(old) if kept else nothing
    placed_all = place_all(notes, new, fingerprint=NEW, default_fingerprint=OLD, recall=recall, landmarks=marks)
    for placements in placed_all.values():
        for placed in placements:
            assert 0.0 <= placed.confidence <= 1.0
            assert (placed.span is None) == (placed.status == "orphan")
            if placed.start is not None and placed.end is not None:
                assert 0 <= placed.start < placed.end <= len(new)


def test_without_the_old_text_an_entry_that_stands_in_several_places_is_not_found_for_certain() -> None:
    entry = (
        "On that day the clerk of the harbour wrote into his book what he had written every day before, that no "
        "ship had come, none had left, and the herring was late, and he closed the office at five. "
    )
    old = f"The book of Brevik.\n\n{entry}\n\nA storm came up.\n\n{entry}\n\n{entry}\n\nThe end."
    new = f"From the archives of the town.\n\n{entry}\n\n{entry}"
    start = old.index("none had left", old.index("storm"))
    span = quote_span(old, start, start + len("none had left"))
    only = Annotation(id="n", spans=(span,), created=WHEN, modified=WHEN)
    placed = place_all([only], new, fingerprint=NEW, default_fingerprint=OLD)["n"][0]
    assert placed.status == "ambiguous"
    assert placed.runner_up is not None
