"""What the styles of a Word document make of a paragraph: heading, title, quote, code, caption, or plain.

Names of built-in styles are English in every translation of Word; a style that does not say what it is inherits it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.model import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_KINDS: dict[BlockKind, str] = {
    "title": r"title$",
    "byline": r"(?:author|byline)s?$",
    "dateline": r"date(?:line)?$",
    "quote": r"(?:intense |block )?quot(?:e|ation)s?$|block text$",
    "caption": r"caption$|(?:image|table|figure) caption$",
    "code": r"html preformatted|(?:source )?code|code block|macro|preformatted text|plain text$|verbatim",
    "footnote": r"(?:foot|end)note text$",
    "signature": r"signature$",
}
"""Kind -> how the names of its styles begin, in lower case."""

_HEADING = re.compile(r"heading ([1-9])$")
_CONTENTS = re.compile(r"toc(?: heading|\s?\d)|table of (?:figures|authorities)")


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says."""

    kind: BlockKind | None = None
    """None: nothing in particular."""
    level: int = 0
    """Of a heading, from 1."""
    list_id: str = ""
    list_level: int = 0
    contents: bool = False
    """Whether the paragraph is a line of a table of contents."""


class Styles:
    """The paragraph styles of one document."""

    def __init__(self, tree: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._names: dict[str, str] = {}
        self._known: dict[str, Style] = {}
        self.strong: set[str] = set()
        """Ids of character styles that are for strong words..."""
        self.emphasis: set[str] = set()
        """...and for stressed ones..."""
        self.code: set[str] = set()
        """...and for code."""
        self._plain = ""
        """Id of the style of paragraphs that name none."""
        defaults = tree.iter(f"{W}rPrDefault") if tree is not None else ()
        self._defaults = [size.get(f"{W}val") or "" for holder in defaults for size in holder.iter(f"{W}sz")]
        for element in tree.iter(f"{W}style") if tree is not None else ():
            key = element.get(f"{W}styleId") or ""
            name = (value_of(element, "name") or key).lower()
            self._elements[key], self._names[key] = element, name
            if element.get(f"{W}type") == "paragraph" and (element.get(f"{W}default") or "0") in ("1", "true"):
                self._plain = key
            if element.get(f"{W}type") == "character":
                self._character(key, name)

    def of(self, key: str) -> Style:
        """The style with that id, with all it inherits."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._made(key)
        return known

    def size(self, key: str) -> int:
        """The size of the letters of a style, in half-points."""
        said = self._inherited(key, "rPr", "sz") or next((v for v in self._defaults if v), "")
        return whole_number(said, 20)

    def alignment(self, key: str) -> str:
        """How the paragraphs of a style are aligned: `center`, ...; empty when it does not say."""
        return self._inherited(key, "pPr", "jc")

    def _inherited(self, key: str, group: str, name: str) -> str:
        """A property of a style, or of the one it is made from."""
        key = key or self._plain
        for _ in range(20):
            element = self._elements.get(key)
            if element is None:
                break
            properties = element.find(f"{W}{group}")
            if properties is not None and (said := value_of(properties, name)):
                return said
            key = value_of(element, "basedOn")
        return ""

    def _made(self, key: str) -> Style:
        kind: BlockKind | None = None
        level = list_level = 0
        list_id = ""
        contents = False
        seen: set[str] = set()
        while key in self._elements and key not in seen and len(seen) < 20:
            seen.add(key)
            element, name = self._elements[key], self._names[key]
            contents = contents or _CONTENTS.match(name) is not None
            if kind is None:
                if match := _HEADING.match(name):
                    kind, level = "heading", int(match[1])
                else:
                    kind = next((found for found, names in _KINDS.items() if re.match(names, name)), None)
            properties = element.find(f"{W}pPr")
            if properties is not None:
                outline = value_of(properties, "outlineLvl")
                if kind is None and outline.isdigit() and int(outline) < 9:
                    kind, level = "heading", int(outline) + 1
                numbering = properties.find(f"{W}numPr")
                if numbering is not None and not list_id:
                    list_id = value_of(numbering, "numId")
                    list_level = whole_number(value_of(numbering, "ilvl"))
            key = value_of(element, "basedOn")
        return Style(kind=kind, level=level, list_id=list_id, list_level=list_level, contents=contents)

    def _character(self, key: str, name: str) -> None:
        if "strong" in name:
            self.strong.add(key)
        elif "emphasis" in name:
            self.emphasis.add(key)
        elif name in ("html code", "verbatim char", "code", "html typewriter", "html keyboard", "source text"):
            self.code.add(key)


def value_of(element: Element, name: str) -> str:
    """The `w:val` of a child, or empty."""
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val") or ""


def is_on(element: Element | None, name: str) -> bool:
    """Whether a child that is a switch is there and not turned off."""
    child = None if element is None else element.find(f"{W}{name}")
    return child is not None and (child.get(f"{W}val") or "1").lower() not in ("0", "false", "off", "none")


def whole_number(text: str, default: int = 0) -> int:
    """A number as Word writes it, where it is one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default
