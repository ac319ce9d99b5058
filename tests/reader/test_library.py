"""Search through titles and notes of all documents: the YAML files are the truth, the index only follows them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotations import library as notes_library
from annotations import store
from annotations.model import Annotation, Annotator, DocumentRef, Span
from reader import lastread
from reader.lastread import LastRead
from reader.library import FILE, Library

NOW = datetime(2024, 3, 9, tzinfo=UTC)


class Shelf:
    """A person's folders, with documents and notes in them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.cache = home / "cache"
        self.library = Library(data=self.data, cache=self.cache)
        self._count = 0

    def note(
        self, name: str, comment: str = "", *, quote: str = "", tags: tuple[str, ...] = (), who: str = "ana"
    ) -> Path:
        """Add a note about a document, known to have been read."""
        self._count += 1
        document = self.home / "docs" / name
        document.parent.mkdir(exist_ok=True)
        document.touch()
        path = notes_library.sidecar(document, who)
        opened = store.open_notes(
            path,
            document=DocumentRef(title=f"Title of {name}", source=name, fingerprint="f"),
            annotator=Annotator(id=who),
        )
        note = Annotation(
            id=f"n{self._count}",
            comment=comment,
            tags=tags,
            spans=(Span(exact=quote, start=0, end=len(quote)),) if quote else (),
            annotator=who,
            created=NOW,
            modified=NOW,
        )
        store.save(opened, store.Change(annotations=(note,)))
        notes_library.remember(path, fingerprint="f", data=self.data)
        return path

    def read(self, source: str, title: str = "") -> None:
        """Remember that a document was read lately."""
        self._count += 1
        last = LastRead(source if "://" in source else str(self.home / "docs" / source))
        last.title, last.time = title, self._count
        lastread.write(last)

    def found(self, words: str) -> list[str]:
        return [hit.note or hit.source for hit in self.library.search(words)]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    return Shelf(tmp_path)


def test_a_note_is_found_by_comment_quote_tag_and_title(shelf: Shelf) -> None:
    shelf.note("a.txt", "Why the Müller brothers?", quote="two men", tags=("crime/fraud",))
    shelf.note("b.txt", "Something else")
    assert shelf.found("brothers muller") == ["n1"]
    assert shelf.found("two") == ["n1"]
    assert shelf.found("fraud") == ["n1"]
    assert set(shelf.found("title")) == {"n1", "n2"}
    [hit] = shelf.library.search("brothers")
    assert (hit.source, hit.title) == (str(shelf.home / "docs" / "a.txt"), "Title of a.txt")
    assert (hit.shown, hit.annotator) == ("Why the Müller brothers?", "ana")


def test_the_last_word_may_be_unfinished_and_quoted_words_stand_together(shelf: Shelf) -> None:
    shelf.note("a.txt", "the white whale")
    shelf.note("b.txt", "whale, quite white")
    assert set(shelf.found("white wha")) == {"n1", "n2"}
    assert shelf.found('"white whale"') == ["n1"]
    assert shelf.found("wha white") == []


def test_words_without_spaces_between_them_are_found(shelf: Shelf) -> None:
    shelf.note("a.txt", "夜のフェリーは九時に出た")
    assert shelf.found("フェリー") == ["n1"]
    assert shelf.found("夜の船") == []


@pytest.mark.parametrize(
    "words", ["", "  ", '"', "*", "AND", "a OR", "NEAR(", "col:x", "-x", "'; DROP TABLE words", '""', "^"]
)
def test_anything_may_be_typed(shelf: Shelf, words: str) -> None:
    shelf.note("a.txt", "words")
    assert isinstance(shelf.found(words), list)


def test_a_document_without_notes_is_found_by_its_title(shelf: Shelf) -> None:
    shelf.note("a.txt")
    shelf.read("a.txt", "Ébb and flood")
    assert shelf.found("ebb flo") == [str(shelf.home / "docs" / "a.txt")]


def test_the_index_follows_the_files(shelf: Shelf) -> None:
    path = shelf.note("a.txt", "first")
    assert shelf.library.refresh() == 1
    assert shelf.library.refresh() == 0
    shelf.note("a.txt", "second")
    assert shelf.found("second") == ["n2"]
    path.unlink()
    assert shelf.found("first") == []
    assert shelf.library.counts() == {}


def test_notes_of_others_beside_a_document_are_found_too(shelf: Shelf) -> None:
    shelf.note("a.txt", "mine")
    path = shelf.note("b.txt", "theirs", who="bo")
    (shelf.data / "known-notes.tsv").unlink()
    shelf.read("a.txt")
    assert shelf.found("theirs") == ["n2"]
    assert shelf.library.counts()[str(path)] == 1


def test_deleted_notes_are_not_found(shelf: Shelf) -> None:
    path = shelf.note("a.txt", "gone")
    opened = store.read(path)
    assert opened is not None
    from dataclasses import replace

    deleted = replace(opened.notes.annotations[0], deleted=NOW)
    store.save(opened, store.Change(annotations=(deleted,)))
    assert shelf.found("gone") == []
    assert shelf.library.counts() == {str(path): 0}


def test_a_broken_notes_file_does_not_hide_the_others(shelf: Shelf) -> None:
    path = shelf.note("a.txt", "whale")
    shelf.note("b.txt", "whale")
    path.write_text("postil: [\n")
    assert shelf.found("whale") == ["n2"]


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, None])
def test_an_index_that_is_broken_is_made_anew(shelf: Shelf, damage: bytes | None) -> None:
    shelf.note("a.txt", "whale")
    assert shelf.found("whale") == ["n1"]
    index = shelf.cache / FILE
    if damage is None:
        data = bytearray(index.read_bytes())
        data[4096:] = bytes(len(data) - 4096)
        index.write_bytes(data)
    else:
        index.write_bytes(damage)
    assert shelf.found("whale") == ["n1"]


def test_an_index_of_another_make_is_made_anew(shelf: Shelf) -> None:
    shelf.note("a.txt", "whale")
    shelf.library.refresh()
    with closing(sqlite3.connect(shelf.cache / FILE)) as index:
        index.execute("PRAGMA user_version = 99")
    assert shelf.found("whale") == ["n1"]


def test_search_works_where_nothing_can_be_cached(shelf: Shelf) -> None:
    shelf.note("a.txt", "whale")
    shelf.cache.write_text("in the way")
    assert shelf.found("whale") == ["n1"]


def test_an_index_that_another_writes_to_is_not_removed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.note("a.txt", "whale")
    shelf.library.refresh()
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout=0.0: real(path, timeout=0.01))
    shelf.note("b.txt", "whale")
    with closing(real(shelf.cache / FILE)) as index:
        index.execute("BEGIN EXCLUSIVE")
        assert set(shelf.found("whale")) == {"n1", "n2"}
        index.rollback()
    assert (shelf.cache / FILE).exists()


def test_what_was_read_lately_is_listed_while_it_is_there(shelf: Shelf) -> None:
    shelf.note("a.txt")
    shelf.read("gone.txt")
    shelf.read("a.txt", "A")
    shelf.read("https://a.example/")
    assert [last.title or last.source for last in shelf.library.recent()] == ["https://a.example/", "A"]


def test_bringing_the_index_up_to_date_can_be_left_for_later(shelf: Shelf) -> None:
    shelf.note("a.txt", "one")
    shelf.note("b.txt", "two")
    assert shelf.library.refresh(cancelled=lambda: True) == 0
    assert shelf.library.refresh() == 2
