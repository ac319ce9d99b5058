"""Dates in running text, found by rules. `reader.entities.calendar` says which day each one is.

A date is a day, a month with or without a year, a year, a decade, a weekday, or a range of these. Words that only
mean something to the writer's clock (`yesterday`, `last year`), ages, durations and times of day are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reader.entities.lexicon import Lexicon, lexicon
from reader.entities.words import SENTENCE_END

_GAP = r"[ \u00a0\u202f]+"
_DASH = r"[ \u00a0]?[-\u2010-\u2015][ \u00a0]?"
_YEAR = r"(?:1[0-9]|20)\d\d"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate:
    """A date as it is written: what the words say, before anything is concluded from the rest of the text."""

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    """Monday is 0."""
    decade: int | None = None
    """Its first year, `1990`; below 100 when the century is not written."""
    until: WrittenDate | None = None
    """The other end, when it is a range."""
    other: WrittenDate | None = None
    """The other reading of `1/6/2023`."""


def find_dates(text: str, language: str = "en", *, start: int = 0, end: int | None = None) -> list[WrittenDate]:
    """All dates in `text`, in order, without overlaps; where two rules fit, the one that takes in more.

    Args:
        text: Canonical text.
        start: Offset from which to look, and `end` up to which; the whole text without them.
        language: ISO 639-1 code; one without lists of its own is read with the English ones.
    """
    grammar = _grammar(language)
    dates: list[WrittenDate] = []
    stop = len(text) if end is None else end
    match = grammar.pattern.search(text, start, stop)
    while match is not None:
        date = _read(match, grammar.words)
        if date is not None:
            dates.append(date)
        # What only looked like a date may still hold one: the year of "Chapter 6, 2023".
        match = grammar.pattern.search(text, match.start() + 1 if date is None else match.end(), stop)
    return dates


@dataclass(frozen=True, slots=True)
class _Grammar:
    words: Lexicon
    pattern: re.Pattern[str]


@cache
def _grammar(language: str) -> _Grammar:
    words = lexicon(language)
    english = words.language == "en"
    shorts = "|".join(sorted(words.month_abbreviations, key=len, reverse=True))
    months = "|".join(words.months)
    weekdays = "|".join(words.weekdays)
    weekday_shorts = "|".join(sorted(words.weekday_abbreviations, key=len, reverse=True))

    def cased(alternatives: str) -> str:
        """English and German names of months stand with a capital or in capitals, the others in any case."""
        forms = alternatives.split("|")
        if english or words.language == "de":
            forms = [form.capitalize() for form in forms] + [form.upper() for form in forms]
        else:
            forms = [*forms, *(form.capitalize() for form in forms), *(form.upper() for form in forms)]
        return "|".join(forms)

    def month(name: str) -> str:
        return rf"(?P<{name}>(?:{cased(months)})(?!\w)|(?:{cased(shorts)})(?![\w'’])\.?)"

    def day(name: str) -> str:
        ordinal = r"(?:st|nd|rd|th)" if english else r"(?:er|º|°|\.)"
        return rf"(?P<{name}>0?[1-9]|[12]\d|3[01])(?!\d|[.,:]\d){ordinal}?(?!\w)"

    of = rf"(?:{_GAP}(?:of|de|del){_GAP}|[,.]?{_GAP})"
    weekday_short = f"|(?:{cased(weekday_shorts)})\\b\\.?" if weekday_shorts else ""
    article = rf"(?:(?:on{_GAP})?(?:the|el|le|den|der|dem)?{_GAP})?"
    lead = rf"(?:(?P<weekday_N>(?:{cased(weekdays)}){weekday_short})[,.]?{_GAP}{article})?"
    until = rf"al?|hasta(?:{_GAP}el)?|y|et|(?:jusqu['’])?au|bis(?:{_GAP}zum)?|und"
    to = rf"(?:{_DASH}|{_GAP}(?:to|through|until|till|and|&|{until}){_GAP})"

    def lead_named(number: int) -> str:
        return lead.replace("weekday_N", f"weekday_{number}")

    def year(name: str) -> str:
        return rf"(?P<{name}>{_YEAR})(?!\d|[.,]\d|%)"

    # "Dienstagabend" is Tuesday; "Mondays" are all of them, and the last one of them is as good as any.
    part_of_day = {"en": "s?", "de": "(?:abend|morgen|mittag|nachmittag|vormittag|nacht)?"}.get(words.language, "")
    figures = r"0?[1-9]|[12]\d|3[01]"
    of_year = rf"(?:{of}{year('year_1')})?"
    counted = rf"{_GAP}?(?:%|percent|million|billion)"
    to_day = rf"(?:{to}{day('until_3')}(?!{counted}))?"
    comma = rf",?{_GAP}?"
    rules = [
        # 4 to 6 January 2023, 4-6 January; 30 December to 2 January 2023, where a year holds both ends together
        rf"{lead_named(1)}{day('day_1')}{to}{day('until_1')}{of}{month('month_1')}{of_year}",
        lead_named(8)
        + rf"{day('day_8')}{of}{month('month_8a')}{to}{day('until_8')}{of}{month('month_8')}{of}{year('year_8')}",
        # Wednesday, 4 January 2023
        rf"{lead_named(2)}{day('day_2')}{of}{month('month_2')}(?:{of}{year('year_2')})?",
        # January 30 to February 2, 2023; January 4-6, 2023; January 4, 2023
        lead_named(9)
        + rf"{month('month_9a')}{_GAP}{day('day_9')}{to}{month('month_9')}{_GAP}{day('until_9')}"
        + rf"{comma}{year('year_9')}",
        lead_named(3)
        + rf"{month('month_3')}{_GAP}?(?:the{_GAP})?{day('day_3')}{to_day}(?:,?{_GAP}?{year('year_3')})?",
        # January to March 2023, May and June 2023; without a year, "May and June" are two
        rf"{month('month_4')}{to}{month('until_4')}{of}{year('year_4')}",
        # January 2023, January of 2023
        rf"{month('month_5')}{of}{year('year_5')}",
        # Friday, Janaury 6, 2023; 6 Janaury 2023: a frame that only a month fits
        rf"{lead_named(6)}(?P<typo_6>[A-Z][a-z]{{3,9}})\.?{_GAP}{day('day_6')},?{_GAP}{year('year_6')}",
        rf"{lead_named(7)}{day('day_7')}{_GAP}(?P<typo_7>[A-Z][a-z]{{3,9}}),?{_GAP}{year('year_7')}",
        # 2023-01-06, 06.01.2023, 6/1/2023, 6-1-2023
        rf"(?P<iso_year>{_YEAR})(?P<iso_mark>[-/.])(?P<iso_month>0[1-9]|1[0-2])(?P=iso_mark)(?P<iso_day>{figures})(?!\d)",
        rf"(?P<first>{figures})(?P<mark>[./-])(?P<second>{figures})(?P=mark)(?P<third>(?:19|20)\d\d|\d\d)(?![\d.-]\d|\d)",
        # 1939-45, 2020/21, 2019-2022; 1990s to 2000s is two decades
        rf"(?P<from_year>{_YEAR})(?:{_DASH}|/)(?P<to_year>{_YEAR}|\d\d)(?![\d-]|[.,]\d)(?!s\b)",
        # 1990s, the '90s
        r"(?P<decade>(?:1[0-9]|20)\d0)['’]?s(?!\w)",
        r"['’‘](?P<short_decade>[2-9]0)s(?!\w)",
        # a weekday, a month
        rf"(?P<weekday>{cased(weekdays)}){part_of_day}(?!\w)",
        rf"(?P<month>{cased(months)})(?!\w)",
        # a year
        rf"(?P<year>{_YEAR})(?!\d|[.,:]\d|[-–/]\w|%|\w)",
    ]
    if words.language in ("es", "fr", "de"):
        decades = {"es": r"(?:años|década de(?:l| los)?)", "fr": "années", "de": ""}[words.language]
        if decades:
            rules.insert(0, rf"(?<=\b){decades}{_GAP}(?P<word_decade>(?:1[89]|20)?\d0)(?!\d)")
        else:
            rules.insert(0, r"(?P<word_decade>(?:1[89]|20)?\d0)er(?:{_GAP}Jahren?)?(?!\w)".replace("{_GAP}", _GAP))
    # A date begins with a figure, the mark of a decade, or a word: most places are none of these, and passed at once.
    named = [*words.months, *words.month_abbreviations, *words.weekdays, *words.weekday_abbreviations]
    initials = {letter for name in [*named, "año", "década"] for letter in (name[0], name[0].upper())}
    begins = rf"(?=[\d'’‘A-Z{''.join(sorted(initials))}])"
    return _Grammar(
        words,
        re.compile(rf"(?<![\w$€£¥#/.,])(?<!\d[-–]){begins}(?:" + "|".join(f"(?:{rule})" for rule in rules) + ")"),
    )


def _read(match: re.Match[str], words: Lexicon) -> WrittenDate | None:
    """The date that a match of the grammar means, or None when it only looks like one."""
    got = {name: value for name, value in match.groupdict().items() if value is not None}
    start, end = match.span()

    def month_of(word: str) -> int:
        return month_number(word, words) or 0

    def number(name: str) -> int | None:
        return int(got[name]) if name in got else None

    def weekday(number: int) -> int | None:
        word = got.get(f"weekday_{number}")
        return None if word is None else weekday_number(word, words)

    if "month_1" in got:
        year, last = number("year_1"), month_of(got["month_1"])
        until = WrittenDate(start=start, end=end, day=number("until_1"), month=last, year=year)
        return WrittenDate(
            start=start, end=end, day=number("day_1"), month=last, year=year, weekday=weekday(1), until=until
        )
    for rule in (8, 9):
        if f"month_{rule}" in got:
            year, first = number(f"year_{rule}"), month_of(got[f"month_{rule}a"])
            until = WrittenDate(
                start=start, end=end, day=number(f"until_{rule}"), month=month_of(got[f"month_{rule}"]), year=year
            )
            return WrittenDate(
                start=start,
                end=end,
                day=number(f"day_{rule}"),
                month=first,
                year=year,
                weekday=weekday(rule),
                until=until,
            )
    if "month_2" in got:
        return WrittenDate(
            start=start,
            end=end,
            day=number("day_2"),
            month=month_of(got["month_2"]),
            year=number("year_2"),
            weekday=weekday(2),
        )
    if "month_3" in got:
        year, first = number("year_3"), month_of(got["month_3"])
        range_end = (
            WrittenDate(start=start, end=end, day=number("until_3"), month=first, year=year)
            if "until_3" in got
            else None
        )
        return WrittenDate(
            start=start, end=end, day=number("day_3"), month=first, year=year, weekday=weekday(3), until=range_end
        )
    if "month_4" in got:
        year = number("year_4")
        until = WrittenDate(start=start, end=end, month=month_of(got["until_4"]), year=year)
        return WrittenDate(start=start, end=end, month=month_of(got["month_4"]), year=year, until=until)
    if "month_5" in got:
        return WrittenDate(start=start, end=end, month=month_of(got["month_5"]), year=number("year_5"))
    for rule in (6, 7):
        if f"typo_{rule}" in got:
            month = misspelt_month(got[f"typo_{rule}"], words)
            if month is None:
                return None
            return WrittenDate(
                start=start,
                end=end,
                day=number(f"day_{rule}"),
                month=month,
                year=number(f"year_{rule}"),
                weekday=weekday(rule),
            )
    if "iso_year" in got:
        return WrittenDate(
            start=start, end=end, day=number("iso_day"), month=number("iso_month"), year=number("iso_year")
        )
    if "first" in got:
        return _numeric(start, end, got, words)
    if "from_year" in got:
        return _years(start, end, got["from_year"], got["to_year"])
    if "decade" in got:
        return WrittenDate(start=start, end=end, decade=int(got["decade"]))
    if "short_decade" in got:
        return WrittenDate(start=start, end=end, decade=int(got["short_decade"]))
    if "word_decade" in got:
        return WrittenDate(start=start, end=end, decade=int(got["word_decade"]))
    if "weekday" in got:
        return WrittenDate(start=start, end=end, weekday=weekday_number(got["weekday"], words))
    text = match.string
    if "month" in got:
        if words.language == "en" and not _is_month(text, start, end):
            return None
        if words.language in ("es", "fr") and text[start].isupper() and not SENTENCE_END.search(text[:start][-8:]):
            # Months have no capital here, but names have: "the hospital Doce de Octubre".
            return None
        return WrittenDate(start=start, end=end, month=month_of(got["month"]))
    if not _is_year(text, start, end, words):
        return None
    return WrittenDate(start=start, end=end, year=int(got["year"]))


def _numeric(start: int, end: int, got: dict[str, str], words: Lexicon) -> WrittenDate | None:
    """Day, month and year in figures. Without a word for the month, order is told by the mark and by what fits."""
    first, second, third = int(got["first"]), int(got["second"]), int(got["third"])
    if len(got["third"]) == 2:
        if got["mark"] != "/":
            return None
        third += 2000 if third < 70 else 1900
    day_first = WrittenDate(start=start, end=end, day=first, month=second, year=third)
    month_first = WrittenDate(start=start, end=end, day=second, month=first, year=third)
    if first > 12 and second > 12:
        return None
    if second > 12:
        return month_first
    if first > 12 or got["mark"] == "." or words.language != "en" or first == second:
        return day_first
    return WrittenDate(start=start, end=end, day=second, month=first, year=third, other=day_first)


def _years(start: int, end: int, first: str, last: str) -> WrittenDate | None:
    year = int(first)
    until = int(last) if len(last) == 4 else year - year % 100 + int(last)
    if until <= year:
        # 2022-01 is a month, and 1999-12 too; 1950-20 is no span of years.
        if len(last) == 2 and 1 <= int(last) <= 12:
            return WrittenDate(start=start, end=end, year=year, month=int(last))
        return None
    return WrittenDate(start=start, end=end, year=year, until=WrittenDate(start=start, end=end, year=until))


def month_number(word: str, words: Lexicon) -> int | None:
    """1 to 12 for the name or the abbreviation of a month."""
    plain = word.rstrip(".").lower()
    if plain in words.months:
        return words.months.index(plain) + 1
    return words.month_abbreviations.get(plain)


def weekday_number(word: str, words: Lexicon) -> int | None:
    """0 to 6 for the name or the abbreviation of a weekday."""
    plain = word.rstrip(".").lower()
    if plain in words.weekdays:
        return words.weekdays.index(plain)
    return words.weekday_abbreviations.get(plain)


def misspelt_month(word: str, words: Lexicon) -> int | None:
    """The month that `word` is one or two slips of the keyboard away from; a short name allows one."""
    plain = word.lower()
    best: tuple[int, int] | None = None
    for number, month in enumerate(words.months, 1):
        if len(month) < 5:
            continue
        slips = _slips(plain, month)
        if slips <= (1 if len(month) < 7 else 2) and (best is None or slips < best[0]):
            best = slips, number
    return best[1] if best else None


def _slips(left: str, right: str) -> int:
    """Letters to add, drop, replace or swap with their neighbour to make one word the other."""
    if abs(len(left) - len(right)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        last, row, older = row, [i], before
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = last
    return row[-1]


_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|last|next|early|late|mid|from|to|this|through|throughout|during|after|before|"
    r"for|and|or|between|every|each|around|about|per|past|end|beginning|start|middle|first|second|third|fourth|week|"
    r"around|previous|following|till|as)[ \u00a0-]|[(/])$",
    re.IGNORECASE,
)
_OF_THE_MONTH = re.compile(
    r"[Tt]he [A-Z]\w+ (?!on\b|for\b|of\b|to\b|at\b|in\b|against\b|government|cabinet|ministry|administration)[a-z]{3}"
)
"""`the May figures`, but not `the March on Rome`."""
_AMBIGUOUS_MONTHS = frozenset({"May", "March", "MAY", "MARCH", "April", "June", "August"})


def _is_month(text: str, start: int, end: int) -> bool:
    """Whether a lone `May` is the month: a name or a verb otherwise."""
    word = text[start:end]
    if word not in _AMBIGUOUS_MONTHS:
        return True
    if text[end : end + 2] in ("'s", "’s"):
        return True
    if _BEFORE_MONTH.search(text[max(0, start - 16) : start]) or _OF_THE_MONTH.match(text, max(0, start - 4)):
        return True
    if word in ("April", "June", "August"):
        # A woman, a man: then a surname follows, or a first name stands before.
        return not re.match(r" [A-Z]", text[end : end + 2]) and not re.search(
            r"[A-Z]\w+ $", text[max(0, start - 20) : start]
        )
    return False


_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|until|till|by|of|from|to|during|before|after|late|early|mid|year|years|and|between|for|through|circa|"
    r"ca|around|summer|winter|spring|autumn|fall|the|en|desde|hasta|de|del|año|entre|depuis|jusqu['’]en|dès|fin|début|"
    r"seit|bis|im|Jahr|Jahre|Anfang|Ende|von|vom|zwischen)[ \u00a0-]$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[ \u00a0-](?:%|percent|per cent|km|m|kg|tons?|tonnes|miles|metres|meters|feet|euros?|dollars|pesos|hectares|"
    r"acres|people|women|men|children|students|troops|soldiers|workers|jobs|deaths|cases|hours|days|years|months|times|pages|"
    r"[mb]illion|personas|muertos|euros|millones|personnes|morts|millions|Menschen|Euro|Millionen|Meter|Kilometer)\b",
)
_COUNTED = re.compile(r" [a-z]+s\b")
_AFTER_YEAR_VERB = re.compile(r" (?:was|is|has|as|was|saw|sees|elections|polls|results|reports?|this|its|his|plus)\b")


def _is_year(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether four figures are a year, not a count, a price or a number in a row of numbers."""
    year = int(text[start:end])
    before, after = text[max(0, start - 14) : start], text[end : end + 24]
    if _UNIT.match(after):
        return False
    if re.search(r"(?:[$€£¥₹]|\b(?:Rs|No|Nr|USD|EUR|R|page|p)\.?) ?$", before):
        return False
    led = bool(_BEFORE_YEAR.search(before))
    if year < 1900 and before.endswith("(") and after.startswith((")", ",", "-", "–")):
        return year >= 1500
    if year < 1800:
        return led and year >= 1000 and not _COUNTED.match(after)
    if led:
        return year < 2100
    if _COUNTED.match(after) and not _AFTER_YEAR_VERB.match(after):
        # "2000 elephants": a round number counts things, and so does any outside living memory.
        return 1900 <= year <= 2060 and year % 100 != 0
    return 1900 <= year <= 2060
