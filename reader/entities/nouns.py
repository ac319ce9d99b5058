"""German nouns that say what the name behind them names: `Großbank Hellkamp`, `Kreis Ostheim`, `Parteichefin Ruh`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.entities.found import Found, Label
from reader.entities.gazetteer import plain
from reader.entities.lexicon import Lexicon
from reader.entities.page import Page
from reader.entities.words import Word

WEIGHT = 1.5
"""More than a guess by capitals alone, less than a title or a given name."""
LONGEST = 3
"""Words of a name that is believed for the noun before it."""
_QUOTED = re.compile(
    r"([^\W\d_][\w-]*)[ \u00a0][„“\"«»‹›'‘][ \u00a0]?([A-ZÀ-Þ\d][^„“”\"«»‹›\n.!?;:]{1,50}?)[ \u00a0]?[”“\"»«’']"
)
_WORK = re.compile(
    r"(?:\w*(?:film|theater|theaterstück|roman|album|musical|serie|lied|oper|song|buch)e?s?|película|novela|libro|disco|"
    r"canción|documental|serie|obra|livre|pièce|chanson|série|documentaire|ouvrage|essai)"
)
_VALLEY = re.compile(r"([A-ZÄÖÜ][a-zäöüß]{2,})(?:tal|gebirge)s?")
_NO_STEMS = frozenset(
    "kapi spi hospi quar por fluss seiten haupt hoch mittel neben trocken kris ori men digi bru horizon verti".split()
)
_BEFORE_VALLEY = frozenset("im das des vom ins zum am durchs fürs dem".split())
_PLAIN_NOUNS = frozenset(
    {"datenbank", "arbeitskreis", "freundeskreis", "personenkreis", "umkreis", "innenstadt", "altstadt"}
)


def named_by_nouns(page: Page) -> list[Found]:
    """The names that stand behind such a noun; in order."""
    found: list[Found] = []
    for words in page.stretches:
        for index, noun in enumerate(words[:-1]):
            label = _told_by(noun, page.lexicon) if noun.capital else None
            run = _behind(words, index, page) if label else []
            if label is None or not run:
                continue
            named = plain(run[0].text) in page.gazetteer.given
            if label != "person" and named and len(run) > 1:
                continue  # "die Tochter Anna Wolters": a given name knows better
            found.append(Found(run[0].start, run[-1].end, label, WEIGHT))
    return found


def quoted(page: Page) -> list[Found]:
    """Names in quotation marks behind what bears them, whatever they are made of: `Ensemble "Die letzte Fähre"`."""
    lexicon = page.lexicon
    if lexicon.language == "en":
        return []
    found = []
    for start, end in page.bounds:
        for match in _QUOTED.finditer(page.text, start, end):
            noun = match[1].lower()
            told = noun in lexicon.organisation_nouns or any(
                label == "organisation" and (noun in nouns or noun.endswith(ends))
                for label, nouns, ends in lexicon.noun_ends
            )
            if told or _WORK.fullmatch(noun):
                label: Label = "organisation" if told else "work"
                found.append(Found(match.start(2), match.end(2), label, 4.0))
    return found


def valleys(page: Page) -> list[Found]:
    """Valleys and mountains, which are one word with their tail behind an article: `im Ohmtal`, `das Erzgebirge`."""
    found = []
    for word in page.words:
        stem = _VALLEY.fullmatch(word.text)
        if stem is None or stem[1].lower() in _NO_STEMS:
            continue
        before = page.before(word.start)
        if before and before[-1].text.lower() in _BEFORE_VALLEY and before[-1].end == word.start - 1:
            found.append(Found(word.start, word.end, "place"))
    return found


def _told_by(noun: Word, lexicon: Lexicon) -> Label | None:
    small = noun.text.lower()
    if small in _PLAIN_NOUNS:
        return None
    for label, nouns, ends in lexicon.noun_ends:
        if small in nouns or small.endswith(ends):
            return label
    return None


def _behind(words: Sequence[Word], index: int, page: Page) -> list[Word]:
    """The capitalised words that touch the noun, if they can be a name."""
    run: list[Word] = []
    last = words[index]
    for word in words[index + 1 : index + 1 + LONGEST]:
        if not word.capital or page.text[last.end : word.start] not in (" ", "\u00a0"):
            break
        run.append(word)
        last = word
    lexicon = page.lexicon
    first = run[0].text if run else ""
    small = first.lower()
    known = small in lexicon.sentence_words | lexicon.generic or small in (*lexicon.months, *lexicon.weekdays)
    if not first or known or len(first) < 3 or first in lexicon.titles or _told_by(run[0], lexicon):
        return []
    return run
