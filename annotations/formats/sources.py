"""Documents as other programs name them: by an address, a file name or a title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from annotations.errors import FormatError
from annotations.model import DocumentLike

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def address(document: DocumentLike) -> str:
    """The document's IRI: its URL, `file:` and its path, or for standard input its fingerprint."""
    source = document.source
    if source in ("", "-"):
        return f"urn:sha256:{document.fingerprint}"
    if _SCHEME.match(source) and "\\" not in source:
        return source
    return f"file:{quote(source.replace(chr(92), '/'))}"


def about(names: Iterable[str], document: DocumentLike, *, wanted: str = "") -> frozenset[str]:
    """Which of the documents that a foreign file names is the one at hand.

    Args:
        names: Every document the file has notes about: addresses, paths or titles.
        document: The document at hand.
        wanted: What the person says it is called there; empty: postil is to see.

    Returns:
        The names that mean it; none, when several are named and no one is like this one. The only document a file
        is about is taken to be the one at hand: names change.

    Raises: FormatError, when what is wanted is not there.
    """
    known = sorted(set(names))
    if wanted:
        chosen = frozenset(name for name in known if name == wanted)
        if not chosen:
            raise FormatError(f"the file has no notes about “{wanted}”", hint=f"It is about {_listed(known)}.")
        return chosen
    if len(known) <= 1:
        return frozenset(known)
    wanted_names = {_plain(address(document)), _plain(document.source)} - {""}
    chosen = frozenset(name for name in known if _plain(name) in wanted_names)
    chosen = chosen or frozenset(name for name in known if name.strip() and name.strip() == document.title.strip())
    return chosen or frozenset(name for name in known if _stem(name) and _stem(name) == _stem(document.source))


def elsewhere(names: Iterable[str]) -> str:
    """Why notes about documents of these names are not taken, and what to do if they should be."""
    name = next(iter(names), "")
    return f"it is about “{name}”, not this document: --set source={name} takes it" if name else "it is about nothing"


def _plain(name: str) -> str:
    return unquote(name).removeprefix("file:").removeprefix("//").rstrip("/").partition("#")[0]


def _stem(name: str) -> str:
    """The last part of a path without its suffix; for an address, without what it asks for."""
    path = _plain(name).partition("?")[0] if "://" in name else _plain(name)
    return PurePosixPath(path.replace("\\", "/")).stem.lower()


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
