"""Markdown: what people see, what Obsidian follows, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.markdown import FORMAT
from annotations.model import Annotation, Annotator, BlockLike, Span
from tests.annotations.formats.made import NOW, Page, briefly, bundles, held, taken_in, there_and_back, written

FOX = Page("Ana 🦊 met Bo in Paris.")


@dataclass(frozen=True)
class Heading:
    start: int
    end: int
    kind: str = "heading"
    level: int = 1


def made(comment: str = "check the map", **fields: object) -> Annotation:
    note = Annotation(
        id="2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11",
        spans=(Span(exact="Paris", start=16, end=21),),
        tags=("place", "two words"),
        comment=comment,
        annotator="mira",
        created=NOW,
        modified=NOW,
    )
    return replace(note, **fields)  # type: ignore[arg-type]  # fields vary


def bundle(*notes: Annotation, page: Page = FOX) -> Bundle:
    return Bundle(document=page, notes=notes, annotators={"mira": Annotator(id="mira", name="Mira Oy")}, made=NOW)


def test_a_page_as_it_is_written() -> None:
    blocks: Sequence[BlockLike] = (Heading(0, 3),)
    page = replace(FOX, blocks=blocks)
    reply = made("# yes", id="2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d12", spans=(), tags=(), reply_to=made().id)
    assert (
        written(FORMAT, bundle(made(color="green"), reply, page=page)).decode()
        == f"""---
title: "Fox"
author: "Mira Oy"
date: "2026-01-05"
source: "fox.txt"
tags: ["place", "two-words"]
fingerprint: {FOX.fingerprint}
exported: 2026-01-05T09:00:00Z
---

# Fox

## Ana

> Paris

^p-2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11

- Note: check the map
- Tags: #place #two-words
- Colour: green
- By: Mira Oy (mira)
- Written: 2026-01-05T09:00:00Z
- [Open in postil](postil://fox.txt?at=16-21#2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11)

**Reply** ^p-2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d12

- Note:

  # yes
- Answers: [[#^p-2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d11]]
- By: Mira Oy (mira)
- Written: 2026-01-05T09:00:00Z
- [Open in postil](postil://fox.txt#2f1c7a52-6d0e-4a53-9f0e-0c4c6f1b7d12)
"""
    )


@briefly
@given(bundles())
@example(bundle(made("- a\n\n  b\n```\n**x** ^p-1\n- Written: x")))
@example(bundle(made(spans=(Span(exact="Ana", start=0, end=3), Span(exact="Paris", start=16, end=21)))))
def test_all_that_it_holds_comes_back(bundle: Bundle) -> None:
    done = there_and_back(FORMAT, bundle)
    assert sorted(map(spelled, done.notes), key=by_id) == sorted(map(spelled, held(bundle, FORMAT.holds)), key=by_id)
    assert taken_in(FORMAT, written(FORMAT, bundle), bundle.document, done.notes).notes == ()


def by_id(note: Annotation) -> str:
    return note.id


def spelled(note: Annotation) -> Annotation:
    """Tags as Obsidian allows them; surroundings as the document has them."""
    from annotations.formats.markdown import _hashtag

    tags = dict.fromkeys(_hashtag(tag)[1:] for tag in note.tags)
    spans = tuple(replace(span, prefix="", suffix="", fingerprint=None) for span in note.spans)
    return replace(note, tags=tuple(filter(None, tags)), spans=spans)


@briefly
@given(bundles())
def test_the_front_matter_is_yaml_and_the_quotes_are_shown_to_the_letter(bundle: Bundle) -> None:
    _, front, body = written(FORMAT, bundle).decode().split("---\n", 2)
    assert yaml.safe_load(front)["title"] == bundle.document.title
    tokens = MarkdownIt().parse(body)
    shown = []
    for index, token in enumerate(tokens):
        if token.type == "blockquote_open":
            inside = next(inner for inner in tokens[index:] if inner.type == "inline")
            shown.append("".join(child.content for child in inside.children or [] if child.type == "text"))
    for note in bundle.notes:
        for span in note.spans:
            first = span.exact.strip().split("\n")[0].strip()
            assert any(first.replace(" ", "") in words.replace(" ", "") for words in shown) or not first


def test_a_template_of_ones_own() -> None:
    template = "{% for note in notes %}{{ note.quotes[0] }} — {{ note.comment | upper }}\n{% endfor %}"
    assert written(FORMAT, bundle(made()), template=template) == "Paris — CHECK THE MAP\n".encode()


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("x\n{% for %}", "line 2 of the template"),
        ("{{ nothing }}", "nothing"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "unsafe"),
        ("{{ notes.append(1) }}", "unsafe|not safely callable"),
        ("{% for i in range(10000000) %}x{% endfor %}", "[Rr]ange"),
        ("{% include '/etc/passwd' %}", "."),
        ("{{ 1 / 0 }}", "zero"),
    ],
)
def test_a_template_can_do_no_harm(template: str, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        written(FORMAT, bundle(made()), template=template)


def test_what_it_spells_otherwise_is_counted() -> None:
    assert "1 tag spelled otherwise" in str(FORMAT.export(bundle(made())).losses)


@briefly
@given(st.lists(st.sampled_from(written(FORMAT, bundle(made("a\n\nb"))).decode().split("\n")) | st.text(max_size=9)))
def test_any_markdown_is_read_or_refused(lines: list[str]) -> None:
    try:
        reading = FORMAT.read("\n".join(lines).encode(errors="replace"), FOX)
    except FormatError:
        return
    assert all(draft.created for draft in reading.drafts)


def test_other_markdown_is_refused() -> None:
    with pytest.raises(FormatError, match="no Markdown that postil wrote"):
        FORMAT.read(b"# Fox\n\n> Paris\n", FOX)
