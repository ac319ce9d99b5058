"""Put two versions of one person's notes together, by the version both came from."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from annotations.merge import Conflict
    from annotations.model import NotesFile

_EXAMPLES = """\
BASE is the version both came from; write none where there is no such file. The merged notes go to standard output,
what could not be brought together to standard error: there both texts are kept in the note, and postil asks which one
holds. Exit code 1 says that there were such notes.

examples:
  postil merge base.yaml mine.yaml theirs.yaml > together.yaml
  postil merge none laptop.yaml desktop.yaml -o peru.txt.ana.postil.yaml
  postil git setup                         let git merge notes in this way
"""

NO_BASE = "none"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    from pathlib import Path

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("base", metavar="BASE", type=Path, help="the version both came from, or none")
    parser.add_argument("ours", metavar="OURS", type=Path, help="one side; comments in this file are kept")
    parser.add_argument("theirs", metavar="THEIRS", type=Path, help="the other side")
    parser.add_argument("-o", "--output", metavar="PATH", type=Path, help="write the merged notes to a file")
    parser.add_argument("--json", action="store_true", help="print what was in conflict as JSON; needs --output")
    parser.add_argument("--driver", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Merge, write, and say what was in conflict. As git's driver, the merged notes replace OURS."""
    from annotations import store
    from annotations.errors import StoreError, UsageError
    from annotations.merge import merge
    from reader.files import write_whole

    if arguments.json and arguments.output is None:
        raise UsageError("--json needs --output", hint="Name the file for the merged notes with -o.")
    ours, theirs = store.read(arguments.ours), store.read(arguments.theirs)
    for path, opened in ((arguments.ours, ours), (arguments.theirs, theirs)):
        if opened is None:
            raise StoreError(f"{path} is not there", hint="Check the path; write none only for BASE.")
    assert ours is not None
    assert theirs is not None
    merged = merge(_base(arguments.base), ours.notes, theirs.notes)
    data = store.with_notes(ours, merged.notes).sheet.data()
    target = arguments.ours if arguments.driver else arguments.output
    if target is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        write_whole(target, data)
    if arguments.json:
        import dataclasses
        import json

        print(
            json.dumps([dataclasses.asdict(conflict) for conflict in merged.conflicts], ensure_ascii=False, indent=2)
        )
    else:
        for conflict in merged.conflicts:
            print(f"postil: {_told(conflict)}", file=sys.stderr)
    # To git a merge that kept both texts, marked, is a merge that went well: there is nothing left to edit by hand.
    return 1 if merged.conflicts and not arguments.driver else 0


def _base(path: Path) -> NotesFile | None:
    """The version both sides came from. git hands over an empty file where there is none."""
    from annotations import store

    if str(path) == NO_BASE and not path.exists():
        return None
    if path.exists() and not path.stat().st_size:
        return None
    opened = store.read(path)
    return opened.notes if opened else None


def _told(conflict: Conflict) -> str:
    short = conflict.note[-6:]
    if conflict.field == "deleted":
        return f"…{short} was deleted on one side and edited on the other; {conflict.kept} stays"
    if conflict.field == "correction":
        return f"correction …{short}: both sides changed it; kept {conflict.kept!r}, not {conflict.other!r}"
    both = f"kept {conflict.kept!r}, and {conflict.other!r} beside it"
    return f"note …{short}: both sides changed its {conflict.field}; {both}"
