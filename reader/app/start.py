"""Starting the app: what is loaded while the first screen stands, and what runs when all is there."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.firstpaint import FirstScreen


def load(source: str) -> Callable[[FirstScreen | None], int]:
    """Load the toolkit and open a source: what to call, in the main thread, to read it.

    May run in any thread. Nothing that is loaded here is garbage before the process ends, so the collector, which
    would look it all through again and again, rests meanwhile.

    Raises: PostilError, if the source cannot be opened or the settings cannot be understood.
    """
    gc.disable()
    from reader.config import read_settings
    from reader.documents.load import open_flow

    settings = read_settings()
    flow = open_flow(source)
    from reader.app import fast
    from reader.app.app import PostilApp

    def run(first: FirstScreen | None) -> int:
        driver = fast.driver_class(
            typed=first.typed if first else b"", attributes=first.attributes if first else None
        )
        app = PostilApp(flow, settings, driver=driver, first=first)
        app.run()
        return app.return_code or 0

    return run
