"""What the Entities tab lists: groups, orders, a filter, and dates as a timeline."""

from __future__ import annotations

from reader.app.widgets.entity_list import EntityRow, GroupRow, Order, grouped, strip_of
from reader.entities.model import Entity, EntityKind, Mention, ResolvedDate


def entity(kind: EntityKind, name: str, *starts: int, date: str = "", aliases: tuple[str, ...] = ()) -> Entity:
    mentions = tuple(Mention(start=start, end=start + len(name), text=name) for start in starts)
    resolved = ResolvedDate(value=date, precision="day") if date else None
    return Entity(id=f"{kind}:{name}", name=name, kind=kind, mentions=mentions, date=resolved, aliases=aliases)


ENTITIES = (
    entity("date", "Friday", 5, 90, date="2023-01-06"),
    entity("date", "the day before", 40),
    entity("date", "December 7", 50, date="2022-12-07"),
    entity("date", "the nineties", 60, date="199X"),
    entity("place", "Lima", 10, 20),
    entity("place", "Cusco", 30),
    entity("place", "Ica", 1),
    entity("person", "Luis Ramos", 2, aliases=("Ramos", "the minister")),
)


def names(order: Order = "count", wanted: str = "", folded: frozenset[EntityKind] = frozenset()) -> list[str]:
    """Groups as their kind and count, entities as their names."""
    rows = grouped(ENTITIES, order=order, wanted=wanted, folded=folded)
    return [f"{row.kind} {row.count}" if isinstance(row, GroupRow) else row.entity.name for row in rows]


def test_groups_stand_in_one_order_and_what_is_in_them_in_the_order_that_is_chosen() -> None:
    assert names("count")[:6] == ["person 1", "Luis Ramos", "place 3", "Lima", "Ica", "Cusco"]
    assert names("mention")[2:6] == ["place 3", "Ica", "Lima", "Cusco"]
    assert names("name")[2:6] == ["place 3", "Cusco", "Ica", "Lima"]


def test_dates_are_a_timeline_whatever_the_order_and_those_nobody_can_tell_come_last() -> None:
    for order in ("count", "mention", "name"):
        assert names(order)[6:] == ["date 4", "the nineties", "December 7", "Friday", "the day before"]


def test_the_filter_finds_names_and_aliases_and_opens_what_is_folded() -> None:
    assert names(folded=frozenset({"person"}))[:2] == ["person 1", "place 3"]
    assert names(wanted="minis", folded=frozenset({"person"})) == ["person 1", "Luis Ramos"]
    assert "Ica" in names(wanted="IC")
    assert names(wanted="nobody") == []


def test_a_strip_shows_where_in_the_text_a_name_stands() -> None:
    assert strip_of(entity("place", "Lima", 0, 1, 99), 100) == "▄▁▁▁▁▁▁▃"
    assert strip_of(entity("place", "Lima", 0), 0) == ""


def test_a_strip_of_hundreds_of_mentions_still_shows_where_there_are_more() -> None:
    starts = [*range(5), *range(50, 61), *range(90, 93)]
    many = entity("place", "Lima", *(start for start in starts for _ in range(10)))
    assert strip_of(many, 100) == "▅▁▁▁█▁▁▄"


def test_rows_are_told_apart_by_what_they_are_about() -> None:
    rows = grouped(ENTITIES)
    assert len({row.key for row in rows}) == len(rows)
    assert sum(isinstance(row, EntityRow) for row in rows) == len(ENTITIES)
