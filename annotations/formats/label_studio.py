"""Label Studio: JSON tasks with labelled regions and what was said of each. Offsets count code points.

Files from before Label Studio counted code points count UTF-16 units: where the two differ, the words decide.

Source: Label Studio's documentation of its JSON format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotations.formats import fields, times
from annotations.formats.bundle import Bundle
from annotations.formats.check import Cutter
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.fields import Json
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.identity import own_key
from annotations.formats.intake import json_of
from annotations.formats.labels import PLAIN, passage
from annotations.formats.losses import Holding, Losses
from annotations.formats.units import UNITS, Offsets, Unit, resolve
from annotations.model import Annotation, Annotator, DocumentLike

_HOLDS: frozenset[Holding] = frozenset({"tags", "comment", "annotator", "several spans"})
_FURTHER = "~"
"""Between the id of a note and the number of a further span of it."""


def _write(bundle: Bundle, settings: Settings) -> Export:
    losses = Losses()
    return Export(data="".join(_stream([bundle], settings, losses)), losses=losses)


def _stream(bundles: Iterable[Bundle], settings: Settings, losses: Losses) -> Iterator[str]:
    written = 0
    for bundle in bundles:
        losses.merge(bundle.survey(_HOLDS))
        task = _task(bundle, settings, written + 1)
        yield f"{',' if written else '['}\n{json.dumps(task, ensure_ascii=False)}"
        written += 1
    yield "\n]\n" if written else "[]\n"


def _task(bundle: Bundle, settings: Settings, number: int) -> dict[str, object]:
    document = bundle.document
    cutter = Cutter(document.text, "code point")
    by_person: dict[str, list[Annotation]] = {}
    for note in bundle.notes:
        by_person.setdefault(note.annotator, []).append(note)
    annotations: list[dict[str, object]] = []
    for person, notes in by_person.items():
        regions = [region for note in notes for region in _regions(bundle, note, cutter, settings)]
        if regions:
            annotations.append(
                {
                    "id": number * 1000 + len(annotations) + 1,
                    "completed_by": {"email": "", "first_name": bundle.name(person), "username": person},
                    "result": regions,
                    "was_cancelled": False,
                    "ground_truth": False,
                    "created_at": times.written(min(note.created for note in notes)),
                    "updated_at": times.written(max(note.modified for note in notes)),
                }
            )
    data = {settings["to_name"]: document.text, "title": document.title, "source": document.source}
    return {"id": number, "data": data, "annotations": annotations}


def _regions(bundle: Bundle, note: Annotation, cutter: Cutter, settings: Settings) -> Iterator[dict[str, object]]:
    for index, placed in enumerate(bundle.placed(note)):
        cutter.verify(placed.start, placed.end, placed.words, note=note.id)
        region: dict[str, object] = {
            "id": own_key(note.id) + (f"{_FURTHER}{index}" if index else ""),
            "from_name": settings["from_name"],
            "to_name": settings["to_name"],
            "type": "labels",
            "origin": "manual",
            "value": {
                "start": placed.start,
                "end": placed.end,
                "text": placed.words,
                "labels": list(note.tags) or [PLAIN],
            },
        }
        if note.comment and not index:
            region["meta"] = {"text": [note.comment]}
        yield region


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    value = json_of(data)
    tasks = value if isinstance(value, list) else [value]
    skipped: list[Skipped] = []
    found = list(fields.objects(tasks, "", skipped))
    if not any("data" in task and ("annotations" in task or "completions" in task) for _, task in found) and found:
        raise fields.unlike("Label Studio", "no task of it has “data” and “annotations”")
    folded = "".join(document.text.split())
    drafts: list[Draft] = []
    people: dict[str, Annotator] = {}
    for where, task in found:
        texts = [text for text in fields.mapping(task, "data").values() if isinstance(text, str)]
        ours = next((text for text in texts if "".join(text.split()) == folded), None)
        if ours is None and len(found) == 1:
            ours = max(texts, key=len, default="")
        if ours is None:
            skipped.append(Skipped(where=where, why="it is the text of another document"))
            continue
        for number, annotation in enumerate(
            fields.members(task, "annotations") or fields.members(task, "completions")
        ):
            if isinstance(annotation, Mapping):
                drafts += _drafts(f"{where}.annotations[{number}]", annotation, ours, people, skipped)
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped), annotators=people)


def _drafts(
    where: str, annotation: Json, text: str, people: dict[str, Annotator], skipped: list[Skipped]
) -> Iterator[Draft]:
    """One note for each region, with what other controls say of it."""
    offsets = Offsets(text)
    person = _person(annotation, people)
    created = times.read(annotation.get("created_at"))
    regions: dict[str, list[tuple[str, Json]]] = {}
    said: dict[str, list[str]] = {}
    for place, result in fields.objects(fields.members(annotation, "result"), f"{where}.result", skipped):
        identity = fields.text(result, "id")
        value = fields.mapping(result, "value")
        if fields.text(result, "type") == "relation":
            skipped.append(Skipped(where=place, why="a relation between regions: notes have none"))
        elif "start" in value:
            base = identity.partition(_FURTHER)[0] if _FURTHER in identity else identity
            regions.setdefault(base or fields.digest(place, value), []).append((place, result))
        else:
            said.setdefault(identity, []).extend(fields.texts(value, "text"))
    values = [fields.mapping(part, "value") for parts in regions.values() for _, part in parts]
    unit = _unit(values, offsets)
    for identity, parts in regions.items():
        place, first = parts[0]
        passages = [_passage(fields.mapping(part, "value"), offsets, unit) for _, part in parts]
        tags = [
            label
            for key in ("labels", "hypertextlabels", "choices")
            for label in fields.texts(fields.mapping(first, "value"), key)
        ]
        comments = [*fields.texts(fields.mapping(first, "meta"), "text"), *said.get(identity, [])]
        yield Draft(
            key=identity,
            where=place,
            passages=tuple(passages),
            tags=tuple(tag for tag in tags if tag != PLAIN),
            comment="\n\n".join(comments),
            annotator=person,
            created=created,
        )


def _unit(values: Sequence[Json], offsets: Offsets) -> Unit | None:
    """The unit in which every region holds its words; None where there is none, and each is tried by itself."""

    def fits(unit: Unit, value: Json) -> bool:
        start, end, exact = value.get("start"), value.get("end"), fields.text(value, "text")
        if type(start) is not int or type(end) is not int or not exact:
            return True
        span = offsets.span(unit, start, end)
        return span is not None and offsets.text[span[0] : span[1]] == exact

    return next((unit for unit in UNITS if all(fits(unit, value) for value in values)), None)


def _passage(value: Json, offsets: Offsets, unit: Unit | None) -> Passage:
    start, end, exact = value.get("start"), value.get("end"), fields.text(value, "text")
    if type(start) is not int or type(end) is not int:
        return Passage(exact=exact)
    span = offsets.span(unit, start, end) if unit else resolve(offsets, start, end, exact)
    return Passage(exact=exact) if span is None else passage(offsets.text, *span)


def _person(annotation: Json, people: dict[str, Annotator]) -> str:
    by = annotation.get("completed_by")
    if isinstance(by, Mapping):
        person = fields.text(by, "username") or fields.text(by, "email")
        name = " ".join(filter(None, (fields.text(by, "first_name"), fields.text(by, "last_name"))))
        people.setdefault(person, Annotator(id=person, name=name if name != person else ""))
        return person
    return f"user-{by}" if isinstance(by, int) else ""


def _sniff(head: bytes) -> bool:
    return b'"data"' in head and b'"result"' in head and (b'"annotations"' in head or b'"completions"' in head)


FORMAT = Format(
    name="label-studio",
    summary="Label Studio: tasks with labelled regions",
    suffixes=(".json",),
    holds=_HOLDS,
    options=(
        Option(name="from_name", summary="name of the <Labels> control in the project", default="label"),
        Option(name="to_name", summary="name of the <Text> object in the project", default="text"),
    ),
    write=_write,
    stream=_stream,
    parse=_parse,
    sniff=_sniff,
)
