"""The notes of the document that is open: read in a thread, kept on disk by another, and let go of when one leaves.

The threads tell by messages what came of it; everything here runs in the screen's thread unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.app.messages import NotesNews, NotesNotOpened, NotesOpened
from reader.app.widgets.words import counted

if TYPE_CHECKING:
    from annotations.codebook import Code, Codebook
    from annotations.model import Annotation, NotesFile, Span
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.desk import Desk
    from reader.keeping import Keeper, Moved, News
    from reader.notebook import Entry
    from reader.session import Passage, Session
    from reader.whereabouts import Home

QUIT_WAIT = 3.0
"""Seconds that quitting waits for notes that are not yet on disk, before it asks."""


class NoteKeeping:
    """The session of one reading screen, and the files that it is kept in."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen
        self.session: Session | None = None
        """None until the notes are read."""
        self.keeper: Keeper | None = None
        self.state = ""
        """How it stands with the files, in a word or two for the header."""
        self.labels: dict[str, Code] = {}
        """Key, as the toolkit names it -> the agreed tag it gives."""
        self._desk: Desk | None = None
        self._waiting: list[Callable[[], None]] = []
        self._moved: dict[Path, NotesFile] = {}
        """Other people's files of notes that were changed since they were opened."""
        self._left = False
        self._whole: str | None = None
        """The canonical text, while many passages are quoted from it."""

    @contextmanager
    def quoting_from(self, text: str) -> Iterator[None]:
        """Make the anchors of many passages, all over a long text, without making each of its parts anew.

        `text` is the whole canonical text.
        """
        self._whole = text
        try:
            yield
        finally:
            self._whole = None

    # ---- opening

    def begin(self) -> None:
        """Open the notes as soon as the document is counted to its end; a short one is at once."""
        screen = self._screen
        if screen.flow.complete:
            self._read_notes()
        else:
            screen.run_worker(self._count(), group="count", description="Count the text")

    async def _count(self) -> None:
        await self._screen.view.idly(self._screen.flow.advance)
        self._read_notes()

    def _read_notes(self) -> None:
        self._screen.run_worker(self._read, thread=True, group="notes", description="Read the notes")

    def _read(self) -> None:
        """Runs in a thread; what it loads is loaded there, too."""
        from reader import keeping, session  # noqa: F401 - what comes next, on the screen's thread, needs them
        from reader.app import acts, names  # noqa: F401 - as above
        from reader.app.widgets import entity_list, note_list, outline  # noqa: F401 - as above
        from reader.desk import Subject, open_desk
        from reader.memory import give_back

        give_back()
        screen = self._screen
        subject = screen.app.call_from_thread(Subject.of_flow, screen.flow)
        assert subject is not None, "asked for when the document is counted"
        try:
            screen.post_message(NotesOpened(open_desk(subject, screen.settings)))
        except PostilError as error:
            screen.post_message(NotesNotOpened(error))

    def opened(self, desk: Desk) -> None:
        """The notes are read: begin the session, and do what waited for it."""
        from annotations.anchoring.quote import quote_span
        from annotations.ids import new_id
        from reader import quoting
        from reader.keeping import Keeper
        from reader.session import Session

        screen = self._screen
        self._desk = desk

        def quote(passage: Passage) -> Span:
            if self._whole is not None:
                return quote_span(self._whole, *passage, fingerprint=desk.quoting)
            return quoting.quote_in(screen.flow, *passage, fingerprint=desk.quoting)

        self.keeper = Keeper(
            desk.mine,
            desk.blank,
            desk.others,
            self._tell_news,
            after_first=desk.remember,
            look_for=desk.watch(),
            document=desk.subject.path,
        )
        session = self.session = Session(
            desk.me,
            quote,
            lambda note: desk.place((note,))[0].places,
            self.keeper.keep,
            desk.history,
            new_id=new_id,
            warn=screen.tell_error,
            fingerprint=desk.subject.fingerprint,
            people=dict(screen.settings.people),
        )
        for person in desk.people:
            session.book.meet(person)
        session.book.put_all(desk.entries)
        session.corrections = desk.corrections
        session.locked = desk.locked
        if desk.codebook.codes:
            from reader.app.labelling import own_keys

            self.labels = own_keys(desk.codebook, screen.keyboard.by_key())
        for error in desk.broken.values():
            screen.tell_error(error)
        self.state = "read-only" if desk.locked else ""
        screen.notes_changed(None)
        screen.rereading.go_back(desk)
        screen.progress.begin()
        screen.names.look(desk.subject.length)
        waiting, self._waiting = self._waiting, []
        if waiting:
            screen.say("")
        for act in waiting:
            with screen.telling():
                act()

    def when_open(self, act: Callable[[], None]) -> None:
        """Do it now, or as soon as the notes are loaded."""
        if self.session is not None:
            act()
        else:
            self._waiting.append(act)
            if self._screen.is_attached:
                self._screen.say("Reading the notes …")

    # ---- while they are open

    @property
    def codebook(self) -> Codebook:
        """The agreed tags; asked for when the notes are open."""
        assert self._desk is not None, "acts wait until the notes are loaded"
        return self._desk.codebook

    @property
    def homes(self) -> Mapping[tuple[str, int], Home]:
        """What stood around the passages that had no certain place when the notes were opened."""
        assert self._desk is not None, "acts wait until the notes are loaded"
        return self._desk.homes

    def others_notes(self) -> list[NotesFile]:
        """Other people's files of notes, as they were when the document was opened or seen to change."""
        assert self._desk is not None, "acts wait until the notes are loaded"
        opened = {path: one.notes for path, one in self._desk.others.items()}
        return list((opened | self._moved).values())

    def begin_to_save(self) -> None:
        """Something was handed to the keeper: say so until it is on disk."""
        if self.keeper is not None and self.keeper.waiting:
            self.state = "saving"

    def _tell_news(self, news: News) -> None:
        """Called in the keeper's thread."""
        self._screen.post_message(NotesNews(news))

    def hear(self, news: News) -> None:
        """Take what the keeper says became of the files."""
        from reader.keeping import Crashed, DocumentChanged, Lost, Moved, NotSaved, Remark, Saved

        screen, session = self._screen, self.session
        assert session is not None, "news comes from the keeper, which begins with the session"
        if isinstance(news, Crashed):
            raise news.error
        if isinstance(news, DocumentChanged):
            screen.rereading.begin()
            return
        if isinstance(news, Moved):
            self._take_in(news)
            return
        if isinstance(news, Saved):
            session.locked = None
            self.state = "saved"
        elif isinstance(news, NotSaved):
            self.state = f"NOT SAVED: {counted(news.waiting, 'note')}"
            screen.tell_error(news.error)
        elif isinstance(news, Remark):
            screen.tell_error(news.error)
        elif isinstance(news, Lost):
            if news.mine:
                session.locked = news.error
                self.state = "read-only"
            screen.tell_error(news.error)
        screen.tell_facts()

    def _take_in(self, news: Moved) -> None:
        """A file was changed by someone else: show what is in it now."""
        screen, session, desk = self._screen, self.session, self._desk
        assert session is not None, "as in `hear`"
        assert desk is not None, "as above"
        person = news.header.annotator
        mine = person.id == desk.me.id
        if mine:
            session.locked = None
            self.state = "" if self.state == "read-only" else self.state
        session.book.meet(person)
        if not mine:
            self._moved[news.path] = news.header
        known = [note for note in news.notes if (entry := session.book.get(note.id)) and entry.note == note]
        told = len(news.notes) - len(known) + len(news.gone)
        for note in news.gone:
            session.book.drop(note)
        session.book.put_all(desk.place(news.notes, news.header))
        if mine and session.take_corrections(news.header.entities):
            screen.names.refresh()
        screen.notes_changed(None)
        if told:
            who = "your file" if mine else f"{session.book.person(person.id)}'s"
            screen.say(f"{counted(told, 'note')} changed on disk in {who}.")

    def keep_decisions(self, made: Sequence[Annotation], then: Callable[[PostilError | None], None]) -> None:
        """Keep notes of the adjudicated file in a thread; `then` hears when they are on disk, or why not."""
        screen, session, desk = self._screen, self.session, self._desk
        assert desk is not None, "there are notes to decide on"
        assert session is not None, "as above"

        def kept(entries: Sequence[Entry], error: PostilError | None) -> None:
            session.book.put_all(entries)
            screen.notes_changed(None)
            then(error)

        def work() -> None:
            try:
                entries = desk.keep_decisions(made)
            except PostilError as error:
                screen.app.call_from_thread(kept, (), error)
            else:
                screen.app.call_from_thread(kept, entries, None)

        screen.run_worker(work, thread=True, group="decisions", description="Keep the decision")

    # ---- leaving

    def leave(self, then: Callable[[], None]) -> None:
        """Do `then` when all is on disk, or when the person gives up what is not."""
        keeper = self.keeper
        if self._left:
            then()
        elif keeper is None or keeper.settle(QUIT_WAIT):
            self._close()
            then()
        else:
            from reader.app.screens.choose import Sure

            notes = counted(keeper.waiting, "note")
            question = f"{notes} could not be saved. Quit all the same, and lose what is not on disk?"
            sure = Sure(question, yes="lose it and quit", no="stay")

            def answered(given_up: bool | None) -> None:
                if given_up:
                    self._close()
                    then()

            self._screen.app.push_screen(sure, answered)

    def _close(self) -> None:
        """Let go of the document."""
        self._left = True
        self._screen.remember_place()
        self._screen.remember_screen()
        if self.keeper is not None:
            self.keeper.close()
            self.keeper = None
        if self.session is not None:
            self._screen.names.give_up()
