"""Names found by rules alone: runs of words with a capital, and what their own words say they name.

This is the whole engine for a language without a model, and the first answer while a model loads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.entities.found import Found, Label
from reader.entities.gazetteer import plain
from reader.entities.lexicon import Lexicon
from reader.entities.page import Page
from reader.entities.words import Word

_JOINED = re.compile(r"[ \u00a0]|[ \u00a0]?&[ \u00a0]?")
_CREDIT = re.compile(
    r"(?:\b[Pp]hotos?|\b[Ii]mages?|\bFoto|\bPool|\bAF?P|\bEPA|\bREUTERS|\bReuters|\bdpa) ?/ ?"
    r"([^\W\d_][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]*)+)(?=[\])\n]|$)"
)
_INITIAL = re.compile(r"\. ?")


def find_names(page: Page) -> list[Found]:
    """The runs of capitalised words on a page that their own words make a name of some kind."""
    text, lexicon = page.text, page.lexicon
    judge = _judge_german if lexicon.language == "de" else _judge
    found = []
    for words in page.stretches:
        if lexicon.language != "de" and _shouted(words):
            continue
        for run in _runs(text, words, lexicon):
            one = judge(run, page)
            if one is not None:
                found.append(one)
    return found


def lone_names(page: Page) -> list[Found]:
    """Capitals that no sentence begins with, and that the rules make nothing of: their neighbours tell a kind."""
    lexicon = page.lexicon
    found = []
    for words in page.stretches:
        if _shouted(words):
            continue
        for run in _runs(page.text, words, lexicon):
            word = run[0]
            small = word.text.lower()
            if len(run) == 1 and (word.first or page.small[small] or small in lexicon.generic or len(small) < 2):
                continue
            if word.text not in lexicon.titles and _judge(run, page) is None:
                found.append(Found(word.start, run[-1].end, "organisation", 0.3))
    return found


def publishers(page: Page) -> list[Found]:
    """`World Socialist 06.01.2023` at the end: several capitals and no given name are whoever published it."""
    found = []
    for words in page.signatures:
        named = [word for word in words if word.text[0].isalpha() and word.text.lower() not in page.lexicon.months]
        whole = len(named) > 1 and all(_touches(page.text, a, b) for a, b in pairwise(named))
        person = any(plain(word.text) in page.gazetteer.given for word in named)
        if whole and not person and all(word.capital for word in named):
            found.append(Found(named[0].start, named[-1].end, "organisation", 2.0))
    return found


def photographers(page: Page) -> list[Found]:
    """Who took a picture, in its credit: `[AP Photo/Martin Mejia]`."""
    return [
        Found(match.start(1), match.end(1), "person", 2.0)
        for start, end in page.bounds
        for match in _CREDIT.finditer(page.text, start, end)
        if plain(match[1].split()[0]) in page.gazetteer.given
    ]


def _shouted(words: Sequence[Word]) -> bool:
    """Whether a stretch is all capitals, or a headline with a capital on nearly every word."""
    long = [word for word in words if len(word.text) > 3 and word.text[0].isalpha()]
    return len(long) >= 8 and sum(word.capital for word in long) > 0.8 * len(long)


def _runs(text: str, words: Sequence[Word], lexicon: Lexicon) -> Iterator[list[Word]]:
    """Longest sequences of names' words: capitals, joined by a blank, with the small words of names between."""
    run: list[Word] = []
    index = 0
    while index < len(words):
        word = words[index]
        plain = word.text.lower()
        led = run or plain not in lexicon.sentence_words or (plain in lexicon.leading and not word.first)
        opens = word.capital and led and plain not in lexicon.months
        if opens and plain not in lexicon.weekdays and (not run or _touches(text, run[-1], word)):
            run.append(word)
            index += 1
            continue
        bridge = _bridge(text, words, index, run, lexicon) if run else 0
        if bridge:
            run.extend(words[index : index + bridge])
            index += bridge
            continue
        if run:
            yield run
            run = []
            if opens:
                continue
        index += 1
    if run:
        yield run


