"""Which mentions name the same thing: titles, surnames, initials, acronyms and possessives brought together.

Two full names that differ are never one entity.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from reader.entities.found import Found, Label
from reader.entities.lexicon import Lexicon

_Key = tuple[Label, str]
_POSSESSIVE = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"^(?:the|The|THE) ")
_OPENS = re.compile(r"[ \u00a0]?[(\[][\"'“‘]?")
_CALLED = re.compile(
    r",? (?:who (?:is|was) )?(?:(?:also|better|popularly|widely|commonly|otherwise|formerly) )?"
    r"(?:known as|nicknamed|called|dubbed|aka|a\.k\.a\.|alias|conocido como|conocida como|dit|dite|genannt|alias) "
    r"(?:the )?[\"“‘'«]?"
)
"""What stands between a name and the nickname that the text gives with it."""
_CLOSES = (")", "]", '"', "'", "”", "’", ",", ";")
_NAMED: tuple[Label, ...] = ("organisation", "place", "event", "work", "other")
_FORMS = frozenset(
    """inc corp corporation co company ltd limited llc llp plc ag gmbh se sa spa nv bv ab oy asa pty pvt
    """.split()
)
"""What kind of company it is: no part of the name it is called by."""
_CORPORATE = _FORMS | frozenset(
    """group holding holdings industries international technologies technology systems motor motors bank airlines
    airways partners oil enterprises services solutions energy gas power insurance pharmaceuticals foods stores media
    entertainment steel communications telecom software electronics chemical chemicals mining resources properties
    capital financial finance konzern university institute foundation agency party club fc website site
    online newspaper daily
    """.split()
)
_KNOWN_AS = {
    name: names[0]
    for names in (
        ("united states", "us", "u s", "usa", "u s a", "united states of america"),
        ("united kingdom", "uk", "u k", "britain", "great britain"),
        ("united nations", "un", "u n", "uno"),
        ("european union", "eu", "e u"),
        ("united arab emirates", "uae", "u a e"),
        ("democratic republic of congo", "drc", "dr congo", "democratic republic of the congo"),
        ("soviet union", "ussr", "u s s r"),
        ("federal reserve", "fed", "federal reserve board"),
        ("volkswagen", "vw"),
        ("estados unidos", "eeuu", "ee uu"),
        ("vereinigte staaten", "usa"),
    )
    for name in names
}
"""Names so usual that no text explains them: form -> the one they all stand for."""


def surface(text: str) -> str:
    """A mention's words without article, possessive and needless blanks: what two mentions share."""
    plain = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("’", "'")
    plain = _POSSESSIVE.sub("", _ARTICLE.sub("", " ".join(plain.split())))
    return plain.strip(" .,;:")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`surface` without case, accents, hyphens and quotation marks, to compare by."""
    decomposed = unicodedata.normalize("NFKD", surface(text)).casefold()
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[-‐‑.'’\"“”‘«»„()]", " ", plain).split())


def merge(found: Sequence[Found], text: str, dates: Sequence[str | None] = ()) -> list[list[int]]:
    """Groups of indices into `found` that name one thing, each in document order.

    Args:
        found: Mentions in document order.
        text: The document.
        dates: For each mention that is a date, what it was resolved to.
    """
    keys = []
    for index, one in enumerate(found):
        resolved = dates[index] if index < len(dates) else None
        words = resolved or fold(text[one.start : one.end])
        keys.append((one.label, words.removesuffix("s") if one.label == "group" and len(words) > 4 else words))
    groups: dict[_Key, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        groups[key].append(index)
    heads = _heads(groups, found, text)
    merged: dict[_Key, list[int]] = defaultdict(list)
    for key, members in groups.items():
        merged[heads.get(key, key)].extend(members)
    return sorted((sorted(members) for members in merged.values()), key=lambda members: members[0])


def _heads(groups: dict[_Key, list[int]], found: Sequence[Found], text: str) -> dict[_Key, _Key]:
    """Short form -> the one long form that it abbreviates."""
    heads: dict[_Key, _Key] = {}
    people = [key for key in groups if key[0] == "person"]
    by_word: dict[str, list[_Key]] = defaultdict(list)
    for key in people:
        if " " in key[1]:
            for word in dict.fromkeys(key[1].split()):
                by_word[word].append(key)
    defined = _defined(groups, found, text)
    for key in people:
        if key in defined:
            heads[key] = _best(defined[key], key, groups)
            continue
        # A short form shares a whole word with its long form: the rarest of its words leaves the fewest to try.
        words = [word for word in key[1].split() if len(word) > 1]
        tried = min((by_word[word] for word in words if word in by_word), key=len, default=[])
        longer = [other for other in tried if other != key and _shortens(key[1], other[1])]
        if longer:
            heads[key] = _best(longer, key, groups)
    others = [key for key in groups if key[0] in _NAMED]
    by_first: dict[str, list[_Key]] = defaultdict(list)
    by_letter: dict[str, list[_Key]] = defaultdict(list)
    for key in others:
        if " " in key[1]:
            by_first[_without_form(key[1].split())[0]].append(key)
            by_letter[key[1][0]].append(key)
    for key in others:
        forms = {surface(text[found[i].start : found[i].end]) for i in groups[key]}
        longer = defined.get(key, [])
        if not longer and " " not in key[1] and any(form.replace(".", "").isupper() for form in forms):
            longer = [one for one in by_letter[key[1][:1]] if one[0] == key[0] and is_acronym(key[1], one[1])]
        if not longer and key[0] == "organisation":
            longer = [
                other for other in by_first[key[1].split()[0]] if other[0] == key[0] and _begins(key[1], other[1])
            ]
        if longer:
            heads[key] = _best(longer, key, groups)
    for key in groups:
        # "Deutschlands", "Woods'": a genitive is no name of its own.
        if key not in heads and key[1].endswith("s") and len(key[1]) > 4 and (key[0], key[1][:-1]) in groups:
            heads[key] = (key[0], key[1][:-1])
    for key in groups:
        same = _known(key[1])
        if same and key not in heads:
            other = next((other for other in groups if other[0] == key[0] and _known(other[1]) == same), key)
            if other != key:
                heads[key] = other
    return {key: _last(heads, key) for key in heads}


def _defined(groups: Mapping[_Key, list[int]], found: Sequence[Found], text: str) -> dict[_Key, list[_Key]]:
    """Short forms that the text explains in brackets, `Nicaraguan Foundation (Funides)`, with what they stand for."""
    of = {index: key for key, members in groups.items() for index in members}
    defined: dict[_Key, list[_Key]] = {}
    for index in range(1, len(found)):
        long, short = of[index - 1], of[index]
        if long == short or long[0] != short[0] or long[0] in ("date", "group"):
            continue
        if _CALLED.fullmatch(text, found[index - 1].end, found[index].start):
            defined.setdefault(short, []).append(long)
            continue
        if long[0] not in _NAMED:
            continue
        end = found[index].end
        if _OPENS.fullmatch(text, found[index - 1].end, found[index].start) and text[end : end + 1] in _CLOSES:
            longer, shorter = (long, short) if len(long[1]) > len(short[1]) else (short, long)
            if is_short_form(shorter[1], longer[1]):
                defined.setdefault(shorter, []).append(longer)
    return defined


def _begins(short: str, long: str) -> bool:
    """Whether `short` is what a company is called by whose whole name is `long`: `Paxar` of `Paxar Corp`."""
    few, many = short.split(), _without_form(long.split())
    company = len(many) < len(long.split())
    if many[: len(few)] != few or short == long:
        return False
    rest = many[len(few) :]
    # A form of company behind the name says that its first word is what it is called by.
    return company or all(word in _CORPORATE for word in rest) or (len(few) > 1 and rest[-1] in _CORPORATE)


def _without_form(words: list[str]) -> list[str]:
    """A company's name without `Inc`, `AG` or `NV` at either end."""
    start, end = 0, len(words)
    while start < end - 1 and words[start] in _FORMS:
        start += 1
    while end > start + 1 and words[end - 1] in _FORMS:
        end -= 1
    return words[start:end]


