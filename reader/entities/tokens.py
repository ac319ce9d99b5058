"""Text cut into the tokens that the English model was trained on, with the four features it knows a token by.

The order in which prefixes, suffixes, exceptions and infixes are tried, the expressions and the exceptions are those
of spaCy's tokenizer for English (MIT, Explosion AI GmbH); the tables are data, in `data/english/tokenizer.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from reader.entities.hashing import string_id

COMMON = ((0, 0x24F), (0x2000, 0x20CF))
"""First and last code points of the letters and marks of most languages in Latin letters: the expressions for a chunk
of these alone are compiled in a fifth of the time."""

_CHUNK = re.compile(r"\s+|\S+")
_PLAIN = re.compile(r"[A-Za-z]+\Z")
_COMMON = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in COMMON) + r"]*\Z")


class Token(NamedTuple):
    """A word, a part of one, a mark, or a stretch of blanks that is more than one space. `[start, end)`."""

    start: int
    end: int
    kind: int
    """Number of the token's form: two tokens of one kind look the same to the model."""


class _Expressions:
    """What parts a chunk. Each is compiled when it is first asked for."""

    def __init__(self, sources: dict[str, str]) -> None:
        self._sources = sources

    @cached_property
    def prefix(self) -> re.Pattern[str]:
        return re.compile(self._sources["prefix"])

    @cached_property
    def suffix(self) -> re.Pattern[str]:
        return re.compile(self._sources["suffix"])

    @cached_property
    def infix(self) -> re.Pattern[str]:
        return re.compile(self._sources["infix"])

    @cached_property
    def url(self) -> re.Pattern[str]:
        return re.compile(self._sources["url"])


