"""A document and its notes, opened by a command to do one thing."""

from __future__ import annotations

import argparse
from dataclasses import replace

from annotations.errors import PostilError, UsageError
from reader.commands.unread import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from annotations.model import Annotation, EntityCorrection, Span
    from reader.desk import Desk
    from reader.entities.model import Entity
    from reader.notebook import Entry
    from reader.session import Session


class NoSuchNoteError(UsageError):
    """No note, or more than one, has that id."""


class Table:
    """A document and its notes, opened to do one thing."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from annotations.codec import is_annotator_id
        from annotations.ids import new_id
        from annotations.model import Annotator
        from reader.config import read_settings
        from reader.desk import Subject, open_desk
        from reader.documents.load import load
        from reader.session import Session

        settings = read_settings()
        if arguments.by:
            if not is_annotator_id(arguments.by):
                raise UsageError(
                    f"'{arguments.by}' cannot be an annotator's id", hint="Use letters, digits, '-', '_' and '.'."
                )
            settings = replace(settings, annotator=Annotator(id=arguments.by))
        self.document = load(arguments.source)
        self.desk: Desk = open_desk(Subject.of(self.document), settings)
        self.changed: dict[str, Annotation | EntityCorrection] = {}
        self.session: Session = Session(
            self.desk.me,
            self._quote,
            lambda note: self.desk.place((note,))[0].places,
            lambda kept: self.changed.update((one.id, one) for one in kept),
            self.desk.history,
            new_id=new_id,
            warn=lambda error: tell((error,)),
        )
        for person in self.desk.people:
            self.session.book.meet(person)
        self.session.book.put_all(self.desk.entries)
        self.session.corrections = self.desk.corrections
        self.session.locked = self.desk.locked
        tell(self.desk.broken.values())

    def _quote(self, passage: tuple[int, int]) -> Span:
        from annotations.anchoring.quote import quote_span

        return quote_span(self.document.text, *passage, fingerprint=self.desk.quoting)

    def entities(self) -> list[Entity]:
        """Who and what the document names, as the reader put it right. Takes its time."""
        from reader.entities.corrections import corrected
        from reader.naming import findings_of

        found = findings_of(self.document).entities
        return corrected(found, self.session.corrections.values(), self.document.text)

    def entity_id(self, word: str) -> str:
        """The id of the entity that a word names; one with its kind before it may be new to the document.

        Raises: NoSuchEntityError.
        """
        from reader.entities.lookup import is_reference, named

        return word if is_reference(word) else named(self.entities(), word).id

    def passage(self, arguments: argparse.Namespace) -> tuple[int, int]:
        from annotations.anchoring.quote import locate_quote

        return locate_quote(
            self.document.text,
            arguments.quote,
            prefix=arguments.prefix,
            suffix=arguments.suffix,
            nth=arguments.nth,
        )

    def named(self, word: str, *, deleted: bool = False) -> Entry:
        """The note whose id is, begins or ends with `word`. Raises: NoSuchNoteError."""
        entries = [entry for entry in self.session.book if (entry.note.deleted is not None) == deleted]
        found = [entry for entry in entries if entry.note.id == word] or [
            entry for entry in entries if entry.note.id.startswith(word) or entry.note.id.endswith(word)
        ]
        if len(found) == 1:
            return found[0]
        listing = "postil note list --deleted" if deleted else "postil note list"
        if not found:
            raise NoSuchNoteError(f"no {'deleted ' * deleted}note has the id '{word}'", hint=f"See `{listing}`.")
        raise NoSuchNoteError(
            f"{len(found)} notes have an id like '{word}'",
            hint=f"Say more of it: {', '.join(e.note.id for e in found)}",
        )

    def save(self) -> None:
        """Put on disk what was done."""
        from annotations import store
        from annotations.merge import merge

        if not self.changed or self.desk.mine is None:
            return
        store.save_together(
            self.desk.mine,
            store.Change.of(self.changed.values()),
            merge=lambda base, ours, theirs: merge(base, ours, theirs).notes,
        )
        try:
            self.desk.remember()
        except PostilError as error:
            tell((error,))
