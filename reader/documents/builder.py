"""Builds canonical text, its blocks, inlines and runs, from pieces in reading order.

White space is collapsed, text made harmless and brought to NFC on the way; every stretch that keeps its length
leads back to the source through a run. Offsets of the source are in whatever unit the loader counts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise

from reader.documents.harmless import visible
from reader.documents.model import SEPARATOR, Block, BlockKind, Inline, InlineKind, Run

_ODD_SPACES = "\n\t\r\f\v"
_GAP = re.compile(" {2,}")
_EDGE = " \t\n\r\f\v\u00a0\u200b\ufeff\u3000"
"""What is cut off at both ends of a block: spaces, also the unbreakable, the invisible and the wide ones."""


class Builder:
    """Takes pieces of blocks in reading order, and gives the whole.

    `begin` a block, `write` its text (all white space becomes one space, unless the block keeps it), `open` and
    `close` inlines inside it, `end` it. A block without text is dropped.
    """

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._blocks: list[Block] = []
        self._inlines: list[Inline] = []
        self._length = 0
        self._current: _Open | None = None
        self._coming: list[str] = []
        self.places: dict[str, int] = {}
        """Offsets in canonical text of what was given to `place`, as far as its block has ended."""

    @property
    def text(self) -> str:
        """Canonical text of the blocks ended so far."""
        return SEPARATOR.join(self._texts)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(self._blocks)

    @property
    def inlines(self) -> tuple[Inline, ...]:
        return tuple(sorted(self._inlines, key=lambda inline: (inline.start, -inline.end)))

    @property
    def open_block(self) -> BlockKind | None:
        """Kind of the block that is being written, if any."""
        return None if self._current is None else self._current.kind

    def begin(
        self,
        kind: BlockKind,
        *,
        level: int = 0,
        label: str = "",
        page: int | None = None,
        source: tuple[int, int] | None = None,
        verbatim: bool = False,
    ) -> None:
        """Begin a block, ending the one before. `source` is its span in the source, else found from what is written.

        `verbatim`: white space stays as it is, as in code.
        """
        self.end()
        self._current = _Open(kind, level, label, page, source, verbatim)

    def write(self, text: str, source: int | None = None) -> None:
        """Add text to the block. `source`: offset of its first character, where it was copied from there."""
        assert self._current is not None, "write outside a block"
        self._current.write(text, source)

    def part(self, sign: str) -> None:
        """A sign that parts: a line end that is meant, as in a poem; in a table, `\\n` a row, `\\t` a cell."""
        assert self._current is not None, "part outside a block"
        self._current.part(sign)

    def open(self, kind: InlineKind, target: str = "") -> None:
        """Begin an inline at this place of the block; inlines close in the opposite order."""
        if self._current is not None:
            self._current.open(kind, target)

    def close(self, kind: InlineKind) -> None:
        """End the innermost open inline of that kind. One without text is dropped."""
        if self._current is not None:
            self._current.close(kind)

    def place(self, key: str, *, after: bool = False) -> None:
        """Remember this place by a name: where the next character will stand, or `after` the last one."""
        if self._current is not None:
            self._current.place(key, after=after)
        elif after:
            self.places[key] = self._length
        else:
            self._coming.append(key)

    def end(self) -> bool:
        """End the block. True if it had text and was kept."""
        block, self._current = self._current, None
        if block is None:
            return False
        finished = block.finish()
        start = self._length + (len(SEPARATOR) if self._texts else 0)
        if finished is None:
            self._coming += [key for key, _ in block.places]
            return False
        text, made, inlines = finished
        self.places |= dict.fromkeys(self._coming, start)
        self.places |= {key: start + offset for key, offset in block.places}
        self._coming.clear()
        self._blocks.append(
            replace(
                made,
                start=start,
                end=start + len(text),
                runs=tuple(Run(run.text + start, run.source, run.length) for run in made.runs),
            )
        )
        self._inlines += [replace(mark, start=mark.start + start, end=mark.end + start) for mark in inlines]
        self._texts.append(text)
        self._length = start + len(text)
        return True

    def add(
        self,
        kind: BlockKind,
        text: str,
        source: int | None = None,
        *,
        level: int = 0,
        label: str = "",
        span: tuple[int, int] | None = None,
    ) -> bool:
        """A whole block of plain text at once; `span` is its `source` of `begin`. True if it was kept."""
        self.begin(kind, level=level, label=label, source=span)
        self.write(text, source)
        return self.end()


class _Open:
    """A block while it is written. Offsets count from its own first character."""

    def __init__(
        self,
        kind: BlockKind,
        level: int,
        label: str,
        page: int | None,
        source: tuple[int, int] | None,
        verbatim: bool,
    ) -> None:
        self.kind = kind
        self._level = level
        self._label = label
        self._page = page
        self._source = source
        self._verbatim = verbatim
        self._pieces: list[str] = []
        self._length = 0
        self._pending = False
        self._pending_source: int | None = None
        self._runs: list[Run] = []
        self._opened: list[tuple[InlineKind, str, int]] = []
        self._inlines: list[Inline] = []
        self.places: list[tuple[str, int]] = []

    def place(self, key: str, *, after: bool) -> None:
        self.places.append((key, self._length + (1 if not after and self._pending and self._inside() else 0)))

    def write(self, text: str, source: int | None) -> None:
        if self._verbatim:
            self._put(text, source)
            return
        # Every white space becomes a space, one for one; what is longer is cut out, in time that grows with the gaps.
        for odd in _ODD_SPACES:
            text = text.replace(odd, " ")
        at = 0
        for gap in _GAP.finditer(text) if "  " in text else ():
            self._stretch(text[at : gap.start() + 1], None if source is None else source + at)
            at = gap.end()
        self._stretch(text[at:], None if source is None else source + at)

    def part(self, sign: str) -> None:
        self._pending = False
        if self._length or sign == "\t":
            self._put(sign, None)

    def open(self, kind: InlineKind, target: str) -> None:
        self._opened.append((kind, target, self._length + (1 if self._pending and self._inside() else 0)))

    def close(self, kind: InlineKind) -> None:
        for index in range(len(self._opened) - 1, -1, -1):
            if self._opened[index][0] == kind:
                _, target, start = self._opened.pop(index)
                if start < self._length:
                    self._inlines.append(Inline(kind=kind, start=start, end=self._length, target=target))
                return

    def finish(self) -> tuple[str, Block, list[Inline]] | None:
        for kind, _, _ in reversed(self._opened):
            self.close(kind)
        text = "".join(self._pieces)
        if self._verbatim or self.kind == "table":
            first, last = len(text) - len(text.lstrip("\n")), len(text.rstrip())
        else:
            first, last = len(text) - len(text.lstrip(_EDGE)), len(text.rstrip(_EDGE))
        if first >= last:
            return None
        text, moved = normalised(visible(text[first:last]))
        runs = [piece for run in self._runs for piece in _cut(run, first, last)]
        if moved is not None:
            runs = [piece for run in runs for piece in moved.runs(run)]

        def moved_to(offset: int) -> int:
            inside = min(max(offset, first), last) - first
            return inside if moved is None else moved.at(inside)

        self.places = [(key, moved_to(offset)) for key, offset in self.places]
        inlines = []
        for mark in self._inlines:
            start, end = moved_to(mark.start), moved_to(mark.end)
            if start < end:
                inlines.append(replace(mark, start=start, end=end))
        source_start, source_end = self._source or (
            (runs[0].source, max(run.source + run.length for run in runs)) if runs else (0, 0)
        )
        block = Block(
            kind=self.kind,
            start=0,
            end=len(text),
            level=self._level,
            source_start=source_start,
            source_end=source_end,
            runs=tuple(runs),
            page=self._page,
            label=self._label,
        )
        return text, block, inlines

    def _inside(self) -> bool:
        """Whether a space put here would stand between two words of one line."""
        return bool(self._length) and self._pieces[-1][-1] not in "\n\t"

    def _stretch(self, text: str, source: int | None) -> None:
        """Write text that has no two spaces in a row. A space at its end waits for the next word."""
        first = 1 if text[:1] == " " else 0
        last = len(text) - 1 if text[-1:] == " " else len(text)
        if first and not self._pending:
            self._pending, self._pending_source = True, source
        if first < last:
            if self._pending and self._inside():
                self._put(" ", self._pending_source)
            self._pending = False
            self._put(text[first:last], None if source is None else source + first)
            if last < len(text):
                self._pending, self._pending_source = True, None if source is None else source + last

    def _put(self, text: str, source: int | None) -> None:
        if not text:
            return
        if source is not None:
            last = self._runs[-1] if self._runs else None
            if last and last.text + last.length == self._length and last.source + last.length == source:
                self._runs[-1] = Run(last.text, last.source, last.length + len(text))
            else:
                self._runs.append(Run(self._length, source, len(text)))
        self._pieces.append(text)
        self._length += len(text)


class Moved:
    """How offsets of a text moved when it was normalised: its stretches, each either copied or changed."""

    def __init__(self, before: list[int], after: list[int], copied: list[bool]) -> None:
        self._before = before
        """Bounds of the stretches in the old text, both ends included: one more than there are stretches."""
        self._after = after
        self._copied = copied

    def at(self, offset: int) -> int:
        """Where an offset of the old text is in the new one; inside a changed stretch, its beginning."""
        index = bisect_right(self._before, offset) - 1
        inside = index < len(self._copied) and self._copied[index]
        return self._after[index] + (offset - self._before[index] if inside else 0)

    def runs(self, run: Run) -> list[Run]:
        """What is left of a run in the old text: its copied stretches, in the new one."""
        kept = []
        first = max(bisect_right(self._before, run.text) - 1, 0)
        for index in range(first, len(self._copied)):
            if self._before[index] >= run.text + run.length:
                break
            start, end = max(self._before[index], run.text), min(self._before[index + 1], run.text + run.length)
            if self._copied[index] and start < end:
                new = self._after[index] + start - self._before[index]
                kept.append(Run(new, run.source + start - run.text, end - start))
        return kept


def normalised(text: str) -> tuple[str, Moved | None]:
    """The text in NFC, and how its offsets moved; None when nothing changed."""
    if unicodedata.is_normalized("NFC", text):
        return text, None
    before, after, copied, pieces = [0], [0], [], []

    def stretch(piece: str, end: int, *, copy: bool) -> None:
        pieces.append(piece)
        before.append(end)
        after.append(after[-1] + len(piece))
        copied.append(copy)

    for start, end in _clusters(text):
        old = text[start:end]
        new = unicodedata.normalize("NFC", old)
        if new == old:
            continue
        if before[-1] < start:
            stretch(text[before[-1] : start], start, copy=True)
        stretch(new, end, copy=False)
    if before[-1] < len(text):
        stretch(text[before[-1] :], len(text), copy=True)
    whole = "".join(pieces)
    if not unicodedata.is_normalized("NFC", whole):
        whole = unicodedata.normalize("NFC", text)
        return whole, Moved([0, len(text)], [0, len(whole)], [False])
    return whole, Moved(before, after, copied)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Stretches that normalise independently of each other: a character and all that may combine with it."""
    bounds = [0]
    bounds += [index for index in range(1, len(text)) if not _combines(text[index])]
    bounds.append(len(text))
    return list(pairwise(bounds))


def _combines(character: str) -> bool:
    """Whether a character may melt into the one before: marks, and the later parts of Hangul and Kirat syllables."""
    code = ord(character)
    if code < 0x300:
        return False
    return unicodedata.category(character).startswith("M") or 0x1160 <= code <= 0x11FF or 0x16D63 <= code <= 0x16D6A


def _cut(run: Run, first: int, last: int) -> list[Run]:
    """The part of a run inside `[first, last)`, counted from `first`."""
    start, end = max(run.text, first), min(run.text + run.length, last)
    return [Run(start - first, run.source + start - run.text, end - start)] if start < end else []
