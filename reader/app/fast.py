"""The short ways past the toolkit, and everything in postil that leans on its private parts.

Three things are done here that Textual has no public way for: changed rows are written to the terminal in one frame
without composing the screen anew; what was typed before the toolkit ran is heard before what is typed after; and
leaving takes milliseconds. `PRIVATE` names each part that is leaned on; where one is missing, the public way is gone.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING, Any, Protocol

from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from reader.cells import is_plain, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.app import App
    from textual.driver import Driver

    from reader.app.theme import Looks
    from reader.drawing import Run
    from reader.palette import Look

PRIVATE = {
    "textual.app:App": ("_driver", "_sync_available", "_batch_count"),
    "textual.screen:Screen": ("_compositor", "_layout_required", "_on_timer_update", "_repaint_required"),
    "textual._compositor:Compositor": ("visible_widgets",),
    "textual.drivers.linux_driver:LinuxDriver": (
        "run_input_thread",
        "_key_thread",
        "exit_event",
        "attrs_before",
        "_file",
    ),
    "textual._xterm_parser:XTermParser": ("feed", "tick"),
    "rich.style:Style": ("_link_id",),
}
"""Class -> the attributes of it that this module uses and that nobody is promised."""

_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
_COLLECT_EVERY = 50_000


class Painted(Protocol):
    """A widget that can say what it shows as rows of runs."""

    painted: list[list[Run]]
    """The rows as they stand on the terminal; none when that is not known."""

    @property
    def looks(self) -> Looks: ...

    def rows(self) -> list[list[Run]]:
        """The rows of the widget, each as wide as it is."""
        ...


def paint(app: App[Any], widgets: Sequence[Painted]) -> bool:
    """Write the rows of these widgets that changed, in one frame; False when only the toolkit can do it.

    It can not be done when something lies over one of them, when the screen waits to be laid out or drawn as a whole,
    or when there is no terminal.
    """
    try:
        driver = app._driver
        screen = app.screen
        if (
            driver is None
            or driver.is_headless
            or driver.is_inline
            or app._batch_count
            or screen._layout_required
            or screen._repaint_required
            or len(app.screen_stack) > 1
        ):
            return False
        shown = screen._compositor.visible_widgets
        out: list[str] = []
        now: Look | None = None
        for widget in widgets:
            assert isinstance(widget, Widget)
            if widget not in shown:
                return False
            region, clip = shown[widget]
            rows = widget.rows()
            if region.size != _size(rows) or region != clip.intersection(region) or _covered(widget, region, shown):
                return False  # it waits for its place, or something lies over it
            before = widget.painted
            if len(before) != len(rows):
                before = [[]] * len(rows)
            ink = widget.looks.ink
            for row, (old, new) in enumerate(zip(before, rows, strict=True)):
                if old != new:
                    column, runs = changed(old, new)
                    text, now = ink.carry_on(runs, now, region.x + column)
                    out.append(f"\x1b[{region.y + row + 1};{region.x + column + 1}H{text}")
            widget.painted = rows
        if out:
            frame = "".join(out) + ink.ended(now) + "\x1b[0m"
            driver.write(f"{_BEGIN}{frame}{_END}" if app._sync_available else frame)
            driver.flush()
    except AttributeError:
        if available():
            raise
        return False
    return True


def send(app: App[Any], data: str) -> None:
    """Write what the toolkit has no word for to the terminal, if there is one, after all that was written before."""
    driver = getattr(app, "_driver", None)
    if driver is not None and not driver.is_headless:
        driver.write(data)
        driver.flush()


def linked(style: Style, link: str) -> Style:
    """The style with a hyperlink, `id;address`: with that id, as rows that are written past the toolkit have it."""
    number, _, address = link.partition(";")
    style = style.update_link(address)
    style._link_id = number
    return style


def draw_now(app: App[Any]) -> None:
    """Lay out and draw what waits for the toolkit's timer, which ticks sixty times a second."""
    try:
        app.screen._on_timer_update()
    except AttributeError:
        if available():
            raise


def changed(old: list[Run], new: list[Run]) -> tuple[int, list[Run]]:
    """The stretch of a row that is not as it was: its first column, and the runs to write there.

    Both rows are of one width, so that runs that are the same at their ends stand in the same columns. Behind text
    that a terminal may measure otherwise everything is written anew: it may have been written over.
    """
    same = 0
    most = min(len(old), len(new))
    while same < most and old[same] == new[same]:
        same += 1
    end = len(new)
    behind = len(old)
    while end > same and behind > same and old[behind - 1] == new[end - 1]:
        end -= 1
        behind -= 1
    if end < len(new) and not is_plain("".join([text for text, _ in new[same:end]])):
        end = len(new)
    before = [text for text, _ in new[:same]]
    joined = "".join(before)
    return len(joined) if is_plain(joined) else sum(map(width_of, before)), new[same:end]


def _size(rows: list[list[Run]]) -> tuple[int, int]:
    """How wide and how high the rows are."""
    return sum(width_of(text) for text, _ in rows[0]) if rows else 0, len(rows)


def _covered(widget: Widget, region: Region, shown: dict[Widget, tuple[Region, Region]]) -> bool:
    """Whether a widget that is drawn later reaches into this one's region. `shown` is in that order, last first."""
    for other, (place, clip) in shown.items():
        if other is widget:
            return False
        if place.intersection(clip).overlaps(region):
            return True
    return True


def available() -> bool:
    """Whether every private part is there; some are made by instances alone, and are looked for in the code."""
    from importlib import import_module

    for where, names in PRIVATE.items():
        module, _, name = where.partition(":")
        try:
            owner = getattr(import_module(module), name)
        except (ImportError, AttributeError):
            return False
        if not all(hasattr(owner, part) or _made_by(owner, part) for part in names):
            return False
    return True


