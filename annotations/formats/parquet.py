"""Parquet: one row a note and one a mention, for DuckDB, Polars or Spark over thousands of articles.

Needs the optional package pyarrow. Offsets count code points; times are UTC.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.losses import Holding, Losses
from annotations.model import Annotation

_HOLDS: frozenset[Holding] = frozenset(
    {
        "color",
        "tags",
        "comment",
        "entity",
        "reply",
        "annotator",
        "created",
        "modified",
        "deleted",
        "several spans",
        "whole document",
        "orphan",
        "first words",
        "context",
    }
)

COLUMNS = (
    ("row", "string"),
    ("source", "string"),
    ("title", "string"),
    ("fingerprint", "string"),
    ("id", "string"),
    ("kind", "string"),
    ("name", "string"),
    ("quote", "string"),
    ("prefix", "string"),
    ("suffix", "string"),
    ("start", "int64"),
    ("end", "int64"),
    ("status", "string"),
    ("spans", "spans"),
    ("color", "string"),
    ("tags", "strings"),
    ("comment", "string"),
    ("entity", "string"),
    ("reply_to", "string"),
    ("annotator", "string"),
    ("annotator_name", "string"),
    ("created", "time"),
    ("modified", "time"),
    ("deleted", "time"),
)
"""Name and type of each column. `row` is `note` or `mention`; for a mention `kind`, `name` and `entity` are those of
its entity. `start`, `end` and `quote` are those of a note's first span; `spans` has all of them."""


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data=b"".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[bytes]:
    """One row group a document; what is written of the file so far is handed on at once."""
    arrow, parquet = _arrow()
    schema = _schema(arrow)
    sink = _Tail()
    with parquet.ParquetWriter(sink, schema, compression=settings["compression"]) as writer:
        for bundle in bundles:
            losses.merge(bundle.survey(_HOLDS))
            rows = [*(_note(bundle, note) for note in bundle.notes), *_mentions(bundle)]
            if rows:
                writer.write_table(arrow.Table.from_pylist(rows, schema=schema))
                yield sink.take()
    yield sink.take()


class _Tail(io.BytesIO):
    """A file that is only ever added to: forgets what was taken, and knows how long it was."""

    def __init__(self) -> None:
        super().__init__()
        self._gone = 0

    def take(self) -> bytes:
        data = self.getvalue()
        self._gone += len(data)
        self.seek(0)
        self.truncate()
        return data

    def tell(self) -> int:
        return self._gone + super().tell()

    def seekable(self) -> bool:
        return False


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise FormatError(
            "Parquet needs the package pyarrow, which is not installed",
            hint="Install it: pip install 'postil[parquet]'. Or export to csv or jsonl, which need nothing.",
        ) from error
    return pa, parquet


def _schema(arrow: Any) -> Any:
    span = arrow.struct(
        [("start", arrow.int64()), ("end", arrow.int64()), ("quote", arrow.string()), ("status", arrow.string())]
    )
    types = {
        "string": arrow.string(),
        "int64": arrow.int64(),
        "strings": arrow.list_(arrow.string()),
        "spans": arrow.list_(span),
        "time": arrow.timestamp("us", tz="UTC"),
    }
    return arrow.schema([(name, types[kind]) for name, kind in COLUMNS])


def _about(bundle: Bundle) -> dict[str, object]:
    document = bundle.document
    return {"source": document.source, "title": document.title, "fingerprint": document.fingerprint}


def _note(bundle: Bundle, note: Annotation) -> dict[str, object]:
    spans = [
        {
            "start": placed.start if placed else None,
            "end": placed.end if placed else None,
            "quote": span.exact,
            "status": placed.status if placed else "orphan",
        }
        for span, placed in bundle.spans(note)
    ]
    first = note.spans[0] if note.spans else None
    return {
        **_about(bundle),
        "row": "note",
        "id": note.id,
        "quote": first.exact if first else None,
        "prefix": first.prefix if first else None,
        "suffix": first.suffix if first else None,
        "start": spans[0]["start"] if spans else None,
        "end": spans[0]["end"] if spans else None,
        "status": spans[0]["status"] if spans else None,
        "spans": spans,
        "color": note.color,
        "tags": list(note.tags),
        "comment": note.comment,
        "entity": note.entity,
        "reply_to": note.reply_to,
        "annotator": note.annotator,
        "annotator_name": bundle.name(note.annotator),
        "created": note.created,
        "modified": note.modified,
        "deleted": note.deleted,
    }


def _mentions(bundle: Bundle) -> Iterator[dict[str, object]]:
    for entity in bundle.entities:
        for mention in entity.mentions:
            yield {
                **_about(bundle),
                "row": "mention",
                "kind": entity.kind,
                "name": entity.name,
                "entity": entity.id,
                "quote": mention.text,
                "start": mention.start,
                "end": mention.end,
            }


FORMAT = Format(
    name="parquet",
    summary="Parquet: a row a note and a row a mention, for many articles",
    suffixes=(".parquet",),
    holds=_HOLDS,
    entities=True,
    binary=True,
    options=(
        Option(
            name="compression",
            summary="of the columns",
            default="zstd",
            choices=("zstd", "snappy", "gzip", "none"),
        ),
    ),
    write=_write,
    stream=_stream,
)
