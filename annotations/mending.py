"""Changes to a notes file's text: only the lines of what changed are written anew, and comments stay.

Values are plain (see `annotations.codec`); text is whole lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotations.pieces import Pieces
from annotations.schema import SCHEMA_FILE
from annotations.sheet import ITEMISED, Section, Sheet, is_odd, item_node
from annotations.yaml_lines import entry_lines, item_lines
from annotations.yaml_nodes import Node, comments, read_nodes
from annotations.yaml_own import Unsure

HEADING = (
    "# Notes made with postil. You may edit them here: comments and keys of your own are kept.\n"
    f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
)

_LAST = ("annotations", "entities", "landmarks")
_SET_APART = frozenset(_LAST)
_ALIASES = {"colour": "color"}

Plain = dict[str, Any]


def fresh_sheet(plain: Plain) -> Sheet:
    """The sheet of a file that is first written, from its whole value."""
    keys = [*(key for key in plain if key not in _SET_APART), *(key for key in _LAST if key in plain)]
    sections = [_fresh_section(key, plain[key]) for key in keys]
    first = sections[0]
    sections[0] = replace(first, head=HEADING.encode() + first.head)
    return Sheet(tuple(sections))


def rewritten(sheet: Sheet, plain: Plain) -> Sheet:
    """A rigid sheet written anew from the file's whole value, with every comment that stood in it at its head."""
    text = sheet.data().decode().removeprefix("\ufeff").replace("\r\n", "\n")
    kept = "".join(f"{words}\n" for _, words in comments(text) if f"{words}\n" not in HEADING)
    fresh = fresh_sheet(plain)
    first = fresh.sections[0]
    sections = (replace(first, head=kept.encode() + first.head), *fresh.sections[1:])
    return replace(fresh, sections=sections, crlf=sheet.crlf, bom=sheet.bom)


def with_value(sheet: Sheet, key: str, old: object, new: object) -> Sheet:
    """The sheet with the value of a key that is not itemised changed from `old` to `new`; None removes it."""
    section = sheet.section(key)
    if section is None:
        return sheet if new is None else _with_section(sheet, _fresh_section(key, new))
    text = section.head.decode()
    if new is None:
        lines = [f"{words}\n" for _, words in comments(text)]
    else:
        lines = _mended_mapping(text, {key: old}, {key: new})
    return _with_section(sheet, replace(section, head="".join(lines).encode()))


def with_items(sheet: Sheet, key: str, items: Pieces) -> Sheet:
    """The sheet with these items below `key`; a missing section is made first."""
    section = sheet.section(key)
    if section is None:
        section = Section(key, f"\n{key}:\n".encode())
    elif section.items is None:
        kept = "".join(f"{words}\n" for _, words in comments(section.head.decode()))
        section = Section(key, f"\n{kept}{key}:\n".encode())
    return _with_section(sheet, replace(section, items=items))


def fresh_item(plain: Plain, indent: int = 0) -> bytes:
    """A member that is first written, a blank line above it."""
    return _text(["", *item_lines(plain, indent)])


def mended_item(piece: bytes, indent: int, old: Plain, new: Plain) -> bytes:
    """A member's lines after its value changed from `old` to `new`."""
    lead, body = _split_lead(piece, indent)
    if body == _text(item_lines(old, indent)):
        return lead + _text(item_lines(new, indent))
    text = body.decode()
    try:
        node = item_node(text)
    except Unsure:
        node = Node("text", 0, 0, 0)
    if is_odd(body):
        # Its lines are not those that the parser counts.
        node = Node("text", 0, 0, 0)
    lines = _lines(text)
    prefix = lines[0][: indent + 2]
    if not _can_mend(node, 0, len(lines)) or prefix != " " * indent + "- ":
        kept = [f"{' ' * indent}{words}\n" for _, words in _comments_of(text)]
        return lead + "".join(kept).encode() + _text(item_lines(new, indent))
    column = node.keys[0].column
    dash = lines[0][:column]
    lines[0] = " " * column + lines[0][column:]
    mended = _mended_lines(lines, node, 0, len(lines), old, new)
    first = next(number for number, line in enumerate(mended) if line.strip() and line.lstrip()[0] != "#")
    mended[first] = dash + mended[first][column:]
    return lead + "".join(mended).encode()


