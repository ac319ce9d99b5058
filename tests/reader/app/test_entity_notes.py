"""From entities to notes: one mention or many, with a look at them first, as one act; and the notes there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from reader.app.screens.ask import Pick
from reader.app.screens.choose import ChoiceList
from reader.app.screens.mentions import MentionList, MentionPicker
from reader.app.widgets.entity_list import EntityRow
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
    know_names(article, ("person", "Luis Ramos", "Ramos"), ("person", "Maria Lopez"), ("place", "Lima"))
    return article


async def at_name(reader: Reader, name: str) -> None:
    """Stand on a name in the Entities tab."""
    names = reader.reading.sidebar.entities
    await reader.until(lambda: bool(names.list.rows))
    await reader.press("e")
    row = next(row for row in names.list.rows if isinstance(row, EntityRow) and row.entity.name == name)
    assert names.list.reveal(row.key)


async def picker(reader: Reader) -> MentionPicker:
    """The preview, once it is up."""
    await reader.until(lambda: isinstance(reader.app.screen, MentionPicker))
    screen = reader.app.screen
    assert isinstance(screen, MentionPicker)
    return screen


def shown(reader: Reader) -> list[str]:
    """The rows of a dialog's list, as they are drawn."""
    box = reader.app.screen.query_one(MentionList).box
    return ["".join(text for text, _ in runs).rstrip() for runs in box.draw_lines()]


async def test_every_mention_is_shown_before_it_is_annotated_and_one_undo_takes_all_back(news: Path) -> None:
    async with reading(news) as reader:
        await at_name(reader, "Luis Ramos")
        await reader.press("H")
        await picker(reader)
        first, second, third = shown(reader)
        assert "On Friday, Luis Ramos spoke in Lima. Thousands" in first
        assert "Mr. Ramos was there." in second
        assert "about it. Luis Ramos read it." in third
        assert first.index("Luis Ramos") == second.index("Ramos was"), "they stand below each other"
        await reader.press("h")
        notes = await reader.on_disk()
        assert [note.spans[0].exact for note in notes] == ["Luis Ramos", "Ramos", "Luis Ramos"]
        assert {note.entity for note in notes} == {"person:Luis Ramos"}
        await reader.press("u")
        assert await reader.on_disk() == []
        await reader.press("ctrl+r")
        assert len(await reader.on_disk()) == 3


async def test_what_is_annotated_already_is_told_and_left_out_and_one_takes_or_leaves_each(news: Path) -> None:
    async with reading(news) as reader:
        await at_name(reader, "Luis Ramos")
        await reader.press("h", "H")
        await picker(reader)
        assert shown(reader)[0].startswith(" ·")
        assert shown(reader)[0].endswith(" yellow")
        await reader.press("j", "space", "3")
        notes = await reader.on_disk()
        assert [(note.spans[0].start > 100, note.color) for note in notes] == [(False, "yellow"), (True, "blue")]


async def test_every_mention_is_tagged_and_the_note_that_is_there_takes_the_tag(news: Path) -> None:
    async with reading(news) as reader:
        await at_name(reader, "Luis Ramos")
        await reader.press("h", "H", "a", "t", *"who", "enter")
        notes = await reader.on_disk()
        assert [note.tags for note in notes] == [("who",)] * 3
        await reader.press("u")
        assert [note.tags for note in await reader.on_disk()] == [()]


async def test_every_mention_is_commented_on(news: Path) -> None:
    async with reading(news) as reader:
        await at_name(reader, "Lima")
        await reader.press("H", "c", *"Where?", "ctrl+s")
        assert [note.comment for note in await reader.on_disk()] == ["Where?", "Where?"]


async def test_with_nothing_chosen_nothing_happens_and_that_is_said(news: Path) -> None:
    async with reading(news) as reader:
        await at_name(reader, "Lima")
        await reader.press("H", "a", "h")
        hint = (await picker(reader)).query_one(".hint", Static)
        assert str(hint.content).startswith("None is chosen")
        await reader.press("a", "escape")
        assert await reader.on_disk() == []


async def test_a_click_takes_a_mention_out_and_the_words_at_the_foot_act(news: Path) -> None:
    async with reading(news) as reader:
        await at_name(reader, "Luis Ramos")
        await reader.press("H")
        await picker(reader)
        await reader.pilot.click("MentionList", offset=(4, 1))
        assert [row[:3] for row in shown(reader)] == [" ✓ ", " · ", " ✓ "]
        await reader.press("enter")
        assert len(await reader.on_disk()) == 2


async def test_one_mention_is_tagged_or_commented_on_from_the_text(news: Path) -> None:
    async with reading(news) as reader:
        await at_name(reader, "Luis Ramos")
        await reader.press("escape")
        text = reader.reading.flow.document().text
        reader.reading.view.jump_to(text.index("Ramos was"))
        await reader.press("E", "g", *"who", "enter")
        (note,) = await reader.on_disk()
        assert (note.spans[0].exact, note.tags, note.entity) == ("Ramos", ("who",), "person:Luis Ramos")
        reader.reading.view.jump_to(text.index("Luis Ramos read"))
        await reader.press("E", "c", *"He?", "ctrl+s")
        assert {note.comment for note in await reader.on_disk()} == {"", "He?"}


async def test_a_note_on_just_a_name_is_about_whom_it_names(news: Path) -> None:
    async with reading(news) as reader:
        await at_name(reader, "Lima")
        await reader.press("escape")
        start = reader.reading.flow.document().text.index("Lima")
        reader.reading.view.select(start, start + 4)
        await reader.press("h")
        (note,) = await reader.on_disk()
        assert note.entity == "place:Lima"


async def test_the_notes_about_an_entity_are_one_key_away_under_the_name_it_has_today(news: Path) -> None:
    async with reading(news) as reader:
        await at_name(reader, "Luis Ramos")
        await reader.press("H", "h")
        await reader.on_disk()
        await at_name(reader, "Lima")
        await reader.press("H", "h")
        await at_name(reader, "Luis Ramos")
        await reader.press("r", *["backspace"] * 5, *"Rojas", "enter", "L")
        notes = reader.reading.sidebar.notes
        assert notes.filter.value == 'entity:"person:Luis Rojas"'
        listed = [row.entry.quote for row in notes.list.rows if hasattr(row, "entry")]
        assert listed == ["Luis Ramos", "Ramos", "Luis Ramos"]
        assert notes.list.has_focus
        drawn = ["".join(text for text, _ in runs) for runs in notes.list.draw_lines()[:4]]
        assert any("◇ Luis Rojas" in row for row in drawn)


async def test_one_says_whom_a_note_is_about_and_takes_it_back(news: Path) -> None:
    async with reading(news) as reader:
        await at_name(reader, "Lima")
        await reader.press("escape", "j", "h", "@")
        await reader.until(lambda: isinstance(reader.app.screen, Pick))
        offered = [row.title for row in reader.app.screen.query_one(ChoiceList).rows]
        assert offered[:2] == ["Luis Ramos", "Lima"], "whom the passage names comes first"
        await reader.press("enter")
        assert [note.entity for note in await reader.on_disk()] == ["person:Luis Ramos"]
        await reader.press("@", *"nobody", "enter")
        assert [note.entity for note in await reader.on_disk()] == [None]
        await reader.press("u")
        assert [note.entity for note in await reader.on_disk()] == ["person:Luis Ramos"]
