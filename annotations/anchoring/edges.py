"""The edges of a passage: what stands at its ends beside letters. Offsets count code points."""

from __future__ import annotations

import unicodedata


def with_edges(text: str, span: tuple[int, int], head: str, tail: str) -> tuple[int, int]:
    """Widen a span of letters by what a passage has before its first letter, `head`, and after its last, `tail`.

    Where the text has just that there, all of it; else as much punctuation as the passage has, if it is there.
    """
    start, end = span
    if head:
        if text.endswith(head, 0, start):
            start -= len(head)
        else:
            wanted = len(head.strip())
            while wanted > 0 and start > 0 and _is_punctuation(text[start - 1]):
                start, wanted = start - 1, wanted - 1
    if tail:
        if text.startswith(tail, end):
            end += len(tail)
        else:
            wanted = len(tail.strip())
            while wanted > 0 and end < len(text) and _is_punctuation(text[end]):
                end, wanted = end + 1, wanted - 1
    return start, end


def _is_punctuation(letter: str) -> bool:
    return letter == "_" or unicodedata.category(letter) in {
        "Pc",
        "Pd",
        "Pe",
        "Pf",
        "Pi",
        "Po",
        "Ps",
        "Sc",
        "Sk",
        "Sm",
    }
