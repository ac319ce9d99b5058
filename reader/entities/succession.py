"""Which entity of better findings is the one that a person was shown before."""

from __future__ import annotations

from collections.abc import Iterable

from reader.entities.model import Entity


def successor(entity: Entity, entities: Iterable[Entity]) -> Entity | None:
    """The one of `entities` that `entity` has become; None when nothing is left of it.

    Its id stays the same as long as its kind and name do. After that, the one that is named at most of the places
    where it was named goes on with it: the first of them, where several are.
    """
    candidates = list(entities)
    same = next((one for one in candidates if one.id == entity.id), None)
    if same is not None:
        return same
    spans = [(mention.start, mention.end) for mention in entity.mentions]
    shared = [sum(_touches(one, span) for span in spans) for one in candidates]
    most = max(shared, default=0)
    return candidates[shared.index(most)] if most else None


def _touches(entity: Entity, span: tuple[int, int]) -> bool:
    return any(mention.start < span[1] and span[0] < mention.end for mention in entity.mentions)
