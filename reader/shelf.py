"""The titles of documents that nobody has read yet: looked up once, and kept until the file is another.

They lie in the cache folder, in one file that may be thrown away at any time.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from annotations.errors import PostilError
from reader.documents.cache import cache_folder

MOST = 20_000
"""Titles that are kept; those that were looked up first go first."""

_NAME = "titles.json"


class Shelf:
    """Titles by path. A damaged file is an empty one."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or cache_folder()) / _NAME
        self._titles: dict[str, tuple[int, int, str]] = {}
        """Path -> size in bytes, time of the last change in nanoseconds, title."""
        try:
            kept = json.loads(self._path.read_bytes())
            self._titles = {
                str(path): (int(size), int(time), str(title)) for path, (size, time, title) in kept.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            self._titles.clear()

    def titles(self, paths: Iterable[Path], *, seconds: float | None = None) -> dict[Path, str]:
        """The titles of documents, as far as they are known; empty for one that has none or cannot be read.

        Args:
            paths: Of existing files.
            seconds: After which no further document is looked into; None looks into all.
        """
        end = None if seconds is None else time.monotonic() + seconds
        found: dict[Path, str] = {}
        fresh = False
        for path in paths:
            try:
                state = path.stat()
            except OSError:  # it went away meanwhile
                continue
            name = str(path.absolute())
            kept = self._titles.get(name)
            if kept is None or kept[:2] != (state.st_size, state.st_mtime_ns):
                if end is not None and time.monotonic() >= end:
                    continue
                kept = self._titles[name] = state.st_size, state.st_mtime_ns, _title_of(path)
                fresh = True
            found[path] = kept[2]
        if fresh:
            self._keep()
        return found

    def _keep(self) -> None:
        latest = dict(list(self._titles.items())[-MOST:])
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self._path.parent, prefix=".", delete=False
            ) as file:
                json.dump(latest, file, ensure_ascii=False, separators=(",", ":"))
            Path(file.name).replace(self._path)
        except OSError:
            return  # a cache that cannot be written is none


def _title_of(path: Path) -> str:
    from reader.documents.load import open_flow

    try:
        return open_flow(str(path)).title
    except PostilError:  # locked, empty, broken: whoever opens it is told
        return ""
