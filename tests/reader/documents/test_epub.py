"""EPUB: one document in reading order, its contents as headings, and nothing that bursts, hangs or leaks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from annotations.errors import SourceError
from reader.documents import archives
from reader.documents.archives import Archive, parse_xml
from reader.documents.bookflow import BookFlow
from reader.documents.epub import LOADER, STRIDE, Book
from reader.documents.load import load, open_flow
from reader.documents.loader import LoadCancelledError, LoadOptions
from reader.documents.model import PICTURE, Document

CONTAINER = """<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""

PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:title>Tide tables</dc:title><dc:creator id="a">Ana Paz</dc:creator><dc:creator id="b">Bo Lind</dc:creator>
<meta refines="#a" property="role">aut</meta><meta refines="#b" property="role">trl</meta>
<dc:language>en-GB</dc:language><dc:date>2024-03-09</dc:date><dc:publisher>Quay Press</dc:publisher></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="notes" href="text/notes.xhtml" media-type="application/xhtml+xml"/>
<item id="pic" href="pic.svg" media-type="image/svg+xml"/></manifest>
<spine><itemref idref="notes" linear="no"/><itemref idref="cover"/><itemref idref="nav"/><itemref idref="one"/>
<itemref idref="pic"/><itemref idref="two"/></spine></package>"""

NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<nav epub:type="landmarks"><ol><li><a href="cover.xhtml">Cover</a></li></ol></nav>
<nav epub:type="toc"><ol><li><a href="text/one.xhtml">Part <i>One</i></a><ol>
<li><a href="text/one.xhtml#c1">Ebb</a></li><li><a href="text/one.xhtml#c2">Flood</a></li></ol></li>
<li><a href="text/two%20b.xhtml">Slack</a></li></ol></nav></body></html>"""

ONE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>
<section id="c1"><h3>Ebb</h3>
<p>The water&nbsp;goes<a epub:type="noteref" href="notes.xhtml#n1">1</a>; <a href="two%20b.xhtml#x">later</a>
more.<sup><a href="#f1" id="r1">*</a></sup></p>
<h3>A smaller matter</h3><p>&eacute;tale &mdash; &unknown; &amp; so on.</p></section>
<p class="head" id="c2">Flood</p><p>It comes back.<sup><a href="notes.xhtml#n2">2</a></sup></p>
<p id="f1"><a href="#r1">*</a> Not always.</p>
</body></html>"""

TWO = """<html xmlns="http://www.w3.org/1999/xhtml"><body><div><img src="../m.png" alt="A map of the bay"/></div>
<p id="x">It stands still.</p><p>Brok<b>en</p></body></html>"""

NOTES = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><h2>Notes</h2>
<aside epub:type="footnote" id="n1"><p><a href="one.xhtml#x1">1</a>. Twice a day.</p><p>Or so.</p></aside>
<p id="n2"><a href="one.xhtml#x2">2</a> See the moon.</p></body></html>"""

