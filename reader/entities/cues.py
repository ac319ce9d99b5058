"""What stands around a name, and what it is made of, as votes on its kind."""

from __future__ import annotations

import re
from collections import defaultdict

from reader.entities.found import Found, Label
from reader.entities.gazetteer import plain
from reader.entities.page import Page

Ballot = defaultdict[Label, float]
"""How much speaks for each kind."""

_NEAR = (
    r"(?:neighbou?ring|nearby|northern|southern|eastern|western|north|south|east|west|north-?east(?:ern)?|"
    r"north-?west(?:ern)?|south-?east(?:ern)?|south-?west(?:ern)?|central|downtown|suburban|rural|coastal|mainland|"
    r"upper|lower|greater|inner|occupied|war-torn|landlocked|present-day)"
)
SHIP = 9.0
"""Ships are called after saints, towns and people: the word before one of ten mentions is worth what the rest are."""
_BEFORE: tuple[tuple[re.Pattern[str], Label, float], ...] = (
    (
        re.compile(
            r"\b(?:city|town|village|province|region|district|state|capital|island|county|port|suburb|municipality|"
            r"departments?|prefecture|coast|republic|kingdom|outskirts|streets|airport|hamlet|parish|canton|valley)"
            r"(?: city)?(?: of)?[ \u00a0]$"
        ),
        "place",
        1.0,
    ),
    (re.compile(rf"\b{_NEAR}[ \u00a0]$"), "place", 1.2),
    (
        re.compile(
            r"\b(?:mayor|residents|people|inhabitants|north|south|east|west|suburbs?|centre|center|banks|shores) "
            r"of[ \u00a0]$"
        ),
        "place",
        0.8,
    ),
    (
        re.compile(
            r"\b(?:arriv\w+ (?:in|at)|born in|liv\w+ in|based in|held in|returned to|fle[dw] to|travell?\w* to|"
            r"(?:kilomet\w+|km|miles) from|bound for|(?:flight|trip|visit|road|route) to|border with)[ \u00a0]$"
        ),
        "place",
        0.8,
    ),
    (re.compile(r"\b(?:interview (?:with|to|in)|quoted (?:by|in)|reported (?:by|in))[ \u00a0]$"), "place", -1.0),
    (re.compile(r"\bfrom[ \u00a0][A-Z][\w'’-]+ to[ \u00a0]$"), "place", 0.6),
    (
        re.compile(
            r"\b(?:ferry|ship|steamer|vessel|yacht|trawler|tanker|frigate|destroyer|cruiser|submarine|warship|schooner|"
            r"liner|icebreaker|HMS|USS|MV|SS)[ \u00a0]$"
        ),
        "other",
        SHIP,
    ),
    (
        re.compile(
            r"(?:\b(?:novel|film|movie|book|album|play|musical|song|series|memoir|documentary|opera|película|novela|libro|disco|obra|"
            r"canción|documental|roman|livre|pièce|chanson|[Rr]omans?|[Bb]uch(?:e?s)?|[Ss]erie|[Ll]ied|[Oo]per)|"
            r"[Ff]ilms?|[Tt]heaters?|stücke?s?|[Aa]lbums?|[Mm]usicals?) [“\"„«'‘] ?$"
        ),
        "work",
        4.0,
    ),
)
"""What stands before a name, what it speaks for, and how much."""
_BEHIND: tuple[tuple[re.Pattern[str], Label, float], ...] = (
    (re.compile(r", (?:aged )?\d\d(?:,| )"), "person", 2.0),
    (re.compile(r",? (?:who|whose)\b|,? (?:himself|herself)\b"), "person", 1.0),
    (
        re.compile(r",[ \u00a0](?:in|on|near) the (?:\w+ )?(?:north|south|east|west|centre|center|coast|outskirts)"),
        "place",
        1.0,
    ),
    (re.compile(r"-based\b"), "place", 1.0),
    (re.compile(r" ?\([A-Z]{2,6}\)"), "person", -1.5),
)
_AFTER_PLACE = re.compile(
    r"[ \u00a0](?:city|province|district|region|state|prefecture|county|island|airport|river|valley|village|town|"
    r"municipality|governorate)\b"
)
_DATELINE = re.compile(r"[ \u00a0]?(?:\(|[–—-]|, [A-Z\d])")
"""What follows the place at the start of a story."""
_FROM_TO = re.compile(r"[ \u00a0]to[ \u00a0][A-Z]")
_IN_COUNTRY = re.compile(r",[ \u00a0]([A-Z][\w ]+)(?=[.,;)\n]|$)")
_INTRODUCED = re.compile(r",[ \u00a0](?:a|an|the|his|her|their)[ \u00a0]((?:[\w-]+[ \u00a0]?){1,3})")
_LOCAL_ARTICLES = {"fr": ("la", "l"), "de": ("der",)}
_ADDRESSED = frozenset({"told", "tells", "telling"})


