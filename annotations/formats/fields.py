"""Fields of foreign JSON objects: what is there in the right type, or the empty value of that type."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotations.errors import FormatError
from annotations.formats.draft import Skipped

Json = Mapping[str, object]


def text(of: Json, key: str) -> str:
    """The text under `key`; empty when there is none."""
    value = of.get(key)
    return value if isinstance(value, str) else ""


def texts(of: Json, key: str) -> tuple[str, ...]:
    """The texts in the list under `key`; a single text is a list of one."""
    value = of.get(key)
    members = value if isinstance(value, list) else [value]
    return tuple(member for member in members if isinstance(member, str))


def mapping(of: Json, key: str) -> Json:
    """The object under `key`; empty when there is none."""
    value = of.get(key)
    return value if isinstance(value, Mapping) else {}


def members(of: Json, key: str) -> Sequence[object]:
    """The list under `key`; empty when there is none."""
    value = of.get(key)
    return value if isinstance(value, list) else ()


def objects(values: Iterable[object], path: str, skipped: list[Skipped]) -> Iterator[tuple[str, Json]]:
    """The objects of a list, each with its place in the file; what is no object is skipped and said so."""
    for number, value in enumerate(values):
        where = f"{path}[{number}]"
        if isinstance(value, Mapping):
            yield where, value
        else:
            skipped.append(Skipped(where=where, why="it is no object"))


def digest(*parts: object) -> str:
    """A key for a note that has none: the same for the same words."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def unlike(name: str, wanted: str) -> FormatError:
    """The error for a file that is JSON, but not of the format."""
    return FormatError(f"this is no {name} file: {wanted}", hint="Check that it is the file you meant, and --from.")
