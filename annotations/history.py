"""Undo and redo without limit, across sessions: the acts on one file of notes, in a journal on disk.

    history = open_history(notes_path, data=data_folder())
    history.did("recolour", [Step(before, after)])              # once the act is made
    travel = history.undo(notes_by_id, now=now)                 # None: there is nothing to take back
    save_together(opened, Change(annotations=travel.notes))

An act changes fields of notes. Undoing it puts back just those fields, and of them only those that still are as the
act left them: what someone else has changed since stays, and `Travel.left` says so. An act may also make or take back
corrections of entities, which are what they are: undoing one makes it a tombstone, or gives it again.

The journal (`history/` in the user's data folder) only grows at its end, by one line an act; the acts themselves are
read from it when they are needed. A line that a crash tore is passed over. Losing the journal loses no note.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from annotations.codec import annotation_from_plain, annotation_to_plain, correction_from_plain, correction_to_plain
from annotations.errors import StoreError
from annotations.fields import Misfit
from annotations.ids import new_id
from annotations.journals import head_of, take_over
from annotations.model import Annotation, EntityCorrection

_ID = 36
"""Characters of an id."""

FIELDS = ("spans", "color", "tags", "comment", "entity", "reply_to", "deleted", "variants", "extra")
"""What an act may change in a note. Times and authorship are not taken back."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an act did to one note."""

    before: Annotation | None
    """None when the act made the note."""
    after: Annotation


