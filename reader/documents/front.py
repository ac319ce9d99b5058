"""Front matter: the settings that stand before the text of a Markdown file, in YAML or TOML.

Only what a reader shows is read: words and lists of words at the first two levels. Nothing is expanded, so settings
made to be large when read stay small.
"""

from __future__ import annotations

import re

LARGEST = 65536
"""Characters that settings may have; what looks like longer ones is text."""

_MOST_BRACKETS = 500
"""What settings may open; beyond, the time to read them grows with the square of it."""

_YAML = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)

Front = dict[str, list[str]]
"""Key in lower case -> its words, or the words of its list. A map's keys follow after a dot: `author.name`."""


def read_front(text: str) -> tuple[Front, int]:
    """The settings before a text, and where the text begins. What is broken is no setting, and stays in the text."""
    head = text[:LARGEST]
    for pattern, read in ((_YAML, _from_yaml), (_TOML, _from_toml)):
        match = pattern.match(head)
        front = read(match[1]) if match else None
        if match and front is not None:
            return front, match.end()
    return {}, 1 if text.startswith("\ufeff") else 0


def byline_of(front: Front) -> str:
    """Who wrote it, as one line."""
    for key in ("author", "authors", "by", "author.name", "authors.name", "creator"):
        if found := [name for name in front.get(key, ()) if name]:
            return ", ".join(found)
    return ""


def date_of(front: Front) -> str:
    """When it was published, in ISO 8601 as far as it is known, or empty."""
    from reader.documents.dateline import iso_date

    for key in ("date", "published", "pubdate", "created", "date_published", "updated"):
        if found := iso_date(" ".join(front.get(key, ()))):
            return found
    return ""


def first_of(front: Front, *keys: str) -> str:
    """The words of the first of these keys that has any."""
    for key in keys:
        if found := " ".join(front.get(key, ())).strip():
            return found
    return ""


def _from_yaml(text: str) -> Front | None:
    """Read by events, which cost what the text is long; building values could cost without bound."""
    import yaml

    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        return None
    front: Front = {}
    path: list[str | None] = []  # Of each open map or list, the key it stands under; None for the outermost map.
    maps: list[bool] = []
    key: str | None = None
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                is_map = isinstance(event, yaml.MappingStartEvent)
                if not maps and not is_map:
                    return None
                path.append(_under(path, maps, key))
                maps.append(is_map)
                key = None
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                maps.pop()
                path.pop()
                key = None
            elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                value = event.value if isinstance(event, yaml.ScalarEvent) else ""
                if not maps:
                    return {} if not value.strip() else None
                if maps[-1] and key is None:
                    key = value.strip().lower()
                    continue
                name = _under(path, maps, key)
                if name is not None and len(maps) <= 3:
                    front.setdefault(name, []).append(" ".join(value.split()))
                key = None
    except yaml.YAMLError:
        return None
    return front


def _under(path: list[str | None], maps: list[bool], key: str | None) -> str | None:
    outer = path[-1] if path else None
    if key is None or not maps:
        return outer
    return f"{outer}.{key}" if outer else key


def _from_toml(text: str) -> Front | None:
    import tomllib

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    front: Front = {}
    for key, value in table.items():
        for name, item in value.items() if isinstance(value, dict) else (("", value),):
            items = item if isinstance(item, list) else [item]
            words = [" ".join(str(one).split()) for one in items if not isinstance(one, dict | list)]
            if words:
                front[f"{key}.{name}".lower() if name else key.lower()] = words
    return front
