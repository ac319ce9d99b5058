"""A file of notes on a real disk: durable, never over another's change, and left alone when it is broken."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotations import disk
from annotations.errors import (
    BrokenNotesError,
    ChangedOnDiskError,
    NewerNotesError,
    StoreError,
    UnwritableNoteError,
)
from annotations.ids import new_id
from annotations.library import read_header
from annotations.model import Annotation, Annotator, DocumentRef, NotesFile, Span
from annotations.store import (
    Change,
    OpenNotes,
    differing,
    is_current,
    open_notes,
    problems,
    read,
    save,
    save_together,
)

ROOT = Path(__file__).parents[2]
ANA = Annotator(id="ana", name="Ana Ruiz")
PERU = DocumentRef(title="Mass protests resume across Peru", source="peru.txt", fingerprint="3f" * 32, length=7012)
NOON = datetime(2026, 1, 23, 12, tzinfo=UTC)
STEPS = ["opened", "written", "synced", "locked", "compared", "replaced", "settled"]


def note(start: int = 0, **parts: object) -> Annotation:
    spans = (Span(exact="Lima", prefix="in ", suffix=", and", start=start, end=start + 4),)
    given = {"id": new_id(), "spans": spans, "annotator": "ana", "created": NOON, "modified": NOON, **parts}
    return Annotation(**given)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "peru.txt.ana.postil.yaml"


def opened(path: Path) -> OpenNotes:
    return open_notes(path, document=PERU, annotator=ANA)


def test_there_is_no_file_before_the_first_note(path: Path) -> None:
    state = opened(path)
    assert state.notes.annotations == ()
    assert not path.exists()
    assert save(state, Change(annotations=(note(),))).stamp
    assert path.exists()


def test_the_file_is_for_people(path: Path) -> None:
    first = note(702, id="01a20963-09b5-73a6-917f-e10ae6435041", color="yellow", tags=("strike", "a/b", "2023"))
    second = note(51, id="01a20963-09b5-73a6-917f-e10aa10b5789", comment="Where does this\ncome from?")
    state = save(opened(path), Change(annotations=(first,)))
    save(state, Change(annotations=(second,)))
    assert (
        path.read_text("utf-8")
        == """\
# Notes made with postil. You may edit them here: comments and keys of your own are kept.
# yaml-language-server: $schema=postil-notes-1.schema.json
postil: 1
document:
  title: Mass protests resume across Peru
  source: peru.txt
  fingerprint: 3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f
  length: 7012
annotator:
  id: ana
  name: Ana Ruiz

annotations:

- id: 01a20963-09b5-73a6-917f-e10aa10b5789
  spans:
  - exact: Lima
    prefix: "in "
    suffix: ", and"
    start: 51
    end: 55
  comment: |-
    Where does this
    come from?
  created: "2026-01-23T12:00:00Z"
  modified: "2026-01-23T12:00:00Z"

- id: 01a20963-09b5-73a6-917f-e10ae6435041
  spans:
  - exact: Lima
    prefix: "in "
    suffix: ", and"
    start: 702
    end: 706
  color: yellow
  tags: [strike, a/b, "2023"]
  created: "2026-01-23T12:00:00Z"
  modified: "2026-01-23T12:00:00Z"
