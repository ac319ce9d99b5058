"""The process in which entities are found, so that reading never waits: `python -m reader.entities.worker`.

A request comes in as a line of JSON on standard input: `document`, `near`, `engine`; each later line has a new `near`
alone, where the person reads by then. Findings go out as lines of JSON: each entity on a line of its own,
`{"entity": ...}`, then `{"findings": ...}` that closes the set; the next set replaces it whole. Standard input stays
open for as long as anyone wants the answer; when it closes, the process ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from annotations.errors import PostilError
from reader.entities.model import Findings
from reader.entities.registry import engine
from reader.entities.wire import document_from_wire, entity_to_wire

NICE = 10
"""Added to the process's niceness, where the system knows such a thing."""


def main() -> int:
    """Answer the one request. Returns the exit code: 0, or 1 when the engine cannot go on; stderr says why."""
    if sys.platform != "win32":
        os.nice(NICE)
    requests, answers = lines(sys.stdin.fileno()), sys.stdout.buffer
    # An engine that prints would break the protocol: what it says goes where messages go.
    sys.stdout = sys.stderr
    line = next(requests, None)
    if line is None:
        return 0
    request = json.loads(line)
    document = document_from_wire(request["document"])
    name, place = str(request["engine"]), Place(int(request["near"]))
    del line, request  # of a book it is as much again as the book
    threading.Thread(target=place.follow, args=(requests,), daemon=True).start()

    def partial(findings: Findings) -> None:
        _answer(answers, replace(findings, final=False))

    try:
        findings = engine(name).recognise(document, near=place.now, partial=partial)
    except PostilError as error:
        # Told to the reader beside what was found before.
        print(error, file=sys.stderr)
        return 1
    _answer(answers, replace(findings, final=True, progress=1.0))
    return 0


def _answer(out: BinaryIO, findings: Findings) -> None:
    for entity in findings.entities:
        _line(out, {"entity": entity_to_wire(entity)})
    state = {"engine": findings.engine, "progress": findings.progress, "final": findings.final, "note": findings.note}
    _line(out, {"findings": state})
    out.flush()


def _line(out: BinaryIO, value: object) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def lines(descriptor: int) -> Iterator[bytes]:
    """Lines, as soon as each is whole.

    Of a bare descriptor: a thread that waits inside a buffered reader holds its lock when the process ends.
    """
    begun: list[bytes] = []
    while data := os.read(descriptor, 1 << 16):
        *ended, rest = data.split(b"\n")
        for one in ended:
            begun.append(one)
            yield _whole(begun)
        begun.append(rest)


def _whole(parts: list[bytes]) -> bytes:
    """The parts as one, and out of the list: a book need not lie here twice while its line is worked on."""
    line = b"".join(parts)
    parts.clear()
    return line


class Place:
    """Where the person reads, as far as is known here."""

    def __init__(self, offset: int) -> None:
        self._offset = offset

    def now(self) -> int:
        """The offset in canonical text."""
        return self._offset

    def follow(self, requests: Iterable[bytes]) -> None:
        """Learn of each move; when nobody wants an answer any more, end the process."""
        for line in requests:
            self._offset = int(json.loads(line)["near"])
        os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
