"""What a reader does to notes on the reading screen, by key, by mouse and from the palette."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from annotations.model import COLORS, Color
from reader.app.targets import Targets
from reader.app.widgets.words import counted
from reader.markup import plain
from reader.notebook import Entry
from reader.session import Passage

if TYPE_CHECKING:
    from annotations.codebook import Code
    from annotations.history import Travel
    from reader.app.copying import Copying
    from reader.app.going import Going
    from reader.app.labelling import Labelling
    from reader.app.reattaching import Reattaching


class NoteActs(Targets):
    """The acts of one reading screen. What each is called and which key it has stands in `reader.app.keys`."""

    # ---- more of them

    @cached_property
    def going(self) -> Going:
        """From note to note."""
        from reader.app.going import Going

        return Going(self._screen, self)

    @cached_property
    def reattaching(self) -> Reattaching:
        """Notes attached to other words."""
        from reader.app.reattaching import Reattaching

        return Reattaching(self._screen, self)

    @cached_property
    def copying(self) -> Copying:
        """Quotes for the clipboard."""
        from reader.app.copying import Copying

        return Copying(self._screen, self)

    # ---- marking

    def highlight(self) -> None:
        """Highlight the selection, or the sentence."""
        passage = self.passage()
        if passage is not None:
            self._highlighted(passage, self._screen.settings.color)

    def color(self, number: int) -> None:
        """Recolour the note here; without one, highlight."""
        color: Color = COLORS[number - 1]
        entry = self.mine_here()
        if entry is not None:
            self.made(self.session.recolor(entry.note.id, color))
            return
        passage = self.passage()
        if passage is not None:
            self._highlighted(passage, color)

    def _highlighted(self, passage: Passage, color: Color) -> None:
        self.made(self.session.highlight([passage], color, self._screen.names.exactly(passage)))

    def tag(self) -> None:
        """Tag the note here, or the passage."""
        from reader.app.screens.tags import TagEditor

        entry, passage = self.target()
        if entry is None and passage is None:
            return

        def take(tags: tuple[str, ...] | None) -> None:
            if tags is None:
                return
            if entry is not None:
                self.made(self.session.retag(entry.note.id, tags))
            elif passage is not None and tags:
                self._tagged(passage, tags)
            self._labelling.warn(tag for tag in tags if tag not in had)

        had = entry.note.tags if entry is not None else ()
        editor = TagEditor(
            had, self.session.book.tags(), about=self.about(entry, passage), codebook=self._screen.codebook
        )
        self.ask(editor, take)

    def tag_again(self) -> None:
        """Give the tags that were given last; when there are none, ask."""
        known = self.session.book.tags()
        again = self.session.last_tags or tuple(tag for tag, _ in known[:1])
        if not again:
            self.tag()
            return
        entry, passage = self.target()
        if entry is not None:
            self.made(self.session.retag(entry.note.id, (*entry.note.tags, *again)))
        elif passage is not None:
            self._tagged(passage, again)

    def tag_keys(self) -> None:
        """Show the tags of the codebook with their keys, and label with the one that is taken."""
        self._labelling.choose()

    def label(self, code: Code) -> None:
        """Label the note here, or the passage, with an agreed tag; when the note has it, take it off."""
        entry, passage = self.target()
        if entry is not None:
            tags = entry.note.tags
            taken_off = code.tag in tags
            rest = tuple(tag for tag in tags if tag != code.tag)
            self.made(self.session.retag(entry.note.id, rest if taken_off else (*tags, code.tag)))
            self._screen.say(f"No longer #{code.tag}." if taken_off else f"#{code.tag}")
        elif passage is not None:
            self._tagged(passage, (code.tag,))

    @property
    def _labelling(self) -> Labelling:
        from reader.app.labelling import Labelling

        return Labelling(self._screen, self, self._screen.codebook)

    def _tagged(self, passage: Passage, tags: Sequence[str]) -> None:
        color = self._labelling.color(tags)
        self.made(
            self.session.annotate(
                [passage], color=color, tags=tags, entity=self._screen.names.exactly(passage), what="tag"
            )
        )

    def comment(self) -> None:
        """Comment on the note here, or on the passage."""
        from reader.app.screens.comment import CommentEditor

        entry, passage = self.target()
        if entry is None and passage is None:
            return

        def take(comment: str | None) -> None:
            if comment is None:
                return
            if entry is not None:
                self.made(self.session.rewrite(entry.note.id, comment))
            elif passage is not None and comment:
                self.made(
                    self.session.annotate(
                        [passage],
                        color=self._screen.settings.color,
                        comment=comment,
                        entity=self._screen.names.exactly(passage),
                        what="comment",
                    )
                )

        title = "Answer" if entry is not None and entry.note.reply_to else "Comment"
        had = entry.note.comment if entry is not None else ""
        self.ask(CommentEditor(had, about=self.about(entry, passage), title=title), take)

    def note_document(self) -> None:
        """Write a note on the whole document."""
        from reader.app.screens.comment import CommentEditor

        def take(comment: str | None) -> None:
            if comment:
                self.made(self.session.annotate((), comment=comment, what="note on the document"))
                self._screen.say("Kept: it stands at the top of the Notes tab.")

        self.ask(CommentEditor(about=self._screen.flow.title, title="Note on the whole document"), take)

    def reply(self) -> None:
        """Answer the note here, anyone's."""
        from reader.app.screens.comment import CommentEditor

        entries = self.here()
        if not entries:
            self._screen.say("There is no note here to answer. n goes to the next one.")
            return
        to = entries[0]

        def take(comment: str | None) -> None:
            if comment:
                self.session.reply(to.note.id, comment)
                self._screen.notes_changed(to.note.id)

        who = self.session.book.person(to.note.annotator)
        about = plain(to.note.comment) or to.quote
        self.ask(CommentEditor(about=about, title=f"Answer to {who}"), take)

    def delete(self) -> None:
        """Delete the note here."""
        entry = self.one_of_mine()
        if entry is not None:
            self.session.delete([entry.note.id])
            self.chosen = None
            self._screen.notes_changed(None)
            self._screen.say(f"Deleted. {self._screen.key_of('note.undo')} brings it back.")

    def undo(self) -> None:
        """Take back the last act."""
        self._travelled(self.session.undo(), "Undone", "Nothing to undo.")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._travelled(self.session.redo(), "Done again", "Nothing to do again.")

    def _travelled(self, travel: Travel | None, said: str, nothing: str) -> None:
        if travel is None:
            self._screen.say(nothing)
            return
        note = travel.notes[0].id if travel.notes else None
        entry = self.session.book.get(note) if note else None
        if entry is not None and entry.note.deleted is None and entry.start is not None:
            self._screen.view.reveal(*entry.spans[0])
            self.chosen = note
        self._screen.notes_changed(note)
        if travel.act.corrections:
            self._screen.names.refresh()
        stays = " What was changed elsewhere since stays." if travel.left else ""
        self._screen.say(f"{said}: {travel.act.what}.{stays}")

    # ---- everyone's notes

    def review(self) -> None:
        """Go through the notes that wait for a word: changed, ambiguous, orphaned, or in conflict after a merge."""
        from reader.app.review import Review

        Review(self._screen, self).begin()

    def adjudicate(self) -> None:
        """Go through what annotators labelled differently, and decide."""
        from reader.app.adjudicate import Adjudication

        Adjudication(self._screen, self).begin()

    def people(self) -> None:
        """Choose whose notes are drawn in the text."""
        from reader.app.screens.choose import Choice, Chooser

        book = self.session.book
        if set(book.people) <= {self.session.me.id}:
            self._screen.say("Nobody else has notes on this document.")
            return
        count = Counter(entry.note.annotator for entry in book.living())
        choices = [
            Choice(
                who,
                f"{'Show' if who in book.hidden else 'Hide'} {book.person(who)}",
                f"{book.face(who).initials} · {counted(count[who], 'note')}",
                color=book.face(who).color,
            )
            for who in book.people
        ]

        def take(who: str | None) -> None:
            if who is not None:
                hidden = who not in book.hidden
                book.hide(who, hidden=hidden)
                self._screen.notes_changed(None)
                self._screen.say(f"{book.person(who)}'s notes are {'hidden' if hidden else 'shown'} in the text.")

        self.ask(Chooser("Whose notes", choices), take)

    def export(self) -> None:
        """Write the notes in another format, after a look at the result."""
        from reader.app.exporting import Exporting

        Exporting(self._screen, self).begin()

    def made(self, entry: Entry) -> None:
        """A note was made or changed: choose it, and show it."""
        self.chosen = entry.note.id
        with self._screen.view.together():
            self._screen.view.clear_selection()
            self._screen.notes_changed(entry.note.id)
