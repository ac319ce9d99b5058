"""Where the notes of a document are: beside it, one file for each annotator, or in the user's own folder.

    data = data_folder()
    path = notes_path("peru.txt", annotator="ana", fingerprint=document.fingerprint, data=data)
    everyone = notes_of("peru.txt", fingerprint=document.fingerprint, data=data)      # path among them, if it exists

`peru.txt` -> `peru.txt.ana.postil.yaml`. Notes about a URL, standard input or a document whose folder cannot be
written are in `notes/` of the data folder. Notes whose document was renamed or moved are found by its fingerprint.
`annotations.store` opens what is found here.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotations.codec import is_annotator_id
from annotations.disk import LARGEST, open_file
from annotations.model import NotesFile

NOTES_SUFFIX = ".postil.yaml"
NOTES_FOLDER = "notes"
"""In the data folder: notes that cannot stand beside their document."""

_LINUX = sys.platform.startswith("linux")
_REGISTER = "known-notes.tsv"
_HEAD = 1 << 14
"""Bytes of a notes file in which its header is looked for first."""


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of what postil keeps for this user: `POSTIL_DATA_DIR`, or where the system wants it. Makes none."""
    if chosen := environment.get("POSTIL_DATA_DIR"):
        return Path(chosen).expanduser().absolute()
    if _LINUX:
        # As platformdirs says, which takes longer to load than to say.
        base = environment.get("XDG_DATA_HOME", "").strip()
        return (Path(base) if base else Path("~/.local/share").expanduser()) / "postil"
    import platformdirs

    return platformdirs.user_data_path("postil", appauthor=False)


def is_local(source: str) -> bool:
    """Whether `source` names a file: not standard input, not a URL."""
    return source != "-" and re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", source) is None


def sidecar(document: Path, annotator: str) -> Path:
    """The notes file of `annotator` beside `document`."""
    if not is_annotator_id(annotator):
        raise ValueError(f"{annotator!r} cannot stand in a file name")
    return document.with_name(f"{document.name}.{annotator}{NOTES_SUFFIX}")


def notes_path(source: str, *, annotator: str, fingerprint: str, data: Path) -> Path:
    """Where the notes of `annotator` about `source` are; where there are none yet, where to make them.

    Args:
        source: As the person named it: a path, a URL, or `-`.
        fingerprint: Of the canonical text as it is today.
        data: See `data_folder`.
    """
    beside = sidecar(Path(source).absolute(), annotator) if is_local(source) else None
    if beside and beside.exists():
        return beside
    for path in notes_of(source, fingerprint=fingerprint, data=data):
        if annotator_of(path, source) == annotator:
            return path
    if beside and os.access(beside.parent, os.W_OK | os.X_OK):
        return beside
    return data / NOTES_FOLDER / f"{_slug(source)}.{_key(source)}.{fingerprint[:16]}.{annotator}{NOTES_SUFFIX}"


def notes_of(source: str, *, fingerprint: str, data: Path) -> list[Path]:
    """Every annotator's notes about `source`, those beside it first; see `notes_path` for the arguments.

    Files are found by their names alone where that is possible; none is read to its end.
    """
    found: dict[Path, None] = {}
    if is_local(source):
        document = Path(source).absolute()
        found |= dict.fromkeys(_beside(document))
        if not found:
            found |= dict.fromkeys(_strays(document.parent, fingerprint))
            found |= dict.fromkeys(_moved(fingerprint, data))
    found |= dict.fromkeys(_kept_apart(source, fingerprint, data / NOTES_FOLDER))
    return list(found)


def annotator_of(path: Path, source: str) -> str:
    """Whose notes `path` holds, by its name: the part before the suffix that no document's name takes up."""
    stem = path.name.removesuffix(NOTES_SUFFIX)
    name = Path(source).name if is_local(source) else ""
    if name and stem.startswith(f"{name}."):
        return stem[len(name) + 1 :]
    if match := _APART.fullmatch(path.name):
        return match["who"]
    header = read_header(path)
    return header.annotator.id if header else stem.rpartition(".")[2]


