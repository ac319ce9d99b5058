"""Notes in a real git: two clones and a remote, merges, rebases, cherry-picks; no conflict marker reaches a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotations import store
from annotations.ids import new_id
from annotations.model import Annotation, Annotator, DocumentRef, Span
from annotations.store import Change
from reader.cli import main

FOX = DocumentRef(title="Fox", source="fox.txt", fingerprint="f" * 64, length=22)
ANA = Annotator(id="ana", name="Ana")
NAME = "fox.txt.ana.postil.yaml"
DAWN = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git as a stranger has it, and this postil on the path."""
    for key in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ana")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ana@example.org")


class Clone:
    """One machine of one annotator."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"git {' '.join(words)}\n{done.stdout}{done.stderr}"
        return done.stdout

    @property
    def file(self) -> Path:
        return self.folder / NAME

    def notes(self) -> Mapping[str, Annotation]:
        assert "<<<<<<<" not in self.file.read_text("utf-8")
        opened = store.read(self.file)
        assert opened is not None
        return opened.by_id

    def put(self, *notes: Annotation, message: str = "notes") -> None:
        store.save(store.open_notes(self.file, document=FOX, annotator=ANA), Change(annotations=notes))
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def edit(self, key: str, minutes: int, **changes: object) -> None:
        note = replace(self.notes()[key], modified=DAWN + timedelta(minutes=minutes), **changes)  # type: ignore[arg-type]  # fields by name
        self.put(note)


def note(start: int, **fields: object) -> Annotation:
    span = Span(exact=f"words {start}", start=start, end=start + 8)
    plain = Annotation(id=new_id(), spans=(span,), annotator="ana", created=DAWN, modified=DAWN)
    return replace(plain, **fields)  # type: ignore[arg-type]  # fields of a note, by name


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Clone, Clone]:
    """Two clones of a bare remote, both set up, with one note in common."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(remote)], check=True)
    made: list[Clone] = []
    for name in ("laptop", "desktop"):
        subprocess.run(["git", "clone", "-q", str(remote), str(tmp_path / name)], check=True, capture_output=True)
        clone = Clone(tmp_path / name)
        clone.git("checkout", "-q", "-B", "main")
        if not made:
            assert main(["git", "setup", "--in", str(clone.folder)]) == 0
            clone.put(note(0, comment="which year?"))
            clone.git("push", "-qu", "origin", "main")
        else:
            clone.git("pull", "-q", "origin", "main")
            clone.git("branch", "-q", "-u", "origin/main")
            assert main(["git", "setup", "--in", str(clone.folder)]) == 0
        made.append(clone)
    return made[0], made[1]


def test_edits_of_one_note_on_two_machines_are_merged_field_by_field(clones: tuple[Clone, Clone]) -> None:
    laptop, desktop = clones
    (key,) = laptop.notes()
    laptop.edit(key, 1, comment="which year? 1974?")
    laptop.put(note(10))
    laptop.git("push", "-q")
    desktop.edit(key, 2, tags=("place",))
    desktop.put(note(20))
    desktop.git("pull", "-q", "--no-rebase", "--no-edit")
    merged = desktop.notes()
    assert len(merged) == 3
    assert (merged[key].comment, merged[key].tags) == ("which year? 1974?", ("place",))


def test_two_answers_are_both_kept_and_the_file_stays_valid(
    clones: tuple[Clone, Clone], capsys: pytest.CaptureFixture[str]
) -> None:
    laptop, desktop = clones
    (key,) = laptop.notes()
    laptop.edit(key, 1, comment="1974")
    laptop.git("push", "-q")
    desktop.edit(key, 2, comment="1947")
    desktop.git("pull", "-q", "--no-rebase", "--no-edit")
    kept = desktop.notes()[key]
    assert kept.comment == "1947"
    assert [variant.comment for variant in kept.variants] == ["1974"]
    assert desktop.git("status", "--porcelain") == ""


def test_a_rebase_of_several_commits_loses_nothing(clones: tuple[Clone, Clone]) -> None:
    laptop, desktop = clones
    (key,) = laptop.notes()
    for minute, place in enumerate((10, 30, 50), 1):
        laptop.put(note(place, modified=DAWN + timedelta(minutes=minute)))
    laptop.git("push", "-q")
    for minute, place in enumerate((12, 28, 52), 10):
        desktop.put(note(place, modified=DAWN + timedelta(minutes=minute)))
    desktop.edit(key, 20, color="red")
    desktop.git("pull", "-q", "--rebase")
    merged = desktop.notes()
    assert len(merged) == 7
    assert merged[key].color == "red"
    desktop.git("push", "-q")
    laptop.git("pull", "-q", "--rebase")
    assert laptop.notes() == merged


def test_a_cherry_pick_brings_its_own_note_and_no_other(clones: tuple[Clone, Clone]) -> None:
    laptop, _ = clones
    laptop.git("checkout", "-qb", "side")
    unwanted, wanted = note(10), note(20)
    laptop.put(unwanted)
    laptop.put(wanted)
    laptop.git("checkout", "-q", "main")
    laptop.put(note(15))
    laptop.git("cherry-pick", "side")
    assert wanted.id in laptop.notes()
    assert unwanted.id not in laptop.notes()


def test_a_comment_that_a_hand_wrote_into_the_file_survives_a_merge(clones: tuple[Clone, Clone]) -> None:
    laptop, desktop = clones
    laptop.put(note(10))
    laptop.git("push", "-q")
    text = desktop.file.read_text("utf-8")
    desktop.file.write_text(text.replace("annotations:\n", "# mine, for the seminar\nannotations:\n"), "utf-8")
    desktop.git("commit", "-qam", "a remark")
    desktop.git("pull", "-q", "--no-rebase", "--no-edit")
    assert "# mine, for the seminar" in desktop.file.read_text("utf-8")
    assert len(desktop.notes()) == 2


def test_git_diff_shows_notes_and_not_yaml(clones: tuple[Clone, Clone]) -> None:
    laptop, _ = clones
    (key,) = laptop.notes()
    laptop.edit(key, 1, comment="1974")
    shown = laptop.git("diff", "HEAD~1")
    assert "-    which year?" in shown
    assert "+    1974" in shown
    assert "modified:" not in shown


def test_setting_up_twice_changes_nothing_and_undo_takes_all_of_it_out(
    clones: tuple[Clone, Clone], capsys: pytest.CaptureFixture[str]
) -> None:
    laptop, _ = clones
    attributes = laptop.folder / ".gitattributes"
    attributes.write_text("*.png binary\n" + attributes.read_text("utf-8"), "utf-8")
    before = attributes.read_text("utf-8")
    assert main(["git", "setup", "--in", str(laptop.folder)]) == 0
    assert attributes.read_text("utf-8") == before
    assert main(["git", "setup", "--undo", "--in", str(laptop.folder)]) == 0
    assert attributes.read_text("utf-8") == "*.png binary\n"
    assert "postil" not in laptop.git("config", "--local", "--list")


def test_outside_a_repository_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["git", "setup", "--in", str(tmp_path)]) == 3
    assert "git init" in capsys.readouterr().err
