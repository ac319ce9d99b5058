"""doccano: labels on stretches of a text, in both of its forms, in code points or graphemes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.doccano import FORMAT
from annotations.model import Annotation
from tests.annotations.formats.made import Page, briefly, bundles, held, taken_in, there_and_back, written

SHARED = Path(os.environ.get("POSTIL_SHARED") or Path(__file__).parents[3].parent / "shared")
FIXTURES = SHARED / "fixtures" / "doccano"
FOX = Page("Ana 🦊 met Bo in Paris.")
LINE = '{"text":"Ana 🦊 met Bo in Paris.","label":[[0,3,"PER"],[16,21,"LOC"]],"Comments":["check the map"]}\n'


def spans(note: Annotation) -> list[str]:
    return [span.exact for span in note.spans]


def test_labels_become_notes_with_tags() -> None:
    done = taken_in(FORMAT, LINE.encode(), FOX)
    assert [(spans(note), note.tags) for note in done.notes] == [(["Ana"], ("PER",)), (["Paris"], ("LOC",))]
    assert done.report.matched == 2


def test_the_form_with_relations_is_read_and_the_relations_are_counted() -> None:
    line = {
        "text": FOX.text,
        "entities": [{"id": 1, "label": "LOC", "start_offset": 16, "end_offset": 21}],
        "relations": [{"id": 1, "from_id": 1, "to_id": 1, "type": "is"}],
    }
    done = taken_in(FORMAT, json.dumps(line).encode(), FOX)
    assert spans(done.notes[0]) == ["Paris"]
    assert "1 relations" in done.report.skipped[0].why


def test_graphemes_are_counted_where_the_project_does() -> None:
    page = Page("👩\u200d👩\u200d👧 in Paris")
    note = taken_in(FORMAT, json.dumps({"text": page.text, "label": [[5, 10, "LOC"]]}).encode(), page)
    line = json.loads(written(FORMAT, Bundle(document=page, notes=note.notes), unit="graphemes"))
    assert line["label"][0][2] == "LOC"


def test_the_line_of_another_document_is_skipped() -> None:
    other = '{"text":"Another text.","label":[[0,7,"X"]]}\n'
    done = taken_in(FORMAT, (other + LINE).encode(), FOX)
    assert done.report.added == 2
    assert [(skip.where, skip.why) for skip in done.report.skipped] == [
        ("line 1", "it is the text of another document")
    ]


@briefly
@given(bundles())
def test_all_that_it_holds_comes_back(bundle: Bundle) -> None:
    done = there_and_back(FORMAT, bundle)
    expected: dict[tuple[int, int], set[str]] = {}
    for note in held(bundle, frozenset({*FORMAT.holds, "several spans"})):
        for span in note.spans:
            expected.setdefault((span.start, span.end), set()).update(note.tags)
    assert {(n.spans[0].start, n.spans[0].end): set(n.tags) for n in done.notes} == expected
    assert taken_in(FORMAT, written(FORMAT, bundle), bundle.document, done.notes).notes == ()


@pytest.mark.skipif(not FIXTURES.exists(), reason="the files of others are not beside the checkout")
def test_files_of_others_are_read() -> None:
    data = (FIXTURES / "example_overlapping.jsonl").read_bytes()
    lines = [json.loads(line) for line in data.splitlines() if line.strip()]
    for line in lines:
        text = line.get("text", "")
        if text:
            done = taken_in(FORMAT, data, Page(text))
            assert len(done.notes) == len({(s, e) for s, e, _ in line["label"]})
    assert (FIXTURES / "example.jsonl").exists()
    assert FORMAT.read((FIXTURES / "example.jsonl").read_bytes(), Page("exampleA")) is not None


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'{"text": "x", "label": [}\n', "line 1, column"),
        (b"\n[1, 2]\n", "line 2: this is no line of doccano"),
        (b'{"text": "\xff"}', "line 1: byte"),
    ],
)
def test_what_is_no_doccano_file_is_refused_with_its_line(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        FORMAT.read(data, FOX)


def test_absurd_offsets_are_skipped_and_said() -> None:
    line = {"text": FOX.text, "label": [[-1, 3, "A"], [0, 10**12, "B"], ["x", 3, "C"], [5, 5, "D"], "E"]}
    done = taken_in(FORMAT, json.dumps(line).encode(), FOX)
    assert (done.report.added, len(done.report.skipped)) == (0, 5)
