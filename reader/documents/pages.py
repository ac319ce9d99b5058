"""Pages that were fetched, kept compressed beside the notes, to be read again offline and as they were.

One file for each URL: a line of JSON about the page, then its bytes as they came, all of it packed with gzip.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from annotations.errors import SourceError
from reader.documents.web import MOST, Fetched

FOLDER = "pages"
"""In the folder of what postil keeps for this user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A page as it was fetched."""

    page: Fetched
    fetched: str
    """When, in ISO 8601, UTC."""


def page_path(url: str, *, data: Path) -> Path:
    """Where the page of a URL is kept, or would be. A fragment makes no difference: it is a place in the page."""
    name = hashlib.sha256(url.partition("#")[0].encode()).hexdigest()[:32]
    return data / FOLDER / f"{name}.gz"


def kept_page(url: str, *, data: Path) -> Kept | None:
    """The page as it was kept; None where there is none, or what is there cannot be read."""
    try:
        with gzip.open(page_path(url, data=data), "rb") as file:
            head = json.loads(file.readline(1 << 16))
            body = file.read(MOST + 1)
        return Kept(
            page=Fetched(
                data=body,
                url=str(head["url"]),
                content_type=str(head["content_type"]),
                charset=str(head["charset"]),
            ),
            fetched=str(head["fetched"]),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error):
        return None


def keep_page(url: str, page: Fetched, *, data: Path) -> Kept:
    """Keep a page in place of what was kept before. Raises: SourceError, when the disk does not take it."""
    from datetime import UTC, datetime

    kept = Kept(page=page, fetched=datetime.now(UTC).isoformat(timespec="seconds"))
    head = asdict(page) | {"asked": url, "fetched": kept.fetched}
    del head["data"]
    path = page_path(url, data=data)
    packed = gzip.compress(json.dumps(head, ensure_ascii=True).encode() + b"\n" + page.data, compresslevel=6, mtime=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".page-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SourceError(
            f"{url} cannot be kept in {path.parent}: {error.strerror or error}",
            hint="Make room there, or allow writing.",
        ) from error
    return kept
