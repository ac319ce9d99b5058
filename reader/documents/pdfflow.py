"""A PDF file as parts: a stretch of pages each, the first made at once, the others in a thread."""

from __future__ import annotations

import atexit
import hashlib
import threading
from bisect import bisect_right
from dataclasses import replace

from annotations.errors import SourceError
from reader.documents.flow import Part
from reader.documents.loader import LoadOptions
from reader.documents.model import SEPARATOR, Document, Run
from reader.documents.pdf import LIBRARY, LOADER, close_file, open_file, read_page
from reader.documents.typeset.assembly import Assembly
from reader.documents.typeset.pages import Page

STRETCH = 8
"""Pages that become one part: a fifth of a second's work..."""
BEGINNING = 2
"""...but for the first part, which the first screen waits for."""


class PdfFlow:
    """The parts of a PDF file. A `Flow`."""

    def __init__(self, data: bytes, *, source: str, options: LoadOptions, beside: bool = True) -> None:
        """Open the file and make the first part.

        Args:
            data: The file.
            source: As the person named it.
            options: Password, progress, cancelling.
            beside: Make the other parts in a thread; else `document()` makes them.

        Raises: SourceError, for what is locked, damaged, or only pictures of pages; LoadCancelledError.
        """
        self._source = source
        self._options = options
        self._file = open_file(data, source, options)
        with LIBRARY:
            self._pages = len(self._file)
            metadata = self._file.get_metadata_dict(skip_empty=True)
        self._metadata = {key.lower(): value.strip() for key, value in metadata.items()}
        self._assembly = Assembly()
        self._read = 0
        self._offset = 0
        self._parts: list[Part] = []
        self._starts: list[int] = []
        self._hash = hashlib.sha256()
        self._fingerprint: str | None = None
        self._failed: Exception | None = None
        try:
            while not self._parts and self._read < self._pages:
                self._read_on()
        except BaseException:
            close_file(self._file)
            raise
        if not self._parts:
            close_file(self._file)
            pages = "its page is a picture" if self._pages == 1 else f"its {self._pages} pages are pictures"
            raise SourceError(
                f"{source} has no text: {pages}",
                hint="Run it through a program that recognises text (OCR), such as ocrmypdf, and open the result.",
            )
        self._thread: threading.Thread | None = None
        if self._read == self._pages:
            self._finish()
        elif beside:
            self._thread = threading.Thread(target=self._work, name="postil-pdf", daemon=True)
            self._thread.start()
            # The library is taken down at the end of the process: not while the thread is in it.
            atexit.register(LIBRARY.acquire)

    @property
    def title(self) -> str:
        named = self._assembly.title or self._metadata.get("title", "")
        return named or self._source.replace("\\", "/").rpartition("/")[2]

    @property
    def source(self) -> str:
        return self._source

    @property
    def complete(self) -> bool:
        return self._fingerprint is not None

    @property
    def fingerprint(self) -> str | None:
        return self._fingerprint

    def __len__(self) -> int:
        return len(self._parts)

    def part(self, index: int) -> Part:
        return self._parts[index]

    def start(self, index: int) -> int | None:
        return self._starts[index] if index < len(self._starts) else None

    def weight(self, index: int) -> int:
        """Code points, with the blank line after them."""
        return len(self._parts[index].text) + len(SEPARATOR)

    def locate(self, offset: int) -> tuple[int, int] | None:
        index = bisect_right(self._starts, offset) - 1
        if index == len(self._starts) - 1 and not self.complete and offset > self._starts[-1] + self.weight(index):
            return None
        return index, offset - self._starts[index]

    def advance(self) -> bool:
        """The thread does the work; False when it has ended. Raises: SourceError, if it came to a broken page."""
        if self._failed is not None:
            failed, self._failed = self._failed, None
            raise failed
        return not self.complete and self._thread is not None and self._thread.is_alive()

    def document(self) -> Document:
        """The whole document; waits for the thread, or does the work. Raises: SourceError, LoadCancelledError."""
        if self._thread is not None:
            self._thread.join()
        if self._failed is not None:
            raise self._failed
        try:
            while self._read < self._pages:
                self._read_on()
        except BaseException:
            close_file(self._file)
            raise
        if not self.complete:
            self._finish()
        blocks = []
        inlines = []
        for start, part in zip(self._starts, self._parts, strict=True):
            for block in part.blocks:
                runs = tuple(Run(run.text + start, run.source, run.length) for run in block.runs)
                blocks.append(replace(block, start=block.start + start, end=block.end + start, runs=runs))
            inlines += [replace(mark, start=mark.start + start, end=mark.end + start) for mark in part.inlines]
        return Document(
            title=self.title,
            byline=self._assembly.byline or _author(self._metadata.get("author", "")),
            date=self._date(),
            source=self._source,
            text=SEPARATOR.join(part.text for part in self._parts),
            blocks=tuple(blocks),
            inlines=tuple(inlines),
            loader=f"{LOADER.name}/{LOADER.version}",
            metadata=self._metadata,
        )

    def _work(self) -> None:
        try:
            while self._read < self._pages:
                self._read_on()
        except Exception as error:  # noqa: BLE001  # any: told to the screen's thread by `advance`
            self._failed = error
            close_file(self._file)
        else:
            self._finish()

    def _read_on(self) -> None:
        """Make the next part."""
        pages: list[Page] = []
        stretch = STRETCH if self._read else BEGINNING
        while len(pages) < stretch and self._read < self._pages:
            self._options.step(self._source, self._read, self._pages)
            page, count = read_page(self._file, self._read, self._offset)
            self._offset += count
            self._read += 1
            pages.append(page)
        part = self._assembly.feed(pages, last=self._read == self._pages)
        if part is not None:
            if self._parts:
                self._hash.update(SEPARATOR.encode())
            self._hash.update(part.text.encode())
            # The start first: who sees the part finds its start.
            self._starts.append(self._starts[-1] + self.weight(len(self._starts) - 1) if self._starts else 0)
            self._parts.append(part)

    def _finish(self) -> None:
        self._fingerprint = self._hash.hexdigest()
        close_file(self._file)

    def _date(self) -> str:
        """What the article says, else when the file was made."""
        from reader.documents.dateline import iso_date

        said = iso_date(self._assembly.dateline)
        made = self._metadata.get("creationdate", "").removeprefix("D:")
        if said or len(made) < 8 or not made[:8].isdigit():
            return said
        return f"{made[:4]}-{made[4:6]}-{made[6:8]}"


def _author(named: str) -> str:
    """Who wrote it, as the file says; not the account on whose computer it was made, which has no family name."""
    several = [name.strip() for name in named.split(";") if name.strip()]
    account = len(several) == 1 and several[0].isascii() and len(several[0].split()) == 1
    return "" if account else "; ".join(several)
