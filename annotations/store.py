"""One person's file of notes about one document: read, and saved durably, never over another's change.

    opened = open_notes(path, document=reference, annotator=me)     # where there is no file yet: no notes
    opened = save_together(opened, Change(annotations=(note,)))     # on disk when it returns

A note whose id the file has is replaced; another is put where it belongs in document order. `save` refuses when the
file is no longer the one that was read; `save_together` puts both versions together then. An `OpenNotes` is a value
and never changes; all functions here may be called in any thread. `annotations.library` knows the paths.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annotations import codec, disk
from annotations.errors import BrokenNotesError, ChangedOnDiskError, NewerNotesError, StoreError
from annotations.fields import Misfit, Newer
from annotations.model import Annotation, Annotator, DocumentRef, NotesFile
from annotations.opened import Change, OpenNotes, changed, differing, with_notes
from annotations.sheet import decoded, read_sheet
from annotations.yaml_nodes import YamlProblem, read_nodes

__all__ = [
    "Change",
    "Merge",
    "OpenNotes",
    "changed",
    "differing",
    "is_current",
    "open_notes",
    "problems",
    "read",
    "read_bytes",
    "save",
    "save_together",
    "three_way",
    "with_notes",
]

Merge = Callable[[NotesFile | None, NotesFile, NotesFile], NotesFile]
"""Puts `ours` and `theirs` together, both of which came from `base` (None: not known)."""


def open_notes(path: Path, *, document: DocumentRef, annotator: Annotator) -> OpenNotes:
    """Read the notes at `path`; when there are none yet, begin with none, about `document`, by `annotator`.

    Nothing is written. What an existing file says of its document and its annotator is kept.

    Raises:
        BrokenNotesError, NewerNotesError: It is no notes file that this postil can read. It is left as it is.
        StoreError: It cannot be read at all.
    """
    found = read(path)
    return found or OpenNotes(path=path, notes=NotesFile(document=document, annotator=annotator))


def read(path: Path) -> OpenNotes | None:
    """Read the notes at `path`; None when there is no file. Raises: as `open_notes`."""
    with _told(path, "read"):
        try:
            data, stamp = disk.read_file(path)
        except FileNotFoundError:
            return None
    return read_bytes(data, path, stamp)


def read_bytes(data: bytes, path: Path, stamp: disk.Stamp | None = None) -> OpenNotes:
    """Read the bytes of a notes file that is, or is to be, at `path`. Raises: BrokenNotesError, NewerNotesError."""
    try:
        sheet, plain = read_sheet(data, codec.early)
    except YamlProblem as problem:
        raise _broken(path, problem) from problem
    try:
        notes = codec.notes_from_plain(plain)
    except Misfit as misfit:
        raise next(_located(path, [misfit], data)) from misfit
    members = plain.get("annotations") or ()
    order = tuple([member.id if isinstance(member, Annotation) else member["id"] for member in members])
    aligned = order == tuple([note.id for note in notes.annotations])
    return OpenNotes(path=path, notes=notes, stamp=stamp, sheet=sheet, order=order, aligned=aligned)


def problems(data: bytes, path: Path) -> list[BrokenNotesError]:
    """Everything that is wrong with the bytes of a notes file; where they are no YAML, the first thing."""
    try:
        _, plain = read_sheet(data)
    except YamlProblem as problem:
        return [_broken(path, problem)]
    return list(_located(path, codec.misfits(plain), data))


def is_current(opened: OpenNotes) -> bool:
    """Whether the file is still as it was read or saved. Raises: StoreError."""
    with _told(opened.path, "read"):
        now = disk.stamp_of(opened.path)
        if now is None or opened.stamp is None:
            return now is None and opened.stamp is None
        if disk.same_state(opened.stamp, now):
            return True
        return now.size == opened.stamp.size and disk.read_file(opened.path)[0] == opened.sheet.data()


def save(opened: OpenNotes, change: Change, *, steps: disk.Steps = disk.no_steps) -> OpenNotes:
    """Make `change` and save it: when this returns it is on disk and outlasts a power cut.

    Either the whole change is made or none of it. The cost is that of the change and of writing the bytes.

    Args:
        steps: Told of each step as it is reached; see `disk.Steps`.

    Returns: The notes as they are on disk now, to be used for the next change.

    Raises:
        ChangedOnDiskError: The file is no longer the one that was read; see `save_together`.
        UnwritableNoteError: A note in `change` cannot be written.
        StoreError: The disk refuses: no space, no permission.
    """
    after = changed(opened, change)
    with _told(opened.path, "saved"):
        path = disk.real_path(opened.path)
        disk.make_folder(path.parent)
        with disk.beside(path, after.sheet.buffers(), steps=steps) as fresh, disk.alone_in(path.parent):
            steps("locked")
            if not is_current(opened):
                raise ChangedOnDiskError(opened.path)
            steps("compared")
            return replace(after, stamp=disk.put_in_place(fresh, path, steps=steps))


def three_way(base: NotesFile | None, ours: NotesFile, theirs: NotesFile) -> NotesFile:
    """`annotations.merge.merge`, its conflicts left to stand beside the notes they are about."""
    from annotations.merge import merge

    return merge(base, ours, theirs).notes


def save_together(
    opened: OpenNotes, change: Change, *, merge: Merge = three_way, steps: disk.Steps = disk.no_steps
) -> OpenNotes:
    """Make `change` and save it as `save` does, together with what others have saved since the file was read.

    Args:
        merge: Called only when the file has changed: with what was read, the same with `change`, and what is there
            now.

    Returns: The notes as they are on disk now, theirs among them: `differing` tells which.

    Raises: BrokenNotesError, NewerNotesError: What is there now cannot be read; nothing was saved. Else as `save`.
    """
    try:
        return save(opened, change, steps=steps)
    except ChangedOnDiskError:
        pass
    with _told(opened.path, "saved"):
        path = disk.real_path(opened.path)
        disk.make_folder(path.parent)
        # From here to the end no other postil saves in the folder, so this second try is the last.
        with disk.alone_in(path.parent):
            steps("locked")
            ours = changed(opened, change)
            theirs = read(opened.path)
            # A file that was removed meanwhile is made again: what we hold is all there is.
            after = with_notes(theirs, merge(opened.notes, ours.notes, theirs.notes)) if theirs else ours
            with disk.beside(path, after.sheet.buffers(), steps=steps) as fresh:
                if not is_current(theirs or replace(opened, stamp=None)):
                    # Saved in this very moment by an editor, which knows nothing of our lock.
                    raise ChangedOnDiskError(opened.path)
                steps("compared")
                return replace(after, stamp=disk.put_in_place(fresh, path, steps=steps))


@contextlib.contextmanager
def _told(path: Path, act: str) -> Iterator[None]:
    """Tell what the system refuses as a StoreError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        hints = {
            errno.ENOSPC: "Make room on the disk, then try again.",
            errno.EDQUOT: "Make room on the disk, then try again.",
            errno.EACCES: "Check who may read and write the file and its folder.",
            errno.EPERM: "Check who may read and write the file and its folder.",
            errno.EFBIG: "Split it, or look at what made it so large.",
            errno.EINVAL: "Move it out of the way.",
            errno.ELOOP: "Remove the link, or make the file that it leads to.",
            errno.EISDIR: "Move it out of the way.",
            errno.EROFS: "Copy the document to a folder that can be written, and open it there.",
        }
        hint = hints.get(error.errno or 0, "Check the disk and the folder, then try again.")
        raise StoreError(f"{path} cannot be {act}: {reason}", hint=hint) from error


def _broken(path: Path, problem: YamlProblem) -> BrokenNotesError:
    return BrokenNotesError(path, str(problem), line=problem.line, column=problem.column, hint=problem.remedy)


def _located(path: Path, misfits: Iterable[Misfit], data: bytes) -> Iterator[BrokenNotesError]:
    """The misfits with the lines and columns they stand in: the file is read once more, by the full parser."""
    root = None
    for misfit in misfits:
        if root is None:
            root = read_nodes(decoded(data)[0])
        node = root.at(misfit.path)
        kind = NewerNotesError if isinstance(misfit, Newer) else BrokenNotesError
        yield kind(path, str(misfit), line=node.line + 1, column=node.column + 1, hint=misfit.remedy)
