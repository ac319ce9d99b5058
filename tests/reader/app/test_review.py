"""Notes that wait are gone through one by one: confirmed, attached elsewhere, chosen between, or left."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotations import store
from annotations.model import Variant
from annotations.store import Change
from reader.app.screens.decide import Decision
from reader.cli import main
from tests.reader.app.person import ARTICLE, Reader, reading

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
LOST = "It spread to the south"


def noted(article: Path, quote: str, *words: str) -> None:
    assert main(["note", "add", str(article), "--quote", quote, "--by", "mira", *words]) == 0


def question(reader: Reader) -> Decision:
    screen = reader.app.screen
    assert isinstance(screen, Decision), screen
    return screen


def answered(reader: Reader) -> bool:
    return reader.app.screen is reader.screen


@pytest.fixture
def orphaned(article: Path) -> Path:
    """The article without the words of its one note, and with everything that stood around them."""
    noted(article, LOST, "--comment", "Who says so?", "--tag", "claim")
    article.write_text(ARTICLE.replace("It spread to the south. ", ""), "utf-8")
    return article


async def test_a_lost_note_is_attached_to_other_words(orphaned: Path) -> None:
    async with reading(orphaned) as reader:
        await reader.press("R", "m")
        assert answered(reader)
        await reader.press("j", "v", "w", "m")
        (note,) = await reader.on_disk()
        assert note.spans[0].exact in ARTICLE
        assert note.comment == "Who says so?"
        await reader.press("R")
        assert answered(reader), "nothing waits any more"


async def test_attaching_can_be_left_off_and_the_question_comes_again(orphaned: Path) -> None:
    async with reading(orphaned) as reader:
        await reader.press("R", "m", "v", "w", "escape")
        assert question(reader)
        await reader.press("escape")
        assert (await reader.on_disk())[0].spans[0].exact == LOST


async def test_where_a_lost_passage_lived_is_shown(orphaned: Path) -> None:
    async with reading(orphaned) as reader:
        await reader.press("R")
        said = question(reader).paper.text
        assert "Who says so?" in said
        assert "#claim" in said
        assert "Roads are blocked" in said, "the heading it stood under"
        assert "Nobody counted them." in said, "the paragraph before"
        assert f"The strike began on Wednesday. [-{LOST}-]. Luis Ramos was there." in said
        assert "A third paragraph" in said, "the paragraph after"
        assert "is still in the text" in said
        cursor = reader.reading.view.cursor
        assert cursor is not None
        assert ARTICLE[cursor + 2 :].startswith("The strike began"), "the page shows what stands there now"


async def test_one_of_two_passages_of_a_note_is_attached_and_the_other_stays(article: Path) -> None:
    noted(article, LOST)
    noted(article, "46 roadblocks")
    file = article.with_name("roads.md.mira.postil.yaml")
    opened = store.read(file)
    assert opened is not None
    well, lost = opened.notes.annotations
    both = replace(well, spans=(*well.spans, *lost.spans))
    store.save(opened, Change(annotations=(both,), drop=frozenset({lost.id})))
    article.write_text(ARTICLE.replace("It spread to the south. ", ""), "utf-8")
    async with reading(article) as reader:
        await reader.press("R", "m", "escape", "escape", "R", "m", "j", "v", "w", "m")
        (note,) = await reader.on_disk()
        assert len(note.spans) == 2
        assert note.spans[0].exact == "46 roadblocks"
        assert note.spans[1].exact != LOST


async def test_a_note_left_as_it_is_is_asked_about_again_the_next_time(orphaned: Path) -> None:
    async with reading(orphaned) as reader:
        await reader.press("R", "l")
        assert answered(reader)
        await reader.press("R")
        assert question(reader)
        await reader.press("end", "enter")
        assert answered(reader)


async def test_a_note_is_deleted_and_undo_brings_it_back(orphaned: Path) -> None:
    async with reading(orphaned) as reader:
        await reader.press("R", "x")
        assert await reader.on_disk() == []
        await reader.press("u")
        assert len(await reader.on_disk()) == 1


@pytest.fixture
def conflict(article: Path) -> Callable[..., Path]:
    """A note with a comment of its own, and what a merge kept against it."""

    def make(**other: object) -> Path:
        noted(article, "Luis Ramos", "--comment", "He was born in 1947.")
        file = article.with_name("roads.md.mira.postil.yaml")
        opened = store.read(file)
        assert opened is not None
        (note,) = opened.notes.annotations
        variant = Variant(modified=NOW, **other)  # type: ignore[arg-type]  # fields of a variant
        store.save(opened, Change(annotations=(replace(note, variants=(variant,)),)))
        return article

    return make


async def test_of_two_texts_that_a_merge_kept_one_is_chosen_and_it_can_be_undone(
    conflict: Callable[..., Path],
) -> None:
    async with reading(conflict(comment="He was born in 1974.")) as reader:
        await reader.press("R")
        said = question(reader).paper.text
        assert "The note says:\nHe was born in 1947." in said
        assert "He was born in [-1947.-] {+1974.+}" in said
        await reader.press("o")
        (after,) = await reader.on_disk()
        assert (after.comment, after.variants) == ("He was born in 1974.", ())
        await reader.press("u")
        (back,) = await reader.on_disk()
        assert (back.comment, len(back.variants)) == ("He was born in 1947.", 1)


async def test_what_the_note_says_is_kept_and_the_other_goes(conflict: Callable[..., Path]) -> None:
    async with reading(conflict(comment="He was born in 1974.")) as reader:
        await reader.press("R", "k")
        (after,) = await reader.on_disk()
        assert (after.comment, after.variants) == ("He was born in 1947.", ())


async def test_two_texts_are_made_one_by_hand_as_one_act(conflict: Callable[..., Path]) -> None:
    async with reading(conflict(comment="In Trujillo.")) as reader:
        await reader.press("R", "w", "enter", *"Both", "ctrl+s")
        (after,) = await reader.on_disk()
        assert (after.comment, after.variants) == ("He was born in 1947.\n\nIn Trujillo.\nBoth", ())
        await reader.press("u")
        (back,) = await reader.on_disk()
        assert (back.comment, len(back.variants)) == ("He was born in 1947.", 1)


async def test_of_two_colours_one_is_chosen(conflict: Callable[..., Path]) -> None:
    async with reading(conflict(color="")) as reader:
        await reader.press("R")
        assert "The note says:\nyellow\nThe other version says:\nno colour" in question(reader).paper.text
        await reader.press("o")
        (after,) = await reader.on_disk()
        assert (after.color, after.comment, after.variants) == (None, "He was born in 1947.", ())


CHANGED = ARTICLE.replace("Thousands have marched in the capital", "Thousands had once marched to our capital")


@pytest.fixture
def changed(article: Path) -> Path:
    """The article with other words in the passage of its one note."""
    noted(article, "Thousands have marched in the capital")
    article.write_text(CHANGED, "utf-8")
    return article


async def test_a_confirmed_place_is_stored_beside_the_quote(changed: Path) -> None:
    async with reading(changed) as reader:
        await reader.press("R", "1")
        (note,) = await reader.on_disk()
        assert note.spans[0].exact == "Thousands have marched in the capital"
        latest = note.spans[0].latest
        assert latest is not None
        assert "marched" in CHANGED.removeprefix("# ")[latest.start - 2 : latest.end + 2]


async def test_old_and_new_words_are_shown_with_what_stands_around_them(changed: Path) -> None:
    async with reading(changed) as reader:
        await reader.press("R")
        said = question(reader).paper.text
        assert "still reported. Thousands [-have-] {+had once+} marched [-in the-] {+to our+} capital. Nobody" in said
        assert "Here, under “Roads are blocked”" in said


async def test_an_answer_is_taken_with_the_mouse(changed: Path) -> None:
    async with reading(changed) as reader:
        await reader.press("R")
        await reader.pilot.click("AnswerList", offset=(8, 0))
        await reader.pilot.pause()
        assert answered(reader)
        assert (await reader.on_disk())[0].spans[0].latest is not None


async def test_a_long_change_is_read_to_its_end_by_turning_pages(article: Path) -> None:
    words = [f"word{n}" for n in range(400)]
    article.write_text("# Long\n\nBefore. " + " ".join(words) + ". After.\n", "utf-8")
    noted(article, " ".join(words))
    now = [f"term{n}" if n % 9 == 0 else word for n, word in enumerate(words)]
    article.write_text("# Long\n\nBefore. " + " ".join(now) + ". After.\n", "utf-8")
    async with reading(article, size=(80, 24)) as reader:
        await reader.press("R")
        paper = question(reader).paper
        assert "[-word396-] {+term396+} word397 word398 word399. After." in paper.text
        assert paper.max_scroll_y > 0
        shown = set()
        for _ in range(20):
            shown |= {strip.text for strip in paper.render_lines(paper.region.reset_offset)}
            await reader.press("pagedown")
        assert any("After." in row for row in shown)
        assert paper.scroll_y == paper.max_scroll_y
        await reader.press("pageup")
        assert paper.scroll_y < paper.max_scroll_y


ALIKE = f"""\
{"Much of a quite neutral kind is said here, and it is said at length. " * 2}

The minister resigned on Monday. Nobody was surprised.

{"More of the same kind is said afterwards, and that at length, too. " * 2}
"""


async def test_of_two_places_the_one_that_is_looked_at_is_shown_and_taken(article: Path) -> None:
    article.write_text(ALIKE, "utf-8")
    noted(article, "The minister resigned on Monday.")
    shutil.rmtree(article.parent / "data" / "texts")
    article.write_text(f"# First\n\n{ALIKE}\n# Second\n\n{ALIKE}\n# Third\n\nThe end.\n", "utf-8")
    async with reading(article) as reader:
        await reader.press("R")
        assert "Here, under “First”" in question(reader).paper.text
        assert "It was made here:" in question(reader).paper.text
        first = reader.reading.view.cursor
        await reader.press("down")
        assert "Here, under “Second”" in question(reader).paper.text
        second = reader.reading.view.cursor
        assert first is not None
        assert second is not None
        assert second > first, "the page shows the place that is looked at"
        await reader.press("2")
        (note,) = await reader.on_disk()
        latest = note.spans[0].latest
        assert latest is not None
        assert latest.start == second
