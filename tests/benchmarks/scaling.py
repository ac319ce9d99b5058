"""How the time of loading grows with a document: what is twice as long may take twice as long, and little more.

    python tests/benchmarks/scaling.py [--size 1000] [--only html]

Documents of one kind of thing each (rows of a table, notes, links, nested lists, ...) are made in a size and in four
times that size. Told are the processor times, and those whose time grows much faster than the document: a square of a
size that people have is a hang.
"""

from __future__ import annotations

import argparse
import io
import time
import zipfile
from collections.abc import Callable

from annotations.errors import PostilError
from reader.documents.loader import LoadOptions
from reader.documents.registry import loader_named

Maker = Callable[[int], str]

STEP = 4
SUSPECT = 7.0
"""Times as long from which a growth is marked; four is proportional."""

SENTENCE = "The ferry left at nine, and nobody counted who went over."

HTML: dict[str, Maker] = {
    "paragraphs": lambda n: f"<p>{SENTENCE}</p>" * n,
    "rows": lambda n: "<table>" + f"<tr><td>{SENTENCE}</td><td>12</td></tr>" * n + "</table>",
    "rows of names": lambda n: "<table>" + f"<tr><th>Quay</th><td>{SENTENCE}</td></tr>" * n + "</table>",
    "tables": lambda n: f"<table><tr><td>{SENTENCE}</td></tr></table>" * n,
    "items": lambda n: "<ul>" + f"<li>{SENTENCE}</li>" * n + "</ul>",
    "links": lambda n: "<p>" + f'<a href="#a">{SENTENCE}</a> ' * n + "</p>",
    "ids": lambda n: "".join(f'<p id="a{i}"><a href="#a{i}">{SENTENCE}</a></p>' for i in range(n)),
    "headings": lambda n: f"<h2>Quay</h2><p>{SENTENCE}</p>" * n,
    "figures": lambda n: f'<figure><img src="a.png" alt="Quay"><figcaption>{SENTENCE}</figcaption></figure>' * n,
    "footnotes": lambda n: (
        "".join(f'<p>{SENTENCE}<sup><a href="#fn{i}" id="r{i}">{i}</a></sup></p>' for i in range(n))
        + "<ol>"
        + "".join(f'<li id="fn{i}">{SENTENCE} <a href="#r{i}">↩</a></li>' for i in range(n))
        + "</ol>"
    ),
    "terms": lambda n: "<dl>" + f"<dt>Quay</dt><dd>{SENTENCE}</dd>" * n + "</dl>",
    "breaks": lambda n: "<p>" + f"{SENTENCE}<br>" * n + "</p>",
    "double breaks": lambda n: "<div>" + f"{SENTENCE}<br><br>" * n + "</div>",
    "divs": lambda n: f"<div><div class='share'>{SENTENCE}</div></div>" * n,
    "spans": lambda n: "<p>" + "<span>Quay</span> <em>ferry</em> " * n + "</p>",
    "code": lambda n: "<pre>" + f"{SENTENCE}\n" * n + "</pre>",
    "quotes": lambda n: f"<blockquote><p>{SENTENCE}</p></blockquote>" * n,
    "sections": lambda n: f"<section><header><h2>Quay</h2></header><p>{SENTENCE}</p></section>" * n,
    "comments": lambda n: f"<p>{SENTENCE}</p><!-- quay -->" * n,
}

MARKDOWN: dict[str, Maker] = {
    "paragraphs": lambda n: f"{SENTENCE}\n\n" * n,
    "rows": lambda n: "| a | b |\n|---|---|\n" + f"| {SENTENCE} | 12 |\n" * n,
    "items": lambda n: f"- {SENTENCE}\n" * n,
    "numbers": lambda n: "".join(f"{i}. {SENTENCE}\n" for i in range(n)),
    "links": lambda n: f"[{SENTENCE}](#a) " * n,
    "references": lambda n: "".join(f"[{SENTENCE}][{i}]\n\n[{i}]: #a\n\n" for i in range(n)),
    "footnotes": lambda n: "".join(f"{SENTENCE}[^{i}]\n\n[^{i}]: {SENTENCE}\n\n" for i in range(n)),
    "headings": lambda n: f"## Quay\n\n{SENTENCE}\n\n" * n,
    "stress": lambda n: "*Quay* **ferry** `left` " * n,
    "open stress": lambda n: "*a **b " * n,
    "quotes": lambda n: f"> {SENTENCE}\n\n" * n,
    "code": lambda n: "```\n" + f"{SENTENCE}\n" * n + "```\n",
    "wiki links": lambda n: "[[Quay]] ![[Ferry]] " * n,
    "callouts": lambda n: f"> [!note] Quay\n> {SENTENCE}\n\n" * n,
    "formulas": lambda n: "$a_1 + b$ and " * n,
    "admonitions": lambda n: f"!!! note\n    {SENTENCE}\n\n" * n,
    "terms": lambda n: f"Quay\n: {SENTENCE}\n\n" * n,
}

