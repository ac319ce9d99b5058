"""doccano: JSON Lines, one document a line, with labels on stretches of its text. Offsets count code points.

Both forms that doccano writes are read: `label` as `[start, end, label]`, and `entities` with relations. A project of
doccano may count graphemes: where code points do not fit the text, graphemes are tried.

Source: doccano's own importers and exporters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from annotations.errors import FormatError
from annotations.formats import fields
from annotations.formats.bundle import Bundle
from annotations.formats.check import Cutter
from annotations.formats.draft import Draft, Reading, Skipped
from annotations.formats.fields import Json
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.intake import json_value, text_of
from annotations.formats.labels import PLAIN, labels, passage
from annotations.formats.losses import Holding, Losses
from annotations.formats.units import Offsets, Unit
from annotations.model import DocumentLike

_HOLDS: frozenset[Holding] = frozenset({"tags"})
_LABELS = ("label", "labels", "entities")
_TEXTS = ("text", "data")


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data="".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[str]:
    for bundle in bundles:
        losses.merge(bundle.survey(_HOLDS))
        text = bundle.document.text
        unit: Unit = "grapheme" if settings["unit"] == "graphemes" else "code point"
        cutter = Cutter(text, unit)
        found: dict[tuple[int, int, str], None] = {}
        for label in labels(bundle, what=settings["labels"]):
            start, end = bundle.offsets.to(unit, label.start), bundle.offsets.to(unit, label.end)
            if unit == "grapheme" and cutter.cut(start, end) != text[label.start : label.end]:
                losses.add("label that cuts a character in two")
                continue
            cutter.verify(
                start, end, text[label.start : label.end], note=label.note.id if label.note else label.label
            )
            found[start, end, label.label] = None
        line = {"text": text, "label": list(found), "Comments": [], "source": bundle.document.source}
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    lines = list(_lines(text_of(data)))
    texts = [next((text for key in _TEXTS if (text := fields.text(line, key))), "") for _, line in lines]
    folded = _folded(document.text)
    same = [_folded(text) == folded for text in texts]
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    for (where, line), text, ours in zip(lines, texts, same, strict=True):
        if not text:
            skipped.append(Skipped(where=where, why="it has no text"))
        elif ours or len(lines) == 1:
            drafts += _drafts(where, line, text, skipped)
        else:
            skipped.append(Skipped(where=where, why="it is the text of another document"))
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped))


def _lines(text: str) -> Iterator[tuple[str, Json]]:
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            value = json_value(line, line=number)
            if not isinstance(value, Mapping) or not any(key in value for key in (*_LABELS, *_TEXTS)):
                raise FormatError(
                    f"line {number + 1}: this is no line of doccano",
                    hint="Each line must be a JSON object with “text” and “label”.",
                )
            yield f"line {number + 1}", value


def _drafts(where: str, line: Json, text: str, skipped: list[Skipped]) -> Iterator[Draft]:
    """One note for each stretch, with all its labels as tags."""
    offsets = Offsets(text)
    listed = next((fields.members(line, key) for key in _LABELS if fields.members(line, key)), ())
    tags: dict[tuple[int, int], list[str]] = {}
    for number, member in enumerate(listed):
        place = f"{where}, label {number + 1}"
        span = _span(member)
        if span is None:
            skipped.append(Skipped(where=place, why="it is no stretch of text with a label"))
            continue
        start, end, name = span
        inside = offsets.span("code point", start, end) or offsets.span("grapheme", start, end)
        if inside is None or inside[0] == inside[1]:
            skipped.append(Skipped(where=place, why=f"{start} to {end} lies outside the text"))
            continue
        tags.setdefault(inside, []).append(name)
    relations = len(fields.members(line, "relations"))
    if relations:
        skipped.append(Skipped(where=where, why=f"{relations} relations between labels: notes have none"))
    for (start, end), names in tags.items():
        yield Draft(
            key=fields.digest(text[start:end], start, end, names),
            where=where,
            passages=(passage(text, start, end),),
            tags=tuple(name for name in names if name != PLAIN),
        )


def _span(member: object) -> tuple[int, int, str] | None:
    if isinstance(member, Mapping):
        member = [member.get("start_offset"), member.get("end_offset"), member.get("label")]
    if not isinstance(member, list) or len(member) < 3:
        return None
    start, end, name = member[:3]
    if type(start) is not int or type(end) is not int or not isinstance(name, str) or start < 0:
        return None
    return start, end, name


def _folded(text: str) -> str:
    return "".join(text.split())


def _sniff(head: bytes) -> bool:
    first = head.split(b"\n", 1)[0]
    return first.startswith(b"{") and b'"text"' in first and (b'"label"' in first or b'"start_offset"' in first)


FORMAT = Format(
    name="doccano",
    summary="doccano: labelled text, one document a line",
    suffixes=(".jsonl",),
    holds=_HOLDS,
    entities=True,
    options=(
        Option(name="labels", summary="what becomes a label", default="tags", choices=("tags", "entities")),
        Option(
            name="unit",
            summary="what offsets count, as the project in doccano does",
            default="code-points",
            choices=("code-points", "graphemes"),
        ),
    ),
    write=_write,
    stream=_stream,
    parse=_parse,
    sniff=_sniff,
)
