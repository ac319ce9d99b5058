"""HTML: the article and nothing else, with its structure and the way back to the markup."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import SourceError
from reader.documents.harmless import visible
from reader.documents.html import LOADER, decode_page, read_html
from reader.documents.loader import LoadOptions
from reader.documents.model import Document

PROSE = (
    "The ferry left the quay at nine, an hour late, with two hundred people on board and the rain coming in from "
    "the west. Nobody had thought of the dog, which stood on the pier and watched."
)

PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head>
<meta charset="utf-8">
<title>The night ferry | The Daily Tide</title>
<meta property="og:site_name" content="The Daily Tide">
<link rel="canonical" href="https://tide.example/news/ferry">
<script type="application/ld+json">
{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle", "headline": "The night ferry",
"author": [{{"@type": "Person", "name": "Ana Paz"}}, {{"name": "Bo Lind"}}],
"datePublished": "2024-03-09T21:00:00Z"}}]}}
</script>
<style>p {{ color: red }}</style></head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<div class="cookie-banner"><p>This website uses cookies to give you the best experience, now and for ever.</p></div>
<main><article>
<h1>The night ferry</h1>
<p class="byline">By <a rel="author" href="/ana">Ana Paz</a> and Bo Lind</p>
<p>{PROSE} See <a href="../map?a=1&amp;b=2">the&nbsp;map</a>.<sup><a href="#n1" id="r1">1</a></sup></p>
<figure><img src="dog.jpg" alt="A dog"><figcaption>The dog, on the pier</figcaption></figure>
<h2>Later</h2>
<p>{PROSE}
It is 20&thinsp;m<sup>2</sup> large, said H<sub>2</sub>O <em>ex<strong>pert</strong>s</em> in Zu&#776;rich.</p>
<ol start="3"><li>third<ul><li>nested one</li></ul></li><li><p>fourth</p><p>still fourth</p></li></ol>
<blockquote><p>{PROSE}</p></blockquote>
<pre><code class="language-python">def f():
    return <b>1</b> &lt; 2
</code></pre>
<table><caption>Fares</caption><tr><th>who</th><th>pays</th></tr>
<tr><td>dogs</td><td></td></tr><tr><td>all <i>others</i>
</td><td>5&nbsp;€</td></tr></table>
<hr>
<p>Roses are red<br>violets are blue, and so on and on until the end of the poem.</p>
<p>{PROSE[::-1]}</p>
<section class="footnotes"><ol><li id="n1"><p>Because of rain. <a href="#r1">↩</a></p></li></ol></section>
<div class="related"><h3><a href="/other">Another ferry sinks</a></h3>
<p>Read all about it in tomorrow's paper.</p></div>
</article></main>
<footer><p>© The Daily Tide. All rights reserved in all the countries of this world and the next one.</p></footer>
</body></html>
"""


def shape(document: Document) -> list[tuple[str, int, str, str]]:
    return [(b.kind, b.level, b.label, document.text[b.start : b.end]) for b in document.blocks]


@pytest.fixture(scope="module")
def page() -> Document:
    return read_html(PAGE, source="ferry.html")


def test_a_page_has_the_blocks_of_its_article_in_order(page: Document) -> None:
    assert shape(page) == [
        ("title", 0, "", "The night ferry"),
        ("byline", 0, "", "Ana Paz, Bo Lind"),
        ("paragraph", 0, "", f"{PROSE} See the\u00a0map.1"),
        ("caption", 0, "▣", "The dog, on the pier"),
        ("heading", 2, "", "Later"),
        ("paragraph", 0, "", f"{PROSE} It is 20\u2009m² large, said H₂O experts in Zürich."),
        ("item", 1, "3.", "third"),
        ("item", 2, "•", "nested one"),
        ("item", 1, "4.", "fourth"),
        ("item", 1, "", "still fourth"),
        ("quote", 1, "", PROSE),
        ("code", 0, "python", "def f():\n    return 1 < 2"),
        ("caption", 0, "", "Fares"),
        ("table", 0, "", "who\tpays\ndogs\t\nall others\t5\u00a0€"),
        ("rule", 0, "", "* * *"),
        ("paragraph", 0, "", "Roses are red\nviolets are blue, and so on and on until the end of the poem."),
        ("paragraph", 0, "", PROSE[::-1]),
        ("footnote", 0, "1", "Because of rain."),
    ]


