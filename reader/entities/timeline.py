"""Which day a date in the text is: dates resolved against the document's own date, with their place in time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from reader.documents.model import Block, Document
from reader.entities.dates import WrittenDate
from reader.entities.model import ResolvedDate

_FUTURE = re.compile(r"\b(?:next|coming|upcoming|this coming|próximo|prochain|nächsten|kommenden) ?$", re.IGNORECASE)
_WILL = re.compile(
    r"(?:\bwill\b|\b(?:he|she|it|they|we|I)['’]ll\b|\bis due\b|\bare due\b|\bscheduled\b|\bupcoming\b)[^.!?;]*$"
)
_LAST = re.compile(r"\b(?:last|past|previous|pasado|dernier|letzten|vergangenen) ?$", re.IGNORECASE)
_DATED = frozenset({"byline", "dateline", "signature", "caption"})


def document_date(document: Document, dates: Sequence[WrittenDate]) -> date | None:
    """The day the document was written, as far as it tells.

    What the source declares comes first; then a full date in a dateline, byline or signature, or alone on a short
    line near the top or the bottom; then the latest full date in the text, which no story can be older than.
    """
    declared = _day(document.date)
    if declared is not None:
        return declared
    full = [(one, day) for one in dates if (day := _full(one)) is not None]
    if not full:
        return None
    for one, day in full:
        if _stands_apart(one, document.blocks):
            return day
    return max(day for _, day in full)


def with_years(dates: Sequence[WrittenDate], today: date | None = None) -> list[WrittenDate]:
    """The dates, each day that lacks its year with the one that the text gave it before: `13 March`, again.

    A day of a month whose year the text gave has that year too, where it would be more than a month ahead of `today`.
    """
    years: dict[tuple[int | None, int | None], int] = {}
    known: list[WrittenDate] = []
    for one in dates:
        day = one.day, one.month
        if _full(one) is not None:
            years[day] = years[None, one.month] = one.year or 0
        elif one.year is None and one.day is not None and one.until is None and one.other is None:
            year = years.get(day) or (years.get((None, one.month)) if _is_far_ahead(one, today) else None)
            one = one if year is None else replace(one, year=year)
        known.append(one)
    return known


def _is_far_ahead(one: WrittenDate, today: date | None) -> bool:
    if today is None or one.month is None or one.day is None:
        return False
    there = _date(_nearest_year(one.month, one.day, today), one.month, one.day)
    return there is not None and (there - today).days > 31


def resolve(written: WrittenDate, text: str, today: date | None, language: str = "en") -> ResolvedDate | None:
    """What `written` is on the calendar, or None when the text does not tell.

    Args:
        written: A date with its offsets in `text`.
        text: What the date stands in; the words before it tell `next Friday` from `last Friday`.
        today: The document's own date. Without it only what is written out is resolved.
        language: ISO 639-1 code of the text.
    """
    if written.until is not None:
        return _range(written, written.until, today)
    if written.decade is not None:
        century = 0 if written.decade >= 100 else (1900 if written.decade >= 30 else 2000)
        return ResolvedDate(value=f"{(century + written.decade) // 10}X", precision="decade")
    if written.month is None and written.weekday is None:
        return None if written.year is None else ResolvedDate(value=f"{written.year:04d}", precision="year")
    if written.month is None:
        if written.weekday is None or today is None:
            return None
        day = _weekday(written.weekday, text[max(0, written.start - 160) : written.start], today, language)
        return ResolvedDate(value=day.isoformat(), precision="day")
    chosen = written
    if written.other is not None and today is not None:
        readings = [one for one in (written, written.other) if _full(one)]
        chosen = min(readings, key=lambda one: _distance(_full(one), today), default=written)
    year = chosen.year
    if year is None:
        if today is None:
            return None
        year = _nearest_year(chosen.month or 1, chosen.day, today)
    if chosen.day is None:
        return ResolvedDate(value=f"{year:04d}-{chosen.month:02d}", precision="month")
    exact = _date(year, chosen.month or 1, chosen.day)
    return None if exact is None else ResolvedDate(value=exact.isoformat(), precision="day")


def _range(first: WrittenDate, last: WrittenDate, today: date | None) -> ResolvedDate | None:
    end = resolve(last, "", today)
    if end is None:
        return None
    year = first.year
    if first.month is not None and last.month is not None:
        # "30 December to 2 January 2023" begins the year before.
        year = int(end.value[:4]) - (first.month > last.month)
    begin = resolve(
        WrittenDate(start=first.start, end=first.end, day=first.day, month=first.month, year=year), "", today
    )
    return None if begin is None else ResolvedDate(value=f"{begin.value}/{end.value}", precision="range")


def _weekday(weekday: int, before: str, today: date, language: str) -> date:
    """The nearest such day in the past, today included; a coming one when the words say so."""
    back = (today.weekday() - weekday) % 7
    coming = language == "en" and _WILL.search(before) is not None and not _LAST.search(before)
    if coming or _FUTURE.search(before):
        return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    if back == 0 and _LAST.search(before):
        back = 7
    return today - timedelta(days=back)


def _nearest_year(month: int, day: int | None, today: date) -> int:
    """The year that brings the day closest to `today`; stories look back more than ahead."""

    def distance(year: int) -> int:
        there = _date(year, month, day or 15)
        if there is None:
            return 10_000
        gap = (there - today).days
        return gap * 3 // 2 if gap > 0 else -gap

    return min((today.year, today.year - 1, today.year + 1), key=distance)


def _distance(day: date | None, today: date) -> int:
    return 10**6 if day is None else abs((day - today).days)


def _stands_apart(one: WrittenDate, blocks: Sequence[Block]) -> bool:
    for index, block in enumerate(blocks):
        if block.start <= one.start < block.end:
            near_an_end = index < 5 or index >= len(blocks) - 3
            return block.kind in _DATED or (near_an_end and block.end - block.start <= 100)
    return False


def _full(one: WrittenDate) -> date | None:
    if one.day is None or one.month is None or one.year is None or one.until is not None:
        return None
    return _date(one.year, one.month, one.day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(declared: str) -> date | None:
    try:
        return date.fromisoformat(declared[:10])
    except ValueError:
        return None
