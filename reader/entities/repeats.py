"""Names met again: what one mention tells about all others of the same words, and where mentions were missed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from reader.entities.casing import headlines
from reader.entities.cleaning import is_group
from reader.entities.cues import Ballot, cues, known
from reader.entities.found import Found, Label, outside, with_longer, without_overlaps
from reader.entities.gazetteer import plain
from reader.entities.page import Names, Page
from reader.entities.shortened import is_short_form, without_settlement, without_trade
from reader.entities.spelling import fold

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_DEFINED = re.compile(r"[ \u00a0]?[(\[][\"'“‘]?([A-Z][A-Za-z&.\d-]{1,11})[\"'”’]?[)\],;]")
_ARTICLE = re.compile(r"\b(?:la|el|los|las|del|al|le|les|du|au|aux|cette|ce|dicha|dicho|esta|este) $|[lL]['’]$")

DAMPING = 1.0
"""Power of the number of a name's mentions by which an engine's votes are divided."""
SHARED = 1.0
"""Of what speaks for a lone surname, the part that speaks for the full name."""
OFTEN = 3
"""Times from which an unknown abbreviation is met often."""


def one_kind_each(found: Sequence[Found], page: Page, lists: float = 1.0) -> list[Found]:
    """All mentions of the same words with one kind: the one that most speaks for in the whole document.

    What the lists of names say counts `lists` times.
    """
    keys = [fold(page.text[one.start : one.end]) for one in found]
    # An engine that errs once on a name errs often: its tenth vote is worth less than its first.
    counts = Counter(keys)
    ballots: dict[str, Ballot] = {}
    about: dict[str, float] = {}
    for key, one in zip(keys, found, strict=True):
        if key not in ballots:
            ballots[key], about[key] = known(one, page, lists), 0.0
        ballots[key][one.label] += one.weight / counts[key] ** DAMPING
        for label, weight in cues(one, page).items():
            ballots[key][label] += weight / counts[key] ** DAMPING
            if label == "person":
                about[key] += weight / counts[key] ** DAMPING
    for key, ballot in ballots.items():
        # "Ms. Couto", "Couto said": what speaks for a person speaks for the full name too.
        first, _, last = key.rpartition(" ")
        if first and about.get(last, 0.0) > 0:
            ballot["person"] += SHARED * about[last]
    return [_decided(one, ballots[key]) for one, key in zip(found, keys, strict=True)]


def _decided(one: Found, ballot: Mapping[Label, float]) -> Found:
    return one._replace(label=max(ballot, key=lambda label: (ballot[label], label == one.label)))


def of_one_mind(found: Sequence[Found], text: str) -> list[Found]:
    """The mentions of a long document, each name with the kind that most of its parts gave it."""
    keys = [fold(text[one.start : one.end]) for one in found]
    votes: dict[str, Counter[Label]] = {}
    for key, one in zip(keys, found, strict=True):
        votes.setdefault(key, Counter())[one.label] += 1
    winners = {key: vote.most_common(1)[0][0] for key, vote in votes.items()}
    return [
        one if one.label == "date" or winners[key] == "date" else one._replace(label=winners[key])
        for key, one in zip(keys, found, strict=True)
    ]


def surnames(found: Sequence[Found], page: Page) -> list[Found]:
    """A lone word that ends the full name of a person here is that person, whatever it was taken for."""
    names = _full_names(found, page)
    full = {words[-1] for words in names}
    if page.lexicon.language == "es":
        # "Álvaro García Ortiz" is called García as often as García Ortiz.
        full |= {words[-2] for words in names if len(words) > 2 and len(words[-2]) > 3}
    known = {words[0] for words in names} if page.lexicon.language != "en" else set()

    def judged(one: Found) -> Found:
        name = page.text[one.start : one.end]
        given = fold(name) in known and plain(name) in page.gazetteer.given and not _led_to(one, page)
        if one.label in ("person", "date") or " " in name or not (given or fold(name) in full):
            return one
        if is_group(name, page.lexicon):
            return one
        return one if _sure_place(name, page) else one._replace(label="person")

    return [judged(one) for one in found]


def _led_to(one: Found, page: Page) -> bool:
    """Whether what stands before a name says that somebody or something is there: `en Florencia`."""
    before = page.text[max(0, one.start - 12) : one.start].split()
    return bool(before) and before[-1].lower() in page.lexicon.place_prepositions


def settlements(found: Sequence[Found], page: Page) -> list[Found]:
    """A lone word that ends the full name of a town here is that town: `Cerveira` of `Vila Nova de Cerveira`."""
    towns = [fold(page.text[one.start : one.end]) for one in found if one.label == "place"]
    full = {town.split()[-1] for town in towns if without_settlement(town.split()[-1], town)}

    def judged(one: Found) -> Found:
        return one._replace(label="place") if fold(page.text[one.start : one.end]) in full else one

    return [one if one.label == "date" else judged(one) for one in found]


def companies(found: Sequence[Found], page: Page) -> list[Found]:
    """What a company here is called without its form or trade is that company: `Montedison` of `Montedison SpA`."""
    suffixes = page.lexicon.company_suffixes
    people = {words[-1] for words in _full_names(found, page)}
    first = set()
    for one in found:
        words = page.text[one.start : one.end].split()
        if one.label == "organisation" and len(words) > 1:
            bare = without_trade(fold(" ".join(words)).split())
            if words[-1].strip(".,") in suffixes:
                first.add(fold(words[0]) if len(words) == 2 else fold(" ".join(words[:-1])))
            elif len(bare) < len(words) and bare[-1] not in people:
                first.add(" ".join(bare))

    def judged(one: Found) -> Found:
        name = page.text[one.start : one.end]
        if one.label not in ("person", "place") or fold(name) not in first or _sure_place(name, page):
            return one
        return one._replace(label="organisation")

    return [judged(one) for one in found]


def _full_names(found: Sequence[Found], page: Page) -> list[list[str]]:
    """The words of each person's name that has several, folded, without `Jr.` and the like."""
    names = []
    for one in found:
        if one.label == "person":
            words = fold(page.text[one.start : one.end]).split()
            words = words[:-1] if words and words[-1] in _SUFFIXES else words
            if len(words) > 1:
                names.append(words)
    return names


