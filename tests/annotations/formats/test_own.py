"""JSON, JSON Lines and CSV: every field, there and back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.placement import Placement
from annotations.errors import FormatError
from annotations.formats import csv as own_csv
from annotations.formats import json as own_json
from annotations.formats import jsonl as own_jsonl
from annotations.formats.bundle import Bundle
from annotations.formats.format import Format
from annotations.formats.losses import Losses
from annotations.formats.tables import armed, defuse
from annotations.model import Annotation, Annotator, Place, Span, Variant
from tests.annotations.formats.made import (
    NOW,
    Page,
    briefly,
    bundles,
    notes,
    pages,
    taken_in,
    there_and_back,
    written,
)

FOX = Page("Ana 🦊 met Bo in Paris.")
FORMATS = (own_json.FORMAT, own_jsonl.FORMAT, own_csv.FORMAT)
formats = pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)

EVERYTHING = Annotation(
    id="2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11",
    spans=(
        Span(
            exact="Lima",
            prefix="in ",
            suffix=".",
            start=5,
            end=9,
            fingerprint="f" * 64,
            latest=Place(start=16, end=21, fingerprint=FOX.fingerprint, status="changed", confidence=0.75),
            extra={"page": 3},
        ),
        Span(exact="Ana", start=0, end=3),
    ),
    color="red",
    tags=("a,b", 'say "no"', "=1"),
    comment="=cmd|'/c calc'!A1\r\nline",
    entity="person:Ana",
    reply_to="2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d12",
    annotator="mira",
    created=NOW + timedelta(microseconds=5),
    modified=NOW + timedelta(days=1),
    deleted=NOW + timedelta(days=2),
    variants=(Variant(modified=NOW, comment="the other side", color="", tags=("x",)),),
    extra={"imported": {"from": "hypothesis", "id": "a1"}, "note": [1, 2.5, None, {"spans": []}]},
)


@formats
def test_every_field_comes_back(format_: Format) -> None:
    note = replace(EVERYTHING, comment=EVERYTHING.comment.replace("\r", ""))
    bundle = Bundle(document=FOX, notes=(note,), annotators={"mira": Annotator(id="mira", name="Mira Oy")}, made=NOW)
    done = there_and_back(format_, bundle)
    assert done.notes == (note,)
    assert done.annotators == bundle.annotators
    assert len(format_.export(bundle).losses) == 0


@formats
@briefly
@given(bundle=bundles())
def test_all_notes_come_back(format_: Format, bundle: Bundle) -> None:
    done = there_and_back(format_, bundle)
    assert sorted(done.notes, key=by_id) == sorted(bundle.notes, key=by_id)
    assert taken_in(format_, written(format_, bundle), bundle.document, done.notes).report.known == len(bundle.notes)


def by_id(note: Annotation) -> str:
    return note.id


@formats
@briefly
@given(data=st.data())
def test_many_documents_in_one_file_give_each_its_own(format_: Format, data: st.DataObject) -> None:
    drawn = [data.draw(pages()), data.draw(pages())]
    distinct = [replace(page, text=f"{page.text}{name}", source=name) for page, name in zip(drawn, "ab", strict=True)]
    made = [Bundle(document=page, notes=data.draw(notes(page)), made=NOW) for page in distinct]
    assert format_.stream is not None
    whole = "".join(map(str, format_.stream(iter(made), format_.settings(), Losses()))).encode()
    for bundle in made:
        if all(other.notes for other in made):
            done = taken_in(format_, whole, bundle.document)
            assert sorted(done.notes, key=by_id) == sorted(bundle.notes, key=by_id)
            assert done.report.read + len(done.report.skipped) == sum(len(other.notes) for other in made)


@formats
def test_notes_made_in_another_text_keep_their_anchor_and_are_found_again(format_: Format) -> None:
    before = Page("Bo met Ana in Paris in May.", source="fox.txt")
    note = Annotation(id="n1", spans=(Span(exact="in Paris", start=11, end=19),), created=NOW, modified=NOW)
    data = written(format_, Bundle(document=before, notes=(note,)))
    done = taken_in(format_, data, FOX)
    assert done.notes[0].spans == (replace(note.spans[0], fingerprint=before.fingerprint),)
    assert (done.report.matched, done.report.reanchored) == (0, 1)


@formats
def test_todays_places_are_told(format_: Format) -> None:
    note = Annotation(id="n1", spans=(Span(exact="Lima", start=0, end=4),), created=NOW, modified=NOW)
    placements = {"n1": [Placement(status="changed", confidence=0.8, start=16, end=21)]}
    data = written(format_, Bundle(document=FOX, notes=(note,), placements=placements)).decode()
    if format_.name == "csv":
        (row,) = csv.DictReader(io.StringIO(data, newline=""))
        assert (row["status"], row["today_start"], row["today_end"], row["start"]) == ("changed", "16", "21", "0")
    else:
        assert '"today": [{"start": 16, "end": 21, "status": "changed"}]' in data


@formats
def test_one_broken_note_is_skipped_with_its_place_and_the_remedy(format_: Format) -> None:
    bundle = Bundle(document=FOX, notes=(replace(EVERYTHING, extra={}), replace(EVERYTHING, id="n2", extra={})))
    data = written(format_, bundle).replace(b"red", b"reddish", 1)
    done = taken_in(format_, data, FOX)
    (skip,) = done.report.skipped
    assert done.report.added == 1
    assert skip.where.endswith("color")
    assert "reddish is no colour of postil. Use one of " in skip.why


def test_a_notes_file_as_json_and_a_bare_list_are_read() -> None:
    plain = {"id": "n1", "comment": "x", "created": "2026-01-05T09:00:00Z"}
    whole = {"postil": 1, "document": {"source": "fox.txt"}, "annotator": {"id": "mira"}, "annotations": [plain]}
    assert taken_in(own_json.FORMAT, json.dumps(whole).encode(), FOX).notes[0].annotator == "mira"
    assert taken_in(own_json.FORMAT, json.dumps([plain]).encode(), FOX).notes[0].annotator == "me"


@pytest.mark.parametrize(
    ("format_", "data", "what"),
    [
        (own_json.FORMAT, b"{}", "no postil file"),
        (own_json.FORMAT, b'{"postil": 99, "documents": []}', "later postil"),
        (own_json.FORMAT, b'{"postil": 1, "documents": [', "line 1, column 29"),
        (own_jsonl.FORMAT, b'{"id": "1"}\n[]\n', "line 2: this is no note"),
        (own_jsonl.FORMAT, b'{"id": "1"}\n{"id":\n', "line 2, column 7"),
        (own_csv.FORMAT, b"id,comment\n", "no column “created”"),
        (own_csv.FORMAT, b"id,created,start,more\n\n1,x,1,{\n", "line 3, column 2"),
    ],
)
def test_broken_files_are_refused_with_the_place(format_: Format, data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        format_.read(data, FOX)


@given(st.text(st.sampled_from("'=+-@\t\r＝＠ab")))
def test_a_defused_cell_is_no_formula_and_comes_back(cell: str) -> None:
    for formulas in (True, False):
        assert armed(defuse(cell, formulas=formulas)) == cell
    assert not defuse(cell).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_a_table_reads_as_a_spreadsheet_shows_it() -> None:
    note = replace(EVERYTHING, comment="=1+1", tags=("a", "b c"), extra={}, variants=(), spans=EVERYTHING.spans[1:])
    bundle = Bundle(document=FOX, notes=(note,))
    (row,) = csv.DictReader(io.StringIO(written(own_csv.FORMAT, bundle).decode(), newline=""))
    assert (row["comment"], row["tags"], row["exact"], row["more"]) == ("'=1+1", "a,b c", "Ana", "")
    assert written(own_csv.FORMAT, bundle, bom="yes").startswith(b"\xef\xbb\xbftitle,source,")
    assert there_and_back(own_csv.FORMAT, bundle, bom="yes", formulas="keep").notes == (note,)
