"""An entity of better findings that stands for one of earlier findings."""

from __future__ import annotations

from reader.entities.model import Entity, EntityKind, Mention
from reader.entities.succession import successor


def entity(kind: EntityKind, name: str, *starts: int) -> Entity:
    return Entity(
        id=f"{kind}:{name}",
        name=name,
        kind=kind,
        mentions=tuple(Mention(start=start, end=start + len(name), text=name) for start in starts),
    )


def test_an_entity_that_is_still_there_goes_on_with_itself() -> None:
    lima = entity("place", "Lima", 0, 10)
    assert successor(lima, [entity("person", "Lima", 0), replaced := entity("place", "Lima", 40)]) == replaced


def test_one_of_another_kind_or_name_goes_on_where_it_is_named_most() -> None:
    ramos = entity("place", "Ramos", 5, 30, 60)
    luis = entity("person", "Luis Ramos", 0, 25)
    assert successor(ramos, [entity("place", "Lima", 90), luis, entity("other", "Ramos", 60)]) == luis


def test_one_that_is_named_nowhere_any_more_is_gone() -> None:
    assert successor(entity("place", "Lima", 0), [entity("place", "Cusco", 4)]) is None
    assert successor(entity("place", "Lima", 0), []) is None
