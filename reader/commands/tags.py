"""List the tags of many notes, rename one, or make several one: across files, as one act that can be undone."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from reader.cells import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from annotations.codebook import Codebook
    from annotations.errors import PostilError
    from annotations.model import Annotation
    from annotations.store import OpenNotes

_EXAMPLES = """\
SOURCE is a document, a notes file, or a folder with all that is below it. Renaming changes your own notes only:
nobody writes another person's file. A tag `a/b` goes along when `a` is renamed.

examples:
  postil tags articles/                          tags, how often, by whom, and what the codebook says
  postil tags articles/ rename clam claim
  postil tags articles/ merge people person place who
                                                 the last one named takes the place of the others
  postil tags articles/ undo                     take the last rename or merge back
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.usage = "postil tags SOURCE... [list | rename OLD NEW | merge OLD... NEW | undo] [--by WHO] [--json]"
    parser.add_argument("words", metavar="SOURCE", nargs="+", help="documents, notes files, folders; then the act")
    parser.add_argument(
        "--by", metavar="WHO", help="change this annotator's notes, not those of the one in the settings"
    )
    parser.add_argument("--json", action="store_true", help="the list for programs")


def run(arguments: argparse.Namespace) -> int:
    """List, or change and say what was changed."""
    from annotations.errors import UsageError
    from reader.commands.unread import code_after, tell

    words: list[str] = arguments.words
    at = next((n for n, word in enumerate(words) if n and word in ("list", "rename", "merge", "undo")), len(words))
    sources, act, names = words[:at], words[at] if at < len(words) else "list", words[at + 1 :]
    files, unread = _files(sources)
    tell(unread.values())
    if act == "list":
        return code_after(_list(files, as_json=arguments.json, sources=sources), unread)
    mine = _own(files, arguments.by)
    if act == "undo":
        return code_after(_undo(mine), unread)
    if (act == "rename" and len(names) != 2) or (act == "merge" and len(names) < 2):
        raise UsageError(f"postil tags {act} needs the old and the new tag", hint="See postil tags --help.")
    *old, new = (name.strip().removeprefix("#") for name in names)
    code = _change(mine, old, new)
    _tell_codebook(sources, old)
    return code_after(code, unread)


def renamed(tags: Iterable[str], old: Iterable[str], new: str) -> tuple[str, ...]:
    """The tags of a note with each of `old` become `new`, and `old/x` become `new/x`; none twice."""
    out: list[str] = []
    for tag in tags:
        for name in old:
            if tag == name or tag.startswith(f"{name}/"):
                tag = new + tag[len(name) :]
                break
        if tag not in out:
            out.append(tag)
    return tuple(out)


def _files(sources: list[str]) -> tuple[list[OpenNotes], dict[Path, PostilError]]:
    """The notes files that the sources name, opened, and those that cannot be read."""
    from pathlib import Path

    from annotations import library, store
    from annotations.errors import PostilError, StoreError

    paths: dict[Path, None] = {}
    for source in sources:
        path = Path(source)
        if path.is_dir():
            paths |= dict.fromkeys(library.notes_below(path))
        elif library.is_notes_name(path.name):
            paths[path] = None
        elif path.exists():
            paths |= dict.fromkeys(
                beside
                for beside in sorted(path.parent.glob("*" + library.NOTES_SUFFIX))
                if beside.name.startswith(path.name + ".")
            )
        else:
            raise StoreError(f"{source} is not there", hint="Name a document, a notes file, or a folder.")
    opened: list[OpenNotes] = []
    unread: dict[Path, PostilError] = {}
    for path in paths:
        try:
            found = store.read(path)
        except PostilError as error:
            unread[path] = error
        else:
            if found is not None:
                opened.append(found)
    return opened, unread


