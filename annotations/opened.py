"""A notes file in memory: what it says together with its text, and changes made to both at once. No disk.

The cost of a change grows with the change; what the file holds besides is copied by reference.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from annotations import codec, mending
from annotations.disk import Stamp
from annotations.errors import UnwritableNoteError
from annotations.model import Annotation, Annotator, DocumentRef, EntityCorrection, NotesFile
from annotations.pieces import Pieces
from annotations.sheet import Sheet

_MANY = 16
"""Changes at once from which on a set of all ids is worth its making."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be different in a file of notes."""

    annotations: tuple[Annotation, ...] = ()
    """Notes to add, or to put in the place of those with their ids. To delete a note, set its `deleted`."""
    entities: tuple[EntityCorrection, ...] = ()
    drop: frozenset[str] = frozenset()
    """Ids to remove without a trace: for old tombstones only."""
    document: DocumentRef | None = None
    annotator: Annotator | None = None
    """Another name for the same id."""
    landmarks: tuple[tuple[int, str], ...] | None = None
    extra: Mapping[str, object] | None = None
    """All the keys of the file that postil does not know."""

    @classmethod
    def of(cls, kept: Iterable[Annotation | EntityCorrection]) -> Change:
        """The change that adds these, or puts them in the place of those with their ids."""
        kept = tuple(kept)
        return cls(
            annotations=tuple(one for one in kept if isinstance(one, Annotation)),
            entities=tuple(one for one in kept if isinstance(one, EntityCorrection)),
        )


@dataclass(frozen=True, kw_only=True)
class OpenNotes:
    """A file of notes as it was read or last saved."""

    path: Path
    notes: NotesFile
    stamp: Stamp | None = None
    """Of the file on disk; None when there is none yet: it is made with the first change."""
    sheet: Sheet = field(default=Sheet(), repr=False)
    order: tuple[str, ...] = field(default=(), repr=False)
    """Ids of the annotations as they stand in the file, which a person may have put in another order."""
    aligned: bool = True
    """Whether `order` is that of `notes.annotations`."""

    @cached_property
    def by_id(self) -> Mapping[str, Annotation]:
        """The notes by their ids, tombstones included."""
        return {note.id: note for note in self.notes.annotations}


def changed(opened: OpenNotes, change: Change) -> OpenNotes:
    """`opened` with `change` made, not yet saved. Raises: UnwritableNoteError."""
    try:
        return _changed(opened, change)
    except (ValueError, TypeError) as error:
        # A time without a zone, half a surrogate pair, an empty tag, a value that YAML does not have.
        hint = "Nothing was saved. Remove what no text file can hold from the note, then save it again."
        raise UnwritableNoteError(f"a note cannot be written to {opened.path}: {error}", hint=hint) from error


def with_notes(opened: OpenNotes, notes: NotesFile) -> OpenNotes:
    """`opened` with all that it says changed to `notes`, not yet saved; only what differs is written anew."""
    old = opened.by_id
    corrections = {correction.id: correction for correction in opened.notes.entities}
    kept = {note.id for note in notes.annotations} | {correction.id for correction in notes.entities}
    change = Change(
        annotations=tuple(note for note in notes.annotations if old.get(note.id) != note),
        entities=tuple(value for value in notes.entities if corrections.get(value.id) != value),
        drop=frozenset((old.keys() | corrections.keys()) - kept),
        document=notes.document,
        annotator=notes.annotator,
        landmarks=notes.landmarks,
        extra=notes.extra,
    )
    return changed(opened, change)


def differing(before: NotesFile, after: NotesFile) -> set[str]:
    """Ids of the notes that are in one of the two only, or not the same in both."""
    old = {note.id: note for note in before.annotations}
    new = {note.id: note for note in after.annotations}
    return {identity for identity in old.keys() | new.keys() if old.get(identity) != new.get(identity)}


def _changed(opened: OpenNotes, change: Change) -> OpenNotes:
    notes, sheet = opened.notes, opened.sheet
    if change.annotator and change.annotator.id != notes.annotator.id:
        raise ValueError(f"the notes are {notes.annotator.id}'s and stay so")
    members = _Notes(opened, many=len(change.annotations) + len(change.drop) > _MANY)
    for note in change.annotations:
        members.put(note)
    corrections = _Corrections(opened)
    for correction in change.entities:
        corrections.put(correction)
    for identity in change.drop:
        members.drop(identity)
        corrections.drop(identity)
    after = replace(
        notes,
        document=change.document or notes.document,
        annotator=change.annotator or notes.annotator,
        landmarks=notes.landmarks if change.landmarks is None else change.landmarks,
        extra=notes.extra if change.extra is None else change.extra,
        annotations=tuple(members.notes),
        entities=tuple(corrections.by_id.values()),
    )
    order = tuple(members.order)
    if sheet.rigid or not sheet.sections:
        plain = codec.notes_to_plain(after)
        sheet = mending.rewritten(sheet, plain) if sheet.rigid else mending.fresh_sheet(plain)
        order = tuple([note.id for note in after.annotations])
    else:
        for key, items, before in (
            ("annotations", members.items, sheet.section("annotations")),
            ("entities", corrections.items, sheet.section("entities")),
        ):
            if items is not (before.items if before else None) and (items or (before and before.items)):
                sheet = mending.with_items(sheet, key, items)
        sheet = _with_header(sheet, notes, after)
    aligned = opened.aligned or opened.sheet.rigid
    return replace(opened, notes=after, sheet=sheet, order=order, aligned=aligned)


