"""The texts that were annotated, each version kept once, compressed: what lets a note find its passage for certain.

    texts/<fingerprint>        in the user's data folder, zlib; the name is the SHA-256 of what it holds

zlib for its speed: a news story takes 0.3 ms, a tenth of what XZ takes, and is no larger. A text that cannot be read,
or is not what its name says, counts as not kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

FOLDER = "texts"
LONGEST = 200_000_000
"""Bytes of UTF-8 beyond which a text is neither kept nor read back."""

LONG = 8_000_000
"""Bytes of UTF-8 from which on a text is packed five times as fast and a fifth larger."""

_NAME = re.compile(r"[0-9a-f]{64}")


def put(text: str, *, data: Path) -> str:
    """Keep a text, durably, unless it is kept already and whole; its fingerprint.

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
    if len(raw) > LONGEST or _unpacked(path, fingerprint) is not None:
        return fingerprint
    import zlib

    packed = zlib.compress(raw, 6 if len(raw) < LONG else 1)
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
    if not _NAME.fullmatch(fingerprint):
        return None
    raw = _unpacked(data / FOLDER / fingerprint, fingerprint)
    return raw.decode() if raw is not None else None


def _unpacked(path: Path, fingerprint: str) -> bytes | None:
    """The bytes packed in `path`, if they are those of the fingerprint."""
    import zlib

    try:
        raw = zlib.decompressobj().decompress(path.read_bytes(), LONGEST)
    except (OSError, zlib.error):
        return None
    return raw if hashlib.sha256(raw).hexdigest() == fingerprint else None


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
