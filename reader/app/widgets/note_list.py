"""The Notes tab: notes in document order with their answers, filtered as one types. Widths are cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.message import Message

from annotations.naming import entity_name
from reader import markup
from reader.app.listbox import ListBox
from reader.app.listing import GapRow, HeadRow, ListedRow, Listing, NoteRow, matcher
from reader.app.widgets.pane import Filter, Pane
from reader.app.widgets.words import one_line
from reader.cells import fit, harmless, width_of
from reader.layout import Wrapped
from reader.notebook import Entry, Notebook
from reader.palette import BOLD, ITALIC, PLAIN

if TYPE_CHECKING:
    from reader.drawing import Run
    from reader.palette import Look

_SIGNS = {"changed": "≈", "ambiguous": "?", "orphan": "∅"}
"""How sure the place of a note is, where it is not."""

_QUOTE_ROWS = 8
"""Rows of a quote in an open card."""

_MUTED: Look = ("muted", "", 0)


class NoteList(ListBox[ListedRow]):
    """The notes. The one under the cursor stands open: the whole quote, its tags, its comment, who and when."""

    called: Mapping[str, str] = MappingProxyType({})
    """What entities are called that somebody put right; see `annotations.naming`."""

    def draw(self, row: ListedRow, width: int, *, is_open: bool) -> list[list[Run]]:
        if isinstance(row, GapRow):
            return [[]]
        if isinstance(row, HeadRow):
            return [[(fit(f" {row.title}", width), ("muted", "", BOLD))]]
        entity = row.entry.note.entity
        about = f"◇ {one_line(entity_name(entity, self.called))}" if entity else ""
        return (_open_card if is_open else _closed_card)(row, width, about)


def _rail(row: NoteRow) -> list[Run]:
    color = row.entry.note.color or "grey"
    return [
        (" " * min(2 * row.depth, 8), PLAIN),
        ("▌" if row.entry.note.spans else "◆", (f"rail-{color}", "", 0)),
        (" ", PLAIN),
    ]


def _lead(row: NoteRow, *, is_open: bool = False) -> list[Run]:
    """Whose it is, and how sure its place is, before the words."""
    runs: list[Run] = []
    if row.depth:
        runs.append(("↳ ", _MUTED))
    if row.face is not None and (is_open or not row.mine):
        name = f"{row.face.initials} {row.person}" if is_open else row.face.initials
        runs.append((f"{one_line(name)} ", (f"rail-{row.face.color}", "", 0)))
    if sign := _SIGNS.get(row.entry.status):
        runs.append((f"{sign} ", ("rail-orange", "", BOLD)))
    if row.entry.note.variants:
        runs.append(("⚡ ", ("rail-red", "", BOLD)))
    return runs


def _closed_card(row: NoteRow, width: int, about: str) -> list[list[Run]]:
    note = row.entry.note
    rail = _rail(row)
    rest: list[Run] = [(f"#{harmless(tag)} ", ("badge", "", 0)) for tag in note.tags]
    if about:
        rest.append((f"{about} ", ("mention", "", 0)))
    comment = markup.plain(note.comment)
    if note.spans:
        first = [*rail, *_lead(row), (one_line(row.entry.quote), ("text", "", 0))]
        if comment:
            rest.append((f"✎ {comment}", _MUTED))
        return [_clip(first, width), _clip([*rail, *rest], width)][: row.height]
    return [_clip([*rail, *_lead(row), *rest, (comment, ("text", "", 0))], width)]


def _open_card(row: NoteRow, width: int, about: str) -> list[list[Run]]:
    note = row.entry.note
    rail = _rail(row)
    room = max(width - sum(width_of(text) for text, _ in rail) - 1, 8)
    lines: list[list[Run]] = []
    if note.spans:
        quote = one_line(row.entry.quote)
        wrapped = Wrapped(quote, 0, len(quote), room)
        lines += [
            [(quote[slice(*wrapped.shown(n))], ("text", "", ITALIC))] for n in range(min(len(wrapped), _QUOTE_ROWS))
        ]
        if len(wrapped) > _QUOTE_ROWS:
            lines[-1].append((" …", _MUTED))
    if note.tags:
        words = "  ".join(f"#{one_line(tag)}" for tag in note.tags)
        lines += _set(words, room, ("accent", "", 0))
    if about:
        lines += _set(about, room, ("mention", "", 0))
    if note.comment.strip():
        lines += markup.rows(note.comment, room)
    facts = [*_lead(row, is_open=True), (_when(row.entry), _MUTED)]
    return [_clip([*rail, *line], width) for line in [*lines, facts]]


def _set(words: str, room: int, look: Look) -> list[list[Run]]:
    wrapped = Wrapped(words, 0, len(words), room)
    return [[(words[slice(*wrapped.shown(row))], look)] for row in range(len(wrapped))]


def _when(entry: Entry) -> str:
    note = entry.note
    told = f"{note.created.astimezone():%d %b %Y %H:%M}".lstrip("0")
    if (note.modified - note.created).total_seconds() >= 60:
        told += ", edited"
    words = {"changed": "its words have changed", "ambiguous": "its passage may be in several places"}
    words |= {"orphan": "its passage is not in the text", "moved": "it has moved"}
    return f"{told} · {words[entry.status]}" if entry.status in words else told


def _clip(runs: list[Run], width: int) -> list[Run]:
    kept: list[Run] = []
    left = width
    for text, look in runs:
        wide = width_of(text)
        if wide > left:
            kept.append((fit(text, left), look))
            return kept
        kept.append((text, look))
        left -= wide
    return kept


class NotesPane(Pane):
    """The filter, and the notes it leaves."""

    @dataclass
    class Wanted(Message):
        """A note was chosen: the text should show its passage."""

        note: str

    filter: Filter
    list: NoteList

    def __init__(self) -> None:
        super().__init__(NoteList(), Filter("words #tag @who :colour"))
        self._book: Notebook | None = None
        self._listing: Listing | None = None
        self.called: Mapping[str, str] = {}
        """What entities are called that somebody put right; see `annotations.naming`."""
        self._wanted: Callable[[Entry], bool] | None = None
        self._stale = False

    def show(self, book: Notebook) -> None:
        """List the notes of this book, as they are now. Costs nothing while the tab is not shown."""
        if book is not self._book:
            self._listing = Listing(book)
        self._book = book
        self._stale = True
        if self.shown():
            self.refresh_list()

    def refresh_list(self) -> None:
        """List the notes anew, when they have changed since."""
        if self._listing is None or not self._stale:
            return
        self._stale = False
        if self.filter.value:
            empty = "No note is like that."
        else:
            empty = "No notes yet. h highlights the sentence under the cursor, t tags it, c comments on it."
        rows = self._listing.rows(self._wanted)
        self.list.show(rows, empty=empty)

    def ask(self, query: str) -> None:
        """Put a query into the filter line, and list what it leaves."""
        self.filter.value = query
        self.narrow()
        self.list.go_edge(-1)

    def narrow(self) -> None:
        """List what the filter leaves."""
        if self._book is not None:
            words = self.filter.value
            self._wanted = matcher(words, self._book, self.called) if words.strip() else None
            self._stale = True
            self.refresh_list()

    def choose(self) -> None:
        """Go to a note."""
        if (row := self.list.current) is not None:
            self.tell(self.Wanted(row.key))
