"""The export dialog: the result is seen before it is written, and goes to a file or to the clipboard."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input, Static

from reader.app.screens.export import ExportDialog
from reader.cli import main
from tests.reader.app.person import Reader, reading


def preview(reader: Reader) -> str:
    screen = reader.app.screen
    assert isinstance(screen, ExportDialog)
    return str(screen.query_one("#preview", Static).content)


async def choose(reader: Reader, article: Path, format_name: str) -> None:
    """Open the dialog and go to a format."""
    await reader.press("X")
    for _ in range(40):
        await reader.until(lambda: preview(reader) != "…")
        screen = reader.app.screen
        assert isinstance(screen, ExportDialog)
        if screen.shown == format_name:
            return
        await reader.press("down")
    raise AssertionError(format_name)


async def test_the_result_is_shown_with_what_it_cannot_hold_and_saved_beside_the_article(article: Path) -> None:
    assert main(["note", "add", str(article), "--quote", "46 roadblocks", "--color", "red", "--by", "mira"]) == 0
    async with reading(article) as reader:
        await choose(reader, article, "hypothesis")
        assert "46 roadblocks" in preview(reader)
        assert "1 colour" in str(reader.app.screen.query_one("#losses", Static).content)
        await reader.press("s")
        name = reader.app.screen.query_one(Input).value
        assert Path(name).parent == article.parent
        await reader.press("enter")
        await reader.until(lambda: Path(name).exists())
        assert "46 roadblocks" in Path(name).read_text("utf-8")


async def test_the_result_can_go_to_the_clipboard(article: Path) -> None:
    assert main(["note", "add", str(article), "--quote", "46 roadblocks", "--by", "mira"]) == 0
    async with reading(article) as reader:
        await choose(reader, article, "csv")
        await reader.press("c")
        assert reader.app.screen is reader.screen
        assert "46 roadblocks" in reader.app.clipboard


async def test_a_file_of_notes_and_the_article_are_never_overwritten(article: Path) -> None:
    assert main(["note", "add", str(article), "--quote", "46 roadblocks", "--by", "mira"]) == 0
    before = article.read_bytes()
    async with reading(article) as reader:
        await choose(reader, article, "csv")
        await reader.press("s")
        reader.app.screen.query_one(Input).value = str(article)
        await reader.press("enter")
        assert article.read_bytes() == before


async def test_escape_leaves_the_name_and_then_the_dialog(article: Path) -> None:
    async with reading(article) as reader:
        await choose(reader, article, "json")
        await reader.press("s", "escape")
        assert isinstance(reader.app.screen, ExportDialog)
        await reader.press("escape")
        assert reader.app.screen is reader.screen
