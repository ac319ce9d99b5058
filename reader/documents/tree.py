"""The elements of HTML: which make blocks, which hold no text, and what is to be known of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


_SKIPPED = (
    "script style noscript noframes template iframe svg object embed applet audio video canvas map head "
    "select option datalist textarea button input meter progress dialog portal link meta title base rp "
    "annotation annotation-xml"
)
SKIPPED = frozenset(_SKIPPED.split())
"""Elements whose content is no text to read."""

_BLOCKS = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table caption "
    "tbody thead tfoot tr td th ul noindex"
)
BLOCKS = frozenset(_BLOCKS.split())
"""Elements that begin and end a block."""

UNSEEN = re.compile("[\u00ad\u200b\ufeff\u202a-\u202c\u2066-\u2069]")
"""Places where a word may be broken, and signs that only say which way words run: both are the layout's business, and
would hide words from a search. Overrides of the order of letters are not among them: they are to be seen."""

_SUPERSCRIPTS = str.maketrans("0123456789+-=()−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-=()−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋")
_SMALL = re.compile(r"[0-9+\-=()−]{1,6}")


def set_high(text: str) -> str:
    """Raised figures as the characters for them: `2` becomes `²`; other words stay as they are."""
    return text.translate(_SUPERSCRIPTS) if _SMALL.fullmatch(text) else text


def set_low(text: str) -> str:
    """Lowered figures as the characters for them: `2` becomes `₂`; other words stay as they are."""
    return text.translate(_SUBSCRIPTS) if _SMALL.fullmatch(text) else text


_STRUCTURE = ("table", "h1", "h2", "h3", "h4", "ul", "ol", "blockquote", "pre", "figure", "hr", "article", "section")


def is_data(table: Element) -> bool:
    """Whether a table holds data, and is not a way to lay out a page."""
    if table.get("role") in ("presentation", "none"):
        return False
    has_lists = False
    for element in table.iter(*_STRUCTURE):
        if element is not table:
            if element_name(element) not in _LISTS:
                return False  # at the first one: tables may be nested deep
            has_lists = True
    rows = [[element_name(cell) for cell in row if element_name(cell) in ("td", "th")] for row in table.iter("tr")]
    if has_lists:
        return sum(row == ["th", "td"] for row in rows) >= max(_FEWEST_NAMED, 0.5 * len(rows))
    if len(rows) == 1:
        return len(rows[0]) > 2 and all(_is_short(cell) for cell in table.iter("td", "th"))
    return len(rows) > 1 and max(map(len, rows)) > 1


_LISTS = frozenset(["ul", "ol", "hr"])
_FEWEST_NAMED = 3
"""Rows of a name and what is said of it from which a table holds data, though lists stand in it."""
_SHORT = 40


def _is_short(cell: Element) -> bool:
    """Whether a cell holds a few words or a number, and leads nowhere."""
    return next(cell.iter("a", "img"), None) is None and len("".join(words_of(cell)).strip()) <= _SHORT


def words_of(element: Element) -> Iterator[str]:
    """The text of an element, but for what is no text to read, as a sheet of styles."""
    from lxml import etree

    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, inner in walk:
        skipped = inner is not element and element_name(inner) in SKIPPED
        if event == "start" and skipped:
            walk.skip_subtree()
        elif event == "start" and inner.text:
            yield str(inner.text)
        elif event != "start" and inner is not element and inner.tail:
            yield str(inner.tail)


def element_name(element: Element) -> str:
    """The element's name in lower case, without a namespace; empty for a comment."""
    tag: object = element.tag
    if not isinstance(tag, str):  # A comment's or a processing instruction's is a function.
        return ""
    return tag.rpartition("}")[2].lower() if "}" in tag or not tag.islower() else tag


_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def roman(number: int) -> str:
    """A number from 1 to 3999 in small Roman figures."""
    letters = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        letters += sign * count
    return letters


def whole_number(text: str | None, default: int) -> int:
    """The number that an attribute says; the default where it says none."""
    try:
        return int((text or "").strip()[:9])
    except ValueError:
        return default
