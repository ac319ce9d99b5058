"""`postil anchor`: where every note stands today, for people and for programs, and kept when asked."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from annotations import store
from reader.cli import main

BEFORE = """\
# Roads are blocked

On Friday, 46 roadblocks were still reported in the southern departments of the country.

Thousands marched in the capital, and nobody counted them.

The minister said on the radio that the harvest would be late this year.
"""
AFTER = """\
# Roads are blocked

A new beginning.

On Friday, 51 roadblocks were again reported in the southern departments of the country.

Thousands marched in the capital, and nobody counted them.
"""
QUOTES = (
    "46 roadblocks were still reported in the southern departments",
    "nobody counted them",
    "the harvest would be late this year",
)


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Mira annotated three passages; then one was changed, one moved, and one removed."""
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    monkeypatch.setenv("POSTIL_ANNOTATOR", "mira")
    path = tmp_path / "roads.md"
    path.write_text(BEFORE, "utf-8")
    for quote in QUOTES:
        assert main(["note", "add", str(path), "--quote", quote]) == 0
    path.write_text(AFTER, "utf-8")
    capsys.readouterr()
    return path


def test_what_waits_is_shown_with_the_words_that_changed(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["anchor", str(article)]) == 1
    out = capsys.readouterr().out
    assert "[-46-] {+51+} roadblocks were [-still-] {+again+} reported" in out
    assert "“the harvest would be late this year”" in out
    assert "stood under “Roads are blocked”, after “… said on the radio that”" in out
    assert "nobody counted them" not in out
    assert out.splitlines()[-1] == "3 notes: 1 moved, 1 changed, 1 orphan"


def test_programs_are_told_of_every_span(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["anchor", str(article), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["counts"] == {"exact": 0, "moved": 1, "changed": 1, "ambiguous": 0, "orphan": 1}
    spans = {span["exact"]: span for note in said["notes"] for span in note["spans"]}
    assert spans[QUOTES[0]]["words"] == "51 roadblocks were again reported in the southern departments"
    assert spans[QUOTES[1]]["words"] == QUOTES[1]
    assert (spans[QUOTES[2]]["start"], spans[QUOTES[2]]["words"]) == (None, None)
    assert all(0 <= span["confidence"] <= 1 for span in spans.values())


def test_places_are_written_once_and_the_quotes_stay_as_they_were_made(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = article.with_name("roads.md.mira.postil.yaml")
    main(["anchor", str(article)])
    assert "latest" not in file.read_text("utf-8"), "nothing is written unasked"
    main(["anchor", str(article), "--write", "--json"])
    capsys.readouterr()
    opened = store.read(file)
    assert opened is not None
    spans = {note.spans[0].exact: note.spans[0] for note in opened.notes.annotations}
    assert set(spans) == set(QUOTES)
    latest = spans[QUOTES[1]].latest
    assert latest is not None
    assert latest.status == "moved"
    assert spans[QUOTES[2]].latest is None
    main(["anchor", str(article), "--write", "--json"])
    assert json.loads(capsys.readouterr().out)["written"] == 0


def test_when_every_note_has_its_place_the_exit_code_is_0(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article.write_text(BEFORE, "utf-8")
    assert main(["anchor", str(article), "--all"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 notes: 3 exact"


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=Mira", "-c", "user.email=mira@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, "-C", str(folder), *words], check=True, capture_output=True)


def told(article: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What is said of each span."""
    capsys.readouterr()
    main(["anchor", str(article), "--json"])
    said = json.loads(capsys.readouterr().out)
    return [span for note in said["notes"] for span in note["spans"]]


def sureness(article: Path, capsys: pytest.CaptureFixture[str]) -> list[float]:
    return [float(span["confidence"]) for span in told(article, capsys) if span["start"] is not None]


def test_in_a_fresh_clone_git_gives_the_text_that_notes_were_made_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "of mira"))
    monkeypatch.setenv("POSTIL_ANNOTATOR", "mira")
    mine = tmp_path / "mira" / "roads.md"
    mine.parent.mkdir()
    mine.write_text(BEFORE, "utf-8")
    git(mine.parent, "init", "-q")
    for quote in QUOTES:
        assert main(["note", "add", str(mine), "--quote", quote]) == 0
    git(mine.parent, "add", ".")
    git(mine.parent, "commit", "-qm", "an article and notes on it")
    mine.write_text(AFTER, "utf-8")
    git(mine.parent, "commit", "-qam", "the article is corrected")
    git(tmp_path, "clone", "-q", str(mine.parent), "clone")
    clone = tmp_path / "clone" / "roads.md"
    copy = tmp_path / "copy" / "roads.md"
    shutil.copytree(clone.parent, copy.parent, ignore=shutil.ignore_patterns(".git"))
    with_the_text = told(mine, capsys)
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "of nobody"))
    assert told(clone, capsys) == with_the_text
    assert sum(sureness(copy, capsys)) < sum(sureness(clone, capsys)), "without it the quotes alone must do"
    assert not (tmp_path / "of nobody" / "texts").exists(), "looking keeps no text"
