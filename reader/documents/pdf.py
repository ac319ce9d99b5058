"""The PDF loader: pages through pypdfium2, their layout through `reader.documents.typeset`.

The source is counted in pdfium's characters from the first page on, made-up ones (spaces and line ends that the file
does not have) included.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from annotations.errors import SourceError
from reader.documents.loader import LoadOptions
from reader.documents.model import Document
from reader.documents.pdfglyphs import page_glyphs
from reader.documents.pdfrules import page_rules
from reader.documents.typeset.directions import from_left_to_right
from reader.documents.typeset.lines import lines
from reader.documents.typeset.pages import Page
from reader.documents.typeset.tables import may_hold_a_table

if TYPE_CHECKING:
    import pypdfium2

    from reader.documents.origin import Origin
    from reader.documents.pdfflow import PdfFlow

LIBRARY = threading.RLock()
"""Held by whoever calls pdfium, which two threads may not be in at once, not even with two files."""

MAX_PAGES = 20_000


def read_page(file: pypdfium2.PdfDocument, number: int, offset: int) -> tuple[Page, int]:
    """A page's lines, and how many characters pdfium counts on it.

    Args:
        file: The open file.
        number: Of the page, from 0.
        offset: Of the page's first character in the source.
    """
    import pypdfium2 as pdfium

    with LIBRARY:
        try:
            page = file[number]
        except pdfium.PdfiumError:
            return Page(number + 1, 612.0, 792.0, []), 0
        try:
            sheet = page_glyphs(page, offset)
            made = lines(from_left_to_right(sheet.glyphs, sheet.width), number + 1)
            rules = page_rules(page, sheet.box, sheet.turn) if may_hold_a_table(made) else ()
        finally:
            page.close()
    return Page(number + 1, sheet.width, sheet.height, made, rules), sheet.count


class PdfLoader:
    """Reads PDF files."""

    name = "pdf"
    version = "3"
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
