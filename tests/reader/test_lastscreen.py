"""What a first screen is painted from is kept as it was, for the very file it was made of, and for nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import lastscreen
from reader.documents.flow import Part
from reader.documents.model import Block, Inline
from reader.frame import Frame
from reader.lastread import in_a_line
from reader.lastscreen import NotAtHandError
from reader.page import Page
from tests.reader.test_page import LONG, Parts, screen


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "book.epub"
    path.write_text("a book", "utf-8")
    return path


def test_the_parts_that_were_kept_are_drawn_as_they_were(book: Path) -> None:
    flow = Parts(*LONG)
    lastscreen.write(str(book), "A book", flow, range(len(flow)))
    saved = lastscreen.read(str(book))
    assert saved is not None
    assert (saved.title, len(saved), saved.start(2), saved.weight(2)) == ("A book", 5, flow.start(2), 100)
    assert saved.locate(0) == (0, 0)
    frame = Frame(60, 14, sidebar=False)
    assert screen(Page(saved, frame)) == screen(Page(flow, frame))


def test_a_part_that_was_not_kept_is_asked_for_in_vain(book: Path) -> None:
    lastscreen.write(str(book), "A book", Parts(*LONG), [0, 4])
    saved = lastscreen.read(str(book))
    assert saved is not None
    assert saved.part(4).text == LONG[4].text
    with pytest.raises(NotAtHandError):
        saved.part(2)


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=60),
    st.text(st.characters(codec="utf-8"), max_size=20),
    st.text(st.characters(codec="utf-8"), max_size=20),
)
def test_any_words_are_kept_letter_for_letter(text: str, label: str, target: str) -> None:
    block = Block(kind="item", start=0, end=len(text), level=2, label=label)
    link = Inline(kind="link", start=0, end=1, target=target)
    lines = [lastscreen._FIRST, "/b", "1 2", "T", "7", *lastscreen._lines(0, None, Part(text, [block], [link]))]
    written = "\n".join(map(in_a_line, lines)) + "\n"
    saved = lastscreen.parse(written, "/b", "1 2")
    part = saved.part(0)
    assert saved.start(0) is None
    assert (part.text, part.blocks[0].label, part.inlines[0].target) == (text, label, target)
    assert (part.blocks[0].kind, part.blocks[0].end, part.blocks[0].level) == ("item", len(text), 2)


def test_a_file_that_was_changed_since_is_read_anew(book: Path) -> None:
    lastscreen.write(str(book), "A book", Parts(*LONG), range(5))
    os.utime(book, ns=(1, 1))
    assert lastscreen.read(str(book)) is None


@pytest.mark.parametrize("source", ["-", "https://a.example/book.epub", "/missing/book.epub"])
def test_what_is_no_file_leaves_no_trace(book: Path, source: str) -> None:
    lastscreen.write(source, "A book", Parts(*LONG), range(5))
    assert lastscreen.read(source) is None


@pytest.mark.parametrize("damage", ["", "x", "postil last screen 1", "{kept}1 2 3", "{kept}0 0 9 9\nwords\n"])
def test_a_damaged_memory_is_done_without(book: Path, damage: str) -> None:
    lastscreen.write(str(book), "A book", Parts(*LONG), range(5))
    (kept,) = (book.parent / "data" / "lastread" / "screens").iterdir()
    kept.write_text(damage.format(kept=kept.read_text("utf-8")), "utf-8")
    assert lastscreen.read(str(book)) is None


def test_what_is_too_long_is_not_kept_and_the_oldest_go_first(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lastscreen, "MOST", 10)
    lastscreen.write(str(book), "A book", Parts(*LONG), range(5))
    assert lastscreen.read(str(book)) is None
    monkeypatch.undo()
    monkeypatch.setenv("POSTIL_DATA_DIR", str(book.parent / "data"))
    monkeypatch.setattr(lastscreen, "MOST_FILES", 2)
    others = [book.with_name(f"{n}.epub") for n in range(3)]
    for age, other in enumerate(others):
        other.write_text("a book", "utf-8")
        lastscreen.write(str(other), "A book", Parts(*LONG), range(5))
        os.utime(lastscreen._file(str(other)), (age, age))
    assert [lastscreen.read(str(other)) is not None for other in others] == [False, True, True]
