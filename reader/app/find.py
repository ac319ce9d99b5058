"""Finding in the reading view: asked for in the last row, shown while it is typed, counted beside.

The search runs in slices of a few milliseconds between which keys are heard; the first match is shown at once.
"""

from __future__ import annotations

import asyncio
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.app.asking import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from textual.worker import Worker

    from reader.app.widgets.page_view import PageView
    from reader.search import Finder, Query, Tally
    from reader.sheet import Place, Span, Spot

AT_ONCE = 0.012
"""Seconds that a search may take before keys are heard again."""

COUNTED = 20_000
"""Matches after which nobody wants to know how many there are."""

_KEPT = 64


class Find:
    """The search of one reading view."""

    def __init__(self, view: PageView) -> None:
        self._view = view
        self.query: Query | None = None
        """What is looked for, while its matches are shown."""
        self.here: tuple[int, int, int] | None = None
        """The match that the reader is at: part, start, end."""
        self.regular = False
        self._words = ""
        self._tally: Tally | None = None
        self._found: dict[int, list[Span]] = {}
        self._origin: tuple[Spot, Place] = (0, 0), (0, 0, 0)
        self._question: Question | None = None
        self._wrong = ""
        self._looking = False
        self._finder: Finder | None = None
        self._worker: Worker[None] | None = None
        self._round = False
        """The search has passed an end of the document."""
        self._soon: tuple[asyncio.Handle, Spot] | None = None
        """A search that was put off, and where it is to begin."""

    # ---- asking

    def ask(self) -> Question:
        """The question: what to find."""
        page = self._view.page
        self._origin = page.cursor, page.top
        question = Question(
            "/",
            taken=self._taken,
            changed=self._changed,
            dropped=self._dropped,
            keys={"ctrl+r": self._turn_regular, "down": self._on, "up": self._back},
        )
        self._question = question
        self._name()
        self._tell()
        return question

    def _name(self) -> None:
        if self._question is not None:
            self._question.label = "/.*/ " if self.regular else "/"
            self._question.hint = "ctrl+r plain words" if self.regular else "ctrl+r regular expression"

    def _turn_regular(self) -> None:
        self.regular = not self.regular
        self._name()
        if self._question is not None:
            self._changed(self._question.line.text)

    def _on(self) -> None:
        self.go(1)

    def _back(self) -> None:
        self.go(-1)

    def _changed(self, words: str) -> None:
        """Look for what has been typed so far, from where the reader was."""
        page = self._view.page
        before = self._reached(words)
        self._set(words)
        self._stop()
        if self.query is None:
            page.cursor, page.top = self._origin
        else:
            self._look_soon(max(before, self._origin[0]))
        self._tell()
        self._view.redraw()

    def _reached(self, words: str) -> Spot:
        """Where to go on looking when words only grew: what was passed over holds no match of the longer ones."""
        if self.regular or self.query is None or self.query.regular or not words.startswith(self.query.words):
            return 0, 0
        if self._soon is not None:
            return self._soon[1]
        if self.here is not None:
            return self.here[:2]
        finder = self._finder
        if not self._looking or finder is None or self._round:
            return 0, 0
        begin, last = self._origin[0][0], len(self._view.flow) - 1
        return max(begin + int(finder.progress * (last - begin)) - 1, begin), 0

    def _taken(self, words: str) -> None:
        """Stay at the match; without words, go on with those of last time."""
        question, self._question = self._question, None
        if words.strip():
            self._words = words
            if self.query is None or self.query.words != words:
                self._changed(words)
            self._look_now()
            if self._wrong and question is not None:
                self._view.app.bell()
            self._view.places.leave(self._origin[0])
        elif self._words:
            self._set(self._words)
            self._view.places.leave(self._origin[0])
            self.go(1)
        else:
            self.end()
        self._view.redraw()

    def _dropped(self) -> None:
        """Back to where the reader was."""
        self._question = None
        self.end()
        page = self._view.page
        page.cursor, page.top = self._origin
        self._view.redraw()

    # ---- matches

    def _set(self, words: str) -> None:
        self._found.clear()
        self._tally = None
        self.here = None
        self._wrong = ""
        self.query = None
        if words.strip():
            from reader.search import Query, Tally

            try:
                self.query = Query(words, regular=self.regular)
            except PostilError as error:
                self._wrong = str(error) if not self.regular else "not a regular expression yet"
            else:
                self._tally = Tally(self._view.flow, self.query)
        self._view.page.hits = self.spans if self.query is not None else None
        self._view.page.hit = None

    def spans(self, part: int) -> list[Span]:
        """The matches that begin in a part: what is painted."""
        found = self._found.get(part)
        if found is None and self.query is not None:
            from reader.search import spans_in

            if len(self._found) >= _KEPT:
                self._found.clear()
            size = len(self._view.flow.part(part).text)
            found = self._found[part] = [
                (match.start, match.end if match.end_part == part else size)
                for match in spans_in(self._view.flow, self.query, part)
            ]
        return found or []

    def go(self, by: int) -> None:
        """To the next match (1) or the one before (-1), round the ends of the document; begins anew after `end`."""
        self._look_now()
        if self.query is None and self._words:
            self._set(self._words)
        if self.query is None:  # nothing was looked for yet, or what was is no regular expression
            self._view.app.bell()
            return
        part, offset = self._view.page.cursor
        self._look((part, offset + 1) if by > 0 else (part, offset), backwards=by < 0)
        self._view.redraw()

    def end(self) -> bool:
        """Show no matches any more; False when there were none to show."""
        was = self.query is not None
        self._set("")
        self._stop()
        return was

    # ---- looking

    def _stop(self) -> None:
        self._looking = False
        if self._soon is not None:
            self._soon[0].cancel()
            self._soon = None
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def _do(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Go on beside what the reader does."""
        self._worker = self._view.run_worker(work, group="find", exclusive=True, description="Find")

    def _look_soon(self, spot: Spot) -> None:
        """Look from a spot on when the letters that were typed already are heard: nobody waits for those before."""
        self._looking = True
        self._finder = None
        self._soon = asyncio.get_running_loop().call_soon(self._look_now), spot

    def _look_now(self) -> None:
        """Begin to look, where that was put off."""
        if self._soon is not None:
            _, spot = self._soon
            self._view.page.cursor, self._view.page.top = self._origin
            self._look(spot, backwards=False)
            self._view.redraw()

    def _look(self, spot: Spot, *, backwards: bool) -> None:
        """Look from a spot on; what takes longer than a moment goes on beside."""
        from reader.search import Finder

        assert self.query is not None
        self._stop()
        finder = Finder(self._view.flow, self.query, part=spot[0], offset=spot[1], backwards=backwards)
        until = perf_counter() + AT_ONCE
        self._looking = True
        self._finder = finder
        self._round = False
        while self._looking and perf_counter() < until:
            self._looking = finder.advance()
        if not self._looking:
            if self._arrived(finder):
                self._do(self._count)
                return
            self._looking = True
        self._tell()
        self._do(partial(self._go_on, finder, backwards=backwards))

    async def _go_on(self, finder: Finder, *, backwards: bool) -> None:
        """Look on, then from the other end, then count."""
        from reader.search import Finder

        assert self.query is not None
        flow = self._view.flow
        for turn in range(2):
            while finder.advance():
                await asyncio.sleep(0)
            if finder.match is not None or turn:
                break
            last = len(flow) - 1
            self._round = True
            finder = Finder(
                flow,
                self.query,
                part=last if backwards else 0,
                offset=len(flow.part(last).text) if backwards else 0,
                backwards=backwards,
            )
        self._looking = False
        self._arrived(finder)
        self._tell()
        self._view.redraw()
        await self._count()

    def _arrived(self, finder: Finder) -> bool:
        """Show the match that was found; False when there is none."""
        match = finder.match
        if match is None:
            return False
        page = self._view.page
        size = len(self._view.flow.part(match.part).text)
        end = match.end if match.end_part == match.part else size
        self.here = page.hit = match.part, match.start, end
        page.cursor = match.part, match.start
        page.show_afar(match.part, match.start, end)
        self._tell()
        return True

    async def _count(self) -> None:
        """Count all matches, a slice at a time."""
        tally = self._tally
        if tally is None:
            return
        told = perf_counter()

        def work() -> bool:
            nonlocal told
            if perf_counter() > told + 0.1:
                told = perf_counter()
                self._tell()
                self._view.redraw()
            return tally.total < COUNTED and tally.advance()

        await self._view.idly(work)
        self._tell()
        self._view.redraw()

    # ---- telling

    def _tell(self) -> None:
        if self._question is not None:
            self._question.remark = self.standing

    @property
    def standing(self) -> str:
        """How the search stands: `3 of 12`."""
        if self._wrong:
            return self._wrong
        tally = self._tally
        if self.query is None or tally is None:
            return ""
        if self._looking:
            return "looking…"
        if self.here is None:
            return "not found"
        total = f"{tally.total:,}" if tally.complete else f"{tally.total:,}+"
        if not tally.total:
            return "…"
        return f"{tally.ordinal(*self.here[:2]) + 1:,} of {total}"

    @property
    def banner(self) -> str:
        """What the footer says while matches are shown and nothing is asked."""
        if self.query is None or self._question is not None:
            return ""
        return f"{self.query.words}  {self.standing}  ·  Enter or F3 next  ·  Backspace or shift+F3 back  ·  Esc ends"
