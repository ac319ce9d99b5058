"""A small language for selections of notes: `tag:claim -tag:draft by:ana after:2026-01-01 "exact words"`.

A query is parsed once and then asked about one note at a time. All its terms must hold; `-` in front turns a term
round; commas inside a value mean any of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import get_args
from unicodedata import normalize

from annotations.anchoring.placement import Placement
from annotations.errors import UsageError
from annotations.model import COLORS, Annotation, Status

STATUSES: tuple[Status, ...] = get_args(Status)

KEYS: Mapping[str, str] = {
    "tag": "a tag, with all below it: claim finds claim/strong; * stands for any letters",
    "by": "who wrote it: id or name",
    "color": f"one of {', '.join(COLORS)}, or none",
    "status": f"how its passage stands today: {', '.join(STATUSES)}",
    "after": "written on that day or later: 2026-01-31, 2026-01 or 2026",
    "before": "written before that day, month or year begins",
    "entity": "the entity it is about: its name, part of it, its kind, or both as person:Dina Boluarte",
    "reply": "yes, no, or the beginning of the id of the note it answers",
    "has": "comment, tag, color, entity, passage or conflict",
    "comment": "words of its comment",
    "quote": "words of its passage",
    "id": "the beginning of its id",
}
"""What may stand before a colon, and what it asks."""

_FIELDS: Mapping[str, Callable[[Annotation], bool]] = {
    "comment": lambda note: bool(note.comment.strip()),
    "tag": lambda note: bool(note.tags),
    "color": lambda note: note.color is not None,
    "entity": lambda note: note.entity is not None,
    "passage": lambda note: bool(note.spans),
    "conflict": lambda note: bool(note.variants),
}

_KEY = re.compile(r"(\w+):")
_VALUE = re.compile(r'"([^"]*)"|([^\s",]+)')
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?(Z)?)?)?)?")


class QueryError(UsageError):
    """A query cannot be understood. `position` is where, in code points from 0."""

    def __init__(self, what: str, *, hint: str, position: int) -> None:
        self.position = position
        super().__init__(f"in the query, column {position + 1}: {what}", hint=hint)


@dataclass(frozen=True, slots=True)
class Subject:
    """One note, with what a query may ask about it that the note does not say itself."""

    note: Annotation
    placements: Sequence[Placement] | None
    """Today's place of each span; None: not known, and the places stored with the note count."""
    name: str
    """The annotator's display name."""
    called: str = ""
    """Kind and name that its entity goes by today, where that is not what the note says."""


_Test = Callable[[Subject], bool]


@dataclass(frozen=True, slots=True)
class Query:
    """A selection of notes."""

    text: str
    """As it was written."""
    keys: frozenset[str]
    """The keys it uses, as `tag`."""
    tests: tuple[_Test, ...]

    @property
    def needs_placements(self) -> bool:
        """Does the answer depend on where passages stand today?"""
        return "status" in self.keys

    def matches(
        self,
        note: Annotation,
        placements: Sequence[Placement] | None = None,
        *,
        names: Mapping[str, str] | None = None,
        called: Mapping[str, str] | None = None,
    ) -> bool:
        """Is the note in the selection? An empty query selects every note.

        Args:
            note: The note.
            placements: Where each of its spans stands today; None: where it was found last.
            names: Id of an annotator -> display name.
            called: Id of an entity -> its kind and name today, see `annotations.naming`.
        """
        today = (called or {}).get(note.entity or "", "")
        subject = Subject(note, placements, (names or {}).get(note.annotator, ""), today)
        return all(test(subject) for test in self.tests)


def parse(text: str, *, zone: tzinfo = UTC) -> Query:
    """Understand a query.

    Args:
        text: The query, as documented in `docs/query.md`.
        zone: The time zone in which its days begin.

    Raises: QueryError, with the column and what to write instead.
    """
    tests: list[_Test] = []
    keys: set[str] = set()
    for term in _terms(text):
        test = _test(term, zone)
        keys.add(term.key)
        tests.append(_negated(test) if term.negated else test)
    return Query(text, frozenset(keys - {""}), tuple(tests))


