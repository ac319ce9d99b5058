"""The panes of the text as rows of `(text, look)` runs: pure, for the first paint and for the widget alike.

A pane is one block: its number, its rails, its text, and under the text its comments and badges. Offsets are those of
the part the block is in; rows count from 0 in the pane; columns are cells. Loads nothing heavy: it is on the way to
the first screen.
"""

from __future__ import annotations

from itertools import pairwise

from reader import markup
from reader.cells import cut, harmless, width_of
from reader.grid import Grid, grid
from reader.hanging import CodeLines, Hanging
from reader.hyperlinks import hyperlink
from reader.layout import Wrapped, balanced
from reader.palette import BOLD, ITALIC, PLAIN, STRIKE, UNDERLINE, over

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Protocol

    from annotations.model import Color, Status
    from reader.frame import Frame
    from reader.palette import Look

    Run = tuple[str, Look]
    Layer = tuple[int, int, Look]
    """A look laid over a stretch of text: start, end, look."""

    class BlockLike(Protocol):
        """What drawing asks of a block: `reader.documents.model.Block` has it."""

        @property
        def kind(self) -> str: ...
        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...
        @property
        def level(self) -> int: ...
        @property
        def label(self) -> str: ...

    class MarkLike(Protocol):
        """What drawing asks of a mark: `reader.marks.NoteMark` has it."""

        @property
        def note(self) -> str: ...
        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...
        @property
        def color(self) -> Color | None: ...
        @property
        def tags(self) -> tuple[str, ...]: ...
        @property
        def comment(self) -> str: ...
        @property
        def replies(self) -> int: ...
        @property
        def initials(self) -> str: ...
        @property
        def person(self) -> Color | None: ...
        @property
        def status(self) -> Status: ...
        @property
        def first(self) -> bool: ...

    class InlineLike(Protocol):
        """What drawing and pressing ask of an inline: `reader.documents.model.Inline` has it."""

        @property
        def kind(self) -> str: ...
        @property
        def start(self) -> int: ...
        @property
        def end(self) -> int: ...
        @property
        def target(self) -> str: ...

    class AsideLike(Protocol):
        """Something of the document that is opened under the words that call it: `reader.asides.Aside` is one."""

        @property
        def start(self) -> int: ...
        def rows(self, measure: int) -> list[tuple[list[Run], list[tuple[int, int, str]]]]:
            """Its rows, each `measure` columns wide, and the links in them: first column, end, address."""
            ...


TEXT, COMMENT, BADGES, BLANK, ASIDE = range(5)
"""What a row of a pane shows."""


class Row:
    """A row of a pane."""

    __slots__ = ("aside", "at", "hot", "note", "runs", "what")

    def __init__(
        self,
        what: int,
        at: int,
        note: str = "",
        runs: list[Run] | None = None,
        hot: Sequence[tuple[int, int, str]] = (),
        aside: AsideLike | None = None,
    ) -> None:
        self.what = what
        """`TEXT`, `COMMENT`, `BADGES`, `BLANK` or `ASIDE`."""
        self.at = at
        """The row of text it is, or stands under."""
        self.note = note
        """Id of the note that a comment is of."""
        self.runs = runs if runs is not None else []
        """What is drawn from the text's left edge on, except for text."""
        self.hot = hot
        """First column, end, and what is there: of a badge the id of its note, in an aside the address of a link."""
        self.aside = aside
        """What stands opened under the text there."""


EDGE, RAIL, RAILS = "│", "▌", "▚"
"""A pane's edge; the rail of a note; the rail of notes for which no column is left."""

BLOCK_LOOKS: dict[str, Look] = {
    "title": ("title", "", BOLD),
    "heading": ("heading", "", BOLD),
    "byline": ("muted", "", ITALIC),
    "dateline": ("muted", "", 0),
    "caption": ("muted", "", ITALIC),
    "quote": ("quote", "", ITALIC),
    "code": ("code", "panel", 0),
    "table": ("text", "panel", 0),
    "signature": ("muted", "", ITALIC),
    "footnote": ("muted", "", 0),
}

