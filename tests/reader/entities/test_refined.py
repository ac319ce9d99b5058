"""The second engine: the first one's findings at once, then better ones, nearest the reader first."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.documents.model import Block, Document
from reader.entities.encoder import Window
from reader.entities.english import EnglishRecogniser, pages_of
from reader.entities.found import Found
from reader.entities.mixing import Passage, mixed
from reader.entities.model import Findings
from reader.entities.refined import LONG, RefinedRecogniser, mentions
from reader.entities.search import EntitySearch
from reader.entities.store import EntityStore
from reader.entities.tokens import Token

LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG")
BITS = (*"aBé1 .,-'’/()@\u0301\u200b\u202e\xa0🙂東²İ", "Peru ", "the ", "Yuen Kwok-", "U.S. ", "x" * 200)
SENTENCE = "Then Maria Gonzalez spoke in Peru of the strike and of what it would cost the Ministry of Health."


def document(*paragraphs: str) -> Document:
    blocks = []
    at = 0
    for one in paragraphs:
        blocks.append(Block(kind="paragraph", start=at, end=at + len(one)))
        at += len(one) + 2
    return Document(title="", source="-", text="\n\n".join(paragraphs), blocks=tuple(blocks), loader="test/1")


@cache
def shipped() -> RefinedRecogniser:
    """The engine that ships; it takes a moment to load."""
    return RefinedRecogniser()


def passage(words: int) -> Passage:
    """Words of two letters with a blank between them."""
    return Passage(Window([], []), [Token(3 * n, 3 * n + 2, 0) for n in range(words)], list(range(words)))


def read(labels: Sequence[str], surely: float = 9.0) -> list[tuple[int, int, str]]:
    """The mentions that these labels of words make, as `[first word, last word)` and the kind."""
    scores = np.array([[surely * (label == known) for known in LABELS] for label in labels], dtype=np.float32)
    found = mentions(passage(len(labels)), scores, LABELS)
    return [(one.start // 3, (one.end + 1) // 3, one.label) for one in found]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ("O B-PER I-PER O", [(1, 3, "person")]),
        ("B-PER B-PER", [(0, 1, "person"), (1, 2, "person")]),
        ("B-PER I-ORG", [(0, 1, "person"), (1, 2, "organisation")]),
        ("O I-ORG I-ORG", [(1, 3, "organisation")]),
        ("O O", []),
    ],
)
def test_labels_make_mentions(labels: str, found: list[tuple[int, int, str]]) -> None:
    assert read(labels.split()) == found


def test_what_the_encoder_hardly_believes_itself_is_no_mention() -> None:
    assert read(["B-PER", "I-PER"], surely=2.0) == [(0, 2, "person")]
    assert read(["B-PER", "I-PER"], surely=1.0) == []


@given(st.lists(st.sampled_from(LABELS), min_size=1, max_size=20))
def test_every_word_that_is_labelled_is_in_one_mention_and_no_other_is(labels: list[str]) -> None:
    covered = [word for start, end, _ in read(labels) for word in range(start, end)]
    assert covered == [index for index, label in enumerate(labels) if label != "O"]


def test_where_the_encoder_has_read_its_word_stands_and_elsewhere_the_first_engines() -> None:
    (page,) = pages_of(document("Aa Bb Cc Dd, and more of them than it read"))
    first = [Found(0, 2, "place"), Found(3, 5, "group"), Found(6, 8, "event"), Found(30, 32, "person")]
    seen = [(passage(4), [Found(0, 2, "person"), Found(3, 5, "other")])]
    assert mixed(seen, first, page) == [
        Found(0, 2, "person"),
        Found(3, 5, "group"),
        Found(6, 8, "event"),
        Found(30, 32, "person"),
    ]


@pytest.mark.parametrize(
    ("text", "encoder", "first", "name"),
    [
        ("Then Yuen Kwok-yung spoke.", "Yuen Kwok-", "Yuen Kwok-yung", "Yuen Kwok-yung"),
        ("Then Barack Obama spoke.", "Obama", "Barack Obama", "Barack Obama"),
        (
            "The World Socialist Web Site wrote.",
            "World Socialist",
            "World Socialist Web Site",
            "World Socialist Web Site",
        ),
        ("The Narendra Modi-led cabinet met.", "Narendra Modi", "Narendra Modi-led", "Narendra Modi"),
        ("Photo by John Thys / Pool today.", "John Thys", "John Thys / Pool", "John Thys"),
        ("The Senate Health, Education met.", "Senate", "Senate Health, Education", "Senate"),
    ],
)
def test_a_name_that_the_encoder_cut_short_is_as_long_as_the_first_engine_has_it(
    text: str, encoder: str, first: str, name: str
) -> None:
    (page,) = pages_of(document(text))

    def found(words: str) -> Found:
        return Found(text.index(words), text.index(words) + len(words), "person")

    seen = [(Passage(Window([], []), [Token(0, len(text), 0)], [0]), [found(encoder)])]
    assert mixed(seen, [found(first)], page) == [found(name)]
    other = found(first)._replace(label="place")
    assert mixed(seen, [other], page) == [found(encoder)]


def test_what_the_encoder_has_no_kind_for_is_as_long_as_the_first_engine_has_it() -> None:
    text = "They wrote Bread and Roses on it."
    (page,) = pages_of(document(text))
    seen = [(Passage(Window([], []), [Token(0, len(text), 0)], [0]), [Found(11, 20, "other")])]
    assert mixed(seen, [Found(11, 26, "work")], page) == [Found(11, 26, "work")]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["Peru", "spoke.", "Boluarte", "the", "of", "Ayacucho,"]), max_size=90)))
def test_every_word_is_read_once_and_no_window_is_too_long(paragraphs: list[list[str]]) -> None:
    engine = shipped()
    texts = [" ".join(words) for words in paragraphs if words] or ["One."]
    for page in pages_of(document(*texts)):
        passages = engine.passages(page)
        words = [(word.start, word.end) for one in passages for word in one.words]
        cut = [token for bounds in page.bounds for token in engine.first.tokenizer.tokens(page.text, *bounds)]
        assert words == [(token.start, token.end) for token in cut]
        for one in passages:
            assert len(one.window.pieces) == len(one.window.shapes) <= 160
            assert len(one.heads) == len(one.words)
            assert all(0 < head < len(one.window.pieces) - 1 for head in one.heads)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.sampled_from(BITS), min_size=1, max_size=40).map("".join), max_size=4))
def test_whatever_a_text_holds_mentions_are_stretches_of_it(paragraphs: list[str]) -> None:
    any_text = replace(document(*paragraphs), language="en")
    told: list[Findings] = []
    last = shipped().recognise(any_text, partial=told.append)
    for findings in (*told, last):
        for mention in (mention for entity in findings.entities for mention in entity.mentions):
            assert any_text.text[mention.start : mention.end] == mention.text


def test_first_comes_what_the_first_engine_finds_and_then_more_and_more_is_refined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reader.entities.refined.FEWEST", 1)
    long = document(*[SENTENCE] * 40)
    told: list[Findings] = []
    last = RefinedRecogniser().recognise(long, partial=told.append)
    quick = EnglishRecogniser().recognise(long)
    assert told[0].entities == quick.entities
    assert len(told) > 2
    assert [one.progress for one in told] == sorted(one.progress for one in told)
    assert {one.engine for one in [*told, last]} == {"refined"}
    assert not any(one.final for one in told)
    assert last.final
    assert last.progress == 1.0


def test_a_long_text_is_told_in_parts_by_the_first_engine_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.entities.english.SEGMENT", 400)
    names = [f"Maria Zaq{sign}" for sign in "abcdefghij"]
    long = document(*[SENTENCE.replace("Maria Gonzalez", name) for name in names for _ in range(4)])
    told: list[Findings] = []
    RefinedRecogniser().recognise(long, near=lambda: len(long.text), partial=told.append)
    assert "Maria Zaqj" in {one.name for one in told[0].entities}
    assert "Maria Zaqa" not in {one.name for one in told[0].entities}
    assert [one.progress for one in told] == sorted(one.progress for one in told)


def test_what_is_found_in_the_end_is_the_same_wherever_the_reader_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.entities.english.SEGMENT", 900)
    long = document(*[SENTENCE.replace("Maria", name) for name in ("Maria", "Ana", "Rosa", "Elena", "Julia")] * 5)
    engine = RefinedRecogniser()
    assert engine.recognise(long, near=lambda: len(long.text)).entities == engine.recognise(long).entities


def test_the_paragraphs_by_the_reader_are_read_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.entities.refined.FEWEST", 1)
    order: list[int] = []

    class Watched(RefinedRecogniser):
        def read(self, some: Sequence[Passage]) -> list[tuple[Passage, list[Found]]]:
            order.extend(one.start for one in some)
            return super().read(some)

    long = document(*[SENTENCE] * 30)
    near = len(long.text) // 2
    Watched().recognise(long, near=lambda: near)
    assert abs(order[0] - near) <= 1000
    distances = [abs(start - near) for start in order]
    assert distances[-1] > distances[0]
    assert all(later >= earlier - 1000 for earlier, later in pairwise(distances))


def test_a_very_long_text_is_left_to_the_first_engine_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.entities.refined.LONGEST", 100)
    long = document(*[SENTENCE] * 3)
    findings = RefinedRecogniser().recognise(long)
    assert findings.entities == EnglishRecogniser().recognise(long).entities
    assert (findings.note, findings.engine, findings.final) == (LONG, "refined", True)


def test_a_spanish_text_is_left_to_the_rules_as_before() -> None:
    spanish = document(
        "La presidenta de la República habló ayer en la ciudad de Lima con los ministros del gobierno."
    )
    findings = RefinedRecogniser().recognise(spanish)
    assert findings.entities == EnglishRecogniser().recognise(spanish).entities
    assert "Spanish" in findings.note
    assert findings.engine == "refined"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are looked up in /proc")
def test_when_the_child_dies_what_the_first_engine_found_stays_with_a_note(tmp_path: Path) -> None:
    def killed(findings: Findings) -> None:
        heard.append(findings)
        if not findings.final:
            children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
            for child in {pid for listed in children for pid in listed.read_text().split()} - before:
                os.kill(int(child), signal.SIGKILL)

    before = {pid for one in Path(f"/proc/{os.getpid()}/task").glob("*/children") for pid in one.read_text().split()}
    heard: list[Findings] = []
    long = document(*[SENTENCE] * 80)
    search = EntitySearch(engine="refined", store=EntityStore(tmp_path), deliver=killed)
    search.start(long)
    assert search.wait(120)
    assert heard[-1].final
    assert heard[-1].entities == EnglishRecogniser().recognise(long).entities
    assert "the names found so far are kept" in heard[-1].note
    assert not list(tmp_path.iterdir())


def test_refined_findings_are_kept_and_shown_at_once_the_next_time(tmp_path: Path) -> None:
    search = EntitySearch(engine="refined", store=EntityStore(tmp_path))
    short = document(SENTENCE)
    search.start(short)
    first = list(search.results())
    assert [one.final for one in first] == [False, True]
    search.start(short)
    assert list(search.results()) == [first[-1]]
