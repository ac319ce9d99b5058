"""Small files of every format, for the fuzzer to spoil."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MARKDOWN = """---
title: Tides
author: [Ana, Bo]
date: 2024-03-09
---
# Tides

Some *stress*, **weight**, `code`, ~~not~~, [link](https://a.example "t"), ![alt](x.png), <b>html</b> &amp; [^1].

- one
  1. two
     > three

| a | b |
|---|:-:|
| 1 | `|` |

```py
x = "é" + "e\u0301"
```

<div>block <!-- c --></div>

[^1]: Note with [ref].

[ref]: https://b.example
"""

HTML = """<!DOCTYPE html><html lang=en><head><title>Tides | Site</title><meta charset=utf-8>
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Tides","author":{"name":"Ana"}}</script></head>
<body><nav><a href=/>x</a></nav><article><h1>Tides</h1><p class=byline>By Ana</p>
<p>The water goes out twice a day, and twice a day it comes back, which surprises nobody who lives here at all.
<sup><a href="#n1" id=r1>1</a></sup> H<sub>2</sub>O &amp; <q>words</q> <ruby>漢<rt>kan</rt></ruby> e&#769; x&shy;y</p>
<ul><li>one<ol start=3><li>two</ol></ul><table><caption>c</caption><tr><th>a<th>b<tr><td>1<td>2</table>
<pre><code class="language-py">if x:\n  y</code></pre>
<blockquote><p>Said who, and to whom, and when, and why?</blockquote>
<figure><img src=a.png alt="A dog"><figcaption>A dog, seen</figcaption></figure><hr>
<aside id=n1><p>Because. <a href="#r1">back</a></aside></article><footer>© all rights reserved</footer></body></html>
"""

_CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
_PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>Tides</dc:title><dc:creator>Ana</dc:creator></metadata><manifest>
<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="t" href="t.ncx" media-type="application/x-dtbncx+xml"/>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" media-type="text/html"/>
</manifest><spine toc="t"><itemref idref="a"/><itemref idref="b"/></spine></package>"""
_NAV = """<html xmlns="http://www.w3.org/1999/xhtml"><body><nav epub:type="toc" xmlns:epub="http://www.idpf.org/2007/ops">
<ol><li><a href="a.xhtml">Ebb</a><ol><li><a href="b.xhtml#x">Flood</a></li></ol></li></ol></nav></body></html>"""
_NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Ebb</text></navLabel>
<content src="a.xhtml"/></navPoint></navMap></ncx>"""
_A = """<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<h2>Ebb</h2><p>Out<a epub:type="noteref" href="b.xhtml#n1">1</a> &nbsp; <i>it</i> goes.</p></body></html>"""
_B = """<html xmlns="http://www.w3.org/1999/xhtml"><body><p id="x">Flood</p><p>And in.</p>
<aside id="n1"><p><a href="a.xhtml#r">1</a>. A note.</p></aside></body></html>"""

EPUB: Mapping[str, str] = {
    "META-INF/container.xml": _CONTAINER,
    "b.opf": _PACKAGE,
    "n.xhtml": _NAV,
    "t.ncx": _NCX,
    "a.xhtml": _A,
    "b.xhtml": _B,
}

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def _relation(kind: str, target: str) -> str:
    return f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


_STYLES = """<w:style w:styleId="H" w:type="paragraph"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="C" w:type="paragraph"><w:name w:val="Code"/><w:basedOn w:val="H"/></w:style>"""
_NUMBERING = """<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"""
_FOOTNOTES = """<w:footnote w:id="2"><w:p><w:r><w:t>Note.</w:t></w:r></w:p></w:footnote>"""
_COMMENTS = """<w:comment w:id="1" w:author="Bo"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>"""
_BODY = """<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>Tides</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:commentRangeStart w:id="1"/>
<w:r><w:rPr><w:b/></w:rPr><w:t>Out &amp; in</w:t></w:r><w:commentRangeEnd w:id="1"/>
<w:r><w:footnoteReference w:id="2"/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p/></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>
<w:p><w:pPr><w:pStyle w:val="C"/><w:rPr><w:del w:id="4"/></w:rPr></w:pPr><w:ins w:id="5"><w:r>
<w:t xml:space="preserve">  x</w:t><w:br/><w:sym w:char="F0B7"/></w:r></w:ins>
<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://a.example"</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>link</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
</w:p>"""

DOCX: Mapping[str, str] = {
    "_rels/.rels": f"{_RELS}{_relation('officeDocument', 'word/document.xml')}</Relationships>",
    "word/_rels/document.xml.rels": _RELS
    + "".join(_relation(kind, f"{kind}.xml") for kind in ("styles", "numbering", "footnotes", "comments"))
    + "</Relationships>",
    "word/styles.xml": f"<w:styles {_W}>{_STYLES}</w:styles>",
    "word/numbering.xml": f"<w:numbering {_W}>{_NUMBERING}</w:numbering>",
    "word/footnotes.xml": f"<w:footnotes {_W}>{_FOOTNOTES}</w:footnotes>",
    "word/comments.xml": f"<w:comments {_W}>{_COMMENTS}</w:comments>",
    "word/document.xml": f"<w:document {_W}><w:body>{_BODY}</w:body></w:document>",
}

TEXT = """The tides

By Ana Paz

The water goes out twice a day, and twice a day it comes back, which sur-
prises nobody who lives here.

    * one
    * two

Lima, 9 March 2024. \x1b[31mred\x07 \u202egnp.exe e\u0301
"""


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()