COVER = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Cover</title></head>
<body><img src="c.png" alt=""/></body></html>"""

BOOK: dict[str, str] = {
    "META-INF/container.xml": CONTAINER,
    "OPS/book.opf": PACKAGE,
    "OPS/nav.xhtml": NAV,
    "OPS/cover.xhtml": COVER,
    "OPS/text/one.xhtml": ONE,
    "OPS/text/two b.xhtml": TWO,
    "OPS/text/notes.xhtml": NOTES,
    "OPS/pic.svg": "<svg/>",
}


def packed(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def read(data: bytes) -> Document:
    return LOADER.load(data, source="book.epub", options=LoadOptions())


def shape(document: Document) -> list[tuple[str, int, str, str]]:
    return [(b.kind, b.level, b.label, document.text[b.start : b.end]) for b in document.blocks]


@pytest.fixture(scope="module")
def book() -> Document:
    return read(packed(BOOK))


def test_a_book_is_one_document_in_the_order_of_its_spine(book: Document) -> None:
    assert shape(book) == [
        ("title", 0, "", "Tide tables"),
        ("byline", 0, "", "Ana Paz"),
        ("heading", 1, "", "Part One"),
        ("heading", 2, "", "Ebb"),
        ("paragraph", 0, "", "The water\u00a0goes1; later more.*"),
        ("heading", 3, "", "A smaller matter"),
        ("paragraph", 0, "", "étale — &unknown; & so on."),
        ("heading", 2, "", "Flood"),
        ("paragraph", 0, "", "It comes back.2"),
        ("footnote", 0, "*", "Not always."),
        ("heading", 1, "", "Slack"),
        ("caption", 0, "▣", "A map of the bay"),
        ("paragraph", 0, "", "It stands still."),
        ("paragraph", 0, "", "Broken"),
        ("heading", 2, "", "Notes"),
        ("footnote", 0, "1", "Twice a day."),
        ("footnote", 0, "", "Or so."),
        ("footnote", 0, "2", "See the moon."),
    ]


def test_a_book_says_its_title_authors_date_language_and_the_rest(book: Document) -> None:
    assert (book.title, book.byline, book.date, book.language) == ("Tide tables", "Ana Paz", "2024-03-09", "en")
    assert book.metadata == {"publisher": "Quay Press", "translator": "Bo Lind"}


def test_notes_are_called_by_their_labels_also_across_chapters(book: Document) -> None:
    marks = [(m.kind, book.text[m.start : m.end], m.target) for m in book.inlines if m.kind != "strong"]
    assert marks == [
        ("footnote", "1", "1"),
        ("link", "later", "OPS/text/two%20b.xhtml#x"),
        ("footnote", "*", "*"),
        ("footnote", "2", "2"),
        ("image", "A map of the bay", "OPS/m.png"),
    ]


def test_every_word_leads_back_to_its_chapter(book: Document) -> None:
    chapters = {1: ONE, 2: TWO, 3: NOTES}
    for block in book.blocks:
        for run in block.runs:
            chapter, offset = divmod(run.source, STRIDE)
            copied = book.text[run.text : run.text + run.length]
            assert chapters[chapter][offset : offset + run.length].split() == copied.split()
    assert sum(run.length for block in book.blocks for run in block.runs) > 0.6 * len(book.text)


def test_the_flow_is_the_document_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(packed(BOOK))
    flow, document = open_flow(str(path)), load(str(path))
    fingerprint = flow.fingerprint
    assert fingerprint is None
    assert flow.part(0).text == "Tide tables\n\nAna Paz"
    assert flow.part(1).text.startswith("Part One\n\nEbb")
    complete = flow.complete
    assert not complete
    while flow.advance():
        pass
    assert flow.complete
    assert len(flow) == 4
    assert flow.fingerprint == document.fingerprint
    for index in range(len(flow)):
        start, part = flow.start(index), flow.part(index)
        assert start is not None
        assert document.text[start:].startswith(part.text)
        assert flow.locate(start) == (index, 0)
        for block in part.blocks:
            assert part.text[block.start : block.end]
    assert document.text == "\n\n".join(flow.part(index).text for index in range(len(flow)))


def test_pages_of_the_printed_book_are_known_and_no_text() -> None:
    two = TWO.replace("<p id=", '<span epub:type="pagebreak" id="p7" title="7"/><p id=').replace(
        "<html ", '<html xmlns:epub="http://www.idpf.org/2007/ops" '
    )
    two = two.replace("Brok", '<span role="doc-pagebreak" aria-label="Page 8">8</span>Brok')
    document = read(packed(BOOK | {"OPS/text/two b.xhtml": two}))
    pages = {document.text[b.start : b.end]: b.page for b in document.blocks if b.page}
    assert pages == {"It stands still.": 7, "Broken": 8}


EPUB = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
SCENE = f"""{EPUB}<p>A quay.</p><table><tr><td/><td><i>Enter two</i></td></tr>
<tr><td epub:type="z3998:persona">Ana</td><td><p><span>The tide is low,</span><br/>
<span>and so am I.</span></p></td></tr>
<tr><td epub:type="z3998:persona">Bo</td><td>Wait.</td></tr></table></body></html>"""
POEM = f"""{EPUB}<div class="poem"><div>Grey is the water<span class="linenum">10</span></div><div>and slow</div>
<blockquote><div>as a song</div><div>in the rain</div></blockquote></div><p>Not in it.</p>
<p><span class="v-num">2</span>So they went.</p></body></html>"""
SWITCH = f"""{EPUB}<epub:switch><epub:case required-namespace="x"><p>H O</p></epub:case>
<epub:default><p>Water</p></epub:default></epub:switch></body></html>"""


def second(markup: str, **members: str | bytes) -> list[tuple[str, int, str, str]]:
    """The blocks of a book's second chapter, without its heading."""
    blocks = shape(read(packed(BOOK | {"OPS/text/two b.xhtml": markup} | members)))
    rows = [row[3] for row in blocks]
    return blocks[rows.index("Slack") + 1 : rows.index("Notes")]


