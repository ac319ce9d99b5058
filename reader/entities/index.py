"""Which entity stands where: a document's mentions in the order of the text. Offsets are code points of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice

from reader.entities.model import Entity


class MentionIndex:
    """The mentions of some entities. A value: it never changes. Made in a time that follows their number."""

    __slots__ = ("_entities", "_places", "_starts")

    def __init__(self, entities: Sequence[Entity] = ()) -> None:
        self._entities = entities
        # Tuples of integers are sorted without a key, in half the time: there may be a hundred thousand.
        self._places = [(one.start, one.end, nth) for nth, entity in enumerate(entities) for one in entity.mentions]
        self._places.sort()
        self._starts = [start for start, _, _ in self._places]

    def __len__(self) -> int:
        return len(self._places)

    def at(self, offset: int) -> Entity | None:
        """The entity named there."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._places[index][1]:
            return None
        return self._entities[self._places[index][2]]

    def exactly(self, start: int, end: int) -> Entity | None:
        """The entity whose mention is just `[start, end)`."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or self._places[index][:2] != (start, end):
            return None
        return self._entities[self._places[index][2]]

    def within(self, start: int, end: int) -> list[Entity]:
        """The entities named between two offsets, each once, in the order of the text."""
        first = bisect_right(self._starts, start - 1)
        found: dict[int, None] = {}
        for one_start, one_end, nth in islice(self._places, first, None):
            if one_start >= end:
                break
            if one_end <= end:
                found[nth] = None
        return [self._entities[nth] for nth in found]
