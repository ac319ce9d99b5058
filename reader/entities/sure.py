"""Names that need no engine: those that are certain wherever they stand, and towns that nothing else is called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from reader.entities.cleaning import is_group
from reader.entities.found import SURE, Found, Label
from reader.entities.gazetteer import gazetteer, plain
from reader.entities.lexicon import lexicon
from reader.entities.page import Names, Page
from reader.entities.words import Word

LONGEST = 5
"""Words of the longest listed name that is looked for."""

_GERMAN_ARTICLES = frozenset(
    f"{stem}{end}"
    for stem in ("ein", "kein", "mein", "sein", "ihr", "unser")
    for end in ("", "e", "en", "em", "er", "es")
) | {"das", "des", "jede", "jeder", "jedes", "diese", "dieser", "dieses", "diesem", "beim", "zum"}
_WORLDLY = frozenset(
    "coupe coupes champion champions championne championnat championnats tour record fin bout carte".split()
)
"""What is of the world, not of the paper that is called so."""
_CREDITED = re.compile(r" ?:")
"""What follows a word that is none of a sentence: `Bild: ...`."""
_DATELINE = re.compile(r"[ \u00a0]?[,(–—-]")
"""What follows the place at the start of a story."""


def sure_names(page: Page) -> list[Found]:
    """Countries, and the places and organisations that the language's lists call certain."""
    found = page.occurrences(_certain(page.lexicon.language))
    found = [one for one in found if not _is_part(one, page) and not page.text.startswith("$", one.end)]
    if page.lexicon.language == "de":
        found = [
            one for one in found if not _CREDITED.match(page.text, one.end) or " " in page.text[one.start : one.end]
        ]
    return sorted([*found, *_paired(page)])


@cache
def _certain(language: str) -> Names:
    words = lexicon(language)
    names: dict[str, tuple[Label, float]] = {}
    for country in gazetteer(language).countries:
        names[country] = ("place", SURE)
    for place in words.places:
        names[place] = ("place", SURE)
    for organisation in words.organisations:
        names[organisation] = ("organisation", SURE)
    return Names(names)


def _paired(page: Page) -> list[Found]:
    """Both countries of `Ukraine-Russia`, and `TEHRAN` at the start of a story."""
    lists, certain = page.gazetteer, page.lexicon.places
    found = []
    for word in page.words:
        if not word.capital:
            continue
        if "-" in word.text or "–" in word.text:
            parts = re.split("[-–]", word.text)
            if len(parts) > 1 and all(part in lists.countries or part in certain for part in parts):
                at = word.start
                for part in parts:
                    found.append(Found(at, at + len(part), "place", SURE))
                    at += len(part) + 1
        elif word.text.isupper() and len(word.text) > 3:
            name = plain(word.text).title()
            dateline = word.first and _DATELINE.match(page.text, word.end) is not None
            alone = name not in lists.surnames and name not in lists.given
            if name in lists.countries or (name in lists.places and (dateline or alone)):
                found.append(Found(word.start, word.end, "place", 1.0))
    return found


def _is_part(one: Found, page: Page) -> bool:
    """Whether a sure name is a part of a longer one: `Bank of China`, `China Daily`, `Cuba Gooding`."""
    text = page.text
    after = page.after(one.end)
    if after and after[0].capital and text[one.end : after[0].start] == " " and _name_like(after[0], page):
        return True
    before = page.before(one.start, 2)
    if not before:
        return False
    last = before[-1]
    gap = text[last.end : one.start]
    return gap == " " and last.capital and not last.first and _name_like(last, page)


def _name_like(word: Word, page: Page) -> bool:
    plainly = word.text.lower()
    lexicon = page.lexicon
    if lexicon.language == "de":
        # Every noun has a capital: only a known name makes a longer name.
        return plain(word.text) in page.gazetteer.given or word.text in lexicon.company_suffixes
    if plainly in lexicon.sentence_words or plainly in lexicon.months or plainly in lexicon.weekdays:
        return False
    return not is_group(word.text, lexicon) and word.text not in lexicon.titles and not word.text[0].isdigit()


def papers(page: Page) -> list[Found]:
    """`au Monde`, `du Figaro`: French papers whose article is one with the small word before it."""
    if page.lexicon.language != "fr":
        return []
    known = {name[3:] for name in page.lexicon.organisations if name.startswith("Le ")}
    known |= {name[4:] for name in page.lexicon.organisations if name.startswith("Les ")}
    found = []
    for one in page.occurrences(Names(dict.fromkeys(known, ("organisation", 2.0)))):
        before = page.before(one.start, 2)
        joined = before and before[-1].text in ("au", "du", "aux", "des") and before[-1].end == one.start - 1
        title = len(before) > 1 and before[0].text.lower() in _WORLDLY
        if joined and not title:
            found.append(one)
    return found


def long_places(page: Page) -> list[Found]:
    """Towns and regions of several words that are listed: `Viana do Castelo`, which an engine may see in halves."""
    lists, particles = page.gazetteer, page.lexicon.particles
    found = []
    for words in page.stretches:
        reached = 0
        for index, word in enumerate(words):
            # "Benito Juarez", "Santa Ana": towns are called after people, and people are named more often.
            if index < reached or not word.capital or plain(word.text) in lists.given:
                continue
            run = index + 1
            while run < len(words) and run < index + LONGEST and (words[run].capital or words[run].text in particles):
                run += 1
            for end in range(run, index + 1, -1):
                name = plain(page.text[word.start : words[end - 1].end])
                if words[end - 1].capital and name in lists.places:
                    found.append(Found(word.start, words[end - 1].end, "place", 1.0))
                    reached = end
                    break
    return [one for one in found if not _is_part(one, page)]


def listed_places(page: Page, taken: Iterable[Found]) -> list[Found]:
    """Lone capitalised words that the list of towns knows and that are neither people's names nor common words."""
    lists, lexicon = page.gazetteer, page.lexicon
    german = lexicon.language == "de"
    covered = {one.start for one in taken}
    found = []
    for word in page.words:
        name = plain(word.text)
        if not word.capital or word.start in covered or len(name) < 4 or name not in lists.places:
            continue
        if word.text in lexicon.no_places:
            continue
        small = word.text.lower()
        if name in lists.surnames or name in lists.given or small in lists.common or small in lexicon.sentence_words:
            continue
        if is_group(word.text, lexicon) or small in lexicon.generic:
            continue
        one = Found(word.start, word.end, "place", 1.0)
        if not _is_part(one, page) and not (german and (_is_noun(word, page) or word.text in page.led)):
            found.append(one)
    return found


def _is_noun(word: Word, page: Page) -> bool:
    """Whether an article says that a German word is a noun, though a town is called so: `eine Dame`."""
    before = page.text[max(0, word.start - 8) : word.start].split(" ")
    return len(before) > 1 and not before[-1] and before[-2].lower() in _GERMAN_ARTICLES
