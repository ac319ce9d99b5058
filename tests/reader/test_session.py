"""The acts of a person on a document's notes: each takes effect at once, is handed on, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.placement import Placement
from annotations.anchoring.quote import quote_span
from annotations.errors import PostilError, StoreError
from annotations.history import History
from annotations.ids import new_id
from annotations.model import COLORS, Annotation, Annotator, Color, EntityCorrection, Span
from reader.entities.corrections import dismiss
from reader.entities.model import Entity
from reader.notebook import Entry
from reader.session import Passage, ReadOnlyError, Session

TEXT = "On Friday, 46 roadblocks were still reported, primarily in the south. Thousands have marched in the capital."
MIRA = Annotator(id="mira", name="Mira Oy")
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


FOLDER = TemporaryDirectory(prefix="postil-history-")
WARNED: list[PostilError] = []


def quote(passage: Passage) -> Span:
    return quote_span(TEXT, *passage)


def place(note: Annotation) -> tuple[Placement, ...]:
    return tuple(Placement(status="exact", confidence=1.0, start=span.start, end=span.end) for span in note.spans)


def clock() -> Iterator[datetime]:
    return (NOON + timedelta(seconds=n) for n in count())


def session(
    kept: list[Annotation | EntityCorrection] | None = None,
    *,
    ticks: Iterator[datetime] | None = None,
    at: Path | None = None,
) -> Session:
    """A session with no notes; its history is at `at`, or in a folder that goes with the process."""
    numbers = (f"note-{n:03}" for n in count())
    ticks = ticks or clock()
    return Session(
        MIRA,
        quote,
        place,
        (kept if kept is not None else []).extend,
        History(at or Path(FOLDER.name) / f"{new_id()}.jsonl", Path("roads.md")),
        new_id=lambda: next(numbers),
        warn=WARNED.append,
        now=lambda: next(ticks),
    )


def theirs(name: str = "theirs") -> Entry:
    note = Annotation(id=name, annotator="ana", comment="Hm.", created=NOON, modified=NOON)
    return Entry(note)


def test_a_highlight_quotes_its_passage_and_is_handed_on() -> None:
    kept: list[Annotation | EntityCorrection] = []
    act = session(kept)
    entry = act.highlight([(0, 9)], "green")
    assert (entry.quote, entry.note.color, entry.note.annotator) == ("On Friday", "green", "mira")
    assert entry.note.spans[0].suffix.startswith(", 46")
    assert kept == [entry.note]
    assert act.can_undo == "highlight"


def test_highlighting_the_same_words_again_recolours_them() -> None:
    act = session()
    first = act.highlight([(0, 9)], "green")
    assert act.highlight([(0, 9)], "red").note.id == first.note.id
    assert len(act.book) == 1


def test_an_act_that_changes_nothing_is_no_act() -> None:
    kept: list[Annotation | EntityCorrection] = []
    act = session(kept)
    entry = act.highlight([(0, 9)], "green")
    act.recolor(entry.note.id, "green")
    assert len(kept) == 1


def test_the_tags_given_last_are_those_that_were_new() -> None:
    act = session()
    entry = act.annotate([(0, 9)], tags=("a", "b"))
    assert list(act.last_tags) == ["a", "b"]
    act.retag(entry.note.id, ("a", "b", "c"))
    assert list(act.last_tags) == ["c"]
    act.retag(entry.note.id, ("a",))
    assert list(act.last_tags) == ["c"]


def test_a_note_of_someone_else_is_read_only_but_can_be_answered() -> None:
    act = session()
    act.book.put_all([theirs()])
    for deed in (
        lambda: act.recolor("theirs", "red"),
        lambda: act.retag("theirs", ("x",)),
        lambda: act.rewrite("theirs", "x"),
        lambda: act.move("theirs", [(0, 9)]),
        lambda: act.delete(["theirs"]),
    ):
        with pytest.raises(ReadOnlyError, match="ana's"):
            deed()
    assert act.reply("theirs", "No.").note.reply_to == "theirs"


def test_with_a_broken_file_of_notes_nothing_can_be_changed() -> None:
    act = session()
    act.locked = StoreError("x.postil.yaml:3:1: no colon", hint="Mend line 3.")
    with pytest.raises(ReadOnlyError, match="no colon") as caught:
        act.highlight([(0, 9)], "red")
    assert caught.value.hint == "Mend line 3."
    assert (len(act.book), act.can_undo) == (0, "")


def test_a_moved_note_stands_at_its_new_words_and_back_again() -> None:
    act = session()
    entry = act.highlight([(0, 9)], "red")
    assert act.move(entry.note.id, [(11, 24)]).quote == "46 roadblocks"
    assert act.book[entry.note.id].spans == ((11, 24),)
    act.undo()
    assert act.book[entry.note.id].spans == ((0, 9),)


def test_undoing_puts_back_only_what_the_act_had_changed() -> None:
    act = session()
    entry = act.annotate([(0, 9)], comment="mine")
    act.recolor(entry.note.id, "red")
    merged = replace(act.book[entry.note.id].note, comment="edited elsewhere")
    act.book.put(merged, entry.places)
    act.undo()
    now = act.book[entry.note.id].note
    assert (now.color, now.comment) == (None, "edited elsewhere")


def test_what_was_done_in_an_earlier_session_can_be_undone(tmp_path: Path) -> None:
    earlier = session(at=tmp_path / "journal.jsonl")
    note = earlier.highlight([(0, 9)], "red").note
    later = session(at=tmp_path / "journal.jsonl")
    later.book.put(note, place(note))
    assert later.can_undo == "highlight"
    later.undo()
    assert len(later.book) == 0


def test_a_history_that_cannot_be_written_is_told_and_loses_no_note(tmp_path: Path) -> None:
    act = session(at=tmp_path / "folder" / "journal.jsonl")
    (tmp_path / "folder").touch()
    WARNED.clear()
    act.highlight([(0, 9)], "red")
    assert len(WARNED) == 1
    assert act.undo() is not None
    assert len(act.book) == 0
    act.redo()
    assert len(act.book) == 1


def test_time_never_runs_backwards_for_a_note() -> None:
    back = iter([NOON, NOON - timedelta(hours=1)])
    act = session(ticks=back)
    entry = act.highlight([(0, 9)], "red")
    assert act.recolor(entry.note.id, "blue").note.modified == NOON


Content = tuple[tuple[Passage, ...], Color | None, tuple[str, ...], str]
spans = st.tuples(st.integers(0, 40), st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("make"), spans, st.sampled_from(COLORS)),
        st.tuples(st.just("recolor"), st.integers(0, 5), st.sampled_from(COLORS)),
        st.tuples(
            st.just("retag"), st.integers(0, 5), st.lists(st.sampled_from("abc"), max_size=3, unique=True).map(tuple)
        ),
        st.tuples(st.just("rewrite"), st.integers(0, 5), st.sampled_from(["", "one", "two"])),
        st.tuples(st.just("move"), st.integers(0, 5), spans),
        st.tuples(st.just("delete"), st.integers(0, 5), st.none()),
        st.tuples(st.just("undo"), st.none(), st.none()),
        st.tuples(st.just("redo"), st.none(), st.none()),
    ),
    max_size=40,
)


@given(deeds)
def test_any_sequence_of_acts_undone_and_redone_is_that_of_a_plain_list_of_states(
    steps: list[tuple[str, object, object]],
) -> None:
    kept: list[Annotation | EntityCorrection] = []
    act = session(kept)
    states: list[dict[str, Content]] = [{}]
    here = 0
    for what, first, second in steps:
        state = dict(states[here])
        alive = sorted(state)
        if what in ("undo", "redo"):
            target = here + (1 if what == "redo" else -1)
            changed = act.undo() if what == "undo" else act.redo()
            if not 0 <= target < len(states):
                assert changed is None
                continue
            here = target
        else:
            if what == "make":
                entry = act.annotate([first], color=second)  # type: ignore[list-item, arg-type]  # drawn above
                state[entry.note.id] = ((first,), second, (), "")  # type: ignore[assignment]  # as above
            elif alive:
                note = alive[int(str(first)) % len(alive)]
                passages, color, tags, comment = state[note]
                if what == "delete":
                    act.delete([note])
                    del state[note]
                elif what == "move":
                    act.move(note, [second])  # type: ignore[list-item]  # as above
                    state[note] = ((second,), color, tags, comment)  # type: ignore[assignment]  # as above
                else:
                    getattr(act, what)(note, second)
                    fields = {"recolor": color, "retag": tags, "rewrite": comment} | {what: second}
                    state[note] = (passages, fields["recolor"], fields["retag"], fields["rewrite"])  # type: ignore[assignment]  # as above
            if state != states[here]:
                del states[here + 1 :]
                states.append(state)
                here += 1
        shown = {
            entry.note.id: (tuple(entry.spans), entry.note.color, entry.note.tags, entry.note.comment)
            for entry in act.book.living()
        }
        assert shown == states[here]
    # What was handed on, put together in order, is what the notebook holds: nothing was changed in passing.
    stored: dict[str, Annotation | EntityCorrection] = {}
    for one in kept:
        stored[one.id] = one
    assert stored == {entry.note.id: entry.note for entry in act.book}


def test_a_note_that_moved_remembers_its_place_as_soon_as_one_deals_with_it() -> None:
    act = session()
    act.fingerprint = "f" * 64
    entry = act.highlight([(0, 9)], "red")
    act.book.put(entry.note, (Placement(status="moved", confidence=0.9, start=11, end=20),))
    after = act.recolor(entry.note.id, "blue")
    latest = after.note.spans[0].latest
    assert latest is not None
    assert (latest.start, latest.end, latest.status, latest.fingerprint) == (11, 20, "moved", "f" * 64)
    assert (after.note.spans[0].start, after.spans) == (0, ((11, 20),))


def test_a_correction_of_an_entity_is_handed_on_taken_back_and_done_again_in_a_later_session(tmp_path: Path) -> None:
    kept: list[Annotation | EntityCorrection] = []
    act = session(kept, at=tmp_path / "acts.jsonl")
    wrong = dismiss(Entity(id="person:Nobody", name="Nobody", kind="person"), now=NOON)
    act.correct("dismiss Nobody", [wrong])
    assert kept == [wrong]
    later = session(kept, at=tmp_path / "acts.jsonl")
    later.corrections = {wrong.id: wrong}
    travel = later.undo()
    assert travel is not None
    assert travel.act.what == "dismiss Nobody"
    assert later.corrections[wrong.id].deleted is not None
    later.redo()
    assert later.corrections[wrong.id].deleted is None
    assert kept[-1] == later.corrections[wrong.id]


def test_a_correction_is_withdrawn_long_after_it_was_made_and_that_is_undone_too() -> None:
    act = session()
    wrong = dismiss(Entity(id="person:Nobody", name="Nobody", kind="person"), now=NOON)
    act.correct("dismiss Nobody", [wrong])
    act.highlight([(0, 9)], "green")
    act.withdraw("restore Nobody", [wrong.id])
    assert act.corrections[wrong.id].deleted is not None
    act.undo()
    assert act.corrections[wrong.id].deleted is None
