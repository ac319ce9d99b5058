"""Lines of text out of the glyphs of a page, in the order in which it draws them. Lengths are points, y upward."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.documents.typeset.glyphs import Face, Glyph, accented, parted_at_gutters, scripts_placed, trimmed


class Cell(NamedTuple):
    """A cell of a table."""

    lines: tuple[tuple[str, list[int]], ...]
    """The lines in it, and where each of their characters came from (-1: made up)."""


class Line:
    """Glyphs on one baseline that are read one after the other."""

    __slots__ = (
        "begins_raised", "bold", "bold_ends", "cells", "first", "gaps", "italic", "mono", "offsets", "page", "raised",
        "size", "sizes", "text", "x0", "x1", "y",
    )  # fmt: skip

    def __init__(self, glyphs: Sequence[Glyph], page: int) -> None:
        faces: Counter[Face] = Counter()
        drawn = {id(glyph.face): glyph.face for glyph in glyphs}
        inks = [glyph for glyph in glyphs if not glyph.char.isspace()]
        if len(drawn) == 1:
            faces[glyphs[0].face] = len(inks)
        else:
            for key, n in Counter([id(glyph.face) for glyph in inks]).items():
                faces[drawn[key]] += n  # A face is compared by its values, which takes long for every glyph.
        main = faces.most_common(1)[0][0]
        inked = sum(faces.values())
        self.page = page
        self.size = main.size
        self.sizes = frozenset(face.size for face, n in faces.items() if n > 2)
        heights = {glyph.y for glyph in glyphs}
        if len(heights) > 1:
            heights = {Counter([round(g.y, 1) for g in glyphs if g.face.size == main.size]).most_common(1)[0][0]}
        self.y = round(heights.pop(), 1)
        self.x0 = glyphs[0].x
        self.x1 = max([glyph.right for glyph in inks])
        # A line that only begins in bold type is no heading.
        self.bold = sum(n for face, n in faces.items() if face.bold) > 0.93 * inked
        self.bold_ends = glyphs[0].face.bold, glyphs[-1].face.bold
        """Whether the first and the last sign are bold."""
        self.italic = sum(n for face, n in faces.items() if face.italic) > 0.6 * inked
        self.mono = sum(n for face, n in faces.items() if face.mono) > 0.8 * inked
        self.text, self.offsets, self.gaps = _text(glyphs)
        """`gaps`: wide white between words: where in the text the next word begins, and from where to where it is."""
        self.cells: list[list[Cell]] = []
        """Of a table that stands in the place of a line: its rows."""
        self.raised = set[int]()
        if len(drawn) > 1:
            small, above = 0.85 * main.size, self.y + 0.15 * main.size
            self.raised = {g.source for g in glyphs if g.face.size < small and g.y > above}
        """Where its small raised characters stand in the source: footnotes are called with them."""
        space = next((at for at, glyph in enumerate(glyphs) if glyph.char.isspace()), len(glyphs))
        self.first = glyphs[max(0, space - 1)].right - self.x0
        """Width of the first word."""
        self.begins_raised = glyphs[0].source in self.raised
        """As notes and affiliations do."""

    def take(self, other: Line) -> None:
        """Go on with what stands further to the right on the same baseline."""
        self.gaps = [*self.gaps, (len(self.text) + 1, self.x1, other.x0)]
        self.gaps += [(at + len(self.text) + 1, left, right) for at, left, right in other.gaps]
        self.text = f"{self.text} {other.text}"
        self.offsets = [*self.offsets, -1, *other.offsets]
        self.x1 = other.x1
        self.bold = self.bold and other.bold
        self.italic = self.italic and other.italic
        self.mono = self.mono and other.mono
        self.bold_ends = self.bold_ends[0], other.bold_ends[1]
        self.raised |= other.raised

    def __repr__(self) -> str:
        return (
            f"<{self.page}: {self.x0:.0f}-{self.x1:.0f} y{self.y:.0f} {self.size:.1f}{'b' * self.bold} {self.text!r}>"
        )


_GAP = 0.45
"""Sizes of the type from which white is wider than between words."""


def _text(glyphs: Sequence[Glyph]) -> tuple[str, list[int], list[tuple[int, float, float]]]:
    """The characters, with a space wherever there is a gap; where each came from (-1: made up); the wide gaps."""
    chars: list[str] = []
    offsets: list[int] = []
    gaps: list[tuple[int, float, float]] = []
    before: Glyph | None = None
    inked = glyphs[0]
    for glyph in glyphs:
        gap = glyph.x - before.right if before else 0.0
        if before and gap > 0.3 * glyph.face.size and not (before.char.isspace() or glyph.char.isspace()):
            chars.append(" ")
            offsets.append(-1)
        if not glyph.char.isspace():
            if glyph.x - inked.right > _GAP * glyph.face.size:
                gaps.append((len(chars), inked.right, glyph.x))
            inked = glyph
        for char in glyph.char:
            chars.append(char)
            offsets.append(glyph.source)
        before = glyph
    return "".join(chars), offsets, gaps


def lines(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The lines of a page, in the order of the glyphs.

    A glyph goes on with the line when it stands to the right of the one before, near its baseline (raised and lowered
    signs included), and not further away than a wide space; what stands further away is another column or cell.
    """
    rows: list[list[Glyph]] = []
    current: list[Glyph] = []
    last: Glyph | None = None
    for glyph in accented(list(glyphs)):
        # Where a library puts the spaces that it makes up says nothing.
        if not glyph.char.isspace():
            if last is not None:
                gap = glyph.x - last.right
                size = glyph.face.size
                # As nearly always; then the longer way.
                level = glyph.y == last.y and -0.6 * size < gap < 0.6 * size
                if not level and not _goes_on(current, last, glyph):
                    rows.append(current)
                    current = []
            last = glyph
        current.append(glyph)
    rows.append(current)
    inked = scripts_placed([row for row in map(trimmed, rows) if row])
    return _mended([Line(row, page) for row in parted_at_gutters(inked)])