INLINE_LOOKS: dict[str, Look] = {
    "strong": ("strong", "", BOLD),
    "emphasis": ("", "", ITALIC),
    "code": ("code", "panel", 0),
    "link": ("link", "", UNDERLINE),
    "footnote": ("accent", "", 0),
    "image": ("muted", "", ITALIC),
    "strike": ("", "", STRIKE),
}

ON_PANEL = ("code", "table")
"""Blocks that stand on a ground of their own, with a blank at either side: as wide as the measure, or as their lines
where these have room to be longer."""

HEAD: Look = ("strong", "", BOLD)
"""Of the line that names a table's columns."""

SENTENCE: Look = ("", "sentence", 0)
SELECTION: Look = ("", "selection", 0)
CHOSEN: Look = ("strong", "", BOLD)
CURSOR: Look = ("", "", 16)
MENTION: Look = ("mention", "", UNDERLINE)
MATCH: Look = ("", "match", 0)
MATCH_HERE: Look = ("on-match", "match-here", BOLD)


class Pane:
    """One block, wrapped for a width, with the rows its notes add."""

    __slots__ = ("before", "block", "indent", "lead", "look", "panel", "rails", "rows", "rule", "woven", "wrapped")

    def __init__(
        self,
        text: str,
        block: BlockLike,
        measure: int,
        *,
        wrapped: Wrapped | None = None,
        notes: Sequence[MarkLike] = (),
        folded: Callable[[str], bool] = bool,
        asides: Sequence[AsideLike] = (),
        before: int = 0,
        after: int = 1,
    ) -> None:
        """Lay out a block.

        Args:
            text: Of the part.
            block: The block.
            measure: Columns of text.
            wrapped: The block's text wrapped for this measure, or for more where it has the room, when it is at hand.
            notes: Marks that touch the block, in document order, in offsets of the part.
            folded: Tells by a note's id whether its comment is folded away.
            asides: What is opened under its text.
            before: Blank rows before the block.
            after: Blank rows after it.
        """
        self.block = block
        self.rule = block.kind == "rule"
        self.lead = lead_of(block)
        self.indent = min(width_of(self.lead), max(measure - 8, 0))
        self.look = look_of(block)
        self.wrapped = wrapped or wrap_block(text, block, measure)
        self.panel = 0
        """Columns of the ground that the block stands on."""
        if block.kind in ON_PANEL:
            lines = self.wrapped.breadth() if isinstance(self.wrapped, Grid | Hanging) else self.wrapped.width
            self.panel = max(measure, self.indent + lines + 1)
        self.rows: list[Row] = []
        self.rails: list[tuple[int, int, int, str, str]] = []
        """`(lane, first row, last row, colour, note)` for each note; lane 0 is nearest to the text."""
        self.before = before
        self.rows += [Row(BLANK, 0)] * before
        self.woven = bool(notes or asides)
        """Whether other rows may stand among those of the text."""
        if self.woven:
            self._weave(notes, folded, asides, measure)
        else:
            self.rows += [Row(TEXT, row) for row in range(len(self.wrapped))]
        self.rows += [Row(BLANK, len(self.wrapped) - 1)] * after

    def _weave(
        self,
        notes: Sequence[MarkLike],
        folded: Callable[[str], bool],
        asides: Sequence[AsideLike],
        measure: int,
    ) -> None:
        """Lay out the text with its comments and asides under the rows that they are about."""
        rows, wrapped, block = self.rows, self.wrapped, self.block
        called: dict[int, list[AsideLike]] = {}
        for aside in asides:
            called.setdefault(wrapped.under(aside.start + 1), []).append(aside)
        under: dict[int, list[MarkLike]] = {}
        badged = []
        for note in notes:
            ends_here = note.end <= block.end
            if note.comment and note.first and not folded(note.note) and ends_here:
                under.setdefault(wrapped.under(note.end), []).append(note)
            if note.first and note.start >= block.start and badges(note, folded=folded(note.note)):
                badged.append(note)
        first_row: dict[int, int] = {}
        last_row: dict[int, int] = {}
        comment_end: dict[int, int] = {}
        for row in range(len(wrapped)):
            first_row[row] = len(rows)
            rows.append(Row(TEXT, row))
            for aside in called.get(row, ()):
                rows += [Row(ASIDE, row, "", runs, hot, aside) for runs, hot in aside.rows(measure)]
            for note in under.get(row, ()):
                rows += [Row(COMMENT, row, note.note, runs) for runs in comment_rows(note, measure)]
                comment_end[id(note)] = len(rows) - 1
            last_row[row] = first_row[row]
        lanes: list[int] = []
        for note in notes:
            first, last = wrapped.rows(max(note.start, block.start), min(note.end, block.end))
            first, last = first_row[first], last_row[last]
            last = max(last, comment_end.get(id(note), last))
            lane = next((n for n, taken in enumerate(lanes) if taken < first), len(lanes))
            lanes[lane : lane + 1] = [last]
            self.rails.append((lane, first, last, note.color or "grey", note.note))
        rows += [Row(BADGES, len(wrapped) - 1, "", runs, hot) for runs, hot in badge_rows(badged, folded, measure)]

    def __len__(self) -> int:
        return len(self.rows)

    def row_of(self, offset: int) -> int:
        """Row of the pane in which an offset of the text is drawn."""
        row = self.wrapped.row(offset)
        if not self.woven:
            return row + self.before
        return next(index for index, drawn in enumerate(self.rows) if drawn.what == TEXT and drawn.at == row)


