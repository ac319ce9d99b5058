"""DOCX: documents of Word, and of the programs that write its format.

Runs count code points of the XML of the part they are in: the document's own from 0, its footnotes' from 2 to the
32nd, its endnotes' from twice that. Tracked changes are read as accepted. Comments are kept in the metadata under
`comments`, as a JSON list of objects with `id`, `parent`, `author`, `initials`, `date`, `text`, `done`, and the span
`start`, `end` of canonical text that they are about.
"""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from annotations.errors import SourceError
from reader.documents.archives import Archive, parse_xml, resolved
from reader.documents.dateline import iso_date
from reader.documents.loader import LoadOptions
from reader.documents.model import Block, Document, Inline
from reader.documents.sniff import guess

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

STRIDE = 1 << 32
"""What parts the source offsets of one part of the package from those of the next."""

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/"
_UNTITLED = re.compile(
    r"microsoft word|^(?:untitled|document\d*|title|no title|word document|slide 1)?$|"
    r"\.(?:do[ct][xm]?|rtf|odt|wpd|pages)$",
    re.IGNORECASE,
)


class DocxLoader:
    """Reads DOCX."""

    name = "docx"
    version = "2"
    suffixes = (".docx", ".docm", ".dotx")

    def sniff(self, head: bytes, name: str) -> float:
        found = guess(head, name)
        return found.likelihood if found.kind == self.name else 0.0

    def load(self, data: bytes, *, source: str, options: LoadOptions) -> Document:
        return read_docx(data, source=source, options=options)


LOADER = DocxLoader()


class Package:
    """The parts of a DOCX file, found by their relations."""

    def __init__(self, data: bytes, *, source: str) -> None:
        self.archive = Archive(BytesIO(data), source=source)
        self.main = self._target("", "officeDocument") or "word/document.xml"
        if self.archive.find(self.main) is None or self.archive.find("xl/workbook.xml"):
            raise SourceError(
                f"{source} is no document of Word", hint="If it is a table or slides, export it as PDF and open that."
            )
        relations = self._relations(self.main)
        self.links = {key: target for key, kind, target, outside in relations if outside or kind == "hyperlink"}
        """Id of a relation -> address."""
        self.pictures = {key: target for key, kind, target, outside in relations if kind == "image" and not outside}
        """Id of a relation -> member of the archive."""
        self.figures = {key: target for key, kind, target, _ in relations if kind in ("chart", "diagramData")}
        """Likewise of charts, and of the words of SmartArts."""

    def part(self, kind: str) -> Element | None:
        """The tree of the part that is the document's `kind` (`styles`, `footnotes`, ...), if it has one."""
        target = self._target(self.main, kind)
        return None if target is None else self.tree(target)

    def tree(self, name: str) -> Element:
        """The tree of a member. The strict variant of the format has other names for the same things."""
        data = self.archive.read(name)
        if _STRICT in data:
            data = re.sub(_STRICT + rb"(\w+)/", rb"http://schemas.openxmlformats.org/\1/2006/", data)
        return parse_xml(data, source=self.archive.source, name=name)

    def markup(self, kind: str) -> str:
        """The XML of a part as text; of the document itself when `kind` is empty."""
        target = self._target(self.main, kind) if kind else self.main
        if target is None:
            return ""
        data = self.archive.read(target)
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")

    def core(self) -> dict[str, str]:
        """What the document says of itself: `title`, `creator`, `created`, `language`, `subject`, ..."""
        target = self._target("", "core-properties")
        if target is None:
            return {}
        tree = self.tree(target)
        return {
            str(element.tag).rpartition("}")[2]: words
            for element in tree.iterchildren("*")
            if (words := " ".join((element.text or "").split()))
        }

    def _target(self, part: str, kind: str) -> str | None:
        for _, name, target, outside in self._relations(part):
            if name == kind and not outside and self.archive.find(target) is not None:
                return target
        return None

    def _relations(self, part: str) -> list[tuple[str, str, str, bool]]:
        """Id, kind, target and whether it is outside the file, of each relation of a part."""
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if self.archive.find(path) is None:
            return []
        found = []
        for element in self.archive.xml(path).iter(_RELATION):
            target = element.get("Target") or ""
            outside = element.get("TargetMode") == "External"
            kind = (element.get("Type") or "").rpartition("/")[2]
            place = target if outside else target.lstrip("/") if target.startswith("/") else resolved(part, target)
            found.append((element.get("Id") or "", kind, place, outside))
        return found


def read_docx(data: bytes, *, source: str, options: LoadOptions) -> Document:
    """The document in a DOCX file. Raises: SourceError, when it is none, or is broken."""
    import json

    from reader.documents.wordtext import Body

    package = Package(data, source=source)
    options.step(source, 0)
    core = package.core()
    said = core.get("title", "")
    said = said if re.search(r"\w\w", said) and not _UNTITLED.search(said) else ""
    body = Body(package, named=bool(said))
    body.write()
    options.step(source, 1)
    builder = body.builder
    text = builder.text
    blocks = _with_headings(builder.blocks, builder.inlines, text)
    title = next((text[b.start : b.end] for b in blocks if b.kind == "title"), "") or said
    if not title:
        title = next((text[b.start : b.end] for b in blocks[:5] if b.kind == "heading"), "")
    byline = next((text[b.start : b.end] for b in blocks[:10] if b.kind == "byline"), core.get("creator", ""))
    dateline = next((text[b.start : b.end] for b in blocks[:10] if b.kind == "dateline"), "")
    comments = body.comments()
    language = re.match(r"[A-Za-z]{2,3}", core.get("language", "") or _language_of(package))
    metadata: dict[str, str] = {
        key: core[key] for key in sorted(core) if key in ("subject", "description", "keywords")
    }
    if comments:
        metadata["comments"] = json.dumps(comments, ensure_ascii=False)
    return Document(
        title=" ".join(title.split()) or source.replace("\\", "/").rpartition("/")[2],
        byline=" ".join(byline.split()),
        date=iso_date(dateline) or iso_date(core.get("created", "")),
        source=source,
        text=text,
        blocks=blocks,
        inlines=builder.inlines,
        loader=f"{LOADER.name}/{LOADER.version}",
        language=language[0].lower() if language else "",
        anchors={
            mark.target[1:]: builder.places[mark.target]
            for mark in builder.inlines
            if mark.kind == "link" and mark.target in builder.places
        },
        metadata=metadata,
    )


def _with_headings(blocks: tuple[Block, ...], inlines: tuple[Inline, ...], text: str) -> tuple[Block, ...]:
    """The blocks, with short lines that are strong throughout as headings, where no style says which are headings.

    Many people set headings by hand; in a document that uses styles, a strong line is only a strong line.
    """
    if any(block.kind == "heading" for block in blocks):
        return blocks
    strong = {(mark.start, mark.end) for mark in inlines if mark.kind == "strong"}
    plain = sum(block.kind == "paragraph" and (block.start, block.end) not in strong for block in blocks)
    if plain < len(blocks) / 3:
        return blocks
    return tuple(
        replace(block, kind="heading", level=2)
        if block.kind == "paragraph"
        and (block.start, block.end) in strong
        and block.end - block.start <= 90
        and text[block.end - 1] not in ".,;!"
        else block
        for block in blocks
    )


def _language_of(package: Package) -> str:
    """The language that the styles declare."""
    from reader.documents.wordstyles import W

    styles = package.part("styles")
    element = next(styles.iter(f"{W}lang"), None) if styles is not None else None
    return "" if element is None else element.get(f"{W}val") or ""
