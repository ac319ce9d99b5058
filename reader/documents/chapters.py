"""The chapters of a book: XHTML parsed as strictly as it was written, and turned into blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_XHTML = "{http://www.w3.org/1999/xhtml}"
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.IGNORECASE)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OWN = frozenset(["amp", "lt", "gt", "quot", "apos"])
_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)([a-zA-Z][\w:-]*)(\s[^<>]*)?/>"
)


def decode_chapter(data: bytes, *, source: str) -> str:
    """The markup of a chapter: by its byte order mark, what it declares, UTF-8, or a guess."""
    from reader.documents.html import decode_page

    match = _DECLARED.match(data)
    if match is not None:
        try:
            return data.decode(match[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # Declared wrongly: what the bytes say decides.
    return decode_page(data, source=source) if data else ""


def parse_chapter(markup: str, *, source: str, name: str) -> Element:
    """The tree of a chapter, names without namespaces. What is no XML is read as a browser reads a page.

    Raises: SourceError, when there is no sense in it.
    """
    from lxml import etree

    from reader.documents.html import parse_page

    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    # The declaration of types goes, and with it all entities but those that HTML knows. The number of lines stays.
    plain = _DOCTYPE.sub(lambda match: "\n" * match[0].count("\n"), markup, count=1)
    plain = _NAMED.sub(_spelled_out, plain).lstrip("\ufeff \t\r\n") if "&" in plain else plain.lstrip("\ufeff \t\r\n")
    plain = re.sub(r"^<\?xml[^>]*\?>", "", plain)
    try:
        tree = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return parse_page(_CLOSED.sub(r"<\1\2></\1>", markup), source=f"{source} ({name})")
    for element in tree.iter():
        tag: object = element.tag
        if isinstance(tag, str) and tag.startswith(_XHTML):
            element.tag = tag[len(_XHTML) :]
    return tree


def _spelled_out(match: re.Match[str]) -> str:
    """A named character as it is; what HTML does not know stays as it was written, as text."""
    from html.entities import html5

    if match[1] in _OWN:
        return match[0]
    known = html5.get(f"{match[1]};")
    return known if known is not None else f"&amp;{match[1]};"
