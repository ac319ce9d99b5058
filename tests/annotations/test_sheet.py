"""A notes file in pieces: whatever a hand did to it, it reads as PyYAML reads it, and comes back byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import codec
from annotations.mending import fresh_sheet
from annotations.model import NotesFile
from annotations.sheet import Sheet, read_sheet
from annotations.yaml_nodes import YamlProblem
from tests.annotations.edits import FILE, edited, edits
from tests.annotations.strategies import notes_files

RESOLVERS = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":timestamp", ":value"))]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class PlainLoader(yaml.SafeLoader):
    """PyYAML's own, but for times, which are text to postil as to YAML 1.2."""

    yaml_implicit_resolvers = RESOLVERS


class PlainCLoader(yaml.CSafeLoader):
    """The same on libyaml."""

    yaml_implicit_resolvers = RESOLVERS


def by_pyyaml(text: str) -> Any:
    try:
        return yaml.load(text, Loader=PlainLoader)
    except yaml.YAMLError:
        # libyaml forgives more: a tab at the end of a line, a byte order mark inside the file.
        return yaml.load(text, Loader=PlainCLoader)


STRICT = ("given twice", "not used in notes files", "nested too deeply", "not a short text", "is no number")
"""What postil refuses though YAML has it."""


def assert_reads_as_pyyaml_does(text: str) -> Sheet | None:
    try:
        sheet, value = read_sheet(text.encode())
    except YamlProblem as problem:
        strict = any(words in str(problem) for words in STRICT)
        if not strict:
            with pytest.raises((yaml.YAMLError, ValueError)):
                yaml.load(text, Loader=yaml.CSafeLoader)
        return None
    assert value == by_pyyaml(text)
    whole = text if text.endswith("\n") or not text else text + "\n"
    assert sheet.data() == whole.encode()
    return sheet


@settings(max_examples=150)
@given(st.lists(edits, min_size=1, max_size=4))
def test_a_file_with_any_edit_reads_as_pyyaml_reads_it(changes: list[tuple[str, int, str]]) -> None:
    assert_reads_as_pyyaml_does(edited(FILE, changes))


@settings(max_examples=30)
@given(notes_files(max_size=2), st.lists(edits, min_size=1, max_size=2))
def test_any_file_of_ours_with_any_edit_reads_as_pyyaml_reads_it(
    notes: NotesFile, changes: list[tuple[str, int, str]]
) -> None:
    text = fresh_sheet(codec.notes_to_plain(notes)).data().decode()
    assert_reads_as_pyyaml_does(edited(text, changes))
