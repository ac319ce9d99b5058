"""What a reader does to the entities of a document: walk their mentions, put them right, make notes of them.

What an engine found is kept as it came; what shows is that with the reader's corrections applied. A correction is an
act like any other: undone with the key of undo, kept in the notes file. Offsets are code points of canonical text.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotations.model import EntityCorrection
from reader.app.widgets.entity_list import TITLES
from reader.app.widgets.words import counted, one_line
from reader.entities import corrections
from reader.entities.aliases import fold, surface
from reader.entities.model import KINDS, Entity, EntityKind, Findings
from reader.session import just_now

if TYPE_CHECKING:
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.app.screens.choose import Choice
    from reader.session import Passage, Session

_MENU = (
    ("rename", "r", "Rename"),
    ("kind", "t", "Change what it is"),
    ("merge", "m", "Merge with another"),
    ("split", "s", "Split an alias off"),
    ("dismiss", "x", "Dismiss: it is no entity"),
    ("link", "l", "Link to a web page"),
    ("open_link", "o", "Open its web page"),
    ("annotate", "h", "Highlight this mention"),
    ("annotate_all", "H", "Highlight every mention"),
    ("add", "a", "Add the words selected in the text as an entity"),
    ("restore", "z", "Take back a correction made earlier"),
    ("adopt", "y", "Adopt what another annotator put right"),
)  # fmt: skip
"""Acts of the menu: method, letter, words."""

_WITHOUT_ENTITY = ("add", "restore", "adopt")

_KIND_NAMES: dict[EntityKind, str] = {
    "person": "a person",
    "organisation": "an organisation",
    "place": "a place",
    "date": "a date",
    "event": "an event",
    "work": "a work",
    "other": "something else",
}


class EntityActs:
    """The entities of one reading screen, and the acts on them."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen
        self._found = Findings()
        self.entities: tuple[Entity, ...] = ()
        """As the reader sees them."""
        self.chosen: Entity | None = None
        """The one whose mentions are marked and walked."""
        self._starts: list[int] = []
        self._mentions: list[tuple[int, int, Entity]] = []

    @property
    def _session(self) -> Session:
        session = self._screen.session
        assert session is not None, "entities are looked for when the notes are loaded"
        return session

    # ---- what there is

    def found(self, findings: Findings) -> None:
        """Take what an engine found, and show it as the reader put it right."""
        self._found = findings
        self.refresh()

    def refresh(self) -> None:
        """Apply the reader's corrections anew, and show what comes of it."""
        entities = self._found.entities
        living = [one for one in self._session.corrections.values() if one.deleted is None]
        if living and self._whole:
            entities = tuple(corrections.corrected(entities, living, self._screen.flow.document().text))
        self.entities = entities
        self._mentions = sorted(
            ((one.start, one.end, entity) for entity in entities for one in entity.mentions), key=lambda one: one[:2]
        )
        self._starts = [start for start, _, _ in self._mentions]
        flow = self._screen.flow
        length = (flow.start(len(flow) - 1) or 0) + len(flow.part(len(flow) - 1).text)
        self._screen.sidebar.entities.show(replace(self._found, entities=entities), length)
        if self.chosen is not None:
            known = next((entity for entity in entities if self.chosen.id == entity.id), None)
            if known is not None:
                self._choose(known)
            else:
                self.chosen = None
                self._screen.view.mentions = []

    @property
    def _whole(self) -> bool:
        """Whether the text is at hand as a whole; a very long document comes in parts."""
        return len(self._screen.flow) == 1

    def at(self, offset: int) -> Entity | None:
        """The entity named there."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        start, end, entity = self._mentions[index]
        return entity if start <= offset < end else None

    def here(self) -> Entity | None:
        """What an act applies to: the row under the cursor of the list; else the name under that of the text."""
        names = self._screen.sidebar.entities.list
        if names.has_focus:
            return names.entity
        cursor = self._screen.view.cursor
        return self.at(cursor) if cursor is not None else None

    def follow(self) -> None:
        """Show the entity that the cursor of the text stands on, where the list is beside it."""
        names = self._screen.sidebar.entities.list
        cursor = self._screen.view.cursor
        entity = self.at(cursor) if cursor is not None and not names.has_focus else None
        if entity is not None:
            names.reveal(entity.id)

    # ---- going about

    def _choose(self, entity: Entity) -> None:
        self.chosen = entity
        self._screen.view.mentions = [(mention.start, mention.end) for mention in entity.mentions]

    def go(self, entity: Entity) -> None:
        """Mark the mentions of an entity, and go to the next."""
        self._choose(entity)
        self.walk(1)

    def walk(self, by: int) -> None:
        """Go to the next mention of the chosen entity, or the one before; round at the ends."""
        cursor = self._screen.view.cursor or 0
        if self.chosen is None:
            here = self.at(cursor)
            if here is None:
                self._screen.say(f"Choose a name first: {self._screen.key_of('view.entities')}, then Enter.")
                return
            self._choose(here)
        assert self.chosen is not None, "just chosen"
        mentions = self.chosen.mentions
        if by > 0:
            index = next((n for n, mention in enumerate(mentions) if mention.start > cursor), 0)
        else:
            index = next((n for n in reversed(range(len(mentions))) if mentions[n].start < cursor), -1)
        mention = mentions[index]
        self._screen.view.jump_to(mention.start, mention.end)
        self._screen.say(f"{self.chosen.name}: {index % len(mentions) + 1} of {len(mentions)}")

    # ---- the menu

    def do(self, act: str) -> None:
        """Do an act by its name, to the entity here where it needs one."""
        if act in ("menu", "sort", *_WITHOUT_ENTITY):
            method: Callable[[], None] = getattr(self, act)
            method()
            return
        entity = self.here()
        if entity is None:
            self._screen.say("Put the cursor on a name first, in the text or in the list of entities.")
            return
        to_entity: Callable[[Entity], None] = getattr(self, act)
        to_entity(entity)

    def menu(self) -> None:
        """Show what can be done with the entity here."""
        from reader.app.screens.choose import Choice, Chooser

        entity = self.here()
        choices = [
            Choice(act, words, self._remark(act, entity), letter=letter)
            for act, letter, words in _MENU
            if self._offered(act, entity)
        ]
        if not choices:
            self._screen.say("Put the cursor on a name first, or select words in the text.")
            return
        title = f"Correct: {one_line(entity.name)}" if entity is not None else "Entities"

        def taken(act: str | None) -> None:
            if act in ("menu", *_WITHOUT_ENTITY):
                self.do(act)
            elif act is not None and entity is not None:
                to_entity: Callable[[Entity], None] = getattr(self, act)
                to_entity(entity)

        self._screen.acts.ask(Chooser(title, choices), taken)

    def _offered(self, act: str, entity: Entity | None) -> bool:
        if act == "add":
            return self._whole and self._screen.view.selection is not None
        if act == "restore":
            return any(one.deleted is None for one in self._session.corrections.values())
        if act == "adopt":
            return bool(self._theirs())
        if entity is None:
            return False
        if act == "split":
            return len(_forms(entity)) > 1
        if act == "open_link":
            return bool(entity.url)
        return act != "annotate_all" or len(entity.mentions) > 1

    def _remark(self, act: str, entity: Entity | None) -> str:
        if entity is None:
            return ""
        if act == "kind":
            return f"now {_KIND_NAMES[entity.kind]}"
        if act == "annotate_all":
            return counted(len(entity.mentions), "note")
        return entity.url if act in ("link", "open_link") else ""

    def sort(self) -> None:
        """Put the list into another order."""
        self._screen.sidebar.entities.sort()

    # ---- putting right

    def dismiss(self, entity: Entity) -> None:
        """It is no entity."""
        self._correct(f"dismiss {entity.name}", corrections.dismiss(entity, now=just_now()))
        self._screen.say(f"Dismissed. {self._screen.key_of('note.undo')} brings it back.")

    def rename(self, entity: Entity) -> None:
        """Call it something else."""
        from reader.app.screens.ask import AskLine

        def take(name: str | None) -> None:
            name = " ".join((name or "").split())
            if name and name != entity.name:
                self._correct(f"rename {entity.name}", corrections.rename(entity, name, now=just_now()))

        about = f"also {' · '.join(entity.aliases)}" if entity.aliases else ""
        self._screen.acts.ask(AskLine("Its name", entity.name, about=about, placeholder="a name"), take)

    def kind(self, entity: Entity) -> None:
        """Move it to another group."""

        def take(kind: str | None) -> None:
            chosen = next((one for one in KINDS if one == kind), None)
            if chosen is not None and chosen != entity.kind:
                self._correct(
                    f"{entity.name} is {_KIND_NAMES[chosen]}",
                    corrections.change_kind(entity, chosen, now=just_now()),
                )
                self._screen.sidebar.entities.list.reveal(entity.id)

        self._ask_kind(f"What is {one_line(entity.name)}?", take)

    def merge(self, entity: Entity) -> None:
        """Make it one with another, which keeps its name."""
        from reader.app.screens.ask import Pick
        from reader.app.screens.choose import Choice

        others = sorted(
            (one for one in self.entities if one.id != entity.id),
            key=lambda one: (-_likeness(one, entity), one.kind != entity.kind, -len(one.mentions)),
        )

        def take(chosen: str | None) -> None:
            into = next((one for one in others if one.id == chosen), None)
            if into is not None:
                self._correct(
                    f"merge {entity.name} into {into.name}", corrections.merge(entity, into, now=just_now())
                )
                self._screen.sidebar.entities.list.reveal(into.id)

        choices = [
            Choice(one.id, one.name, f"{TITLES[one.kind].lower()}, {counted(len(one.mentions), 'mention')}")
            for one in others
        ]
        self._screen.acts.ask(Pick(f"{one_line(entity.name)} is the same as", choices), take)

    def split(self, entity: Entity) -> None:
        """Let one of its names be an entity of its own."""
        from reader.app.screens.choose import Choice, Chooser

        forms = _forms(entity)
        if len(forms) < 2:
            self._screen.say("It has one name only.")
            return

        def take(alias: str | None) -> None:
            if alias is not None:
                self._correct(f"split {alias} off {entity.name}", corrections.split(entity, alias, now=just_now()))

        choices = [Choice(form, form, counted(count, "mention")) for form, count in forms]
        self._screen.acts.ask(Chooser(f"Which is not {one_line(entity.name)}?", choices), take)

    def restore(self) -> None:
        """Take back a correction, whenever it was made; dismissals stand first."""
        from reader.app.screens.ask import Pick
        from reader.app.screens.choose import Choice

        living = [one for one in self._session.corrections.values() if one.deleted is None]
        if not living:
            self._screen.say("There is no correction to take back.")
            return
        living.sort(key=lambda one: (one.created, one.id), reverse=True)
        living.sort(key=lambda one: one.action != "dismiss")

        def take(chosen: str | None) -> None:
            if chosen is not None:
                one = self._session.corrections[chosen]
                self._session.withdraw(f"take back: {_told(one)}", [chosen])
                self._changed()
                self._screen.say(f"Taken back: {_told(one)}")

        choices = [Choice(one.id, _told(one), f"{one.created.astimezone():%d %b %Y}") for one in living]
        self._screen.acts.ask(Pick("Take back", choices), take)

    def _theirs(self) -> dict[str, list[EntityCorrection]]:
        """Others' corrections that the reader has not made: id of the annotator -> copies to be made one's own."""
        mine = list(self._session.corrections.values())
        found = {
            header.annotator.id: corrections.adopted(header.entities, mine, now=just_now())
            for header in self._screen.others_notes()
        }
        return {who: copies for who, copies in found.items() if copies}

    def adopt(self) -> None:
        """Make another annotator's corrections one's own, after one's own."""
        from reader.app.screens.choose import Choice, Chooser

        theirs = self._theirs()
        if not theirs:
            self._screen.say("Nobody else has put right what you have not.")
            return

        def take(who: str | None) -> None:
            if who is not None:
                name, copies = self._session.book.person(who), theirs[who]
                self._session.correct(f"adopt the corrections of {name}", copies)
                self._changed()
                self._screen.say(f"{counted(len(copies), 'correction')} of {name} adopted.")

        choices = [
            Choice(who, self._session.book.person(who), counted(len(copies), "correction"))
            for who, copies in theirs.items()
        ]
        self._screen.acts.ask(Chooser("Adopt the corrections of", choices), take)

    def link(self, entity: Entity) -> None:
        """Say which thing in the world it is, by an address."""
        from reader.app.screens.ask import AskLine

        def take(address: str | None) -> None:
            if address is None or address == entity.url:
                return
            if address and not _is_web(address):
                self._screen.say("An address begins with https:// or http://")
                return
            self._correct(f"link {entity.name}", corrections.link(entity, address, now=just_now()))

        ask = AskLine("Its web page", entity.url, about=entity.name, placeholder="https://…; empty takes it away")
        self._screen.acts.ask(ask, take)

    def open_link(self, entity: Entity) -> None:
        """Show its web page in the browser."""
        # A notes file may come from anyone: what is no web address is not handed to the system.
        if not _is_web(entity.url):
            self._screen.say("It has no web page." if not entity.url else "That is not the address of a web page.")
            return
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(entity.url,), name="postil-browser", daemon=True).start()
        self._screen.say(f"Opening {entity.url}")

    def add(self) -> None:
        """Make an entity of the selected words, wherever they stand; without a selection, of the word here."""
        if not self._whole:
            self._screen.say("Names and dates are kept for shorter documents only.")
            return
        passage = self._screen.view.selection
        if passage is None:
            self._screen.say(f"Select the words first: {self._screen.key_of('select.toggle')}, then move.")
            return
        start, end = self._screen.trimmed(passage)
        text = self._screen.flow.document().text
        words = " ".join(text[start:end].split())
        if not words:
            self._screen.say("There are no words in the selection.")
            return
        places = [place for place in corrections.occurrences(text, words) if place != (start, end)]

        def take(kind: str | None) -> None:
            chosen = next((one for one in KINDS if one == kind), None)
            if chosen is None:
                return
            spans = [self._session.quoted(place) for place in sorted([(start, end), *places])]
            self._correct(f"add {words}", corrections.add(chosen, words, spans, now=just_now()))
            self._screen.view.clear_selection()
            self._screen.sidebar.entities.list.reveal(f"{chosen}:{words}")
            self._screen.say(f"Added {words}: {counted(len(spans), 'mention')}.")

        self._ask_kind(f"What is {one_line(words)}? ({counted(len(places) + 1, 'mention')})", take)

    def _ask_kind(self, title: str, take: Callable[[str | None], None]) -> None:
        from reader.app.screens.choose import Choice, Chooser

        choices: Sequence[Choice] = [Choice(kind, _KIND_NAMES[kind].capitalize()) for kind in KINDS]
        self._screen.acts.ask(Chooser(title, choices), take)

    def _correct(self, what: str, correction: EntityCorrection) -> None:
        self._session.correct(one_line(what), [correction])
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self._screen.notes_changed(None)

    # ---- notes

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


