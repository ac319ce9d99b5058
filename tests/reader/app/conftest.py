"""A terminal to run the real command in: a pseudo-terminal, its answers, and its screen."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0
"""Seconds after which a test gives up; a machine that is busy needs a few."""

_OF_ANOTHER_TERMINAL = {"NO_COLOR", "COLORTERM", "KITTY_WINDOW_ID", "LC_TERMINAL", "STY", "TERM_PROGRAM", "TMUX"}
"""Where the tests run; nothing of it is true of the one they make."""

_FRAME_END = b"\x1b[?2026l"
_NOT_FOR_PYTE = re.compile(
    rb"\x1b_[^\x1b]*\x1b\\|\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)


class Terminal:
    """A command on a pseudo-terminal. `bytes` is all it wrote, `screen()` what stands there now."""

    def __init__(self, *command: str, columns: int = 80, lines: int = 24, **environment: str) -> None:
        self.columns, self.lines = columns, lines
        self.bytes = b""
        self._answered = 0
        env = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_TERMINAL}
        env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)} | environment
        self.pid, self.master = os.forkpty()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.execve(command[0], list(command), env)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.status: int | None = None

    def read(self, seconds: float = 0.05) -> bool:
        """Take what was written within some time; False when there was nothing."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return False
        self.bytes += data
        # The toolkit asks whether frames may be synchronised; a modern terminal says that they may.
        if b"\x1b[?2026$p" in self.bytes[self._answered :]:
            self._answered = len(self.bytes)
            self.type("\x1b[?2026;2$y")
        return bool(data)

    def until(self, there: Callable[[], bool]) -> None:
        """Read until something holds."""
        end = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < end, "\n".join(self.screen())
            self.read()

    def until_shown(self, text: str) -> None:
        """Read until the screen shows a text."""
        self.until(lambda: text.encode() in self.bytes and any(text in row for row in self.screen()))

    def type(self, keys: str) -> None:
        """Send keys, as a terminal encodes them."""
        os.write(self.master, keys.encode())

    def first_frame(self) -> list[str]:
        """What stood on the screen after the first frame."""
        self.until(lambda: _FRAME_END in self.bytes)
        return _screen_of(self.bytes[: self.bytes.index(_FRAME_END) + len(_FRAME_END)], self.columns, self.lines)

    def screen(self) -> list[str]:
        """What stands on the screen now."""
        return _screen_of(self.bytes, self.columns, self.lines)

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        self.columns, self.lines = columns, lines
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def wait(self) -> int:
        """Read until the command ends; its exit code."""
        end = time.monotonic() + PATIENCE
        while self.status is None:
            assert time.monotonic() < end, "\n".join(self.screen())
            self.read(0.02)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def close(self) -> None:
        """End the command, whatever it is doing."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)


def _screen_of(data: bytes, columns: int, lines: int) -> list[str]:
    """The rows of a screen after some bytes; only those of the alternate screen while it is on."""
    screen = pyte.Screen(columns, lines)
    entered = data.rfind(b"\x1b[?1049h")
    left = data.rfind(b"\x1b[?1049l")
    shown = data[max(entered, left, 0) :]
    pyte.Stream(screen).feed(_NOT_FOR_PYTE.sub(b"", shown).decode("utf-8", "replace"))
    return [row.rstrip() for row in screen.display]


Postil = Callable[..., Terminal]


@pytest.fixture
def postil(tmp_path: Path) -> Iterator[Postil]:
    """Runs the real command in a terminal, at home in an empty folder."""
    running: list[Terminal] = []

    def run(
        *words: str | Path, columns: int = 80, lines: int = 24, stdin: Path | None = None, **environment: str
    ) -> Terminal:
        home = {
            "HOME": str(tmp_path),
            "POSTIL_CONFIG_DIR": str(tmp_path / "config"),
            "POSTIL_DATA_DIR": str(tmp_path / "data"),
        }
        command = [
            sys.executable,
            "-c",
            "import sys; from reader.cli import main; sys.exit(main())",
            *map(str, words),
        ]
        if stdin is not None:
            command = ["/bin/sh", "-c", f'exec "$@" < "{stdin}"', "sh", *command]
        terminal = Terminal(*command, columns=columns, lines=lines, **(home | environment))
        running.append(terminal)
        return terminal

    yield run
    for terminal in running:
        terminal.close()


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A short article of a person's own, and a data folder of theirs."""
    from tests.reader.app.person import ARTICLE

    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    path = tmp_path / "roads.md"
    path.write_text(ARTICLE, "utf-8")
    return path