""".replace(": 3f3f", ': "3f3f').replace("3f3f\n", '3f3f"\n')
    )


def test_what_was_saved_is_read_again(path: Path) -> None:
    state = opened(path)
    for start in (30, 10, 20):
        state = save(state, Change(annotations=(note(start),)))
    state = save(state, Change(annotations=(replace(state.notes.annotations[0], comment="First."),)))
    again = read(path)
    assert again
    assert again.notes == state.notes
    assert [each.spans[0].start for each in again.notes.annotations] == [10, 20, 30]


def test_a_deleted_note_stays_as_a_tombstone(path: Path) -> None:
    mine = note(comment="Gone.")
    state = save(opened(path), Change(annotations=(mine,)))
    state = save(state, Change(annotations=(replace(mine, deleted=NOON, modified=NOON),)))
    again = read(path)
    assert again
    assert again.by_id[mine.id].deleted == NOON
    assert again.by_id[mine.id].comment == "Gone."
    assert save(state, Change(drop=frozenset([mine.id]))).notes.annotations == ()


def test_a_file_that_changed_is_not_written_over(path: Path) -> None:
    state = save(opened(path), Change(annotations=(note(),)))
    path.write_text(path.read_text("utf-8").replace("Ana Ruiz", "Ana Ruíz"), "utf-8")
    before = path.read_bytes()
    with pytest.raises(ChangedOnDiskError, match="has changed"):
        save(state, Change(annotations=(note(5),)))
    assert path.read_bytes() == before


def test_a_change_of_the_same_length_in_the_same_moment_is_seen(path: Path) -> None:
    state = save(opened(path), Change(annotations=(note(color="red"),)))
    data = path.read_bytes()
    with path.open("r+b") as file:
        file.write(data.replace(b"red", b"own"))
    assert not is_current(state)


def test_a_file_that_was_only_touched_is_the_same(path: Path) -> None:
    state = save(opened(path), Change(annotations=(note(),)))
    path.write_bytes(path.read_bytes())
    assert is_current(state)
    save(state, Change(annotations=(note(5),)))


def test_two_changes_from_one_state_are_put_together(path: Path) -> None:
    shared, other = note(1, comment="Old."), note(2)
    base = save(opened(path), Change(annotations=(shared, other)))
    later = NOON + timedelta(minutes=1)
    theirs = save(base, Change(annotations=(replace(other, color="red", modified=later),)))
    mine = note(3)
    ours = save_together(base, Change(annotations=(mine, replace(shared, comment="New.", modified=later))))
    now = {each.id: each for each in ours.notes.annotations}
    assert now.keys() == {shared.id, other.id, mine.id}
    assert (now[shared.id].comment, now[other.id].color) == ("New.", "red")
    assert differing(theirs.notes, ours.notes) == {shared.id, mine.id}
    again = read(path)
    assert again
    assert again.notes == ours.notes


def test_a_file_that_was_removed_is_made_again_with_all_notes(path: Path) -> None:
    first = note(1)
    state = save(opened(path), Change(annotations=(first,)))
    path.unlink()
    with pytest.raises(ChangedOnDiskError):
        save(state, Change(annotations=(note(2),)))
    assert len(save_together(state, Change(annotations=(note(2),))).notes.annotations) == 2
    assert path.exists()


def test_a_file_that_was_broken_meanwhile_is_left_alone(path: Path) -> None:
    state = save(opened(path), Change(annotations=(note(),)))
    path.write_text("postil: [", "utf-8")
    with pytest.raises(BrokenNotesError):
        save_together(state, Change(annotations=(note(2),)))
    assert path.read_text("utf-8") == "postil: ["
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX's")
def test_permissions_and_links_stay(tmp_path: Path, path: Path) -> None:
    real = tmp_path / "elsewhere" / "notes.yaml"
    real.parent.mkdir()
    save(opened(path), Change(annotations=(note(),)))
    path.rename(real)
    path.symlink_to(real)
    real.chmod(0o640)
    assert len(save(opened(path), Change(annotations=(note(5),))).notes.annotations) == 2
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert len(list(real.parent.iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("target", ["nowhere", "peru.txt.ana.postil.yaml"])
def test_no_file_is_made_where_a_link_leads(path: Path, target: str) -> None:
    path.symlink_to(path.with_name(target))
    with pytest.raises(StoreError, match=r"leads to no file|cannot be read"):
        save(opened(path), Change(annotations=(note(),)))
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    state = opened(tmp_path / "data" / "notes" / "x.postil.yaml")
    assert save(state, Change(annotations=(note(),))).path.exists()


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(path: Path) -> None:
    path.parent.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be saved"):
        save(opened(path), Change(annotations=(note(),)))


def test_a_path_through_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be"):
        save(opened(tmp_path / "file" / "x.postil.yaml"), Change(annotations=(note(),)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"comment": "half \ud800"},
        {"created": datetime(2026, 1, 1)},  # noqa: DTZ001 - just that is refused
        {"tags": ("",)},
        {"id": ""},
        {"color": "colourless"},
        {"extra": {"mine": object()}},
        {"extra": {"id": "two"}},
    ],
)
def test_a_note_that_no_file_can_hold_is_refused_before_a_byte_is_written(
    path: Path, wrong: dict[str, object]
) -> None:
    state = save(opened(path), Change(annotations=(note(),)))
    before = path.read_bytes()
    with pytest.raises(UnwritableNoteError):
        save(state, Change(annotations=(note(9, **wrong),)))
    assert path.read_bytes() == before


HEAD = 'postil: 1\nannotator: {id: ana}\nannotations:\n- id: one\n  created: "2026-01-23T12:00:00Z"\n'


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("postil: 1\nannotator: {id: ana\n", 3, 1, "not valid YAML"),
        (HEAD + "  color: mauve\n", 6, 10, "mauve is no colour"),
        (HEAD + "  tags: strike\n", 6, 9, "`tags` is text, not a list"),
        (HEAD + "  tags: [a, yes]\n", 6, 13, "the tag True is true or false to YAML"),
        (HEAD + "  comment: 12\n", 6, 12, "`comment` is a number, not text"),
        (HEAD + "  spans:\n  - exact: a\n    start: 5\n    end: 2\n", 9, 10, "ends at 2, before it starts at 5"),
        (HEAD + "  spans:\n  - exact: a\n    start: 5\n", 7, 5, "`end` is missing"),
        (HEAD + "  modified: yesterday\n", 6, 13, "is no time with a zone"),
        (HEAD + "  created: x\n", 6, 3, "the key `created` is given twice"),
        (HEAD + '- id: one\n  created: "2026-01-23T12:00:00Z"\n', 6, 7, "the id one is given twice"),
        (HEAD + '- created: "2026-01-23T12:00:00Z"\n', 6, 3, "this note has no id"),
        (HEAD + "- id: two\n", 6, 3, "`created` is missing"),
        (HEAD + "- just words\n", 6, 3, "this is text, not keys with values"),
        ("postil: 1\nannotator: {id: 007}\n", 2, 17, "cannot name a person"),
        ("postil: 1\nannotations: []\n", 1, 1, "the annotator has no id"),
        ("annotations: []\n", 1, 1, "`postil:` is missing"),
        ("postil: one\n", 1, 9, "is no version"),
        ("", 1, 1, "this is no notes file"),
        ("- a\n", 1, 1, "this is no notes file"),
        ("postil: 1\nannotator: {id: ana}\nannotations: {}\n", 3, 14, "`annotations` is a mapping, not a list"),
        ("postil: 1\nx: \x00\n", 2, 4, "U+0000"),
        ("postil: 1\nx: &a [*a]\n", 2, 4, "anchors and aliases"),
        ("postil: 1\nx: !!python/name:os.system\n", 2, 4, "tags such as"),
        ("postil: 1\nx: " + "[" * 500 + "\n", 2, 63, "nested too deeply"),
    ],
)
def test_a_broken_file_is_told_with_its_place_and_left_alone(
    path: Path, text: str, line: int, column: int, what: str
) -> None:
    path.write_text(text, "utf-8")
    with pytest.raises(BrokenNotesError) as caught:
        opened(path)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert what in error.problem
    assert error.hint
    assert str(error).startswith(f"{path}:{line}:{column}: ")
    assert path.read_text("utf-8") == text


def test_nesting_past_what_the_parser_itself_takes_is_told_alike(path: Path) -> None:
    path.write_text("postil: 1\nx: " + "[" * 5000 + "\n", "utf-8")
    with pytest.raises(BrokenNotesError, match="nested too deeply") as caught:
        opened(path)
    assert caught.value.line == 2


def test_a_file_of_a_later_postil_is_told_apart(path: Path) -> None:
    path.write_text("postil: 2\nwho knows: what\n", "utf-8")
    with pytest.raises(NewerNotesError, match="later postil"):
        opened(path)


def test_bytes_that_are_no_utf8_are_told(path: Path) -> None:
    path.write_bytes(b"postil: 1\n# caf\xe9\n")
    with pytest.raises(BrokenNotesError, match=":2:6: this is not UTF-8"):
        opened(path)


def test_every_problem_of_a_file_is_found(path: Path) -> None:
    text = HEAD + '  color: mauve\n- id: two\n- id: one\n  created: "2026-01-23T12:00:00Z"\n- id: one\n  created: 1\n'
    found = problems(text.encode(), path)
    assert [(each.line, each.problem.split(" ")[0]) for each in found] == [
        (6, "mauve"),
        (7, "`created`"),
        (11, "`created:"),
    ]


CHILD = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from annotations.ids import new_id
from annotations.library import read_header
from annotations.model import Annotation, Annotator, DocumentRef, NotesFile, Span
from annotations.store import Change, open_notes, save_together

path, count, die_at = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
passed = 0

def step(name):
    global passed
    if passed == die_at:
        os.kill(os.getpid(), signal.SIGKILL)
    passed += 1

state = open_notes(path, document=DocumentRef(title="t"), annotator=Annotator(id="ana"))
for number in range(count):
    now = datetime.now(UTC)
    span = Span(exact="Lima", start=number, end=number + 4)
    note = Annotation(id=new_id(), spans=(span,), annotator="ana", created=now, modified=now)
    state = save_together(state, Change(annotations=(note,)), steps=step)
    sys.stdout.write(note.id + "\\n")
    sys.stdout.flush()
"""


