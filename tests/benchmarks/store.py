"""Measures the notes store: loading against PyYAML's C loader, and one change saved, at three sizes.

    python tests/benchmarks/store.py [--folder DIR] [--repeats N]

Times are milliseconds, the best of N interleaved runs; `cpu` is this process's own time, which another program on
the machine disturbs least. A save's wall time holds two fsyncs of the disk that the folder is on.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotations.ids import new_id
from annotations.model import COLORS, Annotation, Annotator, DocumentRef, Span
from annotations.store import Change, OpenNotes, open_notes, read, save

SIZES = (100, 1_000, 10_000)
_WORDS = (
    "the of and in to a national strike since Wednesday thousands have marched capital Lima Arequipa Ayacucho "
    "Huancayo Cusco roadblocks were still reported on Friday government said “no dialogue” police protests resume "
    "president congress elections deaths January December families justice region south highway mine copper"
).split()


def sample(number: int) -> list[Annotation]:
    """So many notes as a close reader makes them: a phrase or a sentence, some tags, a comment on every third."""
    chance = random.Random(number)
    begun = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

    def phrase(least: int, most: int) -> str:
        return " ".join(chance.choices(_WORDS, k=chance.randint(least, most)))

    notes = []
    for index in range(number):
        exact = phrase(3, 25)
        start = index * 200 + chance.randint(0, 60)
        when = begun + timedelta(seconds=37 * index, microseconds=chance.randint(0, 999_999))
        notes.append(
            Annotation(
                id=new_id(),
                spans=(
                    Span(
                        exact=exact,
                        prefix=phrase(12, 15)[-64:],
                        suffix=phrase(12, 15)[:64],
                        start=start,
                        end=start + len(exact),
                    ),
                ),
                color=chance.choice(COLORS),
                tags=tuple(
                    dict.fromkeys(chance.choices(["strike", "claim", "source/police", "to check"], k=index % 3))
                ),
                comment=f"{phrase(4, 20)}\n\n- {phrase(3, 9)}: {phrase(2, 4)}" if index % 3 == 0 else "",
                annotator="ana",
                created=when,
                modified=when,
            )
        )
    return notes


def made(folder: Path, number: int) -> OpenNotes:
    """A notes file with so many notes."""
    reference = DocumentRef(
        title="Mass protests resume across Peru",
        source="peru.txt",
        fingerprint="3f" * 32,
        length=number * 200,
        loader="text/1",
    )
    path = folder / f"peru-{number}.txt.ana.postil.yaml"
    opened = open_notes(path, document=reference, annotator=Annotator(id="ana", name="Ana Ruiz"))
    return save(opened, Change(annotations=tuple(sample(number))))


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Wall and own time of one call, in milliseconds."""
    wall, own = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - own) * 1000


def loading(opened: OpenNotes, repeats: int) -> str:
    import yaml

    text = opened.path.read_bytes()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(timed(lambda: read(opened.path)))
        theirs.append(timed(lambda: yaml.load(text, Loader=loader)))
    mine, other = min(ours)[1], min(theirs)[1]
    return f"load {mine:8.1f} ms cpu   CSafeLoader {other:8.1f} ms cpu   {other / mine:5.1f} times as fast"


def put(path: Path, data: bytes) -> None:
    """The least that a durable save of these bytes costs."""
    fresh = path.with_suffix(".fresh")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT, 0o666)
    os.write(descriptor, data)
    os.fsync(descriptor)
    os.close(descriptor)
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def saving(opened: OpenNotes, repeats: int) -> str:
    times, bare = [], []
    middle = opened.notes.annotations[len(opened.notes.annotations) // 2]
    data = opened.sheet.data()
    copy = opened.path.with_suffix(".copy")
    for turn in range(repeats):
        state = opened
        note = replace(middle, comment=f"Changed {turn} times.")

        def act(state: OpenNotes = state, note: Annotation = note) -> None:
            nonlocal opened
            opened = save(state, Change(annotations=(note,)))

        times.append(timed(act))
        bare.append(timed(lambda: put(copy, data)))
    wall, own = (min(time[part] for time in times) for part in (0, 1))
    least, least_own = (min(time[part] for time in bare) for part in (0, 1))
    return (
        f"save one {wall:6.2f} ms wall, {own:5.2f} cpu; the bytes alone {least:6.2f} wall, {least_own:5.2f} cpu; "
        f"the rest {wall - least:5.2f} wall, {own - least_own:5.2f} cpu"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="where to write; on the disk that is to be measured")
    parser.add_argument("--repeats", type=int, default=7)
    words = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=words.folder))
    try:
        for number in SIZES:
            opened = made(folder, number)
            size = opened.path.stat().st_size
            print(f"{number:6} notes, {size / 1e6:.2f} MB: {loading(opened, words.repeats)}")
            print(f"{'':24} {saving(opened, 5 * words.repeats)}")
        code = (
            "import time; t = time.process_time(); import annotations.store; print((time.process_time() - t) * 1000)"
        )
        best = min(
            float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
            for _ in range(words.repeats)
        )
        print(f"import annotations.store {best:.1f} ms cpu")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
