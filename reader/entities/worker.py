"""The process in which entities are found, so that reading never waits: `python -m reader.entities.worker`.

One request comes in as a line of JSON on standard input: `document`, `near`, `engine`. Findings go out as lines of
JSON: each entity on a line of its own, `{"entity": ...}`, then `{"findings": ...}` that closes the set; the next set
replaces it whole. Standard input stays open for as long as anyone wants the answer; when it closes, the process ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
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
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # An engine that prints would break the protocol: what it says goes where messages go.
    sys.stdout = sys.stderr
    line = requests.readline()
    if not line:
        return 0
    threading.Thread(target=_end_with, args=(requests.fileno(),), daemon=True).start()
    request = json.loads(line)
    document = document_from_wire(request["document"])
    name, near = str(request["engine"]), int(request["near"])
    del line, request  # of a book it is as much again as the book

    def partial(findings: Findings) -> None:
        _answer(answers, replace(findings, final=False))

    try:
        findings = engine(name).recognise(document, near=near, partial=partial)
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


def _end_with(requests: int) -> None:
    # The bare descriptor: a thread that waits inside a buffered reader holds its lock when the process ends.
    while os.read(requests, 4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
