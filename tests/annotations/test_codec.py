"""Notes as plain mappings, as text and back: the same notes, whoever reads the text."""

from __future__ import annotations

import yaml
import yaml12
from hypothesis import given, settings

from annotations import codec
from annotations.mending import fresh_sheet
from annotations.model import NotesFile
from annotations.sheet import read_sheet
from tests.annotations.strategies import notes_files


@settings(max_examples=40)
@given(notes_files())
def test_notes_survive_the_way_through_plain_mappings(notes: NotesFile) -> None:
    assert codec.notes_from_plain(codec.notes_to_plain(notes)) == notes


@settings(max_examples=40)
@given(notes_files())
def test_every_reader_of_yaml_finds_the_same_in_a_file(notes: NotesFile) -> None:
    plain = codec.notes_to_plain(notes)
    text = fresh_sheet(plain).data().decode()
    expected = plain if "annotations" in plain else {**plain, "annotations": []}
    assert yaml.load(text, Loader=yaml.SafeLoader) == expected
    assert yaml.load(text, Loader=yaml.CSafeLoader) == expected
    assert yaml12.parse_yaml(text) == expected
    sheet, value = read_sheet(text.encode())
    assert value == expected
    assert not sheet.rigid
    assert sheet.data() == text.encode()
