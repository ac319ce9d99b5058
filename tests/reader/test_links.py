"""Following a link: the document opens where the passage stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.errors import SourceError
from reader import lastread
from reader.cli import main
from reader.links import follow

TEXT = "# Roads\n\nFirst words.\n\nThousands have marched in Lima.\n\nLast words.\n"


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("POSTIL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("POSTIL_CONFIG_DIR", str(tmp_path / "conf"))
    path = tmp_path / "roads.md"
    path.write_text(TEXT, "utf-8")
    return str(path)


def place(article: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    last = lastread.read(article)
    return None if last is None else (last.top, last.cursor)


def test_a_link_with_a_place_opens_there(article: str) -> None:
    assert follow(f"postil://{article}?at=41-47") == article
    assert place(article) == ((0, 21), (0, 41))


def test_a_note_that_moved_is_followed_to_where_it_stands_today(
    article: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["note", "add", article, "--quote", "Thousands"]) == 0
    note = capsys.readouterr().out.strip()
    Path(article).write_text(TEXT.replace("First", "The very first"), "utf-8")
    follow(f"postil://{article}?at=23-32#{note}")
    assert place(article) == ((0, 30), (0, 30))


@pytest.mark.parametrize("rest", ["", "?at=99999-100000", "#unknown"])
def test_a_link_without_a_place_that_is_there_opens_the_document_as_it_was_left(article: str, rest: str) -> None:
    assert follow(f"postil://{article}{rest}") == article
    assert place(article) is None


def test_a_link_to_a_document_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        follow(f"postil://{tmp_path}/gone.txt?at=1-2")
