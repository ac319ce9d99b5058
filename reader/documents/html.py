"""HTML: pages that were saved, and pages that were fetched.

Runs count code points of the decoded page. Which part of a page is its article is decided by `article`; this was
measured against libraries on the 181 news pages of Scrapinghub's article extraction benchmark (F1 of four-word
shingles, CPU time a page in one run side by side, what it adds to an installation that has lxml;
`tests/benchmarks/html_articles.py` measures again):

| | F1 | precision | recall | ms | adds |
|---|---|---|---|---|---|
| `read_html`, with title, authors, date and runs | 0.970 | 0.961 | 0.979 | 10.5 | nothing |
| trafilatura 2.3, precision mode, text alone | 0.964 | 0.958 | 0.971 | 14.6 | 43 MB |
| readability-lxml 0.9, text alone | 0.947 | 0.932 | 0.963 | 16.5 | 1.4 MB |

The libraries give text or cleaned HTML; working on the tree itself, captions, notes, code, the level of a list and
the way back to the markup are kept as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotations.errors import SourceError
from reader.documents.builder import Builder
from reader.documents.loader import LoadOptions
from reader.documents.model import Document
from reader.documents.sniff import guess

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST = 64 << 20
"""Bytes that a page may have."""

_DECLARED = re.compile(
    rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w:.-]+)|<\?xml[^>]+?encoding\s*=\s*[\"']([\w:.-]+)", re.IGNORECASE
)
_CLOSED = re.compile(r"(<(?:script|style|iframe|textarea)\b[^<>]*)/>", re.IGNORECASE)
"""What a browser does not take for closed; of the same length when it is opened."""
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)

_BROWSERS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-mac-roman": "mac-roman",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
"""What browsers take a declared encoding for; a page that can declare UTF-16 in ASCII is not in UTF-16."""


class HtmlLoader:
    """Reads HTML."""

    name = "html"
    version = "3"
    suffixes = (".html", ".htm", ".xhtml", ".xht")

    def sniff(self, head: bytes, name: str) -> float:
        found = guess(head, name)
        return found.likelihood if found.kind == self.name else 0.0

    def load(self, data: bytes, *, source: str, options: LoadOptions) -> Document:
        if len(data) > MOST:
            raise SourceError(
                f"{source} has {len(data) >> 20} MB, more than any page to read",
                hint="Save the part to read as a page.",
            )
        markup = decode_page(data, source=source, encoding=options.encoding)
        return read_html(markup, source=source, address=options.url)


LOADER = HtmlLoader()


def decode_page(data: bytes, *, source: str, encoding: str | None = None) -> str:
    """The markup of a page: by its byte order mark, `encoding`, what it declares, UTF-8, or a guess."""
    from reader.documents.encoding import decode, marked

    if encoding is None and not marked(data):
        match = _DECLARED.search(data[:8192])
        declared = (match[1] or match[2]).decode("ascii", "replace").lower() if match else ""
        declared = _BROWSERS.get(declared, declared)
        if declared not in ("", "utf-8") and _is_saved_anew(data):
            declared = "utf-8"
        try:
            return data.decode(declared or "utf-8", "strict" if declared in ("", "utf-8") else "replace")
        except (LookupError, UnicodeDecodeError, ValueError):
            pass  # Declared wrongly, or not at all: what the bytes say decides.
    return decode(data, source=source, encoding=encoding)[0]


_MOST_FOREIGN = 8
"""Letters beyond ASCII from which it is no chance that they are right in UTF-8."""


def _is_saved_anew(data: bytes) -> bool:
    """Whether a page that declares another encoding was saved in UTF-8: what saved it left the declaration alone."""
    if data.isascii():
        return False
    try:
        return sum(letter > "\x7f" for letter in data.decode("utf-8")) >= _MOST_FOREIGN
    except UnicodeDecodeError:
        return False


def parse_page(markup: str, *, source: str) -> Element:
    """The tree of a page, as a browser would make it. Raises: SourceError, if it is nested absurdly deep."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    markup = _CLOSED.sub(r"\1 >", markup)
    data = markup.encode("utf-8", "replace").replace(b"\0", "\ufffd".encode())
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        raise SourceError(
            f"{source} has no text", hint="It is a page without content. Is it the right file?"
        ) from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise SourceError(
            f"{source} is nested more than 2,000 deep", hint="No page to read is. Copy its text into a plain file."
        )
    return tree


