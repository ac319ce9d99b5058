"""DOCX: what Word shows, with tracked changes accepted, and the comments kept."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from annotations.errors import SourceError
from reader.documents.docx import LOADER, STRIDE
from reader.documents.loader import LoadOptions
from reader.documents.model import PICTURE, Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMESPACES = (
    f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="My Chapter"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Outlined"><w:name w:val="Outlined"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Source Code"/></w:style>
<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Bullets"><w:name w:val="List Bullet"/>
<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style></w:styles>"""

NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%3"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">
<w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>
</w:num></w:numbering>"""


def p(*content: str, style: str = "", number: tuple[int, int] | None = None, mark: str = "") -> str:
    """A paragraph."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    if mark:
        properties += f"<w:rPr>{mark}</w:rPr>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def r(text: str, looks: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def packed(body: str, *, pictures: dict[str, str] | None = None, named: str = "Core title", **parts: str) -> bytes:
    """A file of Word: its body, the pictures by their relations, and its other parts by their kinds."""
    relations = "".join(
        f'<Relationship Id="p{n}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(parts)
    )
    relations += "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/image" Target="{name}"/>' for key, name in (pictures or {}).items()
    )
    link = f'<Relationship Id="link" Type="{OFFICE}/hyperlink" Target="https://a.example/" TargetMode="External"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    core = (
        '<c xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{named}</dc:title><dc:creator>Ana Paz</dc:creator>"
        "<dcterms:created>2024-03-09T10:00:00Z</dcterms:created></c>"
    )
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{space}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
        'Target="/word/document.xml"/><Relationship Id="b" Type="http://schemas.openxmlformats.org/package/2006/'
        'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": core,
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{relations}{link}</Relationships>',
    } | {f"word/{kind}.xml": xml for kind, xml in parts.items()}
    members |= {f"word/{name}": "picture" for name in (pictures or {}).values()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in members.items():
            archive.writestr(name, xml)
    return file.getvalue()


def read(body: str, *, pictures: dict[str, str] | None = None, named: str = "Core title", **parts: str) -> Document:
    return LOADER.load(packed(body, pictures=pictures, named=named, **parts), source="x.docx", options=LoadOptions())


def shape(document: Document) -> list[tuple[str, int, str, str]]:
    return [(b.kind, b.level, b.label, document.text[b.start : b.end]) for b in document.blocks]


def marks(document: Document) -> list[tuple[str, str, str]]:
    return [(mark.kind, document.text[mark.start : mark.end], mark.target) for mark in document.inlines]


def test_styles_say_what_a_paragraph_is_in_any_language() -> None:
    document = read(
        p(r("The ferry"), style="Titel")
        + p(r("Ebb"), style="berschrift1")
        + p(r("Flood"), style="Kapitel")
        + p(r("Slack"), style="Outlined")
        + p(r("I said so."), style="Zitat")
        + p(r("Contents 3"), style="TOC1")
        + p(r("if x:"), style="Code")
        + p(r("    y"), style="Code")
        + p(r("A map"), style="Cap")
        + p(r("Plain"), style="Loop"),
        styles=STYLES,
    )
    assert shape(document) == [
        ("title", 0, "", "The ferry"),
        ("heading", 1, "", "Ebb"),
        ("heading", 1, "", "Flood"),
        ("heading", 2, "", "Slack"),
        ("quote", 1, "", "I said so."),
        ("code", 0, "", "if x:\n    y"),
        ("caption", 0, "", "A map"),
        ("paragraph", 0, "", "Plain"),
    ]
    assert (document.title, document.byline, document.date) == ("The ferry", "Ana Paz", "2024-03-09")


def test_numbers_that_are_nowhere_in_the_text_become_labels() -> None:
    document = read(
        p(r("one"), number=(1, 0))
        + p(r("sub"), number=(1, 1))
        + p(r("sub"), number=(1, 1))
        + p(r("deep"), number=(1, 2))
        + p(number=(1, 0))
        + p(r("three"), number=(1, 0))
        + p(r("sub"), number=(1, 1))
        + p(r("again"), number=(3, 0))
        + p(r("dot"), style="Bullets")
        + p(r("no list"), style="Bullets", number=(0, 0)),
        styles=STYLES,
        numbering=NUMBERING,
    )
    assert [(row[1], row[2]) for row in shape(document)] == [
        (1, "1."), (2, "1.a)"), (2, "1.b)"), (3, "I"), (1, "3."), (2, "3.a)"), (1, "7."), (1, "•"), (0, ""),
    ]  # fmt: skip


def test_runs_of_one_look_are_one_mark() -> None:
    document = read(
        p(r("a "), r("bo", "<w:b/>"), r("ld", "<w:b/><w:i/>"), r(" c", '<w:b w:val="0"/>'), r("s", "<w:strike/>"))
        + p(
            r("x", '<w:rStyle w:val="Fett"/>'),
            r("hidden", "<w:vanish/>"),
            r("2", '<w:vertAlign w:val="superscript"/>'),
        ),
        styles=STYLES,
    )
    assert document.text == "a bold cs\n\nx²"
    assert marks(document) == [
        ("strong", "bold", ""),
        ("emphasis", "ld", ""),
        ("strike", "s", ""),
        ("strong", "x", ""),
    ]


def test_what_was_moved_up_or_down_stands_high_or_low() -> None:
    moved = [("x", ""), ("2", '<w:position w:val="9"/>'), (" a", ""), ("1", '<w:position w:val="-6"/>')]
    slightly = r(" b", "") + r("3", '<w:position w:val="1"/>')
    assert read(p(*(r(words, how) for words, how in moved), slightly)).text == "x² a₁ b3"


def test_tracked_changes_are_read_as_accepted() -> None:
    document = read(
        p(
            r("Here "),
            f'<w:ins w:id="1">{r("and now")}</w:ins>',
            '<w:del w:id="2"><w:r><w:delText>gone</w:delText></w:r></w:del>',
        )
        + p(r("first, "), mark='<w:del w:id="3"/>')
        + p(r("and joined"))
        + f"<w:moveFrom>{p(r('away'))}</w:moveFrom>"
        + p(f'<w:moveFrom w:id="4">{r("away")}</w:moveFrom>', f'<w:moveTo w:id="5">{r("moved here")}</w:moveTo>')
    )
    assert document.text == "Here and now\n\nfirst, and joined\n\nmoved here"


def test_notes_stand_behind_the_text_by_the_order_of_their_calls() -> None:
    notes = f'<w:footnotes {W}><w:footnote w:id="-1"><w:p/></w:footnote><w:footnote w:id="5">'
    notes += (
        f'{p(r("Five."))}{p(r("More."))}</w:footnote><w:footnote w:id="2">{p(r("Two."))}</w:footnote></w:footnotes>'
    )
    ends = f'<w:endnotes {W}><w:endnote w:id="1">{p(r("The end."))}</w:endnote></w:endnotes>'
    document = read(
        p(
            r("See"),
            '<w:r><w:footnoteReference w:id="5"/></w:r>',
            r(" and"),
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
        )
        + p(r("Last"), '<w:r><w:endnoteReference w:id="1"/></w:r>'),
        footnotes=notes,
        endnotes=ends,
    )
    assert shape(document) == [
        ("paragraph", 0, "", "See1 and2"),
        ("paragraph", 0, "", "Lasti"),
        ("footnote", 0, "1", "Five."),
        ("footnote", 0, "", "More."),
        ("footnote", 0, "2", "Two."),
        ("footnote", 0, "i", "The end."),
    ]
    assert marks(document) == [("footnote", "1", "1"), ("footnote", "2", "2"), ("footnote", "i", "i")]
    assert document.blocks[2].runs[0].source // STRIDE == 1
    assert document.blocks[5].runs[0].source // STRIDE == 2


def test_links_come_in_three_ways() -> None:
    document = read(
        p(f'<w:hyperlink r:id="link" w:anchor="x">{r("one")}</w:hyperlink>', r(", "))
        + p(f'<w:fldSimple w:instr=" HYPERLINK &quot;https://b.example/&quot; ">{r("two")}</w:fldSimple>')
        + p(field('HYPERLINK "https://c.example/" \\l "y"', r("three")), field("PAGE", r(" 7")))
    )
    assert marks(document) == [
        ("link", "one", "https://a.example/#x"),
        ("link", "two", "https://b.example/"),
        ("link", "three", "https://c.example/#y"),
    ]
    assert document.text.endswith("three 7")


def test_links_inside_the_document_lead_to_bookmarks() -> None:
    document = read(
        p(f'<w:hyperlink w:anchor="far">{r("on")}</w:hyperlink>', '<w:bookmarkStart w:id="1" w:name="unused"/>')
        + p(r("A "), '<w:bookmarkStart w:id="2" w:name="far"/>', r("place"))
    )
    assert marks(document) == [("link", "on", "#far")]
    assert {name: document.text[at:] for name, at in document.anchors.items()} == {"far": "place"}


def test_a_table_has_rows_and_cells_and_a_layout_has_blocks() -> None:
    def cell(content: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"

    merged, wide = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    document = read(
        f"<w:tbl><w:tr>{cell(p(r('who')), merged)}{cell(p(r('pays')), wide)}</w:tr>"
        f"<w:tr>{cell(p(r('unseen')), '<w:vMerge/>')}{cell(p(r('5')) + p(r('EUR')))}"
        f"{cell(p(r('now')))}</w:tr></w:tbl>"
        f"<w:tbl><w:tr>{cell(p(r('Left')))}{cell(p(r('Right')) + p(r('Below')))}</w:tr></w:tbl>"
    )
    assert shape(document) == [
        ("table", 0, "", "who\tpays\t\n\t5 EUR\tnow"),
        ("paragraph", 0, "", "Left"),
        ("paragraph", 0, "", "Right"),
        ("paragraph", 0, "", "Below"),
    ]


def test_pictures_boxes_signs_and_formulas_are_read_once() -> None:
    box = f"<w:txbxContent>{p(r('In a box'))}</w:txbxContent>"
    drawing = '<w:drawing><wp:docPr id="1" descr="A dog"/></w:drawing>'
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
    )
    both += "</mc:Fallback></mc:AlternateContent>"
    document = read(
        p(f"<w:r>{drawing}</w:r>")
        + p(r("Text"), f"<w:r>{both}</w:r>", r(" goes on"))
        + p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:tab/><w:t>done</w:t><w:br/><w:t>next</w:t></w:r>')
        + p("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>")
        + p('<w:r><w:drawing><wp:docPr id="2" descr="C:\\\\pictures\\\\x.png"/></w:drawing></w:r>', r("last"))
    )
    assert shape(document) == [
        ("caption", 0, "", "A dog"),
        ("paragraph", 0, "", "Text goes on"),
        ("paragraph", 0, "", "In a box"),
        ("paragraph", 0, "", "✓ done\nnext"),
        ("paragraph", 0, "", "a = b"),
        ("paragraph", 0, "", "last"),
    ]


def drawn(
    key: str = "",
    *,
    words: str = "",
    size: tuple[int, int] = (2_000_000, 1_500_000),
    name: str = "",
    floats: bool = False,
) -> str:
    """A run with a drawing."""
    holder = "anchor" if floats else "inline"
    return (
        f'<w:r><w:drawing><wp:{holder} behindDoc="0"><wp:extent cx="{size[0]}" cy="{size[1]}"/>'
        f'<wp:docPr id="1" descr="{words}"/><a:graphic xmlns:a="a"><pic:cNvPr xmlns:pic="pic" name="{name}"/>'
        f'<a:blip r:embed="{key}"/></a:graphic></wp:{holder}></w:drawing></w:r>'
    )


def shown(document: Document) -> list[tuple[str, str, str]]:
    """Kind of block, words and file of each picture."""
    return [
        (
            next(b.kind for b in document.blocks if b.start <= one.start < b.end),
            document.text[one.start : one.end],
            one.target,
        )
        for one in document.inlines
        if one.kind == "image"
    ]


def test_what_is_not_seen_is_left_out_and_an_override_is_shown() -> None:
    document = read(p(r("a\u202btide\u202c ta\u00adble \u202eelbat")))
    assert document.text == "atide table \ufffdelbat"
    runs = document.blocks[0].runs
    assert [document.text[run.text : run.text + run.length] for run in runs] == [
        "a",
        "tide",
        " ta",
        "ble \ufffdelbat",
    ]


SMART = """<dgm:dataModel xmlns:dgm="dgm" xmlns:a="a"><dgm:ptLst><dgm:pt modelId="0" type="doc"/>
<dgm:pt modelId="2"><dgm:t><a:p><a:r><a:t>Flood</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="1"><dgm:t><a:p><a:r><a:t>Ebb</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="3"><dgm:t><a:p><a:r><a:t>Slack</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="9" type="pres"/></dgm:ptLst><dgm:cxnLst><dgm:cxn srcId="0" destId="2" srcOrd="1"/>
<dgm:cxn srcId="0" destId="1" srcOrd="0"/><dgm:cxn srcId="1" destId="3" srcOrd="0"/>
<dgm:cxn srcId="3" destId="0" srcOrd="0"/><dgm:cxn type="presOf" srcId="2" destId="9"/></dgm:cxnLst>
</dgm:dataModel>"""


def series(name: str, values: tuple[str, ...]) -> str:
    def points(words: tuple[str, ...]) -> str:
        return "".join(f'<c:pt idx="{n}"><c:v>{word}</c:v></c:pt>' for n, word in enumerate(words) if word)

    across = points(("May", "June"))
    return f"<c:ser><c:tx><c:v>{name}</c:v></c:tx><c:cat>{across}</c:cat><c:val>{points(values)}</c:val></c:ser>"


def test_a_smartart_is_a_list_and_a_chart_the_table_of_its_numbers() -> None:
    chart = (
        '<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><a:p><a:t>Hours of sun</a:t></a:p></c:title>'
        f"<c:plotArea>{series('Lima', ('4.30000001', '5'))}{series('Cusco', ('', '6.5'))}</c:plotArea></c:chart>"
        "</c:chartSpace>"
    )
    figures = (
        '<w:r><w:drawing><x:relIds xmlns:x="x" r:dm="p0"/></w:drawing></w:r>'
        '<w:r><w:drawing><c:chart xmlns:c="c" r:id="p1"/></w:drawing></w:r>'
        '<w:r><w:drawing><c:chart xmlns:c="c" r:id="gone"/></w:drawing></w:r>'
    )
    document = read(p(r("See below."), figures), diagramData=SMART, chart=chart)
    assert shape(document) == [
        ("paragraph", 0, "", "See below."),
        ("item", 1, "•", "Ebb"),
        ("item", 2, "•", "Slack"),
        ("item", 1, "•", "Flood"),
        ("caption", 0, "", "Hours of sun"),
        ("table", 0, "", "\tLima\tCusco\nMay\t4.3\t\nJune\t5\t6.5"),
    ]
    assert read(p(r("See below."), figures), diagramData="<broken", chart="").text == "See below."


def test_a_heading_that_only_names_the_contents_is_left_out_with_them() -> None:
    document = read(
        p(r("The ferry"), style="Titel")
        + p(r("Contents"), style="berschrift1")
        + p(r("Ebb 1"), style="TOC1")
        + p(r("Ebb"), style="berschrift1"),
        styles=STYLES,
    )
    assert [row[3] for row in shape(document)] == ["The ferry", "Ebb"]


def test_clauses_that_are_numbered_as_headings_are_items_of_a_list() -> None:
    def clause(words: str, level: int) -> str:
        return p(r(words), style="Outlined", number=(1, level))

    document = read(
        clause("Duties", 0)
        + clause("The tenant keeps the quay clean, and pays for what is broken there.", 1)
        + clause("that means:", 1)
        + clause("the bollards;", 2)
        + clause("Rent", 0),
        styles=STYLES,
        numbering=NUMBERING,
    )
    assert [row[:3] for row in shape(document)] == [
        ("heading", 2, "1."),
        ("item", 1, "1.a)"),
        ("item", 1, "1.b)"),
        ("item", 2, "I"),
        ("heading", 2, "2."),
    ]


def test_a_large_picture_within_a_sentence_stands_behind_it() -> None:
    document = read(
        p(
            r("Along the quay"),
            drawn("a", words="A gull"),
            r(" and"),
            drawn("b", words="x", size=(90_000, 90_000)),
            r("y"),
        ),
        pictures={"a": "1.png", "b": "2.png"},
    )
    assert [row[3] for row in shape(document)] == ["Along the quay andxy", "A gull"]


PLAIN = "".join(p(r("Nothing here stands out from the rest of it.")) for _ in range(12))
LARGE = '<w:sz w:val="36"/>'


def centred(words: str, looks: str = "") -> str:
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{r(words, looks)}</w:p>'


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            p(r("Harbour office")) + p(r("Rules for", LARGE)) + p(r("the quay", LARGE)) + p(r("Part one")),
            "Rules for the quay",
        ),
        (p(r("Harbour office")) + centred("RULES FOR THE QUAY"), "RULES FOR THE QUAY"),
        (p(r("To the")) + centred("Rules", "<w:b/>"), "Rules"),
        (centred("Rules"), ""),
        (p(r("Dear all:", LARGE)), ""),
        (p(r("Part one"), style="berschrift1") + p(r("Rules", LARGE)), "Part one"),
        (p(r("Rules for"), style="Titel") + p(r("the quay"), style="Titel"), "Rules for the quay"),
    ],
)
def test_a_title_is_told_by_its_looks_where_no_style_says_it(head: str, title: str) -> None:
    document = read(head + PLAIN, named="", styles=STYLES)
    assert document.title == title or (not title and document.title == "x.docx")
    titles = [row[3] for row in shape(document) if row[0] == "title"]
    assert [" ".join(words.split()) for words in titles] == ([title] if title not in ("", "Part one") else [])


