"""A link leads to its place in the document, to a file beside it, or to an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.documents.flow import Flow, WholeFlow
from reader.documents.following import Followed, follow, note_of, slug
from reader.documents.html import read_html
from reader.documents.load import open_flow
from reader.documents.loader import LoadOptions
from reader.documents.markdownflow import MarkdownFlow
from reader.documents.slices import SlicedFlow
from tests.fuzz import seeds


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTIL_CACHE_DIR", str(tmp_path / "cache"))


def words_at(flow: Flow, followed: Followed) -> str:
    assert followed.place is not None
    part, offset = followed.place
    return flow.part(part).text[offset:].partition("\n")[0]


def link_of(flow: Flow, words: str) -> tuple[str, tuple[int, int]]:
    for index in range(len(flow)):
        part = flow.part(index)
        for mark in part.inlines:
            if part.text[mark.start : mark.end] == words and mark.kind in ("link", "footnote"):
                return mark.target, (index, mark.start)
    raise AssertionError(words)


def test_a_page_leads_to_its_own_places() -> None:
    prose = "The water goes out twice a day, and twice a day it comes back. " * 300
    document = read_html(
        f"<p><a href='#a%20b'>on</a> {prose}</p><p>{prose}</p><h2 id='a b'>Here</h2><p>{prose} <a href='#no'>off</a>",
        source="x.html",
    )
    for flow in (WholeFlow(document), SlicedFlow(document)):
        target, at = link_of(flow, "on")
        assert words_at(flow, follow(flow, "link", target, at=at)) == "Here"
        assert follow(flow, "link", "#no", at=at) == Followed()


def test_markdown_leads_to_headings_by_their_words() -> None:
    text = (
        "See [it](#what-is-new-1), [this](#what-is-new), [that](#given).\n\n## What is *new*?\n\nOne.\n\n"
        "## What is new?\n\nTwo.\n\n## Three {#given .x}\n\n" + "word\n\n" * 20000
    )
    parts = MarkdownFlow(text, source="x.md", options=LoadOptions())
    for flow in (parts, SlicedFlow(parts.document())):
        found = follow(flow, "link", "#what-is-new-1", at=(0, 0))
        assert words_at(flow, found) == "What is new?"
        assert found != follow(flow, "link", "#what-is-new", at=(0, 0))
        assert words_at(flow, follow(flow, "link", "#given", at=(0, 0))) == "Three"
        assert follow(flow, "link", "#nothing", at=(0, 0)) == Followed()
    assert slug("A [link](x) & `code`, 2.0") == "a-link--code-20"


def test_a_book_leads_from_chapter_to_chapter(tmp_path: Path) -> None:
    members = dict(seeds.EPUB)
    members["a.xhtml"] = members["a.xhtml"].replace("<p>Out", '<p><a href="b.xhtml#x">on</a> Out')
    members["a.xhtml"] = members["a.xhtml"].replace("</body>", '<p id="e">End</p><a href="#e">end</a></body>')
    members["b.xhtml"] = members["b.xhtml"].replace('<p id="x">', '<p>First</p><p id="x">')
    (tmp_path / "b.epub").write_bytes(seeds.packed(members))
    flow = open_flow(str(tmp_path / "b.epub"))
    target, at = link_of(flow, "on")
    assert words_at(flow, follow(flow, "link", target, at=at)) == "Flood"
    assert words_at(flow, follow(flow, "link", *link_of(flow, "end")[:1], at=at)) == "End"
    kept = SlicedFlow(flow.document())
    assert words_at(kept, follow(kept, "link", target, at=at)) == "Flood"
    label, at = link_of(flow, "1")
    assert words_at(flow, follow(flow, "footnote", label, at=at)) == "A note."


def test_a_note_is_the_first_of_its_label_behind_the_call_or_the_last_before_it() -> None:
    text = "[^1]: Zero.\n\nA[^1]\n\n[^2]: Two.\n\nB[^2]\n"
    flow = MarkdownFlow(text, source="x", options=LoadOptions())
    assert words_at(flow, Followed(place=note_of(flow, "1", at=(0, 10)))) == "Zero."
    assert words_at(flow, Followed(place=note_of(flow, "2", at=(0, 0)))) == "Two."
    assert note_of(flow, "3", at=(0, 0)) is None


def test_other_links_are_addresses_and_files_beside_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[x](b%20c.md) and text\n")
    (tmp_path / "b c.md").write_text("other")
    flow = open_flow(str(tmp_path / "a.md"))
    assert follow(flow, "link", "https://a.example/x", at=(0, 0)).address == "https://a.example/x"
    assert follow(flow, "link", "mailto:ana@a.example", at=(0, 0)).address == "mailto:ana@a.example"
    assert follow(flow, "link", "b%20c.md#part", at=(0, 0)).address == str(tmp_path / "b c.md")
    assert follow(flow, "link", "gone.md", at=(0, 0)) == Followed()
