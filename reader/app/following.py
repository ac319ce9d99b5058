"""Links, footnotes and pictures of the document: opened in place, or followed to where they lead."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.app.pictures import Pictures
from reader.app.widgets.words import one_line
from reader.asides import Aside, Paragraph
from reader.documents.following import Followed, follow, note_blocks, note_of
from reader.documents.model import Inline

if TYPE_CHECKING:
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.documents.flow import Flow
    from reader.drawing import AsideLike
    from reader.sheet import Spot

FOLLOWED = ("link", "footnote", "image")
"""Inlines that lead somewhere, or open."""

_PARTS = 100
"""Parts of a long document in which a link is looked for."""

_NO_MORE = {1: "There is no link further on.", -1: "There is no link before this."}


class Following:
    """What the reading screen does with the links and footnotes of its document."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen
        self._pictures = Pictures(screen)

    # ---- what is meant

    def at_cursor(self) -> Inline | None:
        """The link, the sign of a footnote, or the picture under the cursor; the innermost."""
        part, offset = self._screen.view.page.cursor
        here = [link for link in self._links(part) if link.start <= offset < link.end]
        return min(here, key=lambda link: link.end - link.start, default=None)

    def in_sentence(self) -> list[Inline]:
        """The links, signs of footnotes and pictures in the sentence under the cursor."""
        page = self._screen.view.page
        start, end = page.sentence()
        return [link for link in self._links(page.cursor[0]) if link.start < end and link.end > start]

    def _links(self, part: int) -> list[Inline]:
        return [inline for inline in self._screen.flow.part(part).inlines if inline.kind in FOLLOWED]

    # ---- acts

    def open_footnote(self) -> bool:
        """Open the footnote whose sign is under the cursor, or close it; False when there is none."""
        link = self.at_cursor()
        if link is None or link.kind != "footnote":
            return False
        self._toggle([link])
        return True

    def open(self) -> bool:
        """Follow the link or show the picture under the cursor, else open or close the footnotes of the sentence.

        False when there is none of these.
        """
        link = self.at_cursor()
        if link is not None and link.kind != "footnote":
            self.follow(link)
            return True
        footnotes = [link for link in self.in_sentence() if link.kind == "footnote"]
        if footnotes:
            self._toggle(footnotes)
        return bool(footnotes)

    def go(self) -> None:
        """Follow the link here, else the first one of the sentence; a footnote to its own place."""
        link = self.at_cursor() or next(iter(self.in_sentence()), None)
        if link is None:
            self._screen.say(f"There is no link here. {self._screen.key_of('link.next')} goes to the next one.")
        else:
            self.follow(link)

    def walk(self, by: int) -> None:
        """To the next link or sign of a footnote, or the one before. Looks further than this part in a thread."""
        screen = self._screen
        part, offset = screen.view.page.cursor
        here = [link.start for link in self._links(part) if (link.start - offset) * by > 0]
        if here:
            screen.view.move_to((part, here[0] if by > 0 else here[-1]))
            return
        parts = range(part + 1, len(screen.flow)) if by > 0 else range(part - 1, -1, -1)

        def work() -> None:
            for index in parts[:_PARTS]:
                starts = [link.start for link in self._links(index)]
                if starts:
                    screen.app.call_from_thread(screen.view.move_to, (index, starts[0] if by > 0 else starts[-1]))
                    return
            screen.app.call_from_thread(screen.say, _NO_MORE[by])

        screen.run_worker(work, thread=True, exclusive=True, group="follow", description="Look for a link")

    def press(self, aside: AsideLike, target: str) -> None:
        """The mouse was pressed on an open footnote: follow the link there, or go to the note's own place."""
        if target:
            self.follow(Inline(kind="link", start=0, end=0, target=target))
        elif isinstance(aside, Aside):
            self._arrive(aside.place)

    def follow(self, link: Inline) -> None:
        """Go where a link leads, or show a picture. Looks for the place in a thread."""
        if link.kind == "image":
            self._pictures.show(link)
            return
        screen = self._screen
        at = screen.view.page.cursor

        def work() -> None:
            found = follow(screen.flow, link.kind, link.target, at=at)
            screen.app.call_from_thread(self._go, link, found)

        screen.run_worker(work, thread=True, exclusive=True, group="follow", description="Follow a link")

    # ---- footnotes in place

    def _toggle(self, footnotes: Sequence[Inline]) -> None:
        view = self._screen.view
        part = view.page.cursor[0]
        opened = [link for link in footnotes if view.page.aside(part, link.start) is not None]
        for link in opened:
            view.page.close_aside(part, link.start)
        if opened:
            view.redraw()
            return
        flow = self._screen.flow
        if len(flow) == 1:
            self._show(part, [_aside(flow, part, link) for link in footnotes])
            return

        def work() -> None:
            made = [_aside(flow, part, link) for link in footnotes]
            self._screen.app.call_from_thread(self._show, part, made)

        self._screen.run_worker(work, thread=True, exclusive=True, group="follow", description="Find a footnote")

    def _show(self, part: int, asides: Sequence[Aside | None]) -> None:
        screen = self._screen
        found = [aside for aside in asides if aside is not None]
        for aside in found:
            screen.view.page.open_aside(part, aside)
        if found:
            screen.view.redraw()
            screen.say(f"{screen.key_of('note.open')} closes it; {screen.key_of('link.follow')} goes to its place.")
        else:
            screen.say("The note that is called here is not in the document.")

    # ---- where links lead

    def _go(self, link: Inline, found: Followed) -> None:
        from reader.app.app import PostilApp

        screen = self._screen
        if found.place is not None:
            self._arrive(found.place)
        elif found.address.startswith(("http://", "https://")):
            self.browse(found.address)
        elif found.address and ":" not in found.address and isinstance(screen.app, PostilApp):
            # Another document beside this one; a link of no other kind is handed to anything.
            if Path(found.address).is_file():
                screen.app.open_source(found.address)
            else:
                screen.say(f"This leads to {one_line(found.address)}, which is not a document.")
        else:
            screen.say(f"This leads to {one_line(link.target) or 'nowhere'}, which is not opened from here.")

    def browse(self, address: str) -> None:
        """Hand a web address to the browser."""
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(address,), name="postil-browser", daemon=True).start()
        self._screen.say(f"Opening {one_line(address)}")

    def _arrive(self, place: Spot) -> None:
        self._screen.view.jump(place)
        self._screen.say(f"{self._screen.key_of('move.back')} leads back.")


def _aside(flow: Flow, part: int, link: Inline) -> Aside | None:
    """The footnote that a sign calls; None when it is not in the document. May make other parts to find it."""
    place = note_of(flow, link.target, at=(part, link.start))
    if place is None:
        return None
    of = flow.part(place[0])
    paragraphs = [
        Paragraph(
            of.text[block.start : block.end],
            [
                replace(inline, start=inline.start - block.start, end=inline.end - block.start)
                for inline in of.inlines
                if block.start <= inline.start and inline.end <= block.end
            ],
        )
        for block in note_blocks(of, place[1])
    ]
    return Aside(link.start, link.target, paragraphs, place)
