"""Hyperlinks of the terminal: only addresses that are safe, whole over their rows, and ended where the link ends."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.model import Inline
from reader.drawing import INLINE_LOOKS, inline_layers, text_row
from reader.hyperlinks import LONGEST, able, hyperlink
from reader.layout import Wrapped
from reader.palette import BOLD, DARK, PLAIN, UNDERLINE, Ink, over

ADDRESS = "https://example.org/a?b=c;d"
LINKED = ("link", "", UNDERLINE, hyperlink(ADDRESS, 16))
END = "\x1b]8;;\x1b\\"


def test_a_hyperlink_has_an_id_and_the_address() -> None:
    assert hyperlink(ADDRESS, 16) == f"postil-10;{ADDRESS}"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "#here", "a.md"]
)
def test_only_web_and_mail_addresses_are_handed_to_the_terminal(address: str) -> None:
    assert hyperlink(address, 0) == ""
    assert hyperlink("mailto:a@b.example", 0)
    assert hyperlink("HTTP://A.EXAMPLE", 0)


@given(st.text())
def test_no_address_can_end_the_sequence_or_begin_another(words: str) -> None:
    link = hyperlink(f"https://example.org/{words}", 1)
    assert not link or re.fullmatch(r"postil-1;https://example\.org/[\x21-\x7e]*", link)


def test_what_is_not_ascii_is_spelled_in_it_and_what_is_too_long_is_left_alone() -> None:
    assert hyperlink("https://example.org/ñ b", 0).endswith("/%C3%B1%20b")
    assert hyperlink(f"https://example.org/{'a' * LONGEST}", 0) == ""
    assert hyperlink(f"https://example.org/{'ñ' * (LONGEST // 4)}", 0) == ""


@pytest.mark.parametrize(
    ("environ", "shown"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/t"}, True),
        ({"TERM": "screen-256color", "TMUX": "/tmp/t"}, True),
        ({"TERM": "screen"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
        ({"TERM": "xterm", "VTE_VERSION": "4602"}, False),
        ({"TERM": "xterm", "VTE_VERSION": "7600"}, True),
        ({"TERM": "xterm", "FORCE_HYPERLINK": "0"}, False),
        ({"TERM": "linux", "FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_terminals_that_would_stumble_get_none(environ: dict[str, str], shown: bool) -> None:
    assert able(environ) is shown


def test_a_row_opens_a_link_before_its_words_and_ends_it_behind_them() -> None:
    row = Ink(DARK, links=True).line([("See ", PLAIN), ("the source", LINKED), (".", PLAIN)])
    assert re.sub(r"\x1b\[[0-9;]*m", "", row) == f"See \x1b]8;id=postil-10;{ADDRESS}\x1b\\the source{END}."


def test_no_link_is_open_behind_a_row_that_ends_in_one() -> None:
    ink = Ink(DARK, links=True)
    assert ink.line([("the source", LINKED)]).endswith(END)
    text, now = ink.carry_on([("the source", LINKED)], None, 0)
    assert not text.endswith(END)
    assert ink.ended(now) == END


def test_a_terminal_that_is_given_none_sees_colours_alone() -> None:
    assert "\x1b]8" not in Ink(DARK).line([("the source", LINKED), (" and ", PLAIN), ("more", LINKED)])


@given(st.lists(st.tuples(st.sampled_from(["a", "bc", "  ", "漢"]), st.booleans()), max_size=12))
def test_every_word_is_in_its_link_and_no_other_is(parts: list[tuple[str, bool]]) -> None:
    runs = [(text, LINKED if linked else PLAIN) for text, linked in parts]
    row = re.sub(r"\x1b\[[0-9;]*[mG]", "", Ink(DARK, links=True).line(runs))
    found = []
    opened = False
    for piece in re.split(r"(\x1b\]8;[^\x1b]*\x1b\\)", row):
        if piece.startswith("\x1b"):
            opened = piece != END
        else:
            found += [(char, opened) for char in piece]
    assert found == [(char, linked) for text, linked in parts for char in text]


def test_what_lies_over_a_link_leaves_it_a_link() -> None:
    assert over(LINKED, ("", "selection", BOLD)) == ("link", "selection", UNDERLINE | BOLD, hyperlink(ADDRESS, 16))
    assert over(("", "yellow", 0), LINKED)[3:] == LINKED[3:]


def test_a_wrapped_link_is_one_link() -> None:
    text = "See the source of all this here."
    inline = Inline(kind="link", start=4, end=26, target=ADDRESS)
    wrapped = Wrapped(text, 0, len(text), 12)
    layers = inline_layers([inline, Inline(kind="link", start=27, end=31, target="#here")])
    looks = [look for row in range(len(wrapped)) for _, look in text_row(wrapped, row, PLAIN, layers)[0]]
    assert {look[3] for look in looks if len(look) == 4} == {hyperlink(ADDRESS, 4)}
    assert INLINE_LOOKS["link"] in looks  # the place in the document is no address of the terminal's
