"""Names of places and of people known beforehand, and common words: one voice among several, never the last word.

The lists are made by `reader/entities/build/build_gazetteer.py`; where they come from is in `data/gazetteer/NOTICE`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Sets of names without accents, in the case they are written in; common words in small letters."""

    places: frozenset[str]
    countries: frozenset[str]
    given: frozenset[str]
    surnames: frozenset[str]
    common: frozenset[str]


@cache
def gazetteer(language: str) -> Gazetteer:
    """All lists, about 100,000 names, with the countries as the language calls them. Each is read once."""
    return Gazetteer(_names("places"), _names(f"countries-{language}"), *map(_names, ("given", "surnames", "common")))


@cache
def _names(name: str) -> frozenset[str]:
    path = files("reader.entities").joinpath(f"data/gazetteer/{name}.txt")
    return frozenset(path.read_text("utf-8").split("\n")[:-1])


def plain(name: str) -> str:
    """A name as the lists have it: without accents, with a straight apostrophe."""
    if name.isascii():
        return name
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
