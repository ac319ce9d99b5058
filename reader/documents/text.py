"""Plain text to `Document`: decoded, made harmless, its paragraphs put together.

Offsets into the source (`source_start`, `source_end`, `Run.source`) count code points of the decoded file, a byte
order mark left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import cast

from annotations.errors import SourceError
from reader.documents import reflow, sniff
from reader.documents.bylines import has_date
from reader.documents.encoding import decode
from reader.documents.flow import Flow
from reader.documents.largetext import WHOLE, LargeText
from reader.documents.loader import LoadOptions
from reader.documents.model import Block, BlockKind, Document, Run
from reader.documents.origin import Origin
from reader.documents.titles import title_of, value_of
from reader.documents.window import BytesWindow, FileWindow


class TextLoader:
    """Reads plain text, however it was wrapped."""

    name = "text"
    version = "2"
    suffixes = (".txt", ".text", ".asc", ".log", ".rst", ".org", ".tex", ".eml")

    def sniff(self, head: bytes, name: str) -> float:
        """How likely the source is plain text: sure by its suffix, else what is left when nothing else fits."""
        guess = sniff.guess(head, name)
        return guess.likelihood if guess.kind == self.name else 0.0

    def load(self, data: bytes, *, source: str, options: LoadOptions) -> Document:
        """The whole document. Raises: SourceError, as `load_text`."""
        return load_text(data, source=source, encoding=options.encoding)

    def flow(self, origin: Origin, *, options: LoadOptions) -> Flow | None:
        """The text in parts; None where it is short enough to be read whole."""
        if origin.size is None or origin.size <= WHOLE:
            return None
        window = FileWindow(origin.path, source=origin.source) if origin.path else BytesWindow(origin.read())
        return LargeText(window, source=origin.source, encoding=options.encoding)


LOADER = TextLoader()


def load_text(data: bytes, *, source: str, encoding: str | None = None) -> Document:
    """The document that a plain text file holds.

    Args:
        data: All bytes of the file.
        source: What the person named.
        encoding: What the person says the encoding is; recognised when None.

    Raises: SourceError, if the file is empty, is no text, does not fit the encoding, or holds white space alone.
    """
    if len(data) > WHOLE:
        return LargeText(BytesWindow(data), source=source, encoding=encoding).document()
    raw, used = decode(data, source=source, encoding=encoding)
    text, found = reflow.blocks(raw)
    return made(text, found, source=source, encoding=used, raw_fingerprint=hashlib.sha256(data).hexdigest())


def made(text: str, found: Sequence[reflow.Block], *, source: str, encoding: str, raw_fingerprint: str) -> Document:
    """The document of a text and its blocks. Raises: SourceError, if there are none."""
    if not found:
        raise SourceError(f"{source} holds nothing but white space: no text", hint="There is nothing to read in it.")
    blocks = as_blocks(found)
    warnings: tuple[str, ...] = ()
    if not encoding.startswith(("utf", "ascii")):
        warnings = (f"Read as {encoding}; if letters look wrong, name the right one with --encoding.",)
    return Document(
        title=title_of(text, blocks, source),
        byline=value_of(_first(text, blocks, "byline")),
        date=date_of(text, blocks),
        source=source,
        text=text,
        blocks=blocks,
        loader=f"{LOADER.name}/{LOADER.version}",
        raw_fingerprint=raw_fingerprint,
        metadata={"encoding": encoding},
        warnings=warnings,
    )


def as_blocks(found: Sequence[reflow.Block]) -> tuple[Block, ...]:
    """The blocks of `reflow.blocks` as values of the model."""
    return tuple(
        Block(
            kind=cast(BlockKind, kind),
            start=start,
            end=end,
            level=level,
            source_start=source_start,
            source_end=source_end,
            runs=tuple(Run(*run) for run in runs),
            label=label,
        )
        for kind, start, end, level, source_start, source_end, runs, label in found
    )


def date_of(text: str, blocks: Sequence[Block]) -> str:
    """The date of the dateline, else of the closing line, as ISO 8601; empty when neither tells."""
    for kind in ("dateline", "byline", "signature"):
        words = _first(text, blocks, kind)
        if has_date(words):
            from reader.documents.dateline import iso_date

            return iso_date(words)
    return ""


def _first(text: str, blocks: Sequence[Block], kind: str) -> str:
    return next((text[block.start : block.end] for block in blocks if block.kind == kind), "")
