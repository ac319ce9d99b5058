"""Whatever is handed in, every format reads it or says by name why not; and what is read can be given a place."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.formats import registry
from annotations.formats.bundle import Bundle
from annotations.formats.format import Format
from annotations.formats.imports import settle
from annotations.model import Annotation, Span
from tests.annotations.formats.made import NOW, Page, written

FOX = Page("Ana 🦊 met Bo in Paris.\n\nThey went on together.", source="fox.txt")
NOTE = Annotation(
    id="2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11",
    spans=(Span(exact="Paris", prefix="in ", suffix=".", start=16, end=21), Span(exact="Ana", start=0, end=3)),
    color="red",
    tags=("place",),
    comment="check the map",
    annotator="mira",
    created=NOW,
    modified=NOW,
)
REPLY = Annotation(
    id="2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d12", reply_to=NOTE.id, comment="I did", created=NOW, modified=NOW
)
BUNDLE = Bundle(document=FOX, notes=(NOTE, REPLY), made=NOW)

READ = [format_ for format_ in registry.every() if format_.can_import]
formats = pytest.mark.parametrize("format_", READ, ids=lambda format_: format_.name)
thoroughly = settings(
    max_examples=int(os.environ.get("POSTIL_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

KEYS = st.sampled_from(
    "id type target body selector source exact start end uri text tags user annotations rows entries documents title "
    "items created @context annotationType annotationText postil spans data result value labels entities".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)
NUMBERS = (b"-1", b"1e999", b"99999999999999999999999999", b"0.5", b"null", b'"x"', b"[]", b"{}", b"true")


def taken(format_: Format, data: bytes) -> None:
    """Read, and put in place, or refused."""
    try:
        reading = format_.read(data, FOX)
    except FormatError:
        return
    settle(reading, format_name=format_.name, document=FOX, known=(), now=NOW, me="me")


@formats
@thoroughly
@given(data=st.binary(max_size=300))
@example(data=b"")
@example(data=b"\xff\xfe\x00\xd8")
@example(data=b"PK\x05\x06" + bytes(18))
@example(data=b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;</x>")
def test_any_bytes(format_: Format, data: bytes) -> None:
    taken(format_, data)


@formats
@thoroughly
@given(value=JSON)
def test_any_json(format_: Format, value: object) -> None:
    taken(format_, json.dumps(value).encode())


@formats
@thoroughly
@given(data=st.data())
def test_an_export_that_was_cut_or_damaged(format_: Format, data: st.DataObject) -> None:
    whole = written(format_, BUNDLE) if format_.can_export else json.dumps(FOREIGN[format_.name]).encode()
    at = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 12))
    piece = data.draw(st.binary(max_size=6) | st.sampled_from(NUMBERS))
    taken(format_, whole[:at])
    taken(format_, whole[:at] + piece + whole[at + length :])


FOREIGN: dict[str, object] = {
    "koreader": {"title": "Fox", "entries": [{"text": "Paris", "time": 1, "note": "n", "page": 1, "color": "red"}]},
    "zotero": [{"annotationType": "highlight", "annotationText": "Paris", "tags": [{"tag": "x"}], "key": "K"}],
}
