"""Tables and code in rows: every letter once, in its column, and offsets that lead there and back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reader.cells import width_of
from reader.documents.model import Block
from reader.drawing import wrap_block
from reader.grid import GAP, Grid, columns_of, grid
from reader.hanging import CodeLines
from reader.layout import Wrapped

LEDGER = (
    "Year\tCrossing\tPassengers\tRemarks\n"
    "1898\tTui\t12,450\tbefore the quay was built\n"
    "1912\tGoián\t801\tthe year of the flood, when for eleven weeks no boat went at all"
)

cell = st.text(st.sampled_from("ab 漢é\u0301👍12.,"), max_size=30)
tables = st.integers(2, 5).flatmap(
    lambda columns: st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=1, max_size=6)
)


def drawn(table: Wrapped) -> list[str]:
    rows = []
    for row in range(len(table)):
        line = ""
        for left, cells in table.pieces(row):
            signs = [" " * c if table.text[a:b].isspace() else table.text[a:b] for a, b, c in cells]
            line += " " * (left - width_of(line)) + "".join(signs)
        rows.append(line.rstrip())
    return rows


def made(text: str, width: int) -> Grid:
    table = grid(text, 0, len(text), width)
    assert table is not None
    return table


def test_cells_stand_in_columns_and_figures_to_the_right() -> None:
    assert drawn(made(LEDGER, 100)) == [
        "Year  Crossing  Passengers  Remarks",
        "1898  Tui           12,450  before the quay was built",
        "1912  Goián            801  the year of the flood, when for eleven weeks no boat went at all",
    ]


def test_a_cell_too_long_for_its_column_goes_on_below_its_own_beginning() -> None:
    assert drawn(made(LEDGER, 60)) == [
        "Year  Crossing  Passengers  Remarks",
        "1898  Tui           12,450  before the quay was built",
        "1912  Goián            801  the year of the flood, when for",
        "                            eleven weeks no boat went at all",
    ]


def test_long_cells_of_a_line_stand_beside_each_other_and_the_next_line_below_them_all() -> None:
    text = "one two three four\tfive\tsix seven eight nine ten\nA\tB\tC"
    table = made(text, 26)
    assert drawn(table) == [
        "one two    five  six seven",
        "three            eight",
        "four             nine ten",
        "A          B     C",
    ]
    assert [table.under(text.index(word) + 1) for word in ("one", "five", "eight", "B")] == [2, 2, 2, 3]
    assert table.rows(text.index("four"), text.index("five") + 4) == (0, 2)
    assert table.place(text.index("eight")) == (1, 17)
    assert table.offset(1, 12) == text.index("three") + 4
    assert table.offset(2, 30) == text.index("ten") + 2


def test_words_are_broken_only_where_there_is_no_room_for_them() -> None:
    text = "Crossing\tPassengers\tof whom many were never counted"
    assert columns_of(text, 0, len(text), 40) == [8, 10, 18]
    assert columns_of(text, 0, len(text), 22) == [6, 6, 6]
    assert drawn(made(text, 40)) == ["Crossing  Passengers  of whom many were", " " * 22 + "never counted"]


def test_where_some_words_must_be_broken_it_is_those_of_the_fewest_cells() -> None:
    rows = ["quay\t10/17/2012\tcrossings"] * 19 + ["incomprehensibilities\t9/3/2012\tcrossings"]
    text = "\n".join(rows)
    assert columns_of(text, 0, len(text), 40) == [17, 10, 9]
    shown = drawn(made(text, 30))
    assert shown[:19] == ["quay     10/17/2012  crossings"] * 19
    assert "".join(row[:7].strip() for row in shown[19:]) == "incomprehensibilities"


@pytest.mark.parametrize("text", ["one column\nof words", "a", "\t".join("abcdefgh" * 3)])
def test_what_is_no_table_or_has_too_many_columns_is_text(text: str) -> None:
    assert grid(text, 0, len(text), 40) is None
    assert len(drawn(wrap_block(text, Block(kind="table", start=0, end=len(text)), 40))) >= 1


def test_a_first_line_of_words_names_the_columns() -> None:
    assert made(LEDGER, 80).head == LEDGER.index("\n")
    assert made("1\ta\n2\tb", 80).head == 0
    assert made("a\tb", 80).head == 0


@given(tables, st.integers(24, 90))
def test_every_letter_is_drawn_once_and_each_row_fits(rows: list[list[str]], width: int) -> None:
    text = "\n".join("\t".join(cells) for cells in rows)
    table = grid(text, 0, len(text), width)
    assume(table is not None)
    assert table is not None
    inked = sorted(place for row in range(len(table)) for _, cells in table.pieces(row) for place in cells)
    assert all(before[1] <= after[0] for before, after in pairwise(inked))
    assert "".join("".join(text[first:last] for first, last, _ in inked).split()) == "".join(text.split())
    assert all(width_of(row) <= width for row in drawn(table))
    assert sum(columns_of(text, 0, len(text), width)) + GAP * (len(rows[0]) - 1) <= width


@given(tables, st.integers(24, 90), st.data())
def test_an_offset_leads_to_a_cell_of_the_screen_and_back(
    rows: list[list[str]], width: int, data: st.DataObject
) -> None:
    text = "\n".join("\t".join(cells) for cells in rows)
    table = grid(text, 0, len(text), width)
    assume(table is not None)
    assert table is not None
    row = data.draw(st.integers(0, len(table) - 1))
    inked = [first for _, drawn in table.pieces(row) for first, _, cells in drawn if cells]
    assume(inked)
    offset = data.draw(st.sampled_from(inked))
    assert table.place(offset) == (row, table.column(row, offset))
    assert table.offset(row, table.column(row, offset)) == offset
    assert table.inked(row, table.column(row, offset))
    assert table.before(offset + 1) <= offset
    first, last = table.rows(table.start, offset + 1)
    assert first == 0
    assert last >= row


CODE = "def total(counts):\n    return sum(counts.values())  # goats included, whatever they say\n\nx = 1"


def test_a_long_line_of_code_goes_on_below_itself_set_in() -> None:
    assert drawn(CodeLines(CODE, 0, len(CODE), 40)) == [
        "def total(counts):",
        "    return sum(counts.values())  # goats",
        "      included, whatever they say",
        "",
        "x = 1",
    ]


@given(st.text(st.sampled_from("ab 漢é\u0301\t\n("), min_size=1, max_size=200), st.integers(10, 60))
@example("\t\t\t \u0301", 10)
def test_rows_of_code_joined_are_the_code_and_each_fits(code: str, width: int) -> None:
    lines = CodeLines(code, 0, len(code), width)
    assert "".join(code[slice(*lines.span(row))] for row in range(len(lines))) == code
    assert all(lines.column(row, lines.shown(row)[1]) <= max(width, lines.pad(row) + 2) for row in range(len(lines)))
    for row in range(len(lines)):
        for first, _, cells in lines.cells(row, lines.shown(row)[1]):
            if cells:
                assert lines.offset(*lines.place(first)) == first
