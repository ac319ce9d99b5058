"""Opening the desk: everyone's notes on a document, where they stand, and where the reader's own are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotations import store, texts
from annotations.anchoring.quote import locate_quote, quote_span
from annotations.ids import new_id
from annotations.model import Annotation, Annotator
from reader import desk as desks
from reader.config import Settings
from reader.desk import Desk, Subject, open_desk
from reader.documents.load import load

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "roads.md"
    path.write_text("# Roads\n\nOn Friday, 46 roadblocks were reported. Thousands marched.\n", "utf-8")
    return path


def opened(article: Path, who: str = "mira") -> Desk:
    settings = Settings(path=article, annotator=Annotator(id=who))
    return open_desk(Subject.of(load(str(article))), settings, data=article.parent / "data")


def note(article: Path, quote: str, *, by: str = "mira") -> Annotation:
    text = load(str(article)).text
    span = quote_span(text, *locate_quote(text, quote))
    return Annotation(id=new_id(), spans=(span,), annotator=by, created=NOON, modified=NOON)


def save(desk: Desk, *notes: Annotation) -> Path:
    assert desk.mine is not None
    return store.save_together(desk.mine, store.Change(annotations=notes)).path


def test_everyones_notes_are_found_and_placed(article: Path) -> None:
    save(opened(article), note(article, "46 roadblocks"))
    save(opened(article, "ana"), note(article, "Thousands", by="ana"))
    desk = opened(article)
    assert sorted((entry.note.annotator, entry.status) for entry in desk.entries) == [
        ("ana", "exact"),
        ("mira", "exact"),
    ]
    assert [person.id for person in desk.people] == ["ana", "mira"]


def test_nothing_is_written_by_opening(article: Path) -> None:
    opened(article)
    assert [path.name for path in article.parent.iterdir()] == ["roads.md"]


def test_the_header_names_the_document_beside_the_notes(article: Path) -> None:
    path = save(opened(article), note(article, "46 roadblocks"))
    document = store.open_notes(path, document=opened(article).blank.notes.document, annotator=Annotator(id="x"))
    assert (document.notes.document.source, document.notes.document.title) == ("roads.md", "Roads")


def test_a_broken_file_of_someone_else_does_not_hide_the_others(article: Path) -> None:
    save(opened(article), note(article, "46 roadblocks"))
    (article.parent / "roads.md.ana.postil.yaml").write_text("postil: [", "utf-8")
    desk = opened(article)
    assert len(desk.entries) == 1
    assert desk.locked is None
    assert [path.name for path in desk.broken] == ["roads.md.ana.postil.yaml"]


def test_the_readers_own_broken_file_locks_the_desk(article: Path) -> None:
    (article.parent / "roads.md.mira.postil.yaml").write_text("postil: [", "utf-8")
    desk = opened(article)
    assert desk.mine is None
    assert "roads.md.mira.postil.yaml:" in str(desk.locked)


def test_a_changed_text_finds_its_notes_by_the_text_that_was_kept(article: Path) -> None:
    desk = opened(article)
    save(desk, note(article, "46 roadblocks"))
    desk.remember()
    assert texts.get(desk.subject.fingerprint, data=desk.data) == desk.subject.text()
    article.write_text(article.read_text("utf-8").replace("On Friday,", "On Friday, as every day,"), "utf-8")
    later = opened(article)
    (entry,) = later.entries
    assert entry.status == "moved"
    assert later.subject.text()[slice(*entry.spans[0])] == "46 roadblocks"
    assert (desk.quoting, later.quoting) == (None, later.subject.fingerprint)


def test_of_a_long_text_notes_are_where_they_say_without_reading_it(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(opened(article), note(article, "46 roadblocks"), replace(note(article, "Thousands"), id=new_id()))
    monkeypatch.setattr(desks, "LONG", 1)

    def unread() -> str:
        raise AssertionError("the text was asked for")

    subject = replace(Subject.of(load(str(article))), text=unread)
    settings = Settings(path=article, annotator=Annotator(id="mira"))
    desk = open_desk(subject, settings, data=article.parent / "data")
    assert [entry.status for entry in desk.entries] == ["exact", "exact"]
    desk.remember()


def test_new_files_are_seen_and_an_unchanged_folder_is_not_read_again(article: Path) -> None:
    look = opened(article).watch()
    assert look() == []
    path = save(opened(article, "ana"), note(article, "Thousands", by="ana"))
    assert look() == [path]
    assert look() == [path]


@pytest.mark.parametrize("allowed", [True, False])
def test_a_new_file_of_notes_has_landmarks_unless_no_text_may_be_passed_on(article: Path, *, allowed: bool) -> None:
    settings = Settings(path=Path("none"), annotator=Annotator(id="mira"), landmarks=allowed)
    subject = Subject.of(load(str(article)))
    desk = open_desk(subject, settings, data=article.parent / "data")
    found = store.read(save(desk, note(article, "46 roadblocks")))
    assert found is not None
    assert bool(found.notes.landmarks) == allowed
    assert all(subject.text().startswith(words, offset) for offset, words in found.notes.landmarks)
