"""The PDF loader: pages through pypdfium2, their layout through `reader.documents.typeset`.

The source is counted in pdfium's characters from the first page on, made-up ones (spaces and line ends that the file
does not have) included.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

from annotations.errors import SourceError
from reader.documents.builder import Builder
from reader.documents.harmless import visible
from reader.documents.hyphens import joint
from reader.documents.loader import LoadOptions
from reader.documents.model import Document
from reader.documents.typeset import blocks as layout
from reader.documents.typeset.lines import Face, Glyph, Line, lines
from reader.documents.typeset.pages import Page, body_size, in_reading_order, without_footnotes, without_furniture

if TYPE_CHECKING:
    import pypdfium2

MAX_PAGES = 20_000
MAX_GLYPHS = 200_000
"""On one page; more is no page that a person reads."""

_HYPHENS = "-\u2010\u00ad\ufffe\x02"
_MARKED = "\u2010\u00ad"
_BROKEN = "\x02\ufffe"
"""What pdfium makes of a hyphen at a line end."""


def read_pages(file: pypdfium2.PdfDocument, source: str, options: LoadOptions) -> list[Page]:
    """The lines of every page."""
    count = len(file)
    if count > MAX_PAGES:
        raise SourceError(
            f"{source} claims to have {count} pages",
            hint=f"postil reads PDF files of up to {MAX_PAGES} pages. Split it, and open the parts.",
        )
    pages: list[Page] = []
    offset = 0
    for number in range(count):
        options.step(source, number, count)
        glyphs, width, height, size = _glyphs(file, number, offset, source)
        offset += size
        pages.append(Page(number + 1, width, height, lines(glyphs, number + 1)))
    return pages


def _glyphs(
    file: pypdfium2.PdfDocument, number: int, offset: int, source: str
) -> tuple[list[Glyph], float, float, int]:
    """The characters of a page in the order in which it draws them, its size, and how many pdfium counts."""
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        page = file[number]
    except pdfium.PdfiumError:
        return [], 612.0, 792.0, 0
    text = page.get_textpage()
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
            if code >= 0x10000 or not 0xD800 <= code < 0xE000:
                end = max(right.value, x.value)
                glyph = Glyph(chr(code), x.value, y.value, end, face, offset + at, before)
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
    bold = weight >= 600 or any(word in font for word in ("bold", "black", "heavy", "semibold", "-bd", "demi"))
    italic = bool(flags.value & 64) or "italic" in font or "oblique" in font
    mono = bool(flags.value & 1) or any(word in font for word in ("mono", "courier", "consol", "typewriter", "cmtt"))
    return Face(round(size, 2) or 10.0, bold, italic, mono), upright


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


def assemble(pages: list[Page]) -> tuple[Builder, list[layout.Group]]:
    """The blocks of the pages, written into a builder."""
    kept = without_furniture(pages)
    body = body_size(kept)
    ordered: list[Line] = []
    notes: dict[int, list[Line]] = {}
    for page in kept:
        on_page, below = without_footnotes(in_reading_order(page), body)
        ordered += on_page
        if below and ordered:
            notes[id(ordered[-1])] = below
        else:
            ordered += below
    groups, habits = layout.group(ordered, body)
    groups = [
        one
        for group in groups
        for one in [group, *(n for line in group.lines for n in layout.footnotes(notes.get(id(line), [])))]
    ]
    whole = " ".join(line.text for line in ordered).lower()
    # A program that marks its own hyphens leaves those of the author as plain ones.
    marked = sum(line.text[-1] in _MARKED for line in ordered) >= 2
    builder = Builder()
    for group in groups:
        _write(builder, group, whole, habits.hyphenated and not marked)
    builder.end()
    return builder, groups


def _write(builder: Builder, group: layout.Group, whole: str, hyphenated: bool) -> None:
    builder.begin(
        group.kind,
        level=group.level,
        label=group.label,
        page=group.lines[0].page,
        verbatim=group.kind == "code",
    )
    for index, line in enumerate(group.lines):
        text, offsets = line.text, line.offsets
        if index == 0 and group.label:
            rest = text[len(group.label) :].lstrip()
            text, offsets = rest, offsets[len(text) - len(rest) :]
            if not text:
                continue
        between = "\n" if group.kind == "code" else " "
        if index + 1 < len(group.lines) and group.kind != "code":
            after = group.lines[index + 1].text
            if text[-1] in _HYPHENS:
                typed = text[:-1] + ("-" if text[-1] in _BROKEN else text[-1])
                between = joint(typed, after, whole, hyphenated=hyphenated)
                if between != " ":
                    text, offsets = text[:-1], offsets[:-1]
        _copy(builder, text, offsets)
        if index + 1 < len(group.lines) and between:
            builder.write(between)


def _copy(builder: Builder, text: str, offsets: list[int]) -> None:
    """Write the line in stretches that run on in the source."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or offsets[at] != offsets[at - 1] + 1:
            origin = offsets[start]
            copied = visible(text[start:at].replace("\x02", "-").replace("\ufffe", "-"))
            builder.write(copied, None if origin < 0 else origin)
            start = at


class PdfLoader:
    """Reads PDF files."""

    name = "pdf"
    version = "1"
    suffixes = (".pdf",)

    def sniff(self, head: bytes, name: str) -> float:
        return 1.0 if b"%PDF-" in head[:1024] else 0.0

    def load(self, data: bytes, *, source: str, options: LoadOptions) -> Document:
        """The whole document. Raises: SourceError, for what is locked, damaged, or only pictures of pages."""
        file = _open(data, source, options)
        try:
            pages = read_pages(file, source, options)
            metadata = {key.lower(): value.strip() for key, value in file.get_metadata_dict(skip_empty=True).items()}
        finally:
            file.close()
        if not any(page.lines for page in pages):
            raise SourceError(
                f"{source} has no text: its {len(pages)} page{'s are' if len(pages) != 1 else ' is a'} pictures",
                hint="Run it through a program that recognises text (OCR), such as ocrmypdf, and open the result.",
            )
        builder, groups = assemble(pages)
        titles = [g.text for g in groups if g.kind == "title"]
        bylines = [g.text for g in groups if g.kind == "byline"]
        return Document(
            title=(titles[0] if titles else metadata.get("title", ""))
            or source.replace("\\", "/").rsplit("/", 1)[-1],
            byline=bylines[0] if bylines else metadata.get("author", ""),
            source=source,
            text=builder.text,
            blocks=builder.blocks,
            inlines=builder.inlines,
            loader=f"{self.name}/{self.version}",
            metadata=metadata,
        )


def _open(data: bytes, source: str, options: LoadOptions) -> pypdfium2.PdfDocument:
    import pypdfium2 as pdfium

    try:
        return pdfium.PdfDocument(data, password=options.password)
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


LOADER = PdfLoader()
