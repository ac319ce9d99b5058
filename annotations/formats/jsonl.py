"""JSON Lines with every field: one note a line, each with the document it is about. Offsets count code points."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from annotations.errors import FormatError
from annotations.formats import fields, own
from annotations.formats.bundle import Bundle
from annotations.formats.draft import Draft, Reading, Skipped
from annotations.formats.fields import Json
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.intake import json_value, text_of
from annotations.formats.losses import Losses
from annotations.formats.sources import elsewhere
from annotations.model import Annotator, DocumentLike


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data="".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[str]:
    for bundle in bundles:
        losses.merge(bundle.survey(own.HOLDS))
        document = own.document_to_plain(bundle.document)
        for note in bundle.notes:
            yield json.dumps({**own.note_to_plain(bundle, note), "document": document}, ensure_ascii=False) + "\n"


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    notes = list(_notes(text_of(data)))
    documents = [
        {key: fields.text(fields.mapping(note, "document"), key) for key in ("fingerprint", "source")}
        for _, note in notes
    ]
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    people: dict[str, Annotator] = {}
    for (where, note), about, ours in zip(
        notes, documents, own.chosen(documents, document, wanted=settings["source"]), strict=True
    ):
        if not ours:
            skipped.append(Skipped(where=where, why=elsewhere([about["source"]])))
            continue
        if fields.text(note, "name"):
            person = fields.text(note, "annotator")
            people.setdefault(person, Annotator(id=person, name=fields.text(note, "name")))
        found = own.note_from_plain(note, where=where, fingerprint=about["fingerprint"], document=document)
        (drafts if isinstance(found, Draft) else skipped).append(found)  # type: ignore[arg-type]  # told apart
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped), annotators=people)


def _notes(text: str) -> Iterator[tuple[str, Json]]:
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            value = json_value(line, line=number)
            if not isinstance(value, Mapping):
                raise FormatError(f"line {number + 1}: this is no note", hint="Each line must be one JSON object.")
            yield f"line {number + 1}", value


def _sniff(head: bytes) -> bool:
    first = head.split(b"\n", 1)[0]
    return first.startswith(b"{") and b'"created"' in first and b'"document"' in first


FORMAT = Format(
    name="jsonl",
    summary="JSON Lines with every field, one note a line",
    suffixes=(".jsonl", ".ndjson"),
    holds=own.HOLDS,
    options=(Option(name="source", summary="import only notes about the document of that source", default=""),),
    write=_write,
    stream=_stream,
    parse=_parse,
    sniff=_sniff,
)
