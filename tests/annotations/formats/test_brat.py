"""brat standoff: what is read comes out byte for byte; spans, notes, attributes and entities go there and back."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from annotations.errors import FormatError
from annotations.formats.brat import FORMAT, escaped, unescaped
from annotations.formats.bundle import Bundle
from annotations.model import Annotation
from reader.documents.text import load_text
from tests.annotations.formats.made import TAGS, Page, briefly, bundles, held, taken_in, there_and_back, written

SHARED = Path(os.environ.get("POSTIL_SHARED") or Path(__file__).parents[3].parent / "shared")
DOCUMENTS = sorted((SHARED / "fixtures" / "brat").glob("*/*.txt"))

FOX = Page("Ana 🦊 met Bo in Paris.")
ANN = """\
T1\tPerson 0 3\tAna
T2\tPlace 16 21\tParis
T3\tPair 0 3;10 12\tAna Bo
A1\tCertain T2 high
A2\tNegated T1
N1\tReference T2 Wikidata:Q90\tParis
#1\tAnnotatorNotes T2\tcheck the map
R1\tMet Arg1:T1 Arg2:T2
*\tEquiv T1 T3
"""


def test_each_annotation_is_a_note_with_all_that_is_said_of_it() -> None:
    done = taken_in(FORMAT, ANN.encode(), FOX)
    notes = {note.tags[0]: note for note in done.notes}
    paris = notes["Place"]
    assert (paris.tags, paris.comment, paris.entity) == (("Place", "Certain/high"), "check the map", "Wikidata:Q90")
    assert notes["Person"].tags == ("Person", "Negated")
    assert [span.exact for span in notes["Pair"].spans] == ["Ana", "Bo"]
    assert done.report.matched == 3


def test_what_was_only_read_is_written_as_it_was() -> None:
    notes = taken_in(FORMAT, ANN.encode(), FOX).notes
    assert written(FORMAT, Bundle(document=FOX, notes=notes)).decode() == ANN


def test_a_changed_note_is_written_anew_and_the_others_stay() -> None:
    notes = taken_in(FORMAT, ANN.encode(), FOX).notes
    changed = tuple(replace(n, comment="which one?") if n.tags[0] == "Place" else n for n in notes)
    lines = written(FORMAT, Bundle(document=FOX, notes=changed)).decode().splitlines()
    assert "T1\tPerson 0 3\tAna" in lines
    assert "T4\tPlace 16 21\tParis" in lines
    assert "#1\tAnnotatorNotes T4\twhich one?" in lines


@pytest.mark.skipif(not DOCUMENTS, reason="the documents of others are not beside the checkout")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_documents_of_others_come_out_byte_for_byte(path: Path) -> None:
    document = load_text(path.read_bytes(), source=path.name)
    data = path.with_suffix(".ann").read_bytes()
    done = taken_in(FORMAT, data, document)
    marks = len(re.findall(rb"^T", data, re.MULTILINE))
    assert (done.report.matched, done.report.skipped) == (marks, ())
    assert written(FORMAT, Bundle(document=document, notes=done.notes)) == data


def test_offsets_count_the_file_that_the_annotations_stand_beside() -> None:
    source = "A title\n\nA line that was\nwrapped by hand, with Paris\nin it. And more words, so that it is text.\n"
    document = load_text(source.encode(), source="x.txt")
    ann = f"T1\tPlace {source.index('Paris')} {source.index('Paris') + 5}\tParis\n"
    (note,) = taken_in(FORMAT, ann.encode(), document).notes
    (span,) = note.spans
    assert document.text[span.start : span.end] == "Paris"
    wide = replace(
        note,
        extra={},
        spans=(replace(span, exact="Paris in it", end=span.start + len("Paris in it")),),
    )
    bundle = Bundle(document=document, notes=(wide,), original=source.encode)
    (line,) = written(FORMAT, bundle).decode().splitlines()
    offsets = [int(number) for number in re.findall(r"\d+", line.split("\t")[1])]
    assert [source[a:b] for a, b in zip(offsets[::2], offsets[1::2], strict=True)] == ["Paris", "in it"]
    assert line.split("\t")[2] == "Paris in it"


def said(note: Annotation, spans: int | None = None) -> str:
    """All of a note that brat holds; pieces with only white space between them are one span there."""
    words = "".join("".join(span.exact.split()) for span in note.spans[:spans])
    tags = tuple(unescaped(escaped(tag)) if "/" not in tag else tag for tag in note.tags)
    return repr((words, tags, " ".join(note.comment.split()), note.entity))


def apart(note: Annotation) -> bool:
    """Do the spans stand in order, none on another?"""
    return all(one.end <= other.start for one, other in pairwise(note.spans))


@briefly
@given(bundles())
def test_all_that_it_holds_comes_back(bundle: Bundle) -> None:
    done = there_and_back(FORMAT, bundle, form="zip")
    expected = [said(note, None if apart(note) else 1) for note in held(bundle, FORMAT.holds)]
    assert sorted(map(said, done.notes)) == sorted(expected)
    assert taken_in(FORMAT, written(FORMAT, bundle, form="zip"), bundle.document, done.notes, form="zip").notes == ()


@given(TAGS)
def test_a_tag_is_a_type_name_and_back_again(tags: tuple[str, ...]) -> None:
    for tag in tags:
        assert re.fullmatch(r"[A-Za-z0-9_-]+", escaped(tag))
        assert unescaped(escaped(tag)) == tag.replace(" ", "_")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"T1\tPlace 16 21\tParis\nT1\tPlace 0 3\tAna\n", "line 2: the id T1 stands twice"),
        (b"T1\tPlace sixteen 21\tParis\n", "line 1: .*no type with offsets"),
        (b"T1\tPlace 21 16\tParis\n", "line 1: the offsets"),
        (b"T1\tPlace 0 5;3 8\tParis\n", "line 1: the offsets"),
        (b"hello there\n", "line 1: .*no line of brat"),
        (b"T1\tPlace 0 3\tAna\n\xff\n", "line 2: byte"),
        (b"PK\x03\x04 and nothing more", "zip"),
    ],
)
def test_what_is_no_standoff_is_refused_with_its_line(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        FORMAT.read(data, FOX)


def test_offsets_beyond_the_text_are_looked_for_by_their_words() -> None:
    done = taken_in(FORMAT, b"T1\tPlace 9000000000 9000000005\tParis\nT2\tX 1 4\tnowhere to be found\n", FOX)
    assert (done.report.reanchored, done.report.orphaned) == (1, 1)


def test_an_annotation_of_nothing_is_said_to_be_skipped() -> None:
    done = taken_in(FORMAT, b"T1\tPlace 16 21\tParis\n#1\tAnnotatorNotes T9\tlost\n", FOX)
    assert [skip.where for skip in done.report.skipped] == ["line 2"]