def test_a_title_that_the_document_says_of_itself_is_not_looked_for() -> None:
    document = read(centred("RULES", LARGE) + PLAIN, named="Rules of the quay")
    assert document.title == "Rules of the quay"
    assert next(row[0] for row in shape(document)) == "paragraph"


@pytest.mark.parametrize("named", ["Normal.dot", "letter final.docx", "Microsoft Word - letter", "Document1", "."])
def test_the_name_of_a_file_is_no_title(named: str) -> None:
    document = read(p(r("Tides"), style="berschrift1"), named=named, styles=STYLES)
    assert document.title == "Tides"
    assert read(p(r("Tides"), style="berschrift1"), styles=STYLES).title == "Core title"


def test_a_picture_that_nobody_described_is_named_by_its_file() -> None:
    document = read(
        p(drawn("a", words="Picture 1"), drawn("b", name="C:\\x\\harbour.jpg"))
        + p(r("Beside "), drawn("c"), r("words"))
        + p(drawn("a"))
        + p(
            r("One"),
            drawn("d", size=(90_000, 90_000)),
            drawn("e", size=(9_000_000, 600_000)),
            drawn("f", name="logo.png"),
        ),
        pictures={"a": "1.png", "b": "2.png", "c": "3.png", "d": "4.png", "e": "5.png", "f": "6.png"},
    )
    assert shown(document) == [
        ("caption", "1.png", "word/1.png"),
        ("caption", "harbour.jpg", "word/2.png"),
        ("caption", "3.png", "word/3.png"),
    ]
    assert [row[3] for row in shape(document)] == ["1.png", "harbour.jpg", "Beside words", "3.png", "One"]
    assert {row[2] for row in shape(document) if row[0] == "caption"} == {PICTURE}


