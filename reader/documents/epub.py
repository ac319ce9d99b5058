"""EPUB: a book as one document, its chapters in the order of the spine, its contents as headings.

Runs count code points of a chapter's decoded file, plus the chapter's place in the spine times 2 to the 32nd. A
book is a flow with a part for each chapter that has text, so that the first screen waits for one chapter alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from annotations.errors import SourceError
from reader.documents.archives import Archive, resolved
from reader.documents.dateline import iso_date
from reader.documents.loader import LoadOptions
from reader.documents.model import Document
from reader.documents.sniff import guess

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.documents.bookflow import BookFlow
    from reader.documents.origin import Origin

STRIDE = 1 << 32
"""What parts the source offsets of one chapter from those of the next."""

MOST_CHAPTERS = 20_000

_NOBODY = frozenset(
    [
        "unknown",
        "unbekannt",
        "inconnu",
        "desconocido",
        "desconhecido",
        "sconosciuto",
        "onbekend",
        "неизвестный",
        "未知",
    ]
)
"""What programs write where nobody said who wrote a book."""

_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml")


class EpubLoader:
    """Reads EPUB."""

    name = "epub"
    version = "3"
    suffixes = (".epub",)

    def sniff(self, head: bytes, name: str) -> float:
        found = guess(head, name)
        return found.likelihood if found.kind == self.name else 0.0

    def load(self, data: bytes, *, source: str, options: LoadOptions) -> Document:
        from reader.documents.bookflow import BookFlow

        return BookFlow(Book(Archive(BytesIO(data), source=source), source=source), options=options).document()

    def flow(self, origin: Origin, *, options: LoadOptions) -> BookFlow:
        from reader.documents.bookflow import BookFlow

        archive = Archive(BytesIO(origin.read()), source=origin.source)
        return BookFlow(Book(archive, source=origin.source), options=options)


LOADER = EpubLoader()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the book's table of contents."""

    label: str
    chapter: str
    """The member of the archive it leads to."""
    fragment: str
    """The id in that chapter; empty for its beginning."""
    depth: int
    """From 1."""


