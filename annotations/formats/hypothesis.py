"""Hypothesis: what its API gives and its client exports, with replies. Positions count UTF-16 code units.

Source: the public API's annotation object, and the client's own exporter and importer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from annotations.formats import fields, selectors, times
from annotations.formats.bundle import Bundle
from annotations.formats.check import Cutter
from annotations.formats.draft import Draft, Reading, Skipped
from annotations.formats.fields import Json
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.identity import origin, original
from annotations.formats.intake import json_of
from annotations.formats.losses import Holding, Losses
from annotations.formats.sources import about, address, elsewhere
from annotations.model import Annotation, Annotator, DocumentLike

_WORLD = "__world__"
_HOLDS: frozenset[Holding] = frozenset(
    {
        "tags",
        "comment",
        "reply",
        "annotator",
        "created",
        "modified",
        "several spans",
        "whole document",
        "orphan",
        "context",
    }
)


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data="".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[str]:
    export = settings["form"] == "export"
    written = 0
    opened = False
    for bundle in bundles:
        if not opened:
            head = {"export_date": _time(bundle.made), "export_userid": "", "client_version": "postil"}
            yield f'{json.dumps(head).removesuffix("}")}, "annotations": [' if export else '{"rows": ['
            opened = True
        losses.merge(bundle.survey(_HOLDS))
        cutter = Cutter(bundle.document.text, "utf-16")
        keys = {note.id: original("hypothesis", note) or note.id for note in bundle.notes}
        parents = {note.id: note.reply_to for note in bundle.notes}
        for note in bundle.notes:
            annotation = _annotation(bundle, note, keys, cutter, settings)
            if note.reply_to is not None:
                annotation["references"] = _ancestors(note.reply_to, parents, keys)
            yield f"{',' if written else ''}\n{json.dumps(annotation, ensure_ascii=False)}"
            written += 1
    if opened:
        yield "\n]}\n" if export else f'\n], "total": {written}}}\n'


def _annotation(
    bundle: Bundle, note: Annotation, keys: Mapping[str, str], cutter: Cutter, settings: Settings
) -> dict[str, object]:
    uri = settings["uri"] or address(bundle.document)
    user = f"acct:{note.annotator}@{settings['authority']}"
    imported = fields.mapping(note.extra, "imported")
    group = fields.text(imported, "group") or _WORLD
    readers = [user] if imported.get("private") is True else [f"group:{group}"]
    targets: list[dict[str, object]] = []
    for span, placed in bundle.spans(note):
        found = [selectors.quote_selector(span, placed)]
        if placed is not None:
            start, end = (bundle.offsets.to("utf-16", offset) for offset in (placed.start, placed.end))
            cutter.verify(start, end, placed.words, note=note.id)
            found.insert(0, selectors.position_selector(start, end))
        targets.append({"source": uri, "selector": found})
    return {
        "id": keys[note.id],
        "created": _time(note.created),
        "updated": _time(note.modified),
        "user": user,
        "user_info": {"display_name": bundle.name(note.annotator) or None},
        "uri": uri,
        "document": {"title": [bundle.document.title]},
        "text": note.comment,
        "tags": list(note.tags),
        "group": group,
        "permissions": {"read": readers, "admin": [user], "update": [user], "delete": [user]},
        "target": targets or [{"source": uri}],
        "hidden": False,
        "flagged": False,
        "links": {},
    }


def _ancestors(parent: str | None, parents: Mapping[str, str | None], keys: Mapping[str, str]) -> list[str]:
    """Keys of the notes above a reply, the first of the thread first."""
    chain: list[str] = []
    while parent is not None and parent not in chain:
        chain.append(parent)
        parent = parents.get(parent)
    return [keys.get(identity, identity) for identity in reversed(chain)]


def _time(time: datetime) -> str:
    return times.written(time).removesuffix("Z") + "+00:00"


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    value = json_of(data)
    if isinstance(value, dict):
        listed = next((key for key in ("annotations", "rows") if isinstance(value.get(key), list)), "")
        if not listed and not ("uri" in value and "target" in value):
            raise fields.unlike("Hypothesis", "it has neither “annotations” nor “rows”")
        found, path = (value[listed], listed) if listed else ([value], "")
    elif isinstance(value, list):
        found, path = value, ""
    else:
        raise fields.unlike("Hypothesis", "it holds no list of annotations")
    skipped: list[Skipped] = []
    annotations = list(fields.objects(found, path, skipped))
    chosen = about(
        (fields.text(annotation, "uri") for _, annotation in annotations), document, wanted=settings["uri"]
    )
    drafts: list[Draft] = []
    people: dict[str, Annotator] = {}
    for where, annotation in annotations:
        uri = fields.text(annotation, "uri")
        if uri in chosen:
            drafts.append(_draft(where, annotation, people))
        else:
            skipped.append(Skipped(where=where, why=elsewhere([uri])))
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped), annotators=people)


def _draft(where: str, annotation: Json, people: dict[str, Annotator]) -> Draft:
    passages = [
        selectors.passage(target["selector"], unit="utf-16")
        for target in fields.members(annotation, "target")
        if isinstance(target, Mapping) and target.get("selector")
    ]
    comment, tags = fields.text(annotation, "text"), fields.texts(annotation, "tags")
    words = [passage.exact for passage in passages]
    key = fields.text(annotation, "id") or fields.digest(fields.text(annotation, "uri"), comment, tags, words)
    user = fields.text(annotation, "user")
    name = fields.text(fields.mapping(annotation, "user_info"), "display_name")
    account = user.removeprefix("acct:").partition("@")[0]
    people.setdefault(user, Annotator(id=user, name=name if name != account else ""))
    return Draft(
        key=key,
        where=where,
        passages=tuple(passages),
        tags=tags,
        comment=comment,
        reply_to=next(reversed(fields.texts(annotation, "references")), None),
        annotator=user,
        created=times.read(annotation.get("created")),
        modified=times.read(annotation.get("updated")),
        extra=_kept(annotation, key),
    )


def _kept(annotation: Json, key: str) -> dict[str, object]:
    """What the note needs to go back to its group and its readers."""
    kept = fields.mapping(origin("hypothesis", key), "imported")
    group = fields.text(annotation, "group")
    more: dict[str, object] = {"group": group} if group not in ("", _WORLD) else {}
    readers = fields.texts(fields.mapping(annotation, "permissions"), "read")
    if readers and readers == (fields.text(annotation, "user"),):
        more["private"] = True
    return {"imported": {"from": "hypothesis", "id": key, **more}} if kept or more else {}


def _sniff(head: bytes) -> bool:
    return b'"uri"' in head and (b'"target"' in head or b'"export_date"' in head)


FORMAT = Format(
    name="hypothesis",
    summary="Hypothesis: the client's export, or the API's search result",
    suffixes=(".json",),
    holds=_HOLDS,
    options=(
        Option(
            name="form",
            summary="export: a file for the client's import; api: as a search of the API gives",
            default="export",
            choices=("export", "api"),
        ),
        Option(name="uri", summary="address of the document, in place of its own", default=""),
        Option(name="authority", summary="the service in accounts, as acct:mira@…", default="hypothes.is"),
    ),
    write=_write,
    stream=_stream,
    parse=_parse,
    sniff=_sniff,
)
