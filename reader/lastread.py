"""Where each document was left: the place, and the notes that stood on the screen, in one small file per document.

The first screen is painted from it before the notes are loaded, so that it looks as it was left. It is a memory, no
record: what it says of notes is shown until the notes themselves are there, and a file that cannot be read or written
is done without. Positions are those of `reader.page`: a part, and an offset in its text. Loads nothing heavy.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotations.model import Color, Status
    from reader.drawing import MarkLike
    from reader.sheet import FlowLike, Spot

_FIRST = "postil last read 2"
_MOST_MARKS = 200


class SeenMark:
    """A mark as it stood on the screen: what `reader.marks.NoteMark` has."""

    __slots__ = (
        "color",
        "comment",
        "end",
        "first",
        "initials",
        "note",
        "person",
        "replies",
        "start",
        "status",
        "tags",
    )

    def __init__(
        self,
        note: str,
        start: int,
        end: int,
        *,
        color: Color | None = None,
        tags: tuple[str, ...] = (),
        comment: str = "",
        replies: int = 0,
        initials: str = "",
        person: Color | None = None,
        status: Status = "exact",
        first: bool = True,
    ) -> None:
        self.note = note
        self.start = start
        self.end = end
        self.color = color
        self.tags = tags
        self.comment = comment
        self.replies = replies
        self.initials = initials
        self.person = person
        self.status = status
        self.first = first


class SeenMarks:
    """The few marks of one screen."""

    def __init__(self, marks: Sequence[SeenMark]) -> None:
        self.marks = marks

    def touching(self, start: int, end: int) -> list[SeenMark]:
        """The marks that share at least one code point with `[start, end)`, in document order."""
        return [mark for mark in self.marks if mark.start < end and mark.end > start]


class LastRead:
    """How a document was left."""

    __slots__ = ("cursor", "marks", "notes", "offsets", "parts", "percent", "size", "source", "time", "title", "top")

    def __init__(self, source: str) -> None:
        self.source = source
        """An absolute path, or a URL."""
        self.size = -1
        """Bytes of the file then; -1 for what is no file."""
        self.title = ""
        self.time = 0
        """When, in seconds since 1970."""
        self.percent = 0
        self.notes = 0
        """How many notes there were, everybody's."""
        self.top: Spot = (0, 0)
        """The first offset on the screen."""
        self.cursor: Spot = (0, 0)
        self.parts = -1
        """How many parts the document had then; -1 when that was not kept."""
        self.offsets: tuple[int, int] | None = None
        """`top` and `cursor` in canonical text, where they were counted: a document that is opened from the cache has
        other parts than when it was read the first time."""
        self.marks: Sequence[SeenMark] = ()

    def spots(self, flow: FlowLike) -> tuple[Spot, Spot] | None:
        """`top` and `cursor` in a flow of the document; None while it has not come so far.

        Offsets are the same in whatever parts the document comes; as many parts need not be the same ones.
        """
        if self.offsets is not None:
            top, cursor = flow.locate(self.offsets[0]), flow.locate(self.offsets[1])
            if top is not None and cursor is not None:
                return top, cursor
            if self.parts not in (-1, len(flow)):
                return None
        there = self.top[0] < len(flow) and self.cursor[0] < len(flow)
        return (self.top, self.cursor) if there else None


def absolute(source: str) -> str:
    """The source as it is found again from any folder; empty for standard input, which is not."""
    if source == "-":
        return ""
    return source if "://" in source else os.path.abspath(os.path.expanduser(source))  # noqa: PTH100, PTH111 - light


def folder() -> str:
    """Where the files are: in postil's data folder, told without loading `platformdirs`. Makes none."""
    chosen = os.environ.get("POSTIL_DATA_DIR")
    if chosen:
        return os.path.join(os.path.abspath(os.path.expanduser(chosen)), "lastread")  # noqa: PTH100, PTH111, PTH118
    home = os.path.expanduser("~")  # noqa: PTH111 - pathlib is not wanted before the first screen
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or f"{home}\\AppData\\Local"
        return f"{base}\\postil\\lastread"
    if sys.platform == "darwin":
        return f"{home}/Library/Application Support/postil/lastread"
    base = os.environ.get("XDG_DATA_HOME", "").strip() or f"{home}/.local/share"
    return f"{base}/postil/lastread"


def file_of(source: str) -> str:
    """The file for an absolute source: its last word, to be read by people, and a sum of all of it."""
    data = source.encode("utf-8", "surrogateescape")
    words = [char if char.isalnum() or char in "._-" else "_" for char in source.replace("\\", "/").split("/")[-1]]
    name = f"{''.join(words)[:40]}-{_sum(data):016x}"
    return os.path.join(folder(), name)  # noqa: PTH118 - as above


