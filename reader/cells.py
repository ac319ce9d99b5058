"""How wide text is on a terminal, in cells, and where it may be cut: between graphemes, never inside one.

Text of characters that all fill one cell, most of what is read, takes a fast path. Loads nothing but `unicodedata`:
it is on the way to the first screen.
"""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False  # as in `typing`, which takes longer to load than all of this
if TYPE_CHECKING:
    from collections.abc import Iterator

TAB = 4
"""Cells from one tab stop to the next."""

ZWJ = "\u200d"
EMOJI_STYLE = "\ufe0f"

_widths: dict[str, int] = {}
"""Character -> its width standing alone: a memory, filled as characters are met."""

_plain: set[str] = set(map(chr, range(0x20, 0x7F)))
"""Characters known to fill one cell and to join with no other."""


def character_width(char: str) -> int:
    """Cells of one character standing alone: 0, 1 or 2. Control characters are drawn as a picture of one cell."""
    width = _widths.get(char)
    if width is None:
        width = _widths[char] = _measure(char)
    return width


def _measure(char: str) -> int:
    code = ord(char)
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        # A soft hyphen is drawn by no terminal that breaks lines elsewhere; a mark stands on its letter.
        return 0
    if 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF:
        return 0  # vowels and finals of Hangul, drawn into the syllable that the first consonant began
    if category == "Cn":
        # Newer than Python's tables: where emoji are added, they are wide.
        return 2 if 0x1F300 <= code <= 0x1FAFF or 0x20000 <= code <= 0x3FFFD else 1
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def is_plain(text: str) -> bool:
    """True when every character fills one cell and joins with no other: offsets and cells are then the same."""
    if _plain.issuperset(text):
        return True
    rest = set(text) - _plain
    odd = False
    for char in rest:
        if character_width(char) == 1 and not joins(char) and not is_control(char):
            _plain.add(char)
        else:
            odd = True
    return not odd


def is_control(char: str) -> bool:
    """True for what would command the terminal instead of being shown: C0, DEL, C1, line and paragraph separators."""
    return char < " " or "\x7f" <= char <= "\x9f" or char in "\u2028\u2029"


def joins(char: str) -> bool:
    """True when `char` may be one grapheme with the character before it, or after it."""
    code = ord(char)
    if code < 0x300:
        return char in "\r\xad"
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf")
        or 0x1100 <= code <= 0x11FF
        or 0xA960 <= code <= 0xA97F
        or 0xAC00 <= code <= 0xD7FF
        or 0x1F1E6 <= code <= 0x1F1FF
        or 0x1F3FB <= code <= 0x1F3FF
        or code in (0x0E33, 0x0EB3)
    )


def grapheme_end(text: str, start: int) -> int:
    """End of the grapheme that begins at `start`: where the cursor goes next. `len(text)` at the end.

    Follows the extended grapheme clusters of Unicode's UAX #29, as far as a terminal can show them.
    """
    size = len(text)
    if start >= size:
        return size
    end = start + 1
    char = text[start]
    if char < "\u0300" and (end == size or text[end] < "\u0300"):
        return end + 1 if char == "\r" and end < size and text[end] == "\n" else end
    if is_control(char):
        return end
    if _is_regional(char) and end < size and _is_regional(text[end]):
        end += 1
    while end < size:
        char = text[end]
        if char == ZWJ:
            end += 1
            if end < size and _is_pictograph(text[end]) and _has_pictograph(text, start, end - 1):
                end += 1
        elif _extends(char) or _hangul_joins(text[end - 1], char):
            end += 1
        else:
            break
    return end


def graphemes(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, int]]:
    """The graphemes of `text[start:end]` as `(start, end, cells)`; a tab counts one cell here."""
    stop = len(text) if end is None else end
    while start < stop:
        after = min(grapheme_end(text, start), stop)
        yield start, after, grapheme_width(text, start, after)
        start = after


def grapheme_width(text: str, start: int, end: int) -> int:
    """Cells of one grapheme: never more than two, however many characters it is made of."""
    width = character_width(text[start])
    if end - start == 1:
        return width
    rest = text[start + 1 : end]
    if EMOJI_STYLE in rest and width == 1 and _may_be_emoji(text[start]):
        return 2
    if _is_regional(text[start]):
        return 2
    for char in rest:
        if char in "\u0e33\u0eb3":
            width += 1  # a vowel of Thai and Lao that stands beside its consonant
        elif unicodedata.category(char) != "Mc":  # the others of its kind are drawn into their letter's cell
            width = max(width, character_width(char))
    return min(width, 2)


def width_of(text: str, start: int = 0, end: int | None = None) -> int:
    """Cells that `text[start:end]` fills on one row, a tab counting one."""
    part = text if start == 0 and end is None else text[start:end]
    if is_plain(part):
        return len(part)
    return sum(cells for _, _, cells in graphemes(part))


def cut(text: str, cells: int) -> str:
    """As much of the beginning of `text` as fits in `cells`."""
    if is_plain(text):
        return text[: max(cells, 0)]
    used = 0
    for start, _, wide in graphemes(text):
        if used + wide > cells:
            return text[:start]
        used += wide
    return text


def fit(text: str, cells: int) -> str:
    """`text` in just `cells`: cut with an ellipsis, or filled with blanks."""
    wide = width_of(text)
    if wide > cells:
        text = cut(text, cells - 1).rstrip() + "…" if cells > 0 else ""
        wide = width_of(text)
    return text + " " * (cells - wide)


def harmless(text: str) -> str:
    """`text` as it may be written to a terminal: controls become pictures of themselves, bidi overrides vanish.

    The cells stay the same. A reordering character could move what stands outside the text.
    """
    if text.isprintable():
        return text
    return text.translate(_PICTURES)


def _pictures() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: chr(0x2400 + code) for code in range(0x20)}
    table |= dict.fromkeys(range(0x80, 0xA0), "\ufffd")
    table |= {0x7F: "\u2421", 0x09: " ", 0x2028: "\u2424", 0x2029: "\u2424", 0xAD: None}
    table |= dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF), None)
    return table


_PICTURES = _pictures()


def _extends(char: str) -> bool:
    if char < "\u0300":
        return False
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or char in "\u200c\u0e33\u0eb3"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_pictograph(char: str) -> bool:
    return char >= "\U0001f000" or ("\u2190" <= char <= "\u3299" and unicodedata.category(char) == "So")


def _has_pictograph(text: str, start: int, end: int) -> bool:
    return any(_is_pictograph(char) for char in text[start:end])


def _may_be_emoji(char: str) -> bool:
    return char in "#*0123456789\u00a9\u00ae" or char >= "\u203c"


def _hangul_joins(before: str, char: str) -> bool:
    if not ("\u1100" <= before <= "\u11ff" or "\ua960" <= before <= "\ua97f" or "\uac00" <= before <= "\ud7ff"):
        return False
    first = "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97c"
    vowel = "\u1160" <= before <= "\u11a7" or "\ud7b0" <= before <= "\ud7c6"
    syllable = "\uac00" <= before <= "\ud7a3"
    open_syllable = syllable and (ord(before) - 0xAC00) % 28 == 0
    if first:
        return "\u1100" <= char <= "\u11a7" or "\ua960" <= char <= "\ua97c" or "\uac00" <= char <= "\ud7a3"
    if vowel or open_syllable:
        return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb"
    return "\u11a8" <= char <= "\u11ff" or "\ud7cb" <= char <= "\ud7fb"
