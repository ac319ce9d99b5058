"""The HTML page: what it says, what it does in a real browser, and what it never does."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given

from annotations.formats.bundle import Bundle
from annotations.formats.html import FORMAT
from annotations.formats.pieces import DEPTH, Stretch, Stretches
from annotations.model import Annotation, Annotator, BlockLike, EntityLike, Span
from tests.annotations.formats.browser import CHROMIUM, DRIVER, Browser
from tests.annotations.formats.made import NOW, Page, briefly, bundles, written

HOSTILE = "</style><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"


@dataclass(frozen=True)
class Block:
    kind: str
    start: int
    end: int
    level: int = 0
    label: str = ""


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Entity:
    id: str
    name: str
    kind: str
    mentions: Sequence[Mention]
    aliases: Sequence[str] = ()


def page_of(*blocks: tuple[str, str]) -> Page:
    text, made = "", []
    for kind, words in blocks:
        start = len(text) + 2 * bool(text)
        text = f"{text}\n\n{words}" if text else words
        made.append(Block(kind, start, len(text), 1 if kind == "item" else 0, "•" if kind == "item" else ""))
    found: Sequence[BlockLike] = tuple(made)
    return Page(text, title=HOSTILE, byline=HOSTILE, source=f"https://ex.org/{HOSTILE}", blocks=found)


ARTICLE = page_of(
    ("title", "Roads & markets"),
    ("paragraph", "On Friday, 46 roadblocks were reported 🦊 in Lima. Thousands have marched in the capital."),
    ("item", "first <b>point</b>"),
    ("item", "second point"),
    ("code", "if a < b:\n    stop()" + " and more" * 40),
    *(("paragraph", f"Paragraph {number} of many. " + "The markets were closed. " * 12) for number in range(12)),
)


def note(quote: str, number: int, **fields: object) -> Annotation:
    start = ARTICLE.text.index(quote) if quote else 0
    made = Annotation(
        id=f"0198c1b2-7a51-7c3e-8f1d-2b9f5a7c1e{number:02}",
        spans=(Span(exact=quote, start=start, end=start + len(quote)),) if quote else (),
        created=NOW,
        modified=NOW,
        annotator="ana",
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # fields vary


NOTES = (
    note("", 1, comment="on the whole", annotator="bo"),
    note("46 roadblocks were reported", 2, color="red", tags=("claim",), comment=HOSTILE + "\n\n- *one*\n- two"),
    note("reported 🦊 in Lima", 3, color="blue", tags=("place", HOSTILE), annotator="bo"),
    note("Lima. Thousands", 4, color="green", tags=("claim", "place"), comment="[x](javascript:alert(1)) `code`"),
    note("", 5, reply_to="0198c1b2-7a51-7c3e-8f1d-2b9f5a7c1e02", comment="# an answer", annotator="bo"),
    note("closed", 6, spans=(Span(exact="nowhere at all", start=0, end=14),), comment="lost"),
)
LIMA = ARTICLE.text.index("Lima")
ENTITIES: Sequence[EntityLike] = (
    Entity("place:Lima", "Lima", "place", (Mention(LIMA, LIMA + 4, "Lima"),)),
    Entity("person:X", HOSTILE, "person", (Mention(0, 5, "Roads"),)),
)
BUNDLE = Bundle(
    document=ARTICLE,
    notes=NOTES,
    annotators={"ana": Annotator(id="ana", name="Ana <Ruiz>"), "bo": Annotator(id="bo", name=HOSTILE)},
    entities=ENTITIES,
    made=NOW,
)


class Shown(HTMLParser):
    """Elements that never close or close what was not open; the text of `main` without notes."""

    VOID = frozenset({"meta", "input", "hr", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self.text = ""
        self.elements: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.wrong += [f"{tag} {name}" for name, _ in attrs if name.startswith("on") or name == "style"]
        if tag not in self.VOID:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.wrong.append(f"</{tag}>")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        classes = [name for _, name in self.open]
        inside = any(tag == "div" and name == "text" for tag, name in self.open)
        if inside and not any(name.startswith(("ref", "label")) for name in classes):
            self.text += data


def shown(bundle: Bundle) -> Shown:
    parser = Shown()
    parser.feed(written(FORMAT, bundle).decode())
    parser.close()
    return parser


@briefly
@given(bundles())
def test_any_notes_give_a_whole_page_with_the_text_to_the_letter(bundle: Bundle) -> None:
    page = shown(bundle)
    assert page.open == []
    assert page.wrong == []
    assert "".join(page.text.split()) == "".join(bundle.document.text.split())


def test_nothing_of_the_article_or_the_notes_becomes_markup() -> None:
    page = shown(BUNDLE)
    assert page.wrong == []
    assert page.elements.isdisjoint({"script", "img", "iframe", "object", "link", "base", "svg"})
    assert "javascript:" not in re.findall(r'href="([^"]*)"', written(FORMAT, BUNDLE).decode())


def test_the_policy_allows_this_style_and_nothing_else() -> None:
    text = written(FORMAT, BUNDLE).decode()
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;"
    assert policy in text


def test_every_link_inside_leads_somewhere_and_no_id_is_given_twice() -> None:
    text = written(FORMAT, BUNDLE).decode()
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', text)) <= set(ids)


def test_marks_on_one_spot_are_nested_no_deeper_than_can_be_seen() -> None:
    stretches = Stretches([Stretch(0, 10 + number, number) for number in range(100)])
    pieces = list(stretches.pieces(0, 200))
    assert max(len(piece.marks) for piece in pieces) == DEPTH
    assert [piece.start for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]


def test_notes_that_answer_each_other_are_shown_once() -> None:
    circle = tuple(note("", number, reply_to=NOTES[other].id) for number, other in ((1, 1), (2, 0)))
    text = written(FORMAT, Bundle(document=ARTICLE, notes=circle)).decode()
    assert re.findall(r'id="(n\d)"', text) == ["n1", "n2"]


needs_browser = pytest.mark.skipif(CHROMIUM is None or DRIVER is None, reason="needs chromium and chromedriver")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as made:
        yield made


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Browser:
    path = tmp_path / "page.html"
    path.write_bytes(written(FORMAT, BUNDLE))
    browser.size(1280, 900)
    browser.protocol("Emulation.setEmulatedMedia", features=[])
    browser.open(path)
    return browser


VISIBLE = """
return [...document.querySelectorAll('.n')].filter(n => n.offsetParent !== null).map(n => n.id)
"""
MARKED = """
const seen = e => e && (e.matches('mark') && getComputedStyle(e).backgroundColor !== 'rgba(0, 0, 0, 0)'
  || seen(e.parentElement.closest('mark')));
