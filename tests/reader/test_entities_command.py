"""`postil entities`: tables, JSON, CSV and timelines of real files, with the reader's corrections."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader import cli
from reader.documents.load import load

FIRST = """Protest in the capital

Lima, 6 January 2023

President Dina Boluarte spoke in Lima on Wednesday. Boluarte said that the Ministry of Health would stay closed, and
that the strike of December 7 had cost Peru a lot. She left for Cusco with Alberto Otarola.
"""
SECOND = """The year after

On May 3, 2024 the president, Dina Boluarte, went to Ecuador. Boluarte met nobody in Quito, and the
people who had waited for her since Monday went home.
"""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "config"))
    paths = []
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND)):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        paths.append(str(path))
    return paths


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main(["entities", *words]) == 0
    return capsys.readouterr().out


def test_a_table_has_a_group_for_each_kind(sources: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, sources[0]).splitlines()
    people = lines.index("People 2")
    assert lines[people + 1].split() == ["Dina", "Boluarte", "2", "Boluarte"]
    assert any(line.split() == ["Wednesday", "1", "2023-01-04"] for line in lines)


def test_json_gives_offsets_in_the_canonical_text(sources: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    entities = json.loads(printed(capsys, sources[0], "--json"))
    text = load(sources[0]).text
    assert all(text[one["start"] : one["end"]] == one["text"] for entity in entities for one in entity["mentions"])
    boluarte = next(one for one in entities if one["id"] == "person:Dina Boluarte")
    assert boluarte["aliases"] == ["Boluarte"]
    seventh = next(one for one in entities if one["name"] == "December 7")
    assert seventh["date"] == {"value": "2022-12-07", "precision": "day"}


def test_csv_has_a_row_for_each_entity_of_each_document(
    sources: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(capsys, *sources, "--csv", "--kind", "person"))))
    assert [row["name"] for row in rows if row["source"] == sources[1]] == ["Dina Boluarte"]
    assert {row["kind"] for row in rows} == {"person"}


def test_a_timeline_goes_from_the_first_day_to_the_last(
    sources: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(capsys, *sources, "--format", "timeline").splitlines()
    days = [line.split()[0] for line in lines]
    assert days == sorted(days)
    assert days[0] == "2022-12-07"
    assert "that the strike of December 7 had cost" in lines[0]


def test_several_documents_show_who_occurs_where(sources: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, *sources).splitlines()
    row = next(line for line in lines if line.strip().startswith("Dina Boluarte"))
    assert row.split()[-2:] == ["2", "2"]
    row = next(line for line in lines if line.strip().startswith("Quito"))
    assert row.split()[-2:] == ["·", "1"]


def test_the_readers_own_corrections_are_applied(sources: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    from annotations import store
    from annotations.opened import Change
    from reader.config import read_settings
    from reader.desk import Subject, open_desk
    from reader.entities import corrections
    from reader.entities.english import EnglishRecogniser

    document = load(sources[0])
    desk = open_desk(Subject.of(document), read_settings())
    boluarte = next(one for one in EnglishRecogniser().recognise(document).entities if one.name == "Dina Boluarte")
    made = corrections.rename(boluarte, "The President", now=datetime(2023, 1, 7, tzinfo=UTC))
    store.save(desk.blank, Change(entities=(made,)))
    assert "The President" in printed(capsys, sources[0])
    assert "The President" not in printed(capsys, sources[0], "--raw")


def test_an_unknown_engine_is_an_error_with_a_hint(sources: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["entities", sources[0], "--engine", "oracle"]) == 2
    assert "Choose one of: refined, fast, rules" in capsys.readouterr().err


def test_another_language_is_said_to_be_read_by_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nota.txt"
    path.write_text(
        "El presidente Luis Arce viajó a La Paz el 4 de enero de 2023 para hablar con la prensa del país."
    )
    assert cli.main(["entities", str(path), "--raw"]) == 0
    assert "Spanish text: names were found by rules alone" in capsys.readouterr().err
