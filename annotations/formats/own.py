"""Notes with every field they have, as `json`, `jsonl` and `csv` write them: the keys of a notes file and today's
places beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotations.codec import annotation_from_plain, annotation_to_plain
from annotations.fields import Misfit
from annotations.formats.bundle import Bundle
from annotations.formats.draft import Draft, Skipped
from annotations.formats.fields import Json
from annotations.formats.identity import own_key
from annotations.formats.losses import HOLDINGS, Holding
from annotations.formats.sources import about
from annotations.model import Annotation, DocumentLike, Span

Plain = dict[str, object]

HOLDS: frozenset[Holding] = HOLDINGS

ADDED = ("document", "name", "today")
"""Keys that an export adds to those of a note: what it is about, who wrote it, where it stands today."""


def document_to_plain(document: DocumentLike) -> Plain:
    """What an export says of the document."""
    return {
        "title": document.title,
        "byline": document.byline,
        "date": document.date,
        "source": document.source,
        "fingerprint": document.fingerprint,
        "length": len(document.text),
    }


def note_to_plain(bundle: Bundle, note: Annotation) -> Plain:
    """Every field of the note, its author's name, and for each span where it stands today, or null."""
    plain: Plain = annotation_to_plain(note, "")
    if note.annotator in bundle.annotators and bundle.annotators[note.annotator].name:
        plain["name"] = bundle.annotators[note.annotator].name
    plain["today"] = [
        {"start": placed.start, "end": placed.end, "status": placed.status} if placed else None
        for _, placed in bundle.spans(note)
    ]
    return plain


def note_from_plain(plain: Json, *, where: str, fingerprint: str, document: DocumentLike) -> Draft | Skipped:
    """The note that an export says, or why it is none.

    Args:
        plain: The keys of a note; those that an export adds make no difference.
        where: Where it stands in the file.
        fingerprint: Of the text in which its spans count that name none.
        document: The document at hand.
    """
    kept = {key: value for key, value in plain.items() if key not in ADDED}
    try:
        note = annotation_from_plain(kept, "", ())
    except Misfit as misfit:
        path = ".".join(str(part) for part in misfit.path)
        return Skipped(where=f"{where}.{path}" if path else where, why=f"{misfit}. {misfit.remedy}")
    return Draft(
        key=own_key(note.id),
        where=where,
        passages=tuple(_counting_in(span, fingerprint, document) for span in note.spans),
        color=note.color,
        tags=note.tags,
        comment=note.comment,
        entity=note.entity,
        reply_to=None if note.reply_to is None else own_key(note.reply_to),
        annotator=note.annotator,
        created=note.created,
        modified=note.modified,
        deleted=note.deleted,
        variants=note.variants,
        extra=note.extra,
    )


def _counting_in(span: Span, fingerprint: str, document: DocumentLike) -> Span:
    """The span, saying in which text it counts where that is not the document at hand."""
    if span.fingerprint is not None or fingerprint in ("", document.fingerprint):
        return span
    return replace(span, fingerprint=fingerprint)


def chosen(documents: Sequence[Mapping[str, str]], document: DocumentLike, *, wanted: str) -> list[bool]:
    """Which of the documents in an export is the one at hand: the same text, else the same name.

    Args:
        documents: `fingerprint` and `source` of each.
        document: The document at hand.
        wanted: The source the person asks for; empty: postil is to see.
    """
    same = [one["fingerprint"] == document.fingerprint for one in documents]
    if any(same) and not wanted:
        return same
    names = about((one["source"] for one in documents), document, wanted=wanted)
    return [one["source"] in names for one in documents]
