"""Markdown for Obsidian and the like: quotes, comments, tags, block ids, and links that open postil at the passage.

What is written is a template that people can replace; what is read is the shape of the template that ships.
Positions stand in the links and count code points.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from annotations import links
from annotations.errors import FormatError
from annotations.formats import times
from annotations.formats.bundle import Bundle
from annotations.formats.check import Cutter
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.format import Export, Format, Option, Settings
from annotations.formats.identity import own_key
from annotations.formats.intake import text_of
from annotations.formats.losses import HOLDINGS
from annotations.links import Link
from annotations.model import COLORS, Annotation, Annotator, Color, DocumentLike

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

_SPECIAL = re.compile(r"([\\`*_\[\]<>~=|$&%^#!{}])")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+(?=[.)]))")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_NO_TAG = re.compile(r"[\s!-,.:-@\[-^`{-~“”‘’]+")

_BLOCK_ID = re.compile(r"\^p-(?P<id>[A-Za-z0-9-]+)")
_BARE_HEAD = re.compile(r"\*\*[^*]+\*\* \^p-(?P<id>[A-Za-z0-9-]+)")
_FIELD = re.compile(r"- (?P<name>Note|Tags|Colour|About|Answers|By|Written|Changed):(?: (?P<value>.*))?")
_LINK = re.compile(r"- \[[^\]]*\]\((?P<link>postil://[^)\s?#][^)\s]*)\)")
_FRONT = re.compile(r"^fingerprint: [0-9a-f]{64}$", re.MULTILINE)
_GAP = "[…]"


def _write(bundle: Bundle, settings: Settings) -> Export:
    from jinja2 import TemplateError, TemplateSyntaxError

    losses = bundle.survey(FORMAT.holds)
    losses.add("tag spelled otherwise", sum(_hashtag(tag) != f"#{tag}" for note in bundle.notes for tag in note.tags))
    source = settings["template"] or template()
    try:
        text = _compiled(source).render(_values(bundle))
    except TemplateSyntaxError as error:
        raise FormatError(
            f"line {error.lineno} of the template: {error.message}",
            hint="It is a Jinja2 template: see docs/formats.md.",
        ) from None
    except (TemplateError, TypeError, ValueError, ZeroDivisionError, OverflowError, RecursionError) as error:
        raise FormatError(f"the template cannot be filled in: {error}", hint="See docs/formats.md.") from None
    return Export(data=text, losses=losses)


@lru_cache(maxsize=4)
def _compiled(source: str) -> Template:
    return _environment().from_string(source)


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined, autoescape=False
    )
    made.filters.update(yaml=_yaml, plain=_plain, quoted=_quoted, indented=_indented, hashtag=_hashtag)
    return made


def _values(bundle: Bundle) -> dict[str, object]:
    document = bundle.document
    headings = [
        (block.start, document.text[block.start : block.end]) for block in document.blocks if block.kind == "heading"
    ]
    starts = [start for start, _ in headings]
    cutter = Cutter(document.text, "code point")
    notes = []
    for note in _in_threads(bundle):
        spans = bundle.spans(note)
        for _, placed in spans:
            if placed is not None:
                cutter.verify(placed.start, placed.end, placed.words, note=note.id)
        first = next((placed.start for _, placed in spans if placed is not None), None)
        chapter = bisect_right(starts, first) - 1 if first is not None else -1
        notes.append(
            {
                "id": note.id,
                "quotes": [placed.words if placed else span.exact for span, placed in spans],
                "comment": note.comment,
                "tags": list(note.tags),
                "color": note.color or "",
                "entity": note.entity or "",
                "reply_to": note.reply_to or "",
                "by": note.annotator,
                "name": bundle.name(note.annotator),
                "created": times.written(note.created),
                "modified": times.written(note.modified),
                "chapter": headings[chapter][1] if chapter >= 0 else "",
                "link": links.written(
                    Link(
                        source=document.source,
                        note=note.id,
                        places=tuple((placed.start, placed.end) if placed else None for _, placed in spans),
                    )
                ),
            }
        )
    return {
        "document": {
            "title": document.title,
            "byline": document.byline,
            "date": document.date,
            "source": document.source,
            "fingerprint": document.fingerprint,
        },
        "exported": times.written(bundle.made),
        "tags": sorted({_hashtag(tag)[1:] for note in bundle.notes for tag in note.tags}),
        "notes": notes,
    }


def _in_threads(bundle: Bundle) -> Iterator[Annotation]:
    """Notes in document order, each followed by its replies; replies to unknown notes last."""
    known = {note.id for note in bundle.notes}
    seen: set[str] = set()
    for root in (
        *(note for note in bundle.notes if note.reply_to is None),
        *(note for note in bundle.notes if note.reply_to is not None and note.reply_to not in known),
        *bundle.notes,
    ):
        stack = [root]
        while stack:
            note = stack.pop()
            if note.id not in seen:
                seen.add(note.id)
                yield note
                stack += reversed(bundle.replies.get(note.id, ()))


def _yaml(text: str) -> str:
    """Text in the quotes that YAML and JSON share."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    """Text on one line that Markdown shows as it is."""
    return _escaped(" ".join(text.split()))


def _escaped(line: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", line)
    match = _LINE_START.match(escaped)
    if match is None:
        return escaped
    at = match.start(2) if match[2] in "-+" else match.end(2)
    return f"{escaped[:at]}\\{escaped[at:]}"


def _unescaped(line: str) -> str:
    return _ESCAPE.sub(r"\1", line)


def _quoted(text: str) -> str:
    """Text as a block quote, its lines kept."""
    return "\n".join(f"> {_escaped(line)}" if line else ">" for line in text.split("\n"))


def _indented(markdown: str) -> str:
    """Markdown that goes on inside a list item: behind a space on its line, or below it."""
    if "\n" not in markdown and not re.match(r"\s|[-+*>#|`~\d]", markdown):
        return f" {markdown}"
    return "\n\n" + "\n".join(f"  {line}" if line else "" for line in markdown.split("\n"))


def _hashtag(tag: str) -> str:
    """A tag as Obsidian allows it: without spaces and most punctuation."""
    return f"#{_NO_TAG.sub('-', tag)}"


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    drafts: list[Draft] = []
    skipped: list[Skipped] = []
    people: dict[str, Annotator] = {}
    text = text_of(data).replace("\r\n", "\n")
    for number, identity, quotes, fields in _notes(text.split("\n")):
        where = f"line {number}"
        if "Written" not in fields:
            skipped.append(Skipped(where=where, why="it has no “Written:” as postil's own notes do"))
            continue
        drafts.append(_draft(where, identity, quotes, fields, people))
    if not drafts and not skipped and _FRONT.search(text) is None:
        raise FormatError(
            "this is no Markdown that postil wrote: it has no block id like ^p-0198c1b2",
            hint="Only what postil's own template writes can be read back.",
        )
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped), annotators=people)


def _notes(lines: list[str]) -> Iterator[tuple[int, str, list[str], dict[str, str]]]:
    """Each note: the line of its id, the id, its quotes, its fields."""
    quotes: list[list[str]] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.startswith(">"):
            if not quotes or not lines[at - 2].startswith(">"):
                quotes.append([])
            quotes[-1].append(_unescaped(line[1:].removeprefix(" ")))
            continue
        head = _BLOCK_ID.fullmatch(line) or _BARE_HEAD.fullmatch(line)
        if head:
            words = ["\n".join(quote) for quote in quotes] if line.startswith("^") else []
            number = at
            fields, at = _fields(lines, at)
            yield number, head["id"], words, fields
        if line.strip() not in ("", _GAP):
            quotes = []


def _fields(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    """The list below a note's id: name of each field -> what it says. Also the first line that is not of it."""
    fields: dict[str, str] = {}
    while at < len(lines):
        line = lines[at]
        field, opening = _FIELD.fullmatch(line), _LINK.fullmatch(line)
        if field is not None:
            at += 1
            value = field["value"] or ""
            if field["name"] == "Note" and not value:
                inside: list[str] = []
                while at < len(lines) and (lines[at].startswith("  ") or not lines[at].strip()):
                    inside.append(lines[at][2:])
                    at += 1
                value = "\n".join(inside[1:]).rstrip("\n")
            fields.setdefault(field["name"], value)
        elif opening is not None:
            fields.setdefault("link", opening["link"])
            at += 1
        elif not line.strip() and not fields:
            at += 1
        else:
            break
    return fields, at


