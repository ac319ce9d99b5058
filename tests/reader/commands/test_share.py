"""`postil share` and `postil receive`: notes handed from one person to another, checked, shown, merged."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from reader.cli import main

ARTICLE = (
    "# Roads are blocked\n\nOn Friday, 46 roadblocks were still reported.\n\nThousands marched in the capital.\n"
)


class Desk:
    """One person's folder, and the command run there."""

    def __init__(self, folder: Path, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.who = who
        self.monkeypatch = monkeypatch
        (folder / "conf").mkdir(parents=True)
        (folder / "conf" / "config.yaml").write_text(f"annotator: {{id: {who}}}\n", "utf-8")
        self.article = folder / "roads.md"

    def run(self, *words: str) -> int:
        self.monkeypatch.setenv("POSTIL_DATA_DIR", str(self.folder / "data"))
        self.monkeypatch.setenv("POSTIL_CONFIG_DIR", str(self.folder / "conf"))
        return main(list(words))

    def note(self, quote: str, comment: str) -> None:
        assert self.run("note", "add", str(self.article), "--quote", quote, "--comment", comment) == 0

    def comments(self, capsys: pytest.CaptureFixture[str]) -> set[str]:
        capsys.readouterr()
        assert self.run("note", "list", str(self.article), "--json") == 0
        return {note["comment"] for note in json.loads(capsys.readouterr().out)}


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Desk, Desk]:
    ana, bo = (Desk(tmp_path / who, who, monkeypatch) for who in ("ana", "bo"))
    ana.article.write_text(ARTICLE, "utf-8")
    ana.note("46 roadblocks", "who counted?")
    return ana, bo


