"""A picture opens above the page with Enter or a click, and closes again; the web is not asked unasked."""

from __future__ import annotations

import base64
import io
import re
import webbrowser
from pathlib import Path

import pytest
from PIL import Image

from reader.app.screens.picture import PictureScreen, Pixels
from tests.reader.app.conftest import Postil
from tests.reader.app.person import Reader, reading
from tests.reader.test_pixels import BLUE, RED, made

STORY = """\
# Roads

Words.

![The road to Ica](road.png)

More words, and ![a map](https://b.example/map.png) of them. ![Gone](gone.png)
"""


@pytest.fixture
def story(article: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    article.write_text(STORY, "utf-8")
    article.with_name("road.png").write_bytes(made((80, 40)))
    return article


async def enter_at(reader: Reader, words: str) -> None:
    view = reader.reading.view
    view.jump_to(view.flow.part(0).text.index(words))
    await reader.press("enter")
    await reader.app.workers.wait_for_complete()
    await reader.pilot.pause()


def footer(reader: Reader) -> str:
    return "".join(text for text, _ in reader.reading.footer.rows()[-1])


async def test_enter_shows_a_picture_in_its_colours_as_large_as_the_screen_and_escape_closes_it(story: Path) -> None:
    async with reading(story, size=(80, 24)) as reader:
        await enter_at(reader, "The road")
        shown = reader.app.screen
        assert isinstance(shown, PictureScreen)
        pixels = shown.query_one(Pixels)
        assert str(pixels.border_title) == "The road to Ica"
        assert (pixels.size.width, pixels.size.height) == (78, 20)
        first = next(iter(pixels.render_line(0)))
        assert first.style is not None
        assert first.style.color is not None
        assert abs(first.style.color.get_truecolor()[0] - RED[0]) < 12
        last = list(pixels.render_line(19))[-1]
        assert last.style is not None
        assert last.style.color is not None
        assert abs(last.style.color.get_truecolor()[2] - BLUE[2]) < 12
        await reader.pilot.resize_terminal(60, 12)
        await reader.until(lambda: pixels.size.height == 10)
        await reader.press("escape")
        assert reader.app.screen is reader.reading


async def test_a_click_shows_it_too_and_another_closes_it(story: Path) -> None:
    async with reading(story) as reader:
        rows = ["".join(text for text, _ in runs) for runs in reader.reading.view.rows()]
        row = next(n for n, words in enumerate(rows) if "▣ The road" in words)
        await reader.pilot.click(reader.reading.view, offset=(rows[row].index("road"), row))
        await reader.until(lambda: isinstance(reader.app.screen, PictureScreen))
        await reader.pilot.click(offset=(5, 5))
        await reader.until(lambda: reader.app.screen is reader.reading)


async def test_a_picture_on_the_web_is_asked_for_twice(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    async with reading(story) as reader:
        await enter_at(reader, "a map")
        assert "b.example" in footer(reader)
        assert opened == []
        await reader.press("enter")
        await reader.until(lambda: opened == ["https://b.example/map.png"])


async def test_one_that_is_not_there_says_so_and_the_text_stays(story: Path) -> None:
    async with reading(story) as reader:
        await enter_at(reader, "Gone")
        assert reader.app.screen is reader.reading
        assert any("gone.png" in str(note.message) for note in reader.app._notifications)


def test_a_terminal_with_pixels_of_its_own_shows_it_in_these_and_is_rid_of_it_when_it_closes(
    postil: Postil, story: Path
) -> None:
    terminal = postil(story, TERM="xterm-kitty")
    terminal.until_shown("quit")
    terminal.type("jj\r")
    terminal.until(lambda: re.search(rb"\x1b_G[^;]*m=0;[^\x1b]*\x1b\\", terminal.bytes) is not None)
    put = terminal.bytes.index(b"\x1b_Ga=T")
    before = terminal.bytes[:put]
    place = re.search(rb"\x1b7\x1b\[(\d+);(\d+)H$", before)
    assert place is not None
    frame = terminal.screen()[int(place[1]) - 2]
    assert frame[int(place[2]) - 2] == "╭"  # just inside its frame
    png = b"".join(re.findall(rb"\x1b_G[^;]*;([^\x1b]*)\x1b\\", terminal.bytes[put:]))
    shown = Image.open(io.BytesIO(base64.b64decode(png)))
    upper, lower = (shown.getpixel((shown.width // 2, shown.height * part // 4)) for part in (1, 3))
    assert (upper, lower) == (RED, BLUE)
    terminal.type("q")
    terminal.until(lambda: b"\x1b_Ga=d" in terminal.bytes)
    terminal.until_shown("The road to Ica")


def test_in_another_terminal_it_is_drawn_in_cells(postil: Postil, story: Path) -> None:
    terminal = postil(story)
    terminal.until_shown("quit")
    terminal.type("jj\r")
    terminal.until_shown("Esc closes")
    terminal.until(lambda: any("▀▀▀▀" in row for row in terminal.screen()))
    assert b"\x1b_G" not in terminal.bytes
