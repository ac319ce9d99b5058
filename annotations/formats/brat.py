"""brat standoff: the `.ann` beside a text, with discontinuous spans, notes, attributes, relations and events.

Offsets count code points of the text that the `.ann` stands beside. For a document made from a plain text that is its
file; else postil's canonical text, which the form `zip` puts beside the annotations.

A text-bound annotation becomes a note whose first tag is its type; binary attributes become further tags, valued ones
tags like `Certain/high`. All lines that say something about it are kept, and are written again as they were for as
long as nobody has changed the note: a file that was only read comes out byte for byte.

Source: brat's own description of the standoff format.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import quote, unquote

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle, Placed
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.fields import digest, mapping
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.intake import members_of, text_of
from annotations.formats.losses import Holding, Losses
from annotations.formats.sourcemap import SourceMap, source_map
from annotations.model import Annotation, DocumentLike

_HOLDS: frozenset[Holding] = frozenset({"tags", "comment", "entity", "several spans"})
"""Several spans where they do not overlap; where they do, the others are counted as lost."""
_TYPE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPE = re.compile(r"_x([0-9a-f]+)_")
_BOUND = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_NOTE_BREAK = "\u2028"
"""Stands for a line end inside a note, which is one line of the file."""
_PLAIN_TYPE = "Highlight"
"""Type of an annotation whose note has no tag."""
_ENTITY_DB = "postil"


# --------------------------------------------------------------------------------------------------------- writing


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = bundle.survey(_HOLDS)
    beside = None if settings["form"] == "zip" else source_map(bundle.document)
    lines = _lines(bundle, _File(bundle, beside), losses)
    data = "".join(f"{line}\n" for line in lines)
    if settings["form"] != "zip":
        return Export(data=data, losses=losses)
    stem = re.sub(r"[^\w.-]+", "_", bundle.document.source.rsplit("/", 1)[-1]).strip("._") or "document"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((f"{stem}.txt", bundle.document.text), (f"{stem}.ann", data)):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return Export(data=out.getvalue(), losses=losses)


class _File:
    """The text that the annotations stand beside: the document's own file, or postil's text of it."""

    def __init__(self, bundle: Bundle, beside: SourceMap | None) -> None:
        self._text = bundle.document.text
        self._beside = beside
        self._raw: str | None = None
        if beside is not None and bundle.original is not None:
            # Undecodable bytes shift nothing here: what stands in the wrong place fails the look at the words.
            self._raw = bundle.original().decode("utf-8-sig", errors="replace")

    def pieces(self, placed: Placed) -> list[tuple[int, int, str]]:
        """The span as pieces without line ends: offsets in the file, and the words there."""
        joined: list[tuple[int, int, str]] = []
        for start, end, at in self._stretches(placed):
            words = self._text[at : at + end - start]
            if joined and start == joined[-1][1]:
                joined[-1] = (joined[-1][0], end, joined[-1][2] + words)
            elif words.strip():
                joined.append((start, end, words))
        return joined

    def _stretches(self, placed: Placed) -> Iterator[tuple[int, int, int]]:
        for match in re.finditer(r"[^\n\r]+", self._text[placed.start : placed.end]):
            start, end = placed.start + match.start(), placed.start + match.end()
            if self._beside is None:
                yield start, end, start
                continue
            for low, high, at in self._beside.to_source(start, end):
                if self._raw is None:
                    yield low, high, at
                    continue
                # A line end that became a blank in the canonical text is still one in the file.
                for line in re.finditer(r"[^\n\r]+", self._raw[low:high]):
                    yield low + line.start(), low + line.end(), at + line.start()


def _lines(bundle: Bundle, file: _File, losses: Losses) -> list[str]:
    """The file's lines: those that were read in the order they had, then those of new notes."""
    ordered: list[tuple[int, str]] = []
    fresh: list[tuple[Annotation, list[Placed]]] = []
    for note in bundle.notes:
        placed = bundle.placed(note)
        kept = _kept(note)
        if kept and _unchanged(note, kept, placed):
            ordered += kept
        elif placed:
            fresh.append((note, placed))
    ids = _Ids(line for _, line in ordered)
    lines = [line for _, line in sorted(ordered)]
    for note, placed in fresh:
        lines += _note_lines(note, placed, file, ids, losses)
    return lines


