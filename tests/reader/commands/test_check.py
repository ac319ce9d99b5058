"""`postil check` and `postil tidy`: what is wrong with files of notes, and what is no longer needed."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotations import history, library, texts
from annotations.ids import new_id
from annotations.model import Annotation, Annotator, DocumentRef, Span
from annotations.schema import schema_text
from annotations.store import Change, open_notes, read, save
from reader.cli import main

LONG_AGO = datetime.now(UTC) - timedelta(days=200)
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    (made / "peru.txt").write_text("Lima.")
    return made


def annotated(path: Path, *notes: Annotation, by: str = "ana", fingerprint: str = "") -> Path:
    opened = open_notes(path, document=DocumentRef(fingerprint=fingerprint), annotator=Annotator(id=by))
    save(opened, Change(annotations=notes or (note(),)))
    return path


def note(**parts: object) -> Annotation:
    return Annotation(**{"id": new_id(), "created": LONG_AGO, "modified": LONG_AGO, **parts})  # type: ignore[arg-type]  # fields by name


def age(path: Path, when: datetime = LONG_AGO) -> None:
    os.utime(path, (when.timestamp(), when.timestamp()))


def test_good_notes_are_told_to_be_good(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    annotated(folder / "peru.txt.ana.postil.yaml")
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr() == ("", "postil: 1 file of notes: all is well\n")


def test_each_problem_is_told_with_its_place_and_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = annotated(folder / "peru.txt.ana.postil.yaml")
    text = path.read_text("utf-8")
    path.write_text(text.replace("  created", "  color: mauve\n  created") + "- id: two\n", "utf-8")
    assert main(["check", str(folder / "peru.txt")]) == 1
    out, err = capsys.readouterr()
    last = text.count("\n") + 2
    assert out.startswith(f"{path}:11:10: mauve is no colour of postil\n    Use one of yellow, ")
    assert f"{path}:{last}:3: `created` is missing\n    Write it as" in out
    assert err == "postil: 1 file of notes: 2 problems\n"


def test_paths_are_told_as_they_were_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "peru.txt.ana.postil.yaml").write_text("postil: [\n")
    monkeypatch.chdir(folder)
    assert main(["check", "peru.txt"]) == 1
    assert capsys.readouterr().out.startswith("peru.txt.ana.postil.yaml:2:1: this is not valid YAML")


def test_programs_get_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "peru.txt.ana.postil.yaml"
    path.write_text("postil: [\n")
    assert main(["check", str(path), "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found.keys() == {"file", "line", "column", "problem", "remedy"}
    assert (found["file"], found["line"]) == (str(path), 2)


def test_a_file_under_another_persons_name_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = annotated(folder / "peru.txt.bo.postil.yaml")
    assert main(["check", str(path)]) == 1
    assert f"{path}:6:7: the file is ana's, but its name says otherwise" in capsys.readouterr().out


def test_what_is_not_there_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "none.txt")]) == 3
    assert "is not there" in capsys.readouterr().err
    assert main(["check"]) == 2


def test_the_schema_is_printed_for_editors(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--schema"]) == 0
    assert capsys.readouterr().out == schema_text()


def test_tidying_tells_first_and_does_then(folder: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = texts.put("Lima is the capital.", data=data)
    unneeded = texts.put("Cusco is not.", data=data)
    old, recent, answered = (note(deleted=when) for when in (LONG_AGO, YESTERDAY, LONG_AGO))
    living = note(spans=(Span(exact="Lima", start=0, end=4),))
    path = annotated(
        folder / "peru.txt.ana.postil.yaml",
        old,
        recent,
        answered,
        living,
        note(reply_to=answered.id),
        fingerprint=kept,
    )
    theirs = annotated(folder / "peru.txt.bo.postil.yaml", note(deleted=LONG_AGO), by="bo")
    litter = folder / ".peru.txt.ana.postil.yaml.17-00.tmp"
    litter.write_text("")
    for each in (kept, unneeded):
        age(data / "texts" / each)
    age(litter)

    assert main(["tidy", str(folder), "--by", "ana"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{path}: 1 deleted note\n1 kept text that no note is about, 0 kB\n{litter}: left over\n"
    assert "nothing was changed" in err
    before = read(path)
    assert before
    assert old.id in before.by_id

    assert main(["tidy", str(folder), "--by", "ana", "--yes"]) == 0
    after = read(path)
    assert after
    assert after.by_id.keys() == before.by_id.keys() - {old.id}
    assert list(texts.kept(data=data)) == [kept]
    assert not litter.exists()
    other = read(theirs)
    assert other
    assert len(other.notes.annotations) == 1, "they are another person's"
    capsys.readouterr()
    assert main(["tidy", str(folder), "--by", "ana", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"done": False, "notes": {}, "texts": {}, "remains": [], "unread": {}}


def test_no_text_goes_while_notes_that_may_need_it_cannot_be_read(
    folder: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unneeded = texts.put("Cusco.", data=data)
    age(data / "texts" / unneeded)
    broken = folder / "peru.txt.ana.postil.yaml"
    broken.write_text("postil: [")
    assert main(["tidy", str(folder), "--yes"]) == 0
    assert "Until then all kept texts stay" in capsys.readouterr().err
    assert list(texts.kept(data=data)) == [unneeded]


def test_a_text_stays_while_the_drive_of_its_notes_is_away(folder: Path, data: Path) -> None:
    needed = texts.put("Cusco.", data=data)
    age(data / "texts" / needed)
    library.remember(folder / "away" / "x.ana.postil.yaml", fingerprint=needed, data=data)
    assert main(["tidy", "--yes"]) == 0
    assert list(texts.kept(data=data)) == [needed]


def test_what_is_young_stays(folder: Path, data: Path) -> None:
    fresh = texts.put("Cusco.", data=data)
    assert main(["tidy", "--yes"]) == 0
    assert list(texts.kept(data=data)) == [fresh]
    assert main(["tidy", "--yes", "--older-than", "0"]) == 0
    assert not texts.kept(data=data)


def test_the_history_of_notes_that_are_gone_goes(folder: Path, data: Path) -> None:
    paths = [folder / "a.ana.postil.yaml", folder / "b.ana.postil.yaml"]
    made = []
    for path in paths:
        journal = history.open_history(path, data=data)
        journal.did("highlight", [history.Step(None, note())])
        age(journal.path)
        made.append(journal.path)
    annotated(paths[0])
    assert main(["tidy", "--yes"]) == 0
    assert [path.exists() for path in made] == [True, False]
