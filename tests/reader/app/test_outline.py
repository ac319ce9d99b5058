"""The Outline tab: where the reader is in the document, what each section takes, and the way to another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reader.app.person import Reader, reading

STORY = "\n\n".join(
    ["# Roads", "Words. " * 300, "## First", "Words. " * 900, "## Second", "Words. " * 600, "Last words."]
)


@pytest.fixture
def story(article: Path) -> Path:
    article.write_text(STORY, "utf-8")
    return article


def header(reader: Reader) -> str:
    return "".join(text for text, _ in reader.reading.header.rows()[0])


def listed(reader: Reader) -> list[str]:
    outline = reader.reading.sidebar.outline.list
    return [
        "".join(text for text, _ in runs).strip()
        for row in outline.rows
        for runs in outline.draw(row, 40, is_open=row is outline.current)
    ]


async def test_each_section_says_how_long_it_takes_and_the_one_of_the_reader_how_much_is_left(story: Path) -> None:
    async with reading(story) as reader:
        await reader.press("o")
        assert listed(reader)[0] == "8 min in all"
        assert [row.split()[0] + row[-6:] for row in listed(reader)[2:] if " min" in row and "from" not in row] == [
            "Roads 8 min",
            "First 4 min",
            "Second 3 min",
        ]
        await reader.press("o")  # back to the text: the list follows the reader
        view = reader.reading.view
        view.jump_to(view.flow.document().text.index("Words.", 4000))
        await reader.until(lambda: "from 16 %, 3 min left" in listed(reader))
        assert "min left" in listed(reader)[0]


async def test_the_header_says_how_long_the_rest_takes(story: Path) -> None:
    async with reading(story) as reader:
        await reader.until(lambda: "8 min left" in header(reader))
        await reader.press("G")
        await reader.until(lambda: "1 min left" in header(reader))


async def test_a_pace_of_the_readers_own_changes_what_is_said(story: Path) -> None:
    async with reading(story, pace=120) as reader:
        await reader.press("o")
        assert listed(reader)[0] == "15 min in all"


async def test_a_section_that_is_chosen_is_gone_to(story: Path) -> None:
    async with reading(story) as reader:
        await reader.press("o", "j", "j", "enter")
        view = reader.reading.view
        assert view.cursor is not None
        assert view.flow.part(0).text[view.cursor :].startswith("Second")
        assert view.has_focus


async def test_a_document_without_headings_lists_its_paragraphs_and_where_they_are(article: Path) -> None:
    article.write_text("First words here.\n\nSecond words here.\n", "utf-8")
    async with reading(article) as reader:
        await reader.press("o")
        assert [row.split() for row in listed(reader)[2:]] == [
            ["First", "words", "here.", "0", "%"],
            ["Second", "words", "here.", "50", "%"],
        ]