def cues(one: Found, page: Page) -> Ballot:
    """Votes on what `one` is, from its own words and its neighbours; the engine's own opinion is not among them."""
    text, lexicon = page.text, page.lexicon
    name = text[one.start : one.end]
    words = name.split()
    ballot: Ballot = defaultdict(float)
    before = text[max(0, one.start - 40) : one.start]
    behind = text[one.end : one.end + 48]
    last_word = before.split()[-1] if before.split() else ""
    bare = last_word.strip("“\"'(").rstrip(".")
    heads = lexicon.organisation_heads
    several = len(words) > 1
    unlisted = 0.8 if lexicon.organisation_first and not several else 0.4
    if before.endswith((" ", "\u00a0")) and bare:
        if bare in lexicon.titles and not bare.isupper():
            ballot["person"] += 2.0
        elif bare.lower() in lexicon.roles and not name.isupper():
            ballot["person"] += 1.0
        elif bare in lexicon.organisation_nouns:
            ballot["organisation"] += 1.5
        elif lexicon.organisation_first and bare.islower() and _last_but_one(before) in lexicon.organisation_nouns:
            # "la start-up bretonne Armorix"
            ballot["organisation"] += 1.0
        elif bare in _ADDRESSED:
            ballot["place"] -= 0.8
            ballot["organisation"] += 0.2
        elif bare.lower() in lexicon.place_prepositions:
            ballot["place"] += 1.2 if not several and is_listed(name, page) else unlisted
        elif (
            bare in _LOCAL_ARTICLES.get(lexicon.language, ()) and _last_but_one(before) in lexicon.place_prepositions
        ):
            # "à la Bastille", "in der Türkei"
            ballot["place"] += 0.4
    first_after = behind.split()[0].rstrip(".,") if behind[:1] in " \u00a0" and behind.split() else ""
    if first_after in lexicon.speech:
        ballot["person"] += 0.6
    for pattern, label, weight in (*_BEFORE, *_elsewhere(lexicon.language)):
        if pattern.search(before):
            ballot[label] += weight
    for pattern, label, weight in _BEHIND:
        if pattern.match(behind):
            ballot[label] += weight
    if _is_introduced(behind, page):
        ballot["person"] += 1.0
    if lexicon.organisation_first:
        from reader.entities.phrases import APPOSED

        apposed = APPOSED.match(behind)
        if apposed and apposed[1] in lexicon.roles:
            ballot["person"] += 1.0
        elif apposed and apposed[1] in lexicon.organisation_nouns:
            ballot["organisation"] += 2.0
    if bare == "from" and _FROM_TO.match(behind):
        ballot["place"] += 0.6
    if _AFTER_PLACE.match(behind) and not several:
        ballot["place"] += 0.8
    country = _IN_COUNTRY.match(behind)
    if country and country[1] in page.gazetteer.countries:
        ballot["place"] += 0.8
    last = words[-1].rstrip(".,")
    if name in lexicon.companies:
        ballot["organisation"] += 1.5
    if several:
        if last in lexicon.company_suffixes:
            ballot["organisation"] += 3.0
        elif begins_story(one, page) and name.isupper():
            ballot["place"] += 2.0
        elif is_part_of_place(name, page):
            ballot["place"] += 3.0
        elif lexicon.organisation_first and lexicon.event_heads & {words[0], words[1]}:
            ballot["event"] += 3.0
        elif lexicon.organisation_first and words[0] in lexicon.other_heads:
            ballot["other"] += 3.0
        elif _headed(words, page):
            ballot["organisation"] += 2.0
        elif last in lexicon.other_heads:
            ballot["other"] += 2.0
        elif last in lexicon.event_heads:
            ballot["event"] += 1.2
        elif last in lexicon.place_heads or words[0] in lexicon.place_first:
            ballot["place"] += 2.0
        elif words[0] in lexicon.foreign_organisations:
            ballot["organisation"] += 1.5
        elif words[0] in lexicon.foreign_places:
            ballot["place"] += 1.5
        elif words[0] in lexicon.foreign_articles and not is_listed(name, page):
            # "La República", "Der Spiegel": newspapers keep their article, and so do towns, but those are listed.
            ballot["organisation"] += 0.6
        elif words[0].rstrip(".") in lexicon.saints:
            ballot["place"] += 0.6
        elif any(word in heads for word in words[1:]) and not lexicon.organisation_first:
            ballot["organisation"] += 1.0
    elif name.isupper() and len(name) > 3 and begins_story(one, page):
        ballot["place"] += 2.0
    elif name.isupper() and len(name) > 1:
        ballot["organisation"] += 0.6
        ballot["person"] -= 0.4
    return ballot


