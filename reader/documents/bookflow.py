"""A book as parts: one for each chapter, made when it is wanted, counted in the background."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.documents.builder import Builder
from reader.documents.chapters import decode_chapter, parse_chapter
from reader.documents.flow import Part
from reader.documents.footnotes import Footnotes, find_footnotes
from reader.documents.loader import LoadOptions
from reader.documents.model import SEPARATOR, Block, BlockKind, Document, Inline, Run
from reader.documents.trail import Trail
from reader.documents.tree import Walker

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.documents.epub import Book, Entry

KEPT = 24
"""Chapters that are at hand at one time."""

_FOLDED = re.compile(r"\W+")


class BookFlow:
    """The parts of a book. A `Flow`."""

    def __init__(self, book: Book, *, options: LoadOptions) -> None:
        self._book = book
        self._options = options
        self._entries: dict[str, list[Entry]] = {}
        for entry in book.contents:
            self._entries.setdefault(entry.chapter, []).append(entry)
        self._markups: OrderedDict[str, str] = OrderedDict()
        self._trees: OrderedDict[str, tuple[Element, Footnotes]] = OrderedDict()
        self._notes: dict[str, dict[str, str]] = {}
        self._parts: OrderedDict[int, Part] = OrderedDict()
        self._starts: list[int] = [0]
        """Offsets of the chapters as far as they were counted, and of what would follow."""
        self._hash = hashlib.sha256()

    @property
    def title(self) -> str:
        return self._book.title or self._book.source.replace("\\", "/").rpartition("/")[2]

    @property
    def source(self) -> str:
        return self._book.source

    @property
    def complete(self) -> bool:
        return len(self._starts) > len(self)

    @property
    def fingerprint(self) -> str | None:
        return self._hash.hexdigest() if self.complete else None

    def __len__(self) -> int:
        return len(self._book.chapters)

    def part(self, index: int) -> Part:
        """The chapter's text. Raises: SourceError, when the archive is broken there."""
        found = self._parts.get(index)
        if found is None:
            found = self._parts[index] = self._made(index)
            if len(self._parts) > KEPT:
                self._parts.popitem(last=False)
        else:
            self._parts.move_to_end(index)
        if index == len(self._starts) - 1:
            self._count(found)
        return found

    def start(self, index: int) -> int | None:
        return self._starts[index] if index < len(self._starts) else None

    def weight(self, index: int) -> int:
        """What the chapter's file unpacks to, in bytes."""
        return max(self._book.archive.size(self._book.chapters[index]), 1)

    def locate(self, offset: int) -> tuple[int, int] | None:
        if offset >= self._starts[-1] and not self.complete:
            return None
        index = min(bisect_right(self._starts, offset), len(self)) - 1
        return index, offset - self._starts[index]

    def advance(self) -> bool:
        """Count one more chapter: a few milliseconds."""
        if self.complete:
            return False
        self.part(len(self._starts) - 1)
        return True

    def document(self) -> Document:
        """The whole book.

        Raises: SourceError, when the archive is broken; LoadCancelledError, when that is wished.
        """
        texts: list[str] = []
        blocks: list[Block] = []
        inlines: list[Inline] = []
        at = 0
        for index in range(len(self)):
            self._options.step(self.source, index, len(self))
            part = self.part(index)
            if not part.text:
                continue
            texts.append(part.text)
            blocks += (_shifted(block, at) for block in part.blocks)
            inlines += (replace(mark, start=mark.start + at, end=mark.end + at) for mark in part.inlines)
            at += len(part.text) + len(SEPARATOR)
        book = self._book
        return Document(
            title=self.title,
            byline=book.byline,
            date=book.date,
            source=book.source,
            text=SEPARATOR.join(texts),
            blocks=tuple(blocks),
            inlines=tuple(inlines),
            loader="epub/1",
            language=book.language,
            metadata=book.metadata,
        )

    def _count(self, part: Part) -> None:
        """Add the next chapter to what was counted."""
        start = self._starts[-1]
        if part.text:
            self._hash.update(f"{SEPARATOR if start else ''}{part.text}".encode())
            start += len(part.text) + len(SEPARATOR)
        self._starts.append(start)

    def _markup(self, name: str) -> str:
        found = self._markups.get(name)
        if found is None:
            found = self._markups[name] = decode_chapter(self._book.archive.read(name), source=self.source)
            if len(self._markups) > 4:
                self._markups.popitem(last=False)
        return found

    def _tree(self, name: str) -> tuple[Element, Footnotes]:
        """A chapter's tree and its own notes, without those it only calls."""
        found = self._trees.get(name)
        if found is None:
            tree = parse_chapter(self._markup(name), source=self.source, name=name)
            found = self._trees[name] = tree, find_footnotes(tree, address=name)
            self._notes[name] = found[1].places
            if len(self._trees) > 4:
                self._trees.popitem(last=False)
        return found

    def _note(self, chapter: str, fragment: str) -> str | None:
        """The label of the note at an id of a chapter."""
        member = self._book.archive.find(chapter)
        if member is None or member not in self._book.chapters:
            return None
        if member not in self._notes:
            self._tree(member)
        return self._notes[member].get(fragment)

    def _made(self, index: int) -> Part:
        from reader.documents.epub import STRIDE
        from reader.documents.html import absolute

        name = self._book.chapters[index]
        tree, _ = self._tree(name)
        notes = find_footnotes(tree, address=name, elsewhere=self._note)
        builder = Builder()
        arrived: dict[str, int] = {}

        def arrive(mark: str) -> None:
            arrived.setdefault(mark, len(builder.blocks))

        walker = Walker(
            builder,
            address=lambda reference: reference if ":" in reference else absolute(name, reference),
            footnotes=notes,
            arrived=arrive,
            trail=Trail(self._markup(name)),
        )
        body = tree.find("body")
        walker.walk(tree if body is None else body)
        blocks, inlines = list(builder.blocks), list(builder.inlines)
        text = builder.text
        base = index * STRIDE
        blocks = [_based(block, base) for block in blocks]
        text, blocks, inlines = _with_headings(text, blocks, inlines, self._entries.get(name, ()), arrived)
        if index == 0:
            text, blocks, inlines = self._with_title(text, blocks, inlines)
        return Part(text, tuple(blocks), tuple(inlines))

    def _with_title(
        self, text: str, blocks: list[Block], inlines: list[Inline]
    ) -> tuple[str, list[Block], list[Inline]]:
        """The first chapter with the book's title and authors, where its first words do not say them."""
        heads = [_folded(text[block.start : block.end]) for block in blocks[:15]]
        title, byline = self._book.title, self._book.byline
        if title and _folded(title) in heads:
            index = heads.index(_folded(title))
            blocks[index] = replace(blocks[index], kind="title", level=0)
            return text, blocks, inlines
        said: tuple[tuple[BlockKind, str], ...] = (("title", title), ("byline", byline))
        fresh: list[tuple[int, BlockKind, int, str]] = [
            (0, kind, 0, words) for kind, words in said if words and _folded(words) not in heads
        ]
        return _put(text, blocks, inlines, fresh)


