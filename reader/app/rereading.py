"""A document that changes while it is open: read anew, its notes found again, and the reader kept where they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from annotations.errors import PostilError
from reader.app.widgets.words import counted

if TYPE_CHECKING:
    from annotations.model import Span, Status
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.desk import Desk
    from reader.documents.flow import Flow
    from reader.notebook import Entry


class Rereading:
    """What one reading screen does when its document was written anew on disk."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen
        self.due = False
        """Whether the document changed while something else was asked; it is read when that is answered."""
        self.was_at: Span | None = None
        """The words the reader was at when the document changed under them."""

    def begin(self) -> None:
        """Read the document again, in a thread; not under a dialog, which may hold words that are not kept yet."""
        screen = self._screen
        self.due = screen.app.screen is not screen
        if not self.due:
            screen.run_worker(self._read, thread=True, exclusive=True, group="reread", description="Read it anew")

    def _read(self) -> None:
        from reader.documents.load import open_flow

        screen = self._screen
        try:
            flow = open_flow(screen.flow.source)
        except PostilError as error:
            screen.app.call_from_thread(screen.tell_error, error)
            return
        if flow.fingerprint is None or flow.fingerprint != screen.flow.fingerprint:
            screen.app.call_from_thread(self._put, flow)

    def _put(self, flow: Flow) -> None:
        screen = self._screen
        if screen.app.screen is not screen:
            self.due = True
        else:
            self._show(flow)

    def resume(self) -> None:
        """A dialog was put away: what had to wait for that is done."""
        if self.due:
            self.begin()

    def _show(self, flow: Flow) -> None:
        """Go on with what the document is now, at the same words."""
        from reader.app.app import PostilApp

        screen = self._screen
        spot: Span | None = None
        passage = screen.view.passage()
        if passage is not None and screen.session is not None and passage[0] < passage[1]:
            from reader import quoting

            spot = quoting.quote_in(screen.flow, *passage, fingerprint=screen.flow.fingerprint)
        if isinstance(screen.app, PostilApp):
            screen.app.show_anew(flow, spot)

    def go_back(self, desk: Desk) -> None:
        """Go to the words that the reader was at before the document changed, and say what became of the notes."""
        screen = self._screen
        if self.was_at is None or screen.session is None:
            return
        place = place_again(desk, self.was_at)
        if place is not None:
            screen.view.jump_to(*place)
        screen.say(summary(screen.session.book.living(), screen.key_of("note.review")))


def place_again(desk: Desk, spot: Span) -> tuple[int, int] | None:
    """Where the words that the reader was at stand in the document of `desk`; None when they are gone."""
    from annotations.ids import new_id
    from annotations.model import Annotation

    now = datetime.now(UTC)
    if spot.fingerprint is None:
        spot = replace(spot, fingerprint=desk.subject.fingerprint)
    probe = Annotation(id=new_id(), spans=(spot,), created=now, modified=now)
    spans = desk.place((probe,))[0].spans
    return spans[0] if spans else None


def summary(entries: Iterable[Entry], review: str) -> str:
    """What became of the notes, in one sentence. `review` is the key that goes through those that wait."""
    statuses: Counter[Status] = Counter(
        entry.status for entry in entries if entry.note.spans and not entry.note.deleted
    )
    found = statuses["exact"] + statuses["moved"]
    said = [f"{counted(found, 'note')} found again"] if found else []
    said += [f"{statuses['changed']} on words that changed"] if statuses["changed"] else []
    lost = statuses["ambiguous"] + statuses["orphan"]
    said += [f"{lost} not found for certain"] if lost else []
    more = f" {review} goes through them." if len(said) > bool(found) else ""
    return f"The document changed on disk{': ' if said else ''}{', '.join(said)}.{more}"