def _goes_on(current: list[Glyph], last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph stands in one line with those before it, of which `last` is the last that is no space."""
    size = max(last.face.size, glyph.face.size)
    gap = glyph.x - last.right
    if glyph.y == last.y and -0.6 * size < gap < 0.6 * size:
        return True
    script = min(last.face.size, glyph.face.size) < 0.85 * max(g.face.size for g in current[-12:])
    if script and -2.5 * size < gap < 0.6 * size and glyph.x > current[0].x:
        # A raised sign and a lowered one may stand above each other; what follows them is on the line again.
        main = max(current[-12:], key=lambda g: g.face.size)
        return abs(glyph.y - main.y) < 0.65 * max(main.face.size, glyph.face.size)
    if abs(glyph.y - last.y) > 0.55 * size:
        return False
    if glyph.x == last.x:  # the letters of one ligature
        return True
    return -0.6 * size < gap < 2.2 * size


_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?")
"""The number of a section, apart from its heading."""


def _mended(made: list[Line]) -> list[Line]:
    """A bullet or number that was drawn apart from its line, at any time, is put before it."""
    made = [line for line in made if not _is_debris(line.text) or is_marker(line.text)]
    made = _without_drawn_rules(made)
    for line in made:
        _name_bullet(line)
    _name_circles(made)
    bare = [line for line in made if len(line.text) <= 5 and is_marker(line.text)]
    odd = _odd_bullets(made)
    numbers = [line for line in made if _SECTION.fullmatch(line.text)]
    bare += odd + numbers
    if not bare:
        return made
    taken: set[int] = set()
    for marker in bare:
        best: Line | None = None
        for line in made:
            near = abs(marker.y - line.y) < 0.6 * line.size and 0 < line.x0 - marker.x1 < 6 * line.size
            heads = marker not in numbers or (line.text[0].isalpha() and line.bold and marker.bold)
            if near and heads and line not in bare and (best is None or line.x0 < best.x0):
                best = line
        if best is not None and id(best) not in taken:
            taken |= {id(marker), id(best)}
            lead = len(marker.text) + 1
            best.gaps = [(lead, marker.x1, best.x0), *((at + lead, left, right) for at, left, right in best.gaps)]
            best.text = f"{'•' if marker in odd else marker.text} {best.text}"
            best.offsets = [*marker.offsets, -1, *best.offsets]
            best.x0 = marker.x0
            best.first = marker.x1 - marker.x0
    return [line for line in made if not (line in bare and id(line) in taken)]


def _odd_bullets(made: list[Line]) -> list[Line]:
    """Single signs that are no letters, the same one several times under each other: bullets of some old font."""
    single = [line for line in made if len(line.text) == 1 and not line.text.isalnum() and not is_marker(line.text)]
    places = Counter((line.text, round(line.x0)) for line in single)
    return [line for line in single if places[line.text, round(line.x0)] > 1]


def _name_bullet(line: Line) -> None:
    """A line that begins with a sign that is no character, as bullets are in some fonts, begins with a bullet."""
    sign, _, rest = line.text.partition(" ")
    if (
        len(sign) <= 2
        and any(unicodedata.category(char) in ("Co", "Cc") for char in sign)
        and (rest or len(sign) == 1)
    ):
        line.text = "•" + line.text[len(sign) :]
        line.offsets = [line.offsets[0], *line.offsets[len(sign) :]]


_CIRCLE = 0.8
"""Sizes of the type that stand at least between a letter for a bullet and its item."""


def _name_circles(made: Sequence[Line]) -> None:
    """Lines under each other that begin with an `o` far from what follows, as word processors set them, are items."""
    circles = [
        line
        for line in made
        if line.text.startswith("o ") and line.gaps and line.gaps[0][0] == 2
        and line.gaps[0][2] - line.gaps[0][1] > _CIRCLE * line.size
    ]  # fmt: skip
    places = Counter((round(line.x0), round(line.gaps[0][2])) for line in circles)
    for line in circles:
        place = round(line.x0), round(line.gaps[0][2])
        if sum(n for (x, text), n in places.items() if abs(x - place[0]) < 2 and abs(text - place[1]) < 2) > 1:
            line.text = "◦" + line.text[1:]


_DRAWN = 8
"""Underscores that are a rule, at least."""


def _without_drawn_rules(made: list[Line]) -> list[Line]:
    """Without lines of underscores alone on their height, which are rules across a page, and no blanks to fill in."""
    rules = [line for line in made if len(line.text) >= _DRAWN and set(line.text) == {"_"}]
    alone = {
        id(line)
        for line in rules
        if not any(abs(other.y - line.y) < 0.7 * other.size for other in made if other is not line)
    }
    return [line for line in made if id(line) not in alone] if alone else made


def _is_debris(text: str) -> bool:
    """Pieces of large brackets and the like, for which there are no characters."""
    return all(unicodedata.category(char) in ("Co", "Cn", "Cc", "Zs") for char in text)


BULLETS = "•◦▪‣●○■□–—-*·∙➢✓⁃\uf0b7\uf0a7\uf076\u25aa\u2043"


def is_marker(text: str) -> bool:
    """A bullet, a number or a letter that begins an item of a list: `•`, `3.`, `(b)`, `iv)`."""
    bare = text.strip()
    if not bare:
        return False
    if len(bare) == 1 and (bare in BULLETS or unicodedata.category(bare) == "Co"):
        return True
    body = bare.strip("().")
    number = body.isdigit() and len(body) <= 3
    letter = len(body) == 1 and body.isalpha() and (body.islower() or bare[-1] == ")")
    return bare[-1] in ".)" and (number or letter or (bool(body) and set(body) <= set("ivx")))
