"""Lines of text out of the glyphs of a page, in the order in which it draws them. Lengths are points, y upward."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """A font as a line uses it."""

    size: float
    bold: bool
    italic: bool
    mono: bool


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character on the page."""

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


class Line:
    """Glyphs on one baseline that are read one after the other."""

    __slots__ = ("bold", "first", "italic", "mono", "offsets", "page", "raised", "size", "text", "x0", "x1", "y")

    def __init__(self, glyphs: Sequence[Glyph], page: int) -> None:
        faces = Counter(glyph.face for glyph in glyphs if not glyph.char.isspace())
        main = faces.most_common(1)[0][0]
        inked = sum(faces.values())
        self.page = page
        self.size = main.size
        self.y = Counter(round(g.y, 1) for g in glyphs if g.face.size == main.size).most_common(1)[0][0]
        self.x0 = glyphs[0].x
        self.x1 = max(glyph.right for glyph in glyphs if not glyph.char.isspace())
        # A line that only begins in bold type is no heading.
        self.bold = sum(n for face, n in faces.items() if face.bold) > 0.93 * inked
        self.italic = sum(n for face, n in faces.items() if face.italic) > 0.6 * inked
        self.mono = sum(n for face, n in faces.items() if face.mono) > 0.8 * inked
        self.text, self.offsets = _text(glyphs)
        self.raised = {g.source for g in glyphs if g.face.size < 0.85 * main.size and g.y > self.y + 0.15 * main.size}
        """Where its small raised characters stand in the source: footnotes are called with them."""
        space = next((at for at, glyph in enumerate(glyphs) if glyph.char.isspace()), len(glyphs))
        self.first = glyphs[max(0, space - 1)].right - self.x0
        """Width of the first word."""

    def __repr__(self) -> str:
        return (
            f"<{self.page}: {self.x0:.0f}-{self.x1:.0f} y{self.y:.0f} {self.size:.1f}{'b' * self.bold} {self.text!r}>"
        )


def _text(glyphs: Sequence[Glyph]) -> tuple[str, list[int]]:
    """The characters, with a space wherever there is a gap, and where each came from (-1: made up)."""
    chars: list[str] = []
    offsets: list[int] = []
    before: Glyph | None = None
    for glyph in glyphs:
        gap = glyph.x - before.right if before else 0.0
        if before and gap > 0.3 * glyph.face.size and not (before.char.isspace() or glyph.char.isspace()):
            chars.append(" ")
            offsets.append(-1)
        for char in glyph.char:
            chars.append(char)
            offsets.append(glyph.source)
        before = glyph
    return "".join(chars), offsets


def lines(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The lines of a page, in the order of the glyphs.

    A glyph goes on with the line when it stands to the right of the one before, near its baseline (raised and lowered
    signs included), and not further away than a wide space; what stands further away is another column or cell.
    """
    made: list[Line] = []
    current: list[Glyph] = []
    for glyph in glyphs:
        if current and not _goes_on(current, glyph):
            _close(current, page, made)
            current = []
        current.append(glyph)
    _close(current, page, made)
    return _mended(made)


def _goes_on(current: list[Glyph], glyph: Glyph) -> bool:
    last = next((g for g in reversed(current) if not g.char.isspace()), current[-1])
    size = max(last.face.size, glyph.face.size)
    if abs(glyph.y - last.y) > 0.55 * size:
        return False
    if glyph.x == last.x:  # the letters of one ligature
        return True
    gap = glyph.x - last.right
    return -0.6 * size < gap < 2.2 * size


def _close(glyphs: list[Glyph], page: int, made: list[Line]) -> None:
    while glyphs and glyphs[0].char.isspace():
        del glyphs[0]
    while glyphs and glyphs[-1].char.isspace():
        del glyphs[-1]
    if glyphs:
        made.append(Line(glyphs, page))


def _mended(made: list[Line]) -> list[Line]:
    """A bullet or number that was drawn apart from its line, at any time, is put before it."""
    bare = [line for line in made if len(line.text) <= 5 and is_marker(line.text)]
    if not bare:
        return made
    taken: set[int] = set()
    for marker in bare:
        best: Line | None = None
        for line in made:
            near = abs(marker.y - line.y) < 0.6 * line.size and 0 < line.x0 - marker.x1 < 6 * line.size
            if near and line not in bare and (best is None or line.x0 < best.x0):
                best = line
        if best is not None and id(best) not in taken:
            taken |= {id(marker), id(best)}
            best.text = f"{marker.text} {best.text}"
            best.offsets = [*marker.offsets, -1, *best.offsets]
            best.x0 = marker.x0
            best.first = marker.x1 - marker.x0
    return [line for line in made if not (line in bare and id(line) in taken)]


BULLETS = "•◦▪‣●○■□–—-*·∙➢✓⁃\uf0b7\uf0a7\uf076\u25aa\u2043"


def is_marker(text: str) -> bool:
    """A bullet, a number or a letter that begins an item of a list: `•`, `3.`, `(b)`, `iv)`."""
    bare = text.strip()
    if not bare:
        return False
    if len(bare) == 1 and bare in BULLETS:
        return True
    body = bare.strip("().")
    number = body.isdigit() and len(body) <= 3
    letter = len(body) == 1 and body.isalpha() and (body.islower() or bare[-1] == ")")
    return bare[-1] in ".)" and (number or letter or (bool(body) and set(body) <= set("ivx")))
