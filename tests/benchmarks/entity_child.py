"""What the process that looks for names costs, from its start to each of its answers: time, memory.

    python tests/benchmarks/entity_child.py article.txt [--engine refined] [--runs 3]

Linux only: processor time and the largest resident memory are those that the system counts for a child that ended.
One line a run: seconds of the clock to the first and to the last findings, processor time, megabytes. A child of low
priority waits for everything else, so on a busy machine only the processor time says something.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path


def main() -> int:
    """Measure each run in a process of its own, for the system counts the largest of all children."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--engine", default="refined")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not given.once:
        for _ in range(given.runs):
            command = [sys.executable, __file__, str(given.source), "--engine", given.engine, "--once"]
            subprocess.run(command, check=True)
        return 0
    from reader.documents.load import load
    from reader.entities.search import EntitySearch

    document = load(str(given.source))
    heard: list[float] = []
    search = EntitySearch(engine=given.engine, deliver=lambda findings: heard.append(time.perf_counter()))
    begin = time.perf_counter()
    search.start(document)
    search.wait()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{len(document.text.split()):,} words: first {heard[0] - begin:.2f} s, last {heard[-1] - begin:.2f} s, "
        f"{len(heard)} answers, {spent.ru_utime + spent.ru_stime:.2f} s of processor time, "
        f"{spent.ru_maxrss / 1024:.0f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
