"""A plain text as the first screen needs it: its blocks without the way back to the source. Loads nothing heavy."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.documents.largetext import LargeText
    from reader.documents.origin import Origin
    from reader.documents.reflow import Block as Tuple


class Block:
    """A block as drawing needs it."""

    __slots__ = ("end", "kind", "label", "level", "start")

    def __init__(self, kind: str, start: int, end: int, level: int, label: str) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.level = level
        self.label = label


class Inline:
    """An inline as drawing needs it."""

    __slots__ = ("end", "kind", "start", "target")

    def __init__(self, kind: str, start: int, end: int, target: str) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.target = target


class Part:
    """A part as drawing needs it."""

    __slots__ = ("blocks", "inlines", "text")

    def __init__(self, text: str, blocks: Sequence[Block], inlines: Sequence[Inline] = ()) -> None:
        self.text = text
        self.blocks = blocks
        self.inlines = inlines


class PlainFlow:
    """A text in parts; the parts are those that the toolkit will show."""

    def __init__(self, large: LargeText | None, whole: Part | None) -> None:
        self._large = large
        self._parts: dict[int, Part] = {} if whole is None else {0: whole}

    def __len__(self) -> int:
        return 1 if self._large is None else len(self._large)

    def part(self, index: int) -> Part:
        """The part, made when it is looked at."""
        part = self._parts.get(index)
        if part is None:
            assert self._large is not None
            part = self._parts[index] = _part(*self._large.blocks(index))
        return part

    def start(self, index: int) -> int | None:
        """Offset of the first part; the others are not counted here."""
        return 0 if index == 0 else None

    def first_block(self, index: int) -> int | None:
        """Blocks before the part, for the first one."""
        return 0 if index == 0 else None

    def weight(self, index: int) -> int:
        """As the real flow has it."""
        return 1 if self._large is None else self._large.weight(index)

    def locate(self, offset: int) -> tuple[int, int] | None:
        """Only what is in the first part is known."""
        return (0, offset) if offset < len(self.part(0).text) else None


def open_plain(found: Origin) -> tuple[str, PlainFlow] | None:
    """Title and text of a plain text; None where there are no words in it. Raises: SourceError, as the loader."""
    from reader.documents import largetext
    from reader.documents.titles import title_of

    source = found.source
    if found.size is not None and found.size > largetext.WHOLE and found.path:
        from reader.documents.window import FileWindow

        large = largetext.LargeText(FileWindow(found.path, source=source), source=source)
        flow = PlainFlow(large, None)
    else:
        from reader.documents import encoding, reflow

        text, _ = encoding.decode(found.read(), source=source)
        flow = PlainFlow(None, _part(*reflow.blocks(text)))
    first = flow.part(0)
    if not first.blocks:
        return None
    return title_of(first.text, first.blocks, source), flow


def _part(text: str, made: Sequence[Tuple]) -> Part:
    return Part(text, [Block(*block[:4], block[7]) for block in made])
