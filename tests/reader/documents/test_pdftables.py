"""Tables of PDF pages come as rows of cells, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from reader.documents.as_markdown import as_markdown
from tests.reader.documents.test_pdf import BOLD, FIRST, SECOND, Set, column, outline, pdf, read


def ruled(across: Sequence[float], down: Sequence[float]) -> bytes:
    """A grid of lines on these heights and at these places."""
    level = b"".join(b"%.1f %.1f m %.1f %.1f l S\n" % (down[0], y, down[-1], y) for y in across)
    upright = b"".join(b"%.1f %.1f m %.1f %.1f l S\n" % (x, across[0], x, across[-1]) for x in down)
    return b"0.5 w\n" + level + upright


def boxed(across: Sequence[float], down: Sequence[float]) -> bytes:
    """The same grid as one box a cell."""
    cells = [(x0, y0, x1 - x0, y1 - y0) for x0, x1 in pairwise(down) for y0, y1 in pairwise(across)]
    return b"0.5 w\n" + b"".join(b"%.1f %.1f %.1f %.1f re S\n" % cell for cell in cells)


def cells(rows: Sequence[Sequence[str]], x: Sequence[float], top: float) -> list[Set]:
    """Rows of cells that begin at these places, 14 points under each other."""
    placed = [(at, left, text) for at, row in enumerate(rows) for left, text in zip(x, row, strict=True)]
    return [Set(left, top - 14 * at, text) for at, left, text in placed if text]


def tables(data: bytes) -> list[list[list[str]]]:
    return [[row.split("\t") for row in text.split("\n")] for kind, text in outline(read(data)) if kind == "table"]


FARES = [
    ["Crossing", "Adults", "Children", "Cars"],
    ["Morning", "1.20", "0.60", "4.50"],
    ["Noon", "1.20", "0.60", "5.00"],
    ["Night", "2.40", "1.10", "—"],
]
PLACES = (70, 200, 280, 360)


@pytest.mark.parametrize("grid", [ruled, boxed])
def test_a_ruled_table_is_read_by_its_rules(grid: Callable[[Sequence[float], Sequence[float]], bytes]) -> None:
    rules = grid([560, 600, 620, 640], [66, 160, 400])
    page = [
        *column(70, 740, FIRST),
        Set(70, 627, "Boat", font=BOLD),
        Set(164, 627, "What became of her", font=BOLD),
        Set(70, 607, "Carolina"),
        Set(164, 607, "burnt"),
        Set(70, 587, "Inês"),
        Set(164, 587, "carried cars until the bridge was opened,"),
        Set(164, 574, "and then lay in a shed"),
        *column(70, 530, SECOND),
    ]
    data = pdf(page, before=rules)
    assert tables(data) == [
        [
            ["Boat", "What became of her"],
            ["Carolina", "burnt"],
            ["Inês", "carried cars until the bridge was opened, and then lay in a shed"],
        ]
    ]
    assert [kind for kind, _ in outline(read(data))] == ["paragraph", "table", "paragraph"]
    assert "| Carolina | burnt |" in as_markdown(read(data))


def test_rows_of_figures_under_each_other_are_a_table_without_rules() -> None:
    data = pdf([*column(70, 740, FIRST), *cells(FARES, PLACES, 660), *column(70, 560, SECOND)])
    assert tables(data) == [FARES]


def test_columns_that_are_drawn_one_after_the_other_are_still_rows() -> None:
    by_column = sorted(cells(FARES, PLACES, 660), key=lambda line: line.x)
    assert tables(pdf([*column(70, 740, FIRST), *by_column])) == [FARES]


def test_a_cell_that_is_empty_stays_empty_and_a_head_may_stand_over_several() -> None:
    rows = [["", "by day and night", "", "by day"], *FARES, ["Fog", "", "", "9.00"], ["Ice", "3.00", "2.00", "9.00"]]
    page = [Set(222 if "night" in line.text else line.x, line.y, line.text) for line in cells(rows, PLACES, 680)]
    (table,) = tables(pdf([*column(70, 760, FIRST), *page]))
    assert table[0] == rows[0]
    assert table[-2] == ["Fog", "", "", "9.00"]


def test_lines_of_a_cell_whose_row_begins_with_nothing_belong_to_it() -> None:
    rows = [*FARES[:2], ["Noon, but only", "1.20", "0.60", "5.00"], *FARES[3:]]
    page = [*cells(rows[:3], PLACES, 660), Set(200, 632 - 11, "cash"), *cells(rows[3:], PLACES, 632 - 25)]
    (table,) = tables(pdf([*column(70, 740, FIRST), *page]))
    assert table[2] == ["Noon, but only", "1.20 cash", "0.60", "5.00"]


def test_rows_that_only_some_rules_part_are_rows_all_the_same() -> None:
    rules = ruled([590, 650, 664], [66, 196, 276, 356, 420])
    assert tables(pdf([*column(70, 740, FIRST), *cells(FARES, PLACES, 653)], before=rules)) == [FARES]


def test_what_stands_in_a_table_leads_back_to_the_source() -> None:
    document = read(pdf([*column(70, 740, FIRST), *cells(FARES, PLACES, 660)]))
    (table,) = (block for block in document.blocks if block.kind == "table")
    copied = "".join(document.text[run.text : run.text + run.length] for run in table.runs)
    assert copied == "".join(cell for row in FARES for cell in row)
    assert table.page == 1


def test_columns_of_running_text_are_no_table_however_they_are_ruled() -> None:
    narrow = [
        "The boat is not new. She",
        "was built on this river in",
        "the spring of the year that",
        "the bridge was begun, and",
        "carried cars until it was",
        "opened. Then she lay in a",
        "shed, where children knew",
        "her as the house without a",
    ]
    page = [line for x in (60, 220, 380) for line in column(x, 700, narrow)]
    rules = ruled([590, 650, 715], [55, 215]) + b"215 590 m 215 715 l S\n"
    assert tables(pdf(page)) == []
    assert tables(pdf([*page], before=rules)) == []


def test_text_that_goes_on_from_box_to_box_is_no_table() -> None:
    begun = ["The boat is not new. She was built on", "this river in the spring of the year that"]
    rest = ["the bridge was begun, and carried cars", "until it was opened. Then she lay here."]
    page = [
        *column(70, 740, FIRST),
        *column(70, 650, begun), *column(260, 650, ["Ask for her", "at the landing."]),
        *column(70, 610, rest), *column(260, 610, ["In the morning", "or at night."]),
    ]  # fmt: skip
    assert tables(pdf(page, before=ruled([590, 625, 665], [66, 250, 400]))) == []


def test_a_frame_around_text_is_no_table() -> None:
    page = [*column(70, 740, FIRST), *column(70, 660, SECOND)]
    assert tables(pdf(page, before=ruled([640, 700, 760], [60, 500]))) == []


def test_a_list_with_its_numbers_apart_is_no_table() -> None:
    rows = [["1.", "the members;"], ["2.", "the two towns;"], ["3.", "nobody else;"], ["4.", "the fog."]]
    assert tables(pdf([*column(70, 740, FIRST), *cells(rows, (80, 120), 660)])) == []


def test_contents_with_their_pages_apart_are_no_table() -> None:
    rows = [["Who pays", "4"], ["The two towns", "11"], ["Fog", "15"], ["Names", "21"], ["Thanks", "22"]]
    assert tables(pdf([*column(70, 740, FIRST), *cells(rows, (80, 400), 660)])) == []
