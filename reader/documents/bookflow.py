"""A book as parts: one for each chapter, made when it is wanted, counted in the background."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reader.documents.bookpictures import BookPictures
from reader.documents.builder import Builder
from reader.documents.chapters import decode_chapter, parse_chapter
from reader.documents.contents import Chapter, shifted
from reader.documents.drawn import write_drawn
from reader.documents.flow import Part
from reader.documents.footnotes import Footnotes, find_footnotes
from reader.documents.loader import LoadOptions
from reader.documents.model import SEPARATOR, Block, Document, Inline, Run
from reader.documents.trail import Trail
from reader.documents.walker import Walker

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.documents.epub import Book, Entry

KEPT = 24
"""Chapters that are at hand at one time."""


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
        self._indexes = {name: index for index, name in enumerate(book.chapters)}
        self._places: dict[int, dict[str, int]] = {}
        """Chapter -> id in it -> offset in its text, of the chapters that were made."""
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

    def place(self, target: str) -> tuple[int, int] | None:
        """Where a link from one place of the book leads to: `chapter.xhtml#id`, as inlines have it."""
        index = self._chapter_of(target)
        if index is None or not self.part(index).blocks:
            return None
        return index, self._places.get(index, {}).get(unquote(target.partition("#")[2]), 0)

    def _chapter_of(self, target: str) -> int | None:
        name = self._book.archive.find(unquote(target.partition("#")[0]))
        return None if name is None else self._indexes.get(name)

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
        from reader.documents.epub import LOADER

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
            blocks += (shifted(block, at) for block in part.blocks)
            inlines += (replace(mark, start=mark.start + at, end=mark.end + at) for mark in part.inlines)
            at += len(part.text) + len(SEPARATOR)
        book = self._book
        anchors: dict[str, int] = {}
        for target in dict.fromkeys(
            mark.target for mark in inlines if mark.kind == "link" and ":" not in mark.target
        ):
            chapter = self._chapter_of(target)
            if chapter is not None:
                place = self._places.get(chapter, {}).get(unquote(target.partition("#")[2]), 0)
                anchors[unquote(target)] = self._starts[chapter] + place
        return Document(
            title=self.title,
            byline=book.byline,
            date=book.date,
            source=book.source,
            text=SEPARATOR.join(texts),
            blocks=tuple(blocks),
            inlines=tuple(inlines),
            loader=f"{LOADER.name}/{LOADER.version}",
            language=book.language,
            anchors=anchors,
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
            if mark not in arrived:
                arrived[mark] = len(builder.blocks)
                builder.place(mark)

        def address(reference: str) -> str:
            if reference.startswith("#"):
                return f"{name}{reference}"
            return reference if ":" in reference else absolute(name, reference)

        def beside() -> list[str]:
            names = [self._book.chapters[at] for at in (index - 1, index + 1) if 0 <= at < len(self)]
            return [self._markup(other) for other in names]

        walker = Walker(
            builder,
            address=address,
            quiet=BookPictures(self._book.archive, beside=beside),
            footnotes=notes,
            arrived=arrive,
            trail=Trail(self._markup(name)),
        )
        body = tree.find("body")
        walker.walk(tree if body is None else body)
        if not any(block.kind not in ("caption", "rule") for block in builder.blocks):
            write_drawn(builder, tree if body is None else body)
        base = index * STRIDE
        chapter = Chapter(
            builder.text,
            [_based(block, base) for block in builder.blocks],
            list(builder.inlines),
            dict(builder.places),
        )
        chapter.name_headings(self._entries.get(name, ()), arrived)
        if index == 0:
            chapter.name_book(self._book.title, self._book.byline)
        self._places[index] = chapter.places
        return Part(chapter.text, tuple(chapter.blocks), tuple(chapter.inlines))


def _based(block: Block, base: int) -> Block:
    """The block with source offsets that count from the beginning of the book."""
    runs = tuple(Run(run.text, run.source + base, run.length) for run in block.runs)
    return replace(block, source_start=block.source_start + base, source_end=block.source_end + base, runs=runs)
