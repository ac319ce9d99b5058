"""Names away from the screen: those that were kept when the document was read, else looked for in another process."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.library import data_folder
from reader.config import OFF, Settings
from reader.documents.model import Block, Document
from reader.entities.model import Entity, Findings, Mention
from reader.entities.registry import DEFAULT, engine
from reader.entities.store import EntityStore
from reader.naming import engine_of, findings_of

TEXT = "Maria Gonzalez met the Ministry of Health on Friday, January 6, 2023."
DOCUMENT = Document(
    title="", source="-", text=TEXT, blocks=(Block(kind="paragraph", start=0, end=len(TEXT)),), loader="test/1"
)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path))


def test_names_are_those_that_the_screen_kept() -> None:
    lima = Entity(id="place:Lima", name="Lima", kind="place", mentions=(Mention(start=0, end=5, text="Maria"),))
    kept = Findings(entities=(lima,), engine="fast", progress=1.0, final=True)
    assert EntityStore(data_folder() / "entities").write(DOCUMENT, kept, engine("fast").version)
    assert findings_of(DOCUMENT, Settings(path=Path("-"), engine="fast")) == kept


def test_without_kept_names_the_engine_of_the_settings_looks_for_them_and_they_are_kept(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("entities: {engine: rules}\n", "utf-8")
    found = findings_of(DOCUMENT)
    assert found == engine("rules").recognise(DOCUMENT)
    assert EntityStore(data_folder() / "entities").read(DOCUMENT, "rules", engine("rules").version) == found


@pytest.mark.parametrize(("said", "used"), [(OFF, DEFAULT), ("fast", "fast"), ("mine", "mine")])
def test_whoever_asks_for_names_gets_them_also_where_none_are_looked_for_unasked(said: str, used: str) -> None:
    assert engine_of(Settings(path=Path("-"), engine=said)) == used
