"""W3C Web Annotation: the Working Group's own samples, round trips, and what is refused with which reason."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.schema import fault
from annotations.formats.w3c import FORMAT
from annotations.model import Annotation, Annotator, Span
from tests.annotations.formats.made import NOW, Page, briefly, bundles, held, taken_in, there_and_back, written

SHARED = Path(os.environ.get("POSTIL_SHARED", Path(__file__).parents[4] / "shared"))
SAMPLES = SHARED / "fixtures" / "w3c-web-annotation"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the W3C samples are not on this machine")

FOX = Page("Ana 🦊 met Bo in Paris.", source="https://ex.org/fox")


def samples(folder: str) -> list[Path]:
    return sorted((SAMPLES / folder).glob("*.json")) if SAMPLES.is_dir() else []


@needs_samples
def test_all_samples_are_there() -> None:
    assert (len(samples("correct")), len(samples("incorrect"))) == (45, 39)


@pytest.mark.parametrize("path", samples("correct"), ids=lambda path: path.stem)
def test_a_correct_sample_is_read(path: Path) -> None:
    reading = FORMAT.read(path.read_bytes(), FOX)
    number = {"collection1": 41, "example41": 0, "example42": 2, "example43": 2}.get(path.stem, 1)
    assert len(reading.drafts) + len(reading.skipped) == number
    assert number != 1 or len(reading.drafts) == 1
    assert all("not this document" in skip.why for skip in reading.skipped)


@needs_samples
def test_a_sample_with_many_documents_is_read_for_the_one_that_is_asked_for() -> None:
    data = (SAMPLES / "correct" / "collection1.json").read_bytes()
    done = taken_in(FORMAT, data, FOX, source="http://example.com/page1")
    assert (done.report.added, len(done.report.skipped)) == (3, 38)
    with pytest.raises(FormatError, match="no notes about"):
        FORMAT.read(data, FOX, {"source": "http://example.com/page2"})


@pytest.mark.parametrize("path", samples("incorrect"), ids=lambda path: path.stem)
def test_an_incorrect_sample_is_refused_with_a_reason(path: Path) -> None:
    with pytest.raises(FormatError, match=r"line \d+, column \d+: this is not JSON|this is no Web Annotation: .+"):
        FORMAT.read(path.read_bytes(), FOX)


REASONS = {
    "anno2": "has no",
    "anno3": "has no @context",
    "anno4": "@context: must be",
    "anno5": "@context: must contain",
    "anno6": "id: must be one IRI",
    "anno7": "id: must be one IRI",
    "anno8": "has no type",
    "anno9": "type: must be",
    "anno10": "has no target",
    "anno11": "target: must be",
    "anno12": "body: must be one IRI",
    "anno13": "body.id: must be one IRI",
    "anno14": "body.format: must be",
    "anno16": "body.textDirection: must be",
    "anno17": "body: has no value",
    "anno18": "body.value: must be one text",
    "anno19": "both body and bodyValue",
    "anno20": "bodyValue: must be one text",
    "anno21": "bodyValue: must be one text",
    "anno22": "body.type: must name one of",
    "anno23": "body.processingLanguage: must be one text",
    "anno24": "body.textDirection: must be",
    "anno25": "body: has no type",
    "anno26": "creator: must be",
    "anno27": "generator: must be",
    "anno28": "created: must be one date",
    "anno29": "modified: must be one date",
    "anno30": "generated: must be one date",
    "anno31": "modified: must be one date",
    "anno32": "created: must be one date",
    "anno33": "generated: must be one date",
    "anno34": "rights: must be one IRI",
    "anno35": "via: must be one IRI",
    "anno36": "canonical: must be one IRI",
    "anno37": "target: has no source",
    "anno38": "target: has no source",
    "anno39": "target: has no source",
}
"""What each sample is meant to break. Left out: anno1 is text; anno15 misspells the key whose value is wrong."""


@needs_samples
@pytest.mark.parametrize("name", REASONS)
def test_the_rule_that_a_sample_was_made_to_break_is_the_one_named(name: str) -> None:
    """Most samples have two ids, and many a comma too much: without these the fault they are about remains."""
    text = (SAMPLES / "incorrect" / f"{name}.json").read_text()
    if name != "anno7":
        text = text.replace('["http://example.org/1", "http://example.org/2"]', '"http://example.org/1"')
    text = re.sub(r",(\s*[}\]])", r"\1", text)
    with pytest.raises(FormatError, match=re.escape(REASONS[name])):
        FORMAT.read(text.encode(), FOX)


@briefly
@given(bundles())
def test_all_that_it_holds_comes_back(bundle: Bundle) -> None:
    done = there_and_back(FORMAT, bundle)
    assert sorted(done.notes, key=lambda note: note.id) == held(bundle, FORMAT.holds)
    assert done.report.matched == len(bundle.notes)
    assert taken_in(FORMAT, written(FORMAT, bundle), bundle.document, done.notes).notes == ()


@briefly
@given(bundles())
def test_what_is_written_keeps_the_rules(bundle: Bundle) -> None:
    assert fault("w3c", json.loads(written(FORMAT, bundle))) is None
    for annotation in json.loads(written(FORMAT, bundle, shape="list")):
        assert fault("w3c", annotation) is None
    assert (
        taken_in(FORMAT, written(FORMAT, bundle, shape="list"), bundle.document).notes
        == there_and_back(FORMAT, bundle).notes
    )


def test_an_annotation_reads_as_the_recommendation_writes_it() -> None:
    note = Annotation(
        id="2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11",
        spans=(Span(exact="Paris", prefix="met Bo in ", suffix=".", start=16, end=21),),
        tags=("place",),
        comment="check the map",
        annotator="mira",
        created=NOW,
        modified=NOW,
    )
    bundle = Bundle(document=FOX, notes=(note,), annotators={"mira": Annotator(id="mira", name="Mira Oy")}, made=NOW)
    (annotation,) = json.loads(written(FORMAT, bundle, shape="list"))
    assert annotation == {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:uuid:2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11",
        "type": "Annotation",
        "motivation": "commenting",
        "created": "2026-01-05T09:00:00Z",
        "creator": {"type": "Person", "name": "Mira Oy", "nickname": "mira"},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": "place"},
            {"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": "check the map"},
        ],
        "target": {
            "type": "SpecificResource",
            "source": "https://ex.org/fox",
            "selector": [
                {"type": "TextQuoteSelector", "exact": "Paris", "prefix": "met Bo in ", "suffix": "."},
                {"type": "TextPositionSelector", "start": 16, "end": 21},
            ],
        },
    }


def annotation(**fields: object) -> dict[str, object]:
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "http://example.org/1",
        "type": "Annotation",
        "target": {"source": FOX.source, "selector": {"type": "TextQuoteSelector", "exact": "Paris"}},
        **fields,
    }


def read_one(**fields: object) -> Annotation:
    (note,) = taken_in(FORMAT, json.dumps(annotation(**fields)).encode(), FOX).notes
    return note


def test_a_foreign_annotation_keeps_its_words_author_dates_and_name() -> None:
    note = read_one(
        motivation="commenting",
        body=[{"type": "TextualBody", "value": "<p>a&amp;b</p>", "format": "text/html"}, "http://ex.org/more"],
        creator={"id": "http://ex.org/u/mira", "type": "Person", "name": "Mira Oy"},
        created="2015-01-28T12:00:00+01:00",
    )
    assert (note.comment, note.annotator) == ("a&b\n\n<http://ex.org/more>", "mira-oy")
    assert note.created.isoformat() == "2015-01-28T11:00:00+00:00"
    assert [(span.start, span.exact) for span in note.spans] == [(16, "Paris")]
    back = json.loads(written(FORMAT, Bundle(document=FOX, notes=(note,)), shape="list"))
    assert back[0]["id"] == "http://example.org/1"


@pytest.mark.parametrize("motivation", ["assessing", "reviewing", "http://ex.org/mine", ["commenting", "tagging"]])
def test_either_name_of_assessing_and_names_of_others_are_read(motivation: object) -> None:
    assert read_one(motivation=motivation, bodyValue="x").comment == "x"


def test_a_tag_is_a_tag_by_its_purpose_or_by_its_motivation() -> None:
    body = {"type": "TextualBody", "value": "love"}
    assert read_one(body=body, motivation="tagging").tags == ("love",)
    assert read_one(body={**body, "purpose": "tagging"}).tags == ("love",)
    assert read_one(body=body).comment == "love"


def test_a_quote_inside_another_selector_is_found() -> None:
    selector = {
        "type": "FragmentSelector",
        "value": "p1",
        "refinedBy": {"type": "TextQuoteSelector", "exact": "Bo", "prefix": "met "},
    }
    note = read_one(target={"source": FOX.source, "selector": selector})
    assert [(span.start, span.exact) for span in note.spans] == [(10, "Bo")]


def test_one_broken_annotation_among_good_ones_is_skipped_with_its_reason() -> None:
    good, bad = annotation(), annotation(id="not an iri")
    done = taken_in(FORMAT, json.dumps([good, bad]).encode(), FOX)
    assert done.report.added == 1
    assert [(skip.where, skip.why) for skip in done.report.skipped] == [
        ("[1]", "it is no Web Annotation: id: must be one IRI, such as http://example.org/1")
    ]


def test_annotations_of_other_documents_are_left_out() -> None:
    ours = annotation(id="urn:x:1")
    other = annotation(id="urn:x:2", target="https://ex.org/other")
    reply = annotation(id="urn:x:3", target="urn:x:2", motivation="replying", bodyValue="no")
    answer = annotation(id="urn:x:4", target="urn:x:1", motivation="replying", bodyValue="yes")
    done = taken_in(FORMAT, json.dumps([answer, reply, other, ours]).encode(), FOX)
    assert sorted(note.comment for note in done.notes) == ["", "yes"]
    assert [skip.where for skip in done.report.skipped] == ["[1]", "[2]"]


def test_what_leaves_out_context_and_source_is_read_when_asked() -> None:
    sloppy = {
        "type": "Annotation",
        "id": "#a88b22d0",
        "creator": {"id": "ktKoKXUSAY", "isGuest": True},
        "body": [{"type": "TextualBody", "value": "My comment"}],
        "target": {
            "id": "602e0698",
            "selector": [
                {"type": "TextPositionSelector", "start": 16, "end": 21},
                {"type": "TextQuoteSelector", "exact": "Paris"},
            ],
        },
    }
    data = json.dumps([sloppy]).encode()
    with pytest.raises(FormatError) as caught:
        FORMAT.read(data, FOX)
    assert "strict=no" in caught.value.hint
    (note,) = taken_in(FORMAT, data, FOX, strict="no").notes
    assert (note.comment, note.spans[0].exact, note.annotator) == ("My comment", "Paris", "ktKoKXUSAY")
    bare = json.dumps([{**sloppy, "id": "9b6aa528-660a-4551-8265-66f45c61acab"}]).encode()
    assert taken_in(FORMAT, bare, FOX, strict="no").notes[0].id == "9b6aa528-660a-4551-8265-66f45c61acab"


def test_absurd_offsets_lead_nowhere() -> None:
    selector = {"type": "TextPositionSelector", "start": 10**40, "end": 10**41}
    done = taken_in(FORMAT, json.dumps(annotation(target={"source": FOX.source, "selector": selector})).encode(), FOX)
    assert (done.report.orphaned, done.notes[0].spans) == (1, ())


def test_an_orphan_keeps_its_quote() -> None:
    note = Annotation(
        id="0198c1b2-7a51-7c3e-8f1d-2b9f5a7c1e01",
        spans=(Span(exact="Lima", prefix="in ", start=3, end=7),),
        created=NOW,
        modified=NOW,
    )
    done = there_and_back(FORMAT, Bundle(document=FOX, notes=(note,)))
    assert (done.notes[0].spans[0].exact, done.notes[0].spans[0].prefix, done.report.orphaned) == ("Lima", "in ", 1)
