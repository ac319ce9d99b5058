"""Foreign notes brought home: ids, places, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from annotations.formats.draft import Draft, Passage, Reading
from annotations.formats.identity import annotator_id, note_id
from annotations.formats.imports import Imported, settle
from annotations.model import Annotation, Annotator, Span
from tests.annotations.formats.made import NOW, Page

FOX = Page("Ana 🦊 met Bo in Paris.")


def bring(*drafts: Draft, known: Sequence[Annotation] = (), page: Page = FOX) -> Imported:
    return settle(
        Reading(drafts=drafts, annotators={"acct:mira@x.org": Annotator(id="?", name="Mira Oy")}),
        format_name="test",
        document=page,
        known=known,
        now=NOW,
        me="ana",
    )


def draft(key: str = "a1", *passages: Passage | Span, **fields: object) -> Draft:
    return replace(Draft(key=key, where="line 1", passages=passages), **fields)  # type: ignore[arg-type]  # fields vary


def test_a_note_stands_where_the_file_says_in_whatever_unit() -> None:
    for start, end in ((16, 21), (17, 22), (19, 24)):
        done = bring(draft("a1", Passage(exact="Paris", start=start, end=end)))
        assert [(span.start, span.end) for span in done.notes[0].spans] == [(16, 21)]
        assert done.report.matched == 1


def test_words_at_another_place_are_found_again() -> None:
    done = bring(draft("a1", Passage(exact="Paris", start=3, end=8)))
    assert (done.notes[0].spans[0].start, done.notes[0].spans[0].exact) == (16, "Paris")
    assert (done.report.reanchored, done.report.matched) == (1, 0)


def test_bare_words_that_stand_in_two_places_wait_for_a_person() -> None:
    done = bring(draft("a1", Passage(exact="Bo")), page=Page("Bo met Ana. Ana met Bo."))
    latest = done.notes[0].spans[0].latest
    assert latest is not None
    assert (latest.status, latest.start, done.report.ambiguous) == ("ambiguous", 0, 1)
    near = bring(draft("a1", Passage(exact="Bo", start=19, end=21)), page=Page("Bo met Ana. Ana met Bo."))
    assert (near.notes[0].spans[0].start, near.report.ambiguous) == (20, 1)


def test_words_that_stand_nowhere_are_kept_as_an_orphan() -> None:
    done = bring(draft("a1", Passage(exact="Lima", prefix="in ", start=10**12, end=10**12 + 4)))
    span = done.notes[0].spans[0]
    assert (span.exact, span.prefix, done.report.orphaned) == ("Lima", "in ", 1)
    assert span.start <= len(FOX.text)


def test_a_place_without_words_is_believed_in_a_known_unit_only() -> None:
    believed = bring(draft("a1", Passage(exact="", start=17, end=22, unit="utf-16")))
    assert believed.notes[0].spans[0].exact == "Paris"
    assert bring(draft("a1", Passage(exact="", start=17, end=22))).report.orphaned == 1


def test_reading_the_same_file_twice_adds_nothing() -> None:
    one = draft("a1", Passage(exact="Paris", start=16, end=21))
    first = bring(one, one)
    assert (first.report.added, first.report.known) == (1, 1)
    again = bring(one, known=first.notes)
    assert (again.notes, again.report.added, again.report.known) == ((), 0, 1)


def test_a_note_without_an_id_of_ours_is_known_by_what_it_says() -> None:
    paris = Passage(exact="Paris", start=16, end=21)
    first = bring(draft("old", paris, comment="map", annotator="mira"))
    assert bring(draft("new", paris, comment="map", annotator="mira"), known=first.notes).report.known == 1
    assert bring(draft("new", paris, comment="map", annotator="bo"), known=first.notes).report.added == 1
    assert bring(draft("new", paris, comment="other", annotator="mira"), known=first.notes).report.added == 1
    twice = bring(draft("one", paris, comment="map"), draft("two", paris, comment="map"))
    assert twice.report.added == 2


def test_replies_lead_to_the_note_they_answer() -> None:
    answer, question = sorted(
        bring(draft("a1", comment="so?"), draft("a2", reply_to="a1", comment="yes")).notes,
        key=lambda note: note.reply_to is None,
    )
    assert (answer.comment, answer.reply_to) == ("yes", question.id)


def test_author_and_dates_are_kept_and_made_up_only_where_missing() -> None:
    then = datetime(2020, 1, 2, tzinfo=UTC)
    theirs, mine = bring(
        draft("a1", annotator="acct:mira@x.org", created=then), draft("a2", comment="no author")
    ).notes
    assert (theirs.annotator, theirs.created, theirs.modified) == ("mira", then, then)
    assert (mine.annotator, mine.created) == ("ana", NOW)
    assert bring(draft("a1", annotator="acct:mira@x.org")).annotators["mira"].name == "Mira Oy"


def test_control_characters_are_made_harmless() -> None:
    (note,) = bring(draft("a1", comment="a\x1b[31mb\r\nc\x00", tags=("x\x07", "x\x07", " "))).notes
    assert (note.comment, note.tags) == ("a\ufffd[31mb\nc\ufffd", ("x\ufffd",))


def test_ids_are_the_same_each_time_and_ours_come_home() -> None:
    ours = "0198c1b2-7a51-7c3e-8f1d-2b9f5a7c1e01"
    assert note_id("w3c", f"urn:uuid:{ours.upper()}") == note_id("csv", ours) == ours
    assert note_id("hypothesis", "a1") == note_id("hypothesis", "a1") != note_id("zotero", "a1")


def test_people_get_ids_that_can_stand_in_file_names() -> None:
    assert annotator_id("acct:mira@hypothes.is") == "mira"
    assert annotator_id("Mira Oy") == "mira-oy"
    assert annotator_id("ana.b-c_1") == "ana.b-c_1"
    assert annotator_id("../../etc") == "etc"
    assert annotator_id("Łódź Ñandú") == "odz-nandu"
    assert annotator_id("山田") == annotator_id("山田") != annotator_id("田山")
    assert annotator_id(" ") == ""
