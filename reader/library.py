"""All documents and notes of a person: what was read lately, and search through titles and notes.

The index is an SQLite file in the cache folder. It says nothing that the notes files do not say: it follows them
when they change, and is made anew when it is missing, broken, or of another make. Searching opens no document.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from annotations import library as notes_library
from annotations import store
from annotations.errors import BrokenNotesError, StoreError
from annotations.model import Annotation, NotesFile
from reader import lastread
from reader.documents.cache import cache_folder
from reader.lastread import LastRead

Found = TypeVar("Found")

FILE = "library.sqlite"

_REMEMBERED = 1000
"""Documents read lately of which the titles are searched."""

_VERSION = 1
"""Of the index's tables: another makes it anew."""

_TABLES = f"""
CREATE TABLE files(id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, size INTEGER, changed INTEGER,
    source TEXT, title TEXT, fingerprint TEXT, annotator TEXT, notes INTEGER, broken INTEGER);
CREATE VIRTUAL TABLE words USING fts5(said, tags, quote, title, file UNINDEXED, note UNINDEXED, shown UNINDEXED,
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
PRAGMA user_version = {_VERSION};
"""

_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])"
)
"""Letters of scripts that put no spaces between words: each is a word of its own in the index."""

_WORD = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A note, or the title of a document, that a search found."""

    source: str
    """Of the document: a path or a URL."""
    title: str
    note: str = ""
    """Id of the note; empty for a title."""
    shown: str = ""
    """What the note says, else its quote: one line."""
    annotator: str = ""
    path: Path | None = None
    """The notes file."""


class Library:
    """What a person has read and noted. To be used in a worker: it reads files."""

    def __init__(self, *, data: Path | None = None, cache: Path | None = None) -> None:
        """
        Args:
            data: The folder of what postil keeps for this user.
            cache: The folder of what postil can make again.
        """
        self._data = data or notes_library.data_folder()
        self._index = (cache or cache_folder()) / FILE

    def recent(self, most: int = 50) -> list[LastRead]:
        """The documents that were read lately, the last first. Files that are gone are left out."""
        found = (last for last in lastread.recent(_REMEMBERED) if last.source)
        there = (last for last in found if not _is_path(last.source) or Path(last.source).exists())
        return list(islice(there, most))

    def refresh(self, cancelled: Callable[[], bool] | None = None) -> int:
        """Bring the index up to date with the notes files, and give the number of files read for it.

        Args:
            cancelled: Asked between two files; True leaves the rest for another time.
        """
        return self._use(lambda index: self._follow(index, cancelled))

    def search(self, words: str, *, most: int = 100) -> list[Hit]:
        """The documents whose title says all of `words`, and the notes that do, best first.

        Args:
            words: As a person types them; the last may be unfinished; "in quotes" they stand together.
        """
        query = _query(words)
        if not query:
            return []
        rows = self._use(lambda index: self._found(index, query, most))
        hits = [
            Hit(source=source, title=title, note=note, shown=shown, annotator=annotator, path=Path(path))
            for source, title, note, shown, annotator, path in rows
        ]
        return [*self._titles(words), *hits][:most]

    def counts(self, folders: Iterable[Path] = ()) -> dict[str, int]:
        """Path of each known notes file -> how many notes it holds, tombstones not counted.

        Args:
            folders: Notes files in these count as known.
        """
        also = {folder.absolute() for folder in folders}
        return self._use(lambda index: self._counted(index, also))

    def _found(self, index: sqlite3.Connection, query: str, most: int) -> list[tuple[str, str, str, str, str, str]]:
        self._follow(index)
        return index.execute(
            "SELECT f.source, f.title, w.note, w.shown, f.annotator, f.path "
            "FROM words w JOIN files f ON f.id = w.file "
            "WHERE words MATCH ? ORDER BY bm25(words, 4.0, 4.0, 2.0, 1.0) LIMIT ?",
            (query, most),
        ).fetchall()

    def _counted(self, index: sqlite3.Connection, also: set[Path]) -> dict[str, int]:
        self._follow(index, also=also)
        return dict(index.execute("SELECT path, notes FROM files").fetchall())

    def _follow(
        self,
        index: sqlite3.Connection,
        cancelled: Callable[[], bool] | None = None,
        *,
        also: Collection[Path] = (),
    ) -> int:
        wanted = self._notes_files(also)
        rows = index.execute("SELECT path, size, changed FROM files").fetchall()
        known = {path: (size, changed) for path, size, changed in rows}
        read = 0
        for path in known.keys() - wanted.keys():
            with index:
                _drop(index, path)
        for path, stamp in wanted.items():
            if known.get(path) == stamp:
                continue
            if cancelled is not None and cancelled():
                break
            with index:
                _drop(index, path)
                _add(index, path, stamp)
            read += 1
        return read

    def _titles(self, words: str) -> list[Hit]:
        wanted = [_folded(first or second) for first, second in _WORD.findall(words)]
        return [
            Hit(source=last.source, title=last.title)
            for last in self.recent(_REMEMBERED)
            if all(word in _folded(f"{last.title} {last.source.rpartition('/')[2]}") for word in wanted)
        ]

    def _notes_files(self, also: Collection[Path] = ()) -> dict[str, tuple[int, int]]:
        """Path of every notes file that is known, or stands in one of the folders `also` -> its size and time."""
        found: dict[str, tuple[int, int]] = {}
        paths: Iterable[Path] = (entry.path for entry in notes_library.known(self._data))
        folders = {self._data / notes_library.NOTES_FOLDER, *also}
        folders |= {Path(last.source).parent for last in lastread.recent(_REMEMBERED) if _is_path(last.source)}
        for path in (*paths, *(path for folder in folders for path in _notes_in(folder))):
            try:
                status = path.stat()
            except OSError:
                continue
            found[str(path)] = (status.st_size, status.st_mtime_ns)
        return found

    def _use(self, work: Callable[[sqlite3.Connection], Found]) -> Found:
        """Do something with the index: made anew when it is broken, in memory when the disk does not take it."""
        for _ in range(2):
            try:
                self._index.parent.mkdir(parents=True, exist_ok=True)
                with closing(sqlite3.connect(self._index, timeout=5.0)) as index:
                    _prepare(index)
                    return work(index)
            except OSError:
                break
            except sqlite3.DatabaseError as error:
                if "locked" in str(error) or not self._removed():
                    break
        with closing(sqlite3.connect(":memory:")) as index:
            _prepare(index)
            return work(index)

    def _removed(self) -> bool:
        """Remove an index that cannot be used. False when the disk does not let us."""
        try:
            for suffix in ("", "-journal", "-wal", "-shm"):
                Path(f"{self._index}{suffix}").unlink(missing_ok=True)
        except OSError:
            return False
        return True


def _prepare(index: sqlite3.Connection) -> None:
    """Make the tables of a new index. Raises: sqlite3.DatabaseError, for one that is broken or of another make."""
    index.execute("PRAGMA synchronous = OFF")  # What is lost is made again.
    version = index.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        index.executescript(f"BEGIN;{_TABLES}COMMIT;")
    elif version != _VERSION:
        raise sqlite3.DatabaseError(f"an index of make {version}")


def _add(index: sqlite3.Connection, path: str, stamp: tuple[int, int]) -> None:
    """Read a notes file into the index. A broken one is in it without notes, until it changes."""
    try:
        opened = store.read(Path(path))
    except (BrokenNotesError, StoreError):
        opened = None
    notes = opened.notes if opened else None
    alive = [note for note in notes.annotations if note.deleted is None] if notes else []
    row = index.execute(
        "INSERT INTO files(path, size, changed, source, title, fingerprint, annotator, notes, broken) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            path,
            *stamp,
            _source_of(notes, path) if notes else "",
            notes.document.title if notes else "",
            notes.document.fingerprint if notes else "",
            notes.annotator.id if notes else "",
            len(alive),
            notes is None,
        ),
    )
    title = notes.document.title if notes else ""
    index.executemany(
        "INSERT INTO words(said, tags, quote, title, file, note, shown) VALUES(?, ?, ?, ?, ?, ?, ?)",
        ((*_said(note, title), row.lastrowid, note.id, _shown(note)) for note in alive),
    )


def _drop(index: sqlite3.Connection, path: str) -> None:
    index.execute("DELETE FROM words WHERE file IN (SELECT id FROM files WHERE path = ?)", (path,))
    index.execute("DELETE FROM files WHERE path = ?", (path,))


def _said(note: Annotation, title: str) -> tuple[str, str, str, str]:
    """What a note says, for the index: comment, tags, quote, and the title of its document."""
    quote = " ".join(span.exact for span in note.spans)
    return _spaced(note.comment), _spaced(" ".join(note.tags)), _spaced(quote), _spaced(title)


def _shown(note: Annotation) -> str:
    words = note.comment or " … ".join(span.exact for span in note.spans)
    return " ".join(words.split())[:200]


def _source_of(notes: NotesFile, path: str) -> str:
    """The document of a notes file: a URL, or a path in full."""
    source = notes.document.source
    if not source or not notes_library.is_local(source):
        return source
    return os.path.normpath(os.path.join(os.path.dirname(path), source))  # noqa: PTH118, PTH120 - `..` is to go


def _notes_in(folder: Path) -> Iterator[Path]:
    """The notes files in a folder, not those in the folders below it."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if notes_library.is_notes_name(entry.name))
    except OSError:
        return
    yield from (folder / name for name in names)


def _is_path(source: str) -> bool:
    return notes_library.is_local(source)


def _query(words: str) -> str:
    """What a person typed, in the language of FTS5: all words, the last as a beginning."""
    found = [_spaced(first or second).replace('"', " ").split() for first, second in _WORD.findall(words)]
    phrases = [" ".join(phrase) for phrase in found if any(re.search(r"\w", word) for word in phrase)]
    if not phrases:
        return ""
    last = "" if words.rstrip().endswith('"') else "*"
    return " ".join(f'"{phrase}"' for phrase in phrases) + last


def _spaced(text: str) -> str:
    return _UNSPACED.sub(r" \1 ", text)


def _folded(text: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
