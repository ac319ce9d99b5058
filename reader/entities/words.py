"""Words with a capital letter, and the runs of them that may be names. Offsets are code points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.documents.model import Block

WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_](?:[\w\u0300-\u036f]|[.](?=[A-Z][a-z])(?<=[A-Z][.])|(?:(?<![a-zà-ÿ])['’]|(?<=[-‐‑][dl])['’]|['’](?![A-ZÀ-Þ]))(?=[^\W\d_]{2})|[-‐‑](?=\w))*"
    r"|\d[\w.,]*"
)
"""A word: letters with what holds them together (`O'Neill`, `Al-Shabaab`, `U.S.`), or a number.

A small letter's apostrophe before a capital parts two words: `l'Argentine`, `qu'Édouard`; not inside `Val-d'Oise`.
"""

SENTENCE_END = re.compile(
    r"[.!?…:;]['\"’”»)\]]*\s+['\"‘“«(\[¿¡]*$|\n\s*['\"‘“«(\[¿¡]*$|^['\"‘“«(\[¿¡\s]*$|[“«\"]\s?[¿¡]?$|[¿¡]$|[•–—*]\s$"
)
"""What stands before the first word of a sentence."""

ELIDED = re.compile(r"(?:[LDJCNSMT]|Qu)['’][a-zà-ÿ]")
"""A small word with the article or pronoun before it, where a sentence begins."""

SKIPPED_BLOCKS = frozenset({"code", "table", "rule"})
"""Kinds of block that hold no running text."""


class Word(NamedTuple):
    """A word of the text."""

    start: int
    end: int
    text: str
    first: bool
    """Whether a sentence begins with it, so that its capital says nothing."""
    capital: bool


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words of a stretch of `text`."""
    words = []
    for match in WORD.finditer(text, start, end):
        begin = match.start()
        first = begin == start or SENTENCE_END.search(text, max(start, begin - 8), begin) is not None
        text_of = match.group()
        # "L'indice" begins a French sentence, and is no name.
        capital = text_of[0].isupper() and ELIDED.match(text_of) is None
        words.append(Word(begin, match.end(), text_of, first, capital))
    return words


def stretches(blocks: Sequence[Block], length: int) -> Iterator[tuple[int, int]]:
    """The bounds of the blocks that hold running text; of the whole text when it has no blocks."""
    if not blocks:
        yield 0, length
    for block in blocks:
        if block.kind not in SKIPPED_BLOCKS and block.end > block.start:
            yield block.start, block.end
