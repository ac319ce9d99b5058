"""What is known of a language before reading: its lists of words. Read from `data/languages/`, once each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reader.entities.found import Label

LANGUAGES = ("en", "es", "fr", "de")
"""ISO 639-1 codes of the languages with lists of their own, in the order in which a tie is decided."""

_NOUNS: tuple[Label, ...] = ("organisation", "place", "person")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The lists of one language. All in lower case, except those whose words are written with a capital."""

    language: str
    stopwords: frozenset[str]
    sentence_words: frozenset[str]
    """Have a capital only at the start of a sentence: never the first word of a name."""
    leading: frozenset[str]
    """Small words that may begin a name where they have a capital inside a sentence: `La Coruña`."""
    generic: frozenset[str]
    """Common nouns that may have a capital: never a name alone."""
    not_names: frozenset[str]
    """Abbreviations that name nobody: `GDP`."""
    other_heads: frozenset[str]
    """The last word of a law, a plan, a prize."""
    postnominals: frozenset[str]
    place_tails: frozenset[str]
    """In small letters, and part of a place's name: `Limpopo province`."""
    titles: frozenset[str]
    """With a capital: `President`."""
    small_titles: frozenset[str]
    """The titles in small letters."""
    roles: frozenset[str]
    organisation_nouns: frozenset[str]
    """In small letters before an organisation's name: `newspaper La República`."""
    speech: frozenset[str]
    organisation_heads: frozenset[str]
    institutions: frozenset[str]
    """End a name that may be all common nouns: `Southern General Hospital`."""
    organisation_first: bool
    """Whether the head comes first (`Universidad de Chile`) or last (`Harvard University`)."""
    company_suffixes: frozenset[str]
    place_heads: frozenset[str]
    place_first: frozenset[str]
    foreign_places: frozenset[str]
    """The first word of a place's name in other languages; so with the organisations."""
    foreign_organisations: frozenset[str]
    foreign_articles: frozenset[str]
    saints: frozenset[str]
    """Begin the name of a place as often as that of a saint."""
    place_prepositions: frozenset[str]
    makers: frozenset[str]
    """Of cars, planes and the like, which have names of their own behind their makers'."""
    undertakings: frozenset[str]
    """Stand before what somebody undertakes: `Project`; so with the storms."""
    storms: frozenset[str]
    offices: frozenset[str]
    """Heads of organisations that are never called after a person: `Tribunal`."""
    noun_ends: tuple[tuple[Label, frozenset[str], tuple[str, ...]], ...]
    """German nouns that say what the name behind them names, and how longer ones end: `Großbank`, `Hauptstadt`."""
    organisation_tails: frozenset[str]
    """The last word of an organisation's name in English, in a text that is not."""
    companies: frozenset[str]
    """Companies and clubs that people and towns are called as well."""
    directions: frozenset[str]
    """Which part of a place a name means: `Atlantique Nord`."""
    event_heads: frozenset[str]
    particles: frozenset[str]
    places: frozenset[str]
    """Certain wherever they stand, written just so; so with the organisations."""
    organisations: frozenset[str]
    no_places: frozenset[str]
    """Towns too, but far more often common nouns."""
    groups: frozenset[str]
    """Nationalities, peoples, faiths, political currents; in the singular, with a capital."""
    articles: frozenset[str]
    months: tuple[str, ...]
    month_abbreviations: dict[str, int]
    """Abbreviation without its full stop -> month, 1 to 12."""
    weekdays: tuple[str, ...]
    weekday_abbreviations: dict[str, int]
    """Abbreviation -> day of the week, Monday is 0."""


@cache
def lexicon(language: str) -> Lexicon:
    """The lists of a language; those of English for a language that has none."""
    code = language if language in LANGUAGES else "en"
    entry = _listed(code)
    # English has a model, which knows these names by itself.
    world = {} if code == "en" else _listed("world")

    def words(key: str) -> frozenset[str]:
        return frozenset(entry.get(key, "").split())

    def names(key: str) -> frozenset[str]:
        return _names(entry.get(key, ""))

    months = tuple(entry["months"].split())
    weekdays = tuple(entry["weekdays"].split())
    return Lexicon(
        language=code,
        stopwords=words("stopwords"),
        sentence_words=words("sentence_words"),
        leading=words("leading"),
        generic=words("generic"),
        not_names=words("not_names"),
        other_heads=words("other_heads"),
        postnominals=words("postnominals"),
        place_tails=words("place_tails"),
        titles=words("titles"),
        small_titles=frozenset(title.lower() for title in words("titles")),
        roles=words("roles"),
        organisation_nouns=words("organisation_nouns"),
        speech=words("speech"),
        organisation_heads=words("organisation_heads"),
        institutions=words("institutions"),
        organisation_first=bool(entry.get("organisation_first", False)),
        company_suffixes=words("company_suffixes"),
        place_heads=words("place_heads"),
        place_first=words("place_first"),
        foreign_places=words("foreign_places"),
        foreign_organisations=words("foreign_organisations"),
        foreign_articles=words("foreign_articles"),
        saints=words("saints"),
        place_prepositions=words("place_prepositions"),
        makers=words("makers"),
        undertakings=words("undertakings"),
        storms=words("storms"),
        offices=words("offices"),
        noun_ends=tuple(
            (label, nouns, tuple(noun for noun in nouns if len(noun) > 3))
            for label in _NOUNS
            if (nouns := words(f"{label}_nouns_end"))
        ),
        organisation_tails=frozenset(world.get("organisation_tails", "").split()),
        companies=_names(world.get("companies", "")),
        directions=frozenset(world.get("directions", "").split()),
        event_heads=words("event_heads"),
        particles=words("particles"),
        places=names("places") | _names(world.get("places", "")),
        organisations=names("organisations") | _names(world.get("organisations", "")),
        no_places=words("no_places"),
        groups=words("groups"),
        articles=words("articles"),
        months=months,
        month_abbreviations=_numbered(entry["month_abbreviations"].split(), months, first=1),
        weekdays=weekdays,
        weekday_abbreviations=_numbered(entry["weekday_abbreviations"].split(), weekdays, first=0),
    )


@cache
def stopwords(language: str) -> frozenset[str]:
    """The most frequent words of a language, without loading the rest of what is known of it."""
    return frozenset(_listed(language)["stopwords"].split())


@cache
def _listed(name: str) -> dict[str, Any]:
    return tomllib.loads(files("reader.entities").joinpath(f"data/languages/{name}.toml").read_text("utf-8"))


def _names(listed: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in listed.split("|") if name.strip())


def _numbered(abbreviations: list[str], full: tuple[str, ...], *, first: int) -> dict[str, int]:
    """Each abbreviation with the number of the word that it begins, or that begins with its first letters."""
    numbers = {}
    for short in abbreviations:
        matches = [number for number, word in enumerate(full, first) if word.startswith(short[:4])]
        matches = matches or [number for number, word in enumerate(full, first) if word.startswith(short[:3])]
        if matches:
            numbers[short] = matches[0]
    return numbers
