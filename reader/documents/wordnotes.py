"""Footnotes and endnotes of Word: what calls each, in the numbering that the document asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents.wordlists import spelled
from reader.documents.wordstyles import W, value_of, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

_BEFORE = re.compile(r"[\s(\[{]*")
_BEHIND = re.compile(r"(?:[\s)\]}:/–—]|[.-](?=[\s(\[]|$))*")
_SIGNS = "*†‡§"


class Notes:
    """Gives each note its label when it is first called."""

    def __init__(self, *, settings: Element | None, sections: Iterable[Element]) -> None:
        self._formats = {"footnote": "decimal", "endnote": "lowerRoman"}
        self._starts = {"footnote": 1, "endnote": 1}
        for holder in (*([settings] if settings is not None else ()), *sections):
            for kind in self._formats:
                properties = holder.find(f"{W}{kind}Pr")
                if properties is not None:
                    self._formats[kind] = value_of(properties, "numFmt") or self._formats[kind]
                    self._starts[kind] = whole_number(value_of(properties, "numStart"), self._starts[kind])
        self._labels: dict[tuple[str, str], tuple[str, str]] = {}
        self._typed: dict[tuple[str, str], bool] = {}

    def call(self, kind: str, key: str, *, own: str = "") -> tuple[str, str]:
        """The mark that calls a note, and its label, unlike any other. `own`: the mark that was typed for it."""
        known = self._labels.get((kind, key))
        if known is not None:
            return known
        if own:
            mark = own
        else:
            count = sum(found == kind and not typed for (found, _), typed in self._typed.items())
            mark = _spelled(self._starts[kind] + count, self._formats[kind])
        self._typed[kind, key] = bool(own)
        taken = sum(found == mark for found, _ in self._labels.values())
        made = self._labels[kind, key] = mark, f"{mark} ({taken + 1})" if taken else mark
        return made

    def called(self, kind: str) -> dict[str, tuple[str, str]]:
        """Id of a note -> its mark and label, in the order of calls."""
        return {key: made for (found, key), made in self._labels.items() if found == kind}


class NoteMark:
    """The mark that a note's own text begins with: it is the label, and is not read again."""

    def __init__(self, note: Element, mark: str) -> None:
        self._typed = None if _has_sign(note) else re.compile(rf"\s*{re.escape(mark)}[\s)\].:]*")
        self._met = self._done = False

    def met(self) -> None:
        """Here the mark stands."""
        self._met = True

    def cut(self, text: str) -> int:
        """How many characters of the text that comes next belong to the mark."""
        if self._done:
            return 0
        pattern = self._typed or (_BEHIND if self._met else _BEFORE)
        match = pattern.match(text)
        length = match.end() if match is not None else 0
        if length < len(text) and not self._met and self._typed is None:
            length = 0  # Words before the mark: nobody can say what belongs to it.
        self._done = length < len(text)
        return length


def _has_sign(note: Element) -> bool:
    return next(note.iter(f"{W}footnoteRef", f"{W}endnoteRef"), None) is not None


def _spelled(number: int, style: str) -> str:
    if style == "chicago":
        return _SIGNS[(number - 1) % len(_SIGNS)] * (1 + (number - 1) // len(_SIGNS)) if number > 0 else str(number)
    return spelled(number, style)
