"""Code on the screen put into colours: found out in a thread, for the blocks that the reader has come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.drawing import Layer

_Key = tuple[int, int]


class Coloring:
    """What the reading screen does about code."""

    def __init__(self, screen: AnnotatingScreen) -> None:
        self._screen = screen
        self._known: set[_Key] = set()
        """Blocks that were coloured, or cannot be."""

    def look(self) -> None:
        """Colour the code on the screen that is not coloured yet."""
        screen = self._screen
        fresh: dict[_Key, tuple[str, str]] = {}
        for key in dict.fromkeys(place[:2] for place in screen.view.page.visible()):
            part = screen.flow.part(key[0])
            block = part.blocks[key[1]]
            if key not in self._known and block.kind == "code" and block.label:
                fresh[key] = part.text[block.start : block.end], block.label
        if not fresh:
            return
        self._known |= set(fresh)

        def work() -> None:
            from reader.codelooks import layers

            made = {key: layers(code, language) for key, (code, language) in fresh.items()}
            screen.app.call_from_thread(self._show, made)

        screen.run_worker(work, thread=True, group="code", description="Colour code")

    def _show(self, made: dict[_Key, list[Layer]]) -> None:
        page = self._screen.view.page
        for (part, block), layers in made.items():
            start = page.block_starts(part)[block]
            page.set_tint(part, block, [(first + start, end + start, look) for first, end, look in layers])
        self._screen.view.redraw()
