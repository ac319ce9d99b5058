"""The notes as frozen values: what a person said, about which passage, and when.

Offsets are code points of a document's canonical text, half-open `[start, end)`. Times are aware datetimes in
UTC. To change a value, make another with `dataclasses.replace`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

SCHEMA_VERSION = 1
"""Version of the notes file that this postil writes, the value of its `postil:` key."""

CONTEXT = 64
"""Code points of prefix and of suffix kept with a quote when it is first made."""

Color = Literal["yellow", "green", "blue", "pink", "orange", "purple", "red", "grey"]
COLORS: tuple[Color, ...] = ("yellow", "green", "blue", "pink", "orange", "purple", "red", "grey")
"""The eight colours, in the order of the keys 1 to 8; what each looks like is the theme's business."""

Status = Literal["exact", "moved", "changed", "ambiguous", "orphan"]
"""How a span stands in today's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a span was found last, beside the quote as first made, which is never overwritten."""

    start: int
    end: int
    fingerprint: str
    """Of the canonical text in which `start` and `end` count."""
    status: Status = "exact"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """An anchor: the words as they were annotated, what stood around them, and where.

    Field names are those of the W3C Web Annotation selectors TextQuoteSelector and TextPositionSelector.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int
    end: int
    fingerprint: str | None = None
    """Of the canonical text in which `start` and `end` count; None: the one in the file's header."""
    latest: Place | None = None
    """Where the words stood when a person last did something with the note in a later text."""
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)
    """Keys of the file that this version of postil does not know, kept as they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What the other side said where two edits of one note could not be brought together.

    The note itself holds one side, this the other, until a person chooses. Only the fields that differ are set.
    """

    modified: datetime
    """When the other side was written."""
    comment: str | None = None
    color: Color | Literal[""] | None = None
    """None: no difference; empty: the other side has no colour."""
    tags: tuple[str, ...] | None = None
    entity: str | None = None
    """None: no difference; empty: the other side names no entity."""
    spans: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One note on one passage, or on the whole document when it has no spans."""

    id: str
    """A UUIDv7, made once and never reused: a merge pairs two copies of a note by it."""
    spans: tuple[Span, ...] = ()
    color: Color | None = None
    tags: tuple[str, ...] = ()
    """Without `#`; hierarchical with `/`; no duplicates, in the order they were given."""
    comment: str = ""
    """Markdown. Empty for a plain highlight."""
    entity: str | None = None
    """Id of the entity the note is about."""
    reply_to: str | None = None
    """Id of the note this one answers; it may be another annotator's."""
    annotator: str = ""
    """Id of the person; in a file it is the header's and is not repeated."""
    created: datetime
    modified: datetime
    deleted: datetime | None = None
    """When it was deleted. A tombstone keeps all its fields, so that undo works and a merge stays deleted."""
    variants: tuple[Variant, ...] = ()
    """What stands against this note after a merge that found a true conflict; empty once a person has chosen."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Keys of the file that this version of postil does not know, kept as they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator:
    """The person who writes notes."""

    id: str
    """Letters, digits, `-`, `_` and `.`: it stands in file names."""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRef:
    """What a notes file remembers of the document it is about."""

    title: str = ""
    source: str = ""
    """As the person named it, relative to the notes file where that is possible; or a URL."""
    fingerprint: str = ""
    """SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits."""
    length: int = 0
    """Code points of the canonical text."""
    loader: str = ""
    """Name and version of the loader that made the text, as `text/1`."""
    raw: str = ""
    """SHA-256 of the bytes of the source."""


CorrectionAction = Literal["rename", "kind", "merge", "split", "dismiss", "add", "link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityCorrection:
    """One thing a person put right in the entity sidebar. Merged like a note: by id, newest wins."""

    id: str
    action: CorrectionAction
    entity: str
    """The entity it is about: its kind and name as recognised, `person:Dina Boluarte`."""
    value: str = ""
    """rename: the new name; kind: the new kind; merge: the entity it becomes part of; split: the alias that
    leaves; link: a URL; add, dismiss: empty."""
    spans: tuple[Span, ...] = ()
    """add: the mentions that were added."""
    created: datetime
    modified: datetime
    deleted: datetime | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesFile:
    """All that one person's file of notes about one document says."""

    document: DocumentRef
    annotator: Annotator
    annotations: tuple[Annotation, ...] = ()
    """In document order, tombstones included; notes without spans come first."""
    entities: tuple[EntityCorrection, ...] = ()
    landmarks: tuple[tuple[int, str], ...] = ()
    """Short snippets of the annotated text with their offsets, for a file that travels without it."""
    schema: int = SCHEMA_VERSION
    extra: Mapping[str, object] = field(default_factory=dict)


class BlockLike(Protocol):
    """A block as exports see it: `reader.documents.model.Block` is one."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def level(self) -> int: ...


class DocumentLike(Protocol):
    """A document as exports and imports see it: `reader.documents.model.Document` is one."""

    @property
    def title(self) -> str: ...
    @property
    def byline(self) -> str: ...
    @property
    def date(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def blocks(self) -> Sequence[BlockLike]: ...


class MentionLike(Protocol):
    """One place an entity is named: `reader.entities.model.Mention` is one."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


class EntityLike(Protocol):
    """An entity as exports see it: `reader.entities.model.Entity` is one."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def aliases(self) -> Sequence[str]: ...
    @property
    def mentions(self) -> Sequence[MentionLike]: ...
