"""What a loader is: the module of one format, built in or a plug-in's, and what it is given to work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from annotations.errors import SourceError
from reader.documents.flow import Flow
from reader.documents.model import Document
from reader.documents.origin import Origin


class LoadCancelledError(SourceError):
    """The person who asked for the document stopped the work. Nothing was kept."""

    def __init__(self, source: str) -> None:
        super().__init__(f"Opening {source} was stopped", hint="Open it again when you like; nothing was changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOptions:
    """The wishes that came with a source."""

    encoding: str | None = None
    """Overrules what the bytes say of themselves, as far as the format has a choice."""
    password: str | None = None
    """For a format that can be locked."""
    url: str = ""
    """Where the bytes were fetched from, after redirects: the base of relative links."""
    progress: Callable[[int, int | None], None] | None = None
    """Called with work done and work in all, in a unit of the loader's own; None in all when it is not known."""
    cancelled: Callable[[], bool] | None = None
    """Asked now and then; True makes the loader raise `LoadCancelledError`."""

    def step(self, source: str, done: int, total: int | None = None) -> None:
        """Report progress, and stop when that is wished. For a loader to call between two pieces of work."""
        if self.cancelled is not None and self.cancelled():
            raise LoadCancelledError(source)
        if self.progress is not None:
            self.progress(done, total)


class Loader(Protocol):
    """Reads one format. The same bytes and the same version always give the same text."""

    @property
    def name(self) -> str:
        """One word, as `epub`; with the version it becomes `Document.loader`."""
        ...

    @property
    def version(self) -> str:
        """Raised whenever the canonical text of any source may have changed."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """In lower case, with the dot."""
        ...

    def sniff(self, head: bytes, name: str) -> float:
        """How likely the source is in this format, 0.0 to 1.0.

        Args:
            head: The first bytes of the source, 64 KB at most. A file name can lie, and standard input has none.
            name: The last part of the path or URL, or empty.
        """
        ...

    def load(self, data: bytes, *, source: str, options: LoadOptions) -> Document:
        """The whole document. Raises: SourceError, with what to do."""
        ...


@runtime_checkable
class FlowLoader(Protocol):
    """A loader that can also open a document without reading all of it."""

    def flow(self, origin: Origin, *, options: LoadOptions) -> Flow | None:
        """The document in parts; None where it is short, or its shape calls for reading the whole."""
        ...
