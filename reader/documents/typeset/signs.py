"""What the words of a line say of the block it stands in: sentences that end, captions, bylines and dates."""

from __future__ import annotations

import re

STOPS = ".!?:;…。！？؟۔।"
CLOSERS = "\"'”’»)]›*_†‡"


def ends(text: str) -> bool:
    """Whether a sentence ends with this."""
    return text.rstrip(CLOSERS)[-1:] in STOPS


BY = re.compile(r"(?:by|von|par|por|di|door)\s+[A-ZÀ-Þ]", re.IGNORECASE)
DATE = re.compile(
    r"(?:\w+,?\s+)?(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d|(?:\d{1,2}\.?\s+)?[A-Za-zéûä]{3,9}\.?\s+(?:\d{1,2},?\s+)?\d{4})"
)


def is_by_or_date(text: str) -> bool:
    """Whether this says who wrote something, or when."""
    return len(text) < 90 and (bool(BY.match(text)) or bool(DATE.fullmatch(text.strip(" .|"))))


CAPTION = re.compile(
    r"(?:fig(?:ure|\.)|table|tab\.|photo|image|map|chart|abb(?:ildung|\.)|tabelle|figura|tableau|foto|illustration)\s*\.?\s*"
    r"[\dIVX]+(?![^\W\d])\s*[.:–—|-]?",
    re.IGNORECASE,
)
