"""The way back from the text of a tree to the markup it was parsed from. Offsets are code points of the markup.

A parser gives the text of an element without saying where it stood. Elements follow the order of their tags, and
text follows its tag letter for letter, but for entities: so both are walked side by side. Where they part (a parser
mends what was written badly), the text is looked for further on, and the line numbers of elements set the walk
right. What is not found leads nowhere.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WINDOW = 1 << 20
"""How far ahead a tag or a text is looked for."""

_ASTRAY = 20
"""Lines by which an element's line may differ from where the walk is: a tag can fill several."""

_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,40});")

_SPECIAL = re.compile(r"([^\x20\x21\x23-\x25\x28-\x3b\x3d\x3f-\x7e\t])")
"""What markup may spell in another way: by an entity, or a line end of two characters."""

_BEGUN = re.compile(r"[^&<>\"'\n\r\u00a0\u2009]{1,80}")
"""What a text begins with that markup hardly spells in another way, in any script."""

_SURE = 8
"""Characters that stand by chance nowhere else in what is left of the markup."""

_IMPLIED = frozenset(["html", "head", "body", "tbody", "colgroup"])
"""Elements that a parser makes though no tag says so."""

Traced = list[tuple[str, int | None]]
"""Pieces of a text in order, each with its place in the markup, or None where it does not stand there as it is."""


class Trail:
    """Walks the markup of one tree beside the tree, in document order."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._lines = [0, *(match.end() for match in re.finditer("\n", markup)), len(markup)]
        self._capitals = re.search(r"<p[\s>]|<div[\s>]", markup) is None and re.search(r"<[PD]", markup) is not None
        self._cursor = 0
        self._budget = 20 * len(markup) + _WINDOW
        """Characters that searches in vain may still cost, so that no markup makes them quadratic."""

    def enter(self, element: Element, name: str) -> None:
        """Go on behind the tag of an element. `name`: in lower case."""
        line = element.sourceline
        if line and line < len(self._lines):
            earliest = self._lines[max(line - 1 - _ASTRAY, 0)]
            latest = self._lines[min(line + _ASTRAY, len(self._lines) - 1)]
            if not earliest <= self._cursor <= latest:
                self._cursor = self._lines[line - 1] if self._cursor > latest else earliest
        if name in _IMPLIED:
            return
        opening = f"<{name.upper() if self._capitals else name}"
        at = self._cursor
        while (at := self._find(opening, at)) >= 0:
            after = at + len(opening)
            if self._markup[after : after + 1] in ("", ">", "/", " ", "\n", "\t", "\r"):
                end = self._markup.find(">", after)
                self._cursor = end + 1 if end >= 0 else len(self._markup)
                return
            at = after

    def leave(self, name: str) -> None:
        """Go on behind the closing tag of an element, if that is what comes next."""
        at = self._markup.find("<", self._cursor, self._cursor + _WINDOW)
        if at >= 0 and self._markup[at + 1 : at + 2] == "/":
            after = at + 2 + len(name)
            if self._markup[at + 2 : after].lower() == name:
                end = self._markup.find(">", after)
                self._cursor = end + 1 if end >= 0 else len(self._markup)

    def trace(self, text: str) -> Traced:
        """Where a text of the tree stands. It is given as the parser gave it, spaces and all."""
        if self._markup.startswith(text, self._cursor):
            place, self._cursor = self._cursor, self._cursor + len(text)
            return [(text, place)]
        pieces = [piece for piece in _SPECIAL.split(text) if piece]
        before = self._cursor
        traced = self._aligned(pieces)
        agreed = self._markup[before : self._cursor]
        if agreed and (not agreed.isspace() or not text.strip()):
            return traced
        blank = len(text) - len(text.lstrip())
        begun = _BEGUN.match(text, blank)
        if begun is None or (blank and len(begun[0]) < _SURE):
            return traced
        # Behind white space, which may be spelled in many ways, words that are long enough say enough.
        found = self._find(f"{'' if blank else '>'}{begun[0]}", max(self._cursor - 1, 0))
        if found < 0:
            return traced
        self._cursor = found + (not blank)
        rest = self._aligned([piece for piece in _SPECIAL.split(text[blank:]) if piece])
        return [(text[:blank], None), *rest] if blank else rest

    def _aligned(self, pieces: list[str]) -> Traced:
        """Walk the pieces of a text from here on, as far as the markup agrees."""
        markup, at = self._markup, self._cursor
        traced: Traced = []
        for index, piece in enumerate(pieces):
            entity = _ENTITY.match(markup, at) if len(piece) == 1 else None
            if entity is not None and unescape(entity[0]) == piece:
                traced.append((piece, None))
                at = entity.end()
            elif markup.startswith(piece, at):
                traced.append((piece, at))
                at += len(piece)
            elif piece == "\n" and markup.startswith("\r\n", at):
                traced.append((piece, None))
                at += 2
            else:
                traced.append(("".join(pieces[index:]), None))
                break
        else:
            self._cursor = at
            return traced
        if any(place is not None for _, place in traced):
            self._cursor = at
        return traced

    def _find(self, needle: str, start: int) -> int:
        if self._budget <= 0:
            return -1
        end = min(start + _WINDOW, len(self._markup))
        found = self._markup.find(needle, start, end)
        if found < 0:
            self._budget -= end - start
        return found
