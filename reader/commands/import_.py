"""Read notes on a document that other programs have written, and put them beside its own."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import FormatError, StoreError, UsageError

if TYPE_CHECKING:
    from annotations.formats.imports import Imported, Report

_EXAMPLES = """\
examples:
  postil import peru.txt export.json                   the format is told by the file
  postil import peru.txt highlights.csv --from readwise
  postil import peru.txt notes.json --dry-run           see what would happen
  postil import --formats                               what can be read, and what can be set
"""

_SHOWN = 20
"""Reasons for skipping notes that are told."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("source", metavar="SOURCE", nargs="?", help="the document: a path or a URL")
    parser.add_argument("path", metavar="PATH", nargs="?", help="the file to import, or - for standard input")
    parser.add_argument("--from", dest="format", metavar="FORMAT", help="the file's format, where it cannot be told")
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], help="an option of the format")
    parser.add_argument("--dry-run", action="store_true", help="say what would be added, and add nothing")
    parser.add_argument("--formats", action="store_true", help="list the formats and their options")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Add the notes, and report what was read, found again, left out and why. Running it twice adds nothing."""
    from datetime import UTC, datetime

    from annotations.formats import registry
    from annotations.formats.imports import settle
    from reader.commands.export import listed, settings_given
    from reader.config import read_settings
    from reader.documents.load import load
    from reader.exchange import desk_for, put_away

    if arguments.formats:
        print(listed(format_ for format_ in registry.every() if format_.can_import), end="")
        return 0
    if arguments.source is None or arguments.path is None:
        raise UsageError("say which document, and which file to import", hint="postil import DOCUMENT FILE")
    format_ = registry.get(arguments.format) if arguments.format else None
    data = _read(arguments.path)
    format_ = format_ or registry.recognise(arguments.path, data[: registry.SNIFFED])
    settings = settings_given(format_, arguments.set)
    document = load(arguments.source)
    desk = desk_for(document, read_settings())
    try:
        reading = format_.read(data, document, settings)
    except FormatError as error:
        raise FormatError(f"{arguments.path}: {error}", hint=error.hint) from error
    imported = settle(
        reading,
        format_name=format_.name,
        document=document,
        known=[entry.note for entry in desk.entries],
        now=datetime.now(UTC).replace(microsecond=0),
        me=desk.me.id,
    )
    files = [] if arguments.dry_run else put_away(imported, desk, format_name=format_.name)
    if arguments.json:
        print(json.dumps(_plain(imported, format_.name, files), ensure_ascii=False))
    else:
        print(_told(imported.report, format_.name, files, dry=arguments.dry_run), end="")
    return 0


def _read(path: str) -> bytes:
    """The bytes of the file, unless it is too large to be one of notes.

    Raises: FormatError, StoreError.
    """
    from annotations.formats.epub_annotations import PUBLICATION_LIMIT

    try:
        if path == "-":
            data = sys.stdin.buffer.read(PUBLICATION_LIMIT + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(PUBLICATION_LIMIT + 1)
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}", hint="Check the path.") from error
    if len(data) > PUBLICATION_LIMIT:
        raise FormatError(
            f"{path} has more than {PUBLICATION_LIMIT / 1e6:,.0f} MB",
            hint="That is no file of notes: check the path.",
        )
    return data


def _plain(imported: Imported, format_name: str, files: list[Path]) -> dict[str, object]:
    return {
        "format": format_name,
        **imported.report.as_dict(),
        "ids": [note.id for note in imported.notes],
        "files": [str(path) for path in files],
    }


def _told(report: Report, format_name: str, files: list[Path], *, dry: bool) -> str:
    lines = [f"{_notes(report.read)} read as {format_name}"]
    lines.append(f"  {report.added:>6} {'would be added' if dry else 'added'}")
    for count, what in (
        (report.matched, "stand where the file says"),
        (report.reanchored, "found again by their words"),
        (report.ambiguous, "may stand in two places: choose with postil anchor"),
        (report.orphaned, "orphaned: their words are not in this text"),
    ):
        if count:
            lines.append(f"  {count:>10} {what}")
    if report.known:
        lines.append(f"  {report.known:>6} here already, left as they are")
    if report.skipped:
        lines.append(f"  {len(report.skipped):>6} skipped:")
        lines += _reasons(report)
    lines += [f"saved in {path}" for path in files]
    return "\n".join(lines) + "\n"


def _reasons(report: Report) -> list[str]:
    """Why notes were skipped, each reason once, with the places it holds for."""
    places: dict[str, list[str]] = {}
    for skip in report.skipped:
        places.setdefault(skip.why, []).append(skip.where)
    lines = []
    for why, where in list(places.items())[:_SHOWN]:
        more = f" and {len(where) - 3} more" if len(where) > 3 else ""
        lines.append(f"         {', '.join(where[:3])}{more}: {why}")
    if len(places) > _SHOWN:
        lines.append(f"         and {len(places) - _SHOWN} more reasons: see --json")
    return lines


def _notes(count: int) -> str:
    return f"{count} note{'s' * (count != 1)}"
