"""Let go of what postil keeps and no longer needs: old deleted notes, texts that no note is about."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from annotations.tidying import Clutter

DAYS = 90

_EXAMPLES = f"""\
Deleted notes stay in their file, marked as deleted, so that deleting can be undone and a merge does not bring them
back. The text of every annotated article is kept, so that notes find their passages when the article changes. Both
can go when they are old.

examples:
  postil tidy                      what could go, from all notes that postil has had open; nothing is changed
  postil tidy --yes                let it go
  postil tidy articles/ --yes      look at these notes too
  postil tidy --older-than 365     only what has not been needed for a year (otherwise {DAYS} days)

Only your own notes are changed. What anyone may still need stays, and so does everything younger.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="a folder or a file of notes to look at")
    parser.add_argument("--yes", action="store_true", help="do it; otherwise it is only told")
    parser.add_argument("--older-than", metavar="DAYS", type=int, default=DAYS, help=f"keep what is younger ({DAYS})")
    parser.add_argument("--by", metavar="WHO", help="whose notes are yours, if not the annotator of the settings")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> int:
    """Tell what goes, or could go, on standard output."""
    from datetime import UTC, datetime, timedelta

    from annotations import library, tidying
    from annotations.errors import UsageError
    from reader.config import default_annotator, read_settings

    if not 0 <= arguments.older_than <= 100_000:
        raise UsageError("an age is a number of days", hint=f"Write --older-than {DAYS}.")
    files: list[Path] = []
    for path in arguments.paths:
        files += library.notes_below(path) if path.is_dir() else [path]
    data = library.data_folder()
    whose = arguments.by or (read_settings().annotator or default_annotator()).id
    before = datetime.now(UTC) - timedelta(days=arguments.older_than)
    clutter = tidying.look(files, data=data, whose=whose, before=before)
    if arguments.yes:
        tidying.tidy(clutter, data=data)
    if arguments.json:
        print(json.dumps(_as_plain(clutter, done=arguments.yes), indent=2, ensure_ascii=False))
    else:
        _tell(clutter, done=arguments.yes)
    return 0


def _tell(clutter: Clutter, *, done: bool) -> None:
    for path, identities in clutter.tombstones.items():
        print(f"{path}: {_number(len(identities), 'deleted note')}")
    if clutter.texts:
        size = sum(clutter.texts.values()) / 1000
        print(f"{_number(len(clutter.texts), 'kept text')} that no note is about, {size:.0f} kB")
    for path in clutter.remains:
        print(f"{path}: left over")
    for error in clutter.unread.values():
        print(f"postil: {error}\n        {error.hint} Until then all kept texts stay.", file=sys.stderr)
    if not clutter:
        print("postil: there is nothing to tidy", file=sys.stderr)
    elif done:
        print("postil: all of this is gone", file=sys.stderr)
    else:
        print("postil: nothing was changed; with --yes it is", file=sys.stderr)


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _as_plain(clutter: Clutter, *, done: bool) -> dict[str, object]:
    return {
        "done": done,
        "notes": {str(path): sorted(identities) for path, identities in clutter.tombstones.items()},
        "texts": dict(clutter.texts),
        "remains": [str(path) for path in clutter.remains],
        "unread": {str(path): str(error) for path, error in clutter.unread.items()},
    }
