"""Glyphs of a page, and what their places say before there are lines: accents, raised signs, gutters.

Lengths are points, y upward.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Face:
    """A font as a line uses it."""

    size: float
    bold: bool
    italic: bool
    mono: bool
    pictures: bool = False
    """A font of pictures, whose letters mean nothing."""


class Glyph(NamedTuple):
    """One character on the page. A tuple, as there are thousands on a page."""

    char: str
    x: float
    """Left end of its advance, on the baseline."""
    y: float
    right: float
    face: Face
    source: int
    """Offset in the source."""
    drawn: int = 0
    """Which piece of text of the page it belongs to: pieces are numbered as they are drawn."""


_ACCENTS = {
    "`": "\u0300", "´": "\u0301", "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303", "¯": "\u0304",
    "˘": "\u0306", "˙": "\u0307", "¨": "\u0308", "˚": "\u030a", "˝": "\u030b", "ˇ": "\u030c", "¸": "\u0327",
    "˛": "\u0328",
}  # fmt: skip
_MARKS = frozenset(_ACCENTS) | {chr(code) for code in range(0x300, 0x330)}
_DOTLESS = {"ı": "i", "ȷ": "j"}
_NEAR = 12
"""Glyphs on either side among which the letter of an accent is looked for."""


def accented(glyphs: list[Glyph]) -> list[Glyph]:
    """With accents that were drawn over letters, as TeX does with fonts that have no accented ones, put on them."""
    marks = [at for at, glyph in enumerate(glyphs) if glyph.char in _MARKS]
    if not marks:
        return glyphs
    made: list[Glyph | None] = list(glyphs)
    for at in marks:
        mark = glyphs[at]
        middle = (mark.x + mark.right) / 2
        combining = _ACCENTS.get(mark.char, mark.char)
        for near in _letters_near(glyphs, at):
            letter = made[near]
            if near == at or letter is None or len(letter.char) != 1 or not letter.char.isalpha():
                continue
            over = letter.x - 0.02 * letter.face.size < middle < letter.right and letter.x != mark.right
            if not over or abs(letter.y - mark.y) > 0.8 * letter.face.size:
                continue
            whole = unicodedata.normalize("NFC", _DOTLESS.get(letter.char, letter.char) + combining)
            if len(whole) == 1:
                made[near] = letter._replace(char=whole)
                made[at] = None
                break
    kept: list[Glyph] = []
    for at, made_glyph in enumerate(made):
        # The space that a library sees between an accent and its letter is none.
        beside_mark = (at > 0 and made[at - 1] is None) or (at + 1 < len(made) and made[at + 1] is None)
        if made_glyph is None or (
            made_glyph.char.isspace() and made_glyph.right - made_glyph.x < 0.1 and beside_mark
        ):
            continue
        kept.append(made_glyph)
    return kept


def _letters_near(glyphs: Sequence[Glyph], at: int) -> Iterator[int]:
    """The glyphs next to an accent as drawn, then those that stand where it does: some are drawn long before it."""
    first, last = max(0, at - _NEAR), min(len(glyphs), at + _NEAR + 1)
    yield from sorted(range(first, last), key=lambda n: abs(n - at))
    mark = glyphs[at]
    for n, glyph in enumerate(glyphs):
        if glyph.x < mark.right and mark.x < glyph.right and not first <= n < last:
            yield n


def trimmed(glyphs: list[Glyph]) -> list[Glyph]:
    """Without white space at either end."""
    inked = [at for at, glyph in enumerate(glyphs) if not glyph.char.isspace()]
    return glyphs[inked[0] : inked[-1] + 1] if inked else []


_SCRIPT = 4
"""Signs that stand raised or lowered together, at most."""


def scripts_placed(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """With raised and lowered signs that were drawn apart from their line, at any time, put into it."""
    scripts = [row for row in rows if len(row) <= _SCRIPT]
    if not scripts:
        return rows
    by_height: dict[int, list[list[Glyph]]] = defaultdict(list)
    for row in rows:
        if len(row) > _SCRIPT:
            by_height[round(row[0].y / 10)].append(row)
    taken: set[int] = set()
    for script in scripts:
        first, size = script[0], script[0].face.size
        for host in [row for step in (0, -1, 1) for row in by_height.get(round(first.y / 10) + step, [])]:
            body = max(glyph.face.size for glyph in host[:8])
            apart = abs(first.y - host[0].y)
            inside = host[0].x - 2 * size < first.x < host[-1].right + 0.4 * body
            if size < 0.85 * body and 0.1 * body < apart < 0.9 * body and inside:
                at = next((n for n, glyph in enumerate(host) if glyph.x > first.x + 0.1), len(host))
                host[at:at] = script
                taken.add(id(script))
                break
    return [row for row in rows if id(row) not in taken]


_GUTTER = 0.9
"""Sizes of the type that two columns are at least apart."""
_ROWS = 6
"""Rows in which columns that are drawn across must be parted at the same place."""
_WORDY = 18
"""Characters that stand on either side of a gutter, on average: cells of tables have fewer."""


def parted_at_gutters(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """The rows of a page, cut where columns stand so close that rows were drawn across them.

    A gutter is white in row after row; the wide spaces of justified text never stand under each other for long.
    """
    gaps = [_gaps(row) for row in rows]
    wide = [(left, right, at) for at, found in enumerate(gaps) for _, left, right in found]
    cuts: dict[int, set[int]] = defaultdict(set)
    tried: list[float] = []
    for left, right, _ in sorted(wide, key=lambda gap: gap[0] - gap[1]):
        middle = (left + right) / 2
        if any(abs(middle - x) < 4 for x in tried):
            continue
        tried.append(middle)
        white = [(at, place) for at, found in enumerate(gaps) for place, begin, end in found if begin < middle < end]
        if len(white) < _ROWS:
            continue
        top, foot = max(rows[at][0].y for at, _ in white), min(rows[at][0].y for at, _ in white)
        among = {at for at, _ in white}
        crossed = sum(
            row[0].x < middle < row[-1].right and foot <= row[0].y <= top
            for at, row in enumerate(rows)
            if at not in among
        )
        sides = [min(place, len(rows[at]) - place) for at, place in white]
        if crossed * 5 <= len(white) and sum(sides) >= _WORDY * len(white):
            for at, place in white:
                cuts[at].add(place)
    if not cuts:
        return rows
    out: list[list[Glyph]] = []
    for at, row in enumerate(rows):
        begin = 0
        for place in [*sorted(cuts[at]), len(row)]:
            piece = trimmed(row[begin:place])
            begin = place
            if piece:
                out.append(piece)
    return out


def _gaps(row: list[Glyph]) -> list[tuple[int, float, float]]:
    """Where in a row there is much white: before which glyph, and from where to where on the page."""
    found = []
    before: Glyph | None = None
    for at, glyph in enumerate(row):
        if glyph.char.isspace():
            continue
        if before is not None and glyph.x - before.right > _GUTTER * glyph.face.size:
            found.append((at, before.right, glyph.x))
        before = glyph
    return found
