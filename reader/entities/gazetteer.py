"""Names of places and of people known beforehand, and common words: one voice among several, never the last word.

The lists are made by `reader/entities/build/build_gazetteer.py`; where they come from is in `data/gazetteer/NOTICE`.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PAGE = 1024
"""Bytes of a listing between two of the lines by which it is looked up."""


class Listing:
    """Names in the order of their code points, one a line. In memory it is as small as on disk, a tenth of a set."""

    def __init__(self, lines: bytes) -> None:
        """
        Args:
            lines: Sorted, in UTF-8, each ended by a line feed.
        """
        self._lines = lines
        self._offsets = [0]
        while (end := lines.find(b"\n", self._offsets[-1] + PAGE)) >= 0 and end + 1 < len(lines):
            self._offsets.append(end + 1)
        self._heads = [lines[start : lines.find(b"\n", start)] for start in self._offsets]

    def __contains__(self, name: str) -> bool:
        line = name.encode("utf-8", "surrogatepass")
        start, end = self._page(line)
        if b"\n" in line:
            return False
        return self._lines.startswith(line + b"\n", start) or self._lines.find(b"\n" + line + b"\n", start, end) >= 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines.decode().split("\n")[:-1])

    def _page(self, line: bytes) -> tuple[int, int]:
        """Where the page of lines that would hold `line` begins and ends."""
        number = max(0, bisect_right(self._heads, line) - 1)
        end = self._offsets[number + 1] if number + 1 < len(self._offsets) else len(self._lines)
        return self._offsets[number], end


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Listings of names without accents, in the case they are written in; common words in small letters."""

    places: Listing
    countries: Listing
    given: Listing
    surnames: Listing
    common: Listing


@cache
def gazetteer(language: str) -> Gazetteer:
    """All lists, about 100,000 names, with the countries as the language calls them. Each is read once."""
    return Gazetteer(_names("places"), _names(f"countries-{language}"), *map(_names, ("given", "surnames", "common")))


@cache
def _names(name: str) -> Listing:
    return Listing(files("reader.entities").joinpath(f"data/gazetteer/{name}.txt").read_bytes())


def plain(name: str) -> str:
    """A name as the lists have it: without accents, with a straight apostrophe."""
    if name.isascii():
        return name
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
