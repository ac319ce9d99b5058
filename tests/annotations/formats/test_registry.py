"""Formats are found by name and by what a file looks like; plug-ins are peers of what ships."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from annotations.errors import FormatError, UsageError
from annotations.formats import registry

ROOT = Path(__file__).parents[3]


def test_the_table_and_the_entry_points_say_the_same() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert dict(registry.BUILT_IN) == project["entry-points"][registry.GROUP]


@pytest.mark.parametrize("name", registry.BUILT_IN)
def test_every_format_that_ships_loads_under_its_name(name: str) -> None:
    format_ = registry.get(name)
    assert format_.name == name
    assert format_.can_export or format_.can_import
    assert all(suffix.startswith(".") for suffix in format_.suffixes)
    assert format_.settings() == {option.name: option.default for option in format_.options}


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        registry.get("wordperfect")
    assert all(name in caught.value.hint for name in registry.BUILT_IN)


def test_a_plug_in_is_found_by_its_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shout.py").write_text(
        "from annotations.formats.format import Export, Format\n"
        "from annotations.formats.losses import Losses\n"
        "FORMAT = Format(name='shout', summary='Loud.', suffixes=('.shout',),\n"
        "    write=lambda bundle, settings: Export(data=bundle.document.text.upper(), losses=Losses()))\n"
    )
    info = tmp_path / "shout-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shout\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[{registry.GROUP}]\nshout = shout:FORMAT\nbroken = nowhere:FORMAT\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "shout", raising=False)
    assert "shout" in registry.names()
    assert registry.get("shout").can_export
    assert not registry.get("shout").can_import
    with pytest.raises(FormatError, match="plug-in"):
        registry.get("broken")
