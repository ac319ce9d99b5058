"""Measures one act from the key to the disk: a sentence is highlighted, and the header says `saved`.

    python tests/benchmarks/label.py --postil VENV/bin/postil --text ARTICLE [--acts N] [--work DIR]

Runs the installed command on a pseudo-terminal of 120x40, on a copy of the text, and prints medians and 95th
percentiles in milliseconds: until the sentence is marked on the screen, and until the header says that it is on disk,
each from just before the key is written; the processor time of postil for the whole of it; and what the disk needs
alone to write a file of that size as a save does (temporary file, fsync, rename, fsync of the folder), measured in
between. `saved` less `disk` is what postil adds.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import termios
import time
from pathlib import Path

COLUMNS, LINES = 120, 40
PATIENCE = 20.0
_ASKED = b"\x1b[?2026$p"


class Terminal:
    """The command on a pseudo-terminal, and all it wrote."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.written = b""
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, environment)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def cpu(self) -> float:
        """Processor time of the command so far, in milliseconds."""
        return time.clock_gettime((~self.pid << 3) | 2) * 1e3

    def type(self, keys: str) -> float:
        """Send keys; when that was, in milliseconds."""
        now = time.perf_counter() * 1e3
        os.write(self._master, keys.encode())
        return now

    def until(self, pattern: bytes, start: int) -> float:
        """Read until something was written behind `start`; when that was, in milliseconds."""
        end = time.monotonic() + PATIENCE
        while not re.search(pattern, self.written[start:]):
            if time.monotonic() > end:
                raise SystemExit(f"label: {pattern!r} did not come; the last bytes were {self.written[-300:]!r}")
            self._read(0.05)
        return time.perf_counter() * 1e3

    def rest(self, quiet: float = 0.05) -> None:
        """Read until nothing was written for so many seconds."""
        while self._read(quiet):
            pass

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        data = os.read(self._master, 1 << 16)
        self.written += data
        if _ASKED in data:
            self.type("\x1b[?2026;2$y")
        return True

    def close(self) -> None:
        """End the command."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._master)


def disk(folder: Path, size: int) -> float:
    """What it takes to write so many bytes durably, in milliseconds."""
    begin = time.perf_counter()
    temporary, final = folder / ".disk.tmp", folder / ".disk"
    with temporary.open("wb") as file:
        file.write(b"x" * size)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(final)
    opened = os.open(folder, os.O_RDONLY)
    os.fsync(opened)
    os.close(opened)
    return (time.perf_counter() - begin) * 1e3


def measure(options: argparse.Namespace) -> dict[str, list[float]]:
    """Highlight sentence after sentence."""
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    text = options.work / options.text.name
    shutil.copy(options.text, text)
    home = str(options.work / "home")
    environment = {
        **os.environ,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "COLUMNS": str(COLUMNS),
        "LINES": str(LINES),
        "POSTIL_ANNOTATOR": "probe",
        "POSTIL_DATA_DIR": home,
        "POSTIL_CONFIG_DIR": home,
    }
    terminal = Terminal([str(options.postil), str(text)], environment)
    taken: dict[str, list[float]] = {"marked": [], "saved": [], "cpu": [], "disk": []}
    try:
        terminal.until(rb"no notes", 0)
        terminal.rest(2.0)  # names have been looked for, too
        for nth in range(1, options.acts + 1):
            terminal.type(")")
            terminal.rest()
            start, cpu = len(terminal.written), terminal.cpu()
            count = rb"%d notes?" % nth
            begin = terminal.type("h")
            taken["marked"].append(terminal.until(count, start) - begin)
            taken["saved"].append(terminal.until(count + rb" \xc2\xb7 saved", start) - begin)
            terminal.rest()
            taken["cpu"].append(terminal.cpu() - cpu)
            size = sum(path.stat().st_size for path in options.work.glob("*.yaml"))
            taken["disk"].append(disk(options.work, size))
    finally:
        terminal.close()
    return taken


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postil", type=Path, required=True, help="the installed command")
    parser.add_argument("--text", type=Path, required=True, help="a text of many sentences")
    parser.add_argument("--acts", type=int, default=40)
    parser.add_argument("--work", type=Path, default=Path("/tmp/postil-label"), help="a folder for copies")
    taken = measure(parser.parse_args())
    print(f"{'':8} {'median':>8} {'p95':>8}")
    for name, times in taken.items():
        print(f"{name:8} {statistics.median(times):8.2f} {statistics.quantiles(times, n=20)[-1]:8.2f}")
    own = [saved - alone for saved, alone in zip(taken["saved"], taken["disk"], strict=True)]
    print(f"{'own':8} {statistics.median(own):8.2f} {statistics.quantiles(own, n=20)[-1]:8.2f}")


if __name__ == "__main__":
    main()
