"""What annotators labelled differently is decided one by one; decisions go into a file of their own."""

from __future__ import annotations

from pathlib import Path

from annotations import store
from annotations.adjudication import sources
from annotations.model import Annotation
from reader.app.screens.decide import Decision
from reader.app.screens.tags import TagEditor
from reader.cli import main
from tests.reader.app.person import Reader, reading


def label(article: Path, who: str, quote: str, tag: str) -> None:
    assert main(["note", "add", str(article), "--quote", quote, "--tag", tag, "--by", who]) == 0


def question(reader: Reader) -> Decision:
    screen = reader.app.screen
    assert isinstance(screen, Decision), screen
    return screen


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
        await decide(reader, "n")
        assert reader.app.screen is reader.screen
    kept, rejected = sorted(decided(article), key=lambda note: note.deleted is not None)
    assert kept.tags == ("claim",)
    assert [span.fingerprint for span in kept.spans] == [None], "the header says which text is meant"
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


async def test_both_sides_are_shown_with_what_stands_around_them_and_what_was_said(article: Path) -> None:
    label(article, "mira", "46 roadblocks", "claim")
    words = ["--quote", "46 roadblocks were", "--tag", "doubt", "--comment", "Who counted?", "--by", "bo"]
    assert main(["note", "add", str(article), *words]) == 0
    label(article, "cy", "Luis Ramos", "person")
    async with reading(article) as reader:
        await reader.press("A")
        said = question(reader).paper.text
        first = "On Friday, 46 roadblocks were still reported. Thousands have marched in the capital."
        assert said.startswith(f"bo: #doubt\n{first} Nobody counted them.\n✎ Who counted?\n")
        assert "cy has nothing here." in said
        await reader.press("down")
        said = question(reader).paper.text
        assert said.startswith(f"Mira Oy: #claim\n{first}")
        assert "Who counted" not in said
        await reader.press("down")
        said = question(reader).paper.text
        assert "Mira Oy: #claim" in said
        assert "bo: #doubt" in said


async def test_both_are_accepted(article: Path) -> None:
    label(article, "mira", "46 roadblocks", "claim")
    label(article, "bo", "46 roadblocks were", "doubt")
    async with reading(article) as reader:
        await reader.press("A")
        await decide(reader, "a")
        assert reader.app.screen is reader.screen
    assert sorted(note.tags for note in decided(article)) == [("claim",), ("doubt",)]


async def test_other_tags_are_written_for_the_passage_that_was_looked_at(article: Path) -> None:
    label(article, "mira", "46 roadblocks", "claim")
    label(article, "bo", "46 roadblocks were", "doubt")
    async with reading(article) as reader:
        await reader.press("A", "e", "escape", "up", "e")
        assert isinstance(reader.app.screen, TagEditor)
        await decide(reader, "ctrl+u", *"number", "ctrl+s")
        assert reader.app.screen is reader.screen
    (note,) = decided(article)
    assert (note.tags, note.spans[0].exact) == (("number",), "46 roadblocks were")
    assert len(sources(note)) == 2


async def test_writing_other_tags_can_be_left_off_and_the_question_comes_again(article: Path) -> None:
    label(article, "mira", "46 roadblocks", "claim")
    label(article, "bo", "46 roadblocks were", "doubt")
    async with reading(article) as reader:
        await reader.press("A", "e", "escape")
        assert question(reader)
    assert decided(article) == []


async def test_the_last_decision_is_taken_back_in_the_same_round_or_later(article: Path) -> None:
    label(article, "mira", "46 roadblocks", "claim")
    label(article, "bo", "Luis Ramos", "person")
    async with reading(article) as reader:
        await reader.press("A")
        await decide(reader, "1")
        await reader.press("b")
        await reader.until(lambda: decided(article)[0].deleted is not None)
        await reader.until(lambda: "(2 passages to go)" in str(question(reader).query_one(".dialog").border_title))
        await decide(reader, "1")
        await decide(reader, "1")
        assert reader.app.screen is reader.screen
    async with reading(article) as reader:
        await reader.press("A", "b")
        await reader.until(lambda: isinstance(reader.app.screen, Decision))
        assert question(reader).paper.text.startswith("bo: #person")


async def test_a_decision_is_made_with_the_mouse(article: Path) -> None:
    label(article, "mira", "46 roadblocks", "claim")
    label(article, "bo", "46 roadblocks were", "doubt")
    async with reading(article) as reader:
        await reader.press("A")
        await reader.pilot.click("AnswerList", offset=(8, 0))
        await reader.until(lambda: len(decided(article)) == 1)
    assert decided(article)[0].tags == ("doubt",)


async def test_one_person_alone_is_told_that_there_is_nothing_to_decide(article: Path) -> None:
    label(article, "mira", "46 roadblocks", "claim")
    async with reading(article) as reader:
        await reader.press("A")
        assert reader.app.screen is reader.screen
