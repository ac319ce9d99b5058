"""Notes as plain mappings and back: what the keys of a notes file are, in which order, and what may stand in them.

Plain means what YAML and JSON have: mappings with text keys, lists, text, numbers, booleans, None. Times are text
in ISO 8601, in UTC, as `2026-01-31T09:30:00Z`; offsets count code points. Keys that are empty are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from sys import intern
from typing import Literal, cast, get_args

from annotations import fields
from annotations.fields import Misfit, Newer, Path, Plain
from annotations.ids import new_id
from annotations.model import (
    COLORS,
    SCHEMA_VERSION,
    Annotation,
    Annotator,
    Color,
    CorrectionAction,
    DocumentRef,
    EntityCorrection,
    NotesFile,
    Place,
    Span,
    Status,
    Variant,
)

_ACTIONS: frozenset[str] = frozenset(get_args(CorrectionAction))
_STATUSES: frozenset[str] = frozenset(get_args(Status))
_COLORS: frozenset[str] = frozenset(COLORS)
_ANNOTATOR_ID = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


# Model to plain


def notes_to_plain(notes: NotesFile) -> Plain:
    """The whole file, keys in their fixed order."""
    who = notes.annotator.id
    plain: Plain = header_to_plain(notes)
    plain["annotations"] = [annotation_to_plain(note, who) for note in notes.annotations]
    if notes.entities:
        plain["entities"] = [correction_to_plain(correction) for correction in notes.entities]
    if notes.landmarks:
        plain["landmarks"] = landmarks_to_plain(notes)
    return plain


def header_to_plain(notes: NotesFile) -> Plain:
    """What stands before `annotations:`."""
    document, annotator = notes.document, notes.annotator
    return {
        "postil": notes.schema,
        "document": _filled(
            title=document.title,
            source=document.source,
            fingerprint=document.fingerprint,
            length=document.length or None,
            loader=document.loader,
            raw=document.raw,
        ),
        "annotator": _filled(id=annotator.id, name=annotator.name),
        **_own(notes.extra, FILE_KEYS),
    }


def landmarks_to_plain(notes: NotesFile) -> list[list[object]] | None:
    """The value of `landmarks:`; None when there are none."""
    return [[offset, words] for offset, words in notes.landmarks] or None


def annotation_to_plain(note: Annotation, annotator: str) -> Plain:
    """One member of `annotations:`. `annotator` is the header's id, which is not repeated in each note."""
    plain: Plain = {"id": note.id}
    if note.spans:
        plain["spans"] = [span_to_plain(span) for span in note.spans]
    if note.color:
        plain["color"] = note.color
    if note.tags:
        plain["tags"] = list(note.tags)
    if note.comment:
        plain["comment"] = note.comment
    if note.entity:
        plain["entity"] = note.entity
    if note.reply_to:
        plain["reply_to"] = note.reply_to
    if note.annotator and note.annotator != annotator:
        plain["annotator"] = note.annotator
    if note.variants:
        plain["variants"] = [variant_to_plain(variant) for variant in note.variants]
    if note.extra:
        plain.update(_own(note.extra, NOTE_KEYS))
    return _with_times(plain, note)


def variant_to_plain(variant: Variant) -> Plain:
    """One member of `variants:`. An empty value says that the other side has none; a missing one, no difference."""
    plain: Plain = {"modified": fields.time_to_text(variant.modified)}
    for key in ("comment", "color", "entity"):
        if (value := getattr(variant, key)) is not None:
            plain[key] = value
    if variant.tags is not None:
        plain["tags"] = list(variant.tags)
    if variant.spans is not None:
        plain["spans"] = [span_to_plain(span) for span in variant.spans]
    return plain


def correction_to_plain(correction: EntityCorrection) -> Plain:
    """One member of `entities:`."""
    plain = _filled(
        id=correction.id,
        action=correction.action,
        entity=correction.entity,
        value=correction.value,
        spans=[span_to_plain(span) for span in correction.spans],
    )
    plain.update(_own(correction.extra, CORRECTION_KEYS))
    return _with_times(plain, correction)


