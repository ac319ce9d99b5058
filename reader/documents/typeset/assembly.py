"""Pages to canonical text, a stretch of pages at a time. Deterministic: the same pages in the same stretches give the
same parts, whoever asks and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from reader.documents.builder import Builder
from reader.documents.flow import Part
from reader.documents.harmless import visible
from reader.documents.hyphens import joint, parts_alone
from reader.documents.typeset import blocks
from reader.documents.typeset.footnotes import footnotes, without_footnotes
from reader.documents.typeset.furniture import Furniture
from reader.documents.typeset.kinds import Group
from reader.documents.typeset.lines import Line
from reader.documents.typeset.order import in_reading_order
from reader.documents.typeset.pages import Page, sizes
from reader.documents.typeset.signs import HYPHENS, in_contents
from reader.documents.typeset.tables import with_tables

_SOFT = "\u00ad"
_MARKED = "\u2010\u00ad"
"""Hyphens that a program put in, where it tells them from those of the author."""
_BROKEN = "\x02\ufffe\u2212"
"""What is a plain hyphen, at a line end."""


_TIES = "–@"
"""What ties two words or numbers where no space stands before it: `737–9`, `ferry@example.org`."""


class Assembly:
    """Takes stretches of pages in order, gives back parts. A block that may go on is held until the next stretch."""

    def __init__(self) -> None:
        self.title = ""
        self.byline = ""
        self.dateline = ""
        self._furniture = Furniture()
        self._held: list[Line] = []
        self._words = ""
        self._breaks = False
        """Whether words may be broken by plain hyphens."""
        self._shown = False
        """Whether soft hyphens are plain ones, as some fonts have them."""
        self._sizes: Counter[float] = Counter()
        """Size of the type -> characters set in it."""
        self._first = True
        self._notes: dict[int, dict[str, str]] = {}
        """Page -> sign of each footnote on it -> its label."""

    def feed(self, pages: Sequence[Page], *, last: bool) -> Part | None:
        """The blocks that these pages complete; None when there are none."""
        pages = self._furniture.cleared(pages)
        self._sizes.update(sizes(pages))
        body = self._sizes.most_common(1)[0][0] if self._sizes else 10.0
        ordered, notes = list(self._held), dict[int, list[Line]]()
        for page in pages:
            on_page, below = without_footnotes(in_reading_order(with_tables(page)), body)
            ordered += on_page
            self._notes[page.number] = {_sign(note.label): note.label for note in footnotes(below)}
            if below and ordered:
                notes[id(ordered[-1])] = below
            else:
                ordered += below
        if not ordered:
            return None
        self._plain_hyphens(ordered)
        groups, habits = blocks.group(ordered, body, first=self._first)
        self._held = []
        if not last and len(groups) > 1 and not any(id(line) in notes for line in groups[-1].lines[:-1]):
            self._held = groups.pop().lines
        self._learn(groups)
        self._words = self._words[-500_000:] + " ".join(line.text for line in ordered).lower()
        # A program that marks its own hyphens leaves those of the author as plain ones.
        marked = sum(line.text[-1] in _MARKED for line in ordered) >= 2
        self._breaks = not marked
        builder = Builder()
        for group in groups:
            self._write(builder, group, habits.hyphenated and not marked)
            for line in group.lines:
                for note in footnotes(notes.pop(id(line), [])):
                    self._write(builder, note, habits.hyphenated and not marked)
        for rest in notes.values():  # under the block that is held
            for note in footnotes(rest):
                self._write(builder, note, habits.hyphenated and not marked)
        builder.end()
        return Part(builder.text, builder.blocks, builder.inlines) if builder.blocks else None

    def _plain_hyphens(self, lines: Sequence[Line]) -> None:
        """Make plain ones of soft hyphens where they stand within lines, too: a soft one would not be seen there."""
        self._shown = self._shown or any(_SOFT in line.text[:-1] for line in lines)
        if self._shown:
            for line in lines:
                line.text = line.text.replace(_SOFT, "-")

    def _learn(self, groups: Sequence[Group]) -> None:
        if not self._first:
            return
        self._first = False
        for kind in ("title", "byline", "dateline"):
            setattr(self, kind, next((group.text for group in groups if group.kind == kind), ""))

    def _write(self, builder: Builder, group: Group, hyphenated: bool) -> None:
        if group.kind == "table":
            self._write_table(builder, group.lines[0], hyphenated)
            return
        code = group.kind == "code"
        builder.begin(group.kind, level=group.level, label=group.label, page=group.lines[0].page, verbatim=code)
        for line, following in pairwise([*group.lines, None]):
            assert line is not None
            if group.kind == "item":
                _without_leader(line)
            text, offsets = line.text, line.offsets
            if line is group.lines[0] and group.label:
                rest = text[len(group.label) :].lstrip()
                text, offsets = rest, offsets[len(text) - len(rest) :]
                if not text:
                    continue
            between = "" if following is None else "\n" if code else " "
            if following is not None and not code:
                text, offsets, between = self._joined(text, offsets, following.text, hyphenated)
            notes = self._notes.get(line.page, {}) if group.kind != "footnote" else {}
            for piece, places, label in _called(text, offsets, line.raised, notes):
                if label:
                    builder.open("footnote", label)
                _copy(builder, piece, places)
                if label:
                    builder.close("footnote")
            if between:
                builder.write(between)

    def _joined(self, text: str, offsets: list[int], following: str, hyphenated: bool) -> tuple[str, list[int], str]:
        """A line without the hyphen of a word that is broken at its end, and what comes between it and the next."""
        if text[-1] in _TIES and text[-2:-1].isalnum() and following[0].isalnum():
            return text, offsets, ""
        if text[-1] not in HYPHENS:
            return text, offsets, joint(text, following, self._words, hyphenated=hyphenated)
        typed = text[:-1] + ("-" if text[-1] in _BROKEN else text[-1])
        broken = hyphenated or (self._breaks and parts_alone(typed, following, self._words))
        between = joint(typed, following, self._words, hyphenated=broken)
        return (text, offsets, between) if between == " " else (text[:-1], offsets[:-1], between)

    def _write_table(self, builder: Builder, table: Line, hyphenated: bool) -> None:
        builder.begin("table", page=table.page)
        for row_at, row in enumerate(table.cells):
            if row_at:
                builder.part("\n")
            for at, cell in enumerate(row):
                if at:
                    builder.part("\t")
                for line, following in pairwise([*cell.lines, None]):
                    assert line is not None
                    text, offsets = line
                    between = ""
                    if following is not None:
                        text, offsets, between = self._joined(text, offsets, following[0], hyphenated)
                    _copy(builder, text, offsets)
                    builder.write(between)


def _without_leader(line: Line) -> None:
    """Put one sign for the dots that lead the eye from an entry of the contents to its page."""
    leader = in_contents(line.text)
    if leader:
        begin, end = leader
        line.text = f"{line.text[:begin]} … {line.text[end:]}"
        line.offsets = [*line.offsets[:begin], -1, -1, -1, *line.offsets[end:]]


def _copy(builder: Builder, text: str, offsets: Sequence[int]) -> None:
    """Write the line in stretches that run on in the source."""
    if offsets and offsets[0] >= 0 and offsets == list(range(offsets[0], offsets[0] + len(text))):
        builder.write(visible(text.replace("\x02", "-").replace("\ufffe", "-")), offsets[0])
        return  # As nearly always.
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or offsets[at] != offsets[at - 1] + 1:
            copied = visible(text[start:at].replace("\x02", "-").replace("\ufffe", "-"))
            builder.write(copied, None if offsets[start] < 0 else offsets[start])
            start = at


def _called(
    text: str, offsets: Sequence[int], raised: Collection[int], notes: Mapping[str, str]
) -> Iterator[tuple[str, Sequence[int], str]]:
    """A line in pieces, with the label of the footnote that each calls, if it does.

    Args:
        text, offsets: Of the line.
        raised: Offsets of its raised characters.
        notes: The footnotes of its page, by their signs.
    """
    if not notes or not raised:
        yield text, offsets, ""
        return
    start = 0
    for is_raised, group in groupby(range(len(text)), key=lambda at: offsets[at] in raised):
        end = start + len(list(group))
        yield text[start:end], offsets[start:end], notes.get(_sign(text[start:end]), "") if is_raised else ""
        start = end


def _sign(label: str) -> str:
    """What calls a footnote, without brackets and full stops."""
    return label.strip(" ()[].,;:")
