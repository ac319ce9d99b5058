"""Hypothesis: export and API forms, replies, UTF-16."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.hypothesis import FORMAT
from annotations.model import Annotation, Annotator, Span
from tests.annotations.formats.made import NOW, Page, briefly, bundles, held, taken_in, there_and_back, written

FOX = Page("Ana 🦊 met Bo in Paris.", source="https://ex.org/fox")
SAMPLE = {
    "id": "a1",
    "created": "2026-01-05T09:00:00+00:00",
    "updated": "2026-01-06T09:00:00+00:00",
    "user": "acct:mira@hypothes.is",
    "user_info": {"display_name": "Mira Oy"},
    "uri": "https://ex.org/fox",
    "text": "check the map",
    "tags": ["place"],
    "group": "__world__",
    "references": [],
    "document": {"title": ["Fox"]},
    "target": [
        {
            "source": "https://ex.org/fox",
            "selector": [
                {
                    "type": "RangeSelector",
                    "startContainer": "/p",
                    "startOffset": 1,
                    "endContainer": "/p",
                    "endOffset": 6,
                },
                {"type": "TextPositionSelector", "start": 17, "end": 22},
                {"type": "TextQuoteSelector", "exact": "Paris", "prefix": "met Bo in ", "suffix": "."},
            ],
        }
    ],
}
REPLY = {
    **SAMPLE,
    "id": "a2",
    "text": "I did",
    "tags": [],
    "references": ["a1"],
    "target": [{"source": "https://ex.org/fox"}],
}
REREPLY = {**REPLY, "id": "a3", "text": "thanks", "references": ["a1", "a2"]}
FORMS = [
    {"export_date": "2026-01-05T09:05:00.000Z", "annotations": [SAMPLE, REPLY, REREPLY]},
    {"total": 3, "rows": [REREPLY, REPLY, SAMPLE]},
    [SAMPLE, REPLY, REREPLY],
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_notes_with_their_threads(form: object) -> None:
    done = taken_in(FORMAT, json.dumps(form).encode(), FOX)
    by_comment = {note.comment: note for note in done.notes}
    note, reply, rereply = (by_comment[words] for words in ("check the map", "I did", "thanks"))
    assert [(span.start, span.end, span.exact) for span in note.spans] == [(16, 21, "Paris")]
    assert (note.tags, note.annotator, done.annotators["mira"].name) == (("place",), "mira", "Mira Oy")
    assert (note.created.day, note.modified.day) == (5, 6)
    assert (reply.reply_to, rereply.reply_to) == (note.id, reply.id)
    assert done.report.matched == 3


def test_a_single_annotation_of_the_api_is_read() -> None:
    assert taken_in(FORMAT, json.dumps(SAMPLE).encode(), FOX).report.added == 1


def test_what_came_from_there_goes_back_under_its_own_id_and_to_its_group() -> None:
    private = {**SAMPLE, "group": "g7", "permissions": {"read": ["acct:mira@hypothes.is"]}}
    done = taken_in(FORMAT, json.dumps([private, REPLY]).encode(), FOX)
    back = json.loads(written(FORMAT, Bundle(document=FOX, notes=done.notes)))["annotations"]
    found = {annotation["id"]: annotation for annotation in back}
    assert found["a1"]["group"] == "g7"
    assert found["a1"]["permissions"]["read"] == ["acct:mira@hypothes.is"]
    assert found["a1"]["target"][0]["selector"][0] == {"type": "TextPositionSelector", "start": 17, "end": 22}
    assert found["a2"]["references"] == ["a1"]


def test_a_reply_names_all_notes_above_it() -> None:
    chain = [Annotation(id=str(n), reply_to=str(n - 1) if n else None, created=NOW, modified=NOW) for n in range(3)]
    back = json.loads(written(FORMAT, Bundle(document=FOX, notes=tuple(chain))))["annotations"]
    assert [annotation.get("references") for annotation in back] == [None, ["0"], ["0", "1"]]


def test_notes_that_answer_each_other_do_not_go_on_for_ever() -> None:
    circle = [Annotation(id=a, reply_to=b, created=NOW, modified=NOW) for a, b in (("x", "y"), ("y", "x"))]
    assert b'"references": ["x", "y"]' in written(FORMAT, Bundle(document=FOX, notes=tuple(circle)))


@briefly
@given(bundles(), st.sampled_from(("export", "api")))
def test_all_that_it_holds_comes_back(bundle: Bundle, form: str) -> None:
    done = there_and_back(FORMAT, bundle, form=form)
    assert sorted(done.notes, key=lambda note: note.id) == held(bundle, FORMAT.holds)
    assert done.report.matched == len(bundle.notes)


@briefly
@given(bundles())
def test_positions_count_utf16_and_cut_out_the_quote(bundle: Bundle) -> None:
    units = bundle.document.text.encode("utf-16-le")
    for annotation in json.loads(written(FORMAT, bundle))["annotations"]:
        for target in annotation["target"]:
            position, quote = target.get("selector", [{"start": 0, "end": 0}, {"exact": ""}])
            assert units[2 * position["start"] : 2 * position["end"]].decode("utf-16-le") == quote["exact"]


def test_what_is_lost_is_counted() -> None:
    note = Annotation(id="1", color="red", entity="person:Ana", created=NOW, modified=NOW)
    assert str(FORMAT.export(Bundle(document=FOX, notes=(note,))).losses) == "1 colour, 1 link to an entity"


def test_an_annotation_without_an_id_is_the_same_one_each_time() -> None:
    data = json.dumps({"annotations": [{key: value for key, value in SAMPLE.items() if key != "id"}]}).encode()
    first = taken_in(FORMAT, data, FOX)
    assert taken_in(FORMAT, data, FOX, first.notes).report.known == 1


@pytest.mark.parametrize("data", [b"{}", b"3", b'{"annotations": 3}', b'"x"', b"null"])
def test_what_is_not_hypothesis_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="no Hypothesis file"):
        FORMAT.read(data, FOX)


def test_members_of_any_type_do_no_harm() -> None:
    rows = [
        3,
        {"uri": 5},
        {"uri": FOX.source, "target": [4, {"selector": 7}], "tags": "t", "references": {}, "created": []},
    ]
    done = taken_in(FORMAT, json.dumps({"rows": rows}).encode(), FOX)
    assert done.report.read + len(done.report.skipped) == 3


def test_people_keep_their_names() -> None:
    note = Annotation(
        id="1", annotator="mira", created=NOW, modified=NOW, spans=(Span(exact="Bo", start=10, end=12),)
    )
    bundle = Bundle(document=FOX, notes=(note,), annotators={"mira": Annotator(id="mira", name="Mira Oy")})
    assert there_and_back(FORMAT, bundle).annotators["mira"] == Annotator(id="mira", name="Mira Oy")
