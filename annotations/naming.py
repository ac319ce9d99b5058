"""What the entities that notes name are called by a person who put some of them right. Pure.

A note keeps the id of its entity as it was recognised, `person:Boluarte`. A rename, another kind or a merge changes
what a person calls it; the note stays as it is, and is found by either name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from annotations.model import EntityCorrection

_NUMBER = re.compile(r"#\d+$")


def called(corrections: Iterable[EntityCorrection]) -> Mapping[str, str]:
    """Id of an entity as it was recognised -> its kind and name today, `person:Dina Boluarte`.

    Args:
        corrections: Of one person, in any order; deleted ones count for nothing.

    Returns: Only entities that a rename, a kind or a merge is about; one that was merged is called like the other.
    """
    into: dict[str, str] = {}
    kinds: dict[str, str] = {}
    names: dict[str, str] = {}

    def whole(identity: str) -> str:
        """The entity that it became part of."""
        while identity in into:
            identity = into[identity]
        return identity

    seen: dict[str, None] = {}
    for one in sorted(corrections, key=lambda one: (one.created, one.id)):
        if one.deleted is not None or one.action not in ("rename", "kind", "merge") or not one.value:
            continue
        entity = whole(one.entity)
        seen[one.entity] = None
        if one.action == "rename":
            names[entity] = one.value
        elif one.action == "kind":
            kinds[entity] = one.value
        else:
            seen[one.value] = None
            other = whole(one.value)
            if other != entity:
                into[entity] = other
    result: dict[str, str] = {}
    for identity in seen:
        entity = whole(identity)
        kind, _, name = _NUMBER.sub("", entity).partition(":")
        result[identity] = f"{kinds.get(entity, kind)}:{names.get(entity, name)}"
    return result


def entity_name(entity: str, called: Mapping[str, str]) -> str:
    """The name of an entity for people: without its kind, as it is called today."""
    whole = called.get(entity) or _NUMBER.sub("", entity)
    return whole.partition(":")[2] or whole
