"""Entities are put right where one reads: each correction one act, kept in the notes file, undone like any other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotations import store
from annotations.model import Annotator, EntityCorrection, NotesFile
from annotations.store import Change, OpenNotes
from reader.app.screens.choose import Chooser
from reader.app.widgets.entity_list import EntityRow, GroupRow
from reader.desk import Subject
from reader.documents.load import load
from reader.entities.corrections import dismiss
from reader.entities.model import Entity
from tests.reader.app.person import Reader, know_names, reading

NEWS = """\
# Roads are blocked

On Friday, Luis Ramos spoke in Lima. Thousands have marched in Lima. Mr. Ramos was there.

The strike began on Wednesday in Cusco. Maria Lopez wrote about it. Luis Ramos read it.
"""


def news(article: Path) -> None:
    """A story whose names were found when it was opened before."""
    article.write_text(NEWS, "utf-8")
    know_names(
        article,
        ("person", "Luis Ramos", "Ramos"),
        ("person", "Maria Lopez"),
        ("place", "Lima"),
        ("place", "Cusco"),
    )


def listed(reader: Reader) -> dict[str, tuple[str, int]]:
    """Name -> kind and count, as the tab shows them."""
    rows = reader.reading.sidebar.entities.list.rows
    return {
        row.entity.name: (row.entity.kind, len(row.entity.mentions)) for row in rows if isinstance(row, EntityRow)
    }


async def at_name(reader: Reader, name: str) -> None:
    """Wait until all is found, and stand on a name in the tab."""
    names = reader.reading.sidebar.entities
    await reader.until(lambda: names._findings is not None and names._findings.final)
    await reader.press("e")
    row = next(row for row in names.list.rows if isinstance(row, EntityRow) and row.entity.name == name)
    assert names.list.reveal(row.key)


async def kept(reader: Reader) -> list[EntityCorrection]:
    """The living corrections in the file."""
    await reader.on_disk()
    opened = store.read(reader.file)
    return [] if opened is None else [one for one in opened.notes.entities if one.deleted is None]


async def test_a_name_is_dismissed_brought_back_and_gone_again_the_next_time(article: Path) -> None:
    news(article)
    async with reading(article) as reader:
        await at_name(reader, "Luis Ramos")
        await reader.press("x")
        assert "Luis Ramos" not in listed(reader)
        await reader.press("u")
        assert listed(reader)["Luis Ramos"] == ("person", 3)
        assert await kept(reader) == []
        await reader.press("ctrl+r")
        (one,) = await kept(reader)
        assert (one.action, one.entity) == ("dismiss", "person:Luis Ramos")
    async with reading(article) as reader:
        await at_name(reader, "Lima")
        assert "Luis Ramos" not in listed(reader)
        await reader.press("u")
        assert "Luis Ramos" in listed(reader), "what an earlier session did is taken back, too"


async def test_a_name_is_put_right_in_every_way_from_the_menu(article: Path) -> None:
    news(article)
    async with reading(article) as reader:
        await at_name(reader, "Luis Ramos")
        await reader.press("r", *["backspace"] * 5, *"Rojas", "enter")
        assert "Luis Rojas" in listed(reader)
        await reader.press("c", "t", "7")
        assert listed(reader)["Luis Rojas"][0] == "other"
        await reader.press("c", "s", "2")
        assert listed(reader)["Luis Rojas"] == ("other", 2)
        assert listed(reader)["Ramos"] == ("other", 1)
        await reader.press("c", "m", *"maria", "enter")
        assert listed(reader)["Maria Lopez"] == ("person", 3)
        current = reader.reading.sidebar.entities.list.entity
        assert current is not None
        assert current.name == "Maria Lopez", "the cursor follows what became one with another"
        assert [one.action for one in await kept(reader)] == ["rename", "kind", "split", "merge"]


async def test_an_act_of_long_ago_is_taken_back_by_its_name(article: Path) -> None:
    news(article)
    async with reading(article) as reader:
        await at_name(reader, "Cusco")
        await reader.press("x", "escape", "j", "h", "E")
        assert isinstance(reader.app.screen, Chooser)
        await reader.press("z", *"cusc", "enter")
        assert "Cusco" in listed(reader)
        assert await kept(reader) == []


async def test_selected_words_become_an_entity_wherever_they_stand(article: Path) -> None:
    news(article)
    async with reading(article) as reader:
        await at_name(reader, "Lima")
        await reader.press("escape")
        start = reader.reading.flow.document().text.index("Lima")
        before = listed(reader)["Lima"]
        reader.reading.view.select(start, start + 4)
        await reader.press("E", "a", "1", "a")
        assert before == ("place", 2)
        assert listed(reader)["Lima"] == ("person", 2)
        (one,) = await kept(reader)
        assert [span.exact for span in one.spans] == ["Lima", "Lima"]
        await reader.press("u")
        reader.reading.view.select(start, start + 4)
        await reader.press("E", "a", "1", "h")
        (one,) = await kept(reader)
        assert [(span.start, span.exact) for span in one.spans] == [(start, "Lima")], "only where it was selected"


async def test_the_list_follows_the_cursor_of_the_text_and_has_three_orders(article: Path) -> None:
    news(article)
    async with reading(article) as reader:
        await at_name(reader, "Luis Ramos")
        await reader.press("escape")
        text = reader.reading.flow.document().text
        reader.reading.view.jump_to(text.index("Cusco"))
        names = reader.reading.sidebar.entities.list
        await reader.until(lambda: names.entity is not None and names.entity.name == "Cusco")
        await reader.press("e", "s", "s")
        assert [name for name, (kind, _) in listed(reader).items() if kind == "place"] == ["Cusco", "Lima"]
        assert "by name" in reader.reading.sidebar.entities.filter.placeholder


async def test_only_the_address_of_a_web_page_is_a_link(article: Path) -> None:
    news(article)
    async with reading(article) as reader:
        await at_name(reader, "Lima")
        await reader.press("c", "l", *"file:///x", "enter")
        assert await kept(reader) == []
        await reader.press("c", "l", *"http://x.org/1", "enter")
        (one,) = await kept(reader)
        assert (one.action, one.value) == ("link", "http://x.org/1")


async def test_a_group_under_the_cursor_has_nothing_to_put_right(article: Path) -> None:
    news(article)
    async with reading(article) as reader:
        await at_name(reader, "Lima")
        await reader.press("g", "x")
        assert isinstance(reader.reading.sidebar.entities.list.current, GroupRow)
        assert await kept(reader) == []
        await reader.press("c", "b")
        assert reader.reading.sidebar.entities.order == "mention", "but the list may be put into another order"


def dismissed(article: Path, name: str, by: str) -> EntityCorrection:
    """Someone's file says that a person is no entity; the correction."""
    path = article.with_name(f"{article.name}.{by}.postil.yaml")
    blank = NotesFile(document=Subject.of(load(str(article))).reference(path), annotator=Annotator(id=by, name=by))
    one = dismiss(Entity(id=f"person:{name}", name=name, kind="person"), now=datetime(2026, 1, 5, 9, tzinfo=UTC))
    store.save(store.read(path) or OpenNotes(path=path, notes=blank), Change(entities=(one,)))
    return one


