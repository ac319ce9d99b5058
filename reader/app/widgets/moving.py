"""Moving over a page, selecting and finding on it: the actions that keys, the palette and the screen call by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader import motion
from reader.app.asking import Question
from reader.app.find import Find
from reader.app.widgets.page_view import PageView, Span
from reader.documents.flow import Flow
from reader.page import Page

if TYPE_CHECKING:
    from reader.sheet import Spot

MEASURE_STEP = 4
"""Columns by which the measure is made wider or narrower."""


class MovingView(PageView):
    """A page with actions."""

    def __init__(self, flow: Flow, *, measure: int = 80, id: str | None = None) -> None:  # noqa: A002  # as Textual's
        super().__init__(flow, measure=measure, id=id)
        self.find = Find(self)
        self.question: Question | None = None
        """What is being asked in the last row; keys go there while it is."""

    def _moved(self, move: Callable[[Page], None]) -> None:
        self.page.selected = None
        move(self.page)
        self.redraw()

    def _by_unit(self, move: Callable[[Page], None], units: motion.Units, by: int) -> None:
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

    # ---- asking

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
