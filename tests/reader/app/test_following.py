"""Enter, or a click, on a link: to a heading, a footnote, another document; the browser only for web addresses."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

from reader.app.screens.annotating import AnnotatingScreen
from tests.reader.app.person import Reader, reading

ARTICLE = """\
# Roads

Read [below](#later), or [the other story](other.md), or [the source](https://example.org/story).

Write a [mail](mailto:a@b.c).

Some words with a note.[^1]

## Later

Words that come later.

[^1]: What the note says.
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


async def test_the_sign_of_a_footnote_goes_to_it(linked: Path) -> None:
    async with reading(linked) as reader:
        text = reader.reading.flow.part(0).text
        sign = next(inline for inline in reader.reading.flow.part(0).inlines if inline.kind == "footnote")
        await enter_at(reader, text[sign.start :])
        assert "What the note says." in here(reader).splitlines()[0]


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
