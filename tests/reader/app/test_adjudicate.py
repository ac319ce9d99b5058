"""What annotators labelled differently is decided one by one; decisions go into a file of their own."""

from __future__ import annotations

from pathlib import Path

from annotations import store
from annotations.adjudication import sources
from annotations.model import Annotation
from reader.cli import main
from tests.reader.app.person import Reader, reading


def label(article: Path, who: str, quote: str, tag: str) -> None:
    assert main(["note", "add", str(article), "--quote", quote, "--tag", tag, "--by", who]) == 0


def decided(article: Path) -> list[Annotation]:
    opened = store.read(article.with_name("roads.md.adjudicated.postil.yaml"))
    return list(opened.notes.annotations) if opened else []


async def decide(reader: Reader, *keys: str) -> None:
    """Answer a question, and wait until the decision is kept and the next question, or none, is there."""
    before = len(decided(reader.article))
    await reader.press(*keys)
    await reader.until(lambda: len(decided(reader.article)) > before)
    await reader.pilot.pause()


async def test_disagreements_are_decided_and_the_sources_stay(article: Path) -> None:
    label(article, "mira", "46 roadblocks", "claim")
    label(article, "bo", "46 roadblocks were still reported", "claim")
    label(article, "bo", "Luis Ramos", "person")
    before = {path: path.read_bytes() for path in article.parent.glob("*.postil.yaml")}
    async with reading(article) as reader:
        await reader.press("A")
        await decide(reader, "1")
        await decide(reader, "3")  # none of them
        assert reader.app.screen is reader.screen
    kept, rejected = sorted(decided(article), key=lambda note: note.deleted is not None)
    assert kept.tags == ("claim",)
    assert len(sources(kept)) == 2
    assert rejected.deleted is not None
    assert {path: path.read_bytes() for path in before} == before


async def test_what_was_decided_is_not_asked_again_and_what_was_left_is(article: Path) -> None:
    label(article, "mira", "46 roadblocks", "claim")
    label(article, "bo", "Luis Ramos", "person")
    async with reading(article) as reader:
        await reader.press("A")
        await decide(reader, "1")
        await reader.press("end", "enter")  # leave the second
        assert reader.app.screen is reader.screen
    async with reading(article) as reader:
        await reader.press("A")
        assert reader.app.screen is not reader.screen
        await decide(reader, "1")
        assert reader.app.screen is reader.screen
    assert [note.tags for note in decided(article)] == [("claim",), ("person",)]


async def test_one_person_alone_is_told_that_there_is_nothing_to_decide(article: Path) -> None:
    label(article, "mira", "46 roadblocks", "claim")
    async with reading(article) as reader:
        await reader.press("A")
        assert reader.app.screen is reader.screen