class Book:
    """What an EPUB says of itself: its metadata, its chapters and its contents. No chapter is read for that."""

    def __init__(self, archive: Archive, *, source: str) -> None:
        self.archive = archive
        self.source = source
        _refuse_locked(archive, source)
        self._package_path = _package_path(archive, source)
        self._package = archive.xml(self._package_path)
        self._manifest: dict[str, tuple[str, str, str]] = {}
        for item in _children(self._package, "manifest", "item"):
            self._manifest[item.get("id") or ""] = (
                resolved(self._package_path, item.get("href") or ""),
                (item.get("media-type") or "").lower(),
                item.get("properties") or "",
            )
        self.chapters = self._spine()
        """Members of the archive, in reading order."""
        if not self.chapters:
            raise SourceError(
                f"{source} has no chapters", hint="It may hold pictures alone, as comics and atlases do."
            )

    @cached_property
    def title(self) -> str:
        return next(iter(self._metadata("title")), "")

    @cached_property
    def byline(self) -> str:
        """The authors; translators and editors are in `metadata`."""
        people = dict.fromkeys(self._people("aut") or self._metadata("creator"))
        return ", ".join(name for name in people if name.casefold() not in _NOBODY)

    @cached_property
    def date(self) -> str:
        for element in _children(self._package, "metadata", "date"):
            if "modification" not in map(str, element.values()) and (found := iso_date(element.text or "")):
                return found
        return ""

    @cached_property
    def language(self) -> str:
        match = re.match(r"[A-Za-z]{2,3}", next(iter(self._metadata("language")), ""))
        return match[0].lower() if match else ""

    @cached_property
    def metadata(self) -> dict[str, str]:
        """What else the book says of itself, in words."""
        found = {key: ", ".join(self._metadata(key)) for key in ("publisher", "identifier", "rights", "subject")}
        found |= {"description": _without_tags(" ".join(self._metadata("description")))}
        found |= {"translator": ", ".join(self._people("trl")), "editor": ", ".join(self._people("edt"))}
        return {key: words[:2000] for key, words in found.items() if words}

    @cached_property
    def contents(self) -> tuple[Entry, ...]:
        """The table of contents; empty when there is none that can be read."""
        for path, _, properties in self._manifest.values():
            if "nav" in properties.split() and (found := self._nav(path)):
                return found
        spine = next(iter(self._package.iterfind("{*}spine")), None)
        ncx = self._manifest.get(spine.get("toc") or "" if spine is not None else "")
        path = ncx[0] if ncx else next((p for p, kind, _ in self._manifest.values() if "ncx" in kind), "")
        return self._ncx(path) if path else ()

    def _spine(self) -> tuple[str, ...]:
        chapters: list[str] = []
        aside: list[str] = []
        for item in _children(self._package, "spine", "itemref"):
            path, kind, properties = self._manifest.get(item.get("idref") or "", ("", "", ""))
            if not path or "nav" in properties.split() or self.archive.find(path) is None:
                continue
            if kind in _PAGES or path.lower().endswith((".xhtml", ".html", ".htm", ".xml")):
                # The cover is often said to be beside the text, and is still what the book begins with.
                first = not chapters and "cover" in f"{item.get('idref')} {path.rpartition('/')[2]}".lower()
                (aside if item.get("linear") == "no" and not first else chapters).append(path)
        found = tuple(dict.fromkeys([*chapters, *aside]))
        if len(found) > MOST_CHAPTERS:
            raise SourceError(f"{self.source} has {len(found):,} chapters", hint="No book has. Do not trust it.")
        return found

    def _metadata(self, name: str) -> list[str]:
        elements = _children(self._package, "metadata", name)
        return [words for element in elements if (words := " ".join("".join(map(str, element.itertext())).split()))]

    def _people(self, role: str) -> list[str]:
        """Names of those with a role (`aut`, `trl`, `edt`), told by an attribute or by a `meta` about them."""
        refined = {
            (meta.get("refines") or "").lstrip("#"): (meta.text or "").strip()
            for meta in _children(self._package, "metadata", "meta")
            if meta.get("property") == "role"
        }
        people = []
        for name in ("creator", "contributor"):
            for element in _children(self._package, "metadata", name):
                said = element.get("{http://www.idpf.org/2007/opf}role") or refined.get(element.get("id") or "", "")
                if said == role and (words := " ".join((element.text or "").split())):
                    people.append(words)
        return people

    def _nav(self, path: str) -> tuple[Entry, ...]:
        from reader.documents.chapters import decode_chapter, parse_chapter

        try:
            tree = parse_chapter(
                decode_chapter(self.archive.read(path), source=self.source), source=self.source, name=path
            )
        except SourceError:
            return ()  # A book can be read without its contents.
        navs = [nav for nav in tree.iter("nav") if "toc" in " ".join(map(str, nav.values()))]
        found: list[Entry] = []
        for nav in navs[:1] or list(tree.iter("nav"))[:1]:
            for link in nav.iter("a"):
                depth = sum(1 for ancestor in link.iterancestors("ol", "ul"))
                self._add(found, "".join(map(str, link.itertext())), path, link.get("href") or "", depth)
        return tuple(found)

    def _ncx(self, path: str) -> tuple[Entry, ...]:
        try:
            tree = self.archive.xml(path)
        except SourceError:
            return ()  # As above.
        found: list[Entry] = []
        for point in tree.iter("{*}navPoint"):
            label = next(iter(point.iterfind("{*}navLabel/{*}text")), None)
            content = next(iter(point.iterfind("{*}content")), None)
            if label is not None and content is not None:
                depth = 1 + sum(1 for ancestor in point.iterancestors("{*}navPoint"))
                self._add(found, label.text or "", path, content.get("src") or "", depth)
        return tuple(found)

    def _add(self, found: list[Entry], label: str, base: str, reference: str, depth: int) -> None:
        from urllib.parse import unquote

        label = " ".join(label.split())
        if label and reference and len(found) < MOST_CHAPTERS:
            fragment = unquote(reference.partition("#")[2])
            chapter = self.archive.find(resolved(base, reference)) or ""
            found.append(Entry(label=label, chapter=chapter, fragment=fragment, depth=max(1, min(depth, 6))))


def _refuse_locked(archive: Archive, source: str) -> None:
    locked = any(archive.find(name) for name in ("META-INF/license.lcpl", "META-INF/sinf.xml"))
    if not locked and archive.find("META-INF/encryption.xml"):
        methods = [
            method.get("Algorithm") or ""
            for method in archive.xml("META-INF/encryption.xml").iter("{*}EncryptionMethod")
        ]
        locked = any(method not in _FONT_SCRAMBLING for method in methods)
    if locked:
        raise SourceError(
            f"{source} is locked by its seller (DRM)",
            hint="Only the seller's program opens it. Many publishers sell the same book without a lock.",
        )


def _package_path(archive: Archive, source: str) -> str:
    if archive.find("META-INF/container.xml"):
        for root in archive.xml("META-INF/container.xml").iter("{*}rootfile"):
            path = archive.find(root.get("full-path") or "")
            if path is not None:
                return path
    path = next((name for name in archive.names() if name.lower().endswith(".opf")), None)
    if path is None:
        raise SourceError(f"{source} is no EPUB: it has no package file", hint="Fetch or export it again.")
    return path


def _children(package: Element, part: str, name: str) -> list[Element]:
    """Elements of that name in a part of the package, also where they are wrapped, as old books do."""
    return [element for holder in package.iterfind(f"{{*}}{part}") for element in holder.iter(f"{{*}}{name}")]


def _without_tags(words: str) -> str:
    import html

    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", words)).split())
