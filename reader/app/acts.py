"""What a reader does to notes on the reading screen, by key, by mouse and from the palette.

An act applies to the selection; without one, to the note under the cursor where that makes sense, and else to the
sentence. In the Notes tab it applies to the note under the cursor there. Offsets are code points of canonical text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from annotations.model import COLORS, Color
from reader.app.listing import NoteRow
from reader.app.typeahead import give_focus
from reader.app.widgets.words import counted, one_line
from reader.markup import plain
from reader.notebook import Entry
from reader.session import Passage, ReadOnlyError, Session

if TYPE_CHECKING:
    from annotations.codebook import Code
    from annotations.history import Travel
    from reader.app.labelling import Labelling
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.app.screens.dialog import Dialog

T = TypeVar("T")

_SHOWN = 60
"""Code points of a quote that stand for it in a message."""


@dataclass(frozen=True)
class Moving:
    """A note whose passage is being chosen anew."""

    note: str
    index: int | None = None
    """The span that is attached to other words; None: all of them together."""
    then: Callable[[], None] = lambda: None
    """What is done when it is attached, or left where it was."""


class NoteActs:
    """The acts of one reading screen. What each is called and which key it has stands in `reader.app.keys`."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen
        self._moving: Moving | None = None
        """What is being attached to other words."""
        self.chosen: str | None = None
        """The note that was gone to, or made, last: among several on the same words the acts apply to this one."""

    # ---- what an act applies to

    @property
    def _session(self) -> Session:
        session = self._screen.session
        assert session is not None, "acts wait until the notes are loaded"
        return session

    def here(self) -> list[Entry]:
        """The notes an act may apply to: the chosen one first, then the shortest passage."""
        listed = self._listed()
        if listed is not None:
            return [listed]
        view, book = self._screen.view, self._session.book
        selection = view.selection
        if selection is not None:
            same = book.exactly(*self._screen.trimmed(selection))
            return [same] if same is not None else []
        return self._at_cursor()

    def under_cursor(self) -> Entry | None:
        """The note in the text that an act would apply to."""
        return next(iter(self._at_cursor()), None) if self._screen.view.page.selection() is None else None

    def nearest(self) -> str | None:
        """The note under the cursor, else the chosen one if it stands nowhere in the text, else the next one."""
        here = self.under_cursor()
        if here is not None:
            return here.note.id
        chosen = self._session.book.get(self.chosen) if self.chosen else None
        if chosen is not None and chosen.start is None and chosen.note.deleted is None:
            return chosen.note.id
        found = self._session.book.beside(self._screen.view.cursor or 0, 1)
        return found[0].note.id if found is not None and not found[1] else None

    def _at_cursor(self) -> list[Entry]:
        cursor = self._screen.view.cursor
        found = self._session.book.at(cursor, cursor) if cursor is not None else []
        return sorted(found, key=lambda entry: entry.note.id != self.chosen)

    def _listed(self) -> Entry | None:
        """The note under the cursor of the Notes tab, while that has the focus."""
        pane = self._screen.sidebar.notes
        row = pane.list.current if pane.list.has_focus else None
        if not isinstance(row, NoteRow):
            return None
        return self._session.book.get(row.key)

    def _mine_here(self) -> Entry | None:
        return next((entry for entry in self.here() if self._session.book.mine(entry.note)), None)

    def _passage(self) -> Passage | None:
        passage = self._screen.view.passage()
        if passage is None:
            self._screen.say("This far into the document is not counted yet; in a moment it is.")
            return None
        start, end = self._screen.trimmed(passage)
        if start == end:
            self._screen.say("There are no words here.")
            return None
        return start, end

    def one_of_mine(self) -> Entry | None:
        """The reader's own note here; says why there is none."""
        entry = self._mine_here()
        if entry is None:
            others = self.here()
            if others:
                raise ReadOnlyError(
                    f"this note is {self._session.book.person(others[0].note.annotator)}'s",
                    hint="r answers it; h, t and c make a note of your own.",
                )
            self._screen.say("There is no note here. n goes to the next one.")
        return entry

    # ---- marking

    def highlight(self) -> None:
        """Highlight the selection, or the sentence."""
        passage = self._passage()
        if passage is not None:
            self._highlighted(passage, self._screen.settings.color)

    def color(self, number: int) -> None:
        """Recolour the note here; without one, highlight."""
        color: Color = COLORS[number - 1]
        entry = self._mine_here()
        if entry is not None:
            self._made(self._session.recolor(entry.note.id, color))
            return
        passage = self._passage()
        if passage is not None:
            self._highlighted(passage, color)

    def _highlighted(self, passage: Passage, color: Color) -> None:
        self._made(self._session.highlight([passage], color, self._screen.names.exactly(passage)))

    def tag(self) -> None:
        """Tag the note here, or the passage."""
        from reader.app.screens.tags import TagEditor

        entry, passage = self._target()
        if entry is None and passage is None:
            return

        def take(tags: tuple[str, ...] | None) -> None:
            if tags is None:
                return
            if entry is not None:
                self._made(self._session.retag(entry.note.id, tags))
            elif passage is not None and tags:
                self._tagged(passage, tags)
            self._labelling.warn(tag for tag in tags if tag not in had)

        had = entry.note.tags if entry is not None else ()
        editor = TagEditor(
            had, self._session.book.tags(), about=self._about(entry, passage), codebook=self._screen.codebook
        )
        self.ask(editor, take)

    def tag_again(self) -> None:
        """Give the tags that were given last; when there are none, ask."""
        known = self._session.book.tags()
        again = self._session.last_tags or tuple(tag for tag, _ in known[:1])
        if not again:
            self.tag()
            return
        entry, passage = self._target()
        if entry is not None:
            self._made(self._session.retag(entry.note.id, (*entry.note.tags, *again)))
        elif passage is not None:
            self._tagged(passage, again)

    def tag_keys(self) -> None:
        """Show the tags of the codebook with their keys, and label with the one that is taken."""
        self._labelling.choose()

    def label(self, code: Code) -> None:
        """Label the note here, or the passage, with an agreed tag; when the note has it, take it off."""
        entry, passage = self._target()
        if entry is not None:
            tags = entry.note.tags
            taken_off = code.tag in tags
            rest = tuple(tag for tag in tags if tag != code.tag)
            self._made(self._session.retag(entry.note.id, rest if taken_off else (*tags, code.tag)))
            self._screen.say(f"No longer #{code.tag}." if taken_off else f"#{code.tag}")
        elif passage is not None:
            self._tagged(passage, (code.tag,))

    @property
    def _labelling(self) -> Labelling:
        from reader.app.labelling import Labelling

        return Labelling(self._screen, self, self._screen.codebook)

    def _tagged(self, passage: Passage, tags: Sequence[str]) -> None:
        color = self._labelling.color(tags)
        self._made(
            self._session.annotate(
                [passage], color=color, tags=tags, entity=self._screen.names.exactly(passage), what="tag"
            )
        )

    def comment(self) -> None:
        """Comment on the note here, or on the passage."""
        from reader.app.screens.comment import CommentEditor

        entry, passage = self._target()
        if entry is None and passage is None:
            return

        def take(comment: str | None) -> None:
            if comment is None:
                return
            if entry is not None:
                self._made(self._session.rewrite(entry.note.id, comment))
            elif passage is not None and comment:
                self._made(
                    self._session.annotate(
                        [passage],
                        color=self._screen.settings.color,
                        comment=comment,
                        entity=self._screen.names.exactly(passage),
                        what="comment",
                    )
                )

        title = "Answer" if entry is not None and entry.note.reply_to else "Comment"
        had = entry.note.comment if entry is not None else ""
        self.ask(CommentEditor(had, about=self._about(entry, passage), title=title), take)

    def note_document(self) -> None:
        """Write a note on the whole document."""
        from reader.app.screens.comment import CommentEditor

        def take(comment: str | None) -> None:
            if comment:
                self._made(self._session.annotate((), comment=comment, what="note on the document"))
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
                self._session.reply(to.note.id, comment)
                self._screen.notes_changed(to.note.id)

        who = self._session.book.person(to.note.annotator)
        about = plain(to.note.comment) or to.quote
        self.ask(CommentEditor(about=about, title=f"Answer to {who}"), take)

    def delete(self) -> None:
        """Delete the note here."""
        entry = self.one_of_mine()
        if entry is not None:
            self._session.delete([entry.note.id])
            self.chosen = None
            self._screen.notes_changed(None)
            self._screen.say(f"Deleted. {self._screen.key_of('note.undo')} brings it back.")

    def move(self) -> None:
        """Attach a note to other words: choose the note, stretch the selection, set it."""
        view = self._screen.view
        if self._moving is not None:
            self._set_moved(self._moving)
            return
        listed = self._listed()
        if listed is not None:
            if view.selection is not None:
                self._set_moved(Moving(listed.note.id))
            else:
                self.begin_move(listed)
            return
        if view.selection is None:
            entry = self.one_of_mine()
            if entry is not None:
                self.begin_move(entry)
            return
        book = self._session.book
        near = [entry for entry in book.at(*view.selection) if book.mine(entry.note)]
        if len(near) == 1:
            self._set_moved(Moving(near[0].note.id))
            return
        lost = [entry for entry in book.living() if entry.lost and book.mine(entry.note)]
        if near or lost:
            self._choose(
                "Which note is about the selection?", near + lost, lambda note: self._set_moved(Moving(note))
            )
        else:
            self._screen.say("Put the cursor on the note to move, then press the key again.")

    def begin_move(self, entry: Entry, *, index: int | None = None, then: Callable[[], None] = lambda: None) -> None:
        """Let the person select the words that a note is about.

        Args:
            entry: The note.
            index: Of the span that is about them; None: the whole note is, and about nothing else.
            then: What to do afterwards, also when the note was left where it was.
        """
        if not self._session.book.mine(entry.note):
            raise ReadOnlyError(
                f"this note is {self._session.book.person(entry.note.annotator)}'s", hint="Only its writer moves it."
            )
        self._moving = Moving(entry.note.id, index, then)
        view = self._screen.view
        place = entry.places[index].span if index is not None else next(iter(entry.spans), None)
        if place is not None:
            view.stretch(*place)
        give_focus(view)
        key = self._screen.key_of("note.move")
        self._screen.say(f"Select the words it is about; {key} sets it, Esc leaves it where it was.", lasting=True)

    def _set_moved(self, moving: Moving) -> None:
        passage = self._screen.view.selection
        if passage is None:
            self._screen.say("Select the words it is about first: v, then move.", lasting=True)
            return
        self._moving = None
        words = self._screen.trimmed(passage)
        if moving.index is None:
            self._made(self._session.move(moving.note, [words]))
        else:
            self._made(self._session.attach(moving.note, moving.index, words))
        self._screen.say("Moved.")
        moving.then()

    def escape(self) -> bool:
        """Leave off moving a note; False when there was nothing to leave off."""
        moving, self._moving = self._moving, None
        if moving is not None:
            self._screen.say("")
            self._screen.view.clear_selection()
            moving.then()
        return moving is not None

    def undo(self) -> None:
        """Take back the last act."""
        self._travelled(self._session.undo(), "Undone", "Nothing to undo.")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._travelled(self._session.redo(), "Done again", "Nothing to do again.")

    def _travelled(self, travel: Travel | None, said: str, nothing: str) -> None:
        if travel is None:
            self._screen.say(nothing)
            return
        note = travel.notes[0].id if travel.notes else None
        entry = self._session.book.get(note) if note else None
        if entry is not None and entry.note.deleted is None and entry.start is not None:
            self._screen.view.reveal(*entry.spans[0])
            self.chosen = note
        self._screen.notes_changed(note)
        if travel.act.corrections:
            self._screen.names.refresh()
        stays = " What was changed elsewhere since stays." if travel.left else ""
        self._screen.say(f"{said}: {travel.act.what}.{stays}")

    # ---- going about

    def next(self, by: int) -> None:
        """Go to the next note in the text, or the one before; past the last, to the first."""
        cursor = self._screen.view.cursor or 0
        chosen = self._session.book.get(self.chosen) if self.chosen else None
        at = chosen is not None and any(start <= cursor < end for start, end in chosen.spans)
        found = self._session.book.beside(cursor, by, self.chosen if at else None)
        if found is None:
            self._screen.say("No notes in the text yet.")
            return
        entry, passed = found
        if passed:
            self._screen.say("Round again." if entry.note.id != self.chosen else "This is the only note.")
        self.go(entry.note.id)

    def go(self, note: str) -> None:
        """Show the passage of a note, and choose it."""
        entry = self._session.book.get(note)
        if entry is None:
            return
        self.chosen = note
        top = entry
        while top.start is None and top.note.reply_to and (above := self._session.book.get(top.note.reply_to)):
            if above.note.id == entry.note.id:
                break
            top = above
        if top.start is not None:
            self._screen.view.jump_to(*top.spans[0])
        self._screen.choice_changed(note)

    def cycle(self) -> None:
        """Choose the next of the notes on the same words."""
        cursor = self._screen.view.cursor
        found = [] if cursor is None else self._session.book.at(cursor, cursor)
        if len(found) < 2:
            self._screen.say("One note here." if found else "There is no note here. n goes to the next one.")
            return
        at = next((n for n, entry in enumerate(found) if entry.note.id == self.chosen), 0)
        entry = found[(at + 1) % len(found)]
        self.chosen = entry.note.id
        self._screen.choice_changed(self.chosen)
        self._screen.say(f"{(at + 1) % len(found) + 1} of {len(found)} here: {self._name(entry)}", lasting=True)

    def pick(self) -> None:
        """Choose among the notes on the same words from a list."""
        cursor = self._screen.view.cursor
        found = [] if cursor is None else self._session.book.at(cursor, cursor)
        if not found:
            self._screen.say("There is no note here. n goes to the next one.")
            return
        self._choose("Notes on these words", found, self.go)

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

        book = self._session.book
        if set(book.people) <= {self._session.me.id}:
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

    def open(self) -> None:
        """Open the footnote under the cursor, else the note here, else the link or the footnotes of the sentence.

        A note is shown in the Notes tab, with its answers.
        """
        following = self._screen.following
        if self._listed() is None and following.open_footnote():
            return
        entries = self.here()
        if entries:
            self._screen.tabs.open("Notes")
            self.chosen = entries[0].note.id
            self._screen.sidebar.notes.list.reveal(self.chosen)
        elif not following.open():
            self._screen.say("There is no note and no link here.")

    # ---- copying

    def copy_quote(self) -> None:
        """Copy the words: of the selection, of the note here, or of the sentence."""
        words = self._words()
        if words:
            self._screen.app.copy_to_clipboard(words)
            self._screen.say(f"Copied: {_shortened(words)}")

    def copy_markdown(self) -> None:
        """Copy the words as a Markdown quotation with a link, and what the note here says of them."""
        words = self._words()
        if not words:
            return
        entry = self._mine_here() or next(iter(self.here()), None)
        self._screen.app.copy_to_clipboard(self._screen.as_markdown(words, entry))
        self._screen.say(f"Copied as Markdown: {_shortened(words)}")

    def _words(self) -> str:
        entries = self.here()
        if entries and (self._screen.view.selection is None or self._listed()):
            return entries[0].quote or plain(entries[0].note.comment)
        passage = self._passage()
        return self._screen.words(passage) if passage is not None else ""

    # ---- the rest

    def _target(self) -> tuple[Entry | None, Passage | None]:
        """The reader's own note here, else the passage to make one on."""
        entry = self._mine_here()
        if entry is not None:
            return entry, None
        if self._listed() is not None:
            self.one_of_mine()
        return None, self._passage()

    def _about(self, entry: Entry | None, passage: Passage | None) -> str:
        if entry is not None:
            return entry.quote
        return self._screen.words(passage) if passage is not None else ""

    def _made(self, entry: Entry) -> None:
        self.chosen = entry.note.id
        with self._screen.view.together():
            self._screen.view.clear_selection()
            self._screen.notes_changed(entry.note.id)

    def _choose(self, title: str, entries: Sequence[Entry], then: Callable[[str], None]) -> None:
        from reader.app.screens.choose import Choice, Chooser

        choices = [Choice(entry.note.id, self._name(entry), _shortened(entry.quote)) for entry in entries]
        self.ask(Chooser(title, choices), lambda note: then(note) if note else None)

    def _name(self, entry: Entry) -> str:
        """A note in a few words: whose, colour, tags, the beginning of its comment."""
        note = entry.note
        words = [] if self._session.book.mine(note) else [self._session.book.person(note.annotator)]
        words += [note.color or "grey", *(f"#{tag}" for tag in note.tags)]
        comment = plain(note.comment)
        if comment:
            words.append(f"✎ {_shortened(comment)}")
        answers = len(self._session.book.replies(note.id))
        if answers:
            words.append(counted(answers, "answer"))
        return one_line(" ".join(words))

    def ask(self, dialog: Dialog[T], take: Callable[[T | None], None]) -> None:
        """Show a dialog, and hand on its answer."""

        def answered(answer: T | None) -> None:
            with self._screen.telling():
                take(answer)

        dialog.set_class(self._screen.cursor_is_low(), "-above")
        self._screen.app.push_screen(dialog, answered)


def _shortened(words: str) -> str:
    words = one_line(words)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"
