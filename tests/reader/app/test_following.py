"""Enter, or a click, on a link: to a heading, a footnote, another document; the browser only for web addresses."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

from reader.app.screens.annotating import AnnotatingScreen
from tests.fuzz import seeds
from tests.fuzz.seeds import packed
from tests.reader.app.person import Reader, reading

ARTICLE = """\
# Roads

Read [below](#later), or [the other story](other.md), or [the source](https://example.org/story).

Write a [mail](mailto:a@b.c).

Some words with a note.[^1] A sentence with two.[^2][^3] And one with none. Here is one that is missing.[^9]

## Later

Words that come later.

[^1]: What the note says.

    Its second paragraph, with [a source](https://example.org/note).

[^2]: The second note.

[^3]: The third note.
"""


@pytest.fixture
def linked(article: Path) -> Path:
    article.write_text(ARTICLE, "utf-8")
    article.with_name("other.md").write_text("# Another story\n\nWords.\n", "utf-8")
    return article


async def enter_at(reader: Reader, words: str) -> None:
    text = reader.reading.flow.part(0).text
    reader.reading.view.jump_to(text.index(words))
    await reader.press("enter")
    await reader.app.workers.wait_for_complete()
    await reader.pilot.pause()


def here(reader: Reader) -> str:
    view = reader.reading.view
    assert view.cursor is not None
    return reader.reading.flow.part(0).text[view.cursor :]


def footer(reader: Reader) -> str:
    return "".join(text for text, _ in reader.reading.footer.rows()[-1])


async def test_a_link_inside_the_document_goes_there_and_the_way_leads_back(linked: Path) -> None:
    async with reading(linked) as reader:
        await enter_at(reader, "below")
        assert here(reader).startswith("Later")
        await reader.press("ctrl+o")
        assert here(reader).startswith("below")


def screen(reader: Reader) -> str:
    return "\n".join("".join(text for text, _ in runs) for runs in reader.reading.view.rows())


async def test_a_footnote_opens_under_the_words_that_call_it_and_closes_again(linked: Path) -> None:
    async with reading(linked, size=(80, 24)) as reader:
        before = screen(reader)
        assert "What the note says." not in before.split("Later")[0]
        await enter_at(reader, "[1]")
        opened = screen(reader)
        where = opened.index("Some words with a note.[1]")
        assert (
            where < opened.index("What the note says.") < opened.index("Its second paragraph") < opened.index("Later")
        )
        assert here(reader).startswith("[1]")
        await reader.press("enter")
        assert screen(reader) == before
        await reader.press("enter", "escape")
        assert screen(reader) == before


async def test_enter_anywhere_in_a_sentence_opens_all_its_footnotes(linked: Path) -> None:
    async with reading(linked) as reader:
        await enter_at(reader, "sentence with two")
        above = screen(reader).split("Later")[0]
        assert "The second note." in above
        assert "The third note." in above
        await enter_at(reader, "And one with none")
        assert "no note and no link" in footer(reader)


async def test_a_note_on_the_words_does_not_hide_the_footnote_in_them(linked: Path) -> None:
    async with reading(linked) as reader:
        reader.reading.view.jump_to(reader.reading.flow.part(0).text.index("Some words"))
        await reader.press("h")
        await enter_at(reader, "[1]")
        assert "What the note says." in screen(reader).split("Later")[0]
        await enter_at(reader, "Some words")
        assert reader.reading.sidebar.tab == "Notes"


async def test_the_footnotes_own_place_is_one_key_away_and_the_way_leads_back(linked: Path) -> None:
    async with reading(linked) as reader:
        await enter_at(reader, "[1]")
        await reader.press("f")
        await reader.app.workers.wait_for_complete()
        await reader.pilot.pause()
        assert here(reader).startswith("What the note says.")
        await reader.press("ctrl+o")
        assert here(reader).startswith("[1]")


async def test_the_mouse_opens_a_footnote_and_what_it_leads_to(linked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    async with reading(linked) as reader:

        async def click(words: str) -> None:
            rows = screen(reader).split("\n")
            row = next(n for n, text in enumerate(rows) if words in text)
            await reader.pilot.click(reader.reading.view, offset=(rows[row].index(words) + 1, row))
            await reader.app.workers.wait_for_complete()
            await reader.pilot.pause()

        await click("[1]")
        assert "What the note says." in screen(reader).split("Later")[0]
        await click("a source")
        await reader.until(lambda: opened == ["https://example.org/note"])
        await click("Its second paragraph")
        assert here(reader).startswith("What the note says.")


async def test_a_sign_without_a_note_says_so(linked: Path) -> None:
    linked.write_bytes(packed({**seeds.EPUB, "b.xhtml": seeds.EPUB["b.xhtml"].replace("A note.", "A note, far on.")}))
    book = linked.rename(linked.with_suffix(".epub"))
    async with reading(book) as reader:
        await enter_at(reader, "1")
        assert "A note, far on." in screen(reader)
        part = reader.reading.flow.part(0)
        assert "A note, far on." not in part.text


async def test_curly_brackets_walk_from_link_to_link(linked: Path) -> None:
    async with reading(linked) as reader:
        for words in ("below", "the other story", "the source", "mail", "[1]", "[2]", "[3]"):
            await reader.press("}")
            assert here(reader).startswith(words)
        await reader.press("{")
        assert here(reader).startswith("[2]")


async def test_a_document_beside_this_one_is_opened(linked: Path) -> None:
    async with reading(linked) as reader:
        await enter_at(reader, "the other story")
        first = reader.screen
        await reader.until(lambda: reader.app.screen is not first)
        reader.screen = top = reader.app.screen
        assert isinstance(top, AnnotatingScreen)
        assert top.flow.title == "Another story"
        await reader.until(lambda: top.session is not None)


async def test_only_web_addresses_are_handed_to_the_browser(linked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    async with reading(linked) as reader:
        await enter_at(reader, "the source")
        await reader.until(lambda: opened == ["https://example.org/story"])
        await enter_at(reader, "mail")
        assert "not opened from here" in footer(reader)
        assert len(opened) == 1


async def test_enter_on_plain_words_says_that_there_is_nothing(linked: Path) -> None:
    async with reading(linked) as reader:
        await enter_at(reader, "Words that come later")
        assert "no note and no link" in footer(reader)
