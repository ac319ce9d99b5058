"""Names in the text: what is told of the one that is pointed at, and the way from mention to mention."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.app.widgets.entity_list import EntityList, EntityRow
from tests.reader.app.person import Reader, know_names, reading

NEWS = """\
# Roads are blocked

On Friday, Luis Ramos spoke in Lima. Thousands have marched in Lima. Mr. Ramos was there.

The strike began on Wednesday in Cusco. Maria Lopez wrote about it. Luis Ramos read it.
"""


@pytest.fixture
def news(article: Path) -> Path:
    """A story whose names were found when it was opened before."""
    article.write_text(NEWS, "utf-8")
    know_names(
        article,
        ("person", "Luis Ramos", "Ramos"),
        ("person", "Maria Lopez"),
        ("place", "Lima"),
        ("place", "Cusco"),
    )
    return article


async def known(reader: Reader) -> EntityList:
    """The list, once there is one."""
    names = reader.reading.sidebar.entities.list
    await reader.until(lambda: bool(names.rows))
    return names


def place(reader: Reader, words: str) -> tuple[int, int]:
    """Column and row of the view at which some words begin."""
    page = reader.reading.view.page
    text = reader.reading.flow.document().text
    part, block, row = page.place_of(0, text.index(words))
    pane = page.pane(part, block)
    left = page.frame.left + page.frame.gutter
    return left + pane.wrapped.column(pane.rows[row].at, text.index(words)), page.visible().index((part, block, row))


def drawn(names: EntityList) -> dict[str, str]:
    """Name -> its row, as it is drawn."""
    lines = ["".join(words for words, _ in line) for line in names.draw_lines()]
    rows = [row for row in names.rows if isinstance(row, EntityRow)]
    return {row.entity.name: next(line for line in lines if f" {row.entity.name} " in line) for row in rows}


async def test_the_name_under_the_cursor_is_told_in_the_rule_and_nothing_moves(news: Path) -> None:
    async with reading(news) as reader:
        await known(reader)
        screen, text = reader.reading, reader.reading.flow.document().text
        before = screen.view.page.visible()
        screen.view.jump_to(text.index("Ramos was"))
        assert screen.footer.about == "Luis Ramos · person · 3 mentions · also Ramos"
        rule = "".join(words for words, _ in screen.footer.rows()[0])
        assert rule.startswith("─ Luis Ramos · person")
        assert len(rule) == 120
        assert screen.view.page.visible() == before
        screen.view.jump_to(text.index("was there"))
        assert screen.footer.about == ""


async def test_on_a_low_screen_the_name_stands_in_the_place_of_the_keys(news: Path) -> None:
    async with reading(news, size=(80, 16)) as reader:
        await reader.until(lambda: bool(reader.reading.names.entities))
        reader.reading.view.jump_to(reader.reading.flow.document().text.index("Maria"))
        assert "".join(words for words, _ in reader.reading.footer.rows()[0]).startswith(" Maria Lopez · person")


async def test_the_name_under_the_mouse_goes_before_the_one_under_the_cursor_until_a_key_is_pressed(
    news: Path,
) -> None:
    async with reading(news) as reader:
        names = await known(reader)
        footer = reader.reading.footer
        reader.reading.view.jump_to(reader.reading.flow.document().text.index("Luis"))
        await reader.pilot.hover("ReadingView", offset=place(reader, "Maria"))
        await reader.until(lambda: footer.about.startswith("Maria Lopez"))
        await reader.until(lambda: "›" in drawn(names)["Maria Lopez"])
        await reader.pilot.hover("ReadingView", offset=place(reader, "wrote"))
        await reader.until(lambda: footer.about.startswith("Luis Ramos"))
        await reader.pilot.hover("ReadingView", offset=place(reader, "Cusco"))
        await reader.until(lambda: footer.about.startswith("Cusco"))
        await reader.press("right")
        assert footer.about.startswith("Luis Ramos")


async def test_the_list_stays_where_it_is_while_somebody_is_in_it(news: Path) -> None:
    async with reading(news) as reader:
        names = await known(reader)
        await reader.press("e", "G")
        at = names.current
        reader.reading.view.jump_to(reader.reading.flow.document().text.index("Maria"))
        await reader.until(lambda: "›" in drawn(names)["Maria Lopez"])
        assert names.current is at
        await reader.press("slash", *"maria")
        assert reader.reading.sidebar.entities.filter.open
        reader.reading.view.jump_to(reader.reading.flow.document().text.index("Luis"))
        await reader.pilot.pause(0.3)
        assert reader.reading.sidebar.entities.filter.open


async def test_mentions_are_walked_round_and_round_and_marked_until_escape(news: Path) -> None:
    async with reading(news) as reader:
        names = await known(reader)
        view, text = reader.reading.view, reader.reading.flow.document().text
        places = [text.index("Luis Ramos spoke"), text.index("Ramos was"), text.index("Luis Ramos read")]
        await reader.press("e")
        row = next(row for row in names.rows if isinstance(row, EntityRow) and row.entity.name == "Luis Ramos")
        assert names.reveal(row.key)
        await reader.press("enter")
        assert view.cursor == places[0]
        assert [start for start, _ in view.mentions] == places
        assert "●" in drawn(names)["Luis Ramos"]
        await reader.press("enter")
        assert view.cursor == places[1]
        await reader.press("escape", "]")
        assert view.cursor == places[2]
        await reader.press("]")
        assert view.cursor == places[0]
        await reader.press("[")
        assert view.cursor == places[2]
        await reader.press("escape")
        assert view.mentions == []
        assert "●" not in drawn(names)["Luis Ramos"]


async def test_in_the_list_the_bracket_walks_the_name_one_stands_on(news: Path) -> None:
    async with reading(news) as reader:
        names = await known(reader)
        await reader.press("e")
        for name in ("Luis Ramos", "Cusco"):
            row = next(row for row in names.rows if isinstance(row, EntityRow) and row.entity.name == name)
            assert names.reveal(row.key)
            await reader.press("]")
        text = reader.reading.flow.document().text
        assert reader.reading.view.cursor == text.index("Cusco")


async def test_without_a_name_there_is_nothing_to_walk_and_that_is_said(news: Path) -> None:
    async with reading(news) as reader:
        await known(reader)
        await reader.press("]")
        assert "Choose a name first" in "".join(words for words, _ in reader.reading.footer.rows()[-1])


async def test_in_a_list_keys_walk_the_tabs_filter_and_lead_back_to_the_text(news: Path) -> None:
    async with reading(news) as reader:
        names = await known(reader)
        view = reader.reading.view
        at = view.cursor
        await reader.press("e", "right", "right", "right", "slash", *"li")
        await reader.until(lambda: [row.key for row in names.rows if row.key.startswith("place")] == ["place:Lima"])
        await reader.press("enter", "escape")
        assert view.has_focus
        assert (view.cursor, view.question) == (at, None), "none of it was for the text"
