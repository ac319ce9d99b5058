"""The first screen: painted before anything heavy is loaded, alive while the toolkit loads, handed over in place.

Plain text is painted from itself. Any other document is painted from what was kept of it at the last visit, and else
as soon as its loader has made the first part; that flow is handed on, so that nothing is read twice. Scroll keys are
answered at once; the first key that is not one of them, and all that follow it, are kept for the toolkit to act on,
so that no key is lost and none acts out of order. For a plain text, and for what was kept, nothing is loaded that the
first screen does not need, `dataclasses`, `re` and `typing` least of all: a test holds it to that.
"""

from __future__ import annotations

import gc
import os
import sys

from reader.frame import Frame
from reader.page import Page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from reader.documents.flow import Flow
    from reader.lastread import LastRead
    from reader.palette import Ink
    from reader.sheet import FlowLike, Place, Spot

ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
"""To the alternate screen; no cursor; no wrapping at the right edge."""

LEAVE = "\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"

SMALLEST = (20, 5)
"""Columns and rows below which the toolkit is left to do what it can."""

SCROLLS: dict[bytes, str] = {
    b"j": "next_block",
    b"k": "previous_block",
    b" ": "page_down",
    b"\x1b[6~": "page_down",
    b"\x06": "page_down",
    b"\x1b[5~": "page_up",
    b"\x02": "page_up",
    b"\x04": "half_page_down",
    b"\x15": "half_page_up",
    b"\x1b[B": "line_down",
    b"\x1bOB": "line_down",
    b"\x1b[A": "line_up",
    b"\x1bOA": "line_up",
    b"g": "start",
    b"\x1b[H": "start",
    b"\x1bOH": "start",
    b"G": "end",
    b"\x1b[F": "end",
    b"\x1bOF": "end",
}
"""What a terminal sends -> the act, for the keys that are answered before the toolkit is there."""

QUITS = (b"q", b"\x11")
"""What a terminal sends for the keys that quit: nothing has been changed yet that would have to be saved."""


class FirstScreen:
    """What stands on the terminal before the toolkit does."""

    def __init__(
        self, page: Page, ink: Ink, title: str, *, terminal: int, attributes: list[Any], flow: Flow | None = None
    ) -> None:
        self.page = page
        self.title = title
        self.flow = flow
        """The document, where it was opened for this screen; a plain text is opened again, whole."""
        self.attributes = attributes
        """Of the terminal, as they were before."""
        self.typed = b""
        """What was read and not acted on; the toolkit hears it first."""
        self._ink = ink
        self._terminal = terminal
        self._painted: list[str] = []
        self.left: LastRead | None = None
        """Where the document was left, when it has not come so far yet."""
        self.restored = False
        self.keys = SCROLLS
        """The keys that are answered; none where the reader may have chosen others."""

    # ---- handing over

    @property
    def top(self) -> Place:
        """The first row on the screen."""
        return self.page.top

    @property
    def cursor(self) -> Spot:
        """Where the cursor stands."""
        return self.page.cursor

    def restore(self) -> None:
        """Give the terminal back as it was: the document cannot be opened after all."""
        import termios

        if not self.restored:
            self.restored = True
            _write(LEAVE)
            termios.tcsetattr(self._terminal, termios.TCSANOW, self.attributes)

    def return_to(self, last: LastRead) -> None:
        """To where the document was left; where it has not come so far, that is left to the toolkit."""
        spots = last.spots(self.page.flow)
        if spots is None:
            self.left = last
        else:
            self.page.return_to(*spots)

    def place(self) -> LastRead:
        """Where the reader is, in words that hold for the document in other parts, too."""
        from reader.lastread import LastRead

        page = self.page
        place = LastRead("")
        place.top, place.cursor, place.parts = page.spot_of(page.top), page.cursor, len(page.flow)
        starts = page.flow.start(place.top[0]), page.flow.start(place.cursor[0])
        if starts[0] is not None and starts[1] is not None:
            place.offsets = starts[0] + place.top[1], starts[1] + place.cursor[1]
        return place

    # ---- painting

    def rows(self) -> list[str]:
        """All rows of the screen, with their escape sequences."""
        from reader import chrome

        frame = self.page.frame
        line = self._ink.line
        head = [chrome.header(frame.columns, self.title, (f"{self.page.percent()} %",))]
        foot = [chrome.footer(frame.columns, chrome.FOOTER)]
        if frame.ruled:
            head.append(chrome.rule(frame, "┬"))
            foot.insert(0, chrome.rule(frame, "┴"))
        side = chrome.sidebar(frame.side, frame.height) if frame.docked else ()
        body = chrome.beside(self.page, side)
        return [line(runs) for runs in (*head, *body, *foot)]

    def paint(self) -> None:
        """Write the rows that changed."""
        rows = self.rows()
        before = self._painted or [""] * len(rows)
        out = [
            f"\x1b[{at};1H{row}"
            for at, (row, old) in enumerate(zip(rows, before, strict=True), start=1)
            if row != old
        ]
        self._painted = rows
        if out:
            _write("\x1b[?2026h" + "".join(out) + "\x1b[0m\x1b[?2026l")

    # ---- keys

    def attend(self, woken: int) -> None:
        """Answer scroll keys until something comes through the pipe `woken`, or another key does."""
        from select import select

        listening = [self._terminal, woken]
        while True:
            try:
                ready, _, _ = select(listening, [], [])
            except InterruptedError:
                continue
            if self._terminal in ready:
                data = os.read(self._terminal, 4096)
                self.typed = self.act(self.typed + data)
                if self.keys and self.typed in QUITS:
                    self.restore()
                    os._exit(0)
                if self.typed or not data:
                    listening = [woken]
            if woken in ready:
                return

    def act(self, data: bytes) -> bytes:
        """Do what the keys say as far as they only scroll; what is left begins with one that does not."""
        while data:
            key = next((key for key in self.keys if data.startswith(key)), None)
            if key is None:
                break
            if not self._moved(self.keys[key]):
                break
            data = data[len(key) :]
        self.paint()
        return data

    def _moved(self, action: str) -> bool:
        """Do an act; False, and nothing done, when it leads to a part that is not at hand."""
        from reader.lastscreen import NotAtHandError

        page = self.page
        before = page.top, page.cursor
        try:
            move(page, action)
            self.rows()
        except NotAtHandError:
            page.top, page.cursor = before
            return False
        return True


