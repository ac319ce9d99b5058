"""List the documents of a folder, with how far each was read and how many notes there are."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reader.listing import Listed

PATIENCE = 2.0
"""Seconds for which documents are looked into for their titles; what is left is looked up the next time."""

_EXAMPLES = """\
examples:
  postil open articles/                 name, how far it was read, notes and whose, title
  postil open articles/ --below         also what is in the folders below
  postil open . --json | jq '.[] | select(.notes == 0).path'
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("source", metavar="FOLDER", nargs="?", default=".", help="a folder (the one you are in)")
    parser.add_argument("--below", action="store_true", help="also the folders below it")
    parser.add_argument("--json", action="store_true", help="the list for programs")


def run(arguments: argparse.Namespace) -> int:
    """Print the list to standard output."""
    from reader.listing import documents_in

    found = documents_in(arguments.source, below=arguments.below, seconds=None if arguments.json else PATIENCE)
    if arguments.json:
        sys.stdout.write(as_json(found))
    elif found:
        sys.stdout.write(as_table(found, arguments.source))
    else:
        print(f"postil: there is no document in {arguments.source}", file=sys.stderr)
    return 0


def as_json(found: list[Listed]) -> str:
    """A JSON list, one document a line."""
    import json

    rows = [
        {
            "path": str(listed.path),
            "title": listed.title,
            "percent": listed.percent,
            "notes": listed.notes,
            "annotators": list(listed.annotators),
            "size": listed.size,
        }
        for listed in found
    ]
    return "[" + ",\n ".join(json.dumps(row, ensure_ascii=False) for row in rows) + "]\n"


def as_table(found: list[Listed], folder: str) -> str:
    """Columns for a person: how far, notes, name, title."""
    from os.path import relpath

    from reader.documents.harmless import visible

    def line(text: str) -> str:
        return visible(text).replace("\n", "␊").replace("\t", "␉")

    rows = []
    for listed in found:
        percent = "-" if listed.percent is None else f"{listed.percent} %"
        notes = f"{listed.notes} by {', '.join(listed.annotators)}" if listed.notes else "-"
        rows.append((percent, notes, line(relpath(listed.path, folder)), line(listed.title)))
    head = ("read", "notes", "document", "title")
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(3)]
    lines = [
        f"{percent:>{widths[0]}}  {notes:<{widths[1]}}  {name:<{widths[2]}}  {title}".rstrip()
        for percent, notes, name, title in (head, *rows)
    ]
    return "\n".join(lines) + "\n"