def _fresh_section(key: str, value: object) -> Section:
    apart = b"\n" if key in _SET_APART else b""
    if key in ITEMISED and isinstance(value, list) and value:
        return Section(key, apart + f"{key}:\n".encode(), Pieces.of(map(fresh_item, value)))
    return Section(key, apart + _text(entry_lines(key, value, 0)))


def _with_section(sheet: Sheet, section: Section) -> Sheet:
    """Put `section` in the place of the one of its key, or where its key belongs."""
    keys = [present.key for present in sheet.sections]
    sections = list(sheet.sections)
    if section.key in keys:
        sections[keys.index(section.key)] = section
    else:
        after = _LAST[_LAST.index(section.key) + 1 :] if section.key in _SET_APART else _LAST
        place = next((index for index, key in enumerate(keys) if key in after), len(keys))
        sections.insert(place, section)
    return replace(sheet, sections=tuple(sections))


def _split_lead(piece: bytes, indent: int) -> tuple[bytes, bytes]:
    """The comments and blank lines above an item, and the item."""
    at = 0
    dash = b" " * indent + b"- "
    while not piece.startswith(dash, at):
        at = piece.index(b"\n", at) + 1
    return piece[:at], piece[at:]


def _mended_mapping(text: str, old: Plain, new: Plain) -> list[str]:
    lines = _lines(text)
    node = read_nodes(text)
    if is_odd(text.encode()) or not _can_mend(node, 0, len(lines)):
        kept = [f"{words}\n" for _, words in comments(text)]
        return [*kept, *(f"{line}\n" for key in new for line in entry_lines(key, new[key], 0))]
    first = node.keys[0].line
    return [*lines[:first], *_mended_lines(lines, node, first, len(lines), old, new)]


def _can_mend(node: Node, begin: int, end: int) -> bool:
    """Whether each key of a mapping has lines of its own, all in one column."""
    if node.kind != "mapping" or node.flow or not node.keys:
        return False
    limits = [*(key.line for key in node.keys[1:]), end]
    return node.keys[0].line >= begin and all(
        key.column == node.keys[0].column and key.line < member.end <= limit
        for key, member, limit in zip(node.keys, node.members, limits, strict=True)
    )


def _mended_lines(
    lines: Sequence[str], node: Node, begin: int, end: int, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[str]:
    """The lines `[begin, end)` of the mapping `node` with the keys that differ between `old` and `new` changed.

    A key that neither knows is a person's own, and stays.
    """
    column = node.keys[0].column
    names = [_ALIASES.get(key.value, key.value) for key in node.keys]
    chunks: list[tuple[str, list[str]]] = []
    limits = [*(key.line for key in node.keys[1:]), end]
    for name, key, member, limit in zip(names, node.keys, node.members, limits, strict=True):
        body, after = lines[key.line : member.end], lines[member.end : limit]
        if name in new and new[name] == old.get(name):
            chunk = list(body)
        elif name in new:
            chunk = _mended_entry(lines, key, member, old.get(name), new[name], name)
        elif name in old:
            chunk = _as_comments(body, column)
        else:
            chunk = list(body)
        chunks.append((name, [*chunk, *after]))
    order = list(new)
    for name in order:
        if name in names or (name in old and old[name] == new[name]):
            continue
        before = set(order[: order.index(name)])
        place = max((index + 1 for index, (other, _) in enumerate(chunks) if other in before), default=0)
        chunks.insert(place, (name, [f"{line}\n" for line in entry_lines(name, new[name], column)]))
    return [line for _, chunk in chunks for line in chunk]


def _mended_entry(lines: Sequence[str], key: Node, member: Node, old: object, new: object, name: str) -> list[str]:
    begin = key.line + 1
    if isinstance(old, dict) and isinstance(new, dict) and new and _can_mend(member, begin, member.end):
        first = member.keys[0].line
        return [*lines[key.line : first], *_mended_lines(lines, member, first, member.end, old, new)]
    body = lines[key.line : member.end]
    fresh = [f"{line}\n" for line in entry_lines(name, new, key.column)]
    found = _comments_of("".join(body))
    if len(found) == 1 and found[0][0] == 0 and len(fresh) == 1:
        return [f"{fresh[0][:-1]}  {found[0][1]}\n"]
    return [*_as_comments(body, key.column), *fresh]


def _as_comments(lines: Sequence[str], column: int) -> list[str]:
    return [f"{' ' * column}{words}\n" for _, words in _comments_of("".join(lines))]


def _comments_of(text: str) -> list[tuple[int, str]]:
    return comments(text) if "#" in text else []


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]]


def _text(lines: Sequence[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
