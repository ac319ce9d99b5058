"""An entity by what a person calls it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from annotations.errors import UsageError
from reader.entities.model import KINDS, Entity


class NoSuchEntityError(UsageError):
    """No entity, or more than one, is called that."""


def named(entities: Sequence[Entity], word: str) -> Entity:
    """The entity whose id, kind and name, name, or alias is `word`; capitals make no difference.

    Raises: NoSuchEntityError, with the names that are like it, or the ids among which to choose.
    """
    wanted = _folded(word)
    for names in (_exact, _own, _all):
        found = [one for one in entities if wanted in map(_folded, names(one))]
        if len(found) == 1:
            return found[0]
        if found:
            raise NoSuchEntityError(
                f"{len(found)} entities are called '{word}'",
                hint=f"Say which: {', '.join(repr(one.id) for one in found)}.",
            )
    known = {_folded(name): name for one in entities for name in _all(one)}
    near = [known[name] for name in get_close_matches(wanted, known, n=3)]
    listing = "`postil entities` prints them."
    raise NoSuchEntityError(
        f"nothing in the document is called '{word}'",
        hint=f"Did you mean {', '.join(near)}? {listing}" if near else listing,
    )


def is_reference(word: str) -> bool:
    """Whether a word names its entity by kind and name, `person:Dina Boluarte`, as a notes file does."""
    kind, colon, name = word.partition(":")
    return bool(colon and name.strip()) and kind in KINDS


def _exact(one: Entity) -> list[str]:
    return [one.id, f"{one.kind}:{one.name}"]


def _own(one: Entity) -> list[str]:
    return [one.name]


def _all(one: Entity) -> list[str]:
    return [one.name, *one.aliases]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