def _forms(entity: Entity) -> list[tuple[str, int]]:
    """The names an entity goes by in the text, each with how often; names that differ in case only are one."""
    counts: dict[str, tuple[str, int]] = {}
    for mention in entity.mentions:
        form, count = counts.get(fold(mention.text), (surface(mention.text), 0))
        counts[fold(mention.text)] = form, count + 1
    return list(counts.values())


def _likeness(one: Entity, other: Entity) -> int:
    """How many words their names share."""
    words = {word for name in (one.name, *one.aliases) for word in fold(name).split()}
    return len(words & {word for name in (other.name, *other.aliases) for word in fold(name).split()})


def _told(one: EntityCorrection) -> str:
    """A correction in a few words."""
    name = one_line(one.entity.partition(":")[2])
    value = one_line(one.value)
    match one.action:
        case "rename":
            return f"{name} renamed to {value}"
        case "kind":
            return f"{name} made {next((_KIND_NAMES[kind] for kind in KINDS if kind == one.value), value)}"
        case "merge":
            return f"{name} merged into {value.partition(':')[2]}"
        case "split":
            return f"{value} split off {name}"
        case "add":
            return f"{name} added"
        case "link":
            return f"{name} linked to {value}" if value else f"{name} linked to nothing"
        case _:
            return f"{name} dismissed"


def _is_web(address: str) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and address.isprintable() and " " not in address
