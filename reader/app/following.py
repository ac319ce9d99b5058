"""Links and footnotes of the document, followed from the reading screen."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from reader.app.widgets.words import one_line
from reader.documents.following import Followed, follow

if TYPE_CHECKING:
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.documents.model import Inline


def link_here(screen: AnnotatingScreen) -> Inline | None:
    """The link, or the sign of a footnote, under the cursor."""
    part, offset = screen.view.page.cursor
    return next(
        (
            inline
            for inline in screen.flow.part(part).inlines
            if inline.kind in ("link", "footnote") and inline.start <= offset < inline.end
        ),
        None,
    )


def follow_here(screen: AnnotatingScreen) -> bool:
    """Go where the link under the cursor leads; False when there is none. Looks for the place in a thread."""
    link = link_here(screen)
    if link is None:
        return False
    at = screen.view.page.cursor

    def work() -> None:
        found = follow(screen.flow, link.kind, link.target, at=at)
        screen.app.call_from_thread(_go, screen, link, found)

    screen.run_worker(work, thread=True, exclusive=True, group="follow", description="Follow a link")
    return True


def _go(screen: AnnotatingScreen, link: Inline, found: Followed) -> None:
    from reader.app.app import PostilApp

    if found.place is not None:
        screen.view.jump(found.place)
        screen.say(f"{screen.key_of('move.back')} leads back.")
    elif found.address.startswith(("http://", "https://")):
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(found.address,), name="postil-browser", daemon=True).start()
        screen.say(f"Opening {one_line(found.address)}")
    elif found.address and ":" not in found.address and isinstance(screen.app, PostilApp):
        # Another document beside this one; a link of no other kind is handed to anything.
        if Path(found.address).is_file():
            screen.app.open_source(found.address)
        else:
            screen.say(f"This leads to {one_line(found.address)}, which is not a document.")
    else:
        screen.say(f"This leads to {one_line(link.target) or 'nowhere'}, which is not opened from here.")
