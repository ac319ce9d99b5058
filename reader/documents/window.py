"""Stretches of bytes of a source that is not held in memory. Positions and lengths are bytes."""

from __future__ import annotations

import os

from reader.documents.origin import unreadable


class FileWindow:
    """A regular file, read a stretch at a time.

    It is not mapped into memory: when another program cuts a mapped file short, touching the lost pages kills the
    process, and no check beforehand can rule that out. A read that comes up short is merely short.
    """

    def __init__(self, path: str, *, source: str) -> None:
        """Open the file. Raises: SourceError, if it cannot be opened."""
        self._file = -1
        try:
            self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise unreadable(source, error) from error
        self._source = source
        status = os.fstat(self._file)
        self.size = status.st_size
        self._modified = status.st_mtime_ns
        self.changed = False
        """The file was cut short or rewritten in place since it was opened."""

    def read(self, position: int, length: int) -> bytes:
        """The bytes there; fewer at the end of the file, or where it was cut.

        Raises: SourceError, if the system refuses: a disk that fails, a share that went away.
        """
        length = min(length, self.size - position)
        if length <= 0:
            return b""
        try:
            data = _read(self._file, length, position)
            while len(data) < length and (more := _read(self._file, length - len(data), position + len(data))):
                data += more
        except OSError as error:
            raise unreadable(self._source, error) from error
        if len(data) < length:
            self.changed = True
        return data

    def look(self) -> None:
        """Ask whether the file was rewritten. One that only grew, as a log does, counts as unchanged."""
        status = os.fstat(self._file)
        if status.st_size < self.size or (status.st_size == self.size and status.st_mtime_ns != self._modified):
            self.changed = True

    def close(self) -> None:
        """Let the file go."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __del__(self) -> None:
        self.close()


class BytesWindow:
    """Bytes that are at hand: standard input, or a file that was read whole."""

    changed = False

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, position: int, length: int) -> bytes:
        """The bytes there; fewer at the end."""
        return self._data[position : position + length]

    def look(self) -> None:
        """Nothing can change."""

    def close(self) -> None:
        """Nothing is open."""


Window = FileWindow | BytesWindow


if hasattr(os, "pread"):
    _read = os.pread
else:
    from threading import Lock

    _one_at_a_time = Lock()

    def _read(file: int, length: int, position: int) -> bytes:
        with _one_at_a_time:
            os.lseek(file, position, os.SEEK_SET)
            return os.read(file, length)
