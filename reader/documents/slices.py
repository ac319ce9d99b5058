"""A document that is all there, as parts of some kilobytes: what is drawn costs no more than what is seen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from reader.documents.flow import Part
from reader.documents.model import SEPARATOR, Document, Run

SLICE = 1 << 14
"""Code points of a part, about; a block is never cut."""


class SlicedFlow:
    """The parts of a document in memory. A `Flow`."""

    complete = True

    def __init__(self, document: Document) -> None:
        self._document = document
        firsts = [0]
        for index, block in enumerate(document.blocks):
            if block.start - document.blocks[firsts[-1]].start >= SLICE:
                firsts.append(index)
        self._firsts = [*firsts, len(document.blocks)]
        """Index of each part's first block, and of what would follow the last."""
        self._starts = [document.blocks[first].start for first in firsts]
        self._inline_starts = [mark.start for mark in document.inlines]
        self._parts: dict[int, Part] = {}

    @property
    def title(self) -> str:
        return self._document.title

    @property
    def source(self) -> str:
        return self._document.source

    @property
    def fingerprint(self) -> str | None:
        return self._document.fingerprint

    def __len__(self) -> int:
        return len(self._starts)

    def part(self, index: int) -> Part:
        found = self._parts.get(index)
        if found is None:
            found = self._parts[index] = self._made(index)
        return found

    def start(self, index: int) -> int | None:
        return self._starts[index]

    def weight(self, index: int) -> int:
        """Code points, with the blank line after them."""
        return self._end(index) + len(SEPARATOR) - self._starts[index]

    def locate(self, offset: int) -> tuple[int, int] | None:
        index = max(bisect_right(self._starts, offset) - 1, 0)
        return index, offset - self._starts[index]

    def place(self, target: str) -> tuple[int, int] | None:
        """Part, and offset in it, that a link inside the document leads to; None where there is no such place."""
        from urllib.parse import unquote

        found = self._document.anchors.get(unquote(target.removeprefix("#")))
        return None if found is None else self.locate(found)

    def advance(self) -> bool:
        return False

    def document(self) -> Document:
        return self._document

    def _end(self, index: int) -> int:
        return self._document.blocks[self._firsts[index + 1] - 1].end

    def _made(self, index: int) -> Part:
        document, start, end = self._document, self._starts[index], self._end(index)
        blocks = tuple(
            replace(
                block,
                start=block.start - start,
                end=block.end - start,
                runs=tuple(Run(run.text - start, run.source, run.length) for run in block.runs),
            )
            for block in document.blocks[self._firsts[index] : self._firsts[index + 1]]
        )
        first, last = bisect_left(self._inline_starts, start), bisect_left(self._inline_starts, end)
        inlines = tuple(
            replace(mark, start=mark.start - start, end=mark.end - start) for mark in document.inlines[first:last]
        )
        return Part(document.text[start:end], blocks, inlines)