def test_a_caption_that_says_what_its_picture_is_described_by_stands_for_both() -> None:
    document = read(
        p(drawn("a", words="Figure 1 Boats at rest"))
        + p(r("Figure 1. Boats at rest, 1901"), style="Cap")
        + p(drawn("b"))
        + p(r("Figure 2"), style="Cap")
        + p(drawn("c", words="A gull over the pier"))
        + p(r("Figure 3"), style="Cap"),
        styles=STYLES,
        pictures={"a": "1.png", "b": "2.png", "c": "3.png"},
    )
    assert shown(document) == [
        ("caption", "Figure 1. Boats at rest, 1901", "word/1.png"),
        ("caption", "Figure 2", "word/2.png"),
        ("caption", "A gull over the pier", "word/3.png"),
    ]
    assert len(document.blocks) == 4


def test_a_picture_beside_a_heading_is_no_part_of_it() -> None:
    made = "Two boats Description automatically generated with low confidence"
    document = read(
        p(drawn("a", words=made, floats=True), r("The harbour"), style="berschrift1") + p(r("It is small.")),
        styles=STYLES,
        pictures={"a": "1.png"},
    )
    assert [row[:1] + row[3:] for row in shape(document)] == [
        ("heading", "The harbour"),
        ("caption", "Two boats"),
        ("paragraph", "It is small."),
    ]


