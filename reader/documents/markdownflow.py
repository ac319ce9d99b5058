"""A Markdown text in stretches, so that a long one is on the screen before all of it is parsed.

A stretch begins where a block of the outermost level does: at a heading or a paragraph that starts a line behind a
blank one, and is in no fence of code, no HTML and no list. A document is its stretches joined, however it is opened.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import replace
from urllib.parse import unquote

from reader.documents.flow import Part
from reader.documents.loader import LoadOptions
from reader.documents.markdown import GIVEN, Markdown
from reader.documents.model import SEPARATOR, Block, Document, Inline, Run

STRETCH = 1 << 14
"""Characters of a stretch, about."""

KEPT = 32
"""Stretches that are at hand at one time."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_BEGINS = re.compile(r"(?:#{1,6}[ \t]|[^\W\d_])")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+([^\r\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_MEANING = re.compile(r"(?:[ \t]*(?:\r\n?|\n))* {0,3}[:~][ \t]")
"""What follows a word that is defined: it belongs to the definitions before it."""

_VERBATIM: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" {0,3}<!--"), "-->"),
    (re.compile(r" {0,3}<\?"), "?>"),
    (re.compile(r" {0,3}<!\[CDATA\["), "]]>"),
    (re.compile(r" {0,3}<![A-Za-z]"), ">"),
    (re.compile(r" {0,3}<script(?=[\s>]|$)", re.IGNORECASE), "</script>"),
    (re.compile(r" {0,3}<pre(?=[\s>]|$)", re.IGNORECASE), "</pre>"),
    (re.compile(r" {0,3}<style(?=[\s>]|$)", re.IGNORECASE), "</style>"),
    (re.compile(r" {0,3}<textarea(?=[\s>]|$)", re.IGNORECASE), "</textarea>"),
)
"""HTML that goes on over blank lines, and what ends it."""


class MarkdownFlow:
    """The stretches of a Markdown text. A `Flow`."""

    def __init__(self, text: str, *, source: str, options: LoadOptions) -> None:
        """Raises: SourceError, for what cannot be read in bounded time."""
        self._markdown = Markdown(text, source=source)
        self._source = source
        self._options = options
        self._bounds = [*stretches(text, self._markdown.body_at), len(text)]
        self._parts: OrderedDict[int, Part] = OrderedDict()
        self._starts = [0]
        self._hash = hashlib.sha256()
        self.part(0)

    @property
    def title(self) -> str:
        return self._markdown.title or self._source.replace("\\", "/").rpartition("/")[2]

    @property
    def source(self) -> str:
        return self._source

    @property
    def complete(self) -> bool:
        return len(self._starts) > len(self)

    @property
    def fingerprint(self) -> str | None:
        return self._hash.hexdigest() if self.complete else None

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def part(self, index: int) -> Part:
        found = self._parts.get(index)
        if found is None:
            made = self._markdown.write(self._bounds[index], self._bounds[index + 1], number=index)
            found = self._parts[index] = Part(made.text, made.blocks, made.inlines)
            if len(self._parts) > KEPT:
                self._parts.popitem(last=False)
        else:
            self._parts.move_to_end(index)
        if index == len(self._starts) - 1:
            start = self._starts[-1]
            if found.text:
                self._hash.update(f"{SEPARATOR if start else ''}{found.text}".encode())
                start += len(found.text) + len(SEPARATOR)
            self._starts.append(start)
        return found

    def start(self, index: int) -> int | None:
        return self._starts[index] if index < len(self._starts) else None

    def weight(self, index: int) -> int:
        """Characters of the source."""
        return max(self._bounds[index + 1] - self._bounds[index], 1)

    def locate(self, offset: int) -> tuple[int, int] | None:
        if offset >= self._starts[-1] and not self.complete:
            return None
        index = min(bisect_right(self._starts, offset), len(self)) - 1
        return index, offset - self._starts[index]

    def place(self, target: str) -> tuple[int, int] | None:
        """Where the heading is whose words make `target`, as the places that publish Markdown name them."""
        from reader.documents.following import Slugs

        wanted, slugs = unquote(target.removeprefix("#")), Slugs()
        for match in _HEADING.finditer(self._markdown.text, self._bounds[0]):
            given = GIVEN.search(match[1])
            name = slugs.name(GIVEN.sub("", match[1]), given[1] if given else "")
            if name == wanted:
                index = bisect_right(self._bounds, match.start()) - 1
                for block in self.part(index).blocks:
                    if block.source_end > match.start() and block.kind in ("heading", "title"):
                        return index, block.start
        return None

    def advance(self) -> bool:
        """Count one more stretch: some milliseconds."""
        if self.complete:
            return False
        self.part(len(self._starts) - 1)
        return True

    def document(self) -> Document:
        """The whole document. Raises: SourceError; LoadCancelledError, when that is wished."""
        texts: list[str] = []
        blocks: list[Block] = []
        inlines: list[Inline] = []
        at = 0
        for index in range(len(self)):
            self._options.step(self._source, index, len(self))
            part = self.part(index)
            if not part.text:
                continue
            texts.append(part.text)
            if at:
                for block in part.blocks:
                    runs = tuple(Run(run.text + at, run.source, run.length) for run in block.runs)
                    blocks.append(replace(block, start=block.start + at, end=block.end + at, runs=runs))
                inlines += (replace(mark, start=mark.start + at, end=mark.end + at) for mark in part.inlines)
            else:
                blocks += part.blocks
                inlines += part.inlines
            at += len(part.text) + len(SEPARATOR)
        return self._markdown.document(text=SEPARATOR.join(texts), blocks=tuple(blocks), inlines=tuple(inlines))


def stretches(text: str, start: int) -> list[int]:
    """Where the stretches of a text begin, the first at `start`."""
    found = [start]
    if len(text) - start <= 2 * STRETCH:
        return found
    fence = closing = ""
    blank = False
    for match in _LINE.finditer(text, start):
        line = match[0]
        if not line:
            break
        if closing:
            closing = "" if closing in line.lower() else closing
        elif fence:
            bare = line.strip()
            if bare.startswith(fence) and not bare.strip(fence[0]) and not line.startswith("    "):
                fence = ""
        elif (opening := _FENCE.match(line)) is not None:
            fence = opening[1]
        else:
            far = match.start() - found[-1] >= STRETCH
            if blank and far and _BEGINS.match(line) and not _MEANING.match(text, match.end()):
                found.append(match.start())
            verbatim = next(((rest, end) for begin, end in _VERBATIM if (rest := begin.match(line))), None)
            if verbatim is not None and verbatim[1] not in line[verbatim[0].end() :].lower():
                closing = verbatim[1]
        blank = not line.strip()
    return found
