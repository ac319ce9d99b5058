"""CSV with every field: one note a row, for spreadsheets and data frames. Offsets count code points.

Columns hold what one looks at; `more` holds as JSON what a table has no room for: spans after the first, latest
places, unknown keys. Cells that a spreadsheet would compute begin with an apostrophe unless that is turned off.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping

from annotations.formats import fields, own, tables
from annotations.formats.bundle import Bundle
from annotations.formats.draft import Draft, Reading, Skipped
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.intake import json_value
from annotations.formats.losses import Losses
from annotations.formats.sources import elsewhere
from annotations.model import Annotation, Annotator, DocumentLike

_DOCUMENT = ("title", "source", "fingerprint")
_NOTE = (
    "id",
    "annotator",
    "name",
    "created",
    "modified",
    "deleted",
    "color",
    "tags",
    "comment",
    "entity",
    "reply_to",
)
_SPAN = ("exact", "prefix", "suffix", "start", "end")
_TODAY = ("status", "today_start", "today_end")
COLUMNS = (*_DOCUMENT, *_NOTE, *_SPAN, *_TODAY, "more")


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data="".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[str]:
    formulas = settings["formulas"] == "keep"
    yield ("\ufeff" if settings["bom"] == "yes" else "") + tables.row(COLUMNS)
    for bundle in bundles:
        losses.merge(bundle.survey(own.HOLDS))
        for note in bundle.notes:
            cells = _cells(bundle, note)
            yield tables.row(tables.defuse(cells.get(column, ""), formulas=formulas) for column in COLUMNS)


def _cells(bundle: Bundle, note: Annotation) -> dict[str, str]:
    plain = own.note_to_plain(bundle, note)
    document = own.document_to_plain(bundle.document)
    cells = {column: str(document[column]) for column in _DOCUMENT}
    cells.update({column: str(plain.pop(column)) for column in _NOTE if column in plain and column != "tags"})
    cells["tags"] = tables.row(note.tags).removesuffix("\r\n")
    more: dict[str, object] = {}
    spans = plain.pop("spans", [])
    if isinstance(spans, list) and spans:
        first = dict(spans[0])
        cells.update({column: str(first.pop(column, "")) for column in _SPAN})
        if first or len(spans) > 1:
            more["spans"] = [first, *spans[1:]]
        (_, placed), *_ = bundle.spans(note)
        cells["status"] = placed.status if placed else "orphan"
        if placed:
            cells.update(today_start=str(placed.start), today_end=str(placed.end))
    del plain["today"]
    plain.pop("tags", None)
    if plain:
        more["note"] = plain
    cells["more"] = json.dumps(more, ensure_ascii=False) if more else ""
    return cells


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    rows = [
        (where, {name: tables.armed(cell) for name, cell in cells.items()})
        for where, cells in tables.rows(data, required=("id", "created"))
    ]
    documents = [{key: cells.get(key, "") for key in ("fingerprint", "source")} for _, cells in rows]
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    people: dict[str, Annotator] = {}
    for (where, cells), about, ours in zip(
        rows, documents, own.chosen(documents, document, wanted=settings["source"]), strict=True
    ):
        if not ours:
            skipped.append(Skipped(where=where, why=elsewhere([about["source"]])))
            continue
        if cells.get("name") and cells.get("annotator"):
            people.setdefault(cells["annotator"], Annotator(id=cells["annotator"], name=cells["name"]))
        line = int(where.rpartition(" ")[2]) - 1
        plain = _plain(cells, line)
        found = own.note_from_plain(plain, where=where, fingerprint=about["fingerprint"], document=document)
        (drafts if isinstance(found, Draft) else skipped).append(found)  # type: ignore[arg-type]  # told apart
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped), annotators=people)


def _plain(cells: Mapping[str, str], line: int) -> dict[str, object]:
    """The keys of a note that a row says. Raises: FormatError, when `more` is no JSON."""
    plain: dict[str, object] = {
        column: cells[column] for column in _NOTE if cells.get(column) and column not in ("name", "tags")
    }
    if cells.get("tags"):
        plain["tags"] = next(csv.reader(io.StringIO(cells["tags"], newline=""), skipinitialspace=True))
    more = json_value(cells["more"], line=line) if cells.get("more") else {}
    more = more if isinstance(more, Mapping) else {}
    later = [span for span in fields.members(more, "spans") if isinstance(span, Mapping)]
    if cells.get("start"):
        first: dict[str, object] = {column: cells.get(column, "") for column in _SPAN}
        first.update({column: _number(cells.get(column, "")) for column in ("start", "end")})
        plain["spans"] = [{**first, **(later[0] if later else {})}, *later[1:]]
    return {**fields.mapping(more, "note"), **plain}


def _number(cell: str) -> object:
    """A whole number; anything else stays text, for the message that says what is wrong with it."""
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 20 else cell


def _sniff(head: bytes) -> bool:
    return tables.has_header(head, ("id", "created", "exact"))


FORMAT = Format(
    name="csv",
    summary="CSV with every field, one note a row",
    suffixes=(".csv", ".tsv"),
    holds=own.HOLDS,
    options=(
        Option(
            name="formulas",
            summary="defuse: an apostrophe before cells that a spreadsheet would compute; keep: as they are",
            default="defuse",
            choices=("defuse", "keep"),
        ),
        Option(
            name="bom",
            summary="yes: begin with a byte order mark, which Excel needs to see that it is UTF-8",
            default="no",
            choices=("no", "yes"),
        ),
        Option(name="source", summary="import only notes about the document of that source", default=""),
    ),
    write=_write,
    stream=_stream,
    parse=_parse,
    sniff=_sniff,
)
