"""The reading screen with notes: the session, the sidebar, and the keys of all acts.

Loading and saving happen in threads of their own; what comes of them arrives here as messages.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events, on
from textual.geometry import Size
from textual.timer import Timer

from annotations.errors import PostilError
from reader.app.keys import Act, Keyboard, shown
from reader.app.messages import EntitiesFound, NotesNews, NotesNotOpened, NotesOpened
from reader.app.notekeeping import NoteKeeping
from reader.app.placing import sidebar_place
from reader.app.screens.reading import ReadingScreen
from reader.app.tabs import Tabs
from reader.app.typeahead import again, give_focus
from reader.app.widgets.drawn import Drawn
from reader.app.widgets.footer import Footer
from reader.app.widgets.reading import ReadingView
from reader.app.widgets.sidebar import Sidebar
from reader.app.widgets.words import counted
from reader.config import Settings
from reader.documents.flow import Flow

if TYPE_CHECKING:
    from annotations.codebook import Codebook
    from reader.app.acts import NoteActs
    from reader.app.coloring import Coloring
    from reader.app.following import Following
    from reader.app.names import Names
    from reader.app.progress import Progress
    from reader.app.rereading import Rereading
    from reader.app.widgets.entity_list import EntitiesPane
    from reader.app.widgets.note_list import NotesPane
    from reader.app.widgets.outline import OutlinePane
    from reader.session import Passage, Session
    from reader.whereabouts import Home

SAID = 4.0
"""Seconds that a sentence stands in the footer in the place of the keys."""

_MENU = (
    "note.highlight", "note.tag", "note.tag_again", "note.comment", "note.reply", "note.move", "note.delete",
    "copy.quote", "copy.markdown", "entity.annotate_all", "entity.notes", "entity.correct",
)  # fmt: skip
"""What the right mouse button offers."""


class AnnotatingScreen(ReadingScreen):
    """One document, open for reading and annotating."""

    def __init__(self, flow: Flow, keyboard: Keyboard, settings: Settings) -> None:
        super().__init__(flow, keyboard, measure=settings.measure)
        self.settings = settings
        self.sidebar = Sidebar()
        self.tabs = Tabs(self, self.sidebar, at_first=settings.sidebar)
        self.keeping = NoteKeeping(self)
        self._acts = keyboard.by_key()
        self._hush: Timer | None = None
        self._doers: dict[str, Callable[[], object]] = {
            "notes": lambda: self.acts,
            "going": lambda: self.acts.going,
            "reattaching": lambda: self.acts.reattaching,
            "copying": lambda: self.acts.copying,
            "names": lambda: self.names,
            "links": lambda: self.following,
            "tabs": lambda: self.tabs,
        }
        """Who does the acts, by the names that `reader.app.keys` has for them; made when they are first needed."""

    @property
    def codebook(self) -> Codebook:
        """The agreed tags; asked for when the notes are open."""
        return self.keeping.codebook

    @property
    def homes(self) -> Mapping[tuple[str, int], Home]:
        """What stood around the passages that had no certain place when the notes were opened."""
        return self.keeping.homes

    @cached_property
    def acts(self) -> NoteActs:
        """What is done to notes."""
        from reader.app.acts import NoteActs

        return NoteActs(self)

    @cached_property
    def names(self) -> Names:
        """What is known of the entities of the document."""
        from reader.app.names import Names

        return Names(self)

    @cached_property
    def following(self) -> Following:
        """What is done with links and footnotes."""
        from reader.app.following import Following

        return Following(self)

    @cached_property
    def coloring(self) -> Coloring:
        """What is done about code."""
        from reader.app.coloring import Coloring

        return Coloring(self)

    @cached_property
    def progress(self) -> Progress:
        """How much there is to read."""
        from reader.app.progress import Progress

        return Progress(self)

    @cached_property
    def rereading(self) -> Rereading:
        """What is done when the document changes on disk."""
        from reader.app.rereading import Rereading

        return Rereading(self)

    # ---- its parts

    def more(self) -> Iterable[Drawn]:
        """The sidebar."""
        yield self.sidebar

    def on_mount(self) -> None:
        # What the screen does itself, it must hear of.
        mine = {key: action for key, action in self.view.keys.items() if hasattr(self, f"act_{action}")}
        self.view.keys = {key: action for key, action in self.view.keys.items() if key not in mine}
        self.view.open_comments = self.settings.comments
        self.call_after_refresh(self.keeping.begin)

    def shows_sidebar(self) -> bool:
        """Whether there is a sidebar beside the text, where the screen is wide enough."""
        return self.tabs.wanted

    def lay_out(self, size: Size) -> None:
        """Give everything its place."""
        super().lay_out(size)
        self.tabs.lay_out(self.view.frame)
        self.place(self.sidebar, sidebar_place(self.view.frame))

    # ---- notes: opened in a thread, kept by another

    @property
    def session(self) -> Session | None:
        """What is done to the notes; None until they are read."""
        return self.keeping.session

    @on(NotesNotOpened)
    def _notes_not_opened(self, event: NotesNotOpened) -> None:
        self.tell_error(event.error)

    @on(NotesOpened)
    def _notes_opened(self, event: NotesOpened) -> None:
        self.keeping.opened(event.desk)

    @on(NotesNews)
    def _notes_news(self, event: NotesNews) -> None:
        self.keeping.hear(event.news)

    def on_screen_resume(self) -> None:
        """A dialog was put away: what had to wait for that is done."""
        self.rereading.resume()

    def leave(self, then: Callable[[], None]) -> None:
        """Do `then` when all is on disk, or when the person gives up what is not."""
        self.keeping.leave(then)

    def on_unmount(self) -> None:
        """However the screen ends, no process goes on for it."""
        if self.session is not None:
            self.names.give_up()

    # ---- what acts need of the screen

    def notes_changed(self, note: str | None) -> None:
        """Show the notes as they are now, and in the Notes tab this one."""
        assert self.session is not None, "there are notes to show"
        with self.view.together():
            self.view.marks = self.session.book.marks()
            self._show_chosen()
        self.sidebar.notes.show(self.session.book)
        if note is not None:
            self.tabs.show_note(note)
        self.keeping.begin_to_save()
        self.tell_facts()

    def chosen_spans(self) -> Sequence[tuple[int, int]]:
        """The passage of the note that acts apply to."""
        entry = self.acts.under_cursor() if self.session is not None else None
        return entry.spans if entry is not None else ()

    def about_here(self) -> str:
        """What is known of the name under the mouse, or else under the cursor, as soon as names are known."""
        return self.names.told() if "names" in vars(self) else ""

    def _show_chosen(self) -> None:
        """Set off the note that acts apply to."""
        self.view.chosen = self.chosen_spans()

    def choice_changed(self, note: str) -> None:
        """Another note was chosen: set it off in the text, and in the list."""
        self._show_chosen()
        self.tabs.show_note(note)

    def cursor_is_low(self) -> bool:
        """Whether the cursor is in the lower half of the screen, where a dialog would hide it."""
        page = self.view.page
        rows = page.visible()
        place = page.place_of(*page.cursor)
        return place in rows and rows.index(place) > len(rows) // 2

    def tell_facts(self) -> None:
        """Say in the header whose notes these are, how many, and whether they are saved."""
        session = self.session
        if session is not None:
            notes = counted(len(session.book), "note")
            self.header.tell(self.progress.left(), session.me.id, notes, self.keeping.state)

    def trimmed(self, passage: Passage) -> Passage:
        """The passage without blanks at its ends."""
        from reader import quoting

        return quoting.trimmed(self.flow, *passage)

    def words(self, passage: Passage) -> str:
        """The words of a passage."""
        from reader import quoting

        return quoting.stretch(self.flow, *passage)

    def key_of(self, act: str) -> str:
        """The key of an act, for a sentence about it."""
        key = self.keyboard.first(act)
        return shown(key) if key else "the palette"

    def say(self, words: str, *, lasting: bool = False) -> None:
        """Say something in the footer; for a while, or until something else is said."""
        if self._hush is not None:
            self._hush.stop()
            self._hush = None
        self.footer.say(words)
        if words and not lasting:
            self._hush = self.set_timer(SAID, lambda: self.footer.say(""))

    def tell_error(self, error: PostilError) -> None:
        """Say what went wrong and what to do, where it is not overlooked."""
        self.notify(f"{error}\n{error.hint}", severity="error", timeout=12, markup=False)

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        """Say what goes wrong, where a person can put it right."""
        try:
            yield
        except PostilError as error:
            self.tell_error(error)

    # ---- keys, clicks and the palette

    def on_key(self, event: events.Key) -> None:
        """With nothing in focus, keys are for the text."""
        if self.focused is None:
            give_focus(self.view)
            again(self.view, event)
            event.stop()

    def hear(self, event: events.Key) -> bool:
        """Run the act of a key that the text or a list of the sidebar left over."""
        act = self._acts.get(event.key)
        if act is None and (code := self.keeping.labels.get(event.key)) is not None:
            with self.telling():
                self.acts.label(code)
            return True
        return act is not None and self.perform(act)

    def perform(self, act: Act) -> bool:
        """Do an act; False when nothing here does."""
        doer, _, call = act.action.rpartition(".")
        name, _, argument = call.rstrip(")").partition("(")
        if doer:
            self._have_done(doer, name, argument)
        elif (method := getattr(self, f"act_{name}", None)) is not None:
            method()
        elif (moving := getattr(self.view, f"action_{name}", None)) is not None:
            moving()
        else:
            return False
        return True

    def _have_done(self, doer: str, name: str, argument: str) -> None:
        arguments = [int(argument) if argument.lstrip("-").isdigit() else argument] if argument else []

        def do() -> None:
            with self.telling():
                getattr(self._doers[doer](), name)(*arguments)

        if doer in ("links", "tabs"):
            do()
        else:
            self.keeping.when_open(do)

    # ---- entities

    @on(EntitiesFound)
    def _entities_found(self, event: EntitiesFound) -> None:
        self.names.found(event.findings)

    def on_entities_pane_wanted(self, event: EntitiesPane.Wanted) -> None:
        event.stop()
        self.names.go(event.entity)
        if self.tabs.over:
            self.tabs.leave()

    def on_entities_pane_asked(self, event: EntitiesPane.Asked) -> None:
        event.stop()
        self.keeping.when_open(lambda: self.names.do(event.act))

    # ---- acts of the screen

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The right button: what can be done here."""
        if event.button != 3:
            return
        event.stop()
        from reader.app.screens.choose import Choice, Chooser

        if self.view.region.contains(event.screen_x, event.screen_y) and self.view.page.selection() is None:
            self.view.put_cursor(event.screen_x - self.view.region.x, event.screen_y - self.view.region.y)
        acts = [act for group in self.keyboard.groups for act in group.acts if act.id in _MENU]
        acts.sort(key=lambda act: _MENU.index(act.id))
        choices = [Choice(act.id, act.says, " ".join(map(shown, self.keyboard.keys[act.id]))) for act in acts]

        def chosen(act_id: str | None) -> None:
            if act_id is not None:
                self.perform(next(act for act in acts if act.id == act_id))

        chooser = Chooser("Here", choices)
        chooser.set_class(self.cursor_is_low(), "-above")
        self.app.push_screen(chooser, chosen)

    @on(Footer.Pressed)
    def _footer_pressed(self, event: Footer.Pressed) -> None:
        act = next((act for key, act in self.keyboard.footer() if key == event.key), None)
        if act is not None:
            self.perform(act)

    def go_to_note(self, note: str) -> None:
        """Show a note as soon as the notes are loaded."""
        self.keeping.when_open(lambda: self.acts.going.go(note))

    def act_escape(self) -> None:
        """Leave off what was begun: a note that moves, a selection, a search, footnotes, mentions, the sidebar."""
        if self.acts.reattaching.escape() or self.view.page.selection() is not None:
            self.view.clear_selection()
        elif self.view.find.query is not None:
            self.view.action_escape()
        elif self.view.page.has_asides:
            self.view.page.close_asides()
            self.view.redraw()
        elif "names" in vars(self) and self.names.let_go():
            self.say("")
        elif self.tabs.over:
            self.tabs.leave()
        give_focus(self.view)

    def act_help(self) -> None:
        from reader.app.screens.help import HelpScreen

        def chosen(act: str | None) -> None:
            if act is not None:
                self.perform(next(a for group in self.keyboard.groups for a in group.acts if a.id == act))

        self.app.push_screen(HelpScreen(self.keyboard), chosen)

    def act_palette(self) -> None:
        self.app.action_command_palette()

    def act_open_document(self) -> None:
        from reader.app.app import PostilApp

        if isinstance(self.app, PostilApp):
            self.app.open_home()

    def act_quit(self) -> None:
        self.app.call_later(self.app.action_quit)

    def act_wider(self) -> None:
        self.view.action_wider()
        self._remember_measure()

    def act_narrower(self) -> None:
        self.view.action_narrower()
        self._remember_measure()

    def _remember_measure(self) -> None:
        from reader.app.app import PostilApp

        if isinstance(self.app, PostilApp):
            self.app.remember("measure", str(self.view.measure))

    # ---- what the text and the sidebar tell

    @on(ReadingView.LinkPressed)
    def _link_pressed(self) -> None:
        if not self.following.open_footnote():
            self.following.open()

    @on(ReadingView.AsidePressed)
    def _aside_pressed(self, event: ReadingView.AsidePressed) -> None:
        self.following.press(event.aside, event.target)

    @on(ReadingView.Hovered)
    def _hovered(self) -> None:
        about = self.about_here()
        if about != self.footer.about:
            self.footer.about = about
            self.footer.redraw()
            self.names.follow()

    @on(ReadingView.MarkPressed)
    def _mark_pressed(self, event: ReadingView.MarkPressed) -> None:
        if self.session is None:
            return
        notes = event.notes
        at = notes.index(self.acts.chosen) + 1 if self.acts.chosen in notes else 0
        self.acts.chosen = notes[at % len(notes)]
        self.choice_changed(self.acts.chosen)

    @on(ReadingView.CursorMoved)
    def place_changed(self) -> None:
        """The reader is somewhere else, or more is known of where that is."""
        self.tell_facts()
        self.tabs.follow()
        self.coloring.look()
        if "names" in vars(self):
            self.names.look_near()

    def on_notes_pane_wanted(self, event: NotesPane.Wanted) -> None:
        event.stop()
        self.acts.going.go(event.note)
        self.tabs.leave()

    def on_outline_pane_wanted(self, event: OutlinePane.Wanted) -> None:
        event.stop()
        self.view.jump((event.part, event.offset))
        self.tabs.leave()

    @on(Sidebar.Left)
    def _sidebar_left(self, event: Sidebar.Left) -> None:
        event.stop()
        self.tabs.leave()

    @on(Sidebar.Shown)
    def _tab_shown(self, event: Sidebar.Shown) -> None:
        event.stop()
        self.tabs.fill()
