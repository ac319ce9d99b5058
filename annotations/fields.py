"""The values of plain mappings, each checked as it is taken out: what is wrong, where, and what to do.

Plain means what YAML and JSON have: mappings with text keys, lists, text, numbers, booleans, None. Times are text in
ISO 8601 with a zone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

Plain = dict[str, Any]
Path = tuple[str | int, ...]
"""Where a value stands in the file: keys, and numbers of list members from 0."""


class Misfit(ValueError):  # noqa: N818 - the name says what is wrong: the value does not fit the key
    """A value that may not stand where it stands. `str()` says what, `remedy` what to do, `path` where."""

    def __init__(self, path: Path, what: str, remedy: str) -> None:
        super().__init__(what)
        self.path = path
        self.remedy = remedy


class Newer(Misfit):
    """The file says that it is of a schema later than `SCHEMA_VERSION`."""


def mapping(value: object, path: Path) -> Plain:
    """The value, if it is a mapping; `path` says where it stands. Raises: Misfit."""
    if not isinstance(value, dict):
        what = f"`{path[-1]}` is {kind(value)}" if path and isinstance(path[-1], str) else f"this is {kind(value)}"
        raise Misfit(path, f"{what}, not keys with values", "Write one `key: value` on each line below it.")
    return value


def members(plain: Plain, key: str) -> list[tuple[int, Any]]:
    """The numbered members of the list at `key`; none where there is none. Raises: Misfit."""
    value = plain.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Misfit((key,), f"`{key}` is {kind(value)}, not a list", "Begin each member with `- `.")
    return list(enumerate(value))


def text(plain: Plain, key: str, path: Path) -> str:
    """The text at `key` of the mapping at `path`; empty where there is none. Raises: Misfit."""
    value = plain.get(key, "")
    if type(value) is str:
        return value
    if value is None:
        return ""
    if not isinstance(value, str):
        remedy = f'Put it in quotes: `{key}: "…"`.' if not isinstance(value, dict | list) else "Write it as text."
        raise Misfit((*path, key), f"`{key}` is {kind(value)}, not text", remedy)
    return value


def count(plain: Plain, key: str, path: Path) -> int:
    """The whole number from 0 at `key`. Raises: Misfit, also where there is none."""
    value = plain.get(key)
    if type(value) is not int or value < 0:
        what = f"`{key}` is missing" if value is None else f"`{key}: {shown(value)}` is no count of characters"
        raise Misfit((*path, key) if value is not None else path, what, f"Write `{key}: ` and a whole number from 0.")
    return value


def time(plain: Plain, key: str, path: Path) -> datetime:
    """The time at `key`, in UTC. Raises: Misfit, also where there is none."""
    value = plain.get(key)
    try:
        time = datetime.fromisoformat(cast("str", value))
    except (TypeError, ValueError):
        time = None
    if time is None or time.tzinfo is None:
        what = f"`{key}` is missing" if value is None else f"`{key}: {shown(value)}` is no time with a zone"
        now = time_to_text(datetime.now(UTC).replace(microsecond=0))
        where = path if value is None else (*path, key)
        raise Misfit(where, what, f'Write it as `{key}: "{now}"`.')
    return time if time.tzinfo is UTC else time.astimezone(UTC)


def time_to_text(time: datetime) -> str:
    """An aware time as ISO 8601 in UTC. Raises: ValueError, if it has no zone."""
    if time.tzinfo is None:
        raise ValueError(f"{time.isoformat()} does not say in which time zone it is")
    exact = "auto" if time.microsecond % 1000 or not time.microsecond else "milliseconds"
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=exact) + "Z"


def shown(value: object) -> str:
    """A value as a message shows it: cut to 40 characters."""
    words = repr(value) if not isinstance(value, str) else value
    return words if len(words) <= 40 else words[:39] + "…"


def kind(value: object) -> str:
    """What a value is, in words that follow `is`."""
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a mapping"}
    return "text" if isinstance(value, str) else kinds.get(type(value), "empty")


def one_of(words: frozenset[str]) -> str:
    """The remedy where only certain words may stand."""
    return f"Use one of {', '.join(sorted(words))}."
