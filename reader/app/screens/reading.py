"""The reading screen: header, text, sidebar, footer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Region, Size
from textual.layout import Layout
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer

from reader import lastread, lastscreen
from reader.app.keys import Keyboard
from reader.app.placing import FrameLayout, footer_place, header_place, text_place
from reader.app.widgets.drawn import Drawn
from reader.app.widgets.footer import Footer
from reader.app.widgets.header import Bar, Header
from reader.app.widgets.page_view import Span
from reader.app.widgets.reading import ReadingView
from reader.documents.flow import Flow
from reader.documents.sniff import kind_of_name
from reader.frame import Frame

REST = 2.0
"""Seconds that the reader stays in one place before it is written down."""


class ReadingScreen(Screen[None]):
    """One document, open for reading."""

    AUTO_FOCUS: ClassVar[str] = "ReadingView"

    DEFAULT_CSS = """
    ReadingScreen { background: $background; overflow: hidden; }
    """

    def __init__(self, flow: Flow, keyboard: Keyboard, *, measure: int = 80) -> None:
        super().__init__()
        self.flow = flow
        self.keyboard = keyboard
        self.view = ReadingView(flow, measure=measure, id="text")
        self.header = Header(flow.title, id="header")
        self.footer = Footer(id="footer")
        self.places = FrameLayout()
        self._resting: Timer | None = None
        self.view.beside = self._beside
        self.view.keys = {key: act.action for key, act in keyboard.by_key().items()}
        self.footer.show([(key, act.footer) for key, act in keyboard.footer()])

    @property
    def layout(self) -> Layout:
        """Where its parts stand."""
        return self.places

    def compose(self) -> ComposeResult:
        self.lay_out(self.app.size)
        yield self.header
        yield self.view
        yield from self.more()
        yield self.footer

    def render_lines(self, crop: Region) -> list[Strip]:
        # Its parts cover it: its own ground is never seen, and costs no drawing.
        return [Strip.blank(crop.width, self.rich_style)] * crop.height

    def more(self) -> Iterable[Drawn]:
        """What there is beside the text."""
        return ()

    def on_resize(self, event: events.Resize) -> None:
        """Give everything its place on a screen of this size."""
        self.lay_out(event.size)

    def lay_out(self, size: Size) -> None:
        """Give everything its place."""
        frame = Frame(size.width, size.height, measure=self.view.measure, sidebar=self.shows_sidebar())
        self.header.lay_out(frame)
        self.footer.lay_out(frame)
        self.view.lay_out(frame)
        self.place(self.header, header_place(frame))
        self.place(self.footer, footer_place(frame))
        self.place(self.view, text_place(frame))

    def place(self, widget: Drawn, region: Region) -> None:
        """Let a widget stand there."""
        if self.places.places.get(widget) != region:
            self.places.places[widget] = region
            self.refresh(layout=True)

    def shows_sidebar(self) -> bool:
        """Whether there is a sidebar beside the text, where the screen is wide enough."""
        return False

    def remember_place(self) -> None:
        """Write down where the reader is, for the next visit: one small file."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        lastread.write(self.view.last_read(self.flow.source))

    def remember_screen(self) -> None:
        """Keep what the next first screen is painted from, for documents that take long to load."""
        source = self.flow.source
        if kind_of_name(source) not in ("", "text"):
            page = self.view.page
            rows = page.visible()
            wanted = [*range(rows[0][0], rows[-1][0] + 1), *range(page.end_top()[0], len(self.flow))]
            lastscreen.write(source, self.flow.title, self.flow, wanted)

    @on(ReadingView.CursorMoved)
    def _rest_begins(self) -> None:
        if self._resting is None:
            self._resting = self.set_timer(REST, self.remember_place)
        else:
            self._resting.reset()

    def chosen_spans(self) -> Sequence[Span]:
        """What is set off in the text besides the selection: the note that acts apply to, where there are notes."""
        return ()

    def about_here(self) -> str:
        """What is known of the name that the reader stands on, where names are known."""
        return ""

    def _beside(self) -> list[Bar]:
        """Header and footer, telling where the reader is and what is asked."""
        changed: list[Bar] = []
        self.view.page.chosen = tuple(self.chosen_spans())
        percent = self.view.page.percent()
        if percent != self.header.percent:
            self.header.percent = percent
            changed.append(self.header)
        question = self.view.question
        told = question, self.view.find.banner, self.about_here()
        if question is not None or told != (self.footer.question, self.footer.banner, self.footer.about):
            self.footer.question, self.footer.banner, self.footer.about = told
            changed.append(self.footer)
        return changed
