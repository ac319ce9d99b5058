"""The Outline tab: the headings of the document, or the first words of its paragraphs, with how long each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from reader.app.listbox import ListBox
from reader.app.widgets.pane import Pane
from reader.cells import fit, harmless, width_of
from reader.outline import PARAGRAPH, Outline, Section, minutes
from reader.palette import BOLD

if TYPE_CHECKING:
    from reader.documents.flow import Flow
    from reader.drawing import Run
    from reader.palette import Look

_NEAR = 8
"""Parts of a long document that are listed around the reader until all of it is counted: each takes milliseconds."""

_MUTED: Look = ("muted", "", 0)


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A section as a row of the list."""

    section: Section
    says: str
    """At its right: how long it takes, or how far into the document a paragraph is."""
    place: str
    """What is said of it when it stands open."""
    height: int = 1
    stops: bool = True

    @property
    def key(self) -> str:
        return f"{self.section.part}:{self.section.offset}"


@dataclass(frozen=True, slots=True)
class Amount:
    """The first row: how much there is to read."""

    says: str
    height: int = 2
    stops: bool = False
    key: str = "amount"


class OutlineList(ListBox[OutlineRow | Amount]):
    """The sections, indented by their level; the one under the cursor says where it is."""

    def draw(self, row: OutlineRow | Amount, width: int, *, is_open: bool) -> list[list[Run]]:
        if isinstance(row, Amount):
            return [[(fit(f" {row.says}", width), _MUTED)], []]
        level = row.section.level
        indent = 1 if level in (0, PARAGRAPH) else 2 * level - 1
        look: Look = ("strong", "", BOLD) if level <= 1 else ("text", "", 0)
        right = f"  {row.says} " if row.says else " "
        room = max(width - indent - width_of(right), 4)
        lines: list[list[Run]] = [[(" " * indent + fit(harmless(row.section.title), room), look), (right, _MUTED)]]
        if is_open and row.place:
            lines.append([(fit(" " * indent + row.place, width), _MUTED)])
        return lines


class OutlinePane(Pane):
    """The outline, with the cursor where the reader is. There is nothing to narrow down."""

    @dataclass
    class Wanted(Message):
        """A heading was chosen: the text should show it."""

        part: int
        offset: int

    list: OutlineList

    def __init__(self) -> None:
        super().__init__(OutlineList(empty="Nothing to list."), None)
        self._near: Outline | None = None

    def follow(self, flow: Flow, outline: Outline, part: int, offset: int, *, pace: int) -> None:
        """List the outline, and put the cursor on the section that a spot is in.

        Args:
            flow: The document.
            outline: What has been counted of it.
            part, offset: The spot.
            pace: Words that the person reads in a minute.
        """
        if len(flow) <= _NEAR:
            while outline.advance(flow):
                pass
        if outline.complete:
            self.list.show(rows(outline, outline.before(flow, part, offset) or 0, pace))
        else:
            outline = self._near = _around(self._near, flow, part)
            self.list.show([OutlineRow(section, "", "") for section in outline.sections()])
        here = outline.at(part, offset)
        if here is not None and not self.list.has_focus:
            self.list.reveal(f"{here.part}:{here.offset}")

    def choose(self) -> None:
        """Go to a heading."""
        row = self.list.current
        if isinstance(row, OutlineRow):
            self.tell(self.Wanted(row.section.part, row.section.offset))


def rows(outline: Outline, before: int, pace: int) -> list[OutlineRow | Amount]:
    """The rows of a document that was counted, for a reader who has `before` words behind them."""
    whole = max(outline.words, 1)
    found: list[OutlineRow | Amount] = [Amount(f"{minutes(whole, pace)} in all{left(outline, before, pace)}")]
    for section in outline.sections():
        percent = f"{section.before * 100 // whole} %"
        if section.level == PARAGRAPH:
            found.append(OutlineRow(section, percent, ""))
            continue
        rest = section.before + section.words - before
        takes = minutes(section.words, pace)
        inside = 0 < rest < section.words and minutes(rest, pace) != takes
        found.append(OutlineRow(section, takes, f"from {percent}{f', {minutes(rest, pace)} left' if inside else ''}"))
    return found


def left(outline: Outline, before: int, pace: int) -> str:
    """How long the rest takes, as what follows how long the whole does."""
    said = minutes(outline.words - before, pace)
    return f", {said} left" if before < outline.words and said != minutes(outline.words, pace) else ""


def _around(known: Outline | None, flow: Flow, part: int) -> Outline:
    """The outline of the parts around one; the one that is known, where it has them."""
    first = max(min(part - _NEAR // 2, len(flow) - _NEAR), 0)
    if known is None or abs(known.first - first) > _NEAR // 4:
        known = Outline(first)
    while known.taken < _NEAR and known.advance(flow):
        pass
    return known