def span_to_plain(span: Span) -> Plain:
    """One member of `spans:`."""
    plain: Plain = {"exact": span.exact}
    if span.prefix:
        plain["prefix"] = span.prefix
    if span.suffix:
        plain["suffix"] = span.suffix
    plain["start"] = span.start
    plain["end"] = span.end
    if span.fingerprint:
        plain["fingerprint"] = span.fingerprint
    if place := span.latest:
        plain["latest"] = {
            "start": place.start,
            "end": place.end,
            "fingerprint": place.fingerprint,
            "status": place.status,
            "confidence": place.confidence,
        }
    if span.extra:
        plain.update(_own(span.extra, SPAN_KEYS))
    return plain


def _with_times(plain: Plain, value: Annotation | EntityCorrection) -> Plain:
    plain["created"] = fields.time_to_text(value.created)
    plain["modified"] = fields.time_to_text(value.modified)
    if value.deleted:
        plain["deleted"] = fields.time_to_text(value.deleted)
    return plain


def _filled(**values: object) -> Plain:
    return {key: value for key, value in values.items() if value not in ("", None, [])}


# Plain to model


def notes_from_plain(plain: object) -> NotesFile:
    """The notes that a file says, its annotations plain or as `early` made them.

    Raises: Misfit, at the first value that does not fit.
    """
    header = header_from_plain(plain)
    members = cast("Plain", plain)
    who = header.annotator.id
    notes = [
        member if type(member) is Annotation else annotation_from_plain(member, who, ("annotations", number))
        for number, member in fields.members(members, "annotations")
    ]
    entities = [
        correction_from_plain(member, ("entities", number)) for number, member in fields.members(members, "entities")
    ]
    refuse_doubles([note.id for note in notes], "annotations")
    refuse_doubles([correction.id for correction in entities], "entities")
    return with_notes(header, notes, entities)


def early(before: Plain, key: str, member: object) -> object:
    """A member of the list `key` as a note, if it is one and the keys `before` say whose; otherwise as it is.

    Whoever reads a long file calls this with each member, so as not to hold all of them in their plain form, which
    takes as much memory as the notes.
    """
    who = before.get("annotator")
    if key != "annotations" or not isinstance(who, dict) or not isinstance(who.get("id"), str):
        return member
    try:
        return annotation_from_plain(member, who["id"], (key,))
    except Misfit:
        return member


def misfits(plain: object) -> Iterator[Misfit]:
    """Every note that does not fit and every id given twice, not only the first; one misfit a note."""
    try:
        header = header_from_plain(plain)
    except Misfit as misfit:
        yield misfit
        if isinstance(misfit, Newer) or not isinstance(plain, Mapping):
            return
        header = NotesFile(document=DocumentRef(), annotator=Annotator(id=""))
    readers: tuple[tuple[str, Callable[[object, Path], Annotation | EntityCorrection]], ...] = (
        ("annotations", lambda member, at: annotation_from_plain(member, header.annotator.id, at)),
        ("entities", correction_from_plain),
    )
    for key, read in readers:
        seen: set[str] = set()
        try:
            members = fields.members(cast("Plain", plain), key)
        except Misfit as misfit:
            yield misfit
            continue
        for number, member in members:
            try:
                identity = read(member, (key, number)).id
            except Misfit as misfit:
                yield misfit
                continue
            if identity in seen:
                yield _double(identity, (key, number, "id"))
            seen.add(identity)


def with_notes(header: NotesFile, notes: Sequence[Annotation], entities: Sequence[EntityCorrection]) -> NotesFile:
    """`header` with these members, put in document order."""

    return replace(header, annotations=tuple(sorted(notes, key=place_of)), entities=tuple(entities))


def place_of(note: Annotation) -> tuple[int, int, datetime, str]:
    """What notes are sorted by: where the passage stood last, notes without one first; then time and id."""
    if not note.spans:
        return (-1, -1, note.created, note.id)
    first = note.spans[0]
    at = first.latest or first
    return (at.start, at.end, note.created, note.id)