def notes_below(folder: Path) -> Iterator[Path]:
    """Every notes file in `folder` and the folders below it, in the order of their names; hidden folders are not
    entered."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(names) if is_notes_name(name))


def is_notes_name(name: str) -> bool:
    """Whether a file of this name holds notes."""
    return name.endswith(NOTES_SUFFIX) and not name.startswith(".")


def read_header(path: Path) -> NotesFile | None:
    """What a notes file says before its notes; None when it is gone or broken. Costs the same at any length."""
    from annotations.codec import header_from_plain
    from annotations.fields import Misfit
    from annotations.sheet import read_sheet
    from annotations.yaml_nodes import YamlProblem

    try:
        with open_file(path) as file:
            data = file.read(_HEAD)
            head, found, _ = data.partition(b"\nannotations:")
            if not found:
                head = data + file.read(LARGEST)
    except OSError:
        return None
    try:
        return header_from_plain(read_sheet(head + b"\n")[1])
    except (YamlProblem, Misfit):
        return None


@dataclass(frozen=True, slots=True)
class Known:
    """A notes file that postil has had open."""

    path: Path
    fingerprint: str
    """Of the text that was annotated then."""


def remember(path: Path, *, fingerprint: str, data: Path) -> None:
    """Note that `path` holds notes about the text of `fingerprint`, so that both are found when they are apart."""
    entry = Known(path.absolute(), fingerprint)
    if "\n" in str(path) or entry in known(data):
        return
    data.mkdir(parents=True, exist_ok=True)
    line = f"{fingerprint}\t{entry.path}\n".encode(errors="surrogateescape")
    # One write at the end of the file is whole, whoever else writes there.
    descriptor = os.open(data / _REGISTER, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def known(data: Path) -> list[Known]:
    """Every notes file that `remember` was told of, the oldest first, whether it is still there or not."""
    try:
        text = (data / _REGISTER).read_bytes().decode(errors="surrogateescape")
    except FileNotFoundError:
        return []
    parts = (line.partition("\t") for line in text.split("\n")[:-1])
    return [Known(Path(path), fingerprint) for fingerprint, _, path in parts if path]


_APART = re.compile(r".*\.(?P<key>[0-9a-f]{12}|stdin)\.(?P<text>[0-9a-f]{16})\.(?P<who>.+)" + re.escape(NOTES_SUFFIX))


def _beside(document: Path) -> list[Path]:
    """The notes files named after `document`, and after no document with a longer name."""
    names = _names(document.parent)
    start = f"{document.name}."
    return [
        document.with_name(name)
        for name in sorted(names)
        if name.startswith(start) and is_notes_name(name) and _owner(name, names) in (document.name, "")
    ]


def _owner(name: str, names: set[str]) -> str:
    """The document among `names` that the notes file `name` is named after: the longest; empty when it is gone."""
    stem = name.removesuffix(NOTES_SUFFIX)
    while "." in stem:
        stem = stem.rpartition(".")[0]
        if stem in names:
            return stem
    return ""


def _strays(folder: Path, fingerprint: str) -> list[Path]:
    """Notes in `folder` about the text of `fingerprint` whose document is gone: it was renamed."""
    names = _names(folder)
    lone = sorted(name for name in names if is_notes_name(name) and not _owner(name, names))
    return [folder / name for name in lone if _is_about(folder / name, fingerprint)]


def _moved(fingerprint: str, data: Path) -> list[Path]:
    """Notes that were left where their document was when it moved elsewhere."""
    paths = dict.fromkeys(entry.path for entry in known(data) if entry.fingerprint == fingerprint)
    return [
        path
        for path in paths
        if path.is_file() and not _owner(path.name, _names(path.parent)) and _is_about(path, fingerprint)
    ]


def _kept_apart(source: str, fingerprint: str, folder: Path) -> list[Path]:
    """Notes in the user's own folder about this source, or about this text from wherever it came."""
    key = _key(source)
    matches = filter(None, map(_APART.fullmatch, sorted(_names(folder))))
    return [
        folder / match[0]
        for match in matches
        if (match["key"] == key and key != "stdin")
        or match["text"] == fingerprint[:16]
        or (key == match["key"] == "stdin" and _is_about(folder / match[0], fingerprint))
    ]


def _is_about(path: Path, fingerprint: str) -> bool:
    header = read_header(path)
    return header is not None and header.document.fingerprint == fingerprint


def _names(folder: Path) -> set[str]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name for entry in entries}
    except OSError:
        return set()


def _key(source: str) -> str:
    """Twelve hexadecimal digits that stand for a URL or an absolute path; `stdin` for standard input."""
    if source == "-":
        return "stdin"
    import hashlib

    named = str(Path(source).absolute()) if is_local(source) else source
    return hashlib.sha256(named.encode(errors="surrogateescape")).hexdigest()[:12]


def _slug(source: str) -> str:
    """What a person recognises the source by, for a file name."""
    last = source.rstrip("/").rpartition("/")[2] if source != "-" else "stdin"
    return re.sub(r"[^A-Za-z0-9_-]+", "-", last).strip("-")[:40] or "notes"
