"""Header, rules and footer fit any width, and give up the least important first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import chrome
from reader.app.keys import keyboard
from reader.cells import width_of
from reader.frame import Frame

if TYPE_CHECKING:
    from reader.drawing import Run


def text(runs: list[Run]) -> str:
    return "".join(part for part, _ in runs)


@given(st.text(st.characters(codec="utf-8"), max_size=90), st.integers(20, 200), st.integers(4, 60))
def test_every_row_is_as_wide_as_the_screen(title: str, columns: int, lines: int) -> None:
    frame = Frame(columns, lines)
    rows = [
        chrome.header(columns, title, ("ana", "12 notes", "saved", "34 %")),
        chrome.rule(frame, "┬"),
        chrome.footer(columns, chrome.FOOTER),
    ]
    assert [width_of(text(row)) for row in rows] == [columns] * 3


def test_the_header_gives_up_facts_from_the_left_and_the_title_last() -> None:
    facts = ("ana", "12 notes", "saved", "34 %")
    assert text(chrome.header(95, "Mass protests", facts)).rstrip().endswith("ana · 12 notes · saved · 34 %")
    assert text(chrome.header(40, "Mass protests resume", facts)) == " postil · Mass protests…   saved · 34 % "
    assert text(chrome.header(20, "Mass protests resume", facts)) == " Mass protes…  34 % "


def test_the_footer_keeps_help_and_quit() -> None:
    assert text(chrome.footer(30, chrome.FOOTER)).strip() == "h highlight  ? help  q quit"
    assert text(chrome.footer(80, chrome.FOOTER)).startswith(" h highlight  t tag  c comment  n next note  / find")


def test_the_footer_before_the_toolkit_is_the_one_after_it() -> None:
    assert [(key, act.footer) for key, act in keyboard().footer()] == list(chrome.FOOTER)


@pytest.mark.parametrize(
    ("columns", "lines", "docked", "measure"),
    [(60, 20, False, 50), (80, 24, False, 68), (100, 30, True, 58), (120, 40, True, 72), (200, 50, True, 80)],
)
def test_what_stands_where(columns: int, lines: int, docked: bool, measure: int) -> None:
    frame = Frame(columns, lines)
    assert (frame.docked, frame.measure) == (docked, measure)
    assert frame.left + frame.gutter + frame.measure < frame.width
    assert frame.top * 2 + frame.height == lines


@given(st.integers(1, 400), st.integers(1, 100), st.integers(30, 120), st.booleans())
def test_a_frame_of_any_size_has_room_for_text(columns: int, lines: int, measure: int, sidebar: bool) -> None:
    frame = Frame(columns, lines, measure=measure, sidebar=sidebar)
    assert frame.measure >= 2
    assert frame.height >= 1
    assert frame.measure <= measure
    assert frame == Frame(columns, lines, measure=measure, sidebar=sidebar)