def _with_headings(
    text: str, blocks: list[Block], inlines: list[Inline], entries: Sequence[Entry], arrived: dict[str, int]
) -> tuple[str, list[Block], list[Inline]]:
    """The chapter with a heading where each line of the contents leads: one that is there, or the line itself.

    A heading that the contents name takes its level from them; others stay below it.
    """
    named: dict[int, int] = {}
    words = [_folded(text[block.start : block.end]) for block in blocks]
    open_entries = [
        (min(arrived.get(entry.fragment, 0) if entry.fragment else 0, len(blocks)), entry) for entry in entries
    ]
    for fits in (_same, _alike, _first):
        still_open = []
        for at, entry in open_entries:
            near = [index for index in range(at, min(at + 6, len(blocks))) if index not in named and words[index]]
            label = _folded(entry.label)
            found = next((i for i in near if fits(words[i], label, blocks[i].kind == "heading", i == at)), None)
            if found is None:
                still_open.append((at, entry))
            else:
                named[found] = entry.depth
        open_entries = still_open
    depth = own = 0
    for index, block in enumerate(blocks):
        if index in named:
            depth, own = named[index], block.level if block.kind == "heading" else 0
            blocks[index] = replace(block, kind="heading", level=depth, label="")
        elif block.kind == "heading" and depth:
            below = max(block.level - own, 1) if own else 1
            blocks[index] = replace(block, level=min(6, depth + below))
    fresh: dict[tuple[int, str], tuple[int, BlockKind, int, str]] = {
        (at, entry.label): (at, "heading", entry.depth, entry.label)
        for at, entry in sorted(open_entries, key=lambda pair: pair[0])
        if not entry.fragment or entry.fragment in arrived
    }
    return _put(text, blocks, inlines, list(fresh.values()))


def _same(words: str, label: str, heading: bool, here: bool) -> bool:
    return words == label


def _alike(words: str, label: str, heading: bool, here: bool) -> bool:
    """A chapter's number and name are often in one of the two alone."""
    return heading and (words in label or label in words)


def _first(words: str, label: str, heading: bool, here: bool) -> bool:
    return heading and here


def _put(
    text: str, blocks: list[Block], inlines: list[Inline], fresh: list[tuple[int, BlockKind, int, str]]
) -> tuple[str, list[Block], list[Inline]]:
    """The text with more blocks in it.

    Args:
        fresh: Index of the block that each stands before, in order; kind, level and words.
    """
    if not fresh:
        return text, blocks, inlines
    texts: list[str] = []
    made: list[Block] = []
    moved: list[Inline] = []
    at = old = mark = 0
    for index, kind, level, words in [*fresh, (len(blocks), "rule", 0, "")]:
        if index > old:
            start, end = blocks[old].start, blocks[index - 1].end
            made += (_shifted(block, at - start) for block in blocks[old:index])
            while mark < len(inlines) and inlines[mark].start < end:
                by = at - start
                moved.append(replace(inlines[mark], start=inlines[mark].start + by, end=inlines[mark].end + by))
                mark += 1
            texts.append(text[start:end])
            at, old = at + end - start + len(SEPARATOR), index
        builder = Builder()
        if builder.add(kind, words):
            made.append(Block(kind=kind, start=at, end=at + len(builder.text), level=level))
            texts.append(builder.text)
            at += len(builder.text) + len(SEPARATOR)
    return SEPARATOR.join(texts), made, moved


def _shifted(block: Block, by: int) -> Block:
    if not by:
        return block
    runs = tuple(Run(run.text + by, run.source, run.length) for run in block.runs)
    return replace(block, start=block.start + by, end=block.end + by, runs=runs)


def _based(block: Block, base: int) -> Block:
    """The block with source offsets that count from the beginning of the book."""
    runs = tuple(Run(run.text, run.source + base, run.length) for run in block.runs)
    return replace(block, source_start=block.source_start + base, source_end=block.source_end + base, runs=runs)


def _folded(words: str) -> str:
    return _FOLDED.sub(" ", words).strip().casefold()
