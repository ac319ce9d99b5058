"""Which mentions name the same thing: titles, surnames, initials, acronyms and possessives brought together.

Two full names that differ are never one entity.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence

from reader.entities.found import Found, Label
from reader.entities.lexicon import Lexicon
from reader.entities.shortened import (
    begins,
    is_acronym,
    is_short_form,
    known_as,
    without_country,
    without_form,
    without_lead,
    without_settlement,
    without_small,
    without_tail,
)
from reader.entities.spelling import fold, surface

_Key = tuple[Label, str]
_OPENS = re.compile(r"[ \u00a0]?[(\[][\"'“‘]?")
_CALLED = re.compile(
    r",? (?:who (?:is|was) )?(?:(?:also|better|popularly|widely|commonly|otherwise|formerly) )?"
    r"(?:known as|nicknamed|called|dubbed|aka|a\.k\.a\.|alias|conocido como|conocida como|dit|dite|genannt|alias) "
    r"(?:the )?[\"“‘'«]?"
)
"""What stands between a name and the nickname that the text gives with it."""
_CLOSES = (")", "]", '"', "'", "”", "’", ",", ";")
_NAMED: tuple[Label, ...] = ("organisation", "place", "event", "work", "other")


def merge(
    found: Sequence[Found],
    text: str,
    dates: Sequence[str | None] = (),
    heads: Container[str] = frozenset(),
    *,
    genitives: bool = False,
) -> list[list[int]]:
    """Groups of indices into `found` that name one thing, each in document order.

    Args:
        found: Mentions in document order.
        text: The document.
        dates: For each mention that is a date, what it was resolved to.
        heads: Words, folded, that an organisation whose name begins with one may be called by: `fundacion`.
        genitives: Whether a name may have an `s` more than its bearer, as in German.
    """
    keys = []
    for index, one in enumerate(found):
        resolved = dates[index] if index < len(dates) else None
        words = resolved or fold(text[one.start : one.end])
        keys.append((one.label, words.removesuffix("s") if one.label == "group" and len(words) > 4 else words))
    groups: dict[_Key, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        groups[key].append(index)
    longest = _heads(groups, found, text, heads, genitives)
    merged: dict[_Key, list[int]] = defaultdict(list)
    for key, members in groups.items():
        merged[longest.get(key, key)].extend(members)
    return sorted((sorted(members) for members in merged.values()), key=lambda members: members[0])


def _heads(
    groups: dict[_Key, list[int]], found: Sequence[Found], text: str, words: Container[str], genitives: bool
) -> dict[_Key, _Key]:
    """Short form -> the one long form that it abbreviates."""
    defined = _defined(groups, found, text)
    longer = _longer_people(groups, defined, genitives) | _longer_things(groups, defined, found, text, words)
    heads = {key: _best(several, key, groups) for key, several in longer.items() if several}
    for key in groups:
        # "Deutschlands", "Woods'": a genitive is no name of its own.
        if key not in heads and key[1].endswith("s") and len(key[1]) > 4 and (key[0], key[1][:-1]) in groups:
            heads[key] = (key[0], key[1][:-1])
    plainly: dict[_Key, _Key] = {}
    for key in groups:
        if key[0] == "organisation" and " " in key[1]:
            # "Ministry of the Interior", "Ministry of Interior"
            other = plainly.setdefault((key[0], without_small(key[1])), key)
            if other != key and key not in heads and _last(heads, other) != key:
                heads[key] = other
    first: dict[_Key, _Key] = {}
    for key in groups:
        same = known_as(key[1])
        if same:
            other = first.setdefault((key[0], same), key)
            if key not in heads and _last(heads, other) != key:
                heads[key] = other
    return {key: _last(heads, key) for key in heads}


def _longer_people(
    groups: Mapping[_Key, list[int]], defined: Mapping[_Key, list[_Key]], genitives: bool
) -> dict[_Key, list[_Key]]:
    """For each name of a person, the fuller names that it may be short for."""
    people = [key for key in groups if key[0] == "person"]
    by_word: dict[str, list[_Key]] = defaultdict(list)
    for key in people:
        if " " in key[1]:
            for word in dict.fromkeys(key[1].split()):
                by_word[word].append(key)
    longer = {}
    for key in people:
        # A short form shares a whole word with its long form: the rarest of its words leaves the fewest to try.
        words = [word for word in key[1].split() if len(word) > 1]
        tried = min((by_word[word] for word in words if word in by_word), key=len, default=[])
        longer[key] = defined.get(key) or [one for one in tried if one != key and _shortens(key[1], one[1])]
        bare = key[1].removesuffix("s")
        if genitives and not longer[key] and " " not in bare and bare != key[1]:
            longer[key] = [one for one in by_word[bare] if one[1].endswith(f" {bare}")]
    return longer


def _longer_things(
    groups: Mapping[_Key, list[int]],
    defined: Mapping[_Key, list[_Key]],
    found: Sequence[Found],
    text: str,
    words: Container[str],
) -> dict[_Key, list[_Key]]:
    """For each name of an organisation, a place and the like, the fuller ones of its kind it may be short for."""
    things = [key for key in groups if key[0] in _NAMED]
    towns = {key[1] for key in things if key[0] == "place"}
    by_first: dict[_Key, list[str]] = defaultdict(list)
    by_letter: dict[_Key, list[str]] = defaultdict(list)
    by_last: dict[_Key, list[str]] = defaultdict(list)
    for kind, name in things:
        if " " in name:
            by_first[kind, without_form(name.split())[0]].append(name)
            for letter in {name[0], without_country(name.split())[0][0]}:
                by_letter[kind, letter].append(name)
            by_last[kind, name.split()[-1]].append(name)

    def full(key: _Key) -> list[str]:
        kind, name = key
        several: list[str] = []
        forms = [surface(text[found[index].start : found[index].end]) for index in groups[key]]
        if name[-1] == "s" and (kind, name[:-1]) in groups and all(form[:-1].isupper() for form in forms):
            return [name[:-1]]  # "PACs"
        if " " not in name and any(form.replace(".", "").isupper() for form in forms):
            several = [one for one in by_letter[kind, name[:1]] if is_acronym(name, one)]
        begun, ended = by_first[kind, name.split()[0]], by_last[kind, name.split()[-1]]
        if kind == "organisation":
            several = several or [one for one in begun if name in words or begins(name, one)]
            if not several and " " not in name:
                # "el Supremo", of the "Tribunal Supremo"
                bodies = [one for one in ended if one.split()[0] in words and len(one.split()) == 2]
                several = bodies if len(bodies) == 1 else []
            clubs = [] if several else [one for one in ended if without_lead(name, one, towns)]
            return several or (clubs if len(clubs) == 1 else [])
        if kind == "place":
            several = several or [one for one in begun if without_tail(name, one)]
            return several or [one for one in ended if without_settlement(name, one)]
        return several

    return {key: defined.get(key) or [(key[0], name) for name in full(key)] for key in things}


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
