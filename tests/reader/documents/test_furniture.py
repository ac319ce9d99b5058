"""What stands on every page and belongs to none."""

from __future__ import annotations

import pytest

from reader.documents.furniture import is_page_number, without_furniture
from reader.documents.lines import read_lines


def kept(raw: str) -> list[str]:
    _, lines = read_lines(raw)
    return [line.text for line in without_furniture(lines)]


@pytest.mark.parametrize("text", ["12", "- 12 -", "Page 3 of 10", "3/10", "3 / 10", "xii", "Seite 4", "[7]", "p. 9"])
def test_what_a_page_number_looks_like(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["12 men", "Page", "In 1984", "mix", "1, 2, 3", "2024-01-05", "—"])
def test_what_only_looks_like_one(text: str) -> None:
    assert not is_page_number(text)


def test_heads_and_feet_of_pages_are_left_out() -> None:
    bodies = ["it begins here\nand goes on\nfor a while", "then this\nand that\nhappens", "much later\nit\nends"]
    pages = [f"The Long Walk\n\n{body}\n\nPage {number} of 3" for number, body in enumerate(bodies, 1)]
    assert kept("\f".join(pages)) == ["The Long Walk", *"\n".join(bodies).split("\n")]


def test_a_head_that_says_the_title_cut_short_is_left_out() -> None:
    first = "The first domains in your browser as all-HTTPS\n\nit begins\nand goes\non"
    second = "The first domains in your br\n\nto the\nend\nof it\nall"
    assert kept(f"{first}\n\f{second}")[3:6] == ["on", "to the", "end"]


def test_the_line_after_a_head_begins_a_page() -> None:
    _, lines = read_lines("Title here\n\nbody goes\non and\non\n1\n\fTitle here\n\nmore\nand more\nof it\n2")
    assert [line.text for line in without_furniture(lines) if line.page] == ["more"]


def test_numbers_in_the_text_stay() -> None:
    assert "1984" in kept("He read\n1984\nand then\n" + "went on reading\n" * 12 + "to the end")
