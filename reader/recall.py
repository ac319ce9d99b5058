"""The text that a note was made in, wherever it still is: among the texts kept, or in the history of its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from annotations import library, texts
from annotations.model import DocumentRef
from annotations.versions import SECONDS, committed


def recalling(
    source: str, header: DocumentRef, *, data: Path, seconds: float = SECONDS
) -> Callable[[str], str | None]:
    """A function that gives the canonical text with a fingerprint, or None when it is nowhere.

    Args:
        source: The document, as the person named it.
        header: What the notes file says of the document.
        data: The user's data folder.
        seconds: Time that git may take for all fingerprints together: notes are waiting to be shown.
    """
    left = seconds

    def recall(fingerprint: str) -> str | None:
        nonlocal left
        kept = texts.get(fingerprint, data=data)
        if kept is not None or not library.is_local(source) or left <= 0:
            return kept
        raw = header.raw if fingerprint == header.fingerprint else ""
        begun = monotonic()
        found = committed(
            Path(source), fingerprint, lambda revision: _text_of(revision, source), raw=raw, seconds=left
        )
        left -= monotonic() - begun
        return found

    return recall


def _text_of(revision: bytes, source: str) -> str:
    """The canonical text of a revision, read as the document is. Raises: SourceError."""
    from reader.documents.loader import LoadOptions
    from reader.documents.origin import HEAD
    from reader.documents.registry import loader_for

    loader = loader_for(revision[:HEAD], Path(source).name, source=source)
    return loader.load(revision, source=source, options=LoadOptions()).text
