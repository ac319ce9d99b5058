"""How long the screen stands still at most while entities are found and come in: the longest turn of its loop.

    python tests/benchmarks/entity_gap.py article.txt [--engine refined]

The article is opened with its sidebar, nothing kept of it from before; a heartbeat of a millisecond beats until the
last findings are shown. Told are the longest turns by the clock, and by processor time of the thread of the screen,
which is what tells on a busy machine; those before the search has begun are told apart.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

from annotations.model import Annotator


class Heartbeat:
    """Turns of the loop, each as (seconds of the clock, of the thread's processor time)."""

    def __init__(self) -> None:
        self.turns: list[tuple[float, float]] = []

    async def beat(self) -> None:
        """Beat until cancelled."""
        while True:
            clock, busy = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.001)
            self.turns.append((time.perf_counter() - clock - 0.001, time.thread_time() - busy))

    def told(self, what: str) -> None:
        """Print the longest turns since the last time this was called."""
        turns, self.turns = self.turns, []
        clock, busy = (sorted((turn[which] * 1000 for turn in turns), reverse=True)[:4] for which in (0, 1))
        print(
            f"{what:28} {len(turns):6,} turns, longest by the clock {', '.join(f'{ms:.0f}' for ms in clock)} ms, "
            f"by processor time {', '.join(f'{ms:.0f}' for ms in busy)} ms"
        )


async def measured(article: Path, engine: str) -> None:
    """Open, wait for the last findings, print."""
    from reader.app.app import PostilApp
    from reader.app.screens.annotating import AnnotatingScreen
    from reader.config import Settings
    from reader.documents.load import open_flow

    settings = Settings(
        path=article.parent / "config.yaml", annotator=Annotator(id="mira", name="Mira"), engine=engine
    )
    app = PostilApp(open_flow(str(article)), settings)
    heart = Heartbeat()
    async with app.run_test(size=(200, 50)) as pilot:
        beating = asyncio.create_task(heart.beat())
        while not (isinstance(app.screen, AnnotatingScreen) and app.screen.session is not None):
            await asyncio.sleep(0.002)
        screen = app.screen
        heart.told("until notes can be made")
        while not screen.names.complete:
            await asyncio.sleep(0.002)
        await pilot.pause()
        heart.told("while entities come in")
        beating.cancel()


def main() -> None:
    """Measure with folders of its own, so that nothing is known from before."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", type=Path)
    parser.add_argument("--engine", default="refined")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("POSTIL_CACHE_DIR", "POSTIL_DATA_DIR", "POSTIL_CONFIG_DIR"):
            os.environ[name] = str(Path(folder) / name.lower())
        copy = Path(folder) / given.article.name
        copy.write_bytes(given.article.read_bytes())
        asyncio.run(measured(copy, given.engine))


if __name__ == "__main__":
    main()
