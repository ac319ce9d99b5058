"""The bytes of the pictures in a document: from its archive, from beside it, or from the web when somebody asks.

Sizes are bytes. What is read here is not looked into: that it is a picture, and no flood of pixels, whoever draws it
finds out.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from annotations.errors import PostilError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.documents.origin import Origin

MOST = 32 << 20
"""What one picture may have."""

_DATA = re.compile(r"data:image/[\w.+-]+(;base64)?,", re.IGNORECASE)


class PictureError(PostilError):
    """A picture cannot be shown. The document can be read all the same."""


def is_remote(target: str) -> bool:
    """Whether a picture is on the web: it is fetched only when somebody asks."""
    return target.lower().startswith(("http://", "https://"))


def read_picture(
    source: str, target: str, *, fetch: bool = False, cancelled: Callable[[], bool] | None = None
) -> bytes:
    """The bytes of a picture.

    Args:
        source: What the person named to open the document.
        target: Of the `image` inline.
        fetch: Get it from the web where it is there; otherwise it is refused.
        cancelled: Asked while it is fetched.

    Raises: PictureError, when there is no such picture, or it is too large. SourceError, when the document itself
    cannot be read any more; LoadCancelledError.
    """
    if not target:
        raise PictureError(
            "this picture is described, and not in the document", hint="Its description is all there is."
        )
    if match := _DATA.match(target):
        return _bounded(_data(target[match.end() :], base64=match[1] is not None))
    if is_remote(target):
        if not fetch:
            raise PictureError(f"this picture is at {target}", hint="It is fetched only when you ask for it.")
        from reader.documents.web import fetch as fetch_page

        return _bounded(fetch_page(target, cancelled=cancelled).data)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", target):
        raise PictureError("this picture is not where postil looks", hint="Files, books and web addresses are read.")
    if source == "-" or "://" in source:
        return _bounded(_in_archive(source, target))
    from reader.documents import origin, sniff

    found = origin.of_file(source)
    if sniff.guess(found.head(), found.name).kind in ("epub", "docx"):
        return _bounded(_member(found, target))
    return _bounded(_beside(source, target))


def _in_archive(source: str, target: str) -> bytes:
    """A member of a book that was fetched; what came through a pipe is gone."""
    if source == "-":
        raise PictureError(
            "the document came through a pipe, without its pictures", hint="Open the file itself to see them."
        )
    from reader.documents.load import find

    return _member(find(source), target)


def _member(found: Origin, target: str) -> bytes:
    from io import BytesIO

    from reader.documents.archives import Archive

    archive = Archive(BytesIO(found.read()), source=found.source)
    member = archive.find(unquote(target)) or archive.find(target)
    if member is None:
        raise PictureError(f"the document has no {target}", hint="Its maker left the picture out.")
    if archive.size(member) > MOST:
        raise _too_large()
    return archive.read(member)


def _beside(source: str, target: str) -> bytes:
    """A file that is named from where the document is. Only a plain file of this machine is read."""
    name = unquote(target.partition("#")[0].partition("?")[0])
    missing = PictureError(f"there is no {name} beside the document", hint="It may not have been saved with it.")
    if name.startswith(("//", "\\\\")) or "\0" in name:
        raise missing
    path = Path(source).expanduser().absolute().parent / name
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise missing
        if status.st_size > MOST:
            raise _too_large()
        with path.open("rb") as file:
            return file.read(MOST + 1)
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "it is no path"
        raise PictureError(f"{name} cannot be read: {reason}", hint="It should lie beside the document.") from None


def _data(words: str, *, base64: bool) -> bytes:
    """A picture that stands in the document's own text."""
    data = unquote_to_bytes(words)
    if not base64:
        return data
    import binascii

    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        raise PictureError("this picture is broken", hint="Its maker put it into the text wrongly.") from None


def _bounded(data: bytes) -> bytes:
    if len(data) > MOST:
        raise _too_large()
    return data


def _too_large() -> PictureError:
    return PictureError(
        f"this picture has more than {MOST >> 20} MB", hint="Open it in a program for pictures, if you trust it."
    )
