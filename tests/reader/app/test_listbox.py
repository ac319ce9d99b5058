"""The list of the sidebar and of dialogs: any length, one row open, and the cursor always on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.app.listbox import ListBox
from reader.cells import width_of

if TYPE_CHECKING:
    from reader.drawing import Run


@dataclass(frozen=True)
class Item:
    key: str
    height: int = 1
    stops: bool = True


class Items(ListBox[Item]):
    """Draws keys; the row under the cursor takes a line more."""

    def draw(self, row: Item, width: int, *, is_open: bool) -> list[list[Run]]:
        return [[(f"{row.key}.{line}", ("text", "", 0))] for line in range(row.height + is_open)]


def items(count: int, *, heads: int = 0) -> list[Item]:
    """Rows named by their number; each `heads`-th is a headline."""
    return [Item(str(n), stops=not heads or n % heads > 0) for n in range(count)]


def made(rows: list[Item], width: int = 10, height: int = 4) -> Items:
    box = Items(empty="Nothing here.")
    box.resize(width, height)
    box.show(rows)
    return box


def shown(box: Items, *, bar: bool = False) -> list[str]:
    """The lines, without the scroll bar's thumb unless it is asked for."""
    lines = ["".join(text for text, _ in runs).rstrip() for runs in box.draw_lines()]
    return lines if bar else [line.rstrip("┃").rstrip() for line in lines]


def test_the_row_under_the_cursor_stands_open() -> None:
    box = made(items(3))
    box.go_edge(-1)
    assert shown(box) == ["0.0", "0.1", "1.0", "2.0"]
    box.go_by(1)
    assert shown(box) == ["0.0", "1.0", "1.1", "2.0"]


def test_headlines_are_passed_over_but_stay_in_view() -> None:
    box = made(items(9, heads=3), height=3)
    box.go_edge(-1)
    assert box.current == Item("1")
    assert shown(box) == ["0.0", "1.0", "1.1"]
    box.go_by(1)
    box.go_by(1)
    assert box.current == Item("4")
    box.go_by(-1)
    assert box.current == Item("2")


def test_a_list_that_does_not_fit_has_a_scroll_bar_and_the_cursor_may_leave_the_screen_with_it() -> None:
    box = made(items(40))
    box.go_edge(-1)
    assert shown(box, bar=True)[0].endswith("┃")
    box.drag(3)
    assert shown(box) == ["36.0", "37.0", "38.0", "39.0"]
    assert shown(box, bar=True)[-1].endswith("┃")
    assert box.current == Item("0")
    box.scroll(-100)
    assert box.top == 0
    assert not made(items(3)).has_bar()


def test_the_cursor_stays_on_its_row_when_others_come_and_on_its_place_when_it_goes() -> None:
    box = made(items(5))
    box.reveal("3")
    box.show([Item("new"), *items(5)])
    assert box.current == Item("3")
    box.show([Item("new"), *items(3)])
    assert box.current == Item("2")
    assert not box.reveal("gone")


def test_a_line_that_shows_is_the_row_it_belongs_to() -> None:
    box = made(items(9, heads=3), height=5)
    box.go_edge(-1)
    assert shown(box) == ["0.0", "1.0", "1.1", "2.0", "3.0"]
    assert box.put_cursor(3) == Item("2")
    assert box.put_cursor(0) is None
    assert box.current == Item("2")


def test_without_rows_it_says_why() -> None:
    assert shown(made([], width=12)) == [" Nothing", " here.", "", ""]


def test_it_tells_when_it_looks_otherwise_and_when_the_cursor_moved() -> None:
    box = made(items(9))
    told: list[str] = []
    box.changed, box.moved = lambda: told.append("changed"), lambda: told.append("moved")
    box.go_edge(1)
    assert told == ["changed", "moved"]
    box.go_edge(1)
    box.scroll_to(box.top)
    assert told == ["changed", "moved", "changed"]


moves = st.lists(
    st.one_of(
        st.tuples(st.just("go_by"), st.sampled_from([-1, 1])),
        st.tuples(st.just("go_page"), st.sampled_from([-1, 1])),
        st.tuples(st.just("go_edge"), st.sampled_from([-1, 1])),
        st.tuples(st.just("reveal"), st.sampled_from(["0", "3", "17"])),
    ),
    max_size=12,
)


@given(
    st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=30), moves, st.integers(1, 12), st.integers(2, 30)
)
def test_wherever_the_cursor_goes_it_is_on_the_screen_and_every_line_is_full(
    made_of: list[tuple[int, bool]], walk: list[tuple[str, int | str]], height: int, width: int
) -> None:
    rows = [Item(str(n), high, stops) for n, (high, stops) in enumerate(made_of)]
    box = made(rows, width, height)
    box.go_edge(-1)
    for method, argument in walk:
        getattr(box, method)(argument)
        lines = box.draw_lines()
        assert [sum(width_of(text) for text, _ in runs) for runs in lines] == [width] * height
        if box.current is not None and width > 8:
            assert any(text.startswith(f"{box.current.key}.0") for text in shown(box))
        assert box.current is None or box.current.stops
