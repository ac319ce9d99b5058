"""Where a person stood in each document when it was last closed, and which documents were read lately.

Lines at the end of one file, the latest of a document counting: remembering a place costs one short write, and
finding it needs nothing that the first screen could not afford. Offsets are code points of canonical text.
"""

from __future__ import annotations

import os

FILE = "reading.tsv"
"""In the folder of what postil keeps for this user."""

MOST = 1000
"""Documents that are remembered."""

_SLACK = 1 << 18
"""Bytes from which the file is written anew, without what later lines have made old."""

_FIELDS = 7


class Reading:
    """One document, as it was left."""

    __slots__ = ("fingerprint", "notes", "offset", "opened", "progress", "source", "title")

    def __init__(
        self,
        *,
        source: str,
        title: str = "",
        fingerprint: str = "",
        offset: int = 0,
        progress: float = 0.0,
        notes: int = 0,
        opened: str = "",
    ) -> None:
        self.source = source
        """An absolute path, a URL, or `-`."""
        self.title = title
        self.fingerprint = fingerprint
        """Of the canonical text in which `offset` counts; may be empty."""
        self.offset = offset
        self.progress = progress
        """How much was read, 0.0 to 1.0."""
        self.notes = notes
        """How many notes there were."""
        self.opened = opened
        """When it was last left, in ISO 8601, UTC."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reading) and _line(self) == _line(other)

    def __hash__(self) -> int:
        return hash(_line(self))

    def __repr__(self) -> str:
        return f"Reading({_line(self)!r})"


def folder(environment: os._Environ[str] | dict[str, str] = os.environ) -> str:
    """The folder of what postil keeps for this user, as `annotations.library.data_folder`, but without its cost."""
    if chosen := environment.get("POSTIL_DATA_DIR"):
        return os.path.abspath(os.path.expanduser(chosen))  # noqa: PTH100, PTH111 - pathlib is not wanted here
    import sys

    platform = sys.platform
    if platform == "linux":
        home = environment.get("XDG_DATA_HOME", "").strip() or os.path.expanduser("~/.local/share")  # noqa: PTH111
        return os.path.join(home, "postil")  # noqa: PTH118
    import platformdirs

    return platformdirs.user_data_dir("postil", appauthor=False)


def remember(reading: Reading, *, data: str | os.PathLike[str]) -> None:
    """Remember how a document was left. What it replaces goes when the file is next tidied.

    A disk that does not take it is no reason to stop anybody from reading on, or from leaving.
    """
    path = os.path.join(data, FILE)  # noqa: PTH118 - as above
    try:
        os.makedirs(data, exist_ok=True)  # noqa: PTH103 - as above
        # One write at the end of the file is whole, whoever else writes there.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags, 0o600)
        try:
            os.write(descriptor, _line(reading))
            size = os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
        if size > _SLACK:
            _tidy(path)
    except OSError:
        return


def place_of(source: str, *, data: str | os.PathLike[str], fingerprint: str = "") -> Reading | None:
    """How a document was left: known by its source, else by its text, wherever that was then."""
    wanted = absolute(source)
    by_text = None
    for reading in _newest_first(data):
        if reading.source == wanted != "-":
            return reading
        if by_text is None and fingerprint and reading.fingerprint == fingerprint:
            by_text = reading
    return by_text


def recent(*, data: str | os.PathLike[str], most: int = MOST) -> list[Reading]:
    """The documents that were read lately, the last first; each once, and those on standard input not at all."""
    found: dict[str, Reading] = {}
    for reading in _newest_first(data):
        if reading.source != "-" and reading.source not in found:
            found[reading.source] = reading
            if len(found) == most:
                break
    return [reading for reading in found.values() if reading.opened]


def forget(source: str, *, data: str | os.PathLike[str]) -> None:
    """Leave a document out of what was read lately."""
    remember(Reading(source=absolute(source)), data=data)


def absolute(source: str) -> str:
    """A source as it is remembered: a path in full, a URL or `-` as it is."""
    if source == "-" or "://" in source.partition("/")[0] + source[:12]:
        return source
    return os.path.abspath(os.path.expanduser(source))  # noqa: PTH100, PTH111 - as above


def now() -> str:
    """This moment, as `Reading.opened` has it."""
    import time

    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _newest_first(data: str | os.PathLike[str]) -> list[Reading]:
    try:
        with open(os.path.join(data, FILE), "rb") as file:  # noqa: PTH118, PTH123 - as above
            lines = file.read().split(b"\n")
    except OSError:
        return []
    return [reading for line in reversed(lines) if (reading := _reading(line)) is not None]


def _line(reading: Reading) -> bytes:
    fields = (
        reading.opened,
        str(reading.offset),
        f"{reading.progress:.4f}",
        str(reading.notes),
        reading.fingerprint,
        reading.source,
        reading.title[:300],
    )
    line = "\t".join(_escaped(field) for field in fields)
    return f"{line}\n".encode("utf-8", "surrogateescape")


def _reading(line: bytes) -> Reading | None:
    """What a line says; None for one that was cut off or is not ours."""
    fields = [_plain(field) for field in line.decode("utf-8", "surrogateescape").split("\t")]
    if len(fields) != _FIELDS:
        return None
    opened, offset, progress, notes, fingerprint, source, title = fields
    try:
        return Reading(
            source=source,
            title=title,
            fingerprint=fingerprint,
            offset=int(offset),
            progress=float(progress),
            notes=int(notes),
            opened=opened,
        )
    except ValueError:
        return None


def _escaped(field: str) -> str:
    return field.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _plain(field: str) -> str:
    if "\\" not in field:
        return field
    made, parts = [], iter(field)
    for sign in parts:
        follows = next(parts, "") if sign == "\\" else ""
        made.append({"t": "\t", "n": "\n", "r": "\r"}.get(follows, follows) if sign == "\\" else sign)
    return "".join(made)


def _tidy(path: str) -> None:
    """Write the file anew with the last line of each document."""
    kept: dict[str, Reading] = {}
    for reading in _newest_first(os.path.dirname(path)):  # noqa: PTH120 - as above
        key = reading.source if reading.source != "-" else f"-{reading.fingerprint}"
        if key not in kept and len(kept) < MOST:
            kept[key] = reading
    lines = b"".join(_line(reading) for reading in reversed(kept.values()) if reading.opened)
    fresh = f"{path}.{os.getpid()}"
    with open(fresh, "wb") as file:  # noqa: PTH123 - as above
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)  # noqa: PTH105 - as above
