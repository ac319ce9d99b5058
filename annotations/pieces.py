"""A long row of short texts in bytes, of which one can be changed without touching the others.

The texts are kept joined, some hundreds to a page: a change copies one page, and the whole is written page by page.
Values of this kind never change; `with_…` makes others, which share all pages but one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import overload

PAGE = 256
"""Pieces of a page when it is made; it is split at twice as many."""


@dataclass(frozen=True, slots=True)
class _Page:
    data: bytes
    ends: tuple[int, ...]
    """Offset in `data` where each piece ends."""

    def bounds(self, index: int) -> tuple[int, int]:
        return (self.ends[index - 1] if index else 0, self.ends[index])


@dataclass(frozen=True, slots=True)
class Pieces(Sequence[bytes]):
    """The row."""

    _pages: tuple[_Page, ...] = ()

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> Pieces:
        """The row of these pieces, which are asked for a page at a time."""
        source = iter(pieces)
        pages: list[_Page] = []
        while page := list(islice(source, PAGE)):
            pages.append(_Page(b"".join(page), tuple(accumulate(map(len, page)))))
        return cls(tuple(pages))

    def buffers(self) -> list[bytes]:
        """All the bytes, in few parts."""
        return [page.data for page in self._pages]

    def with_put(self, index: int, piece: bytes) -> Pieces:
        """The row with the piece at `index` replaced."""
        return self._changed(index, [piece], 1)

    def with_inserted(self, index: int, piece: bytes) -> Pieces:
        """The row with a piece more, before that at `index` or at the end."""
        return self._changed(index, [piece], 0)

    def without(self, index: int) -> Pieces:
        """The row without the piece at `index`."""
        return self._changed(index, [], 1)

    def __len__(self) -> int:
        return sum(len(page.ends) for page in self._pages)

    def __iter__(self) -> Iterator[bytes]:
        for page in self._pages:
            start = 0
            for end in page.ends:
                yield page.data[start:end]
                start = end

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        if isinstance(index, slice):
            return list(self)[index]
        number, within = self._find(range(len(self))[index])
        start, end = self._pages[number].bounds(within)
        return self._pages[number].data[start:end]

    def _find(self, index: int) -> tuple[int, int]:
        """The page of a piece, and its place there. The end of the row is the end of the last page."""
        last = len(self._pages) - 1
        for number, page in enumerate(self._pages):
            if index < len(page.ends) or number == last:
                return number, index
            index -= len(page.ends)
        return 0, index

    def _changed(self, index: int, new: list[bytes], gone: int) -> Pieces:
        """The row with `gone` pieces from `index` on replaced by `new`; they are of one page."""
        if not 0 <= index <= len(self) - gone:
            raise IndexError(index)
        if not self._pages:
            return Pieces.of(new)
        number, within = self._find(index)
        page = self._pages[number]
        start = page.bounds(within)[0] if within < len(page.ends) else len(page.data)
        end = page.bounds(within + gone - 1)[1] if gone else start
        data = b"".join([page.data[:start], *new, page.data[end:]])
        grown = len(data) - len(page.data)
        ends = (
            *page.ends[:within],
            *[start + length for length in accumulate(map(len, new))],
            *[each + grown for each in page.ends[within + gone :]],
        )
        made = [_Page(data, ends)] if ends else []
        if len(ends) >= 2 * PAGE:
            middle = ends[PAGE - 1]
            made = [_Page(data[:middle], ends[:PAGE]), _Page(data[middle:], tuple([e - middle for e in ends[PAGE:]]))]
        return Pieces((*self._pages[:number], *made, *self._pages[number + 1 :]))
