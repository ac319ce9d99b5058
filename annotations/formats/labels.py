"""Tags as labels on stretches of text, as programs for labelled text have them. Offsets count code points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotations.formats.bundle import Bundle, Placed
from annotations.formats.draft import Passage
from annotations.model import Annotation

PLAIN = "highlight"
"""Label of a note that has no tag."""
AROUND = 64
"""Code points of prefix and suffix that are taken from a foreign text."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label on one stretch of the document."""

    start: int
    end: int
    label: str
    note: Annotation | None = None


def labels(bundle: Bundle, *, what: str = "tags") -> list[Label]:
    """The labels of a document in document order.

    Args:
        bundle: The document and its notes.
        what: `tags`: each tag of each span of each note; `entities`: the kinds of the document's entities.
    """
    found = list(_entities(bundle) if what == "entities" else _tags(bundle))
    return sorted(found, key=lambda label: (label.start, -label.end, label.label))


def _tags(bundle: Bundle) -> Iterator[Label]:
    for note in bundle.notes:
        if note.deleted is None:
            for placed in bundle.placed(note):
                for tag in note.tags or (PLAIN,):
                    yield Label(placed.start, placed.end, tag, note)


def _entities(bundle: Bundle) -> Iterator[Label]:
    for entity in bundle.entities:
        for mention in entity.mentions:
            yield Label(mention.start, mention.end, entity.kind)


def passage(text: str, start: int, end: int) -> Passage:
    """A stretch of a foreign copy of the text, with what stands around it there."""
    return Passage(
        exact=text[start:end],
        prefix=text[max(0, start - AROUND) : start],
        suffix=text[end : end + AROUND],
        start=start,
        end=end,
        unit="code point",
    )


def covers(placed: Placed, start: int, end: int) -> bool:
    """Does the span share a code point with `[start, end)`?"""
    return placed.start < end and placed.end > start
