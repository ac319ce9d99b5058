"""How a word is written: what the encoder, whose pieces know no case, is told of its letters."""

from __future__ import annotations

SMALL, CAPITAL, CAPITALS, MIXED, DIGITS, OTHER = range(6)

COUNT = 6


def shape(word: str) -> int:
    """The number of the word's shape: small letters, Capital, CAPITALS, miXed, digits in it, or anything else."""
    if any(sign.isdigit() for sign in word):
        return DIGITS
    if not any(sign.isalpha() for sign in word):
        return OTHER
    if word.islower():
        return SMALL
    if word.isupper():
        return CAPITALS if len(word) > 1 else CAPITAL
    return CAPITAL if word[0].isupper() and word[1:] == word[1:].lower() else MIXED
