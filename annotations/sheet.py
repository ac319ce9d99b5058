"""A notes file as a sheet of text in pieces, so that a change to one note changes that note's lines and no others.

The pieces are whole lines, in bytes of UTF-8 with LF line ends. What a person wrote between and beside the notes
stays with the piece it stands above. `annotations.mending` changes a sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from annotations.yaml_nodes import Node, YamlProblem, read_nodes
from annotations.yaml_own import Unsure, read_item, read_mapping

ITEMISED = ("annotations", "entities")
"""Keys whose members are pieces of their own."""

_KEEPING = re.compile(r"[|>][0-9]?\+")
_DASH = re.compile(r" *(?=- )")
_BOM = b"\xef\xbb\xbf"
_PRINTABLE = bytes({*range(256)} - {*range(32), 127} | {9, 10})
# NEL and its like, the separators of lines and paragraphs, the byte order mark, and noncharacters.
_ODD = tuple(map(re.compile, (rb"\xc2[\x80-\x9f]", rb"\xe2\x80[\xa8\xa9]", rb"\xef\xbb\xbf", rb"\xef\xbf[\xbe\xbf]")))

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One key of the file's outermost mapping, with all that stands below it."""

    key: str
    """Empty for what stands before the first key."""
    head: bytes
    """Its lines, up to the first item where it has items."""
    items: tuple[bytes, ...] | None = None
    """Each member with the comments above it; None when the section is one piece."""
    indent: int = 0
    """Column of the items' `- `."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole file."""

    sections: tuple[Section, ...] = ()
    tail: bytes = b""
    """Comments below the last item."""
    crlf: bool = False
    """Lines end as on Windows."""
    bom: bool = False
    """The file begins with a byte order mark."""
    rigid: bool = False
    """Laid out in a way that cannot be taken apart by lines: a change writes it anew and keeps its comments."""

    def data(self) -> bytes:
        """The bytes of the file."""
        pieces: list[bytes] = [_BOM] if self.bom else []
        for section in self.sections:
            pieces.append(section.head)
            pieces += section.items or ()
        pieces.append(self.tail)
        data = b"".join(pieces)
        return data.replace(b"\n", b"\r\n") if self.crlf else data

    def section(self, key: str) -> Section | None:
        """The section of `key`, if the file has it."""
        return next((section for section in self.sections if section.key == key), None)


def read_sheet(data: bytes) -> tuple[Sheet, Any]:
    """Take a file apart, and read what it says.

    Returns:
        The sheet, and the file's value as plain mappings, lists and scalars, not yet checked to be notes. The lists
        of `ITEMISED` keys stand in the order of the sheet's items.

    Raises: YamlProblem, if this is no YAML that a notes file may hold.
    """
    text, crlf, bom = decoded(data)
    if text and not text.endswith("\n"):
        text += "\n"
    if "\r" not in text and not _is_odd(data, bom):
        lines = text.split("\n")
        lines.pop()
        try:
            sections, tail, plain = _by_lines(lines)
            return Sheet(sections, tail, crlf, bom), plain
        except (Unsure, YamlProblem):
            # Either it is laid out in an unusual way or it is broken: the whole file tells which.
            pass
    node = read_nodes(text)
    return Sheet((Section("", text.encode()),), b"", crlf, bom, rigid=True), node.plain()


def decoded(data: bytes) -> tuple[str, bool, bool]:
    """The text with LF line ends, whether they were CRLF throughout, and whether it began with a byte order mark.

    Raises: YamlProblem, if it is not UTF-8.
    """
    bom = data.startswith(_BOM)
    if bom:
        data = data[len(_BOM) :]
    crlf = b"\r" in data and data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    if crlf:
        data = data.replace(b"\r\n", b"\n")
    try:
        return data.decode(), crlf, bom
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
        what = "this is not UTF-8"
        raise YamlProblem(what, line, column, "Save the file as UTF-8 in your editor.") from error


def _is_odd(data: bytes, bom: bool) -> bool:
    """Whether a character stands in the file that YAML forbids or takes for a line break."""
    if data.translate(None, _PRINTABLE).strip(b"\r"):
        return True
    return any(pattern.search(data, len(_BOM) if bom else 0) for pattern in _ODD)


