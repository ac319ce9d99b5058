"""Starting: the first screen is there before the toolkit, shows what the toolkit will show, and loses no key."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fuzz import seeds
from tests.reader.documents.test_pdf import column, pdf

if TYPE_CHECKING:
    from tests.reader.app.conftest import Postil, Terminal

ROOT = Path(__file__).parents[3]

HEAVY = (
    "argparse",
    "asyncio",
    "collections",
    "dataclasses",
    "inspect",
    "json",
    "pathlib",
    "re",
    "textual",
    "threading",
    "typing",
    "yaml",
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Forty paragraphs of five sentences."""
    sentences = [
        f"Sentence {n} of the story says what happened on day-{n}x of the strike in Ica." for n in range(200)
    ]
    paragraphs = ["A strike in Ica ends\n"] + [" ".join(sentences[n : n + 5]) for n in range(0, 200, 5)]
    path = tmp_path / "story.txt"
    path.write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    return path


DOCUMENTS = {
    "story.md": (seeds.MARKDOWN + "\n\nA paragraph of its own, over and over.\n" * 40).encode(),
    "story.html": seeds.HTML.encode(),
    "story.epub": seeds.packed(seeds.EPUB),
    "story.docx": seeds.packed(seeds.DOCX),
    "story.pdf": pdf(column(72, 700, ["Some words of a page, set in a line", "and in another line below it."])),
}


def same_cells(terminal: Terminal) -> list[str]:
    """The first frame, when the toolkit's first frame shows the same text in the same cells."""
    first = terminal.first_frame()
    painted = terminal.bytes.index(b"\x1b[?2026l")
    # The toolkit's first frame begins at the first cell, and is whole when it has drawn the last row.
    end = f"\x1b[{terminal.lines};1H".encode()
    terminal.until(
        lambda: terminal.bytes.rfind(end) > painted and b"quit" in terminal.bytes[terminal.bytes.rfind(end) :]
    )
    frame = terminal.bytes.index(end, painted)
    terminal.bytes = terminal.bytes[: terminal.bytes.index(b"quit", frame) + 4]
    assert terminal.screen() == first
    return first


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40), (60, 20), (200, 50)])
def test_the_first_screen_and_the_toolkits_show_the_same_text_in_the_same_cells(
    postil: Postil, article: Path, columns: int, lines: int
) -> None:
    first = same_cells(postil(article, columns=columns, lines=lines))
    assert any("Sentence 0 of the story" in row for row in first)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_format_is_on_the_screen_before_the_toolkit_and_in_the_same_cells(
    postil: Postil, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(DOCUMENTS[name])
    terminal = postil(path)
    first = terminal.first_frame()
    assert b"\x1b[?1000h" not in terminal.bytes  # the toolkit turns the mouse on
    assert sum(bool(row) for row in first) > 4
    assert same_cells(terminal) == first


def test_links_are_hyperlinks_in_the_first_screen_in_the_toolkits_and_in_rows_that_are_drawn_anew(
    postil: Postil, tmp_path: Path
) -> None:
    path = tmp_path / "story.md"
    path.write_text("# Story\n\nSee [the source](https://a.example/x) of it.\n\n" + "Words.\n\n" * 40, "utf-8")
    link = b"\x1b]8;id=postil-b;https://a.example/x\x1b\\"
    terminal = postil(path)
    terminal.first_frame()
    assert terminal.bytes.count(link) == 1
    terminal.until(lambda: terminal.bytes.count(link) >= 2 and b"\x1b[?1000h" in terminal.bytes)
    terminal.until_shown("no notes")
    before = terminal.bytes.count(link)
    terminal.type("jj")
    terminal.until(lambda: terminal.bytes.count(link) > before)
    terminal.type("q")
    assert terminal.wait() == 0
    assert terminal.bytes.rfind(b"\x1b]8;;\x1b\\") > terminal.bytes.rfind(link)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.yaml").write_text("show:\n  links: false\n", "utf-8")
    without = postil(path)
    without.until(lambda: b"\x1b[?1000h" in without.bytes)
    without.until_shown("quit")
    assert b"\x1b]8;" not in without.bytes


def test_what_is_broken_in_a_book_is_told_on_the_ordinary_screen(postil: Postil, tmp_path: Path) -> None:
    path = tmp_path / "story.epub"
    path.write_bytes(seeds.packed(dict(seeds.EPUB) | {"a.xhtml": ""}).replace(b"PK\x01\x02", b"PK\x01\x09", 1))
    terminal = postil(path)
    assert terminal.wait() == 3
    assert b"is broken" in terminal.bytes
    assert b"\x1b[?1049h" not in terminal.bytes


def kept(path: Path, data: Path) -> None:
    """Keep all of a document for the first screen, in a process of its own, as a visit that ended does."""
    code = (
        "from reader import lastscreen\n"
        "from reader.documents.load import open_flow\n"
        f"flow = open_flow({str(path)!r})\n"
        f"lastscreen.write({str(path)!r}, flow.title, flow, range(len(flow)))\n"
    )
    environ = {**os.environ, "POSTIL_DATA_DIR": str(data)}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, env=environ)


