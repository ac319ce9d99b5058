"""The frame that all dialogs share: at the foot of the screen, so that the text above stays readable."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen

from reader.app.typeahead import again
from reader.app.widgets.words import one_line

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A question above the page. It answers with a value, or with None when it was put away."""

    DEFAULT_CSS = """
    Dialog { align: center bottom; background: $background 0%; }
    Dialog.-above { align: center top; }
    Dialog > .dialog {
        width: 100%; max-width: 100; height: auto; max-height: 80%; margin: 0 0 1 0; padding: 0 1;
        background: $surface; border: round $primary; border-title-color: $text-primary;
        border-subtitle-color: $text-muted;
    }
    Dialog .hint { color: $text-muted; height: auto; }
    Dialog .quote { color: $text-muted; text-style: italic; height: auto; max-height: 3; }
    """

    _ready = False
    _held: list[events.Key]

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]

    def hold(self, event: events.Key) -> None:
        """Take a key as soon as the dialog can: it was typed for it."""
        if self._ready and self.focused is not None:
            again(self.focused, event)
            return
        if not hasattr(self, "_held"):
            self._held = []
            self.call_after_refresh(self._let_go)
        self._held.append(event)

    def _let_go(self) -> None:
        self._ready = True
        for event in sorted(self._held, key=lambda event: event.time):
            again(self.focused or self, event)

    def on_key(self, event: events.Key) -> None:
        """Keys that come before anything here has the focus are held."""
        if self.focused is None and not self._ready:
            event.stop()
            event.prevent_default()
            self.hold(event)

    def action_cancel(self) -> None:
        """Put the dialog away and change nothing."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the dialog puts it away."""
        if event.widget is self:
            self.action_cancel()


def as_title(words: str) -> Content:
    """Words for the frame of a dialog. They may come from outside, and are no markup: no link, no act of the app."""
    return Content(one_line(words))
