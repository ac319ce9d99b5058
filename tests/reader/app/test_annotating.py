"""Every act of the reading screen, done with its keys on a real file and a real notes file."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from textual import events

from annotations.model import Annotation
from reader.app.keys import toolkit_name
from tests.reader.app.person import note_on, reading, write_notes


async def test_one_key_highlights_the_sentence_and_it_is_on_disk(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h")
        notes = await reader.on_disk()
        assert [(note.spans[0].exact, note.color) for note in notes] == [
            ("On Friday, 46 roadblocks were still reported.", "yellow")
        ]
        await reader.until(lambda: reader.reading.header.facts[-3:] == ("mira", "1 note", "saved"))


async def test_a_phrase_of_three_words_takes_four_keys(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "w", "w")
        await reader.press("v", "w", "w", "h")
        assert [note.spans[0].exact for note in await reader.on_disk()] == ["46 roadblocks were"]


async def test_two_paragraphs_take_three_keys(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j")
        await reader.press("V", "j", "h")
        (note,) = await reader.on_disk()
        assert note.spans[0].exact.startswith("On Friday")
        assert note.spans[0].exact.endswith("Luis Ramos was there.")


async def test_colours_recolour_the_note_here_and_else_highlight(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "2")
        await reader.press("7")
        await reader.press(")", "3")
        assert [note.color for note in await reader.on_disk()] == ["red", "blue"]


async def test_a_new_tag_a_known_tag_and_the_last_tag_again(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "t", *"strike", "enter")
        await reader.press(")", "t", "s", "enter")
        await reader.press(")", "T")
        await reader.press("j", "t", "enter")
        notes = await reader.on_disk()
        assert [note.tags for note in notes] == [("strike",)] * 4
        assert reader.reading.session is not None
        assert reader.reading.session.book.tags() == [("strike", 4)]


async def test_several_tags_at_once_completed_with_tab(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "t", *"protest/strike", "enter")
        await reader.press("j", "t", "s", "t", "tab", *"economy", "enter")
        assert (await reader.on_disk())[1].tags == ("protest/strike", "economy")


async def test_escape_leaves_the_tags_as_they_were(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "t", *"strike", "escape")
        assert await reader.on_disk() == []


async def test_a_comment_in_two_lines_is_kept_and_can_be_edited(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "c", *"one", "enter", *"two", "ctrl+s")
        assert [note.comment for note in await reader.on_disk()] == ["one\ntwo"]
        await reader.press("c", "!", "ctrl+s")
        assert [note.comment for note in await reader.on_disk()] == ["one\ntwo!"]


async def test_a_comment_is_thrown_away_only_at_the_second_escape(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "c", *"one", "escape")
        assert reader.app.screen is not reader.screen
        await reader.press("!", "escape", "escape")
        assert reader.app.screen is reader.screen
        assert await reader.on_disk() == []


async def test_a_note_on_the_whole_document(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("C", *"good", "ctrl+s")
        (note,) = await reader.on_disk()
        assert (note.spans, note.comment) == ((), "good")


async def test_delete_undo_redo(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h", "x")
        assert await reader.on_disk() == []
        await reader.press("u")
        assert len(await reader.on_disk()) == 1
        await reader.press("u")
        assert await reader.on_disk() == []
        await reader.press("ctrl+r", "ctrl+r")
        assert await reader.on_disk() == []
        await reader.press("u")
        assert len(await reader.on_disk()) == 1


async def test_notes_are_walked_in_document_order_and_round(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h", "j", "h", "j", "h", "g")
        starts = []
        for _ in range(4):
            await reader.press("n")
            starts.append(reader.reading.view.cursor or 0)
        assert starts == [*sorted(starts[:3]), starts[0]]
        await reader.press("N")
        assert reader.reading.view.cursor == starts[2]


async def test_nested_notes_are_each_reached_and_changed_by_itself(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h", "v", "w", "2")
        await reader.press("(", "8")
        assert sorted(str(note.color) for note in await reader.on_disk()) == ["grey", "yellow"]
        await reader.press("full_stop", "5")
        assert sorted(str(note.color) for note in await reader.on_disk()) == ["grey", "orange"]
        await reader.press("comma", "2", "x")
        assert len(await reader.on_disk()) == 1


async def test_a_note_is_moved_to_a_selection(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h", "m", "w", "w", "m")
        (note,) = await reader.on_disk()
        assert note.spans[0].exact == "On Friday, 46 roadblocks were still reported. Thousands have"
        await reader.press("u")
        assert (await reader.on_disk())[0].spans[0].exact == "On Friday, 46 roadblocks were still reported."


async def test_a_quote_is_copied_plain_and_as_markdown(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "y")
        assert reader.app.clipboard == "On Friday, 46 roadblocks were still reported."
        await reader.press("t", *"strike", "enter", "Y")
        lines = reader.app.clipboard.splitlines()
        assert lines[0] == "> On Friday, 46 roadblocks were still reported."
        assert lines[2] == f"— [Roads are blocked](<{article.as_uri()}>)"
        assert lines[4] == "#strike"


async def test_what_was_done_is_there_again_after_a_restart(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "t", *"strike", "enter")
        await reader.on_disk()
    async with reading(article) as reader:
        assert [mark.tags for mark in reader.reading.view.marks] == [("strike",)]
        await reader.press("n", "x")
        assert await reader.on_disk() == []


def ten_acts() -> dict[str, tuple[list[str], int]]:
    """The table of docs/keys.md: act -> its keys, words in italics among them, and how many it counts."""
    docs = (Path(__file__).parents[3] / "docs" / "keys.md").read_text("utf-8")
    table = docs.partition("## Ten acts, counted")[2].partition("##")[0]
    rows = re.findall(r"^\| ([^|`]+) \| ([`*][^|]*) \| (\d+) \|$", table, flags=re.MULTILINE)
    return {act: (keys.split(" "), int(count)) for act, keys, count in rows}


def pressed(keys: list[str]) -> list[str]:
    """The keys as the toolkit names them; for words that one writes oneself, some words."""
    names = {"`Enter`": ["enter"], "`Ctrl+S`": ["ctrl+s"]}
    return [name for key in keys for name in names.get(key, list("soup") if key[0] == "*" else [key.strip("`")])]


def last(notes: list[Annotation]) -> Annotation:
    return max(notes, key=lambda note: note.modified)


@pytest.mark.parametrize("act", sorted(ten_acts()))
async def test_the_ten_acts_take_the_keys_that_the_docs_count(act: str, article: Path) -> None:
    keys, count = ten_acts()[act]
    assert sum(key.startswith("`") for key in keys) == count
    write_notes(article, note_on(article, "On Friday, 46 roadblocks were still reported.", tags=("strike",)))
    async with reading(article) as reader:
        await reader.press("j", "j")
        if act == "jump to the next note":
            await reader.press("g")
        elif act in ("delete a note", "undo"):
            await reader.press("h")
        before = await reader.on_disk()
        await reader.press(*pressed(keys))
        notes = await reader.on_disk()
        view = reader.reading.view
        quote = last(notes).spans[0].exact
        if act == "highlight a sentence":
            assert quote == "The strike began on Wednesday."
        elif act == "highlight a phrase of three words":
            assert quote == "The strike began"
        elif act == "highlight two paragraphs":
            assert (quote.split()[:2], quote.split()[-2:]) == (["The", "strike"], ["two", "sentences."])
        elif act == "tag with a known tag":
            assert [note.tags for note in notes] == [("strike",)] * 2
        elif act == "tag with a new tag":
            assert last(notes).tags == ("soup",)
        elif act == "comment":
            assert last(notes).comment == "soup"
        elif act == "jump to the next note":
            assert view.cursor == before[0].spans[0].start
        elif act in ("delete a note", "undo"):
            assert (len(before), len(notes)) == (2, 1)
        else:
            assert act == "copy a quote as Markdown"
            assert reader.app.clipboard.startswith("> The strike began on Wednesday.\n\n— [Roads are blocked](<file:")


def test_the_docs_count_ten_acts() -> None:
    assert len(ten_acts()) == 10


async def test_keys_typed_faster_than_dialogs_open_go_where_they_were_meant(article: Path) -> None:
    """All at once, as a script or a slow connection sends them: no letter is lost, none is taken for an act."""
    async with reading(article) as reader:
        for key in ["j", "t", *"xhc", "enter", "right_parenthesis", "c", *"tex", "enter", *"uq", "ctrl+s", ")", "h"]:
            name = {"right_parenthesis": ")"}.get(key, key)
            character = name if len(name) == 1 else None
            reader.app.post_message(events.Key(toolkit_name(name), character))
        await reader.until(lambda: len(reader.reading.session.book) == 3 if reader.reading.session else False)
        notes = sorted(await reader.on_disk(), key=lambda note: note.spans[0].start)
        assert [(note.tags, note.comment) for note in notes] == [(("xhc",), ""), ((), "tex\nuq"), ((), "")]


async def test_undo_reaches_back_over_a_restart(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h", "2")
        await reader.on_disk()
    async with reading(article) as reader:
        await reader.press("u")
        assert [note.color for note in await reader.on_disk()] == ["yellow"]
        await reader.press("u")
        assert await reader.on_disk() == []
        await reader.press("ctrl+r")
        assert [note.color for note in await reader.on_disk()] == ["yellow"]


async def test_keys_typed_ahead_of_the_sidebar_are_for_the_sidebar(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "h", "j", "h", "g")
        for key in ["l", "j", "x"]:
            reader.app.post_message(events.Key(key, key))
        await reader.until(lambda: len(reader.reading.view.marks) == 1)
        assert [note.spans[0].exact for note in await reader.on_disk()] == [
            "On Friday, 46 roadblocks were still reported."
        ]


async def test_escape_ends_the_search(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("slash", *"strike", "enter")
        assert "Esc ends" in reader.reading.view.find.banner
        await reader.press("escape")
        assert reader.reading.view.find.query is None
        assert reader.reading.view.find.banner == ""


async def test_going_on_to_find_what_cannot_be_looked_for_does_nothing(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("slash", "(", "enter", "escape", "slash", "ctrl+r", "up", "down", "escape", "f3")
        assert reader.reading.view.page.cursor == (0, 0)


async def test_keys_are_for_the_text_when_a_smaller_terminal_hides_the_sidebar(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("l")
        assert reader.reading.sidebar.has_focus_within
        await reader.pilot.resize_terminal(80, 24)
        await reader.press("j", "h")
        assert [note.spans[0].exact for note in await reader.on_disk()] == [
            "On Friday, 46 roadblocks were still reported."
        ]


async def test_no_search_for_names_outlives_the_screen(article: Path) -> None:
    article.write_text("Luis Ramos met Ana Li in Lima.\n\n" * 12_000, "utf-8")  # many seconds' work
    async with reading(article) as reader:

        def searching() -> list[threading.Thread]:
            return [one for one in threading.enumerate() if one.name == "postil-entities" and one.is_alive()]

        await reader.until(lambda: bool(searching()))
        threads = searching()
    for thread in threads:
        thread.join(4)
    assert not any(thread.is_alive() for thread in threads)
