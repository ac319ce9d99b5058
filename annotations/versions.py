"""Earlier versions of a document that git has: the text that was annotated, found by its fingerprint.

    text = committed(Path("peru.txt"), fingerprint, load, raw=header.document.raw)

Git is only asked, never told: nothing is written, fetched or run on the repository's behalf.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

COMMITS = 500
"""Revisions of the file that are looked through, newest first."""

SECONDS = 2.0
"""Time in all, of git and of loading."""

LARGEST = 50_000_000
"""Bytes of a revision beyond which it is passed over."""

_CHUNK = 1 << 20

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess


def committed(
    path: Path,
    fingerprint: str,
    load: Callable[[bytes], str],
    *,
    raw: str = "",
    commits: int = COMMITS,
    seconds: float = SECONDS,
) -> str | None:
    """The canonical text of the revision of a file that has a fingerprint; None when it is not found in time.

    Renames are followed. Where git is missing, or the file is in no repository, nothing is found.

    Args:
        path: The document.
        fingerprint: SHA-256 of the canonical text that is wanted, in hexadecimal.
        load: Bytes of a revision -> its canonical text. What it raises as `PostilError` passes the revision over.
        raw: SHA-256 of the bytes of that revision, where it is known: only then is no other revision loaded.
        commits: Revisions to look through.
        seconds: Time to take.
    """
    from annotations.errors import PostilError

    deadline = time.monotonic() + seconds
    if not _in_repository(path):
        return None
    for data in _revisions(path, commits, deadline):
        if raw and not _was_checked_out_as(data, raw):
            continue
        try:
            text = load(data)
        except PostilError:
            continue
        if hashlib.sha256(text.encode()).hexdigest() == fingerprint:
            return text
        if time.monotonic() > deadline:
            break
    return None


def _was_checked_out_as(data: bytes, raw: str) -> bool:
    """Whether a file with this SHA-256 came from a revision: as it is, or with the line ends of Windows."""
    if hashlib.sha256(data).hexdigest() == raw:
        return True
    return b"\n" in data and hashlib.sha256(data.replace(b"\n", b"\r\n")).hexdigest() == raw


def _in_repository(path: Path) -> bool:
    """Whether it is worth asking git."""
    folder = path.absolute().parent
    return any((above / ".git").exists() for above in (folder, *folder.parents))


def _revisions(path: Path, commits: int, deadline: float) -> Iterator[bytes]:
    """The contents that a file has had, until the deadline: on this branch, newest first, then on the others."""
    folder, name = path.absolute().parent, path.name
    seen: set[str] = set()
    for everywhere in (False, True):
        blobs = [blob for blob in _blobs(folder, name, commits, deadline, everywhere=everywhere) if blob not in seen]
        seen.update(blobs)
        yield from _contents(folder, blobs, deadline)


def _contents(folder: Path, blobs: Sequence[str], deadline: float) -> Iterator[bytes]:
    """What some objects hold, until the deadline."""
    import subprocess
    import threading

    left = deadline - time.monotonic()
    if not blobs or left <= 0:
        return
    with subprocess.Popen(
        ["git", "-C", str(folder), "cat-file", "--batch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as git:
        watch = threading.Timer(left, git.kill)
        watch.start()
        try:
            for blob in blobs:
                data = _content(git, blob)
                if data is None:
                    return
                if data:
                    yield data
        finally:
            watch.cancel()
            git.kill()


def _blobs(folder: Path, name: str, commits: int, deadline: float, *, everywhere: bool) -> list[str]:
    """The object ids of a file's revisions, newest first; none where git does not know it.

    `everywhere`: on all branches, not only on the one that is checked out.
    """
    import subprocess

    command = ["git", "-C", str(folder), "log", "--follow", "--raw", "--no-abbrev", "--format=", "--no-ext-diff"]
    command += ["-z", f"--max-count={commits}", *(["--all"] if everywhere else []), "--", name]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            timeout=max(0.01, deadline - time.monotonic()),
            env=_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    if done.returncode:
        return []
    blobs: dict[str, None] = {}
    for field in done.stdout.split(b"\0"):
        # A change: ":100644 100644 <old id> <new id> M"; between changes stand the paths.
        words = field.split()
        if len(words) == 5 and words[0].startswith(b":"):
            blobs[words[3].decode()] = None
            blobs[words[2].decode()] = None
    return [blob for blob in blobs if blob.strip("0")]


def _content(git: subprocess.Popen[bytes], blob: str) -> bytes | None:
    """The bytes of one object; empty where it is to be passed over, None where git has gone."""
    assert git.stdin is not None
    assert git.stdout is not None
    try:
        git.stdin.write(f"{blob}\n".encode())
        git.stdin.flush()
    except OSError:
        return None
    words = git.stdout.readline().split()
    if not words:
        return None
    if len(words) < 3:  # "<id> missing"
        return b""
    left = int(words[2]) + 1
    if words[1] != b"blob" or left > LARGEST:
        while left > 0 and (passed := git.stdout.read(min(left, _CHUNK))):
            left -= len(passed)
        return b""
    data = git.stdout.read(left)
    return data[:-1] if len(data) == left else None


def _environment() -> dict[str, str]:
    """Git asks nobody, fetches nothing, and takes no lock."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
    return kept | quiet | {"GIT_ALLOW_PROTOCOL": "", "LC_ALL": "C"}