def test_what_is_ticked_and_chosen_in_a_form_is_read() -> None:
    def asked(data: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
            '<w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    boxes = (
        '<w:checkBox><w:default w:val="0"/></w:checkBox>',
        '<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>',
        '<w:checkBox><w:default w:val="1"/></w:checkBox>',
    )
    choice = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="tea"/><w:listEntry w:val="milk"/></w:ddList>'
    body = p(*(asked(box) + r(word) for box, word in zip(boxes, (" no ", " yes ", " perhaps"), strict=True)))
    assert read(body + p(r("Drinks "), asked(choice))).text == "☐ no ☒ yes ☒ perhaps\n\nDrinks milk"


def test_notes_are_marked_as_the_document_asks_and_their_own_mark_is_not_read_again() -> None:
    def call(key: int, kind: str = "footnote", more: str = "", typed: str = "") -> str:
        return f'<w:r><w:{kind}Reference w:id="{key}" {more}/>{typed}</w:r>'

    sign = "<w:r><w:footnoteRef/></w:r>"
    texts = (
        p(r("* by hand")),
        p(r("("), sign, r(")"), r(" (see there)")),
        p(sign, r(". -5 degrees")),
        p(r("Above "), sign, r(" (all)")),
    )
    notes = "".join(f'<w:footnote w:id="{key}">{text}</w:footnote>' for key, text in enumerate(texts, start=1))
    document = read(
        p(
            r("One"),
            call(1, more='w:customMarkFollows="1"', typed="<w:t>*</w:t>"),
            r(", two"),
            call(2),
            r(", three"),
            call(3),
            call(4),
            r(", last"),
            call(9, "endnote"),
        ),
        footnotes=f"<w:footnotes {W}>{notes}</w:footnotes>",
        endnotes=f'<w:endnotes {W}><w:endnote w:id="9">{p(r("End."))}</w:endnote></w:endnotes>',
        settings=f'<w:settings {W}><w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr></w:settings>',
    )
    assert document.text.startswith("One*, two1, three2 3, last1\n\n")
    assert [row[2:] for row in shape(document)[1:]] == [
        ("*", "by hand"),
        ("1", "(see there)"),
        ("2", "-5 degrees"),
        ("3", "Above (all)"),
        ("1 (2)", "End."),
    ]
    assert [row[2] for row in marks(document)] == ["*", "1", "2", "3", "1 (2)"]


