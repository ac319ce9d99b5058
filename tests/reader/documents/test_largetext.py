"""A text too long to hold: its parts are the document, whatever order they are made in."""

from __future__ import annotations

import hashlib
import os
import random
import textwrap
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import SourceError
from reader.documents.largetext import PART, WHOLE, LargeText
from reader.documents.model import SEPARATOR
from reader.documents.text import load_text
from reader.documents.window import BytesWindow, FileWindow

WORDS = [
    "river",
    "stone",
    "window",
    "morning",
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "was",
    "with",
    "from",
    "under",
    "letter",
    "harbour",
    "said",
    "they",
    "never",
    "small",
    "winter",
    "light",
    "over",
    "people",
    "question",
    "answer",
    "garden",
    "walked",
    "where",
    "when",
    "because",
    "through",
    "without",
    "another",
    "evening",
]


def prose(size: int, *, seed: int = 1) -> list[str]:
    """Paragraphs of made-up sentences, of so many letters in all."""
    chance = random.Random(seed)
    paragraphs: list[str] = []
    while size > 0:
        sentences = []
        for _ in range(chance.randint(1, 7)):
            words = [chance.choice(WORDS) for _ in range(chance.randint(4, 22))]
            sentences.append(" ".join(words).capitalize() + chance.choice(".....?!"))
        paragraphs.append(" ".join(sentences))
        size -= len(paragraphs[-1])
    return paragraphs