def child(path: Path, count: int, die_at: int = -1) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", CHILD, str(path), str(count), str(die_at)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str]) -> list[str]:
    """The ids that the child said were saved."""
    output, _ = process.communicate(timeout=60)
    return output.split()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
@pytest.mark.parametrize("die_at", range(2 * len(STEPS)))
def test_killed_at_any_step_no_note_is_lost_that_was_said_to_be_saved(path: Path, die_at: int) -> None:
    process = child(path, 3, die_at)
    saved = told(process)
    assert process.returncode == -signal.SIGKILL
    assert len(saved) == die_at // len(STEPS)
    state = read(path)
    kept = {each.id for each in state.notes.annotations} if state else set()
    assert kept >= set(saved)
    assert len(kept) <= len(saved) + 1
    # Nothing is held by the dead: the next one saves at once.
    again = save(opened(path), Change(annotations=(note(99),)))
    assert len(again.notes.annotations) == len(kept) + 1


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_killed_at_any_moment_no_note_is_lost_that_was_said_to_be_saved(path: Path) -> None:
    saved: list[str] = []
    for turn in range(4):
        process = child(path, 10_000)
        assert process.stdout
        saved += [process.stdout.readline().strip() for _ in range(3 + turn)]
        process.kill()
        saved += told(process)
        state = read(path)
        assert state
        kept = {each.id for each in state.notes.annotations}
        assert kept >= set(saved)
        assert len(kept) <= len(saved) + turn + 1


