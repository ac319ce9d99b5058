"""`postil note`: every act on notes without a screen, on a real document and real notes files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main

ARTICLE = """\
# Roads are blocked

On Friday, 46 roadblocks were still reported. Thousands have marched in the capital.

On Friday, too, the markets were closed.
"""


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "config.yaml").write_text("annotator: {id: mira, name: Mira Oy}\n", "utf-8")
    path = tmp_path / "roads.md"
    path.write_text(ARTICLE, "utf-8")
    return str(path)


class Note:
    """The command, on one document."""

    def __init__(self, article: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.article = article
        self.capsys = capsys
        self.said = ""

    def __call__(self, act: str, *words: str, code: int = 0) -> str:
        assert main(["note", act, self.article, *words]) == code
        captured = self.capsys.readouterr()
        self.said = captured.err
        return captured.out.strip()

    def listed(self, *words: str) -> list[dict[str, Any]]:
        value = json.loads(self("list", "--json", *words))
        assert isinstance(value, list)
        return value


@pytest.fixture
def note(article: str, capsys: pytest.CaptureFixture[str]) -> Note:
    return Note(article, capsys)


def test_a_note_is_made_on_its_words_and_listed_with_its_place(note: Note) -> None:
    made = note("add", "--quote", "46 roadblocks", "--tag", "#strike", "--tag", "a / b", "--comment", "Who?")
    (listed,) = note.listed()
    start = listed["spans"][0]["start"]
    assert (listed["id"], listed["status"], listed["confidence"]) == (made, "exact", 1.0)
    assert (listed["tags"], listed["comment"], listed["color"]) == (["strike", "a/b"], "Who?", "yellow")
    assert listed["annotator"] == "mira"
    assert listed["spans"][0]["exact"] == "46 roadblocks"
    assert listed["spans"][0]["end"] - start == len("46 roadblocks")


def test_words_that_stand_twice_need_more_said(note: Note) -> None:
    note("add", "--quote", "On Friday", code=3)
    assert "--nth 1 to --nth 2" in note.said
    note("add", "--quote", "On Friday", "--suffix", ", too")
    note("add", "--quote", "On Friday", "--nth", "1")
    starts = [entry["spans"][0]["start"] for entry in note.listed()]
    assert len(starts) == 2
    assert starts[0] < starts[1]


def test_words_that_are_not_there_are_no_note(note: Note) -> None:
    note("add", "--quote", "a white whale", code=3)
    assert "postil show" in note.said
    assert note.listed() == []


def test_a_note_on_the_whole_document(note: Note) -> None:
    note("add", "--document", "--comment", "Good.")
    assert [(entry["spans"], entry["comment"]) for entry in note.listed()] == [([], "Good.")]
    note("add", "--document", code=2)


def test_a_note_is_edited_field_by_field(note: Note) -> None:
    made = note("add", "--quote", "46 roadblocks", "--tag", "a", "--tag", "b")
    note("edit", made[-6:], "--untag", "a", "--tag", "c", "--color", "red", "--comment", "x")
    (entry,) = note.listed()
    assert (entry["tags"], entry["color"], entry["comment"]) == (["b", "c"], "red", "x")
    note("edit", made, "--no-color", "--comment", "", "--quote", "Thousands")
    (entry,) = note.listed()
    assert (entry["color"], entry["comment"], entry["spans"][0]["exact"]) == (None, "", "Thousands")


def test_an_answer_names_what_it_answers(note: Note) -> None:
    made = note("add", "--quote", "46 roadblocks")
    note("reply", made, "--comment", "The ministry.", "--by", "ana")
    assert [(entry["annotator"], entry["reply_to"]) for entry in note.listed("--by", "ana")] == [("ana", made)]


def test_a_deleted_note_is_restored(note: Note) -> None:
    made = note("add", "--quote", "46 roadblocks")
    note("rm", made)
    assert note.listed() == []
    assert [entry["id"] for entry in note.listed("--deleted")] == [made]
    note("restore", made)
    assert [entry["id"] for entry in note.listed()] == [made]


def test_another_persons_note_is_not_changed(note: Note) -> None:
    made = note("add", "--quote", "46 roadblocks", "--by", "ana")
    note("rm", made, code=3)
    assert "this note is ana's" in note.said
    assert len(note.listed()) == 1


def test_a_query_selects(note: Note) -> None:
    note("add", "--quote", "46 roadblocks", "--tag", "strike")
    note("add", "--quote", "Thousands", "--color", "green")
    assert [entry["color"] for entry in note.listed("--where", "tag:strike")] == ["yellow"]
    note("list", "--where", "tga:strike", code=2)
    assert "Did you mean tag:?" in note.said


def test_an_id_that_is_no_notes_or_several_notes_is_wrong_usage(note: Note) -> None:
    first, second = note("add", "--quote", "46 roadblocks"), note("add", "--quote", "Thousands")
    note("rm", "zzz", code=2)
    assert "postil note list" in note.said
    note("rm", first[:6], code=2)
    assert first in note.said
    assert second in note.said


def test_for_people_each_note_is_a_few_lines(note: Note) -> None:
    made = note("add", "--quote", "46 roadblocks", "--tag", "strike", "--comment", "one\ntwo")
    assert note("list").splitlines() == [
        f"{made[-8:]}  yellow  at 30  #strike",
        "    “46 roadblocks”",
        "    one",
        "    two",
    ]


def test_a_broken_file_is_named_and_nothing_is_written_to_it(note: Note) -> None:
    note("add", "--quote", "46 roadblocks")
    path = Path(note.article).with_name("roads.md.mira.postil.yaml")
    broken = path.read_text("utf-8").replace("color: yellow", "color: mauve")
    path.write_text(broken, "utf-8")
    note("add", "--quote", "Thousands", code=3)
    assert "roads.md.mira.postil.yaml:" in note.said
    assert path.read_text("utf-8") == broken


def test_what_can_be_read_is_listed_but_the_exit_code_says_that_a_file_was_not(note: Note) -> None:
    note("add", "--quote", "46 roadblocks")
    note("add", "--quote", "Thousands", "--by", "bo")
    path = Path(note.article).with_name("roads.md.bo.postil.yaml")
    path.write_text(path.read_text("utf-8").replace("color: yellow", "color: mauve"), "utf-8")
    assert "46 roadblocks" in note("list", code=3)
    assert "mauve is no colour" in note.said
    assert "Use one of yellow" in note.said
    assert len(json.loads(note("list", "--json", code=3))) == 1
    note("add", "--quote", "the markets")
    assert "mauve" in note.said, "the note is made all the same, for its own file is well"


def test_a_new_note_has_the_colour_that_the_codebook_gives_its_tag(note: Note) -> None:
    Path(note.article).with_name("postil.codebook.yaml").write_text(
        "codebook: 1\ntags:\n  plain: {}\n  claim: {color: red}\n  claim/number: {}\n", "utf-8"
    )
    note("add", "--quote", "46 roadblocks", "--tag", "plain", "--tag", "claim/number")
    note("add", "--quote", "Thousands", "--tag", "claim", "--color", "blue")
    note("add", "--quote", "the markets", "--tag", "plain", "--tag", "markets")
    assert "#markets is not in the codebook" in note.said
    assert [one["color"] for one in note.listed()] == ["red", "blue", "yellow"]