def _made_by(owner: type, name: str) -> bool:
    """Whether instances of a class, or of one it comes from, are given an attribute when they are made."""
    return any(
        name in vars(base)["__init__"].__code__.co_names for base in owner.__mro__[:-1] if "__init__" in vars(base)
    )


class GroundTold(Message):
    """The terminal said what colour its ground has."""

    def __init__(self, light: bool) -> None:
        super().__init__()
        self.light = light


_ASKED = b"\x1b]11;"
_MOST_OF_AN_ANSWER = 40


def ground_in(data: bytes) -> tuple[bytes, bool | None, bytes]:
    """What a terminal sent without its answer about its ground; whether that is light; and half an answer, if any."""
    start = data.find(_ASKED)
    if start < 0:
        return data, None, b""
    ends = [end for end in (data.find(b"\x07", start), data.find(b"\x1b\\", start)) if end >= 0]
    if not ends:
        if len(data) - start > _MOST_OF_AN_ANSWER:
            return data, None, b""
        return data[:start], None, data[start:]
    end = min(ends)
    rest = data[:start] + data[end + (1 if data[end] == 7 else 2) :]
    kind, _, value = data[start + len(_ASKED) : end].partition(b":")
    parts = value.split(b"/")
    try:
        shares = [int(part, 16) / (16 ** len(part) - 1) for part in parts[:3]]
    except (ValueError, ZeroDivisionError):
        return rest, None, b""
    if not kind.startswith(b"rgb") or len(shares) != 3:
        return rest, None, b""
    return rest, 0.299 * shares[0] + 0.587 * shares[1] + 0.114 * shares[2] > 0.5, b""


def driver_class(
    *, tty: int | None = None, typed: bytes = b"", attributes: list[Any] | None = None
) -> type[Driver] | None:
    """The driver that goes on where the first screen left off; None where only the toolkit's own will do.

    Args:
        tty: File to read keys from, when standard input is not the terminal.
        typed: Bytes that were read from the terminal and not acted on.
        attributes: Of the terminal, as they were before postil, when it has been put into raw mode already.
    """
    if sys.platform == "win32" or not available():
        return None
    from codecs import getincrementaldecoder
    from select import select
    from threading import Lock

    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    class PostilDriver(LinuxDriver):
        """Reads from a terminal that is not standard input, hears what was typed before, writes and stops at once."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            if tty is not None:
                self.fileno = tty
                self.input_tty = True
            self._typed = typed
            self._entered = attributes is not None
            self._wake: tuple[int, int] | None = None
            self._terminal = 2  # where the toolkit writes too: standard error
            self._writing = Lock()
            self._partial = b""

        def write(self, data: str) -> None:
            """Write at once: to hand a frame to a thread takes as long as to draw it."""
            if self._entered and data == "\x1b[?1049h":
                # We are on the alternate screen; to enter it again would blank it.
                self._entered = False
                return
            rest = memoryview(data.encode("utf-8", "replace"))
            with self._writing:
                while rest:
                    try:
                        rest = rest[os.write(self._terminal, rest) :]
                    except BlockingIOError:  # whoever started us asked the terminal not to wait
                        select([], [self._terminal], [])

        def _told(self, data: bytes) -> bytes:
            """Take the terminal's answer about its ground out of what it sent, and tell the app."""
            data, self._partial = self._partial + data, b""
            data, answer, self._partial = ground_in(data)
            if answer is not None:
                self.send_message(GroundTold(answer))
            return data

        def start_application_mode(self) -> None:
            super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual says nothing of its types
            if attributes is not None:
                self.attrs_before = attributes
            self.write("\x1b]11;?\x1b\\")  # what colour is your ground?

        def disable_input(self) -> None:
            if self._wake is not None:
                self.exit_event.set()
                os.write(self._wake[1], b".")
                if self._key_thread is not None:
                    self._key_thread.join()
                self._key_thread = None
            super().disable_input()

        def run_input_thread(self) -> None:
            parser = XTermParser(self._debug)
            decode = getincrementaldecoder("utf-8")("replace").decode
            wake = self._wake = os.pipe()
            if self._typed:
                typed_before, self._typed = self._typed, b""
                for event in parser.feed(decode(typed_before)):
                    self.process_message(event)
            try:
                while not self.exit_event.is_set():
                    ready, _, _ = select([self.fileno, wake[0]], [], [], 0.1)
                    if self.fileno in ready:
                        data = os.read(self.fileno, 4096)
                        if not data:
                            break  # the terminal is gone
                        for event in parser.feed(decode(self._told(data))):
                            self.process_message(event)
                    for event in parser.tick():
                        self.process_message(event)
            finally:
                self._wake = None
                for end in wake:
                    os.close(end)

    return PostilDriver


def leave(app: App[Any], code: int = 0) -> None:
    """Restore the terminal and end the process at once: no widget is unmounted, no object collected.

    Everything that must be on disk must be there. Returns, having done nothing, where the toolkit must do it.
    """
    driver = getattr(app, "_driver", None)
    if driver is None or driver.is_headless or driver.is_inline or sys.platform == "win32" or not available():
        return
    driver.stop_application_mode()
    driver.close()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def settle_memory() -> None:
    """Once all is loaded: what lives as long as the process is not looked at by the collector again."""
    gc.freeze()  # without a collection before it: that would take as long as the screen took to come up
    gc.enable()
    gc.set_threshold(_COLLECT_EVERY, 20, 20)
