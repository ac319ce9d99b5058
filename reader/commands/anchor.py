"""Say where every note stands in the document as it is now, which wait for a word from you, and why."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from annotations.anchoring.placement import Placement
    from annotations.model import Annotation, Span
    from reader.desk import Desk
    from reader.notebook import Entry
    from reader.whereabouts import Home

_EXAMPLES = """\
A note stands where it was made (exact), elsewhere with the same words (moved), or on words that changed
(changed: [-so-] is what went, {+so+} what came). Of places in doubt none is taken (ambiguous), and words that are
gone have none (orphan): these wait for you. R on the reading screen goes through them.

examples:
  postil anchor peru.txt             the notes that wait, and how many stand where they should
  postil anchor peru.txt --all       every note
  postil anchor peru.txt --json | jq '.notes[] | select(.status == "orphan")'
  postil anchor peru.txt --write     keep today's places in your own file, beside the quotes as first made

exit codes: 0 all notes have a place; 1 some are ambiguous or orphans; 3 a notes file could not be read.
"""

NEARBY = 30
"""Code points of what stands beside a passage that are printed."""

STATUSES = ("exact", "moved", "changed", "ambiguous", "orphan")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("source", metavar="SOURCE", help="the document")
    parser.add_argument("--by", metavar="WHO", help="only this annotator's notes")
    parser.add_argument("--all", action="store_true", help="also the notes that stand where they should")
    parser.add_argument("--write", action="store_true", help="keep today's places of your own notes in their file")
    parser.add_argument("--json", action="store_true", help="every note, for programs")


def run(arguments: argparse.Namespace) -> int:
    """Anchor, print, write when asked to; 1 when a note has no certain place."""
    from reader.commands.unread import code_after, tell
    from reader.config import read_settings
    from reader.desk import Subject, open_desk
    from reader.documents.load import load

    document = load(arguments.source)
    desk = open_desk(Subject.of(document), read_settings())
    tell(desk.broken.values())
    entries = [
        entry
        for entry in desk.entries
        if entry.note.deleted is None and entry.note.spans and arguments.by in (None, entry.note.annotator)
    ]
    entries.sort(key=lambda entry: (entry.start is None, entry.start or 0, entry.note.id))
    written = write(desk, document.text, entries) if arguments.write else 0
    if arguments.json:
        import json

        said = as_plain(desk, document.text, entries)
        print(json.dumps({**said, "written": written}, ensure_ascii=False, indent=2))
    else:
        for entry in entries:
            if arguments.all or entry.status not in ("exact", "moved"):
                print(_as_text(desk, document.text, entry), end="\n\n")
        print(_total(entries))
        if arguments.write:
            print(f"{written} places written to {desk.blank.path}")
    lost = any(entry.status in ("ambiguous", "orphan") for entry in entries)
    return code_after(1 if lost else 0, desk.unread)


def write(desk: Desk, text: str, entries: Iterable[Entry]) -> int:
    """Keep today's places of the reader's own notes, beside their quotes; how many were written.

    A place that a person has confirmed for this very text stays as it is, and so do notes without a certain place.

    Raises: StoreError, when the file cannot be written; PostilError, when it is broken.
    """
    from annotations import store
    from annotations.merge import merge

    if desk.locked is not None:
        raise desk.locked
    changed: list[Annotation] = []
    places = 0
    for entry in entries:
        if entry.note.annotator == desk.me.id:
            note, count = _with_places(desk, entry)
            places += count
            changed += [note] if count else []
    if changed and desk.mine is not None:
        desk.remember()
        store.save_together(
            desk.mine,
            store.Change(annotations=tuple(changed)),
            merge=lambda base, ours, theirs: merge(base, ours, theirs).notes,
        )
    return places


def _with_places(desk: Desk, entry: Entry) -> tuple[Annotation, int]:
    """The note with today's places, and how many of them are news."""
    from dataclasses import replace

    from annotations.model import Place

    today = desk.subject.fingerprint
    header = (desk.mine or desk.blank).notes.document.fingerprint
    spans = list(entry.note.spans)
    count = 0
    for index, (span, place) in enumerate(zip(spans, entry.places, strict=True)):
        if place.span is None or place.status not in ("exact", "moved", "changed"):
            continue
        known = span.latest.fingerprint if span.latest is not None else span.fingerprint or header
        if known != today:
            start, end = place.span
            latest = Place(
                start=start, end=end, fingerprint=today, status=place.status, confidence=round(place.confidence, 4)
            )
            spans[index] = replace(span, latest=latest)
            count += 1
    return replace(entry.note, spans=tuple(spans)), count


