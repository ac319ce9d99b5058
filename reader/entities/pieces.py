"""Words cut into the pieces that the encoder knows: the longest that its vocabulary holds, from the left.

Source: Wu and others, Google's Neural Machine Translation System (2016), section 4.1, in the form of BERT: small
letters, no accents, each mark a word of its own, `##` before a piece that goes on with a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

LONGEST = 100
"""Letters of a word that is looked up; a longer one is unknown."""

MOST = 12
"""Pieces of one word that are looked at: the rest of an address says nothing."""

_IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2CEAF), (0x2F800, 0x2FA1F))


class Pieces:
    """A vocabulary, and what it makes of the words it has met."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """
        Args:
            vocabulary: All pieces; a piece's number is its place. `[CLS]`, `[SEP]` and `[UNK]` are among them.
        """
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._met: dict[str, tuple[int, ...]] = {}
        self.start = self._numbers["[CLS]"]
        self.end = self._numbers["[SEP]"]
        self.unknown = self._numbers["[UNK]"]

    def of(self, word: str) -> tuple[int, ...]:
        """Numbers of the word's pieces, at least one and at most `MOST`."""
        pieces = self._met.get(word)
        if pieces is None:
            pieces = tuple(number for part in _parts(word) for number in self._cut(part))[:MOST] or (self.unknown,)
            self._met[word] = pieces
        return pieces

    def _cut(self, part: str) -> list[int]:
        if len(part) > LONGEST:
            return [self.unknown]
        numbers: list[int] = []
        at = 0
        while at < len(part):
            for end in range(len(part), at, -1):
                number = self._numbers.get(("##" if at else "") + part[at:end])
                if number is not None:
                    numbers.append(number)
                    at = end
                    break
            else:
                return [self.unknown]
        return numbers


def _parts(word: str) -> Iterator[str]:
    """Runs of letters in small letters without accents, and single marks."""
    run = ""
    for sign in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(sign)
        if category == "Mn" or category in ("Cc", "Cf", "Cn", "Co", "Cs"):
            continue
        alone = category[0] == "P" or (sign.isascii() and not sign.isalnum() and not sign.isspace())
        if alone or sign.isspace() or _is_ideograph(sign):
            if run:
                yield run
            run = ""
            if not sign.isspace():
                yield sign
        else:
            run += sign
    if run:
        yield run


def _is_ideograph(sign: str) -> bool:
    return sign >= "\u3400" and any(first <= ord(sign) <= last for first, last in _IDEOGRAPHS)
