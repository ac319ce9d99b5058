"""The reading view: a flow of text in panes, drawn for the rows on the screen, with a cursor and a selection.

Attributes go in (`marks`, `mentions`, `measure`), messages come out. Offsets are of canonical text; where a long text
has not been counted so far, they are None.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic, time
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from reader import chrome, motion
from reader.app import fast
from reader.app.asking import Question
from reader.app.find import Find
from reader.app.places import Places
from reader.app.theme import Looks
from reader.app.typeahead import heard_by_screen, passed_on
from reader.app.widgets.header import Bar
from reader.cells import grapheme_end
from reader.documents.flow import Flow
from reader.frame import NARROWEST, WIDEST, Frame
from reader.lastread import LastRead, SeenMarks, absolute, seen
from reader.marks import Marks
from reader.page import Page, Touched

if TYPE_CHECKING:
    from reader.drawing import Run
    from reader.firstpaint import FirstScreen
    from reader.page import Place, Spot

Span = tuple[int, int]

WHEEL = 3
"""Rows that one notch of the wheel moves."""

MEASURE_STEP = 4
"""Columns by which the measure is made wider or narrower."""

WHILE_SELECTING = {"o": "swap_ends"}
"""Keys that mean something else while the cursor stretches a selection."""

WHILE_FINDING = {"enter": "find_next", "backspace": "find_previous", "shift+enter": "find_previous"}
"""Keys that mean something else while matches are shown."""

IDLE_AFTER = 0.15
"""Seconds after a key in which nothing else is worked on."""

TELL_AFTER = 0.1
"""Seconds of rest after which a move is told."""

TELL_BY = 2.0
"""Seconds after which a move is told though there is no rest."""

DRAG = 0.04
"""Seconds between two rows while the mouse is held beyond an edge."""


class ReadingView(Widget, can_focus=True):
    """Shows a flow; moves, selects and finds in it. Changes nothing but what is on the screen."""

    ALLOW_SELECT = False  # it has a selection of its own, which goes on beyond the screen

    DEFAULT_CSS = """
    ReadingView { width: 1fr; height: 1fr; background: $background; }
    """

    @dataclass
    class CursorMoved(Message):
        """The cursor stands elsewhere, or the screen shows another place; told when it rests for a moment."""

        view: ReadingView

        @property
        def control(self) -> ReadingView:
            return self.view

    @dataclass
    class SelectionChanged(Message):
        """The selection began, grew, shrank or went."""

        view: ReadingView
        selection: Span | None

    @dataclass
    class MarkPressed(Message):
        """The mouse was pressed on words, a rail, a badge or a comment that belong to notes."""

        notes: tuple[str, ...]

    @dataclass
    class LinkPressed(Message):
        """The mouse was pressed on a link, or it was opened with a key."""

        target: str

    @dataclass
    class OffsetPressed(Message):
        """The mouse was pressed on a character."""

        offset: int

    def __init__(self, flow: Flow, *, measure: int = 80, id: str | None = None) -> None:  # noqa: A002  # as Textual's
        super().__init__(id=id)
        self.flow = flow
        self.frame = Frame(80, 24, measure=measure)
        self.page = Page(flow, self.frame)
        self.places = Places()
        self.find = Find(self)
        self.question: Question | None = None
        """What is being asked in the last row; keys go there while it is."""
        self.keys: Mapping[str, str] = {}
        """Key, as Textual names it -> action; what it has no action for is left to the screen."""
        self.beside: Callable[[], Sequence[Bar]] = list
        """Asked at each change: brings what tells of it up to date, and gives it to be drawn in the same frame."""
        self.painted: list[list[Run]] = []
        self._measure = measure
        self._looks: Looks | None = None
        self._marks = Marks()
        self._mentions: list[Span] = []
        self._pressed: Touched | None = None
        self._pointer = (0, 0)
        self._units: Callable[[Page, Spot], Span] | None = None
        self._dragging: Timer | None = None
        self._scrolling = False
        self._told: tuple[Place, Spot, tuple[Spot, Spot] | None] | None = None
        self._moved_at = self._tell_by = 0.0
        self._touched = 0.0
        """When a key was pressed last."""
        self._telling: asyncio.TimerHandle | None = None

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
        self.page.top, self.page.cursor = first.top, first.cursor

    def go_on_from(self, last: LastRead) -> None:
        """Begin where the document was left, with the notes that stood there, until they are read."""
        self.page.set_marks(SeenMarks(last.marks))
        self.page.return_to(last.top, last.cursor)
        self.redraw()

    def last_read(self, source: str) -> LastRead:
        """How the document stands now, to be remembered."""
        last = LastRead(absolute(source))
        page = self.page
        last.title = self.flow.title
        last.time = int(time())
        last.percent = page.percent()
        last.notes = len({mark.note for mark in self._marks})
        last.top, last.cursor = page.spot_of(page.top), page.cursor
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

    # ---- keys

    async def on_key(self, event: events.Key) -> None:
        """Run the action of a key at once: no walk through the screens, and type-ahead keeps its order."""
        if passed_on(self, event):
            return
        if not self.has_focus and self.screen.focused is not None and self.screen.focused is not self:
            # Typed before the focus went elsewhere was known: it belongs there.
            event.stop()
            event.prevent_default()
            self.screen.focused.post_message(events.Key(event.key, event.character))
            return
        self._touched = monotonic()
        if self.question is not None:
            event.stop()
            event.prevent_default()
            self._answer(lambda question: question.key(event.key, event.character))
            return
        action = self.keys.get(event.key, "")
        if self.page.anchor is not None:
            action = WHILE_SELECTING.get(event.key, action)
        elif self.find.query is not None:
            action = WHILE_FINDING.get(event.key, action)
        method = getattr(self, f"action_{action}", None)
        if method is None or (action == "escape" and not self._can_escape()):
            # At once, too: an act must not run after the movements that were typed after it.
            heard_by_screen(self, event)
            return
        event.stop()
        event.prevent_default()
        method()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text answers a question."""
        if self.question is not None:
            event.stop()
            self._answer(lambda question: question.paste(event.text))

    def ask(self, question: Question) -> None:
        """Ask something in the last row."""
        self.question = question
        self.redraw()

    def _answer(self, act: Callable[[Question], None]) -> None:
        question = self.question
        if question is not None:
            act(question)
            if not question.open and self.question is question:
                self.question = None
        self.redraw()

    async def idly(self, work: Callable[[], bool]) -> None:
        """Do work in slices, a few milliseconds each, until it says that nothing is left; keys go first."""
        while work():
            await asyncio.sleep(0)
            while (rest := self._touched + IDLE_AFTER - monotonic()) > 0:
                await asyncio.sleep(rest)

    def _moved(self, move: Callable[[Page], None]) -> None:
        self.page.selected = None
        move(self.page)
        self.redraw()

    def _by_unit(self, move: Callable[[Page], None], units: Callable[[str, int, int], list[Span]], by: int) -> None:
        """Move; while selecting, stretch the selection by a whole unit."""
        if self.page.anchor is None:
            self._moved(move)
        else:
            self._moved(lambda page: motion.extend(page, units, by))

    def action_next_block(self) -> None:
        """To the next block."""
        self._by_unit(motion.next_block, motion.whole, 1)

    def action_previous_block(self) -> None:
        """To the block before."""
        self._by_unit(motion.previous_block, motion.whole, -1)

    def action_next_sentence(self) -> None:
        """To the next sentence."""
        self._by_unit(motion.next_sentence, motion.sentences_of, 1)

    def action_previous_sentence(self) -> None:
        """To the sentence before."""
        self._by_unit(motion.previous_sentence, motion.sentences_of, -1)

    def action_next_word(self) -> None:
        """To the next word."""
        self._by_unit(motion.next_word, motion.words_of, 1)

    def action_previous_word(self) -> None:
        """To the word before."""
        self._by_unit(motion.previous_word, motion.words_of, -1)

    def action_right(self) -> None:
        """One character on."""
        self._moved(motion.right)

    def action_left(self) -> None:
        """One character back."""
        self._moved(motion.left)

    def action_line_down(self) -> None:
        """Scroll a row down; while selecting, take the cursor a row down."""
        self._moved(motion.row_down if self.page.anchor is not None else lambda page: page.page_down(1))

    def action_line_up(self) -> None:
        """Scroll a row up; while selecting, take the cursor a row up."""
        self._moved(motion.row_up if self.page.anchor is not None else lambda page: page.page_up(1))

    def action_page_down(self) -> None:
        """A screen down, less two rows."""
        self._moved(lambda page: page.page_down(self._stride()))

    def action_page_up(self) -> None:
        """A screen up, less two rows."""
        self._moved(lambda page: page.page_up(self._stride()))

    def action_half_page_down(self) -> None:
        """Half a screen down."""
        self._moved(lambda page: page.page_down(max(page.frame.height // 2, 1)))

    def action_half_page_up(self) -> None:
        """Half a screen up."""
        self._moved(lambda page: page.page_up(max(page.frame.height // 2, 1)))

    def _stride(self) -> int:
        return max(self.frame.height - 2, 1)

    def action_start(self) -> None:
        """To the start of the document."""
        self._jumped(lambda page: page.go_start())

    def action_end(self) -> None:
        """To the end of the document."""
        self._jumped(lambda page: page.go_end())

    def go_fraction(self, fraction: float) -> None:
        """To a place by its share of the document, from 0.0 to 1.0."""
        self._jumped(lambda page: page.go_fraction(fraction))

    def _jumped(self, move: Callable[[Page], None]) -> None:
        self.places.leave(self.page.cursor)
        self._moved(move)

    def action_back(self) -> None:
        """Back to where the last jump began."""
        self._return(self.places.back(self.page.cursor))

    def action_forward(self) -> None:
        """Forward again."""
        self._return(self.places.forward(self.page.cursor))

    def _return(self, spot: Spot | None) -> None:
        if spot is None:
            self.app.bell()
            return
        self.page.cursor = spot
        self.page.show_afar(*spot)
        self.redraw()

    def action_select(self) -> None:
        """Begin to select at the word under the cursor; or go back to moving."""
        if self.page.anchor is not None:
            self.clear_selection()
            return
        self._begin(motion.word_here(self.page, self.page.cursor))

    def action_select_block(self) -> None:
        """Select the block; moving extends the selection."""
        self._begin(motion.block_here(self.page, self.page.cursor))

    def _begin(self, unit: Span) -> None:
        """Begin a selection with a word or a block; the cursor goes to its end."""
        page = self.page
        part = page.cursor[0]
        start, end = unit
        page.selected = None
        page.cursor = part, start
        page.anchor = (part, start), (part, max(end, start))
        motion.swap_ends(page)
        page.anchor = (part, start), (part, max(end, start))
        self.redraw()

    def action_swap_ends(self) -> None:
        """Go on at the other end of the selection."""
        self._moved(motion.swap_ends)

    def _can_escape(self) -> bool:
        return self.page.selection() is not None or self.find.query is not None

    def action_escape(self) -> None:
        """Drop the selection; without one, end the search."""
        if self.page.selection() is not None:
            self.clear_selection()
        else:
            self.find.end()
            self.redraw()

    def action_find(self) -> None:
        """Find words in the text."""
        self.ask(self.find.ask())

    def action_find_next(self) -> None:
        """To the next match."""
        self.find.go(1)

    def action_find_previous(self) -> None:
        """To the match before."""
        self.find.go(-1)

    def action_percent(self) -> None:
        """Go to a percentage of the document."""

        def go(answer: str) -> None:
            number = answer.strip().rstrip("%").replace(",", ".")
            try:
                share = float(number) / 100
            except ValueError:
                if number:
                    self.app.bell()
                return
            if 0 <= share <= 1:
                self.go_fraction(share)

        self.ask(Question("Go to % ", taken=go))

    def action_wider(self) -> None:
        """Longer rows."""
        self.measure = self.frame.measure + MEASURE_STEP

    def action_narrower(self) -> None:
        """Shorter rows."""
        self.measure = self.frame.measure - MEASURE_STEP

    def action_toggle_comments(self) -> None:
        """Open all comments, or fold all away."""
        self.open_comments = not self.open_comments

    # ---- drawing

    def redraw(self) -> None:
        """What is shown has changed: draw it, and tell where the reader is when that changed too."""
        self._moved_at = monotonic()
        if self._telling is None and self.is_mounted:
            self._tell_by = self._moved_at + TELL_BY
            self._telling = asyncio.get_running_loop().call_later(TELL_AFTER, self._tell)
        changed: list[ReadingView | Bar] = [self, *self.beside()]
        if not (self.is_mounted and fast.paint(self.app, changed)):
            for widget in changed:
                widget.refresh()

    def _tell(self) -> None:
        """Say where the reader is, once it has come to rest: not at each row of a scroll, for messages are dear."""
        now_is = monotonic()
        rest = min(self._moved_at + TELL_AFTER, self._tell_by) - now_is
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

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of a region: drawn as a whole, since panes fill their rows."""
        looks = self.looks
        width = self.size.width
        self.painted = []
        strips = [looks.strip(runs, width) for runs in self.rows()]
        if crop.width != width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        rows = strips[crop.y : crop.bottom]
        return rows + [Strip([Segment(" " * crop.width, Style())], crop.width)] * (crop.height - len(rows))

    @property
    def looks(self) -> Looks:
        """Looks as this theme shows them."""
        if self._looks is None:
            self._looks = Looks.of(self.app)
        return self._looks

    def notify_style_update(self) -> None:
        """The theme may have changed."""
        self._looks = None
        super().notify_style_update()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    # ---- mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor there; a drag from here selects."""
        if event.button != 1:
            return
        event.stop()
        page = self.page
        if event.x >= self.frame.width - 1:
            self._scrolling = True
            self.capture_mouse()
            self._thumb_to(event.y)
            return
        touched = page.at(event.x, event.y)
        if event.shift:
            if page.anchor is None:
                page.anchor = page.cursor, page.cursor
            page.selected = None
            page.cursor = touched.spot
        else:
            page.anchor = page.selected = None
            page.cursor = touched.spot
        self._pressed = touched
        self._units = None
        self.capture_mouse()
        self.redraw()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to here, while the button is held down."""
        if self._scrolling:
            self._thumb_to(event.y)
            return
        if self._pressed is None:
            return
        self._pointer = event.x, event.y
        touched = self.page.at(event.x, event.y)
        if self.page.anchor is None:
            if touched.spot == self._pressed.spot:
                return
            spot = self._pressed.spot
            self.page.anchor = spot, (spot[0], grapheme_end(self.flow.part(spot[0]).text, spot[1]))
        self._drag_to(touched.spot)
        beyond = event.y < 0 or event.y >= self.frame.height
        if beyond and self._dragging is None:
            self._dragging = self.set_interval(DRAG, self._drag_on)
        elif not beyond:
            self._stop_dragging()

    def _drag_to(self, spot: Spot) -> None:
        if self._units is not None:
            start, end = self._units(self.page, spot)
            forward = self.page.anchor is None or spot >= self.page.anchor[0]
            spot = spot[0], max(end - 1, start) if forward else start
        self.page.cursor = spot
        self.redraw()

    def _drag_on(self) -> None:
        """The mouse is held beyond an edge: go on from there."""
        column, row = self._pointer
        above = row < 0
        anchor = self.page.anchor
        self.page.scroll(-1 if above else 1)
        self.page.anchor = anchor
        self._drag_to(self.page.at(column, 0 if above else self.frame.height - 1).spot)

    def _stop_dragging(self) -> None:
        if self._dragging is not None:
            self._dragging.stop()
            self._dragging = None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag is over: what it covered stays selected."""
        self.release_mouse()
        self._stop_dragging()
        self._scrolling = False
        pressed, self._pressed = self._pressed, None
        if pressed is None or self.page.anchor is not None:
            return
        if pressed.link:
            self.post_message(self.LinkPressed(pressed.link))
        elif pressed.notes:
            self.post_message(self.MarkPressed(pressed.notes))
        offset = self.offset_of(pressed.spot)
        if pressed.inked and offset is not None:
            self.post_message(self.OffsetPressed(offset))

    def on_click(self, event: events.Click) -> None:
        """Two clicks select a word, three a sentence, four a block; a click on a number selects its block."""
        if event.button != 1 or event.x >= self.frame.width - 1:
            return
        touched = self.page.at(event.x, event.y)
        unit = {2: motion.word_here, 3: motion.sentence_here, 4: motion.block_here}.get(event.chain)
        if touched.number and event.chain == 1:
            unit = motion.block_here
        if unit is not None:
            self.page.cursor = touched.spot
            self._begin(unit(self.page, touched.spot))

    def _thumb_to(self, row: int) -> None:
        """Bring the scroll bar's thumb to a row."""
        height = self.frame.height
        self.page.scroll_to(row / max(height - 1, 1))
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three rows down."""
        event.stop()
        self.page.scroll(WHEEL)
        self.redraw()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three rows up."""
        event.stop()
        self.page.scroll(-WHEEL)
        self.redraw()
