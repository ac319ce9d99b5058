"""EPUB Annotations: detached, attached and bare."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.epub_annotations import ATTACHED, FORMAT
from annotations.formats.schema import fault
from annotations.model import Annotation, Span
from tests.annotations.formats.made import NOW, Page, briefly, bundles, held, taken_in, there_and_back, written

FOX = Page("Ana 🦊 met Bo in Paris.", source="fox.epub")
SAMPLE = {
    "@context": "https://www.w3.org/ns/epub-anno.jsonld",
    "id": "urn:uuid:7d3b1f5e-0a44-4f0e-8b52-1c1f6f0e9a01",
    "type": "AnnotationSet",
    "generated": "2026-01-05T09:05:00Z",
    "about": {"dc:title": "Fox", "dc:creator": ["Mira Oy"]},
    "items": [
        {
            "id": "urn:uuid:2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11",
            "type": "Annotation",
            "motivation": "commenting",
            "created": "2026-01-05T09:00:00Z",
            "creator": {"id": "urn:uuid:9c0a7e1d-2222-4c4c-8d8d-3f3f3f3f3f3f", "type": "Person", "name": "Mira"},
            "target": {
                "source": "text/fox.xhtml",
                "selector": [
                    {"type": "TextQuoteSelector", "exact": "Paris", "prefix": "met Bo in ", "suffix": "."},
                    {
                        "type": "CSSSelector",
                        "value": "body > p",
                        "refinedBy": {"type": "TextPositionSelector", "start": 2, "end": 7},
                    },
                ],
            },
            "body": {
                "type": "TextualBody",
                "value": "check the map",
                "color": "green",
                "highlight": "solid",
                "tags": ["place"],
            },
        }
    ],
}


def book(**more: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", "<container/>")
        archive.writestr("text/fox.xhtml", "<p>Ana</p>" * 100, zipfile.ZIP_DEFLATED)
        for name, content in more.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def note(identity: str = "2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d22") -> Annotation:
    return Annotation(id=identity, spans=(Span(exact="Bo", start=10, end=12),), created=NOW, modified=NOW)


def test_a_set_as_the_draft_writes_it() -> None:
    done = taken_in(FORMAT, json.dumps(SAMPLE).encode(), FOX)
    (found,) = done.notes
    assert (found.id, found.comment, found.color) == (
        "2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11",
        "check the map",
        "green",
    )
    assert (found.tags, found.annotator) == (("place",), "Mira")
    assert [(span.start, span.exact) for span in found.spans] == [(16, "Paris")]


@briefly
@given(bundles(), st.sampled_from(("detached", "json")))
def test_all_that_it_holds_comes_back(bundle: Bundle, form: str) -> None:
    done = there_and_back(FORMAT, bundle, form=form)
    expected = [
        replace(kept, color=None if kept.color in ("red", "grey") else kept.color)
        for kept in held(bundle, FORMAT.holds)
    ]
    assert sorted(done.notes, key=lambda note: note.id) == expected


@briefly
@given(bundles())
def test_what_is_written_keeps_the_rules(bundle: Bundle) -> None:
    assert fault("epub-annotations", json.loads(written(FORMAT, bundle, form="json"))) is None


def test_colours_it_does_not_know_are_counted() -> None:
    notes = tuple(replace(note(str(n)), color=color) for n, color in enumerate(("red", "grey", "blue", None)))  # type: ignore[arg-type]  # of the eight
    assert str(FORMAT.export(Bundle(document=FOX, notes=notes)).losses) == "2 colours"


def test_notes_are_put_into_the_book_and_nothing_else_is_touched() -> None:
    bundle = Bundle(document=FOX, notes=(note(),), made=NOW, original=book)
    data = written(FORMAT, bundle, form="attached")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        assert archive.read("text/fox.xhtml") == b"<p>Ana</p>" * 100
        assert archive.testzip() is None
    assert [found.spans[0].exact for found in taken_in(FORMAT, data, FOX).notes] == ["Bo"]
    assert data == written(FORMAT, bundle, form="attached")


def test_what_others_said_in_the_book_stays() -> None:
    inside = book(**{ATTACHED: json.dumps(SAMPLE).encode()})
    data = written(FORMAT, Bundle(document=FOX, notes=(note(),), made=NOW, original=lambda: inside), form="attached")
    assert sorted(found.spans[0].exact for found in taken_in(FORMAT, data, FOX).notes) == ["Bo", "Paris"]
    again = written(FORMAT, Bundle(document=FOX, notes=(note(),), made=NOW, original=lambda: data), form="attached")
    assert len(taken_in(FORMAT, again, FOX).notes) == 2


def test_notes_are_put_into_no_other_file() -> None:
    with pytest.raises(FormatError, match="no publication"):
        written(FORMAT, Bundle(document=FOX), form="attached")
    with pytest.raises(FormatError, match="not a zip archive"):
        written(FORMAT, Bundle(document=FOX, original=lambda: b"text"), form="attached")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"type": "Annotation"}, "type: must be AnnotationSet"),
        ({"@context": "x"}, "@context: must be"),
        ({"items": [{}]}, "items[0]: has no id and no type and no created and no target"),
        ({"items": [{**SAMPLE["items"][0], "created": "soon"}]}, "items[0].created: must be one date"),  # type: ignore[index]  # a dict
        ({"items": 3}, "items: must be a list"),
    ],
)
def test_a_broken_set_is_refused_with_its_place(change: dict[str, object], what: str) -> None:
    with pytest.raises(FormatError) as caught:
        FORMAT.read(json.dumps({**SAMPLE, **change}).encode(), FOX)
    assert what in str(caught.value)


def test_an_archive_without_a_set_is_refused() -> None:
    with pytest.raises(FormatError, match=r"neither annotations\.json nor META-INF"):
        FORMAT.read(book(), FOX)
