"""What changed between two versions of a person's notes, note by note."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from annotations.differences import correction_differences, differences
from annotations.model import Annotation, Annotator, DocumentRef, EntityCorrection, NotesFile, Place, Span

DAWN = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PARIS = Span(exact="Paris", start=16, end=21)
NOTE = Annotation(id="1", spans=(PARIS,), comment="check", tags=("place",), created=DAWN, modified=DAWN)
FIX = EntityCorrection(
    id="9", action="rename", entity="place:Paris", value="Paris, Texas", created=DAWN, modified=DAWN
)


def file(*notes: Annotation, entities: tuple[EntityCorrection, ...] = ()) -> NotesFile:
    return NotesFile(
        document=DocumentRef(source="fox.txt"), annotator=Annotator(id="ana"), annotations=notes, entities=entities
    )


def kinds(before: NotesFile, after: NotesFile) -> list[tuple[str, str]]:
    return [(change.note.id, change.change) for change in differences(before, after)]


def test_each_note_is_added_edited_deleted_restored_or_removed() -> None:
    gone = replace(NOTE, deleted=NOON)
    assert kinds(file(), file(NOTE)) == [("1", "added")]
    assert kinds(file(NOTE), file(gone)) == [("1", "deleted")]
    assert kinds(file(gone), file(NOTE)) == [("1", "restored")]
    assert kinds(file(NOTE), file()) == [("1", "removed")]
    assert kinds(file(gone), file()) == []
    assert kinds(file(NOTE), file(replace(NOTE, comment="checked"))) == [("1", "edited")]


def test_an_edit_names_the_fields_before_and_after() -> None:
    after = replace(NOTE, tags=("place", "claim"), color="red")
    (change,) = differences(file(NOTE), file(after))
    assert [(f.field, f.before, f.after) for f in change.fields] == [
        ("color", "", "red"),
        ("tags", "#place", "#place #claim"),
    ]


def test_times_and_where_a_passage_was_last_seen_are_no_difference() -> None:
    seen = replace(PARIS, latest=Place(start=1, end=6, fingerprint="f"))
    assert kinds(file(NOTE), file(replace(NOTE, modified=NOON, spans=(seen,)))) == []


def test_changes_come_in_document_order() -> None:
    early = replace(NOTE, id="2", spans=(Span(exact="Ana", start=0, end=3),))
    assert [key for key, _ in kinds(file(), file(NOTE, early))] == ["2", "1"]


def test_corrections_of_entities_are_told_too() -> None:
    changed = correction_differences(file(entities=(FIX,)), file(entities=(replace(FIX, value="Paris (Texas)"),)))
    assert [change.change for change in changed] == ["edited"]
    assert [c.change for c in correction_differences(file(), file(entities=(FIX,)))] == ["added"]
    gone = file(entities=(replace(FIX, deleted=NOON),))
    assert [c.change for c in correction_differences(file(entities=(FIX,)), gone)] == ["deleted"]
    assert correction_differences(gone, file()) == ()
