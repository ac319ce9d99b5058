"""Show what changed between two files of notes, note by note."""

from __future__ import annotations

import argparse
import sys

from reader.cells import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotations.differences import NoteChange
    from annotations.model import Annotation, NotesFile

_EXAMPLES = """\
examples:
  postil diff peru.txt.ana.postil.yaml old/peru.txt.ana.postil.yaml
  postil diff a.yaml b.yaml --json | jq '.notes[].change'
  postil diff a.yaml b.yaml --where tag:claim

Exit code 1 says that the files differ in what they say; times and where a passage was last seen are no difference.
"""

_SIGNS = {"added": "+", "deleted": "-", "removed": "-", "restored": "+", "edited": "~"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    from pathlib import Path

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="the file before, and the file after")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--where", metavar="QUERY", default="", help="only notes that match (see docs/query.md)")
    parser.add_argument("--textconv", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Compare two files; with --textconv, print one file for git to compare."""
    from annotations.errors import UsageError

    if arguments.textconv:
        sys.stdout.writelines(_readable(_read(arguments.files[0])))
        return 0
    if len(arguments.files) != 2:
        raise UsageError("postil diff takes two files", hint="Name the file before, then the file after.")
    from annotations.differences import correction_differences, differences

    before, after = (_read(path) for path in arguments.files)
    changes = [change for change in differences(before, after) if _wanted(arguments.where, change.note)]
    corrections = correction_differences(before, after) if not arguments.where else ()
    if arguments.json:
        import json

        from annotations import codec

        said = {
            "notes": [
                {
                    "id": change.note.id,
                    "change": change.change,
                    "quote": _quote(change.note),
                    "fields": {field.field: [field.before, field.after] for field in change.fields},
                }
                for change in changes
            ],
            "entities": [
                {"change": change.change, **codec.correction_to_plain(change.correction)} for change in corrections
            ],
        }
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        for change in changes:
            sys.stdout.writelines(told(change))
        for correction in corrections:
            what = correction.correction
            line = f"{_SIGNS[correction.change]} entity {what.entity}: {what.action} {what.value}"
            print(harmless(line.rstrip()))
    return 1 if changes or corrections else 0


def _read(path: Path) -> NotesFile:
    from annotations import store
    from annotations.errors import StoreError

    opened = store.read(path)
    if opened is None:
        raise StoreError(f"{path} is not there", hint="Check the path.")
    return opened.notes


def _wanted(query: str, note: Annotation) -> bool:
    from annotations.query import parse

    return not query or parse(query).matches(note)


def _quote(note: Annotation) -> str:
    return " … ".join(span.exact for span in note.spans)


def told(change: NoteChange) -> Iterator[str]:
    """A change for people, in lines that command no terminal, whatever the notes hold."""
    return (f"{harmless(line)}\n" for line in _told(change))


def _told(change: NoteChange) -> Iterator[str]:
    note = change.note
    title = f"“{_short(_quote(note))}”" if note.spans else "on the whole document"
    words = {"deleted": " (deleted)", "removed": " (gone from the file)", "restored": " (restored)"}
    yield f"{_SIGNS[change.change]} {title}{words.get(change.change, '')}"
    if change.change == "edited":
        for field in change.fields:
            if field.field == "variants":
                yield "    waits for a choice between two texts" if field.after != "0" else "    choice made"
            elif field.field == "comment":
                yield from (f"    - {line}" for line in field.before.splitlines())
                yield from (f"    + {line}" for line in field.after.splitlines())
            else:
                yield f"    {field.field}: {field.before or '(none)'} -> {field.after or '(none)'}"
    elif change.change in ("added", "restored"):
        labels = " ".join([*(f"#{tag}" for tag in note.tags), *([note.color] if note.color else [])])
        if labels:
            yield f"    {labels}"
        yield from (f"    {line}" for line in note.comment.splitlines())


def _short(text: str, width: int = 72) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def _readable(notes: NotesFile) -> Iterator[str]:
    """One file of notes as lines that a person reads in `git diff`; each note begins with its quote."""
    return (f"{harmless(line)}\n" for line in _text_of(notes))


def _text_of(notes: NotesFile) -> Iterator[str]:
    annotator, document = notes.annotator, notes.document
    yield f"notes of {annotator.name or annotator.id} on {document.title or document.source}"
    for note in notes.annotations:
        if note.deleted:
            continue
        yield ""
        yield f"“{' '.join(_quote(note).split())}”" if note.spans else "(on the whole document)"
        if note.color or note.tags:
            yield " ".join([*([note.color] if note.color else []), *(f"#{tag}" for tag in note.tags)])
        yield from (f"    {line}" for line in note.comment.splitlines())
        for variant in note.variants:
            yield from (f"    or: {line}" for line in (variant.comment or "").splitlines())
    for item in notes.entities:
        if not item.deleted:
            yield ""
            yield f"entity {item.entity}: {item.action} {item.value}"
