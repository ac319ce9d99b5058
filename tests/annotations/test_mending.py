"""Changes to a notes file's text: the lines of what changed, and no others; comments and a person's own keys stay."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import codec
from annotations.errors import BrokenNotesError
from annotations.mending import fresh_sheet
from annotations.model import Annotation, DocumentRef, NotesFile
from annotations.opened import Change, OpenNotes, changed
from annotations.store import read_bytes
from annotations.yaml_nodes import comments
from tests.annotations.edits import FILE, edited, edits
from tests.annotations.strategies import corrections, documents, notes, notes_files, spans

PATH = Path("peru.txt.ana.postil.yaml")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

HAND_MADE = """\
# For the piece on Peru.
postil: 1
document:
  # As in the paper:
  title: Mass protests
  desk: foreign   # mine
  length: 7000
annotator: {id: ana, name: Ana Ruiz}
project: winter

annotations:

# The march
- id: one
  color: yellow   # or red?
  seen: yes
  spans:
  - exact: thousands have marched   # sic
    start: 50
    end: 72
  # When?
  created: "2026-01-23T17:10:15Z"
  colour note: [a, b]
- {id: two, created: "2026-01-23T17:10:15Z", spans: [{exact: Lima, start: 80, end: 84}]}  # the capital

- created: 2026-01-23T17:10:15Z
  id: three
  comment: >
    Folded
    words.   # no comment

  spans:
    - exact: Cusco
      start: 10
      end: 15

