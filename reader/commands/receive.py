"""Take in notes that somebody handed you: check them, show what is new, merge them."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from annotations.model import NotesFile

_EXAMPLES = """\
Notes go beside the article, each person's in a file of their own; what is there already is merged and never
overwritten. Nothing in a package can reach any other place.

examples:
  postil receive peru.zip
  postil receive peru.zip --into ~/articles --dry-run
  postil receive peru.txt.bo.postil.yaml --into ~/articles
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    from pathlib import Path

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("file", metavar="FILE", type=Path, help="a package (.zip), or one notes file (.yaml)")
    parser.add_argument("--into", metavar="FOLDER", type=Path, default=Path(), help="where the article is, or goes")
    parser.add_argument("--dry-run", action="store_true", help="only show what is new")


def run(arguments: argparse.Namespace) -> int:
    """Check everything first; only then write."""
    from annotations import codebook, library, store, texts
    from annotations.errors import StoreError
    from annotations.package import Package, file_name, unpack
    from reader.files import write_whole

    try:
        data = arguments.file.read_bytes()
    except OSError as error:
        raise StoreError(f"{arguments.file} cannot be read: {error.strerror}", hint="Check the path.") from error
    package = unpack(data) if data[:2] == b"PK" else None
    if package is None:
        alone = store.read_bytes(data, arguments.file).notes
        package = Package(name=alone.document.source or arguments.file.name, notes={arguments.file.name: data})
    name = file_name(package.name)
    folder = arguments.into
    checked: list[tuple[Path, NotesFile]] = []
    for member, content in package.notes.items():
        notes = store.read_bytes(content, folder / member).notes
        if library.is_local(package.name):
            target = library.sidecar((folder / name).absolute(), notes.annotator.id)
        else:
            target = library.notes_path(
                package.name,
                annotator=notes.annotator.id,
                fingerprint=notes.document.fingerprint,
                data=library.data_folder(),
            )
        checked.append((target, notes))
    if package.codebook is not None:
        codebook.parse(package.codebook.decode("utf-8", "strict"))
    for target, notes in checked:
        _take_in(target, notes, dry=arguments.dry_run)
    extras = [(name, package.article)] if package.article is not None else []
    if package.codebook is not None:
        extras.append((codebook.FILE_NAME, package.codebook))
    for extra, content in extras:
        path = folder / extra
        if path.exists():
            same = path.read_bytes() == content
            print(f"{path}: {'the same here' if same else 'another one is here and stays'}", file=sys.stderr)
        else:
            print(f"{path}: new", file=sys.stderr)
            if not arguments.dry_run:
                write_whole(path, content)
    if not arguments.dry_run:
        # With the texts that were annotated at hand, the notes find their passages for certain.
        for text in package.texts.values():
            texts.put(text, data=library.data_folder())
    return 0


def _take_in(target: Path, theirs: NotesFile, *, dry: bool) -> None:
    from annotations import store
    from annotations.differences import differences
    from annotations.merge import merge
    from annotations.store import Change
    from reader.commands.diff import told

    here = store.open_notes(target, document=theirs.document, annotator=theirs.annotator)
    merged = merge(None, here.notes, theirs).notes
    changes = differences(here.notes, merged)
    print(f"{target.name}: {len(changes)} {'change' if len(changes) == 1 else 'changes'}", file=sys.stderr)
    for change in changes:
        sys.stdout.writelines(told(change))
    if dry:
        return
    different = store.differing(here.notes, merged)
    known = {item.id: item for item in here.notes.entities}
    entities = tuple(item for item in merged.entities if known.get(item.id) != item)
    if different or entities or here.stamp is None:
        notes = tuple(note for note in merged.annotations if note.id in different)
        news = Change(annotations=notes, entities=entities, document=merged.document, landmarks=merged.landmarks)
        store.save_together(here, news, merge=lambda base, ours, others: merge(base, ours, others).notes)