def one_line(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def wrapped(paragraphs: list[str]) -> str:
    return "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in paragraphs) + "\n"


def flush(paragraphs: list[str]) -> str:
    return "\n".join(textwrap.fill(paragraph, 72) for paragraph in paragraphs) + "\n"


def indented(paragraphs: list[str]) -> str:
    return "\n".join(textwrap.fill(paragraph, 72, initial_indent="   ") for paragraph in paragraphs) + "\n"


def flow_of(data: bytes, encoding: str | None = None) -> LargeText:
    return LargeText(BytesWindow(data), source="long.txt", encoding=encoding)


def counted(flow: LargeText) -> LargeText:
    while flow.advance():
        pass
    return flow


def joined(flow: LargeText) -> str:
    return SEPARATOR.join(text for index in range(len(flow)) if (text := flow.part(index).text))


@pytest.mark.parametrize("layout", [one_line, wrapped, flush, indented])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_parts_joined_are_the_document(layout: Callable[[list[str]], str], encoding: str) -> None:
    data = layout([*prose(3 * WHOLE), "Où est l’été ? Là-bas."]).encode(encoding)
    flow = counted(flow_of(data))
    document = load_text(data, source="long.txt")
    assert joined(flow) == document.text
    assert flow.fingerprint == document.fingerprint
    assert flow.title == document.title
    assert flow.first_block(len(flow)) == len(document.blocks)
    starts = [flow.start(index) for index in range(len(flow))]
    for index, start in enumerate(starts):
        assert start is not None
        assert document.text.startswith(flow.part(index).text, start)


@pytest.mark.parametrize("layout", [one_line, wrapped, indented])
def test_paragraphs_of_an_even_layout_come_back_as_they_were(layout: Callable[[list[str]], str]) -> None:
    paragraphs = prose(2 * WHOLE, seed=7)
    document = load_text(layout(paragraphs).encode(), source="long.txt")
    assert document.text == SEPARATOR.join(paragraphs)


def test_source_offsets_count_from_the_beginning_of_the_file() -> None:
    text = wrapped(["Überall É.", *prose(2 * WHOLE)])
    document = load_text(b"\xef\xbb\xbf" + text.encode(), source="long.txt")
    for block in document.blocks[:: len(document.blocks) // 50]:
        for run in block.runs:
            assert document.text[run.text : run.text + run.length].replace(" ", "") == "".join(
                text[run.source : run.source + run.length].split()
            )


def test_an_offset_is_located_as_soon_as_it_was_counted() -> None:
    flow = flow_of(one_line(prose(2 * WHOLE)).encode())
    assert flow.locate(0) is None
    assert flow.advance() or flow.complete
    assert flow.locate(5) == (0, 5)
    counted(flow)
    place = flow.locate(WHOLE)
    assert place is not None
    index, offset = place
    start = flow.start(index)
    assert start is not None
    assert start + offset == WHOLE


def test_any_part_can_be_made_first() -> None:
    data = flush(prose(2 * WHOLE)).encode()
    forward, backward = flow_of(data), flow_of(data)
    last = [backward.part(index).text for index in reversed(range(len(backward)))]
    assert [forward.part(index).text for index in range(len(forward))] == last[::-1]


def test_a_part_is_found_by_a_byte_in_it() -> None:
    flow = flow_of(one_line(prose(2 * WHOLE)).encode())
    for position in range(0, flow.size, 997):
        index = flow.part_at(position)
        assert flow.position(index) <= position < flow.position(index + 1)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.sampled_from(["a", " ", "\n", "\r\n", ". B", "é", "\t", "-\n", "\f", "> ", "* "]), min_size=1, max_size=12
    )
)
def test_whatever_is_repeated_every_byte_belongs_to_one_part(pieces: list[str]) -> None:
    data = ("".join(pieces) * (1 + 3 * PART // len("".join(pieces)))).encode()
    flow = flow_of(data)
    positions = [flow.position(index) for index in range(len(flow) + 1)]
    assert positions == sorted(positions)
    assert (positions[0], positions[-1]) == (0, len(data))
    counted(flow)
    total = flow.start(len(flow))
    assert total == sum(len(flow.part(i).text) + 2 for i in range(len(flow)) if flow.part(i).text)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.text(
            st.sampled_from("ab.) é’\u00a0\u0301\u1161가—•>*1\x85\u2028\u202e\x0c\t\ufffd漢"), min_size=1, max_size=9
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_what_is_counted_the_short_way_is_what_is_read(odd: list[str], encoding: str) -> None:
    paragraphs = prose(2 * WHOLE, seed=3)
    for nth, piece in enumerate(odd):
        paragraphs[len(paragraphs) // 3 + nth] = f"{piece} {paragraphs[nth]} {piece}"
    flow = counted(flow_of(one_line(paragraphs).encode(encoding)))
    texts = [flow_of(one_line(paragraphs).encode(encoding)).text(index) for index in range(len(flow))]
    assert texts == [flow.part(index).text for index in range(len(flow))]
    assert flow.fingerprint == hashlib.sha256(joined(flow).encode()).hexdigest()
    assert [flow.start(index + 1) for index in range(len(flow))] == list(
        accumulate(len(text) + 2 if text else 0 for text in texts)
    )


def test_a_line_without_end_is_cut_at_blanks() -> None:
    flow = flow_of(("word " * WHOLE).encode())
    parts = [flow.part(index).text for index in range(len(flow))]
    assert max(map(len, parts)) < 2 * PART
    assert {word for text in parts for word in text.split()} == {"word"}


def test_letters_without_end_are_cut_between_letters() -> None:
    flow = flow_of(("é" * WHOLE).encode())
    assert {letter for index in range(len(flow)) for letter in flow.part(index).text} == {"é"}


def test_a_file_that_is_cut_short_while_open_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text(one_line(prose(4 * WHOLE)))
    flow = LargeText(FileWindow(str(path), source="log.txt"), source="log.txt")
    assert flow.part(0).blocks
    os.truncate(path, 2 * WHOLE)
    assert flow.part(len(flow) - 2).text == ""
    assert flow.changed
    counted(flow)


def test_a_file_that_grows_stays_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text(one_line(prose(2 * WHOLE)))
    flow = LargeText(FileWindow(str(path), source="log.txt"), source="log.txt")
    before = joined(flow)
    with path.open("a") as file:
        file.write("One more line.\n")
    assert joined(counted(flow)) == before
    assert not flow.changed


def test_a_file_that_goes_before_it_is_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        FileWindow(str(tmp_path / "none.txt"), source="none.txt")


def test_a_long_binary_file_is_refused() -> None:
    with pytest.raises(SourceError, match="control"):
        flow_of(bytes(range(256)) * WHOLE)
