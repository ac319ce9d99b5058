"""Which loader reads what: built-in ones without a search, plug-ins as their peers."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from annotations.errors import SourceError
from reader.documents import registry
from reader.documents.load import load

ROOT = Path(__file__).parents[3]

PLUG_IN = """
from reader.documents.builder import Builder
from reader.documents.model import Document

class Lines:
    name, version, suffixes = "lines", "7", (".lines",)

    def sniff(self, head, name):
        return 1.0 if head.startswith(b"LINES") else 0.0

    def load(self, data, *, source, options):
        builder = Builder()
        for line in data.decode().splitlines()[1:]:
            builder.add("paragraph", line)
        return Document(title="Lines", source=source, text=builder.text, blocks=builder.blocks, loader="lines/7")

LOADER = Lines()
"""


def declared() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points: dict[str, str] = project["entry-points"][registry.GROUP]
    return points


def test_the_table_of_built_in_loaders_says_what_the_entry_points_say() -> None:
    assert declared() == registry.BUILT_IN


@pytest.mark.parametrize("name", sorted(registry.BUILT_IN))
def test_every_built_in_loader_is_what_it_says(name: str) -> None:
    loader = registry.loader_named(name)
    assert loader.name == name
    assert loader.version
    assert all(registry.loader_for(b"plain words", f"x{suffix}", source="x") for suffix in loader.suffixes)


def test_a_file_of_a_known_kind_is_opened_without_searching_for_plug_ins(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("# Title\n\nText.\n")
    code = (
        "import sys\nfrom reader.documents.load import load\n"
        f"assert load({str(path)!r}).title == 'Title'\n"
        "assert 'importlib.metadata' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def plug_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    site = tmp_path / "site"
    folder = site / "postil_lines-1.dist-info"
    folder.mkdir(parents=True)
    (site / "postil_lines.py").write_text(PLUG_IN)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: postil-lines\nVersion: 1\n")
    (folder / "entry_points.txt").write_text("[postil.documents]\nlines = postil_lines:LOADER\n")
    monkeypatch.syspath_prepend(str(site))
    return site


def test_a_plug_in_reads_its_own_files(plug_in: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.lines"
    path.write_text("LINES\none\ntwo\n")
    document = load(str(path))
    assert document.text == "one\n\ntwo"
    assert document.loader == "lines/7"
    assert "lines" in registry.names()


def test_a_plug_in_can_be_named(plug_in: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("first\nsecond\n")
    assert load(str(path), loader="lines").text == "second"


def test_a_plug_in_that_cannot_be_loaded_is_named(plug_in: Path, tmp_path: Path) -> None:
    (plug_in / "postil_lines-1.dist-info" / "entry_points.txt").write_text(
        "[postil.documents]\nlines = postil_gone:LOADER\n"
    )
    with pytest.raises(SourceError, match="plug-in lines"):
        registry.names()


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SourceError) as caught:
        registry.loader_named("wordstar")
    assert "markdown" in caught.value.hint
