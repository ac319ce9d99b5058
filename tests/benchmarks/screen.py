"""The screen's speed, as a specification for the terminal stopwatch `tui_probe.py` that lies in `../shared/bench`.

    python ../shared/bench/make_corpus.py /tmp/c
    python tests/benchmarks/screen.py start --postil VENV/bin/postil > start.json
    python tests/benchmarks/screen.py keys --postil VENV/bin/postil > keys.json
    python ../shared/bench/tui_probe.py compare start.json --rounds 7 --base hello
    python ../shared/bench/tui_probe.py compare keys.json --rounds 3 --base less-1m

`start` is paired with the smallest app of the toolkit, `keys` with less. The command must be installed as people
install it (`pip install .`, not `-e`), so that its bytecode lies beside it; PYTHONDONTWRITEBYTECODE must not be set.
What postil remembers is thrown away before each start. The items with 10,000 notes are on copies of the corpus in
`--work`, with a file of notes that this script writes beside each; they are the reader's own.

Each of the hundreds of keys of `keys` waits until nothing was written for a moment, and a long text until it was
counted: a round takes some two and a half minutes. `--only 1m` and `--presses 60` make it shorter.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from annotations.ids import new_id
from annotations.model import COLORS, Annotation, Annotator, DocumentRef, Span
from annotations.store import Change, open_notes, save
from reader.documents.load import load

ROOT = Path(__file__).parents[2]
BEGIN, END = "ZQSTART7", "ZQFINISH7"
"""Words that stand once each, at the start and at the end of the corpus's texts."""

NOTES = 10_000
SIZES = {"1m": "t1m.txt", "100m": "t100m.txt"}

QUIET = 25
"""Milliseconds without output after which a key counts as answered."""

Item = dict[str, Any]


