"""The documents of a folder, with how far each was read, how many notes there are, and what they are called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from annotations import library as notes_library
from annotations.errors import SourceError
from reader import lastread
from reader.documents.registry import suffixes
from reader.library import Library
from reader.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One document of a folder."""

    path: Path
    title: str = ""
    """As it was when it was last read, else as far as it was looked up; else empty."""
    percent: int | None = None
    """How far it was read; None for one that never was, or has changed since."""
    notes: int = 0
    """Everybody's, without deleted ones."""
    annotators: tuple[str, ...] = ()
    size: int = 0
    """Bytes."""


def documents_in(
    folder: str, *, below: bool = False, library: Library | None = None, seconds: float | None = 0.0
) -> list[Listed]:
    """The documents in a folder that postil reads, by their names.

    Args:
        folder: Its path.
        below: Also those in the folders below it, hidden ones left out.
        library: Counts notes.
        seconds: How long to look into documents for titles that nobody has read yet; None: until all are known.

    Raises: SourceError, when the folder is missing or may not be read.
    """
    paths = list(_paths(folder, below=below))
    notes = _notes(paths, (library or Library()).counts([path.parent for path in paths]))
    listed = [_listed(path, notes.get(path, {})) for path in paths]
    titles = Shelf().titles([one.path for one in listed if not one.title], seconds=seconds)
    return [replace(one, title=titles.get(one.path, one.title)) for one in listed]


def _paths(folder: str, *, below: bool) -> Iterator[Path]:
    known = suffixes()
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name.casefold())
    except FileNotFoundError:
        raise SourceError(f"{folder} does not exist", hint="Check the path.") from None
    except NotADirectoryError:
        raise SourceError(f"{folder} is no folder", hint=f"To read it: postil {folder}") from None
    except OSError as error:
        raise SourceError(f"{folder} cannot be listed: {error.strerror}", hint="Check its permissions.") from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_file():
            path = Path(entry.path)
            if path.suffix.lower() in known and not notes_library.is_notes_name(entry.name):
                yield path
        elif below and entry.is_dir(follow_symlinks=False):
            try:
                yield from _paths(entry.path, below=True)
            except SourceError:
                continue  # A folder that may not be entered hides its documents, not those beside it.


def _notes(paths: list[Path], counts: dict[str, int]) -> dict[Path, dict[str, int]]:
    """Document -> annotator -> how many notes. A file of notes belongs to the longest name that it begins with."""
    by_folder: dict[Path, list[Path]] = {}
    for path in paths:
        by_folder.setdefault(path.parent.absolute(), []).append(path)
    found: dict[Path, dict[str, int]] = {}
    for name, count in counts.items():
        file = Path(name)
        beside = [path for path in by_folder.get(file.parent, ()) if file.name.startswith(f"{path.name}.")]
        if beside and count:
            document = max(beside, key=lambda path: len(path.name))
            who = notes_library.annotator_of(file, str(document))
            found.setdefault(document, {})[who] = count
    return found


def _listed(path: Path, notes: dict[str, int]) -> Listed:
    last = lastread.read(str(path))
    return Listed(
        path=path,
        title=last.title if last else "",
        percent=last.percent if last else None,
        notes=sum(notes.values()),
        annotators=tuple(sorted(notes)),
        size=path.stat().st_size,
    )
