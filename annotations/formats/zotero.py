"""Zotero's annotations in JSON, read: text, comment, colour, tags, author. The quote is found by its words.

Zotero gives positions in PDF geometry or inside an element of a page, none of which stands for a place in plain
text. Source: Zotero's web API, its reader's own form, and exports that nest annotations below attachments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from annotations.formats import fields, times
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.fields import Json
from annotations.formats.format import Format, Option, Settings
from annotations.formats.identity import origin
from annotations.formats.intake import json_of
from annotations.formats.losses import Holding
from annotations.formats.sources import about, elsewhere
from annotations.model import Color, DocumentLike

_HOLDS: frozenset[Holding] = frozenset({"color", "tags", "comment", "annotator", "created", "modified", "orphan"})
_COLORS: Mapping[str, Color] = {
    "#ffd400": "yellow",
    "#ff6666": "red",
    "#5fb236": "green",
    "#2ea8e5": "blue",
    "#a28ae5": "purple",
    "#e56eee": "pink",
    "#f19837": "orange",
    "#aaaaaa": "grey",
}
_TYPES = frozenset({"highlight", "underline", "note", "text", "image", "ink"})
_MARKS = re.compile(r"</?(b|i|sub|sup)>", re.IGNORECASE)


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    found = list(_annotations(json_of(data), "", 0))
    if not found:
        raise fields.unlike("Zotero", "it holds no annotation")
    chosen = about((_parent(item) for _, item in found), document, wanted=settings["source"])
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    for where, item in found:
        if _parent(item) not in chosen:
            skipped.append(Skipped(where=where, why=elsewhere([_parent(item)])))
        elif not _words(item, "text").strip() and not _words(item, "comment").strip():
            skipped.append(Skipped(where=where, why=f"it is of type {_kind(item)} and has no words"))
        else:
            drafts.append(_draft(where, item))
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped))


def _annotations(value: object, where: str, depth: int) -> Iterator[tuple[str, Json]]:
    """Every annotation in the file, however deep: in a list, below an attachment, in the API's wrapper."""
    if depth > 8:
        return
    if isinstance(value, list):
        for number, member in enumerate(value):
            yield from _annotations(member, f"{where}[{number}]", depth + 1)
    elif isinstance(value, Mapping):
        if _kind(value) in _TYPES and not isinstance(value.get("data"), Mapping):
            yield where or "the annotation", value
            return
        for key, member in value.items():
            yield from _annotations(member, f"{where}.{key}" if where else key, depth + 1)


def _kind(item: Json) -> str:
    kind = fields.text(item, "annotationType")
    if kind or "itemType" in item:
        return kind
    return fields.text(item, "type") if "position" in item or "sortIndex" in item else ""


def _parent(item: Json) -> str:
    return fields.text(item, "parentItem")


def _words(item: Json, field: str) -> str:
    """A field in either form: `annotationText` or `text`."""
    return fields.text(item, f"annotation{field.capitalize()}") or fields.text(item, field)


def _draft(where: str, item: Json) -> Draft:
    exact, comment = _MARKS.sub("", _words(item, "text")), _markdown(_words(item, "comment"))
    key = fields.text(item, "key") or fields.text(item, "id") or fields.digest(_parent(item), exact, comment)
    tags = [tag for tag in fields.members(item, "tags") if isinstance(tag, Mapping)]
    created = times.read(item.get("dateAdded") or item.get("dateCreated"))
    return Draft(
        key=key,
        where=where,
        passages=(Passage(exact=exact),) if exact.strip() else (),
        color=_COLORS.get(_words(item, "color").lower()),
        tags=tuple(fields.text(tag, "tag") or fields.text(tag, "name") for tag in tags),
        comment=comment,
        annotator=fields.text(item, "annotationAuthorName") or fields.text(item, "authorName"),
        created=created,
        modified=times.read(item.get("dateModified")),
        extra=origin("zotero", key),
    )


def _markdown(comment: str) -> str:
    """Zotero's four marks as Markdown has them; lowered and raised letters lose their mark."""
    return _MARKS.sub(lambda mark: {"b": "**", "i": "*"}.get(mark[1].lower(), ""), comment)


def _sniff(head: bytes) -> bool:
    return b'"annotationType"' in head or (b'"sortIndex"' in head and b'"position"' in head)


FORMAT = Format(
    name="zotero",
    summary="Zotero: annotations as JSON from its API, its reader or an export (read only)",
    suffixes=(".json",),
    holds=_HOLDS,
    options=(Option(name="source", summary="import only annotations of the attachment with that key", default=""),),
    parse=_parse,
    sniff=_sniff,
)
