"""What the words of a line say of the block it stands in: sentences that end, captions, bylines and dates."""

from __future__ import annotations

import re

STOPS = ".!?:;…。！？؟۔।"
CLOSERS = "\"'”’»)]›*_†‡"


HYPHENS = "-\u2010\u2212\u00ad\ufffe\x02"
"""What stands where a word is broken at a line end: the last two are what pdfium makes of it, and some fonts take the
minus for it."""

_CONTENTS = re.compile(r"(\S.*?)\s*(?:[.·…‥_]\s?){4,}\s*(\d{1,4}|[ivxlc]{1,6}|[A-Z]-\d{1,3})")


NOTE = re.compile(r"""\[?(?:\d{1,3}|[*†‡§¶]{1,3})[\].)]?(?:\s*(?=[^\W\d_])|\s+(?=["'“‘«(\[<](?!\d)))""")
"""What a footnote begins with: `7 She was`, `*He`, `[2] "No`; not `7.5` nor `7 (8)`, as there are in tables."""
_DOTS = frozenset("·…‥_")


def in_contents(text: str) -> tuple[int, int] | None:
    """Where the dots of an entry in a table of contents begin and end, `Who pays ..... 7`; else None."""
    if text.count(".") < 4 and not _DOTS & set(text):
        return None
    found = _CONTENTS.fullmatch(text)
    return (found.end(1), found.start(2)) if found else None


_COUNTED = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,4})(?![\d.,]*\d)")


def counts_on(first: str, following: str) -> bool:
    """Whether two lines count up, `Article 7` and `Article 8`: entries of a list, and not one paragraph."""
    one, two = _COUNTED.match(first), _COUNTED.match(following)
    return one is not None and two is not None and one[1] == two[1] and int(two[2]) == int(one[2]) + 1


def ends(text: str) -> bool:
    """Whether a sentence ends with this."""
    return text.rstrip(CLOSERS)[-1:] in STOPS


BY = re.compile(r"(?i:by|von|par|por|di|door)\s+[A-ZÀ-Þ](?!.*:$)")
"""`By Ada Lovelace`; not `by definition`, nor `By the Court:`, after which the words of that person follow."""
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