def _with_header(sheet: Sheet, before: NotesFile, after: NotesFile) -> Sheet:
    same = (
        before.document is after.document
        and before.annotator is after.annotator
        and before.landmarks is after.landmarks
        and before.extra is after.extra
    )
    if same:
        return sheet
    old = {**codec.header_to_plain(before), "landmarks": codec.landmarks_to_plain(before)}
    new = {**codec.header_to_plain(after), "landmarks": codec.landmarks_to_plain(after)}
    for key in old | new:
        if old.get(key) != new.get(key):
            sheet = mending.with_value(sheet, key, old.get(key), new.get(key))
    return sheet


class _Notes:
    """The annotations of an open file while they are changed: as values in document order, and as text in the
    order of the file."""

    def __init__(self, opened: OpenNotes, *, many: bool) -> None:
        section = opened.sheet.section("annotations")
        # Looking through the ids is cheaper than a set of them, unless it is done often.
        self.known = set(opened.order) if many else None
        self.indent = section.indent if section else 0
        self.items = (section.items if section else None) or Pieces()
        self.with_text = bool(opened.sheet.sections) and not opened.sheet.rigid
        self.order = list(opened.order)
        self.notes = list(opened.notes.annotations)
        self.aligned = opened.aligned
        self.who = opened.notes.annotator.id

    def put(self, note: Annotation) -> None:
        new = codec.annotation_to_plain(note, self.who)
        # Read back, so that nothing is written that would not be read, and memory holds what the file says.
        note = codec.annotation_from_plain(new, self.who, ())
        new = codec.annotation_to_plain(note, self.who)
        at = self._at(note.id)
        if at is None:
            self._insert(note, mending.fresh_item(new, self.indent))
            return
        index = at if self.aligned else next(i for i, other in enumerate(self.notes) if other.id == note.id)
        old = self.notes[index]
        piece = b""
        if self.with_text:
            piece = mending.mended_item(self.items[at], self.indent, codec.annotation_to_plain(old, self.who), new)
        if codec.place_of(note) == codec.place_of(old):
            self.notes[index] = note
            if self.with_text:
                self.items = self.items.with_put(at, piece)
        else:
            self.drop(note.id)
            self._insert(note, piece)

    def drop(self, identity: str) -> None:
        at = self._at(identity)
        if at is None:
            return
        del self.notes[at if self.aligned else next(i for i, n in enumerate(self.notes) if n.id == identity)]
        del self.order[at]
        if self.with_text:
            self.items = self.items.without(at)

    def _at(self, identity: str) -> int | None:
        if self.known is not None and identity not in self.known:
            return None
        try:
            return self.order.index(identity)
        except ValueError:
            return None

    def _insert(self, note: Annotation, piece: bytes) -> None:
        index = bisect_left(self.notes, codec.place_of(note), key=codec.place_of)
        at = index if self.aligned else self.order.index(self.notes[index - 1].id) + 1 if index else 0
        self.notes.insert(index, note)
        if self.known is not None:
            self.known.add(note.id)
        self.order.insert(at, note.id)
        if self.with_text:
            self.items = self.items.with_inserted(at, piece)


class _Corrections:
    """The entity corrections of an open file while they are changed, in the order of the file."""

    def __init__(self, opened: OpenNotes) -> None:
        section = opened.sheet.section("entities")
        self.indent = section.indent if section else 0
        self.items = (section.items if section else None) or Pieces()
        self.with_text = bool(opened.sheet.sections) and not opened.sheet.rigid
        self.by_id = {correction.id: correction for correction in opened.notes.entities}

    def put(self, correction: EntityCorrection) -> None:
        new = codec.correction_to_plain(correction)
        correction = codec.correction_from_plain(new, ())
        old = self.by_id.get(correction.id)
        if self.with_text:
            if old is None:
                self.items = self.items.with_inserted(len(self.items), mending.fresh_item(new, self.indent))
            else:
                at = list(self.by_id).index(correction.id)
                plain = codec.correction_to_plain(old)
                self.items = self.items.with_put(at, mending.mended_item(self.items[at], self.indent, plain, new))
        self.by_id[correction.id] = correction

    def drop(self, identity: str) -> None:
        if identity in self.by_id:
            if self.with_text:
                self.items = self.items.without(list(self.by_id).index(identity))
            del self.by_id[identity]
