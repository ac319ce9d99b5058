"""Who and what occurs where, across several documents. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reader.entities.aliases import display_name
from reader.entities.model import KINDS, Entity, EntityKind
from reader.entities.spelling import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One thing in the world, in all the documents that name it."""

    name: str
    kind: EntityKind
    counts: tuple[int, ...]
    """Mentions in each document, in the order the documents were given."""

    @property
    def documents(self) -> int:
        """How many documents name it."""
        return sum(count > 0 for count in self.counts)


def together(documents: Sequence[Sequence[Entity]]) -> list[Shared]:
    """The entities of all documents, one row for each thing, those in most documents first.

    Two are the same when they are of one kind and one's name is a name of the other; dates, when they are the same
    day, month or year. A person known by a surname alone in one document is the one person of that surname in the
    others; when there are two, none of them is guessed.
    """
    rows: dict[tuple[EntityKind, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    forms: dict[tuple[EntityKind, str], list[str]] = defaultdict(list)
    names = _full_names(documents)
    for number, entities in enumerate(documents):
        for entity in entities:
            key = (entity.kind, _key(entity, names))
            rows[key][number] += len(entity.mentions)
            forms[key].append(entity.name)
    shared = [
        Shared(
            name=display_name(forms[kind, key]),
            kind=kind,
            counts=tuple(counts.get(number, 0) for number in range(len(documents))),
        )
        for (kind, key), counts in rows.items()
    ]
    return sorted(shared, key=lambda one: (KINDS.index(one.kind), -one.documents, -sum(one.counts), one.name))


def _full_names(documents: Sequence[Sequence[Entity]]) -> dict[tuple[EntityKind, str], set[str]]:
    """Kind and short name -> the names of several words that it may stand for."""
    full: dict[tuple[EntityKind, str], set[str]] = defaultdict(set)
    for entities in documents:
        for entity in entities:
            name = fold(entity.name)
            for form in (*entity.aliases, entity.name):
                short = fold(form)
                if short != name:
                    full[entity.kind, short].add(name)
            if entity.kind == "person" and " " in name:
                full[entity.kind, name.split()[-1]].add(name)
    return full


def _key(entity: Entity, names: dict[tuple[EntityKind, str], set[str]]) -> str:
    if entity.date is not None:
        return entity.date.value
    name = fold(entity.name)
    candidates = names.get((entity.kind, name), set())
    return next(iter(candidates)) if len(candidates) == 1 else name