def refuse_doubles(identities: Sequence[str], key: str) -> None:
    """Raises: Misfit, if an id is given twice."""
    if len(set(identities)) == len(identities):
        return
    seen: set[str] = set()
    for number, identity in enumerate(identities):
        if identity in seen:
            raise _double(identity, (key, number, "id"))
        seen.add(identity)


def header_from_plain(plain: object) -> NotesFile:
    """Everything but the members of `annotations:` and `entities:`. Raises: Misfit."""
    if not isinstance(plain, dict):
        raise Misfit((), "this is no notes file", "A notes file begins with `postil: 1` and has `annotations:`.")
    version = plain.get("postil")
    if type(version) is not int or version < 1:
        what = "`postil:` is missing" if "postil" not in plain else f"`postil: {fields.shown(version)}` is no version"
        raise Misfit(("postil",), what, f"Begin the file with `postil: {SCHEMA_VERSION}`.")
    if version > SCHEMA_VERSION:
        what = f"this file was written by a later postil (schema {version}, this one knows {SCHEMA_VERSION})"
        raise Newer(("postil",), what, "Update postil to read and change it. It is left as it is.")
    return NotesFile(
        document=_document(fields.mapping({} if plain.get("document") is None else plain["document"], ("document",))),
        annotator=_annotator(
            fields.mapping({} if plain.get("annotator") is None else plain["annotator"], ("annotator",))
        ),
        landmarks=_landmarks(plain),
        schema=version,
        extra={key: value for key, value in plain.items() if key not in FILE_KEYS},
    )


def annotation_from_plain(plain: object, annotator: str, path: Path) -> Annotation:
    """One note. `annotator` is the header's id; `path` says where the note stands. Raises: Misfit."""
    note = fields.mapping(plain, path)
    get = note.get
    spans = get("spans")
    created = fields.time(note, "created", path)
    same = note["created"]
    return Annotation(
        id=_identity(note, path),
        spans=_spans(spans, (*path, "spans")) if spans is not None else (),
        color=_color(note, path),
        tags=_tags(get("tags"), path) if "tags" in note else (),
        comment=fields.text(note, "comment", path) if "comment" in note else "",
        entity=fields.text(note, "entity", path) or None if "entity" in note else None,
        reply_to=fields.text(note, "reply_to", path) or None if "reply_to" in note else None,
        annotator=_annotator_id(note, "annotator", path) if "annotator" in note else annotator,
        created=created,
        modified=created if get("modified", same) == same else fields.time(note, "modified", path),
        deleted=fields.time(note, "deleted", path) if get("deleted") is not None else None,
        variants=_variants(note["variants"], (*path, "variants")) if get("variants") is not None else (),
        extra=_extra(note, NOTE_KEYS),
    )


def correction_from_plain(plain: object, path: Path) -> EntityCorrection:
    """One correction to the entity sidebar. Raises: Misfit."""
    member = fields.mapping(plain, path)
    action = member.get("action")
    if action not in _ACTIONS:
        raise Misfit((*path, "action"), f"{fields.shown(action)} is no action", fields.one_of(_ACTIONS))
    spans = member.get("spans")
    created = fields.time(member, "created", path)
    return EntityCorrection(
        id=_identity(member, path),
        action=cast("CorrectionAction", action),
        entity=fields.text(member, "entity", path),
        value=fields.text(member, "value", path),
        spans=_spans(spans, (*path, "spans")) if spans is not None else (),
        created=created,
        modified=fields.time(member, "modified", path) if "modified" in member else created,
        deleted=fields.time(member, "deleted", path) if member.get("deleted") is not None else None,
        extra=_extra(member, CORRECTION_KEYS),
    )


FILE_KEYS = frozenset(["postil", "document", "annotator", "annotations", "entities", "landmarks"])
_TIMES = frozenset(["created", "modified", "deleted"])
NOTE_KEYS = _TIMES | {
    "id", "spans", "color", "colour", "tags", "comment", "entity", "reply_to", "annotator", "variants",
}  # fmt: skip
CORRECTION_KEYS = _TIMES | {"id", "action", "entity", "value", "spans"}
SPAN_KEYS = frozenset(["exact", "prefix", "suffix", "start", "end", "fingerprint", "latest"])


