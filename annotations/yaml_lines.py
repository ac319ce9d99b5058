"""Plain values (mappings, lists, text, numbers) as the lines of YAML that postil writes.

Line lengths and indents are code points. What is written means the same to YAML 1.1 and YAML 1.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite, isnan
from typing import Any, TypeGuard

from annotations.scalars import in_flow, is_bare, literal, on_one_line

_ALWAYS_LITERAL = frozenset(["comment"])
_NEVER_LITERAL = frozenset(["prefix", "suffix"])


def mapping_lines(mapping: Mapping[Any, Any], indent: int = 0) -> list[str]:
    """The lines of a mapping in block style, without line ends."""
    lines: list[str] = []
    for key, value in mapping.items():
        lines += entry_lines(key, value, indent)
    return lines


def item_lines(mapping: Mapping[Any, Any], indent: int = 0) -> list[str]:
    """The lines of a mapping as one `- ` item of a list."""
    lines = mapping_lines(mapping, indent + 2)
    if not lines:
        return [" " * indent + "- {}"]
    lines[0] = " " * indent + "- " + lines[0][indent + 2 :]
    return lines


def entry_lines(key: object, value: object, indent: int) -> list[str]:
    """The lines of one `key: value`."""
    pad = " " * indent
    start = f"{pad}{_scalar_in_flow(key)}:"
    if isinstance(value, str):
        return _text_lines(str(key), value, start, indent)
    if isinstance(value, Mapping) and value:
        return [start, *mapping_lines(value, indent + 2)]
    if _is_list(value) and value and not all(_is_scalar(member) for member in value):
        lines = [start]
        for member in value:
            if isinstance(member, Mapping) and member:
                lines += item_lines(member, indent)
            else:
                lines.append(f"{pad}- {_flow(member)}")
        return lines
    return [f"{start} {_flow(value)}"]


def _text_lines(key: str, text: str, start: str, indent: int) -> list[str]:
    wanted = key in _ALWAYS_LITERAL or (
        key not in _NEVER_LITERAL and ("\n" in text or (('"' in text or "\\" in text) and not is_bare(text)))
    )
    block = literal(text, " " * (indent + 2)) if wanted else None
    if block is None:
        return [f"{start} {on_one_line(text)}"]
    return [f"{start} {block[0]}", *block[1:]]


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _is_scalar(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar_in_flow(key)}: {_flow(member)}" for key, member in value.items()) + "}"
    if _is_list(value):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar_in_flow(value)


def _scalar_in_flow(value: object) -> str:
    if isinstance(value, str):
        return in_flow(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    raise TypeError(f"{type(value).__name__} has no form in a notes file")


def _number(value: float) -> str:
    if isnan(value):
        return ".nan"
    if not isfinite(value):
        return ".inf" if value > 0 else "-.inf"
    digits, letter, power = repr(value).partition("e")
    # YAML 1.1 knows a number with an exponent only by its point and the sign of the exponent.
    return digits + ("" if "." in digits or not letter else ".0") + letter + power
