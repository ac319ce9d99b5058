"""What changed between two versions of a person's notes, note by note. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from annotations.merge import document_order
from annotations.model import Annotation, EntityCorrection, NotesFile


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of a note, before and after, in words."""

    field: Literal["quote", "color", "tags", "comment", "entity", "reply_to", "variants"]
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteChange:
    """What became of one note."""

    change: Literal["added", "deleted", "restored", "removed", "edited"]
    """`deleted` leaves a tombstone, `removed` nothing."""
    note: Annotation
    """As it is after the change; for `removed` as it was."""
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionChange:
    """What became of one correction of the entities."""

    change: Literal["added", "deleted", "restored", "removed", "edited"]
    correction: EntityCorrection


def differences(before: NotesFile, after: NotesFile) -> tuple[NoteChange, ...]:
    """The notes that differ, in document order. Where a passage was last seen and times are no difference."""
    was = {note.id: note for note in before.annotations}
    now = {note.id: note for note in after.annotations}
    changes: list[NoteChange] = []
    for key in {*was, *now}:
        change = _change(was.get(key), now.get(key))
        if change is not None:
            changes.append(change)
    return tuple(sorted(changes, key=lambda change: document_order(change.note)))


def correction_differences(before: NotesFile, after: NotesFile) -> tuple[CorrectionChange, ...]:
    """The corrections of entities that differ, oldest first."""
    was = {item.id: item for item in before.entities}
    now = {item.id: item for item in after.entities}
    changes: list[CorrectionChange] = []
    for key in {*was, *now}:
        old, new = was.get(key), now.get(key)
        if new is None and old is not None:
            if not old.deleted:
                changes.append(CorrectionChange(change="removed", correction=old))
        elif new is not None and (old is None or old.deleted):
            if not new.deleted:
                changes.append(CorrectionChange(change="restored" if old else "added", correction=new))
        elif new is not None and old is not None and new.deleted:
            changes.append(CorrectionChange(change="deleted", correction=new))
        elif new is not None and old is not None:
            said = [(item.action, item.entity, item.value, item.spans) for item in (old, new)]
            if said[0] != said[1]:
                changes.append(CorrectionChange(change="edited", correction=new))
    return tuple(sorted(changes, key=lambda change: (change.correction.created, change.correction.id)))


def _change(was: Annotation | None, now: Annotation | None) -> NoteChange | None:
    if now is None:
        return None if was is None or was.deleted else NoteChange(change="removed", note=was)
    if was is None or was.deleted:
        if now.deleted:
            return None
        return NoteChange(change="added" if was is None else "restored", note=now)
    if now.deleted:
        return NoteChange(change="deleted", note=now)
    fields = tuple(_fields(was, now))
    return NoteChange(change="edited", note=now, fields=fields) if fields else None


def _fields(was: Annotation, now: Annotation) -> Iterator[FieldChange]:
    def quote(note: Annotation) -> str:
        return " … ".join(span.exact for span in note.spans)

    if [(s.exact, s.start, s.end) for s in was.spans] != [(s.exact, s.start, s.end) for s in now.spans]:
        yield FieldChange(field="quote", before=quote(was), after=quote(now))
    if was.color != now.color:
        yield FieldChange(field="color", before=was.color or "", after=now.color or "")
    if was.tags != now.tags:
        yield FieldChange(field="tags", before=_hashed(was.tags), after=_hashed(now.tags))
    if was.comment != now.comment:
        yield FieldChange(field="comment", before=was.comment, after=now.comment)
    if was.entity != now.entity:
        yield FieldChange(field="entity", before=was.entity or "", after=now.entity or "")
    if was.reply_to != now.reply_to:
        yield FieldChange(field="reply_to", before=was.reply_to or "", after=now.reply_to or "")
    if was.variants != now.variants:
        yield FieldChange(field="variants", before=str(len(was.variants)), after=str(len(now.variants)))


def _hashed(tags: tuple[str, ...]) -> str:
    return " ".join(f"#{tag}" for tag in tags)
