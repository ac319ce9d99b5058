"""The JSON Schema says what postil reads and writes: neither more nor less than the codec."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from hypothesis import given, settings

from annotations import codec
from annotations.fields import Misfit
from annotations.mending import fresh_sheet
from annotations.model import NotesFile
from annotations.schema import schema_text
from annotations.store import read_bytes
from tests.annotations.strategies import notes_files

SCHEMA = json.loads(schema_text())
validate: Callable[[Any], Any] = fastjsonschema.compile(SCHEMA)
NOTE = {"id": "one", "created": "2026-01-23T12:00:00Z"}


@settings(max_examples=40)
@given(notes_files())
def test_what_postil_writes_is_valid(notes: NotesFile) -> None:
    validate(codec.notes_to_plain(notes))


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": 7},
        {"color": "mauve"},
        {"tags": "strike"},
        {"tags": [1]},
        {"tags": [""]},
        {"comment": 12},
        {"spans": {}},
        {"spans": [{"exact": "a", "start": 0}]},
        {"spans": [{"exact": "a", "start": -1, "end": 0}]},
        {"spans": [{"exact": "a", "start": 0, "end": 1, "latest": {"start": 0, "end": 1, "status": "gone"}}]},
        {"spans": [{"exact": "a", "start": 0, "end": 1, "latest": {"start": 0, "end": 1, "confidence": 2}}]},
        {"created": "yesterday"},
        {"created": None},
        {"deleted": 5},
        {"annotator": "a b"},
        {"variants": [{}]},
    ],
)
def test_what_postil_refuses_is_not_valid(wrong: dict[str, object]) -> None:
    file = {"postil": 1, "annotator": {"id": "ana"}, "annotations": [{**NOTE, **wrong}]}
    with pytest.raises(Misfit):
        codec.notes_from_plain(file)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        validate(file)


@pytest.mark.parametrize(
    "fine", [{}, {"color": None}, {"colour": "red"}, {"tags": None}, {"mine": {"a": [1]}}, {"spans": []}]
)
def test_what_postil_reads_is_valid(fine: dict[str, object]) -> None:
    file = {"postil": 1, "annotator": {"id": "ana"}, "annotations": [{**NOTE, **fine}]}
    codec.notes_from_plain(file)
    validate(file)


def test_every_key_is_described() -> None:
    kinds = {
        "annotation": codec.NOTE_KEYS,
        "correction": codec.CORRECTION_KEYS,
        "span": codec.SPAN_KEYS,
    }
    for kind, keys in kinds.items():
        assert {*SCHEMA["definitions"][kind]["properties"]} == keys
    assert {*SCHEMA["properties"]} == codec.FILE_KEYS


def test_the_example_in_the_documentation_is_a_notes_file_as_postil_writes_it() -> None:
    page = (Path(__file__).parents[2] / "docs" / "notes-file.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    opened = read_bytes(example.encode(), Path("peru.txt.ana.postil.yaml"))
    assert fresh_sheet(codec.notes_to_plain(opened.notes)).data().decode() == example
    for key in codec.NOTE_KEYS - {"annotator"}:
        assert f"`{key}`" in page