def _sure_place(name: str, page: Page) -> bool:
    return plain(name) in page.gazetteer.countries or name in page.lexicon.places


def acronyms(found: Sequence[Found], page: Page) -> list[Found]:
    """`Grand Ethiopian Renaissance Dam (GERD)`: the short form is of the long one's kind, here and everywhere."""
    kinds: dict[str, Label] = {}
    for one in found:
        match = _DEFINED.match(page.text, one.end)
        name = page.text[one.start : one.end]
        if (
            match
            and one.label in ("organisation", "place", "event", "work", "other")
            and is_short_form(match[1], name)
        ):
            kinds.setdefault(match[1], one.label)
    if not kinds:
        return list(found)
    short = [
        one._replace(label=kinds.get(page.text[one.start : one.end], one.label)) if one.label != "date" else one
        for one in found
    ]
    fresh = page.occurrences(Names({name: (label, 2.0) for name, label in kinds.items()}))
    return sorted([*short, *outside(fresh, short)])


def lone_capitals(found: Sequence[Found], page: Page) -> list[Found]:
    """Abbreviations that nothing was made of are organisations, if `the` stands before them or they are met often."""
    lexicon, lines = page.lexicon, set(headlines(page))
    running = [word for number, words in enumerate(page.stretches) if number not in lines for word in words]
    counts = Counter(word.text for word in running)
    fresh = []
    for word in running:
        name = word.text
        if not (2 < len(name) < 7 and name.isupper() and name.isalpha()) or name in lexicon.not_names:
            continue
        before = page.text[max(0, word.start - 5) : word.start].split(" ")
        led = len(before) > 1 and not before[-1] and before[-2].lower() in lexicon.articles
        if led or counts[name] >= OFTEN:
            fresh.append(Found(word.start, word.end, "organisation", 0.6))
    return sorted([*found, *outside(fresh, found)])


def repeated(found: Sequence[Found], page: Page) -> list[Found]:
    """Every other place where a name that was found stands, and the lone surnames of the people who were found."""
    lists = page.gazetteer
    names: dict[str, tuple[Label, float]] = {}
    for one in found:
        name = page.text[one.start : one.end]
        if one.label == "date":
            continue
        words = name.split()
        if len(words) > 1 or telling(name, page):
            names.setdefault(name, (one.label, one.weight))
        if one.label == "person" and len(words) > 1:
            last = words[-2] if fold(words[-1]) in _SUFFIXES and len(words) > 2 else words[-1]
            if len(last) > 2 and telling(last, page) and not _sure_place(last, page):
                names.setdefault(last, ("person", one.weight))
            first = words[0]
            # Park Geun-hye is Park, though a park is none: a family's name that comes first.
            family = first in lists.surnames and first not in lists.given and page.large[first] > 1
            if family and not _sure_place(first, page):
                names.setdefault(first, ("person", one.weight))
    for number in headlines(page):
        # In a line of capitals a name of the body stands in capitals too.
        if all(word.text.isupper() for word in page.stretches[number] if word.text.isalpha()):
            names.update({name.upper(): kind for name, kind in names.items() if len(name) > 3})
            break
    if page.lexicon.language == "de":
        # "Wolters' Partei", "Ruhlands Vorschlag": a genitive is no other name.
        names.update({f"{name}s": kind for name, kind in names.items() if name[-1] not in "sßxz"})
    again = without_overlaps(page.occurrences(Names(names)))
    found = with_longer(found, [one for one in again if " " in page.text[one.start : one.end]])
    return sorted([*found, *outside(again, found)])


def headed(found: Sequence[Found], page: Page) -> list[Found]:
    """`la Fundación`, where the text has told which: the head of an organisation's name, with its article."""
    lexicon = page.lexicon
    if not lexicon.organisation_first:
        return list(found)
    heads = {
        words[0]
        for one in found
        if one.label == "organisation" and len(words := page.text[one.start : one.end].split()) > 1
    }
    names = Names(dict.fromkeys(heads & lexicon.organisation_heads, ("organisation", 1.0)))
    again = [one for one in page.occurrences(names) if _ARTICLE.search(page.text, max(0, one.start - 6), one.start)]
    return sorted([*found, *outside(again, found)])


def telling(name: str, page: Page) -> bool:
    """Whether a single word is a name wherever it has a capital: not one that any sentence may begin with."""
    small = name.lower()
    if len(name) < 2 or not name[0].isupper() or small in page.lexicon.sentence_words | page.lexicon.generic:
        return False
    if name.isupper():
        return len(name) > 1
    if page.small[small]:
        return False
    return small not in page.gazetteer.common or page.large[name] > 0
