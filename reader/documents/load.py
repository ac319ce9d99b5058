"""From what a person named to a document: find the bytes, find the loader, let it work.

Importing this module costs next to nothing; what a format needs is loaded when a source of it is opened.
"""

from __future__ import annotations

from annotations.errors import SourceError
from reader.documents import origin as origins
from reader.documents import registry

WHOLE = 1 << 16
"""Code points up to which a document is one part."""

_SMALL = 1 << 15
"""Bytes of a source below which parsing it is as fast as recalling it."""

_SLOW = 0.06
"""Seconds of parsing from which a document is worth keeping."""

_UNCACHED = ("text",)
"""Formats that open as fast without a cache, whatever their size."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.documents.flow import Flow
    from reader.documents.loader import Loader, LoadOptions
    from reader.documents.model import Document
    from reader.documents.origin import Origin


def load(
    source: str,
    *,
    encoding: str | None = None,
    allow_local: bool = False,
    refresh: bool = False,
    password: str | None = None,
    loader: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Document:
    """The whole document at a path, at a URL, or on standard input.

    Args:
        source: A path, an `http:`, `https:` or `file:` URL, or `-` for standard input.
        encoding: Overrules what the bytes say of their encoding.
        allow_local: Fetch a URL even when its host is this machine or in a private network.
        refresh: Fetch a URL anew, though its page was kept.
        password: Opens a document that is locked.
        loader: Name of the format, where the guess is wrong.
        progress: Called with work done and in all (bytes while fetching; pages or chapters while reading).
        cancelled: Asked now and then; True ends the work with `LoadCancelledError`.

    Raises: SourceError, with what to do: missing, a folder, unreadable, empty, binary, broken, or refused.
    """
    from reader.documents.loader import LoadOptions

    origin = find(source, allow_local=allow_local, refresh=refresh, progress=progress, cancelled=cancelled)
    chosen = _chosen(origin, loader)
    options = LoadOptions(
        encoding=encoding or _declared(origin),
        password=password,
        url=origin.url,
        progress=progress,
        cancelled=cancelled,
    )
    return _load(origin, chosen, options)


def open_flow(
    source: str,
    *,
    encoding: str | None = None,
    allow_local: bool = False,
    refresh: bool = False,
    password: str | None = None,
    loader: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Flow:
    """The document as a screen wants it: the first part at once, the rest when it is needed.

    Arguments and errors are those of `load`; errors that only show later in the source are raised later, by the
    flow's `part` and `document`.
    """
    from reader.documents.loader import FlowLoader, LoadOptions

    origin = find(source, allow_local=allow_local, refresh=refresh, progress=progress, cancelled=cancelled)
    chosen = _chosen(origin, loader)
    options = LoadOptions(
        encoding=encoding or _declared(origin),
        password=password,
        url=origin.url,
        progress=progress,
        cancelled=cancelled,
    )
    if isinstance(chosen, FlowLoader):
        kept = None if chosen.name in _UNCACHED else _recalled(origin, chosen, options)
        if kept is not None:
            return _as_flow(_finished(kept, origin, chosen))
        flow = chosen.flow(origin, options=options)
        if flow is not None:
            if chosen.name in _UNCACHED:
                return flow
            from reader.documents.keeping import KeepingFlow

            return KeepingFlow(flow, lambda made: _kept(_finished(made, origin, chosen), origin, chosen, options))
    return _as_flow(_load(origin, chosen, options))


def _as_flow(document: Document) -> Flow:
    from reader.documents.flow import WholeFlow

    if len(document.text) <= WHOLE:
        return WholeFlow(document)
    from reader.documents.slices import SlicedFlow

    return SlicedFlow(document)


def find(
    source: str,
    *,
    allow_local: bool = False,
    refresh: bool = False,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Origin:
    """Where the bytes of a source are. Raises: SourceError, when there are none to be had."""
    if source == origins.STDIN:
        return origins.of_stdin()
    scheme, colon, rest = source.partition(":")
    if colon and scheme.lower() == "file":
        from urllib.request import url2pathname

        return origins.of_file(url2pathname(rest.removeprefix("//localhost").removeprefix("//")))
    if colon and rest.startswith("//") and scheme.lower() in ("http", "https"):
        return _of_url(source, allow_local=allow_local, refresh=refresh, progress=progress, cancelled=cancelled)
    if colon and rest.startswith("//"):
        raise SourceError(
            f"{source} cannot be fetched: {scheme} is not understood",
            hint="Give an http or https address, or a path.",
        )
    return origins.of_file(source)


def _of_url(
    url: str,
    *,
    allow_local: bool,
    refresh: bool,
    progress: Callable[[int, int | None], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Origin:
    """The page as it was kept when it was first opened, so that notes find their words; else fetched, and kept.

    A page that cannot be fetched anew is read as it was kept, with a warning.
    """
    from urllib.parse import unquote, urlsplit

    from annotations.library import data_folder
    from reader.documents.pages import keep_page, kept_page
    from reader.documents.web import fetch

    data = data_folder()
    kept = kept_page(url, data=data)
    warnings: tuple[str, ...] = ()
    if kept is None or refresh:
        try:
            page = fetch(url, allow_local=allow_local, progress=progress, cancelled=cancelled)
        except SourceError as error:
            if kept is None:
                raise
            warnings = (f"{error}. This is the page as it was fetched on {kept.fetched[:10]}.",)
        else:
            kept = keep_page(url, page, data=data)
    return origins.Origin(
        url,
        name=unquote(urlsplit(kept.page.url).path).rpartition("/")[2],
        data=kept.page.data,
        url=kept.page.url,
        content_type=kept.page.content_type,
        charset=kept.page.charset,
        fetched=kept.fetched,
        warnings=warnings,
    )


def _chosen(origin: Origin, name: str | None) -> Loader:
    if name is not None:
        return registry.loader_named(name)
    return registry.loader_for(origin.head(), origin.name, source=_shown(origin), content_type=origin.content_type)


def _load(origin: Origin, loader: Loader, options: LoadOptions) -> Document:
    import time

    kept = _recalled(origin, loader, options)
    if kept is not None:
        return _finished(kept, origin, loader)
    began = time.perf_counter()
    document = loader.load(origin.read(), source=origin.source, options=options)
    if not document.blocks:
        raise SourceError(
            f"{_shown(origin)} has no text", hint="It may hold only pictures; an OCR program makes text of those."
        )
    document = _finished(document, origin, loader)
    if time.perf_counter() - began > _SLOW:
        _kept(document, origin, loader, options)
    return document


def _finished(document: Document, origin: Origin, loader: Loader) -> Document:
    """The document with what only its origin tells."""
    from dataclasses import replace

    return replace(
        document,
        loader=f"{loader.name}/{loader.version}",
        raw_fingerprint=origin.fingerprint(),
        warnings=origin.warnings + document.warnings,
        metadata=document.metadata | ({"fetched": origin.fetched} if origin.fetched else {}),
    )


def _recalled(origin: Origin, loader: Loader, options: LoadOptions) -> Document | None:
    """The document from the cache. What a password opened is never in it, and what is small is parsed as fast."""
    if options.password is not None or origin.size is None or origin.size < _SMALL:
        return None
    from reader.documents import cache

    return cache.recall(cache.key_of(origin.fingerprint(), loader, options), source=origin.source)


def _kept(document: Document, origin: Origin, loader: Loader, options: LoadOptions) -> Document:
    """The document, which is now in the cache, if the cache takes it."""
    if options.password is None and origin.size is not None and origin.size >= _SMALL:
        from dataclasses import replace

        from reader.documents import cache

        plain = replace(
            document,
            warnings=tuple(warning for warning in document.warnings if warning not in origin.warnings),
            metadata={key: words for key, words in document.metadata.items() if key != "fetched"},
        )
        cache.keep(cache.key_of(origin.fingerprint(), loader, options), plain)
    return document


def _declared(origin: Origin) -> str | None:
    """The encoding that a server declared, where the bytes agree: servers are often wrong."""
    if not origin.charset or origin.head().startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        origin.read().decode(origin.charset)
    except (LookupError, UnicodeDecodeError):
        return None
    return origin.charset


def _shown(origin: Origin) -> str:
    return "Standard input" if origin.source == origins.STDIN else origin.source
