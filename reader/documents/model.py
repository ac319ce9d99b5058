"""What a document is: canonical text, its blocks, and the way back to the source.

Canonical text is one `str` in Unicode NFC: blocks joined by a blank line, paragraphs unwrapped. Offsets are code
points in it, half-open `[start, end)`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

BlockKind = Literal[
    "title",
    "heading",
    "byline",
    "dateline",
    "paragraph",
    "caption",
    "quote",
    "item",
    "code",
    "table",
    "rule",
    "signature",
    "footnote",
]

InlineKind = Literal["strong", "emphasis", "code", "link", "footnote", "image", "strike"]

PICTURE = "▣"
"""Label of a caption whose picture can be shown: an `image` inline in it has the address."""

SEPARATOR = "\n\n"
"""What stands between two blocks of canonical text, and between two parts of a flow."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of canonical text that was copied from the source without change of length."""

    text: int
    """Offset in canonical text."""
    source: int
    """Offset in the source: code points of the decoded file for text, else as the loader's docstring says."""
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, or what stands in the place of one."""

    kind: BlockKind
    """In the text of a `table`, lines are rows, and tabs part the cells."""
    start: int
    end: int
    level: int = 0
    """Heading: 1 to 6. Item and quote: depth from 1. Otherwise 0."""
    source_start: int = 0
    source_end: int = 0
    """The span in the source that the block came from, in the unit of `Run.source`."""
    runs: tuple[Run, ...] = ()
    page: int | None = None
    """Page of the source on which the block begins, from 1, where it has pages."""
    label: str = ""
    """What the text does not say itself: an item's bullet or number, a code block's language, a footnote's mark, a
    caption's `PICTURE`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A stretch inside a block that is more than plain text."""

    kind: InlineKind
    start: int
    end: int
    target: str = ""
    """link: the address. image: likewise, or the member of the document's archive, or empty. footnote: the label of
    the footnote block it points to, which is the first of that label after it, or else before it: every chapter of a
    book may have a note 1."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A text that can be read and annotated."""

    title: str
    byline: str = ""
    date: str = ""
    """ISO 8601 as far as it is known: `2023-01-06`, `2023-01`, or empty."""
    source: str
    """What the person named: a path, a URL, or `-`."""
    text: str
    blocks: tuple[Block, ...]
    inlines: tuple[Inline, ...] = ()
    """In order of `start`; they may nest, and never cross a block's bounds."""
    loader: str
    """Name and version of the loader, as `text/1`: same bytes and same loader give the same text."""
    raw_fingerprint: str = ""
    """SHA-256 of the source's bytes, in hexadecimal."""
    language: str = ""
    """ISO 639-1 code where the source declares it."""
    metadata: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, int] = field(default_factory=dict)
    """Name of a place that a link of the document leads to, as after `#` -> offset."""
    warnings: tuple[str, ...] = ()
    """What a reader should know of how the text was recovered, one sentence each."""

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()