def _touches(text: str, left: Word, right: Word) -> bool:
    between = text[left.end : right.start]
    if _JOINED.fullmatch(between):
        return True
    if between in ("'", "’"):
        return left.text in ("d", "l", "dell", "dall", "nell")  # "Conseil d'État"
    # "J. K. Rowling", "Dr. King": a full stop after a short word ends no sentence; after "Elizabeth II" it does.
    short = len(left.text) == 1 or (len(left.text) <= 3 and not left.text.isupper())
    return short and bool(_INITIAL.fullmatch(between))


def _bridge(text: str, words: Sequence[Word], index: int, run: Sequence[Word], lexicon: Lexicon) -> int:
    """How many small words from `index` on stand inside a name: `of` in `University of Peru`."""
    count = 0
    while index + count < len(words) and count < 3 and words[index + count].text.lower() in lexicon.particles:
        count += 1
    if not count or index + count >= len(words):
        return 0
    following = words[index + count]
    parts = [run[-1], *words[index : index + count], following]
    if not following.capital or any(not _touches(text, a, b) for a, b in pairwise(parts)):
        return 0
    small = {word.text.lower() for word in words[index : index + count]}
    if lexicon.language == "de" and not small & {"von", "van", "zu", "zum", "de"}:
        return 0
    if small & {"of", "de", "del", "du", "des", "y", "e", "et", "und", "i", "d"}:
        heads = lexicon.organisation_heads | lexicon.place_first | lexicon.place_heads
        if not any(word.text in heads for word in run):
            named = len(run) > 1 or (lexicon.language == "en" and "of" not in small)
            return count if named and not small & {"of", "y", "e", "et", "und", "i"} else 0
    elif len(small & {"la", "le", "el"}) == count:
        return 0
    return count


def _judge(run: Sequence[Word], page: Page) -> Found | None:
    """What a run names, by its own words; None when they do not tell."""
    text, lexicon = page.text, page.lexicon
    title = 0
    while title < len(run) - 1 and run[title].text.rstrip(".") in lexicon.titles:
        title += 1
    head = lexicon.organisation_heads
    first, last = run[0].text, run[-1].text
    label: Label | None = None
    kept = run
    several = len(run) > 1
    names_first = lexicon.organisation_first or any(word.text == "of" for word in run)
    if (
        several
        and (
            last in lexicon.company_suffixes
            or any(word.text in head for word in run[1:])
            or (first in head and names_first)
        )
    ) or (several and first in lexicon.foreign_organisations):
        label = "organisation"
    elif several and (last in lexicon.place_heads or first in lexicon.place_first | lexicon.foreign_places):
        label = "place"
    elif len(run) > 1 and last in lexicon.event_heads:
        label = "event"
    elif title:
        label, kept = "person", run[title:]
    elif len(run) in (2, 3):
        label = "person" if not any(len(w.text) > 1 and w.text.isupper() for w in run) else "organisation"
    if label is None or all(word.text.lower() in lexicon.generic for word in kept):
        return None
    before = text[max(0, kept[0].start - 24) : kept[0].start].split()
    if (
        label == "person"
        and not title
        and before
        and before[-1].lower() in lexicon.place_prepositions
        and len(kept) > 1
    ):
        label = "place"
    return Found(kept[0].start, kept[-1].end, label, 2.0 if title or label != "person" else 1.0)


def _judge_german(run: Sequence[Word], page: Page) -> Found | None:
    """What a run of nouns and names names: here it takes a title or a given name to tell a person."""
    lexicon, lists = page.lexicon, page.gazetteer
    heads = lexicon.organisation_heads
    if len(run) > 1 and (run[-1].text in lexicon.company_suffixes or run[0].text in heads or run[-1].text in heads):
        return Found(run[0].start, run[-1].end, "organisation", 1.0)
    if len(run) > 1 and (run[-1].text in lexicon.place_heads or run[0].text in lexicon.place_first):
        return Found(run[0].start, run[-1].end, "place", 1.0)
    for index, word in enumerate(run):
        rest = run[index + 1 :]
        if plain(word.text) in lists.given and rest and rest[0].text.lower() not in lists.common:
            return Found(word.start, run[-1].end, "person", 2.0)
        if word.text.rstrip(".") not in lexicon.titles:
            continue
        if rest and all(other.text.rstrip(".") not in lexicon.titles for other in rest):
            return Found(rest[0].start, run[-1].end, "person", 2.0)
    return None