def _sum(data: bytes) -> int:
    """FNV-1a of some bytes, in 64 bits: enough to tell paths apart, and nothing is loaded for it."""
    total = 0xCBF29CE484222325
    for byte in data:
        total = (total ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return total


def read(source: str) -> LastRead | None:
    """How a document was left; None when it is new, or has another size now."""
    wanted = absolute(source)
    if not wanted:
        return None
    try:
        with open(file_of(wanted), encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123 - as above
            found = parse(file.read())
    except (OSError, ValueError):
        return None
    if found.source != wanted or (found.size >= 0 and found.size != _size(wanted)):
        return None
    return found


def write(last: LastRead) -> None:
    """Remember how a document was left. Does nothing for what cannot be found again, or where nothing can be kept."""
    if not last.source:
        return
    last.size = -1 if "://" in last.source else _size(last.source)
    path = file_of(last.source)
    beside = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder(), exist_ok=True)  # noqa: PTH103 - as above
        with open(beside, "w", encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123 - as above
            file.write(render(last))
        os.replace(beside, path)  # noqa: PTH105 - as above
    except OSError:
        return  # a full disk, a home that may not be written: the next visit begins at the top


def recent(most: int = 50) -> list[LastRead]:
    """The documents that were read last, the last first."""
    found = []
    try:
        names = os.listdir(folder())  # noqa: PTH208 - as above
    except OSError:
        return []
    for name in names:
        try:
            with open(os.path.join(folder(), name), encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH118, PTH123
                found.append(parse(file.read()))
        except (OSError, ValueError):
            continue
    return sorted(found, key=lambda last: -last.time)[:most]


def ground() -> str:
    """`light` or `dark`, as the terminal said last; empty when nothing is known."""
    try:
        with open(f"{folder()}/ground", encoding="utf-8") as file:  # noqa: PTH123 - as above
            said = file.read().strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return said if said in ("light", "dark") else ""


def remember_ground(said: str) -> None:
    """Remember `light` or `dark`, so that the next first screen is painted for it."""
    try:
        os.makedirs(folder(), exist_ok=True)  # noqa: PTH103 - as above
        with open(f"{folder()}/ground", "w", encoding="utf-8") as file:  # noqa: PTH123 - as above
            file.write(said + "\n")
    except OSError:
        return  # the next first screen is dark, and turns light when the terminal has answered


def render(last: LastRead) -> str:
    """The text of the file."""
    lines = [
        _FIRST,
        f"source {in_a_line(last.source)}",
        f"title {in_a_line(last.title)}",
        f"size {last.size}",
        f"time {last.time}",
        f"percent {last.percent}",
        f"notes {last.notes}",
        f"top {last.top[0]} {last.top[1]}",
        f"cursor {last.cursor[0]} {last.cursor[1]}",
        f"parts {last.parts}",
    ]
    if last.offsets is not None:
        lines.append(f"offsets {last.offsets[0]} {last.offsets[1]}")
    for mark in last.marks[:_MOST_MARKS]:
        fields = [
            mark.note,
            str(mark.start),
            str(mark.end),
            mark.color or "",
            " ".join(mark.tags),
            str(mark.replies),
            mark.initials,
            mark.person or "",
            mark.status,
            "first" if mark.first else "",
            mark.comment,
        ]
        lines.append("mark " + "\t".join(map(in_a_line, fields)))
    return "\n".join(lines) + "\n"


def parse(text: str) -> LastRead:
    """What a file says. Raises: ValueError, for what was not written by `render`."""
    lines = text.split("\n")
    if lines[0] != _FIRST:
        raise ValueError(lines[0])
    last = LastRead("")
    marks = []
    for line in lines[1:]:
        name, _, value = line.partition(" ")
        if name in ("source", "title"):
            setattr(last, name, out_of_a_line(value))
        elif name in ("size", "time", "percent", "notes", "parts"):
            setattr(last, name, int(value))
        elif name in ("top", "cursor", "offsets"):
            part, offset = value.split(" ")
            setattr(last, name, (int(part), int(offset)))
        elif name == "mark":
            marks.append(_mark(value.split("\t")))
    last.marks = marks
    return last


def _mark(fields: list[str]) -> SeenMark:
    note, start, end, color, tags, replies, initials, person, status, first, comment = map(out_of_a_line, fields)
    if status not in ("exact", "moved", "changed", "ambiguous", "orphan"):
        raise ValueError(status)
    return SeenMark(
        note,
        int(start),
        int(end),
        color=_COLORS.get(color),
        tags=tuple(tags.split(" ")) if tags else (),
        comment=comment,
        replies=int(replies),
        initials=initials,
        person=_COLORS.get(person),
        status=status,  # type: ignore[arg-type]  # one of them, as was just asked
        first=bool(first),
    )


_COLORS: dict[str, Color] = {
    "yellow": "yellow",
    "green": "green",
    "blue": "blue",
    "pink": "pink",
    "orange": "orange",
    "purple": "purple",
    "red": "red",
    "grey": "grey",
}


def seen(marks: Iterable[MarkLike]) -> list[SeenMark]:
    """Marks of any kind as those that can be written."""
    return [
        SeenMark(
            mark.note,
            mark.start,
            mark.end,
            color=mark.color,
            tags=tuple(mark.tags),
            comment=mark.comment,
            replies=mark.replies,
            initials=mark.initials,
            person=mark.person,
            status=mark.status,
            first=mark.first,
        )
        for mark in marks
    ]


def in_a_line(text: str) -> str:
    """Text on one line, without tabs."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def out_of_a_line(text: str) -> str:
    """What `in_a_line` was given."""
    if "\\" not in text:
        return text
    pieces = text.split("\\\\")
    return "\\".join([piece.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r") for piece in pieces])


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - as above
    except OSError:
        return -1
