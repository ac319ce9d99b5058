"""Three-way merge of a short text: word by word, and only where the two edits do not touch. Pure.

Symmetric: the same text comes out whichever side is named first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_TOKENS = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")

_Edit = tuple[int, int, tuple[str, ...]]
"""Tokens `[from, to)` of the base become these."""


def merge_text(base: str, ours: str, theirs: str) -> str | None:
    """Both edits in one text, or None where they touch the same words.

    Two edits touch when they change or insert at places with no unchanged word between them; where both made the
    very same edit, that is no conflict.
    """
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    tokens = _TOKENS.findall(base)
    left, right = _edits(tokens, ours), _edits(tokens, theirs)
    merged: list[_Edit] = []
    i = j = 0
    while i < len(left) or j < len(right):
        if j == len(right) or (i < len(left) and left[i] < right[j]):
            edit, i = left[i], i + 1
        elif i == len(left) or right[j] < left[i]:
            edit, j = right[j], j + 1
        else:  # the same edit on both sides
            edit, i, j = left[i], i + 1, j + 1
        if merged and not _apart(tokens, merged[-1], edit):
            return None
        merged.append(edit)
    out: list[str] = []
    at = 0
    for start, end, words in merged:
        out += tokens[at:start]
        out += words
        at = end
    return "".join(out + tokens[at:])


def _edits(base: Sequence[str], text: str) -> list[_Edit]:
    other = _TOKENS.findall(text)
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    edits: list[_Edit] = []
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        edit = (start, end, tuple(other[other_start:other_end]))
        if edits and not _apart(base, edits[-1], edit):
            # Two edits of one side with only a blank between them are one: "a b" -> "c d" is not two changes.
            previous = edits.pop()
            kept = tuple(base[previous[1] : start])
            edit = (previous[0], end, previous[2] + kept + edit[2])
        edits.append(edit)
    return edits


def _apart(base: Sequence[str], earlier: _Edit, later: _Edit) -> bool:
    return any(not token.isspace() for token in base[earlier[1] : later[0]])
