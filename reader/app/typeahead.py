"""Keys typed faster than dialogs open and close: each goes where it would have gone had the person waited."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual import events
from textual.widget import Widget


@runtime_checkable
class Holding(Protocol):
    """A screen that holds keys until it can take them."""

    def hold(self, event: events.Key) -> None: ...


@runtime_checkable
class Hearing(Protocol):
    """A screen with acts of its own."""

    def hear(self, event: events.Key) -> bool:
        """Do the act that the key stands for; False when there is none."""
        ...


def heard_by_screen(widget: Widget, event: events.Key) -> None:
    """Let the screen do what the key stands for, now: a key that bubbles up arrives after those typed after it."""
    if isinstance(widget.screen, Hearing) and widget.screen.hear(event):
        event.stop()
        event.prevent_default()


def passed_on(widget: Widget, event: events.Key) -> bool:
    """True when another screen is on top by now, or another widget has the focus, and the key was handed to it."""
    top = widget.app.screen
    if top is widget.screen and top.focused in (None, widget):
        return False
    event.stop()
    event.prevent_default()
    if isinstance(top, Holding):
        top.hold(event)
    else:
        again(top.focused or top, event)
    return True


def give_focus(widget: Widget) -> None:
    """Give a widget the focus now: keys that were typed already are for it. The toolkit's own way takes a while."""
    if widget.is_attached and widget.focusable:
        widget.screen.set_focus(widget)
    else:
        widget.focus()


def again(widget: Widget, event: events.Key) -> None:
    """Let a widget hear a key that another one has heard."""
    widget.post_message(events.Key(event.key, event.character))
