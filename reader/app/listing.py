"""What the Notes tab lists: notes in document order, answers under what they answer, lost notes apart.

Knows no toolkit: rows are values, and drawing them is the widget's affair. Heights are lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from annotations.model import COLORS
from reader.app.widgets.words import one_line
from reader.notebook import Entry, Notebook

_WORD = re.compile(r'-?(?:\w+:)?"[^"]*"?|\S+')
_KEY = re.compile(r"\w+:")


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note, or one answer."""

    entry: Entry
    depth: int = 0
    """0 for a note, 1 for its answers, and so on."""
    mine: bool = True
    person: str = ""
    """Who wrote it, where more than one person's notes are shown."""
    stops: bool = True

    @property
    def key(self) -> str:
        return self.entry.note.id

    @property
    def height(self) -> int:
        """A line of quote, and one of tags and comment where there are any."""
        note = self.entry.note
        return 1 + bool(note.spans and (note.tags or note.comment))


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A headline between notes."""

    title: str
    key: str
    height: int = 1
    stops: bool = False


@dataclass(frozen=True, slots=True)
class GapRow:
    """A blank between two threads."""

    key: str
    height: int = 1
    stops: bool = False


ListedRow = NoteRow | HeadRow | GapRow


def listed(book: Notebook, wanted: Callable[[Entry], bool] = lambda _: True) -> list[ListedRow]:
    """The rows of the Notes tab: the notes that are wanted, each with all its answers.

    A note is listed, too, when one of its answers is wanted.
    """
    parts: dict[Literal["document", "placed", "lost", "answers"], list[ListedRow]] = {
        "document": [],
        "placed": [],
        "lost": [],
        "answers": [],
    }
    for thread in _threads(book):
        if not any(wanted(row.entry) for row in thread):
            continue
        first = thread[0].entry
        rows: list[ListedRow] = [*thread, GapRow(f"gap:{first.note.id}")]
        if first.note.reply_to is not None:
            parts["answers"] += rows
        elif first.lost:
            parts["lost"] += rows
        else:
            parts["placed" if first.note.spans else "document"] += rows
    result: list[ListedRow] = []
    if parts["document"]:
        result += [HeadRow("On the whole document", "head:document"), *parts["document"]]
        if parts["placed"]:
            result.append(HeadRow("In the text", "head:placed"))
    result += parts["placed"]
    if parts["lost"]:
        result += [HeadRow("Passage not found", "head:lost"), *parts["lost"]]
    if parts["answers"]:
        result += [HeadRow("Answers to notes that are gone", "head:answers"), *parts["answers"]]
    return result


def matcher(query: str, book: Notebook) -> Callable[[Entry], bool]:
    """What the filter line asks for. Every word of it must hold.

    A plain word stands in the quote, the comment, a tag or the person's name, and so do several in quotation marks;
    `#tag` is a tag, its beginning, or what it stands under; `@who` a person; `:color` a colour; `key:value` is as in
    `annotations.query`; and `-` before any of them turns it round. What is not yet typed to its end asks nothing.
    """
    tests = [_test(word, book) for word in _WORD.findall(one_line(query))]
    return lambda entry: all(test(entry) for test in tests)


def _test(word: str, book: Notebook) -> Callable[[Entry], bool]:
    if word.startswith("-") and len(word) > 1:
        inner = _test(word[1:], book)
        return lambda entry: not inner(entry)
    rest = word[1:].casefold()
    if word.startswith("#"):
        return lambda entry: any(tag_matches(tag, rest) for tag in entry.note.tags) if rest else bool(entry.note.tags)
    if word.startswith("@"):
        return lambda entry: (
            entry.note.annotator.casefold().startswith(rest) or rest in book.person(entry.note.annotator).casefold()
        )
    if word.startswith(":") and (rest == "" or any(color.startswith(rest) for color in COLORS)):
        return lambda entry: (entry.note.color or "").startswith(rest)
    if _KEY.match(word):
        return _asked(word, book)
    plain = word.strip('"').casefold()
    return lambda entry: any(plain in text.casefold() for text in _texts(entry))


def _asked(term: str, book: Notebook) -> Callable[[Entry], bool]:
    """A term of the query language."""
    from annotations import query

    try:
        asked = query.parse(term)
    except query.QueryError:  # not yet typed to its end
        return lambda _: True
    names = {person: book.person(person) for person in book.people}
    return lambda entry: asked.matches(entry.note, entry.places, names=names)


def tag_matches(tag: str, wanted: str) -> bool:
    """Whether `wanted` (case-folded) is the tag, begins it or one of its parts: `strike` finds `protest/strike`."""
    folded = tag.casefold()
    return folded.startswith(wanted) or f"/{wanted}" in folded


def _texts(entry: Entry) -> Iterable[str]:
    note = entry.note
    yield note.comment
    yield from (one_line(span.exact) for span in note.spans)
    yield from note.tags
    yield note.annotator


def _threads(book: Notebook) -> Iterable[list[NoteRow]]:
    """Each note that answers nothing alive with all its answers, in document order."""
    seen: set[str] = set()
    several = len(book.people) > 1
    for entry in book.living():
        parent = book.get(entry.note.reply_to) if entry.note.reply_to else None
        if parent is None or parent.note.deleted is not None:
            yield _thread(book, entry, seen, several=several)
    # Notes that answer each other in a ring, which only a hand-edited file can hold, begin with the oldest.
    for entry in sorted(book.living(), key=lambda entry: entry.note.created):
        if entry.note.id not in seen:
            yield _thread(book, entry, seen, several=several)


def _thread(book: Notebook, first: Entry, seen: set[str], *, several: bool) -> list[NoteRow]:
    rows: list[NoteRow] = []
    waiting = [(first, 0)]
    while waiting:
        entry, depth = waiting.pop()
        note = entry.note
        if note.id in seen:
            continue
        seen.add(note.id)
        rows.append(NoteRow(entry, depth, book.mine(note), book.person(note.annotator) if several else ""))
        waiting += [(reply, depth + 1) for reply in reversed(book.replies(note.id))]
    return rows
