"""Mentions made tidy: what does not belong to a name is cut off, and what is no name is dropped.

Every step takes mentions and gives mentions; none looks beyond its own mention's words and their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.entities.found import Found
from reader.entities.gazetteer import Listing, plain
from reader.entities.lexicon import Lexicon
from reader.entities.page import Page

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|[@#]\w+"
    r"|\b[\w-]+\.(?:com|org|net|gov|edu|info|io|co)(?:\.\w\w)?(?:/\S*)?\b"
    r"|^.*\.(?i:jpe?g|png|gif|svg|webp|tiff?|bmp|emf|wmf)$",
    re.MULTILINE,
)
_EDGES = " \u00a0\t\n\u200b\u200e\ufeff'\"“”‘’«»()[]{}<>,;:!?…–—-*_/|•"
_ARTICLE = re.compile(r"(?:[Tt]he|THE|[Aa]n?)[ \u00a0](?=\w)")
_ELISION = re.compile(r"[LlDd]['’](?=[A-ZÀ-Þ])")
NUMERAL = re.compile(r"[IVX]{2,}(?:e|er|ème)?|[IVX]+(?:e|er|ème)")
"""`XIXe`: a century, or whoever is the second of a name."""
_NO_MODELS = frozenset(
    {"Benz", "Motor", "Cars", "Racing", "Trucks", "Cup", "Credit", "CEO", "Europe", "America", "UK", "USA"}
)
_MODEL = re.compile(
    r"(?:^[A-Z]{1,3}-\d{1,4}[A-Z]?$)|(?: (?:[A-Z]{1,3}-?\d{1,4}[A-Za-z]?|\d{2,3}(?:-\d{1,4}|[A-Z]))$)"
)
_CREDIT = re.compile(r"[ ](?:Photos?|Images?|File|Video|Pool|Staff|News Photo)$")
_LINK = re.compile(r"[ \u00a0](?:and|or|of|the|for|in|at|to|de|del|des|du|y|et|und|van|von|bin)$")
"""No name ends with such a word."""
_PRONOUN = re.compile(r"(?<=[A-Z]{2}) I$")
"""What a sentence goes on with behind an abbreviation: `In the ICU I waited`."""
_POSSESSIVE = re.compile(r"[ ]?['’][sS]?$")
_OWNER = re.compile(r"([A-Z][\w -]*)['’]s (?=[A-Z])")
_THERE = re.compile(r"(\S+ .+) in (\w[\w ]+)$")
"""`University of Minho in Braga`: an organisation, and where it is."""
_SYLLABLES = re.compile(r"[A-Z][a-z]+-[a-z]+")
"""A Korean's given name, which stands behind the family's."""
_TAIL = re.compile(r"[-‐‑]([^\W\d_]+)\b")
_HEAD = re.compile(r"(?<![\w-])([^\W\d_]+)[-‐‑]$")
_UNFINISHED = frozenset(
    {"of", "von", "van", "der", "den", "de", "del", "della", "di", "bin", "ibn", "al", "ter", "zu", "da"}
)
_NEXT = re.compile(
    r"[ \u00a0](?:[A-ZÀ-Þ][\w'’-]*|(?:van|von|der|den|de|la|las|los|el|al|bin|ibn|ter|ten|zu)(?![\w'’-])|al-\w+)"
)
_NEXT_NAME = re.compile(r"[ \u00a0](?:the[ \u00a0])?[A-ZÀ-Þ][\w'’-]*")
_WHOSE = frozenset({"his", "her", "your", "their", "our"})
_OFFICES = frozenset({"minister", "head", "chief", "member", "vice", "deputy", "chair", "assistant", "under"})
_LONGEST = 9
"""Words of the longest name; anything longer is a misreading."""


def addresses(text: str, start: int = 0, end: int | None = None) -> list[Found]:
    """Web and mail addresses, handles, and pictures that have the name of their file alone, in `text[start:end]`:
    whatever seems to be a name in one is none."""
    stop = len(text) if end is None else end
    return [Found(match.start(), match.end(), "other") for match in _ADDRESS.finditer(text, start, stop)]


def cleaned(found: Iterable[Found], page: Page) -> list[Found]:
    """All steps on all mentions, in order; those that are no names are gone."""
    result = []
    for one in found:
        for part in _parts(one, page):
            trimmed = trimmed_name(whole_words(part, page), page)
            if trimmed is not None and is_name(trimmed, page) and not _begins_sentence(trimmed, page):
                result.append(as_undertaking(as_model(as_group(trimmed, page), page), page))
    return result


def _parts(one: Found, page: Page) -> Iterable[Found]:
    """`Cordoba, Argentina` is two places, and `Ghana and Kenya`; `Ministry of Trade, Industry and Energy` is one."""
    text, lexicon = page.text, page.lexicon
    name = text[one.start : one.end]
    if " (" in name:
        yield from _parts(one._replace(end=one.start + name.index(" (")), page)
        yield one._replace(start=one.start + name.index(" (") + 2)
        return
    owner = _OWNER.match(name)
    if owner and plain(owner[1]) in page.gazetteer.places:
        # "Glasgow's Southern General Hospital" is a town, and what stands in it.
        yield one._replace(end=one.start + owner.end(1), label="place")
        yield one._replace(start=one.start + owner.end())
        return
    there = _THERE.match(name)
    if there and one.label == "organisation" and plain(there[2]) in page.gazetteer.places:
        yield one._replace(end=one.start + there.end(1))
        yield one._replace(start=one.start + there.start(2), label="place")
        return
    slashed = list(re.finditer(r"[^/]+", name))
    if len(slashed) > 1 and all(len(part[0].strip()) > 1 and part[0].strip()[0].isupper() for part in slashed):
        # A photograph's credit, "Reuters/Ana Paz": who published it, and who took it.
        credit = len(slashed) == 2 and len(slashed[1][0].split()) > 1 and one.label in ("person", "organisation")
        for number, part in enumerate(slashed):
            label = ("organisation", "person")[number] if credit else one.label
            yield one._replace(start=one.start + part.start(), end=one.start + part.end(), label=label)
        return
    if "," not in name and (one.label not in ("place", "person") or " and " not in name):
        yield one
        return
    if any(word.strip(",") in lexicon.organisation_heads | lexicon.company_suffixes for word in name.split()):
        yield one
        return
    start = one.start
    for match in re.finditer(r",[ \u00a0]+(?:and[ \u00a0])?|[ \u00a0]and[ \u00a0]", name):
        if one.start + match.start() > start:
            yield one._replace(start=start, end=one.start + match.start())
        start = one.start + match.end()
    if start < one.end:
        yield one._replace(start=start)


def whole_words(one: Found, page: Page) -> Found:
    """The mention stretched to the ends of the words it cuts: `Yoon Suk` of `Yoon Suk-yeol`, not of `US-based`."""
    text, (start, end) = page.text, (one.start, one.end)
    if text[start:end] in page.gazetteer.countries or text[start:end] in page.lexicon.places:
        return one
    tail = _TAIL.match(text, end)
    while tail and not text[end - 1].isspace():
        # "Moon Jae-in" is one; "Paris-based" is none.
        syllable = one.label == "person" and len(tail[1]) == 2 and " " in text[start:end]
        if tail[1].lower() in page.gazetteer.common and not syllable and len(tail[1]) > 1:
            break
        end = tail.end()
        tail = _TAIL.match(text, end)
    while text[start:end].split()[-1:] and text[start:end].split()[-1] in _UNFINISHED:
        more = (_NEXT_NAME if text.endswith("of", start, end) else _NEXT).match(text, end)
        if more is None:
            break
        end = more.end()
    if one.label == "person":
        end = _with_surname(page, start, end)
        start = _with_given(page, start, end)
    head = _HEAD.search(text, max(0, start - 20), start)
    if head and (head[1] in ("sub", "al", "el") or head[1].lower() not in page.gazetteer.common):
        start = head.start(1)
    return one._replace(start=start, end=end)


def _with_surname(page: Page, start: int, end: int) -> int:
    """Where a given name ends that an engine cut off before its surname: `Petros` of `Petros Tzomakas`."""
    text, lexicon = page.text, page.lexicon
    following = page.after(end)
    if not following or text[end : following[0].start] != " " or plain(text[start:end]) not in page.gazetteer.given:
        return end
    word, small = following[0], following[0].text.lower()
    days = (*lexicon.months, *lexicon.weekdays)
    known = small in page.gazetteer.common or small in lexicon.sentence_words | lexicon.generic or small in days
    if not word.capital or known or is_group(word.text, lexicon) or word.text in lexicon.organisation_heads:
        return end
    return word.end if word.text.isalpha() and not word.text.isupper() else end


def _with_given(page: Page, start: int, end: int) -> int:
    """Where a name begins of which an engine saw the end alone: `Pellman` of `Royce Pellman`, `Woo-jin`."""
    text, lexicon, lists = page.text, page.lexicon, page.gazetteer
    before = page.before(start)
    if not before or text[before[0].end : start] not in (" ", "\u00a0"):
        return start
    word = before[0]
    small, name = word.text.lower(), plain(word.text)
    days = (*lexicon.months, *lexicon.weekdays)
    if not word.capital or small in lexicon.sentence_words or small in days or word.text in lexicon.titles:
        return start
    syllables = _SYLLABLES.fullmatch(text, start, end) is not None and len(name) < 7 and not word.first
    given = name in lists.given and small not in lists.common and not is_group(word.text, lexicon)
    return word.start if given or syllables else start


def trimmed_name(one: Found, page: Page) -> Found | None:
    """The mention without marks, article, possessive, title and small words at its edges; None if nothing is left."""
    text, lexicon = page.text, page.lexicon
    start, end = one.start, one.end
    while start < end:
        before = start, end
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and _loose(text, start, end):
            end -= 1
        possessive = _POSSESSIVE.search(text, start, end)
        if possessive:
            end = possessive.start()
        link = _LINK.search(text, start, end)
        if link:
            end = link.start()
        pronoun = _PRONOUN.search(text, start, end)
        if pronoun and re.match(r"[ \u00a0][a-z]", text[end : end + 2]):
            end = pronoun.start()
        credit = _CREDIT.search(text, start, end)
        if credit:
            end = credit.start()
        article = _ARTICLE.match(text, start, end) or _elided(text, start, end, lexicon)
        if article:
            start = article.end()
        start = _without_title(one, text, start, end, lexicon, page.gazetteer.common)
        if (start, end) == before:
            break
    if one.label == "person":
        start, end = _without_trappings(page, start, end)
    return one._replace(start=start, end=end) if start < end else None


def _elided(text: str, start: int, end: int, lexicon: Lexicon) -> re.Match[str] | None:
    """The French article before a name that does without: `L'` of `L'Airbus`, not of `L'Équipe`."""
    if lexicon.language != "fr" or text[start:end].replace("’", "'") in lexicon.organisations:
        return None
    return _ELISION.match(text, start, end)


def _without_trappings(page: Page, start: int, end: int) -> tuple[int, int]:
    """A person's name without what a sentence puts before it, a nationality, and letters of honour behind it."""
    text, lexicon, lists = page.text, page.lexicon, page.gazetteer
    words = page.within(start, end)
    while len(words) > 1 and words[-1].text in lexicon.postnominals:
        words = words[:-1]
        end = words[-1].end
    while len(words) > 1:
        first = words[0]
        small = first.text.lower()
        plainly = small in lexicon.speech or (
            first.first and small in lists.common and plain(first.text) not in lists.given
        )
        owner = text[first.end : words[1].start] in ("'s ", "’s ") or first.text.endswith(("'s", "’s"))
        if not (plainly or owner or is_group(first.text, lexicon)):
            break
        words = words[1:]
        start = words[0].start
    return start, end