@dataclass(frozen=True, slots=True)
class CorrectionStep:
    """What an act did to one correction of an entity: made it, took it back, or gave it again."""

    before: EntityCorrection | None
    """None when the act made the correction."""
    after: EntityCorrection


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person did, taken back as one."""

    id: str
    what: str
    """In a word or two, for the person."""
    steps: tuple[Step, ...]
    corrections: tuple[CorrectionStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Travel:
    """What undoing or redoing an act comes to, given how the notes are now."""

    act: Act
    notes: tuple[Annotation, ...]
    """The notes as they shall be; those the act finds as they should be are left out."""
    left: Mapping[str, tuple[str, ...]]
    """Ids of notes -> fields that stay as they are, because someone else has changed them since."""
    corrections: tuple[EntityCorrection, ...] = ()
    """Corrections as they shall be, in the same way."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """An act of an earlier session, still in the journal."""

    offset: int
    """Of its line, in bytes."""
    id: str


_NO_CORRECTIONS: Mapping[str, EntityCorrection] = MappingProxyType({})


def travelled(
    act: Act,
    notes: Mapping[str, Annotation],
    *,
    back: bool,
    now: datetime,
    corrections: Mapping[str, EntityCorrection] = _NO_CORRECTIONS,
) -> Travel:
    """Take an act back, or do it again, on the notes as they are now. Pure.

    Args:
        notes: The notes by their ids, tombstones included.
        back: Undo; else redo.
        now: The time of the change, aware.
        corrections: Of entities, by their ids, tombstones included.
    """
    changed: list[Annotation] = []
    left: dict[str, tuple[str, ...]] = {}
    for step in reversed(act.steps) if back else act.steps:
        current = notes.get(step.after.id)
        if current is None:
            # Its tombstone was dropped: only a note of our own making is made again.
            if step.before is None and not back:
                changed.append(replace(step.after, modified=max(now, step.after.modified)))
            elif step.before is not None:
                left[step.after.id] = ("note",)
            continue
        fields, kept = _fields(step, current, back=back, now=now)
        if kept:
            left[current.id] = kept
        if fields:
            modified = max(now, current.modified)
            changed.append(replace(current, **fields, modified=modified))  # type: ignore[arg-type]  # named in FIELDS
    turned = [_turned(step, corrections.get(step.after.id), back=back, now=now) for step in act.corrections]
    return Travel(act, tuple(changed), left, tuple(one for one in turned if one is not None))


def _turned(
    step: CorrectionStep, current: EntityCorrection | None, *, back: bool, now: datetime
) -> EntityCorrection | None:
    """The correction as it shall be; None where it is so already, or its tombstone was dropped by then."""
    aim = step.before if back else step.after
    deleted = now if aim is None or aim.deleted else None
    if current is None:
        return replace(step.after, modified=max(now, step.after.modified)) if deleted is None else None
    if bool(current.deleted) == bool(deleted):
        return None
    return replace(current, deleted=deleted, modified=max(now, current.modified))


def _fields(
    step: Step, current: Annotation, *, back: bool, now: datetime
) -> tuple[dict[str, object], tuple[str, ...]]:
    """The fields to set on a note, and those that someone else has changed since."""
    if step.before is None:
        if not back:
            return ({"deleted": None}, ()) if current.deleted else ({}, ())
        if current.deleted:
            return {}, ()
        foreign = tuple(name for name in FIELDS if getattr(current, name) != getattr(step.after, name))
        return ({}, foreign) if foreign else ({"deleted": now}, ())
    source, target = (step.after, step.before) if back else (step.before, step.after)
    fields: dict[str, object] = {}
    kept: list[str] = []
    for name in FIELDS:
        was, aim, is_now = getattr(source, name), getattr(target, name), getattr(current, name)
        if was == aim or is_now == aim:
            continue
        # When a note was deleted is no content: deleted again by undo, it has another time.
        if is_now == was or (name == "deleted" and is_now and was):
            fields[name] = aim
        else:
            kept.append(name)
    return fields, tuple(kept)


def open_history(notes_path: Path, *, data: Path, known: Collection[str] = ()) -> History:
    """The acts on the file of notes at `notes_path`, those of earlier sessions included.

    Costs one pass over the journal, some 10 ms for ten thousand acts.

    Args:
        notes_path: The file of notes; it need not exist.
        data: The user's data folder.
        known: Ids of the notes and corrections in it, by which its journal is found when the file has moved.

    Raises: StoreError, if the journal cannot be read.
    """
    try:
        path = take_over(notes_path, known, data=data)
    except OSError as error:
        hint = "Undo reaches back to now only. Check who may write to the folder."
        raise StoreError(f"the history of {notes_path} cannot be kept: {error.strerror}", hint=hint) from error
    return History(path, notes_path)


class History:
    """The acts that can be taken back and those that can be done again, as a journal on disk has them."""

    def __init__(self, path: Path, about: Path) -> None:
        """Read the journal at `path`, if there is one; a new one says at its head that it is about these notes.

        Raises: StoreError, if it cannot be read.
        """
        self.path = path
        self._about = about
        self._done: list[Act | _Kept] = []
        self._undone: list[Act | _Kept] = []
        self._whole = True
        """Whether the journal ends with a line end, so that the next line can be added."""
        self._read()

    def __len__(self) -> int:
        """How many acts can be taken back."""
        return len(self._done)

    def did(self, what: str, steps: Iterable[Step], corrections: Iterable[CorrectionStep] = ()) -> Act:
        """Take up an act that was just made; what was undone can be redone no more.

        Raises: StoreError, if it cannot be written down. It can still be undone in this session.
        """
        act = Act(new_id(), what, tuple(steps), tuple(corrections))
        self._done.append(act)
        self._undone.clear()
        plain: dict[str, object] = {"do": act.id, "what": what, "steps": [_step_to_plain(step) for step in act.steps]}
        if act.corrections:
            plain["corrections"] = [_correction_step_to_plain(step) for step in act.corrections]
        self._write(plain)
        return act

    def undo(
        self,
        notes: Mapping[str, Annotation],
        *,
        now: datetime,
        corrections: Mapping[str, EntityCorrection] = _NO_CORRECTIONS,
    ) -> Travel | None:
        """Take back the last act; None when there is none. Save what the travel says, then it is done.

        Raises: StoreError, as `did`.
        """
        return self._travel(self._done, self._undone, notes, corrections, back=True, now=now)

    def redo(
        self,
        notes: Mapping[str, Annotation],
        *,
        now: datetime,
        corrections: Mapping[str, EntityCorrection] = _NO_CORRECTIONS,
    ) -> Travel | None:
        """Do again what was taken back last; None when there is nothing. Else as `undo`."""
        return self._travel(self._undone, self._done, notes, corrections, back=False, now=now)

    def next_undo(self) -> Act | None:
        """The act that `undo` would take back."""
        return self._last(self._done)

    def next_redo(self) -> Act | None:
        """The act that `redo` would do again."""
        return self._last(self._undone)

    def _travel(
        self,
        source: list[Act | _Kept],
        target: list[Act | _Kept],
        notes: Mapping[str, Annotation],
        corrections: Mapping[str, EntityCorrection],
        *,
        back: bool,
        now: datetime,
    ) -> Travel | None:
        act = self._last(source)
        if act is None:
            return None
        travel = travelled(act, notes, back=back, now=now, corrections=corrections)
        target.append(source.pop())
        self._write({"undo" if back else "redo": act.id})
        return travel

    def _last(self, acts: list[Act | _Kept]) -> Act | None:
        """The last act, read from the journal if it must be. One that cannot be read any more is dropped."""
        while acts:
            last = acts[-1]
            if isinstance(last, _Kept):
                found = self._act_of(last)
                if found is None:
                    acts.pop()
                    continue
                acts[-1] = last = found
            return last
        return None

    def _act_of(self, kept: _Kept) -> Act | None:
        try:
            with self.path.open("rb") as file:
                file.seek(kept.offset)
                plain = json.loads(file.readline())
            if plain["do"] != kept.id:
                return None
            steps = tuple([_step_from_plain(step) for step in plain["steps"]])
            corrections = tuple([_correction_step_from_plain(step) for step in plain.get("corrections", ())])
            return Act(plain["do"], plain["what"], steps, corrections)
        except (OSError, ValueError, KeyError, TypeError, Misfit):
            return None

    def _read(self) -> None:
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            hint = "Undo reaches back to now only. Check who may read the folder."
            raise StoreError(f"{self.path} cannot be read: {error.strerror}", hint=hint) from error
        done: dict[bytes, _Kept] = {}
        undone: dict[bytes, _Kept] = {}
        offset = 0
        for line in data.split(b"\n"):
            verb, _, rest = line.partition(b'":"')
            identity = rest[:_ID]
            if not line.endswith(b"}"):
                # Torn by a crash: whatever it was, it did not become part of the history.
                pass
            elif verb == b'{"do':
                undone.clear()
                done[identity] = _Kept(offset, identity.decode("ascii", "replace"))
            elif verb == b'{"undo' and identity in done:
                undone[identity] = done.pop(identity)
            elif verb == b'{"redo' and identity in undone:
                done[identity] = undone.pop(identity)
            offset += len(line) + 1
        self._done, self._undone = [*done.values()], [*undone.values()]
        self._whole = not data or data.endswith(b"\n")

    def _write(self, plain: dict[str, object]) -> None:
        line = json.dumps(plain, separators=(",", ":")).encode() + b"\n"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, flags, 0o600)
            try:
                if not os.fstat(descriptor).st_size:
                    line = head_of(self._about) + line
                elif not self._whole:
                    line = b"\n" + line
                # One write at the end of a file is whole, whoever else writes there.
                os.write(descriptor, line)
                self._whole = True
            finally:
                os.close(descriptor)
        except OSError as error:
            hint = "Your notes are safe. Undo will not reach back to this act in a later session."
            raise StoreError(f"{self.path} cannot be written: {error.strerror}", hint=hint) from error


def _step_to_plain(step: Step) -> list[Any]:
    return [None if note is None else annotation_to_plain(note, "") for note in (step.before, step.after)]


def _step_from_plain(plain: list[Any]) -> Step:
    before, after = (None if note is None else annotation_from_plain(note, "", ()) for note in plain)
    if after is None:
        raise ValueError("an act leaves a note behind")
    return Step(before, after)


def _correction_step_to_plain(step: CorrectionStep) -> list[Any]:
    return [None if one is None else correction_to_plain(one) for one in (step.before, step.after)]


def _correction_step_from_plain(plain: list[Any]) -> CorrectionStep:
    before, after = (None if one is None else correction_from_plain(one, ()) for one in plain)
    if after is None:
        raise ValueError("an act leaves a correction behind")
    return CorrectionStep(before, after)