def look_of(block: BlockLike) -> Look:
    """How a block's text is set: headings lower down are slighter."""
    if block.kind == "heading" and block.level > 2:
        return ("heading", "", BOLD | ITALIC if block.level == 3 else ITALIC)
    return BLOCK_LOOKS.get(block.kind, PLAIN)


def wrap_block(text: str, block: BlockLike, measure: int) -> Wrapped:
    """A block's text in rows of at most `measure` columns, what stands before it taken off."""
    indent = min(width_of(lead_of(block)), max(measure - 8, 0))
    width = measure - indent - (1 if block.kind in ON_PANEL else 0)
    if block.kind in ("title", "heading") and block.end - block.start < 400:
        return balanced(text, block.start, block.end, width)
    if block.kind == "table" and (table := grid(text, block.start, block.end, width)) is not None:
        return table
    if block.kind == "code":
        return CodeLines(text, block.start, block.end, width)
    return Wrapped(text, block.start, block.end, width)


def lead_of(block: BlockLike) -> str:
    """What is drawn before a block's first row and is not in its text: a bullet, a number, a quotation's bar."""
    kind = block.kind
    if kind == "item":
        return "  " * max(block.level - 1, 0) + (f"{block.label} " if block.label else "  ")
    if kind == "quote":
        return "▎ " * max(block.level, 1)
    if kind in ("footnote", "caption", "heading") and block.label:
        return f"{block.label} "
    return " " if kind in ON_PANEL else ""


def space_after(kind: str, following: str) -> int:
    """Blank rows between two blocks: none within a list, or between title and byline."""
    if kind == following == "item" or (following in ("byline", "dateline") and kind in ("title", "byline")):
        return 0
    return 1


