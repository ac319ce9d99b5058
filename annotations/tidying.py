"""What postil keeps and no longer needs: old tombstones, texts that no note is about, remains of crashes.

Looked for first (`look`), done only then (`tidy`). Ages count from `before`, an aware time: what is younger stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotations import journals, library, store, texts
from annotations.errors import PostilError
from annotations.model import Annotation, EntityCorrection, NotesFile, Span
from annotations.store import Change, OpenNotes

_CRASH = timedelta(days=1)
"""After this time nobody is still writing a temporary file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clutter:
    """What can go."""

    tombstones: Mapping[Path, frozenset[str]]
    """Files of notes -> ids of notes that were deleted long ago, and that no note answers."""
    texts: Mapping[str, int]
    """Fingerprints of kept texts that no known note is about -> bytes on disk."""
    remains: tuple[Path, ...]
    """Temporary files that a crash left, and histories of notes that are gone."""
    unread: Mapping[Path, PostilError]
    """Files of notes that cannot be read. They may need any text, so while there is one, all texts stay."""

    def __bool__(self) -> bool:
        return bool(self.tombstones or self.texts or self.remains)


def look(files: Iterable[Path], *, data: Path, whose: str, before: datetime) -> Clutter:
    """Find what can go, and change nothing.

    Args:
        files: Files of notes to look at, besides those that postil knows of.
        data: See `library.data_folder`.
        whose: Id of the annotator: nobody else's notes are changed.
    """
    known = library.known(data)
    paths = dict.fromkeys([*(path.absolute() for path in files), *(each.path for each in known)])
    paths |= dict.fromkeys(library.notes_below(data / library.NOTES_FOLDER))
    needed: set[str] = set()
    tombstones: dict[Path, frozenset[str]] = {}
    unread: dict[Path, PostilError] = {}
    for path in paths:
        try:
            opened = store.read(path)
        except PostilError as error:
            unread[path] = error
            continue
        if opened is None:
            continue
        needed |= set(_fingerprints(opened.notes))
        if opened.notes.annotator.id == whose and (old := _long_deleted(opened, before)):
            tombstones[path] = old
    # Where a whole folder is gone, it may be a drive that is not there today.
    needed |= {each.fingerprint for each in known if not each.path.parent.is_dir()}
    folders = dict.fromkeys(path.parent for path in paths)
    return Clutter(
        tombstones=tombstones,
        texts={} if unread else _unneeded_texts(needed, data, before),
        remains=(*_temporary(folders, data), *_histories(data, before)),
        unread=unread,
    )


def tidy(clutter: Clutter, *, data: Path) -> None:
    """Let it go. Raises: StoreError; what was done before that stays done."""
    for path, identities in clutter.tombstones.items():
        opened = store.read(path)
        if opened is not None:
            store.save(opened, Change(drop=identities))
    for fingerprint in clutter.texts:
        texts.drop(fingerprint, data=data)
    for path in clutter.remains:
        path.unlink(missing_ok=True)


def _long_deleted(opened: OpenNotes, before: datetime) -> frozenset[str]:
    answered = {note.reply_to for note in opened.notes.annotations if not note.deleted}
    old = (each.id for each in _members(opened.notes) if each.deleted and max(each.deleted, each.modified) < before)
    return frozenset(identity for identity in old if identity not in answered)


def _members(notes: NotesFile) -> list[Annotation | EntityCorrection]:
    return [*notes.annotations, *notes.entities]


def _fingerprints(notes: NotesFile) -> Iterable[str]:
    yield notes.document.fingerprint
    spans: list[Span] = [span for member in _members(notes) for span in member.spans]
    spans += [span for note in notes.annotations for variant in note.variants for span in variant.spans or ()]
    for span in spans:
        if span.fingerprint:
            yield span.fingerprint
        if span.latest:
            yield span.latest.fingerprint


def _unneeded_texts(needed: set[str], data: Path, before: datetime) -> dict[str, int]:
    folder = data / texts.FOLDER
    unneeded = texts.unneeded(needed, data=data)
    return {each: size for each, size in unneeded.items() if _changed(folder / each) < before}


def _temporary(folders: Iterable[Path], data: Path) -> Iterable[Path]:
    limit = datetime.now(UTC) - _CRASH
    for folder in dict.fromkeys([*folders, data / texts.FOLDER]):
        for path in sorted(folder.glob(".*.tmp")) if folder.is_dir() else ():
            ours = folder.is_relative_to(data) or f"{library.NOTES_SUFFIX}." in path.name
            if ours and _changed(path) < limit:
                yield path


def _histories(data: Path, before: datetime) -> Iterable[Path]:
    folder = data / journals.FOLDER
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        about = journals.about(path)
        if about is not None and about.parent.is_dir() and not about.exists() and _changed(path) < before:
            yield path


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
