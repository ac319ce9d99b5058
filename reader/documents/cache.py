"""Documents as they were parsed, kept so that the next opening of a long one costs next to nothing.

A file is found by the hash of the source's bytes, the loader's name and version, and the wishes that change what it
makes; it begins with a hash of its own. A cache that is broken, full or not allowed is ignored: it is never an error.
Sizes are bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from array import array
from pathlib import Path
from typing import TYPE_CHECKING

from reader.documents.model import Block, Document, Inline, Run

if TYPE_CHECKING:
    from reader.documents.loader import Loader, LoadOptions

MOST = 256 << 20
"""What all documents together may have."""

LARGEST = 32 << 20
"""What one document may have, unpacked; a longer one is read in parts instead."""

_FORM = b"postil document 2\n"
_FOLDER = "documents"
_NUMBERS = "q"


def cache_folder() -> Path:
    """The folder of what postil can make again: `POSTIL_CACHE_DIR`, or where the system wants it. Makes none."""
    if chosen := os.environ.get("POSTIL_CACHE_DIR"):
        return Path(chosen).expanduser().absolute()
    import platformdirs

    return platformdirs.user_cache_path("postil", appauthor=False)


def key_of(raw_fingerprint: str, loader: Loader, options: LoadOptions) -> str:
    """The name of a document in the cache.

    Args:
        raw_fingerprint: SHA-256 of the source's bytes.
        loader: Which reads it.
        options: Of which the encoding and the URL change what is made.
    """
    said = json.dumps([raw_fingerprint, loader.name, loader.version, options.encoding, options.url])
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def recall(key: str, *, source: str, folder: Path | None = None) -> Document | None:
    """The document kept under a key, now named `source`; None where there is none, or it cannot be read."""
    path = (folder or cache_folder()) / _FOLDER / key
    try:
        data = path.read_bytes()
        if not data.startswith(_FORM) or hashlib.sha256(data[len(_FORM) + 32 :]).digest() != data[len(_FORM) :][:32]:
            return None
        document = unpacked(zlib.decompress(data[len(_FORM) + 32 :]), source=source)
    except (OSError, ValueError, KeyError, TypeError, IndexError, zlib.error):
        return None
    try:
        os.utime(path)  # The oldest are dropped first: this one was wanted.
    except OSError:
        return document
    return document


def keep(key: str, document: Document, *, folder: Path | None = None) -> bool:
    """Keep a document under a key. False when it is too long, or the disk does not take it."""
    home = (folder or cache_folder()) / _FOLDER
    body = packed(document)
    if len(body) > LARGEST:
        return False
    body = zlib.compress(body, 1)
    try:
        home.mkdir(parents=True, exist_ok=True)
        _make_room(home, len(body))
        handle, temporary = tempfile.mkstemp(dir=home, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_FORM + hashlib.sha256(body).digest() + body)
            Path(temporary).replace(home / key)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError:
        return False
    return True


def packed(document: Document) -> bytes:
    """A document as bytes: a line of JSON with the words, three arrays of numbers, and the text."""
    blocks, runs, inlines = array(_NUMBERS), array(_NUMBERS), array(_NUMBERS)
    kinds: dict[str, int] = {}
    labels: list[str] = []
    targets: list[str] = []
    for block in document.blocks:
        kind = kinds.setdefault(block.kind, len(kinds))
        page = -1 if block.page is None else block.page
        place = (block.start, block.end, block.source_start, block.source_end)
        blocks.extend((kind, *place, block.level, page, len(block.runs)))
        labels.append(block.label)
        for run in block.runs:
            runs.extend((run.text, run.source, run.length))
    for mark in document.inlines:
        inlines.extend((kinds.setdefault(mark.kind, len(kinds)), mark.start, mark.end))
        targets.append(mark.target)
    head = {
        "kinds": list(kinds),
        "labels": labels if any(labels) else [],
        "targets": targets if any(targets) else [],
        "sizes": [len(blocks), len(runs), len(inlines)],
        "title": document.title,
        "byline": document.byline,
        "date": document.date,
        "loader": document.loader,
        "raw_fingerprint": document.raw_fingerprint,
        "language": document.language,
        "metadata": document.metadata,
        "anchors": document.anchors,
        "warnings": document.warnings,
    }
    numbers = b"".join(_little(part) for part in (blocks, runs, inlines))
    return json.dumps(head, ensure_ascii=True).encode() + b"\n" + numbers + document.text.encode()


def unpacked(data: bytes, *, source: str) -> Document:
    """The document of `packed`. Raises: ValueError, KeyError, TypeError or IndexError, when it is none."""
    end = data.index(b"\n")
    head = json.loads(data[:end])
    at = end + 1
    arrays = []
    for size in head["sizes"]:
        part = array(_NUMBERS)
        part.frombytes(data[at : at + size * part.itemsize])
        arrays.append(_little_again(part))
        at += size * part.itemsize
    blocks, runs, inlines = arrays
    text = data[at:].decode()
    kinds, labels, targets = head["kinds"], head["labels"], head["targets"]
    made: list[Block] = []
    run_at = 0
    for index in range(len(blocks) // 8):
        kind, start, stop, source_start, source_end, level, page, count = blocks[8 * index : 8 * index + 8]
        triples = runs[3 * run_at : 3 * (run_at + count)]
        run_at += count
        if not 0 <= start < stop <= len(text):
            raise ValueError("a block outside the text")
        made.append(
            Block(
                kind=kinds[kind],
                start=start,
                end=stop,
                level=level,
                source_start=source_start,
                source_end=source_end,
                runs=tuple(map(Run, triples[0::3], triples[1::3], triples[2::3])),
                page=None if page < 0 else page,
                label=labels[index] if labels else "",
            )
        )
    return Document(
        title=head["title"],
        byline=head["byline"],
        date=head["date"],
        source=source,
        text=text,
        blocks=tuple(made),
        inlines=tuple(
            Inline(
                kind=kinds[inlines[3 * index]],
                start=inlines[3 * index + 1],
                end=inlines[3 * index + 2],
                target=targets[index] if targets else "",
            )
            for index in range(len(inlines) // 3)
        ),
        loader=head["loader"],
        raw_fingerprint=head["raw_fingerprint"],
        language=head["language"],
        metadata=head["metadata"],
        anchors=head["anchors"],
        warnings=tuple(head["warnings"]),
    )


def _make_room(home: Path, coming: int) -> None:
    """Drop the documents that were not wanted for longest, until what comes has room."""
    found = []
    with os.scandir(home) as entries:
        for entry in entries:
            status = entry.stat()
            found.append((status.st_mtime, status.st_size, entry.path))
    total = coming + sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= MOST:
            break
        Path(path).unlink(missing_ok=True)
        total -= size


def _little(numbers: array[int]) -> bytes:
    import sys

    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _little_again(numbers: array[int]) -> array[int]:
    import sys

    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