def _draft(
    where: str, identity: str, quotes: list[str], fields: Mapping[str, str], people: dict[str, Annotator]
) -> Draft:
    places = _places(fields.get("link", ""))
    passages = [
        Passage(exact=exact, start=start, end=end)
        for exact, (start, end) in zip(quotes, places + [(None, None)] * len(quotes), strict=False)
    ]
    color: Color | None = next((name for name in COLORS if name == fields.get("Colour")), None)
    answered = re.fullmatch(r"\[\[#\^p-([A-Za-z0-9-]+)\]\]", fields.get("Answers", ""))
    return Draft(
        key=own_key(identity),
        where=where,
        passages=tuple(passages),
        color=color,
        tags=tuple(word[1:] for word in fields.get("Tags", "").split() if word.startswith("#")),
        comment=fields.get("Note", ""),
        entity=_unescaped(fields["About"]) if fields.get("About") else None,
        reply_to=own_key(answered[1]) if answered else None,
        annotator=_person(fields.get("By", ""), people),
        created=times.read(fields.get("Written")),
        modified=times.read(fields.get("Changed")),
    )


def _places(address: str) -> list[tuple[int | None, int | None]]:
    """Start and end of each passage, as a link says them."""
    return [place or (None, None) for place in links.read(address).places] if address else []


def _person(value: str, people: dict[str, Annotator]) -> str:
    """Who is meant by `Ana Ruiz (ana)`."""
    match = re.fullmatch(r"(?P<name>.*) \((?P<id>[^()]+)\)", value)
    if match is None:
        return _unescaped(value)
    name = _unescaped(match["name"])
    people.setdefault(match["id"], Annotator(id=match["id"], name=name if name != match["id"] else ""))
    return match["id"]


def _sniff(head: bytes) -> bool:
    return re.search(rb"\^p-[A-Za-z0-9-]+\r?$", head, re.MULTILINE) is not None


FORMAT = Format(
    name="markdown",
    summary="Markdown for Obsidian and the like, by a template that you can replace",
    suffixes=(".md", ".markdown"),
    holds=HOLDINGS - {"deleted", "first words", "context", "latest place", "variant", "extra"},
    options=(Option(name="template", summary="a Jinja2 template in place of postil's own", default="", file=True),),
    write=_write,
    parse=_parse,
    sniff=_sniff,
)


def template() -> str:
    """The template that ships, to begin one's own from."""
    return files("annotations.formats").joinpath("markdown.md.jinja").read_text("utf-8")
