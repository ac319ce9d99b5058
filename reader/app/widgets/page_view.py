"""The page as a widget: a flow of text in panes, drawn for the rows on the screen, with a cursor and a selection.

Attributes go in (`marks`, `mentions`, `measure`), messages come out. Offsets are of canonical text; where a long text
has not been counted so far, they are None.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, time
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.message import Message
from textual.timer import Timer

from reader import chrome, motion
from reader.app import fast
from reader.app.places import Places
from reader.app.widgets.drawn import Drawn
from reader.app.widgets.header import Bar
from reader.documents.flow import Flow
from reader.frame import NARROWEST, WIDEST, Frame
from reader.lastread import LastRead, SeenMarks, absolute, seen
from reader.lastscreen import SavedFlow
from reader.marks import Marks
from reader.page import Page

if TYPE_CHECKING:
    from reader.drawing import Run
    from reader.firstpaint import FirstScreen
    from reader.sheet import Place, Spot

Span = tuple[int, int]

IDLE_AFTER = 0.15
"""Seconds after a key in which nothing else is worked on."""

ARRIVE = 0.1
"""Seconds between two looks whether the document has come as far as it was left."""

TELL_AFTER = 0.1
"""Seconds of rest after which a move is told."""

TELL_BY = 2.0
"""Seconds after which a move is told though there is no rest."""


class PageView(Drawn, can_focus=True):
    """Shows a flow, a place in it, and what is noted and selected there. Changes nothing but the screen."""

    ALLOW_SELECT = False  # it has a selection of its own, which goes on beyond the screen

    @dataclass
    class CursorMoved(Message, namespace="reading_view"):
        """The cursor stands elsewhere, or the screen shows another place; told when it rests for a moment."""

        view: PageView

        @property
        def control(self) -> PageView:
            return self.view

    @dataclass
    class SelectionChanged(Message, namespace="reading_view"):
        """The selection began, grew, shrank or went."""

        view: PageView
        selection: Span | None

    def __init__(self, flow: Flow, *, measure: int = 80, id: str | None = None) -> None:  # noqa: A002  # as Textual's
        super().__init__(id=id)
        self.flow = flow
        self.frame = Frame(80, 24, measure=measure)
        self.page = Page(flow, self.frame)
        self.places = Places()
        self.beside: Callable[[], Sequence[Bar]] = list
        """Asked at each change: brings what tells of it up to date, and gives it to be drawn in the same frame."""
        self._measure = measure
        self._marks = Marks()
        self._mentions: list[Span] = []
        self._told: tuple[Place, Spot, tuple[Spot, Spot] | None] | None = None
        self._telling: asyncio.TimerHandle | None = None
        self._changed_at = self._tell_by = 0.0
        self._held = 0
        """How many wait with drawing until they have changed all they want to."""
        self._drawing_due = False
        self._left: LastRead | None = None
        """Where the document was left, while it has not come so far."""
        self._arriving: Timer | None = None
        self._touched = 0.0
        """When a key was pressed last."""

    # ---- what goes in

    @property
    def marks(self) -> Marks:
        """The notes to show. Setting them draws anew and moves nothing."""
        return self._marks

    @marks.setter
    def marks(self, marks: Marks) -> None:
        self._marks = marks
        self.page.set_marks(marks)
        self.redraw()

    @property
    def chosen(self) -> Sequence[Span]:
        """The passage of the note that acts apply to; it is set off from the others."""
        return self.page.chosen

    @chosen.setter
    def chosen(self, spans: Sequence[Span]) -> None:
        if list(spans) != list(self.page.chosen):
            self.page.chosen = tuple(spans)
            self.redraw()

    @property
    def mentions(self) -> list[Span]:
        """Spans of canonical text shown as mentions, in document order."""
        return self._mentions

    @mentions.setter
    def mentions(self, spans: Sequence[Span]) -> None:
        self._mentions = list(spans)
        self.page.set_mentions(self._mentions)
        self.redraw()

    @property
    def measure(self) -> int:
        """The longest row of text, in columns."""
        return self._measure

    @measure.setter
    def measure(self, columns: int) -> None:
        self._measure = min(max(columns, NARROWEST), WIDEST)
        self.lay_out(Frame(self.frame.columns, self.frame.lines, measure=self._measure, sidebar=self.frame.docked))

    @property
    def open_comments(self) -> bool:
        """Whether comments are open under their passages; `fold` turns one of them over."""
        return self.page.comments_open

    @open_comments.setter
    def open_comments(self, opened: bool) -> None:
        self.page.fold_all(opened=opened)
        self.redraw()

    def fold(self, note: str) -> None:
        """Fold the comment of one note away, or open it."""
        self.page.fold(note)
        self.redraw()

    def lay_out(self, frame: Frame) -> None:
        """Take the places that a screen gives it."""
        if frame != self.frame:
            self.page.resize(frame)
            self.frame = frame
            self.redraw()

    def go_on(self, first: FirstScreen) -> None:
        """Take over the place from the screen that was painted before the toolkit was loaded."""
        self.frame = first.page.frame
        self.page.resize(self.frame)
        if first.page.marks is not None:
            self.page.set_marks(first.page.marks)
        self._left = first.left
        if isinstance(first.page.flow, SavedFlow):
            place = first.place()
            spots = place.spots(self.flow)
            if spots is not None:
                self.page.return_to(*spots)
            elif self._left is None:
                self._left = place
        else:
            self.page.top, self.page.cursor = first.top, first.cursor

    def go_on_from(self, last: LastRead) -> None:
        """Begin where the document was left, with the notes that stood there, until they are read."""
        self.page.set_marks(SeenMarks(last.marks))
        spots = last.spots(self.flow)
        if spots is None:
            self._left = last
        else:
            self.page.return_to(*spots)
        self.redraw()

    def on_mount(self) -> None:
        """Where the document was left further on than it reaches so far, go there as soon as it does."""
        if self._left is not None:
            self._arriving = self.set_interval(ARRIVE, self._arrive)

    def _arrive(self) -> None:
        last, start = self._left, self.page.block_starts(0)[0]
        moved = self.page.cursor != (0, start) or self.page.top != (0, 0, 0)
        spots = last.spots(self.flow) if last is not None and not moved else None
        if spots is not None:
            self.page.return_to(*spots)
            self.redraw()
            moved = True
        if self._arriving is not None and (moved or self.flow.complete):
            self._arriving.stop()

    def last_read(self, source: str) -> LastRead:
        """How the document stands now, to be remembered."""
        last = LastRead(absolute(source))
        page = self.page
        last.title = self.flow.title
        last.time = int(time())
        last.percent = page.percent()
        last.notes = len({mark.note for mark in self._marks})
        last.top, last.cursor = page.spot_of(page.top), page.cursor
        last.parts = len(self.flow)
        offsets = self.offset_of(last.top), self.offset_of(last.cursor)
        last.offsets = (offsets[0], offsets[1]) if offsets[0] is not None and offsets[1] is not None else None
        start = self.offset_of(last.top)
        part, block, _ = page.visible()[-1]
        end = self.offset_of((part, self.flow.part(part).blocks[block].end))
        if start is not None and end is not None:
            last.marks = seen(self._marks.touching(start, end))
        return last

    # ---- where the reader is

    def offset_of(self, spot: Spot) -> int | None:
        """Offset in canonical text; None while not yet counted."""
        base = self.flow.start(spot[0])
        return None if base is None else base + spot[1]

    @property
    def cursor(self) -> int | None:
        """Offset of the cursor in canonical text; None while not yet counted."""
        return self.offset_of(self.page.cursor)

    @property
    def selection(self) -> Span | None:
        """The selection in canonical text; None without one, or while not yet counted."""
        selected = self.page.selection()
        if selected is None:
            return None
        start, end = self.offset_of(selected[0]), self.offset_of(selected[1])
        return None if start is None or end is None else (start, end)

    def passage(self) -> Span | None:
        """What an act applies to: the selection, else the sentence under the cursor; None while not yet counted."""
        if self.page.selection() is not None:
            return self.selection
        base = self.flow.start(self.page.cursor[0])
        if base is None:
            return None
        start, end = self.page.sentence()
        return base + start, base + end

    def select(self, start: int, end: int) -> None:
        """Select a passage of canonical text."""
        first, last = self.flow.locate(start), self.flow.locate(end)
        if first is not None and last is not None:
            self._select(first, last)

    def _select(self, first: Spot, last: Spot) -> None:
        self.page.anchor = None
        self.page.selected = first, last
        self.page.cursor = first
        self.page.show(*first)
        self.redraw()

    def put_cursor(self, column: int, row: int) -> None:
        """Put the cursor on what is drawn at a cell of the view."""
        self.page.anchor = self.page.selected = None
        self.page.cursor = self.page.at(column, row).spot
        self.redraw()

    def stretch(self, start: int, end: int) -> None:
        """Select a passage of canonical text so that moving goes on from its end; `o` goes to the other end."""
        first, last = self.flow.locate(start), self.flow.locate(end)
        if first is not None and last is not None:
            self.page.selected = None
            self.page.cursor, self.page.anchor = first, (first, last)
            motion.swap_ends(self.page)
            self.redraw()

    def clear_selection(self) -> None:
        """Drop the selection; the cursor stays."""
        self.page.anchor = self.page.selected = None
        self.redraw()

    def reveal(self, start: int, end: int) -> None:
        """Scroll a passage of canonical text onto the screen, as little as needed."""
        first, last = self.flow.locate(start), self.flow.locate(end)
        if first is not None:
            self.page.show(*first, last[1] if last is not None and last[0] == first[0] else None)
            self.page.keep_cursor()
            self.redraw()

    def jump_to(self, offset: int, end: int | None = None) -> None:
        """Put the cursor at an offset of canonical text, or of a passage up to `end`; the way back is kept."""
        spot = self.flow.locate(offset)
        if spot is not None:
            last = None if end is None else self.flow.locate(end)
            self.jump(spot, last[1] if last is not None and last[0] == spot[0] else None)

    def jump(self, spot: Spot, end: int | None = None) -> None:
        """Put the cursor at a spot; the way back is kept."""
        self.places.leave(self.page.cursor)
        self.page.anchor = self.page.selected = None
        self.page.cursor = spot
        self.page.show_afar(*spot, end)
        self.redraw()

    def move_to(self, spot: Spot) -> None:
        """Put the cursor at a spot, and scroll as little as that needs."""
        self.page.anchor = self.page.selected = None
        self.page.cursor = spot
        self.page.show(*spot)
        self.redraw()

    # ---- drawing

    @contextmanager
    def together(self) -> Iterator[None]:
        """Draw what is changed here once, at the end."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            if not self._held and self._drawing_due:
                self.redraw()

    def redraw(self) -> None:
        """What is shown has changed: draw it, and tell where the reader is when that changed too."""
        self._drawing_due = bool(self._held)
        if self._held:
            return
        self._changed_at = monotonic()
        if self._telling is None and self.is_mounted:
            self._tell_by = self._changed_at + TELL_BY
            self._telling = asyncio.get_running_loop().call_later(TELL_AFTER, self._tell)
        changed: list[PageView | Bar] = [self, *self.beside()]
        if not (self.is_mounted and fast.paint(self.app, changed)):
            for widget in changed:
                widget.refresh()

    def _tell(self) -> None:
        """Say where the reader is, once it has come to rest: not at each row of a scroll, for messages are dear."""
        now_is = monotonic()
        rest = min(self._changed_at + TELL_AFTER, self._tell_by) - now_is
        if rest > 0.001:
            self._telling = asyncio.get_running_loop().call_later(rest, self._tell)
            return
        self._telling = None
        page = self.page
        now = page.top, page.cursor, page.selection()
        before, self._told = self._told, now
        if before is None or before[:2] != now[:2]:
            self.post_message(self.CursorMoved(self))
        if before is not None and before[2] != now[2]:
            self.post_message(self.SelectionChanged(self, self.selection))

    def rows(self) -> list[list[Run]]:
        """The rows of the view, with the scroll bar."""
        return chrome.beside(self.page, ())

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    async def idly(self, work: Callable[[], bool]) -> None:
        """Do work in slices, a few milliseconds each, until it says that nothing is left; keys go first."""
        while work():
            await asyncio.sleep(0)
            while (rest := self._touched + IDLE_AFTER - monotonic()) > 0:
                await asyncio.sleep(rest)
