"""Readwise in CSV: what it imports, and what it exports. Locations are code points, for notes of ours.

Source: Readwise's help on importing from CSV; tags are words with a dot before them at the head of a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC

from annotations.formats import tables, times
from annotations.formats.bundle import Bundle
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.fields import digest
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.identity import origin
from annotations.formats.losses import Holding, Losses
from annotations.formats.sources import about, elsewhere
from annotations.model import COLORS, Annotation, Color, DocumentLike

COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")
_HOLDS: frozenset[Holding] = frozenset({"tags", "comment", "created", "orphan"})
_TAG_LINE = re.compile(r"(?:\.\S+)(?: +\.\S+)*")


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data="".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[str]:
    formulas = settings["formulas"] == "keep"
    yield tables.row(COLUMNS)
    for bundle in bundles:
        losses.merge(bundle.survey(_HOLDS))
        for note in bundle.notes:
            losses.add("tag that had spaces", sum(" " in tag for tag in note.tags))
            if note.spans:
                yield tables.row(tables.defuse(cell, formulas=formulas) for cell in _cells(bundle, note))


def _cells(bundle: Bundle, note: Annotation) -> Iterator[str]:
    document = bundle.document
    span, placed = bundle.spans(note)[0]
    yield placed.words if placed else span.exact
    yield document.title
    yield document.byline
    yield document.source if "://" in document.source else ""
    yield _note(note)
    yield str(placed.start) if placed else ""
    yield note.created.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _note(note: Annotation) -> str:
    """Tags on a first line of their own; an empty one where the comment would be taken for tags."""
    tags = " ".join(f".{tag.replace(' ', '-')}" for tag in note.tags)
    if not tags and not note.comment.startswith((".", "\n")):
        return note.comment
    return f"{tags}\n{note.comment}" if note.comment else tags


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    rows = [(where, _known(cells)) for where, cells in tables.rows(data, required=("highlight",))]
    chosen = about((_name(cells) for _, cells in rows), document, wanted=settings["source"])
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    repeats: Counter[str] = Counter()
    for where, cells in rows:
        if _name(cells) not in chosen:
            skipped.append(Skipped(where=where, why=elsewhere([_name(cells)])))
        elif not cells["highlight"].strip():
            skipped.append(Skipped(where=where, why="it has no highlight"))
        else:
            base = digest(_name(cells), cells["highlight"], cells["location"], cells["date"])
            repeats[base] += 1
            drafts.append(_draft(where, cells, f"{base}-{repeats[base]}"))
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped))


def _known(cells: Mapping[str, str]) -> dict[str, str]:
    """A row under the names of our columns, whichever of its two tables Readwise means."""
    get = {name: tables.armed(cell) for name, cell in cells.items()}.get
    return {
        "highlight": get("highlight", ""),
        "title": get("title", get("book title", "")),
        "author": get("author", get("book author", "")),
        "url": get("url", ""),
        "note": get("note", ""),
        "tags": get("tags", ""),
        "color": get("color", "").lower(),
        "location": get("location", ""),
        "date": get("date", get("highlighted at", "")),
    }


def _name(cells: Mapping[str, str]) -> str:
    return cells["url"] or cells["title"]


def _draft(where: str, cells: Mapping[str, str], key: str) -> Draft:
    exact = cells["highlight"]
    location = cells["location"].strip()
    start = int(location) if location.isascii() and location.isdigit() and len(location) < 10 else None
    tags, comment = _tags(cells["note"])
    color: Color | None = next((name for name in COLORS if name == cells["color"]), None)
    return Draft(
        key=key,
        where=where,
        passages=(Passage(exact=exact, start=start, end=None if start is None else start + len(exact)),),
        color=color,
        tags=(*tags, *filter(None, (tag.strip().lstrip(".") for tag in cells["tags"].split(",")))),
        comment=comment,
        created=times.read(cells["date"]),
        extra=origin("readwise", key),
    )


def _tags(note: str) -> tuple[list[str], str]:
    first, _, rest = note.partition("\n")
    if _TAG_LINE.fullmatch(first):
        return [word[1:] for word in first.split()], rest
    return [], rest if not first and note else note


def _sniff(head: bytes) -> bool:
    return any(tables.has_header(head, ("highlight", other)) for other in ("note", "title", "book title"))


FORMAT = Format(
    name="readwise",
    summary="Readwise: CSV for its import, and its own CSV export",
    suffixes=(".csv",),
    holds=_HOLDS,
    options=(
        Option(
            name="formulas",
            summary="defuse: an apostrophe before cells that a spreadsheet would compute; keep: as they are",
            default="defuse",
            choices=("defuse", "keep"),
        ),
        Option(name="source", summary="import only highlights of that URL or title", default=""),
    ),
    write=_write,
    stream=_stream,
    parse=_parse,
    sniff=_sniff,
)
