"""With a codebook beside the document, tags are offered with their meaning, and one key labels a passage."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.app.screens.tags import SuggestionList
from tests.reader.app.person import Reader, reading

CODEBOOK = """\
codebook: 1
tags:
  claim:
    meaning: something that can be checked
    color: blue
    key: i
  source:
    meaning: who is said to have said it
    key: h
  claim/number:
    meaning: a claim with a figure in it
"""


def footer(reader: Reader) -> str:
    return "".join(text for text, _ in reader.reading.footer.rows()[-1])


@pytest.fixture
def coded(article: Path) -> Path:
    article.with_name("postil.codebook.yaml").write_text(CODEBOOK, "utf-8")
    return article


async def test_a_key_of_the_codebook_labels_and_takes_the_label_off_again(coded: Path) -> None:
    async with reading(coded) as reader:
        await reader.press("j", "i")
        (note,) = await reader.on_disk()
        assert (note.tags, note.color) == (("claim",), "blue")
        await reader.press("i")
        assert [note.tags for note in await reader.on_disk()] == [()]


async def test_a_key_that_an_act_has_stays_with_it_and_the_tag_is_in_the_list(coded: Path) -> None:
    async with reading(coded) as reader:
        await reader.press("j", "h")
        assert [note.tags for note in await reader.on_disk()] == [()]
        await reader.press("'", "h")
        assert [note.tags for note in await reader.on_disk()] == [("source",)]


async def test_the_editor_offers_agreed_tags_and_marks_the_others(coded: Path) -> None:
    async with reading(coded) as reader:
        await reader.press("j", "t", *"claim")
        offered = reader.app.screen.query_one(SuggestionList)
        assert [(row.suggestion.tag, row.suggestion.agreed) for row in offered.rows] == [
            ("claim", True),
            ("claim/number", True),
        ]
        await reader.press(*"ant")
        assert [(row.suggestion.tag, row.suggestion.agreed) for row in offered.rows] == [("claimant", False)]
        await reader.press("enter")
        assert "#claimant is not in the codebook" in footer(reader)
        assert [note.tags for note in await reader.on_disk()] == [("claimant",)]


async def test_a_broken_codebook_is_reported_with_its_line_and_reading_goes_on(coded: Path) -> None:
    coded.with_name("postil.codebook.yaml").write_text(CODEBOOK.replace("color: blue", "color: mud"), "utf-8")
    async with reading(coded) as reader:
        await reader.press("j", "h")
        assert len(await reader.on_disk()) == 1
        said = [notification.message for notification in reader.app._notifications]
        assert any("postil.codebook.yaml:5" in words and "mud" in words for words in said)


async def test_without_a_codebook_the_key_says_what_makes_one(article: Path) -> None:
    async with reading(article) as reader:
        await reader.press("j", "'")
        assert "postil.codebook.yaml" in footer(reader)
