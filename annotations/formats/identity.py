"""Who a foreign note and a foreign person are here: the same answer each time the same file is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, unquote
from uuid import UUID, uuid5

from annotations.model import Annotation

NAMESPACE = UUID("6f1d6a0e-3c35-5d0b-9b0e-6d7a3f2f4c11")
"""Of the ids that are derived from foreign ones. Never changed: the same note would be imported a second time."""

_UUID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_.-]+")


_OWN = "urn:postil:note:"


def note_id(format_name: str, key: str) -> str:
    """The id of a foreign note: its own where that is a UUID (ours come home as they left), else derived from it.

    Args:
        format_name: Name of the format; the same key in two formats is two notes.
        key: The note's id in its file, or what tells it from the others there.
    """
    match = _UUID.fullmatch(key)
    if match:
        return match[1].lower()
    if key.startswith(_OWN):
        own = unquote(key.removeprefix(_OWN))
        if own.isprintable() and " " not in own and 0 < len(own) <= 128:
            return own
    return str(uuid5(NAMESPACE, f"{format_name}\n{key}"))


def is_uuid(key: str) -> bool:
    """Is the key a UUID, bare or as an IRI?"""
    return _UUID.fullmatch(key) is not None


def is_derived(key: str) -> bool:
    """Does `note_id` make a new id for a note of this key?"""
    return _UUID.fullmatch(key) is None and not key.startswith(_OWN)


def own_key(identity: str) -> str:
    """A note's id as an IRI, from which `note_id` makes that id again."""
    return f"urn:uuid:{identity}" if _UUID.fullmatch(identity) else f"{_OWN}{quote(identity, safe='')}"


def annotator_id(name: str) -> str:
    """The id of a foreign person: `acct:mira@hypothes.is` gives `mira`, `Mira Oy` gives `mira-oy`.

    An id of ours stays as it is. A name in which nothing is an ASCII letter or digit gives an id made from its
    hash; an empty one gives an empty id.
    """
    if name.startswith("acct:"):
        name = name.removeprefix("acct:").partition("@")[0]
    if not name.strip():
        return ""
    ascii_ = name
    if _NOT_IN_ID.search(name) is not None:
        ascii_ = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = _NOT_IN_ID.sub("-", ascii_).lstrip("-.")[:64].rstrip("-.")
    return plain or f"p-{uuid5(NAMESPACE, name).hex[:12]}"


def origin(format_name: str, key: str) -> dict[str, object]:
    """What a note keeps of where it came from, so that it can go back under its own name: for `Annotation.extra`.

    Nothing, when the key is the note's id here too.
    """
    return {} if not is_derived(key) else {"imported": {"from": format_name, "id": key}}


def original(format_name: str, note: Annotation) -> str | None:
    """The key under which the note came from this format, if it did."""
    imported = note.extra.get("imported")
    if isinstance(imported, Mapping) and imported.get("from") == format_name:
        key = imported.get("id")
        return key if isinstance(key, str) else None
    return None
