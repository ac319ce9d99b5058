"""Formats are found by name and by what a file looks like; plug-ins are peers of what ships."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from annotations.errors import FormatError, UsageError
from annotations.formats import registry
from annotations.formats.bundle import Bundle
from annotations.model import Annotation, Span
from tests.annotations.formats.made import NOW, Page, written

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


FOX = Page("Ana 🦊 met Bo in Paris.", source="fox.txt")
NOTE = Annotation(
    id="2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11",
    spans=(Span(exact="Paris", start=16, end=21),),
    tags=("place",),
    comment="check the map",
    annotator="mira",
    created=NOW,
    modified=NOW,
)
BUNDLE = Bundle(document=FOX, notes=(NOTE,), made=NOW)
THERE_AND_BACK = [name for name in registry.BUILT_IN if registry.get(name).write and registry.get(name).parse]


@pytest.mark.parametrize("name", THERE_AND_BACK)
def test_an_export_is_recognised_by_its_suffix_and_content(name: str) -> None:
    format_ = registry.get(name)
    data = written(format_, BUNDLE)
    assert registry.recognise(f"notes{format_.suffixes[0]}", data[: registry.SNIFFED]).name == name


@pytest.mark.parametrize("name", THERE_AND_BACK)
def test_an_export_of_another_name_is_recognised_for_what_it_is_or_not_at_all(name: str) -> None:
    data = written(registry.get(name), BUNDLE)
    found, hint = name, "--from"
    try:
        found = registry.recognise("download", data[: registry.SNIFFED]).name
    except FormatError as error:
        hint = error.hint
    assert found == name
    assert "--from" in hint


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