def with_notes(source: Path, folder: Path) -> Path:
    """A copy of a text with 10,000 notes beside it: a tag on every fifth, a comment on every tenth."""
    copy = folder / source.name
    notes = folder / f"{source.name}.probe.postil.yaml"
    if notes.exists():
        return copy
    shutil.copy(source, copy)
    document = load(str(copy))
    text = document.text
    when = datetime(2026, 1, 5, tzinfo=UTC)
    made = []
    for number in range(NOTES):
        start = number * (len(text) // NOTES)
        while text[start].isspace():
            start += 1
        end = start + len(text[start : start + 30 + number % 60].split("\n")[0].rstrip())
        span = Span(
            exact=text[start:end],
            prefix=text[max(start - 64, 0) : start],
            suffix=text[end : end + 64],
            start=start,
            end=end,
        )
        made.append(
            Annotation(
                id=new_id(),
                spans=(span,),
                color=COLORS[number % len(COLORS)],
                tags=("strike", "to check") if number % 5 == 0 else (),
                comment="Ask who counted." if number % 10 == 0 else "",
                annotator="probe",
                created=when,
                modified=when + timedelta(seconds=number),
            )
        )
    reference = DocumentRef(
        title=document.title,
        source=copy.name,
        fingerprint=document.fingerprint,
        length=len(text),
        loader=document.loader,
        raw=document.raw_fingerprint,
    )
    opened = open_notes(notes, document=reference, annotator=Annotator(id="probe", name="Probe"))
    save(opened, Change(annotations=tuple(made)))
    return copy


def start(options: argparse.Namespace) -> list[Item]:
    """From the command to a readable text, to the first key's answer, and back to the shell."""
    hello = f"{options.python} {options.bench / 'floor' / 'hello.py'}"
    begin = {"needle": BEGIN, "quit": "q"}
    news, long = options.corpus / "news.txt", options.corpus / "t100m.txt"
    return [
        {"name": "hello", "cmd": hello, **begin},
        {"name": "less", "cmd": f"less {news}", **begin},
        postil(options, "text 7k", news),
        postil(options, "text 1m", options.corpus / "t1m.txt"),
        postil(options, "text 100m", long),
        postil(options, "markdown 1m", options.corpus / "md1m.md"),
        postil(options, "epub 1m", options.corpus / "t1m.epub"),
        postil(options, "text 1m, notes", with_notes(options.corpus / "t1m.txt", options.work)),
        # A question that only the toolkit asks: when it stands there, all keys are bound.
        postil(options, "whole screen", news, key0={"keys": "%", "expect": "Go to %"}),
        postil(options, "first key", options.corpus / "t1m.txt", key0={"keys": "G", "expect": END}),
        postil(options, "quit", news, steps=[{"sleep": 2}]),
    ]


def keys(options: argparse.Namespace) -> list[Item]:
    """What each key costs, in a short text and a long one, with notes and without."""
    items = []
    for size, name in SIZES.items():
        if options.only not in ("", size):
            continue
        text = options.corpus / name
        find = [
            {"name": "slash", "keys": "/"},
            {"name": "find the end", "keys": END, "expect": f"{END} closes", "timeout": 20},
        ]
        less = [
            *scrolling(options.presses),
            {"name": "slash", "keys": f"/{END}"},
            {"name": "find the end", "keys": "<Enter>", "expect": f"{END} closes", "timeout": 20},
        ]
        items.append(
            {"name": f"less-{size}", "cmd": f"less {text}", "needle": BEGIN, "quit": "q", "corpus": str(text)}
            | {"steps": less, "quiet": QUIET}
        )
        steps = [{"sleep": 4 if size == "100m" else 3}, *scrolling(options.presses), *find]
        items.append(postil(options, f"postil-{size}", text, steps=steps, corpus=str(text), quiet=QUIET))
    if options.only in ("", "1m"):
        noted = with_notes(options.corpus / "t1m.txt", options.work)
        steps = [{"sleep": 6}, *scrolling(options.presses)]
        items.append(postil(options, "postil-1m, notes", noted, steps=steps, corpus=str(noted), quiet=QUIET))
    return items


def scrolling(presses: int, seconds: float = 5) -> list[Item]:
    """Pages, rows, a key held, both ends, and the memory that is left."""
    return [
        {"name": "page", "keys": "<PageDown>", "repeat": presses},
        {"name": "row", "keys": "<Down>", "repeat": presses},
        {"name": "start", "keys": "g", "expect": BEGIN},
        {"name": "held", "hold": "<PageDown>", "hz": 60, "seconds": seconds},
        {"name": "end", "keys": "G", "expect": END},
        {"name": "start again", "keys": "g", "expect": BEGIN},
        {"name": "memory", "mem": 1},
    ]


def postil(options: argparse.Namespace, name: str, text: Path, **more: Any) -> Item:
    """An item that opens a text as on the first day."""
    home = options.work / "home"
    return {
        "name": name,
        "cmd": f"{options.postil} {text}",
        "needle": BEGIN,
        "quit": "q",
        "env": {"POSTIL_DATA_DIR": str(home), "POSTIL_CONFIG_DIR": str(home), "POSTIL_ANNOTATOR": "probe"},
        "prep": f"rm -rf {home}",
        **more,
    }


def main() -> None:
    """Print the specification."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["start", "keys"])
    parser.add_argument("--postil", type=Path, required=True, help="the installed command")
    parser.add_argument(
        "--python", type=Path, help="a Python that has Textual; the one beside the command by default"
    )
    parser.add_argument("--corpus", type=Path, default=Path("/tmp/c"), help="what make_corpus.py made")
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench", help="where tui_probe.py is")
    parser.add_argument(
        "--work", type=Path, default=Path("/tmp/postil-bench"), help="a folder for copies and memories"
    )
    parser.add_argument("--only", choices=["", *SIZES], default="", help="`keys` with a text of this size alone")
    parser.add_argument("--presses", type=int, default=200, help="how often `keys` presses each key")
    options = parser.parse_args()
    options.python = options.python or options.postil.parent / "python"
    options.work.mkdir(parents=True, exist_ok=True)
    items = start(options) if options.what == "start" else keys(options)
    json.dump({"items": items}, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
