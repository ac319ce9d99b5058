"""Label Studio: regions with labels, comments and people; UTF-16 of older files told apart by the words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.label_studio import FORMAT
from annotations.model import Annotation
from tests.annotations.formats.made import Page, briefly, bundles, held, taken_in, there_and_back, written

FOX = Page("Ana 🦊 met Bo in Paris.")


def task(start: int, end: int, text: str = FOX.text, **more: object) -> bytes:
    region = {
        "id": "a1",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "text": "Paris", "labels": ["LOC"]},
    }
    note = {"id": "a1", "from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": ["check"]}}
    return json.dumps(
        [{"id": 1, "data": {"text": text}, "annotations": [{"id": 1, "result": [region, note], **more}]}]
    ).encode()


def test_a_region_becomes_a_note_with_what_other_controls_say_of_it() -> None:
    data = task(16, 21, completed_by={"username": "mira", "first_name": "Mira", "last_name": "Oy"})
    (note,) = taken_in(FORMAT, data, FOX).notes
    assert ([s.exact for s in note.spans], note.tags, note.comment, note.annotator) == (
        ["Paris"],
        ("LOC",),
        "check",
        "mira",
    )


def test_offsets_of_older_files_count_utf_16() -> None:
    (note,) = taken_in(FORMAT, task(17, 22), FOX).notes
    assert (note.spans[0].start, note.spans[0].end) == (16, 21)


def test_the_task_of_another_document_is_skipped() -> None:
    tasks = json.loads(task(16, 21)) + json.loads(task(0, 7, "Another text."))
    done = taken_in(FORMAT, json.dumps(tasks).encode(), FOX)
    assert done.report.added == 1
    assert "another document" in done.report.skipped[0].why


def said(note: Annotation) -> str:
    return repr((note.id, [(s.start, s.end, s.exact) for s in note.spans], note.tags, note.comment, note.annotator))


@briefly
@given(bundles())
def test_all_that_it_holds_comes_back(bundle: Bundle) -> None:
    done = there_and_back(FORMAT, bundle)
    expected = held(bundle, FORMAT.holds)
    assert sorted(map(said, done.notes)) == sorted(map(said, expected))
    assert taken_in(FORMAT, written(FORMAT, bundle), bundle.document, done.notes).notes == ()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'[{"data": {"text": "x"}', "not JSON"),
        (b'[{"x": 1}]', "no Label Studio file"),
    ],
)
def test_what_is_no_label_studio_file_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        FORMAT.read(data, FOX)


def test_regions_of_a_hostile_file_do_no_harm() -> None:
    result = [None, 7, {"value": {"start": "x"}}, {"id": "r", "value": {"start": 1e9, "end": [], "labels": [3]}}]
    data = json.dumps([{"data": {"text": FOX.text}, "annotations": [{"result": result}, 5]}]).encode()
    assert taken_in(FORMAT, data, FOX).report.matched == 0
