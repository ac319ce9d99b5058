"""Where a document was left is remembered, and shown again before anything is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.library import data_folder
from reader import lastread
from reader.documents.load import open_flow
from reader.lastread import LastRead, SeenMark
from reader.marks import NoteMark
from tests.fuzz import seeds
from tests.reader.test_page import Parts, part

words = st.text(st.characters(codec="utf-8"), max_size=20)
marks = st.builds(
    SeenMark,
    words,
    st.integers(0, 999),
    st.integers(0, 999),
    color=st.sampled_from([None, "yellow", "grey"]),
    tags=st.lists(st.text("abc/", min_size=1, max_size=5), max_size=3).map(tuple),
    comment=words,
    replies=st.integers(0, 9),
    initials=words,
    status=st.sampled_from(["exact", "changed"]),
    first=st.booleans(),
)


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "a story.txt"
    path.write_text("Some words.", "utf-8")
    return path


def left(path: Path, **more: object) -> LastRead:
    last = LastRead(lastread.absolute(str(path)))
    for name, value in more.items():
        setattr(last, name, value)
    return last


def fields(mark: SeenMark) -> list[object]:
    return [getattr(mark, name) for name in SeenMark.__slots__]


@given(words, words, st.integers(0, 99), st.lists(marks, max_size=4))
def test_what_is_written_is_read_again(source: str, title: str, percent: int, seen: list[SeenMark]) -> None:
    last = LastRead(source)
    last.title, last.percent, last.top, last.cursor, last.marks = title, percent, (1, 2), (3, 4), seen
    again = lastread.parse(lastread.render(last))
    assert (again.source, again.title, again.percent, again.top, again.cursor) == (
        source,
        title,
        percent,
        (1, 2),
        (3, 4),
    )
    assert list(map(fields, again.marks)) == list(map(fields, seen))


def test_a_document_is_found_from_any_folder(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lastread.write(left(story, percent=42))
    monkeypatch.chdir(story.parent)
    found = lastread.read("a story.txt")
    assert found is not None
    assert found.percent == 42


def test_a_document_that_has_another_size_now_begins_at_the_top(story: Path) -> None:
    lastread.write(left(story))
    story.write_text("Some other words.", "utf-8")
    assert lastread.read(str(story)) is None


def test_standard_input_leaves_no_trace(story: Path) -> None:
    lastread.write(LastRead(lastread.absolute("-")))
    assert lastread.recent() == []


@pytest.mark.parametrize(
    "damage", ["", "something else", "postil last read 1\ntop x y", "postil last read 1\nmark a"]
)
def test_a_damaged_memory_is_done_without(story: Path, damage: str) -> None:
    lastread.write(left(story))
    Path(lastread.file_of(str(story))).write_text(damage, "utf-8")
    assert lastread.read(str(story)) is None
    assert lastread.recent() == []


def test_where_nothing_can_be_kept_nothing_is_said(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(story))
    lastread.write(left(story))
    assert lastread.read(str(story)) is None


def test_the_last_read_comes_first(story: Path) -> None:
    other = story.parent / "other.txt"
    other.write_text("x", "utf-8")
    lastread.write(left(story, time=100, title="Story"))
    lastread.write(left(other, time=200, title="Other"))
    assert [last.title for last in lastread.recent()] == ["Other", "Story"]
    assert [last.title for last in lastread.recent(1)] == ["Other"]


def test_marks_of_the_notes_are_copied_field_by_field() -> None:
    mark = NoteMark(note="n", start=1, end=5, color="red", tags=("a",), comment="c", replies=2, initials="an")
    (copy,) = lastread.seen([mark])
    assert all(getattr(copy, name) == getattr(mark, name) for name in SeenMark.__slots__)


def test_the_folder_is_where_the_rest_of_the_data_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("POSTIL_DATA_DIR", raising=False)
    assert Path(lastread.folder()) == data_folder() / "lastread"
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path))
    assert Path(lastread.folder()) == data_folder() / "lastread"


def test_a_place_is_the_same_spot_while_the_document_has_the_same_parts_and_else_the_same_words() -> None:
    flow = Parts(part("One two."), part("Three four."), part("Five."))
    last = LastRead("/book.epub")
    last.top, last.cursor, last.parts = (1, 0), (1, 6), 3
    last.offsets = 10, 16
    assert last.spots(flow) == ((1, 0), (1, 6))
    other = Parts(part("One two.", "Three four.", "Five."))
    assert last.spots(other) == ((0, 10), (0, 16))
    assert lastread.parse(lastread.render(last)).spots(other) == ((0, 10), (0, 16))


def test_a_place_that_a_document_has_not_come_to_yet_is_waited_for() -> None:
    last = LastRead("/long.pdf")
    last.top, last.cursor, last.parts, last.offsets = (2, 0), (2, 1), 3, (23, 24)
    flow = Parts(part("One two."), part("Three four."), part("Five."), counted=1)
    flow.shown = 1
    assert last.spots(flow) is None
    flow.shown = 3
    assert last.spots(flow) == ((2, 0), (2, 1))
    old = LastRead("/long.pdf")  # as an earlier version kept it
    old.top = 5, 0
    assert old.spots(flow) is None


def test_a_book_that_comes_from_the_cache_is_opened_at_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTIL_CACHE_DIR", str(tmp_path / "cache"))
    numbers = " ".join(str(7919 * n % 100_003) for n in range(9000))
    chapters = {f"{name}.xhtml": f"<html><body><p>{name} {numbers}</p><p>End.</p></body></html>" for name in "ab"}
    book = tmp_path / "b.epub"
    book.write_bytes(seeds.packed({**seeds.EPUB, **chapters}))
    flow = open_flow(str(book))
    last = LastRead(str(book))
    at = flow.part(1).text.index("End.")
    last.top = last.cursor = 1, at
    last.parts = len(flow)
    while flow.advance():
        pass
    start = flow.start(1)
    assert start is not None
    last.offsets = start + at, start + at
    assert flow.document().text[start + at :].startswith("End.")
    again = open_flow(str(book))
    assert [again.start(index) for index in range(2)] != [flow.start(index) for index in range(2)]
    spots = last.spots(again)
    assert spots is not None
    assert again.part(spots[0][0]).text[spots[0][1] :].startswith("End.")