def _note_lines(note: Annotation, placed: Sequence[Placed], file: _File, ids: _Ids, losses: Losses) -> Iterator[str]:
    kind, *more = note.tags or (_PLAIN_TYPE,)
    pieces = [piece for place in placed for piece in file.pieces(place)]
    if any(start < end for (_, end, _), (start, _, _) in pairwise(pieces)):
        losses.add("several spans", len(placed) - 1)  # pieces stand in order and apart
        pieces = file.pieces(placed[0])
    if not pieces:
        losses.add("passage that is not in the file")
        return
    mark = ids.next("T")
    where = ";".join(f"{start} {end}" for start, end, _ in pieces)
    words = " ".join(piece for _, _, piece in pieces)
    yield f"{mark}\t{escaped(kind)} {where}\t{words}"
    for tag in more:
        name, _, value = tag.partition("/")
        valued = value and _TYPE.fullmatch(name) and _TYPE.fullmatch(value)
        yield f"{ids.next('A')}\t{name} {mark} {value}" if valued else f"{ids.next('A')}\t{escaped(tag)} {mark}"
    if note.entity:
        name = note.entity.partition(":")[2] or note.entity
        yield f"{ids.next('N')}\tReference {mark} {_ENTITY_DB}:{quote(note.entity, safe='')}\t{_one_line(name)}"
    if note.comment:
        yield f"{ids.next('#')}\tAnnotatorNotes {mark}\t{_one_line(note.comment)}"


def escaped(tag: str) -> str:
    """A tag as a type name, of letters, digits, `-` and `_`: a blank becomes `_`, another sign its code."""
    tag = _ESCAPE.sub(lambda match: f"_x5f_{match[0][1:]}", tag)
    return "".join(c if _TYPE.fullmatch(c) else "_" if c == " " else f"_x{ord(c):x}_" for c in tag)


def unescaped(name: str) -> str:
    """A type name as a tag. A `_` stays: it is what most people's types have."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if int(match[1], 16) < 0x110000 else match[0], name)


def _one_line(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", _NOTE_BREAK).replace("\r", _NOTE_BREAK).replace("\t", " ")


class _Ids:
    """Numbers that no line has yet."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._last: dict[str, int] = {}
        for line in lines:
            mark = line.partition("\t")[0]
            if mark[1:].isdecimal():
                self._last[mark[0]] = max(self._last.get(mark[0], 0), int(mark[1:]))

    def next(self, sort: str) -> str:
        self._last[sort] = self._last.get(sort, 0) + 1
        return f"{sort}{self._last[sort]}"


# --------------------------------------------------------------------------------------------------------- reading


@dataclass(slots=True)
class _Bound:
    """A text-bound annotation and every line about it."""

    mark: str
    kind: str
    spans: list[tuple[int, int]]
    words: str
    number: int
    """Of its line, from 0."""
    tags: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    entity: str | None = None
    lines: list[tuple[int, str]] = field(default_factory=list)


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    beside: SourceMap | None = source_map(document)
    if data[:2] == b"PK":
        data, own = _unpacked(data)
        beside = beside if own is not None and own != document.text else None
    bounds, skipped = _read(text_of(data))
    drafts = []
    for bound in bounds.values():
        passages = tuple(_passages(bound, document, beside))
        kind = () if bound.kind == _PLAIN_TYPE else (unescaped(bound.kind),)
        drafts.append(
            Draft(
                key=digest(document.source.rsplit("/", 1)[-1], bound.mark, bound.kind, bound.words),
                where=f"line {bound.number + 1}",
                passages=passages,
                tags=(*kind, *bound.tags),
                comment="\n".join(bound.comments),
                entity=bound.entity,
                extra={"brat": {"lines": [[number, line] for number, line in bound.lines]}},
            )
        )
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped))


def _unpacked(data: bytes) -> tuple[bytes, str | None]:
    members = members_of(data)
    annotations = [name for name in sorted(members) if name.endswith((".ann", ".ann~"))]
    if not annotations:
        raise FormatError("the archive holds no .ann file", hint="Pack the .ann and the .txt of one document.")
    text = members.get(re.sub(r"\.ann~?$", ".txt", annotations[0]))
    return members[annotations[0]], None if text is None else text_of(text)


def _read(text: str) -> tuple[dict[str, _Bound], list[Skipped]]:
    """The text-bound annotations by their marks, with the lines that lead to each, by whatever way."""
    rows = [(number, line) for number, line in enumerate(text.split("\n")) if line.strip()]
    bounds: dict[str, _Bound] = {}
    skipped: list[Skipped] = []
    seen: set[str] = set()
    for number, line in rows:
        mark = line.partition("\t")[0]
        if mark != "*":
            if mark in seen:
                raise _wrong(number, f"the id {mark} stands twice", "Ids must be unique in a file.")
            seen.add(mark)
        if line.startswith("T"):
            bounds[mark] = _bound(number, line)
    owners = {mark: mark for mark in bounds}
    rest = [(number, line) for number, line in rows if not line.startswith("T")]
    # An event belongs to its trigger; what is said of the event, to the trigger too. Twice, as lines may lead ahead.
    for _ in range(2):
        for _number, line in rest:
            mark, _, body = line.partition("\t")
            if mark != "*" and mark not in owners:
                owner = next((owners[name] for name in _named(body) if name in owners), None)
                if owner is not None:
                    owners[mark] = owner
    for number, line in rest:
        mark, _, body = line.partition("\t")
        if mark[:1] not in "REAMN#*" or not body:
            raise _wrong(number, f"“{_short(line)}” is no line of brat", "Check that this is the .ann file.")
        owner = next((owners[name] for name in _named(body) if name in owners), None)
        if owner is None:
            skipped.append(
                Skipped(where=f"line {number + 1}", why="it is about nothing that the file marks in the text")
            )
            continue
        bounds[owner].lines.append((number, line))
        _attach(bounds[owner], mark, body, direct=owner in _named(body))
    return bounds, skipped