def test_a_play_set_as_a_table_is_read_as_speeches() -> None:
    document = read(packed(BOOK | {"OPS/text/two b.xhtml": SCENE}))
    assert second(SCENE) == [
        ("paragraph", 0, "", "A quay."),
        ("paragraph", 0, "", "Enter two"),
        ("paragraph", 0, "", "Ana\nThe tide is low,\nand so am I."),
        ("paragraph", 0, "", "Bo\nWait."),
    ]
    strong = [document.text[mark.start : mark.end] for mark in document.inlines if mark.kind == "strong"]
    assert strong == ["Ana", "Bo"]


def test_a_poem_with_an_element_for_each_line_is_read_as_stanzas() -> None:
    assert second(POEM) == [
        ("paragraph", 0, "", "Grey is the water 10\nand slow"),
        ("quote", 1, "", "as a song\nin the rain"),
        ("paragraph", 0, "", "Not in it."),
        ("paragraph", 0, "", "2 So they went."),
    ]


def test_of_the_variants_for_several_programs_the_one_for_all_is_read() -> None:
    assert second(SWITCH) == [("paragraph", 0, "", "Water")]


def test_pictures_that_nobody_described_are_named_and_captions_said_once() -> None:
    plate = struct.pack(">8sI4sII", b"\x89PNG\r\n\x1a\n", 13, b"IHDR", 600, 400)
    markup = f"""{EPUB}<p><img src="../plate.png" alt="image"/></p><p>Then <img src="../in.png" alt=""/> comes</p>
    <p><img src="../bay.png" alt="Fig. 2: the bay"/></p><p class="c">Fig. 2: The bay in May.</p>
    <img src="../stars.png" epub:type="z3998:illustration"/><figure><img src="../moons.png"/></figure>
    <div role="presentation"><img src="../d.png" role="presentation" alt=""/></div>
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><title>no words</title>
    <image xlink:href="../cover.png"/></svg></body></html>"""
    members: dict[str, str | bytes] = {f"OPS/{name}.png": plate for name in ("plate", "in", "bay", "d", "cover")}
    members |= {f"OPS/{name}.png": plate[:16] + struct.pack(">II", 900, 40) for name in ("stars", "moons")}
    document = read(packed(BOOK | {"OPS/text/two b.xhtml": markup} | members))
    assert second(markup, **members) == [
        ("caption", 0, PICTURE, "plate.png"),
        ("paragraph", 0, "", "Then comes"),
        ("caption", 0, PICTURE, "Fig. 2: The bay in May."),
        ("caption", 0, PICTURE, "stars.png"),
        ("caption", 0, PICTURE, "moons.png"),
        ("caption", 0, PICTURE, "cover.png"),
    ]
    targets = [mark.target for mark in document.inlines if mark.kind == "image"]
    assert targets == ["OPS/plate.png", "OPS/bay.png", "OPS/stars.png", "OPS/moons.png", "OPS/cover.png"]


def test_notes_called_one_behind_the_other_are_told_apart_and_a_note_is_one_note() -> None:
    markup = f"""{EPUB}<p>Salt<a epub:type="noteref" href="#a">1</a><a epub:type="noteref" href="#b">2</a>.</p>
    <section id="a"><p>[<a href="#r">1</a>] From the sea.</p></section>
    <section id="b"><p>[<a href="#r">2</a>] And tears.</p></section></body></html>"""
    assert second(markup) == [
        ("paragraph", 0, "", "Salt1 2."),
        ("footnote", 0, "1", "From the sea."),
        ("footnote", 0, "2", "And tears."),
    ]


