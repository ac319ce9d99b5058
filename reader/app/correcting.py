"""Putting the entities of a document right where one reads: each correction one act, undone like any other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from annotations.model import EntityCorrection
from reader.app.widgets.entity_list import TITLES
from reader.app.widgets.words import counted, one_line
from reader.entities import corrections
from reader.entities.model import KINDS, Entity, EntityKind
from reader.entities.spelling import fold
from reader.entities.wording import KIND_NAMES, forms, told
from reader.session import just_now

if TYPE_CHECKING:
    from reader.app.names import Names
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.session import Passage

LONG = 1_000_000
"""Code points of a text from which words are looked for in a thread."""


class Correcting:
    """What a reader may put right, asking for what it needs to know."""

    def __init__(self, screen: AnnotatingScreen, names: Names) -> None:
        self._screen = screen
        self._names = names

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
                    f"{entity.name} is {KIND_NAMES[chosen]}",
                    corrections.change_kind(entity, chosen, now=just_now()),
                )
                self._screen.sidebar.entities.list.reveal(entity.id)

        self._ask_kind(f"What is {one_line(entity.name)}?", take)

    def merge(self, entity: Entity) -> None:
        """Make it one with another, which keeps its name."""
        from reader.app.screens.ask import Pick
        from reader.app.screens.choose import Choice

        others = sorted(
            (one for one in self._names.entities if one.id != entity.id),
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

        names = forms(entity)
        if len(names) < 2:
            self._screen.say("It has one name only.")
            return

        def take(alias: str | None) -> None:
            if alias is not None:
                self._correct(f"split {alias} off {entity.name}", corrections.split(entity, alias, now=just_now()))

        choices = [Choice(form, form, counted(count, "mention")) for form, count in names]
        self._screen.acts.ask(Chooser(f"Which is not {one_line(entity.name)}?", choices), take)

    def restore(self) -> None:
        """Take back a correction, whenever it was made; dismissals stand first."""
        from reader.app.screens.ask import Pick
        from reader.app.screens.choose import Choice

        living = [one for one in self._screen.acts.session.corrections.values() if one.deleted is None]
        if not living:
            self._screen.say("There is no correction to take back.")
            return
        living.sort(key=lambda one: (one.created, one.id), reverse=True)
        living.sort(key=lambda one: one.action != "dismiss")

        def take(chosen: str | None) -> None:
            if chosen is not None:
                one = self._screen.acts.session.corrections[chosen]
                self._screen.acts.session.withdraw(f"take back: {one_line(told(one))}", [chosen])
                self._changed()
                self._screen.say(f"Taken back: {one_line(told(one))}")

        choices = [Choice(one.id, one_line(told(one)), f"{one.created.astimezone():%d %b %Y}") for one in living]
        self._screen.acts.ask(Pick("Take back", choices), take)

    def theirs(self) -> dict[str, list[EntityCorrection]]:
        """Others' corrections that the reader has not made: id of the annotator -> copies to be made one's own."""
        mine = list(self._screen.acts.session.corrections.values())
        found = {
            header.annotator.id: corrections.adopted(header.entities, mine, now=just_now())
            for header in self._screen.keeping.others_notes()
        }
        return {who: copies for who, copies in found.items() if copies}

    def adopt(self) -> None:
        """Make another annotator's corrections one's own, after one's own."""
        from reader.app.screens.choose import Choice, Chooser

        theirs = self.theirs()
        if not theirs:
            self._screen.say("Nobody else has put right what you have not.")
            return

        def take(who: str | None) -> None:
            if who is not None:
                name, copies = self._screen.acts.session.book.person(who), theirs[who]
                self._screen.acts.session.correct(f"adopt the corrections of {name}", copies)
                self._changed()
                self._screen.say(f"{counted(len(copies), 'correction')} of {name} adopted.")

        choices = [
            Choice(who, self._screen.acts.session.book.person(who), counted(len(copies), "correction"))
            for who, copies in theirs.items()
        ]
        self._screen.acts.ask(Chooser("Adopt the corrections of", choices), take)

    def link(self, entity: Entity) -> None:
        """Say which thing in the world it is, by an address."""
        from reader.app.screens.ask import AskLine

        def take(address: str | None) -> None:
            if address is None or address == entity.url:
                return
            if address and not corrections.is_web(address):
                self._screen.say("An address begins with https:// or http://")
                return
            self._correct(f"link {entity.name}", corrections.link(entity, address, now=just_now()))

        ask = AskLine("Its web page", entity.url, about=entity.name, placeholder="https://…; empty takes it away")
        self._screen.acts.ask(ask, take)

    def open_link(self, entity: Entity) -> None:
        """Show its web page in the browser."""
        # A notes file may come from anyone: what is no web address is not handed to the system.
        if not corrections.is_web(entity.url):
            self._screen.say("It has no web page." if not entity.url else "That is not the address of a web page.")
            return
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(entity.url,), name="postil-browser", daemon=True).start()
        self._screen.say(f"Opening {entity.url}")

    def add(self) -> None:
        """Make an entity of the selected words, here or wherever they stand."""
        text = self._names.text
        if text is None:
            self._screen.say("Names are not looked for yet; in a moment they are.")
            return
        passage = self._screen.view.selection
        if passage is None:
            self._screen.say(f"Select the words first: {self._screen.key_of('select.toggle')}, then move.")
            return
        here = self._screen.trimmed(passage)
        words = " ".join(text[slice(*here)].split())
        if not words:
            self._screen.say("There are no words in the selection.")
        elif len(text) < LONG:
            self._offer(words, here, corrections.occurrences(text, words))
        else:
            screen = self._screen

            def work() -> None:
                found = corrections.occurrences(text, words)
                screen.app.call_from_thread(self._offer, words, here, found)

            screen.run_worker(work, thread=True, group="occurrences", description="Look for the words")

    def _offer(self, words: str, here: Passage, found: Sequence[Passage]) -> None:
        """Ask what the words are, and where they are that; `found` is every place where they stand."""
        places = sorted({here, *found})

        def take(kind: EntityKind, passages: Sequence[Passage]) -> None:
            text = self._names.text
            assert text is not None, "the words were found in it"
            with self._screen.keeping.quoting_from(text):
                spans = [self._screen.acts.session.quoted(place) for place in passages]
            self._correct(f"add {words}", corrections.add(kind, words, spans, now=just_now()))
            self._screen.view.clear_selection()
            self._screen.sidebar.entities.list.reveal(f"{kind}:{words}")
            self._screen.say(f"Added {words}: {counted(len(spans), 'mention')}.")

        def take_kind(answer: str | None) -> None:
            kind = next((one for one in KINDS if one == answer), None)
            if kind is None:
                return
            if len(places) == 1:
                take(kind, places)
                return
            from reader.app.screens.choose import Choice, Chooser

            choices = [
                Choice("all", f"In all {len(places)} places where these words stand", letter="a"),
                Choice("here", "Only here", letter="h"),
            ]

            def take_places(answer: str | None) -> None:
                if answer is not None:
                    take(kind, places if answer == "all" else [here])

            self._screen.acts.ask(Chooser(f"{one_line(words)} is {KIND_NAMES[kind]}", choices), take_places)

        self._ask_kind(f"What is {one_line(words)}? ({counted(len(places), 'mention')})", take_kind)

    def _ask_kind(self, title: str, take: Callable[[str | None], None]) -> None:
        from reader.app.screens.choose import Choice, Chooser

        choices: Sequence[Choice] = [Choice(kind, KIND_NAMES[kind].capitalize()) for kind in KINDS]
        self._screen.acts.ask(Chooser(title, choices), take)

    def _correct(self, what: str, correction: EntityCorrection) -> None:
        self._screen.acts.session.correct(one_line(what), [correction])
        self._changed()

    def _changed(self) -> None:
        self._names.refresh()
        self._screen.notes_changed(None)


def _likeness(one: Entity, other: Entity) -> int:
    """How many words their names share."""
    words = {word for name in (one.name, *one.aliases) for word in fold(name).split()}
    return len(words & {word for name in (other.name, *other.aliases) for word in fold(name).split()})