class Tokenizer:
    """Cuts text, and remembers every form it has met."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._any = _Expressions(tables["expressions"])
        self._common = _Expressions(tables["common"])
        self._sequences: dict[str, list[list[str]]] = tables["sequences"]
        self._exceptions: dict[str, list[list[str]]] = tables["exceptions"]
        self._norms: dict[str, str] = tables["norms"]
        self._symbols: dict[str, int] = tables["symbols"]
        self._chunks: dict[str, tuple[tuple[int, int, int], ...]] = {}
        self._kinds: dict[tuple[str, str], int] = {}
        self._ids: dict[str, int] = {}
        self._opens: list[bool] = []
        self.features: list[tuple[int, int, int, int]] = []
        """Of each kind: the numbers of its norm, its first letter, its last three, its shape."""
        self.blank: list[bool] = []
        """Of each kind: whether it is nothing but blanks."""

    def forget(self) -> None:
        """Forget every form that was met; tokens made before mean nothing any more."""
        for memory in (self._chunks, self._kinds, self._ids):
            memory.clear()
        self._opens, self.features, self.blank = [], [], []

    def tokens(self, text: str, start: int = 0, end: int | None = None) -> list[Token]:
        """The tokens of `text[start:end]`, with offsets in `text`."""
        end = len(text) if end is None else end
        found: list[Token] = []
        append = found.append
        known = self._chunks
        for chunk, at in chunks(text, start, end):
            parts = known.get(chunk)
            if parts is None:
                parts = known[chunk] = self._cut(chunk)
            for begin, stop, kind in parts:
                append(Token(at + begin, at + stop, kind))
        return self._joined_exceptions(text, found)

    def _cut(self, chunk: str) -> tuple[tuple[int, int, int], ...]:
        pieces = self._special(chunk) or self.affixes(chunk)
        parts = []
        at = 0
        for form, norm in pieces:
            parts.append((at, at + len(form), self._kind(form, norm)))
            at += len(form)
        return tuple(parts)

    def _special(self, chunk: str) -> list[tuple[str, str]]:
        return [(part[0], part[-1] if len(part) > 1 else "") for part in self._exceptions.get(chunk, ())]

    def affixes(self, chunk: str, *, with_exceptions: bool = True) -> list[tuple[str, str]]:
        """Forms and their special norms: what stands before, the core, what stands after."""
        if _PLAIN.match(chunk):
            return [(chunk, "")]
        exceptions = self._exceptions if with_exceptions else {}
        expressions = self._common if _COMMON.match(chunk) else self._any
        before: list[str] = []
        after: list[str] = []
        core, last = chunk, 0
        while core and len(core) != last:
            if core in exceptions:
                break
            last = len(core)
            prefix = expressions.prefix.search(core)
            head = prefix.end() - prefix.start() if prefix else 0
            if head and core[head:] in exceptions:
                before.append(core[:head])
                core = core[head:]
                break
            suffix = expressions.suffix.search(core[head:])
            tail = suffix.end() - suffix.start() if suffix else 0
            if tail and core[:-tail] in exceptions:
                after.append(core[-tail:])
                core = core[:-tail]
                break
            if head and tail and head + tail <= len(core):
                before.append(core[:head])
                after.append(core[-tail:])
                core = core[head:-tail]
            elif head:
                before.append(core[:head])
                core = core[head:]
            elif tail:
                after.append(core[-tail:])
                core = core[:-tail]
        special = self._special(core) if core in exceptions else []
        middle = special or [(form, "") for form in _middle(core, expressions)]
        return [*((form, "") for form in before), *middle, *((form, "") for form in reversed(after))]

    def _joined_exceptions(self, text: str, tokens: list[Token]) -> list[Token]:
        """Runs of tokens that together are an exception, cut as the exception says."""
        opens, sequences = self._opens, self._sequences
        matches: list[tuple[int, int]] = []
        for index, token in enumerate(tokens):
            if not opens[token.kind]:
                continue
            for pieces in sequences[text[token.start : token.end]]:
                run = tokens[index : index + len(pieces)]
                if len(run) == len(pieces) and all(
                    text[t.start : t.end] == p for t, p in zip(run, pieces, strict=True)
                ):
                    matches.append((index, index + len(pieces)))
        if not matches:
            return tokens
        # The longest first, of equally long ones the earliest; one that touches another's tokens is left.
        taken: set[int] = set()
        chosen: dict[int, int] = {}
        for start, end in sorted(matches, key=lambda match: (match[0] - match[1], match[0])):
            if start not in taken and end - 1 not in taken:
                chosen[start] = end
            taken.update(range(start, end))
        result: list[Token] = []
        index = 0
        while index < len(tokens):
            stop = chosen.get(index)
            whole = text[tokens[index].start : tokens[stop - 1].end] if stop else ""
            if stop is None or whole not in self._exceptions:
                result.extend(tokens[index : stop or index + 1])
                index = stop or index + 1
                continue
            at = tokens[index].start
            for form, norm in self._special(whole):
                result.append(Token(at, at + len(form), self._kind(form, norm)))
                at += len(form)
            index = stop
        return result

    def _kind(self, form: str, norm: str) -> int:
        key = (form, norm)
        kind = self._kinds.get(key)
        if kind is None:
            kind = self._kinds[key] = len(self.features)
            norm = norm or self._norms.get(form) or form.lower()
            self.features.append((self._id(norm), self._id(form[0]), self._id(form[-3:]), self._id(shape(form))))
            self.blank.append(form.isspace())
            self._opens.append(form in self._sequences)
        return kind

    def _id(self, word: str) -> int:
        number = self._ids.get(word)
        if number is None:
            number = self._symbols.get(word)
            self._ids[word] = number = string_id(word) if number is None else number
        return number


def shape(form: str) -> str:
    """The form with `X`, `x` and `d` for its letters and figures, runs cut at four: `Xxxxx`, `dddd`."""
    if len(form) >= 100:
        return "LONG"
    signs: list[str] = []
    last, run = "", 0
    for char in form:
        if char.isalpha():
            sign = "X" if char.isupper() else "x"
        else:
            sign = "d" if char.isdigit() else char
        run = run + 1 if sign == last else 0
        last = sign
        if run < 4:
            signs.append(sign)
    return "".join(signs)


def _middle(core: str, expressions: _Expressions) -> Iterator[str]:
    """A core without affixes: whole if it is an address, else cut at its hyphens and the like."""
    if not core:
        return
    if _PLAIN.match(core) or (("." in core or "://" in core) and expressions.url.match(core)):
        yield core
        return
    at = 0
    for match in expressions.infix.finditer(core):
        start, end = match.span()
        if start == 0:
            continue
        if start != at:
            yield core[at:start]
        if start != end:
            yield core[start:end]
        at = end
    if core[at:]:
        yield core[at:]


def chunks(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Stretches without blanks, and stretches of blanks but for the one space that parts two words."""
    for match in _CHUNK.finditer(text, start, end):
        at, chunk = match.start(), match.group()
        if chunk[0].isspace():
            # A space right after a word belongs to the word; whatever follows it is a token of its own.
            if chunk[0] == " " and at > start:
                chunk, at = chunk[1:], at + 1
            if not chunk:
                continue
        yield chunk, at
