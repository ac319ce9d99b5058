"""The characters of a PDF page as a person sees them: the right way up, and only what the page shows.

Lengths are points from the lower left corner of the page as it is read, y upward.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reader.documents.typeset.glyphs import Face, Glyph

if TYPE_CHECKING:
    import pypdfium2

MAX_GLYPHS = 200_000
"""On one page; more is no page that a person reads."""

FARTHEST = 1e6
"""Points from a page's corner beyond which no character is shown; damaged files place some nowhere (NaN) or there."""

_OVERTURNED = 100
"""Characters from which text that stands on its head, as on a leaflet to be folded, is more than a stamp."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The characters of a page, in the order in which it draws them."""

    glyphs: list[Glyph]
    width: float
    height: float
    count: int
    """How many characters pdfium counts."""
    box: Box
    """The part of the page that is shown, as the file has it."""
    turn: int
    """The quarter turn, counter-clockwise, that its text stands in."""


def page_glyphs(page: pypdfium2.PdfPage, offset: int) -> Sheet:
    """The characters of a page.

    Args:
        page: The open page; the caller holds the library's lock.
        offset: Of the page's first character in the source.
    """
    import pypdfium2 as pdfium

    box = _shown(page)
    try:
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return Sheet([], box[2] - box[0], box[3] - box[1], 0, box, 0)
    try:
        count = min(text.count_chars(), MAX_GLYPHS)
        turns = _drawn(text, count, offset)
    finally:
        text.close()
    # Text that stands on its side is a stamp or a label of an axis, unless the whole page is turned.
    turn = max(turns, key=lambda quarter: len(turns[quarter]))
    out, width, height = _upright(turns[turn], turn, box)
    over, _, _ = _upright(turns[(turn + 2) % 4], (turn + 2) % 4, box)
    if len(over) >= _OVERTURNED:  # It is read when the sheet has been turned, as a page below this one.
        out += [glyph._replace(y=glyph.y - height) for glyph in over]
    return Sheet(_without_ghosts(out), width, height, count, box, turn)


def _shown(page: pypdfium2.PdfPage) -> Box:
    """The part of the page that is shown: beyond it are the notes of printers."""
    left, bottom, right, top = page.get_bbox()
    if right - left > 1 and top - bottom > 1:
        return left, bottom, right, top
    width, height = page.get_size()
    return 0.0, 0.0, width, height


def _drawn(text: Any, count: int, offset: int) -> dict[int, list[Glyph]]:
    """The characters by the quarter turn (counter-clockwise) that they stand in, at their places in the file."""
    from pypdfium2 import raw

    turns: dict[int, list[Glyph]] = {0: [], 1: [], 2: [], 3: []}
    unicode_of, object_of, origin_of, box_of = _quick(raw)
    page = ctypes.cast(text.raw, ctypes.c_void_p).value
    numbers = (ctypes.c_double * 6)()
    at_x, at_y, at_left, at_right, at_bottom, at_top = (ctypes.addressof(numbers) + 8 * n for n in range(6))
    new = tuple.__new__  # Which is what the class does, in a longer way.
    fonts = _Faces(text, raw)
    faces: dict[int, tuple[Face, int]] = {}
    before = 0
    face, turn = Face(10.0, False, False, False), 0
    out = turns[turn]
    for at in range(count):
        code = unicode_of(page, at)
        if code in (13, 10, 0):
            continue
        key = object_of(page, at) or before
        if key != before:
            before = key
            if key not in faces:
                faces[key] = fonts.face(at, code, key)
            face, turn = faces[key]
            out = turns[turn]
        origin_of(page, at, at_x, at_y)
        box_of(page, at, at_left, at_right, at_bottom, at_top)
        begin, base, left, right, bottom, top = numbers
        if turn == 0:
            end = right if right > begin else begin
        elif turn == 2:
            end = left if left < begin else begin
        else:
            end = top if turn == 1 else bottom
        on_paper = -FARTHEST < begin < FARTHEST and -FARTHEST < base < FARTHEST and -FARTHEST < end < FARTHEST
        if on_paper and not 0xD800 <= code < 0xE000:
            char = _PICTURES.get(code, "•") if face.pictures and code > 32 else character(code)
            out.append(new(Glyph, (char, begin, base, end, face, offset + at, before)))
    return turns


def _quick(raw: Any) -> tuple[Callable[..., int], ...]:
    """What is asked for every character, taking addresses as plain numbers: that is twice as fast as their types."""
    pointer, number = ctypes.c_void_p, ctypes.c_int
    unicode_of = ctypes.CFUNCTYPE(ctypes.c_uint, pointer, number)
    object_of = ctypes.CFUNCTYPE(pointer, pointer, number)
    origin_of = ctypes.CFUNCTYPE(number, pointer, number, pointer, pointer)
    box_of = ctypes.CFUNCTYPE(number, pointer, number, pointer, pointer, pointer, pointer)
    made = (
        (unicode_of, raw.FPDFText_GetUnicode),
        (object_of, raw.FPDFText_GetTextObject),
        (origin_of, raw.FPDFText_GetCharOrigin),
        (box_of, raw.FPDFText_GetCharBox),
    )
    return tuple(kind(ctypes.cast(function, pointer).value or 0) for kind, function in made)


