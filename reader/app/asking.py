"""A question in the last row of the screen, with a line to answer it in: what to find, how far to go.

It is fed with keys by whoever has the focus, at once and in order, so that a word typed ahead is heard as it was
meant; a widget of the toolkit would get the focus only some events later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.cells import grapheme_end, graphemes, harmless, width_of
from reader.palette import BOLD, PLAIN, REVERSE

if TYPE_CHECKING:
    from reader.drawing import Run
    from reader.palette import Look


class Line:
    """One line of text and a cursor in it, by graphemes."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.cursor = len(text)

    def insert(self, text: str) -> None:
        """Put text in at the cursor; line ends become blanks."""
        text = " ".join(text.split("\n")) if "\n" in text else text
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)

    def key(self, key: str, character: str | None) -> bool:
        """Act on a key, by the names of the toolkit; False when it means nothing here."""
        match key:
            case "backspace" | "ctrl+h":
                self._cut(self._before())
            case "delete" | "ctrl+d":
                after = grapheme_end(self.text, self.cursor)
                self.text = self.text[: self.cursor] + self.text[after:]
            case "left" | "ctrl+b":
                self.cursor = self._before()
            case "right" | "ctrl+f":
                self.cursor = grapheme_end(self.text, self.cursor)
            case "home" | "ctrl+a":
                self.cursor = 0
            case "end" | "ctrl+e":
                self.cursor = len(self.text)
            case "ctrl+w" | "ctrl+backspace" | "alt+backspace":
                self._cut(self.text[: self.cursor].rstrip().rfind(" ") + 1)
            case "ctrl+u":
                self._cut(0)
            case "ctrl+k":
                self.text = self.text[: self.cursor]
            case _:
                if character is None or not character.isprintable():
                    return False
                self.insert(character)
        return True

    def draw(self, room: int, *, cursor: bool = True) -> list[Run]:
        """The line in at most `room` cells and the one that its cursor stands on, from as far on as that is seen."""
        text = self.text
        start = 0
        while width_of(text[start : self.cursor]) >= room:
            start = grapheme_end(text, start)
        end = self.cursor
        used = width_of(text[start:end]) + 1
        while end < len(text) and used < room:
            end = grapheme_end(text, end)
            used = width_of(text[start:end]) + 1
        under = text[self.cursor : grapheme_end(text, self.cursor)]
        after = text[self.cursor + len(under) : max(end, self.cursor + len(under))]
        look: Look = ("strong", "", 0)
        return [
            (harmless(text[start : self.cursor]), look),
            (harmless(under) or " ", ("strong", "", REVERSE if cursor else 0)),
            (harmless(after), look),
        ]

    def put_cursor(self, column: int, room: int) -> None:
        """Put the cursor on what is drawn at a column of so much room."""
        start = 0
        while width_of(self.text[start : self.cursor]) >= room:
            start = grapheme_end(self.text, start)
        at = start
        while at < len(self.text) and width_of(self.text[start : grapheme_end(self.text, at)]) <= column:
            at = grapheme_end(self.text, at)
        self.cursor = at

    def _before(self) -> int:
        at = 0
        for start, end, _ in graphemes(self.text):
            if end >= self.cursor:
                return start
            at = end
        return at

    def _cut(self, start: int) -> None:
        self.text = self.text[:start] + self.text[self.cursor :]
        self.cursor = start


class Question:
    """What is asked, and what to do with the answer, whole or growing."""

    def __init__(
        self,
        label: str,
        *,
        taken: Callable[[str], None],
        changed: Callable[[str], None] | None = None,
        dropped: Callable[[], None] | None = None,
        keys: dict[str, Callable[[], None]] | None = None,
        text: str = "",
    ) -> None:
        """Ask.

        Args:
            label: Stands before the line.
            taken: Called with the answer when Enter is pressed.
            changed: Called with what there is at each change.
            dropped: Called when the question is left with Escape.
            keys: What other keys do while it is asked.
            text: What the line begins with.
        """
        self.label = label
        self.line = Line(text)
        self.remark = ""
        """Shown at the right: how many were found, or what is wrong."""
        self.hint = ""
        """Shown behind the line while there is room: what other keys do."""
        self._taken = taken
        self._changed = changed
        self._dropped = dropped
        self._keys = keys or {}
        self.open = True

    def key(self, key: str, character: str | None) -> None:
        """Act on a key. What means nothing to a line is left undone: it must not act on the text behind it."""
        before = self.line.text
        if key in self._keys:
            self._keys[key]()
        elif key in ("enter", "ctrl+m", "ctrl+j"):
            self.open = False
            self._taken(self.line.text)
        elif key in ("escape", "ctrl+c", "ctrl+g") or (key == "backspace" and not before):
            self.open = False
            if self._dropped is not None:
                self._dropped()
        elif self.line.key(key, character):
            self._tell(before)

    def paste(self, text: str) -> None:
        """Act on pasted text."""
        before = self.line.text
        self.line.insert(text)
        self._tell(before)

    def _tell(self, before: str) -> None:
        if self._changed is not None and self.line.text != before:
            self._changed(self.line.text)

    def draw(self, columns: int) -> list[Run]:
        """The row: the question, the line with its cursor, and the remark."""
        remark = f" {harmless(self.remark)} " if self.remark else ""
        room = columns - width_of(self.label) - width_of(remark) - 3
        if room < 8:
            room, remark = max(room + width_of(remark), 2), ""
        runs: list[Run] = [(" ", PLAIN), (self.label, ("accent", "", BOLD)), *self.line.draw(room)]
        used = sum(width_of(text) for text, _ in runs)
        hint = f"   {self.hint}" if self.hint and used + width_of(self.hint) + 3 + width_of(remark) < columns else ""
        runs.append((hint, ("faint", "", 0)))
        pad = columns - used - width_of(hint) - width_of(remark)
        runs += [(" " * max(pad, 0), PLAIN), (remark, ("muted", "", 0))]
        return runs