def as_plain(desk: Desk, text: str, entries: Sequence[Entry]) -> dict[str, Any]:
    """All of it for programs; docs/anchoring.md says what each field means."""
    return {
        "document": {"title": desk.subject.title, "source": desk.subject.source},
        "fingerprint": desk.subject.fingerprint,
        "counts": {status: sum(entry.status == status for entry in entries) for status in STATUSES},
        "notes": [
            {
                "id": entry.note.id,
                "annotator": entry.note.annotator,
                "status": entry.status,
                "spans": [
                    {
                        "exact": span.exact,
                        "status": place.status,
                        "confidence": round(place.confidence, 4),
                        "start": place.start,
                        "end": place.end,
                        "words": text[place.start : place.end] if place.span is not None else None,
                        "runner_up": None
                        if place.runner_up is None
                        else {
                            "start": place.runner_up.start,
                            "end": place.runner_up.end,
                            "confidence": round(place.runner_up.confidence, 4),
                            "words": text[place.runner_up.start : place.runner_up.end],
                        },
                    }
                    for span, place in zip(entry.note.spans, entry.places, strict=True)
                ],
            }
            for entry in entries
        ],
    }


def _as_text(desk: Desk, text: str, entry: Entry) -> str:
    note = entry.note
    lines = [f"{entry.status:<9}  {note.id[-8:]}  by {note.annotator}"]
    for index, (span, place) in enumerate(zip(note.spans, entry.places, strict=True)):
        lines += _span_as_text(text, span, place, desk.homes.get((note.id, index)))
    return "\n".join(lines)


def _span_as_text(text: str, span: Span, place: Placement, home: Home | None) -> Iterator[str]:
    """The words, what became of them, and for those that wait where they were and where they may be."""
    from reader.app.widgets.words import one_line
    from reader.reviewing import differences

    if place.status == "changed":
        marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
        parts = (marks[what].format(words) for what, words in differences(span.exact, text[place.start : place.end]))
        yield f"    {one_line(' '.join(parts))}"
        return
    yield f"    “{one_line(span.exact)}”"
    if place.status not in ("ambiguous", "orphan"):
        return
    if home is not None:
        lead, trail = _last_words(one_line(home.lead)), _first_words(one_line(home.trail))
        stood = (("under", one_line(home.heading)), ("after", lead), ("before", trail))
        if said := ", ".join(f"{where} “{words}”" for where, words in stood if any(map(str.isalnum, words))):
            yield f"    stood {said}"
    candidates = [(place.start, place.end, place.confidence)]
    if place.runner_up is not None:
        candidates.append((place.runner_up.start, place.runner_up.end, place.runner_up.confidence))
    for start, end, confidence in candidates:
        if start is not None and end is not None:
            yield f"    maybe at {start}, {confidence:.0%}: …{one_line(_around(text, start, end))}…"


def _last_words(text: str) -> str:
    return text if len(text) <= NEARBY else f"… {text[-NEARBY:].partition(' ')[2]}"


def _first_words(text: str) -> str:
    return text if len(text) <= NEARBY else f"{text[:NEARBY].rpartition(' ')[0]} …"


def _around(text: str, start: int, end: int) -> str:
    """A place with a little of what stands around it, so that two like places can be told apart."""
    return text[max(0, start - NEARBY) : min(end, start + 2 * NEARBY) + NEARBY]


def _total(entries: Sequence[Entry]) -> str:
    counts = {status: sum(entry.status == status for entry in entries) for status in STATUSES}
    said = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    notes = "1 note" if len(entries) == 1 else f"{len(entries)} notes"
    return f"{notes}: {said}" if said else "no notes on passages"
