"""The names of a document where one reads: which entity stands where, which is chosen, and the way between mentions.

What an engine found is kept as it came; what shows is that with the reader's corrections applied. Offsets are code
points of canonical text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.naming import called
from reader.app.messages import EntitiesFound
from reader.app.widgets.words import one_line
from reader.config import OFF
from reader.entities.corrections import corrected
from reader.entities.index import MentionIndex
from reader.entities.model import Entity, Findings
from reader.entities.succession import successor
from reader.entities.wording import described

if TYPE_CHECKING:
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.entities.search import EntitySearch
    from reader.session import Passage

LONGEST_SEARCHED = 12_000_000
"""Code points of a document up to which names are looked for: a book of 10 MB takes minutes of another processor's
time, and hundreds of megabytes of the child's memory, while names come in from where one reads."""

MANY = 5_000
"""Mentions from which it takes more than a few milliseconds to put them in order."""


class Names:
    """The entities of one reading screen."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen
        self._found = Findings()
        self.entities: tuple[Entity, ...] = ()
        """As the reader sees them."""
        self.chosen: Entity | None = None
        """The one whose mentions are marked and walked."""
        self._index = MentionIndex()
        self._text: bytes | None = None
        self._search: EntitySearch | None = None
        self._given_up = False

    # ---- looked for in another process

    def look(self, length: int) -> None:
        """Begin to look for names and dates in the document, whose text is `length` code points long."""
        screen = self._screen

        def begin() -> None:
            document = screen.flow.document()  # of many parts, it takes its time
            self._text = document.text.encode()  # half as large as a text with a curly quote in it
            from annotations.library import data_folder
            from reader.entities.search import EntitySearch
            from reader.entities.store import EntityStore

            store = EntityStore(data_folder() / "entities")
            search = EntitySearch(engine=screen.settings.engine, store=store, deliver=self._deliver)
            self._search = search
            search.start(document, near=near)
            if self._given_up:  # while this was loaded
                search.cancel()

        if screen.settings.engine == OFF:
            note = "Names and dates are not looked for: the setting entities.engine is off."
            self._deliver(Findings(final=True, note=note))
            return
        if length > LONGEST_SEARCHED:
            self._deliver(Findings(final=True, note="Names and dates are looked for in shorter documents only."))
            return
        near = screen.view.cursor or 0
        screen.run_worker(begin, thread=True, group="entities", description="Look for names and dates")

    def _deliver(self, findings: Findings) -> None:
        """Called in the search's thread."""
        self._screen.post_message(EntitiesFound(findings))

    def look_near(self) -> None:
        """The reader is somewhere else: look there next."""
        if self._search is not None:
            self._search.move(self._screen.view.cursor or 0)

    def give_up(self) -> None:
        """Look no further."""
        self._given_up = True
        if self._search is not None:
            self._search.cancel()

    # ---- what there is

    @property
    def complete(self) -> bool:
        """Whether nothing more will be found."""
        return self._found.final

    def found(self, findings: Findings) -> None:
        """Take what an engine found, and show it as the reader put it right."""
        self._found = findings
        if findings.final:
            self._search = None  # it holds the whole document
        self.refresh()

    def refresh(self) -> None:
        """Apply the reader's corrections anew, and show what comes of it."""
        entities = self._found.entities
        living = [one for one in self._screen.acts.session.corrections.values() if one.deleted is None]
        if living and (text := self.text) is not None:
            entities = tuple(corrected(entities, living, text))
        self.entities = entities
        notes = self._screen.sidebar.notes
        notes.called = notes.list.called = called(living)
        flow = self._screen.flow
        length = (flow.start(len(flow) - 1) or 0) + len(flow.part(len(flow) - 1).text)
        self._screen.sidebar.entities.show(replace(self._found, entities=entities), length)
        self._index_anew()
        if self.chosen is not None:
            known = successor(self.chosen, entities)
            if known is not None:
                self._choose(known)
            else:
                self.let_go()

    def _index_anew(self) -> None:
        """Learn where the names stand; of many, in a thread, for it would hold the screen up."""
        entities = self.entities
        if sum(len(entity.mentions) for entity in entities) < MANY:
            self._index = MentionIndex(entities)
            return

        def work() -> None:
            index = MentionIndex(entities)
            self._screen.app.call_from_thread(learn, index)

        def learn(index: MentionIndex) -> None:
            if entities is self.entities:
                self._index = index

        self._screen.run_worker(work, thread=True, group="mentions", description="Order the names")

    @property
    def text(self) -> str | None:
        """The canonical text, once it is at hand as a whole: a very long document comes in parts."""
        flow = self._screen.flow
        if len(flow) == 1:
            return flow.part(0).text
        return self._text.decode() if self._text is not None else None

    def at(self, offset: int) -> Entity | None:
        """The entity named there."""
        return self._index.at(offset)

    def exactly(self, passage: Passage) -> str | None:
        """Id of the entity whose mention is just this passage."""
        entity = self._index.exactly(*passage)
        return entity.id if entity is not None else None

    def within(self, start: int, end: int) -> list[Entity]:
        """The entities named in a passage, in the order of the text."""
        return self._index.within(start, end)

    def here(self) -> Entity | None:
        """What an act applies to: the row under the cursor of the list; else the name under that of the text."""
        names = self._screen.sidebar.entities.list
        if names.has_focus:
            return names.entity
        cursor = self._screen.view.cursor
        return self.at(cursor) if cursor is not None else None

    def told(self) -> str:
        """What is known of the name under the mouse, or else under the cursor of the text."""
        entity = self._pointed()
        return " · ".join(map(one_line, (entity.name, *described(entity)))) if entity is not None else ""

    def _pointed(self) -> Entity | None:
        hovered = self._screen.view.hovered
        offset = hovered if hovered is not None and self.at(hovered) is not None else self._screen.view.cursor
        return self.at(offset) if offset is not None else None

    def follow(self) -> None:
        """Mark in the list what is named under the mouse or the cursor of the text, and show what the cursor is on.

        The list moves only while nobody has a hand on it: neither the keys nor the mouse are in the sidebar.
        """
        names = self._screen.sidebar.entities.list
        pointed = self._pointed()
        names.mark(here=pointed.id if pointed is not None else "")
        cursor = self._screen.view.cursor
        entity = self.at(cursor) if cursor is not None and not self._in_use else None
        if entity is not None:
            names.reveal(entity.id)

    @property
    def _in_use(self) -> bool:
        sidebar = self._screen.sidebar
        return sidebar.has_focus or self._screen.app.mouse_over is sidebar

    # ---- going about

    def _choose(self, entity: Entity) -> None:
        self.chosen = entity
        self._screen.view.mentions = [(mention.start, mention.end) for mention in entity.mentions]
        self._screen.sidebar.entities.list.mark(chosen=entity.id)

    def let_go(self) -> bool:
        """Mark the mentions of no entity any more; False when none were."""
        had = self.chosen is not None
        self.chosen = None
        self._screen.view.mentions = []
        self._screen.sidebar.entities.list.mark(chosen="")
        return had

    def go(self, entity: Entity) -> None:
        """Mark the mentions of an entity, and go to the next."""
        self._choose(entity)
        self.walk(1)

    def walk(self, by: int) -> None:
        """Go to the next mention of the chosen entity, or the one before; round at the ends."""
        cursor = self._screen.view.cursor or 0
        names = self._screen.sidebar.entities.list
        wanted = names.entity if names.has_focus else self.chosen or self.at(cursor)
        if wanted is None:
            self._screen.say(f"Choose a name first: {self._screen.key_of('view.entities')}, then Enter.")
            return
        if wanted is not self.chosen:
            self._choose(wanted)
        assert self.chosen is not None, "just chosen"
        mentions = self.chosen.mentions
        if by > 0:
            index = next((n for n, mention in enumerate(mentions) if mention.start > cursor), 0)
        else:
            index = next((n for n in reversed(range(len(mentions))) if mentions[n].start < cursor), -1)
        mention = mentions[index]
        self._screen.view.jump_to(mention.start, mention.end)
        self._screen.say(f"{self.chosen.name}: {index % len(mentions) + 1} of {len(mentions)}")

    # ---- what is done to them

    def do(self, act: str) -> None:
        """Do an act of `reader.app.entity_acts` by its name, to the entity here where it needs one."""
        from reader.app.entity_acts import EntityActs

        EntityActs(self._screen, self).do(act)
