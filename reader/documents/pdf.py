"""The PDF loader: pages through pypdfium2, their layout through `reader.documents.typeset`.

The source is counted in pdfium's characters from the first page on, made-up ones (spaces and line ends that the file
does not have) included.
"""

from __future__ import annotations

import ctypes
import threading
from typing import TYPE_CHECKING, Any

from annotations.errors import SourceError
from reader.documents.loader import LoadOptions
from reader.documents.model import Document
from reader.documents.typeset.glyphs import Face, Glyph
from reader.documents.typeset.lines import lines
from reader.documents.typeset.pages import Page

if TYPE_CHECKING:
    import pypdfium2

    from reader.documents.origin import Origin
    from reader.documents.pdfflow import PdfFlow

LIBRARY = threading.RLock()
"""Held by whoever calls pdfium, which two threads may not be in at once, not even with two files."""

MAX_PAGES = 20_000
MAX_GLYPHS = 200_000
"""On one page; more is no page that a person reads."""

FARTHEST = 1e6
"""Points from a page's corner beyond which no character is shown; damaged files place some nowhere (NaN) or there."""


def read_page(file: pypdfium2.PdfDocument, number: int, offset: int) -> tuple[Page, int]:
    """A page's lines, and how many characters pdfium counts on it.

    Args:
        file: The open file.
        number: Of the page, from 0.
        offset: Of the page's first character in the source.
    """
    with LIBRARY:
        glyphs, width, height, count = _glyphs(file, number, offset)
    return Page(number + 1, width, height, lines(glyphs, number + 1)), count


def _glyphs(file: pypdfium2.PdfDocument, number: int, offset: int) -> tuple[list[Glyph], float, float, int]:
    """The characters of a page in the order in which it draws them, its size, and how many pdfium counts."""
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        page = file[number]
    except pdfium.PdfiumError:
        return [], 612.0, 792.0, 0
    try:
        text = page.get_textpage()
    except pdfium.PdfiumError:
        page.close()
        return [], 612.0, 792.0, 0
    width, height = page.get_size()
    try:
        count = min(text.count_chars(), MAX_GLYPHS)
        out: list[Glyph] = []
        x, y = ctypes.c_double(), ctypes.c_double()
        box = [ctypes.c_double() for _ in range(4)]
        left, right, bottom, top = box
        faces: dict[int, tuple[Face, bool]] = {}
        before = 0
        face, upright = Face(10.0, False, False, False), True
        turned: list[Glyph] = []
        for at in range(count):
            code = raw.FPDFText_GetUnicode(text, at)
            if code in (13, 10, 0):
                continue
            drawn = raw.FPDFText_GetTextObject(text, at)
            key = ctypes.addressof(drawn.contents) if drawn else before
            if key != before:
                before = key
                if key not in faces:
                    faces[key] = _face(text, at, raw)
                face, upright = faces[key]
            raw.FPDFText_GetCharOrigin(text, at, x, y)
            raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
            end = max(right.value, x.value)
            on_paper = abs(x.value) < FARTHEST and abs(y.value) < FARTHEST and abs(end) < FARTHEST
            if on_paper and not 0xD800 <= code < 0xE000:
                glyph = Glyph(
                    _PICTURES.get(code, "•") if face.pictures and code > 32 else chr(code),
                    x.value,
                    y.value,
                    end,
                    face,
                    offset + at,
                    before,
                )
                (out if upright else turned).append(glyph)
        # Text that stands on its side is a stamp or a label of an axis, unless the whole page is turned.
        return _without_ghosts(out if len(out) >= len(turned) else turned), width, height, count
    finally:
        text.close()
        page.close()


def _face(text: Any, at: int, raw: Any) -> tuple[Face, bool]:
    """The font of a piece of text, and whether it stands upright."""
    upright = True
    size = raw.FPDFText_GetFontSize(text, at)
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(text, at, matrix):
        size *= max(abs(matrix.a), abs(matrix.b), abs(matrix.c), abs(matrix.d)) or 1.0
        upright = abs(matrix.b) <= abs(matrix.a)
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(256)
    raw.FPDFText_GetFontInfo(text, at, name, 256, flags)
    font = name.value.decode("utf-8", "replace").casefold()
    weight = raw.FPDFText_GetFontWeight(text, at)
    unmapped = raw.FPDFText_GetUnicode(text, at) < 0x100
    bold = weight >= 600 or any(word in font for word in ("bold", "black", "heavy", "semibold", "-bd", "demi"))
    italic = bool(flags.value & 64) or "italic" in font or "oblique" in font
    mono = bool(flags.value & 1) or any(word in font for word in ("mono", "courier", "consol", "typewriter", "cmtt"))
    pictures = any(word in font for word in ("wingding", "webding", "dingbat")) and unmapped
    size = round(abs(size), 2) if abs(size) < FARTHEST else 0.0
    return Face(size or 10.0, bold, italic, mono, pictures), upright


_PICTURES = {ord(letter): sign for letter, sign in zip("ßàáâèØüûýþ", "←→↑↓➔➢✓✗☒☑", strict=True)}
"""Signs of Wingdings by the letters that stand for them; all others are taken for bullets."""


def _without_ghosts(glyphs: list[Glyph]) -> list[Glyph]:
    """Without characters drawn twice in nearly the same place, which is how some programs make bold type."""
    out: list[Glyph] = []
    seen: dict[tuple[str, int, int], int] = {}
    for glyph in glyphs:
        key = (glyph.char, round(glyph.x / 1.5), round(glyph.y))
        first = seen.setdefault(key, glyph.drawn)
        # The letters of a ligature share a place too, but they are drawn at once.
        if first == glyph.drawn or glyph.char.isspace():
            out.append(glyph)
    return out


class PdfLoader:
    """Reads PDF files."""

    name = "pdf"
    version = "2"
    suffixes = (".pdf",)

    def sniff(self, head: bytes, name: str) -> float:
        return 1.0 if b"%PDF-" in head[:1024] else 0.0

    def load(self, data: bytes, *, source: str, options: LoadOptions) -> Document:
        """The whole document. Raises: SourceError, for what is locked, damaged, or only pictures of pages."""
        from reader.documents.pdfflow import PdfFlow

        flow = PdfFlow(data, source=source, options=options, beside=False)
        return flow.document()

    def flow(self, origin: Origin, *, options: LoadOptions) -> PdfFlow | None:
        """The document in parts, the first of which is made now and the others in a thread."""
        from reader.documents.pdfflow import PdfFlow

        return PdfFlow(origin.read(), source=origin.source, options=options)


def open_file(data: bytes, source: str, options: LoadOptions) -> pypdfium2.PdfDocument:
    import pypdfium2 as pdfium

    try:
        with LIBRARY:
            file = pdfium.PdfDocument(data, password=options.password)
            count = len(file)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            wrong = options.password is not None
            raise SourceError(
                f"{source} is locked with a password" + (", and this is not it" if wrong else ""),
                hint="Give its password with --password.",
            ) from error
        raise SourceError(
            f"{source} cannot be read as a PDF file: {error}",
            hint="It may be damaged or cut short. Download it again, or repair it with `qpdf` or `mutool clean`.",
        ) from error
    if count > MAX_PAGES:
        close_file(file)
        raise SourceError(
            f"{source} claims to have {count} pages",
            hint=f"postil reads PDF files of up to {MAX_PAGES} pages. Split it, and open the parts.",
        )
    return file


def close_file(file: pypdfium2.PdfDocument) -> None:
    """Give its memory back, now and not whenever; a second time does nothing."""
    with LIBRARY:
        file.close()


LOADER = PdfLoader()
