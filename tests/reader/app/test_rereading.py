"""A document that changes on disk while it is open is read anew: notes are found again, and nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

from reader.app.screens.annotating import AnnotatingScreen
from tests.reader.app.person import ARTICLE, Reader, reading


async def until_read_anew(reader: Reader) -> AnnotatingScreen:
    """Wait until the document that changed is on the screen, with its notes."""

    def anew() -> bool:
        top = reader.app.screen
        return top is not reader.screen and isinstance(top, AnnotatingScreen) and top.session is not None

    await reader.until(anew)
    reader.screen = reader.app.screen
    return reader.reading


async def test_notes_and_the_reader_stay_with_their_words(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "j", ")", "h")
        (before,) = await reader.on_disk()
        article.write_text(ARTICLE.replace("blocked\n", "blocked\n\nA new paragraph.\n"), "utf-8")
        screen = await until_read_anew(reader)
        assert screen.session is not None
        (entry,) = screen.session.book.living()
        start, end = entry.spans[0]
        assert screen.words((start, end)) == before.spans[0].exact
        assert screen.view.cursor is not None
        assert start <= screen.view.cursor < end
        (kept,) = await reader.on_disk()
        assert kept == before, "what is stored changes only when the person does something with the note"


async def test_undo_reaches_back_over_the_change(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h")
        assert len(await reader.on_disk()) == 1
        article.write_text(ARTICLE + "\nOne more.\n", "utf-8")
        await until_read_anew(reader)
        await reader.press("u")
        assert await reader.on_disk() == []


async def test_a_comment_being_written_is_not_taken_away(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "c", *"half")
        editor = reader.app.screen
        article.write_text(ARTICLE + "\nOne more.\n", "utf-8")
        await reader.until(lambda: reader.reading.rereading.due)
        assert reader.app.screen is editor
        await reader.press(*" done", "ctrl+s")
        await until_read_anew(reader)
        assert [note.comment for note in await reader.on_disk()] == ["half done"]


async def test_the_same_words_written_again_change_nothing(article: Path) -> None:
    async with reading(article) as reader:
        article.write_text(ARTICLE, "utf-8")
        reader.reading.rereading.begin()
        await reader.app.workers.wait_for_complete()
        assert reader.app.screen is reader.screen
