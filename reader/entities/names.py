"""Names found by rules alone: runs of words with a capital, and what their own words say they name.

This is the whole engine for a language without a model, and the first answer while a model loads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.entities.casing import is_shouted
from reader.entities.cleaning import NUMERAL
from reader.entities.cues import is_part_of_place
from reader.entities.found import Found, Label
from reader.entities.gazetteer import plain
from reader.entities.lexicon import Lexicon
from reader.entities.page import Page
from reader.entities.shortened import TRADES
from reader.entities.words import Word

_JOINED = re.compile(r"[ \u00a0]|[ \u00a0]?&[ \u00a0]?")
_CREDIT = re.compile(
    r"(?:\b[Pp]hotos?|\b[Ii]mages?|\bFoto|\bPool|\bAF?P|\bEPA|\bREUTERS|\bReuters|\bdpa) ?/ ?"
    r"([^\W\d_][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]*)+)(?=[\])\n]|$)"
)
_WITH_ARTICLE = re.compile(r"(?:[ae]l|a[dnrstz]|ad|ash|ibn|ul)-[A-ZÀ-Þ]")
"""An Arab name's last part, which goes on with it: `Ahmad al-Masri`."""
_GOVERNMENTS = frozenset({"Gobierno", "Ejecutivo", "Gabinete", "Gouvernement", "Administración", "Administration"})
_PURPOSE = frozenset({"por", "para", "contra", "pour", "contre"})
_A = frozenset({"un", "una", "unos", "unas", "une"})
_INITIAL = re.compile(r"\. ?")


def find_names(page: Page) -> list[Found]:
    """The runs of capitalised words on a page that their own words make a name of some kind."""
    lexicon = page.lexicon
    found: list[Found] = []
    if lexicon.language == "de":
        from reader.entities.nouns import named_by_nouns

        found += named_by_nouns(page)
    for words in page.stretches:
        if lexicon.language != "de" and _shouted(words, page):
            continue
        for run in _runs(page, words):
            if lexicon.language == "de":
                found += _judge_german(run, page)
            elif (one := _judge(run, page)) is not None:
                found.append(one)
    return sorted(found)


def lone_names(page: Page) -> list[Found]:
    """Capitals that no sentence begins with, and that the rules make nothing of: their neighbours tell a kind."""
    from reader.entities.phrases import is_people, is_portfolio

    lexicon = page.lexicon
    found = []
    for words in page.stretches:
        if _shouted(words, page):
            continue
        for run in _runs(page, words):
            word = run[0]
            small = word.text.lower()
            bare = run[1:] if small in lexicon.leading else run
            if all(one.text in lexicon.titles for one in bare) or (
                len(run) > 2 and all(one.text.isupper() for one in run)
            ):
                continue  # "Le Premier", "ALERTE INCENDIE MAJEUR"
            if is_portfolio(word.start, page) or (len(run) == 1 and is_people(word, page)):
                continue
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


def _shouted(words: Sequence[Word], page: Page) -> bool:
    """Whether a stretch is all capitals, or a headline with a capital on nearly every word."""
    long = [word for word in words if len(word.text) > 3 and word.text[0].isalpha()]
    if is_shouted(words) and (len(words) > 2 or all(word.text.lower() in page.gazetteer.common for word in words)):
        return True
    return len(long) >= 8 and sum(word.capital for word in long) > 0.8 * len(long)


def _runs(page: Page, words: Sequence[Word]) -> Iterator[list[Word]]:
    """Runs of names' words, each cut where a person's name stands right behind that of a body of the state."""
    lexicon, lists = page.lexicon, page.gazetteer
    for run in _whole_runs(page.text, words, lexicon):
        cut = int(len(run) > 2 and run[0].text.isupper() and run[1].capital and run[0].text in lexicon.organisations)
        if _is_whose_government(run, page):
            # "Gobierno de Sánchez", not "Gobierno de Navarra"
            yield run[:1]
            yield run[2:]
            continue
        for index in range(1, len(run) - 1):
            ahead = page.text[run[0].start : run[index - 1].end]
            body = ahead in lexicon.organisations or (run[0].text in lexicon.offices and run[index - 1].capital)
            last = plain(run[-1].text) in lists.surnames and index == len(run) - 2 and ahead in lexicon.organisations
            named = run[index].capital and (plain(run[index].text) in lists.given or last)
            if body and named and run[index + 1].capital:
                cut = index
                break
        if cut:
            yield run[:cut]
        else:
            cut = _sentence_words(run, page)
        yield run[cut:]


