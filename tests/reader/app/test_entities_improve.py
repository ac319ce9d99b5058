"""Names get better while one reads: the list changes around what the person looks at, which stays where it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.app.listbox import ListBox
from reader.app.widgets.entity_list import EntityRow
from reader.config import OFF
from reader.entities.model import Entity, EntityKind, Findings, Mention
from reader.entities.refined import RefinedRecogniser
from tests.reader.app.person import Reader, reading
from tests.reader.app.test_listbox import Item, Items
from tests.reader.app.test_sidebar import drawn

TOWNS = ("Lima", "Cusco", "Puno", "Ica", "Asillo", "Tacna", "Piura", "Jauja")


def entity(kind: EntityKind, name: str, at: int, times: int = 1) -> Entity:
    mentions = tuple(Mention(start=at + n, end=at + n + 1, text="x") for n in range(times))
    return Entity(id=f"{kind}:{name}", name=name, kind=kind, mentions=mentions)


def findings(*entities: Entity, final: bool = True, note: str = "") -> Findings:
    return Findings(entities=entities, engine="refined", progress=1.0 if final else 0.4, final=final, note=note)


@asynccontextmanager
async def unsearched(article: Path) -> AsyncIterator[Reader]:
    """A reader whose list shows what a test puts there, and nothing else later."""
    async with reading(article, engine=OFF) as reader:
        pane = reader.reading.sidebar.entities
        await reader.until(lambda: pane._findings is not None)
        yield reader


async def shown(reader: Reader, found: Findings) -> None:
    """The findings, as if an engine had told them."""
    reader.reading.names.found(found)
    await reader.pilot.pause()


def line_of(reader: Reader, name: str) -> int:
    """The row of the screen on which a name stands in the sidebar."""
    return next(number for number, line in enumerate(drawn(reader)) if name in line)


async def on(reader: Reader, name: str) -> None:
    """Put the cursor of the list on a name, by the keyboard."""
    await reader.press("e")
    pane = reader.reading.sidebar.entities
    for _ in range(40):
        if isinstance(row := pane.list.current, EntityRow) and row.entity.name == name:
            return
        await reader.press("down")
    pytest.fail(f"{name} is not in the list")


async def test_the_chosen_name_stays_on_its_line_while_others_come_go_and_change_their_kind(article: Path) -> None:
    async with unsearched(article) as reader:
        places = [entity("place", town, 10 * n) for n, town in enumerate(TOWNS)]
        await shown(reader, findings(entity("person", "Ramos", 200), *places, final=False))
        await on(reader, "Ica")
        before = line_of(reader, "Ica")
        people = [entity("person", f"Person {n}", 300 + 10 * n) for n in range(5)]
        await shown(reader, findings(*people, *places, final=False))
        assert line_of(reader, "Ica") == before
        await shown(reader, findings(*people[:1], *places[3:]))
        assert line_of(reader, "Ica") == before
        current = reader.reading.sidebar.entities.list.current
        assert isinstance(current, EntityRow)
        assert current.entity.name == "Ica"


async def test_a_name_that_becomes_another_keeps_the_cursor_and_its_mentions_marked(article: Path) -> None:
    async with unsearched(article) as reader:
        others = [entity("place", town, 10 * n) for n, town in enumerate(TOWNS)]
        await shown(reader, findings(*others, entity("place", "Ramos", 90, times=3), final=False))
        await on(reader, "Ramos")
        await reader.press("enter")
        before = line_of(reader, "Ramos")
        await shown(reader, findings(entity("person", "Luis Ramos", 90, times=2), *others))
        assert line_of(reader, "Luis Ramos") == before
        chosen = reader.reading.names.chosen
        assert chosen is not None
        assert chosen.name == "Luis Ramos"
        assert reader.reading.view.mentions == [(90, 91), (91, 92)]


async def test_the_name_under_the_mouse_stays_under_it(article: Path) -> None:
    async with unsearched(article) as reader:
        places = [entity("place", town, 10 * n) for n, town in enumerate(TOWNS)]
        await shown(reader, findings(*places, final=False))
        sidebar = reader.reading.sidebar
        before = line_of(reader, "Puno")
        await reader.pilot.hover(sidebar, offset=(6, before))
        await shown(reader, findings(*[entity("person", f"Person {n}", 300 + n) for n in range(4)], *places))
        assert line_of(reader, "Puno") == before
        await reader.pilot.click(sidebar, offset=(6, before))
        chosen = reader.reading.names.chosen
        assert chosen is not None
        assert chosen.name == "Puno"


async def test_while_names_get_better_the_list_says_how_far_that_is(article: Path) -> None:
    async with unsearched(article) as reader:
        await shown(reader, findings(entity("place", "Lima", 0), final=False))
        assert "looking, 40%" in drawn(reader)[1]
        await shown(reader, findings(entity("place", "Lima", 0)))
        assert "most often first" in drawn(reader)[1]


async def test_what_went_wrong_stands_above_the_names_that_were_found(article: Path) -> None:
    async with unsearched(article) as reader:
        note = "The search for names stopped unexpectedly; the names found so far are kept."
        await shown(reader, findings(entity("place", "Lima", 0), note=note))
        lines = drawn(reader)
        assert "The search for names" in lines[2]
        assert "Lima" in "".join(lines[3:])


async def test_without_an_engine_nothing_is_looked_for_and_the_list_says_why(article: Path) -> None:
    async with reading(article, engine=OFF) as reader:
        pane = reader.reading.sidebar.entities
        await reader.until(lambda: pane._findings is not None)
        assert not pane.entities
        assert "entities.engine is off" in " ".join("".join(drawn(reader)[2:5]).split())


async def test_the_refined_engine_is_the_one_that_reads_along_by_itself(article: Path) -> None:
    async with reading(article, engine=RefinedRecogniser.name) as reader:
        pane = reader.reading.sidebar.entities
        await reader.until(lambda: pane._findings is not None and pane._findings.final)
        assert pane._findings is not None
        assert pane._findings.engine == "refined"
        assert "Luis Ramos" in {one.name for one in pane.entities}


def screen_line(box: ListBox[Item], key: str) -> int:
    lines = ["".join(text for text, _ in runs).strip() for runs in box.draw_lines()]
    return next(number for number, line in enumerate(lines) if line.startswith(f"{key}."))


rows = st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=20)


@settings(max_examples=200)
@given(rows, rows, st.data(), st.integers(2, 9))
def test_whatever_rows_come_and_go_the_one_under_the_cursor_keeps_its_line(
    before: list[int], after: list[int], data: st.DataObject, height: int
) -> None:
    kept = data.draw(st.sampled_from(before))
    after = [kept, *after] if kept not in after else after
    box = Items(empty="")
    box.resize(20, height)
    box.show([Item(str(n)) for n in before])
    box.reveal(str(kept))
    line = screen_line(box, str(kept))
    box.show([Item(str(n)) for n in after], heirs=lambda key: None)
    assert screen_line(box, str(kept)) == line
    assert len(box.draw_lines()) == height


@pytest.mark.parametrize("move", ["go_by", "go_page", "go_edge"])
def test_the_next_move_leaves_no_empty_lines_behind(move: str) -> None:
    box = Items(empty="")
    box.resize(20, 5)
    box.show([Item(str(n)) for n in range(9)])
    box.reveal("4")
    box.show([Item("4"), *[Item(str(n)) for n in range(10, 19)]], heirs=lambda key: None)
    assert box.top < 0
    getattr(box, move)(1)
    assert box.top >= 0
    assert all("".join(text for text, _ in runs).strip("┃ ") for runs in box.draw_lines())
