"""Where a link of a document leads: to a place in it, to another file beside it, or out into the world."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from reader.documents.flow import Flow, Part
from reader.documents.model import Block, InlineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What is at the end of a link: a place in the document, or else an address."""

    place: tuple[int, int] | None = None
    """Part of the flow, and offset in it."""
    address: str = ""
    """A URL for a browser, or a path that can be opened; empty when the link leads nowhere."""


@runtime_checkable
class Addressed(Protocol):
    """A flow that knows the places its links name."""

    def place(self, target: str) -> tuple[int, int] | None:
        """Part, and offset in it, of a place that a link inside the document names; None where there is none."""
        ...


def follow(flow: Flow, kind: InlineKind, target: str, *, at: tuple[int, int]) -> Followed:
    """The end of a link.

    May make other parts of the flow to find it: not on the screen's thread for a long one.

    Args:
        kind, target: Of the inline.
        at: Part and offset where it stands.
    """
    if kind == "footnote":
        return Followed(place=note_of(flow, target, at=at))
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target):
        return Followed(address=target)
    if isinstance(flow, Addressed) and (place := flow.place(target)) is not None:
        return Followed(place=place)
    path, _, _ = target.partition("#")
    if not path or "://" in flow.source or flow.source == "-":
        return Followed(address=path and target)
    from urllib.parse import unquote

    beside = os.path.join(os.path.dirname(os.path.abspath(flow.source)), unquote(path))  # noqa: PTH100, PTH118, PTH120 - `..` is to go
    beside = os.path.normpath(beside)
    return Followed(address=beside if os.path.exists(beside) else "")  # noqa: PTH110 - as above


def note_of(flow: Flow, label: str, *, at: tuple[int, int]) -> tuple[int, int] | None:
    """Where the note of that label is: the first behind a place, or else the last before it."""
    before = None
    here, offset = at
    for index in (*range(here, len(flow)), *range(here)):
        for block in flow.part(index).blocks:
            if block.kind == "footnote" and block.label == label:
                if index > here or (index == here and block.start > offset):
                    return index, block.start
                before = index, block.start
        if index == len(flow) - 1 and before is not None:
            return before
    return before


def note_blocks(part: Part, offset: int) -> list[Block]:
    """The blocks of the note that begins at an offset: those behind the first have no mark of their own."""
    found: list[Block] = []
    for block in part.blocks:
        if block.start >= offset:
            if block.kind != "footnote" or (found and block.label):
                break
            found.append(block)
    return found


def slug(words: str) -> str:
    """The name that places which publish Markdown give a heading: `What is new?` becomes `what-is-new`."""
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", words)
    return re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")


class Slugs:
    """Names for the headings of one document, in order: the second of the same words gets a number."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def name(self, words: str, given: str = "") -> str:
        """The name of the next heading: `given`, or made of its words."""
        if given:
            return given
        made = slug(words)
        count = self._counts[made] = self._counts.get(made, -1) + 1
        return f"{made}-{count}" if count else made
