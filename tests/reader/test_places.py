"""Where a person stood is found again, by the document's source or by its text, and at next to no cost."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.library import data_folder
from reader import places
from reader.places import Reading, forget, place_of, recent, remember

ROOT = Path(__file__).parents[2]


def left(source: str, offset: int = 0, **more: str) -> Reading:
    return Reading(source=source, offset=offset, opened=places.now(), **more)  # type: ignore[arg-type]


def test_the_last_place_of_a_document_counts(tmp_path: Path) -> None:
    remember(left("/a.txt", 5), data=tmp_path)
    remember(left("/b.txt", 7), data=tmp_path)
    remember(left("/a.txt", 9), data=tmp_path)
    found = place_of("/a.txt", data=tmp_path)
    assert found is not None
    assert found.offset == 9
    assert [reading.source for reading in recent(data=tmp_path)] == ["/a.txt", "/b.txt"]


def test_a_document_that_moved_is_known_by_its_text(tmp_path: Path) -> None:
    remember(left("/old/a.txt", 5, fingerprint="f1"), data=tmp_path)
    found = place_of("/new/a.txt", data=tmp_path, fingerprint="f1")
    assert found is not None
    assert found.offset == 5
    assert place_of("/new/a.txt", data=tmp_path, fingerprint="f2") is None
    assert place_of("/new/a.txt", data=tmp_path) is None


def test_standard_input_is_known_by_its_text_alone_and_is_not_listed(tmp_path: Path) -> None:
    remember(left("-", 5, fingerprint="f1"), data=tmp_path)
    assert place_of("-", data=tmp_path) is None
    found = place_of("-", data=tmp_path, fingerprint="f1")
    assert found is not None
    assert recent(data=tmp_path) == []


def test_a_path_is_the_same_however_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    remember(left(places.absolute("a.txt"), 3), data=tmp_path)
    assert place_of("./b/../a.txt", data=tmp_path) is not None
    assert places.absolute("https://a.example/x") == "https://a.example/x"


def test_what_was_forgotten_is_not_listed(tmp_path: Path) -> None:
    remember(left("/a.txt"), data=tmp_path)
    forget("/a.txt", data=tmp_path)
    assert recent(data=tmp_path) == []


@given(
    st.text(st.characters(exclude_categories=["Cs"])), st.text(max_size=40), st.integers(0, 1 << 40), st.floats(0, 1)
)
def test_any_names_come_back_as_they_were(source: str, title: str, offset: int, progress: float) -> None:
    reading = Reading(source=f"/{source}", title=title, offset=offset, progress=round(progress, 4), opened="2024")
    assert places._reading(places._line(reading)[:-1]) == reading


def test_a_file_name_that_is_no_text_comes_back(tmp_path: Path) -> None:
    remember(left("/\udcff.txt", 4), data=tmp_path)
    assert place_of("/\udcff.txt", data=tmp_path) is not None


def test_lines_that_are_broken_are_passed_over(tmp_path: Path) -> None:
    remember(left("/a.txt", 5), data=tmp_path)
    with (tmp_path / places.FILE).open("ab") as file:
        file.write(b"half a li\n\xff\tx\t\t\t\t\t\n2024\tmany\t0\t0\t\t/a.txt\t\n2024\t9\t0")
    found = place_of("/a.txt", data=tmp_path)
    assert found is not None
    assert found.offset == 5


def test_a_disk_that_takes_nothing_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    remember(left("/a.txt"), data=tmp_path / "data")
    assert place_of("/a.txt", data=tmp_path / "data") is None


def test_the_file_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_SLACK", 4000)
    for number in range(500):
        remember(left(f"/{number % 7}.txt", number), data=tmp_path)
    assert (tmp_path / places.FILE).stat().st_size < 5000
    assert [reading.offset for reading in recent(data=tmp_path)] == list(range(499, 492, -1))


def test_many_may_remember_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: remember(left(f"/{number}.txt", number), data=tmp_path), range(200)))
    assert {reading.offset for reading in recent(data=tmp_path)} == set(range(200))


def test_the_folder_is_that_of_the_notes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("POSTIL_DATA_DIR", raising=False)
    for home in ("", str(tmp_path)):
        monkeypatch.setenv("XDG_DATA_HOME", home)
        assert Path(places.folder()) == platformdirs.user_data_path("postil", appauthor=False) == data_folder()
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "x"))
    assert Path(places.folder()) == data_folder() == tmp_path / "x"


def test_a_place_is_found_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    remember(left("/a.txt", 5), data=tmp_path)
    code = (
        "import sys\nfrom reader import places\n"
        f"assert places.place_of('/a.txt', data={str(tmp_path)!r}).offset == 5\n"
        "places.folder()\n"
        "heavy = {'json', 'sqlite3', 're', 'pathlib', 'dataclasses', 'typing', 'platformdirs'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
