"""The parts of a document that its first screen is drawn from, kept from the last visit, beside where it was left.

Books, pages and the like are read by loaders that take longer to load than the first screen may take. What they made
last time of the parts in sight, and of those at the end that the scroll bar is told by, is painted until they have
made it again. It is a memory, no record: it holds for a file of the same size and time alone, and one that cannot be
read is done without. Loads nothing heavy.
"""

from __future__ import annotations

import os

from reader.lastread import absolute, file_of, folder, in_a_line, out_of_a_line
from reader.plainflow import Block, Inline, Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.sheet import FlowLike, PartLike

_FIRST = "postil last screen 1"

MOST = 200_000
"""Characters of the parts that are kept for one document, all together; of longer ones none are."""

MOST_PARTS = 5000
MOST_FILES = 200
"""Documents whose first screens are kept: those that were read last."""


class NotAtHandError(LookupError):
    """A part that was not kept is looked at: the document itself has to be there first."""


class SavedFlow:
    """A document of which a few parts are at hand."""

    def __init__(self, title: str, weights: list[int], parts: dict[int, Part], starts: dict[int, int]) -> None:
        self.title = title
        self._weights = weights
        self._parts = parts
        self._starts = starts
        """Of the parts that were counted, in canonical text."""

    def __len__(self) -> int:
        return len(self._weights)

    def part(self, index: int) -> Part:
        """The part. Raises: NotAtHandError, when it was not kept."""
        part = self._parts.get(index)
        if part is None:
            raise NotAtHandError(index)
        return part

    def start(self, index: int) -> int | None:
        """Offset in canonical text of the part's first code point."""
        return self._starts.get(index)

    def weight(self, index: int) -> int:
        """As the document itself has it."""
        return self._weights[index]

    def locate(self, offset: int) -> tuple[int, int] | None:
        """Only what is in the parts at hand is known."""
        for index, start in self._starts.items():
            if start <= offset < start + len(self._parts[index].text):
                return index, offset - start
        return None


def read(source: str) -> SavedFlow | None:
    """What was kept of a file; None when there is nothing, or the file was changed since."""
    wanted = absolute(source)
    if not wanted or "://" in wanted:
        return None
    try:
        with open(_file(wanted), encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123 - light
            return parse(file.read(), wanted, stamp(wanted))
    except (OSError, ValueError):
        return None


def write(source: str, title: str, flow: FlowLike, wanted: Iterable[int]) -> None:
    """Keep some parts of a file's flow; does nothing where they are too long, or nothing can be kept."""
    path = absolute(source)
    indexes = sorted(set(wanted))
    if not path or "://" in path or len(flow) > MOST_PARTS:
        return
    if sum(len(flow.part(index).text) for index in indexes) > MOST:
        return
    target = _file(path)
    beside = f"{target}.{os.getpid()}"
    try:
        lines = [_FIRST, path, stamp(path), title, " ".join(str(flow.weight(index)) for index in range(len(flow)))]
        for index in indexes:
            lines += _lines(index, flow.start(index), flow.part(index))
        os.makedirs(_home(), exist_ok=True)  # noqa: PTH103 - as above
        with open(beside, "w", encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123 - as above
            file.write("\n".join(map(in_a_line, lines)) + "\n")
        os.replace(beside, target)  # noqa: PTH105 - as above
        _make_room()
    except OSError:
        return  # the next first screen waits for the loader


def parse(text: str, source: str, now: str) -> SavedFlow:
    """What a file says of a source that has the stamp `now`.

    Raises: ValueError, for what was not written by `write`, for this source as it is now.
    """
    lines = [out_of_a_line(line) for line in text.split("\n")]
    if lines[:3] != [_FIRST, source, now] or lines[-1]:
        raise ValueError(source)
    weights = [int(word) for word in lines[4].split(" ")]
    parts: dict[int, Part] = {}
    starts: dict[int, int] = {}
    at = 5
    while at < len(lines) - 1:
        index, start, blocks, inlines = (int(word) for word in lines[at].split(" "))
        behind = at + 2 + blocks
        part = parts[index] = Part(
            lines[at + 1],
            [_block(line) for line in lines[at + 2 : behind]],
            [_inline(line) for line in lines[behind : behind + inlines]],
        )
        if start >= 0:
            starts[index] = start
        at = behind + inlines
        if at >= len(lines) or any(not 0 <= block.start <= block.end <= len(part.text) for block in part.blocks):
            raise ValueError(source)
    return SavedFlow(lines[3], weights, parts, starts)


def stamp(path: str) -> str:
    """What tells whether a file is still the one that was read: its size and time. Raises: OSError."""
    status = os.stat(path)  # noqa: PTH116 - as above
    return f"{status.st_size} {status.st_mtime_ns}"


def _lines(index: int, start: int | None, part: PartLike) -> list[str]:
    return [
        f"{index} {-1 if start is None else start} {len(part.blocks)} {len(part.inlines)}",
        part.text,
        *(f"{block.kind} {block.start} {block.end} {block.level} {block.label}" for block in part.blocks),
        *(f"{inline.kind} {inline.start} {inline.end} {inline.target}" for inline in part.inlines),
    ]


def _block(line: str) -> Block:
    kind, start, end, level, label = line.split(" ", 4)
    return Block(kind, int(start), int(end), int(level), label)


def _inline(line: str) -> Inline:
    kind, start, end, target = line.split(" ", 3)
    return Inline(kind, int(start), int(end), target)


def _home() -> str:
    return f"{folder()}/screens"


def _file(source: str) -> str:
    return f"{_home()}/{file_of(source).replace(chr(92), '/').rpartition('/')[2]}"


def _make_room() -> None:
    """Drop what was kept longest ago."""
    with os.scandir(_home()) as entries:
        found = [(entry.stat().st_mtime, entry.path) for entry in entries]
    for _, path in sorted(found)[: max(len(found) - MOST_FILES, 0)]:
        os.remove(path)  # noqa: PTH107 - as above
