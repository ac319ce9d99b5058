"""JSON with every field: one file for one document or for many. Offsets count code points.

{"postil": 1, "exported": …, "documents": [{"document": {…}, "annotators": […], "annotations": […]}]}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from annotations.formats import fields, own, times
from annotations.formats.bundle import Bundle
from annotations.formats.draft import Draft, Reading, Skipped
from annotations.formats.fields import Json
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.intake import json_of
from annotations.formats.losses import Losses
from annotations.formats.sources import elsewhere
from annotations.model import SCHEMA_VERSION, Annotator, DocumentLike


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data="".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[str]:
    opened = False
    for bundle in bundles:
        if not opened:
            yield f'{{"postil": {SCHEMA_VERSION}, "exported": "{times.written(bundle.made)}", "documents": ['
        losses.merge(bundle.survey(own.HOLDS))
        yield f"{',' if opened else ''}\n{_head(bundle)}"
        opened = True
        for number, note in enumerate(bundle.notes):
            yield f"{',' if number else ''}\n{_line(own.note_to_plain(bundle, note))}"
        yield "\n]}"
    if opened:
        yield "\n]}\n"


def _head(bundle: Bundle) -> str:
    """One document up to its first annotation."""
    written = dict.fromkeys(note.annotator for note in bundle.notes if note.annotator)
    people = [{"id": person, "name": bundle.name(person)} for person in written]
    head = {"document": own.document_to_plain(bundle.document), "annotators": people}
    return f'{_line(head).removesuffix("}")}, "annotations": ['


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    skipped: list[Skipped] = []
    parts = _parts(json_of(data), skipped)
    documents = [
        {key: fields.text(fields.mapping(part, "document"), key) for key in ("fingerprint", "source")}
        for _, part in parts
    ]
    drafts: list[Draft] = []
    people: dict[str, Annotator] = {}
    for (where, part), about, ours in zip(
        parts, documents, own.chosen(documents, document, wanted=settings["source"]), strict=True
    ):
        notes = list(fields.objects(fields.members(part, "annotations"), f"{where}annotations", skipped))
        if not ours:
            skipped += [Skipped(where=place, why=elsewhere([about["source"]])) for place, _ in notes]
            continue
        header = fields.mapping(part, "annotator")
        for _, person in fields.objects([*fields.members(part, "annotators"), header], "", []):
            identity, name = fields.text(person, "id"), fields.text(person, "name")
            people.setdefault(identity, Annotator(id=identity, name=name if name != identity else ""))
        for place, note in notes:
            note = {"annotator": fields.text(header, "id"), **note} if fields.text(header, "id") else note
            found = own.note_from_plain(note, where=place, fingerprint=about["fingerprint"], document=document)
            (drafts if isinstance(found, Draft) else skipped).append(found)  # type: ignore[arg-type]  # told apart
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped), annotators=people)


def _parts(value: object, skipped: list[Skipped]) -> list[tuple[str, Json]]:
    """The documents in a file, each with its place: an export, a notes file as JSON, or a bare list of notes."""
    if isinstance(value, list):
        return [("", {"annotations": value})]
    if isinstance(value, Mapping):
        version = value.get("postil")
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise fields.unlike(
                "postil", f"a later postil wrote it (schema {version}, this one knows {SCHEMA_VERSION})"
            )
        if isinstance(value.get("documents"), list):
            members = fields.members(value, "documents")
            return [(f"{where}.", part) for where, part in fields.objects(members, "documents", skipped)]
        if isinstance(value.get("annotations"), list) and "postil" in value:
            return [("", value)]
    raise fields.unlike("postil", "it has no “documents” and no “annotations” beside “postil”")


def _sniff(head: bytes) -> bool:
    return re.match(rb'\s*\{\s*"postil"\s*:', head) is not None


FORMAT = Format(
    name="json",
    summary="JSON with every field",
    suffixes=(".json",),
    holds=own.HOLDS,
    options=(Option(name="source", summary="import only notes about the document of that source", default=""),),
    write=_write,
    stream=_stream,
    parse=_parse,
    sniff=_sniff,
)
