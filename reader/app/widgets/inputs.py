"""Where a person types: a line, a page of words.

Their special keys are heard in the order they are typed, never before the letters typed ahead of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.widgets import Input, TextArea

from reader.app.typeahead import passed_on


class Line(Input):
    """A line of words. Each of `keys` runs an action of the screen, `key -> action`."""

    DEFAULT_CSS = """
    Line { height: 1; border: none; padding: 0 1; background: $foreground 6%; }
    Line:focus { border: none; background: $foreground 10%; }
    """

    def __init__(self, value: str = "", *, placeholder: str, keys: Mapping[str, str]) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False)
        self._keys = keys

    async def on_key(self, event: events.Key) -> None:
        """Hear a special key; the toolkit hears the others."""
        if not passed_on(self, event) and (action := self._keys.get(event.key)) is not None:
            event.stop()
            event.prevent_default()
            await self.screen.run_action(action)


class Page(TextArea):
    """Several lines of words, with special keys as a `Line` has them."""

    DEFAULT_CSS = """
    Page { height: auto; border: none; padding: 0; background: transparent; }
    Page:focus { border: none; background: transparent; }
    """

    def __init__(self, text: str = "", *, placeholder: str, keys: Mapping[str, str]) -> None:
        super().__init__(text, soft_wrap=True, compact=True, placeholder=placeholder, highlight_cursor_line=False)
        self._keys = keys

    async def on_key(self, event: events.Key) -> None:
        """Hear a special key; the toolkit hears the others."""
        if not passed_on(self, event) and (action := self._keys.get(event.key)) is not None:
            event.stop()
            event.prevent_default()
            await self.screen.run_action(action)
