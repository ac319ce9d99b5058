"""`postil tags`: listed with the codebook, renamed and merged across files as one act, and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli import main
from reader.commands.tags import renamed

ARTICLE = (
    "# Roads are blocked\n\nOn Friday, 46 roadblocks were still reported.\n\nThousands marched in the capital.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Two articles with notes of Ana, one with a note of Bo."""
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "config.yaml").write_text("annotator: {id: ana}\n", "utf-8")
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("a.md", "b.md"):
        (folder / name).write_text(ARTICLE, "utf-8")
    for name, tag, who in (("a.md", "clam", "ana"), ("b.md", "clam/number", "ana"), ("a.md", "clam", "bo")):
        words = ["--quote", "46 roadblocks", "--tag", tag, "--by", who]
        assert main(["note", "add", str(folder / name), *words]) == 0
    capsys.readouterr()
    return folder


def tags(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, int]]:
    capsys.readouterr()
    assert main(["tags", str(folder), "--json"]) == 0
    return {row["tag"]: row["by"] for row in json.loads(capsys.readouterr().out)}


def test_tags_are_listed_with_counts_and_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tags(folder, capsys) == {"clam": {"ana": 1, "bo": 1}, "clam/number": {"ana": 1}}


def test_the_codebook_says_what_a_tag_means_and_which_are_not_agreed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "postil.codebook.yaml").write_text("codebook: 1\ntags:\n  claim: {meaning: To be checked.}\n", "utf-8")
    assert main(["tags", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "To be checked." in next(line for line in lines if line.startswith("#claim"))
    assert "not in the codebook" in next(line for line in lines if line.startswith("#clam "))


def test_a_rename_goes_through_every_file_of_ones_own_and_is_undone_at_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tags(folder, capsys)
    assert main(["tags", str(folder), "rename", "clam", "claim"]) == 0
    assert tags(folder, capsys) == {"clam": {"bo": 1}, "claim": {"ana": 1}, "claim/number": {"ana": 1}}
    assert main(["tags", str(folder), "undo"]) == 0
    assert tags(folder, capsys) == before
    assert main(["tags", str(folder), "undo"]) == 2


def test_a_codebook_that_still_has_the_old_tag_is_named_and_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = folder / "postil.codebook.yaml"
    book.write_text("codebook: 1\ntags:\n  clam: {}\n", "utf-8")
    before = book.read_bytes()
    assert main(["tags", str(folder), "rename", "clam", "claim"]) == 0
    assert "postil.codebook.yaml still has #clam" in capsys.readouterr().err
    assert book.read_bytes() == before
    assert main(["tags", str(folder), "rename", "claim", "assertion"]) == 0
    assert "still has" not in capsys.readouterr().err


def test_several_tags_become_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tags", str(folder), "merge", "clam", "clam/number", "claim"]) == 0
    assert tags(folder, capsys)["claim"] == {"ana": 1}


def test_a_broken_file_is_named_and_the_others_are_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "c.md.ana.postil.yaml").write_text("annotations: [", "utf-8")
    assert main(["tags", str(folder)]) == 3
    captured = capsys.readouterr()
    assert "c.md.ana.postil.yaml" in captured.err
    assert "#clam" in captured.out


def test_a_tag_is_not_given_twice() -> None:
    assert renamed(["a", "b", "a/x"], ["a"], "b") == ("b", "b/x")