async def test_what_another_annotator_put_right_is_adopted_as_one_act(article: Path) -> None:
    news(article)
    theirs = dismissed(article, "Luis Ramos", by="ana")
    async with reading(article) as reader:
        await at_name(reader, "Luis Ramos")
        await reader.press("c", "y", "1")
        assert "Luis Ramos" not in listed(reader)
        (mine,) = await kept(reader)
        assert mine.id != theirs.id
        await reader.press("u")
        assert "Luis Ramos" in listed(reader)


async def test_a_correction_that_arrives_in_the_file_is_applied_where_one_reads(article: Path) -> None:
    news(article)
    async with reading(article) as reader:
        await at_name(reader, "Lima")
        dismissed(article, "Luis Ramos", by="mira")
        await reader.until(lambda: "Luis Ramos" not in listed(reader))
        await reader.press("x")
        assert [one.entity for one in await kept(reader)] == ["person:Luis Ramos", "place:Lima"]


async def test_in_a_long_text_that_comes_in_parts_names_are_put_right_too(article: Path) -> None:
    long = article.with_name("long.txt")
    line = "Nobody had counted the carts on the road, and Lima was far. In Cusco it rained. "
    long.write_text("\n\n".join([line * 5] * 1500) + "\n\nLuis Ramos had never seen Lima.\n", "utf-8")
    know_names(long, ("person", "Luis Ramos"), ("place", "Lima"), ("place", "Cusco"))
    async with reading(long) as reader:
        assert len(reader.reading.flow) > 1
        await at_name(reader, "Cusco")
        await reader.press("x")
        assert "Cusco" not in listed(reader)
        await reader.press("u")
        assert listed(reader)["Cusco"] == ("place", 7500)
        await reader.press("escape", "G")
        await reader.until(lambda: reader.reading.names.at(reader.reading.view.cursor or 0) is not None)
        assert reader.reading.footer.about.startswith("Luis Ramos · person")
        start = reader.reading.flow.document().text.index("never seen")
        reader.reading.view.select(start, start + len("never seen"))
        await reader.press("E", "a", "5")
        assert listed(reader)["never seen"] == ("event", 1)


async def test_the_web_page_of_an_entity_is_opened_and_nothing_else_is(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    news(article)
    async with reading(article) as reader:
        await at_name(reader, "Lima")
        await reader.press("c", "l", *"https://example.org/lima", "enter", "c", "o")
        await reader.until(lambda: opened == ["https://example.org/lima"])
        assert reader.reading.sidebar.entities.list.entity is not None
        lines = ["".join(words for words, _ in line) for line in reader.reading.sidebar.entities.list.draw_lines()]
        assert any("↗ https://example.org/lima" in line for line in lines)
