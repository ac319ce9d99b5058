"""Merging two versions of one person's notes: symmetric, repeatable, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.merge import OtherAnnotatorError, merge
from annotations.model import Annotation, Annotator, DocumentRef, EntityCorrection, NotesFile, Place, Span, Variant

DAWN = datetime(2026, 1, 5, 9, tzinfo=UTC)
ANA = Annotator(id="ana", name="Ana")
FOX = DocumentRef(title="Fox", source="fox.txt", fingerprint="f" * 64, length=22)
PARIS = Span(exact="Paris", prefix="met Bo in ", suffix=".", start=16, end=21)
ANA_SPAN = Span(exact="Ana", start=0, end=3)


def at(minutes: int) -> datetime:
    return DAWN + timedelta(minutes=minutes)


def note(key: str = "1", **changes: object) -> Annotation:
    plain = Annotation(id=key, spans=(PARIS,), annotator="ana", created=DAWN, modified=DAWN)
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields of a note, by name


def file(*notes: Annotation, document: DocumentRef = FOX) -> NotesFile:
    return NotesFile(document=document, annotator=ANA, annotations=notes)


words = st.sampled_from(["", "check", "check the map", "check the old map", "ask Bo", "ask Bo\n\ntwice"])
tag_lists = st.lists(st.sampled_from(["place", "claim", "a/b"]), unique=True, max_size=3).map(tuple)
places = st.sampled_from(
    [None, Place(start=1, end=6, fingerprint="e" * 64), Place(start=2, end=7, fingerprint="d" * 64)]
)


variants = st.builds(
    lambda minutes, changes: Variant(modified=at(minutes), **changes),
    st.integers(0, 2),
    st.sampled_from([{"comment": "ask Bo"}, {"comment": ""}, {"color": ""}, {"color": "red"}, {"entity": ""}]),
)


@st.composite
def versions(draw: st.DrawFn, key: str) -> Annotation:
    modified = at(draw(st.integers(0, 2)))
    span = replace(draw(st.sampled_from([PARIS, ANA_SPAN])), latest=draw(places))
    return Annotation(
        id=key,
        spans=draw(st.sampled_from([(span,), (span,), (), (span, PARIS)])),
        color=draw(st.sampled_from([None, "green", "red"])),
        tags=draw(tag_lists),
        comment=draw(words),
        entity=draw(st.sampled_from([None, "place:Paris"])),
        reply_to=draw(st.sampled_from([None, None, "1"])),
        annotator="ana",
        created=at(draw(st.integers(-1, 0))),
        modified=modified,
        deleted=draw(st.sampled_from([None, None, modified])),
        variants=tuple(draw(st.lists(variants, max_size=2, unique_by=repr))),
        extra=draw(st.sampled_from([{}, {"x": 1}, {"x": 2}, {"y": "z"}])),
    )


@st.composite
def corrections(draw: st.DrawFn, key: str) -> EntityCorrection:
    modified = at(draw(st.integers(0, 2)))
    return EntityCorrection(
        id=key,
        action="rename",
        entity="person:Bo",
        value=draw(st.sampled_from(["Bo Li", "Bo Lee"])),
        spans=draw(st.sampled_from([(), (PARIS,)])),
        created=DAWN,
        modified=modified,
        deleted=draw(st.sampled_from([None, None, modified])),
        extra=draw(st.sampled_from([{}, {"x": 1}])),
    )


@st.composite
def files(draw: st.DrawFn) -> NotesFile:
    keys = draw(st.lists(st.sampled_from("123"), unique=True))
    corrected = draw(st.lists(st.sampled_from("89"), unique=True))
    return NotesFile(
        document=draw(st.sampled_from([FOX, FOX, replace(FOX, fingerprint="e" * 64, length=40)])),
        annotator=draw(st.sampled_from([ANA, ANA, replace(ANA, name="Ana Li")])),
        annotations=tuple(draw(versions(key)) for key in sorted(keys)),
        entities=tuple(draw(corrections(key)) for key in sorted(corrected)),
        landmarks=draw(st.sampled_from([(), ((0, "Ana"),), ((0, "Ana"), (16, "Paris"))])),
        extra=draw(st.sampled_from([{}, {"mine": 1}, {"mine": 2}])),
    )


def canonical(notes: NotesFile) -> NotesFile:
    """What a merge makes of a file by itself: its notes in document order, fingerprints as short as they go."""
    return merge(None, notes, notes).notes


@given(st.none() | files(), files(), files())
def test_it_makes_no_difference_which_side_is_ours(
    base: NotesFile | None, ours: NotesFile, theirs: NotesFile
) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.notes == other.notes
    assert one.conflicts == other.conflicts


@given(st.none() | files(), files())
def test_a_file_merged_with_itself_is_itself(base: NotesFile | None, notes: NotesFile) -> None:
    merged = merge(base, notes, notes)
    assert merged.notes == canonical(notes)
    assert not merged.conflicts


@given(files(), files(), files())
def test_without_a_base_the_order_of_merging_makes_no_difference(a: NotesFile, b: NotesFile, c: NotesFile) -> None:
    left = merge(None, merge(None, a, b).notes, c).notes
    right = merge(None, a, merge(None, b, c).notes).notes
    assert left == right


@given(st.none() | files(), files(), files())
def test_merging_once_more_changes_nothing(base: NotesFile | None, ours: NotesFile, theirs: NotesFile) -> None:
    merged = merge(base, ours, theirs).notes
    for side in (ours, theirs):
        again = merge(None, merged, side).notes
        kept = tuple(n for n in again.annotations if n.id in {m.id for m in merged.annotations})
        corrections_kept = tuple(c for c in again.entities if c.id in {m.id for m in merged.entities})
        # What is said of the file as a whole has no time: without the base, the greater of two is taken.
        head = {name: getattr(merged, name) for name in ("document", "annotator", "landmarks", "extra")}
        if (again.document, merged.document) == (merged.document, side.document):
            assert replace(again, annotations=kept, entities=corrections_kept, **head) == merged
        # Only what one side had taken out of its file altogether comes back when the base is no longer at hand.
        was = {n.id for n in base.annotations} | {c.id for c in base.entities} if base else set()
        back = {n.id for n in again.annotations} - {n.id for n in kept}
        back |= {c.id for c in again.entities} - {c.id for c in corrections_kept}
        assert back <= was


@given(files(), files(), files())
def test_nothing_is_lost_unless_deleted_on_one_side_and_unchanged_on_the_other(
    base: NotesFile, ours: NotesFile, theirs: NotesFile
) -> None:
    was = {n.id: n for n in base.annotations}
    sides = [{n.id: n for n in side.annotations} for side in (ours, theirs)]
    merged = {n.id: n for n in merge(base, ours, theirs).notes.annotations}
    for key in {*sides[0], *sides[1]}:
        present = [side[key] for side in sides if key in side]
        if key not in merged:
            assert len(present) == 1
            assert present[0] == was.get(key)
            continue
        result = merged[key]
        said = {result.comment, *(v.comment for v in result.variants)}
        tags = {*result.tags}
        before = was.get(key)
        for n in present:
            if before is None and any(m.modified > n.modified for m in present):
                continue  # the newer version stands for both
            if before is None or n.comment != before.comment:
                text = " ".join(str(s) for s in said)
                assert all(word in text for word in n.comment.split())
            if before is not None:
                assert {*n.tags} - {*before.tags} <= tags
            if n.deleted is None and before is not None and n.comment != before.comment:
                assert result.deleted is None or before.deleted is not None


@given(files(), files())
def test_without_a_base_all_that_the_newer_version_says_and_both_say_at_once_is_there(
    ours: NotesFile, theirs: NotesFile
) -> None:
    merged = merge(None, ours, theirs).notes
    sides = [{n.id: n for n in side.annotations} for side in (ours, theirs)]
    assert {n.id for n in merged.annotations} == {*sides[0], *sides[1]}
    for result in merged.annotations:
        present = [side[result.id] for side in sides if result.id in side]
        newest = max(n.modified for n in present)
        for n in present:
            if n.modified == newest:
                assert n.comment in {result.comment, *(v.comment for v in result.variants)}
                assert (n.color or "") in {result.color or "", *(v.color for v in result.variants)}
                assert (n.entity or "") in {result.entity or "", *(v.entity for v in result.variants)}
                assert {*n.tags} <= {*result.tags}
                assert n.deleted is None or result.deleted is not None or any(m.deleted is None for m in present)


@given(st.none() | files(), files(), files())
def test_no_correction_of_an_entity_is_lost_unless_taken_out_on_one_side_and_unchanged_on_the_other(
    base: NotesFile | None, ours: NotesFile, theirs: NotesFile
) -> None:
    outcome = merge(base, ours, theirs)
    merged = {c.id: c for c in outcome.notes.entities}
    was = {c.id: c for c in canonical(base).entities} if base else {}
    sides = [{c.id: c for c in canonical(side).entities} for side in (ours, theirs)]
    alike = len({file.document.fingerprint for file in (base, ours, theirs) if file}) == 1
    for key in {*sides[0], *sides[1]}:
        present = [side[key] for side in sides if key in side]
        if key not in merged:
            assert len(present) == 1
            assert not alike or present[0] == was.get(key)
            continue
        told = {c.kept for c in outcome.conflicts} | {c.other for c in outcome.conflicts}
        for correction in present:
            before = was.get(key)
            if before is not None and correction.value != before.value:
                words = f"rename person:Bo {correction.value}"
                assert merged[key].value == correction.value or words in told
            if before is None and all(c.modified <= correction.modified for c in present):
                assert merged[key].modified == correction.modified


def correction(**changes: object) -> EntityCorrection:
    plain = EntityCorrection(id="c", action="rename", entity="person:Bo", value="Bo Li", created=DAWN, modified=DAWN)
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields of a correction, by name


def corrected(*items: EntityCorrection) -> NotesFile:
    return replace(file(), entities=items)


def test_a_correction_edited_by_hand_on_both_sides_is_a_conflict_that_is_told() -> None:
    outcome = merge(
        corrected(correction()),
        corrected(correction(value="Bo Lee", modified=at(1))),
        corrected(correction(value="Bo Lie", modified=at(2))),
    )
    assert [c.value for c in outcome.notes.entities] == ["Bo Lie"]
    (conflict,) = outcome.conflicts
    assert (conflict.field, conflict.kept, conflict.other) == (
        "correction",
        "rename person:Bo Bo Lie",
        "rename person:Bo Bo Lee",
    )


def test_a_correction_taken_back_here_and_edited_there_stays() -> None:
    back = correction(deleted=at(2), modified=at(2))
    outcome = merge(corrected(correction()), corrected(back), corrected(correction(value="Bo Lee")))
    (kept,) = outcome.notes.entities
    assert (kept.value, kept.deleted) == ("Bo Lee", None)
    assert kept.modified > at(2), "a later merge without the base must not take it back"
    assert [c.field for c in outcome.conflicts] == ["deleted"]


def test_a_correction_edited_by_hand_without_a_new_time_outlasts_a_merge_without_the_base() -> None:
    by_hand = correction(extra={"why": "his passport"})
    for sides in ((correction(), by_hand), (by_hand, correction())):
        merged = merge(corrected(correction()), *map(corrected, sides)).notes
        (kept,) = merge(None, merged, corrected(correction())).notes.entities
        assert kept.extra == {"why": "his passport"}


def test_a_correction_taken_out_of_one_file_stays_out_unless_the_other_has_news_of_it() -> None:
    assert merge(corrected(correction()), corrected(), corrected(correction())).notes.entities == ()
    back = correction(deleted=at(1), modified=at(1))
    assert merge(corrected(correction()), corrected(), corrected(back)).notes.entities == (back,)


def test_mentions_keep_their_meaning_when_the_files_count_in_different_texts() -> None:
    longer = replace(FOX, fingerprint="e" * 64, length=40)
    added = correction(id="d", action="add", spans=(PARIS,))
    merged = merge(None, corrected(), replace(corrected(added), document=longer)).notes
    (kept,) = merged.entities
    assert (kept.spans[0].fingerprint or merged.document.fingerprint) == "e" * 64
    merged = merge(None, replace(corrected(), document=longer), corrected(added)).notes
    (kept,) = merged.entities
    assert (kept.spans[0].fingerprint or merged.document.fingerprint) == "f" * 64


def test_both_sides_of_a_comment_are_brought_together_word_by_word() -> None:
    base = note(comment="check the map of the town")
    ours = note(comment="check the old map of the town", modified=at(1))
    theirs = note(comment="check the map of the whole town", modified=at(2))
    merged = merge(file(base), file(ours), file(theirs))
    assert merged.notes.annotations[0].comment == "check the old map of the whole town"
    assert not merged.conflicts


def test_two_answers_to_one_question_are_both_kept_and_marked() -> None:
    base = note(comment="which year?")
    merged = merge(file(base), file(note(comment="1974", modified=at(1))), file(note(comment="1947", modified=at(2))))
    (result,) = merged.notes.annotations
    assert result.comment == "1947"
    assert [v.comment for v in result.variants] == ["1974"]
    (conflict,) = merged.conflicts
    assert (conflict.field, conflict.kept, conflict.other) == ("comment", "1947", "1974")


def test_a_choice_between_two_answers_is_final() -> None:
    unsettled = merge(
        file(note(comment="which year?")),
        file(note(comment="1974", modified=at(1))),
        file(note(comment="1947", modified=at(2))),
    ).notes
    chosen = file(replace(unsettled.annotations[0], comment="1974", variants=(), modified=at(3)))
    assert merge(unsettled, chosen, unsettled).notes.annotations[0].variants == ()
    assert merge(None, chosen, unsettled).notes.annotations[0].comment == "1974"


def test_each_field_is_merged_by_itself() -> None:
    base = note(tags=("place", "draft"))
    ours = note(tags=("place", "claim"), color="red", modified=at(1))
    theirs = note(tags=("place", "draft", "map"), comment="see atlas", modified=at(2))
    (result,) = merge(file(base), file(ours), file(theirs)).notes.annotations
    assert (set(result.tags), result.color, result.comment) == ({"place", "claim", "map"}, "red", "see atlas")
    assert result.modified > at(2)


def test_a_note_deleted_here_and_edited_there_stays() -> None:
    gone = note(deleted=at(1), modified=at(1))
    edited = note(comment="no, keep it", modified=at(2))
    merged = merge(file(note()), file(gone), file(edited))
    assert merged.notes.annotations[0].deleted is None
    assert [c.field for c in merged.conflicts] == ["deleted"]


def test_a_note_deleted_here_and_untouched_there_is_deleted() -> None:
    gone = note(deleted=at(1), modified=at(1))
    assert merge(file(note()), file(gone), file(note())).notes.annotations == (gone,)


def test_a_note_taken_out_of_one_file_stays_out_unless_the_other_has_news_of_it() -> None:
    assert merge(file(note()), file(), file(note())).notes.annotations == ()
    news = note(comment="1974", modified=at(1))
    assert merge(file(note()), file(), file(news)).notes.annotations == (news,)
    assert merge(None, file(), file(note())).notes.annotations == (note(),)


def test_where_a_passage_was_last_seen_is_no_conflict() -> None:
    here = replace(PARIS, latest=Place(start=20, end=25, fingerprint="e" * 64))
    there = replace(PARIS, latest=Place(start=30, end=35, fingerprint="d" * 64))
    merged = merge(
        file(note()), file(note(spans=(here,), modified=at(1))), file(note(spans=(there,), modified=at(2)))
    )
    assert not merged.conflicts
    assert merged.notes.annotations[0].spans[0].latest in (here.latest, there.latest)


def test_offsets_keep_their_meaning_when_the_files_count_in_different_texts() -> None:
    longer = replace(FOX, fingerprint="e" * 64, length=40)
    merged = merge(None, file(note("1")), file(note("2"), document=longer)).notes
    counted_in = {n.id: n.spans[0].fingerprint or merged.document.fingerprint for n in merged.annotations}
    assert counted_in == {"1": "f" * 64, "2": "e" * 64}


def test_two_peoples_files_are_never_poured_into_one() -> None:
    bo = replace(file(), annotator=Annotator(id="bo"))
    with pytest.raises(OtherAnnotatorError):
        merge(None, file(), bo)
