"""A list of any length with a cursor, drawn for the lines that show: what it costs follows the screen. No widget.

A row of the list takes one line or more. The row under the cursor may stand open and be taller than the others;
everything else about a row (its height when closed, whether the cursor stops at it) is known without drawing it.
Heights and lines are rows of the screen, widths are cells.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from reader.cells import width_of
from reader.chrome import THUMB, excuse
from reader.drawing import clipped
from reader.palette import over

if TYPE_CHECKING:
    from reader.drawing import Run
    from reader.palette import Look


class Row(Protocol):
    """What a list must know of each of its rows."""

    @property
    def key(self) -> str:
        """What stays the same when the row's content changes: the cursor follows it."""
        ...

    @property
    def height(self) -> int:
        """Lines of the row while it is closed."""
        ...

    @property
    def stops(self) -> bool:
        """True where the cursor can stand; a headline is passed over."""
        ...


R = TypeVar("R", bound=Row)


class ListBox(Generic[R]):
    """The list. A child class draws a row; the list does the rest."""

    MOVES: ClassVar[dict[str, tuple[str, int]]] = {
        "down": ("go_by", 1),
        "j": ("go_by", 1),
        "up": ("go_by", -1),
        "k": ("go_by", -1),
        "pagedown": ("go_page", 1),
        "space": ("go_page", 1),
        "pageup": ("go_page", -1),
        "home": ("go_edge", -1),
        "g": ("go_edge", -1),
        "end": ("go_edge", 1),
        "G": ("go_edge", 1),
    }
    """Key, as the toolkit names it -> a method and what it is called with."""

    def __init__(self, *, empty: str = "", ground: str = "ground", set_off: bool = False) -> None:
        """An empty list.

        Args:
            empty: Said in the place of rows when there are none.
            ground: The colour that rows stand on.
            set_off: Whether the row under the cursor stands out also while the focus is elsewhere.
        """
        self.changed: Callable[[], object] = _nothing
        """Called when the list looks otherwise than before."""
        self.moved: Callable[[], object] = _nothing
        """Called when the cursor was put on another row."""
        self.has_focus = False
        """Whether keys go to the list."""
        self.pointed: int | None = None
        """The line that shows and that the mouse is on."""
        self.width = 0
        self.height = 0
        self.top = 0
        """The first line of the list that shows. Negative, or past the last screenful, where rows came or went and
        the one that the person looks at was to stay: until the next move."""
        self._loose = False
        """Whether `top` may be where scrolling could not have brought it."""
        self._rows: Sequence[R] = ()
        self._tops: list[int] = [0]
        self._cursor = -1
        self._open_height = 0
        self._empty = empty
        self._ground = ground
        self._set_off = set_off

    def draw(self, row: R, width: int, *, is_open: bool) -> list[list[Run]]:
        """The row's lines, each at most `width` cells; as many as `height` says unless it stands open."""
        raise NotImplementedError

    # ---- what is listed

    @property
    def rows(self) -> Sequence[R]:
        """What is listed."""
        return self._rows

    @property
    def current(self) -> R | None:
        """The row under the cursor."""
        return self._rows[self._cursor] if 0 <= self._cursor < len(self._rows) else None

    @property
    def lines(self) -> int:
        """Lines of all rows together."""
        return self._tops[-1] + self._open_height

    def show(
        self, rows: Sequence[R], *, empty: str | None = None, heirs: Callable[[str], str | None] | None = None
    ) -> None:
        """List `rows`. The cursor stays on the row with the same key, or near its place when that is gone.

        Args:
            rows: All of them.
            empty: What is said in the place of rows when there are none.
            heirs: For a key that is gone, that of the row which stands for it now. With it, the rows are the same
                ones known better: that under the mouse, else that under the cursor, stays on its line of the screen.
        """
        held = self._held() if heirs is not None else -1
        before = self._top(held) - self.top if held >= 0 else 0
        old, self._rows = self._rows, rows
        self._tops = list(accumulate((row.height for row in rows), initial=0))
        if empty is not None:
            self._empty = empty
        places = {row.key: place for place, row in enumerate(rows)}

        def now(index: int) -> int | None:
            key = old[index].key
            return places.get(key, places.get((heirs and heirs(key)) or ""))

        cursor = now(self._cursor) if 0 <= self._cursor < len(old) else None
        kept = now(held) if held >= 0 else None
        self._cursor = self._nearest_stop(self._cursor if cursor is None else cursor)
        self._loose = kept is not None
        self._measure(tell=False)
        if kept is not None:
            self.top = self._top(kept) - before
        self.changed()

    def _held(self) -> int:
        """Index of the row that is to stay where it is, or -1: one that cannot be seen need not."""
        if self.pointed is not None and (index := self._row_at(self.top + self.pointed)) >= 0:
            return index
        if self._cursor >= 0 and 0 <= self._top(self._cursor) - self.top < self.height:
            return self._cursor
        return -1

    def _settle(self) -> None:
        """Leave no room above the first row, nor below the last, that scrolling could not have made."""
        self._loose = False
        self.top = min(max(self.top, 0), max(self.lines - self.height, 0))

    def resize(self, width: int, height: int) -> None:
        """Take a place of this size."""
        if (width, height) != (self.width, self.height):
            self.width, self.height = width, height
            self._loose = False
            self._measure()

    # ---- moving

    def key(self, key: str) -> bool:
        """Move as a key says; False when it is not for moving."""
        method, by = self.MOVES.get(key, ("", 0))
        if method:
            getattr(self, method)(by)
        return bool(method)

    def reveal(self, key: str) -> bool:
        """Put the cursor on the row with this key; False when there is none that it can stand on."""
        for index, row in enumerate(self._rows):
            if row.key == key and row.stops:
                self._go(index)
                return True
        return False

    def unmark(self) -> None:
        """Put the cursor on no row."""
        self._cursor = -1
        self._measure()

    def go_by(self, by: int) -> None:
        """Move by one row that the cursor can stand on."""
        self._settle()
        index = self._cursor + by
        while 0 <= index < len(self._rows) and not self._rows[index].stops:
            index += by
        if 0 <= index < len(self._rows):
            self._go(index)
        elif by < 0 and self._cursor >= 0:  # the headlines above, as far as the cursor stays on the screen
            self.scroll_to(self._top(self._cursor) + min(self._height(self._cursor), self.height) - self.height)

    def go_page(self, by: int) -> None:
        """Move by a screenful."""
        self._settle()
        line = self._top(max(self._cursor, 0)) + by * max(1, self.height - 1)
        self._go(self._nearest_stop(self._row_at(min(max(0, line), max(0, self.lines - 1)))))

    def go_edge(self, to: int) -> None:
        """Go to the first row, or to the last."""
        self._settle()
        self._go(self._nearest_stop(0 if to < 0 else len(self._rows) - 1))

    def put_cursor(self, line: int) -> R | None:
        """Put the cursor on the row at a line that shows; None, and nothing done, where it cannot stand."""
        index = self._row_at(self.top + line)
        if index < 0 or not self._rows[index].stops:
            return None
        self._go(index)
        return self._rows[index]

    # ---- scrolling

    def scroll(self, lines: int) -> None:
        """Show what is further down, or further up; the cursor stays where it is."""
        self.scroll_to(self.top + lines)

    def scroll_to(self, line: int) -> None:
        """Let a line of the list be the first that shows, or the nearest to it that can be."""
        self._loose = False
        top = min(max(line, 0), max(self.lines - self.height, 0))
        if top != self.top:
            self.top = top
            self.changed()

    def drag(self, line: int) -> None:
        """Bring the scroll bar's thumb to a line that shows."""
        self.scroll_to(round(line / max(self.height - 1, 1) * max(self.lines - self.height, 0)))

    def has_bar(self) -> bool:
        """Whether there is a scroll bar, in the last column."""
        return self.lines > self.height > 0

    def _thumb(self) -> tuple[int, int]:
        size = max(self.height * self.height // self.lines, 1)
        top = min(max(self.top, 0), self.lines - self.height)
        first = round(top / (self.lines - self.height) * (self.height - size))
        return first, first + size

    # ---- drawing

    def draw_lines(self) -> list[list[Run]]:
        """The lines that show, each as wide as the list."""
        if not self._rows:
            return [self._line(runs, self._ground) for runs in self._excuse()]
        drawn = [self._line([], self._ground)] * min(-self.top, self.height)
        first = max(self.top, 0)
        index = self._row_at(first)
        skipped = first - self._top(index) if index >= 0 else 0
        while 0 <= index < len(self._rows) and len(drawn) < self.height:
            ground = self._ground
            if index == self._cursor:
                ground = "selection" if self.has_focus or self._set_off else "sentence"
            lines = self._lines(index)
            lines += [[]] * (self._height(index) - len(lines))
            drawn += [self._line(runs, ground) for runs in lines[skipped:]]
            skipped = 0
            index += 1
        drawn = drawn[: self.height]
        drawn += [self._line([], self._ground)] * (self.height - len(drawn))
        if self.has_bar():
            first, end = self._thumb()
            for line in range(first, end):
                *before, (_, look) = drawn[line]
                drawn[line] = [*before, (THUMB[0], over(look, THUMB[1]))]
        return drawn

    def _line(self, runs: list[Run], ground: str) -> list[Run]:
        """A line on its ground, the last column a run of its own: a scroll bar may stand there."""
        base: Look = ("", ground, 0)
        room = max(self.width - 1, 0)
        filled = clipped([(text, over(base, look)) for text, look in runs if text], room)
        rest = room - sum(width_of(text) for text, _ in filled)
        return [*filled, (" " * rest, base), (" ", base)]

    def _excuse(self) -> list[list[Run]]:
        """What is said in the place of rows."""
        lines = excuse(self._empty, self.width)[: self.height]
        return lines + [[]] * (self.height - len(lines))

    def _lines(self, index: int) -> list[list[Run]]:
        return list(self.draw(self._rows[index], max(self.width - 1, 1), is_open=index == self._cursor))

    # ---- where things are

    def _go(self, index: int) -> None:
        if not 0 <= index < len(self._rows):
            return
        moved = index != self._cursor
        self._cursor = index
        self._measure(tell=False)
        top = self._top(index)
        end = top + min(self._height(index), max(self.height, 1))
        if index and not self._rows[index - 1].stops and end - top < self.height:
            top -= 1  # the headline above it
        if top < self.top:
            self.top = top
        elif end > self.top + self.height:
            self.top = min(end - self.height, top)
        self.changed()
        if moved:
            self.moved()

    def _measure(self, *, tell: bool = True) -> None:
        self._open_height = 0
        if self.current is not None and self.width:
            self._open_height = len(self._lines(self._cursor)) - self.current.height
        if not self._loose:
            self.top = min(self.top, max(self.lines - self.height, 0))
        if tell:
            self.changed()

    def _height(self, index: int) -> int:
        return self._rows[index].height + (self._open_height if index == self._cursor else 0)

    def _top(self, index: int) -> int:
        return self._tops[index] + (self._open_height if 0 <= self._cursor < index else 0)

    def _row_at(self, line: int) -> int:
        """Index of the row that has this line, or -1 below the last."""
        if self._cursor >= 0 and line > self._tops[self._cursor]:
            line = max(self._tops[self._cursor], line - self._open_height)
        index = bisect_right(self._tops, line) - 1
        return index if 0 <= index < len(self._rows) else -1

    def _nearest_stop(self, place: int) -> int:
        """The row nearest to `place` where the cursor can stand, or -1."""
        if not self._rows:
            return -1
        place = min(max(place, 0), len(self._rows) - 1)
        for distance in range(len(self._rows)):
            for index in (place + distance, place - distance):
                if 0 <= index < len(self._rows) and self._rows[index].stops:
                    return index
        return -1


def _nothing() -> None:
    pass