def test_a_page_says_its_title_authors_date_and_language(page: Document) -> None:
    assert (page.title, page.byline, page.date, page.language) == (
        "The night ferry",
        "Ana Paz, Bo Lind",
        "2024-03-09",
        "en",
    )
    assert page.metadata == {"site": "The Daily Tide", "url": "https://tide.example/news/ferry"}


def test_links_notes_and_stress_are_inlines_with_whole_addresses(page: Document) -> None:
    marks = [(mark.kind, page.text[mark.start : mark.end], mark.target) for mark in page.inlines]
    assert marks == [
        ("link", "the\u00a0map", "https://tide.example/map?a=1&b=2"),
        ("footnote", "1", "1"),
        ("image", "The dog, on the pier", "dog.jpg"),
        ("emphasis", "experts", ""),
        ("strong", "pert", ""),
        ("emphasis", "others", ""),
    ]


def test_every_word_leads_back_to_the_markup(page: Document) -> None:
    for block in page.blocks:
        covered = 0
        for run in block.runs:
            assert (
                PAGE[run.source : run.source + run.length].split()
                == page.text[run.text : run.text + run.length].split()
            )
            covered += run.length
        if block.kind not in ("rule", "byline") and block.label != "Fares":
            words = page.text[block.start : block.end]
            assert covered >= 0.5 * len(words) or words == "Fares", words


def test_a_fragment_without_article_is_read_whole() -> None:
    document = read_html("<p>One.</p><ul><li><a href=x>two</a></li></ul>", source="x.html")
    assert document.text == "One.\n\ntwo"


def test_a_page_of_links_is_read_as_it_is() -> None:
    links = "".join(f'<li><a href="/{n}">Chapter {n}</a></li>' for n in range(30))
    document = read_html(f"<html><title>Index</title><body><h1>Index</h1><ul>{links}</ul>", source="x.html")
    assert "Chapter 29" in document.text
    assert document.title == "Index"


def test_the_name_of_the_site_is_no_part_of_a_title() -> None:
    document = read_html(f"<title>Rain at last, say farmers - The Daily</title><p>{PROSE}</p>", source="x.html")
    assert document.title == "Rain at last, say farmers"


def test_a_picture_without_caption_is_named_by_what_is_said_of_it() -> None:
    document = read_html(
        f"<p>{PROSE}</p><img src=d.jpg alt='A dog'><p>See <img alt='a map'> too.</p>", source="x.html"
    )
    assert shape(document)[1:] == [("caption", 0, "▣", "A dog"), ("paragraph", 0, "", "See a map too.")]
    assert [(mark.kind, mark.target) for mark in document.inlines] == [("image", "d.jpg"), ("image", "")]


def test_a_form_names_no_author() -> None:
    form = "<form><p class=comment-form-author>Name (required)</p></form>"
    assert read_html(f"<p>{PROSE}</p>{form}", source="x.html").byline == ""


def test_an_image_without_words_and_a_hidden_paragraph_are_left_out() -> None:
    document = read_html(f"<p>{PROSE}</p><img src=a.png alt=''><p hidden>{PROSE}.</p>", source="x.html")
    assert document.text == PROSE


def test_a_short_page_is_read_whole() -> None:
    assert read_html("<div class=menu>Fish, 5 €</div>", source="x.html").text == "Fish, 5 €"