def _is_whose_government(run: Sequence[Word], page: Page) -> bool:
    """Whether a run is a government and whose it is."""
    lists = page.gazetteer
    if len(run) != 3 or run[0].text not in _GOVERNMENTS or run[1].capital:
        return False
    name = plain(run[2].text)
    return name not in lists.countries and name not in lists.places and run[2].text not in page.lexicon.places


def _sentence_words(run: Sequence[Word], page: Page) -> int:
    """How many words at a run's start are the sentence's own: `Habló` of `Habló Elena Robledo`, `Huyeron los`."""
    lexicon, lists = page.lexicon, page.gazetteer
    count = 2 if len(run) > 1 and not run[1].capital and run[1].text in lexicon.leading else 1
    if lexicon.language == "en" or len(run) < 3 or not run[0].first:
        return 0
    if count == 1 and plain(run[1].text) not in lists.given:
        return 0
    first, bare = run[0].text, plain(run[0].text)
    heads = lexicon.organisation_heads | lexicon.place_heads | lexicon.place_first | lexicon.event_heads
    kept = heads | lexicon.titles | lexicon.saints | lexicon.foreign_organisations | lexicon.foreign_places
    if first in kept or first.lower() in lexicon.leading or first.isupper() or len(first) < 3:
        return 0
    return 0 if bare in lists.given or bare in lists.surnames or bare in lists.places else count


def _whole_runs(text: str, words: Sequence[Word], lexicon: Lexicon) -> Iterator[list[Word]]:
    """Longest sequences of names' words: capitals, joined by a blank, with the small words of names between."""
    run: list[Word] = []
    index = 0
    while index < len(words):
        word = words[index]
        plain = word.text.lower()
        led = run or plain not in lexicon.sentence_words or (plain in lexicon.leading and not word.first)
        capital = word.capital or (run and _WITH_ARTICLE.match(word.text) is not None)
        opens = capital and led and plain not in lexicon.months
        if opens and plain not in lexicon.weekdays and (not run or _touches(text, run[-1], word)):
            run.append(word)
            index += 1
            continue
        bridge = (_bridge(text, words, index, run, lexicon) or _adjectives(words, index, run, lexicon)) if run else 0
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
    # "Plataforma por una Vivienda Digna": a body of citizens is called by what it is for or against.
    purpose = run[0].text in lexicon.organisation_heads - lexicon.offices and words[index].text in _PURPOSE
    count = int(purpose)
    linking = lexicon.particles | _A if purpose else lexicon.particles
    while index + count < len(words) and count < 3 and words[index + count].text.lower() in linking:
        count += 1
    if not count or index + count >= len(words):
        return 0
    following = words[index + count]
    parts = [run[-1], *words[index : index + count], following]
    if not following.capital or any(not _touches(text, a, b) for a, b in pairwise(parts)):
        return 0
    if purpose:
        return count
    small = {word.text.lower() for word in words[index : index + count]}
    if (
        lexicon.organisation_first
        and words[index].text in ("y", "e", "et")
        and words[index + 1].text in lexicon.leading
    ):
        return 0  # "la Liga Árabe y la OCI"
    if lexicon.language == "de" and not small & {"von", "van", "zu", "zum", "de"}:
        # "Bundesamt für Naturschutz", "Ministerium für Arbeit und Soziales"
        headed = any(word.text in lexicon.organisation_heads for word in run[:2])
        return count if headed and ("für" in small or (small == {"und"} and any(w.text == "für" for w in run))) else 0
    if small & {"of", "de", "del", "du", "des", "y", "e", "et", "und", "i", "d"}:
        heads = lexicon.organisation_heads | lexicon.place_first | lexicon.place_heads | lexicon.event_heads
        if not any(word.text in heads for word in run):
            named = len(run) > 1 or (lexicon.language == "en" and "of" not in small)
            return count if named and not small & {"of", "y", "e", "et", "und", "i"} else 0
    elif len(small & {"la", "le", "el"}) == count:
        return 0
    return count


def _is_portfolio(start: int, page: Page) -> bool:
    if not page.lexicon.organisation_first:
        return False
    from reader.entities.phrases import is_portfolio

    return is_portfolio(start, page)


def _is_abbreviated(word: Word) -> bool:
    """Whether a word is an abbreviation in capitals, not the number of a king."""
    return len(word.text) > 1 and word.text.isupper() and not NUMERAL.fullmatch(word.text)


def _has_initials(run: Sequence[Word], page: Page) -> bool:
    """Whether a run is a surname with two initials that have no full stops: `JK Rowling`."""
    first, *rest = run
    return (
        len(first.text) == 2
        and first.text.isupper()
        and len(rest) == 1
        and not rest[0].text.isupper()
        and plain(rest[0].text) in page.gazetteer.surnames
    )


