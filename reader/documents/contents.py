"""A chapter with the headings that its book's table of contents gives it. Offsets count in the chapter's text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.documents.builder import Builder
from reader.documents.model import SEPARATOR, Block, BlockKind, Inline, Run

if TYPE_CHECKING:
    from reader.documents.epub import Entry

NEAR = 6
"""Blocks behind the place where a line of the contents leads, among which its heading is looked for."""

_FOLDED = re.compile(r"\W+")


class Chapter:
    """The text of a chapter, its blocks, inlines and places, while they get their headings."""

    def __init__(self, text: str, blocks: list[Block], inlines: list[Inline], places: dict[str, int]) -> None:
        self.text = text
        self.blocks = blocks
        self.inlines = inlines
        self.places = places
        """Id -> offset."""

    def name_headings(self, entries: Sequence[Entry], arrived: dict[str, int]) -> None:
        """Give the chapter a heading where each line of the contents leads: one that is there, or the line itself.

        A heading that the contents name takes its level from them; others stay below it.

        Args:
            entries: Lines of the contents that lead into the chapter.
            arrived: Id -> index of the block that it is in or before.
        """
        named: dict[int, int] = {}
        words = self._words()
        count = len(self.blocks)
        waiting = [(min(arrived.get(e.fragment, 0) if e.fragment else 0, count), e) for e in entries]
        for fits in (_same, _alike, _first):
            still = []
            for at, entry in waiting:
                label = folded(entry.label)
                near = (index for index in range(at, min(at + NEAR, count)) if index not in named and words[index])
                heading = (i for i in near if fits(words[i], label, self.blocks[i].kind == "heading", i == at))
                found = next(heading, None)
                if found is None:
                    still.append((at, entry))
                else:
                    named[found] = entry.depth
            waiting = still
        depth = own = 0
        for index, block in enumerate(self.blocks):
            if index in named:
                depth, own = named[index], block.level if block.kind == "heading" else 0
                self.blocks[index] = replace(block, kind="heading", level=depth, label="")
            elif block.kind == "heading" and depth:
                below = max(block.level - own, 1) if own else 1
                self.blocks[index] = replace(block, level=min(6, depth + below))
        fresh: dict[tuple[int, str], tuple[int, BlockKind, int, str]] = {
            (at, entry.label): (at, "heading", entry.depth, entry.label)
            for at, entry in sorted(waiting, key=lambda pair: pair[0])
            if not entry.fragment or entry.fragment in arrived
        }
        self._put(list(fresh.values()))

    def name_book(self, title: str, byline: str) -> None:
        """Give the book's first chapter its title and authors, where its first words do not say them."""
        heads = self._words()[:15]
        if title and folded(title) in heads:
            index = heads.index(folded(title))
            self.blocks[index] = replace(self.blocks[index], kind="title", level=0)
            return
        said: tuple[tuple[BlockKind, str], ...] = (("title", title), ("byline", byline))
        self._put([(0, kind, 0, words) for kind, words in said if words and folded(words) not in heads])

    def _words(self) -> list[str]:
        return [folded(self.text[block.start : block.end]) for block in self.blocks]

    def _put(self, fresh: list[tuple[int, BlockKind, int, str]]) -> None:
        """Put blocks in: index of the block that each stands before, in order; kind, level and words."""
        if not fresh:
            return
        old, text = self.blocks, self.text
        texts: list[str] = []
        blocks: list[Block] = []
        shifts: list[tuple[int, int]] = []
        """Offset from which -> by how much."""
        at = done = 0
        for index, kind, level, words in [*fresh, (len(old), "rule", 0, "")]:
            if index > done:
                start, end = old[done].start, old[index - 1].end
                blocks += (shifted(block, at - start) for block in old[done:index])
                shifts.append((start, at - start))
                texts.append(text[start:end])
                at, done = at + end - start + len(SEPARATOR), index
            builder = Builder()
            if builder.add(kind, words):
                blocks.append(Block(kind=kind, start=at, end=at + len(builder.text), level=level))
                texts.append(builder.text)
                at += len(builder.text) + len(SEPARATOR)

        starts = [start for start, _ in shifts]

        def moved(offset: int) -> int:
            return offset + shifts[max(bisect_right(starts, offset) - 1, 0)][1] if shifts else offset

        self.inlines = [
            replace(mark, start=moved(mark.start), end=moved(mark.start) + mark.end - mark.start)
            for mark in self.inlines
        ]
        self.places = {name: moved(offset) for name, offset in self.places.items()}
        self.text, self.blocks = SEPARATOR.join(texts), blocks


def shifted(block: Block, by: int) -> Block:
    """The block, further on in the text."""
    if not by:
        return block
    runs = tuple(Run(run.text + by, run.source, run.length) for run in block.runs)
    return replace(block, start=block.start + by, end=block.end + by, runs=runs)


def folded(words: str) -> str:
    """Words as they are compared: letters and figures alone, small."""
    return _FOLDED.sub(" ", words).strip().casefold()


def _same(words: str, label: str, heading: bool, here: bool) -> bool:
    return words == label


def _alike(words: str, label: str, heading: bool, here: bool) -> bool:
    """A chapter's number and name are often in one of the two alone."""
    return heading and (words in label or label in words)


def _first(words: str, label: str, heading: bool, here: bool) -> bool:
    return heading and here
