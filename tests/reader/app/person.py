"""A person at the reading screen, with a real file and a real notes file."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from textual.pilot import Pilot

from annotations import store
from annotations.anchoring.quote import locate_quote, quote_span
from annotations.ids import new_id
from annotations.library import data_folder
from annotations.model import Annotation, Annotator
from reader.app.app import PostilApp
from reader.app.screens.annotating import AnnotatingScreen
from reader.config import Settings
from reader.desk import Subject, open_desk
from reader.documents.load import load, open_flow
from reader.entities.model import Entity, EntityKind, Findings, Mention
from reader.entities.registry import engine
from reader.entities.store import EntityStore

ARTICLE = """\
# Roads are blocked

On Friday, 46 roadblocks were still reported. Thousands have marched in the capital. Nobody counted them.

The strike began on Wednesday. It spread to the south. Luis Ramos was there.

A third paragraph stands here. It has two sentences.
"""


PATIENCE = 60.0
"""Seconds after which a test gives up: what a child of low priority does takes long where others are at work."""


ENGINE = "fast"
"""What looks for names: what a better engine finds is another test's business."""


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
        end = monotonic() + PATIENCE
        while not true():
            assert monotonic() < end, "it did not come about"
            await self.pilot.pause(0.01)

    async def on_disk(self) -> list[Annotation]:
        """The living notes in the file, once all is saved."""
        keeper = self.reading.keeping.keeper
        assert keeper is not None
        assert keeper.settle(5)
        await self.pilot.pause()
        opened = store.read(self.file)
        return [] if opened is None else [note for note in opened.notes.annotations if note.deleted is None]


@asynccontextmanager
async def reading(
    article: Path, *, size: tuple[int, int] = (120, 40), pace: int = 240, engine: str = ENGINE
) -> AsyncIterator[Reader]:
    """Mira reads an article on a screen of so many columns and rows."""
    mira = Annotator(id="mira", name="Mira Oy")
    settings = Settings(path=article.parent / "config.yaml", annotator=mira, pace=pace, engine=engine)
    app = PostilApp(open_flow(str(article)), settings)
    async with app.run_test(size=size) as pilot:
        reader = Reader(app, pilot, article)
        await reader.until(lambda: reader.reading.session is not None)
        yield reader
        if reader.reading.keeping.keeper is not None:
            reader.reading.keeping.keeper.close()


NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
NAMES = {"mira": "Mira Oy", "ana": "Ana Li"}


def note_on(
    article: Path, quote: str, *, comment: str = "", tags: tuple[str, ...] = (), by: str = "mira"
) -> Annotation:
    """A note on the words of an article."""
    text = load(str(article)).text
    span = quote_span(text, *locate_quote(text, quote))
    return Annotation(
        id=new_id(), spans=(span,), comment=comment, tags=tags, annotator=by, created=NOON, modified=NOON
    )


def know_names(article: Path, *names: tuple[EntityKind, str, *tuple[str, ...]]) -> None:
    """Keep what names an article has, as an earlier opening would: kind, name, and the aliases it goes by."""
    document = load(str(article))
    entities: list[Entity] = []
    for kind, name, *aliases in names:
        # The longest name first: a surname inside a full name is no mention of its own.
        forms = "|".join(sorted(map(re.escape, (name, *aliases)), key=len, reverse=True))
        mentions = tuple(
            Mention(start=match.start(), end=match.end(), text=match[0])
            for match in re.finditer(rf"\b(?:{forms})\b", document.text)
        )
        entities.append(Entity(id=f"{kind}:{name}", name=name, kind=kind, aliases=tuple(aliases), mentions=mentions))
    findings = Findings(entities=tuple(entities), engine=ENGINE, progress=1.0, final=True)
    assert EntityStore(data_folder() / "entities").write(document, findings, engine(ENGINE).version)


def write_notes(article: Path, *notes: Annotation, by: str = "mira") -> Path:
    """Put notes into the file of a person, as their postil would."""
    settings = Settings(path=article, annotator=Annotator(id=by, name=NAMES[by]))
    desk = open_desk(Subject.of(load(str(article))), settings)
    assert desk.mine is not None
    store.save_together(desk.mine, store.Change(annotations=notes))
    return desk.mine.path
