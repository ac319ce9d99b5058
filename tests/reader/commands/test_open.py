"""A folder's documents, with how far each was read, and the notes on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotations import library, store
from annotations.model import Annotation, Annotator, DocumentRef
from reader import lastread
from reader.cli import main
from reader.lastread import LastRead

NOW = datetime(2024, 3, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "articles"
    (folder / "old").mkdir(parents=True)
    for name in ("b.md", "A.txt", "A.txt.notes.txt", "picture.png", ".hidden.md", "old/c.html"):
        (folder / name).write_text("words")
    for name, who, count in (("A.txt", "ana", 2), ("A.txt", "bo", 1), ("A.txt.notes.txt", "ana", 4)):
        noted(folder / name, who, count)
    last = LastRead(str(folder / "b.md"))
    last.title, last.percent = "The b", 34
    lastread.write(last)
    return folder


def noted(document: Path, who: str, count: int) -> None:
    path = library.sidecar(document, who)
    opened = store.open_notes(path, document=DocumentRef(source=document.name), annotator=Annotator(id=who))
    notes = tuple(Annotation(id=f"{who}{n}", annotator=who, created=NOW, modified=NOW) for n in range(count))
    store.save(opened, store.Change(annotations=notes))


def test_the_documents_of_a_folder_are_listed_by_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        ["read", "notes", "document", "title"],
        ["-", "3", "by", "ana,", "bo", "A.txt", "words"],
        ["-", "4", "by", "ana", "A.txt.notes.txt", "words"],
        ["34", "%", "-", "b.md", "The", "b"],
    ]


def test_folders_below_are_listed_when_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open", str(folder), "--below", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [Path(row["path"]).relative_to(folder).as_posix() for row in rows] == [
        "A.txt",
        "A.txt.notes.txt",
        "b.md",
        "old/c.html",
    ]
    assert rows[0] | {"path": ""} == {
        "path": "",
        "title": "words",
        "percent": None,
        "notes": 3,
        "annotators": ["ana", "bo"],
        "size": 5,
    }


def test_a_document_that_cannot_be_read_has_no_title_and_hides_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.epub").write_bytes(b"PK\3\4 cut short")
    assert main(["open", str(folder), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["title"] for row in rows] == ["", "words", "words", "The b"]


def test_an_empty_folder_says_so(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none").mkdir()
    assert main(["open", str(tmp_path / "none")]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "no document" in printed.err


@pytest.mark.parametrize(("name", "words"), [("A.txt", "no folder"), ("none", "does not exist")])
def test_what_is_no_folder_says_so(folder: Path, name: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open", str(folder / name)]) == 3
    assert words in capsys.readouterr().err


def test_names_cannot_play_tricks_on_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x\x1b[31m\n.md").write_text("words")
    assert main(["open", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert len(printed.splitlines()) == 5
