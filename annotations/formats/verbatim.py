"""Where quotes stand to the letter: an index for asking about many of them. Offsets count code points."""

from __future__ import annotations

import re
from collections import defaultdict

_TOKEN = re.compile(r"\S+")
_COMMON = 500
"""A word that stands so often tells so little that a search through the whole text is quicker."""


class Verbatim:
    """One text, by its words. Made in time linear in the text; a question costs what its rarest word is common."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: defaultdict[str, list[int]] = defaultdict(list)
        for match in _TOKEN.finditer(text):
            self._starts[match[0]].append(match.start())

    def places(self, quote: str) -> list[tuple[int, int]]:
        """Every place where the quote stands letter for letter, in order; none overlaps another."""
        # Only words inside the quote are surely whole words of the text.
        inner = [match for match in _TOKEN.finditer(quote) if match.start() > 0 and match.end() < len(quote)]
        if not inner:
            return self._searched(quote)
        rarest = min(inner, key=lambda match: len(self._starts.get(match[0], ())))
        if len(self._starts.get(rarest[0], ())) > _COMMON:
            return self._searched(quote)
        found: list[tuple[int, int]] = []
        for start in self._starts.get(rarest[0], ()):
            at = start - rarest.start()
            if at >= 0 and (not found or at >= found[-1][1]) and self._text.startswith(quote, at):
                found.append((at, at + len(quote)))
        return found

    def _searched(self, quote: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        at = self._text.find(quote) if quote else -1
        while at >= 0:
            found.append((at, at + len(quote)))
            at = self._text.find(quote, at + len(quote))
        return found
