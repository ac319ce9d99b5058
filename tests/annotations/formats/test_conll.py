"""CoNLL: every scheme out and in, and what does not fall on tokens is counted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.conll import FORMAT, scheme_marks
from annotations.model import Annotation, Span
from tests.annotations.formats.made import NOW, Page, briefly, bundles, taken_in, written

SHARED = Path(os.environ.get("POSTIL_SHARED") or Path(__file__).parents[3].parent / "shared")
FIXTURES = SHARED / "fixtures" / "doccano"
FOX = Page("Ana 🦊 met Bo in Paris.")


def note(start: int, end: int, tag: str = "LOC", page: Page = FOX) -> Annotation:
    span = Span(exact=page.text[start:end], start=start, end=end)
    return Annotation(id=f"{start}-{end}-{tag}", spans=(span,), tags=(tag,), created=NOW, modified=NOW)


def lines(*notes: Annotation, page: Page = FOX, **chosen: str) -> list[str]:
    return written(FORMAT, Bundle(document=page, notes=notes), **chosen).decode().splitlines()


def test_the_columns_of_2003() -> None:
    assert lines(note(0, 3, "PER"), note(16, 21)) == [
        "-DOCSTART- -X- -X- O",
        "",
        "Ana -X- _ B-PER",
        "🦊 -X- _ O",
        "met -X- _ O",
        "Bo -X- _ O",
        "in -X- _ O",
        "Paris -X- _ B-LOC",
        ". -X- _ O",
        "",
    ]


@pytest.mark.parametrize(
    ("scheme", "marks"),
    [
        ("iob1", ["I-X", "I-X", "B-X", "O", "I-Y"]),
        ("iob2", ["B-X", "I-X", "B-X", "O", "B-Y"]),
        ("bilou", ["B-X", "L-X", "U-X", "O", "U-Y"]),
    ],
)
def test_each_scheme_marks_beginnings_in_its_own_way(scheme: str, marks: list[str]) -> None:
    assert scheme_marks([("X", 1), ("X", 1), ("X", 2), None, ("Y", 3)], scheme) == marks


def test_spans_off_the_edges_of_tokens_and_overlaps_are_counted() -> None:
    losses = FORMAT.export(Bundle(document=FOX, notes=(note(17, 20), note(10, 21), note(3, 4)))).losses
    assert losses["span widened to the edges of its tokens"] == 1
    assert losses["label on a token that has one"] == 1
    assert losses["label on no token"] == 1


def test_sentences_end_at_full_stops_and_blocks() -> None:
    page = Page("He met Bo. “She left.” Then Dr. No came")
    text = "\n".join(lines(page=page, columns="2"))
    assert [sentence.split("\n")[0].split("\t")[0] for sentence in text.strip().split("\n\n")] == [
        "He",
        "“",
        "Then",
        "No",
    ]


@given(bundles(), st.sampled_from(["iob1", "iob2", "bilou"]), st.sampled_from(["2003", "2"]))
@briefly
def test_what_is_written_is_read_again_in_every_scheme(bundle: Bundle, scheme: str, columns: str) -> None:
    data = written(FORMAT, bundle, scheme=scheme, columns=columns)
    done = taken_in(FORMAT, data, bundle.document)
    again = written(FORMAT, Bundle(document=bundle.document, notes=done.notes), scheme=scheme, columns=columns)
    assert again == data
    assert taken_in(FORMAT, data, bundle.document, done.notes).notes == ()


@pytest.mark.skipif(not FIXTURES.exists(), reason="the files of others are not beside the checkout")
def test_files_of_others_are_read_or_refused_as_they_should() -> None:
    page = Page(
        "SOCCER - JAPAN GET LUCKY WIN, CHINA IN SURPRISE DEFEAT.\n\nNadim Ladki\n\nAL-AIN, United Arab Emirates"
    )
    done = taken_in(FORMAT, (FIXTURES / "example.conll").read_bytes(), page)
    assert ("Nadim Ladki", ("PER",)) in [(n.spans[0].exact, n.tags) for n in done.notes]
    assert FORMAT.read((FIXTURES / "labeling.trailing.conll").read_bytes(), page).drafts
    with pytest.raises(FormatError, match="line 1"):
        FORMAT.read((FIXTURES / "labeling.invalid.conll").read_bytes(), page)


def test_a_line_without_a_label_is_refused_with_its_number() -> None:
    with pytest.raises(FormatError, match="line 2"):
        FORMAT.read(b"Ana B-PER\nmet\n", FOX)