def _adjectives(words: Sequence[Word], index: int, run: Sequence[Word], lexicon: Lexicon) -> int:
    """How many small words from `index` on tell which body is meant: `Union populaire et sociale`."""
    if lexicon.language != "fr" or not (run[-1].text in lexicon.organisation_heads or not run[-1].capital):
        return 0
    if not any(word.text in lexicon.organisation_heads for word in run):
        return 0
    count = int(words[index].text == "et" and not run[-1].capital)
    if index + count >= len(words) or words[index].start - run[-1].end != 1:
        return 0
    from reader.entities.phrases import is_adjective

    return count + 1 if is_adjective(words[index + count].text) else 0


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
    given = plain(first) in page.gazetteer.given
    if (
        several
        and (
            last in lexicon.company_suffixes
            or (any(word.text in head for word in run[1:]) and not (given and lexicon.organisation_first))
            or (first in head and names_first)
            or (last in lexicon.organisation_tails and (not given or last.lower() in TRADES))
        )
    ) or (several and first in lexicon.foreign_organisations):
        label = "organisation"
    elif several and (
        last in lexicon.place_heads
        or first in lexicon.place_first | lexicon.foreign_places
        or (lexicon.organisation_first and first.lower() in lexicon.leading and run[1].text in lexicon.place_heads)
        or is_part_of_place(text[run[0].start : run[-1].end], page)
    ):
        label = "place"
    elif several and lexicon.event_heads & ({first, run[1].text, last} if lexicon.organisation_first else {last}):
        label = "event"
    elif several and lexicon.organisation_first and first in lexicon.other_heads:
        label = "other"
    elif title:
        label, kept = "person", run[title:]
    elif lexicon.organisation_first and len(run) > 2 and all(map(_is_abbreviated, run)):
        return None  # "ALERTE INCENDIE MAJEUR": called out, not named
    elif several and (first.lower() in lexicon.leading or _is_portfolio(run[0].start, page)):
        return None  # "Los Molinos", "ministra de Transición Ecológica": whatever it is, it is nobody
    elif len(run) in (2, 3) or (given and sum(word.capital for word in run) in (2, 3, 4) and len(run) < 7):
        label = "organisation" if any(map(_is_abbreviated, run)) and not _has_initials(run, page) else "person"
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


def _judge_german(run: Sequence[Word], page: Page) -> Iterator[Found]:
    """What a run of nouns and names names: here it takes a title or a given name to tell a person."""
    lexicon, lists = page.lexicon, page.gazetteer
    heads = lexicon.organisation_heads
    if len(run) > 1 and (run[-1].text in lexicon.company_suffixes or run[0].text in heads or run[-1].text in heads):
        yield Found(run[0].start, run[-1].end, "organisation", 1.0)
        return
    if len(run) > 1 and (run[-1].text in lexicon.place_heads or run[0].text in lexicon.place_first):
        yield Found(run[0].start, run[-1].end, "place", 1.0)
        return
    index = 0
    while index < len(run) - 1:
        word, rest = run[index], run[index + 1 :]
        if plain(word.text) in lists.given and rest[0].text.lower() not in lists.common:
            end = _end_of_person(run, index, page)
            yield Found(word.start, run[end - 1].end, "person", 2.0)
            index = end
        elif word.text.rstrip(".") in lexicon.titles and rest[0].text.rstrip(".") not in lexicon.titles:
            end = _end_of_person(run, index + 1, page)
            yield Found(rest[0].start, run[end - 1].end, "person", 2.0)
            index = end
        else:
            index += 1


def _end_of_person(run: Sequence[Word], index: int, page: Page) -> int:
    """Where a German name that begins at `index` ends: before a noun that tells itself, and before another name.

    `Sebastian Hendels | Karriere`, `Pep Guardiola | Erling Haaland`, `Melina Wolf | von der LG Karlsruhe`.
    """
    lexicon, lists = page.lexicon, page.gazetteer
    end = index + 1
    while end < len(run):
        word, last = run[end].text, run[end - 1]
        small = word.lower()
        noun = word in page.led and plain(word) not in lists.surnames
        if word in lexicon.organisation_heads or word in lexicon.titles or small in lexicon.generic or noun:
            break
        surname = last.capital and plain(last.text) not in lists.given
        owner = surname and last.text.endswith("s") and end - index > 1 and plain(word) not in lists.surnames
        another = surname and end - index > 1 and plain(word) in lists.given and end + 1 < len(run)
        if owner or another:
            break
        end += 1
    while end > index + 1 and not (run[end - 1].capital or _WITH_ARTICLE.match(run[end - 1].text)):
        end -= 1
    return end
