"""Reads the YAML that postil itself writes, many times faster than a parser of all YAML.

It reads a small part of the language and is certain of it: whatever else stands in a line (another style of
quotes, a comment after a value, an unknown escape, an odd indent) raises `Unsure`, and a full parser decides.
What it does read means the same to PyYAML's `SafeLoader`. Callers make sure that the text holds no character
that YAML forbids or counts as a line break besides the line feed.
"""

from __future__ import annotations

import re

from annotations.ids import ID
from annotations.scalars import RESERVED, is_bare_in_flow

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ESCAPED_TEXT = re.compile(r'(?:[^"\\]|\\(?:["\\ntr]|u[0-9a-f]{4}))*')
_ESCAPE = re.compile(r"\\(?:u(....)|(.))")
_SHORT = {'"': '"', "\\": "\\", "n": "\n", "t": "\t", "r": "\r"}
_FLOW_MEMBER = re.compile(r'("(?:[^"\\]|\\.)*"|[^",\[\]{}]+)(?:, (?!$)|$)')
# An item as most are: one span or none, its keys in our order, every value on a line of its own but the comment's.
# What may follow it is the next item or key, after one blank line at most.
_COMMON = re.compile(
    rf"\n?- id: ({ID.pattern})\n"
    r"(?:  spans:\n"
    r"  - exact: ([^|\n].*)\n"
    r"(?:    prefix: (.+)\n)?"
    r"(?:    suffix: (.+)\n)?"
    r"    start: (0|[1-9]\d{0,17})\n"
    r"    end: (0|[1-9]\d{0,17})\n"
    r"(?:    fingerprint: (.+)\n)?"
    r"(?:    latest:\n((?:      [a-z_]+: .+\n)+))?"
    r")?"
    r"(?:  color: ([a-z]+)\n)?"
    r"(?:  tags: (\[.*\])\n)?"
    r"(?:  comment: \|(-?)\n((?:    \S.*\n)(?:(?:    .*)?\n)*))?"
    r"(?:  entity: (.+)\n)?"
    r"(?:  reply_to: (.+)\n)?"
    r"  created: (\".*\")\n"
    r"  modified: (\".*\")\n"
    r"(?:  deleted: (\".*\")\n)?"
    r"(?=\n?(?:[^\s#]|\Z))",
    re.ASCII,
)
_FLOAT = re.compile(r"[0-9]+\.[0-9]+")
_WORDS: dict[str, object] = {"null": None, "true": True, "false": False}
_LITERAL_HEADS = {f"|{width}{keep}": (bool(width), keep) for width in ("", "2") for keep in ("-", "", "+")}
_LONGEST_RESERVED = max(map(len, RESERVED))

_LAST_KEYS = ("entity", "reply_to", "created", "modified", "deleted")

Plain = dict[str, object]


class Unsure(Exception):  # noqa: N818 - it is a signal to the caller, not an error
    """These lines are not written as postil writes them."""


def read_mapping(lines: list[str]) -> Plain:
    """The mapping that `lines` hold, its keys in the first column. Raises: Unsure."""
    mapping, at = _mapping(lines, 0, "")
    if at < len(lines):
        raise Unsure
    return mapping


def read_item(lines: list[str]) -> Plain:
    """The mapping that is the one item of the list in `lines`, its `- ` in the first column. Raises: Unsure.

    Changes `lines`.
    """
    at = _next(lines, 0)
    if at == len(lines) or not lines[at].startswith("- "):
        raise Unsure
    lines[at] = "  " + lines[at][2:]
    mapping, at = _mapping(lines, at, "  ")
    if at < len(lines) or not mapping:
        raise Unsure
    return mapping


def read_common_item(text: str, at: int) -> tuple[Plain, int] | None:
    """The item that begins in `text` at `at`, with where it ends; None when it is not written as most are."""
    match = _COMMON.match(text, at)
    if match is None:
        return None
    identity, exact, prefix, suffix, start, end, fingerprint, latest, color, tags, keep, comment, *rest = (
        match.groups()
    )
    item: Plain = {"id": identity}
    try:
        if exact is not None:
            span: Plain = {"exact": _scalar(exact)}
            if prefix is not None:
                span["prefix"] = _scalar(prefix)
            if suffix is not None:
                span["suffix"] = _scalar(suffix)
            span["start"] = int(start)
            span["end"] = int(end)
            if fingerprint is not None:
                span["fingerprint"] = _scalar(fingerprint)
            if latest is not None:
                span["latest"] = _mapping(latest.split("\n")[:-1], 0, "      ")[0]
            item["spans"] = [span]
        if color is not None:
            item["color"] = _bare(color)
        if tags is not None:
            item["tags"] = _flow_list(tags)
        if comment is not None:
            body = comment[4:].replace("\n    ", "\n").rstrip("\n")
            item["comment"] = body if keep else body + "\n"
        for key, value in zip(_LAST_KEYS, rest, strict=True):
            if value is not None:
                item[key] = _scalar(value)
    except Unsure:
        return None
    return item, match.end()


