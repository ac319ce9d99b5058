"""Notes on their way out of postil and in: documents with everyone's notes, and foreign notes put into files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from annotations import library, store
from annotations.formats.bundle import Bundle
from annotations.formats.imports import Imported
from annotations.merge import merge
from annotations.model import Annotation, Annotator, EntityLike, NotesFile
from annotations.opened import Change, OpenNotes
from annotations.query import Query
from reader.config import Settings
from reader.desk import Desk, Subject, open_desk
from reader.documents.model import Document
from reader.notebook import Entry

IMPORTED = "imported"
"""Key at the head of a notes file that holds what someone else wrote elsewhere: postil may add to it."""


def bundle_of(
    document: Document, desk: Desk, *, query: Query | None = None, deleted: bool = False, entities: bool = False
) -> Bundle:
    """The document with everyone's notes on it, ready to be written in any format.

    Args:
        document: The document, whole.
        desk: Everyone's notes on it.
        query: Takes only the notes it selects.
        deleted: Take deleted notes too.
        entities: Find the people, places and dates in it; this takes time.
    """
    people = {person.id: person for person in desk.people}
    names = {person.id: person.name for person in people.values()}
    called = desk.called
    entries = [
        entry
        for entry in desk.entries
        if (deleted or entry.note.deleted is None)
        and (query is None or query.matches(entry.note, entry.places, names=names, called=called))
    ]
    entries.sort(key=_in_document_order)
    source = Path(document.source)
    return Bundle(
        document=document,
        notes=tuple(entry.note for entry in entries),
        annotators=people,
        entities=_entities(document, desk) if entities else (),
        placements={entry.note.id: entry.places for entry in entries},
        made=datetime.now(UTC).replace(microsecond=0),
        original=source.read_bytes if library.is_local(document.source) else None,
    )


def desk_for(document: Document, settings: Settings) -> Desk:
    """Everyone's notes on a document.

    Raises: StoreError, when one of the files cannot be read: an export that leaves notes out must not look whole.
    """
    desk = open_desk(Subject.of(document), settings)
    for error in desk.broken.values():
        raise error
    return desk


def put_away(imported: Imported, desk: Desk, *, format_name: str) -> list[Path]:
    """Save the notes: the reader's own in the reader's file, everyone else's in a file of their own.

    A file that another person keeps is never written to. What someone wrote elsewhere goes to a file in their name
    when there is none, or to one with `.import` after the name, and says at its head where it came from.

    Returns: The files that were written.

    Raises: StoreError, when a file cannot be read or written; nothing is lost then, and a second try adds the rest.
    """
    by_person: defaultdict[str, list[Annotation]] = defaultdict(list)
    for note in imported.notes:
        by_person[note.annotator or desk.me.id].append(note)
    written: list[Path] = []
    for person, notes in by_person.items():
        known = imported.annotators.get(person, Annotator(id=person))
        opened = _own(desk) if person == desk.me.id else _file_for(known, desk, format_name)
        author = opened.notes.annotator.id
        header = opened.notes.document.fingerprint
        change = Change(annotations=tuple(_fitted(note, author, header) for note in notes))
        saved = store.save_together(opened, change, merge=_merged)
        library.remember(saved.path, fingerprint=desk.subject.fingerprint, data=desk.data)
        written.append(saved.path)
    return written


def _own(desk: Desk) -> OpenNotes:
    return desk.mine or desk.blank


def _file_for(person: Annotator, desk: Desk, format_name: str) -> OpenNotes:
    """The file that postil may write of another person's notes, made up in memory when there is none yet."""
    subject = desk.subject
    for name in (person.id, f"{person.id[:57]}.import"):
        path = library.notes_path(subject.source, annotator=name, fingerprint=subject.fingerprint, data=desk.data)
        found = store.read(path)
        if found is None:
            header = NotesFile(
                document=subject.reference(path),
                annotator=replace(person, id=name, name=person.name or person.id),
                extra={IMPORTED: format_name},
            )
            return OpenNotes(path=path, notes=header)
        if IMPORTED in found.notes.extra:
            return found
    # Both names are taken by people who write here themselves.
    return _own(desk)


def _fitted(note: Annotation, author: str, header: str) -> Annotation:
    """The note as the file says it: what its header says already is not repeated."""
    spans = tuple(replace(span, fingerprint=None) if span.fingerprint == header else span for span in note.spans)
    return replace(note, spans=spans, annotator=author)


def _merged(base: NotesFile | None, ours: NotesFile, theirs: NotesFile) -> NotesFile:
    return merge(base, ours, theirs).notes


def _entities(document: Document, desk: Desk) -> Sequence[EntityLike]:
    """Who and what the document names, as the reader has put it right."""
    from reader.entities.corrections import corrected
    from reader.naming import findings_of

    found = findings_of(document).entities
    return corrected(found, desk.mine.notes.entities, document.text) if desk.mine is not None else found


def _in_document_order(entry: Entry) -> tuple[int, datetime, str]:
    return (-1 if entry.start is None else entry.start, entry.note.created, entry.note.id)