@dataclass(frozen=True, slots=True)
class _Term:
    key: str
    """Empty for words to be found anywhere."""
    values: tuple[str, ...]
    negated: bool
    position: int
    """Of the value."""


def _terms(text: str) -> Iterator[_Term]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        negated = text[at] == "-"
        at += negated
        match = _KEY.match(text, at)
        key = ""
        if match:
            key = _known(match[1], match.start(), text)
            at = match.end()
        elif at < len(text) and text[at] == ":":
            raise QueryError("a colon with no key before it", hint=f"Keys: {_listed()}.", position=at)
        values, end = _values(text, at, listed=bool(key))
        if not values:
            what = f"nothing stands after “{key}:”" if key else "nothing stands after “-”"
            raise QueryError(what, hint=_remedy(key), position=at)
        yield _Term(key, values, negated, at)
        at = end


def _values(text: str, at: int, *, listed: bool) -> tuple[tuple[str, ...], int]:
    """The values that begin at `at`, and where they end. A list with commas only after a key."""
    values: list[str] = []
    while at < len(text) and not text[at].isspace():
        if text[at] == '"' and '"' not in text[at + 1 :]:
            raise QueryError("this quotation mark is never closed", hint='Close it with another ".', position=at)
        match = _VALUE.match(text, at)
        if match and not listed and match[1] is None:
            word = re.compile(r'[^\s"]+').match(text, at)
            assert word is not None
            values.append(word[0])
            at = word.end()
        elif match:
            if match[1] is not None and not match[1].strip():
                raise QueryError(
                    "there are no words between these quotation marks", hint="Put some there.", position=at
                )
            values.append(match[1] if match[1] is not None else match[2])
            at = match.end()
        if at < len(text) and listed and text[at] == ",":
            if not values or at + 1 == len(text) or text[at + 1].isspace() or text[at + 1] == ",":
                raise QueryError("a comma with no value beside it", hint="Write tag:one,two.", position=at)
            at += 1
            continue
        break
    return tuple(values), at


def _known(key: str, position: int, text: str) -> str:
    lower = {"colour": "color", "author": "by", "since": "after", "until": "before"}.get(key.lower(), key.lower())
    if lower in KEYS:
        return lower
    near = get_close_matches(lower, KEYS, n=1)
    end = next((n for n in range(position, len(text)) if text[n].isspace()), len(text))
    hint = f"Did you mean {near[0]}:?" if near else f"Keys: {_listed()}."
    raise QueryError(
        f"there is no key “{key}:”",
        hint=f'{hint} To search for the words, put them in quotation marks: "{text[position:end]}".',
        position=position,
    )


def _test(term: _Term, zone: tzinfo) -> _Test:
    if not term.key:
        return _anywhere(term.values[0])
    make = _TESTS.get(term.key)
    if make is not None:
        return _any_of([make(value, term) for value in term.values])
    if len(term.values) > 1:
        raise QueryError(f"{term.key}: takes one date", hint=_remedy(term.key), position=term.position)
    moment = _date(term.values[0], term, zone)
    if term.key == "after":
        return lambda subject: subject.note.created >= moment
    return lambda subject: subject.note.created < moment


def _tag(value: str, _: _Term) -> _Test:
    wanted = _folded(value.removeprefix("#")).rstrip("/")
    below = f"{wanted}/*"
    return lambda subject: any(
        fnmatchcase(tag, _pattern(wanted)) or fnmatchcase(tag, _pattern(below))
        for tag in map(_folded, subject.note.tags)
    )


def _by(value: str, _: _Term) -> _Test:
    wanted = _folded(value.removeprefix("@"))
    return lambda subject: wanted in (_folded(subject.note.annotator), _folded(subject.name))


def _color(value: str, term: _Term) -> _Test:
    wanted = _choice(value, ("none", *COLORS), term, {"gray": "grey"})
    return lambda subject: (subject.note.color or "none") == wanted


