"""Which loader reads a source: those that ship and those of plug-ins, all declared as entry points.

The built-in ones stand in a table here as well, so that opening a file of a known kind does not search every
installed distribution for plug-ins. A plug-in is asked when no built-in loader is sure, when its suffix is not one
of ours, and when a person names it. `BUILT_IN` and `pyproject.toml` say the same; a test compares them.
"""

from __future__ import annotations

from annotations.errors import SourceError
from reader.documents import sniff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reader.documents.loader import Loader

GROUP = "postil.documents"

BUILT_IN: dict[str, str] = {
    "text": "reader.documents.text:LOADER",
    "markdown": "reader.documents.markdown:LOADER",
    "html": "reader.documents.html:LOADER",
    "epub": "reader.documents.epub:LOADER",
    "docx": "reader.documents.docx:LOADER",
    "pdf": "reader.documents.pdf:LOADER",
}
"""Name -> where the loader is, as an entry point has it."""

SURE = 0.7
"""A sniffed likelihood from which no plug-in is asked."""


def loader_named(name: str) -> Loader:
    """The loader of that name. Raises: SourceError, when there is none."""
    target = BUILT_IN.get(name)
    if target is not None:
        return _imported(target)
    for plug_in, loader in _plug_ins():
        if plug_in == name:
            return loader
    raise SourceError(f"There is no format named {name!r}", hint=f"These are known: {', '.join(names())}.")


def names() -> list[str]:
    """The formats that can be read, built-in ones first."""
    return [*BUILT_IN, *(name for name, _ in _plug_ins() if name not in BUILT_IN)]


def suffixes() -> frozenset[str]:
    """Of the built-in formats, in lower case with the dot: what a folder's listing shows."""
    return frozenset(suffix for suffix, kind in sniff.SUFFIXES.items() if kind in BUILT_IN)


def loader_for(head: bytes, name: str, *, source: str, content_type: str = "") -> Loader:
    """The loader for a source that begins with `head`.

    Marks in the content decide; the name settles what content leaves open: HTML in `notes.txt` is read as text, and
    a PDF named `notes.txt` as PDF.

    Args:
        head: The first bytes of the source, up to 64 KB.
        name: The last part of its path or URL, or empty.
        source: As the person named it, for messages.
        content_type: What a server said it is, or empty.

    Raises: SourceError, when it is of a kind nobody reads.
    """
    guess = sniff.guess(head, name, content_type=content_type)
    if guess.kind in BUILT_IN and guess.likelihood >= SURE:
        return _imported(BUILT_IN[guess.kind])
    best, score = None, guess.likelihood if guess.kind in BUILT_IN else 0.0
    for _, loader in _plug_ins():
        likelihood = loader.sniff(head, name)
        if likelihood > score:
            best, score = loader, likelihood
    if best is not None:
        return best
    if guess.kind in BUILT_IN:
        return _imported(BUILT_IN[guess.kind])
    raise SourceError(f"{source} is {guess.called}", hint=guess.remedy)


def _imported(target: str) -> Loader:
    import importlib

    module, _, attribute = target.partition(":")
    loader: Loader = getattr(importlib.import_module(module), attribute)
    return loader


def _plug_ins() -> list[tuple[str, Loader]]:
    """Loaders of other distributions. Searching for them takes some ten milliseconds."""
    from importlib.metadata import entry_points

    found: list[tuple[str, Loader]] = []
    for point in entry_points(group=GROUP):
        if BUILT_IN.get(point.name) == point.value:
            continue
        try:
            found.append((point.name, point.load()))
        except Exception as error:
            raise SourceError(
                f"The plug-in {point.name} ({point.value}) cannot be loaded: {error}",
                hint="Update it, or uninstall it.",
            ) from error
    return found
