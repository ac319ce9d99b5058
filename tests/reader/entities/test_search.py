"""The search beside the reader: real child processes, findings that improve, and what happens when one dies."""

from __future__ import annotations

import os
import sys
import threading
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.model import Block, Document
from reader.entities.english import EnglishRecogniser, nearest_first
from reader.entities.model import Findings
from reader.entities.recognise import RulesRecogniser
from reader.entities.registry import engine
from reader.entities.search import EntitySearch
from reader.entities.store import EntityStore
from reader.entities.worker import lines

TEXT = "Maria Gonzalez met the Ministry of Health on Friday, January 6, 2023. Dr. Gonzalez left the next day."


def document(text: str = TEXT) -> Document:
    return Document(
        title="", source="-", text=text, blocks=(Block(kind="paragraph", start=0, end=len(text)),), loader="test/1"
    )


@pytest.mark.parametrize("name", ["rules", "fast"])
def test_a_search_ends_with_what_the_engine_itself_finds(name: str) -> None:
    search = EntitySearch(engine=name)
    search.start(document())
    findings = list(search.results())
    assert findings[-1].final
    assert findings[-1].entities == engine(name).recognise(document()).entities


def test_findings_are_delivered_from_the_searchs_own_thread() -> None:
    heard: list[tuple[Findings, str]] = []
    search = EntitySearch(engine="rules", deliver=lambda one: heard.append((one, threading.current_thread().name)))
    search.start(document())
    assert search.wait(30)
    assert heard[-1][0].final
    assert heard[-1][1] == "postil-entities"


def test_a_cancelled_search_says_nothing_more() -> None:
    search = EntitySearch()
    search.start(document("Maria Gonzalez left. " * 50_000))
    results = search.results()
    search.cancel()
    assert all(not one.final for one in results)


def test_a_long_document_is_told_in_parts_from_where_the_reader_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.entities.english.SEGMENT", 400)
    paragraphs = [
        f"Then Maria Zaq{sign} spoke in Peru of the strike and of what it would cost them all."
        for sign in "abcdefghij"
    ]
    text = "\n\n".join(paragraphs)
    blocks = tuple(
        Block(kind="paragraph", start=text.index(one), end=text.index(one) + len(one)) for one in paragraphs
    )
    long = Document(title="", source="-", text=text, blocks=blocks, loader="test/1")
    told: list[Findings] = []
    near = len(text) - 10
    last = EnglishRecogniser().recognise(long, near=lambda: near, partial=told.append)
    assert [one.final for one in told] == [False] * len(told)
    assert [one.progress for one in told] == sorted(one.progress for one in told)
    assert "Maria Zaqj" in {one.name for one in told[0].entities}
    assert "Maria Zaqa" not in {one.name for one in told[0].entities}
    assert last.final
    assert EnglishRecogniser().recognise(long).entities == last.entities


@given(
    st.lists(st.integers(1, 50), min_size=1, max_size=12),
    st.lists(st.integers(0, 600), min_size=1, max_size=12),
)
def test_the_next_part_is_always_the_one_nearest_to_the_reader(sizes: list[int], places: list[int]) -> None:
    ends = list(accumulate(sizes))
    bounds = list(pairwise([0, *ends]))
    moves = iter([*places, *([places[-1]] * len(bounds))])
    place = 0

    def near() -> int:
        nonlocal place
        place = next(moves)
        return place

    left = set(range(len(bounds)))
    for number in nearest_first(bounds, near):
        away = {one: max(bounds[one][0] - place, place - bounds[one][1], 0) for one in left}
        assert away[number] == min(away.values())
        left.remove(number)
    assert not left


WAITS = """
import time
from reader.entities.model import Findings

class Waits:
    name, version = "waits", "1"

    def recognise(self, document, *, near, partial=None):
        end = time.monotonic() + 60
        while near() == 0 and time.monotonic() < end:
            time.sleep(0.005)
        return Findings(engine="waits", final=True, note=str(near()))
"""


def test_a_search_that_runs_is_told_when_the_reader_goes_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "waits.py").write_text(WAITS)
    (tmp_path / "waits-1.dist-info").mkdir()
    (tmp_path / "waits-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: waits\nVersion: 1\n")
    (tmp_path / "waits-1.dist-info" / "entry_points.txt").write_text("[postil.entities]\nwaits = waits:Waits\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *sys.path]))
    search = EntitySearch(engine="waits")
    search.start(document())
    search.move(100)  # on the same pages
    search.move(70_000)
    assert [one.note for one in search.results()] == ["70000"]


def test_lines_come_as_they_are_written_however_they_are_cut() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", buffering=0) as out:
        heard = lines(reading)
        out.write(b"one\ntw")
        assert next(heard) == b"one"
        out.write(b"o\n\nthree\nfour")
        assert [next(heard), next(heard), next(heard)] == [b"two", b"", b"three"]
    assert next(heard, None) is None  # what has no end was not said
    os.close(reading)


def test_what_was_found_is_kept_and_read_again(tmp_path: Path) -> None:
    store = EntityStore(tmp_path)
    search = EntitySearch(engine="rules", store=store)
    search.start(document())
    first = list(search.results())[-1]
    assert store.read(document(), "rules", RulesRecogniser.version) == first
    search.start(document())
    assert list(search.results()) == [first]


def test_kept_findings_are_of_that_text_date_and_version_only(tmp_path: Path) -> None:
    store = EntityStore(tmp_path)
    findings = RulesRecogniser().recognise(document())
    assert store.write(document(), findings, "1")
    assert store.read(document(TEXT + " More."), "rules", "1") is None
    assert store.read(document(), "rules", "2") is None
    next(tmp_path.glob("*.z")).write_bytes(b"cut short")
    assert store.read(document(), "rules", "1") is None


def test_nothing_is_imported_from_the_folder_one_reads_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("import pathlib\npathlib.Path('taken').touch()\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    search = EntitySearch(engine="rules")
    search.start(document())
    assert list(search.results())[-1].entities
    assert not (tmp_path / "taken").exists()


def test_an_engine_that_dies_leaves_what_the_rules_found_and_says_so() -> None:
    search = EntitySearch(engine="no-such-engine")
    search.start(document())
    last = list(search.results())[-1]
    assert last.final
    assert last.entities == RulesRecogniser().recognise(document()).entities
    assert "no entity engine is called no-such-engine" in last.note


def test_an_unknown_engine_is_known_before_anything_is_kept(tmp_path: Path) -> None:
    search = EntitySearch(engine="no-such-engine", store=EntityStore(tmp_path))
    search.start(document())
    last = list(search.results())[-1]
    assert last.final
    assert last.entities
    assert "simple rules" in last.note
    assert not list(tmp_path.iterdir())
