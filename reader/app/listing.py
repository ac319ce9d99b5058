"""What the Notes tab lists: notes in document order, answers under what they answer, lost notes apart.

Knows no toolkit: rows are values, and drawing them is the widget's affair. Heights are lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from annotations.model import COLORS
from reader.app.widgets.words import one_line
from reader.notebook import Entry, Notebook
from reader.people import Face

_WORD = re.compile(r'-?(?:\w+:)?"[^"]*"?|\S+')
_KEY = re.compile(r"\w+:")


class NoteRow:
    """One note, or one answer. A value: it never changes."""

    __slots__ = ("depth", "entry", "face", "height", "key", "mine", "person")

    stops = True

    def __init__(
        self, entry: Entry, depth: int = 0, person: str = "", *, face: Face | None = None, mine: bool = True
    ) -> None:
        self.entry = entry
        self.depth = depth
        """0 for a note, 1 for its answers, and so on."""
        self.person = person
        """Who wrote it, where more than one person's notes are shown."""
        self.face = face
        """Their initials and colour, likewise."""
        self.mine = mine
        note = entry.note
        self.key = note.id
        self.height = 2 if note.spans and (note.tags or note.comment or note.entity) else 1
        """A line of quote, and one of tags, entity and comment where there are any."""


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


class Listing:
    """The rows for one book. What has not changed since it was listed last costs next to nothing."""

    def __init__(self, book: Notebook) -> None:
        self._book = book
        self._threads: dict[str, tuple[list[ListedRow], int]] = {}
        """Id of the note that a thread begins with -> its rows, and how many notes are in it."""
        self._seen = len(book.changes)
        self._names: list[tuple[str, Face]] = []
        """Of the people, where there are several, with their faces."""

    def rows(self, wanted: Callable[[Entry], bool] | None = None) -> list[ListedRow]:
        """The rows of the Notes tab: the notes that are wanted, each with all its answers.

        A note is listed, too, when one of its answers is wanted.
        """
        self._follow()
        book = self._book
        document: list[ListedRow] = []
        placed: list[ListedRow] = []
        lost: list[ListedRow] = []
        answers: list[ListedRow] = []
        counted = 0
        for entry in book.living():
            note = entry.note
            if note.reply_to is not None and _alive(book, note.reply_to):
                continue
            thread, size = self._thread(entry)
            counted += size
            if wanted is not None and not any(wanted(row.entry) for row in thread if isinstance(row, NoteRow)):
                continue
            if entry.spans:
                placed += thread
            elif note.reply_to is not None:
                answers += thread
            elif note.spans:
                lost += thread
            else:
                document += thread
        if counted < len(book):
            answers += self._rings(wanted)
        result: list[ListedRow] = []
        if document:
            result += [HeadRow("On the whole document", "head:document"), *document]
            if placed:
                result.append(HeadRow("In the text", "head:placed"))
        result += placed
        if lost:
            result += [HeadRow("Passage not found", "head:lost"), *lost]
        if answers:
            result += [HeadRow("Answers to notes that are gone", "head:answers"), *answers]
        return result

    def _follow(self) -> None:
        """Forget the threads of what has changed since."""
        book = self._book
        names = [(book.person(who), book.face(who)) for who in book.people] if book.shared else []
        if names != self._names:
            self._names = names
            self._threads.clear()
        for note in book.changes[self._seen :]:
            above: str | None = note
            passed: set[str] = set()
            while above is not None and above not in passed:
                passed.add(above)
                self._threads.pop(above, None)
                entry = book.get(above)
                above = entry.note.reply_to if entry is not None else None
        self._seen = len(book.changes)

    def _thread(self, first: Entry) -> tuple[list[ListedRow], int]:
        known = self._threads.get(first.note.id)
        if known is None:
            rows = self._walk(first, set())
            known = self._threads[first.note.id] = ([*rows, GapRow(f"gap:{first.note.id}")], len(rows))
        return known

    def _walk(self, first: Entry, seen: set[str]) -> list[NoteRow]:
        book = self._book
        rows: list[NoteRow] = []
        waiting = [(first, 0)]
        while waiting:
            entry, depth = waiting.pop()
            note = entry.note
            if note.id not in seen:
                seen.add(note.id)
                person = book.person(note.annotator) if self._names else ""
                face = book.face(note.annotator) if self._names else None
                rows.append(NoteRow(entry, depth, person, face=face, mine=book.mine(note)))
                waiting += [(reply, depth + 1) for reply in reversed(book.replies(note.id))]
        return rows

    def _rings(self, wanted: Callable[[Entry], bool] | None) -> list[ListedRow]:
        """Notes that answer each other in a ring, which only a hand-edited file can hold: the oldest begins."""
        book = self._book
        seen: set[str] = set()
        for entry in book.living():
            if entry.note.reply_to is None or not _alive(book, entry.note.reply_to):
                self._walk(entry, seen)
        found: list[ListedRow] = []
        for entry in sorted(book.living(), key=lambda entry: entry.note.created):
            if entry.note.id not in seen:
                rows = self._walk(entry, seen)
                if wanted is None or any(wanted(row.entry) for row in rows):
                    found += [*rows, GapRow(f"gap:{entry.note.id}")]
        return found


def _alive(book: Notebook, note: str) -> bool:
    entry = book.get(note)
    return entry is not None and entry.note.deleted is None


def matcher(query: str, book: Notebook, called: Mapping[str, str] | None = None) -> Callable[[Entry], bool]:
    """What the filter line asks for. Every word of it must hold.

    A plain word stands in the quote, the comment, a tag or the person's name, and so do several in quotation marks;
    `#tag` is a tag, its beginning, or what it stands under; `@who` a person; `:color` a colour; `key:value` is as in
    `annotations.query`; and `-` before any of them turns it round. What is not yet typed to its end asks nothing.
    `called` is what entities are called today; see `annotations.naming`.
    """
    tests = [_test(word, book, called or {}) for word in _WORD.findall(one_line(query))]
    return lambda entry: all(test(entry) for test in tests)


def _test(word: str, book: Notebook, called: Mapping[str, str]) -> Callable[[Entry], bool]:
    if word.startswith("-") and len(word) > 1:
        inner = _test(word[1:], book, called)
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
        return _asked(word, book, called)
    plain = word.strip('"').casefold()
    return lambda entry: any(plain in text.casefold() for text in _texts(entry))


def _asked(term: str, book: Notebook, called: Mapping[str, str]) -> Callable[[Entry], bool]:
    """A term of the query language."""
    from annotations import query

    try:
        asked = query.parse(term)
    except query.QueryError:  # not yet typed to its end
        return lambda _: True
    names = {person: book.person(person) for person in book.people}
    return lambda entry: asked.matches(entry.note, entry.places, names=names, called=called)


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
