"""What Spanish, French and German say around a name. Loaded for a text in one of them: English does without."""

from __future__ import annotations

import re
from functools import cache

from reader.entities.cues import SHIP
from reader.entities.found import Found, Label
from reader.entities.gazetteer import plain
from reader.entities.page import Page
from reader.entities.words import Word

_ADJECTIVE = re.compile(
    r"[a-zà-ÿ]{2,}(?:al|ale|aux|ales|el|elle|els|elles|ique|iques|aire|aires|iste|istes|ienn?e?s?|éenn?e?s?"
    r"|[çdlnbgt]aise?s?|oise?s?|ive?s?|ain|aine|ains|aines|[ièé]eure?s?|[gnl]ères?|times?|unies?|mixte|suprême)"
)
_OF = r"(?:para la |para el |de la |de l['’]|des |du |del |de |aux |à la |à l['’])"
_MINISTRY = re.compile(
    rf"\b[Mm]inist(?:ère|erio) {_OF}[A-ZÀ-Þ][\w-]*(?:(?:, | et | y | e | )(?:{_OF}|l['’]|la )?[A-ZÀ-Þ][\w-]*)*"
    rf"(?: {_ADJECTIVE.pattern}(?!\w))?"
)
_WATER = re.compile(
    r"\b(?:mer|océan|golfe|détroit|mar|océano|golfo|estrecho) (?:(?:de |du |del |d['’])(?:la )?)?[A-ZÀ-Þ][\w-]+"
)
_PORTFOLIO = re.compile(
    rf"\b(?:ministres?|ministr[oa]s?|secrétaires? d['’][EÉ]tat|portefeuille|cartera) (?:\w+ )?{_OF}$"
)
"""What stands before what a minister is responsible for: a capital, and no name."""
_BRACKETED = re.compile(
    r"\b([A-ZÀ-Þ][\w'’-]+(?: [\w'’-]+){0,3}) "
    r"\(((?!\w*[A-ZÀ-Þ]{2})[A-ZÀ-Þ][\w'’-]{2,}(?: (?:(?:de|la|del|am|an der|im) )?[A-ZÀ-Þ][\w'’-]+){0,2})\)"
)
_PEOPLE = re.compile(r"(?:[aoç]is|[aoç]ises?|ienn?e?s?|éenn?e?s?)$")
_COUNTED = re.compile(
    r"(?:\b(?:[Uu]ne?|[Dd]es|les|ces|aux|quelques|certaine?s|plusieurs|deux|trois|quatre|cinq|six|dix|premi[eè]re?)"
    r"|\d) $"
)
_NO_ADJECTIVES = frozenset(
    {"jamais", "desormais", "désormais", "quelle", "quelles", "laquelle", "auxquelles", "maire", "affaire"}
)
APPOSED = re.compile(r",[ \u00a0](?:une?|una|l[ae]|el|l['’])?[ \u00a0]?([\w-]+)")
"""What a name's bearer is, behind the name and a comma."""
_BEFORE: dict[str, tuple[tuple[str, Label, float], ...]] = {
    "es": (
        (
            (r"\b(?:buque|barco|ferri|ferry|pesquero|petrolero|velero|crucero|fragata)(?: \w+){0,2} $"),
            "other",
            SHIP,
        ),
        ((r"\b[Ff](?:iestas?|eria) de $"), "event", 1.5),
        (
            (
                r"\b(?:ciudad(?:es)?|pueblos?|villas?|localidad(?:es)?|municipios?|provincias?|región|regiones|comarca|"
                r"islas?|puertos?|barrios?|distritos?|capital|aeropuerto|playa|aldea|pedanía|término|cárcel|estación|sierra|"
                r"circuito|afueras|norte|sur|este|oeste|vecinos|alcalde|alcaldesa)(?: [a-zà-ÿ-]+(?= d))? (?:del? )?$"
            ),
            "place",
            1.2,
        ),
    ),
    "fr": (
        (
            (
                r"\b(?:navire|bateau|ferry|chalutier|pétrolier|voilier|paquebot|cargo|frégate)"
                r"(?: de [a-zà-ÿ-]+)?(?: [a-zà-ÿ-]+)? $"
            ),
            "other",
            SHIP,
        ),
        (
            (
                r"\b(?:villes?|villages?|régions?|provinces?|communes?|quartiers?|îles?|ports?|districts?|oblasts?|"
                r"banlieue|préfecture|départements?|aéroport|gare|localités?|bourgs?|ligne|front|nord|sud|est|ouest|maire|"
                r"habitants)(?: [a-zà-ÿ-]+(?= d))? (?:de |d['’]|du )?$"
            ),
            "place",
            1.2,
        ),
    ),
    "de": (
        (
            (r"\b(?:Schiff|Fähre|Frachter|Tanker|Kutter|Segler|Kreuzfahrtschiff|Fregatte)s? [„\"»]?$"),
            "other",
            SHIP,
        ),
    ),
}


@cache
def before(language: str) -> tuple[tuple[re.Pattern[str], Label, float], ...]:
    """What stands before a name in a language, what it speaks for, and how much."""
    return tuple((re.compile(pattern), label, weight) for pattern, label, weight in _BEFORE.get(language, ()))


def ministries(page: Page) -> list[Found]:
    """`le ministère des Transports`: with what it is responsible for, though its head has no capital."""
    if not page.lexicon.organisation_first:
        return []
    return [
        Found(match.start(), match.end(), "organisation", 2.0)
        for start, end in page.bounds
        for match in _MINISTRY.finditer(page.text, start, end)
    ]


def waters(page: Page) -> list[Found]:
    """`la mer Noire`, `el golfo Pérsico`: seas, whose kind is a part of their name though it has no capital."""
    if not page.lexicon.organisation_first:
        return []
    return [
        Found(match.start(), match.end(), "place", 2.0)
        for start, end in page.bounds
        for match in _WATER.finditer(page.text, start, end)
    ]


def bracketed(page: Page) -> list[Found]:
    """Where a town is, in brackets behind it: `Ostheim (Rhön-Grabfeld)`, `Los Molinos (Madrid)`."""
    lists = page.gazetteer
    found = []
    for start, end in page.bounds:
        for match in _BRACKETED.finditer(page.text, start, end):
            town, inside = plain(match[1]), plain(match[2])
            known = town in lists.places or town.split()[-1] in lists.places
            region = inside in lists.places or inside in lists.countries or inside in page.lexicon.places
            headed = match[1].split()[0] in page.lexicon.organisation_heads
            if region and not known and not headed and page.language != "de" and town.split()[0] not in lists.given:
                found.append(Found(match.start(1), match.end(1), "place", 1.5))
            person = inside.split()[0] in lists.given or town.split()[0] in lists.given
            if known and not person and inside not in page.lexicon.organisations:
                found.append(Found(match.start(2), match.end(2), "place", 1.5))
    return found


def is_people(word: Word, page: Page) -> bool:
    """Whether a French word with a capital is what some people are called: `un Bolivien`, `trois Danoises`."""
    before = page.text[max(0, word.start - 12) : word.start]
    return page.lexicon.language == "fr" and bool(_PEOPLE.search(word.text) and _COUNTED.search(before))


def is_portfolio(start: int, page: Page) -> bool:
    """Whether a name that begins at `start` is what a minister is responsible for: `ministre des Transports`."""
    return _PORTFOLIO.search(page.text, max(0, start - 48), start) is not None


def is_adjective(word: str) -> bool:
    """Whether a small French word may tell which body is meant."""
    return _ADJECTIVE.fullmatch(word) is not None and word not in _NO_ADJECTIVES
