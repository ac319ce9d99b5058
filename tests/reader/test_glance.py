"""A glance at the settings tells what the parser will tell, for a file as people write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.model import Annotator
from reader import glance
from reader.config import config_path, parse_settings, template

FILES = [
    "",
    "measure: 64\n",
    "measure: '64'   # narrow\ntheme: postil-light\n",
    "show:\n  sidebar: false\n  comments: off\n",
    "show: \n  sidebar: true\nannotator:\n  id: ana\n  name: Ana\n",
    "keys:\n  note.highlight: [h, H]\n",
    template(Annotator(id="ana", name="Ana")),
]


@pytest.mark.parametrize("text", FILES)
def test_the_glance_sees_what_the_parser_reads(text: str) -> None:
    seen = glance.look(text)
    read = parse_settings(text, Path("config.yaml"))
    assert seen.measure == read.measure
    assert seen.theme == read.theme
    assert (seen.sidebar, seen.comments) == (read.sidebar, read.comments)
    assert seen.keys == bool(read.keys)


def test_no_file_and_a_broken_one_are_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path))
    assert glance.settings().measure == 80
    (tmp_path / "config.yaml").write_bytes(b"measure: 64\n\xff")
    assert glance.settings().measure == 80


def test_the_file_is_the_one_that_the_parser_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTIL_CONFIG_DIR", raising=False)
    assert Path(glance.config_file()) == config_path()
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path))
    assert Path(glance.config_file()) == config_path()
