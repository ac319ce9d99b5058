"""Everything a key does, the mouse does: the footer, the marks, the sidebar, the menu of the right button."""

from __future__ import annotations

from pathlib import Path

from textual.geometry import Offset

from reader.app.screens.choose import ChoiceList, Chooser
from tests.reader.app.person import Reader, reading


async def click(reader: Reader, x: int, y: int, *, button: int = 1) -> None:
    await reader.pilot.click(offset=Offset(x, y), button=button)
    await reader.pilot.pause()


def where(reader: Reader, words: str) -> tuple[int, int]:
    """The cell of the screen at which some words begin."""
    for y, strip in enumerate(reader.app.screen._compositor.render_strips()):
        text = strip.text
        if words in text:
            return text.index(words), y
    raise AssertionError(f"{words!r} is not on the screen")


async def test_a_key_of_the_footer_is_pressed(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j")
        await click(reader, *where(reader, "highlight  "))
        assert len(await reader.on_disk()) == 1


async def test_a_selection_by_double_click_is_highlighted_from_the_menu(article: Path) -> None:
    async with reading(article) as reader:
        x, y = where(reader, "roadblocks were")
        await reader.pilot.click(offset=Offset(x, y), times=2)
        await click(reader, x, y, button=3)
        assert isinstance(reader.app.screen, Chooser)
        await click(reader, *where(reader, "Highlight the sentence"))
        (note,) = await reader.on_disk()
        assert note.spans[0].exact == "roadblocks"


async def test_a_click_on_a_mark_chooses_its_note_and_again_the_next_one(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h", "v", "w", "2")
        x, y = where(reader, "On Friday")
        await click(reader, x, y)
        first = reader.reading.acts.chosen
        await click(reader, x, y)
        second = reader.reading.acts.chosen
        assert first != second
        await reader.press("x")
        assert second not in [note.id for note in await reader.on_disk()]


async def test_tabs_notes_and_headings_of_the_sidebar(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "j", "h", "g")
        x, y = where(reader, "Outline")
        await click(reader, x, y)
        assert reader.reading.sidebar.tab == "Outline"
        x, y = where(reader, "Notes")
        await click(reader, x, y)
        where(reader, "words #tag @who :colour")
        await click(reader, x + 3, y + 2)
        assert reader.reading.view.cursor == (await reader.on_disk())[0].spans[0].start


async def test_a_dialog_is_put_away_by_a_click_beside_it(article: Path) -> None:
    async with reading(article) as reader:
        await click(reader, *where(reader, "On Friday"), button=3)
        assert reader.app.screen.query(ChoiceList)
        await click(reader, 1, 1)
        assert reader.app.screen is reader.screen


async def test_a_comment_is_saved_with_the_mouse(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "c", *"why")
        await click(reader, *where(reader, "Ctrl+S saves"))
        assert [note.comment for note in await reader.on_disk()] == ["why"]
