"""EPUB Annotations: a set in a file of its own, or inside the publication it is about. Positions count code points.

Source: W3C Working Draft EPUB Annotations 1.0 (2026), which grew out of what Thorium and Readium exchange.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from urllib.parse import quote, unquote
from uuid import uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from annotations.errors import FormatError
from annotations.formats import fields, selectors, times
from annotations.formats.bundle import Bundle
from annotations.formats.check import Cutter
from annotations.formats.draft import Draft, Reading
from annotations.formats.fields import Json
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.identity import NAMESPACE, origin, original, own_key
from annotations.formats.intake import json_of, members_of
from annotations.formats.losses import Holding
from annotations.formats.schema import fault
from annotations.formats.sources import address
from annotations.model import Annotation, Annotator, Color, DocumentLike

CONTEXT = "https://www.w3.org/ns/epub-anno.jsonld"
DETACHED = "annotations.json"
ATTACHED = "META-INF/annotations.json"
PUBLICATION_LIMIT = 512 * 1024 * 1024
"""Bytes of the largest publication, unpacked, that notes are put into."""

_PERSON = "urn:postil:person:"
_COLORS: tuple[Color, ...] = ("pink", "orange", "yellow", "green", "blue", "purple")
_HOLDS: frozenset[Holding] = frozenset(
    {"color", "tags", "comment", "annotator", "created", "modified", "whole document", "orphan", "context"}
)


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = bundle.survey(_HOLDS)
    losses.add("color", sum(note.color not in (None, *_COLORS) for note in bundle.notes))
    cutter = Cutter(bundle.document.text, "code point")
    items = [_annotation(bundle, note, cutter) for note in bundle.notes if note.reply_to is None]
    if settings["form"] == "json":
        return Export(data=_json(bundle, items), losses=losses)
    if settings["form"] == "detached":
        return Export(data=_archive({DETACHED: _json(bundle, items).encode()}, bundle), losses=losses)
    return Export(data=_attached(bundle, items), losses=losses)


def _json(bundle: Bundle, items: list[dict[str, object]]) -> str:
    document = bundle.document
    about = {
        "dc:title": document.title,
        "dc:creator": [document.byline] if document.byline else [],
        "dc:date": document.date,
        "dc:identifier": [f"urn:sha256:{document.fingerprint}"],
    }
    whole = {
        "@context": CONTEXT,
        "id": f"urn:uuid:{uuid5(NAMESPACE, f'set {document.fingerprint}')}",
        "type": "AnnotationSet",
        "generator": {"id": "urn:postil", "type": "Software", "name": "postil"},
        "generated": times.written(bundle.made),
        "about": {key: value for key, value in about.items() if value},
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _annotation(bundle: Bundle, note: Annotation, cutter: Cutter) -> dict[str, object]:
    plain: dict[str, object] = {
        "id": original(FORMAT.name, note) or own_key(note.id),
        "type": "Annotation",
        "motivation": "commenting" if note.comment else "highlighting" if note.spans else "bookmarking",
        "created": times.written(note.created),
    }
    if note.modified != note.created:
        plain["modified"] = times.written(note.modified)
    if note.annotator:
        identity = f"{_PERSON}{quote(note.annotator)}"
        plain["creator"] = {"id": identity, "type": "Person", "name": bundle.name(note.annotator)}
    plain["target"] = _target(bundle, note, cutter)
    body: dict[str, object] = {"type": "TextualBody", "value": note.comment, "format": "text/plain"}
    if note.color in _COLORS:
        body.update(color=note.color, highlight="solid")
    if note.tags:
        body["tags"] = list(note.tags)
    plain["body"] = body
    return plain


def _target(bundle: Bundle, note: Annotation, cutter: Cutter) -> dict[str, object]:
    target: dict[str, object] = {"source": address(bundle.document)}
    for span, placed in bundle.spans(note)[:1]:
        found = [selectors.quote_selector(span, placed)]
        if placed is not None:
            cutter.verify(placed.start, placed.end, placed.words, note=note.id)
            found.append(selectors.position_selector(placed.start, placed.end))
        target["selector"] = found
    return target


def _attached(bundle: Bundle, items: list[dict[str, object]]) -> bytes:
    """The publication with the notes in it. What others have said in it stays."""
    if bundle.original is None:
        raise FormatError("there is no publication to put the notes into", hint="Use --set form=detached.")
    members = members_of(bundle.original(), limit=PUBLICATION_LIMIT)
    if "META-INF/container.xml" not in members:
        raise FormatError(
            f"{bundle.document.source} is no EPUB, so no notes can be put into it", hint="Use --set form=detached."
        )
    before = members.pop(ATTACHED, None)
    if before is not None:
        ours = {item["id"] for item in items}
        items = [dict(item) for _, item in _items(json_of(before)) if item.get("id") not in ours] + items
    return _archive({**members, ATTACHED: _json(bundle, items).encode()}, bundle)


def _archive(members: Mapping[str, bytes], bundle: Bundle) -> bytes:
    """A zip file that is the same for the same notes at the same time; `mimetype` first and stored, as EPUB asks."""
    buffer = io.BytesIO()
    moment = (max(bundle.made.year, 1980), *bundle.made.timetuple()[1:6])
    with ZipFile(buffer, "w") as archive:
        for name in sorted(members, key=lambda name: name != "mimetype"):
            entry = ZipInfo(name, moment)
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, members[name])
    return buffer.getvalue()


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    if data.startswith(b"PK"):
        members = members_of(data, limit=PUBLICATION_LIMIT, wanted=frozenset({DETACHED, ATTACHED}))
        if not members:
            raise FormatError(
                f"the archive holds neither {DETACHED} nor {ATTACHED}", hint="Check that it is the file you meant."
            )
        data = members.get(DETACHED) or members[ATTACHED]
    people: dict[str, Annotator] = {}
    return Reading(
        drafts=tuple(_draft(where, item, people) for where, item in _items(json_of(data))), annotators=people
    )


def _items(value: object) -> list[tuple[str, Json]]:
    wrong = fault("epub-annotations", value)
    if wrong is not None:
        raise FormatError(f"this is no EPUB annotation set: {wrong}", hint="Export it again where it comes from.")
    assert isinstance(value, Mapping)
    return list(fields.objects(fields.members(value, "items"), "items", []))


def _draft(where: str, item: Json, people: dict[str, Annotator]) -> Draft:
    key = fields.text(item, "id")
    body, target = fields.mapping(item, "body"), fields.mapping(item, "target")
    color: Color | None = next((name for name in _COLORS if name == fields.text(body, "color").lower()), None)
    return Draft(
        key=key,
        where=where,
        passages=(selectors.passage(target["selector"], unit=None),) if target.get("selector") else (),
        color=color,
        tags=fields.texts(body, "tags"),
        comment=fields.text(body, "value"),
        annotator=_person(fields.mapping(item, "creator"), people),
        created=times.read(item.get("created")),
        modified=times.read(item.get("modified")),
        extra=origin(FORMAT.name, key),
    )


def _person(creator: Json, people: dict[str, Annotator]) -> str:
    identity, name = fields.text(creator, "id"), fields.text(creator, "name")
    if not identity.startswith(_PERSON):
        return name
    own = unquote(identity.removeprefix(_PERSON))
    people.setdefault(own, Annotator(id=own, name=name if name != own else ""))
    return own


def _sniff(head: bytes) -> bool:
    if head.startswith(b"PK"):
        return DETACHED.encode() in head
    return b'"AnnotationSet"' in head


FORMAT = Format(
    name="epub-annotations",
    summary="EPUB Annotations: a set of notes beside the book, or inside it",
    suffixes=(".annotations", ".epub", ".json"),
    holds=_HOLDS,
    options=(
        Option(
            name="form",
            summary="detached: an archive of its own; attached: a copy of the EPUB with the notes inside; json: bare",
            default="detached",
            choices=("detached", "attached", "json"),
        ),
    ),
    binary=True,
    write=_write,
    parse=_parse,
    sniff=_sniff,
)
