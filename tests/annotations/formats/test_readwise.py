"""Readwise's CSV, in both directions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.readwise import FORMAT
from annotations.model import Annotation, Span
from tests.annotations.formats.made import NOW, Page, briefly, bundles, held, taken_in, there_and_back, written

FOX = Page('Ana met "Bo" in Paris.', source="https://ex.org/fox")
OURS = b"""Highlight,Title,Author,URL,Note,Location,Date\r
"Ana met ""Bo"" in Paris.",Fox,Mira Oy,https://ex.org/fox,check the map,0,2026-01-05 09:00:00\r
"""
_COLUMNS = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at"
THEIRS = f"""\ufeff{_COLUMNS},Document tags
in Paris,Fox,Mira Oy,,,yellow,"place,to check",order,7,2026-01-05 09:00:00+00:00,
in Lima,Other,Bo,,,,,,,,
"""


def test_a_row_as_readwise_imports_it() -> None:
    note = Annotation(
        id="1",
        spans=(Span(exact=FOX.text, start=0, end=22),),
        comment="check the map",
        created=NOW,
        modified=NOW,
    )
    assert written(FORMAT, Bundle(document=FOX, notes=(note,))) == OURS
    done = taken_in(FORMAT, OURS, FOX)
    assert (done.notes[0].spans[0].end, done.notes[0].comment, done.notes[0].created) == (22, "check the map", NOW)


def test_readwises_own_export_is_read_for_the_book_at_hand() -> None:
    done = taken_in(FORMAT, THEIRS.encode(), FOX)
    (note,) = done.notes
    assert (note.color, note.tags, note.spans[0].exact) == ("yellow", ("place", "to check"), "in Paris")
    assert done.report.reanchored == 1
    assert [skip.where for skip in done.report.skipped] == ["line 3"]


@briefly
@given(bundles())
def test_all_that_it_holds_comes_back(bundle: Bundle) -> None:
    done = there_and_back(FORMAT, bundle)
    expected = [
        replace(note, tags=tuple(dict.fromkeys(tag.replace(" ", "-") for tag in note.tags)))
        for note in held(bundle, FORMAT.holds)
    ]
    assert sorted(map(said, done.notes)) == sorted(map(said, expected))
    assert taken_in(FORMAT, written(FORMAT, bundle), bundle.document, done.notes).notes == ()


def said(note: Annotation) -> str:
    """All of a note but its id and where it came from: Readwise has neither."""
    return repr(replace(note, id="", extra={}))


def test_the_same_highlight_twice_is_two_notes() -> None:
    data = b"Highlight,Note\nParis,\nParis,\n"
    done = taken_in(FORMAT, data, FOX)
    assert len({note.id for note in done.notes}) == 2


def test_formulas_are_defused_unless_they_are_wanted() -> None:
    page = Page("=1+1")
    note = Annotation(id="1", spans=(Span(exact="=1+1", start=0, end=4),), comment="+2", created=NOW, modified=NOW)
    bundle = Bundle(document=page, notes=(note,))
    assert written(FORMAT, bundle).splitlines()[1].startswith(b"'=1+1,Fox,Mira Oy,,'+2")
    assert written(FORMAT, bundle, formulas="keep").splitlines()[1].startswith(b"=1+1,Fox,Mira Oy,,+2")
    for formulas in ("keep", "defuse"):
        assert there_and_back(FORMAT, bundle, formulas=formulas).notes[0].comment == "+2"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"Title,Note\nx,y\n", "line 1: the table has no column"),
        (b"", "line 1"),
        (b'Highlight,Note\n"open,\n', "line 2"),
        (b"Highlight\n\xff\n", "line 2: byte 10"),
    ],
)
def test_what_is_no_table_of_highlights_is_refused_with_its_line(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        FORMAT.read(data, FOX)


def test_semicolons_and_locations_that_are_no_numbers_are_read() -> None:
    data = "Highlight;Location;Date\nParis;page 3;never\n\n;1;\nBo;９９;2026\n".encode()
    done = taken_in(FORMAT, data, FOX)
    assert (done.report.added, [skip.where for skip in done.report.skipped]) == (2, ["line 4"])
