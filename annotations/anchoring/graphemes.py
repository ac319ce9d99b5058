"""Where a text may be cut: between graphemes, what a reader takes for one character. Offsets count code points.

Source: Unicode Standard Annex #29, the rules for combining marks, joiners, emoji, flags, Hangul and line ends.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"


def is_boundary(text: str, offset: int) -> bool:
    """Whether cutting `text` at `offset` leaves every grapheme whole."""
    if offset <= 0 or offset >= len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if before.isascii() and after.isascii():
        return not (before == "\r" and after == "\n")
    if _extends(after) or before == _JOINER:
        return False
    if _is_flag_letter(after) and _is_flag_letter(before):
        return _flag_letters_before(text, offset) % 2 == 0
    return not _continues_syllable(before, after)


def cut_after(text: str, offset: int) -> int:
    """The first boundary at or after `offset`."""
    while not is_boundary(text, offset):
        offset += 1
    return offset


def cut_before(text: str, offset: int) -> int:
    """The last boundary at or before `offset`."""
    while not is_boundary(text, offset):
        offset -= 1
    return offset


def _extends(letter: str) -> bool:
    return (
        unicodedata.category(letter)[0] == "M"
        or letter in "\u200c\u200d"
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or "\U000e0020" <= letter <= "\U000e007f"
    )


def _is_flag_letter(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _flag_letters_before(text: str, offset: int) -> int:
    start = offset
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return offset - start


def _continues_syllable(before: str, after: str) -> bool:
    """Whether two pieces of a Hangul syllable meet here."""
    if "\u1160" <= after <= "\u11a7":
        return "\u1100" <= before <= "\u11a7" or (_is_syllable(before) and (ord(before) - 0xAC00) % 28 == 0)
    if "\u11a8" <= after <= "\u11ff":
        return "\u1160" <= before <= "\u11ff" or _is_syllable(before)
    return "\u1100" <= before <= "\u115f" and ("\u1100" <= after <= "\u115f" or _is_syllable(after))


def _is_syllable(letter: str) -> bool:
    return "\uac00" <= letter <= "\ud7a3"