def test_a_saved_page_knows_where_it_came_from() -> None:
    document = read_html(
        f"<!-- saved from url=(0023)https://a.example/b/c -->\n<p>{PROSE} <a href='d'>x</a></p>", source="x.html"
    )
    assert [mark.target for mark in document.inlines] == ["https://a.example/b/d"]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">', "cp932"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("", "utf-8"),
        ('<meta charset="utf-8">', "cp1252"),
        ('<meta charset="nonsense">', "utf-8"),
    ],
)
def test_a_page_is_decoded_as_it_declares_or_as_it_is(head: str, encoding: str) -> None:
    words = {"cp1251": "Паром ушёл", "cp932": "夜の船", "cp1252": "“été”"}.get(encoding, "“夜”")
    data = f"<html>{head}<p>{words}</p>".encode(encoding)
    assert words in decode_page(data, source="x.html")


def test_an_encoding_that_was_asked_for_overrules_the_page() -> None:
    data = '<meta charset="utf-8"><p>Паром</p>'.encode("koi8-r")
    document = LOADER.load(data, source="x.html", options=LoadOptions(encoding="koi8-r"))
    assert document.text == "Паром"


def test_absurd_nesting_is_refused() -> None:
    with pytest.raises(SourceError, match="nested"):
        read_html("<div>" * 50_000 + "deep", source="x.html")
    assert read_html("<div>" * 1500 + "deep", source="x.html").text == "deep"


PRESENTED = "<mrow><mi>E</mi><mo>=</mo><mi>m</mi></mrow>"


@pytest.mark.parametrize(
    ("formula", "read"),
    [
        (f"<math alttext='E=m'>{PRESENTED}</math>", "E=m"),
        (
            f"<math><semantics>{PRESENTED}<annotation encoding='TeX'>E = m</annotation></semantics></math>",
            "E = m",
        ),
        (f"<math alttext='E=m'><semantics>{PRESENTED}<annotation>other</annotation></semantics></math>", "E=m"),
        (f"<math>{PRESENTED}</math>", "E = m"),
        (f"<math alttext='no words'>{PRESENTED}</math>", "E = m"),
    ],
)
def test_a_formula_is_read_once_as_it_was_written(formula: str, read: str) -> None:
    document = read_html(f"<p>It says that {formula} at rest.</p>", source="x.html")
    assert document.text == f"It says that {read} at rest."


@pytest.mark.parametrize("markup", ["<html></html>", "<script>1</script>", "<p hidden>x</p>"])
def test_a_page_without_text_has_no_blocks(markup: str) -> None:
    assert read_html(markup, source="x.html").blocks == ()


PIECES = """<p> </p> <div> </div> <b> </b> <a~href='#n'> <a~id=n> </a> <sup> </sup> <li> <ul> </ul> <ol> <table>
<tr> <td> </table> <pre> </pre> <br> <h1> </h1> <h2> <blockquote> </blockquote> <!--x--> <script>x</script> &amp;
&nbsp; <figure> <figcaption> </figure> <img~alt=y> word é e\u0301 \u202e \x00 1 . <q> </q> <ruby>漢<rt>kan</rt></ruby>
<article> </article> <aside> <math> <svg> <title>t</title> <td~hidden> ]]> <![CDATA[ <?pi?>"""


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=25))
def test_any_markup_gives_blocks_that_tile_and_runs_that_hold(pieces: list[str]) -> None:
    markup = " ".join(pieces).replace("~", " ")
    try:
        document = read_html(markup, source="x.html")
    except SourceError:
        return
    at = 0
    for block in document.blocks:
        assert block.start == at < block.end
        at = block.end + 2
        for run in block.runs:
            assert block.start <= run.text < run.text + run.length <= block.end
            copied = document.text[run.text : run.text + run.length]
            assert visible(markup[run.source : run.source + run.length]).split() == copied.split()
    assert "\u202e" not in document.text
    for mark in document.inlines:
        assert any(block.start <= mark.start < mark.end <= block.end for block in document.blocks)


