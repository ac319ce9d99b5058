"""Small files of every format, for the fuzzer to spoil."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

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
<item id="c" href="c.xhtml" media-type="text/html"/></manifest>
<spine toc="t"><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>"""
_NAV = """<html xmlns="http://www.w3.org/1999/xhtml"><body><nav epub:type="toc" xmlns:epub="http://www.idpf.org/2007/ops">
<ol><li><a href="a.xhtml">Ebb</a><ol><li><a href="b.xhtml#x">Flood</a></li></ol></li></ol></nav></body></html>"""
_NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Ebb</text></navLabel>
<content src="a.xhtml"/></navPoint></navMap></ncx>"""
_A = """<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<h2>Ebb</h2><p>Out<a epub:type="noteref" href="b.xhtml#n1">1</a> &nbsp; <i>it</i> goes.</p>
<p>So <math><mfrac><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><msqrt><msub><mi>y</mi><mi>i</mi></msub></msqrt></mfrac>
<mfenced><mtable><mtr><mtd><mn>1</mn></mtd></mtr></mtable></mfenced></math></p>
<div class="poem"><p>Grey <span class="num">2</span></p><p>and slow</p></div><p><img src="i.svg" alt="Fig 1 x"/></p>
<p>Fig 1 x</p><table><tr><td epub:type="z3998:persona">Bo</td><td><p>Wait.</p></td></tr></table></body></html>"""
_C = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:x="http://www.w3.org/1999/xlink"><body>
<svg xmlns="http://www.w3.org/2000/svg"><image x:href="i.svg"/></svg>
<svg xmlns="http://www.w3.org/2000/svg"><text>Drawn<tspan y="2">words</tspan></text></svg></body></html>"""
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400"/>'
_B = """<html xmlns="http://www.w3.org/1999/xhtml"><body><p id="x">Flood</p><p>And in.</p>
<aside id="n1"><p><a href="a.xhtml#r">1</a>. A note.</p></aside></body></html>"""

EPUB: Mapping[str, str] = {
    "META-INF/container.xml": _CONTAINER,
    "b.opf": _PACKAGE,
    "n.xhtml": _NAV,
    "t.ncx": _NCX,
    "a.xhtml": _A,
    "b.xhtml": _B,
    "c.xhtml": _C,
    "i.svg": _PICTURE,
}

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:x="x" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
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
</w:p><w:p><m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>
<m:nary><m:sub><m:r><m:t>i=1</m:t></m:r></m:sub><m:sup/><m:e><m:d><m:e><m:m><m:mr><m:e/></m:mr></m:m></m:e></m:d></m:e>
</m:nary></m:oMath></w:p><w:p>
<w:r><w:drawing><x:inline><x:extent cx="900000" cy="900000"/><x:docPr descr="Figure 1"/>
<x:blip r:embed="image"/><x:relIds r:dm="diagramData"/><x:chart r:id="chart"/></x:inline></w:drawing></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>
</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"""
_SMART = """<x:dataModel xmlns:x="x"><x:pt modelId="0" type="doc"/>
<x:pt modelId="1"><x:t><x:p><x:t>Ebb</x:t></x:p></x:t></x:pt>
<x:cxn srcId="0" destId="1" srcOrd="0"/></x:dataModel>"""
_CHART = """<x:chartSpace xmlns:x="x"><x:chart><x:title><x:p><x:t>Sun</x:t></x:p></x:title>
<x:ser><x:tx><x:v>Lima</x:v></x:tx>
<x:cat><x:pt idx="0"><x:v>May</x:v></x:pt></x:cat><x:val><x:pt idx="0"><x:v>4.5</x:v></x:pt></x:val></x:ser></x:chart>
</x:chartSpace>"""

_FIGURES = ("diagramData", "chart")

DOCX: Mapping[str, str] = {
    "_rels/.rels": f"{_RELS}{_relation('officeDocument', 'word/document.xml')}</Relationships>",
    "word/_rels/document.xml.rels": _RELS
    + "".join(
        _relation(kind, f"{kind}.xml")
        for kind in ("styles", "numbering", "footnotes", "comments", "image", *_FIGURES)
    )
    + "</Relationships>",
    "word/styles.xml": f"<w:styles {_W}>{_STYLES}</w:styles>",
    "word/numbering.xml": f"<w:numbering {_W}>{_NUMBERING}</w:numbering>",
    "word/footnotes.xml": f"<w:footnotes {_W}>{_FOOTNOTES}</w:footnotes>",
    "word/comments.xml": f"<w:comments {_W}>{_COMMENTS}</w:comments>",
    "word/image.xml": "picture",
    "word/diagramData.xml": _SMART,
    "word/chart.xml": _CHART,
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


PDF_PAGES = (
    rb"""q BT /F1 18 Tf 70 780 Td (The tides) Tj ET Q
BT /F2 10 Tf 13 TL 70 750 Td (The water goes out twice a day, and twice a day it comes back, which sur-) Tj
T* (prises nobody who lives here, but those who come from inland.) Tj T* [(Ke) -20 (rned) 300 (and) -2200 (far)] TJ ET
BT /F2 7 Tf 70 60 Td (1 A note that stands at the foot.) Tj ET
q 0 1 -1 0 300 300 cm BT /F2 9 Tf (on its side) Tj ET Q""",
    rb"""BT /F3 11 Tf 1 0 0 1 60 700 Tm <0048006900210046> Tj 3 Tr 0 -14 Td <FB01D83DD834200B> Tj ET
BT /F2 10 Tf 2 Ts 110 Tz 1 Tc 3 Tw 60 640 Td (\225 one \(and) Tj 0 -12 Td (\225 two\)) Tj ET
BT /F2 10 Tf 320 640 Td (beside it) ' 0 0 (more) " ET /X Do""",
    rb"""BT /F2 10 Tf 290 20 Td (Page 3 of 3) Tj ET
/P << /ActualText (said) >> BDC BT /F1 10 Tf 70 700 Td (drawn) Tj ET EMC""",
)
"""What is drawn on the pages of a small file."""

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfrange <0000> <00FF> <0000> <FB00> <FB06> <FB00> endbfrange 2 beginbfchar <D83D> <D83DDE00> <200B> <0066006C>
endbfchar endcmap end"""


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf(pages: Sequence[bytes]) -> bytes:
    """A PDF file whose pages draw this."""
    first = 10
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Outlines 9 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R"
        b" /F3 5 0 R >> /XObject << /X 8 0 R >> >> >>" % (len(pages), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /fi /uni0301] >> >>",
        b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /DW 600 /W [0 [1 2 -5] 70 80 1e9] /CIDSystemInfo 0 R >>",
        _stream(_TO_UNICODE),
        _stream(
            b"BT /F1 8 Tf 100 100 Td (in a form) Tj ET /X Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Matrix [1 0 0 1 5 5]"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /X 8 0 R >> >>",
        ),
        b"<< /Title (Tides) /First 9 0 R /Next 9 0 R /Parent 9 0 R /Count 1 >>",
    ]
    for number, content in enumerate(pages):
        turned = b"/Rotate 90" if number == 1 else b""
        objects.append(b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R %s >>" % (first + 2 * number + 1, turned))
        packed_ = zlib.compress(content) if number == 2 else content
        objects.append(_stream(packed_, b"/Filter /FlateDecode" if number == 2 else b""))
    out = bytearray(b"%PDF-1.7\n")
    table = b""
    for at, body in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (at, body)
    end = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, end)
    return bytes(out)