def _status(value: str, term: _Term) -> _Test:
    wanted = _choice(value, STATUSES, term, {"orphaned": "orphan"})
    return lambda subject: wanted in _statuses(subject)


def _entity(value: str, _: _Term) -> _Test:
    wanted = _folded(value)

    def is_meant(entity: str) -> bool:
        whole = _folded(entity)
        kind, _, name = whole.partition(":")
        return bool(whole) and (wanted in (whole, kind) or wanted in (name or whole))

    return lambda subject: is_meant(subject.note.entity or "") or is_meant(subject.called)


def _reply(value: str, _: _Term) -> _Test:
    wanted = value.lower()
    if wanted in ("yes", "no"):
        return lambda subject: (subject.note.reply_to is not None) == (wanted == "yes")
    return lambda subject: (subject.note.reply_to or "").lower().startswith(wanted)


def _has(value: str, term: _Term) -> _Test:
    field = _FIELDS[_choice(value, tuple(_FIELDS), term, {"comments": "comment", "tags": "tag", "colour": "color"})]
    return lambda subject: field(subject.note)


def _comment(value: str, _: _Term) -> _Test:
    wanted = _folded(value)
    return lambda subject: wanted in _folded(subject.note.comment)


def _quote(value: str, _: _Term) -> _Test:
    wanted = _folded(value)
    return lambda subject: any(wanted in _folded(span.exact) for span in subject.note.spans)


def _id(value: str, _: _Term) -> _Test:
    wanted = value.lower()
    return lambda subject: subject.note.id.lower().startswith(wanted)


_TESTS: Mapping[str, Callable[[str, _Term], _Test]] = {
    "tag": _tag,
    "by": _by,
    "color": _color,
    "status": _status,
    "entity": _entity,
    "reply": _reply,
    "has": _has,
    "comment": _comment,
    "quote": _quote,
    "id": _id,
}


def _anywhere(words: str) -> _Test:
    wanted = _folded(words)

    def test(subject: Subject) -> bool:
        note = subject.note
        return any(
            wanted in _folded(text) for text in (*(span.exact for span in note.spans), note.comment, *note.tags)
        )

    return test


def _statuses(subject: Subject) -> set[Status]:
    if subject.placements is not None:
        return {placement.status for placement in subject.placements}
    return {span.latest.status if span.latest else "exact" for span in subject.note.spans}


def _choice(value: str, choices: Sequence[str], term: _Term, also: Mapping[str, str]) -> str:
    lower = also.get(value.lower(), value.lower())
    if lower in choices:
        return lower
    near = get_close_matches(lower, choices, n=1)
    raise QueryError(
        f"“{value}” is nothing that {term.key}: knows",
        hint=f"Did you mean {term.key}:{near[0]}?" if near else f"Write one of {', '.join(choices)}.",
        position=term.position,
    )


def _date(value: str, term: _Term, zone: tzinfo) -> datetime:
    match = _DATE.fullmatch(value)
    fault = QueryError(f"“{value}” is no date", hint=_remedy(term.key), position=term.position)
    if match is None:
        raise fault
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    hour, minute, second = (int(part or 0) for part in match.groups()[3:6])
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC if match[7] else zone)
    except ValueError:
        raise fault from None


def _any_of(tests: Sequence[_Test]) -> _Test:
    return tests[0] if len(tests) == 1 else lambda subject: any(test(subject) for test in tests)


def _negated(test: _Test) -> _Test:
    return lambda subject: not test(subject)


def _remedy(key: str) -> str:
    if not key:
        return "Write a word or a key: -draft, -tag:draft."
    example = {"after": "after:2026-01-31", "before": "before:2026-02"}.get(key)
    return f"Write {example}." if example else f"{key}: {KEYS[key]}."


def _listed() -> str:
    return ", ".join(f"{key}:" for key in KEYS)


def _pattern(text: str) -> str:
    """A glob in which only `*` is special."""
    return text.replace("[", "[[]").replace("?", "[?]")


def _folded(text: str) -> str:
    """Text as it is compared: case, encoding and the width of white space make no difference."""
    return " ".join(normalize("NFC", text.casefold()).split())
