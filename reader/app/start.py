"""Starting the app: what is loaded while the first screen stands, and what runs when all is there."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from annotations.errors import UsageError

if TYPE_CHECKING:
    from reader.documents.flow import Flow
    from reader.firstpaint import FirstScreen


def load(source: str | None, flow: Flow | None = None) -> Callable[[FirstScreen | None], int]:
    """Load the toolkit and open a source: what to call, in the main thread, to read it; without one, to be at home.

    `flow` is the source, where it has been opened already.

    May run in any thread. Nothing that is loaded here is garbage before the process ends, so the collector, which
    would look it all through again and again, rests meanwhile.

    Raises: PostilError, if the source cannot be opened or the settings cannot be understood.
    """
    gc.disable()
    from reader.config import read_settings
    from reader.documents.load import open_flow

    settings = read_settings()
    if flow is None and source is not None:
        flow = open_flow(source)
    with _without_ssl():
        from reader.app import fast
        from reader.app.app import PostilApp

    def run(first: FirstScreen | None) -> int:
        driver = fast.driver_class(
            tty=_keyboard(),
            typed=first.typed if first else b"",
            attributes=first.attributes if first else None,
        )
        # A thread that loads notes hands the screen's thread its turn soon: a key never waits 5 ms for it.
        sys.setswitchinterval(0.001)
        # How wide the terminal was once, for whoever exported it: the toolkit would take it for how wide it is.
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)
        app = PostilApp(flow, settings, driver=driver, first=first)
        app.run()
        return app.return_code or 0

    return run


@contextmanager
def _without_ssl() -> Iterator[None]:
    """Let `asyncio` load without TLS, which nothing on the screen speaks: some 8 ms and 4 MB less.

    Pages are fetched by `urllib`, which loads `ssl` itself when it is needed.
    """
    hidden = "ssl" not in sys.modules
    if hidden:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # what makes an import of it fail, by the language's rules
    try:
        yield
    finally:
        if hidden:
            del sys.modules["ssl"]


def _keyboard() -> int | None:
    """A file to read keys from where standard input is not the terminal, but the document; else None."""
    if os.name != "posix" or os.isatty(0):
        return None
    try:
        return os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError as error:
        raise UsageError(
            "there is no terminal to read keys from", hint="Start postil in a terminal; `postil show -` only prints."
        ) from error
