"""The outline of a document: its headings, or the first words of its paragraphs, and how much there is to read.

Offsets are those of a part; amounts are words. Pure: takes parts one after the other, and can be asked in between.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from reader.documents.flow import Part

_WORDS = 80
"""Code points of a paragraph that stand for it."""

_MOST = 2000
"""Paragraphs that are listed where there are no headings."""

PARAGRAPH = 7
"""Level of a paragraph that is listed for want of headings."""

_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


class Parts(Protocol):
    """What an outline asks of a flow."""

    @property
    def complete(self) -> bool: ...
    def __len__(self) -> int: ...
    def part(self, index: int) -> Part: ...


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, or a paragraph in the place of one, and what follows it."""

    part: int
    offset: int
    """In the part."""
    level: int
    """0 for a title, 1 to 6 for headings, `PARAGRAPH` for a paragraph."""
    title: str
    before: int
    """Words of the document before it."""
    words: int
    """In it and in what is below it."""


class Outline:
    """The outline of a flow, as far as its parts have been taken."""

    def __init__(self, first: int = 0) -> None:
        """Begin with a part; what comes before it is not counted."""
        self.first = first
        self._headings: list[tuple[int, int, int, str, int]] = []
        self._paragraphs: list[tuple[int, int, int, str, int]] = []
        self._before = [0]
        """Words before each part that was taken, and in all of them."""
        self._sections: list[Section] | None = None
        self.complete = False
        """Whether the whole document was counted."""

    @property
    def taken(self) -> int:
        """Parts that were taken."""
        return len(self._before) - 1

    @property
    def words(self) -> int:
        """In what was taken."""
        return self._before[-1]

    def advance(self, flow: Parts) -> bool:
        """Take the flow's next part; False when there is none for now."""
        index = self.first + self.taken
        if index >= len(flow):
            self.complete = flow.complete and self.first == 0
            return False
        self._take(index, flow.part(index))
        return True

    def _take(self, index: int, part: Part) -> None:
        self._sections = None
        before = self._before[-1]
        for block in part.blocks:
            if block.kind in ("title", "heading"):
                level = 0 if block.kind == "title" else max(block.level, 1)
                title = f"{block.label} {_title(part, block.start, block.end)}".strip()
                self._headings.append((index, block.start, level, title, before))
            elif block.kind in ("paragraph", "quote", "caption") and len(self._paragraphs) < _MOST:
                title = _title(part, block.start, min(block.end, block.start + _WORDS))
                self._paragraphs.append((index, block.start, PARAGRAPH, title, before))
            before += words(part.text, block.start, block.end)
        self._before.append(before)

    def sections(self) -> list[Section]:
        """The headings; without any but a title, the paragraphs too."""
        if self._sections is None:
            listed = self._headings
            if not any(level for _, _, level, _, _ in listed):
                listed = sorted([*listed, *self._paragraphs])
            self._sections = [
                Section(part, offset, level, title, before, _end(listed, at, self.words) - before)
                for at, (part, offset, level, title, before) in enumerate(listed)
            ]
        return self._sections

    def before(self, flow: Parts, part: int, offset: int) -> int | None:
        """Words before a place; None where they were not counted."""
        at = part - self.first
        if not 0 <= at < self.taken:
            return None
        of = flow.part(part)
        return self._before[at] + sum(
            words(of.text, block.start, min(block.end, offset)) for block in of.blocks if block.start < offset
        )

    def at(self, part: int, offset: int) -> Section | None:
        """The section that a place is in; None before the first."""
        sections = self.sections()
        index = bisect_right(sections, (part, offset), key=lambda section: (section.part, section.offset)) - 1
        return sections[index] if index >= 0 else None


def _end(listed: Sequence[tuple[int, int, int, str, int]], at: int, whole: int) -> int:
    """Words before what follows a section and is not below it."""
    level = listed[at][2]
    following = (other for other in listed[at + 1 :] if other[2] <= level)
    return next((other[4] for other in following), whole)


def _title(part: Part, start: int, end: int) -> str:
    return " ".join(part.text[start:end].split())


def words(text: str, start: int, end: int) -> int:
    """Words in a stretch of text, as far as it matters for how long it takes to read: two ideographs are one."""
    if start >= end:
        return 0
    count = len(text[start:end].split())
    if not text.isascii():
        ideographs = len(_IDEOGRAPHS.findall(text, start, end))
        count += ideographs // 2
    return count


def minutes(count: int, pace: int) -> str:
    """How long some words take to read at a pace in words a minute: `1 min`, `25 min`, `1 h 20`."""
    whole = max(round(count / pace), 1)
    return f"{whole} min" if whole < 60 else f"{whole // 60} h {whole % 60:02}"