def test_comments_are_kept_with_their_spans_threads_and_authors() -> None:
    comments = (
        f'<w:comments {NAMESPACES}><w:comment w:id="0" w:author="Bo" w:initials="B" w:date="2024-03-10T08:00:00Z">'
        f'<w:p w14:paraId="AA"><w:r><w:t>Why the dog?</w:t></w:r></w:p></w:comment>'
        '<w:comment w:id="1" w:author="Ana"><w:p><w:r><w:t>It was there,</w:t></w:r></w:p>'
        '<w:p w14:paraId="BB"><w:r><w:t>really.</w:t></w:r></w:p>'
        "</w:comment></w:comments>"
    )
    extended = f'<w15:commentsEx {NAMESPACES}><w15:commentEx w15:paraId="AA" w15:done="1"/>'
    extended += '<w15:commentEx w15:paraId="BB" w15:paraIdParent="AA" w15:done="0"/></w15:commentsEx>'
    document = read(
        p(r("Before "), '<w:commentRangeStart w:id="0"/><w:commentRangeStart w:id="1"/>', r("the dog"))
        + p(r("and after"), '<w:commentRangeEnd w:id="0"/><w:commentRangeEnd w:id="1"/>', r(" it.")),
        comments=comments,
        commentsExtended=extended,
    )
    first, second = json.loads(document.metadata["comments"])
    assert document.text[first["start"] : first["end"]] == "the dog\n\nand after"
    assert (first["id"], first["parent"], first["author"], first["initials"]) == ("0", "", "Bo", "B")
    assert (first["date"], first["text"], first["done"]) == ("2024-03-10T08:00:00Z", "Why the dog?", True)
    assert (second["parent"], second["text"]) == ("0", "It was there,\nreally.")