def _bound(number: int, line: str) -> _Bound:
    mark, where, words = [*line.split("\t", 2), "", ""][:3]
    match = _BOUND.fullmatch(where)
    if match is None:
        raise _wrong(number, f"“{_short(where)}” is no type with offsets", "Write it as `T1<tab>Type 0 5<tab>words`.")
    spans = [(int(start), int(end)) for start, end in (piece.split() for piece in match[2].split(";"))]
    if any(start >= end for start, end in spans) or any(b < a for (_, a), (b, _) in pairwise(spans)):
        raise _wrong(number, f"the offsets {match[2]} overlap or are empty", "Pieces stand in order and apart.")
    return _Bound(mark, match[1], spans, words, number, lines=[(number, line)])


def _named(body: str) -> list[str]:
    """The marks that a line names, in its order: `Cause:E1 Theme:T2` names E1 and T2."""
    head = body.partition("\t")[0]
    return [word.rpartition(":")[2] for word in head.split(" ")]


def _attach(bound: _Bound, mark: str, body: str, *, direct: bool) -> None:
    """Take into the note what a line says of its own annotation; what it says of an event stays in the lines."""
    if not direct:
        return
    head, _, rest = body.partition("\t")
    words = head.split(" ")
    if mark[0] in "AM":
        name, value = words[0], words[2] if len(words) > 2 else ""
        bound.tags.append(f"{unescaped(name)}/{value}" if value else unescaped(name))
    elif mark[0] == "#" and rest:
        bound.comments.append(rest.replace(_NOTE_BREAK, "\n"))
    elif mark[0] == "N" and len(words) > 2:
        database, _, identity = words[2].partition(":")
        bound.entity = unquote(identity) if database == _ENTITY_DB else words[2]


def _passages(bound: _Bound, document: DocumentLike, beside: SourceMap | None) -> Iterator[Passage]:
    """The pieces as passages of the canonical text; pieces with only white space between them are one."""
    spans: list[tuple[int, int] | None] = [beside.to_text(*span) if beside else span for span in bound.spans]
    if any(span is None for span in spans) or any(span[1] > len(document.text) for span in spans if span):
        yield Passage(exact=bound.words)
        return
    joined: list[tuple[int, int]] = []
    for span in spans:
        assert span is not None
        if joined and not document.text[joined[-1][1] : span[0]].strip() and span[0] >= joined[-1][1]:
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    said = "".join(bound.words.split())
    found = "".join("".join(document.text[start:end].split()) for start, end in joined)
    if said and found != said and not beside:
        yield Passage(exact=bound.words)
        return
    for start, end in joined:
        yield Passage(exact=document.text[start:end], start=start, end=end, unit="code point")


# ------------------------------------------------------------------------------------------------ what was read stays


def _kept(note: Annotation) -> list[tuple[int, str]]:
    """The lines that the note came from."""
    lines = mapping(note.extra, "brat").get("lines")
    if not isinstance(lines, list):
        return []
    return [(pair[0], pair[1]) for pair in lines if isinstance(pair, list) and len(pair) == 2]


def _unchanged(note: Annotation, kept: Sequence[tuple[int, str]], placed: Sequence[Placed]) -> bool:
    """Does the note say what its lines say?"""
    bounds, _ = _read("\n".join(line for _, line in kept))
    if len(bounds) != 1 or len(placed) != len(note.spans):
        return False
    (bound,) = bounds.values()
    kind = () if bound.kind == _PLAIN_TYPE else (unescaped(bound.kind),)
    said = "".join("".join(place.words.split()) for place in placed)
    return (
        note.tags == tuple(dict.fromkeys((*kind, *bound.tags)))
        and note.comment == "\n".join(bound.comments)
        and note.entity == bound.entity
        and said == "".join(bound.words.split())
    )


def _wrong(number: int, what: str, hint: str) -> FormatError:
    return FormatError(f"line {number + 1}: {what}", hint=hint)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _sniff(head: bytes) -> bool:
    first = head.split(b"\n", 1)[0]
    return re.match(rb"T\d+\t\S+ \d+ \d+", first) is not None


FORMAT = Format(
    name="brat",
    summary="brat standoff, with discontinuous spans, notes and attributes",
    suffixes=(".ann", ".zip"),
    holds=_HOLDS,
    options=(
        Option(
            name="form",
            summary="ann: for the document's own file; zip: with postil's text of it beside",
            default="ann",
            choices=("ann", "zip"),
        ),
    ),
    write=_write,
    parse=_parse,
    sniff=_sniff,
)
