"""`postil export` and `postil import`, on real documents and real notes files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotations import store
from reader.cli import main

ARTICLE = """\
# Roads are blocked

On Friday, 46 roadblocks were still reported 🦊. Thousands have marched in the capital.

On Friday, too, the markets were closed.
"""
NOTE_IDS = list[str]


class Postil:
    """The command in a folder of its own."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capfd = capfd
        self.said = ""

    def __call__(self, *words: str, code: int = 0) -> str:
        assert main(list(words)) == code
        captured = self.capfd.readouterr()
        self.said = captured.err
        return captured.out

    def article(self, name: str, text: str = ARTICLE) -> str:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return str(path)

    def notes(self, article: str) -> list[dict[str, Any]]:
        value = json.loads(self("note", "list", article, "--json"))
        assert isinstance(value, list)
        return value


@pytest.fixture
def postil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Postil:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "config.yaml").write_text("annotator: {id: mira, name: Mira Oy}\n", "utf-8")
    return Postil(tmp_path, capfd)


@pytest.fixture
def roads(postil: Postil) -> str:
    article = postil.article("roads.md")
    postil(
        "note", "add", article, "--quote", "46 roadblocks", "--tag", "claim", "--comment", "Who?", "--color", "red"
    )
    postil("note", "add", article, "--quote", "Thousands", "--tag", "draft")
    return article


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_an_export_goes_to_standard_output_and_its_report_to_standard_error(postil: Postil, roads: str) -> None:
    exported = json.loads(postil("export", roads, "--to", "hypothesis"))
    assert len(exported["annotations"]) == 2
    assert "2 notes on 1 document written as hypothesis" in postil.said
    assert "hypothesis cannot hold: 2 colours" in postil.said


def test_the_report_for_programs(postil: Postil, roads: str) -> None:
    postil("export", roads, "--to", "hypothesis", "--json")
    assert json.loads(postil.said) == {
        "format": "hypothesis",
        "documents": 1,
        "failed": 0,
        "notes": 2,
        "losses": {"color": 2},
    }


def test_a_query_chooses_the_notes(postil: Postil, roads: str) -> None:
    table = postil("export", roads, "--to", "csv", "--where", "tag:claim -tag:draft")
    assert "46 roadblocks" in table
    assert "Thousands,On" not in table
    assert "1 note on" in postil.said


def test_deleted_notes_stay_out_unless_asked_for(postil: Postil, roads: str) -> None:
    postil("note", "rm", roads, postil.notes(roads)[0]["id"])
    assert len(postil("export", roads, "--to", "jsonl").splitlines()) == 1
    assert len(postil("export", roads, "--to", "jsonl", "--deleted").splitlines()) == 2


def test_many_documents_go_into_one_file_or_into_one_each(postil: Postil, roads: str) -> None:
    other = postil.article("markets.md")
    postil("note", "add", other, "--quote", "the markets")
    whole, pages = postil.folder / "all.csv", postil.folder / "pages"
    postil("export", roads, other, "--to", "csv", "-o", str(whole))
    assert len(whole.read_bytes().split(b"\r\n")) == 5
    postil("export", roads, other, "--to", "markdown", "-o", f"{pages}/")
    assert sorted(path.name for path in pages.iterdir()) == ["markets.md", "roads.md"]
    assert "3 notes on 2 documents" in postil.said
    postil("export", roads, other, "--to", "markdown", code=2)
    assert "-o exports/" in postil.said


def test_one_document_of_many_that_cannot_be_opened_is_told_of_and_left_out(postil: Postil, roads: str) -> None:
    exported = postil("export", str(postil.folder / "gone.txt"), roads, "--to", "jsonl", code=3)
    assert len(exported.splitlines()) == 2
    assert "gone.txt" in postil.said


def test_an_export_takes_the_place_of_no_document_and_no_notes(postil: Postil, roads: str) -> None:
    before = snapshot(postil.folder)
    postil("export", roads, "--to", "markdown", "-o", roads, code=2)
    assert "the document itself" in postil.said
    postil("export", roads, "--to", "json", "-o", f"{roads}.mira.postil.yaml", code=2)
    postil("export", roads, "--to", "markdown", "-o", str(postil.folder), code=2)
    assert snapshot(postil.folder) == before


def test_an_export_that_fails_leaves_nothing_behind(postil: Postil, roads: str) -> None:
    template = postil.folder / "bad.jinja"
    template.write_text("{{ nothing }}", "utf-8")
    before = snapshot(postil.folder)
    target = str(postil.folder / "out.md")
    postil("export", roads, "--to", "markdown", "--set", f"template={template}", "-o", target, code=3)
    assert snapshot(postil.folder) == before
    postil("export", roads, "--to", "markdown", "-o", str(postil.folder / "no" / "such" / "out.md"), code=3)
    assert "cannot be written" in postil.said


