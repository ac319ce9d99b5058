"""Where sentences end, as far as marks and empty lines tell. Words are numbered."""

from __future__ import annotations

import re

from annotations.anchoring.normal import NormalText

_END = re.compile(r"[.!?。！？][\"'”’»)\]*_]*(?:\s|$)|\n\s*\n")


def ends_sentence(gap: str) -> bool:
    """Whether a sentence ends with what stands between two words."""
    return _END.search(gap) is not None


def gap_after(text: NormalText, word: int) -> str:
    """What stands between a word and the next one; at the ends of the text the end of a paragraph."""
    if word < 0 or word + 1 >= len(text):
        return "\n\n"
    return text.text[text.ends[word] : text.starts[word + 1]]


def begins_sentence(text: NormalText, word: int) -> bool:
    """Whether a sentence begins with a word."""
    return ends_sentence(gap_after(text, word - 1))