def read_html(markup: str, *, source: str, address: str = "") -> Document:
    """The article in a page. Runs lead into `markup`.

    Args:
        markup: The decoded page.
        source: What the person named.
        address: Where it was fetched from; else what it says of itself is believed.
    """
    from urllib.parse import unquote

    from reader.documents.article import find_article, whole_page
    from reader.documents.footnotes import find_footnotes
    from reader.documents.pagemeta import is_document, read_meta, title_heading, without_site
    from reader.documents.preformatted import is_prose
    from reader.documents.trail import Trail
    from reader.documents.tree import element_name, words_of
    from reader.documents.walker import Walker

    tree = parse_page(markup, source=source)
    meta = read_meta(tree)
    body = tree.find("body")
    page = tree if body is None else body
    heading = title_heading(page, meta.titles, meta.site)
    footnotes = find_footnotes(page)
    if is_document(tree):
        article = whole_page(page)
    else:
        article = find_article(page, heading, keep=footnotes.bodies)
    saved = _SAVED_FROM.search(markup[:4096])
    base = address or (saved[1] if saved else "") or meta.address
    builder = Builder()
    trail = Trail(markup)
    if heading is not None:
        words = "".join(words_of(heading))
        title = " ".join(words.split()).rstrip("¶#§🔗 ")
    else:
        title = without_site(meta.titles[0], meta.site) if meta.titles else ""
    if title:
        place = markup.find(title, max(markup.find(f"<{element_name(heading)}"), 0) if heading is not None else 0)
        builder.add("title", title, place if place >= 0 else None)
    if meta.byline:
        place = markup.find(meta.byline)
        builder.add("byline", meta.byline, place if place >= 0 else None)
    wanted = {unquote(link.get("href") or "")[1:] for link in page.iter("a") if (link.get("href") or "")[:1] == "#"}

    def arrive(mark: str) -> None:
        if mark in wanted and mark not in builder.places:
            builder.place(mark)

    walker = Walker(
        builder,
        arrived=arrive,
        address=lambda reference: absolute(base, reference),
        picture=lambda reference: absolute(address, reference),  # those of a saved page lie beside it
        dropped=article.dropped
        | ({heading} if heading is not None else set())
        | _portraits(article.root, meta.byline),
        captions=article.captions,
        footnotes=footnotes,
        prose={element for element in article.root.iter("pre") if is_prose(element)},
        trail=trail,
    )
    walker.walk(article.root)
    for frame in tree.iter("frame"):
        _write_frame(builder, frame, base)
    for note in footnotes.bodies:
        if not any(ancestor is article.root for ancestor in note.iterancestors()):
            walker.walk(note)
    return Document(
        title=title or source.replace("\\", "/").rstrip("/").rpartition("/")[2] or source,
        byline=meta.byline,
        date=meta.date,
        source=source,
        text=builder.text,
        blocks=builder.blocks,
        inlines=builder.inlines,
        loader=f"{LOADER.name}/{LOADER.version}",
        language=meta.language,
        anchors=dict(builder.places),
        metadata={key: words for key, words in (("site", meta.site), ("url", base)) if words},
    )


def _write_frame(builder: Builder, frame: Element, base: str) -> None:
    """A page that a window of this one shows: a link to it, for it is a page of its own."""
    source = (frame.get("src") or "").strip()
    if source and not source.lower().startswith(("javascript:", "data:", "about:")):
        builder.begin("item", level=1, label="•")
        builder.open("link", absolute(base, source))
        builder.write(frame.get("title") or source)
        builder.close("link")
        builder.end()


def _portraits(root: Element, byline: str) -> set[Element]:
    """Pictures of whoever wrote the page: they say nothing but the name that the byline has."""
    names = {name.strip().casefold() for name in (byline, *byline.split(","))} - {""}
    return {picture for picture in root.iter("img") if (picture.get("alt") or "").strip().casefold() in names}


def absolute(base: str, reference: str) -> str:
    """The address a link means, from where its page is; as it stands where that is not known."""
    from urllib.parse import urljoin

    if not base or reference.startswith("#"):
        return reference
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference
