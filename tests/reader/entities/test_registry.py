"""Engines by name: those that ship are found without a search for plug-ins, and plug-ins are their peers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotations.errors import UsageError
from reader.entities.registry import SHIPPED, engine, names, version_of


@pytest.mark.parametrize("name", SHIPPED)
def test_the_version_told_of_an_engine_is_its_own(name: str) -> None:
    assert engine(name).name == name
    assert engine(name).version == version_of(name)


def test_the_version_of_a_shipped_engine_is_told_without_loading_anything() -> None:
    asked = "import sys; from reader.entities.registry import version_of; version_of('refined'); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert not {"numpy", "importlib.metadata", "reader.entities.english"} & set(told.stdout.split())


def test_a_plug_in_of_an_installed_package_is_an_engine_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "quiet.py").write_text("class Quiet:\n    name = 'quiet'\n    version = '7'\n")
    info = tmp_path / "quiet-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: quiet\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[postil.entities]\nquiet = quiet:Quiet\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "quiet" in names()
    assert engine("quiet").name == "quiet"
    assert version_of("quiet") == "7"


def test_a_name_that_nobody_has_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no entity engine is called oracle") as refused:
        version_of("oracle")
    assert "refined" in str(refused.value.hint)
