"""The reading view: a page that acts on keys and the mouse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.timer import Timer

from reader import motion
from reader.app.typeahead import heard_by_screen, passed_on
from reader.app.widgets.drawn import WHEEL
from reader.app.widgets.moving import MovingView
from reader.cells import grapheme_end
from reader.documents.flow import Flow
from reader.page import Touched

if TYPE_CHECKING:
    from reader.drawing import AsideLike
    from reader.sheet import Spot

WHILE_SELECTING = {"o": "swap_ends"}
"""Keys that mean something else while the cursor stretches a selection."""

WHILE_FINDING = {"enter": "find_next", "backspace": "find_previous", "shift+enter": "find_previous"}
"""Keys that mean something else while matches are shown."""

DRAG = 0.04
"""Seconds between two rows while the mouse is held beyond an edge."""


class ReadingView(MovingView):
    """Shows a flow; moves, selects and finds in it. Changes nothing but what is on the screen."""

    @dataclass
    class MarkPressed(Message):
        """The mouse was pressed on words, a rail, a badge or a comment that belong to notes."""

        notes: tuple[str, ...]

    @dataclass
    class LinkPressed(Message):
        """The mouse was pressed on a link, or it was opened with a key."""

        target: str

    @dataclass
    class AsidePressed(Message):
        """The mouse was pressed on what is opened under the text; `target` is the address of a link there."""

        aside: AsideLike
        target: str

    class Hovered(Message):
        """The mouse came to stand on another character, or on none; see `ReadingView.hovered`."""

    @dataclass
    class OffsetPressed(Message):
        """The mouse was pressed on a character."""

        offset: int

    def __init__(self, flow: Flow, *, measure: int = 80, id: str | None = None) -> None:  # noqa: A002  # as Textual's
        super().__init__(flow, measure=measure, id=id)
        self.keys: Mapping[str, str] = {}
        """Key, as Textual names it -> action; what it has no action for is left to the screen."""
        self.hovered: int | None = None
        """Offset in canonical text of the character under the mouse, until a key is pressed."""
        self._pressed: Touched | None = None
        self._pointer = (0, 0)
        self._dragging: Timer | None = None
        self._scrolling = False

    # ---- keys

    async def on_key(self, event: events.Key) -> None:
        """Run the action of a key at once: no walk through the screens, and type-ahead keeps its order."""
        if passed_on(self, event):
            return
        self._touched = monotonic()
        self.hovered = None
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
        self.capture_mouse()
        self.redraw()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to here, while the button is held down."""
        if self._scrolling:
            self._thumb_to(event.y)
            return
        if self._pressed is None:
            self._hover(event)
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

    def on_leave(self) -> None:
        """The mouse went elsewhere."""
        self._hover(None)

    def _hover(self, event: events.MouseMove | None) -> None:
        touched = self.page.at(event.x, event.y) if event is not None else None
        offset = self.offset_of(touched.spot) if touched is not None and touched.inked else None
        if offset != self.hovered:
            self.hovered = offset
            self.post_message(self.Hovered())

    def _drag_to(self, spot: Spot) -> None:
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
        if pressed.aside is not None:
            self.post_message(self.AsidePressed(pressed.aside, pressed.link))
        elif pressed.link:
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
