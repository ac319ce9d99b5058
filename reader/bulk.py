"""The same note on many passages at once: what it comes to, passage by passage, before anything is done. Pure.

Offsets are code points of canonical text, half-open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotations.model import Annotation, Color
from reader.entities.model import Entity
from reader.notebook import Entry, Notebook

Passage = tuple[int, int]

AROUND = 60
"""Code points of text shown on either side of a passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What each passage is to get."""

    color: Color | None = None
    """Of the notes that are made; of those there are, only where nothing else is wished."""
    tags: tuple[str, ...] = ()
    comment: str = ""
    entity: str | None = None
    """Id of the entity that the notes are about."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one passage: a new note, or a change to the note that is there already."""

    passage: Passage
    note: Annotation | None
    """The note that changes; None: one is made."""
    fields: Mapping[str, object]
    """What the note gets; empty where it has all that already."""


def planned(passages: Iterable[Passage], wish: Wish, noted: Callable[[Passage], Annotation | None]) -> list[Planned]:
    """What a wish comes to, in the order of the passages.

    A passage that has a note gets no second one: that note takes the tags, and the colour where only a colour is
    wished. Words that a person wrote are never replaced: a comment on a note that has one is a note of its own.

    Args:
        passages: Where.
        wish: What.
        noted: The reader's own note whose passage is just this one.
    """
    made: dict[str, object] = {"color": wish.color, "tags": wish.tags, "comment": wish.comment, "entity": wish.entity}
    plans: list[Planned] = []
    for passage in dict.fromkeys(passages):
        note = noted(passage)
        if note is None or (wish.comment and note.comment.strip()):
            plans.append(Planned(passage, None, made))
        else:
            plans.append(Planned(passage, note, _amended(note, wish)))
    return plans


def _amended(note: Annotation, wish: Wish) -> dict[str, object]:
    wished: dict[str, object] = {"tags": tuple(dict.fromkeys((*note.tags, *wish.tags)))}
    if wish.comment:
        wished["comment"] = wish.comment
    if wish.color is not None and not wish.tags and not wish.comment:
        wished["color"] = wish.color
    if note.entity is None:
        wished["entity"] = wish.entity
    return {name: value for name, value in wished.items() if getattr(note, name) != value}


@dataclass(frozen=True, slots=True)
class Mentioned:
    """One mention of an entity, as it is offered to be annotated."""

    passage: Passage
    before: str
    """The text before it, on its own line."""
    words: str
    after: str
    note: Entry | None
    """The reader's own note on just these words."""
    within: int
    """Other notes, anyone's, that touch it."""


def mentioned(entity: Entity, book: Notebook, read: Callable[[int, int], str]) -> list[Mentioned]:
    """Every mention of an entity with the words around it and what is noted there, in document order.

    Args:
        entity: Whose mentions.
        book: Everyone's notes.
        read: The canonical text from an offset to another.
    """
    found: list[Mentioned] = []
    for one in entity.mentions:
        before, after = _line_before(read, one.start), _line_after(read, one.end)
        note = book.exactly(one.start, one.end)
        touching = [entry for entry in book.at(one.start, one.end) if entry is not note]
        found.append(Mentioned((one.start, one.end), before, one.text, after, note, len(touching)))
    return found


def _line_before(read: Callable[[int, int], str], start: int) -> str:
    """What stands before an offset on its line, cut between words."""
    text = read(max(0, start - AROUND), start)
    line = text.rpartition("\n")[2]
    return f"…{line.partition(' ')[2]}" if len(line) == AROUND else line


def _line_after(read: Callable[[int, int], str], end: int) -> str:
    """What stands behind an offset on its line, cut between words."""
    line = read(end, end + AROUND).partition("\n")[0]
    return f"{line.rpartition(' ')[0]}…" if len(line) == AROUND else line


def open_to_notes(mentions: Sequence[Mentioned]) -> list[Passage]:
    """Those that have no note of the reader's own yet."""
    return [one.passage for one in mentions if one.note is None]