def draw_row(
    pane: Pane,
    row: int,
    frame: Frame,
    *,
    number: str,
    current: bool,
    layers: Sequence[Layer] = (),
) -> tuple[list[Run], int]:
    """One row of a pane, from the left edge of the view, and how many columns it fills.

    Args:
        pane: The pane.
        row: Row of the pane.
        frame: What stands where.
        number: The block's number, empty where it is not known.
        current: Whether the cursor is in the block.
        layers: Looks laid over stretches of the block's text, the last on top.
    """
    drawn = pane.rows[row]
    what, at = drawn.what, drawn.at
    runs: list[Run] = []
    label = number if what == TEXT and at == 0 else ""
    if label and current:
        runs.append((f"{label:>{frame.left + frame.numbers}} ", ("accent", "", BOLD)))
    else:
        runs.append((f"{label:>{frame.left + frame.numbers}} ", ("faint", "", 0)))
    runs += margin(pane, row, frame.rails, current=current, blank=what == BLANK)
    used = frame.left + frame.gutter
    if what == BLANK:
        return runs, used
    if what != TEXT:
        used += sum(width_of(text) for text, _ in drawn.runs)
        rest = frame.left + frame.gutter + pane.panel - used
        if what == COMMENT and rest > 0:  # as wide as the table that it is in
            return [*runs, *drawn.runs, (" " * rest, ("text", "panel", 0))], used + rest
        return runs + drawn.runs, used
    if pane.rule:
        ornament = "·  ·  ·"
        pad = max((frame.measure - len(ornament)) // 2, 0)
        runs.append((" " * pad + cut(ornament, frame.measure), ("faint", "", 0)))
        return runs, used + pad + len(cut(ornament, frame.measure))
    if pane.indent:
        lead = pane.lead if at == 0 or pane.block.kind == "quote" else ""
        lead = cut(lead, pane.indent)
        look: Look = pane.look if pane.look[1] else ("accent" if lead else "", "", 0)
        runs.append((lead + " " * (pane.indent - width_of(lead)), look))
        used += pane.indent
    if isinstance(pane.wrapped, Grid):
        layers = [(pane.block.start, pane.wrapped.head, HEAD), *layers]
    text_runs, cells = text_row(pane.wrapped, at, pane.look, layers)
    runs += text_runs
    used += cells
    rest = frame.left + frame.gutter + pane.panel - used
    if pane.panel and rest > 0:
        runs.append((" " * rest, pane.look))
        used += rest
    return runs, used


def margin(pane: Pane, row: int, columns: int, *, current: bool, blank: bool) -> list[Run]:
    """The rails beside a row: one column per note, nearest to the text first, then the pane's edge; and a blank."""
    here: dict[int, list[str]] = {}
    for lane, first, last, color, _ in pane.rails:
        if first <= row <= last:
            here.setdefault(min(lane, columns - 1), []).append(color)
    edge: Run = (EDGE, ("accent" if current else "line", "", 0))
    if not here:
        return [(" " * (columns - 1), PLAIN), (" ", PLAIN) if blank else edge, (" ", PLAIN)]
    runs: list[Run] = []
    for column in range(columns - 1, -1, -1):
        colors = here.get(column)
        if colors:
            runs.append((RAIL if len(colors) == 1 else RAILS, (f"rail-{colors[0]}", "", 0)))
        elif column == 0 and not blank:
            runs.append(edge)
        else:
            runs.append((" ", PLAIN))
    runs.append((" ", PLAIN))
    return runs


def text_row(wrapped: Wrapped, row: int, look: Look, layers: Sequence[Layer]) -> tuple[list[Run], int]:
    """The text of one row, in a look and with what lies over it, and its cells."""
    text = wrapped.text
    if wrapped.plain:
        start, end = wrapped.shown(row)
        here = [layer for layer in layers if layer[0] < end and layer[1] > start]
        if not here:
            return [(text[start:end], look)], end - start
        runs = [(text[first:last], top) for first, last, top in layered(start, end, look, here)]
        return [(harmless(part), top) for part, top in runs], end - start
    runs, used = [], 0
    for left, clusters in wrapped.pieces(row):
        if left > used:
            runs.append((" " * (left - used), look))
        used = max(left, used) + sum(cells for _, _, cells in clusters)
        if clusters:
            runs += _piece_runs(text, clusters, look, layers)
    return runs, used


def _piece_runs(
    text: str, clusters: Sequence[tuple[int, int, int]], look: Look, layers: Sequence[Layer]
) -> list[Run]:
    """A stretch of text, grapheme by grapheme, in a look and with what lies over it."""
    start, end = clusters[0][0], clusters[-1][1]
    here = [layer for layer in layers if layer[0] < end and layer[1] > start]
    signs = {first: " " * cells if (sign := text[first:last]).isspace() else sign for first, last, cells in clusters}
    bounds = list(signs)
    runs: list[Run] = []
    for first, last, top in layered(start, end, look, here, bounds):
        part = "".join([signs[at] for at in bounds if first <= at < last])
        runs.append((harmless(part), top))
    return runs


def layered(
    start: int, end: int, look: Look, layers: Sequence[Layer], bounds: Collection[int] | None = None
) -> list[tuple[int, int, Look]]:
    """Cut `[start, end)` where a layer begins or ends, and give each stretch the look of the layers over it.

    With `bounds`, cuts are made at these offsets only: a layer covers a whole grapheme or none of it.
    """
    cuts = {start, end}
    for first, last, _ in layers:
        cuts.add(max(first, start))
        cuts.add(min(last, end))
    if bounds is not None:
        cuts = {at for at in cuts if at in bounds or at == end}
    edges = sorted(cuts)
    found = []
    for first, last in pairwise(edges):
        here = look
        for layer_start, layer_end, top in layers:
            if layer_start < last and layer_end > first:
                here = over(here, top)
        found.append((first, last, here))
    return found


def mark_layers(notes: Sequence[MarkLike]) -> list[Layer]:
    """Highlights: a tint for each note, and a line under what more than one covers."""
    layers: list[Layer] = [(note.start, note.end, ("", note.color or "grey", 0)) for note in notes]
    reach = 0
    for note in notes:
        if note.start < reach:
            layers.append((note.start, min(note.end, reach), ("", "", UNDERLINE)))
        reach = max(reach, note.end)
    return layers


def inline_layers(inlines: Sequence[InlineLike]) -> list[Layer]:
    """Emphasis, code and links of a block."""
    layers: list[Layer] = []
    for inline in inlines:
        look = INLINE_LOOKS.get(inline.kind, PLAIN)
        link = hyperlink(inline.target, inline.start) if inline.kind == "link" else ""
        layers.append((inline.start, inline.end, (look[0], look[1], look[2], link) if link else look))
    return layers


def badges(note: MarkLike, *, folded: bool) -> list[Run]:
    """What a note says of itself in a row: tags, a folded comment, answers, whose it is, how sure its place is."""
    color: Look = (f"rail-{note.color or 'grey'}", "", 0)
    words: list[Run] = [(f"#{harmless(tag)}", ("badge", "", 0)) for tag in note.tags]
    if note.comment and folded:
        words.append(("✎", color))
    if note.replies:
        words.append((f"↩ {note.replies}", ("badge", "", 0)))
    if note.initials:
        words.append((harmless(note.initials), (f"rail-{note.person or 'grey'}", "", ITALIC)))
    if note.status in ("changed", "ambiguous"):
        words.append(("≈" if note.status == "changed" else "?", ("rail-red", "", BOLD)))
    if not words:
        return []
    runs: list[Run] = [("●", color)]
    for word in words:
        runs += [(" ", PLAIN), word]
    return runs


def badge_rows(
    notes: Sequence[MarkLike], folded: Callable[[str], bool], measure: int
) -> list[tuple[list[Run], list[tuple[int, int, str]]]]:
    """The badges of notes, set to the right, in as many rows as they need, and where each note's are."""
    rows: list[tuple[list[Run], list[tuple[int, int, str]]]] = []
    line: list[Run] = []
    hot: list[tuple[int, int, str]] = []
    used = 0

    def end_row() -> None:
        pad = measure - used
        rows.append(([(" " * pad, PLAIN), *line], [(first + pad, last + pad, note) for first, last, note in hot]))

    for note in notes:
        runs = clipped(badges(note, folded=folded(note.note)), measure)
        wide = sum(width_of(text) for text, _ in runs)
        if line and used + 3 + wide > measure:
            end_row()
            line, hot, used = [], [], 0
        if line:
            line.append(("   ", PLAIN))
            used += 3
        line += runs
        hot.append((used, used + wide, note.note))
        used += wide
    if line:
        end_row()
    return rows


def comment_rows(note: MarkLike, measure: int) -> list[list[Run]]:
    """A comment in rows, under its passage: a panel with the note's own edge."""
    color: Look = (f"rail-{note.color or 'grey'}", "panel", 0)
    look: Look = ("text", "panel", 0)
    rows = []
    for nth, words in enumerate(markup.rows(note.comment.strip(), max(measure - 4, 8), look)):
        rest = measure - 3 - sum(width_of(text) for text, _ in words)
        rows.append([(" ✎ " if nth == 0 else "   ", color), *words, (" " * max(rest, 0), look)])
    return rows


def clipped(runs: list[Run], cells: int) -> list[Run]:
    """As much of the runs as fits in `cells`."""
    kept: list[Run] = []
    for text, look in runs:
        wide = width_of(text)
        if wide > cells:
            if cells > 0:
                kept.append((cut(text, cells), look))
            break
        kept.append((text, look))
        cells -= wide
    return kept
