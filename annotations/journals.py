"""Where the journals of acts are: one for each file of notes, found again when the notes have moved.

A journal is named after the path of its notes and says that path in its first line. Notes that stand elsewhere now
are known by their ids, which are made once and never again: a journal that is about a file which is gone, and whose
last act was on one of these notes, is theirs. It is copied and stays, for the file may come back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from pathlib import Path

from annotations import disk

FOLDER = "history"


def journal_of(notes: Path, *, data: Path) -> Path:
    """The journal of the file of notes at `notes`, whether there is one or not."""
    name = hashlib.sha256(str(notes.absolute()).encode(errors="surrogateescape")).hexdigest()[:32]
    return data / FOLDER / f"{name}.jsonl"


def head_of(notes: Path) -> bytes:
    """The first line of the journal of the file of notes at `notes`."""
    head = {"history": 1, "notes": str(notes.absolute())}
    return json.dumps(head, separators=(",", ":")).encode() + b"\n"


def about(journal: Path) -> Path | None:
    """The file of notes that a journal is about; None when it does not say."""
    try:
        with journal.open("rb") as file:
            return Path(json.loads(file.readline())["notes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def take_over(notes: Path, known: Collection[str], *, data: Path) -> Path:
    """The journal of the file of notes at `notes`; when there is none, that of the same notes where they were before.

    Args:
        notes: Where they are now.
        known: Ids of the notes in the file, and of what else acts are on; none: nothing is looked for.
        data: The user's data folder.

    Raises: OSError, when the journal cannot be copied.
    """
    journal = journal_of(notes, data=data)
    if not known or journal.exists():
        return journal
    before = max(_journals_of(known, journal.parent), key=lambda path: path.stat().st_mtime_ns, default=None)
    if before is not None:
        _, _, acts = before.read_bytes().partition(b"\n")
        with disk.beside(journal, head_of(notes) + acts) as fresh:
            disk.put_in_place(fresh, journal)
    return journal


def _journals_of(known: Collection[str], folder: Path) -> list[Path]:
    """The journals about files that are gone whose last act was on one of the notes."""
    found: list[Path] = []
    for journal in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        notes = about(journal)
        if notes is not None and not notes.exists() and not known_of_last_act(journal).isdisjoint(known):
            found.append(journal)
    return found


def known_of_last_act(journal: Path) -> set[str]:
    """Ids of what the last act in a journal was on; empty when it cannot be read."""
    try:
        lines = journal.read_bytes().split(b"\n")
    except OSError:
        return set()
    for line in reversed(lines):
        if line.startswith(b'{"do"') and line.endswith(b"}"):
            try:
                act = json.loads(line)
                pairs = [*act["steps"], *act.get("corrections", ())]
                return {str(after["id"]) for _, after in pairs}
            except (ValueError, KeyError, TypeError):
                continue
    return set()