def test_processes_that_save_at_once_lose_nothing(path: Path) -> None:
    processes = [child(path, 25) for _ in range(3)]
    saved = [identity for process in processes for identity in told(process)]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len(saved) == 75
    state = read(path)
    assert state
    assert {each.id for each in state.notes.annotations} == set(saved)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_steps_are_told_in_their_order(path: Path) -> None:
    seen: list[str] = []
    save(opened(path), Change(annotations=(note(),)), steps=seen.append)
    assert seen == STEPS


def test_a_save_that_fails_half_way_leaves_nothing_behind(path: Path) -> None:
    state = save(opened(path), Change(annotations=(note(),)))
    before = path.read_bytes()

    def fail(step: str) -> None:
        if step == "written":
            raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left on device") as caught:
        save(state, Change(annotations=(note(5),)), steps=fail)
    assert caught.value.hint == "Make room on the disk, then try again."
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_who_waits_for_a_folder_gets_it(tmp_path: Path) -> None:
    with disk.alone_in(tmp_path):
        pass
    with disk.alone_in(tmp_path):
        assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are POSIX's")
def test_a_pipe_in_the_place_of_notes_is_told_and_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(StoreError, match="no regular file"):
        opened(path)
    assert read_header(path) is None
    with pytest.raises(StoreError):
        save(OpenNotes(path=path, notes=NotesFile(document=PERU, annotator=ANA)), Change(annotations=(note(),)))


def test_a_folder_in_the_place_of_notes_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        opened(path)


def test_a_file_too_large_to_be_notes_is_told(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(disk.LARGEST + 1)
    with pytest.raises(StoreError, match="cannot be read"):
        opened(path)
