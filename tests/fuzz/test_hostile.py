"""Files made to do harm: a named error or a sound document, soon, in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz import seeds

ROOT = Path(__file__).parents[2]

SECONDS = 10
"""CPU seconds after which the system ends the process: far more than any of these needs on a slow machine."""

MEMORY = 1 << 30

CODE = """
import resource, signal, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from annotations.errors import SourceError
from reader.documents import registry
from reader.documents.loader import LoadOptions
from tests.fuzz.invariants import check_document
from tests.fuzz.test_hostile import HOSTILE
for name, (kind, data) in HOSTILE.items():
    if kind != sys.argv[1]:
        continue
    print(name, end=": ", flush=True)
    signal.setitimer(signal.ITIMER_PROF, {seconds})  # Nothing handles it: the system ends the process.
    try:
        document = registry.loader_named(kind).load(data, source="x", options=LoadOptions())
    except SourceError as error:
        assert error.hint
        print("refused", flush=True)
    else:
        if document.blocks:
            check_document(document)
        print("read", flush=True)
"""


def spine(count: int) -> dict[str, str]:
    items = "".join(f'<item id="i{n}" href="a.xhtml" media-type="application/xhtml+xml"/>' for n in range(count))
    references = "".join(f'<itemref idref="i{n}"/>' for n in range(count))
    package = (
        seeds.EPUB["b.opf"].replace("</manifest>", f"{items}</manifest>").replace("</spine>", f"{references}</spine>")
    )
    return dict(seeds.EPUB) | {"b.opf": package}


def chapter(body: str) -> bytes:
    html = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    return seeds.packed(dict(seeds.EPUB) | {"a.xhtml": html})


def word(body: str) -> bytes:
    start, end = seeds.DOCX["word/document.xml"].split("<w:body>")[0], "</w:body></w:document>"
    return seeds.packed(dict(seeds.DOCX) | {"word/document.xml": f"{start}<w:body>{body}{end}"})


HOSTILE: dict[str, tuple[str, bytes]] = {
    "emphasis without end": ("markdown", b"*a **b " * 5000),
    "brackets without end": ("markdown", b"[" * 50_000),
    "links half made": ("markdown", b"[a](" * 4000),
    "backticks of every length": ("markdown", b"".join(b"`" * n + b" " for n in range(300))),
    "quotes in quotes": ("markdown", b">" * 20_000 + b"a"),
    "a line of 5 MB": ("markdown", b"word " * (1 << 20)),
    "a table with a row of a hundred thousand cells": ("markdown", b"|a|\n|-|\n" + b"|" * 200_000),
    "thousands of references": (
        "markdown",
        b"".join(b"[r%d]: /%d\n" % (n, n) for n in range(5000)) + b"text",
    ),
    "notes that call notes": (
        "markdown",
        b"".join(b"[^%d]: see [^%d]\n" % (n, n + 1) for n in range(800)) + b"x[^0]",
    ),
    "settings that never end": ("markdown", b"---\n" + b"a: &a [" * 20_000),
    "settings deep down": ("markdown", b"---\na: " + b"[" * 30_000 + b"\n---\ntext"),
    "elements in elements": ("html", b"<div>" * 200_000 + b"deep"),
    "marks in marks": ("html", b"<b><i>" * 100_000 + b"deep"),
    "lists in lists": ("html", b"<ul><li>" * 900 + b"deep"),
    "tables in tables": ("html", b"<table><tr><td>" * 600 + b"deep"),
    "many thousand elements": ("html", b"<p>x" * 30_000),
    "an attribute of 5 MB": ("html", b"<p title='" + b"x" * (5 << 20) + b"'>text"),
    "comments that do not end": ("html", b"<p>text<!--" * 20_000),
    "a hundred thousand entities": ("html", b"<p>" + b"&amp;" * 100_000),
    "entities that are none": ("html", b"<p>" + b"&" * 100_000 + b"x"),
    "the same id everywhere": ("html", b"<sup><a href='#n'>1</a></sup><p id=n>x" * 8000),
    "links to each other": (
        "html",
        b"".join(b"<p id=n%d><sup><a href='#n%d'>1</a></sup> x" % (n, n + 1) for n in range(4000)),
    ),
    "linked data deep down": ("html", b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>text"),
    "headings and cards": ("html", b"<div><h2><a href=/x>t</a></h2><p>words words words</div>" * 3000),
    "dates to nowhere": ("html", b"<meta name=date content='99999-99-99'><time>31 February 0000</time><p>text"),
    "text that is all marks": ("html", b"<p>a" + "\u0301".encode() * 100_000),
    "chapters over and over": ("epub", seeds.packed(spine(12_000))),
    "a chapter of marks": ("epub", chapter("<b>" * 250 + "x" + "</b>" * 250)),
    "a chapter without order": ("epub", chapter("<p><table><p></tr></b>&bogus;" * 4000)),
    "a chapter of notes": ("epub", chapter('<p id="n"><a href="b.xhtml#n1">1</a> x</p>' * 5000)),
    "contents of 20,000 lines": (
        "epub",
        seeds.packed(
            dict(seeds.EPUB) | {"n.xhtml": "<nav><ol>" + '<li><a href="a.xhtml">x</a></li>' * 20_000 + "</ol></nav>"}
        ),
    ),
    "a table of one row": ("docx", word("<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 20_000 + "</w:tr></w:tbl>")),
    "tables in tables of Word": ("docx", word("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60)),
    "cells that are wide": (
        "docx",
        word('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999999"/></w:tcPr></w:tc></w:tr></w:tbl>' * 9),
    ),
    "fields without end": ("docx", word('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 20_000)),
    "styles in a circle": (
        "docx",
        seeds.packed(
            dict(seeds.DOCX)
            | {"word/styles.xml": seeds.DOCX["word/styles.xml"].replace('basedOn w:val="H"', 'basedOn w:val="C"')}
        ),
    ),
    "numbers beyond number": (
        "docx",
        word('<w:p><w:pPr><w:numPr><w:ilvl w:val="77777777777"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'),
    ),
    "more pages than anyone reads": ("pdf", seeds.pdf([b""] * 21_000)),
    "pages that are claimed and are not there": (
        "pdf",
        seeds.pdf(seeds.PDF_PAGES).replace(b"/Count 3", b"/Count 9999999"),
    ),
    "a page of a million signs": ("pdf", seeds.pdf([b"BT /F1 10 Tf 70 700 Td " + b"(word) Tj " * 250_000 + b"ET"])),
    "a page of scattered signs": (
        "pdf",
        seeds.pdf(
            [
                b"BT /F1 9 Tf "
                + b"".join(b"%d %d Td (a) Tj " % (n * 37 % 90, n * 53 % 70 - 30) for n in range(9000))
                + b"ET"
            ]
        ),
    ),
    "a page of bullets and numbers": (
        "pdf",
        seeds.pdf(
            [
                b"BT /F1 9 Tf "
                + b"".join(
                    b"1 0 0 1 %d %d Tm (%d) Tj " % (40 + n % 9 * 60, n * 7 % 800, n % 999) for n in range(6000)
                )
                + b"ET"
            ]
        ),
    ),
    "frames in frames": ("pdf", seeds.pdf([b"q " * 200_000 + b"BT /F1 9 Tf (deep) Tj ET"])),
    "text boxes in text boxes": (
        "docx",
        word("<w:p><w:r><w:pict><w:txbxContent>" * 40 + "<w:p/>" + "</w:txbxContent></w:pict></w:r></w:p>" * 40),
    ),
}


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in HOSTILE.values()}))
def test_hostile_files_are_read_or_refused_within_bounds(kind: str) -> None:
    """One process for a format, so that the bounds are the system's; what it was at when it ended is printed last."""
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(seconds=SECONDS, memory=MEMORY), kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    wanted = [name for name, (found, _) in HOSTILE.items() if found == kind]
    lines = done.stdout.splitlines()
    assert done.returncode == 0, f"{done.returncode} at {lines[-1]}\n{done.stderr[-2000:]}"
    assert [line.partition(": ")[0] for line in lines] == wanted
    assert all(line.endswith((": read", ": refused")) for line in lines)
