"""`postil config`: where the settings are, what they are, and an editor for them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from reader.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    return tmp_path / "conf"


def test_path_names_the_file_though_it_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "path"]) == 0
    assert capsys.readouterr().out.strip() == str(folder / "config.yaml")
    assert not folder.exists()


def test_show_prints_what_can_be_read_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.mkdir()
    (folder / "config.yaml").write_text(
        "annotator: {id: mira}\nmeasure: 66\nkeys: {note.tag: [t, ctrl+t]}\n", "utf-8"
    )
    assert main(["config"]) == 0
    printed = capsys.readouterr().out
    (folder / "config.yaml").write_text(printed, "utf-8")
    assert main(["config", "show", "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["annotator"]["id"], values["measure"], values["keys"]) == (
        "mira",
        66,
        {"note.tag": ["t", "ctrl+t"]},
    )


def test_edit_makes_a_file_that_explains_itself_and_opens_the_editor(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = folder.parent / "editor.py"
    script.write_text(
        "import pathlib, sys; p = pathlib.Path(sys.argv[1]); p.write_text(p.read_text() + 'measure: 44\\n')"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    assert main(["config", "edit"]) == 0
    text = (folder / "config.yaml").read_text("utf-8")
    assert "# measure: 80" in text
    assert text.endswith("measure: 44\n")


def test_a_mistake_made_in_the_editor_is_named_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = folder.parent / "editor.py"
    script.write_text("import pathlib, sys; pathlib.Path(sys.argv[1]).write_text('keys:\\n  note.tga: t\\n')")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    assert main(["config", "edit"]) == 3
    said = capsys.readouterr().err
    assert "config.yaml:2:13: there is no act 'note.tga'" in said
    assert "Did you mean 'note.tag'?" in said


def test_an_editor_that_is_not_there_is_an_error_a_person_can_put_right(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor-here")
    assert main(["config", "edit"]) == 3
    assert "Set EDITOR to yours" in capsys.readouterr().err
