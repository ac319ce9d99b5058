"""Prose that a page sets line by line, as mail archives and old documents do: put together again, links and all.

Offsets count characters of the text in its element.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from reader.documents import reflow
from reader.documents.model import BlockKind
from reader.documents.tree import words_of
from reader.documents.verbatim import is_statement

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.documents.builder import Builder

_SHORTEST = 300
"""Characters from which lines tell whether they are prose."""

_STATEMENTS = 0.2
"""Share of the lines that may look like statements."""

_PROGRAM = re.compile(r"code|highlight|lang|source|pretty|brush|syntax|console|terminal|listing|screen|program", re.I)
"""In the class of an element: it holds a program, or what one wrote."""


def is_prose(element: Element) -> bool:
    """Whether most of what stands in an element are paragraphs of several lines."""
    classes = " ".join(one.get("class") or "" for one in (element, *list(element.iterancestors())[:2]))
    if _PROGRAM.search(classes) or next(element.iter("code", "samp", "kbd"), None) is not None:
        return False
    text = "".join(words_of(element))
    lines = [line for line in text.split("\n") if line.strip()]
    if len(text) < _SHORTEST or sum(map(is_statement, lines)) > _STATEMENTS * len(lines):
        return False
    canonical, blocks = reflow.blocks(text, head=False, tail=False)
    joined = 0
    for kind, start, end, _, first, last, *_ in blocks:
        if kind != "code" and "\n" in text[first:last].strip() and "\n" not in canonical[start:end]:
            joined += end - start
    return joined > 0.5 * len(canonical)


class Preformatted:
    """The text of such an element while it is walked, and what is to happen at which place of it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._places: list[int | None] = []
        self._length = 0
        self._events: deque[tuple[int, Callable[[], None]]] = deque()

    def write(self, text: str, place: int | None) -> None:
        """Add text; `place` is where it stands in the markup."""
        self._pieces.append(text)
        self._starts.append(self._length)
        self._places.append(place)
        self._length += len(text)

    def then(self, act: Callable[[], None]) -> None:
        """Let something happen to the builder when the words so far have been written."""
        self._events.append((self._length, act))

    def release(self, builder: Builder) -> None:
        """Write the blocks of the text."""
        canonical, blocks = reflow.blocks("".join(self._pieces), head=False, tail=False)
        for kind, start, end, level, _, _, runs, label in blocks:
            builder.begin(cast(BlockKind, kind), level=level, label=label, verbatim=kind == "code")
            at = start
            for begin, source, length in runs:
                self._write(builder, canonical[at:begin], None, kind)
                at = begin + length
                self._copy(builder, canonical[begin:at], source, kind)
            self._write(builder, canonical[at:end], None, kind)
            builder.end()
        while self._events:
            self._events.popleft()[1]()

    def _copy(self, builder: Builder, words: str, source: int, kind: str) -> None:
        """Write words that stand at `source`, what is to happen among them at its place."""
        at = 0
        while at < len(words):
            while self._events and self._events[0][0] <= source + at:
                self._events.popleft()[1]()
            piece = bisect_right(self._starts, source + at) - 1
            ends = [len(words), self._starts[piece] + len(self._pieces[piece]) - source]
            ends += [self._events[0][0] - source] if self._events else []
            until = min(ends)
            place = self._places[piece]
            self._write(
                builder, words[at:until], None if place is None else place + source + at - self._starts[piece], kind
            )
            at = until

    @staticmethod
    def _write(builder: Builder, words: str, place: int | None, kind: str) -> None:
        if "\n" in words and kind != "code":
            for number, line in enumerate(words.split("\n")):
                if number:
                    builder.part("\n")
                builder.write(line)
        elif words:
            builder.write(words, place)
