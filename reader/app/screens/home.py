"""The home screen: documents read lately, those in this folder, and a way to any other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from annotations.errors import PostilError
from reader.app.opening import Place, documents_in, found_in_notes, inside, matching, read_lately, typed
from reader.app.widgets.inputs import Line
from reader.app.widgets.rows import Rows
from reader.app.widgets.words import one_line
from reader.cells import fit, width_of
from reader.palette import BOLD

if TYPE_CHECKING:
    from reader.drawing import Run

SAMPLE = "sample:"
"""Stands for the sample article in the place of a source."""

_ENOUGH = 2
"""Letters from which notes are looked through."""

_SAMPLE = Place(SAMPLE, "The sample article", "to try things out on")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A document or a folder, as a row."""

    place: Place
    height: int = 1
    stops: bool = True

    @property
    def key(self) -> str:
        return self.place.note or self.place.source


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A headline, with a blank above it."""

    title: str
    height: int = 2
    stops: bool = False

    @property
    def key(self) -> str:
        return f"section:{self.title}"


class PlaceList(Rows[PlaceRow | SectionRow], can_focus=False):
    """What there is to open. The one under the cursor tells its path."""

    SET_OFF = True

    def draw(self, row: PlaceRow | SectionRow, width: int, *, is_open: bool) -> list[list[Run]]:
        if isinstance(row, SectionRow):
            return [[], [(f" {row.title}", ("accent", "", BOLD))]]
        place = row.place
        more = one_line(place.more)
        title = fit(f"   {one_line(place.title)}", max(width - width_of(more) - 2, 12))
        lines: list[list[Run]] = [
            [(title, ("link" if place.folder else "text", "", 0)), (f" {more}", ("muted", "", 0))]
        ]
        if is_open and place.source not in (SAMPLE, place.title):
            lines.append([(fit(f"     {one_line(place.source)}", width), ("muted", "", 0))])
        return lines


class HomeScreen(Screen[None]):
    """Asks for a document to open, alone or above another one."""

    DEFAULT_CSS = """
    HomeScreen { align: center top; background: $background; }
    HomeScreen > Vertical { max-width: 100; padding: 1 2; }
    HomeScreen #name { color: $text-accent; text-style: bold; height: 1; }
    HomeScreen #hint { color: $text-muted; height: auto; dock: bottom; padding: 0 2; }
    """

    class Wanted(Message):
        """A document was chosen."""

        def __init__(self, source: str, note: str = "") -> None:
            super().__init__()
            self.source = source
            self.note = note
            """Id of the note to show, or empty."""

    class NotesFound(Message):
        """Notes that say what was typed."""

        def __init__(self, words: str, notes: list[Place]) -> None:
            super().__init__()
            self.words = words
            self.notes = notes

    class Listed(Message):
        """What a thread found to list."""

        def __init__(self, lately: list[Place], here: list[Place], folder: Path | None, trouble: str) -> None:
            super().__init__()
            self.lately = lately
            self.here = here
            self.folder = folder
            self.trouble = trouble

    def __init__(self) -> None:
        super().__init__()
        self._notes: tuple[str, list[Place]] = ("", [])
        """What was looked for in the notes, and what was found."""
        self._lately: list[Place] = []
        self._here: list[Place] = []
        self._folder: Path | None = None
        """The folder that is looked into; None: the home screen's own list."""
        self._shown_for: tuple[str, Path | None] | None = None

    def compose(self) -> ComposeResult:
        keys = {
            "enter": "screen.take",
            "escape": "screen.back",
            "down": "screen.walk(1)",
            "up": "screen.walk(-1)",
            "pagedown": "screen.page(1)",
            "pageup": "screen.page(-1)",
            "ctrl+o": "screen.browse",
            "ctrl+q": "app.quit",
        }
        with Vertical():
            yield Static("postil", id="name")
            yield Line(placeholder="Look for a title, or type a path or an address", keys=keys)
            yield PlaceList(empty="Nothing here. Type a path or an address, or press Ctrl+O to look around.")
        yield Static(
            "[@click=screen.take]Enter opens[/]   [@click=screen.browse]Ctrl+O looks around[/]   "
            "[@click=screen.back]Esc back[/]   [@click=app.quit]Ctrl+Q quits[/]",
            id="hint",
        )

    def on_mount(self) -> None:
        self.query_one(Line).focus()
        self._look(None)

    def _look(self, folder: Path | None) -> None:
        """Find what there is to list, in a thread."""
        self.run_worker(partial(self._find, folder), thread=True, exclusive=True, group="look")

    def _find(self, folder: Path | None) -> None:
        trouble = ""
        here: list[Place] = []
        try:
            here = documents_in(Path.cwd()) if folder is None else inside(folder)
        except OSError as error:
            trouble = f"{folder} cannot be read: {error.strerror}."
        except PostilError as error:
            trouble = f"{error}"
        lately = read_lately() if folder is None else []
        self.post_message(self.Listed(lately, here, folder, trouble))

    @on(Listed)
    def _list(self, event: Listed) -> None:
        if event.trouble:
            self.notify(event.trouble, severity="error", markup=False)
            if event.folder is not None:
                return
        self._lately, self._here, self._folder = event.lately, event.here, event.folder
        if event.folder is not None:
            self.query_one(Line).value = ""
        self._shown_for = None
        self._show()

    @on(Input.Changed)
    def _show(self) -> None:
        words = self.query_one(Line).value
        if (words, self._folder) == self._shown_for:
            return
        self._shown_for = (words, self._folder)
        rows: list[PlaceRow | SectionRow] = []
        named = typed(words)
        if named is not None:
            rows.append(PlaceRow(named))
        for title, places in self._sections():
            known = {row.key for row in rows}
            found = [place for place in matching(places, words) if place.source not in known]
            if found:
                rows += [SectionRow(title), *map(PlaceRow, found)]
        if notes := self._found_notes(words):
            rows += [SectionRow("In your notes"), *map(PlaceRow, notes)]
        listed = self.query_one(PlaceList)
        listed.show(rows)
        listed.action_edge(-1)
        if len(words.strip()) >= _ENOUGH and self._folder is None and self._notes[0] != words:
            self.run_worker(partial(self._search, words), thread=True, exclusive=True, group="search")

    def _search(self, words: str) -> None:
        """Runs in a thread."""
        try:
            found = found_in_notes(words)
        except PostilError as error:
            found = [Place("", str(error))]
        self.post_message(self.NotesFound(words, found))

    @on(NotesFound)
    def _show_notes(self, event: NotesFound) -> None:
        self._notes = event.words, event.notes
        if event.words == self.query_one(Line).value:
            self._shown_for = None
            self._show()

    def _sections(self) -> list[tuple[str, list[Place]]]:
        if self._folder is not None:
            return [(str(self._folder), self._here)]
        return [("Read lately", self._lately), ("In this folder", self._here), ("To begin with", [_SAMPLE])]

    def _found_notes(self, words: str) -> list[Place]:
        return self._notes[1] if self._folder is None and self._notes[0] == words else []

    def action_take(self) -> None:
        """Open what is under the cursor."""
        self._show()  # what was typed last may not have been heard of yet
        row = self.query_one(PlaceList).current
        if isinstance(row, PlaceRow):
            self._open(row.place)

    def _open(self, place: Place) -> None:
        if place.folder:
            self._look(Path(place.source))
        else:
            self.post_message(self.Wanted(place.source, place.note))

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        if isinstance(event.row, PlaceRow):
            self._open(event.row.place)

    def action_browse(self) -> None:
        """Look around in the folders, from here."""
        self._look(self._folder or Path.cwd())

    def action_back(self) -> None:
        """Clear the line; from a folder to the list; from the list to the document that was open."""
        line = self.query_one(Line)
        if line.value:
            line.value = ""
        elif self._folder is not None:
            self._look(None)
        elif len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def action_walk(self, by: int) -> None:
        """Go to another row."""
        self.query_one(PlaceList).action_cursor(by)

    def action_page(self, by: int) -> None:
        """Go by a screenful."""
        self.query_one(PlaceList).action_page(by)
