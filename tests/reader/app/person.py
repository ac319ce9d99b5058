"""A person at the reading screen, with a real file and a real notes file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from annotations import store
from annotations.model import Annotation, Annotator
from reader.app.app import PostilApp
from reader.app.screens.annotating import AnnotatingScreen
from reader.config import Settings
from reader.documents.load import open_flow

ARTICLE = """\
# Roads are blocked

On Friday, 46 roadblocks were still reported. Thousands have marched in the capital. Nobody counted them.

The strike began on Wednesday. It spread to the south. Luis Ramos was there.

A third paragraph stands here. It has two sentences.
"""


class Reader:
    """A person at the screen."""

    def __init__(self, app: PostilApp, pilot: Pilot[None], article: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.article = article
        self.screen = app.screen
        assert isinstance(self.screen, AnnotatingScreen)

    @property
    def file(self) -> Path:
        """The person's notes file."""
        return self.article.with_name(f"{self.article.name}.mira.postil.yaml")

    @property
    def reading(self) -> AnnotatingScreen:
        assert isinstance(self.screen, AnnotatingScreen)
        return self.screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something that threads bring about."""
        for _ in range(400):
            if true():
                return
            await self.pilot.pause(0.01)
        assert true()

    async def on_disk(self) -> list[Annotation]:
        """The living notes in the file, once all is saved."""
        keeper = self.reading._keeper
        assert keeper is not None
        assert keeper.settle(5)
        await self.pilot.pause()
        opened = store.read(self.file)
        return [] if opened is None else [note for note in opened.notes.annotations if note.deleted is None]


@asynccontextmanager
async def reading(article: Path, *, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Reader]:
    settings = Settings(path=article.parent / "config.yaml", annotator=Annotator(id="mira", name="Mira Oy"))
    app = PostilApp(open_flow(str(article)), settings)
    async with app.run_test(size=size) as pilot:
        reader = Reader(app, pilot, article)
        await reader.until(lambda: reader.reading.session is not None)
        yield reader
        if reader.reading._keeper is not None:
            reader.reading._keeper.close()
