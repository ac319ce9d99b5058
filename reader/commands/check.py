"""Validate files of notes: file, line, column, what is wrong, what to do."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotations.errors import BrokenNotesError

_EXAMPLES = """\
examples:
  postil check peru.txt                          everyone's notes on a document
  postil check peru.txt.ana.postil.yaml          one file of notes
  postil check articles/ --json                  all notes below a folder, for programs
  postil check --schema > postil-notes-1.schema.json
                                                 the JSON Schema, in the folder where editors look for it

Exit code: 0 when all is well, 1 when something is wrong.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="a file of notes, a document, a folder")
    parser.add_argument("--json", action="store_true", help="for programs: file, line, column, problem, remedy")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of a file of notes")


def run(arguments: argparse.Namespace) -> int:
    """Print what is wrong to standard output, and how many files were read to standard error."""
    from annotations.errors import UsageError

    if arguments.schema:
        from annotations.schema import schema_text

        sys.stdout.write(schema_text())
        return 0
    if not arguments.paths:
        raise UsageError("there is nothing to check", hint="Name a file of notes, a document, or a folder.")
    files = [path for given in arguments.paths for path in _files(given)]
    found = [problem for path in dict.fromkeys(files) for problem in _problems(path)]
    if arguments.json:
        print(json.dumps([_as_plain(problem) for problem in found], ensure_ascii=False, indent=2))
    else:
        for problem in found:
            print(f"{problem}\n    {problem.hint}")
        wrong = f"{len(found)} problem{'s' * (len(found) != 1)}" if found else "all is well"
        print(f"postil: {len(files)} file{'s' * (len(files) != 1)} of notes: {wrong}", file=sys.stderr)
    return 1 if found else 0


def _files(given: Path) -> list[Path]:
    """The files of notes that a path stands for. Raises: StoreError, if there are none."""
    from annotations import library
    from annotations.errors import StoreError

    if given.is_dir():
        return list(library.notes_below(given))
    if library.is_notes_name(given.name) and given.exists():
        return [given]
    if found := library.notes_of(str(given), fingerprint="none", data=library.data_folder()):
        folder = given.absolute().parent
        return [given.with_name(path.name) if path.parent == folder else path for path in found]
    if given.exists():
        return [given]
    raise StoreError(f"{given} is not there, and there are no notes on it", hint="Check the path.")


def _problems(path: Path) -> Iterator[BrokenNotesError]:
    from annotations import store
    from annotations.errors import BrokenNotesError

    try:
        data = path.read_bytes()
    except OSError as error:
        hint = "Check who may read it."
        yield BrokenNotesError(path, f"this cannot be read: {error.strerror}", hint=hint)
        return
    found = store.problems(data, path)
    yield from found
    if not found:
        yield from _doubts(data, path)


def _doubts(data: bytes, path: Path) -> Iterator[BrokenNotesError]:
    """What postil can read, but that would mislead it."""
    from annotations import library, store
    from annotations.errors import BrokenNotesError
    from annotations.sheet import decoded
    from annotations.yaml_nodes import read_nodes

    who = store.read_bytes(data, path).notes.annotator.id
    if library.is_notes_name(path.name) and not path.name.endswith(f".{who}{library.NOTES_SUFFIX}"):
        node = read_nodes(decoded(data)[0]).at(("annotator", "id"))
        problem = f"the file is {who}'s, but its name says otherwise"
        hint = f"Name it as its document, and then .{who}{library.NOTES_SUFFIX}, or correct the id."
        yield BrokenNotesError(path, problem, line=node.line + 1, column=node.column + 1, hint=hint)


def _as_plain(problem: BrokenNotesError) -> dict[str, object]:
    return {
        "file": str(problem.path),
        "line": problem.line,
        "column": problem.column,
        "problem": problem.problem,
        "remedy": problem.hint,
    }