def _elsewhere(language: str) -> tuple[tuple[re.Pattern[str], Label, float], ...]:
    """What stands before a name in other languages."""
    if language == "en":
        return ()
    from reader.entities.phrases import before

    return before(language)


def _headed(words: list[str], page: Page) -> bool:
    """Whether one of the words says that the name is an organisation's."""
    lexicon = page.lexicon
    heads, last = lexicon.organisation_heads, words[-1].rstrip(".,")
    if words[0] in heads and (lexicon.organisation_first or {"of", "for"} & set(words)):
        return True
    # Where the head comes first, a head that comes last is somebody's surname: "Álex Cámara".
    person = lexicon.organisation_first and plain(words[0]) in page.gazetteer.given
    return last in heads | lexicon.organisation_tails and not person


def _last_but_one(words: str) -> str:
    return next(iter(words.split()[-2:-1]), "").lower()


def _is_introduced(behind: str, page: Page) -> bool:
    """Whether a name is followed by what its bearer is: `, a member of`, `, the Russian envoy`."""
    role = _INTRODUCED.match(behind)
    return role is not None and any(word in page.lexicon.roles for word in role[1].split())


def is_part_of_place(name: str, page: Page) -> bool:
    """Whether a name is a place and which part of it: `Atlantique Nord`, `Europa Oriental`."""
    first, *rest = name.replace("\u00a0", " ").split()
    return bool(rest) and all(word in page.lexicon.directions for word in rest) and is_listed(first, page)


def begins_story(one: Found, page: Page) -> bool:
    """Whether a name stands where a story says where it was written: `LIMA (Reuters) - ...`"""
    return page.begins(one.start) and _DATELINE.match(page.text, one.end) is not None


def is_listed(name: str, page: Page) -> bool:
    """Whether a town or a country is called so."""
    lists = page.gazetteer
    return plain(name) in lists.places or plain(name) in lists.countries or name in page.lexicon.places


def known(one: Found, page: Page, weight: float = 1.0) -> Ballot:
    """Votes of the lists of names known beforehand, `weight` times what they are; of what is sure, as it is."""
    lists = page.gazetteer
    name = plain(page.text[one.start : one.end])
    if name.isupper() and len(name) > 3 and name.title() in lists.places:
        name = name.title()
    words = name.split()
    ballot: Ballot = defaultdict(float)
    if name in lists.countries or name in page.lexicon.places:
        ballot["place"] += 4.0
    elif name in page.lexicon.organisations:
        ballot["organisation"] += 4.0
    elif name in lists.places:
        ballot["place"] += weight * (0.6 if name in lists.surnames or name in lists.given else 1.2)
    if len(words) > 1:
        if words[0] in lists.given and words[-1] not in page.lexicon.organisation_heads:
            ballot["person"] += weight
        if words[-1] in lists.surnames and len(words) < 4:
            ballot["person"] += 0.4 * weight
    elif name in lists.surnames or name in lists.given:
        ballot["person"] += weight * (0.6 if name in lists.surnames and name in lists.given else 0.4)
    return ballot
