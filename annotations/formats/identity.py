"""Who a foreign note and a foreign person are here: the same answer each time the same file is read."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID, uuid5

NAMESPACE = UUID("6f1d6a0e-3c35-5d0b-9b0e-6d7a3f2f4c11")
"""Of the ids that are derived from foreign ones. Never changed: the same note would be imported a second time."""

_UUID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
_NOT_IN_ID = re.compile(r"[^\w.-]+")


def note_id(format_name: str, key: str) -> str:
    """The id of a foreign note: its own where that is a UUID (ours come home as they left), else derived from it.

    Args:
        format_name: Name of the format; the same key in two formats is two notes.
        key: The note's id in its file, or what tells it from the others there.
    """
    match = _UUID.fullmatch(key)
    return match[1].lower() if match else str(uuid5(NAMESPACE, f"{format_name}\n{key}"))


def annotator_id(name: str) -> str:
    """The id of a foreign person: `acct:mira@hypothes.is` gives `mira`, `Mira Oy` gives `mira-oy`.

    An id of ours stays as it is. Empty, when nothing of the name can stand in a file name.
    """
    name = name.removeprefix("acct:").partition("@")[0] if name.startswith("acct:") else name
    if name and _NOT_IN_ID.search(name) is None:
        return name.strip(".")
    plain = unicodedata.normalize("NFC", name).casefold()
    return _NOT_IN_ID.sub("-", plain).strip("-.")