@pytest.mark.parametrize("name", ["story.txt", "kept.md", "kept.epub"])
def test_the_first_screen_loads_nothing_heavy(article: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path != article:
        path.write_bytes(DOCUMENTS[name.replace("kept", "story")])
        kept(path, tmp_path / "data")
    code = (
        "import os, sys, termios\n"
        "from reader import firstpaint\n"
        "os.isatty = lambda file: True\n"
        "os.get_terminal_size = lambda file: os.terminal_size((120, 40))\n"
        "termios.tcgetattr = lambda file: [0, 0, 0, 0, 0, 0, [b''] * 32]\n"
        "termios.tcsetattr = lambda *words: None\n"
        "firstpaint._write = lambda text: print(len(text))\n"
        "os.environ['TERM'] = 'xterm'\n"
        f"os.environ['POSTIL_DATA_DIR'] = {str(tmp_path / 'data')!r}\n"
        f"assert firstpaint.begin({str(path)!r}) is not None\n"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})))\n"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_was_read_before_is_painted_from_what_was_kept_in_the_same_cells(
    postil: Postil, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(DOCUMENTS[name])
    before = postil(path)
    before.until(lambda: b"\x1b[?1000h" in before.bytes)
    before.until_shown("no notes")
    before.type("q")
    assert before.wait() == 0
    assert list((tmp_path / "data" / "lastread" / "screens").iterdir())
    first = same_cells(postil(path))
    assert sum(bool(row) for row in first) > 4


def test_a_key_that_leads_to_what_was_not_kept_waits_for_the_document(postil: Postil, tmp_path: Path) -> None:
    path = tmp_path / "story.md"
    path.write_text("".join(f"# Head {n}\n\n{'Words of it. ' * 300}\n\n" for n in range(40)) + "The end.\n", "utf-8")
    before = postil(path)
    before.until(lambda: b"\x1b[?1000h" in before.bytes)
    before.until_shown("no notes")
    before.type("q")
    assert before.wait() == 0
    again = postil(path)
    again.first_frame()
    again.type(" " * 150)  # the first and the last part were kept, and the way leads through all of them
    again.until_shown("The end.")


def test_keys_typed_at_the_first_moment_are_all_heard_in_their_order(postil: Postil, article: Path) -> None:
    terminal = postil(article)
    terminal.first_frame()
    terminal.type("  /day-77x\r")
    terminal.until_shown("1 of 1")
    assert any("day-77x" in row for row in terminal.screen())


def test_keys_typed_before_there_is_anything_to_see_are_heard_too(postil: Postil, article: Path) -> None:
    terminal = postil(article)
    terminal.type("G/day-9x\n")
    terminal.until_shown("1 of 1")
    assert any("day-9x" in row for row in terminal.screen())


def test_a_scroll_key_is_answered_before_the_toolkit_is_there(postil: Postil, article: Path) -> None:
    terminal = postil(article)
    terminal.first_frame()
    terminal.type("G")
    terminal.until_shown("Sentence 199 of")
    assert b"\x1b[?1000h" not in terminal.bytes  # the toolkit turns the mouse on


def test_quitting_at_the_first_moment_gives_the_terminal_back(postil: Postil, article: Path) -> None:
    terminal = postil(article)
    terminal.first_frame()
    terminal.type("q")
    assert terminal.wait() == 0
    assert terminal.bytes.rstrip().endswith(b"\x1b[?25h")


def test_quitting_later_gives_the_terminal_back_and_ends_well(postil: Postil, article: Path) -> None:
    terminal = postil(article)
    terminal.until(lambda: b"\x1b[?1000h" in terminal.bytes)
    terminal.type("q")
    assert terminal.wait() == 0
    assert b"\x1b[?1049l" in terminal.bytes
    assert b"\x1b[?25h" in terminal.bytes


def test_a_document_on_standard_input_is_read_with_keys_from_the_terminal(postil: Postil, article: Path) -> None:
    terminal = postil("-", stdin=article)
    terminal.until_shown("Sentence 0 of the story")
    terminal.type("G")
    terminal.until_shown("Sentence 199 of")
    terminal.type("q")
    assert terminal.wait() == 0


def test_a_source_that_cannot_be_opened_is_told_on_the_ordinary_screen(postil: Postil, tmp_path: Path) -> None:
    terminal = postil(tmp_path / "missing.txt")
    assert terminal.wait() == 3
    assert b"does not exist" in terminal.bytes
    assert b"\x1b[?1049h" not in terminal.bytes


def test_without_colours_no_colour_is_sent(postil: Postil, article: Path) -> None:
    terminal = postil(article, NO_COLOR="1")
    terminal.first_frame()
    terminal.until(lambda: b"\x1b[?1000h" in terminal.bytes)
    terminal.type("G")
    terminal.until_shown("day-199x")
    assert b"38;" not in terminal.bytes
    assert b"48;" not in terminal.bytes


def test_a_window_that_grows_and_shrinks_keeps_the_place(postil: Postil, article: Path) -> None:
    terminal = postil(article)
    terminal.first_frame()
    terminal.type("/day-100x\r")
    terminal.until_shown("1 of 1")
    for columns, lines in ((120, 40), (60, 20), (80, 24)):
        terminal.resize(columns, lines)
        terminal.bytes += b"\x1b[2J"  # what stood there before is not to be taken for what is drawn now
        terminal.until_shown("day-100x")


def test_a_document_is_opened_where_it_was_left(postil: Postil, article: Path) -> None:
    terminal = postil(article)
    terminal.first_frame()
    terminal.type("/day-100x\r")
    terminal.until_shown("1 of 1")
    terminal.type("q")
    assert terminal.wait() == 0
    again = postil(article)
    assert any("day-100x" in row for row in again.first_frame())
    again.until(lambda: b"\x1b[?1000h" in again.bytes)
    again.type("k")
    again.until_shown("day-99x")
