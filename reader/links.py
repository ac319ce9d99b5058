"""Following a link back to a passage: the document is opened where the link leads, as if it had been left there."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from annotations.links import read
from reader import lastread
from reader.documents.flow import Flow
from reader.documents.load import open_flow

if TYPE_CHECKING:
    from reader.sheet import Spot


def follow(text: str) -> str:
    """The source that a link names. Where its passage stands is remembered as the place where reading goes on.

    The passage of a note that is still there is where it stands today, whatever the link says.

    Raises: UsageError, for what is no link; SourceError, for a document that cannot be opened.
    """
    link = read(text)
    offset = next((place[0] for place in link.places if place is not None), None)
    today = _today(link.source, link.note) if link.note else None
    offset = offset if today is None else today
    if offset is not None:
        flow = open_flow(link.source)
        spot = _spot(flow, offset)
        if spot is not None:
            last = lastread.read(flow.source) or lastread.LastRead(lastread.absolute(flow.source))
            last.top, last.cursor, last.marks = _block(flow, spot), spot, ()
            last.title = last.title or flow.title
            lastread.write(last)
    return link.source


def _today(source: str, note: str) -> int | None:
    """Where a note begins today; None when it is not there, or stands nowhere for certain."""
    from reader.config import read_settings
    from reader.desk import Subject, open_desk
    from reader.documents.load import load

    desk = open_desk(Subject.of(load(source)), read_settings())
    return next((entry.start for entry in desk.entries if entry.note.id == note), None)


def _spot(flow: Flow, offset: int) -> Spot | None:
    """Part of the flow, and offset in it; None beyond the end."""
    while (spot := flow.locate(offset)) is None and not flow.complete and flow.advance():
        pass
    return spot if spot is not None and spot[1] < len(flow.part(spot[0]).text) else None


def _block(flow: Flow, spot: Spot) -> Spot:
    """The beginning of the block that a spot is in."""
    starts = [block.start for block in flow.part(spot[0]).blocks]
    at = bisect_right(starts, spot[1]) - 1
    return spot[0], starts[at] if at >= 0 else 0
