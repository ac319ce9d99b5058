"""Keeps a person's notes on disk while they write them: saves in a thread of its own, and sees what others save.

What is handed to `keep` is remembered until it is on disk: a save that fails is told, and tried again. Whoever is
told is called in this thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotations import store
from annotations.disk import Stamp, stamp_of
from annotations.errors import BrokenNotesError, PostilError, UnwritableNoteError
from annotations.merge import merge
from annotations.model import Annotation, EntityCorrection, NotesFile
from annotations.store import Change, OpenNotes

Kept = Annotation | EntityCorrection
"""What is kept: a note, or what a person put right of the entities."""

LOOK_EVERY = 1.0
"""Seconds between two looks at whether someone else has changed the files."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
"""Seconds before a save that failed is tried again; twice as long each time."""


@dataclass(frozen=True, slots=True)
class Saved:
    """All that was handed over is on disk."""


@dataclass(frozen=True, slots=True)
class NotSaved:
    """A save failed; it is tried again. Nothing is lost while this process lives."""

    error: PostilError
    waiting: int
    """Notes that are not yet on disk."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something went wrong beside the notes, which are safe."""

    error: PostilError


@dataclass(frozen=True, slots=True)
class Moved:
    """A file of notes was changed by someone else."""

    path: Path
    header: NotesFile
    """The file as it is now; what it says of the document is for placing the notes, its corrections of entities are
    all there are."""
    notes: tuple[Annotation, ...]
    """Those that are new, or not as they were."""
    gone: frozenset[str] = frozenset()
    """Ids that are in the file no more."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A file of notes cannot be read any more. It is left as it is, and nothing is saved to it."""

    path: Path
    error: PostilError
    mine: bool


@dataclass(frozen=True, slots=True)
class DocumentChanged:
    """The document itself was written anew, and is quiet since the last look."""

    path: Path


@dataclass(frozen=True, slots=True)
class Crashed:
    """The thread met what it was not made for. Nothing is saved any more."""

    error: Exception


News = Saved | NotSaved | Remark | Moved | Lost | DocumentChanged | Crashed


