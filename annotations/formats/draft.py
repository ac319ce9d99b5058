"""A note as a foreign file tells it, before it has a place in the document at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from annotations.formats.units import Unit
from annotations.model import Annotator, Color, Span, Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words that a foreign note is about, with whatever the file says of their place."""

    exact: str
    """Empty: the file gives a place and no words; it is believed when `unit` is known."""
    prefix: str | None = None
    """None: the file does not say."""
    suffix: str | None = None
    start: int | None = None
    end: int | None = None
    unit: Unit | None = None
    """What `start` and `end` count; None: every unit is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One foreign note. Fields that the file does not have keep their defaults."""

    key: str
    """What makes it the same note when the file is read again: the id it has there."""
    where: str
    """Where in the file it stands, for messages: `line 12`, `annotations[3]`."""
    passages: tuple[Passage | Span, ...] = ()
    """A `Span` is a complete anchor of our own and is kept as it is."""
    color: Color | None = None
    tags: tuple[str, ...] = ()
    comment: str = ""
    entity: str | None = None
    reply_to: str | None = None
    """Key of the note it answers."""
    annotator: str = ""
    """Who wrote it, in the file's words; empty: the file does not say."""
    created: datetime | None = None
    modified: datetime | None = None
    deleted: datetime | None = None
    variants: tuple[Variant, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something in a foreign file that did not become a note."""

    where: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that a foreign file says about one document."""

    drafts: tuple[Draft, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    annotators: Mapping[str, Annotator] = field(default_factory=dict)
    """Who is meant by `Draft.annotator`, where the file says more than a name."""
