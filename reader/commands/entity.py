"""Put the entities of a document right without a screen: each correction one act, kept in your notes file."""

from __future__ import annotations

import argparse
import sys

from annotations.errors import UsageError
from reader.commands.table import Table
from reader.commands.unread import code_after
from reader.entities.model import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from annotations.model import EntityCorrection
    from reader.entities.model import Entity

_EXAMPLES = """\
examples:
  postil entity rename peru.txt Boluarte "Dina Boluarte"
  postil entity kind peru.txt "La Lupa" organisation
  postil entity merge peru.txt "World Socialist Web Site" WSWS
  postil entity split peru.txt "Dina Boluarte" Boluarte
  postil entity dismiss peru.txt Mock
  postil entity link peru.txt "Dina Boluarte" https://www.wikidata.org/wiki/Q97010543
  postil entity add peru.txt event "national strike" --all
  postil entity list peru.txt
  postil entity restore peru.txt 3f9a
  postil entity adopt peru.txt ben

An entity is named as `postil entities` prints it: by its name, an alias, or its id, person:Dina Boluarte. Each call
is one act, which the key of undo takes back on the screen.
"""


class NoSuchCorrectionError(UsageError):
    """No correction, or more than one, is meant."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands, their arguments and examples."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)

    _sub(acts, "rename", "call it something else", _rename, named=True).add_argument("new", metavar="NEW")
    _sub(acts, "kind", "change what it is", _kind, named=True).add_argument("kind", choices=KINDS)
    _sub(acts, "merge", "make it one with another, which keeps its name", _merge, named=True).add_argument(
        "into", metavar="INTO", help="the other"
    )
    _sub(acts, "split", "let one of its names be an entity of its own", _split, named=True).add_argument(
        "alias", metavar="ALIAS", help="the name that leaves"
    )
    _sub(acts, "dismiss", "it is no entity", _dismiss, named=True)
    _sub(acts, "link", "say which thing in the world it is", _link, named=True).add_argument(
        "url", metavar="URL", help="of a web page; '' takes the link away"
    )
    add = _sub(acts, "add", "make an entity of words in the document", _add)
    add.add_argument("kind", choices=KINDS)
    add.add_argument("quote", metavar="WORDS", help="as they stand in the document")
    add.add_argument("--all", action="store_true", help="in every place where they stand")
    add.add_argument("--prefix", metavar="WORDS", default="", help="what stands before the words")
    add.add_argument("--suffix", metavar="WORDS", default="", help="what stands after them")
    add.add_argument("--nth", metavar="N", type=int, help="which of several such places, from 1")
    _sub(acts, "list", "print the corrections", _list)
    _sub(acts, "restore", "take corrections back", _restore).add_argument(
        "id", metavar="ID", nargs="+", help="of the correction, or part of it"
    )
    _sub(acts, "adopt", "make another annotator's corrections your own", _adopt).add_argument("who", metavar="WHO")


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
    named: bool = False,
) -> argparse.ArgumentParser:
    parser = acts.add_parser(name, help=says, description=says)
    parser.set_defaults(do=do)
    parser.add_argument("source", metavar="SOURCE", help="the document: a path, a URL, or - for standard input")
    if named:
        parser.add_argument("name", metavar="NAME", help="of the entity")
    parser.add_argument("--by", metavar="WHO", help="as this annotator instead of the one in the settings")
    parser.add_argument("--json", action="store_true", help="print the corrections as JSON")
    return parser


class _Sheet:
    """A document, its entities as they are corrected so far, and the one that is meant."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from reader.entities.lookup import named

        self.arguments = arguments
        self.table = Table(arguments)
        self.entities = self.table.entities()
        self.entity: Entity = named(self.entities, arguments.name)

    def done(self, correction: EntityCorrection) -> int:
        """Keep it."""
        return _keep(self.table, self.arguments, [correction])


def _rename(arguments: argparse.Namespace) -> int:
    from reader.entities import corrections
    from reader.session import just_now

    sheet = _Sheet(arguments)
    name = " ".join(arguments.new.split())
    if not name:
        raise UsageError("the new name is empty", hint="Give it some words.")
    return sheet.done(corrections.rename(sheet.entity, name, now=just_now()))


def _kind(arguments: argparse.Namespace) -> int:
    from reader.entities import corrections
    from reader.session import just_now

    sheet = _Sheet(arguments)
    return sheet.done(corrections.change_kind(sheet.entity, arguments.kind, now=just_now()))


def _merge(arguments: argparse.Namespace) -> int:
    from reader.entities import corrections
    from reader.entities.lookup import named
    from reader.session import just_now

    sheet = _Sheet(arguments)
    into = named(sheet.entities, arguments.into)
    if into is sheet.entity:
        raise UsageError(f"both are {into.id}", hint="Name two different ones.")
    return sheet.done(corrections.merge(sheet.entity, into, now=just_now()))