def test_headings_that_were_set_by_hand_are_seen_where_no_style_says_any() -> None:
    body = p(r("Duties", "<w:b/>")) + p(r("You will swim.")) + p(r("Never alone.", "<w:b/>")) + p(r("With friends."))
    assert [row[0] for row in shape(read(body))] == ["heading", "paragraph", "paragraph", "paragraph"]
    styled = p(r("Real"), style="berschrift1") + body
    assert [row[0] for row in shape(read(styled, styles=STYLES))][1] == "paragraph"


def test_the_strict_variant_is_read_too() -> None:
    data = packed(p(r("Strict words")))
    file, made = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in file.namelist():
            content = file.read(name).decode().replace("schemas.openxmlformats.org/", "purl.oclc.org/ooxml/")
            archive.writestr(
                name, content.replace("/2006/main", "/main").replace("officeDocument/2006", "officeDocument")
            )
    assert LOADER.load(made.getvalue(), source="x", options=LoadOptions()).text == "Strict words"


def test_every_word_leads_back_to_the_xml() -> None:
    body = p(r("One &amp; two "), r("three"), f"<w:del>{r('three')}</w:del>", r("four")) + p(r("five"))
    document = read(body)
    xml = f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    assert document.text == "One & two threefour\n\nfive"
    copied = [xml[run.source : run.source + run.length] for block in document.blocks for run in block.runs]
    assert [words.strip() for words in copied] == ["One", "two", "three", "four", "five"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04", "broken"),
        (packed("")[:200], "broken"),
        (packed("<w:p>"), "is no XML"),
        (packed("<w:p>" * 300), "is no XML"),
    ],
)
def test_a_broken_file_says_what_is_broken(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        LOADER.load(data, source="x.docx", options=LoadOptions())
    assert caught.value.hint


def test_deep_nesting_that_the_format_allows_is_read() -> None:
    deep = p(r("deep"))
    for _ in range(60):
        deep = f"<w:sdt><w:sdtContent>{deep}</w:sdtContent></w:sdt>"
    assert read(deep).text == "deep"