def _by_lines(lines: list[str]) -> tuple[tuple[Section, ...], bytes, Plain]:
    """Take the lines apart at those that begin in the first column. Raises: Unsure, YamlProblem."""
    starts = [number for number, line in enumerate(lines) if line and line[0] not in " #"]
    bounds: list[tuple[str, int, list[int]]] = []
    for number in starts:
        line = lines[number]
        if line.startswith("- ") and bounds:
            bounds[-1][2].append(number)
        elif line[0].isalnum() or line[0] in "_\"'":
            bounds.append((line.removesuffix(":"), number, []))
        elif line == "---" and not bounds:
            bounds.append(("", number, []))
        else:
            raise Unsure
    sections: list[Section] = []
    plain: Plain = {}
    begin = 0
    for index, (key, number, dashes) in enumerate(bounds):
        limit = bounds[index + 1][1] if index + 1 < len(bounds) else len(lines)
        value: object = None
        if key in ITEMISED:
            section, value, end = _items(key, lines, begin, number, limit, dashes)
        else:
            end = _without_trailing_comments(lines, number + 1, limit)
            if key:
                key, value = _entry(lines[number:end])
            section = Section(key, _joined(lines[begin:end]))
        if key in plain:
            raise Unsure
        if key:
            plain[key] = value
        sections.append(section)
        begin = end
    if not plain:
        raise Unsure
    return tuple(sections), _joined(lines[begin:]), plain


def _items(
    key: str, lines: list[str], begin: int, number: int, limit: int, dashes: list[int]
) -> tuple[Section, list[object] | None, int]:
    """The section of `key`, whose comments begin at line `begin` and whose key stands in `number`, its members, and
    the line after its last: at most `limit`, where the next key stands."""
    indent = 0
    if not dashes:
        first = next((line for line in lines[number + 1 : limit] if line.strip() and line.lstrip()[0] != "#"), "")
        match = _DASH.match(first)
        if match is None:
            if first:
                raise Unsure
            end = _without_trailing_comments(lines, number + 1, limit)
            return Section(key, _joined(lines[begin:end])), None, end
        indent = match.end()
        dash = first[: indent + 2]
        dashes = [at for at in range(number + 1, limit) if lines[at].startswith(dash)]
    items: list[bytes] = []
    values: list[object] = []
    at = head = _without_trailing_comments(lines, number + 1, dashes[0], indent)
    if head != number + 1:
        raise Unsure
    for start, following in zip(dashes, [*dashes[1:], limit], strict=True):
        stop = _without_trailing_comments(lines, start + 1, following, indent)
        values.append(_item(lines[start:stop], indent))
        items.append(_joined(lines[at:stop]))
        at = stop
    return Section(key, _joined(lines[begin:head]), tuple(items), indent), values, at


def _item(lines: list[str], indent: int) -> object:
    if not indent:
        try:
            return read_item(lines.copy())
        except Unsure:
            pass
    return item_node("\n".join(lines) + "\n").plain()


def item_node(text: str) -> Node:
    """The one member of the list that `text` is. Raises: YamlProblem; Unsure, if it is another thing."""
    node = read_nodes(text)
    if node.kind != "list" or node.flow or len(node.members) != 1:
        raise Unsure
    return node.members[0]


def _entry(lines: list[str]) -> tuple[str, object]:
    """The one key of the mapping that `lines` are, with its value. Raises: YamlProblem, Unsure."""
    try:
        plain: Plain = read_mapping(lines.copy())
    except Unsure:
        node = read_nodes("\n".join(lines) + "\n")
        if node.kind != "mapping" or node.flow:
            raise Unsure from None
        plain = node.plain()
    if len(plain) != 1:
        raise Unsure
    return next(iter(plain.items()))


def _without_trailing_comments(lines: list[str], begin: int, end: int, indent: int = 0) -> int:
    """Where the lines `[begin, end)` end when blank ones and comments up to column `indent` go to what follows.

    A literal block that keeps its blank lines (`|+`) may be the last thing there: then they are its own.
    """
    stop = end
    while stop > begin:
        line = lines[stop - 1].lstrip(" ")
        if line and (line[0] != "#" or len(lines[stop - 1]) - len(line) > indent):
            break
        stop -= 1
    if stop < end and _KEEPING.search("\n".join(lines[begin - 1 : stop])):
        return end
    return stop


def _joined(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode() if lines else b""
