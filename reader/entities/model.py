"""What an entity is. Offsets are code points of canonical text, half-open `[start, end)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from reader.documents.model import Document

EntityKind = Literal["person", "organisation", "place", "date", "event", "work", "other"]
KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place", "date", "event", "work", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where an entity is named."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedDate:
    """A day, month, year or decade on the calendar."""

    value: str
    """ISO 8601, as far as it is known: `2023-01-04`, `2023-01`, `2023`, `199X` for a decade; a range as `a/b`."""
    precision: Literal["day", "month", "year", "decade", "range"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing in the world, and each place the document names it."""

    id: str
    """Kind and name as recognised, `person:Dina Boluarte`: the same for the same text and engine."""
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    """Other surface forms, without the name."""
    mentions: tuple[Mention, ...] = ()
    """In document order, never empty."""
    date: ResolvedDate | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is known of a document's entities at one moment."""

    entities: tuple[Entity, ...] = ()
    engine: str = ""
    """Name of the engine that found them."""
    progress: float = 0.0
    """Share of the text that was looked at, 0.0 to 1.0."""
    final: bool = False
    """True for the last findings of a search: nothing better will come."""
    note: str = ""
    """What the reader should know of how they were found; one sentence, or empty."""


Near = Callable[[], int]
"""Tells at which offset the person reads now: people move about while a book is worked through."""


def at_start() -> int:
    """Where somebody is who has not begun."""
    return 0


class Recogniser(Protocol):
    """An engine that finds entities. Pure: the same document gives the same entities, whatever `near` says.

    A plug-in is a class that needs no arguments, named by the entry point group `postil.entities`.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str:
        """Changes whenever the same document may give other entities: findings are kept until it does."""
        ...

    def recognise(
        self, document: Document, *, near: Near = at_start, partial: Callable[[Findings], None] | None = None
    ) -> Findings:
        """All entities of the document.

        Args:
            document: The whole document.
            near: Where the person reads. A slow engine goes on with what is nearest, and asks again before each part.
            partial: Called with what is known so far while a long document is worked through.
        """
        ...
