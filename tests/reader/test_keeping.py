"""Notes are kept on disk while they are written: nothing that was handed over is lost, whoever else writes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotations import store
from annotations.ids import new_id
from annotations.model import Annotation, Annotator, DocumentRef, NotesFile, Span
from annotations.store import Change, OpenNotes
from reader.keeping import Keeper, Lost, Moved, News, NotSaved, Saved

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MIRA, ANA = Annotator(id="mira"), Annotator(id="ana")
REFERENCE = DocumentRef(title="Roads", source="roads.md", fingerprint="0" * 64, length=100)


def note(comment: str = "", *, by: str = "mira", start: int = 0) -> Annotation:
    span = Span(exact="words", start=start, end=start + 5)
    return Annotation(id=new_id(), spans=(span,), comment=comment, annotator=by, created=NOON, modified=NOON)


class Ear:
    """Hears the news, and waits for them."""

    def __init__(self) -> None:
        self.heard: list[News] = []
        self._new = threading.Condition()

    def __call__(self, news: News) -> None:
        with self._new:
            self.heard.append(news)
            self._new.notify_all()

    def wait_for(self, kind: type[News], count: int = 1) -> News:
        with self._new:
            assert self._new.wait_for(lambda: sum(isinstance(n, kind) for n in self.heard) >= count, timeout=10)
        return [news for news in self.heard if isinstance(news, kind)][count - 1]


class Home:
    """A folder with notes, and keepers that are closed in the end."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "roads.md.mira.postil.yaml"
        self.theirs = folder / "roads.md.ana.postil.yaml"
        self.keepers: list[Keeper] = []

    def blank(self, path: Path, who: Annotator) -> OpenNotes:
        return OpenNotes(path=path, notes=NotesFile(document=REFERENCE, annotator=who))

    def keeper(self, ear: Ear, *, broken: bool = False) -> Keeper:
        blank = self.blank(self.path, MIRA)
        mine = None if broken else store.read(self.path) or blank
        keeper = Keeper(mine, blank, {}, ear, look_for=self.others, look_every=0.02)
        self.keepers.append(keeper)
        return keeper

    def others(self) -> list[Path]:
        return [self.theirs] if self.theirs.exists() else []

    def write(self, path: Path, who: Annotator, *notes: Annotation) -> None:
        opened = store.read(path) or self.blank(path, who)
        store.save(opened, Change(annotations=notes))

    def stored(self) -> dict[str, Annotation]:
        opened = store.read(self.path)
        return {} if opened is None else dict(opened.by_id)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    for keeper in home.keepers:
        keeper.close()


def test_what_is_handed_over_is_on_disk_when_saved_is_told(home: Home) -> None:
    ear, first = Ear(), note("one")
    keeper = home.keeper(ear)
    keeper.keep([first])
    ear.wait_for(Saved)
    assert home.stored() == {first.id: first}
    assert keeper.waiting == 0


def test_of_many_changes_to_a_note_the_last_one_is_kept(home: Home) -> None:
    keeper = home.keeper(Ear())
    first = note()
    for n in range(50):
        keeper.keep([replace(first, comment=str(n), modified=NOON + timedelta(seconds=n))])
    assert keeper.settle(10)
    assert home.stored()[first.id].comment == "49"


def test_two_postils_on_one_file_lose_nothing(home: Home) -> None:
    first, second = home.keeper(Ear()), home.keeper(Ear())
    notes = [note(str(n), start=n) for n in range(40)]
    for n, one in enumerate(notes):
        (first if n % 2 else second).keep([one])
    assert first.settle(20)
    assert second.settle(20)
    assert home.stored().keys() == {one.id for one in notes}


def test_what_another_postil_saves_is_told(home: Home) -> None:
    here, there = Ear(), Ear()
    first = note("here")
    keeper = home.keeper(here)
    keeper.keep([first])
    assert keeper.settle(10)
    other = home.keeper(there)
    edited = replace(first, comment="there", modified=NOON + timedelta(minutes=1))
    other.keep([edited])
    news = here.wait_for(Moved)
    assert isinstance(news, Moved)
    assert [one.comment for one in news.notes] == ["there"]


def test_another_persons_new_file_is_noticed_and_so_are_its_changes(home: Home) -> None:
    ear, hers = Ear(), note("hm", by="ana")
    home.keeper(ear)
    home.write(home.theirs, ANA, hers)
    first = ear.wait_for(Moved)
    assert isinstance(first, Moved)
    assert (first.header.annotator.id, [one.comment for one in first.notes]) == ("ana", ["hm"])
    home.write(home.theirs, ANA, note("more", by="ana", start=9))
    second = ear.wait_for(Moved, 2)
    assert isinstance(second, Moved)
    assert [one.comment for one in second.notes] == ["more"]


def test_a_file_broken_while_open_is_told_left_alone_and_taken_up_again_when_mended(home: Home) -> None:
    ear, first, second = Ear(), note("one"), note("two", start=9)
    keeper = home.keeper(ear)
    keeper.keep([first])
    ear.wait_for(Saved)
    good = home.path.read_text("utf-8")
    broken = good.replace("start: 0", "start: zero")
    assert broken != good
    home.path.write_text(broken, "utf-8")
    lost = ear.wait_for(Lost)
    assert isinstance(lost, Lost)
    assert lost.mine
    assert "roads.md.mira.postil.yaml:" in str(lost.error)
    keeper.keep([second])
    ear.wait_for(NotSaved)
    assert home.path.read_text("utf-8") == broken
    assert keeper.waiting == 1
    home.path.write_text(good, "utf-8")
    assert keeper.settle(10)
    assert home.stored().keys() == {first.id, second.id}


def test_a_file_that_was_broken_at_the_start_is_taken_up_when_it_is_mended(home: Home) -> None:
    home.write(home.path, MIRA, note("one"))
    good = home.path.read_text("utf-8")
    home.path.write_text("postil: [", "utf-8")
    ear = Ear()
    home.keeper(ear, broken=True)
    ear.wait_for(Lost)
    home.path.write_text(good, "utf-8")
    news = ear.wait_for(Moved)
    assert isinstance(news, Moved)
    assert [one.comment for one in news.notes] == ["one"]


def test_a_disk_that_refuses_is_told_and_tried_again(home: Home) -> None:
    ear, first = Ear(), note("one")
    keeper = home.keeper(ear)
    home.path.mkdir()
    keeper.keep([first])
    failed = ear.wait_for(NotSaved)
    assert isinstance(failed, NotSaved)
    assert (failed.waiting, keeper.waiting) == (1, 1)
    assert not keeper.settle(0.2)
    home.path.rmdir()
    assert keeper.settle(10)
    assert home.stored() == {first.id: first}


def test_a_note_that_cannot_be_written_does_not_keep_the_others_from_the_disk(home: Home) -> None:
    ear, good, bad = Ear(), note("good"), note("half a \ud800 pair", start=9)
    keeper = home.keeper(ear)
    keeper.keep([bad, good])
    ear.wait_for(NotSaved)
    assert home.stored().keys() == {good.id}
    assert keeper.waiting == 1
