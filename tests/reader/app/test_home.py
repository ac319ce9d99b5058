"""The home screen: documents read lately, those in this folder, the sample, and a way to any other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotations.model import Annotator
from reader.app.app import PostilApp
from reader.app.opening import ago, documents_in, inside, typed
from reader.app.screens.annotating import AnnotatingScreen
from reader.app.screens.home import HomeScreen, PlaceList, PlaceRow
from reader.cli import main
from reader.config import Settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"POSTIL_{name}_DIR", str(tmp_path / name.lower()))
    folder = tmp_path / "articles"
    (folder / "deeper").mkdir(parents=True)
    (folder / "one.md").write_text("# First\n\nSome words stand here.\n", "utf-8")
    (folder / "two.txt").write_text("Second\n\nOther words stand there.\n", "utf-8")
    (folder / "deeper" / "three.md").write_text("# Third\n\nDeep words.\n", "utf-8")
    (folder / "two.txt.mira.postil.yaml").touch()
    (folder / ".hidden.txt").touch()
    (folder / "photo.raw").touch()
    monkeypatch.chdir(folder)
    return folder


def listed(app: PostilApp) -> list[str]:
    return [row.place.title for row in app.screen.query_one(PlaceList).rows if isinstance(row, PlaceRow)]


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    for _ in range(400):
        if true():
            return
        await pilot.pause(0.01)
    assert true()


@asynccontextmanager
async def at_home(folder: Path) -> AsyncIterator[tuple[PostilApp, Pilot[None]]]:
    settings = Settings(path=folder / "config.yaml", annotator=Annotator(id="mira"))
    app = PostilApp(None, settings)
    async with app.run_test(size=(90, 30)) as pilot:
        assert isinstance(app.screen, HomeScreen)
        await until(pilot, lambda: len(listed(app)) > 0)
        yield app, pilot


def title(app: PostilApp) -> str:
    return app.screen.flow.title if isinstance(app.screen, AnnotatingScreen) else ""


async def test_a_document_is_opened_another_one_after_it_and_both_were_read_lately(folder: Path) -> None:
    async with at_home(folder) as (app, pilot):
        assert listed(app) == ["one.md", "two.txt", "The sample article"]
        await pilot.press("enter")
        await until(pilot, lambda: title(app) == "First")
        await pilot.press("O")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and len(listed(app)) > 1)
        await pilot.press(*"two", "enter")
        await until(pilot, lambda: title(app) == "Second")
        await pilot.press("O")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and "First" in listed(app))
        await pilot.press("escape")
        await until(pilot, lambda: title(app) == "Second")


async def test_folders_are_looked_into(folder: Path) -> None:
    async with at_home(folder) as (app, pilot):
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "deeper/" in listed(app))
        assert listed(app) == ["..", "deeper/", "one.md", "photo.raw", "two.txt"]
        await pilot.press(*"deeper/", "enter")
        await until(pilot, lambda: "three.md" in listed(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: title(app) == "Third")


async def test_a_path_that_is_typed_is_opened(folder: Path) -> None:
    async with at_home(folder) as (app, pilot):
        await pilot.press(*"deeper/three.md", "enter")
        await until(pilot, lambda: title(app) == "Third")


async def test_the_sample_is_the_readers_own_copy(folder: Path) -> None:
    async with at_home(folder) as (app, pilot):
        await pilot.press(*"sample", "enter")
        await until(pilot, lambda: "ferry" in title(app))
        assert (folder.parent / "data" / "sample" / "night-ferry.txt").exists()


async def test_what_cannot_be_opened_is_said_and_one_stays_at_home(folder: Path) -> None:
    (folder / "one.md").write_bytes(b"")
    async with at_home(folder) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: len(app._notifications) > 0)
        assert isinstance(app.screen, HomeScreen)


def test_notes_and_hidden_files_are_no_documents(folder: Path) -> None:
    assert [place.title for place in documents_in(folder)] == ["one.md", "two.txt"]
    assert [place.title for place in inside(folder)] == ["..", "deeper/", "one.md", "photo.raw", "two.txt"]


def test_what_is_typed_may_name_something(folder: Path) -> None:
    assert typed("https://example.org/a") is not None
    assert typed("two.txt") is not None
    assert typed("nothing here") is None
    assert typed("a" * 5000) is None
    place = typed("./deeper")
    assert place is not None
    assert place.folder


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(5, "just now"), (60, "1 minute ago"), (7300, "2 hours ago"), (90000, "1 day ago"), (4e7, "1 year ago")],
)
def test_how_long_ago(seconds: float, said: str) -> None:
    assert ago(seconds) == said


async def test_words_of_a_note_lead_to_it(folder: Path) -> None:
    assert main(["note", "add", "two.txt", "--quote", "Other words", "--comment", "ask the harbourmaster"]) == 0
    async with at_home(folder) as (app, pilot):
        await pilot.press(*"harbour")
        await until(pilot, lambda: "ask the harbourmaster" in listed(app))
        await pilot.press("enter")
        await until(pilot, lambda: title(app) == "Second")
        screen = app.screen
        assert isinstance(screen, AnnotatingScreen)
        await until(pilot, lambda: screen.view.cursor == screen.flow.part(0).text.index("Other words"))
