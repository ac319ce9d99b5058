"""`postil sample`: the article that ships with postil, as the reader's own copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cli import main
from reader.sample import copy


def test_the_copy_is_made_once_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path))
    assert main(["sample", "--path"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.is_relative_to(tmp_path)
    path.write_text("changed", "utf-8")
    assert copy() == path
    assert path.read_text("utf-8") == "changed"


def test_a_disk_that_does_not_take_it_is_an_error_a_person_can_put_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "file"))
    assert main(["sample", "--path"]) == 3
    assert "POSTIL_DATA_DIR" in capsys.readouterr().err
