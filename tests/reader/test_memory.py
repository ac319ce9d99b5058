"""Memory that is free again goes back to the system."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import sys
from reader.memory import give_back

def own():
    with open("/proc/self/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Anonymous"))

large = bytes(1 << 24)
del large  # from here on, glibc takes blocks of 1 MB from its heap
if sys.argv[1] == "yes":
    give_back()
before = own()
blocks, pins = [], []
for _ in range(16):
    blocks.append(b"x" * (1 << 20))
    pins.append(b"x" * 3000)  # small ones between keep a heap from shrinking
del blocks
print(own() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have ways of their own")
def test_large_blocks_that_are_freed_go_back_to_the_system() -> None:
    kept = {}
    for asked in ("yes", "no"):
        done = subprocess.run(
            [sys.executable, "-c", CODE, asked],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        kept[asked] = int(done.stdout)
    assert kept["yes"] < 2048 < kept["no"], kept