def _list(files: list[OpenNotes], *, as_json: bool, sources: list[str]) -> int:
    from pathlib import Path

    from annotations import codebook

    counts: dict[str, dict[str, int]] = {}
    for opened in files:
        for note in opened.notes.annotations:
            for tag in () if note.deleted else note.tags:
                by = counts.setdefault(tag, {})
                by[opened.notes.annotator.id] = by.get(opened.notes.annotator.id, 0) + 1
    found = codebook.find(Path(sources[0]))
    book: Codebook = codebook.read(found) if found else codebook.Codebook()
    tags = sorted({*counts, *(code.tag for code in book.codes)})
    strangers = set(book.strangers(tags))
    if as_json:
        import json

        said = [
            {
                "tag": tag,
                "count": sum(counts.get(tag, {}).values()),
                "by": counts.get(tag, {}),
                "meaning": code.meaning if (code := book.code(tag)) else "",
                "agreed": tag not in strangers if book.codes else None,
            }
            for tag in tags
        ]
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return 0
    width = max((len(tag) for tag in tags), default=0) + 1
    for tag in tags:
        code = book.code(tag)
        people = ", ".join(f"{who} {n}" for who, n in sorted(counts.get(tag, {}).items()))
        meaning = code.meaning if code else "(not in the codebook)" if book.codes else ""
        count = sum(counts.get(tag, {}).values())
        line = f"#{tag:<{width}} {count:>5}  {people}{'  ' if meaning else ''}{meaning}"
        print(harmless(line.rstrip()))
    return 0


def _own(files: list[OpenNotes], by: str | None) -> list[OpenNotes]:
    from reader.config import default_annotator, read_settings

    me = by or (read_settings().annotator or default_annotator()).id
    return [opened for opened in files if opened.notes.annotator.id == me]


def _change(files: list[OpenNotes], old: list[str], new: str) -> int:
    from annotations.errors import UsageError

    if not new or any(not part.strip() for part in new.split("/")) or "\n" in new:
        raise UsageError(f"{new!r} is no tag", hint="Parts of a tag are parted by `/`, and none is empty.")

    def retag(note: Annotation) -> Annotation:
        return replace(note, tags=renamed(note.tags, old, new))

    changed = _saved(files, retag)
    if changed:
        _remember(changed)
    notes = sum(len(before) for _, before in changed)
    print(f"{notes} notes in {len(changed)} files", file=sys.stderr)
    return 0


def _tell_codebook(sources: list[str], old: list[str]) -> None:
    """Say when the codebook still has a tag that no note of the person's has any more; it is for people to edit."""
    from pathlib import Path

    from annotations import codebook

    found = codebook.find(Path(sources[0]))
    still = [tag for tag in old if codebook.read(found).code(tag) is not None] if found else []
    if still:
        words = harmless(", ".join(f"#{tag}" for tag in still))
        print(f"postil: {found} still has {words}; edit it there, too", file=sys.stderr)


def _saved(files: list[OpenNotes], change: Callable[[Annotation], Annotation]) -> list[tuple[Path, list[Annotation]]]:
    """Change every living note and save; the files that changed, with their notes as they were."""
    from datetime import UTC, datetime

    from annotations import store
    from annotations.merge import merge
    from annotations.store import Change

    now = datetime.now(UTC)
    done: list[tuple[Path, list[Annotation]]] = []
    for opened in files:
        pairs = [(note, change(note)) for note in opened.notes.annotations if not note.deleted]
        pairs = [(before, after) for before, after in pairs if before != after]
        if pairs:
            notes = tuple(replace(after, modified=now) for _, after in pairs)
            store.save_together(
                opened,
                Change(annotations=notes),
                merge=lambda base, ours, theirs: merge(base, ours, theirs).notes,
            )
            done.append((opened.path, [before for before, _ in pairs]))
    return done


def _memory() -> Path:
    from annotations import library

    return library.data_folder() / "tags-undo.json"


def _remember(changed: list[tuple[Path, list[Annotation]]]) -> None:
    """Keep what the tags were, for one undo of all of it."""
    import json

    from reader.files import write_whole

    memory = _memory()
    memory.parent.mkdir(parents=True, exist_ok=True)
    said = {str(path.absolute()): {note.id: note.tags for note in notes} for path, notes in changed}
    write_whole(memory, json.dumps(said, ensure_ascii=False).encode())


def _undo(files: list[OpenNotes]) -> int:
    """Give each note the tags back that the last act changed. A note that has got others since keeps those too."""
    import json

    from annotations.errors import UsageError

    memory = _memory()
    if not memory.exists():
        raise UsageError("there is no rename or merge to take back", hint="Only the last one can be undone.")
    was: dict[str, dict[str, list[str]]] = json.loads(memory.read_bytes())
    here = [opened for opened in files if str(opened.path.absolute()) in was]

    def back(note: Annotation) -> Annotation:
        tags = next((notes[note.id] for notes in was.values() if note.id in notes), None)
        return note if tags is None else replace(note, tags=tuple(tags))

    changed = _saved(here, back)
    if len(here) == len(was):
        memory.unlink()
    print(f"{sum(len(notes) for _, notes in changed)} notes in {len(changed)} files", file=sys.stderr)
    return 0
