"""The short ways past the toolkit: each private part is still there, and each way does what the public one does."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.screen import Screen
from textual.widgets import Static

from reader.app import fast
from reader.app.theme import Looks
from reader.cells import width_of
from reader.palette import PLAIN

if TYPE_CHECKING:
    from reader.drawing import Run
    from tests.reader.app.conftest import Postil


@pytest.mark.parametrize(
    ("where", "part"), [(where, part) for where, parts in fast.PRIVATE.items() for part in parts]
)
def test_each_private_part_is_there(where: str, part: str) -> None:
    module, _, name = where.partition(":")
    owner = getattr(import_module(module), name)
    assert hasattr(owner, part) or fast._made_by(owner, part)


def test_a_missing_part_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fast.available()
    monkeypatch.setitem(fast.PRIVATE, "textual.app:App", ("_no_such_part",))
    assert not fast.available()
    assert fast.driver_class() is None
    monkeypatch.setitem(fast.PRIVATE, "textual.app:App", ())
    monkeypatch.setitem(fast.PRIVATE, "textual.no_such_module:Nothing", ("part",))
    assert not fast.available()


class Rows(Static):
    """A widget of two rows that can be painted past the compositor."""

    DEFAULT_CSS = "Rows { width: 10; height: 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[list[Run]] = []
        self.looks = Looks({"ground": "", "text": ""}, "true")
        self.words = ["one", "two"]

    def rows(self) -> list[list[Run]]:
        return [[("| ", PLAIN), (word.ljust(7), PLAIN), ("|", PLAIN)] for word in self.words]


class Recorder(HeadlessDriver):
    """A terminal that keeps what is written to it, and passes for a real one."""

    written: list[str]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.written = []

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written.append(data)


class Bare(App[None]):
    """An app of one such widget, and one that can be laid over it."""

    CSS = "Screen { layers: base over; } #over { layer: over; width: 5; height: 1; display: none; }"

    def compose(self) -> ComposeResult:
        yield Rows()
        yield Static("over", id="over")


@pytest.fixture
async def app() -> AsyncIterator[Bare]:
    bare = Bare()
    async with bare.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        bare._driver = Recorder(bare)
        yield bare


def written(app: Bare) -> str:
    assert isinstance(app._driver, Recorder)
    data, app._driver.written = "".join(app._driver.written), []
    return data


async def test_only_rows_that_changed_are_written_in_one_frame(app: Bare) -> None:
    rows = app.query_one(Rows)
    app._sync_available = True
    assert fast.paint(app, [rows])
    assert written(app) == "\x1b[?2026h\x1b[1;1H\x1b[0m| one    |\x1b[2;1H| two    |\x1b[0m\x1b[?2026l"
    rows.words[1] = "deux"
    assert fast.paint(app, [rows])
    assert written(app) == "\x1b[?2026h\x1b[2;3H\x1b[0mdeux   \x1b[0m\x1b[?2026l"
    assert fast.paint(app, [rows])
    assert written(app) == ""


cells = st.lists(st.tuples(st.text("ab 漢", max_size=4), st.sampled_from([PLAIN, ("muted", "", 0)])), max_size=6)


@given(cells, cells)
def test_what_is_written_makes_the_old_row_the_new_one(old: list[Run], new: list[Run]) -> None:
    width = max(sum(width_of(text) for text, _ in row) for row in (old, new))
    rows = [[*row, (" " * (width - sum(width_of(text) for text, _ in row)), PLAIN)] for row in (old, new)]
    column, runs = fast.changed(*rows)

    def laid_out(row: list[Run]) -> list[tuple[str, object]]:
        return [(char, look) for text, look in row for char in text for _ in range(width_of(char))]

    was, is_now, written_there = (laid_out(row) for row in (*rows, runs))
    assert was[:column] + written_there + was[column + len(written_there) :] == is_now


async def test_a_terminal_that_cannot_hold_frames_together_gets_the_rows_alone(app: Bare) -> None:
    app._sync_available = False
    assert fast.paint(app, [app.query_one(Rows)])
    assert "2026" not in written(app)


async def test_what_lies_under_something_is_left_to_the_toolkit(app: Bare) -> None:
    rows = app.query_one(Rows)
    app.query_one("#over").display = True
    app.screen._refresh_layout()
    assert not fast.paint(app, [rows])
    app.query_one("#over").display = False
    app.screen._refresh_layout()
    assert fast.paint(app, [rows])
    app.screen._layout_required = True
    assert not fast.paint(app, [rows])


async def test_a_screen_above_and_a_hidden_widget_are_left_to_the_toolkit(app: Bare) -> None:
    rows = app.query_one(Rows)
    with app.batch_update():
        assert not fast.paint(app, [rows])
    await app.push_screen(Screen())
    assert not fast.paint(app, [rows])
    assert written(app).count("one") == 0


async def test_without_a_terminal_nothing_is_done() -> None:
    bare = Bare()
    async with bare.run_test():
        assert not fast.paint(bare, [bare.query_one(Rows)])
        fast.leave(bare)
        assert bare.is_running


@pytest.mark.parametrize(
    ("sent", "rest", "light"),
    [
        (b"j", b"j", None),
        (b"\x1b]11;rgb:1111/1111/1111\x1b\\j", b"j", False),
        (b"k\x1b]11;rgb:ffff/fafa/f0f0\x07j", b"kj", True),
        (b"\x1b]11;rgba:ff/ff/ff/ff\x07", b"", True),
        (b"\x1b]11;what\x07j", b"j", None),
        (b"\x1b]11;rgb:zz/00/00\x07j", b"j", None),
        (b"\x1b]11;" + b"x" * 99, b"\x1b]11;" + b"x" * 99, None),
    ],
)
def test_the_terminals_answer_about_its_ground_is_no_key(sent: bytes, rest: bytes, light: bool | None) -> None:
    assert fast.ground_in(sent) == (rest, light, b"")


@given(st.integers(5, 23))
def test_an_answer_in_two_pieces_is_put_together(at: int) -> None:
    answer = b"\x1b]11;rgb:ffff/ffff/ffff\x07"
    first, told, partial = fast.ground_in(answer[:at])
    assert (first, told, partial) == (b"", None, answer[:at])
    assert fast.ground_in(partial + answer[at:] + b"j") == (b"j", True, b"")


def test_a_light_terminal_gets_the_light_theme_and_is_remembered(postil: Postil, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("A short story of a few words.", "utf-8")
    terminal = postil(story)
    terminal.until(lambda: b"\x1b]11;?" in terminal.bytes)
    terminal.type("\x1b]11;rgb:fbfb/f9f9/f4f4\x1b\\")
    terminal.until(lambda: b"48;2;251;249;244" in terminal.bytes)
    terminal.type("q")
    assert terminal.wait() == 0
    again = postil(story)
    again.first_frame()
    assert b"48;2;251;249;244" in again.bytes
    assert b"48;2;22;24;29" not in again.bytes


def test_the_reader_works_with_no_private_part_at_hand(postil: Postil, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("\n\n".join(f"Paragraph number {n} is about day-{n}x." for n in range(99)), "utf-8")
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.abc, sys\n"
        "class Late(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'reader.app.app':\n"
        "            from reader.app import fast\n"
        "            fast.PRIVATE['textual.app:App'] = ('_gone_from_this_version',)\n"
        "        return None\n"
        "sys.meta_path.insert(0, Late())\n",
        "utf-8",
    )
    path = f"{tmp_path}{os.pathsep}{Path(__file__).parents[3]}"
    terminal = postil(story, PYTHONPATH=path)
    terminal.first_frame()
    terminal.until(lambda: b"\x1b[?1000h" in terminal.bytes)
    terminal.type("G")
    terminal.until_shown("day-98x")
    terminal.type("q")
    assert terminal.wait() == 0
