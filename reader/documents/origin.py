"""Where the bytes of a document come from: a file, standard input, or a page that was fetched. Sizes are bytes."""

from __future__ import annotations

import os
import sys

from annotations.errors import SourceError

STDIN = "-"

HEAD = 65536
"""Bytes that are enough to tell one format from another."""

MOST = 1 << 30
"""Bytes that a source may have when all of it must be in memory."""


class Origin:
    """The bytes of one source, read when they are asked for."""

    __slots__ = (
        "_data",
        "_fingerprint",
        "_head",
        "charset",
        "content_type",
        "fetched",
        "name",
        "path",
        "size",
        "source",
        "url",
        "warnings",
    )

    def __init__(
        self,
        source: str,
        *,
        name: str = "",
        path: str | None = None,
        size: int | None = None,
        data: bytes | None = None,
        url: str = "",
        content_type: str = "",
        charset: str = "",
        fetched: str = "",
        warnings: tuple[str, ...] = (),
    ) -> None:
        self.source = source
        """What the person named."""
        self.name = name
        """The last part of the path or URL; empty for standard input."""
        self.path = path
        """Of the file, when the bytes are in one."""
        self.size = len(data) if data is not None else size
        self.url = url
        """After redirects; empty for what was not fetched."""
        self.content_type = content_type
        """As the server declared it, `text/html`; empty for what was not fetched."""
        self.charset = charset
        """As the server declared it; may be empty or wrong."""
        self.fetched = fetched
        """When, in ISO 8601; empty for what was not fetched."""
        self.warnings = warnings
        self._data = data
        self._head = None if data is None else data[:HEAD]
        self._fingerprint = ""

    def head(self) -> bytes:
        """The first 64 KB, or all there is."""
        if self._head is None:
            assert self.path is not None
            try:
                with open(self.path, "rb") as file:  # noqa: PTH123 - pathlib is not wanted before the first screen
                    self._head = file.read(HEAD)
            except OSError as error:
                raise unreadable(self.source, error) from error
        return self._head

    def read(self) -> bytes:
        """All bytes. Raises: SourceError, when they cannot be read or are more than a gigabyte."""
        if self._data is None:
            assert self.path is not None
            try:
                with open(self.path, "rb") as file:  # noqa: PTH123 - as above
                    data = file.read(MOST + 1)
            except OSError as error:
                raise unreadable(self.source, error) from error
            if len(data) > MOST:
                raise too_large(self.source)
            self._data = data
        return self._data

    def fingerprint(self) -> str:
        """SHA-256 of all bytes, in hexadecimal. Raises: SourceError, as `read`."""
        if not self._fingerprint:
            import hashlib

            self._fingerprint = hashlib.sha256(self.read()).hexdigest()
        return self._fingerprint


def of_file(source: str) -> Origin:
    """The file at a path. Raises: SourceError, when it is missing, a folder, empty, or may not be read."""
    path = os.path.expanduser(source)  # noqa: PTH111 - pathlib is not wanted before the first screen
    try:
        status = os.stat(path)  # noqa: PTH116 - as above
    except FileNotFoundError:
        raise SourceError(f"{source} does not exist", hint=_hint_for_missing(path)) from None
    except ValueError:
        raise SourceError(f"{source!r} is no path", hint="A path has no NUL character in it.") from None
    except OSError as error:
        raise unreadable(source, error) from error
    kind = status.st_mode & 0o170000
    if kind == 0o040000:
        raise SourceError(f"{source} is a folder", hint=f"To see the documents in it: postil open {source}")
    name = path.replace("\\", "/").rpartition("/")[2] if os.name == "nt" else path.rpartition("/")[2]
    if kind != 0o100000:
        # A pipe or a device can be read once only, and has no size to go by: `postil <(command)`.
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - as above
                data = file.read(MOST + 1)
        except OSError as error:
            raise unreadable(source, error) from error
        return _whole(source, data, name="")
    if status.st_size == 0:
        raise SourceError(f"{source} is empty", hint="There is nothing to read in it. Is it the right file?")
    origin = Origin(source, name=name, path=path, size=status.st_size)
    origin.head()
    return origin


def of_stdin() -> Origin:
    """All of standard input. Raises: SourceError, when nothing comes or it is a terminal."""
    stream = sys.stdin
    if stream is None or stream.closed:
        raise SourceError("Standard input is closed", hint="Pipe a document in: curl … | postil -")
    if stream.isatty():
        raise SourceError(
            "Standard input is a terminal", hint="Pipe a document in: pandoc paper.tex -t html | postil -"
        )
    try:
        data = stream.buffer.read(MOST + 1)
    except OSError as error:
        raise unreadable("Standard input", error) from error
    return _whole(STDIN, data, name="")


def unreadable(source: str, error: OSError) -> SourceError:
    """What to say when the system refuses to give the bytes."""
    if isinstance(error, PermissionError):
        return SourceError(
            f"{source} may not be read", hint="Ask its owner, or change its permissions: chmod u+r FILE"
        )
    reason = error.strerror or type(error).__name__
    return SourceError(f"{source} cannot be read: {reason}", hint="Check the path and the disk or network it is on.")


def too_large(source: str) -> SourceError:
    """What to say of a source of which all would have to be in memory."""
    return SourceError(
        f"{source} has more than {MOST >> 30} GB",
        hint="Split it, or save it as plain text: a text file of any size can be opened.",
    )


def _whole(source: str, data: bytes, *, name: str) -> Origin:
    shown = "Standard input" if source == STDIN else source
    if not data:
        raise SourceError(f"{shown} is empty", hint="Did the command before the pipe write anything?")
    if len(data) > MOST:
        raise too_large(shown)
    return Origin(source, name=name, data=data)


def _hint_for_missing(path: str) -> str:
    """Name the file that was probably meant: spelled nearly alike in the same folder."""
    import difflib

    folder, name = os.path.split(path)
    try:
        names = [entry.name for entry in os.scandir(folder or ".")]
    except FileNotFoundError:
        return f"The folder {folder} does not exist either. Check the path."
    except OSError:
        return "Check the path."
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"Did you mean {os.path.join(folder, near[0])}?" if near else "Check the path."  # noqa: PTH118 - as above
