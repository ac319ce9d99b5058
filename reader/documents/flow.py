"""A document as a screen sees it: parts in reading order, each made when it is needed.

A short document is one part. A long one comes in many (a stretch of a large text, a page, a chapter), so that
what it costs to open and to scroll does not grow with its length. The canonical text is that of the parts joined
by a blank line; a part in which nothing stands has no text and no blocks, and is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reader.documents.model import SEPARATOR, Block, Document, Inline


class Part:
    """A stretch of whole blocks. All offsets in it count from the part's own first code point."""

    __slots__ = ("blocks", "inlines", "text")

    def __init__(self, text: str, blocks: Sequence[Block], inlines: Sequence[Inline] = ()) -> None:
        self.text = text
        self.blocks = blocks
        self.inlines = inlines


class Flow(Protocol):
    """A document that arrives in parts. Made and used on one thread; what runs beside it is its own affair."""

    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...

    @property
    def complete(self) -> bool:
        """True when `len()` and every `start()` are final."""
        ...

    @property
    def fingerprint(self) -> str | None:
        """That of the canonical text, as `Document.fingerprint`; None while not all of it was counted."""
        ...

    def __len__(self) -> int:
        """Parts known so far; at least one."""
        ...

    def part(self, index: int) -> Part:
        """The part, made now if it is not at hand. Takes a few milliseconds at most."""
        ...

    def start(self, index: int) -> int | None:
        """Offset in canonical text of the part's first code point; None while not yet counted."""
        ...

    def weight(self, index: int) -> int:
        """The part's size in a unit of the flow's own, for a scroll bar; known without making the part."""
        ...

    def locate(self, offset: int) -> tuple[int, int] | None:
        """Part, and offset in it, of an offset in canonical text; None while that far is not yet counted."""
        ...

    def advance(self) -> bool:
        """Do a slice of background work (counting, parsing) of at most 4 ms; False when nothing is left."""
        ...

    def document(self) -> Document:
        """The whole document, all in memory. For a long one this takes time: not on the screen's thread."""
        ...


class WholeFlow:
    """A document that is all there: one part."""

    complete = True

    def __init__(self, document: Document) -> None:
        self._document = document
        self._part = Part(document.text, document.blocks, document.inlines)

    @property
    def title(self) -> str:
        return self._document.title

    @property
    def fingerprint(self) -> str | None:
        return self._document.fingerprint

    @property
    def source(self) -> str:
        return self._document.source

    def __len__(self) -> int:
        return 1

    def part(self, index: int) -> Part:
        return self._part

    def start(self, index: int) -> int | None:
        return 0

    def weight(self, index: int) -> int:
        return len(self._part.text) + len(SEPARATOR)

    def locate(self, offset: int) -> tuple[int, int] | None:
        return 0, offset

    def place(self, target: str) -> tuple[int, int] | None:
        """Part, and offset in it, that a link inside the document leads to; None where there is no such place."""
        from urllib.parse import unquote

        found = self._document.anchors.get(unquote(target.removeprefix("#")))
        return None if found is None else self.locate(found)

    def advance(self) -> bool:
        return False

    def document(self) -> Document:
        return self._document
