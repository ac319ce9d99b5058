"""`postil merge` and `postil diff`: two versions of a file become one, and what changed is told note by note."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotations import store
from annotations.ids import new_id
from annotations.model import Annotation, Annotator, DocumentRef, Span
from annotations.store import Change
from reader.cli import main

DAWN = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOTE = Annotation(
    id=new_id(),
    spans=(Span(exact="Paris", start=16, end=21),),
    comment="which year?",
    annotator="ana",
    created=DAWN,
    modified=DAWN,
)


def saved(path: Path, *notes: Annotation, who: str = "ana") -> str:
    opened = store.open_notes(path, document=DocumentRef(source="fox.txt"), annotator=Annotator(id=who))
    store.save(opened, Change(annotations=notes))
    return str(path)


def later(minutes: int, **changes: object) -> Annotation:
    return replace(NOTE, modified=DAWN + timedelta(minutes=minutes), **changes)  # type: ignore[arg-type]  # fields by name


def test_the_merged_notes_go_to_standard_output(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    base = saved(tmp_path / "base.yaml", NOTE)
    ours = saved(tmp_path / "ours.yaml", later(1, color="red"))
    theirs = saved(tmp_path / "theirs.yaml", later(2, comment="1974"))
    assert main(["merge", base, ours, theirs]) == 0
    notes = store.read_bytes(capfdbinary.readouterr().out, Path("merged")).notes
    assert [(note.color, note.comment) for note in notes.annotations] == [("red", "1974")]


def test_a_conflict_is_told_and_gives_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = saved(tmp_path / "base.yaml", NOTE)
    ours = saved(tmp_path / "ours.yaml", later(1, comment="1974"))
    theirs = saved(tmp_path / "theirs.yaml", later(2, comment="1947"))
    out = tmp_path / "merged.yaml"
    assert main(["merge", base, ours, theirs, "-o", str(out), "--json"]) == 1
    (conflict,) = json.loads(capsys.readouterr().out)
    assert (conflict["field"], conflict["kept"], conflict["other"]) == ("comment", "1947", "1974")
    merged = store.read(out)
    assert merged is not None
    assert merged.notes.annotations[0].variants[0].comment == "1974"


def test_without_a_base_the_newer_version_of_each_note_is_taken(tmp_path: Path) -> None:
    ours = saved(tmp_path / "ours.yaml", later(1, comment="old"))
    theirs = saved(tmp_path / "theirs.yaml", later(2, comment="new"))
    out = tmp_path / "merged.yaml"
    assert main(["merge", "none", ours, theirs, "-o", str(out)]) == 0
    merged = store.read(out)
    assert merged is not None
    assert [note.comment for note in merged.notes.annotations] == ["new"]


def test_a_broken_file_is_named_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = saved(tmp_path / "ours.yaml", NOTE)
    broken = tmp_path / "broken.yaml"
    broken.write_text("postil: 1\nannotations: [\n", "utf-8")
    out = tmp_path / "merged.yaml"
    assert main(["merge", "none", ours, str(broken), "-o", str(out)]) == 3
    assert "broken.yaml" in capsys.readouterr().err
    assert not out.exists()


def test_two_peoples_files_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = saved(tmp_path / "ours.yaml", NOTE)
    theirs = saved(tmp_path / "theirs.yaml", replace(NOTE, annotator="bo"), who="bo")
    assert main(["merge", "none", ours, theirs]) == 3
    assert "two people" in capsys.readouterr().err


def test_a_difference_is_told_note_by_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = replace(NOTE, id=new_id(), spans=(Span(exact="Ana", start=0, end=3),), tags=("person",), comment="")
    before = saved(tmp_path / "a.yaml", NOTE)
    after = saved(tmp_path / "b.yaml", later(1, comment="1974"), added)
    assert main(["diff", before, after]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "+ “Ana”",
        "    #person",
        "~ “Paris”",
        "    - which year?",
        "    + 1974",
    ]
    assert main(["diff", before, after, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [note["change"] for note in told["notes"]] == ["added", "edited"]
    assert main(["diff", before, after, "--where", "tag:person"]) == 1
    assert "Paris" not in capsys.readouterr().out
    assert main(["diff", before, before]) == 0
