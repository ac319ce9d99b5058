"""An entity in words: what matters most first, dates as short as they are clear."""

from __future__ import annotations

import pytest

from reader.entities.model import Entity, Mention, ResolvedDate
from reader.entities.wording import calendar, described

HERE = Mention(start=0, end=9, text="Wednesday")


def test_all_that_is_known_is_told() -> None:
    day = ResolvedDate(value="2023-01-04", precision="day")
    entity = Entity(
        id="date:Wednesday",
        name="Wednesday",
        kind="date",
        aliases=("4 January",),
        mentions=(HERE, HERE),
        date=day,
        url="https://example.org",
    )
    assert described(entity) == ["date", "2023-01-04", "2 mentions", "also 4 January", "↗ https://example.org"]


def test_of_a_name_met_once_little_is_told() -> None:
    assert described(Entity(id="person:A", name="A", kind="person", mentions=(HERE,))) == ["person", "1 mention"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2023-01-04", "2023-01-04"),
        ("2023", "2023"),
        ("199X", "1990s"),
        ("2023-01-04/2023-01-06", "2023-01-04 – 01-06"),
        ("2022-12-30/2023-01-02", "2022-12-30 – 2023-01-02"),
        ("1939/1945", "1939 – 1945"),
        ("2023-01/2023-02", "2023-01 – 02"),
    ],
)
def test_a_date_is_told_as_short_as_it_is_clear(value: str, told: str) -> None:
    assert calendar(ResolvedDate(value=value, precision="range")) == told
