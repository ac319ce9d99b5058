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
        text, cursor = self.line.text, self.line.cursor
        start = 0
        while width_of(text[start:cursor]) >= room:
            start = grapheme_end(text, start)
        before = harmless(text[start:cursor])
        end = cursor
        used = width_of(before) + 1
        while end < len(text) and used < room:
            end = grapheme_end(text, end)
            used = width_of(text[start:end]) + 1
        under = text[cursor : grapheme_end(text, cursor)]
        after = harmless(text[cursor + len(under) : max(end, cursor + len(under))])
        runs: list[Run] = [
            (" ", PLAIN),
            (self.label, ("accent", "", BOLD)),
            (before, ("strong", "", 0)),
            (harmless(under) or " ", ("strong", "", REVERSE)),
            (after, ("strong", "", 0)),
        ]
        used = sum(width_of(text) for text, _ in runs)
        hint = f"   {self.hint}" if self.hint and used + width_of(self.hint) + 3 + width_of(remark) < columns else ""
        runs.append((hint, ("faint", "", 0)))
        pad = columns - used - width_of(hint) - width_of(remark)
        runs += [(" " * max(pad, 0), PLAIN), (remark, ("muted", "", 0))]
        return runs
