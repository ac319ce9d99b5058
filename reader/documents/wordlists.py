"""The numbers and bullets of a Word document's lists, which are nowhere in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.tree import roman
from reader.documents.wordstyles import W, value_of, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DEEPEST = 9
"""Levels that a list of Word has."""

BULLET = "•"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    """As `%1.%2.`, where `%1` stands for the number of the first level."""


class Lists:
    """Counts the items of all lists of one document, in reading order."""

    def __init__(self, tree: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        if tree is None:
            return
        abstract = {e.get(f"{W}abstractNumId") or "": _levels(e) for e in tree.iter(f"{W}abstractNum")}
        for element in tree.iter(f"{W}num"):
            key = element.get(f"{W}numId") or ""
            base = value_of(element, "abstractNumId")
            levels = dict(abstract.get(base, {}))
            for override in element.iter(f"{W}lvlOverride"):
                level = whole_number(override.get(f"{W}ilvl") or "")
                levels |= _levels(override)
                if start := value_of(override, "startOverride"):
                    self._restarts.setdefault(key, {})[level] = whole_number(start, 1)
            self._levels[key], self._abstract[key] = levels, base

    def __contains__(self, list_id: str) -> bool:
        return list_id in self._levels

    def label(self, list_id: str, level: int) -> str:
        """The number or bullet of the next item of a list, at a level from 0; empty where it has none."""
        level = min(max(level, 0), DEEPEST - 1)
        here = self._levels[list_id].get(level, _Level())
        counts = self._counts.setdefault(self._abstract[list_id], [None] * DEEPEST)
        for at, start in self._restarts.pop(list_id, {}).items():
            if at < DEEPEST:
                counts[at] = start - 1
        before = counts[level]
        counts[level] = here.start if before is None else before + 1
        counts[level + 1 :] = [None] * (DEEPEST - level - 1)
        if here.format == "bullet":
            return BULLET
        if here.format == "none":
            return here.text if "%" not in here.text else ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            count = counts[at] if at < DEEPEST else None
            told = self._levels[list_id].get(at, _Level())
            return spelled(told.start if count is None else count, told.format)

        return re.sub(r"%([1-9])", number, here.text or f"%{level + 1}.").strip()


def _levels(holder: Element) -> dict[int, _Level]:
    return {
        whole_number(element.get(f"{W}ilvl") or ""): _Level(
            whole_number(value_of(element, "start"), 1),
            value_of(element, "numFmt") or "decimal",
            value_of(element, "lvlText"),
        )
        for element in holder.iter(f"{W}lvl")
    }


def spelled(number: int, style: str) -> str:
    """A number in one of Word's styles."""
    if style in ("lowerLetter", "upperLetter") and 1 <= number <= 702:
        # Word goes on after z with aa, bb, cc.
        letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 1 <= number < 4000:
        return roman(number) if style == "lowerRoman" else roman(number).upper()
    if style == "decimalZero":
        return f"{number:02}"
    return str(number)
