"""Notes that wait are gone through one by one: confirmed, attached elsewhere, chosen between, or left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from annotations import store
from annotations.model import Variant
from annotations.store import Change
from reader.cli import main
from tests.reader.app.person import ARTICLE, reading

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def noted(article: Path, quote: str, *words: str) -> None:
    assert main(["note", "add", str(article), "--quote", quote, "--by", "mira", *words]) == 0


async def test_a_lost_note_is_left_and_then_attached_to_other_words(article: Path) -> None:
    noted(article, "It spread to the south")
    article.write_text(ARTICLE.replace("It spread to the south. ", ""), "utf-8")
    async with reading(article) as reader:
        await reader.press("R")
        assert reader.app.screen is not reader.screen
        await reader.press("escape", "R", "1")  # to other words
        assert reader.app.screen is reader.screen
        await reader.press("j", "v", "w", "m")
        (note,) = await reader.on_disk()
        assert note.spans[0].exact in ARTICLE
        await reader.press("R")
        assert reader.app.screen is reader.screen, "nothing waits any more"


async def test_a_note_left_as_it_is_is_asked_about_again_the_next_time(article: Path) -> None:
    noted(article, "It spread to the south")
    article.write_text(ARTICLE.replace("It spread to the south. ", ""), "utf-8")
    async with reading(article) as reader:
        await reader.press("R", "end", "enter")
        assert reader.app.screen is reader.screen
        await reader.press("R")
        assert reader.app.screen is not reader.screen


async def test_of_two_texts_that_a_merge_kept_one_is_chosen_and_it_can_be_undone(article: Path) -> None:
    noted(article, "Luis Ramos", "--comment", "1947")
    file = article.with_name("roads.md.mira.postil.yaml")
    opened = store.read(file)
    assert opened is not None
    (note,) = opened.notes.annotations
    store.save(opened, Change(annotations=(replace(note, variants=(Variant(modified=NOW, comment="1974"),)),)))
    async with reading(article) as reader:
        await reader.press("R", "2")
        (after,) = await reader.on_disk()
        assert (after.comment, after.variants) == ("1974", ())
        await reader.press("u")
        (back,) = await reader.on_disk()
        assert (back.comment, len(back.variants)) == ("1947", 1)


async def test_a_confirmed_place_is_stored_beside_the_quote(article: Path) -> None:
    noted(article, "Thousands have marched in the capital")
    changed = ARTICLE.replace("Thousands have marched in the capital", "Thousands had once marched to our capital")
    article.write_text(changed, "utf-8")
    async with reading(article) as reader:
        await reader.press("R", "1")
        (note,) = await reader.on_disk()
        assert note.spans[0].exact == "Thousands have marched in the capital"
        latest = note.spans[0].latest
        assert latest is not None
        assert "marched" in changed.removeprefix("# ")[latest.start - 2 : latest.end + 2]
