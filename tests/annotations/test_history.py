"""Undo and redo: without limit, after a restart, and never over what someone else has changed since."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from annotations.errors import StoreError
from annotations.history import FIELDS, History, Step, Travel, open_history
from annotations.ids import new_id
from annotations.journals import about, journal_of
from annotations.model import Annotation, Span

NOON = datetime(2026, 1, 23, 12, tzinfo=UTC)
PATH = Path("/articles/peru.txt.ana.postil.yaml")


def note(**parts: Any) -> Annotation:
    return Annotation(**{"id": new_id(), "annotator": "ana", "created": NOON, "modified": NOON, **parts})


def content(each: Annotation) -> tuple[object, ...]:
    """What undo answers for; of a deletion, that it is one and not when it was."""
    return tuple(bool(each.deleted) if name == "deleted" else getattr(each, name) for name in FIELDS)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return open_history(PATH, data=tmp_path)


class Desk:
    """Notes in memory, changed as an app would."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.notes: dict[str, Annotation] = {}
        self.now = NOON

    def put(self, what: str, *changed: Annotation) -> None:
        steps = [Step(self.notes.get(each.id), each) for each in changed]
        self.notes |= {each.id: each for each in changed}
        self.history.did(what, steps)

    def foreign(self, changed: Annotation) -> None:
        self.notes[changed.id] = changed

    def undo(self) -> Travel | None:
        return self._taken(self.history.undo(self.notes, now=self._tick()))

    def redo(self) -> Travel | None:
        return self._taken(self.history.redo(self.notes, now=self._tick()))

    def _taken(self, travel: Travel | None) -> Travel | None:
        if travel:
            self.notes |= {each.id: each for each in travel.notes}
        return travel

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def test_an_act_is_taken_back_and_done_again(history: History) -> None:
    desk = Desk(history)
    mine = note(color="yellow")
    desk.put("highlight", mine)
    desk.put("recolour", replace(mine, color="red"))
    travel = desk.undo()
    assert travel
    assert (travel.act.what, desk.notes[mine.id].color) == ("recolour", "yellow")
    assert desk.notes[mine.id].modified == desk.now, "a merge must see that undoing came later"
    desk.undo()
    assert desk.notes[mine.id].deleted == desk.now
    assert desk.undo() is None
    desk.redo()
    desk.redo()
    assert (desk.notes[mine.id].deleted, desk.notes[mine.id].color) == (None, "red")
    assert desk.redo() is None


def test_a_new_act_ends_what_could_be_redone(history: History) -> None:
    desk = Desk(history)
    desk.put("highlight", note())
    desk.undo()
    desk.put("highlight", note())
    assert desk.redo() is None


def test_several_notes_are_one_act(history: History) -> None:
    desk = Desk(history)
    notes = [note(color="red") for _ in range(3)]
    desk.put("import", *notes)
    desk.put("delete", *(replace(each, deleted=NOON) for each in notes))
    desk.undo()
    assert all(each.deleted is None for each in desk.notes.values())


def test_history_goes_on_after_a_restart(tmp_path: Path) -> None:
    desk = Desk(open_history(PATH, data=tmp_path))
    mine = note(spans=(Span(exact="¡Lima!\n", start=1, end=8),), comment="\ud83e half", tags=("a/b",))
    desk.put("highlight", replace(mine, comment="whole"))
    desk.put("comment", replace(mine, comment="more"))
    desk.undo()
    desk.history = open_history(PATH, data=tmp_path)
    assert len(desk.history) == 1
    act = desk.history.next_redo()
    assert act
    assert (act.what, act.steps[0].after.spans) == ("comment", mine.spans)
    desk.redo()
    assert desk.notes[mine.id].comment == "more"


def test_each_file_of_notes_has_its_own_history(tmp_path: Path) -> None:
    Desk(open_history(PATH, data=tmp_path)).put("highlight", note())
    assert len(open_history(PATH.with_name("other.yaml"), data=tmp_path)) == 0


MARKED = note()


@pytest.fixture
def notes_path(tmp_path: Path) -> Path:
    """A file of notes on which there was an act."""
    path = tmp_path / "articles" / "peru.txt.ana.postil.yaml"
    path.parent.mkdir()
    path.touch()
    Desk(open_history(path, data=tmp_path)).put("highlight", MARKED)
    return path