# That is all.
"""


def opened(text: str) -> OpenNotes:
    return read_bytes(text.encode(), PATH)


def text_of(state: OpenNotes) -> str:
    return state.sheet.data().decode()


def by_id(state: OpenNotes, identity: str) -> Annotation:
    return next(note for note in state.notes.annotations if note.id == identity)


def lines_apart(before: str, after: str) -> tuple[Counter[str], Counter[str]]:
    """The lines that only one of two texts has."""
    old, new = Counter(before.splitlines()), Counter(after.splitlines())
    return old - new, new - old


def test_another_colour_changes_one_line_and_keeps_the_comment_beside_it() -> None:
    state = opened(HAND_MADE)
    after = changed(state, Change(annotations=(replace(by_id(state, "one"), color="red"),)))
    assert lines_apart(HAND_MADE, text_of(after)) == (
        Counter(["  color: yellow   # or red?"]),
        Counter(["  color: red  # or red?"]),
    )


def test_a_removed_colour_leaves_its_comment() -> None:
    state = opened(HAND_MADE)
    after = changed(state, Change(annotations=(replace(by_id(state, "one"), color=None),)))
    assert lines_apart(HAND_MADE, text_of(after)) == (
        Counter(["  color: yellow   # or red?"]),
        Counter(["  # or red?"]),
    )


def test_a_new_comment_stands_where_comments_stand() -> None:
    state = opened(HAND_MADE)
    after = changed(state, Change(annotations=(replace(by_id(state, "one"), comment="Sure?\n\nAsk."),)))
    added = HAND_MADE.replace("or red?\n", "or red?\n  comment: |-\n    Sure?\n\n    Ask.\n")
    assert sorted(text_of(after).splitlines()) == sorted(added.splitlines())
    assert by_id(opened(text_of(after)), "one").comment == "Sure?\n\nAsk."


def test_a_note_in_braces_is_written_in_our_way_when_it_changes() -> None:
    state = opened(HAND_MADE)
    after = changed(state, Change(annotations=(replace(by_id(state, "two"), tags=("capital",)),)))
    assert "# the capital\n- id: two\n" in text_of(after)
    assert after.notes == opened(text_of(after)).notes


def test_keys_of_the_header_that_are_a_persons_own_stay() -> None:
    state = opened(HAND_MADE)
    reference = replace(state.notes.document, length=7100, loader="text/1")
    after = changed(state, Change(document=reference))
    assert lines_apart(HAND_MADE, text_of(after)) == (
        Counter(["  length: 7000"]),
        Counter(["  length: 7100", "  loader: text/1"]),
    )
    assert state.notes.extra == {"project": "winter"}
    assert by_id(state, "one").extra == {"seen": True, "colour note": ["a", "b"]}


def test_a_note_goes_where_its_passage_stands_even_in_a_file_out_of_order() -> None:
    state = opened(HAND_MADE)
    assert [note.id for note in state.notes.annotations] == ["three", "one", "two"]
    new = Annotation(
        id="four", spans=(replace(by_id(state, "one").spans[0], start=60, end=70),), created=NOW, modified=NOW
    )
    after = changed(state, Change(annotations=(new,)))
    assert lines_apart(HAND_MADE, text_of(after))[0] == Counter()
    assert after.order == ("one", "four", "two", "three")
    assert opened(text_of(after)).notes == after.notes


def test_a_file_laid_out_by_another_program_keeps_its_layout() -> None:
    text = (
        "---\n\npostil: 1\nannotator:\n  id: ana\nannotations:\n  # First\n  - id: one\n    tags:\n      - a\n"
        "    created: '2026-01-23T17:10:15Z'\n\n  - id: two\n    created: '2026-01-23T17:10:15Z'\n"
    )
    state = opened(text)
    after = changed(state, Change(annotations=(replace(by_id(state, "two"), color="red", modified=NOW),)))
    assert lines_apart(text, text_of(after)) == (
        Counter(),
        Counter(["    color: red", '    modified: "2026-03-01T12:00:00Z"']),
    )
    assert opened(text_of(after)).notes == after.notes


def test_a_file_of_json_is_written_anew_when_it_changes() -> None:
    note = '{"id": "one", "created": "2026-01-23T17:10:15Z"}'
    text = f'{{"postil": 1, "annotator": {{"id": "ana"}}, "annotations": [\n {note}]}}'
    state = opened(text)
    assert state.sheet.rigid
    after = changed(state, Change(annotations=(replace(by_id(state, "one"), color="red"),)))
    assert opened(text_of(after)).notes == after.notes
    assert not opened(text_of(after)).sheet.rigid


@pytest.mark.parametrize(
    "layout",
    [
        "annotations: # mine\n- {one}\n- {two}\n",
        "annotations:   \n- {one}\n- {two}\n",
        "annotations: [{one}, {two}]\n",
        "annotations:\n  [{one},\n  {two}] # mine\n",
        '"annotations":\n- {one}\n- {two}\n',
        "annotations:\n-\n  {one}\n-   {two}\n",
        "annotations:\r\n- {one}\r\n- {two}\n",
    ],
)
def test_no_note_is_lost_whatever_the_layout(layout: str) -> None:
    both = {each: f'{{id: {each}, created: "2026-01-23T17:10:15Z"}}' for each in ("one", "two")}
    text = "postil: 1\nannotator: {id: ana}\n" + layout.format(**both)
    state = opened(text)
    assert {note.id for note in state.notes.annotations} == {"one", "two"}
    new = Annotation(id="three", created=NOW, modified=NOW)
    for change in (Change(annotations=(new,)), Change(annotations=(replace(by_id(state, "two"), color="red"), new))):
        after = changed(state, change)
        assert {note.id for note in after.notes.annotations} == {"one", "two", "three"}
        assert opened(text_of(after)).notes == after.notes
        assert ("# mine" in text_of(after)) == ("# mine" in text)
    after = changed(state, Change(drop=frozenset(["one", "two"])))
    assert opened(text_of(after)).notes.annotations == ()


@pytest.mark.parametrize("odd", ["  # one\u2028  # two", "  own: a\x85  own too: b", "  # mixed\r", "# \ufeff"])
def test_a_character_that_breaks_lines_disturbs_only_its_own_note(odd: str) -> None:
    text = HAND_MADE.replace("  seen: yes", odd)
    state = opened(text)
    after = changed(state, Change(annotations=(replace(by_id(state, "three"), color="red"),)))
    assert text_of(after).replace("  color: red\n", "") == text
    after = changed(state, Change(annotations=(replace(by_id(state, "one"), color="red"),)))
    assert opened(text_of(after)).notes == after.notes
    assert by_id(after, "three") == by_id(state, "three")
    assert "# or red?" in text_of(after)


def test_windows_line_ends_stay() -> None:
    text = HAND_MADE.replace("\n", "\r\n")
    state = opened("\ufeff" + text)
    after = changed(state, Change(annotations=(replace(by_id(state, "one"), color="red"),)))
    assert text_of(after) == "\ufeff" + text.replace("yellow   #", "red  #")


@st.composite
def changes(draw: st.DrawFn, state: OpenNotes) -> Change:
    """Any change to these notes: some anew, some different in one thing or two, some dropped."""
    parts: dict[str, st.SearchStrategy[object]] = {
        "color": st.sampled_from([None, "red", "green"]),
        "comment": st.sampled_from(["", "Sure?", "a\n\n  b\n", "\x00", " a\n", "yes"]),
        "tags": st.sampled_from([(), ("a",), ("b", "yes")]),
        "spans": st.lists(spans, max_size=2).map(tuple),
        "deleted": st.sampled_from([None, NOW]),
    }
    edited: list[Annotation] = []
    for note in state.notes.annotations:
        if draw(st.booleans()):
            keys = draw(st.lists(st.sampled_from(sorted(parts)), min_size=1, max_size=2, unique=True))
            edited.append(replace(note, **{key: draw(parts[key]) for key in keys}))  # type: ignore[arg-type]
    identities = [note.id for note in state.notes.annotations] + [made.id for made in state.notes.entities]
    return Change(
        annotations=(*edited, *draw(st.lists(notes(), max_size=2))),
        entities=tuple(draw(st.lists(corrections, max_size=1))),
        drop=frozenset(draw(st.lists(st.sampled_from(identities), max_size=1))) if identities else frozenset(),
        document=draw(st.none() | documents),
        landmarks=draw(st.sampled_from([None, (), ((1, "a"),)])),
    )


COMMENTS = ["# c", "  # c", "    # c", "", "  ", "# c: d", "#", "# a\u2028# b", "# c\r", "  # \x85  # d"]
places = st.lists(st.tuples(st.integers(0, 99), st.sampled_from(COMMENTS)), max_size=4)


@settings(max_examples=40)
@given(st.data(), notes_files(max_size=3), places)
def test_after_any_change_the_file_says_what_memory_says_and_has_all_comments(
    data: st.DataObject, file: NotesFile, added: list[tuple[int, str]]
) -> None:
    lines = fresh_sheet(codec.notes_to_plain(file)).data().decode().split("\n")
    for place, words in added:
        lines.insert(place % len(lines), words)
    text = "\n".join(lines)
    try:
        state = opened(text)
    except BrokenNotesError:
        # The comment fell into a text and made it another.
        return
    change = data.draw(changes(state))
    after = changed(state, change)
    written = text_of(after)
    assert opened(written).notes == after.notes
    dropped = [note.id for note in state.notes.annotations if note.id in change.drop]
    if not dropped and not change.drop:
        kept, had = (Counter(words for _, words in comments(each)) for each in (written, text))
        assert had <= kept
    touched = {note.id for note in change.annotations} | change.drop
    if not state.sheet.rigid and state.sheet.sections:
        before = dict(zip(state.order, _items(state), strict=True))
        now = dict(zip(after.order, _items(after), strict=True))
        assert {key: piece for key, piece in before.items() if key not in touched} == {
            key: piece for key, piece in now.items() if key in before and key not in touched
        }


def _items(state: OpenNotes) -> list[bytes]:
    section = state.sheet.section("annotations")
    return list(section.items or []) if section else []


def test_a_document_without_a_change_of_its_own_is_left_alone() -> None:
    state = opened(HAND_MADE)
    same = DocumentRef(title="Mass protests", length=7000)
    assert text_of(changed(state, Change(document=same))) == HAND_MADE


@settings(max_examples=60)
@given(st.data(), st.lists(edits, max_size=3))
def test_after_any_edit_by_hand_a_change_changes_what_it_should(
    data: st.DataObject, by_hand: list[tuple[str, int, str]]
) -> None:
    text = edited(FILE, by_hand)
    try:
        state = opened(text)
    except BrokenNotesError:
        return
    change = data.draw(changes(state))
    after = changed(state, change)
    assert opened(text_of(after)).notes == after.notes
    if not change.drop:
        kept, had = (Counter(words for _, words in comments(each)) for each in (text_of(after), text))
        assert had <= kept
