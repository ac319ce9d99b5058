"""What there is to open: documents read lately, files in a folder. Reads folders: not on the screen's thread."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reader.app.widgets.words import counted

MOST = 400
"""Files of a folder that are listed."""

MOST_NOTES = 30
"""Notes that a search lists."""


@dataclass(frozen=True, slots=True)
class Place:
    """A document, a note in one, or a folder to look into."""

    source: str
    """A path or a URL."""
    title: str
    more: str = ""
    """What else there is to say of it, in a few words."""
    folder: bool = False
    note: str = ""
    """Id of the note to show."""


def read_lately(*, now: float | None = None) -> list[Place]:
    """The documents that were read last, the last first; not those that are gone."""
    from reader.library import Library

    moment = time.time() if now is None else now
    return [
        Place(
            last.source,
            last.title or Path(last.source).name,
            _facts(f"{last.percent} %", _notes(last.notes), ago(moment - last.time)),
        )
        for last in Library().recent()
    ]


def documents_in(folder: Path) -> list[Place]:
    """The documents of a folder, by name. Raises: SourceError, when it cannot be read."""
    from reader import listing

    return [
        Place(
            str(found.path),
            found.path.name,
            _facts(f"{found.percent} %" if found.percent else "", _notes(found.notes), _size(found.size)),
        )
        for found in listing.documents_in(str(folder))[:MOST]
    ]


def found_in_notes(words: str) -> list[Place]:
    """The notes that say these words, best first; of all documents that postil knows."""
    from reader.library import Library

    return [
        Place(hit.source, hit.shown or "(no words)", hit.title or Path(hit.source).name, note=hit.note)
        for hit in Library().search(words, most=MOST_NOTES)
        if hit.note and hit.source
    ]


def inside(folder: Path) -> list[Place]:
    """The folders in a folder and the files that postil may read, the way up first."""
    found = [Place(str(folder.parent), "..", folder=True)] if folder.parent != folder else []
    entries = _entries(folder)
    found += [Place(entry.path, f"{entry.name}/", folder=True) for entry in entries if entry.is_dir()]
    found += [Place(entry.path, entry.name, _size_of(entry)) for entry in entries if _may_be_read(entry)]
    return found[: MOST * 10]


def matching(places: Iterable[Place], words: str) -> list[Place]:
    """Those that have all the words in their title, their name, or that of the folder they are in."""
    wanted = words.casefold().split()

    def said(place: Place) -> str:
        return " ".join([place.title, *place.source.replace("\\", "/").split("/")[-2:]]).casefold()

    return [place for place in places if all(word in said(place) for word in wanted)]


def typed(words: str) -> Place | None:
    """What was typed, when it names something to open: a path that is there, or an address."""
    words = words.strip()
    if words.startswith(("http://", "https://")) and len(words) > 8:
        return Place(words, f"Open {words}")
    if not words:
        return None
    path = Path(words).expanduser()
    try:
        if path.is_file():
            return Place(str(path), f"Open {words}")
        if path.is_dir() and any(sign in words for sign in "/\\~."):
            return Place(str(path), f"Look into {words}", folder=True)
    except OSError:  # a name too long for any file, say
        return None
    return None


def ago(seconds: float) -> str:
    """How long ago, as people say it."""
    for length, unit in (
        (86400 * 365, "year"),
        (86400 * 30, "month"),
        (86400, "day"),
        (3600, "hour"),
        (60, "minute"),
    ):
        if seconds >= length:
            return f"{counted(int(seconds // length), unit)} ago"
    return "just now"


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder, hidden things left out. Raises: OSError, when it cannot be read."""
    with os.scandir(folder) as entries:
        shown = [entry for entry in entries if not entry.name.startswith(".")]
    return sorted(shown, key=lambda entry: entry.name.casefold())


def _may_be_read(entry: os.DirEntry[str]) -> bool:
    return entry.is_file() and not _of_notes(entry.name)


def _of_notes(name: str) -> bool:
    from annotations.library import is_notes_name

    return is_notes_name(name)


def _size_of(entry: os.DirEntry[str]) -> str:
    try:
        return _size(entry.stat().st_size)
    except OSError:  # a link to nothing
        return ""


def _size(length: float) -> str:
    for unit in ("B", "KB", "MB"):
        if length < 1000:
            return f"{length:.0f} {unit}"
        length /= 1000
    return f"{length:.1f} GB"


def _notes(count: int) -> str:
    return counted(count, "note") if count else ""


def _facts(*facts: str) -> str:
    return " · ".join(fact for fact in facts if fact)
