"""REFI-QDA projects and codebooks: valid against the standard's own schema, there and back, hostile ones refused."""

from __future__ import annotations

import io
import os
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.refi_qda import FORMAT
from annotations.model import Annotation, Annotator, Span
from tests.annotations.formats.made import NOW, Page, briefly, bundles, held, taken_in, there_and_back, written

SHARED = Path(os.environ.get("POSTIL_SHARED") or Path(__file__).parents[3].parent / "shared")
SCHEMA = SHARED / "fixtures" / "refi-qda" / "Project.xsd"

FOX = Page("Ana 🦊 met Bo in Paris.")
NOTE = Annotation(
    id="2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11",
    spans=(Span(exact="Paris", start=16, end=21),),
    tags=("place", "claim/strong"),
    color="green",
    comment="check the <map> & more",
    annotator="mira",
    created=NOW,
    modified=NOW,
)
BUNDLE = Bundle(document=FOX, notes=(NOTE,), annotators={"mira": Annotator(id="mira", name="Mira Oy")})


def project(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("project.qde").decode()


def packed(qde: str, **sources: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("project.qde", qde)
        for name, text in sources.items():
            archive.writestr(f"sources/{name}.txt", text)
    return out.getvalue()


def test_the_text_is_named_as_nvivo_needs_it_and_positions_count_code_points() -> None:
    data = written(FORMAT, BUNDLE)
    qde = project(data)
    path = re.search(r'plainTextPath="internal://([0-9a-f-]{36}\.txt)"', qde)
    assert path is not None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read(f"sources/{path[1]}").decode() == FOX.text
    assert 'startPosition="16" endPosition="21"' in qde
    assert "<Code guid=" in qde
    assert 'name="strong"' in qde


@pytest.mark.skipif(not SCHEMA.exists(), reason="the standard's schema is not beside the checkout")
@briefly
@given(bundles())
def test_projects_are_valid_against_the_standards_schema(bundle: Bundle) -> None:
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(etree.fromstring(project(written(FORMAT, bundle)).encode()))


def said(note: Annotation) -> str:
    return repr(replace(note, extra={}, annotator=note.annotator.lower()))


@briefly
@given(bundles())
def test_all_that_it_holds_comes_back(bundle: Bundle) -> None:
    bundle = replace(bundle, annotators={})
    done = there_and_back(FORMAT, bundle)
    assert sorted(map(said, done.notes)) == sorted(map(said, held(bundle, FORMAT.holds)))
    assert taken_in(FORMAT, written(FORMAT, bundle), bundle.document, done.notes).notes == ()


def test_the_codes_alone_are_a_codebook_and_its_codes_are_told_when_read() -> None:
    data = written(FORMAT, BUNDLE, form="qdc")
    assert b'xmlns="urn:QDA-XML:codebook:1.0"' in data
    reading = FORMAT.read(data, FOX)
    assert [skip.where for skip in reading.skipped] == ["code claim", "code claim/strong", "code place"]


def test_a_project_of_another_program_is_read_with_its_own_line_ends() -> None:
    guid = "11111111-0000-4000-8000-00000000000"
    text = "First line.\r\nAna met Bo in Paris.\r\n"
    start = text.index("Paris")
    qde = (
        '<Project xmlns="urn:QDA-XML:project:1.0" name="x"><CodeBook><Codes>'
        f'<Code guid="{guid}2" name="Places" isCodable="false">'
        f'<Code guid="{guid}3" name="city" isCodable="true"/></Code>'
        f'</Codes></CodeBook><Sources><TextSource guid="{guid}4" name="Fox" plainTextPath="internal://{guid}4.txt">'
        f'<PlainTextSelection guid="{guid}5" startPosition="{start}" endPosition="{start + 5}">'
        f'<Coding guid="{guid}6"><CodeRef targetGUID="{guid}3"/></Coding></PlainTextSelection></TextSource>'
        f'<PDFSource guid="{guid}7" name="y"/></Sources></Project>'
    )
    page = Page("First line. Ana met Bo in Paris.")
    done = taken_in(FORMAT, packed(qde, **{f"{guid}4": text}), page)
    (note,) = done.notes
    assert (note.spans[0].start, note.tags) == (page.text.index("Paris"), ("Places/city",))
    assert "no plain text" in done.report.skipped[0].why


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (packed("<Project"), "not XML"),
        (b"PK\x03\x04 cut", "zip"),
        (b"<x/>", "no REFI-QDA project"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Project>&a;</Project>', "document type"),
    ],
)
def test_what_is_no_project_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        FORMAT.read(data, FOX)


def test_an_archive_without_a_project_and_one_that_leaves_itself_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../project.qde", "<Project/>")
    with pytest.raises(FormatError, match="leave it"):
        FORMAT.read(out.getvalue(), FOX)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(FormatError, match=r"no project\.qde"):
        FORMAT.read(out.getvalue(), FOX)