def _loose(text: str, start: int, end: int) -> bool:
    """Whether the last sign is a mark that does not belong to the name."""
    last = text[end - 1]
    if last in ")]" and ("(" if last == ")" else "[") in text[start:end]:
        return False
    return last in _EDGES or (last == "." and not _dotted(text, start, end))


def _dotted(text: str, start: int, end: int) -> bool:
    """Whether the last full stop belongs to the name: `U.S.`, `Jr.`, `Inc.`"""
    last = text[start:end].split()[-1]
    return last.count(".") > 1 or last in ("Jr.", "Sr.", "Inc.", "Ltd.", "Co.", "Corp.", "St.")


def _without_title(one: Found, text: str, start: int, end: int, lexicon: Lexicon, common: Listing) -> int:
    """Where the name begins behind the titles of a person, and behind small words before any name."""
    while True:
        word, _, rest = text[start:end].partition(" ")
        if not rest.strip():
            return start
        bare = word.rstrip(".,")
        small = bare.islower() and (bare in common or bare in lexicon.roles) and bare not in lexicon.particles
        titled = one.label == "person" and (bare in lexicon.titles or bare.lower() in lexicon.roles)
        if not (small or titled):
            return start
        start += len(word) + 1


def is_name(one: Found, page: Page) -> bool:
    """Whether the words can be a name at all."""
    text, lexicon = page.text, page.lexicon
    name = text[one.start : one.end]
    words = name.split()
    if len(words) > _LONGEST or "\n" in name or not any(sign.isupper() for sign in name):
        return False
    if text.startswith("$", one.end):
        return False
    bare = [word.strip(_EDGES + ".").lower() for word in words]
    if len(words) == 1:
        word = bare[0]
        if name in lexicon.organisations or name in lexicon.places:
            return True
        if (
            len(word) < 2
            or NUMERAL.fullmatch(name)
            or word in lexicon.sentence_words
            or word in lexicon.months
            or word in lexicon.weekdays
        ):
            return False
        if (word in lexicon.generic and name not in lexicon.organisations) or name in lexicon.not_names:
            return False
        if one.label == "person" and words[0].rstrip(".") in lexicon.titles:
            return False
        return not any(sign.isdigit() for sign in name) or one.label not in ("person", "place")
    if one.label == "person" and any(sign.isdigit() for sign in name):
        return False
    # "Prime Minister", "the Central Government": a capital makes no name of common nouns.
    if bare[0] in lexicon.roles | _OFFICES and len(words) > 2 and bare[1] == "of":
        return False
    if name in lexicon.organisations or (words[-1] in lexicon.organisation_heads and one.label == "organisation"):
        return True
    if len(words) > 2 and words[-1] in lexicon.institutions:
        return True
    common = (lexicon.generic, lexicon.roles, lexicon.small_titles, _WHOSE)
    return not all(any(word in words for words in common) for word in bare)


