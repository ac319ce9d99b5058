"""`postil note mentions`, and notes that say whom they are about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli import main
from tests.reader.commands.test_note import Note

NEWS = """\
# Roads are blocked

On Friday, President Dina Boluarte spoke in Lima. Thousands have marched in Lima.

In Cusco, Boluarte was not heard. Pedro Castillo wrote about Dina Boluarte from Lima.
"""


@pytest.fixture
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Note:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "config.yaml").write_text("annotator: {id: mira, name: Mira Oy}\n", "utf-8")
    path = tmp_path / "roads.md"
    path.write_text(NEWS, "utf-8")
    return Note(str(path), capsys)


def test_mentions_are_shown_before_anything_is_done(note: Note) -> None:
    shown = note("mentions", "Boluarte", "--dry-run").splitlines()
    assert [line.split()[:2] for line in shown] == [["1", "+"], ["2", "+"], ["3", "+"]]
    assert "In Cusco, [Boluarte] was not heard." in shown[1]
    assert note.listed() == []


def test_every_mention_gets_a_note_about_the_entity(note: Note) -> None:
    note("mentions", "Dina Boluarte", "--tag", "president")
    assert [(one["spans"][0]["exact"], one["tags"], one["entity"]) for one in note.listed()] == [
        ("Dina Boluarte", ["president"], "person:Dina Boluarte"),
        ("Boluarte", ["president"], "person:Dina Boluarte"),
        ("Dina Boluarte", ["president"], "person:Dina Boluarte"),
    ]
    assert len(note.listed("--where", "entity:boluarte")) == 3
    assert note.listed("--where", "entity:castillo") == []
    assert note("list").count("about Dina Boluarte") == 3


def test_those_that_have_a_note_are_left_out_unless_all_are_asked_for(note: Note) -> None:
    note("mentions", "Lima", "--nth", "2")
    plain = json.loads(note("mentions", "Lima", "--dry-run", "--json"))
    assert [(one["note"] is None, one["chosen"]) for one in plain] == [(True, True), (False, False), (True, True)]
    note("mentions", "Lima", "--all", "--tag", "capital")
    assert [one["tags"] for one in note.listed()] == [["capital"]] * 3, "the note that is there took the tag"


def test_a_name_that_is_not_there_or_a_number_too_high_is_told(note: Note) -> None:
    note("mentions", "Bolluarte", code=2)
    assert "nothing in the document is called 'Bolluarte'" in note.said
    assert "Did you mean" in note.said
    note("mentions", "Lima", "--nth", "9", code=2)
    assert "from 1 to 3" in note.said


def test_a_note_says_whom_it_is_about_and_may_be_about_nobody_again(note: Note) -> None:
    made = note("add", "--quote", "was not heard", "--entity", "boluarte")
    assert note.listed()[0]["entity"] == "person:Dina Boluarte"
    note("edit", made, "--entity", "organisation:The Palace")
    assert note.listed()[0]["entity"] == "organisation:The Palace"
    note("edit", made, "--no-entity")
    assert note.listed()[0]["entity"] is None
    note("add", "--document", "--comment", "All of it.", "--entity", "nobody", code=2)
    assert "nothing in the document" in note.said


def test_all_notes_of_one_call_are_taken_back_together_on_the_screen(note: Note) -> None:
    from annotations.history import open_history
    from annotations.library import data_folder

    note("mentions", "Lima")
    act = open_history(Path(f"{note.article}.mira.postil.yaml"), data=data_folder()).next_undo()
    assert act is not None
    assert (act.what, len(act.steps)) == ("annotate Lima", 3)


def test_the_command_tells_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["note", "mentions", "--help"])
    assert "--dry-run" in capsys.readouterr().out
