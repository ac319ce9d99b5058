"""A notes file as a sheet of text in pieces, so that a change to one note changes that note's lines and no others.

The pieces are whole lines, in bytes of UTF-8 with LF line ends. What a person wrote between and beside the notes
stays with the piece it stands above. `annotations.mending` changes a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from annotations.pieces import Pieces
from annotations.yaml_own import Unsure, read_common_item, read_item, read_mapping

if TYPE_CHECKING:
    from annotations.yaml_nodes import Node

ITEMISED = ("annotations", "entities")
"""Keys whose members are pieces of their own."""

_ITEMISED_LINE = re.compile(f"({'|'.join(ITEMISED)}): *(?: #[^\r\x85\u2028\u2029]*)?\r?")
_STRUCTURE = re.compile(r"^(?=[^\s#])", re.MULTILINE)
_KEY = re.compile(r"^(?=[^\s#])(?!- )", re.MULTILINE)
_ASIDE = re.compile(r"(?:(?: *|#[^\n\r\x85\u2028\u2029]*)\r?\n)*")
_INDENTED_DASH = re.compile(r"(?: *(?:#[^\n\r\x85\u2028\u2029]*)?\r?\n)*( +)- ")
_BREAK = re.compile(r"[\r\x85\u2028\u2029]")
_KEEPING = re.compile(r"[|>][0-9]?\+")
_BOM = b"\xef\xbb\xbf"
_PRINTABLE = bytes({*range(256)} - {*range(32), 127} | {9, 10, 13})
# As UTF-8: what YAML forbids (control characters, noncharacters), and what it takes for a line break or passes over.
_FORBIDDEN = tuple(map(re.compile, (rb"\xc2[\x80-\x84\x86-\x9f]", rb"\xef\xbf[\xbe\xbf]")))
_ODD = tuple(map(re.compile, (rb"\r", rb"\xc2\x85", rb"\xe2\x80[\xa8\xa9]", rb"\xef\xbb\xbf")))

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One key of the file's outermost mapping, with all that stands below it."""

    key: str
    """Empty for what stands before the first key."""
    head: bytes
    """Its lines, up to the first item where it has items."""
    items: Pieces | None = None
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

    def buffers(self) -> list[bytes]:
        """The bytes of the file, in few parts."""
        parts: list[bytes] = [_BOM] if self.bom else []
        for section in self.sections:
            parts.append(section.head)
            if section.items:
                parts += section.items.buffers()
        parts.append(self.tail)
        return [part.replace(b"\n", b"\r\n") for part in parts] if self.crlf else parts

    def data(self) -> bytes:
        """The bytes of the file."""
        return b"".join(self.buffers())

    def section(self, key: str) -> Section | None:
        """The section of `key`, if the file has it."""
        return next((section for section in self.sections if section.key == key), None)


Made = Callable[[Plain, str, object], object]
"""Makes something of a member of an itemised list as soon as it is read, given the keys read before and its own."""


def as_read(before: Plain, key: str, member: object) -> object:
    """The member itself."""
    return member


def read_sheet(data: bytes, made: Made = as_read) -> tuple[Sheet, Any]:
    """Take a file apart, and read what it says.

    Args:
        made: What is kept of each member of the lists of `ITEMISED` keys. It may not be called at all.

    Returns:
        The sheet, and the file's value as plain mappings, lists and scalars, not yet checked to be notes. The lists
        of `ITEMISED` keys stand in the order of the sheet's items.

    Raises: YamlProblem, if this is no YAML that a notes file may hold.
    """
    text, crlf, bom = decoded(data)
    if text and not text.endswith("\n"):
        text += "\n"
    try:
        sections, tail, plain = _taken_apart(text, made)
        return Sheet(sections, tail, crlf, bom), plain
    except Unsure:
        # Either it is laid out in an unusual way or it is broken: the whole file tells which.
        pass
    from annotations.yaml_nodes import read_nodes

    value = read_nodes(text).plain()
    return Sheet((Section("", text.encode()),), b"", crlf, bom, rigid=True), value


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
        from annotations.yaml_nodes import YamlProblem

        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
        raise YamlProblem("this is not UTF-8", line, column, "Save the file as UTF-8 in your editor.") from error


def item_node(text: str) -> Node:
    """The one member of the list that `text` is. Raises: Unsure, if it is another thing."""
    from annotations.yaml_nodes import YamlProblem, read_nodes

    try:
        node = read_nodes(text)
    except YamlProblem as problem:
        raise Unsure from problem
    if node.kind != "list" or node.flow or len(node.members) != 1:
        raise Unsure
    return node.members[0]


def is_odd(data: bytes) -> bool:
    """Whether something besides the line feed stands there that YAML takes for a line break, or passes over."""
    return any(pattern.search(data) for pattern in _ODD)


def _is_forbidden(data: bytes) -> bool:
    """Whether a character stands there that no YAML may hold as it is."""
    return bool(data.translate(None, _PRINTABLE)) or any(pattern.search(data) for pattern in _FORBIDDEN)