def _known(name: str) -> str | None:
    return _KNOWN_AS.get(name) or _KNOWN_AS.get(" ".join(_without_form(name.split())))


def _last(heads: dict[_Key, _Key], key: _Key) -> _Key:
    seen = {key}
    while key in heads and heads[key] not in seen:
        key = heads[key]
        seen.add(key)
    return key


def _best(longer: list[_Key], key: _Key, groups: dict[_Key, list[int]]) -> _Key:
    """Of several long forms the one named last before the short form, else the first named."""
    first = groups[key][0]
    before = [other for other in longer if groups[other][0] < first]
    if before:
        return max(before, key=lambda other: max(index for index in groups[other] if index < first))
    return min(longer, key=lambda other: groups[other][0])


def _shortens(short: str, long: str) -> bool:
    """Whether `short` is `long` with words left out or cut to initials: `castillo`, `p castillo`."""
    few, many = short.split(), long.split()
    if len(few) > len(many) or few == many:
        return False
    if len(few) == 1:
        return len(few[0]) > 1 and few[0] in many
    position = 0
    for word in few:
        while position < len(many) and not (many[position] == word or (len(word) == 1 and many[position][0] == word)):
            position += 1
        if position == len(many):
            return False
        position += 1
    return any(len(word) > 1 for word in few)


def is_acronym(short: str, long: str) -> bool:
    """Whether the letters of `short` are the first letters of `long`, small words counted or not."""
    letters = fold(short).replace(" ", "")
    words = _without_form(fold(long).split())
    every = "".join(word[0] for word in words)
    main = "".join(word[0] for word in words if word not in _SMALL)
    return len(letters) >= 2 and letters in (every, main)


def is_short_form(short: str, long: str) -> bool:
    """Whether `short`, given in brackets behind `long`, may be made of its letters: `Tepco`, `GERD`, `Interpol`."""
    letters, full = fold(short).replace(" ", ""), fold(long).replace(" ", "")
    if len(letters) < 2 or len(letters) >= len(full) or letters[0] != full[0]:
        return is_acronym(short, long)
    position = 0
    for letter in letters:
        position = full.find(letter, position) + 1
        if not position:
            return False
    return True


_SMALL = frozenset(
    {
        "of",
        "the",
        "and",
        "for",
        "in",
        "on",
        "de",
        "del",
        "la",
        "y",
        "e",
        "et",
        "des",
        "du",
        "für",
        "und",
        "der",
        "die",
        "al",
    }
)


def date_name(forms: Sequence[str], words: Lexicon) -> str:
    """The form a date is called by: the one that says most, without slips of the keyboard where there is a choice."""

    def rank(form: str) -> tuple[bool, int, int]:
        names = [word for word in re.findall(r"[^\W\d_]+", form) if len(word) > 3]
        known = {*words.months, *words.weekdays, *words.month_abbreviations, *words.sentence_words, "años", "années"}
        return all(word.lower() in known for word in names), sum(sign.isdigit() for sign in form), len(form)

    return max(forms, key=rank)


def display_name(forms: Sequence[str]) -> str:
    """The form an entity is called by: the fullest, and of equally full ones the most frequent."""
    counts = Counter(forms)

    def rank(form: str) -> tuple[int, int, int]:
        words = form.split()
        return (sum(len(word.rstrip(".")) > 1 for word in words), counts[form], -forms.index(form))

    return max(counts, key=rank)
