"""What stands around a name, and what it is made of, as votes on its kind."""

from __future__ import annotations

import re
from collections import defaultdict

from reader.entities.found import Found, Label
from reader.entities.gazetteer import plain
from reader.entities.page import Page

Ballot = defaultdict[Label, float]
"""How much speaks for each kind."""

_AGE = re.compile(r", (?:aged )?\d\d(?:,| )")
_BRACKETED = re.compile(r" ?\((\d{4}|[A-Z]{2,})")
_OF_PLACE = re.compile(
    r"\b(?:city|town|village|province|region|district|state|capital|island|county|port|suburb|municipality|department|"
    r"departments|prefecture|coast|republic|kingdom|outskirts|streets|airport)(?: city)?(?: of)?[ \u00a0]$",
)
_AFTER_PLACE = re.compile(
    r"[ \u00a0](?:city|province|district|region|state|prefecture|county|island|airport|river|valley|village|town|"
    r"municipality|governorate)\b"
)
_ADDRESSED = frozenset({"told", "tells", "telling"})
_BY_PERSON = re.compile(r",? (?:who|whose)\b|,? (?:himself|herself)\b")


def cues(one: Found, page: Page) -> Ballot:
    """Votes on what `one` is, from its own words and its neighbours; the engine's own opinion is not among them."""
    text, lexicon = page.text, page.lexicon
    name = text[one.start : one.end]
    words = name.split()
    ballot: Ballot = defaultdict(float)
    before = text[max(0, one.start - 40) : one.start]
    behind = text[one.end : one.end + 24]
    last_word = before.split()[-1] if before.split() else ""
    bare = last_word.strip("“\"'(").rstrip(".")
    heads = lexicon.organisation_heads
    several = len(words) > 1
    if before.endswith((" ", "\u00a0")) and bare:
        if bare in lexicon.titles and not bare.isupper():
            ballot["person"] += 2.0
        elif bare.lower() in lexicon.roles and not name.isupper():
            ballot["person"] += 1.0
        elif bare in lexicon.organisation_nouns:
            ballot["organisation"] += 1.5
        elif bare in _ADDRESSED:
            ballot["place"] -= 0.8
            ballot["organisation"] += 0.2
        elif bare.lower() in lexicon.place_prepositions:
            ballot["place"] += 0.4
    first_after = behind.split()[0].rstrip(".,") if behind[:1] in " \u00a0" and behind.split() else ""
    if first_after in lexicon.speech:
        ballot["person"] += 0.6
    if _AGE.match(behind):
        ballot["person"] += 2.0
    if _BY_PERSON.match(behind):
        ballot["person"] += 1.0
    if _OF_PLACE.search(before):
        ballot["place"] += 1.0
    if _AFTER_PLACE.match(behind) and not several:
        ballot["place"] += 0.8
    last = words[-1].rstrip(".,")
    if several:
        if last in lexicon.company_suffixes:
            ballot["organisation"] += 3.0
        elif last in heads or (words[0] in heads and (lexicon.organisation_first or {"of", "for"} & set(words))):
            ballot["organisation"] += 2.0
        elif last in lexicon.other_heads:
            ballot["other"] += 2.0
        elif last in lexicon.event_heads:
            ballot["event"] += 1.2
        elif last in lexicon.place_heads or words[0] in lexicon.place_first:
            ballot["place"] += 2.0
        elif any(word in heads for word in words[1:]):
            ballot["organisation"] += 1.0
    elif name.isupper() and len(name) > 1:
        ballot["organisation"] += 0.6
        ballot["person"] -= 0.4
    return ballot


def known(one: Found, page: Page) -> Ballot:
    """Votes of the lists of names known beforehand."""
    lists = page.gazetteer
    name = plain(page.text[one.start : one.end])
    words = name.split()
    ballot: Ballot = defaultdict(float)
    if name in lists.countries or name in page.lexicon.places:
        ballot["place"] += 4.0
    elif name in page.lexicon.organisations:
        ballot["organisation"] += 4.0
    elif name in lists.places:
        ballot["place"] += 0.6 if name in lists.surnames or name in lists.given else 1.2
    if len(words) > 1:
        if words[0] in lists.given and words[-1] not in page.lexicon.organisation_heads:
            ballot["person"] += 1.0
        if words[-1] in lists.surnames and len(words) < 4:
            ballot["person"] += 0.4
    elif name in lists.surnames or name in lists.given:
        ballot["person"] += 0.6 if name in lists.surnames and name in lists.given else 0.4
    return ballot
