"""Write the notes on documents in another format, for other programs and for people without postil."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from annotations.errors import PostilError, StoreError, UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from annotations.formats.bundle import Bundle
    from annotations.formats.format import Format
    from annotations.formats.losses import Losses
    from annotations.query import Query

_EXAMPLES = """\
examples:
  postil export peru.txt --to markdown                        to standard output
  postil export peru.txt --to html -o peru.html
  postil export peru.txt --to csv --where 'tag:claim by:ana'
  postil export articles/*.txt --to jsonl -o all.jsonl         many documents in one file
  postil export articles/*.txt --to html -o pages/             a file for each, in a folder
  postil export --formats                                      what there is, and what can be set
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("sources", metavar="SOURCE", nargs="*", help="a path, a URL, or - for standard input")
    parser.add_argument("--to", metavar="FORMAT", help="the format to write")
    parser.add_argument("-o", "--output", metavar="PATH", help="a file, or a folder for one file a document")
    parser.add_argument("--where", metavar="QUERY", default="", help="only these notes: 'tag:claim -by:bo'")
    parser.add_argument("--deleted", action="store_true", help="deleted notes too, where the format holds them")
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], help="an option of the format")
    parser.add_argument("--formats", action="store_true", help="list the formats and their options")
    parser.add_argument("--json", action="store_true", help="report as JSON, on standard error")


def run(arguments: argparse.Namespace) -> int:
    """Write the export; report on standard error what the format could not hold."""
    from annotations.formats import registry
    from annotations.formats.losses import Losses
    from annotations.query import parse

    if arguments.formats:
        print(listed(registry.every()), end="")
        return 0
    if not arguments.to or not arguments.sources:
        raise UsageError("say what to export and --to which format", hint=f"Formats: {', '.join(registry.names())}.")
    format_ = registry.get(arguments.to)
    if not format_.can_export:
        raise UsageError(
            f"postil reads {format_.name} but does not write it", hint="Choose another format: --formats."
        )
    chosen = settings_given(format_, arguments.set)
    work = _Work(format_, chosen, parse(arguments.where, zone=_zone()), deleted=arguments.deleted)
    losses = Losses()
    target = _target(arguments.output, arguments.sources, format_)
    if target is not None and target.is_dir():
        for bundle in work.bundles(arguments.sources):
            path = target / (_stem(bundle.document.source) + format_.suffixes[0])
            _refuse(path, [bundle.document.source])
            export = format_.export(bundle, chosen)
            losses.merge(export.losses)
            with _file(path) as out:
                out.write(_bytes(export.data))
    else:
        with _file(target) if target is not None else _standard_output(format_) as out:
            for piece in _pieces(format_, chosen, work.bundles(arguments.sources), losses):
                out.write(_bytes(piece))
    _report(format_, losses, work, as_json=arguments.json)
    return 3 if work.failed else 0


def settings_given(format_: Format, given: list[str]) -> dict[str, str]:
    """The settings of a format from `name=value` words; a value that names a file becomes what stands in it.

    Raises: UsageError, for a word without `=`, an unknown name, or a file that cannot be read.
    """
    files = {option.name for option in format_.options if option.file}
    values: dict[str, str] = {}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"--set {word}: there is no value", hint="Write --set name=value; see --formats.")
        if name in files:
            try:
                value = Path(value).read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise UsageError(f"--set {word}: the file cannot be read: {error}", hint="Check the path.") from None
        values[name] = value
    return format_.settings(values)


def listed(formats: Iterable[Format]) -> str:
    """Every format with what it does, its suffix and its options, for people."""
    lines: list[str] = []
    for format_ in formats:
        does = " and ".join(word for word, can in (("to", format_.can_export), ("from", format_.can_import)) if can)
        lines.append(f"{format_.name:<18} {does:<12} {format_.suffixes[0]:<13} {format_.summary}")
        for option in format_.options:
            default = f" ({option.default})" if option.default else ""
            lines.append(f"  --set {option.name}=…  {option.summary}{default}")
    return "\n".join(lines) + "\n"


class _Work:
    """Opens one document after the other; one that cannot be opened among many is told of and left out."""

    def __init__(self, format_: Format, settings: dict[str, str], query: Query, *, deleted: bool) -> None:
        self._format = format_
        self._settings = settings
        self._query = query
        self._deleted = deleted
        self.documents = 0
        self.notes = 0
        self.failed = 0

    def bundles(self, sources: list[str]) -> Iterator[Bundle]:
        from reader.config import read_settings
        from reader.documents.load import load
        from reader.exchange import bundle_of, desk_for

        settings = read_settings()
        shown = sys.stderr.isatty() and len(sources) > 1
        for number, source in enumerate(sources, 1):
            if shown:
                print(f"\r\x1b[K{number}/{len(sources)} {source}", end="", file=sys.stderr, flush=True)
            try:
                document = load(source)
                desk = desk_for(document, settings)
                bundle = bundle_of(
                    document, desk, query=self._query, deleted=self._deleted, entities=self._format.entities
                )
            except PostilError as error:
                if len(sources) == 1:
                    raise
                self.failed += 1
                print(f"{chr(13) + chr(27) + '[K' if shown else ''}postil: {error}", file=sys.stderr)
                print(f"        {error.hint}", file=sys.stderr)
                continue
            self.documents += 1
            self.notes += len(bundle.notes)
            yield bundle
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _pieces(
    format_: Format, settings: dict[str, str], bundles: Iterator[Bundle], losses: Losses
) -> Iterator[str | bytes]:
    if format_.stream is not None:
        yield from format_.stream(bundles, settings, losses)
        return
    for bundle in bundles:
        export = format_.export(bundle, settings)
        losses.merge(export.losses)
        yield export.data


def _target(output: str | None, sources: list[str], format_: Format) -> Path | None:
    """The file or folder to write to; None for standard output.

    Raises: UsageError, when many documents are to go into one file of a format that holds one.
    """
    folder = output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())
    if len(sources) > 1 and format_.stream is None and not folder:
        raise UsageError(
            f"{format_.name} holds one document a file, and {len(sources)} are given",
            hint="Name a folder: -o exports/",
        )
    if output is None or output == "-":
        return None
    path = Path(output)
    if folder:
        path.mkdir(parents=True, exist_ok=True)
    else:
        _refuse(path, sources)
    return path


def _refuse(path: Path, sources: list[str]) -> None:
    """Raise UsageError, when an export would take the place of a document or of notes."""
    from annotations.library import is_notes_name

    same = any(Path(source).exists() and path.exists() and path.samefile(source) for source in sources)
    if same or is_notes_name(path.name):
        what = "the document itself" if same else "a file of notes"
        raise UsageError(f"{path} is {what}: an export would take its place", hint="Name another file with -o.")


def _stem(source: str) -> str:
    name = source.rstrip("/").rpartition("/")[2] or "export"
    return Path(name).stem if source != "-" else "stdin"


@contextlib.contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its place when it is whole, and leaves no trace when it fails."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with fresh.open("wb") as out:
            yield out
        fresh.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror or error}", hint="Check the folder, and the room on the disk."
        ) from error
    finally:
        fresh.unlink(missing_ok=True)


@contextlib.contextmanager
def _standard_output(format_: Format) -> Iterator[BinaryIO]:
    if format_.binary and sys.stdout.isatty():
        raise UsageError(f"{format_.name} is nothing a terminal can show", hint="Name a file with -o.")
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _bytes(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece


def _report(format_: Format, losses: Losses, work: _Work, *, as_json: bool) -> None:
    if as_json:
        report = {
            "format": format_.name,
            "documents": work.documents,
            "failed": work.failed,
            "notes": work.notes,
            "losses": losses.as_dict(),
        }
        print(json.dumps(report), file=sys.stderr)
        return
    notes = f"{work.notes} note{'s' * (work.notes != 1)}"
    documents = f"{work.documents} document{'s' * (work.documents != 1)}"
    print(f"postil: {notes} on {documents} written as {format_.name}", file=sys.stderr)
    if losses:
        print(f"        {format_.name} cannot hold: {losses}", file=sys.stderr)


def _zone() -> tzinfo:
    """Where the person's days begin."""
    from datetime import UTC, datetime

    return datetime.now(UTC).astimezone().tzinfo or UTC