def _own(extra: Mapping[str, object], known: frozenset[str]) -> Mapping[str, object]:
    if not known.isdisjoint(extra):
        raise ValueError(f"{', '.join(known.intersection(extra))} is a key of postil's own")
    return extra


_NOTHING: Mapping[str, object] = {}
"""Shared by all notes that have no keys of a person's own."""


def _extra(plain: Plain, known: frozenset[str]) -> Mapping[str, object]:
    return _NOTHING if plain.keys() <= known else {key: value for key, value in plain.items() if key not in known}


def _document(plain: Plain) -> DocumentRef:
    at: Path = ("document",)
    return DocumentRef(
        title=fields.text(plain, "title", at),
        source=fields.text(plain, "source", at),
        fingerprint=fields.text(plain, "fingerprint", at),
        length=fields.count(plain, "length", at) if plain.get("length") is not None else 0,
        loader=fields.text(plain, "loader", at),
        raw=fields.text(plain, "raw", at),
    )


def _annotator(plain: Plain) -> Annotator:
    return Annotator(id=_annotator_id(plain, "id", ("annotator",)), name=fields.text(plain, "name", ("annotator",)))


def is_annotator_id(text: str) -> bool:
    """Whether `text` can name a person: letters, digits, `-`, `_` and `.`, at most 64, the first no `.`or `-`."""
    return 0 < len(text) <= 64 and text[0] not in ".-" and text[-1] != "." and _ANNOTATOR_ID.issuperset(text)


def _annotator_id(plain: Plain, key: str, path: Path) -> str:
    value = plain.get(key)
    if not isinstance(value, str) or not is_annotator_id(value):
        what = (
            f"`{key}: {fields.shown(value)}` cannot name a person" if value is not None else "the annotator has no id"
        )
        remedy = "Use letters, digits, `-`, `_` and `.`; an id of digits alone stands in quotes."
        raise Misfit((*path, key), what, remedy)
    return value


def _color(plain: Plain, path: Path) -> Color | None:
    color = plain.get("color")
    if "colour" in plain:
        if color is not None:
            raise Misfit((*path, "colour"), "`color` and `colour` are both given", "Keep one of them.")
        color = plain["colour"]
    if color is not None and (type(color) is not str or color not in _COLORS):
        where = (*path, "color" if "color" in plain else "colour")
        raise Misfit(where, f"{fields.shown(color)} is no colour of postil", f"Use one of {', '.join(COLORS)}.")
    return cast("Color | None", color)


def _landmarks(plain: Plain) -> tuple[tuple[int, str], ...]:
    found: list[tuple[int, str]] = []
    for number, member in fields.members(plain, "landmarks"):
        fits = isinstance(member, list) and len(member) == 2 and type(member[0]) is int and isinstance(member[1], str)
        if not fits:
            raise Misfit(("landmarks", number), "this is no landmark", "Write it as `[offset, words]`, or remove it.")
        found.append((member[0], member[1]))
    return tuple(found)


def _identity(plain: Plain, path: Path) -> str:
    value = plain.get("id")
    if value is None:
        raise Misfit(path, "this note has no id", f"Give it one of its own, such as `id: {new_id()}`.")
    fits = type(value) is str and 0 < len(value) <= 128 and value.isprintable() and " " not in value
    if not fits:
        raise Misfit(
            (*path, "id"), f"{fields.shown(value)} is no id", f"Use one like `id: {new_id()}`, or put it in quotes."
        )
    return cast("str", value)


def _double(identity: str, path: Path) -> Misfit:
    remedy = "Remove one of the two notes, or give one a new id, such as `id: {}`."
    return Misfit(path, f"the id {identity} is given twice", remedy.format(new_id()))


def _spans(value: object, path: Path) -> tuple[Span, ...]:
    if not isinstance(value, list):
        raise Misfit(path, f"`spans` is {fields.kind(value)}, not a list", "Begin each span with `- exact: `.")
    if len(value) == 1:
        return (_span(value[0], (*path, 0)),)
    return tuple([_span(member, (*path, number)) for number, member in enumerate(value)])


