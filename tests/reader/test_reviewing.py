"""Which notes wait for a word from a person, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.place import place_all
from annotations.anchoring.placement import Candidate, Placement
from annotations.model import Annotation, Span, Variant
from reader.notebook import Entry
from reader.reviewing import chosen, differences, settled, waiting

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOTE = Annotation(id="1", spans=(Span(exact="Paris", start=16, end=21),), comment="1947", created=NOW, modified=NOW)


def entry(status: str, start: int | None = 3, confidence: float = 0.7, key: str = "1") -> Entry:
    end = None if start is None else start + 5
    place = Placement(status=status, confidence=confidence, start=start, end=end)  # type: ignore[arg-type]  # a status
    return Entry(replace(NOTE, id=key), (place,))


def test_what_is_found_for_certain_does_not_wait_and_the_lost_come_last() -> None:
    entries = [
        entry("orphan", None, key="lost"),
        entry("exact", 0, 1.0, key="well"),
        entry("changed", 40, key="changed"),
        entry("ambiguous", 20, key="two"),
        entry("changed", 60, 1.0, key="confirmed"),
        Entry(replace(NOTE, id="merged", spans=(), variants=(Variant(modified=NOW, comment="1974"),))),
    ]
    found = [(one.entry.note.id, one.reason) for one in waiting(entries)]
    assert found == [("two", "ambiguous"), ("changed", "changed"), ("lost", "orphan"), ("merged", "conflict")]


def test_the_likelier_place_is_the_first_candidate_and_an_orphan_may_have_one_too() -> None:
    place = Placement(status="orphan", confidence=0.0, runner_up=Candidate(start=9, end=14, confidence=0.1))
    (one,) = waiting([Entry(NOTE, (place,))])
    assert one.candidates == [(9, 14)]


def test_a_place_that_was_confirmed_holds_and_the_quote_stays() -> None:
    text = "They all met Bo in Lyon, or so they say."
    start = text.index("Lyon")
    after, placement = settled(NOTE, 0, (start, start + 4), text="Lyon", fingerprint="f" * 64)
    assert after.spans[0].exact == "Paris"
    assert placement.status == "changed"
    found = place_all([after], text, fingerprint="f" * 64, default_fingerprint="e" * 64)
    assert found["1"] == (placement,)
    assert waiting([Entry(after, found["1"])]) == []


def test_of_two_texts_one_is_kept_or_the_other_taken() -> None:
    note = replace(NOTE, variants=(Variant(modified=NOW, comment="1974", color="red", tags=("year",)),))
    kept, taken = chosen(note, 0, other=False), chosen(note, 0, other=True)
    assert (kept.comment, kept.color, kept.variants) == ("1947", None, ())
    assert (taken.comment, taken.color, taken.tags, taken.variants) == ("1974", "red", ("year",), ())


words = st.lists(st.sampled_from(["a", "b", "c"]), max_size=6).map(" ".join)


@given(words, words)
def test_differences_tell_both_texts(was: str, now: str) -> None:
    found = differences(was, now)
    assert " ".join(part for what, part in found if what != "new") == was
    assert " ".join(part for what, part in found if what != "gone") == now
