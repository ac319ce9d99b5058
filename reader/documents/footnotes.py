"""Which links of a tree call a note, and which elements hold the notes.

Books and scholarly pages say so; others only have a short link, often raised, to a place further down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.documents.tree import BLOCKS, element_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LONGEST = 5000
"""Characters that a note may have when only its link says that it is one."""

_MARK = re.compile(r"^[\s\[({]*(\d{1,4}|[a-zA-Z]|[ivxlc]{1,6}|[*†‡§¶‖#°]{1,4}|note \d{1,3})[\s\])}.:]*$")
_BACK = re.compile(
    r"^[\s\[\](){}^.,:;]*"
    r"(?:↩|↑|⤴|⏎|⮐|⬆|🔙|🠹|back|return|jump up|\^|[*†‡§¶]|[\divxlc]{0,4}|[a-z])?"
    r"[\s\ufe0e\ufe0f\])}.^:]*$",
    re.IGNORECASE,
)
_TYPE = "{http://www.idpf.org/2007/ops}type"


class Footnotes:
    """The notes of a document, by the elements of its trees."""

    def __init__(self) -> None:
        self.references: dict[Element, str] = {}
        """Link -> label of the note it calls."""
        self.bodies: dict[Element, str] = {}
        """Element that holds a note -> its label."""
        self.back_links: set[Element] = set()
        """Links at a note that lead back to where it was called: nothing to read."""


def find_footnotes(trees: Iterable[tuple[str, Element]]) -> Footnotes:
    """The notes of trees that belong together.

    Args:
        trees: In reading order, each with its address as links name it; the address of a single page is empty.
    """
    notes = Footnotes()
    pages = list(trees)
    places: dict[str, Element] = {}
    order: dict[Element, int] = {}
    links: list[tuple[str, Element]] = []
    for address, tree in pages:
        for element in tree.iter():
            order[element] = len(order)
            mark = element.get("id") or (element.get("name") if element.tag == "a" else None)
            if mark:
                places.setdefault(f"{address}#{mark}", element)
            if element_name(element) == "a" and "#" in (element.get("href") or ""):
                links.append((address, element))
    labels: dict[Element, str] = {}
    taken: dict[str, int] = {}
    for address, link in links:
        target = places.get(_absolute(address, link.get("href") or ""))
        mark = _mark_of(link)
        if target is None or mark is None:
            continue
        body = _body_of(target)
        said = _says(link, "noteref") or _says(body, "footnote", "endnote", "rearnote", "note")
        if not said and (order[body] < order[link] or not _may_be_note(link, body)):
            continue
        if body in labels:
            notes.references[link] = labels[body]
            continue
        count = taken[mark] = taken.get(mark, 0) + 1
        labels[body] = notes.references[link] = mark if count == 1 else f"{mark} ({count})"
    for body, label in labels.items():
        notes.bodies[body] = label
        for link in body.iter("a", "{http://www.w3.org/1999/xhtml}a"):
            if link in notes.references:
                continue
            words = "".join(str(part) for part in link.itertext())
            back = _says(link, "backlink", "backref") or (_BACK.match(words) and "#" in (link.get("href") or ""))
            if back and len(words.strip()) < 12:
                notes.back_links.add(link)
    return notes


def _absolute(address: str, reference: str) -> str:
    """The place a link means, as `address#id`."""
    from urllib.parse import unquote, urljoin

    try:
        return (
            unquote(reference if not address else urljoin(address, reference))
            if reference[0] != "#"
            else address + unquote(reference)
        )
    except (ValueError, IndexError):
        return reference


def _mark_of(link: Element) -> str | None:
    """What a link to a note shows, without brackets: `1`, `*`, `a`."""
    words = "".join(str(part) for part in link.itertext())
    if len(words) > 16:
        return None
    match = _MARK.match(words)
    if match is None:
        return words.strip()[:8] or None if _says(link, "noteref") else None
    return match[1]


def _body_of(target: Element) -> Element:
    """The element that holds the note whose place `target` marks."""
    node = target
    while element_name(node) not in BLOCKS:
        parent = node.getparent()
        if parent is None:
            return target
        node = parent
    # `<p id="n1">` in a list's item or an aside by itself: all of it is the note.
    parent = node.getparent()
    while parent is not None and len(parent) == 1 and element_name(parent) in ("li", "aside", "dd"):
        node, parent = parent, parent.getparent()
    return node


def _may_be_note(link: Element, body: Element) -> bool:
    """Whether a short link leads to a note, though neither says so: raised or in brackets, and short text there."""
    name = element_name(body)
    if name not in ("p", "li", "aside", "div", "dd", "section", "td"):
        return False
    words = "".join(str(part) for part in link.itertext()).strip()
    parent = link.getparent()
    raised = parent is not None and element_name(parent) == "sup"
    raised = raised or any(element_name(child) == "sup" for child in link) or words[:1] in "[(*†‡§¶"
    if not raised:
        return False
    return 0 < len("".join(str(part) for part in body.itertext()).strip()) < _LONGEST and not _within(link, body)


def _says(element: Element, *kinds: str) -> bool:
    """Whether an element declares itself to be of a kind, in any of the ways that are in use."""
    words = " ".join(
        filter(None, (element.get(_TYPE), element.get("epub:type"), element.get("role"), element.get("class")))
    ).lower()
    if not words:
        return False
    names = {word.removeprefix("doc-").removesuffix("s") for word in words.replace("footnote-ref", "noteref").split()}
    names |= {"backref"} if "backref" in words or "back-link" in words or "reversefootnote" in words else set()
    return any(kind in names for kind in kinds)


def _within(element: Element, body: Element) -> bool:
    return any(ancestor is body for ancestor in element.iterancestors())
