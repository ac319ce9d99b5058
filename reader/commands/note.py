"""Notes without a screen: make them, list them, change them, answer, delete and restore them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from annotations.errors import UsageError
from annotations.model import COLORS
from reader.commands.table import Table
from reader.commands.unread import code_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from reader.bulk import Mentioned
    from reader.notebook import Entry

_EXAMPLES = """\
examples:
  postil note add peru.txt --quote "46 roadblocks" --tag strike --comment "Who counted?"
  postil note add peru.txt --document --comment "Read again before the talk."
  postil note mentions peru.txt "Dina Boluarte" --dry-run
  postil note mentions peru.txt "Dina Boluarte" --tag president
  postil note list peru.txt --where "tag:strike -color:grey"
  postil note list peru.txt --json | jq -r '.[].comment'
  postil note edit peru.txt 3f9a --color green --tag economy --untag strike
  postil note reply peru.txt 3f9a --comment "The ministry did."
  postil note rm peru.txt 3f9a
  postil note restore peru.txt 3f9a

A note is named by its id, or by as much of the id's beginning or end as no other note has; `list` prints the end.
"""


_NTH = "only this one, from 1, as --dry-run counts them; may be repeated"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands, their arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)

    add = _sub(acts, "add", "make a note on a passage, or on the whole document", _add)
    where = add.add_mutually_exclusive_group(required=True)
    where.add_argument("--quote", metavar="WORDS", help="the passage, in the document's words")
    where.add_argument("--document", action="store_true", help="a note on the whole document")
    _passage(add)
    _content(add)
    add.add_argument("--entity", metavar="NAME", help="the person, place, … it is about: name or person:NAME")

    mentions = _sub(acts, "mentions", "make a note on every mention of a person, a place, …, or on some", _mentions)
    mentions.add_argument("name", metavar="NAME", help="as `postil entities` has it: a name, an alias, or an id")
    mentions.add_argument("--nth", metavar="N", type=int, action="append", default=[], help=_NTH)
    mentions.add_argument("--all", action="store_true", help="also those that have a note of yours: it changes")
    mentions.add_argument("--dry-run", action="store_true", help="print the mentions, and what you have noted there")
    _content(mentions)

    listing = _sub(acts, "list", "print the notes, and where each stands today", _list)
    listing.add_argument("--where", metavar="QUERY", help="only these: tag:claim -color:grey by:ana 'any words'")
    listing.add_argument("--deleted", action="store_true", help="the deleted ones, to restore them")

    edit = _sub(acts, "edit", "change a note of yours", _edit, ids="one")
    edit.add_argument("--quote", metavar="WORDS", help="move it to this passage")
    _passage(edit)
    _content(edit)
    edit.add_argument("--untag", metavar="TAG", action="append", default=[], help="take a tag away; may be repeated")
    edit.add_argument("--entity", metavar="NAME", help="the person, place, … it is about: name or person:NAME")
    edit.add_argument("--no-entity", action="store_true", help="it is about none")
    edit.add_argument("--no-color", action="store_true", help="take its colour away")

    reply = _sub(acts, "reply", "answer a note, anyone's", _reply, ids="one")
    reply.add_argument("--comment", metavar="TEXT", required=True, help="the answer, in Markdown; - reads it")

    _sub(acts, "rm", "delete notes of yours; they can be restored", _rm, ids="many")
    _sub(acts, "restore", "bring deleted notes back", _restore, ids="many")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    act: Callable[[argparse.Namespace], int] = arguments.do
    return act(arguments)


def _sub(
    acts: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    says: str,
    do: Callable[[argparse.Namespace], int],
    *,
    ids: str = "",
) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=says, description=says)
    parser.set_defaults(do=do)
    parser.add_argument("source", metavar="SOURCE", help="the document: a path, a URL, or - for standard input")
    if ids:
        parser.add_argument(
            "id", metavar="ID", nargs="+" if ids == "many" else None, help="of the note, or part of it"
        )
    parser.add_argument("--by", metavar="WHO", help="write as this annotator instead of the one in the settings")
    parser.add_argument("--json", action="store_true", help="print the notes as JSON")
    return parser


def _passage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prefix", metavar="WORDS", default="", help="what stands before the passage")
    parser.add_argument("--suffix", metavar="WORDS", default="", help="what stands after it")
    parser.add_argument("--nth", metavar="N", type=int, help="which of several such passages, from 1")


def _content(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--color", choices=COLORS, help="of the highlight")
    parser.add_argument("--tag", metavar="TAG", action="append", default=[], help="a tag; may be repeated")
    parser.add_argument("--comment", metavar="TEXT", help="in Markdown; - reads it from standard input")


def _add(arguments: argparse.Namespace) -> int:
    from reader.app.tagging import tidy
    from reader.config import read_settings

    table = Table(arguments)
    tags = tuple(dict.fromkeys(tag for word in arguments.tag if (tag := tidy(word))))
    comment = _comment(arguments.comment)
    entity = table.entity_id(arguments.entity) if arguments.entity else None
    if arguments.document:
        if not comment and not tags:
            raise UsageError("a note on the document needs words or a tag", hint="Give --comment or --tag.")
        entry = table.session.annotate((), color=arguments.color, tags=tags, comment=comment, entity=entity)
    else:
        color = arguments.color or table.desk.codebook.color(tags) or read_settings().color
        passages = [table.passage(arguments)]
        entry = table.session.annotate(passages, color=color, tags=tags, comment=comment, entity=entity)
    code = _done(table, [entry], arguments)
    _tell_strangers(table, tags)
    return code


def _mentions(arguments: argparse.Namespace) -> int:
    """The numbers of `--nth` are those of all mentions; without them, those that have a note are left out."""
    from reader.app.tagging import tidy
    from reader.bulk import Wish, mentioned, open_to_notes
    from reader.config import read_settings
    from reader.entities.lookup import named

    table = Table(arguments)
    text = table.document.text
    entity = named(table.entities(), arguments.name)
    mentions = mentioned(entity, table.session.book, lambda start, end: text[start:end])
    if arguments.nth:
        wrong = next((nth for nth in arguments.nth if not 1 <= nth <= len(mentions)), None)
        if wrong is not None:
            raise UsageError(f"there is no mention {wrong}", hint=f"Give --nth a number from 1 to {len(mentions)}.")
        passages = [mentions[nth - 1].passage for nth in sorted(set(arguments.nth))]
    else:
        passages = [one.passage for one in mentions] if arguments.all else open_to_notes(mentions)
    if arguments.dry_run:
        _print_mentions(mentions, passages, as_json=arguments.json)
        return code_after(0, table.desk.broken)
    tags = tuple(dict.fromkeys(tag for word in arguments.tag if (tag := tidy(word))))
    color = arguments.color or table.desk.codebook.color(tags) or read_settings().color
    wish = Wish(color=color, tags=tags, comment=_comment(arguments.comment), entity=entity.id)
    code = _done(table, table.session.annotate_each(passages, wish, f"annotate {entity.name}"), arguments)
    _tell_strangers(table, tags)
    return code


def _print_mentions(mentions: Sequence[Mentioned], passages: Sequence[tuple[int, int]], *, as_json: bool) -> None:
    """Each mention with its number, whether it would get a note (`+`), the note it has, and the words around it."""
    import json

    from reader.app.widgets.words import one_line

    _utf8()
    if as_json:
        plain = [
            {
                "start": one.passage[0],
                "end": one.passage[1],
                "text": one.words,
                "note": one.note.note.id if one.note is not None else None,
                "chosen": one.passage in passages,
            }
            for one in mentions
        ]
        print(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for nth, one in enumerate(mentions, start=1):
        sign = "+" if one.passage in passages else " "
        has = one.note.note.id[-8:] if one.note is not None else ""
        around = one_line(f"{one.before}[{one.words}]{one.after}")
        print(f"{nth:>4} {sign} {has:8}  {around}")


def _tell_strangers(table: Table, tags: Sequence[str]) -> None:
    """Say which tags are not in the codebook: most often they are misspelt."""
    strangers = table.desk.codebook.strangers(tags)
    if strangers:
        verb = "is" if len(strangers) == 1 else "are"
        words = ", ".join(f"#{tag}" for tag in strangers)
        print(f"postil: {words} {verb} not in the codebook, {table.desk.codebook.path}", file=sys.stderr)


def _list(arguments: argparse.Namespace) -> int:
    from annotations import query

    asked = query.parse(arguments.where or "")
    table = Table(arguments)
    book = table.session.book
    names = {person: book.person(person) for person in book.people}
    called = table.desk.called
    entries = [entry for entry in book if entry.note.deleted is not None] if arguments.deleted else book.living()
    wanted = [
        entry
        for entry in entries
        if asked.matches(entry.note, entry.places, names=names, called=called)
        and (arguments.by is None or entry.note.annotator == arguments.by)
    ]
    if arguments.json:
        _print_json(wanted)
    else:
        several = len(book.people) > 1
        for entry in wanted:
            print(_as_text(entry, called, whose=book.person(entry.note.annotator) if several else ""))
    return code_after(0, table.desk.unread)


def _edit(arguments: argparse.Namespace) -> int:
    from reader.app.tagging import tidy

    table = Table(arguments)
    note = table.named(arguments.id).note
    session = table.session
    entry = session.book[note.id]
    if arguments.tag or arguments.untag:
        gone = {tidy(tag) for tag in arguments.untag}
        added = [tag for word in arguments.tag if (tag := tidy(word))]
        entry = session.retag(note.id, [*(tag for tag in note.tags if tag not in gone), *added])
    if arguments.color or arguments.no_color:
        entry = session.recolor(note.id, arguments.color)
    if arguments.entity or arguments.no_entity:
        entry = session.about(note.id, table.entity_id(arguments.entity) if arguments.entity else None)
    if arguments.comment is not None:
        entry = session.rewrite(note.id, _comment(arguments.comment))
    if arguments.quote is not None:
        entry = session.move(note.id, [table.passage(arguments)])
    code = _done(table, [entry], arguments)
    _tell_strangers(table, [tag for tag in entry.note.tags if tag not in note.tags])
    return code


def _reply(arguments: argparse.Namespace) -> int:
    table = Table(arguments)
    comment = _comment(arguments.comment)
    if not comment:
        raise UsageError("the answer has no words", hint="Give them with --comment.")
    return _done(table, [table.session.reply(table.named(arguments.id).note.id, comment)], arguments)


def _rm(arguments: argparse.Namespace) -> int:
    table = Table(arguments)
    notes = [table.named(word).note.id for word in arguments.id]
    table.session.delete(dict.fromkeys(notes))
    return _done(table, [table.session.book[note] for note in notes], arguments)


def _restore(arguments: argparse.Namespace) -> int:
    table = Table(arguments)
    notes = [table.named(word, deleted=True).note.id for word in arguments.id]
    return _done(table, [table.session.restore(note) for note in dict.fromkeys(notes)], arguments)


def _done(table: Table, entries: Sequence[Entry], arguments: argparse.Namespace) -> int:
    """Save, and then print what was made: an id that is printed is on disk."""
    table.save()
    if arguments.json:
        _print_json(entries)
    else:
        for entry in entries:
            print(entry.note.id)
    return 0


def _comment(given: str | None) -> str:
    if given == "-":
        sys.stdin.reconfigure(encoding="utf-8") if hasattr(sys.stdin, "reconfigure") else None
        given = sys.stdin.read()
    return (given or "").rstrip()


def _print_json(entries: Iterable[Entry]) -> None:
    import json

    _utf8()
    print(json.dumps([as_plain(entry) for entry in entries], ensure_ascii=False, indent=2))


def as_plain(entry: Entry) -> dict[str, Any]:
    """A note for programs: its fields, and where it stands today.

    `status` and `confidence` are those of its least certain span. In `spans`, `start` and `end` are today's, null
    where the words are not found; `made` says where they stood in the text that was annotated.
    """
    from annotations.codec import annotation_to_plain

    note = entry.note
    plain = annotation_to_plain(note, "")
    spans = plain.pop("spans", [])
    for span, place in zip(spans, entry.places, strict=True):
        span["made"] = {"start": span["start"], "end": span["end"]}
        span["start"], span["end"] = place.span or (None, None)
        span["status"], span["confidence"] = place.status, place.confidence
    defaults: dict[str, Any] = {"color": None, "tags": [], "comment": "", "entity": None, "reply_to": None}
    return {
        "id": note.id,
        "annotator": note.annotator,
        "status": entry.status,
        "confidence": min((place.confidence for place in entry.places), default=1.0),
        "spans": spans,
        **defaults,
        **{key: value for key, value in plain.items() if key not in ("id", "annotator")},
    }


def _as_text(entry: Entry, called: Mapping[str, str], *, whose: str) -> str:
    """A note for people, on a few lines."""
    from annotations.naming import entity_name
    from reader.app.widgets.words import one_line

    note = entry.note
    head = [note.id[-8:], note.color or "-"]
    if note.spans:
        start = entry.start
        head.append(f"at {start}" if start is not None else "not found")
        if entry.status not in ("exact", "orphan"):
            head.append(entry.status)
    elif note.reply_to:
        head.append(f"answers {note.reply_to[-8:]}")
    else:
        head.append("document")
    head += [f"#{one_line(tag)}" for tag in note.tags]
    if note.entity:
        head.append(f"about {one_line(entity_name(note.entity, called))}")
    if whose:
        head.append(f"by {one_line(whose)}")
    lines = ["  ".join(head)]
    if note.spans:
        lines.append(f"    “{one_line(entry.quote)}”")
    lines += [f"    {one_line(line)}" for line in note.comment.splitlines()]
    return "\n".join(lines)


def _utf8() -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
