"""Markdown: every block found, with its lines in the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import SourceError
from reader.documents import markdownflow
from reader.documents.as_markdown import as_markdown
from reader.documents.loader import LoadOptions
from reader.documents.markdown import read_markdown
from reader.documents.markdownflow import MarkdownFlow
from reader.documents.model import Document
from tests.fuzz.invariants import check_document, check_flow

ARTICLE = """---
title: The night ferry
author:
  - Ana Paz
  - Bo Lind
date: 2024-03-09
lang: en-GB
---

Two *men* and a **dog** [came
aboard](https://example.org/ferry).[^why]

## The crossing

- first
  - nested `code`
- second

  still second

3. third

> quoted
>
> > deeper

```python title=x
def f():

    return 1
```

| a | b |
|---|---|
| 1 | **two** |

![A ferry at night](ferry.jpg)

---

Roses \\
violets

[^why]: Because of rain.
"""


def shape(document: Document) -> list[tuple[str, int, str, str]]:
    return [(b.kind, b.level, b.label, document.text[b.start : b.end]) for b in document.blocks]


def test_an_article_has_its_blocks_in_order() -> None:
    assert shape(read_markdown(ARTICLE, source="ferry.md")) == [
        ("title", 0, "", "The night ferry"),
        ("byline", 0, "", "Ana Paz, Bo Lind"),
        ("paragraph", 0, "", "Two men and a dog came aboard.[why]"),
        ("heading", 2, "", "The crossing"),
        ("item", 1, "•", "first"),
        ("item", 2, "•", "nested code"),
        ("item", 1, "•", "second"),
        ("item", 1, "", "still second"),
        ("item", 1, "3.", "third"),
        ("quote", 1, "", "quoted"),
        ("quote", 2, "", "deeper"),
        ("code", 0, "python", "def f():\n\n    return 1"),
        ("table", 0, "", "a\tb\n1\ttwo"),
        ("caption", 0, "▣", "A ferry at night"),
        ("rule", 0, "", "* * *"),
        ("paragraph", 0, "", "Roses\nviolets"),
        ("footnote", 0, "why", "Because of rain."),
    ]


def test_the_front_matter_says_title_byline_date_and_language() -> None:
    document = read_markdown(ARTICLE, source="ferry.md")
    assert (document.title, document.byline) == ("The night ferry", "Ana Paz, Bo Lind")
    assert (document.date, document.language) == ("2024-03-09", "en")


def test_inlines_say_what_stands_in_a_block() -> None:
    document = read_markdown(ARTICLE, source="ferry.md")
    marks = [(mark.kind, document.text[mark.start : mark.end], mark.target) for mark in document.inlines]
    assert marks == [
        ("emphasis", "men", ""),
        ("strong", "dog", ""),
        ("link", "came aboard", "https://example.org/ferry"),
        ("footnote", "[why]", "why"),
        ("code", "code", ""),
        ("strong", "two", ""),
        ("image", "A ferry at night", "ferry.jpg"),
    ]


def test_every_block_knows_its_lines() -> None:
    document = read_markdown(ARTICLE, source="ferry.md")
    by_text = {document.text[b.start : b.end]: b for b in document.blocks}
    block = by_text["deeper"]
    assert ARTICLE[block.source_start : block.source_end] == "> > deeper"
    assert ARTICLE[block.runs[0].source :].startswith("deeper")
    assert ARTICLE[by_text["a\tb\n1\ttwo"].source_start :].startswith("| a | b |")


def test_a_first_heading_is_the_title_and_the_byline_follows_it() -> None:
    document = read_markdown("---\nauthor: Ana\n---\n# The *ferry*\n\ntext\n", source="x.md")
    assert shape(document)[:2] == [("title", 0, "", "The ferry"), ("byline", 0, "", "Ana")]
    assert document.title == "The ferry"


def test_without_a_title_the_file_name_is_shown_and_nothing_is_added_to_the_text() -> None:
    document = read_markdown("words\n\n# Later\n", source="/tmp/notes.md")
    assert document.title == "notes.md"
    assert shape(document) == [("paragraph", 0, "", "words"), ("heading", 1, "", "Later")]


def test_broken_front_matter_is_text() -> None:
    document = read_markdown("---\na: [1\n---\n\ntext\n", source="x.md")
    assert "a: [1" in document.text


def test_front_matter_made_to_explode_stays_small() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 60)]
    front = "\n".join(lines)
    document = read_markdown(f"---\n{front}\n---\n\ntext\n", source="x.md")
    assert document.text == "text"
    assert sum(map(len, document.metadata.values())) < 5000


def test_toml_front_matter_is_read() -> None:
    document = read_markdown('+++\ntitle = "T"\ndate = 2020-02-03\n+++\ntext\n', source="x.md")
    assert (document.title, document.date) == ("T", "2020-02-03")


def test_carriage_returns_do_not_move_the_lines() -> None:
    source = "# A\r\n\r\none\r\ntwo\rthree\r\n\r\nfour\r\n"
    document = read_markdown(source, source="x.md")
    assert document.text == "A\n\none two three\n\nfour"
    for block in document.blocks:
        for run in block.runs:
            copied = document.text[run.text : run.text + run.length]
            assert source[run.source : run.source + run.length].split() == copied.split()


def test_html_in_the_midst_leaves_its_words_in_blocks() -> None:
    source = (
        '<p align="center">Badge &amp; <b>logo</b></p>\n<h2>Head</h2>\n<ul><li>one</ul>\n'
        '<img alt="A dog" src=d.png>\n\n'
        "A<br>B <kbd>x</kbd> <!-- no -->\n\n<groupId>\nwords one\n\n* not a list\n"
    )
    document = read_markdown(source, source="x.md")
    assert shape(document) == [
        ("paragraph", 0, "", "Badge & logo"),
        ("heading", 2, "", "Head"),
        ("item", 1, "•", "one"),
        ("caption", 0, "", "A dog"),
        ("paragraph", 0, "", "A\nB x"),
        ("paragraph", 0, "", "words one"),
        ("item", 1, "•", "not a list"),
    ]


def test_badges_are_no_text() -> None:
    document = read_markdown("[![build](https://img.shields.io/x)](https://a.example) words", source="x.md")
    assert document.text == "words"


def test_definitions_are_items_under_their_words() -> None:
    document = read_markdown("Ebb\n:   The water goes.\n\n    It does.\n\nFlood\n:   It comes.\n", source="x.md")
    assert shape(document) == [
        ("paragraph", 0, "", "Ebb"),
        ("item", 1, "", "The water goes."),
        ("item", 1, "", "It does."),
        ("paragraph", 0, "", "Flood"),
        ("item", 1, "", "It comes."),
    ]


def test_notes_stay_where_they_were_put_also_those_that_nothing_calls() -> None:
    source = "One.[^a] Two.^[An aside, *here*.]\n\n[^a]: First.\n\n    More.\n\n[^b]: Unseen.\n\nThree.\n"
    document = read_markdown(source, source="x.md")
    assert shape(document) == [
        ("paragraph", 0, "", "One.[a] Two.[2]"),
        ("footnote", 0, "2", "An aside, here."),
        ("footnote", 0, "a", "First."),
        ("footnote", 0, "", "More."),
        ("footnote", 0, "b", "Unseen."),
        ("paragraph", 0, "", "Three."),
    ]
    assert [(m.kind, m.target) for m in document.inlines] == [("footnote", "a"), ("footnote", "2"), ("emphasis", "")]


@pytest.mark.parametrize("sign", ["> ", "- ", "1. "])
def test_absurd_nesting_is_refused(sign: str) -> None:
    with pytest.raises(SourceError, match="nests") as caught:
        read_markdown("before\n\n" + sign * 3000 + "deep\n", source="x.md")
    assert ".txt" in caught.value.hint
    assert read_markdown(sign * 20 + "deep\n", source="x.md").text == "deep"


@given(st.text(st.sampled_from("ab #*_-`[]()!>\n\t|:~^\\<&é\u0301\r1.+"), max_size=80))
def test_any_text_gives_blocks_that_tile_and_runs_that_hold(source: str) -> None:
    document = read_markdown(source, source="x.md")
    at = 0
    for block in document.blocks:
        assert block.start == at
        at = block.end + 2
        assert document.text[block.end : at] in ("\n\n", "")
        for run in block.runs:
            assert block.start <= run.text <= run.text + run.length <= block.end
            copied = document.text[run.text : run.text + run.length]
            assert source[run.source : run.source + run.length].split() == copied.split()


STRETCHABLE = """word%
# head%
- item%
  inside%
    code%
> quote%
```%
~~~%
``` py%
<!--%
-->%
<pre>%
</pre>%
<div>%
1. one%
[^n]: note%
    in the note%
: meaning%
Setext
===%
[r]: /there%
word [r]%
lazy
word%
> lazy
word%
<?php%
?>%
- item
word%
***%
\\""".split("%\n")

LONG = (
    "# Long\n\nSee [there][r] and a note.[^n]\n\n"
    + "".join(f"## Part {n}\n\nWords and *words* of part {n}.\n\n- item\n\n  more\n\n" for n in range(900))
    + "```py\n"
    + "x = 1\n\n# no heading\n\nno paragraph\n\n" * 900
    + "```\n\n<!--\n"
    + "# no heading either\n\n" * 900
    + "-->\n\nAfter [there][r].\n\n[^n]: The note.\n\n[r]: https://a.example/\n"
)


def test_a_long_text_is_the_same_in_stretches_and_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = MarkdownFlow(LONG, source="x.md", options=LoadOptions())
    assert len(flow) > 2
    check_flow(flow, flow.document())
    in_stretches = flow.document()
    check_document(in_stretches)
    monkeypatch.setattr(markdownflow, "STRETCH", 1 << 30)
    whole = read_markdown(LONG, source="x.md")
    assert in_stretches.text == whole.text
    assert [block.kind for block in in_stretches.blocks] == [block.kind for block in whole.blocks]
    assert [mark.target for mark in in_stretches.inlines] == [mark.target for mark in whole.inlines]
    for block in in_stretches.blocks:
        for run in block.runs:
            copied = in_stretches.text[run.text : run.text + run.length]
            assert LONG[run.source : run.source + run.length].split() == copied.split()


@given(st.lists(st.sampled_from(STRETCHABLE), max_size=40))
def test_no_stretch_begins_inside_a_block(pieces: list[str]) -> None:
    source = "\n\n".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        whole = read_markdown(source, source="x.md")
        patch.setattr(markdownflow, "STRETCH", 1)
        in_stretches = read_markdown(source, source="x.md")
    assert in_stretches.text == whole.text
    assert kinds(in_stretches) == kinds(whole)


def kinds(document: Document) -> list[tuple[str, int]]:
    """Kind and level of each block, the title being a heading: a stretch does not know what came before."""
    return [("heading", 1) if b.kind == "title" else (b.kind, b.level) for b in document.blocks]


def blocks(source: str) -> list[tuple[str, str]]:
    document = read_markdown(source, source="a.md")
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def links(source: str) -> dict[str, str]:
    document = read_markdown(source, source="a.md")
    return {document.text[m.start : m.end]: m.target for m in document.inlines if m.kind == "link"}


def test_links_between_notes_show_their_words_and_lead_to_the_note() -> None:
    source = "See [[The ferry]], [[Timetable#In winter|the hours]], [[#Below]] and ![[deck.png|300]].\n\n# Below\n"
    assert blocks(source)[0] == ("paragraph", "See The ferry, the hours, Below and deck.png.")
    assert links(source) == {
        "The ferry": "The%20ferry.md",
        "the hours": "Timetable.md#in-winter",
        "Below": "#below",
        "deck.png": "deck.png",
    }


def test_brackets_in_code_are_no_links_between_notes() -> None:
    assert blocks("`[[a]]` and `a[[1]]`") == [("paragraph", "[[a]] and a[[1]]")]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("> [!NOTE]\n> The ferry is late.", [("quote", "Note"), ("quote", "The ferry is late.")]),
        ("> [!tip]- Come *early*\n> It fills up.\n>\n> Soon.", [
            ("quote", "Come early"), ("quote", "It fills up."), ("quote", "Soon.")]),
        ("> [!warning]", [("quote", "Warning")]),
        ("> [!a](b) is a link", [("quote", "!a is a link")]),
    ],
)  # fmt: skip
def test_a_callout_has_its_name_in_a_line_of_its_own(source: str, found: list[tuple[str, str]]) -> None:
    assert blocks(source) == found


def test_admonitions_and_tabs_are_read_as_what_stands_in_them() -> None:
    source = (
        '!!! note "On time"\n\n    The ferry *waits*.\n\n    - for\n    - us\n\n??? tip\n    Be early.\n\n'
        '=== "Summer"\n\n    Every hour.\n\n=== "Winter"\n\n    Twice a day.\n\nEnd.'
    )
    assert blocks(source) == [
        ("quote", "On time"), ("quote", "The ferry waits."), ("item", "for"), ("item", "us"),
        ("quote", "Tip"), ("quote", "Be early."),
        ("paragraph", "Summer"), ("paragraph", "Every hour."), ("paragraph", "Winter"), ("paragraph", "Twice a day."),
        ("paragraph", "End."),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["!!! note", '=== "a"'])
def test_what_is_set_in_too_deep_is_refused_by_name(mark: str) -> None:
    source = "\n".join(" " * 4 * depth + mark for depth in range(3000)) + "\n" + " " * 12000 + "Text."
    with pytest.raises(SourceError, match="deep"):
        read_markdown(source, source="a.md")


def test_marks_of_divisions_are_not_shown_but_their_titles_are() -> None:
    pandoc = "::: {.wide}\n\nOne.\n\n:::: {#two .b}\nTwo.\n::::\n\n:::\n\n"
    source = pandoc + ":::tip Be early\n\nThree.\n\n:::\n\n:::note\nFour.\n:::"
    assert [text for _, text in blocks(source)] == ["One.", "Two.", "Be early", "Three.", "Note", "Four."]


def test_formulas_stay_as_they_are_typed() -> None:
    source = "Let $a_1 * b_2$ and $$c_1 * d_2$$ be, for $5 or $6.\n\n$$\n\\begin{a} x_1 \\\\\ny*z*w\n\\end{a}\n$$\n"
    assert blocks(source) == [
        ("paragraph", "Let $a_1 * b_2$ and $$c_1 * d_2$$ be, for $5 or $6."),
        ("code", "\\begin{a} x_1 \\\\\ny*z*w\n\\end{a}"),
    ]


def test_a_heading_without_a_blank_behind_its_signs_is_one_from_the_second_level_on() -> None:
    assert blocks("Text.\n\n##The ferry ##\nIt waits.\n\n#tag here\n\n##1 more")[1:] == [
        ("heading", "The ferry"), ("paragraph", "It waits."), ("paragraph", "#tag here"), ("paragraph", "##1 more"),
    ]  # fmt: skip


def test_attributes_are_not_shown() -> None:
    source = (
        "## Fares {-}\n\n## Hours {#h .x}\n\n![Deck](d.png){width=40% .wide}\n\n![](e.png){fig-alt=\"A rope\"}\n\n"
        "A [link](a){.b}, `code`{.r} and a {set}.\n\n{: .note }\n"
    )  # fmt: skip
    assert blocks(source) == [
        ("heading", "Fares"), ("heading", "Hours"), ("caption", "Deck"), ("caption", "A rope"),
        ("paragraph", "A link, code and a {set}."),
    ]  # fmt: skip


def test_the_line_under_a_table_that_begins_with_a_colon_is_its_caption() -> None:
    source = "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Fares of *old*"
    assert blocks(source)[1:] == [("caption", "Fares of old")]


def test_an_abstract_in_the_front_matter_is_read() -> None:
    source = "---\ntitle: Ferries\nauthor: Ana Paz\nabstract: |\n  They *wait*,\n  mostly.\n---\n\nText."
    assert blocks(source) == [
        ("title", "Ferries"), ("byline", "Ana Paz"), ("paragraph", "They wait, mostly."), ("paragraph", "Text."),
    ]  # fmt: skip


def test_what_a_page_of_components_says_is_read_without_its_program() -> None:
    source = (
        "import Tabs from '@theme/Tabs';\nimport A from './a';\n\nexport const x = 1;\n\n{/* later */}\n\n"
        "<Tabs\n  items={['a', 'b']}\n>\n```js\nlet a\n```\n</Tabs>\n\n"
        '<Alert kind="x">\nThe *ferry*.\n</Alert>\n\nEnd.'
    )
    assert blocks(source) == [("code", "let a"), ("paragraph", "The ferry."), ("paragraph", "End.")]


def test_markdown_in_html_that_asks_for_it_is_read_as_markdown() -> None:
    assert blocks('<aside markdown="1" class="q">\nThe *ferry*.\n</aside>') == [("paragraph", "The ferry.")]


def test_commands_of_tex_that_stand_alone_are_not_shown() -> None:
    source = "One.\n\n\\newpage\n\n\\setlength{\\parindent}{0in}\n\n\\emph{Two} three."
    assert blocks(source) == [("paragraph", "One."), ("paragraph", "\\emph{Two} three.")]


def test_what_stands_behind_a_picture_in_html_is_no_caption() -> None:
    assert blocks('<div>\n<img src="a.png" alt="A rope">\nThe ferry waits.\n</div>') == [
        ("caption", "A rope"), ("paragraph", "The ferry waits."),
    ]  # fmt: skip


def test_a_heading_of_the_first_level_in_html_names_the_page() -> None:
    assert read_markdown('<h1 align="center">The ferry</h1>\n\nIt waits.', source="a.md").title == "The ferry"


def test_the_lines_of_a_poem_are_lines_in_markdown_as_well() -> None:
    document = read_markdown("Roses \\\nviolets\n\n> quoted \\\nlines", source="a.md")
    written = as_markdown(document)
    assert written == "Roses\\\nviolets\n\n> quoted\\\n> lines\n"
    assert read_markdown(written, source="a.md").text == document.text
