"""One table of keys, remappable by id, from which the bindings, the help and the docs are made."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from textual.keys import _character_to_key

from reader.app.acts import NoteActs
from reader.app.copying import Copying
from reader.app.following import Following
from reader.app.going import Going
from reader.app.keys import READING, as_markdown, keyboard, shown, toolkit_name
from reader.app.names import Names
from reader.app.reattaching import Reattaching
from reader.app.screens.annotating import AnnotatingScreen
from reader.app.tabs import Tabs
from reader.app.widgets.reading import ReadingView
from reader.config import ConfigError, KeyChoice

ACTS = [act for group in READING for act in group.acts]


def test_no_two_acts_share_an_id_or_a_default_key() -> None:
    assert [act for act, count in Counter(act.id for act in ACTS).items() if count > 1] == []
    keys = Counter(toolkit_name(key) for act in ACTS for key in act.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_act_is_done_by_somebody() -> None:
    doers = {
        "notes": NoteActs,
        "going": Going,
        "reattaching": Reattaching,
        "copying": Copying,
        "names": Names,
        "links": Following,
        "tabs": Tabs,
    }
    for act in ACTS:
        doer, _, call = act.action.rpartition(".")
        name = call.partition("(")[0]
        if doer:
            assert callable(getattr(doers[doer], name)), act.id
        else:
            assert hasattr(AnnotatingScreen, f"act_{name}") or hasattr(ReadingView, f"action_{name}"), act.id


def test_keys_are_named_as_the_toolkit_names_them() -> None:
    for character in "/?()[]%+-.,;:'\"<>{}|\\@#$^&*=_!~` hG1":
        if character != " ":
            assert toolkit_name(character) == _character_to_key(character)
    assert toolkit_name("ctrl+r") == "ctrl+r"
    assert toolkit_name("alt++") == "alt+plus"


def test_a_chosen_key_is_taken_from_the_act_that_has_it_by_default() -> None:
    board = keyboard([KeyChoice(act="note.comment", keys=("x", "ctrl+e"))])
    assert board.by_key()["x"].id == "note.comment"
    assert board.keys["note.delete"] == ()
    assert "c" not in board.by_key()


def test_an_unknown_act_is_named_with_the_nearest_one() -> None:
    with pytest.raises(ConfigError, match=r"config\.yaml:3:4: there is no act 'note\.coment'") as caught:
        keyboard([KeyChoice(act="note.coment", keys=("c",), place="config.yaml:3:4")])
    assert "Did you mean 'note.comment'?" in caught.value.hint


def test_one_key_for_two_acts_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"given to note\.tag and to note\.comment"):
        keyboard([KeyChoice(act="note.tag", keys=("/",)), KeyChoice(act="note.comment", keys=("slash",))])


def test_the_footer_leaves_out_an_act_without_a_key() -> None:
    assert "note.highlight" in [act.id for _, act in keyboard().footer()]
    assert "note.highlight" not in [
        act.id for _, act in keyboard([KeyChoice(act="note.highlight", keys=())]).footer()
    ]


def test_the_list_in_the_docs_is_this_table() -> None:
    docs = (Path(__file__).parents[3] / "docs" / "keys.md").read_text("utf-8")
    assert docs.partition("<!-- made from reader/app/keys.py -->\n\n")[2] == as_markdown()


@pytest.mark.parametrize(
    ("key", "seen"),
    [
        ("h", "h"),
        ("ctrl+r", "Ctrl+R"),
        ("pagedown", "PgDn"),
        ("alt+left", "Alt+←"),
        ("shift+space", "Shift+Space"),
        ("+", "+"),
    ],
)
def test_keys_are_shown_as_people_know_them(key: str, seen: str) -> None:
    assert shown(key) == seen
