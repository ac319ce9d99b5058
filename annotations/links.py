"""Links that lead back to a passage: `postil://articles/fox.txt?at=16-21#0198c1b2-…`.

The document as it was named, where the note's passages stood in code points of canonical text, and the note's id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote

from annotations.errors import UsageError

SCHEME = "postil://"

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a link leads."""

    source: str
    """As it was named: a path, which may be relative, or a URL."""
    note: str = ""
    places: tuple[Stretch | None, ...] = ()
    """Where each of the note's passages stood; None for one that stood nowhere."""


def written(link: Link) -> str:
    """The link as text; nothing in it needs to be escaped in Markdown or HTML."""
    at = ",".join(f"{place[0]}-{place[1]}" if place else "-" for place in link.places)
    note = f"#{quote(link.note, safe='')}" if link.note else ""
    return f"{SCHEME}{quote(link.source, safe='/')}{f'?at={at}' if at else ''}{note}"


def read(text: str) -> Link:
    """The link that a text is.

    Raises: UsageError, when it is none.
    """
    if not text.startswith(SCHEME):
        raise UsageError(f"{text} is no link of postil's", hint=f"Such links begin with {SCHEME}.")
    rest, _, note = text.removeprefix(SCHEME).partition("#")
    source, _, query = rest.partition("?")
    if not source:
        raise UsageError(f"{text} names no document", hint=f"Write {SCHEME}article.txt.")
    at = parse_qs(query).get("at", [""])[0]
    return Link(source=unquote(source), note=unquote(note), places=tuple(map(_place, at.split(","))) if at else ())


def _place(text: str) -> Stretch | None:
    match = re.fullmatch(r"(\d{1,12})-(\d{1,12})", text)
    return (int(match[1]), int(match[2])) if match else None
