"""Word files: the article with real comments, and comments back, with replies, tags and people."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.docx import FORMAT
from annotations.model import Annotation, Span
from tests.annotations.formats.made import NOW, Page, briefly, bundles, held, taken_in, there_and_back, written


@dataclass(frozen=True)
class Block:
    kind: str
    start: int
    end: int
    level: int = 0


TEXT = "The fox\n\nAna met Bo in Paris.\n\nThey spoke of maps."
FOX = Page(TEXT, blocks=(Block("title", 0, 7), Block("paragraph", 9, 29), Block("paragraph", 31, 50)))


def note(key: str, start: int, end: int, **fields: object) -> Annotation:
    plain = Annotation(
        id=key,
        spans=(Span(exact=TEXT[start:end], start=start, end=end),),
        annotator="mira",
        created=NOW,
        modified=NOW,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # fields of a note, by name


PARIS = note("1", 23, 28, tags=("place", "two words"), comment="check the map\n\nand the <atlas>", color="green")
ACROSS = note("2", 17, 35, comment="over two paragraphs")
REPLY = replace(note("3", 0, 0), spans=(), reply_to="1", comment="I did")


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_notes_are_comments_with_author_date_and_tags() -> None:
    comments = part(written(FORMAT, Bundle(document=FOX, notes=(PARIS,))), "word/comments.xml")
    assert 'w:author="mira"' in comments
    assert "2026-01-05T09:00:00Z" in comments
    assert "#place #&quot;two words&quot;" in comments.replace('"two words"', "&quot;two words&quot;")


def test_every_part_is_well_formed_and_every_range_is_closed() -> None:
    data = written(FORMAT, Bundle(document=FOX, notes=(ACROSS, PARIS, REPLY)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))
    document = part(data, "word/document.xml")
    for number in range(3):
        assert document.count(f'commentRangeStart w:id="{number}"') == 1
        assert document.count(f'commentRangeEnd w:id="{number}"') == 1
        assert document.count(f'commentReference w:id="{number}"') == 1


def test_replies_overlaps_and_passages_over_paragraphs_come_back() -> None:
    bundle = Bundle(document=FOX, notes=(ACROSS, PARIS, REPLY))
    done = there_and_back(FORMAT, bundle)
    by_id = {n.id: n for n in done.notes}
    found = {n.comment: n for n in done.notes}
    assert found["check the map\n\nand the <atlas>"].tags == ("place", "two words")
    assert found["over two paragraphs"].spans[0].exact == TEXT[17:35]
    assert by_id[found["I did"].reply_to or ""].comment.startswith("check")
    assert taken_in(FORMAT, written(FORMAT, bundle), FOX, done.notes).notes == ()


def said(n: Annotation) -> str:
    """A note as Word has it: a passage that takes in a line's end ends with its last word."""
    spans = [(s.start, s.start + len(s.exact.rstrip("\n"))) for s in n.spans]
    return repr((n.id, spans, n.tags, n.comment.strip(), n.annotator, n.created, n.reply_to))


@briefly
@given(bundles())
def test_all_that_it_holds_comes_back(bundle: Bundle) -> None:
    bundle = replace(bundle, annotators={})
    done = there_and_back(FORMAT, bundle)
    expected = [n for n in held(bundle, FORMAT.holds) if n.comment or n.tags or not n.spans or n.id in bundle.replies]
    # A quotation mark in a tag with a blank has no way to be written.
    awkward = {n.id for n in expected if any('"' in tag for tag in n.tags)}
    assert sorted(said(n) for n in done.notes if n.id not in awkward) == sorted(
        said(n) for n in expected if n.id not in awkward
    )


def test_a_highlight_that_says_nothing_is_shade_alone_and_counted() -> None:
    export = FORMAT.export(Bundle(document=FOX, notes=(note("4", 9, 12, color="yellow"),)))
    assert isinstance(export.data, bytes)
    assert export.losses["highlight that says nothing"] == 1
    assert 'w:fill="FFF2B3"' in part(export.data, "word/document.xml")


def test_comments_that_word_wrote_are_read_without_ids_of_ours() -> None:
    data = written(FORMAT, Bundle(document=FOX, notes=(PARIS,)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as bare:
        for name in ("word/document.xml", "word/comments.xml"):
            bare.writestr(name, archive.read(name))
    done = taken_in(FORMAT, out.getvalue(), FOX)
    assert [(n.spans[0].exact, n.tags, n.annotator) for n in done.notes] == [("Paris", PARIS.tags, "mira")]
    assert taken_in(FORMAT, out.getvalue(), FOX, done.notes).notes == ()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_real_word_processor_keeps_the_comments(tmp_path: Path) -> None:
    source = tmp_path / "fox.docx"
    source.write_bytes(written(FORMAT, Bundle(document=FOX, notes=(ACROSS, PARIS, REPLY))))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "docx",
        "--outdir",
        str(tmp_path / "out"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    done = taken_in(FORMAT, (tmp_path / "out" / "fox.docx").read_bytes(), FOX)
    assert {n.comment for n in done.notes} >= {"over two paragraphs", "I did"}


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"PK\x03\x04 cut", "zip"), (b"not a zip", "zip")],
)
def test_what_is_no_word_file_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        FORMAT.read(data, FOX)


def test_an_archive_without_a_document_and_one_with_entities_are_refused() -> None:
    for name, content, what in (
        ("x.xml", "<x/>", "no word/document"),
        ("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "document type"),
        ("word/document.xml", "<x>" * 5000 + "</x>" * 5000, "deeply"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, content)
        with pytest.raises(FormatError, match=what):
            FORMAT.read(out.getvalue(), FOX)