def move(page: Page, action: str) -> None:
    """Do one of the acts of `SCROLLS`, as the reading view does it."""
    from reader import motion

    stride = max(page.frame.height - 2, 1)
    half = max(page.frame.height // 2, 1)
    match action:
        case "next_block":
            motion.next_block(page)
        case "previous_block":
            motion.previous_block(page)
        case "page_down":
            page.page_down(stride)
        case "page_up":
            page.page_up(stride)
        case "half_page_down":
            page.page_down(half)
        case "half_page_up":
            page.page_up(half)
        case "line_down":
            page.page_down(1)
        case "line_up":
            page.page_up(1)
        case "start":
            page.go_start()
        case "end":
            page.go_end()


def begin(source: str) -> FirstScreen | None:
    """Paint the first screen of a file; None where that cannot be done, and the ordinary way is to be taken."""
    if os.name != "posix" or not os.isatty(0) or not os.isatty(2) or os.environ.get("TERM", "dumb") == "dumb":
        return None
    import termios

    from annotations.errors import PostilError
    from reader import glance, hyperlinks, lastread, lastscreen
    from reader.palette import DARK, LIGHT, Ink, depth

    try:
        columns, lines = os.get_terminal_size(2)
        attributes = termios.tcgetattr(0)
    except (OSError, termios.error):
        return None
    if columns < SMALLEST[0] or lines < SMALLEST[1]:
        return None
    gc.disable()  # for what loading makes and nobody drops again; `reader.app.start` says when it goes on
    chosen = glance.settings()
    frame = Frame(columns, lines, measure=chosen.measure, sidebar=chosen.sidebar)
    light = chosen.theme == "postil-light" or (not chosen.theme and lastread.ground() == "light")
    links = chosen.links and hyperlinks.able(os.environ)
    ink = Ink(LIGHT if light else DARK, depth(os.environ), links=links)
    last = lastread.read(source)

    def drawn(title: str, shown: FlowLike, flow: Flow | None) -> FirstScreen:
        """The first screen of a document, with its rows made: what is missing or broken in it shows by then."""
        page = Page(shown, frame)
        page.comments_open = chosen.comments
        screen = FirstScreen(page, ink, title, terminal=0, attributes=attributes, flow=flow)
        if chosen.keys:
            screen.keys = {}
        if last is not None:
            page.set_marks(lastread.SeenMarks(last.marks))
            screen.return_to(last)
        screen.rows()
        return screen

    screen = None
    saved = lastscreen.read(source)
    if saved is not None:
        try:
            screen = drawn(saved.title, saved, None)
        except lastscreen.NotAtHandError:
            screen = None  # the window is larger than when it was kept
    if screen is None:
        try:
            opened = _open(source)
            if opened is None:
                return None
            screen = drawn(*opened)
        except PostilError:
            return None  # the ordinary way says what is wrong
    _raw(0)
    _write(ENTER)
    screen.paint()
    return screen


def _open(source: str) -> tuple[str, FlowLike, Flow | None] | None:
    """Title and text of a file, and its flow where a loader made it; None for what is no file.

    Raises: SourceError, as the loader would.
    """
    from reader.documents import origin, sniff

    if source == origin.STDIN or "://" in source[:8] or source.startswith("file:"):
        return None
    if not os.path.isfile(os.path.expanduser(source)):  # noqa: PTH111, PTH113 - pathlib is not wanted here
        return None
    found = origin.of_file(source)
    guess = sniff.guess(found.head(), found.name)
    if guess.kind == "text" and guess.likelihood >= 0.7:
        from reader.plainflow import open_plain

        plain = open_plain(found)
        return None if plain is None else (*plain, None)
    from reader.documents.load import open_flow

    flow = open_flow(source)
    return flow.title, flow, flow


def _raw(terminal: int) -> None:
    """Give every key at once, and show none."""
    import termios

    mode = termios.tcgetattr(terminal)
    mode[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    mode[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    mode[6][termios.VMIN] = 1
    termios.tcsetattr(terminal, termios.TCSANOW, mode)


def _write(text: str) -> None:
    """To the terminal, all of it: where the toolkit writes too."""
    data = text.encode("utf-8", "replace")
    while data:
        data = data[os.write(2, data) :]


def while_loading(screen: FirstScreen, load: Callable[[], Any]) -> Any:
    """Call `load` beside, and answer keys until it is done: what it returns, or raises.

    A thread of its own would be simpler to wait for with `threading`, which takes as long to load as a third of the
    first screen.
    """
    import _thread

    done, tell = os.pipe()
    outcome: list[Any] = []

    def work() -> None:
        try:
            outcome.append((load(), None))
        except BaseException as error:  # noqa: BLE001 - raised again below, where it can be told
            outcome.append((None, error))
        finally:
            os.write(tell, b".")

    interval = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    _thread.start_new_thread(work, ())
    try:
        screen.attend(done)
        os.read(done, 1)
    except BaseException:
        screen.restore()
        raise
    finally:
        sys.setswitchinterval(interval)
        os.close(done)
        os.close(tell)
    result, error = outcome[0]
    if error is not None:
        screen.restore()
        raise error
    return result
