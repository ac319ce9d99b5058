"""What an entity is. Offsets are code points of canonical text, half-open `[start, end)`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


class Recogniser(Protocol):
    """An engine that finds entities. Pure: the same document gives the same entities."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...

    def recognise(
        self, document: Document, *, near: int = 0, partial: Callable[[Sequence[Entity]], None] | None = None
    ) -> Sequence[Entity]:
        """All entities of the document.

        Args:
            document: The whole document.
            near: Offset where the person reads; a slow engine works outward from there.
            partial: Called with what is known so far while a long document is worked through.
        """
        ...
