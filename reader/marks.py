"""What is drawn on and beside the text: the notes as a page shows them. Knows no screen.

Offsets are code points of canonical text, half-open `[start, end)`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.model import Color, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMark:
    """One span of one note. A note with two spans gives two marks; only the first shows badges and comment."""

    note: str
    """Id of the note."""
    start: int
    end: int
    color: Color | None = None
    tags: tuple[str, ...] = ()
    comment: str = ""
    replies: int = 0
    initials: str = ""
    """Of the annotator, where more than one person's notes are shown."""
    person: Color | None = None
    """The annotator's colour, likewise."""
    status: Status = "exact"
    first: bool = True


class Marks:
    """Marks in document order, found by the stretch of text they touch in time that grows with what is found."""

    def __init__(self, marks: Iterable[NoteMark] = ()) -> None:
        self._marks = sorted(marks, key=_order)
        self._starts = [mark.start for mark in self._marks]
        # The furthest end among a mark and all before it: nothing before the first place where this passes an
        # offset can reach that offset.
        self._reach = _reach(self._marks)

    def changed(self, out: Iterable[NoteMark], into: Iterable[NoteMark]) -> Marks:
        """These marks without those in `out`, which must be among them, and with those in `into`.

        Costs little more than copying three lists: one note among ten thousand changes in a millisecond.
        """
        made = Marks.__new__(Marks)
        made._marks, made._starts = self._marks.copy(), self._starts.copy()
        lowest = len(made._marks)
        for mark in out:
            index = bisect_left(made._marks, _order(mark), key=_order)
            del made._marks[index], made._starts[index]
            lowest = min(lowest, index)
        for mark in into:
            index = bisect_left(made._marks, _order(mark), key=_order)
            made._marks.insert(index, mark)
            made._starts.insert(index, mark.start)
            lowest = min(lowest, index)
        before = self._reach[lowest - 1] if lowest else 0
        made._reach = self._reach[:lowest] + _reach(made._marks[lowest:], before)
        return made

    def __len__(self) -> int:
        return len(self._marks)

    def __iter__(self) -> Iterator[NoteMark]:
        return iter(self._marks)

    def touching(self, start: int, end: int) -> list[NoteMark]:
        """The marks that share at least one code point with `[start, end)`, in document order."""
        first = bisect_right(self._reach, start)
        last = bisect_left(self._starts, end)
        return [mark for mark in self._marks[first:last] if mark.end > start]

    def after(self, offset: int) -> NoteMark | None:
        """The first mark that begins after `offset`."""
        index = bisect_right(self._starts, offset)
        return self._marks[index] if index < len(self._marks) else None

    def before(self, offset: int) -> NoteMark | None:
        """The last mark that begins before `offset`."""
        index = bisect_left(self._starts, offset)
        return self._marks[index - 1] if index else None


def _order(mark: NoteMark) -> tuple[int, int, str]:
    return mark.start, -mark.end, mark.note


def _reach(marks: Iterable[NoteMark], before: int = 0) -> list[int]:
    return list(accumulate((mark.end for mark in marks), max, initial=before))[1:]
