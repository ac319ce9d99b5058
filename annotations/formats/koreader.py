"""KOReader's exports, read: JSON of one or several books, and Markdown. Quotes are found by their words.

Source: KOReader's exporter plug-in. Its Markdown escapes nothing and can be set up by its user, so it is read
leniently: only what looks like a whole head of an entry is taken for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

from annotations.formats import fields, times
from annotations.formats.draft import Draft, Passage, Reading, Skipped
from annotations.formats.fields import Json
from annotations.formats.format import Format, Option, Settings
from annotations.formats.identity import origin
from annotations.formats.intake import json_of, text_of
from annotations.formats.losses import Holding
from annotations.formats.sources import about, elsewhere
from annotations.model import COLORS, Color, DocumentLike

_HOLDS: frozenset[Holding] = frozenset({"color", "comment", "created", "orphan"})
_COLORS: Mapping[str, Color] = {"gray": "grey", "olive": "green", "cyan": "blue"}

_BOOK = re.compile(r"# (?P<title>.+)")
_AUTHOR = re.compile(r"##### ")
_CHAPTER = re.compile(r"## (?P<chapter>.*)")
_ENTRY = re.compile(r"### Page (?P<page>\S+) @ (?P<time>.+)")
_LINK = re.compile(r"\[[^\]]*\]\(<?file://.*\?pos=.*\)")
_END = re.compile(r"_[^_]+: [^_]+_")
_STYLES = (("**_", "_**"), ("**", "**"), ("==", "=="), ("++", "++"), ("~~", "~~"), ("<u>", "</u>"), ("*", "*"))
_MONTHS = "January February March April May June July August September October November December".split()
_TIME = re.compile(r"(\d{1,2}) (\w+) (\d{4}) (\d{1,2}):(\d\d):(\d\d) ?([AP]M)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    where: str
    book: str
    text: str
    note: str = ""
    color: str = ""
    created: datetime | None = None
    page: str = ""
    chapter: str = ""


def _parse(data: bytes, document: DocumentLike, settings: Settings) -> Reading:
    skipped: list[Skipped] = []
    is_json = data.lstrip()[:1] in (b"{", b"[")
    entries = list(_entries(json_of(data), skipped) if is_json else _markdown(text_of(data)))
    if not entries and not skipped and not is_json:
        raise fields.unlike("KOReader", "it has no head of an entry like “### Page 1 @ 05 January 2026 09:00:00 AM”")
    chosen = about((entry.book for entry in entries), document, wanted=settings["source"])
    drafts: list[Draft] = []
    repeats: Counter[str] = Counter()
    for entry in entries:
        if entry.book not in chosen:
            skipped.append(Skipped(where=entry.where, why=elsewhere([entry.book])))
        elif not entry.text.strip() and not entry.note.strip():
            skipped.append(Skipped(where=entry.where, why="it is a bookmark without words"))
        else:
            # Neither form gives an id. The time is left out: Markdown gives it in the device's own time zone.
            base = fields.digest(entry.book, entry.text)
            repeats[base] += 1
            drafts.append(_draft(entry, f"{base}-{repeats[base]}"))
    return Reading(drafts=tuple(drafts), skipped=tuple(skipped))


def _draft(entry: _Entry, key: str) -> Draft:
    color: Color | None = _COLORS.get(entry.color) or next((name for name in COLORS if name == entry.color), None)
    return Draft(
        key=key,
        where=entry.where,
        passages=(Passage(exact=entry.text),) if entry.text.strip() else (),
        color=color,
        comment=entry.note,
        created=entry.created,
        extra=_origin(entry, key),
    )


def _origin(entry: _Entry, key: str) -> dict[str, object]:
    """Where the words stand in the book: nothing else tells it."""
    place = {"page": entry.page, "chapter": entry.chapter}
    kept = fields.mapping(origin("koreader", key), "imported")
    return {"imported": {**kept, **{name: value for name, value in place.items() if value}}}


def _entries(value: object, skipped: list[Skipped]) -> Iterator[_Entry]:
    """The entries of a JSON export, of one book or several."""
    if not isinstance(value, Mapping) or not ("entries" in value or "documents" in value):
        raise fields.unlike("KOReader", "it has neither “entries” nor “documents”")
    books = [("", value)]
    if "documents" in value:
        books = [
            (f"{where}.", book)
            for where, book in fields.objects(fields.members(value, "documents"), "documents", skipped)
        ]
    for path, book in books:
        for where, entry in fields.objects(fields.members(book, "entries"), f"{path}entries", skipped):
            yield _Entry(
                where=where,
                book=fields.text(book, "title") or PurePosixPath(fields.text(book, "file")).name,
                text=fields.text(entry, "text"),
                note=fields.text(entry, "note"),
                color=fields.text(entry, "color").lower(),
                created=times.read(entry.get("time")) or times.read(entry.get("datetime")),
                page=_shown(entry, "page"),
                chapter=fields.text(entry, "chapter"),
            )


def _shown(entry: Json, key: str) -> str:
    value = entry.get(key)
    return str(value) if isinstance(value, str | int) else ""


def _markdown(text: str) -> Iterator[_Entry]:
    lines = text.replace("\r\n", "\n").split("\n")
    book = chapter = ""
    body: list[str] | None = None
    head: re.Match[str] | None = None
    start = 0
    for number, line in enumerate(lines):
        following = next((later for later in lines[number + 1 : number + 3] if later.strip()), "")
        entry = _ENTRY.fullmatch(line)
        new_chapter = _CHAPTER.fullmatch(line) if _ENTRY.fullmatch(following) else None
        new_book = _BOOK.fullmatch(line) if _AUTHOR.match(following) else None
        if entry or new_chapter or new_book:
            if head and body is not None:
                yield _entry(head, body, book, chapter, start)
            head, body = (entry, []) if entry else (None, None)
            start = number + 1
            chapter = new_chapter["chapter"] if new_chapter else "" if new_book else chapter
            book = new_book["title"] if new_book else book
        elif body is not None:
            body.append(line)
    if head and body is not None:
        while body and (not body[-1].strip() or _END.fullmatch(body[-1])):
            body.pop()
        yield _entry(head, body, book, chapter, start)


def _entry(head: re.Match[str], body: list[str], book: str, chapter: str, line: int) -> _Entry:
    kept = [row for row in body if not _LINK.fullmatch(row.strip())]
    rule = next((index for index, row in enumerate(kept) if row.strip() == "---"), len(kept))
    return _Entry(
        where=f"line {line}",
        book=book,
        text=_unstyled("\n".join(kept[:rule]).strip()),
        note="\n".join(kept[rule + 1 :]).strip(),
        created=_time(head["time"]),
        page=head["page"],
        chapter=chapter,
    )


def _unstyled(text: str) -> str:
    for before, after in _STYLES:
        if len(text) > len(before + after) and text.startswith(before) and text.endswith(after):
            return text[len(before) : -len(after)]
    return text


def _time(text: str) -> datetime | None:
    """`05 January 2026 09:00:00 AM`, in the device's own time zone, which it does not say: read as UTC."""
    match = _TIME.fullmatch(text.strip())
    if match is None or match[2] not in _MONTHS:
        return None
    hour = int(match[4]) % 12 + (12 if match[7] == "PM" else 0) if match[7] else int(match[4])
    try:
        return datetime(
            int(match[3]), _MONTHS.index(match[2]) + 1, int(match[1]), hour, int(match[5]), int(match[6]), tzinfo=UTC
        )
    except ValueError:
        return None


def _sniff(head: bytes) -> bool:
    if head.lstrip()[:1] == b"{":
        return b'"entries"' in head and (b'"created_on"' in head or b'"number_of_pages"' in head)
    return re.search(rb"^### Page \S+ @ ", head, re.MULTILINE) is not None


FORMAT = Format(
    name="koreader",
    summary="KOReader: its JSON and Markdown exports (read only)",
    suffixes=(".json", ".md"),
    holds=_HOLDS,
    options=(Option(name="source", summary="import only highlights of the book of that title", default=""),),
    parse=_parse,
    sniff=_sniff,
)