def test_words_that_are_drawn_are_read_where_a_page_has_no_others() -> None:
    drawing = """<svg xmlns="http://www.w3.org/2000/svg">
    <text y="10">The tide <tspan y="20">is <tspan>low</tspan></tspan> <tspan x="1 2" y="20">er.</tspan>
    <tspan dy="1.2em">Wait.</tspan></text><text> </text><text>Soon.</text></svg>"""
    assert second(f"{EPUB}{drawing}</body></html>") == [
        ("paragraph", 0, "", "The tide\nis low er.\nWait."),
        ("paragraph", 0, "", "Soon."),
    ]
    assert second(f"{EPUB}<p>A diagram:</p>{drawing}</body></html>") == [("paragraph", 0, "", "A diagram:")]


def test_a_cover_beside_the_text_is_what_the_book_begins_with() -> None:
    plate = struct.pack(">8sI4sII", b"\x89PNG\r\n\x1a\n", 13, b"IHDR", 600, 900)
    package = PACKAGE.replace('<itemref idref="notes" linear="no"/><itemref idref="cover"/>', "")
    package = package.replace(
        "<spine>", '<spine><itemref idref="cover" linear="no"/><itemref idref="notes" linear="no"/>'
    )
    document = read(packed(BOOK | {"OPS/book.opf": package, "OPS/c.png": plate}))
    assert [row[3] for row in shape(document)][:3] == ["Tide tables", "Ana Paz", "c.png"]
    assert shape(document)[-1][0] == "footnote"


def test_a_book_by_nobody_has_no_authors() -> None:
    package = PACKAGE.replace("Ana Paz", "Unknown")
    assert read(packed(BOOK | {"OPS/book.opf": package})).byline == ""