def _taken_apart(text: str, made: Made) -> tuple[tuple[Section, ...], bytes, Plain]:
    """The sections, what stands after the last, and the value. Raises: Unsure.

    A line that begins in the first column, and is no comment, begins a section or an item: YAML lets nothing else
    stand there, but for the inside of quotes and brackets. Every piece is read by itself, so a piece that such a
    line cuts through does not read, and all is left to a reader of the whole.
    """
    data = text.encode()
    if _is_forbidden(data):
        raise Unsure
    odd = is_odd(data)
    del data
    sections: list[Section] = []
    plain: Plain = {}
    at = 0
    while True:
        begin = at
        at = _after_asides(text, at)
        if at == len(text):
            break
        line = text[at : text.index("\n", at)]
        value: object = None
        heading = _ITEMISED_LINE.fullmatch(line)
        key = heading[1] if heading else line
        if heading:
            section, value, at = _items(text, key, begin, at + len(line) + 1, partial(made, plain, key), odd=odd)
        elif line[0].isalnum() or line[0] in "_\"'":
            end = _end_of_piece(text, at, _KEY)
            key, value = _entry(text[at:end], odd=odd)
            if key in ITEMISED and value:
                # Its members stand in brackets, so they are no pieces of their own.
                raise Unsure
            section, at = Section(key, text[begin:end].encode()), end
        elif line == "---" and not sections:
            key, at = "", at + len(line) + 1
            section = Section("", text[begin:at].encode())
        else:
            raise Unsure
        if key in plain:
            raise Unsure
        if key:
            plain[key] = value
        sections.append(section)
    if not plain:
        raise Unsure
    return tuple(sections), text[begin:].encode(), plain


def _items(
    text: str, key: str, begin: int, at: int, made: Callable[[object], object], *, odd: bool
) -> tuple[Section, list[object] | None, int]:
    """The section of `key`, its members, and where it ends. It begins at `begin`; what is below its key, at `at`."""
    head = text[begin:at].encode()
    if first := _INDENTED_DASH.match(text, at):
        return _indented_items(text, key, head, at, first[1], made)
    values: list[object] = []

    def each() -> Iterator[bytes]:
        nonlocal at
        while True:
            value: object
            if not odd and (common := read_common_item(text, at)):
                value, end = common
            else:
                start = _after_asides(text, at)
                if not text.startswith("- ", start):
                    break
                end = _end_of_piece(text, start)
                value = _item(text[start:end], odd=odd)
            values.append(made(value))
            yield text[at:end].encode()
            at = end

    items = Pieces.of(each())
    if not items:
        # Nothing but comments may stand below a key without items.
        return Section(key, head), None, at
    return Section(key, head, items), values, at


def _indented_items(
    text: str, key: str, head: bytes, at: int, pad: str, made: Callable[[object], object]
) -> tuple[Section, list[object], int]:
    """The same where every `- ` stands in a later column, as some editors lay lists out."""
    limit = _end_of_piece(text, at, _KEY)
    starts = [match.start() for match in re.finditer(f"^{pad}- ", text[:limit], re.MULTILINE) if match.start() >= at]
    items: list[bytes] = []
    values: list[object] = []
    for start, following in zip(starts, [*starts[1:], limit], strict=True):
        end = _without_asides(text, start, following, len(pad))
        values.append(made(item_node(text[start:end]).plain()))
        items.append(text[at:end].encode())
        at = end
    return Section(key, head, Pieces.of(items), len(pad)), values, at


def _item(text: str, *, odd: bool) -> object:
    if odd and is_odd(text.encode()):
        return item_node(text).plain()
    try:
        return read_item(text.split("\n")[:-1])
    except Unsure:
        return item_node(text).plain()


def _entry(text: str, *, odd: bool) -> tuple[str, object]:
    """The one key of the mapping that `text` is, with its value. Raises: Unsure."""
    try:
        plain: Plain = _by_full_parser(text) if odd and is_odd(text.encode()) else read_mapping(text.split("\n")[:-1])
    except Unsure:
        plain = _by_full_parser(text)
    if len(plain) != 1:
        raise Unsure
    return next(iter(plain.items()))


def _by_full_parser(text: str) -> Plain:
    from annotations.yaml_nodes import YamlProblem, read_nodes

    try:
        node = read_nodes(text)
    except YamlProblem as problem:
        raise Unsure from problem
    if node.kind != "mapping" or node.flow:
        raise Unsure
    return dict(node.plain())


def _after_asides(text: str, at: int) -> int:
    """Where the blank lines and the comments in the first column end that begin at `at`."""
    match = _ASIDE.match(text, at)
    return match.end() if match else at


def _end_of_piece(text: str, start: int, following: re.Pattern[str] = _STRUCTURE) -> int:
    """Where the piece ends whose first line begins at `start`, before a line that `following` finds.

    Blank lines and comments between them belong to what follows.
    """
    match = following.search(text, text.index("\n", start) + 1)
    return _without_asides(text, start, match.start() if match else len(text), 0)


def _without_asides(text: str, start: int, end: int, indent: int) -> int:
    """Where the piece `[start, end)` ends when blank lines, and comments up to column `indent`, are left out.

    A literal block that keeps its blank lines (`|+`) may be the last thing there: then they are its own.
    """
    stop = end
    while True:
        begin = text.rfind("\n", start, stop - 1) + 1
        line = text[begin : stop - 1].removesuffix("\r")
        words = line.lstrip(" ")
        if begin <= start or (words and (words[0] != "#" or len(line) - len(words) > indent or _BREAK.search(words))):
            break
        stop = begin
    return end if stop < end and _KEEPING.search(text, start, stop) else stop
