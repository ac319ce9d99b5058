"""Files that a command could not read: told on standard error, and counted in its exit code."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from annotations.errors import PostilError

EXIT_UNREAD = 3
"""What was asked for was done with the files that could be read, and only with those."""


def tell(errors: Iterable[PostilError]) -> None:
    """Say what is wrong with each, and what to do."""
    for error in errors:
        print(f"postil: {error}\n        {error.hint}", file=sys.stderr)


def code_after(code: int, unread: Mapping[Path, PostilError]) -> int:
    """The exit code of a command that would end with `code`, had it read every file of notes."""
    return EXIT_UNREAD if unread else code