def test_article_and_notes_travel_together_and_come_back_with_the_answers(
    desks: tuple[Desk, Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ana, bo = desks
    package = str(tmp_path / "roads.zip")
    assert ana.run("share", str(ana.article), "-o", package, "--with-article") == 0
    assert bo.run("receive", package, "--into", str(bo.folder)) == 0
    assert bo.article.read_text("utf-8") == ARTICLE
    assert bo.comments(capsys) == {"who counted?"}
    bo.note("the capital", "which one?")
    assert bo.run("share", str(bo.article), "-o", package) == 0
    assert ana.run("receive", package, "--into", str(ana.folder)) == 0
    assert "which one?" in capsys.readouterr().out
    assert ana.comments(capsys) == {"who counted?", "which one?"}
    names = {path.name for path in ana.folder.glob("*.postil.yaml")}
    assert names == {"roads.md.ana.postil.yaml", "roads.md.bo.postil.yaml"}


def test_the_article_goes_along_only_when_the_sender_says_so(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    ana, _ = desks
    package = tmp_path / "roads.zip"
    (ana.folder / "postil.codebook.yaml").write_text("codebook: 1\ntags: {claim: {}}\n", "utf-8")
    assert ana.run("share", str(ana.article), "-o", str(package)) == 0
    with zipfile.ZipFile(package) as archive:
        assert set(archive.namelist()) == {
            "postil-share.json",
            "notes/roads.md.ana.postil.yaml",
            "postil.codebook.yaml",
        }


def packed(package: Path) -> str:
    with zipfile.ZipFile(package) as archive:
        return archive.read("notes/roads.md.ana.postil.yaml").decode()


def test_notes_that_travel_alone_carry_landmarks_of_the_text(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    ana, _ = desks
    package = tmp_path / "roads.zip"
    assert ana.run("share", str(ana.article), "-o", str(package)) == 0
    assert "- [0, Roads are blocked]" in packed(package)


def test_a_file_without_landmarks_gets_them_for_the_journey_only(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    ana, _ = desks
    notes, package = ana.folder / "roads.md.ana.postil.yaml", tmp_path / "roads.zip"
    bare = notes.read_text("utf-8").split("\nlandmarks:")[0] + "\n"
    notes.write_text(bare, "utf-8")
    assert ana.run("share", str(ana.article), "-o", str(package)) == 0
    assert "landmarks:" in packed(package)
    assert notes.read_text("utf-8") == bare


def test_whoever_may_not_pass_any_text_on_shares_notes_without_landmarks(
    desks: tuple[Desk, Desk], tmp_path: Path
) -> None:
    ana, _ = desks
    package = tmp_path / "roads.zip"
    (ana.folder / "conf" / "config.yaml").write_text("annotator: {id: ana}\nlandmarks: false\n", "utf-8")
    assert "landmarks:" in (ana.folder / "roads.md.ana.postil.yaml").read_text("utf-8")
    assert ana.run("share", str(ana.article), "-o", str(package)) == 0
    assert "landmarks:" not in packed(package)
    assert "46 roadblocks" in packed(package)


def test_receiving_twice_adds_nothing_and_receiving_never_overwrites(
    desks: tuple[Desk, Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ana, bo = desks
    package = str(tmp_path / "roads.zip")
    assert ana.run("share", str(ana.article), "-o", package, "--with-article") == 0
    assert bo.run("receive", package, "--into", str(bo.folder)) == 0
    bo.article.write_text(ARTICLE.upper(), "utf-8")
    notes = bo.folder / "roads.md.ana.postil.yaml"
    before = notes.read_bytes()
    capsys.readouterr()
    assert bo.run("receive", package, "--into", str(bo.folder)) == 0
    told = capsys.readouterr()
    assert "0 changes" in told.err
    assert "another one is here and stays" in told.err
    assert notes.read_bytes() == before
    assert bo.article.read_text("utf-8") == ARTICLE.upper()


def test_a_dry_run_shows_what_is_new_and_writes_nothing(
    desks: tuple[Desk, Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ana, bo = desks
    package = str(tmp_path / "roads.zip")
    assert ana.run("share", str(ana.article), "-o", package, "--with-article") == 0
    before = set(bo.folder.rglob("*"))
    assert bo.run("receive", package, "--into", str(bo.folder), "--dry-run") == 0
    assert "+ “46 roadblocks”" in capsys.readouterr().out
    assert set(bo.folder.rglob("*")) == before


def test_a_single_notes_file_can_be_received(desks: tuple[Desk, Desk], capsys: pytest.CaptureFixture[str]) -> None:
    ana, bo = desks
    bo.article.write_text(ARTICLE, "utf-8")
    sent = ana.folder / "roads.md.ana.postil.yaml"
    assert bo.run("receive", str(sent), "--into", str(bo.folder)) == 0
    assert bo.comments(capsys) == {"who counted?"}


def test_notes_that_are_broken_change_nothing(
    desks: tuple[Desk, Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, bo = desks
    package = tmp_path / "bad.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("postil-share.json", '{"postil-share": 1, "name": "roads.md"}')
        archive.writestr("article/roads.md", ARTICLE)
        archive.writestr("notes/roads.md.eve.postil.yaml", "postil: 1\nannotations: 7\n")
    assert bo.run("receive", str(package), "--into", str(bo.folder)) == 3
    assert "roads.md.eve.postil.yaml" in capsys.readouterr().err
    assert not bo.article.exists()


def test_notes_from_elsewhere_command_no_terminal(
    desks: tuple[Desk, Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ana, bo = desks
    bo.article.write_text(ARTICLE, "utf-8")
    notes = ana.folder / "roads.md.ana.postil.yaml"
    ana.note("the capital", "plain")
    text = notes.read_text("utf-8").replace(
        "comment: |-\n    plain", 'comment: "\\e]0;owned\\a red \\e[31m"\n  tags: ["\\e[2J"]'
    )
    notes.write_text(text, "utf-8")
    capsys.readouterr()
    assert bo.run("receive", str(notes), "--into", str(bo.folder)) == 0
    out = capsys.readouterr().out
    assert "owned" in out
    for act in (
        ["diff", str(notes), str(notes), "--textconv"],
        ["tags", str(notes)],
        ["note", "list", str(bo.article)],
    ):
        assert bo.run(*act) == 0
        out += capsys.readouterr().out
    assert "\x1b" not in out
    assert "\a" not in out
