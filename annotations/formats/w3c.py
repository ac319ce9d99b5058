"""W3C Web Annotation in JSON-LD: single annotations, pages and collections. Positions count code points.

Source: Web Annotation Data Model and Vocabulary, W3C Recommendations, 23 February 2017.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import cast
from urllib.parse import quote, unquote
from uuid import uuid5

from annotations.errors import FormatError
from annotations.formats import fields, selectors, times
from annotations.formats.bundle import Bundle
from annotations.formats.check import Cutter
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.identity import NAMESPACE, is_uuid, origin, original, own_key
from annotations.formats.intake import json_of, words_of
from annotations.formats.losses import HOLDINGS, Losses
from annotations.formats.schema import fault
from annotations.formats.sources import about, address, elsewhere
from annotations.model import COLORS, Annotation, Annotator, Color, DocumentLike

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_ENTITY = "urn:postil:entity:"
_PLAIN_COLORS: Mapping[Color, str] = {
    "yellow": "#fff3a3",
    "green": "#c8f0c0",
    "blue": "#c3e1ff",
    "pink": "#ffd0e8",
    "orange": "#ffdcb0",
    "purple": "#e2d2ff",
    "red": "#ffc9c4",
    "grey": "#dddddd",
}
"""What a `styleClass` looks like in programs that follow style sheets: light, under dark text."""

Plain = dict[str, object]
Json = Mapping[str, object]


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data="".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[str]:
    """A collection with one page, or a bare list; one annotation a line."""
    collection = settings["shape"] == "collection"
    written = 0
    opened = False
    for bundle in bundles:
        if not opened:
            yield _head(bundle) if collection else "["
            opened = True
        losses.merge(bundle.survey(FORMAT.holds))
        cutter = Cutter(bundle.document.text, "code point")
        keys = {note.id: original("w3c", note) or own_key(note.id) for note in bundle.notes}
        for note in bundle.notes:
            annotation = _annotation(bundle, note, keys, cutter)
            if not collection:
                annotation = {"@context": CONTEXT, **annotation}
            yield f"{',' if written else ''}\n{json.dumps(annotation, ensure_ascii=False)}"
            written += 1
    if opened:
        yield f'\n]}}, "total": {written}}}\n' if collection else "\n]\n"


def _head(bundle: Bundle) -> str:
    """A collection up to its first annotation."""
    identity = f"urn:uuid:{uuid5(NAMESPACE, f'collection {bundle.document.fingerprint}')}"
    collection = {
        "@context": CONTEXT,
        "id": identity,
        "type": "AnnotationCollection",
        "label": f"Notes on {bundle.document.title or bundle.document.source}",
        "generated": times.written(bundle.made),
    }
    page = {
        "id": f"urn:uuid:{uuid5(NAMESPACE, f'page {bundle.document.fingerprint}')}",
        "type": "AnnotationPage",
        "partOf": identity,
        "startIndex": 0,
    }
    return f'{_unclosed(collection)}, "first": {_unclosed(page)}, "items": ['


def _unclosed(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False).removesuffix("}")


def _annotation(bundle: Bundle, note: Annotation, keys: Mapping[str, str], cutter: Cutter) -> Plain:
    plain: Plain = {"id": keys[note.id], "type": "Annotation", "motivation": _motivation(note)}
    plain["created"] = times.written(note.created)
    if note.modified != note.created:
        plain["modified"] = times.written(note.modified)
    if note.annotator:
        plain["creator"] = {"type": "Person", "name": bundle.name(note.annotator), "nickname": note.annotator}
    if note.color:
        value = f".{note.color} {{ background-color: {_PLAIN_COLORS[note.color]} }}"
        plain["stylesheet"] = {"type": "CssStylesheet", "value": value}
    body: list[Plain] = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in note.tags]
    if note.comment:
        purpose = "replying" if note.reply_to else "commenting"
        body.append({"type": "TextualBody", "purpose": purpose, "format": "text/markdown", "value": note.comment})
    if note.entity is not None:
        source = f"{_ENTITY}{quote(note.entity, safe='')}"
        body.append({"type": "SpecificResource", "purpose": "identifying", "source": source})
    if body:
        plain["body"] = body
    plain["target"] = _target(bundle, note, keys, cutter)
    return plain


def _motivation(note: Annotation) -> str:
    if note.reply_to:
        return "replying"
    if note.comment:
        return "commenting"
    return "tagging" if note.tags else "highlighting" if note.spans else "bookmarking"


def _target(bundle: Bundle, note: Annotation, keys: Mapping[str, str], cutter: Cutter) -> object:
    style: Plain = {"styleClass": note.color} if note.color else {}
    source = address(bundle.document)
    targets: list[object] = []
    if note.reply_to is not None:
        answered = keys.get(note.reply_to) or own_key(note.reply_to)
        targets.append({"type": "SpecificResource", "source": answered, **style} if style else answered)
    for span, placed in bundle.spans(note):
        found = [selectors.quote_selector(span, placed)]
        if placed is not None:
            cutter.verify(placed.start, placed.end, placed.words, note=note.id)
            found.append(selectors.position_selector(placed.start, placed.end))
        targets.append({"type": "SpecificResource", "source": source, "selector": found, **style})
    if not targets:
        targets.append({"type": "SpecificResource", "source": source, **style} if style else source)
    return targets[0] if len(targets) == 1 else targets


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    annotations, skipped = _valid(json_of(data), document, lenient=settings["strict"] == "no")
    names = [source for _, annotation in annotations for source in _sources(annotation)]
    chosen = frozenset(names) if len(annotations) == 1 else about(names, document, wanted=settings["source"])
    ours = _threads(annotations, chosen)
    drafts: list[Draft] = []
    people: dict[str, Annotator] = {}
    for where, annotation in annotations:
        if annotation["id"] in ours:
            drafts.append(_draft(where, annotation, chosen, people))
        else:
            skipped.append(Skipped(where=where, why=elsewhere(_sources(annotation))))
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped), annotators=people)


def _threads(annotations: list[tuple[str, Json]], chosen: frozenset[str]) -> set[object]:
    """Ids of the annotations about the chosen documents, and of all replies to them, and to these."""
    ours: set[object] = set()
    replies: dict[str, list[object]] = {}
    known = {annotation["id"] for _, annotation in annotations}
    found: list[object] = []
    for _, annotation in annotations:
        answered = _answered(annotation)
        if not chosen.isdisjoint(_sources(annotation)) or (answered is not None and answered not in known):
            found.append(annotation["id"])
        elif answered is not None:
            replies.setdefault(answered, []).append(annotation["id"])
    while found:
        identity = found.pop()
        ours.add(identity)
        found += replies.pop(str(identity), [])
    return ours


def _valid(value: object, document: DocumentLike, *, lenient: bool) -> tuple[list[tuple[str, Json]], list[Skipped]]:
    """The annotations of a file that keep the rules, each with its place, and those that do not.

    Raises: FormatError, when the file itself breaks them, or every annotation in it.
    """
    members: list[tuple[str, object]] = [("the annotation", value)]
    context: object = CONTEXT
    if isinstance(value, list):
        members = [(f"[{number}]", member) for number, member in enumerate(value)]
        if not members:
            return [], []
    elif isinstance(value, dict) and value.get("type") in ("AnnotationCollection", "AnnotationPage"):
        context = value.get("@context")
        envelope, path, items = _opened(value)
        wrong = fault("w3c", envelope)
        if wrong is not None:
            raise _refused(wrong)
        members = [(f"{path}items[{number}]", {"@context": context, **_mapping(item)}) for number, item in items]
        if not members:
            return [], []
    good: list[tuple[str, Json]] = []
    bad: list[Skipped] = []
    for where, member in members:
        if lenient and isinstance(member, dict):
            member = _completed(member, document)
        wrong = fault("w3c", member)
        if wrong is None:
            good.append((where, cast("Json", member)))
        else:
            bad.append(Skipped(where=where, why=f"it is no Web Annotation: {wrong}"))
    if not good:
        first = bad[0]
        raise _refused(first.why.partition(": ")[2], where="" if len(members) == 1 else f"{first.where}: ")
    return good, bad


def _opened(value: Json) -> tuple[Plain, str, list[tuple[int, object]]]:
    """A page or collection without its items, the path to them, and they themselves."""
    page, path = value, ""
    if value["type"] == "AnnotationCollection":
        page, path = _mapping(value.get("first")), "first."
    items = page.get("items")
    if not isinstance(items, list):
        return dict(value), path, []
    emptied = {**page, "items": []}
    envelope = {**value, "first": emptied} if path else emptied
    return envelope, path, list(enumerate(items))


def _completed(member: Json, document: DocumentLike) -> Plain:
    """An annotation of a program that leaves out what goes without saying: context, source, the head of an id."""
    plain: Plain = {"@context": CONTEXT, "type": "Annotation", **member}
    identity = fields.text(member, "id") or fields.digest(json.dumps(member, sort_keys=True))
    plain["id"] = identity if ":" in identity else own_key(identity) if is_uuid(identity) else _foreign(identity)
    creator = member.get("creator")
    if isinstance(creator, Mapping) and ":" not in fields.text(creator, "id"):
        named = {key: value for key, value in creator.items() if key != "id"}
        plain["creator"] = {"nickname": fields.text(creator, "id"), **named}
    source = address(document)
    targets = [_target_completed(target, source) for target in _list(plain.get("target"))]
    plain["target"] = targets or source
    return plain


def _target_completed(target: object, source: str) -> object:
    if not isinstance(target, Mapping):
        return target
    kept = {key: value for key, value in target.items() if key != "id" or ":" in str(value)}
    return {"source": source, **kept} if "source" not in kept or not kept["source"] else kept


def _foreign(identity: str) -> str:
    return f"urn:postil:foreign:{quote(identity)}"


def _refused(why: str, where: str = "") -> FormatError:
    hint = "Mend the file where it comes from, or read it as it is meant with --set strict=no."
    return FormatError(f"this is no Web Annotation: {where}{why}", hint=hint)


def _draft(where: str, annotation: Json, chosen: frozenset[str], people: dict[str, Annotator]) -> Draft:
    key = str(annotation["id"])
    color: Color | None = None
    passages: list[Passage] = []
    for target in _leaves(annotation.get("target")):
        if not isinstance(target, Mapping):
            continue
        color = color or next((name for name in COLORS if name in _list(target.get("styleClass"))), None)
        if "selector" in target and _source(target) in chosen:
            passages.append(selectors.passage(target["selector"], unit="code point"))
    tags, comments, entity = _bodies(annotation)
    return Draft(
        key=key,
        where=where,
        passages=tuple(passages),
        color=color,
        tags=tuple(tags),
        comment="\n\n".join(comments),
        entity=entity,
        reply_to=_answered(annotation),
        annotator=_creator(annotation.get("creator"), people),
        created=times.read(annotation.get("created")),
        modified=times.read(annotation.get("modified")),
        extra=origin("w3c", key),
    )


def _bodies(annotation: Json) -> tuple[list[str], list[str], str | None]:
    """Tags, comments and the entity that the bodies say."""
    tags: list[str] = []
    comments: list[str] = []
    entity: str | None = None
    motivations = _list(annotation.get("motivation"))
    value = annotation.get("bodyValue")
    if isinstance(value, str):
        (tags if motivations == ["tagging"] else comments).append(value)
    for body in _leaves(annotation.get("body")):
        if not isinstance(body, Mapping):
            comments.append(f"<{body}>")
            continue
        purposes = _list(body.get("purpose")) or motivations
        text = body.get("value")
        link = _source(body)
        if isinstance(text, str):
            words = words_of(text) if "text/html" in _list(body.get("format")) else text
            (tags if "tagging" in purposes and len(purposes) == 1 else comments).append(words)
        elif link.startswith(_ENTITY):
            entity = unquote(link.removeprefix(_ENTITY))
        elif link:
            comments.append(f"<{link}>")
    return tags, comments, entity


def _answered(annotation: Json) -> str | None:
    """The annotation that this one replies to."""
    if "replying" not in _list(annotation.get("motivation")):
        return None
    return next((_source(target) for target in _leaves(annotation.get("target")) if _source(target)), None)


def _sources(annotation: Json) -> list[str]:
    answered = _answered(annotation)
    found = [_source(target) for target in _leaves(annotation.get("target"))]
    return [source for source in found if source and source != answered]


def _source(resource: object) -> str:
    """The address of what a body or target is, or is a part of."""
    if isinstance(resource, Mapping):
        return _source(resource["source"]) if "source" in resource else str(resource.get("id", ""))
    return resource if isinstance(resource, str) else ""


def _leaves(value: object) -> Iterator[object]:
    """Bodies or targets one by one. Of a choice the first is taken, of the other sets all."""
    for member in _list(value):
        items = member.get("items") if isinstance(member, Mapping) else None
        if isinstance(member, Mapping) and isinstance(items, list):
            yield from _leaves(items[:1] if member.get("type") == "Choice" else items)
        else:
            yield member


def _creator(value: object, people: dict[str, Annotator]) -> str:
    for agent in _list(value):
        if isinstance(agent, str):
            return unquote(agent.rstrip("/#").rpartition("/")[2])
        if isinstance(agent, Mapping):
            name = next((text for text in _list(agent.get("name")) if isinstance(text, str)), "")
            key = agent.get("nickname") or name or _creator(agent.get("id"), people)
            people.setdefault(str(key), Annotator(id=str(key), name=name if name != key else ""))
            return str(key)
    return ""


def _mapping(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _sniff(head: bytes) -> bool:
    return CONTEXT.encode() in head


FORMAT = Format(
    name="w3c",
    summary="W3C Web Annotation (JSON-LD): a collection of annotations",
    suffixes=(".jsonld", ".json"),
    holds=HOLDINGS - {"deleted", "first words", "latest place", "variant", "extra"},
    options=(
        Option(
            name="shape",
            summary="collection: one page in a collection; list: a bare list of annotations",
            default="collection",
            choices=("collection", "list"),
        ),
        Option(name="source", summary="import only notes about the document of that address", default=""),
        Option(
            name="strict",
            summary="no: also read annotations that leave out context, source or a full id",
            default="yes",
            choices=("yes", "no"),
        ),
    ),
    write=_write,
    stream=_stream,
    parse=_parse,
    sniff=_sniff,
)
