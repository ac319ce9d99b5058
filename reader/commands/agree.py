"""Say how far the annotators of a document agree: per tag and overall, by character, by unit and by span."""

from __future__ import annotations

import argparse

from reader.cells import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotations.agreement import Agreement, Report
    from reader.desk import Desk

_EXAMPLES = """\
Every annotator's notes with tags are compared, where their passages stand today; notes whose passage is not found for
certain are left out and counted. A unit is a paragraph or whatever stands in its place.

examples:
  postil agree peru.txt
  postil agree peru.txt --by ana --by bo --where "tag:claim"
  postil agree peru.txt --json | jq .overall.by_character.alpha
  postil agree peru.txt --min alpha=0.8            exit code 1 below that

figures, by character: percent, kappa (Cohen's; two annotators), fleiss, alpha (Krippendorff's, nominal); by unit:
unit_percent, unit_alpha; of what was marked, as it was marked: u_alpha and its kin (Krippendorff's for unitizing,
2016: the one to quote), alpha_u (that of 2004), f1 (of spans, exact and relaxed: overlapping). docs/sharing.md says
more.
"""

BY_CHARACTER = ("percent", "kappa", "fleiss", "alpha", "unit_percent", "unit_alpha")
AS_MARKED = ("u_alpha", "u_alpha_binary", "cu_alpha", "ku_alpha", "alpha_u", "f1", "f1_relaxed")
MEASURES = (*BY_CHARACTER, *AS_MARKED)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("source", metavar="SOURCE", help="the document")
    parser.add_argument("--by", metavar="WHO", action="append", default=[], help="only this annotator; repeat")
    parser.add_argument("--where", metavar="QUERY", default="", help="only notes that match (see docs/query.md)")
    parser.add_argument("--min", metavar="MEASURE=N", action="append", default=[], help="a floor for overall figures")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> int:
    """Compare, print, and return 1 when a floor is not reached."""
    import sys

    from annotations.agreement import agreement
    from annotations.errors import UsageError
    from reader.commands.unread import code_after, tell
    from reader.config import read_settings
    from reader.desk import Subject, open_desk
    from reader.documents.load import load

    floors = dict(_floor(text) for text in arguments.min)
    document = load(arguments.source)
    desk = open_desk(Subject.of(document), read_settings())
    tell(desk.broken.values())
    labels, left_out = _labels(desk, arguments.where, arguments.by)
    if len(labels) < 2:
        who = ", ".join(labels) or "nobody"
        raise UsageError(
            f"agreement takes two annotators with tags, and there is only {who}",
            hint="Put the other notes files beside the document, or leave out --by and --where.",
        )
    units = [(block.start, block.end) for block in document.blocks]
    report = agreement(labels, len(document.text), units)
    overall = figures(report.overall)
    missed = [
        f"{measure} is {'not defined' if value is None else format(value, '.3f')}, below {floor:g}"
        for measure, floor in floors.items()
        if (value := overall[measure]) is None or value < floor
    ]
    if arguments.json:
        print(_json(report, left_out))
    else:
        print(_table(report))
        if left_out:
            print(
                f"{left_out} notes left out: their passage is not found for certain (postil anchor)", file=sys.stderr
            )
    for line in missed:
        print(f"postil: {line}", file=sys.stderr)
    return code_after(1 if missed else 0, desk.unread)


def figures(agreement: Agreement) -> dict[str, float | None]:
    """The figures by the names that --min and the table use."""
    return dict(
        zip(
            MEASURES,
            (
                agreement.by_character.percent,
                agreement.by_character.kappa,
                agreement.by_character.fleiss,
                agreement.by_character.alpha,
                agreement.by_unit.percent,
                agreement.by_unit.alpha,
                agreement.unitizing.u_alpha,
                agreement.unitizing.u_alpha_binary,
                agreement.unitizing.cu_alpha,
                agreement.unitizing.ku_alpha,
                agreement.alpha_u,
                agreement.spans.exact,
                agreement.spans.relaxed,
            ),
            strict=True,
        )
    )


def _floor(text: str) -> tuple[str, float]:
    from annotations.errors import UsageError

    measure, _, number = text.partition("=")
    try:
        floor = float(number)
    except ValueError:
        floor = None
    if floor is None or measure not in MEASURES:
        raise UsageError(
            f"--min {text} is not understood", hint=f"Write it as alpha=0.8, with one of {', '.join(MEASURES)}."
        )
    return measure, floor


def _labels(desk: Desk, query: str, people: list[str]) -> tuple[dict[str, dict[str, list[tuple[int, int]]]], int]:
    """Annotator -> tag -> spans in today's text, and how many tagged notes have none."""
    from annotations.query import parse

    wanted = parse(query)
    names: Mapping[str, str] = {person.id: person.name for person in desk.people}
    labels: dict[str, dict[str, list[tuple[int, int]]]] = {}
    called = desk.called
    left_out = 0
    for entry in desk.entries:
        note = entry.note
        if note.deleted or not note.tags or not note.spans or (people and note.annotator not in people):
            continue
        if not wanted.matches(note, entry.places, names=names, called=called):
            continue
        left_out += entry.lost
        tags = labels.setdefault(note.annotator, {})
        for tag in note.tags:
            tags.setdefault(tag, []).extend(entry.spans)
    return labels, left_out


def _json(report: Report, left_out: int) -> str:
    import dataclasses
    import json

    said = {
        "annotators": report.annotators,
        "left_out": left_out,
        "overall": dataclasses.asdict(report.overall),
        "tags": {tag: dataclasses.asdict(agreement) for tag, agreement in report.tags.items()},
    }
    return json.dumps(said, ensure_ascii=False, indent=2)


def _table(report: Report) -> str:
    parts = [", ".join(report.annotators), _part(report, BY_CHARACTER), _part(report, AS_MARKED)]
    return "\n\n".join(parts)


def _part(report: Report, measures: Sequence[str]) -> str:
    """Some of the figures, a row for each tag; what is defined for none is left out."""
    rows: list[tuple[str, ...]] = [("", *measures)]
    named = [("overall", report.overall), *((f"#{harmless(tag)}", found) for tag, found in report.tags.items())]
    for label, agreement in named:
        found = figures(agreement)
        values = [found[measure] for measure in measures]
        rows.append((label, *("–" if value is None else f"{value:.3f}" for value in values)))
    used = [n for n in range(len(rows[0])) if n == 0 or any(row[n] != "–" for row in rows[1:])]
    widths = {n: max(len(row[n]) for row in rows) for n in used}

    def line(row: tuple[str, ...]) -> str:
        return "  ".join(row[n].rjust(widths[n]) if n else row[n].ljust(widths[n]) for n in used).rstrip()

    return "\n".join(map(line, rows))
