"""Titles of documents that nobody has read: looked up once, kept until the file is another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader import shelf
from reader.shelf import Shelf


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.md"
    path.write_text("# The strike\n\nWords.\n")
    return path


def test_a_title_is_looked_up_once(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "cache"
    assert Shelf(kept).titles([story]) == {story: "The strike"}
    monkeypatch.setattr(shelf, "_title_of", lambda path: "looked into again")
    assert Shelf(kept).titles([story]) == {story: "The strike"}


def test_a_file_that_changed_is_looked_into_again(story: Path, tmp_path: Path) -> None:
    assert Shelf(tmp_path / "cache").titles([story]) == {story: "The strike"}
    story.write_text("# The truce\n\nWords.\n")
    os.utime(story, ns=(1, 1))
    assert Shelf(tmp_path / "cache").titles([story]) == {story: "The truce"}


def test_when_the_time_is_up_what_is_known_is_told(story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Some words")
    titles = Shelf(tmp_path / "cache")
    assert titles.titles([story]) == {story: "The strike"}
    assert titles.titles([other, story], seconds=0.0) == {story: "The strike"}
    assert titles.titles([other, story]) == {other: "Some words", story: "The strike"}


@pytest.mark.parametrize("damaged", [b"", b"[1]", b'{"a": 3}', b'{"a": [1, 2]}', b"\xff"])
def test_a_damaged_file_is_an_empty_one(damaged: bytes, story: Path, tmp_path: Path) -> None:
    (tmp_path / "titles.json").write_bytes(damaged)
    assert Shelf(tmp_path).titles([story]) == {story: "The strike"}
    assert Shelf(tmp_path).titles([story], seconds=0.0) == {story: "The strike"}


def test_where_nothing_can_be_kept_titles_are_told_all_the_same(story: Path) -> None:
    assert Shelf(story / "no folder").titles([story]) == {story: "The strike"}


def test_a_file_that_is_gone_has_none(tmp_path: Path) -> None:
    assert Shelf(tmp_path).titles([tmp_path / "gone.txt"]) == {}
