"""The sidebar: one widget with three tabs, a line to filter by, and the mouse."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.geometry import Offset

from reader.app.widgets.entity_list import EntityRow
from reader.app.widgets.sidebar import Sidebar
from tests.reader.app.person import Reader, reading


def drawn(reader: Reader) -> list[str]:
    """The rows of the sidebar, as they stand on the screen."""
    region = reader.reading.sidebar.region
    strips = reader.app.screen._compositor.render_strips()
    return [strip.text[region.x : region.right].rstrip() for strip in strips[region.y : region.bottom]]


async def listed(reader: Reader) -> list[str]:
    """The names listed, once all are there."""
    await reader.until(lambda: bool(reader.reading.sidebar.entities.entities))
    return [row.entity.name for row in reader.reading.sidebar.entities.list.rows if isinstance(row, EntityRow)]


async def test_typing_in_the_filter_narrows_the_list_and_escape_brings_all_back(article: Path) -> None:
    async with reading(article) as reader:
        before = await listed(reader)
        await reader.press("e", "slash", *"ramos")
        assert await listed(reader) == ["Luis Ramos"]
        assert drawn(reader)[1].strip() == "ramos"
        await reader.press("escape")
        assert await listed(reader) == before
        assert drawn(reader)[1].strip() == ""
        await reader.press("escape")
        assert drawn(reader)[1].strip() == "/ filter · s: most often first"
        assert reader.reading.sidebar.has_focus


async def test_letters_are_acts_again_once_the_filter_is_left(article: Path) -> None:
    async with reading(article) as reader:
        await listed(reader)
        await reader.press("e", "slash", *"r", "enter", "s")
        assert reader.reading.sidebar.entities.order == "mention"
        await reader.press("slash", *"am")
        assert reader.reading.sidebar.entities.filter.value == "ram"
        await reader.press("tab")
        assert reader.reading.view.has_focus
        assert not reader.reading.sidebar.entities.filter.open


async def test_pasted_words_go_into_the_filter(article: Path) -> None:
    async with reading(article) as reader:
        await listed(reader)
        await reader.press("e", "slash")
        reader.reading.sidebar.post_message(events.Paste("Luis\nRamos"))
        await reader.pilot.pause()
        assert await listed(reader) == ["Luis Ramos"]


async def test_the_arrows_walk_the_tabs_and_each_keeps_its_cursor(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h", "j", "h", "l", "j")
        note = reader.reading.sidebar.notes.list.current
        assert note is not None
        await reader.press("right", "right", "left")
        assert reader.reading.sidebar.tab == "Outline"
        await reader.press("left")
        assert reader.reading.sidebar.notes.list.current == note
        await reader.press("escape")
        assert reader.reading.view.has_focus


async def test_the_filter_is_reached_with_the_mouse(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h", "j", "h", "l")
        sidebar = reader.reading.sidebar
        await reader.pilot.click(offset=Offset(sidebar.region.x + 5, sidebar.region.y + 1))
        await reader.press(*"strike", "home", *"the ")
        assert drawn(reader)[1].strip() == "the strike"
        await reader.pilot.click(offset=Offset(sidebar.region.x + 2, sidebar.region.y + 1))
        await reader.press("delete")
        assert drawn(reader)[1].strip() == "he strike"
        assert [row.key for row in sidebar.notes.list.rows if row.stops] == [
            note.id for note in await reader.on_disk() if "The strike began" in note.spans[0].exact
        ]


async def test_the_wheel_scrolls_the_list_and_leaves_its_cursor(article: Path) -> None:
    article.write_text("# Title\n\n" + "\n\n".join(f"## Part {n}" for n in range(60)), "utf-8")
    async with reading(article) as reader:
        await reader.press("o")
        sidebar = reader.reading.sidebar
        current = sidebar.outline.list.current
        sidebar.post_message(events.MouseScrollDown(sidebar, 3, 5, 0, 1, 0, False, False, False))
        await reader.pilot.pause()
        assert sidebar.outline.list.top == 3
        assert sidebar.outline.list.current == current


async def test_the_scroll_bar_is_dragged(article: Path) -> None:
    article.write_text(
        "# Title\n\n" + "\n\n".join(f"## Part {n}\n\nSome words stand here." for n in range(60)), "utf-8"
    )
    async with reading(article) as reader:
        await reader.press("o")
        sidebar = reader.reading.sidebar
        right, first, last = sidebar.region.right - 1, sidebar.region.y + 1, sidebar.region.bottom - 1
        assert "Part 0" in " ".join(drawn(reader))
        await reader.pilot.mouse_down(offset=Offset(right, first))
        await reader.pilot.hover(offset=Offset(right, last))
        await reader.pilot.mouse_up(offset=Offset(right, last))
        await reader.pilot.pause()
        assert "Part 59" in drawn(reader)[-1]
        assert drawn(reader)[-1].endswith("┃")


async def test_a_narrow_screen_has_it_over_the_text_with_an_edge(article: Path) -> None:
    async with reading(article, size=(80, 24)) as reader:
        assert not reader.reading.sidebar.display
        await reader.press("j", "h", "l")
        assert all(row.startswith("▏") for row in drawn(reader))
        assert reader.reading.sidebar.has_focus
        await reader.press("enter")
        assert not reader.reading.sidebar.display
        assert reader.reading.view.has_focus


async def test_it_mounts_nothing(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("e", "slash", *"a", "enter", "right", "right")
        assert not reader.app.screen.query_one(Sidebar).children


async def test_the_scroll_bar_stands_in_its_column_also_behind_text_that_terminals_measure_otherwise(
    article: Path,
) -> None:
    article.write_text("# Title\n\n" + "\n\n".join(f"## Part {n} 👩‍🚀" for n in range(60)), "utf-8")
    async with reading(article) as reader:
        await reader.press("o")
        sidebar = reader.reading.sidebar
        thumbs = [row for row in sidebar.rows() if row[-1][0] == "┃"]
        assert thumbs
        strip = sidebar.looks.strip(thumbs[-1], sidebar.size.width, sidebar.region.x)
        assert f"\x1b[{sidebar.region.right}G" in [segment.text for segment in strip if segment.control]
