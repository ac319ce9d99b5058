"""The reading screen and the files of notes: other people's, changed elsewhere, broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reader.app.screens.choose import Sure
from tests.reader.app.person import Reader, note_on, reading, write_notes

QUOTE = "Thousands have marched in the capital."
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def toasts(reader: Reader) -> str:
    return "\n".join(str(notification.message) for notification in reader.app._notifications)


async def test_others_notes_are_shown_read_only_and_can_be_answered(article: Path) -> None:
    write_notes(article, note_on(article, QUOTE, comment="Says who?", by="ana"), by="ana")
    async with reading(article) as reader:
        (mark,) = reader.reading.view.marks
        assert (mark.comment, mark.initials) == ("Says who?", "AL")
        await reader.press("n", "x")
        await reader.until(lambda: "this note is Ana Li's" in toasts(reader))
        await reader.press("r", *"they", "ctrl+s")
        (answer,) = await reader.on_disk()
        assert (answer.reply_to, answer.comment) == (mark.note, "they")
        assert [mark.replies for mark in reader.reading.view.marks] == [1]
        await reader.press("3")
        assert [note.color for note in await reader.on_disk()] == [None, "blue"]
        assert sorted(mark.initials for mark in reader.reading.view.marks) == ["AL", "MO"]
        assert len({mark.person for mark in reader.reading.view.marks}) == 2


async def test_a_persons_notes_are_hidden_from_the_text_and_shown_again(article: Path) -> None:
    write_notes(article, note_on(article, QUOTE, comment="Says who?", by="ana"), by="ana")
    async with reading(article) as reader:
        await reader.press("j", "j", "h")
        assert len(await reader.on_disk()) == 1
        assert len(list(reader.reading.view.marks)) == 2
        await reader.press("P", "2")
        assert [mark.initials for mark in reader.reading.view.marks] == ["MO"]
        mine = reader.reading.acts.chosen
        await reader.press("n")
        assert reader.reading.acts.chosen == mine, "what is hidden is not gone to"
        await reader.press("P", "2")
        assert len(list(reader.reading.view.marks)) == 2


async def test_what_another_person_writes_while_one_reads_is_shown(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h")
        await reader.on_disk()
        note = note_on(article, QUOTE, comment="New", by="ana")
        write_notes(article, note, by="ana")
        await reader.until(lambda: len(reader.reading.view.marks) == 2)
        write_notes(article, replace(note, comment="Newer", modified=datetime.now(UTC)), by="ana")
        await reader.until(lambda: "Newer" in [mark.comment for mark in reader.reading.view.marks])


async def test_two_screens_on_one_file_lose_nothing_and_show_each_others_notes(article: Path) -> None:
    async with reading(article) as one, reading(article) as two:
        await one.press("j", "h")
        await two.press("j", "j", "2")
        await one.until(lambda: len(one.reading.view.marks) == 2)
        await two.until(lambda: len(two.reading.view.marks) == 2)
        assert sorted(str(note.color) for note in await one.on_disk()) == ["green", "yellow"]


async def test_a_file_edited_by_hand_while_open_is_taken_over(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h")
        await reader.on_disk()
        text = reader.file.read_text("utf-8")
        reader.file.write_text(text.replace("color: yellow", "color: pink\n  tags: [by-hand]"), "utf-8")
        await reader.until(lambda: [mark.color for mark in reader.reading.view.marks] == ["pink"])
        await reader.press("t", *"more", "enter")
        assert [note.tags for note in await reader.on_disk()] == [("by-hand", "more")]


async def test_a_broken_file_is_named_left_alone_and_the_rest_is_read_only(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h")
        await reader.on_disk()
        broken = reader.file.read_text("utf-8").replace("color: yellow", "color: mauve")
    reader.file.write_text(broken, "utf-8")
    write_notes(article, note_on(article, QUOTE, comment="Still here", by="ana"), by="ana")
    async with reading(article) as reader:
        await reader.until(lambda: "roads.md.mira.postil.yaml:" in toasts(reader))
        await reader.until(lambda: "mauve" in toasts(reader))
        assert [mark.comment for mark in reader.reading.view.marks] == ["Still here"]
        await reader.press("j", "h")
        await reader.until(lambda: "read-only" in toasts(reader))
        assert reader.file.read_text("utf-8") == broken
        reader.file.write_text(broken.replace("mauve", "green"), "utf-8")
        await reader.until(lambda: len(reader.reading.view.marks) == 2)
        await reader.press("7")
        assert [note.color for note in await reader.on_disk()] == ["red"]


async def test_a_note_whose_words_are_gone_is_listed_apart_and_can_be_put_on_others(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", ")", "t", *"march", "enter")
        await reader.on_disk()
    article.write_text(
        article.read_text("utf-8").replace(QUOTE, "It rained all day in every town of the north."), "utf-8"
    )
    async with reading(article) as reader:
        assert list(reader.reading.view.marks) == []
        await reader.press("l")
        rows = reader.reading.sidebar.notes.list.rows
        assert "head:lost" in [row.key for row in rows]
        await reader.press("escape", "j", ")", "v", "w", "m", "enter")
        (note,) = await reader.on_disk()
        assert note.tags == ("march",)
        assert note.spans[0].exact == "It rained"
        assert len(reader.reading.view.marks) == 1


async def test_a_disk_that_refuses_is_told_and_quitting_asks(article: Path) -> None:
    async with reading(article) as reader:
        reader.file.mkdir()
        await reader.press("j", "h")
        await reader.until(lambda: "NOT SAVED" in " ".join(reader.reading.header.facts))
        await reader.press("q")
        assert isinstance(reader.app.screen, Sure)
        await reader.press("n")
        reader.file.rmdir()
        assert len(await reader.on_disk()) == 1
        assert reader.reading.header.facts[-1] == "saved"


async def test_a_name_from_a_file_is_no_markup_in_the_frame_of_a_dialog(article: Path) -> None:
    path = write_notes(article, note_on(article, QUOTE, comment="Says who?", by="ana"), by="ana")
    path.write_text(path.read_text("utf-8").replace("Ana Li", '"[@click=app.quit]Ana[/] [/b] [bold"'), "utf-8")
    async with reading(article) as reader:
        await reader.press("n", "r")
        (frame,) = reader.app.screen.query(".dialog")
        assert "Answer to [@click=app.quit]Ana[/] [/b] [bold" in str(frame._border_title)