def article(*parts: str, head: str = "") -> list[tuple[str, str]]:
    """Kind and text of the blocks of a page whose article has these parts, prose before and after them."""
    body = f"<main><article><h1>The ferry</h1><p>{PROSE}</p>{''.join(parts)}<p>{PROSE[::-1]}.</p></article></main>"
    document = read_html(f"<html><head>{head}</head><body>{body}</body></html>", source="a.html")
    found = [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
    return [block for block in found if block[1] not in (PROSE, f"{PROSE[::-1]}.", "The ferry")]


def test_a_term_stays_with_its_meaning_whatever_its_class_says() -> None:
    found = article(
        f'<dl><dt class="jumptargets">Quay</dt><dd>{PROSE} Here.</dd><dt>Pier</dt><dd>{PROSE} There.</dd></dl>'
    )
    assert [text for _, text in found] == ["Quay", f"{PROSE} Here.", "Pier", f"{PROSE} There."]


def test_a_table_of_names_and_what_is_said_of_them_is_one_though_lists_stand_in_it() -> None:
    rows = "<tr><th>Length</th><td>40 m</td></tr><tr><th>Crew</th><td><ul><li>Ana</li><li>Bo</li></ul></td></tr>"
    rows = f"<tr><td colspan=2>The ferry</td></tr>{rows}<tr><th>Home</th><td><a href='/q'>Quay</a></td></tr>"
    table = f"<table>{rows}</table>"
    assert article(table) == [("table", "The ferry\nLength\t40 m\nCrew\tAna · Bo\nHome\tQuay")]


def test_one_row_of_short_cells_is_a_table_and_one_of_prose_is_a_way_to_lay_it_out() -> None:
    assert article("<table><tr><td>dogs</td><td>5</td><td>12</td></tr></table>") == [("table", "dogs\t5\t12")]
    assert ("table", PROSE) not in article(
        f"<table><tr><td>{PROSE} A.</td><td>{PROSE} B.</td><td>{PROSE} C.</td></tr></table>"
    )


def test_a_script_that_closes_itself_goes_on_to_its_end_as_in_a_browser() -> None:
    assert (
        article('<script type="text/javascript"/>\nlet a = "nothing to read in it at all, said nobody.";\n</script>')
        == []
    )


def test_a_formula_of_which_a_picture_is_shown_is_read() -> None:
    formula = '<span style="display: none;"><math><mi>x</mi><mo>=</mo><mn>1</mn></math></span><img src="x.svg">'
    assert article(f"<p>{PROSE} Then {formula} holds.</p>") == [("paragraph", f"{PROSE} Then x = 1 holds.")]


def test_what_an_encyclopedia_and_a_book_say_of_the_page_is_no_text() -> None:
    head = '<h2>Later<span class="mw-editsection">[<a href="/e">edit</a>]</span></h2>'
    assert article(head, f'<p><span class="pagenum">12</span>{PROSE} Later.</p>') == [
        ("heading", "Later"),
        ("paragraph", f"{PROSE} Later."),
    ]


def test_whose_picture_it_is_stands_apart_from_its_caption() -> None:
    caption = "<figcaption>The quay at dusk<small>Photo: Ana Paz</small></figcaption>"
    assert article(f"<figure><img src='a.png'>{caption}</figure>") == [("caption", "The quay at dusk Photo: Ana Paz")]


def test_a_cell_that_calls_itself_caption_is_one() -> None:
    rows = '<tr><td><img src="d.jpg"></td></tr><tr><td class="tr-caption">The dog, on the pier</td></tr>'
    assert article(f"<table>{rows}</table>") == [("caption", "The dog, on the pier")]


def test_the_portrait_of_the_author_is_left_out() -> None:
    head = '<meta name="author" content="Ana Paz">'
    assert article('<img src="a.jpg" alt="Ana Paz"><img src="b.jpg" alt="A dog">', head=head)[1:] == [
        ("caption", "A dog")
    ]


def test_a_list_beside_the_only_paragraph_of_an_article_is_part_of_it() -> None:
    items = [
        "250 g of flour",
        "4 eggs",
        "Stir it all until nobody can tell what it was.",
        "Bake it for twenty minutes.",
    ]
    listed = "".join(f"<li>{item}</li>" for item in items)
    page = f"<div id=a><h1>A cake</h1><p>{PROSE}{PROSE}</p><ul>{listed}</ul></div><div class=comments>{PROSE}</div>"
    document = read_html(f"<html><body>{page}</body></html>", source="a.html")
    assert [document.text[b.start : b.end] for b in document.blocks][2:] == items


def test_a_page_out_of_a_word_processor_is_read_whole() -> None:
    head = '<meta name=Generator content="Microsoft Word 15">'
    body = f"<p>Ana Paz</p><p>Quay 3</p><p>{PROSE}{PROSE}</p><p>Yours</p>"
    document = read_html(f"<html><head>{head}</head><body>{body}</body></html>", source="a.html")
    assert [document.text[b.start : b.end] for b in document.blocks] == ["Ana Paz", "Quay 3", PROSE + PROSE, "Yours"]


@pytest.mark.parametrize(
    ("title", "body", "found"),
    [
        ("Knots - The Ferry Book", "<h1>The Ferry Book</h1><main><h1>Knots</h1>", "Knots"),
        ("The ferry - Chapter 1 - Ana Paz - Tales | Shelf", "<h2>The ferry</h2>", "The ferry"),
        ("Rain at last | News", "<h1><style>.a { color: red }</style>Rain at last</h1>", "Rain at last"),
    ],
)
def test_the_title_is_the_heading_of_the_text_and_not_of_what_it_is_part_of(
    title: str, body: str, found: str
) -> None:
    markup = f"<html><head><title>{title}</title></head><body>{body}<p>{PROSE}</p><p>{PROSE}</p></body></html>"
    assert read_html(markup, source="a.html").title == found


def test_a_link_that_says_it_leads_to_the_author_names_them_before_the_site_does() -> None:
    markup = (
        '<html><head><meta name="author" content="The Shelf"></head><body><h1>The ferry</h1>'
        f'<a rel="author" href="/ana">Ana Paz</a><p>{PROSE}</p>'
        '<footer><a rel="author" href="/">Shelf</a></footer></body></html>'
    )
    assert read_html(markup, source="a.html").byline == "Ana Paz"


def test_two_ends_of_lines_in_a_row_part_paragraphs_and_one_is_an_end_of_a_line() -> None:
    found = article(f"<div>{PROSE} One.<br>Two.<br> <br/><b>Three<br><br>four</b> {PROSE}</div>")
    assert found == [("paragraph", f"{PROSE} One.\nTwo."), ("paragraph", "Three"), ("paragraph", f"four {PROSE}")]


def test_a_caption_that_was_never_closed_does_not_make_one_of_all_that_follows() -> None:
    found = article(f"<figure><img src=a.jpg alt=Dog><figcaption>{f'<p>{PROSE} On.</p>' * 12}")
    assert ("caption", f"{PROSE} On.") not in found


def test_a_caption_within_a_caption_ends_with_it() -> None:
    said = "The dog stood on the pier and watched as two hundred people went on board in the rain."
    picture = f'<p><img src="a.jpg" alt="{said}"></p>'
    found = article(picture, f'<div class="info"><span class="caption">{said}</span></div>', "<p>After.</p>")
    assert ("paragraph", "After.") in found


def test_a_page_that_was_saved_in_utf8_is_read_so_whatever_it_declares() -> None:
    page = "<meta charset=gbk><p>渡轮九点离开码头，比时刻表晚了一个小时。</p>"
    assert decode_page(page.encode(), source="a.html") == page
    assert decode_page(page.encode("gbk"), source="a.html") == page


def test_a_page_in_chinese_is_an_article_though_it_has_fewer_letters() -> None:
    story = (
        "渡轮晚上九点离开码头，比时刻表晚了一个小时，船上有二百人，雨从西边来，没有人想到那条狗，它站在码头上看着。"
    )
    page = f"<div><h1>夜渡</h1><p>　　{story}</p><p>　　{story[::-1]}。</p></div><ul><li>打印</li><li>邮件</li></ul>"
    document = read_html(f"<html><body>{page}</body></html>", source="a.html")
    found = [document.text[block.start : block.end] for block in document.blocks]
    assert found[1:3] == [story, f"{story[::-1]}。"]


def test_a_number_is_no_author() -> None:
    markup = f'<html><head><meta name="author" content="105092"></head><body><p>{PROSE}</p></body></html>'
    assert read_html(markup, source="a.html").byline == ""


def test_a_page_of_frames_leads_to_the_pages_that_it_shows() -> None:
    frames = '<frame src="toc.html"><frame src="main.html" title="The text"><frame src="javascript:x()">'
    shown = f"<frameset>{frames}<noframes><body>No.</body></noframes></frameset>"
    markup = f"<html><head><title>Book</title></head>{shown}</html>"
    document = read_html(markup, source="a.html")
    assert [document.text[block.start : block.end] for block in document.blocks] == ["Book", "toc.html", "The text"]
    assert [mark.target for mark in document.inlines] == ["toc.html", "main.html"]


def test_the_size_that_a_program_gives_a_formula_is_no_part_of_it() -> None:
    typed = '<annotation encoding="application/x-tex">{\\displaystyle x_{1}}</annotation>'
    formula = f"<math><semantics><mrow><mi>x</mi></mrow>{typed}</semantics></math>"
    assert article(f"<p>{PROSE} Then {formula} holds.</p>") == [("paragraph", f"{PROSE} Then x_{{1}} holds.")]


def test_prose_that_is_set_line_by_line_is_put_together_with_its_links_and_places() -> None:
    lines = textwrap.fill(f"{PROSE} See the map. {PROSE} Nobody did.", 62).replace(
        "the map", '<a href="/m"><b>the map</b></a>', 1
    )
    quoted = "\n".join(f"&gt; {line}" for line in textwrap.wrap(PROSE, 60))
    mail = f'From: Ana\n\n{lines}\n\n<a name="x"></a>{lines}\n\n{quoted}\n\n{lines}'
    markup = f'<pre>{mail}</pre><p><a href="#x">there</a></p>'
    document = read_html(f"<html><body>{markup}</body></html>", source="a.html", address="https://e.org/a")
    found = [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
    whole = f"{PROSE} See the map. {PROSE} Nobody did."
    assert ("paragraph", whole) in found
    assert ("quote", PROSE) in found
    links = [(document.text[mark.start : mark.end], mark.target) for mark in document.inlines if mark.kind == "link"]
    assert links[:3] == [("the map", "https://e.org/m")] * 3
    assert document.anchors["x"] == document.text.index(whole, 200)


def test_programs_keep_their_lines() -> None:
    program = "\n".join(f"let value_{number} = look_up({number});" for number in range(20))
    assert article(f"<pre>{program}</pre>") == [("code", program)]
    wrapped = textwrap.fill(f"{PROSE} {PROSE}", 62)
    assert article(f'<pre class="screen">{wrapped}</pre>') == [("code", wrapped)]


def test_words_of_any_script_lead_back_behind_what_was_left_out() -> None:
    story = "Паром отошёл от причала в девять, на час позже, с двумя сотнями людей на борту, и шёл дождь." * 3
    left_out = '<div class="share"><p>Ещё</p></div>'
    body = f"<div><p>{story}</p>{left_out}<p>Дождь. {story}</p>{left_out}<p>\n\t{story} И.</p></div>"
    markup = f"<html><body>{body}</body></html>"
    document = read_html(markup, source="a.html")
    assert len(document.blocks) == 3
    for block in document.blocks:
        words = document.text[block.start : block.end]
        assert "".join(markup[run.source : run.source + run.length] for run in block.runs) == words


def test_words_behind_a_reading_in_brackets_lead_back_as_well() -> None:
    story = "夜の渡しは九時に岸壁を離れた。" * 8
    ruby = "<ruby>犬<rp>（</rp><rt>いぬ</rt><rp>）</rp></ruby>"
    markup = f"<html><body><main><p>{story}{ruby}は待っていた。{story}</p><p>(注) {story}</p></main></body></html>"
    document = read_html(markup, source="a.html")
    words = document.text[document.blocks[0].start : document.blocks[0].end]
    assert words == f"{story}犬(いぬ)は待っていた。{story}"
    found = "".join(markup[run.source : run.source + run.length] for run in document.blocks[0].runs)
    assert found == words.replace("(", "").replace(")", "")