def _begins_sentence(one: Found, page: Page) -> bool:
    """Whether a lone word has its capital from the sentence, since the text has it in small letters elsewhere."""
    words = page.within(one.start, one.end)
    if len(words) != 1 or not words[0].first or words[0].text.isupper() or page.lexicon.language == "de":
        return False
    word, small = words[0].text, words[0].text.lower()
    return page.small[small] > 0 and not page.large[word] and small in page.gazetteer.common


def as_model(one: Found, page: Page) -> Found:
    """A product or a road, whatever it was taken for: with the number of a model, `Airbus A350`; `N-340`."""
    name, lexicon = page.text[one.start : one.end], page.lexicon
    if lexicon.language != "en":
        model = _MODEL.search(name) is not None and name not in lexicon.organisations
    else:
        first, *rest = name.split()
        ends = lexicon.organisation_heads | lexicon.company_suffixes | _NO_MODELS
        model = first in lexicon.makers and rest != [] and not ends & set(rest) and rest[-1][0].isupper()
    return one._replace(label="other", weight=3.0) if model else one


def as_undertaking(one: Found, page: Page) -> Found:
    """`Project Kestrel`, `Hurricane Elsa`: with the word before it, though an engine saw a person or a place."""
    lexicon = page.lexicon
    if not lexicon.storms:
        return one
    first = page.text[one.start : one.end].split()[0]
    start = one.start
    if first not in lexicon.undertakings | lexicon.storms:
        before = page.before(one.start)
        if not before or page.text[before[0].end : one.start] != " ":
            return one
        first, start = before[0].text, before[0].start
    elif " " not in page.text[one.start : one.end]:
        return one
    if first not in lexicon.storms and (first not in lexicon.undertakings or one.label == "organisation"):
        return one  # organisations are called projects, too
    return one._replace(start=start, label="event" if first in lexicon.storms else "other", weight=3.0)


def as_group(one: Found, page: Page) -> Found:
    """A mention that is a people or a nationality, whatever the engine took it for."""
    return one._replace(label="group", weight=3.0) if is_group(page.text[one.start : one.end], page.lexicon) else one


def is_group(name: str, lexicon: Lexicon) -> bool:
    """Whether the words name a people, a nationality, a faith or a political current."""
    words = name.split()
    last = words[-1]
    if not (_listed(last, lexicon) or ("-" in last and _listed(last.split("-")[-1], lexicon))):
        return False
    return len(words) == 1 or all(_listed(word, lexicon) or word in _DIRECTIONS for word in words[:-1])


_DIRECTIONS = frozenset(
    {"North", "South", "East", "West", "Northern", "Southern", "Sri", "New", "Saudi", "Latin", "Central"}
)


def _listed(word: str, lexicon: Lexicon) -> bool:
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    return any(form in lexicon.groups for form in forms)