def _mapping(lines: list[str], at: int, pad: str) -> tuple[Plain, int]:
    mapping: Plain = {}
    width, count = len(pad), len(lines)
    while at < count:
        line = lines[at]
        if not line.startswith(pad) or line[width : width + 1] in _NOT_A_KEY:
            following = _next(lines, at)
            if following == at:
                if line.startswith(pad + " "):
                    raise Unsure
                break
            at = following
            continue
        key, colon, rest = line[width:].partition(": ")
        if not colon:
            if line[-1] != ":":
                raise Unsure
            key = key[:-1]
        if key in mapping or (key not in _known and not _is_key(key)):
            raise Unsure
        if not colon:
            mapping[key], at = _nested(lines, at + 1, pad)
            continue
        at += 1
        if rest[:1] == "|":
            mapping[key], at = _literal(rest, lines, at, pad)
        else:
            mapping[key] = _scalar(rest)
    return mapping, at


_NOT_A_KEY = frozenset(["", " ", "-", "#"])
_known: set[str] = {
    *("id", "spans", "exact", "prefix", "suffix", "start", "end", "fingerprint", "color", "tags", "comment"),
    *("latest", "status", "confidence", "entity", "reply_to", "created", "modified", "deleted"),
}


def _is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None and text.lower() not in RESERVED and len(text) <= 128


def _next(lines: list[str], at: int) -> int:
    """The first line from `at` on that is neither blank nor a comment."""
    while at < len(lines):
        words = lines[at].lstrip(" ")
        if words and words[0] != "#":
            break
        at += 1
    return at


def _nested(lines: list[str], at: int, pad: str) -> tuple[object, int]:
    """The list or mapping below a key at `pad`."""
    at = _next(lines, at)
    line = lines[at] if at < len(lines) else ""
    inner = pad + "  "
    if line.startswith(pad + "- "):
        return _list(lines, at, pad)
    if not line.startswith(inner) or line[len(inner) : len(inner) + 1] in _NOT_A_KEY:
        raise Unsure
    return _mapping(lines, at, inner)


def _list(lines: list[str], at: int, pad: str) -> tuple[list[object], int]:
    members: list[object] = []
    dash, inner = pad + "- ", pad + "  "
    while (at := _next(lines, at)) < len(lines) and lines[at].startswith(dash):
        line = lines[at]
        rest = line[len(dash) :]
        if rest[:1] == "[":
            members.append(_flow_list(rest))
            at += 1
            if at < len(lines) and lines[at].startswith(inner):
                raise Unsure
        else:
            lines[at] = inner + rest
            mapping, at = _mapping(lines, at, inner)
            if not mapping:
                raise Unsure
            members.append(mapping)
    return members, at


def _scalar(text: str) -> object:
    """A value on one line: quoted, bare, a number or a `[…]` list."""
    first = text[:1]
    if first == '"':
        if len(text) < 2 or text[-1] != '"':
            raise Unsure
        return _unquoted(text[1:-1])
    if first.isalpha():
        return _bare(text)
    return _flow_list(text) if first == "[" else _number(text)


def _bare(text: str) -> object:
    if len(text) <= _LONGEST_RESERVED and text.lower() in RESERVED:
        if text in _WORDS:
            return _WORDS[text]
        raise Unsure
    if ": " in text or " #" in text or text[-1] in ": " or "\t" in text:
        raise Unsure
    return text


def _unquoted(inside: str) -> str:
    if "\\" not in inside:
        if '"' in inside:
            raise Unsure
        return inside
    if _ESCAPED_TEXT.fullmatch(inside) is None:
        raise Unsure
    return _ESCAPE.sub(_unescape, inside)


def _unescape(match: re.Match[str]) -> str:
    if match[2]:
        return _SHORT[match[2]]
    code = int(match[1], 16)
    if 0xD800 <= code <= 0xDFFF:
        raise Unsure
    return chr(code)


def _number(text: str) -> object:
    if text.isdecimal() and text.isascii() and (text[0] != "0" or text == "0") and len(text) < 19:
        return int(text)
    if ID.fullmatch(text):
        return text
    if _FLOAT.fullmatch(text) and len(text) < 40:
        return float(text)
    if text == "{}":
        return {}
    raise Unsure


def _flow_list(text: str) -> list[object]:
    if text[-1] != "]":
        raise Unsure
    inside = text[1:-1]
    members: list[object] = []
    at = 0
    while at < len(inside):
        match = _FLOW_MEMBER.match(inside, at)
        if match is None:
            raise Unsure
        word = match[1]
        if word[0] == '"':
            members.append(_unquoted(word[1:-1]))
        elif is_bare_in_flow(word):
            members.append(word)
        elif word in _WORDS:
            members.append(_WORDS[word])
        else:
            members.append(_number(word))
        at = match.end()
    return members


def _literal(head: str, lines: list[str], at: int, pad: str) -> tuple[str, int]:
    width_said, keep = _LITERAL_HEADS.get(head, (False, None))
    if keep is None:
        raise Unsure
    pad += "  "
    width, count, begin = len(pad), len(lines), at
    content: list[str] = []
    while at < count:
        line = lines[at]
        if line.startswith(pad):
            content.append(line[width:])
        elif not line:
            content.append("")
        elif line.isspace():
            raise Unsure
        else:
            break
        at += 1
    text = "\n".join(content)
    body = text.rstrip("\n")
    first = lines[begin][width : width + 1] if begin < count else ""
    if not body.strip() or (not width_said and first in ("", " ", "\t")):
        raise Unsure
    if keep == "-":
        return body, at
    if keep == "":
        return body + "\n", at
    return text + "\n", at