def test_notes_that_were_renamed_or_moved_keep_their_history(tmp_path: Path, notes_path: Path) -> None:
    moved = notes_path.rename(tmp_path / "lima.txt.ana.postil.yaml")
    history = open_history(moved, data=tmp_path, known={MARKED.id})
    act = history.next_undo()
    assert act is not None
    assert act.what == "highlight"
    desk = Desk(history)
    desk.notes = {MARKED.id: MARKED}
    assert desk.undo() is not None
    again = open_history(moved, data=tmp_path, known={MARKED.id})
    assert (len(again), again.next_redo()) == (0, act)
    assert about(journal_of(moved, data=tmp_path)) == moved


def test_a_whole_folder_may_move(tmp_path: Path, notes_path: Path) -> None:
    folder = notes_path.parent.rename(tmp_path / "archive")
    assert len(open_history(folder / notes_path.name, data=tmp_path, known={MARKED.id})) == 1
    assert journal_of(notes_path, data=tmp_path).exists(), "the file may come back, as a drive does"


def test_a_copy_begins_a_history_of_its_own(tmp_path: Path, notes_path: Path) -> None:
    copy = tmp_path / "copy.txt.ana.postil.yaml"
    assert len(open_history(copy, data=tmp_path, known={MARKED.id})) == 0


def test_the_history_of_other_notes_is_nobodys(tmp_path: Path, notes_path: Path) -> None:
    notes_path.unlink()
    assert len(open_history(tmp_path / "other.yaml", data=tmp_path, known={"another id"})) == 0
    assert len(open_history(tmp_path / "other.yaml", data=tmp_path)) == 0


def test_of_a_torn_journal_the_last_whole_act_tells_whose_it_is(tmp_path: Path, notes_path: Path) -> None:
    journal = journal_of(notes_path, data=tmp_path)
    journal.write_bytes(journal.read_bytes() + b'{"do":"x","what":"y","steps":[[nu')
    moved = notes_path.rename(tmp_path / "lima.txt.ana.postil.yaml")
    assert len(open_history(moved, data=tmp_path, known={MARKED.id})) == 1


@pytest.mark.parametrize("torn", [b'{"do":"01a2', b'{"undo":"', b"\xff\xfe", b"{", b'{"do":"x","what":3}'])
def test_a_torn_line_is_passed_over(tmp_path: Path, torn: bytes) -> None:
    desk = Desk(open_history(PATH, data=tmp_path))
    mine = note(color="yellow")
    desk.put("highlight", mine)
    with desk.history.path.open("ab") as file:
        file.write(torn)
    desk.history = open_history(PATH, data=tmp_path)
    desk.put("recolour", replace(mine, color="red"))
    desk.history = open_history(PATH, data=tmp_path)
    desk.undo()
    assert desk.notes[mine.id].color == "yellow"
    desk.undo()
    assert desk.notes[mine.id].deleted
    assert desk.undo() is None


def test_two_sessions_share_one_history(tmp_path: Path) -> None:
    one, two = Desk(open_history(PATH, data=tmp_path)), Desk(open_history(PATH, data=tmp_path))
    first, second = note(), note()
    one.put("highlight", first)
    two.put("highlight", second)
    one.undo()
    later = open_history(PATH, data=tmp_path)
    assert (later.next_undo(), len(later)) == (two.history.next_undo(), 1)


def test_a_field_that_someone_else_has_changed_stays_and_that_is_said(history: History) -> None:
    desk = Desk(history)
    mine = note(color="yellow")
    desk.put("highlight", mine)
    desk.put("recolour and tag", replace(mine, color="red", tags=("a",)))
    desk.foreign(replace(desk.notes[mine.id], tags=("a", "theirs")))
    travel = desk.undo()
    assert travel
    assert (desk.notes[mine.id].color, desk.notes[mine.id].tags) == ("yellow", ("a", "theirs"))
    assert travel.left == {mine.id: ("tags",)}
    travel = desk.undo()
    assert travel
    assert (travel.notes, travel.left) == ((), {mine.id: ("tags",)})
    assert desk.notes[mine.id].deleted is None, "their tags would go with the note"


