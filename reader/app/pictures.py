"""Pictures of the document, shown above the page: found and decoded in a thread, fetched from the web when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from annotations.errors import PostilError
from reader.app.widgets.words import one_line
from reader.documents.pictures import is_remote, read_picture

if TYPE_CHECKING:
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.documents.model import Inline
    from reader.pixels import Picture


class Pictures:
    """What the reading screen does with pictures."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen
        self._asked = ""
        """Address of a picture that is fetched when it is asked for once more."""

    def show(self, inline: Inline) -> None:
        """Show a picture. One on the web is asked for twice, and fetched for a page; else the browser shows it."""
        target = inline.target
        remote = is_remote(target)
        fetched = "://" in self._screen.flow.source
        if remote and self._asked != target:
            self._asked = target
            does = "fetches it" if fetched else "opens it in the browser"
            key = self._screen.key_of("note.open")
            self._screen.say(f"This picture is at {_host(target)}. {key} once more {does}.", lasting=True)
            return
        self._asked = ""
        if remote and not fetched:
            self._screen.following.browse(target)
            return
        words = self._words(inline)

        def work() -> None:
            screen = self._screen
            try:
                from reader.pixels import decoded

                picture = decoded(read_picture(screen.flow.source, target, fetch=remote))
            except PostilError as error:
                screen.app.call_from_thread(screen.tell_error, error)
            else:
                screen.app.call_from_thread(self._put_up, picture, words)

        self._screen.say("Fetching the picture …" if remote else "")
        self._screen.run_worker(work, thread=True, exclusive=True, group="picture", description="Read a picture")

    def _put_up(self, picture: Picture, words: str) -> None:
        from reader.app.screens.picture import PictureScreen

        self._screen.say("")
        self._screen.app.push_screen(PictureScreen(picture, words, self._screen.settings.pictures))

    def _words(self, inline: Inline) -> str:
        part = self._screen.flow.part(self._screen.view.page.cursor[0])
        return one_line(part.text[inline.start : inline.end])


def _host(address: str) -> str:
    try:
        return one_line(urlsplit(address).hostname or address)
    except ValueError:
        return one_line(address)
