"""`postil show`: a document as text, Markdown or JSON, from the real command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import cast

from reader.documents.as_markdown import as_markdown
from reader.documents.builder import Builder
from reader.documents.markdown import read_markdown
from reader.documents.model import Block, BlockKind, Document, Inline

ROOT = Path(__file__).parents[3]
ARTICLE = "A short walk\n\nBy Ana Ruiz\n\nThe path is long and it\nleads to the sea.\n\n  * shells\n  * stones\n"


def show(*words: str, feed: str = "") -> subprocess.CompletedProcess[str]:
    code = "import sys; from reader.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "show", *words]
    return subprocess.run(command, cwd=ROOT, input=feed, capture_output=True, text=True, check=False)


def test_text_is_the_canonical_text(tmp_path: Path) -> None:
    path = tmp_path / "walk.txt"
    path.write_text(ARTICLE)
    done = show(str(path))
    assert done.returncode == 0, done.stderr
    assert (
        done.stdout
        == "A short walk\n\nBy Ana Ruiz\n\nThe path is long and it leads to the sea.\n\nshells\n\nstones\n"
    )


def test_json_has_the_fields_that_programs_rely_on() -> None:
    done = show("-", "--json", feed=ARTICLE)
    found = json.loads(done.stdout)
    assert list(found) == ["title", "byline", "date", "source", "fingerprint", "text", "blocks"]
    assert (found["title"], found["byline"], found["source"]) == ("A short walk", "By Ana Ruiz", "-")
    assert [block["kind"] for block in found["blocks"]] == ["title", "byline", "paragraph", "item", "item"]
    assert all(list(block) == ["kind", "start", "end", "level"] for block in found["blocks"])
    paragraph = found["blocks"][2]
    assert found["text"][paragraph["start"] : paragraph["end"]].startswith("The path is long and it leads")


def test_markdown_shows_the_structure() -> None:
    done = show("-", "--markdown", feed=ARTICLE)
    assert done.stdout.startswith("# A short walk\n\n*By Ana Ruiz*\n\nThe path is long")
    assert done.stdout.endswith("\n\n- shells\n- stones\n")


def test_an_encoding_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes("Привет, мир.".encode("koi8-r"))
    assert show(str(path), "--encoding", "koi8-r").stdout == "Привет, мир.\n"


def test_an_error_is_two_lines_and_exit_code_3(tmp_path: Path) -> None:
    done = show(str(tmp_path / "none.txt"))
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 2


def test_markdown_that_is_printed_reads_back_as_the_same_blocks() -> None:
    source = "# On *walks*\n\nA [path](https://example.org) with `a*b` and 2 * 3.\n\n- one\n- two\n\n> quoted\n"
    document = read_markdown(source, source="a.md")
    again = read_markdown(as_markdown(document), source="a.md")
    assert (again.text, [b.kind for b in again.blocks]) == (document.text, [b.kind for b in document.blocks])
    assert [i.kind for i in again.inlines] == [i.kind for i in document.inlines]


def test_signs_of_emphasis_touch_words_and_headings_are_not_bold_twice() -> None:
    text = "Who may come\n\n(4) Education: all."
    document = Document(
        title="Jobs",
        source="a.docx",
        text=text,
        blocks=(
            Block(kind="heading", start=0, end=12, level=2, source_start=0, source_end=12),
            Block(kind="paragraph", start=14, end=len(text), level=0, source_start=14, source_end=len(text)),
        ),
        inlines=(Inline(kind="strong", start=0, end=12), Inline(kind="strong", start=17, end=29)),
        loader="docx/1",
    )
    assert as_markdown(document) == "## Who may come\n\n(4) **Education:** all.\n"


def test_numbers_that_no_list_of_markdown_has_stay_and_what_goes_on_is_indented() -> None:
    builder = Builder()
    for kind, label, text, level in (
        ("heading", "§ 1*", "Money", 2),
        ("item", "1.1.", "Rent", 1),
        ("item", "", "is due.", 1),
        ("item", "a)", "*monthly*", 2),
        ("item", "2.", "Term", 1),
        ("footnote", "1 (2)", "Except", 0),
        ("footnote", "", "in May.", 0),
    ):
        builder.add(cast("BlockKind", kind), text, label=label, level=level)
    document = Document(title="", source="x", text=builder.text, blocks=builder.blocks, loader="x/1")
    assert as_markdown(document) == (
        "## § 1\\* Money\n\n- 1.1. Rent\n\n    is due.\n    - a) \\*monthly\\*\n2. Term\n\n"
        "[^1-2]: Except\n\n    in May.\n"
    )


def test_a_picture_that_is_a_link_is_a_link_around_a_picture() -> None:
    inlines = (Inline(kind="image", start=0, end=4, target="m.png"), Inline(kind="link", start=0, end=4, target="u"))
    block = Block(kind="paragraph", start=0, end=4)
    document = Document(title="", source="x", text="Logo", blocks=(block,), inlines=inlines, loader="x/1")
    assert as_markdown(document) == "[![Logo](m.png)](u)\n"


def test_links_and_notes_stand_in_the_cells_of_a_table() -> None:
    builder = Builder()
    builder.begin("table")
    builder.write("Port")
    builder.part("\t")
    builder.write("Depth")
    builder.open("footnote", "3")
    builder.write("3")
    builder.close("footnote")
    builder.part("\n")
    builder.open("link", "a|b")
    builder.write("Lima")
    builder.close("link")
    builder.part("\t")
    builder.write("*5*")
    builder.end()
    document = Document(
        title="", source="x", text=builder.text, blocks=builder.blocks, inlines=builder.inlines, loader="x/1"
    )
    assert as_markdown(document) == ("| Port | Depth[^3] |\n| --- | --- |\n| [Lima](a\\|b) | \\*5\\* |\n")
