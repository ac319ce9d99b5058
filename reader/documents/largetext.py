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
            data, length, count = self._measured(index)
            if data:
                self._hash.update(b"\n\n" if self._starts[index] else b"")
                self._hash.update(data)
            self._starts.append(self._starts[index] + (length + 2 if length else 0))
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
        lines = self._plain_lines(index)
        if lines is not None:
            return b"\n\n".join(lines).decode(), len(lines)
        text, found = self.blocks(index)
        return text, len(found)

    def _measured(self, index: int) -> tuple[bytes, int, int]:
        """Text of a part in UTF-8, its code points, and number of its blocks."""
        lines = self._plain_lines(index)
        if lines is None:
            text, found = self.blocks(index)
            return text.encode(), len(text), len(found)
        data = b"\n\n".join(lines)
        return data, len(data.translate(None, _FOLLOWERS)), len(lines)

    def _plain_lines(self, index: int) -> list[bytes] | None:
        """The blocks of a part in UTF-8, where they are its lines as they stand: one line a paragraph."""
        if not self._plan.single or not 0 < index < self._count - 1:
            return None
        begin, end = self.position(index), self.position(index + 1)
        data = self._window.read(begin, end - begin)
        if self.codec != "utf-8":
            data = data.decode(self.codec, "replace").encode()
        return lines_as_they_stand(data)


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


_USUAL = bytes([ord("\n"), *range(0x20, 0x7F)])
"""What is dealt with in bytes, without decoding."""


def lines_as_they_stand(data: bytes) -> list[bytes] | None:
    """The lines of a text in UTF-8 of one line a paragraph, if nothing in it calls for more than stripping them."""
    if b"  " in data:
        return None
    rest = data.translate(None, _USUAL)
    if rest:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("utf-8", "replace")
            data = text.encode()
            rest = data.translate(None, _USUAL)
        kinds = set(map(_kind, set(rest.decode())))
        if "strange" in kinds or ("joining" in kinds and not _composed(text)):
            return None
    lines = [line for line in map(bytes.strip, data.split(b"\n")) if line]
    return None if any(map(_begins_more, lines)) else lines


def _begins_more(line: bytes) -> bool:
    """Whether a line may be more than a paragraph: an item, a quotation, a rule."""
    head = line[:6]
    if head[:1].isalnum() and b"." not in head and b")" not in head:
        return False
    text = line.decode()
    return bool(text[0] == ">" or bullet_of(text) or (not text[0].isalnum() and (text in BULLETS or is_rule(text))))


_kinds: dict[str, str] = {}


def _kind(letter: str) -> str:
    """What a letter asks for: it is `strange`, may be `joining` with the one before it, or is at `rest`."""
    kind = _kinds.get(letter)
    if kind is None:
        from unicodedata import category

        if letter < " " or letter.isspace() or visible(letter) is not letter:
            kind = "strange"
        elif letter >= "\u0300" and (
            category(letter).startswith("M") or "\u1100" <= letter <= "\u11ff" or not _composed(letter)
        ):
            kind = "joining"
        else:
            kind = "rest"
        _kinds[letter] = kind
    return kind


def _composed(text: str) -> bool:
    from unicodedata import is_normalized

    return is_normalized("NFC", text)


def _moved(block: reflow.Block, at: int, origin: int) -> reflow.Block:
    kind, start, end, level, source_start, source_end, runs, label = block
    moved = tuple([(text + at, source + origin, length) for text, source, length in runs])
    return kind, start + at, end + at, level, source_start + origin, source_end + origin, moved, label