def _upright(glyphs: list[Glyph], turn: int, box: Box) -> tuple[list[Glyph], float, float]:
    """Glyphs that stand in a quarter turn, as they are read when the page is turned back; and its size then.

    `right` of a glyph is the end of its advance, in whichever direction that goes. What lies outside the box is
    left out, unless all does.
    """
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    if turn == 0:
        out = (
            [g._replace(x=g.x - left, y=g.y - bottom, right=g.right - left) for g in glyphs]
            if left or bottom
            else glyphs
        )
    elif turn == 1:
        width, height = height, width
        out = [g._replace(x=g.y - bottom, y=right - g.x, right=max(g.right, g.y) - bottom) for g in glyphs]
    elif turn == 2:
        out = [g._replace(x=right - g.x, y=top - g.y, right=right - g.right) for g in glyphs]
    elif turn == 3:
        width, height = height, width
        out = [g._replace(x=top - g.y, y=g.x - left, right=top - min(g.right, g.y)) for g in glyphs]
    inside = [g for g in out if g.right > 0 and g.x < width and -0.3 * g.face.size < g.y < height]
    return inside or out, width, height


def character(code: int) -> str:
    """The character, also where the file has it in UTF-8, which it must not; `�` for what is none."""
    if code < 0x110000:
        return chr(code)
    try:
        return code.to_bytes(4, "big").lstrip(b"\0").decode()[0]
    except UnicodeDecodeError:
        return "\ufffd"


class _Faces:
    """The fonts of a page's pieces of text. A font is looked into once, and faces that are alike are one."""

    def __init__(self, text: Any, raw: Any) -> None:
        self._text = text
        self._raw = raw
        self._matrix = raw.FS_MATRIX()
        self._fonts: dict[int, tuple[bool, bool, bool, bool]] = {}
        self._made: dict[Face, Face] = {}

    def face(self, at: int, code: int, drawn: int) -> tuple[Face, int]:
        """The face of a piece of text, and the quarter turn it stands in: 0 upright, 1 on its side and going up.

        Args:
            at, code: Place on the page of the piece's first character, and which it is.
            drawn: The address of the piece.
        """
        raw, matrix = self._raw, self._matrix
        turn = 0
        size = raw.FPDFText_GetFontSize(self._text, at)
        if raw.FPDFText_GetMatrix(self._text, at, matrix):
            size *= max(abs(matrix.a), abs(matrix.b), abs(matrix.c), abs(matrix.d)) or 1.0
            if abs(matrix.b) > abs(matrix.a):
                turn = 1 if matrix.b > 0 else 3
            elif matrix.a < 0 and matrix.d < 0:
                turn = 2  # and no mirror image
        size = round(abs(size), 2) if abs(size) < FARTHEST else 0.0
        font = raw.FPDFTextObj_GetFont(ctypes.cast(drawn, raw.FPDF_PAGEOBJECT)) if drawn else None
        key = ctypes.addressof(font.contents) if font else 0
        if not key or key not in self._fonts:
            self._fonts[key] = self._font(at)
        bold, italic, mono, pictures = self._fonts[key]
        face = Face(size or 10.0, bold, italic, mono, pictures and code < 0x100)
        return self._made.setdefault(face, face), turn

    def _font(self, at: int) -> tuple[bool, bool, bool, bool]:
        """Whether the font of a character is bold, italic, of one width, and one of pictures."""
        raw = self._raw
        flags = ctypes.c_int()
        name = ctypes.create_string_buffer(256)
        raw.FPDFText_GetFontInfo(self._text, at, name, 256, flags)
        font = name.value.decode("utf-8", "replace").casefold()
        bold = any(word in font for word in ("bold", "black", "heavy", "semibold", "-bd", "demi"))
        mono = any(word in font for word in _TYPEWRITERS)
        return (
            bold or raw.FPDFText_GetFontWeight(self._text, at) >= 600,
            bool(flags.value & 64) or "italic" in font or "oblique" in font,
            mono or bool(flags.value & 1),
            any(word in font for word in ("wingding", "webding", "dingbat")),
        )


_TYPEWRITERS = (
    "mono", "courier", "consol", "typewriter", "nimbusmon", "cmtt", "lmtt", "sftt", "txtt", "menlo", "monaco",
    "lettergothic", "sourcecode", "firacode",
)  # fmt: skip
"""In the names of fonts of one width, which not all say of themselves: Courier's free twin, and those of TeX."""

_PICTURES = {ord(letter): sign for letter, sign in zip("ßàáâèØüûýþ", "←→↑↓➔➢✓✗☒☑", strict=True)}
"""Signs of Wingdings by the letters that stand for them; all others are taken for bullets."""


def _without_ghosts(glyphs: list[Glyph]) -> list[Glyph]:
    """Without characters drawn twice in nearly the same place, which is how some programs make bold type."""
    out: list[Glyph] = []
    seen: dict[tuple[str, int, int], int] = {}
    for glyph in glyphs:
        char = glyph.char
        first = seen.setdefault((char, int(glyph.x / 1.5 + 0.5), int(glyph.y + 0.5)), glyph.drawn)
        # The letters of a ligature share a place too, but they are drawn at once.
        if first == glyph.drawn or char.isspace():
            out.append(glyph)
    return out
