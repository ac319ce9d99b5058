"""A plain text that is too long to hold: parts of some kilobytes, read, decoded and set when they are asked for.

A part begins at the first sure bound of a block at or after a multiple of `PART` bytes. Where that is follows from
the file and its layout alone, so that any part can be made without those before it; the layout is fitted once, to
samples from all over the file. What the parts say, joined, is the document's canonical text, however it is opened.

Byte offsets are called `position`. Inside a part, `source_start` and runs count code points from the part's own
beginning in the source; in `document()` they count from the file's.
"""

from __future__ import annotations

from bisect import bisect_right

from annotations.errors import SourceError
from reader.documents import encoding as encodings
from reader.documents import reflow
from reader.documents.evidence import scores
from reader.documents.groups import is_rule
from reader.documents.harmless import visible
from reader.documents.lines import BULLETS, read_lines
from reader.documents.looks import Look, bullet_of
from reader.documents.plan import Plan, measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import _Hash

    from reader.documents.flow import Part
    from reader.documents.model import Document
    from reader.documents.window import Window

WHOLE = 1 << 16
"""A text of at most so many bytes is read whole."""

PART = 1 << 13
"""Bytes of a part, about."""

_REACHES = (PART // 4, PART, 8 * PART)
"""How far behind its nominal place the bound at which a part begins is looked for. Lines without end are cut in two
at the last; where no bound is sure within the second, the best there is is taken."""

_SURE = 2.0
"""Log-odds from which a bound is good enough to begin a part at."""

_SAMPLES, _SAMPLE = 5, 2048
_KEPT = 32
_SLICE = 0.003
_MOST = 1 << 28


class LargeText:
    """A `Flow` over a plain text of any size."""

    def __init__(self, window: Window, *, source: str, encoding: str | None = None) -> None:
        """Recognise the encoding and fit the layout: a few milliseconds, whatever the size.

        Args:
            window: The bytes.
            source: What the person named.
            encoding: What the person says the encoding is; recognised when None.

        Raises: SourceError, if it cannot be read, is no text, or does not fit the encoding named.
        """
        self._window = window
        self.source = source
        self._head = window.read(0, WHOLE)
        self._skip = encodings.mark_length(self._head)
        self.encoding = encodings.known(encoding) if encoding else ""
        """The encoding it is read in."""
        if not self.encoding:
            encodings.refuse_binary(self._head, source)
            self.encoding = encodings.marked(self._head) or encodings.wide(self._head) or self._recognised()
        self.codec, self._unit = _codec(self.encoding, self._head)
        """What Python decodes a stretch of it with."""
        self._newline = "\n".encode(self.codec)
        if self._newline not in self._head and "\r".encode(self.codec) in self._head:
            self._newline = "\r".encode(self.codec)
        self._count = max(1, -(-(window.size - self._skip) // PART))
        self._bounds: dict[int, int] = {}
        self._parts: dict[int, Part] = {}
        self._plan = reflow.layout("\n\n\n\n".join(self._samples()))
        self._starts = [0]
        self._blocks = [0]
        self._hash: _Hash | None = None
        self._title = ""

    @property
    def title(self) -> str:
        if not self._title:
            from reader.documents.titles import title_of

            part = self.part(0)
            self._title = title_of(part.text, part.blocks, self.source) if part.blocks else self.source
        return self._title

    @property
    def changed(self) -> bool:
        """Whether the file was cut or rewritten since it was opened: what is read from now on may be another text."""
        return self._window.changed

    @property
    def complete(self) -> bool:
        return len(self._starts) > self._count

    @property
    def fingerprint(self) -> str | None:
        """SHA-256 of the canonical text, as `Document.fingerprint`; None until all of it was counted."""
        return self._hash.hexdigest() if self._hash is not None and self.complete else None

    def __len__(self) -> int:
        return self._count

    def part(self, index: int) -> Part:
        part = self._parts.pop(index, None)
        if part is None:
            from reader.documents.flow import Part
            from reader.documents.text import as_blocks

            text, found = self.blocks(index)
            part = Part(text, as_blocks(found))
            if len(self._parts) >= _KEPT:
                del self._parts[next(iter(self._parts))]
        self._parts[index] = part
        return part

    def blocks(self, index: int) -> tuple[str, list[reflow.Block]]:
        """Text and blocks of a part as plain tuples, for the first screen."""
        raw = self._decoded(self.position(index), self.position(index + 1))
        return reflow.blocks(raw, self._plan, head=index == 0, tail=index + 1 == self._count)

    def position(self, index: int) -> int:
        """The byte at which a part begins; the file's size for the part after the last."""
        if index <= 0:
            return self._skip
        if index >= self._count:
            return self._window.size
        position = self._bounds.get(index)
        if position is None:
            position = self._bound(self._skip + index * PART)
            if len(self._bounds) > 4096:
                self._bounds.clear()
            self._bounds[index] = position
        return position

    def part_at(self, position: int) -> int:
        """The part that holds a byte of the file."""
        index = min(self._count - 1, max(0, position - self._skip) // PART)
        while index and self.position(index) > position:
            index -= 1
        return index

    def start(self, index: int) -> int | None:
        return self._starts[index] if index < len(self._starts) else None

    def first_block(self, index: int) -> int | None:
        """How many blocks stand before the part; None while not yet counted."""
        return self._blocks[index] if index < len(self._blocks) else None

    def weight(self, index: int) -> int:
        return PART

    def locate(self, offset: int) -> tuple[int, int] | None:
        if offset >= self._starts[-1] and not self.complete:
            return None
        index = min(bisect_right(self._starts, offset), self._count) - 1
        return index, offset - self._starts[index]

    def advance(self) -> bool:
        from hashlib import sha256
        from time import perf_counter

        if self.complete:
            return False
        if self._hash is None:
            self._hash = sha256()
        until = perf_counter() + _SLICE
        while not self.complete:
            index = len(self._starts) - 1
            text, count = self._counted(index)
            if text:
                self._hash.update(b"\n\n" if self._starts[index] else b"")
                self._hash.update(text.encode())
            self._starts.append(self._starts[index] + (len(text) + 2 if text else 0))
            self._blocks.append(self._blocks[index] + count)
            if perf_counter() > until:
                break
        self._window.look()
        return not self.complete

    def document(self) -> Document:
        """The whole document. Raises: SourceError, where it would be more than 256 MB."""
        from hashlib import sha256

        from reader.documents.text import made

        if self._window.size > _MOST:
            raise SourceError(
                f"{self.source} has more than {_MOST >> 20} MB, too much to hold at once",
                hint="Reading works; for anything else, split it: split -C 100M FILE",
            )
        texts: list[str] = []
        found: list[reflow.Block] = []
        digest = sha256(self._window.read(0, self._skip))
        at = origin = 0
        for index in range(self._count):
            begin, end = self.position(index), self.position(index + 1)
            data = self._window.read(begin, end - begin)
            digest.update(data)
            raw = data.decode(self.codec, "replace")
            text, blocks = reflow.blocks(raw, self._plan, head=index == 0, tail=index + 1 == self._count)
            if text:
                texts.append(text)
                found += [_moved(block, at, origin) for block in blocks]
                at += len(text) + 2
            origin += len(raw)
        return made(
            "\n\n".join(texts), found, source=self.source, encoding=self.encoding, raw_fingerprint=digest.hexdigest()
        )

    def close(self) -> None:
        """Let the file go."""
        self._window.close()

    def text(self, index: int) -> str:
        """Canonical text of a part, without its blocks."""
        part = self._parts.get(index)
        return self._counted(index)[0] if part is None else part.text

    def read(self, position: int, length: int) -> bytes:
        """Raw bytes, for a search."""
        return self._window.read(position, length)

    @property
    def size(self) -> int:
        """Of the file, in bytes."""
        return self._window.size

    @property
    def plan(self) -> Plan:
        """How the text is laid out."""
        return self._plan

    # ---- bytes

    def _recognised(self) -> str:
        """UTF-8 if the samples are, else a guess from them."""
        samples = [self._head, *self._raw_samples()]
        try:
            for sample in samples:
                # A sample may begin and end inside a letter.
                sample[:-4].lstrip(_FOLLOWERS).decode("utf-8")
        except UnicodeDecodeError as error:
            if error.end < len(error.object) - 3:
                return encodings.guess(b"\n".join(samples))
        return "utf-8"

    def _raw_samples(self) -> list[bytes]:
        last = max(0, self._window.size - _SAMPLE)
        return [self._window.read(last * place // (_SAMPLES - 1), _SAMPLE) for place in range(1, _SAMPLES)]

    def _samples(self) -> list[str]:
        """Whole lines from all over the file, beginning with its first."""
        begins = [self._skip]
        last = max(0, self._window.size - _SAMPLE)
        begins += [self._line(last * place // (_SAMPLES - 1)) for place in range(1, _SAMPLES)]
        samples: list[str] = []
        for begin in begins:
            data = self._window.read(begin, _SAMPLE)
            cut = data.rfind(self._newline)
            data = data[: cut + self._unit] if cut > 0 else data[: len(data) // self._unit * self._unit]
            samples.append(data.decode(self.codec, "replace"))
        return samples

    def _decoded(self, begin: int, end: int) -> str:
        return self._window.read(begin, end - begin).decode(self.codec, "replace")

    def _line(self, position: int) -> int:
        """Where the first line at or after a position begins; where a word does, when no line ends nearby."""
        unit = self._unit
        position -= (position - self._skip) % unit
        for reach in _REACHES:
            data = self._window.read(position - unit, reach + unit)
            found = _aligned(data, self._newline, unit)
            if found >= 0:
                return position - unit + found + unit
            if len(data) < reach + unit:
                break
        data = self._window.read(position, PART - unit)
        found = _aligned(data, " ".encode(self.codec), unit)
        if found >= 0:
            return position + found + unit
        if self.codec == "utf-8":
            position += len(data) - len(data.lstrip(_FOLLOWERS)) if len(data) > 4 else 0
        return min(position, self._window.size)

    def _bound(self, nominal: int) -> int:
        """The first sure bound of a block from a place on."""
        begin = self._line(nominal)
        if self._plan.single or begin >= self._window.size:
            return begin
        best, at = -1e9, 0
        for reach in _REACHES[:2]:
            data = self._window.read(begin, reach)
            cut = data.rfind(self._newline)
            if cut <= 0:
                break
            text = data[:cut].decode(self.codec, "replace")
            found = self._bounds_in(text)
            for line, odds in found:
                if odds >= _SURE:
                    return begin + self._line_position(data, line)
            if len(data) < reach:
                break
        data = self._window.read(begin, PART - (begin - nominal))
        for line, odds in self._bounds_in(data.decode(self.codec, "replace")):
            if odds > best:
                best, at = odds, line
        return begin + self._line_position(data, at)

    def _bounds_in(self, text: str) -> list[tuple[int, float]]:
        """Number of each raw line that may begin a block, and the log-odds that it does."""
        shown, lines = read_lines(text)
        if len(lines) < 2:
            return []
        looks = [Look(line) for line in lines]
        measure(shown, lines, looks, self._plan.face)
        sign = self._newline.decode(self.codec)
        found: list[tuple[int, float]] = []
        number = counted = 0
        for index, odds in enumerate(scores(lines, looks, self._plan, head=False)):
            start = lines[index + 1].start
            number += text.count(sign, counted, start)
            counted = start
            if not text[text.rfind(sign, 0, start) + 1 : start].strip(" \t>"):
                found.append((number, odds))
        return found

    def _line_position(self, data: bytes, number: int) -> int:
        """Where the line with that number begins in some bytes."""
        at = 0
        for _ in range(number):
            at = _aligned(data, self._newline, self._unit, at) + self._unit
        return at

    def _counted(self, index: int) -> tuple[str, int]:
        """Text of a part and number of its blocks, the short way where there is one."""
        if self._plan.single and 0 < index < self._count - 1:
            lines = _lines_as_they_stand(self._decoded(self.position(index), self.position(index + 1)))
            if lines is not None:
                return "\n\n".join(lines), len(lines)
        text, found = self.blocks(index)
        return text, len(found)


_FOLLOWERS = bytes(range(0x80, 0xC0))


def _codec(name: str, head: bytes) -> tuple[str, int]:
    """The codec to read a stretch in the middle with, and the bytes of its smallest unit."""
    name = name.lower().replace("_", "-")
    if name == "utf-8-sig":
        return "utf-8", 1
    if name in ("utf-16", "utf-32"):
        big = head.startswith((b"\xfe\xff", b"\0\0\xfe\xff"))
        name += "-be" if big else "-le"
    return name, 4 if name.startswith("utf-32") else 2 if name.startswith("utf-16") else 1


def _aligned(data: bytes, sign: bytes, unit: int, start: int = 0) -> int:
    """Where a sign first stands in some bytes, at a multiple of its size; -1 if nowhere."""
    found = data.find(sign, start)
    while found >= 0 and found % unit:
        found = data.find(sign, found + 1)
    return found


def _lines_as_they_stand(text: str) -> list[str] | None:
    """The lines of a text of one line a paragraph, if nothing in it calls for more than stripping them."""
    if "  " in text or "\t" in text or "\r" in text or "\f" in text or "\v" in text:
        return None
    if not text.isascii() and (max(text) >= "\u0300" or "\x85" in text) and not _settled(text):
        return None
    if visible(text) is not text:
        return None
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    for line in lines:
        if line[0] == ">" or bullet_of(line) or (not line[0].isalnum() and (line in BULLETS or is_rule(line))):
            return None
    return lines


def _settled(text: str) -> bool:
    from unicodedata import is_normalized

    return not any(sign in text for sign in "\x85\u2028\u2029\ufffe") and is_normalized("NFC", text)


def _moved(block: reflow.Block, at: int, origin: int) -> reflow.Block:
    kind, start, end, level, source_start, source_end, runs, label = block
    moved = tuple([(text + at, source + origin, length) for text, source, length in runs])
    return kind, start + at, end + at, level, source_start + origin, source_end + origin, moved, label