TEXT: dict[str, Maker] = {
    "paragraphs": lambda n: f"{SENTENCE}\n\n" * n,
    "lines": lambda n: f"{SENTENCE}\n" * n,
    "spaced": lambda n: f"{SENTENCE}\n\n{SENTENCE.lower()}\n\n" * n,
    "items": lambda n: f"- {SENTENCE}\n" * n,
    "numbers": lambda n: "".join(f"{i}. {SENTENCE}\n" for i in range(n)),
    "heads": lambda n: f"QUAY\n\n{SENTENCE}\n\n" * n,
    "pages": lambda n: "".join(f"Quay and ferry\n\n{SENTENCE}\n\n{i}\n\f" for i in range(n)),
    "indented": lambda n: f"    {SENTENCE}\n" * n,
    "verse": lambda n: "The ferry left,\n  the river ran,\n" * n,
    "speech": lambda n: f"ANA: {SENTENCE}\n\nBEN: {SENTENCE}\n\n" * n,
    "fields": lambda n: "".join(f"Field-{i}: {SENTENCE}\n" for i in range(n)),
    "columns": lambda n: "Quay      ferry      12\n" * n,
    "quoted": lambda n: f"> {SENTENCE}\n" * n,
    "hyphens": lambda n: "the fer-\nry left the qu-\nay at nine\n" * n,
    "contents": lambda n: "".join(f"Quay ........ {i}\n" for i in range(n)),
    "blanks": lambda n: "a\n\n\n\n" * n,
    "subtitles": lambda n: "".join(f"{i}\n00:00:01,000 --> 00:00:02,000\n{SENTENCE}\n\n" for i in range(1, n)),
}

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _paragraph(words: str, more: str = "") -> str:
    return f"<w:p>{more}<w:r><w:t>{words}</w:t></w:r></w:p>"


DOCX: dict[str, Maker] = {
    "paragraphs": lambda n: _paragraph(SENTENCE) * n,
    "rows": lambda n: (
        "<w:tbl>"
        + f"<w:tr><w:tc>{_paragraph(SENTENCE)}</w:tc><w:tc>{_paragraph('12')}</w:tc></w:tr>" * n
        + "</w:tbl>"
    ),
    "runs": lambda n: (
        "<w:p>" + "<w:r><w:t>Quay </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ferry</w:t></w:r>" * n + "</w:p>"
    ),
    "headings": lambda n: (
        (_paragraph("Quay", '<w:pPr><w:pStyle w:val="Heading2"/></w:pPr>') + _paragraph(SENTENCE)) * n
    ),
    "bookmarks": lambda n: "".join(
        f'<w:p><w:bookmarkStart w:id="{i}" w:name="b{i}"/><w:r><w:t>{SENTENCE}</w:t></w:r><w:bookmarkEnd w:id="{i}"/>'
        f'<w:hyperlink w:anchor="b{i}"><w:r><w:t>there</w:t></w:r></w:hyperlink></w:p>'
        for i in range(n)
    ),
}


def html(inside: str) -> bytes:
    return f"<html><head><title>Quay</title></head><body><h1>Quay</h1>{inside}</body></html>".encode()


def docx(inside: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
            'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            'Id="r" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{inside}</w:body></w:document>")
    return file.getvalue()


def epub(inside: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile '
            'full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        archive.writestr(
            "a.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Quay</dc:title></metadata><manifest><item id="a" '
            'href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>'
            "</package>",
        )
        page = inside.replace("<br>", "<br/>").replace('alt="Quay">', 'alt="Quay"/>')
        archive.writestr(
            "a.xhtml",
            f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Quay</title></head><body>{page}</body></html>',
        )
    return file.getvalue()


KINDS: dict[str, tuple[dict[str, Maker], Callable[[str], bytes], str]] = {
    "html": (HTML, html, "quay.html"),
    "epub": (HTML, epub, "quay.epub"),
    "markdown": (MARKDOWN, str.encode, "quay.md"),
    "text": (TEXT, str.encode, "quay.txt"),
    "docx": (DOCX, docx, "quay.docx"),
}


def spent(kind: str, data: bytes, name: str) -> float:
    """Seconds of processor time that one loading takes."""
    begun = time.process_time()
    try:
        loader_named(kind).load(data, source=name, options=LoadOptions())
    except PostilError as error:
        print(f"    {error}")
    return time.process_time() - begun


def main() -> None:
    """Measure all kinds, or one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1000, help="of the smaller document")
    parser.add_argument("--only", choices=sorted(KINDS))
    given = parser.parse_args()
    for kind, (makers, pack, name) in KINDS.items():
        if given.only not in (None, kind):
            continue
        for what, maker in makers.items():
            small, large = (pack(maker(given.size * times)) for times in (1, STEP))
            first = min(spent(kind, small, name) for _ in range(2))
            second = spent(kind, large, name)
            mark = "  <- grows too fast" if second / first > SUSPECT and second > 0.5 else ""
            print(f"{kind:9} {what:16} {first:7.3f} s {second:7.3f} s  {second / first:5.1f} times{mark}", flush=True)


if __name__ == "__main__":
    main()