class Keeper:
    """One person's file that is written, and other people's that are watched."""

    def __init__(
        self,
        mine: OpenNotes | None,
        blank: OpenNotes,
        others: Mapping[Path, OpenNotes],
        tell: Callable[[News], None],
        *,
        after_first: Callable[[], None] = lambda: None,
        look_for: Callable[[], Iterable[Path]] = tuple,
        look_every: float = LOOK_EVERY,
        document: Path | None = None,
    ) -> None:
        """Begin to keep.

        Args:
            mine: The file to write; None while it is broken, and nothing may be written.
            blank: The file to write when there is none.
            others: Files to watch.
            tell: Called with each piece of news.
            after_first: Done once after the first save: keeps the text that the notes are about.
            look_for: Gives the paths of all files of notes there are now.
            look_every: Seconds.
            document: The file that is read, to be watched; None for what is no file.
        """
        self._mine = mine
        self._blank = blank
        self._others = dict(others)
        self._tell = tell
        self._after_first: Callable[[], None] | None = after_first
        self._look_for = look_for
        self._look_every = look_every
        self._document = document
        self._read_as = _stamp(document) if document is not None else None
        self._seen_as = self._read_as
        self._waiting: dict[str, Kept] = {}
        self._broken: dict[Path, Stamp | None] = {}
        """Files that cannot be read, as they were when that was told."""
        self._wake = threading.Condition()
        self._closing = False
        self._busy = False
        self._failed = 0
        self._try_at = 0.0
        self._thread = threading.Thread(target=self._run, name="postil-keeper", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Notes that are not yet on disk."""
        with self._wake:
            return len(self._waiting)

    def keep(self, notes: Sequence[Kept]) -> None:
        """Save these notes and corrections as soon as can be. Returns at once."""
        with self._wake:
            self._waiting.update((note.id, note) for note in notes)
            self._try_at = 0.0
            self._wake.notify_all()

    def settle(self, timeout: float) -> bool:
        """Wait until all is on disk; False when it is not after `timeout` seconds, or the last try failed."""
        end = time.monotonic() + timeout
        with self._wake:
            self._try_at = 0.0
            self._failed = 0
            self._wake.notify_all()
            while self._waiting or self._busy:
                left = end - time.monotonic()
                if left <= 0 or self._failed:
                    return False
                self._wake.wait(left)
        return True

    def close(self) -> None:
        """Stop. What is not on disk yet is lost: `settle` first."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - a bug: it must come up where it is seen, not end a thread unheard
            self._tell(Crashed(error))

    def _work(self) -> None:
        while True:
            with self._wake:
                batch = self._next()
                if self._closing:
                    return
            if batch:
                self._save(batch)
            else:
                self._look()

    def _next(self) -> dict[str, Kept]:
        """What to save now; empty when it is time to look at the files. Waits, holding the lock between."""
        look_at = time.monotonic() + self._look_every
        while not self._closing:
            now = time.monotonic()
            ready = self._waiting and self._mine is not None
            if ready and now >= self._try_at:
                self._busy = True
                return dict(self._waiting)
            if now >= look_at:
                return {}
            self._wake.wait(min(look_at, self._try_at if ready else look_at) - now)
        return {}

    def _save(self, batch: dict[str, Kept]) -> None:
        assert self._mine is not None
        before = self._mine
        news: list[News] = []
        error: PostilError | None = None
        saved: dict[str, Kept] = {}
        try:
            self._mine, saved = self._saved_each(before, batch)
        except PostilError as raised:
            error = raised
        if saved and self._after_first is not None:
            after, self._after_first = self._after_first, None
            try:
                after()
            except PostilError as raised:
                news.append(Remark(raised))
        if self._mine is not before:
            news += self._news_of(before.notes, self._mine, own=saved)
        with self._wake:
            for note, value in saved.items():
                if self._waiting.get(note) is value:
                    del self._waiting[note]
            self._busy = False
            left = len(self._waiting)
            if error is not None:
                self._try_at = time.monotonic() + min(FIRST_WAIT * 2**self._failed, LONGEST_WAIT)
                self._failed += 1
                if isinstance(error, BrokenNotesError):
                    # It was broken while open: what waits stays in memory until it is mended.
                    self._broken[before.path] = _stamp(before.path)
                    news.append(Lost(before.path, error, mine=True))
                news.append(NotSaved(error, left))
            else:
                self._failed = 0
                if not left:
                    news.append(Saved())
            self._wake.notify_all()
        for piece in news:
            self._tell(piece)

    def _saved_each(self, opened: OpenNotes, batch: dict[str, Kept]) -> tuple[OpenNotes, dict[str, Kept]]:
        """Save the batch; when one note cannot be written, the others all the same, and then that is raised."""
        try:
            return store.save_together(opened, Change.of(batch.values()), merge=_merged), batch
        except UnwritableNoteError:
            if len(batch) == 1:
                raise
        saved: dict[str, Kept] = {}
        for note, value in batch.items():
            try:
                opened = store.save_together(opened, Change.of((value,)), merge=_merged)
            except UnwritableNoteError:
                continue
            saved[note] = value
        return opened, saved

    def _look(self) -> None:
        """See whether someone else has changed a file, or begun one."""
        self._look_at_mine()
        self._look_at_document()
        for path in dict.fromkeys([*self._others, *self._look_for()]):
            if path != self._blank.path:
                self._look_at(path)

    def _look_at_mine(self) -> None:
        path, mine = self._blank.path, self._mine
        try:
            if mine is not None and store.is_current(mine):
                if self._broken.pop(path, None) is not None:
                    self._tell(Moved(path, self._blank.notes, ()))
                return
            if self._known_broken(path):
                return
            now = store.read(path)
        except PostilError as error:
            self._report(path, error, mine=True)
            return
        if self.waiting and mine is not None:
            self._broken.pop(path, None)
            return  # the next save puts both together
        if now is None:
            self._mine = self._mine or self._blank
            return
        self._mine = now
        news = self._news_of((mine or self._blank).notes, now, own={})
        if self._broken.pop(path, None) is not None or mine is None:
            news = news or [Moved(path, self._blank.notes, ())]
        for piece in news:
            self._tell(piece)

    def _look_at_document(self) -> None:
        """Tell that the document was changed, once whoever writes it is done: two looks see the same file."""
        if self._document is None:
            return
        now = _stamp(self._document)
        quiet, self._seen_as = now == self._seen_as, now
        if quiet and now is not None and now != self._read_as:
            self._read_as = now
            self._tell(DocumentChanged(self._document))

    def _look_at(self, path: Path) -> None:
        known = self._others.get(path)
        try:
            if (known is not None and store.is_current(known)) or self._known_broken(path):
                return
            now = store.read(path)
        except PostilError as error:
            self._others.pop(path, None)
            self._report(path, error, mine=False)
            return
        if now is None:
            return
        self._broken.pop(path, None)
        self._others[path] = now
        nothing = NotesFile(document=now.notes.document, annotator=now.notes.annotator)
        for piece in self._news_of(known.notes if known is not None else nothing, now, own={}):
            self._tell(piece)

    def _known_broken(self, path: Path) -> bool:
        """Whether the file is still as it was when it was found broken."""
        stamp = self._broken.get(path)
        now = _stamp(path)
        return stamp is not None and now is not None and (now.modified, now.size) == (stamp.modified, stamp.size)

    def _report(self, path: Path, error: PostilError, *, mine: bool) -> None:
        self._broken[path] = _stamp(path)
        self._tell(Lost(path, error, mine=mine))

    @staticmethod
    def _news_of(before: NotesFile, now: OpenNotes, *, own: Mapping[str, Kept]) -> list[News]:
        """What differs between two states of a file, but for what was saved from here just as it was."""
        changed = [
            now.by_id[note]
            for note in store.differing(before, now.notes)
            if note in now.by_id and now.by_id[note] != own.get(note)
        ]
        gone = {note.id for note in before.annotations} - now.by_id.keys()
        known = {one.id: one for one in before.entities}
        corrected = any(one not in (known.get(one.id), own.get(one.id)) for one in now.notes.entities)
        moved = changed or gone or corrected
        return [Moved(now.path, now.notes, tuple(changed), frozenset(gone))] if moved else []


def _merged(base: NotesFile | None, ours: NotesFile, theirs: NotesFile) -> NotesFile:
    return merge(base, ours, theirs).notes


def _stamp(path: Path) -> Stamp | None:
    try:
        return stamp_of(path)
    except OSError:  # the folder cannot be entered: as good as gone
        return None
