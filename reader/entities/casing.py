"""Headlines and lines in capitals, written as the body of the text writes their words. Offsets stay the same.

A model trained on running text takes every capital of "Mass Protests Resume Across Peru" for a name, and finds
none in "MASS PROTESTS RESUME". The body tells which words are names; the list of common words tells the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reader.entities.gazetteer import plain
from reader.entities.page import Page
from reader.entities.words import Word

FEWEST = 4
"""Words that a line must have to be judged by its capitals."""
SHARE = 0.75
"""Of its longer words that have a capital, from which a line is a headline."""


def is_headline(words: Sequence[Word]) -> bool:
    """Whether nearly all words of a line have a capital, so that a capital says nothing in it."""
    if is_shouted(words):
        return True
    longer = [word for word in words if len(word.text) > 3 and word.text[0].isalpha()]
    return len(longer) >= FEWEST and sum(word.capital for word in longer) >= SHARE * len(longer)


def is_shouted(words: Sequence[Word]) -> bool:
    """Whether a line of several words is all in capitals: `A NIGHT AT SEA`."""
    letters = [word.text for word in words if word.text[0].isalpha()]
    return len(letters) > 1 and all(text.isupper() for text in letters) and any(len(text) > 3 for text in letters)


def headlines(page: Page) -> list[int]:
    """Numbers of the stretches that are written in capitals."""
    return [number for number, words in enumerate(page.stretches) if is_headline(words)]


def recased(page: Page) -> str:
    """The text of the page with its headlines in sentence case. As long as the page's own, letter for letter."""
    lines = headlines(page)
    if not lines:
        return page.text
    inside = set(lines)
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for number, words in enumerate(page.stretches):
        if number not in inside:
            for word in words:
                if not word.capital:
                    small[word.text] += 1
                elif not word.first:
                    large[word.text] += 1
    pieces, at = [], 0
    for number in lines:
        for word in page.stretches[number]:
            written = _written(word.text, page, small, large)
            if len(written) == len(word.text):
                pieces += [page.text[at : word.start], written]
                at = word.end
    pieces.append(page.text[at:])
    return "".join(pieces)


def _written(word: str, page: Page, small: Counter[str], large: Counter[str]) -> str:
    """The word as the body would write it inside a sentence."""
    lower, title = word.lower(), word.capitalize()
    if not word[0].isupper() or large[word] > small[lower] or len(word) == 1:
        return word
    lexicon, lists = page.lexicon, page.gazetteer
    if word in lexicon.organisations or word in lexicon.places:
        return word
    if word.isupper() and large[title] > small[lower]:
        return title
    if not word.isupper():
        # The body must say that it is a common word: names are made of common words too.
        return lower if small[lower] and not large[word] and lower not in lexicon.generic else word
    if small[lower] or lower in lists.common or lower in lexicon.sentence_words:
        return lower
    name = plain(title)
    known = name in lists.places or name in lists.given or name in lists.surnames or name in lists.countries
    # A short unknown word in capitals is as likely an abbreviation.
    return title if known or len(word) > 5 else word
