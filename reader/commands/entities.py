"""Print the people, organisations, places, dates and works in a document, or who occurs where in several."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.documents.model import Document
    from reader.entities.model import Entity

_EXAMPLES = """\
Your own corrections (what you renamed, merged or dismissed in the sidebar) are applied; --raw leaves them out.

examples:
  postil entities article.txt
  postil entities article.txt --kind person --kind place
  postil entities article.txt --format timeline       what happened when
  postil entities article.txt --json | jq '.[] | select(.kind == "date") | .date.value'
  postil entities *.txt                               who occurs where
  postil entities *.txt --csv > entities.csv          one row for each entity of each document
"""

TITLES = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "date": "Dates",
    "event": "Events",
    "work": "Works",
    "other": "Others",
}

WIDEST = 44
"""Columns that a name may take in a table; longer ones are cut."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("source", metavar="SOURCE", nargs="+", help="a path, a URL, or - for standard input")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--format", choices=("table", "json", "csv", "timeline"), help="table unless you say so")
    how.add_argument("--json", dest="format", action="store_const", const="json", help="for programs")
    how.add_argument("--csv", dest="format", action="store_const", const="csv", help="for spreadsheets")
    parser.add_argument("--kind", choices=tuple(TITLES), action="append", default=[], help="only this kind; repeat")
    parser.add_argument("--raw", action="store_true", help="as recognised, without your corrections")
    parser.add_argument("--engine", metavar="NAME", help="recognise with this engine")
    parser.set_defaults(format="table")


def run(arguments: argparse.Namespace) -> int:
    """Print to standard output; what should be known of how entities were found goes to standard error."""
    from reader.documents.load import load

    out = sys.stdout
    if hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    found: list[tuple[Document, list[Entity]]] = []
    notes: list[str] = []
    for source in arguments.source:
        document = load(source)
        entities, note = _entities(document, arguments.engine, raw=arguments.raw)
        if note and note not in notes:
            notes.append(note)
            print(f"postil: {note}", file=sys.stderr)
        if arguments.kind:
            entities = [one for one in entities if one.kind in arguments.kind]
        found.append((document, entities))
    if arguments.format == "json":
        out.write(as_json(found))
    elif arguments.format == "csv":
        _write_csv(found)
    elif arguments.format == "timeline":
        out.writelines(timeline_lines(found))
    elif len(found) == 1:
        out.writelines(table_lines(found[0][1]))
    else:
        out.writelines(across_lines(found))
    out.flush()
    return 0


def _entities(document: Document, engine_name: str | None, *, raw: bool) -> tuple[list[Entity], str]:
    from reader.config import read_settings
    from reader.entities.registry import engine
    from reader.naming import findings_of

    settings = read_settings()
    findings = engine(engine_name).recognise(document) if engine_name else findings_of(document, settings)
    entities = list(findings.entities)
    if raw:
        return entities, findings.note
    from reader.desk import Subject, open_desk
    from reader.entities.corrections import corrected

    desk = open_desk(Subject.of(document), settings)
    for error in desk.broken.values():
        print(f"postil: {error}", file=sys.stderr)
    if desk.mine is not None:
        entities = corrected(entities, desk.mine.notes.entities, document.text)
    return entities, findings.note


def as_json(found: Sequence[tuple[Document, Sequence[Entity]]]) -> str:
    """The entities of one document as a list; of several, a list of documents, each with its entities."""
    import json

    values = [
        {
            "source": document.source,
            "title": document.title,
            "fingerprint": document.fingerprint,
            "entities": [_value(one) for one in entities],
        }
        for document, entities in found
    ]
    return json.dumps(values[0]["entities"] if len(values) == 1 else values, ensure_ascii=False) + "\n"


def _value(entity: Entity) -> dict[str, object]:
    value: dict[str, object] = {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "aliases": list(entity.aliases),
        "mentions": [{"start": one.start, "end": one.end, "text": one.text} for one in entity.mentions],
    }
    if entity.date is not None:
        value["date"] = {"value": entity.date.value, "precision": entity.date.precision}
    if entity.url:
        value["url"] = entity.url
    return value


