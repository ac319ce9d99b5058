"""Colours become what a terminal understands, however few of them it has; every mark is visible in each."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import COLORS
from reader.palette import (
    BOLD,
    DARK,
    LIGHT,
    PLAIN,
    REVERSE,
    UNDERLINE,
    Ink,
    depth,
    eight_bit,
    over,
)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "true"),
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, "true"),
        ({"TERM": "xterm-direct"}, "true"),
        ({"TERM": "screen-256color"}, "256"),
        ({"TERM": "xterm-kitty"}, "256"),
        ({"TERM": "xterm"}, "16"),
        ({}, "16"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "256"),
    ],
)
def test_how_many_colours_a_terminal_shows(environ: dict[str, str], expected: str) -> None:
    assert depth(environ) == expected


def test_both_palettes_name_the_same_colours() -> None:
    assert set(DARK) == set(LIGHT)
    assert all(re.fullmatch("#[0-9a-f]{6}", color) for colors in (DARK, LIGHT) for color in colors.values())


@pytest.mark.parametrize("colors", [DARK, LIGHT])
def test_words_can_be_read_on_everything_that_lies_under_them(colors: dict[str, str]) -> None:
    for under in ("ground", "panel", "sentence", "selection", "match", *COLORS):
        assert contrast(colors["text"], colors[under]) >= 7, under
    for over_ground in ("muted", "accent", "heading", "link", "mention", *(f"rail-{color}" for color in COLORS)):
        assert contrast(colors[over_ground], colors["ground"]) >= 3, over_ground


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2."""

    def luminance(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("color", COLORS)
@pytest.mark.parametrize("shown", ["none", "16"])
def test_a_highlight_is_seen_where_there_is_no_background_for_it(color: str, shown: str) -> None:
    assert "4" in codes(Ink(DARK, shown).change(None, ("", color, 0)))


def codes(sequence: str) -> list[str]:
    return sequence.removeprefix("\x1b[").removesuffix("m").split(";")


def test_without_colours_no_colour_is_sent() -> None:
    ink = Ink(DARK, "none")
    looks = [(fore, back, BOLD) for fore in DARK for back in ("", "yellow", "selection", "match-here")]
    sent = {code for look in looks for code in codes(ink.change(None, look))}
    assert sent <= {"0", "1", "4", "7"}


def test_a_selection_is_reversed_where_it_has_no_colour() -> None:
    assert "7" in codes(Ink(DARK, "16").change(None, ("link", "selection", 0)))


@pytest.mark.parametrize(("color", "number"), [("#000000", 16), ("#ffffff", 231), ("#ff0000", 196), ("#808080", 244)])
def test_the_nearest_of_256_colours(color: str, number: int) -> None:
    assert eight_bit(*(int(color[at : at + 2], 16) for at in (1, 3, 5))) == number


def test_a_look_over_another_takes_what_it_has() -> None:
    assert over(("text", "yellow", BOLD), ("", "selection", UNDERLINE)) == ("text", "selection", BOLD | UNDERLINE)


looks = st.tuples(
    st.sampled_from(["", "muted", "accent"]),
    st.sampled_from(["", "yellow"]),
    st.sampled_from([0, BOLD, REVERSE, UNDERLINE]),
)
runs = st.lists(st.tuples(st.text("ab ", min_size=1, max_size=3), looks), max_size=8)


@given(runs, st.sampled_from(["true", "256", "16", "none"]))
def test_saying_only_what_changes_shows_the_same_as_saying_all(
    row: list[tuple[str, tuple[str, str, int]]], shown: str
) -> None:
    ink = Ink(DARK, shown)
    short = interpret(ink.line(row))
    full = interpret("".join(ink.change(None, look) + text for text, look in row))
    for (char, has), (same, wants) in zip(short, full, strict=True):
        assert char == same
        if char == " ":  # the colour of a blank cannot be seen, nor whether it is bold
            has, wants = ({code for code in codes if same_kind(code, "48") or code in "47"} for codes in (has, wants))
        assert has == wants


def interpret(data: str) -> list[tuple[str, set[str]]]:
    """Each character with what is set when it is written: attributes, `38;...`, `48;...`."""
    shown: list[tuple[str, set[str]]] = []
    now: set[str] = set()
    for sequence, text in re.findall("(?:\x1b\\[([0-9;]*)m)?([^\x1b]*)", data):
        if sequence:
            for code in re.findall("[34]8;2;\\d+;\\d+;\\d+|[34]8;5;\\d+|\\d+", sequence):
                kind = "48" if code.startswith("48") else "38" if code.startswith("38") or len(code) > 1 else code
                now = set() if code == "0" else {old for old in now if not same_kind(old, kind)} | {code}
        shown += [(char, set(now)) for char in text]
    return shown


def same_kind(code: str, kind: str) -> bool:
    return code.startswith("48") if kind == "48" else kind == "38" and len(code) > 1 and not code.startswith("48")


def test_plain_text_is_on_the_ground() -> None:
    assert Ink(DARK).change(None, PLAIN) == "\x1b[0;38;2;215;213;205;48;2;22;24;29m"


def test_what_terminals_measure_differently_cannot_move_the_frame() -> None:
    ink = Ink({}, "true")
    row = [("  1 ", PLAIN), ("नमस्ते", PLAIN), (" दुनिया", PLAIN), ("   ", PLAIN), ("│", PLAIN)]
    assert ink.line(row) == "\x1b[0m  1 नमस्ते दुनिया\x1b[13G   │"
    assert ink.line([("plain", PLAIN), ("   ", PLAIN), ("│", PLAIN)]) == "\x1b[0mplain   │"