def _span(value: object, path: Path) -> Span:
    plain = fields.mapping(value, path)
    exact = plain.get("exact")
    if exact is None:
        raise Misfit(path, "this span has no `exact`", "Write the words it marks as `exact: …`.")
    latest = plain.get("latest")
    start, end = _bounds(plain, path)
    return Span(
        exact=exact if type(exact) is str else fields.text(plain, "exact", path),
        prefix=fields.text(plain, "prefix", path),
        suffix=fields.text(plain, "suffix", path),
        start=start,
        end=end,
        fingerprint=fields.text(plain, "fingerprint", path) or None,
        latest=_place(fields.mapping(latest, (*path, "latest")), (*path, "latest")) if latest is not None else None,
        extra=_extra(plain, SPAN_KEYS),
    )


def _bounds(plain: Plain, path: Path) -> tuple[int, int]:
    start, end = plain.get("start"), plain.get("end")
    if type(start) is int and type(end) is int and 0 <= start <= end:
        return start, end
    start, end = fields.count(plain, "start", path), fields.count(plain, "end", path)
    if end < start:
        raise Misfit((*path, "end"), f"the span ends at {end}, before it starts at {start}", "Swap the two.")
    return start, end


def _place(plain: Plain, path: Path) -> Place:
    start, end = _bounds(plain, path)
    status = plain.get("status", "exact")
    if status not in _STATUSES:
        raise Misfit((*path, "status"), f"{fields.shown(status)} is no status", fields.one_of(_STATUSES))
    confidence = plain.get("confidence", 1.0)
    if not isinstance(confidence, int | float) or isinstance(confidence, bool) or not 0 <= confidence <= 1:
        raise Misfit(
            (*path, "confidence"), f"{fields.shown(confidence)} is no confidence", "Use a number from 0.0 to 1.0."
        )
    return Place(
        start=start,
        end=end,
        fingerprint=fields.text(plain, "fingerprint", path),
        status=cast("Status", status),
        confidence=float(confidence),
    )


def _variants(value: object, path: Path) -> tuple[Variant, ...]:
    if not isinstance(value, list):
        raise Misfit(
            path, f"`variants` is {fields.kind(value)}, not a list", "Remove it, if the note is right as it is."
        )
    return tuple([_variant(member, (*path, number)) for number, member in enumerate(value)])


def _variant(value: object, path: Path) -> Variant:
    plain = fields.mapping(value, path)
    color = plain.get("color")
    if color is not None and color != "" and not (isinstance(color, str) and color in _COLORS):
        raise Misfit(
            (*path, "color"), f"{fields.shown(color)} is no colour of postil", f"Use one of {', '.join(COLORS)}."
        )
    return Variant(
        modified=fields.time(plain, "modified", path),
        comment=fields.text(plain, "comment", path) if "comment" in plain else None,
        color=cast('Color | Literal[""] | None', color),
        tags=_tags(plain["tags"], path) if "tags" in plain else None,
        entity=fields.text(plain, "entity", path) if "entity" in plain else None,
        spans=_spans(plain["spans"], (*path, "spans")) if plain.get("spans") is not None else None,
    )


def _tags(value: object, path: Path) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Misfit((*path, "tags"), f"`tags` is {fields.kind(value)}, not a list", "Write `tags: [one, two]`.")
    tags: list[str] = []
    for number, member in enumerate(value):
        if type(member) is str and member[:1].isalpha() and member.isprintable() and member[-1] != " ":
            if member not in tags:
                # Interned, because the same few tags stand at thousands of notes.
                tags.append(intern(member))
            continue
        if not isinstance(member, str):
            what = f"the tag {fields.shown(member)} is {fields.kind(member)} to YAML"
            raise Misfit((*path, "tags", number), what, f'Put it in quotes: "{fields.shown(member)}".')
        tag = member.strip().removeprefix("#")
        if not tag or "\n" in tag:
            raise Misfit((*path, "tags", number), "this tag is empty or has a line break", "Write it on one line.")
        if tag not in tags:
            tags.append(tag)
    return tuple(tags)
