"""Zotero's annotations, read."""

from __future__ import annotations

import json

import pytest

from annotations.errors import FormatError
from annotations.formats.zotero import FORMAT
from tests.annotations.formats.made import Page, taken_in

FOX = Page("Ana 🦊 met Bo in Paris.")
ITEM = {
    "itemType": "annotation",
    "parentItem": "AB12CD34",
    "annotationType": "highlight",
    "annotationAuthorName": "Mira Oy",
    "annotationText": "Paris",
    "annotationComment": "check <b>the</b> map",
    "annotationColor": "#5fb236",
    "annotationPageLabel": "1",
    "annotationSortIndex": "0000017",
    "annotationPosition": '{"type":"CssSelector","value":"body > p"}',
    "tags": [{"tag": "place"}],
    "dateAdded": "2026-01-05T09:00:00Z",
    "dateModified": "2026-01-06T09:00:00Z",
}
READER = {
    "id": "ZZ11",
    "type": "underline",
    "color": "#ff6666",
    "sortIndex": "00000|000017|00000",
    "position": {"pageIndex": 0, "rects": [[1, 2, 3, 4]]},
    "text": "Bo",
    "comment": "",
    "tags": [{"name": "person"}],
    "dateCreated": "2026-01-05T09:00:00Z",
    "authorName": "",
}


@pytest.mark.parametrize(
    "file",
    [
        [ITEM],
        {**ITEM, "key": "K1"},
        [{"key": "K1", "version": 3, "data": {**ITEM, "key": "K1"}}],
        {"items": [{"itemType": "journalArticle", "attachments": [{"path": "fox.pdf", "annotations": [ITEM]}]}]},
    ],
)
def test_an_annotation_wherever_it_stands(file: object) -> None:
    done = taken_in(FORMAT, json.dumps(file).encode(), FOX)
    (note,) = done.notes
    assert (note.comment, note.color, note.tags) == ("check **the** map", "green", ("place",))
    assert (note.annotator, note.created.day, note.modified.day) == ("mira-oy", 5, 6)
    assert [(span.start, span.exact) for span in note.spans] == [(16, "Paris")]


def test_the_readers_own_form() -> None:
    (note,) = taken_in(FORMAT, json.dumps([READER]).encode(), FOX).notes
    assert (note.spans[0].exact, note.color, note.tags, note.annotator) == ("Bo", "red", ("person",), "me")


def test_pictures_without_words_are_skipped_and_said_so() -> None:
    picture = {**ITEM, "annotationType": "image", "annotationText": "", "annotationComment": ""}
    done = taken_in(
        FORMAT, json.dumps([picture, {**ITEM, "annotationType": "note", "annotationText": ""}]).encode(), FOX
    )
    assert [(skip.where, skip.why) for skip in done.report.skipped] == [
        ("[0]", "it is of type image and has no words")
    ]
    assert done.notes[0].spans == ()


def test_annotations_of_several_attachments_are_told_apart() -> None:
    data = json.dumps([ITEM, {**ITEM, "parentItem": "OTHER"}]).encode()
    assert taken_in(FORMAT, data, FOX).report.added == 0
    assert taken_in(FORMAT, data, FOX, source="AB12CD34").report.added == 1


@pytest.mark.parametrize("data", [b"[]", b"{}", b'[{"itemType": "book"}]', b"[[[[[[[[[[[[]]]]]]]]]]]]"])
def test_what_holds_no_annotation_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="no Zotero file"):
        FORMAT.read(data, FOX)
