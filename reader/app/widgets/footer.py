"""The footer: a few keys and what they do, or what the reader should know just now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from reader import chrome
from reader.app.asking import Question
from reader.app.widgets.header import Bar
from reader.cells import fit, harmless

if TYPE_CHECKING:
    from reader.drawing import Run


class Footer(Bar):
    """Keys and their acts; a click on one does it."""

    class Pressed(Message):
        """A key of the footer was pressed with the mouse."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # as Textual's
        super().__init__(id=id)
        self.keys: Sequence[tuple[str, str]] = chrome.FOOTER
        """Keys, as people write them, and what they do."""
        self.question: Question | None = None
        """What is being asked: it stands before everything else."""
        self.banner = ""
        """How a search stands: it stands before the keys."""
        self.about = ""
        """What the name is that the reader stands on: it is set into the rule, and where there is none, it stands
        before the keys."""
        self._said = ""

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show these keys."""
        self.keys = keys
        self.redraw()

    def say(self, words: str) -> None:
        """Show a sentence in the place of the keys; nothing brings the keys back."""
        if words != self._said:
            self._said = words
            self.redraw()

    def rows(self) -> list[list[Run]]:
        columns = self.frame.columns
        runs: list[Run]
        said = self._said or self.banner or ("" if self.frame.ruled else self.about)
        if self.question is not None:
            runs = self.question.draw(columns)
        elif said:
            runs = [(fit(f" {harmless(said)}", columns), ("text", "", 0))]
        else:
            runs = chrome.footer(columns, self.keys)
        return [chrome.rule(self.frame, "┴", said=self.about), runs] if self.frame.ruled else [runs]

    def on_click(self, event: events.Click) -> None:
        """Do what stands under the mouse."""
        covered = self._said or self.banner or (self.about and not self.frame.ruled)
        if self.question or covered or event.y != len(self.rows()) - 1:
            return
        column = 0
        key = ""
        for text, look in chrome.footer(self.frame.columns, self.keys):
            if look == chrome.KEY:
                key = text
            elif look != chrome.MUTED:
                key = ""
            column += len(text)
            if event.x < column:
                break
        if key:
            self.post_message(self.Pressed(key))