def test_a_note_that_is_gone_is_not_brought_back_by_undoing_its_colour(history: History) -> None:
    desk = Desk(history)
    mine = note()
    desk.put("highlight", mine)
    desk.put("recolour", replace(mine, color="red"))
    del desk.notes[mine.id]
    travel = desk.undo()
    assert travel
    assert (travel.notes, travel.left) == ((), {mine.id: ("note",)})


def test_a_journal_that_cannot_be_written_is_told_and_undo_works_on(tmp_path: Path) -> None:
    history = open_history(PATH, data=tmp_path)
    (tmp_path / "history").write_text("a file where the folder should be")
    mine = note()
    with pytest.raises(StoreError, match="cannot be"):
        history.did("highlight", [Step(None, mine)])
    assert history.next_undo()


colors = st.sampled_from(["yellow", "red", "green", None])
words = st.sampled_from(["", "a", "b\nc", "é🦊"])


class AgainstAPlainModel(RuleBasedStateMachine):
    """Any acts, undone, redone, with restarts in between, against whole copies of all notes kept in a list."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.desk = Desk(open_history(PATH, data=Path(self.folder.name)))
        self.states: list[dict[str, tuple[object, ...]]] = [{}]
        self.at = 0

    def act(self, *changed: Annotation) -> None:
        was = {each.id: content(each) for each in self.desk.notes.values()}
        if all(was.get(each.id) == content(each) for each in changed):
            return
        self.desk.put("act", *changed)
        del self.states[self.at + 1 :]
        self.states.append(self.living())
        self.at += 1

    def living(self) -> dict[str, tuple[object, ...]]:
        return {each.id: content(each) for each in self.desk.notes.values() if not each.deleted}

    @rule(color=colors, comment=words)
    def make(self, color: Any, comment: str) -> None:
        self.act(note(color=color, comment=comment))

    @rule(data=st.data(), color=colors, comment=words)
    def change(self, data: st.DataObject, color: Any, comment: str) -> None:
        alive = [each for each in self.desk.notes.values() if not each.deleted]
        if alive:
            chosen = data.draw(st.lists(st.sampled_from(range(len(alive))), min_size=1, max_size=2, unique=True))
            self.act(*(replace(alive[index], color=color, comment=comment) for index in chosen))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        alive = [each for each in self.desk.notes.values() if not each.deleted]
        if alive:
            chosen = data.draw(st.lists(st.sampled_from(range(len(alive))), min_size=1, max_size=2, unique=True))
            self.act(*(replace(alive[index], deleted=self.desk.now) for index in chosen))

    @rule()
    def undo(self) -> None:
        assert (self.desk.undo() is None) == (self.at == 0)
        self.at = max(self.at - 1, 0)

    @rule()
    def redo(self) -> None:
        last = len(self.states) - 1
        assert (self.desk.redo() is None) == (self.at == last)
        self.at = min(self.at + 1, last)

    @rule()
    def restart(self) -> None:
        self.desk.history = open_history(PATH, data=Path(self.folder.name))

    @invariant()
    def all_is_as_it_was_then(self) -> None:
        assert self.living() == self.states[self.at]

    def teardown(self) -> None:
        self.folder.cleanup()


AgainstAPlainModel.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestAgainstAPlainModel = AgainstAPlainModel.TestCase


verbs = st.sampled_from(["color", "comment", "delete", "undo", "redo", "theirs"])


@given(st.lists(st.tuples(verbs, words), max_size=12))
def test_what_someone_else_writes_is_never_undone(acts: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(open_history(PATH, data=Path(folder)))
        mine = note()
        desk.put("highlight", mine)
        theirs = mine.entity
        for number, (act, value) in enumerate(acts):
            now = desk.notes[mine.id]
            if act == "theirs":
                theirs = f"entity {number}"
                desk.foreign(replace(now, entity=theirs))
            elif act == "undo":
                desk.undo()
            elif act == "redo":
                desk.redo()
            elif not now.deleted:
                fields: dict[str, Any] = {"color": "red", "comment": value, "deleted": desk.now}
                desk.put(act, replace(now, **{name: made for name, made in fields.items() if name.startswith(act)}))
            assert desk.notes[mine.id].entity == theirs
