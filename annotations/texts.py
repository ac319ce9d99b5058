"""The texts that were annotated, each version kept once, compressed: what lets a note find its passage for certain.

    texts/<fingerprint>        in the user's data folder, XZ; the name is the SHA-256 of what it holds

A text that cannot be read, or is not what its name says, counts as not kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

FOLDER = "texts"
LONGEST = 200_000_000
"""Bytes of UTF-8 beyond which a text is neither kept nor read back."""

_NAME = re.compile(r"[0-9a-f]{64}")


def put(text: str, *, data: Path) -> str:
    """Keep a text, durably, unless it is kept already; its fingerprint.

    Args:
        text: Canonical text.
        data: The user's data folder, `annotations.library.data_folder()`.

    Raises: StoreError, if the disk refuses. A text that is too long is not kept, and no error.
    """
    from annotations import disk
    from annotations.errors import StoreError

    raw = text.encode()
    fingerprint = hashlib.sha256(raw).hexdigest()
    path = data / FOLDER / fingerprint
    if len(raw) > LONGEST or path.exists():
        return fingerprint
    import lzma

    # Preset 1 takes a fifth of the time of the usual one and leaves 10 % more.
    packed = lzma.compress(raw, preset=1)
    try:
        disk.make_folder(path.parent)
        with disk.beside(path, packed) as fresh:
            disk.put_in_place(fresh, path)
    except OSError as error:
        raise StoreError(
            f"the annotated text cannot be kept in {path.parent}: {error.strerror}",
            hint="Notes are safe; they find their passages less surely when the article changes.",
        ) from error
    return fingerprint


def get(fingerprint: str, *, data: Path) -> str | None:
    """The text with that fingerprint; None when it is not kept, or no longer whole."""
    import lzma

    if not _NAME.fullmatch(fingerprint):
        return None
    try:
        packed = (data / FOLDER / fingerprint).read_bytes()
        raw = lzma.LZMADecompressor(memlimit=256 * 1024 * 1024).decompress(packed, max_length=LONGEST)
    except (OSError, lzma.LZMAError):
        return None
    return raw.decode() if hashlib.sha256(raw).hexdigest() == fingerprint else None


def kept(*, data: Path) -> dict[str, int]:
    """Fingerprint of each text that is kept -> bytes it takes on disk."""
    folder = data / FOLDER
    if not folder.is_dir():
        return {}
    return {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if _NAME.fullmatch(path.name)}


def unneeded(needed: Iterable[str], *, data: Path) -> dict[str, int]:
    """The kept texts that are not among those needed, with the bytes they take."""
    wanted = set(needed)
    return {fingerprint: size for fingerprint, size in kept(data=data).items() if fingerprint not in wanted}


def drop(fingerprint: str, *, data: Path) -> None:
    """Keep a text no longer."""
    if _NAME.fullmatch(fingerprint):
        (data / FOLDER / fingerprint).unlink(missing_ok=True)