def _split(arguments: argparse.Namespace) -> int:
    from reader.entities import corrections
    from reader.entities.spelling import fold
    from reader.entities.wording import forms
    from reader.session import just_now

    sheet = _Sheet(arguments)
    known = [form for form, _ in forms(sheet.entity)]
    if fold(arguments.alias) not in map(fold, known) or len(known) < 2:
        hint = f"Its names are {', '.join(known)}." if len(known) > 1 else "It has one name only."
        raise UsageError(f"'{arguments.alias}' cannot leave {sheet.entity.name}", hint=hint)
    return sheet.done(corrections.split(sheet.entity, arguments.alias, now=just_now()))


def _dismiss(arguments: argparse.Namespace) -> int:
    from reader.entities import corrections
    from reader.session import just_now

    sheet = _Sheet(arguments)
    return sheet.done(corrections.dismiss(sheet.entity, now=just_now()))


def _link(arguments: argparse.Namespace) -> int:
    from reader.entities import corrections
    from reader.session import just_now

    if arguments.url and not corrections.is_web(arguments.url):
        raise UsageError(f"'{arguments.url}' is no address", hint="It begins with https:// or http://.")
    sheet = _Sheet(arguments)
    return sheet.done(corrections.link(sheet.entity, arguments.url, now=just_now()))


def _add(arguments: argparse.Namespace) -> int:
    from reader.entities import corrections
    from reader.session import just_now

    table = Table(arguments)
    name = " ".join(arguments.quote.split())
    places = corrections.occurrences(table.document.text, name) if arguments.all else []
    spans = [table.session.quoted(place) for place in places or [table.passage(arguments)]]
    return _keep(table, arguments, [corrections.add(arguments.kind, name, spans, now=just_now())])


def _list(arguments: argparse.Namespace) -> int:
    table = Table(arguments)
    living = [one for one in table.session.corrections.values() if one.deleted is None]
    living.sort(key=lambda one: (one.created, one.id))
    _print(living, as_json=arguments.json, told=True)
    return code_after(0, table.desk.broken)


def _restore(arguments: argparse.Namespace) -> int:
    from reader.entities.wording import told

    table = Table(arguments)
    found = [_meant(table.session.corrections.values(), word) for word in dict.fromkeys(arguments.id)]
    table.session.withdraw("; ".join(f"take back: {told(one)}" for one in found), [one.id for one in found])
    table.save()
    _print([table.session.corrections[one.id] for one in found], as_json=arguments.json)
    return code_after(0, table.desk.broken)


def _meant(corrections: Iterable[EntityCorrection], word: str) -> EntityCorrection:
    """The living correction whose id begins or ends with `word`. Raises: NoSuchCorrectionError."""
    found = [one for one in corrections if one.deleted is None and (one.id.startswith(word) or one.id.endswith(word))]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSuchCorrectionError(f"no correction has the id '{word}'", hint="See `postil entity list`.")
    raise NoSuchCorrectionError(
        f"{len(found)} corrections have an id like '{word}'",
        hint=f"Say more of it: {', '.join(one.id for one in found)}",
    )


def _adopt(arguments: argparse.Namespace) -> int:
    from reader.entities.corrections import adopted
    from reader.session import just_now

    table = Table(arguments)
    headers = [opened.notes for opened in table.desk.others.values()]
    theirs = [one for header in headers if header.annotator.id == arguments.who for one in header.entities]
    if not any(header.annotator.id == arguments.who for header in headers):
        known = ", ".join(sorted({header.annotator.id for header in headers})) or "nobody"
        raise UsageError(f"'{arguments.who}' has no notes on this document", hint=f"Who has: {known}.")
    copies = adopted(theirs, table.session.corrections.values(), now=just_now())
    return _keep(table, arguments, copies, what=f"adopt the corrections of {arguments.who}")


def _keep(table: Table, arguments: argparse.Namespace, made: Sequence[EntityCorrection], *, what: str = "") -> int:
    from reader.entities.wording import told

    if made:
        table.session.correct(what or told(made[0]), made)
        table.save()
    _print(made, as_json=arguments.json)
    return code_after(0, table.desk.broken)


def _print(corrections: Sequence[EntityCorrection], *, as_json: bool, told: bool = False) -> None:
    import json

    from annotations.codec import correction_to_plain
    from reader.app.widgets.words import one_line
    from reader.entities import wording

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    if as_json:
        print(json.dumps([correction_to_plain(one) for one in corrections], ensure_ascii=False, indent=2))
        return
    for one in corrections:
        print(f"{one.id[-8:]}  {one_line(wording.told(one))}" if told else one.id)