const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
let text = '';
while (walker.nextNode()) if (seen(walker.currentNode.parentElement.closest('mark'))) text += walker.currentNode.data;
return text
"""


@needs_browser
def test_the_page_runs_nothing_and_asks_for_nothing(page: Browser) -> None:
    assert page.run("return window.hacked ?? null") is None
    assert page.run("return document.scripts.length") == 0
    assert page.run("return performance.getEntriesByType('resource').length") == 0
    assert page.log() == []
    assert page.run("return getComputedStyle(document.querySelector('mark.c-red')).backgroundColor") == (
        "rgb(255, 210, 204)"
    )


@needs_browser
def test_notes_stand_beside_their_passage_on_a_desk_and_below_it_on_a_phone(page: Browser) -> None:
    where = """
    const ref = document.querySelector('#m2').getBoundingClientRect();
    const note = document.querySelector('#n2').getBoundingClientRect();
    const text = document.querySelector('#m2').closest('.text').getBoundingClientRect();
    return [note.left >= text.right, Math.abs(note.top - text.top) < 400, note.top >= text.bottom,
            document.documentElement.scrollWidth <= innerWidth]
    """
    assert page.run(where) == [True, True, False, True]
    page.size(360, 740)
    assert page.run(where) == [False, True, True, True]


@needs_browser
def test_filters_by_tag_and_person_work_without_a_script(page: Browser) -> None:
    assert page.run(VISIBLE) == ["n1", "n2", "n4", "n5", "n6"]
    page.click("summary")
    page.click("#t1")  # claim; the hostile tag sorts before it
    assert page.run(VISIBLE) == ["n2", "n5"]
    assert page.run(MARKED) == "46 roadblocks were reportedLima. Thousands"
    page.click("#t2")  # place
    assert page.run(VISIBLE) == ["n2", "n4", "n5"]
    page.click("#p1")  # bo
    assert page.run(VISIBLE) == ["n4"]
    assert page.run(MARKED) == "reported 🦊 in Lima"
    page.click("button[type=reset]")
    assert len(page.run(VISIBLE)) == 5


@needs_browser
def test_the_keyboard_reaches_everything(page: Browser) -> None:
    seen = []
    for _ in range(8):
        page.press("\ue004")
        seen.append(page.run("return document.activeElement.className || document.activeElement.tagName"))
    assert seen[0] == "skip"
    assert seen.count("SUMMARY") == 2
    assert any(name.startswith("ref") for name in seen)
    page.run("document.querySelector('#m2').focus()")
    page.press("\ue007")
    assert page.run("return location.hash") == "#n2"
    assert page.run("return document.querySelector('#n2').matches(':target')") is True


@needs_browser
def test_a_screen_reader_hears_a_name_for_everything_it_can_act_on(page: Browser) -> None:
    page.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    nodes = page.protocol("Accessibility.getFullAXTree")["nodes"]
    roles = [(node.get("role", {}).get("value"), node.get("name", {}).get("value", "")) for node in nodes]
    for role, name in roles:
        if role in ("link", "checkbox", "button", "navigation", "list", "heading"):
            assert name or role == "list", role
    names = {name for role, name in roles if role == "link"}
    assert {"Skip to the text", "Note 2 by Ana <Ruiz>", "Note 2, back to its passage"} <= names
    assert [name for role, name in roles if role == "heading"] == [
        "Roads & markets",
        "Notes whose passage is not in this text",
    ]


CONTRAST = """
const light = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
  .map(x => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2] };
const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
  if (c !== 'rgba(0, 0, 0, 0)') return c } return 'rgb(255, 255, 255)' };
let worst = 99, of = '';
for (const e of document.querySelectorAll('body *')) {
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || e.offsetParent === null) continue;
  const a = light(getComputedStyle(e).color), b = light(behind(e));
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < worst) { worst = ratio; of = e.outerHTML.slice(0, 80) }
}
return [worst, of]
"""


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_in_light_and_dark(page: Browser, scheme: str) -> None:
    page.protocol("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    page.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    background = page.run("return getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(255, 253, 248)", "dark": "rgb(22, 24, 28)"}[scheme]
    worst, element = page.run(CONTRAST)
    assert worst >= 4.5, element


@needs_browser
def test_it_prints(page: Browser) -> None:
    pdf = base64.b64decode(page.protocol("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) in range(1, 6)
    page.protocol("Emulation.setEmulatedMedia", media="print")
    assert page.run("return document.querySelector('.filter').offsetParent") is None
    assert len(page.run(VISIBLE)) == 5
    page.protocol("Emulation.setEmulatedMedia", media="")