def test_contents_of_the_older_kind_are_read_too() -> None:
    ncx = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
    <navPoint><navLabel><text>The ebb</text></navLabel><content src="one.xhtml"/>
    <navPoint><navLabel><text>Flood</text></navLabel><content src="one.xhtml#c2"/></navPoint></navPoint>
    </navMap></ncx>"""
    package = PACKAGE.replace('properties="nav"', "").replace("<spine>", '<spine toc="ncx">')
    package = package.replace(
        "</manifest>", '<item id="ncx" href="text/t.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    )
    document = read(packed(BOOK | {"OPS/book.opf": package, "OPS/text/t.ncx": ncx}))
    headings = [row[1:] for row in shape(document) if row[0] == "heading"]
    assert headings[:3] == [(1, "", "Ebb"), (2, "", "A smaller matter"), (2, "", "Flood")]


def test_a_title_that_the_book_begins_with_is_not_said_twice() -> None:
    cover = "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>TIDE TABLES</p><p>Ana Paz</p></body></html>"
    assert shape(read(packed(BOOK | {"OPS/cover.xhtml": cover})))[:2] == [
        ("title", 0, "", "TIDE TABLES"),
        ("paragraph", 0, "", "Ana Paz"),
    ]


def test_a_chapter_without_text_is_a_part_without_text() -> None:
    package = PACKAGE.replace("Tide tables", "").replace("Ana Paz", "").replace("Bo Lind", "")
    data = packed(BOOK | {"OPS/book.opf": package})
    flow = BookFlow(Book(Archive(io.BytesIO(data), source="x"), source="x"), options=LoadOptions())
    assert flow.part(0).text == ""
    assert not flow.part(0).blocks
    while flow.advance():
        pass
    assert (flow.start(0), flow.start(1)) == (0, 0)
    assert flow.locate(0) == (1, 0)
    assert flow.document().text == "\n\n".join(filter(None, (flow.part(index).text for index in range(4))))
    assert flow.fingerprint == flow.document().fingerprint


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("META-INF/license.lcpl", "{}"),
        ("META-INF/sinf.xml", "<x/>"),
        (
            "META-INF/encryption.xml",
            "<e><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/></e>",
        ),
    ],
)
def test_a_locked_book_says_so(name: str, content: str) -> None:
    with pytest.raises(SourceError, match="locked by its seller"):
        read(packed(BOOK | {name: content}))


def test_scrambled_fonts_do_not_lock_a_book() -> None:
    scrambled = "<e><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/></e>"
    assert read(packed(BOOK | {"META-INF/encryption.xml": scrambled})).title == "Tide tables"


def test_a_book_without_container_is_found_by_its_package() -> None:
    assert read(packed({k: v for k, v in BOOK.items() if "container" not in k})).title == "Tide tables"


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"x.txt": "x"}, "no package file"),
        (BOOK | {"OPS/book.opf": "<package"}, "is no XML"),
        (BOOK | {"OPS/book.opf": "<package/>"}, "no chapters"),
        (BOOK | {"OPS/text/one.xhtml": "<div>" * 5000 + "x"}, "nested"),
    ],
)
def test_a_broken_book_says_what_is_broken(members: dict[str, str], words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read(packed(members))
    assert caught.value.hint


def test_a_truncated_archive_is_refused() -> None:
    data = packed(BOOK)
    for cut in (4, 60, len(data) // 2, len(data) - 10):
        with pytest.raises(SourceError):
            read(data[:cut])


def test_a_member_with_wrong_bytes_is_refused() -> None:
    data = bytearray(packed({k: v for k, v in BOOK.items() if k != "OPS/cover.xhtml"}))
    at = data.index(b"OPS/text/one.xhtml") + 40
    data[at : at + 60] = bytes(60)
    with pytest.raises(SourceError, match="broken"):
        read(bytes(data))


def test_a_flood_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_MEMBER", 1 << 20)
    flood = b"<html><body>" + bytes(20 << 20)
    with pytest.raises(SourceError, match="unpacks to more than"):
        read(packed(BOOK | {"OPS/text/one.xhtml": flood}))


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    data = packed(BOOK)
    small = struct.pack("<L", 10)
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    lying = data[: at + 24] + small + data[at + 28 :]
    with pytest.raises(SourceError):
        read(lying)


def test_a_million_members_are_refused() -> None:
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    count = 70_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, len(entry) * count, 0, 0)
    with pytest.raises(SourceError, match="70,000 files"):
        Archive(io.BytesIO(entry * count + end), source="x.epub")


def test_a_locked_archive_says_so() -> None:
    data = packed({"META-INF/container.xml": CONTAINER})
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rindex(mark) + place
        data = data[:at] + b"\x01" + data[at + 1 :]
    with pytest.raises(SourceError, match="password"):
        read(data)


def test_xml_that_multiplies_itself_is_refused() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    bomb = f'<!DOCTYPE p [<!ENTITY e0 "ha">{entities}]><package>&e29;</package>'
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(SourceError, match="declares XML entities"):
            parse_xml(bomb.encode(encoding), source="x", name="y")
    chapter = bomb.replace("package", "html")
    document = read(packed(BOOK | {"OPS/text/one.xhtml": chapter}))
    assert "ha" * 100 not in document.text


def test_nothing_outside_the_book_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    chapter = (
        f'<!DOCTYPE html [<!ENTITY s SYSTEM "{secret.as_uri()}">]><html><body><p>It is &s; here.</p></body></html>'
    )
    assert "the secret" not in read(packed(BOOK | {"OPS/text/one.xhtml": chapter})).text


def test_reading_a_book_can_be_followed_and_cancelled() -> None:
    told: list[tuple[int, int | None]] = []
    LOADER.load(
        packed(BOOK),
        source="x",
        options=LoadOptions(progress=lambda done, total: told.append((done, total))),
    )
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4)]
    with pytest.raises(LoadCancelledError):
        LOADER.load(packed(BOOK), source="x", options=LoadOptions(cancelled=lambda: True))


def read_again_and_again(archive: Archive, name: str) -> None:
    for _ in range(10):
        archive.read(name)


def test_overlapping_members_do_not_multiply(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many members that share one stretch of packed bytes: the most compact of bombs."""
    monkeypatch.setattr(archives, "MOST_UNPACKED", 8 << 20)
    kernel = zlib.compress(bytes(1 << 20), 9)[2:-4]
    name = b"OPS/text/one.xhtml"
    crc = zlib.crc32(bytes(1 << 20))
    local = (
        struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(kernel), 1 << 20, len(name), 0)
        + name
        + kernel
    )
    entry = (
        struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(kernel), 1 << 20, len(name), 0, 0, 0, 0, 0, 0
        )
        + name
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, len(entry) * 50, len(local), 0)
    archive = Archive(io.BytesIO(local + entry * 50 + end), source="x.epub")
    with pytest.raises(SourceError):
        read_again_and_again(archive, name.decode())
