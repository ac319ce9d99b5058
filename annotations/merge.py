"""Putting two versions of one person's notes together: pure, in any order, with nothing lost.

With the version both came from (`base`), each field of a note is merged by itself: what one side changed is taken,
tags are merged as sets, comments word by word. What both changed differently keeps both: the newer in the note, the
other as a `Variant` beside it until a person chooses. A note that one side deleted and the other edited stays.

Without a base the newer version of each note is taken whole, and two versions of the same age are kept side by side
in the same way. That merge is commutative, associative and idempotent: any number of copies of a file, put together
in any order, give the same notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from annotations.errors import PostilError
from annotations.model import Annotation, Annotator, DocumentRef, EntityCorrection, NotesFile, Place, Span, Variant
from annotations.textmerge import merge_text

_TICK = timedelta(milliseconds=1)
"""The finest step of the times in a notes file."""

_T = TypeVar("_T")


class OtherAnnotatorError(PostilError):
    """The two files are two people's: they stand side by side and are never poured into one."""

    def __init__(self, ours: Annotator, theirs: Annotator) -> None:
        super().__init__(
            f"these are the notes of two people, {ours.id} and {theirs.id}",
            hint="Keep both files beside the document: postil shows them together.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something both sides changed differently. Both values are in the merged notes."""

    note: str
    """Id of the note or entity correction."""
    field: Literal["comment", "color", "entity", "spans", "deleted", "correction"]
    kept: str
    """What the merged note holds, in words."""
    other: str
    """What its variant holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The outcome of a merge."""

    notes: NotesFile
    conflicts: tuple[Conflict, ...] = ()


def merge(base: NotesFile | None, ours: NotesFile, theirs: NotesFile) -> Merged:
    """Put two versions of one annotator's notes together.

    Args:
        base: The version both came from, or None where it is not known.
        ours: One side; which one is called ours makes no difference to the result.
        theirs: The other side.

    Raises: OtherAnnotatorError, if the files are two people's.
    """
    if ours.annotator.id != theirs.annotator.id:
        raise OtherAnnotatorError(ours.annotator, theirs.annotator)
    if base is not None and base.annotator.id != ours.annotator.id:
        base = None
    document = _merge_document(base.document if base else None, ours.document, theirs.document)
    was, left, right = (
        {note.id: _counted_in(note, file.document.fingerprint) for note in file.annotations} if file else {}
        for file in (base, ours, theirs)
    )
    conflicts: list[Conflict] = []
    notes: list[Annotation] = []
    for key in sorted({*left, *right}):
        note = _merge_note(was.get(key), left.get(key), right.get(key), conflicts)
        if note is not None:
            notes.append(_counted_in_header(note, document.fingerprint))
    corrections = _merge_corrections(base, ours, theirs, document.fingerprint, conflicts)
    merged = NotesFile(
        document=document,
        annotator=_pick(
            base.annotator if base else None, ours.annotator, theirs.annotator, lambda who: (who.name, who.id)
        ),
        annotations=tuple(sorted(notes, key=document_order)),
        entities=corrections,
        landmarks=_pick(
            base.landmarks if base else None, ours.landmarks, theirs.landmarks, lambda marks: (len(marks), marks)
        ),
        schema=max(ours.schema, theirs.schema),
        extra=_merge_extra(base.extra if base else {}, ours.extra, theirs.extra),
    )
    return Merged(notes=merged, conflicts=tuple(conflicts))


def document_order(note: Annotation) -> tuple[int, int, str]:
    """Sort key of notes in a file: those on the whole document first, then by where they stand, then by id."""
    if not note.spans:
        return (-1, -1, note.id)
    return (note.spans[0].start, -note.spans[0].end, note.id)


# ------------------------------------------------------------------------------------------------- one note


def _merge_note(
    base: Annotation | None, ours: Annotation | None, theirs: Annotation | None, conflicts: list[Conflict]
) -> Annotation | None:
    if ours is None or theirs is None:
        present = ours or theirs
        # Gone from one file altogether: tidied away, taken out by hand, or never there, as when git carries over one
        # change out of many. It is gone then, unless the other side has news of it.
        return None if base is not None and present == base else present
    if ours == theirs:
        return ours
    if base is None:
        return _newer(ours, theirs, conflicts)
    if ours == base:
        return _outranking(theirs, ours)
    if theirs == base:
        return _outranking(ours, theirs)
    return _merge_fields(base, ours, theirs, conflicts)


def _outranking(note: Annotation, *others: Annotation) -> Annotation:
    """The note, newer than the others: a later merge without the base must not bring one of them back.

    A hand that edits the file seldom sets `modified`; this is what makes such an edit count.
    """
    newest = max(other.modified for other in others)
    return note if note.modified > newest else replace(note, modified=newest + _TICK)


def _newer(ours: Annotation, theirs: Annotation, conflicts: list[Conflict]) -> Annotation:
    if ours.modified != theirs.modified:
        return max(ours, theirs, key=lambda note: note.modified)
    # Two versions of one age: every value that either holds is kept, the greatest in the note, the rest as variants.
    variants: set[_Value] = set()
    core: dict[str, object] = {}
    for name in ("comment", "color", "entity", "spans"):
        values = {_value(note, name) for note in (ours, theirs)}
        values |= {value for note in (ours, theirs) for value in _variant_values(note) if value.name == name}
        kept = max(values, key=_Value.order)
        core[name] = kept.value
        for other in sorted(values - {kept}, key=_Value.order):
            variants.add(other)
            if {_value(ours, name), _value(theirs, name)} == {kept, other}:
                conflicts.append(_conflict(ours.id, name, kept.value, other.value))
    return replace(
        ours,
        spans=_freshest(core["spans"], ours.spans, theirs.spans),
        color=core["color"],  # type: ignore[arg-type]  # taken from a field of the same name
        entity=core["entity"],  # type: ignore[arg-type]  # taken from a field of the same name
        comment=str(core["comment"]),
        tags=_union(ours.tags, theirs.tags),
        reply_to=max(ours.reply_to or "", theirs.reply_to or "") or None,
        created=min(ours.created, theirs.created),
        deleted=None if ours.deleted is None or theirs.deleted is None else max(ours.deleted, theirs.deleted),
        variants=tuple(_as_variant(value, ours.modified) for value in sorted(variants, key=_Value.order)),
        extra=_merge_extra({}, ours.extra, theirs.extra),
    )


def _merge_fields(base: Annotation, ours: Annotation, theirs: Annotation, conflicts: list[Conflict]) -> Annotation:
    older, newer = sorted((ours, theirs), key=lambda note: (note.modified, _content_order(note)))
    core: dict[str, object] = {}
    variants = {
        variant
        for variant in {*older.variants, *newer.variants}
        if variant not in base.variants or (variant in older.variants and variant in newer.variants)
    }
    for name in ("comment", "color", "entity", "spans"):
        was, one, other = (_value(note, name) for note in (base, older, newer))
        if one in (was, other):
            core[name] = other.value
        elif other == was:
            core[name] = one.value
        else:
            both = merge_text(base.comment, older.comment, newer.comment) if name == "comment" else None
            core[name] = other.value if both is None else both
            if both is None:
                variants.add(_as_variant(one, older.modified))
                conflicts.append(_conflict(ours.id, name, other.value, one.value))
    deleted = base.deleted
    if ours.deleted != theirs.deleted:
        # One deletes, the other edits: the edit stays. One restores: it is restored.
        edited = any(_content(note) != _content(base) for note in (ours, theirs) if note.deleted is None)
        deleted = None if edited or base.deleted is not None else max(filter(None, (ours.deleted, theirs.deleted)))
        if edited and base.deleted is None:
            conflicts.append(Conflict(note=ours.id, field="deleted", kept="the edited note", other="deleted"))
    elif ours.deleted:
        deleted = ours.deleted
    merged = replace(
        newer,
        comment=str(core["comment"]),
        color=core["color"],  # type: ignore[arg-type]  # taken from a field of the same name
        entity=core["entity"],  # type: ignore[arg-type]  # taken from a field of the same name
        spans=_freshest(core["spans"], older.spans, newer.spans),
        tags=_merge_tags(base.tags, older.tags, newer.tags),
        reply_to=_pick(base.reply_to, older.reply_to, newer.reply_to, lambda value: value or ""),
        created=min(ours.created, theirs.created),
        deleted=deleted,
        variants=tuple(sorted(variants, key=_variant_order)),
        extra=_merge_extra(base.extra, ours.extra, theirs.extra),
    )
    return _outranking(merged, *(side for side in (older, newer) if side != merged))


# ------------------------------------------------------------------------------------- the values of a note's fields


@dataclass(frozen=True, slots=True)
class _Value:
    """One field's value, comparable across notes; of spans only what was annotated, not where it was last seen."""

    name: str
    value: object

    def order(self) -> tuple[str, int, str]:
        text = _span_text(self.value) if self.name == "spans" else str(self.value or "")
        return (self.name, len(text), text)


def _value(note: Annotation, name: str) -> _Value:
    value = getattr(note, name)
    if name == "spans":
        value = tuple(replace(span, latest=None) for span in note.spans)
    return _Value(name, value)


def _variant_values(note: Annotation) -> Iterable[_Value]:
    for variant in note.variants:
        for name in ("comment", "color", "entity", "spans"):
            value = getattr(variant, name)
            if value is not None:
                yield _Value(name, None if value == "" and name != "comment" else value)


def _as_variant(value: _Value, modified: datetime) -> Variant:
    if value.name == "comment":
        return Variant(modified=modified, comment=str(value.value))
    if value.name == "color":
        return Variant(modified=modified, color=value.value or "")  # type: ignore[arg-type]  # a color or None
    if value.name == "entity":
        return Variant(modified=modified, entity=str(value.value or ""))
    return Variant(modified=modified, spans=value.value)  # type: ignore[arg-type]  # the spans of a note


def _conflict(note: str, name: str, kept: object, other: object) -> Conflict:
    def words(value: object) -> str:
        return _span_text(value) if name == "spans" else str(value or "")

    return Conflict(note=note, field=name, kept=words(kept), other=words(other))  # type: ignore[arg-type]  # one of four


def _span_text(spans: object) -> str:
    assert isinstance(spans, tuple)
    return " … ".join(f"{span.exact} [{span.start}, {span.end}) {span.fingerprint or ''}" for span in spans)


def _content(note: Annotation) -> tuple[object, ...]:
    """What a person wrote, without times and without where the passage was last seen."""
    values = tuple(_value(note, name).value for name in ("comment", "color", "entity", "spans"))
    return (*values, note.tags, note.reply_to, note.variants)


def _content_order(note: Annotation) -> str:
    return repr((_content(note), note.deleted, sorted(map(repr, note.extra.items())), note.spans))


def _variant_order(variant: Variant) -> str:
    return repr(tuple(getattr(variant, item.name) for item in fields(variant)))


def _freshest(spans: object, ours: tuple[Span, ...], theirs: tuple[Span, ...]) -> tuple[Span, ...]:
    """The chosen spans, each with the latest place that a side which has just these spans knows for it."""
    assert isinstance(spans, tuple)
    sides = [side for side in (ours, theirs) if tuple(replace(span, latest=None) for span in side) == spans]

    def freshest(index: int) -> Place | None:
        places = [place for side in sides if (place := side[index].latest) is not None]
        return max(places, key=repr, default=None)

    return tuple(replace(span, latest=freshest(index)) for index, span in enumerate(spans))


def _union(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return ours if ours == theirs else tuple(sorted({*ours, *theirs}))


def _merge_tags(base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    kept = [tag for tag in base if tag in ours and tag in theirs]
    added = sorted({*ours, *theirs} - {*base})
    return (*kept, *added)


def _pick(base: _T | None, ours: _T, theirs: _T, order: Callable[[_T], object]) -> _T:
    """The side that changed; where both did, or where nothing is known of the base, the greater."""
    if ours == theirs or (base is not None and theirs == base):
        return ours
    if base is not None and ours == base:
        return theirs
    return max(ours, theirs, key=order)  # type: ignore[arg-type]  # the orders given here are comparable


def _merge_extra(
    base: Mapping[str, object], ours: Mapping[str, object], theirs: Mapping[str, object]
) -> Mapping[str, object]:
    if ours == theirs:
        return ours
    merged: dict[str, object] = {}
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        sides = [side[key] for side in (ours, theirs) if key in side]
        if key in base and (len(sides) == 1 or base[key] in sides):
            changed = [side for side in sides if side != base[key]]
            if len(sides) == 1 and not changed:
                continue  # taken out on one side, left alone on the other
            merged[key] = changed[0] if changed else base[key]
        else:
            merged[key] = max(sides, key=repr)
    return dict(sorted(merged.items()))


# --------------------------------------------------------------------------------------------- header and entities


def _merge_document(base: DocumentRef | None, ours: DocumentRef, theirs: DocumentRef) -> DocumentRef:
    return _pick(base, ours, theirs, lambda d: (d.length, d.fingerprint, d.title, d.source, d.loader, d.raw))


def _merge_corrections(
    base: NotesFile | None, ours: NotesFile, theirs: NotesFile, fingerprint: str, conflicts: list[Conflict]
) -> tuple[EntityCorrection, ...]:
    was, left, right = (
        {item.id: _counted_in(item, file.document.fingerprint) for item in file.entities} if file else {}
        for file in (base, ours, theirs)
    )
    merged: list[EntityCorrection] = []
    for key in sorted({*left, *right}):
        item = _merge_correction(was.get(key), left.get(key), right.get(key), conflicts)
        if item is not None:
            merged.append(_counted_in_header(item, fingerprint))
    return tuple(sorted(merged, key=lambda item: (item.created, item.id)))


def _merge_correction(
    base: EntityCorrection | None,
    ours: EntityCorrection | None,
    theirs: EntityCorrection | None,
    conflicts: list[Conflict],
) -> EntityCorrection | None:
    """A correction is what it is: the newer version is taken whole, but one that was edited is not deleted."""
    if ours is None or theirs is None:
        present = ours or theirs
        return None if base is not None and present == base else present
    older, newer = sorted((ours, theirs), key=lambda item: (item.modified, repr(item)))
    if base is not None and base in (ours, theirs):
        kept = theirs if ours == base else ours
        # Edited by hand, it may be no newer: it must be, or a merge without the base would take the other.
        return kept if kept == newer else replace(kept, modified=newer.modified + _TICK)
    if base is None or _correction_content(older) == _correction_content(newer):
        return newer
    edited = [item for item in (older, newer) if _correction_content(item) != _correction_content(base)]
    if len(edited) == 1:
        kept = replace(edited[0], deleted=None if base.deleted is None else edited[0].deleted)
        if kept.deleted is None and any(item.deleted for item in (older, newer)):
            conflicts.append(Conflict(note=kept.id, field="deleted", kept="the edited correction", other="deleted"))
        return kept if kept.modified > newer.modified else replace(kept, modified=newer.modified + _TICK)
    conflicts.append(
        Conflict(note=newer.id, field="correction", kept=_correction_words(newer), other=_correction_words(older))
    )
    return newer


def _correction_content(item: EntityCorrection) -> tuple[object, ...]:
    spans = tuple(replace(span, latest=None) for span in item.spans)
    return (item.action, item.entity, item.value, spans, item.extra)


def _correction_words(item: EntityCorrection) -> str:
    return " ".join(part for part in (item.action, item.entity, item.value) if part)


_Anchored = TypeVar("_Anchored", Annotation, EntityCorrection)


def _counted_in(item: _Anchored, fingerprint: str) -> _Anchored:
    """With each span naming the text its offsets count in, so that two files can be compared."""
    if not any(span.fingerprint is None for span in item.spans):
        return item
    spans = tuple(replace(span, fingerprint=span.fingerprint or fingerprint) for span in item.spans)
    return replace(item, spans=spans)


def _counted_in_header(item: _Anchored, fingerprint: str) -> _Anchored:
    """With the fingerprint left out wherever the header says it."""
    if not any(span.fingerprint == fingerprint for span in item.spans):
        return item
    spans = tuple(replace(span, fingerprint=None) if span.fingerprint == fingerprint else span for span in item.spans)
    return replace(item, spans=spans)
