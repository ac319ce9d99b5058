"""From an entity to notes: on the mention where one reads, or on all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.app.widgets.words import counted, one_line
from reader.entities.model import Entity

if TYPE_CHECKING:
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.session import Passage, Session


class EntityNotes:
    """Notes that are about an entity."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen

    @property
    def _session(self) -> Session:
        session = self._screen.session
        assert session is not None, "names are shown when the notes are loaded"
        return session

    def annotate(self, entity: Entity) -> None:
        """Highlight the mention under the cursor of the text; from the list, the one nearest to it."""
        cursor = self._screen.view.cursor or 0
        mention = min(entity.mentions, key=lambda one: (not one.start <= cursor < one.end, abs(one.start - cursor)))
        self._annotate(entity, [(mention.start, mention.end)])
        self._screen.view.reveal(mention.start, mention.end)

    def annotate_all(self, entity: Entity) -> None:
        """Highlight every mention that is not highlighted yet, as one act, after a question."""
        from reader.app.screens.choose import Sure

        book = self._session.book
        passages = [(one.start, one.end) for one in entity.mentions if book.exactly(one.start, one.end) is None]
        if not passages:
            self._screen.say("Every mention is highlighted already.")
            return
        question = f"Highlight {one_line(entity.name)} in {counted(len(passages), 'place')}, each a note of its own?"
        sure = Sure(question, yes="highlight them")
        self._screen.acts.ask(sure, lambda yes: self._annotate(entity, passages) if yes else None)

    def _annotate(self, entity: Entity, passages: Sequence[Passage]) -> None:
        what = f"highlight {one_line(entity.name)}"
        made = self._session.annotate_each(passages, color=self._screen.settings.color, entity=entity.id, what=what)
        self._screen.notes_changed(made[0].note.id)
        undo = self._screen.key_of("note.undo")
        self._screen.say(f"{counted(len(made), 'note')} made. {undo} takes {'it' if len(made) == 1 else 'all'} back.")
