"""Whole files put in place of others, durably: a reader finds the old bytes or the new, whenever the power fails."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotations.errors import StoreError

LARGEST = 256_000_000
"""Bytes past which a file is not taken for notes: half a million notes, or somebody's joke."""

PATIENCE = 10.0
"""Seconds to wait for another program that is just saving in the same folder."""

_TICK, _COARSE_TICK = 50_000_000, 2_000_000_000
"""Nanoseconds: a change this soon after the one before may leave the time of the file as it was. The second is for
drives that keep whole seconds."""

Steps = Callable[[str], None]
"""Told the name of each step of a save as it is reached: `opened`, `written`,
`synced`, `locked`, `compared`, `replaced`, `settled`. What it raises ends the save there."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from another without reading it."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int
    """Times are nanoseconds."""
    certain: bool = field(default=False, compare=False)
    """Whether every later change to the file shows in its stamp."""


def no_steps(_: str) -> None:
    """Nobody wants to know."""


def same_state(before: Stamp, now: Stamp) -> bool:
    """Whether two stamps are certainly of the same bytes: not when the clock was too coarse to tell."""
    return before.certain and before == now


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of the file at `path`; None when there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return _stamp(found)


def read_file(path: Path) -> tuple[bytes, Stamp]:
    """The bytes of a file and the stamp of just these bytes. Raises: OSError."""
    while True:
        with open_file(path) as file:
            before = _stamp(os.fstat(file.fileno()))
            if before.size > LARGEST:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
            data = file.readall()
            after = _stamp(os.fstat(file.fileno()))
        # Written to while it was read: read once more.
        if (before.size, before.modified) == (after.size, after.modified) and len(data) == after.size:
            return data, before


def open_file(path: Path) -> io.FileIO:
    """Open a file to read it. Raises: OSError, also when it is a pipe or a device, which might never end."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
    file = io.FileIO(os.open(path, flags), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "this is no regular file", str(path))
    return file


def real_path(path: Path) -> Path:
    """Where the file itself is: a link to it stays a link when the file is replaced.

    Raises: OSError, if the link leads nowhere: whoever laid it there does not choose where we make files.
    """
    if not path.is_symlink():
        return path
    if not path.exists():
        raise OSError(errno.ELOOP, "this is a link that leads to no file", str(path))
    return path.resolve()


def make_folder(folder: Path) -> None:
    """Make the folder of a file, and those around it, unless it exists."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)


@contextlib.contextmanager
def beside(path: Path, data: bytes | Sequence[bytes], *, steps: Steps = no_steps) -> Iterator[Path]:
    """A new file in the folder of `path`, with the permissions of the file at `path`, that holds these bytes durably.

    The bytes may come in parts: long ones, for each is written by itself. The file is there to be put in place with
    `put_in_place`, and is removed if it was not. Raises: OSError.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(fresh, flags, 0o666)
    try:
        try:
            _keep_permissions(path, descriptor)
            steps("opened")
            _write(descriptor, [data] if isinstance(data, bytes) else data)
            steps("written")
            _set_time(fresh, descriptor)
            _sync(descriptor)
            steps("synced")
        finally:
            os.close(descriptor)
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)


def put_in_place(fresh: Path, path: Path, *, steps: Steps = no_steps) -> Stamp:
    """Let the file `fresh` take the place of `path`, durably. Returns: The stamp of what was put there."""
    stamp = _replace(fresh, path)
    steps("replaced")
    sync_folder(path.parent)
    steps("settled")
    return stamp


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable, on systems that can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder against other postils that save in it. The system lets go of it when this process ends.

    Raises: StoreError, when another one holds it for longer than `PATIENCE`.
    """
    descriptor = _open_lock(folder)
    try:
        deadline = time.monotonic() + PATIENCE
        pause = 0.0005
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                hint = "Close or resume the other postil that has notes in this folder open, then try again."
                raise StoreError(f"another program is saving in {folder} and does not finish", hint=hint)
            time.sleep(pause)
            pause = min(pause * 2, 0.02)
        yield
    finally:
        os.close(descriptor)


def _stamp(found: os.stat_result, *, ours: bool = False) -> Stamp:
    exact = found.st_mtime_ns % 1_000_000 != 0
    tick = _TICK if exact else _COARSE_TICK
    certain = (ours and exact) or time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > tick
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns, certain=certain)


def _keep_permissions(path: Path, descriptor: int) -> None:
    """Give the new file mode and owner of the old one, as far as the system lets us."""
    if sys.platform == "win32":
        return
    try:
        old = path.stat()
    except FileNotFoundError:
        return
    new = os.fstat(descriptor)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        # Only root may give files away: another person's file becomes ours when we save it.
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _write(descriptor: int, parts: Sequence[bytes]) -> None:
    left = [memoryview(part) for part in parts if part]
    while left:
        if hasattr(os, "writev"):
            written = os.writev(descriptor, left[:1024])
        else:
            written = os.write(descriptor, left[0])
        while left and written >= len(left[0]):
            written -= len(left.pop(0))
        if written:
            left[0] = left[0][written:]


def _set_time(fresh: Path, descriptor: int) -> None:
    """Give the file a time that no later change can give it by chance: the system counts in coarser steps."""
    now = time.time_ns() // 100 * 100
    os.utime(descriptor if os.utime in os.supports_fd else fresh, ns=(now, now))


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        # There fsync stops at the drive's own memory. Network drives know only fsync.
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError:
            pass
        else:
            return
    os.fsync(descriptor)


def _lock_file(folder: Path) -> int:
    """A file of our own for a folder that cannot be locked itself: on Windows, and on some network drives.

    It is never removed by us: who waits for it would wait for a file that is gone.
    """
    import getpass
    import hashlib
    import tempfile

    name = hashlib.sha256(f"{getpass.getuser()} {folder}".encode(errors="surrogateescape")).hexdigest()[:24]
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.open(Path(tempfile.gettempdir()) / f"postil-{name}.lock", flags, 0o600)


if sys.platform == "win32":
    import msvcrt

    _open_lock = _lock_file

    def _replace(fresh: Path, path: Path) -> Stamp:
        # A virus scanner or an editor that has the file open for a moment refuses the replacement.
        deadline = time.monotonic() + 2.0
        while True:
            try:
                fresh.replace(path)
            except PermissionError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return _stamp(path.stat(), ours=True)

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _replace(fresh: Path, path: Path) -> Stamp:
        descriptor = os.open(fresh, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fresh.replace(path)
            # Of the file just moved, whatever stands at `path` by now; moving it changed its time.
            return _stamp(os.fstat(descriptor), ours=True)
        finally:
            os.close(descriptor)

    def _open_lock(folder: Path) -> int:
        """A descriptor that can be locked: of the folder, which leaves nothing behind, where that is possible."""
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        except PermissionError:
            return _lock_file(folder)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        except BlockingIOError:
            return descriptor
        except OSError:
            os.close(descriptor)
            return _lock_file(folder)
        return descriptor

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