@pytest.mark.parametrize("words", [(), ("--to", "json"), ("--to", "zotero", "x.txt"), ("--to", "nonsense", "x.txt")])
def test_words_that_do_not_fit_together(postil: Postil, words: tuple[str, ...]) -> None:
    postil("export", *words, code=2)
    assert postil.said.startswith("postil: ")


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "markdown", "w3c", "hypothesis", "epub-annotations"])
def test_notes_leave_and_come_home(postil: Postil, roads: str, name: str) -> None:
    before = postil.notes(roads)
    target = postil.folder / f"out-{name}"
    postil("export", roads, "--to", name, "-o", str(target))
    copy = postil.article("copy.md")
    report = json.loads(postil("import", copy, str(target), "--from", name, "--json"))
    assert (report["read"], report["added"], report["matched"]) == (2, 2, 2)
    after = postil.notes(copy)
    for key in ("id", "comment", "tags", "created", "annotator"):
        assert [note.get(key) for note in after] == [note.get(key) for note in before]
    saved = snapshot(postil.folder)
    again = json.loads(postil("import", copy, str(target), "--from", name, "--json"))
    assert (again["added"], again["known"], again["files"]) == (0, 2, [])
    assert snapshot(postil.folder) == saved


HYPOTHESIS = {
    "annotations": [
        {
            "id": "a1",
            "created": "2026-01-05T09:00:00+00:00",
            "user": "acct:bo@hypothes.is",
            "uri": "https://ex.org/roads",
            "text": "check",
            "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "46 roadblocks"}]}],
        },
        {
            "id": "a2",
            "user": "acct:mira@hypothes.is",
            "uri": "https://ex.org/roads",
            "text": "me",
            "references": ["a1"],
        },
        {"uri": "https://ex.org/roads", "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "gone"}]}]},
        7,
    ]
}


def test_foreign_notes_go_to_files_in_their_authors_names(postil: Postil) -> None:
    article = postil.article("roads.md")
    export = postil.folder / "export.json"
    export.write_text(json.dumps(HYPOTHESIS), "utf-8")
    told = postil("import", article, str(export))
    assert "3 notes read as hypothesis" in told
    assert "1 found again by their words" in told
    assert "1 orphaned" in told
    assert "annotations[3]: it is no object" in told
    theirs = store.read(postil.folder / "roads.md.bo.postil.yaml")
    assert theirs is not None
    assert (theirs.notes.annotator.name, theirs.notes.extra) == ("bo", {"imported": "hypothesis"})
    assert theirs.notes.annotations[0].spans[0].exact == "46 roadblocks"
    mine = store.read(postil.folder / "roads.md.mira.postil.yaml")
    assert mine is not None
    assert {note.comment: note.reply_to for note in mine.notes.annotations}["me"] == theirs.notes.annotations[0].id


def test_a_file_that_another_person_keeps_is_never_written_to(postil: Postil) -> None:
    article = postil.article("roads.md")
    postil("note", "add", article, "--quote", "Thousands", "--by", "bo")
    kept = (postil.folder / "roads.md.bo.postil.yaml").read_bytes()
    export = postil.folder / "export.json"
    export.write_text(json.dumps(HYPOTHESIS), "utf-8")
    postil("import", article, str(export))
    assert (postil.folder / "roads.md.bo.postil.yaml").read_bytes() == kept
    assert (postil.folder / "roads.md.bo.import.postil.yaml").exists()
    assert json.loads(postil("import", article, str(export), "--json"))["added"] == 0


def test_a_dry_run_adds_nothing(postil: Postil) -> None:
    article = postil.article("roads.md")
    export = postil.folder / "export.json"
    export.write_text(json.dumps(HYPOTHESIS), "utf-8")
    before = snapshot(postil.folder)
    assert "3 would be added" in postil("import", article, str(export), "--dry-run")
    assert snapshot(postil.folder) == before


HOSTILE: dict[str, Callable[[], bytes]] = {
    "truncated.json": lambda: json.dumps(HYPOTHESIS).encode()[:-9],
    "latin.csv": lambda: "Highlight,Note\nMañana,\n".encode("latin-1"),
    "deep.json": lambda: b"[" * 200_000,
    "nothing.annotations": lambda: b"PK\x03\x04 no archive",
    "unknown.bin": lambda: bytes(range(256)),
    "empty.json": lambda: b"",
    "bare.md": lambda: b"# nothing of ours\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_named_error_and_changes_nothing(postil: Postil, roads: str, name: str) -> None:
    (postil.folder / name).write_bytes(HOSTILE[name]())
    before = snapshot(postil.folder)
    postil("import", roads, str(postil.folder / name), code=3)
    first, second = postil.said.splitlines()
    assert first.startswith("postil: ")
    assert second.strip()
    assert snapshot(postil.folder) == before


def test_the_formats_are_listed_with_what_can_be_set(postil: Postil) -> None:
    assert "koreader           from " in postil("import", "--formats")
    assert "--set template=…" in postil("export", "--formats")
