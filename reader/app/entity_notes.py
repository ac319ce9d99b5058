"""From an entity to notes: on the mention where one reads, on many of them at once, and those there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotations.model import Color
from reader.app.labelling import Labelling
from reader.app.widgets.words import counted, one_line
from reader.bulk import Wish, mentioned
from reader.entities.model import Entity
from reader.entities.wording import KIND_WORDS

if TYPE_CHECKING:
    from reader.app.names import Names
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.app.screens.mentions import Chosen, How
    from reader.session import Passage


class EntityNotes:
    """Notes that are about an entity."""

    def __init__(self, screen: AnnotatingScreen, names: Names) -> None:
        self._screen = screen
        self._names = names

    # ---- making them

    def highlight(self, entity: Entity) -> None:
        """Highlight the mention under the cursor of the text; from the list, the one nearest to it."""
        self._one(entity, "highlight")

    def tag(self, entity: Entity) -> None:
        """Tag that mention."""
        self._one(entity, "tag")

    def comment(self, entity: Entity) -> None:
        """Comment on that mention."""
        self._one(entity, "comment")

    def _one(self, entity: Entity, how: How) -> None:
        cursor = self._screen.view.cursor or 0
        mention = min(entity.mentions, key=lambda one: (not one.start <= cursor < one.end, abs(one.start - cursor)))
        self._screen.view.reveal(mention.start, mention.end)
        self._ask(entity, [(mention.start, mention.end)], how)

    def every(self, entity: Entity) -> None:
        """Show every mention with what is noted there, and annotate those that are chosen, as one act."""
        from reader.app.screens.mentions import MentionPicker

        text = self._names.text
        assert text is not None, "names were found in it"
        mentions = mentioned(entity, self._screen.acts.session.book, lambda start, end: text[start:end])

        def take(chosen: Chosen | None) -> None:
            if chosen is not None:
                self._ask(entity, chosen.passages, chosen.how, chosen.color)

        self._screen.acts.ask(MentionPicker(entity.name, mentions), take)

    def _ask(self, entity: Entity, passages: Sequence[Passage], how: How, color: Color | None = None) -> None:
        """Ask for the tags or the words, and make the notes."""
        color = color or self._screen.settings.color
        about = one_line(entity.name)
        if len(passages) > 1:
            about = f"{about}: {counted(len(passages), 'mention')}"
        if how == "highlight":
            self._make(entity, passages, Wish(color=color, entity=entity.id), how)
        elif how == "tag":
            from reader.app.screens.tags import TagEditor

            labelling = Labelling(self._screen, self._screen.acts, self._screen.codebook)

            def take_tags(tags: tuple[str, ...] | None) -> None:
                if tags:
                    wish = Wish(color=labelling.color(tags), tags=tags, entity=entity.id)
                    self._make(entity, passages, wish, how)
                    labelling.warn(tags)

            known = self._screen.acts.session.book.tags()
            self._screen.acts.ask(TagEditor((), known, about=about, codebook=self._screen.codebook), take_tags)
        else:
            from reader.app.screens.comment import CommentEditor

            def take_comment(comment: str | None) -> None:
                if comment:
                    self._make(entity, passages, Wish(color=color, comment=comment, entity=entity.id), how)

            self._screen.acts.ask(CommentEditor(about=about), take_comment)

    def _make(self, entity: Entity, passages: Sequence[Passage], wish: Wish, how: How) -> None:
        had = len(self._screen.acts.session.book)
        text = self._names.text
        assert text is not None, "names were found in it"
        with self._screen.keeping.quoting_from(text):
            made = self._screen.acts.session.annotate_each(passages, wish, f"{how} {one_line(entity.name)}")
        if not made:
            self._screen.say("Each has that already.")
            return
        self._screen.notes_changed(made[0].note.id)
        new = len(self._screen.acts.session.book) - had
        facts = [f"{counted(new, 'note')} made"] if new else []
        if len(made) > new:
            facts.append(f"{counted(len(made) - new, 'note')} changed")
        undo = self._screen.key_of("note.undo")
        self._screen.say(f"{', '.join(facts)}. {undo} takes {'it' if len(made) == 1 else 'all'} back.")

    # ---- those there are

    def about(self) -> None:
        """Say which entity the note here is about: those named in its passage are offered first."""
        from reader.app.screens.ask import Pick
        from reader.app.screens.choose import Choice

        entry = self._screen.acts.one_of_mine()
        if entry is None:
            return
        note = entry.note
        inside = {one.id: one for span in entry.spans for one in self._names.within(*span)}
        others = sorted(self._names.entities, key=lambda one: -len(one.mentions))
        offered = {one.id: one for one in (*inside.values(), *others) if one.id != note.entity}
        choices = [
            Choice(one.id, one.name, "named in it" if one.id in inside else KIND_WORDS[one.kind])
            for one in offered.values()
        ]
        if note.entity is not None:
            choices.append(Choice("", "Nobody and nothing", f"now {note.entity.partition(':')[2]}"))
        if not choices:
            self._screen.say("No names are known here.")
            return

        def take(entity: str | None) -> None:
            if entity is not None:
                changed = self._screen.acts.session.about(note.id, entity or None)
                self._screen.notes_changed(changed.note.id)
                self._screen.say(f"About {offered[entity].name}." if entity else "About nobody in particular.")

        self._screen.acts.ask(Pick("This note is about", choices), take)

    def listed(self, entity: Entity) -> None:
        """Show the notes about it, in the Notes tab."""
        self._screen.tabs.open("Notes")
        self._screen.sidebar.notes.ask(asking_for(entity))


def asking_for(entity: Entity) -> str:
    """What the filter of the Notes tab asks for the notes about an entity."""
    name = " ".join(entity.name.split())
    # A quotation mark cannot stand inside others: what is asked for is the longest stretch without one.
    whole = f"{entity.kind}:{name}" if '"' not in name else max(name.split('"'), key=len).strip()
    return f'entity:"{whole}"'
