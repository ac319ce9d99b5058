"""Pack everybody's notes on a document into one file to hand on."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from annotations.store import OpenNotes
    from reader.documents.model import Document

_EXAMPLES = """\
The package holds all notes on the document and the codebook. The article itself goes along only when you say so; its
text alone, without the file, makes sure that every note is found again on the other side. Without either, the notes
carry landmarks: snippets of a few words at intervals. Where the setting `landmarks` is false, no notes in the package
have any.

examples:
  postil share peru.txt -o peru-notes.zip
  postil share peru.txt -o peru.zip --with-article
  postil receive peru-notes.zip                  on the other side
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    from pathlib import Path

    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("source", metavar="SOURCE", help="the document")
    parser.add_argument("-o", "--output", metavar="PATH", type=Path, required=True, help="the package to write")
    parser.add_argument("--with-article", action="store_true", help="put the article into the package")
    parser.add_argument("--with-text", action="store_true", help="put the text of the article into the package")
    parser.add_argument(
        "--by", metavar="WHO", action="append", default=[], help="only this annotator's notes; repeat"
    )


def run(arguments: argparse.Namespace) -> int:
    """Collect, pack, write."""
    import sys
    from pathlib import Path

    from annotations import codebook, library, store
    from annotations.errors import StoreError, UsageError
    from annotations.package import Package, file_name, pack
    from reader.config import read_settings
    from reader.documents.load import load
    from reader.documents.origin import of_file
    from reader.files import write_whole

    settings = read_settings()
    document = load(arguments.source)
    data = library.data_folder()
    name = file_name(document.source) if library.is_local(document.source) else document.source
    notes: dict[str, bytes] = {}
    for path in library.notes_of(document.source, fingerprint=document.fingerprint, data=data):
        opened = store.read(path)  # a broken file is named here, and not handed on
        if opened is None or (arguments.by and opened.notes.annotator.id not in arguments.by):
            continue
        fit = _fit_to_travel(opened, document, landmarks=settings.landmarks)
        notes[f"{file_name(name)}.{opened.notes.annotator.id}{library.NOTES_SUFFIX}"] = fit.sheet.data()
    if not notes:
        raise UsageError(
            f"there are no notes on {arguments.source} to share", hint="Make some first: postil " + arguments.source
        )
    local = library.is_local(document.source)
    if arguments.with_article and not local:
        raise UsageError(
            "only a file can go into the package", hint="Leave out --with-article; --with-text takes the text."
        )
    book = codebook.find(Path(document.source).absolute()) if local else None
    try:
        package = Package(
            name=name,
            title=document.title,
            notes=notes,
            article=of_file(document.source).read() if arguments.with_article else None,
            texts={document.fingerprint: document.text} if arguments.with_text else {},
            codebook=book.read_bytes() if book else None,
        )
    except OSError as error:
        raise StoreError(
            f"{error.filename} cannot be read: {error.strerror}", hint="Check its permissions."
        ) from error
    write_whole(arguments.output, pack(package))
    along = [
        f"the notes of {', '.join(sorted(key.split('.')[-3] for key in notes))}",
        *(["the codebook"] if book else []),
        *(["the article"] if arguments.with_article else []),
        *(["its text"] if arguments.with_text else []),
    ]
    print(f"{arguments.output}: {'; '.join(along)}", file=sys.stderr)
    return 0


def _fit_to_travel(opened: OpenNotes, document: Document, *, landmarks: bool) -> OpenNotes:
    """The notes with landmarks of their text, if that is the document's, or else without any. Nothing is saved."""
    from dataclasses import replace

    from annotations.anchoring.landmarks import landmarks as landmarks_of
    from annotations.opened import with_notes

    notes = opened.notes
    if not landmarks:
        return with_notes(opened, replace(notes, landmarks=())) if notes.landmarks else opened
    if notes.landmarks or notes.document.fingerprint != document.fingerprint:
        return opened
    return with_notes(opened, replace(notes, landmarks=landmarks_of(document.text)))
