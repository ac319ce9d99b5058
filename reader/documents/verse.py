"""Poems and plays in HTML: which elements are lines of one stanza, numbers of lines, and who speaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents.tree import BLOCKS, element_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TYPE = "{http://www.idpf.org/2007/ops}type"

_STANZA = re.compile(
    r"(?:^|[\s:_-])(?:stanza|line-?group|lg|strophe|poem|poetry|versegroup|verse-group)s?(?:[\s_\d-]|$)"
)
_NUMBER = re.compile(
    r"(?:^|[\s_-])(?:ln|lnum|num|(?:line|verse|v)[-_]?(?:no|nr|num|number|numbers))s?(?:[\s_-]|$)", re.IGNORECASE
)
NUMBERED = ("span", "small", "b", "a")
"""Elements that numbers of lines and verses are set in."""

_LONGEST = 120
"""Characters that a line of a poem may have."""

_FARTHEST = 4
"""How far above a line its stanza or poem may be."""


def is_line(element: Element | None) -> bool:
    """Whether an element is a line of a poem that has an element for each of its lines."""
    if element is None or element_name(element) not in ("p", "div", "li") or not _is_in_poem(element):
        return False
    if any(element_name(one) in BLOCKS or element_name(one) == "br" for one in element.iterdescendants()):
        return False
    return 0 < len("".join(str(part) for part in element.itertext()).strip()) <= _LONGEST


def is_number(element: Element) -> bool:
    """Whether an element is the number of a line or verse, which a page sets apart from the words beside it."""
    said = element.get("class")
    if not said or element_name(element) not in NUMBERED or not _NUMBER.search(said):
        return False
    words = "".join(str(part) for part in element.itertext()).strip()
    return words.isdigit() and len(words) < 6


def is_speaker(element: Element) -> bool:
    """Whether a cell of a table says who speaks in a play."""
    return "persona" in (element.get(_TYPE) or element.get("epub:type") or "")


def is_dialogue(table: Element) -> bool:
    """Whether a table only sets a play: who speaks beside what is said."""
    return any(is_speaker(cell) for cell in table.iter("{*}td"))


def _is_in_poem(element: Element) -> bool:
    for count, ancestor in enumerate(element.iterancestors()):
        if count == _FARTHEST:
            return False
        said = f"{ancestor.get('class') or ''} {ancestor.get(_TYPE) or ancestor.get('epub:type') or ''}"
        if said != " " and _STANZA.search(said.lower()):
            return True
    return False
