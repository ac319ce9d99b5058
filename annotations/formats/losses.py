"""What an export leaves behind: counted, by the name a person has for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from annotations.model import Annotation

Holding = Literal[
    "color",
    "tags",
    "comment",
    "entity",
    "reply",
    "annotator",
    "created",
    "modified",
    "deleted",
    "several spans",
    "whole document",
    "orphan",
    "first words",
    "context",
    "latest place",
    "variant",
    "extra",
]
"""What a note may have and a format may be unable to hold.

`several spans`: more than one. `whole document`: a note without spans. `orphan`: a note whose words stand nowhere
today. `first words`: the quote as first made, where today's text reads otherwise. `context`: what stood before and
after words that stand nowhere today; for others the document says it. The rest are fields of `Annotation` and `Span`.
"""

HOLDINGS: frozenset[Holding] = frozenset(
    {
        "color",
        "tags",
        "comment",
        "entity",
        "reply",
        "annotator",
        "created",
        "modified",
        "deleted",
        "several spans",
        "whole document",
        "orphan",
        "first words",
        "context",
        "latest place",
        "variant",
        "extra",
    }
)
"""All there is to hold."""

_PLURALS: Mapping[str, tuple[str, str]] = {
    "color": ("colour", "colours"),
    "tags": ("note's tags", "notes' tags"),
    "comment": ("comment", "comments"),
    "entity": ("link to an entity", "links to entities"),
    "reply": ("reply", "replies"),
    "annotator": ("author", "authors"),
    "created": ("date of creation", "dates of creation"),
    "modified": ("date of change", "dates of change"),
    "deleted": ("deleted note", "deleted notes"),
    "several spans": ("further span", "further spans"),
    "whole document": ("note on the whole document", "notes on the whole document"),
    "orphan": ("orphaned note", "orphaned notes"),
    "first words": ("quote as first made", "quotes as first made"),
    "context": ("quote's surroundings", "quotes' surroundings"),
    "latest place": ("latest place", "latest places"),
    "variant": ("other side of a conflict", "other sides of conflicts"),
    "extra": ("note's unknown keys", "notes' unknown keys"),
}


class Losses:
    """A tally that grows while an export is written. Keys are a `Holding` or a format's own words in the plural."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, what: str, count: int = 1) -> None:
        """Count something that the format cannot hold. Adding 0 leaves no trace."""
        if count:
            self._counts[what] = self._counts.get(what, 0) + count

    def merge(self, other: Losses) -> None:
        """Add another tally to this one."""
        for what, count in other:
            self.add(what, count)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._counts.items())

    def __len__(self) -> int:
        return len(self._counts)

    def __getitem__(self, what: str) -> int:
        return self._counts.get(what, 0)

    def __str__(self) -> str:
        """`12 replies, 3 colours`; empty when nothing is lost."""
        return ", ".join(f"{count} {_PLURALS.get(what, (what, what))[count != 1]}" for what, count in self)

    def as_dict(self) -> dict[str, int]:
        """For `--json`."""
        return dict(self._counts)


def survey(notes: Iterable[Annotation], holds: frozenset[Holding]) -> Losses:
    """Count what whole fields of these notes a format cannot hold, by what it says it holds.

    `orphan`, `first words` and `context` depend on today's text and are counted by `Bundle.survey`.
    """
    losses = Losses()
    for note in notes:
        for what in losses_of(note):
            if what not in holds:
                losses.add(what, len(note.spans) - 1 if what == "several spans" else 1)
    return losses


def losses_of(note: Annotation) -> Iterator[Holding]:
    """What there is to lose in one note."""
    if note.color is not None:
        yield "color"
    if note.tags:
        yield "tags"
    if note.comment:
        yield "comment"
    if note.entity is not None:
        yield "entity"
    if note.reply_to is not None:
        yield "reply"
    if note.annotator:
        yield "annotator"
    yield "created"
    if note.modified != note.created:
        yield "modified"
    if note.deleted is not None:
        yield "deleted"
    if len(note.spans) > 1:
        yield "several spans"
    if not note.spans and note.reply_to is None:
        yield "whole document"
    if any(span.latest is not None for span in note.spans):
        yield "latest place"
    if note.variants:
        yield "variant"
    if note.extra:
        yield "extra"
