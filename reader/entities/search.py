"""The search for a document's entities, in a process of its own, so that a screen never waits for it.

A screen makes one `EntitySearch`, starts it, and hears of the findings either in a thread of its own::

    search = EntitySearch(store=EntityStore(folder))
    search.start(document, near=offset)     # and search.move(offset) when the person has gone elsewhere
    for findings in search.results():       # blocks; ends after the final findings, or soon after cancel()
        app.call_from_thread(app.show_entities, findings)

or by a function that is called from the search's own thread: `EntitySearch(deliver=...)`. Findings of an article come
once, within half a second; those of a long document come in parts, nearest the reader first, each set in the place of
the one before. The last one is `final`; its `note` says when it is less than it could have been.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO

from annotations.errors import PostilError
from reader.documents.model import Document
from reader.entities.model import Entity, Findings
from reader.entities.registry import DEFAULT, version_of
from reader.entities.store import EntityStore
from reader.entities.wire import document_to_wire, entity_from_wire

FAR = 20_000
"""Code points that a person has to go before it matters to the search."""

FALLBACK = "rules"
"""The engine that is tried when the one asked for cannot be run; it needs nothing but Python."""


class EntitySearch:
    """One search at a time. Safe to start, read and cancel from different threads."""

    def __init__(
        self,
        *,
        engine: str = DEFAULT,
        store: EntityStore | None = None,
        deliver: Callable[[Findings], None] | None = None,
    ) -> None:
        """
        Args:
            engine: Name of the engine, see `reader.entities.registry`.
            store: Where findings are kept between two openings of a document; None keeps nothing.
            deliver: Called with each findings, from the search's own thread. It must not block for long.
        """
        self._engine = engine
        self._store = store
        self._deliver = deliver
        self._lock = threading.Lock()
        self._run: _Run | None = None

    def start(self, document: Document, *, near: int = 0) -> None:
        """Begin to look for the document's entities, nearest to `near` first; an earlier search is cancelled."""
        self.cancel()
        run = _Run(document, near, self._engine, self._store, self._deliver)
        with self._lock:
            self._run = run
        run.thread.start()

    def move(self, near: int) -> None:
        """The person reads elsewhere by now; what is nearest is looked at next. Cheap: most moves change nothing."""
        with self._lock:
            run = self._run
        if run is not None:
            run.move(near)

    def results(self) -> Iterator[Findings]:
        """The findings of the search that was started last, as they come. For one reader; blocks between them."""
        with self._lock:
            run = self._run
        if run is None:
            return
        while (findings := run.findings.get()) is not None:
            yield findings

    def cancel(self) -> None:
        """End the search and its process. Nothing is delivered afterwards; `results()` ends."""
        with self._lock:
            run, self._run = self._run, None
        if run is not None:
            run.cancel()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the search has ended; False when it has not after `timeout` seconds."""
        with self._lock:
            run = self._run
        if run is None:
            return True
        run.thread.join(timeout)
        return not run.thread.is_alive()


def found_in(document: Document, *, engine: str = DEFAULT, store: EntityStore | None = None) -> Findings:
    """The final findings of a search, waited for: those that were kept, or those of a child process.

    For a thread beside a screen, whose own process such work would hold up.
    """
    search = EntitySearch(engine=engine, store=store)
    search.start(document)
    last = Findings()
    for findings in search.results():
        last = findings
    return last


class _Run:
    """One search: a thread that talks to one child process, and tries a simpler one when that fails."""

    def __init__(
        self,
        document: Document,
        near: int,
        engine: str,
        store: EntityStore | None,
        deliver: Callable[[Findings], None] | None,
    ) -> None:
        self.findings: queue.SimpleQueue[Findings | None] = queue.SimpleQueue()
        # The thread alone holds the document: what is found needs it no more.
        self.thread = threading.Thread(target=self._search, args=(document,), name="postil-entities", daemon=True)
        self._near = near
        self._asked = False
        """Whether the child has the request, so that it may be told of moves."""
        self._engine = engine
        self._store = store
        self._deliver = deliver
        self._lock = threading.Lock()
        self._cancelled = False
        self._child: subprocess.Popen[bytes] | None = None
        self._last = Findings()

    def cancel(self) -> None:
        with self._lock:
            self._cancelled = True
            child = self._child
        if child is not None:
            with contextlib.suppress(OSError):  # it ended by itself meanwhile
                child.kill()
        self.findings.put(None)

    def move(self, near: int) -> None:
        if abs(near - self._near) < FAR:
            return
        with self._lock:
            self._near = near
            child = self._child if self._asked else None
        if child is not None:
            _tell(child, {"near": near})

    def _search(self, document: Document) -> None:
        try:
            self._find(document)
        finally:
            self.findings.put(None)

    def _find(self, document: Document) -> None:
        version = ""
        if self._store is not None:
            try:
                version = version_of(self._engine)
            except PostilError as error:
                self._fall_back(document, f"{error}; these names were found by simple rules.")
                return
            kept = self._store.read(document, self._engine, version)
            if kept is not None:
                self._say(kept)
                return
        trouble = self._ask(document, self._engine)
        if trouble is None:
            if self._store is not None and self._last.final and self._last.engine == self._engine:
                self._store.write(document, self._last, version)
            return
        if self._last.engine:
            self._say(
                replace(self._last, final=True, progress=1.0, note=f"{trouble}; the names found so far are kept.")
            )
        elif self._engine == FALLBACK:
            self._say(Findings(engine=FALLBACK, final=True, note=f"{trouble}."))
        else:
            self._fall_back(document, f"{trouble}; these were found by simple rules.")

    def _fall_back(self, document: Document, trouble: str) -> None:
        if self._ask(document, FALLBACK, trouble) is not None:
            self._say(replace(self._last, final=True, note=trouble))

    def _ask(self, document: Document, engine: str, note: str = "") -> str | None:
        """Run a child and pass on its findings. Returns None when it finished, else what went wrong."""
        with tempfile.TemporaryFile() as complaints:
            with self._lock:
                if self._cancelled:
                    return "The search was cancelled"
                try:
                    child = _spawn(complaints)
                except OSError as error:
                    return f"Names cannot be looked for: {error.strerror or error}"
                self._child, self._asked = child, False
            with child:
                try:
                    finished = self._talk(child, document, engine, note)
                except (OSError, ValueError, KeyError, TypeError):
                    finished = False
                finally:
                    with contextlib.suppress(OSError):
                        child.kill()
            if finished:
                return None
            complaints.seek(0)
            last = complaints.read().decode("utf-8", "replace").strip().splitlines()[-1:]
        reason = f" ({last[0][:200]})" if last else ""
        return f"The search for names stopped unexpectedly{reason}"

    def _talk(self, child: subprocess.Popen[bytes], document: Document, engine: str, note: str) -> bool:
        """Send the request and read the answers. True when the child said that it is done."""
        assert child.stdout is not None
        near = self._near
        _tell(child, {"document": document_to_wire(document), "near": near, "engine": engine})
        with self._lock:
            self._asked = True
            moved = self._near != near
        if moved:
            _tell(child, {"near": self._near})
        entities: list[Entity] = []
        for line in child.stdout:
            answer = json.loads(line)
            if "entity" in answer:
                entities.append(entity_from_wire(answer["entity"], document.text))
                continue
            state = answer["findings"]
            final = bool(state["final"])
            self._say(
                Findings(
                    entities=tuple(entities),
                    engine=str(state["engine"]),
                    progress=float(state["progress"]),
                    final=final,
                    note=note or str(state["note"]),
                )
            )
            entities = []
            if final:
                return True
        return False

    def _say(self, findings: Findings) -> None:
        with self._lock:
            if self._cancelled:
                return
            self._last = findings
        self.findings.put(findings)
        if self._deliver is not None:
            self._deliver(findings)


def _tell(child: subprocess.Popen[bytes], what: dict[str, object]) -> None:
    """Write a line to the child. One that has ended needs it no more, and what it said is still to be read."""
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(json.dumps(what, ensure_ascii=False).encode() + b"\n")
        child.stdin.flush()


def _spawn(complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    """The child, idle until it is asked. Its low priority lets the screen go first."""
    environment = os.environ | {
        # One thread is faster than several on small matrices, and leaves the other cores to the reader.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "VECLIB_MAXIMUM_THREADS": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(
        # -P: the folder the reader works in may hold a json.py of somebody else's, and must not be imported from.
        [sys.executable, "-P", "-m", "reader.entities.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=environment,
        creationflags=flags,
        # Ctrl+C in the terminal is for the reader, not for this child.
        start_new_session=sys.platform != "win32",
    )
