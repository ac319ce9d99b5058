"""Dates as documents declare them, brought to ISO 8601 as far as they are known."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"\b(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?=$|[T\s,;)])")
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:T?\d{6}Z?)?\s*$")
_SLASHED = re.compile(r"\b(\d{4})/(\d{1,2})/(\d{1,2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?([^\W\d]{3,12})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([^\W\d]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_MONTH_ONLY = re.compile(r"\b([^\W\d]{3,12})\.?,?\s+(\d{4})\b")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio janeiro",
            "february feb februar février fevrier febrero febbraio fevereiro",
            "march mar märz maerz mars marzo março",
            "april apr avril abril aprile",
            "may mai mayo maggio maio",
            "june jun juni juin junio giugno junho",
            "july jul juli juillet julio luglio julho",
            "august aug août aout agosto",
            "september sep sept septembre septiembre settembre setembro",
            "october oct oktober okt octobre octubre ottobre outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre diciembre dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}


def iso_date(words: str) -> str:
    """`2023-01-06`, `2023-01` or `2023` of a date in words or figures; empty when it says no date plainly.

    Figures like `6/1/2023`, whose order depends on the country, are not guessed at.
    """
    words = words.strip()[:200]
    if match := _COMPACT.match(words):
        return _checked(match[1], match[2], match[3])
    if match := _SLASHED.search(words):
        return _checked(match[1], match[2], match[3])
    if match := _DOTTED.search(words):  # Countries that write dots put the day first.
        return _checked(match[3], match[2], match[1])
    if (match := _ISO.search(words)) and (match[2] or words == match[0]):
        return _checked(match[1], match[2], match[3])
    if (match := _DAY_FIRST.search(words)) and (month := _MONTHS.get(match[2].lower())):
        return _checked(match[3], str(month), match[1])
    if (match := _MONTH_FIRST.search(words)) and (month := _MONTHS.get(match[1].lower())):
        return _checked(match[3], str(month), match[2])
    if (match := _MONTH_ONLY.search(words)) and (month := _MONTHS.get(match[1].lower())):
        return _checked(match[2], str(month), None)
    return ""


def _checked(year: str, month: str | None, day: str | None) -> str:
    """The date as far as it exists: a thirteenth month leaves the year alone."""
    try:
        date(int(year), int(month or 1), 1)
    except ValueError:
        return year if int(year) else ""
    if month is None:
        return year
    try:
        return date(int(year), int(month), int(day or 0)).isoformat()
    except ValueError:
        return f"{year}-{int(month):02}"
