"""Which links of a tree call a note, and which elements hold the notes.

Books and scholarly pages say so; others only have a short link, often raised, to a place further down, or notes that
begin with a link back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reader.documents.archives import resolved
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
    """The notes of one tree, by its elements."""

    def __init__(self) -> None:
        self.references: dict[Element, str] = {}
        """Link -> label of the note it calls."""
        self.bodies: dict[Element, str] = {}
        """Element that holds a note -> its label, unlike any other in the tree."""
        self.back_links: set[Element] = set()
        """Links at a note that lead back to where it was called: nothing to read."""
        self.places: dict[str, str] = {}
        """Id in the tree -> label of the note it marks."""


def find_footnotes(
    tree: Element, *, address: str = "", elsewhere: Callable[[str, str], str | None] | None = None
) -> Footnotes:
    """The notes of a tree.

    Args:
        tree: A page, or a chapter of a book.
        address: How links of other chapters name this one; empty for a page by itself.
        elsewhere: The label of the note that another chapter has at an id, given its address and the id.
    """
    notes = Footnotes()
    labels = _Labels()
    places: dict[str, Element] = {}
    order: dict[Element, int] = {}
    links: list[Element] = []
    for element in tree.iter():
        order[element] = len(order)
        name = element_name(element)
        if mark := element.get("id") or (element.get("name") if name == "a" else None):
            places.setdefault(mark, element)
        if name == "a" and "#" in (element.get("href") or ""):
            links.append(element)
    bodies: dict[Element, str] = {}
    for link in links:
        there, _, fragment = (link.get("href") or "").partition("#")
        target = places.get(unquote(fragment)) if not there or resolved(address, there) == address else None
        mark = _mark_of(link)
        if target is None or mark is None:
            continue
        body = _body_of(target)
        said = _says(link, "noteref") or _says(body, "footnote", "endnote", "rearnote", "note")
        if not said and (order[body] < order[link] or not _may_be_note(link, body)):
            continue
        if body not in bodies:
            bodies[body] = labels.new(mark)
        notes.references[link] = bodies[body]
    if address:
        for link in links:
            # A note that other chapters call begins with its mark, which leads back to where it was called.
            begun = _begun_by(link) if link not in notes.references else None
            inside = begun is not None and any(holder in bodies for holder in begun.iterancestors())
            if begun is not None and begun not in bodies and not inside:
                bodies[begun] = labels.new(_mark_of(link) or "*")
    notes.bodies = bodies
    for body, label in bodies.items():
        for element in (body, *body.iterancestors()) if element_name(body) == "p" else (body,):
            if element is body or (element_name(element) in ("li", "aside", "dd") and element[0] is body):
                notes.places.update((mark, label) for mark in _ids_in(element))
        notes.back_links.update(link for link in body.iter("a") if link not in notes.references and _is_back(link))
    if elsewhere is not None:
        for link in links:
            there, _, fragment = (link.get("href") or "").partition("#")
            there = resolved(address, there)
            if there == address or link in notes.back_links or _mark_of(link) is None:
                continue
            if (found := elsewhere(there, unquote(fragment))) is not None:
                notes.references[link] = found
    return notes


class _Labels:
    """Gives each note of a tree a label of its own."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def new(self, mark: str) -> str:
        count = self._taken[mark] = self._taken.get(mark, 0) + 1
        return mark if count == 1 else f"{mark} ({count})"


def _ids_in(body: Element) -> list[str]:
    return [mark for element in body.iter() if (mark := element.get("id"))]


def _begun_by(link: Element) -> Element | None:
    """The note that a link begins, being its mark and its way back; None when it begins none."""
    if _mark_of(link) is None:
        return None
    node = link
    while element_name(node) not in BLOCKS:
        parent = node.getparent()
        if parent is None or (parent.text or "").strip(" \t\r\n\u00a0[(") or parent[0] is not node:
            return None
        node = parent
    body = _body_of(node)
    words = "".join(str(part) for part in body.itertext()).strip()
    for holder in (body, *list(body.iterancestors())[:2]):
        if _says(holder, "footnote", "endnote", "rearnote", "note"):
            return holder
    plain = element_name(body) in ("p", "li", "div", "aside", "dd", "td")
    return body if plain and len(words) > len(_mark_of(link) or "") + 3 and len(words) < _LONGEST else None


def _is_back(link: Element) -> bool:
    words = "".join(str(part) for part in link.itertext())
    if len(words.strip()) >= 12 or "#" not in (link.get("href") or ""):
        return False
    return _says(link, "backlink", "backref") or _BACK.match(words) is not None


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
    while parent is not None and parent[0] is node is parent[-1] and element_name(parent) in ("li", "aside", "dd"):
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