def _write_csv(found: Sequence[tuple[Document, Sequence[Entity]]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("source", "kind", "name", "aliases", "mentions", "first", "date", "url", "id"))
    for document, entities in found:
        for one in entities:
            writer.writerow(
                (
                    document.source,
                    one.kind,
                    one.name,
                    "|".join(one.aliases),
                    len(one.mentions),
                    one.mentions[0].start,
                    one.date.value if one.date else "",
                    one.url,
                    one.id,
                )
            )


def table_lines(entities: Sequence[Entity]) -> Iterator[str]:
    """Groups by kind, the most often named first; dates in order of time."""
    from reader.cells import width_of

    if not entities:
        yield "Nothing was found.\n"
    broad = min(WIDEST, max((width_of(one.name) for one in entities), default=0))
    for kind, title in TITLES.items():
        group = [one for one in entities if one.kind == kind]
        if not group:
            continue
        if kind == "date":
            group.sort(key=_moment)
        else:
            group.sort(key=lambda one: (-len(one.mentions), one.mentions[0].start))
        yield f"{title} {len(group)}\n"
        for one in group:
            more = one.date.value if one.date else ", ".join(one.aliases)
            yield f"  {_cell(one.name, broad)} {len(one.mentions):>4}  {more}".rstrip() + "\n"


def _moment(entity: Entity) -> tuple[bool, str, int]:
    from reader.entities.wording import first_day

    return entity.date is None, first_day(entity.date) if entity.date else "", entity.mentions[0].start


def timeline_lines(found: Sequence[tuple[Document, Sequence[Entity]]]) -> Iterator[str]:
    """Every mention of a date that is known, in order of time, with the words around it."""
    from reader.entities.wording import first_day

    moments = sorted(
        (first_day(one.date), number, mention.start, mention.end, one.date.value)
        for number, (_, entities) in enumerate(found)
        for one in entities
        if one.date is not None
        for mention in one.mentions
    )
    if not moments:
        yield "No dates were found.\n"
    broad = max((len(moment[4]) for moment in moments), default=0)
    for _, number, start, end, value in moments:
        document = found[number][0]
        where = f"{document.source}: " if len(found) > 1 else ""
        yield f"{value:<{broad}}  {where}{around(document.text, start, end)}\n"


def around(text: str, start: int, end: int, reach: int = 40) -> str:
    """A mention with the words before and behind it, on one line, cut at blanks."""
    left, right = max(0, start - reach), min(len(text), end + reach)
    before, behind = text[left:start].rpartition("\n")[2], text[end:right].partition("\n")[0]
    if left and len(before) == start - left:
        before = "…" + before.partition(" ")[2]
    if right < len(text) and len(behind) == right - end:
        behind = behind.rpartition(" ")[0] + "…"
    return f"{before}{text[start:end]}{behind}"


def across_lines(found: Sequence[tuple[Document, Sequence[Entity]]]) -> Iterator[str]:
    """A row for each entity, a column for each document, named by number above."""
    from reader.cells import width_of
    from reader.entities.across import together

    for number, (document, _) in enumerate(found, 1):
        yield f"[{number}] {document.source}  {document.title}".rstrip() + "\n"
    shared = together([entities for _, entities in found])
    broad = min(WIDEST, max((width_of(one.name) for one in shared), default=0))
    for kind, title in TITLES.items():
        group = [one for one in shared if one.kind == kind]
        if not group:
            continue
        yield f"\n{title} {len(group)}{' ' * max(1, broad + 3 - len(title) - len(str(len(group))) - 1)}"
        yield "".join(f"{f'[{number}]':>6}" for number in range(1, len(found) + 1)) + "\n"
        for one in group:
            counts = "".join(f"{count or '·':>6}" for count in one.counts)
            yield f"  {_cell(one.name, broad)} {counts}\n"


def _cell(name: str, broad: int) -> str:
    """A name in so many columns, cut or filled up, with nothing in it that a terminal obeys."""
    from reader.cells import fit, harmless

    return fit(harmless(name), broad)
