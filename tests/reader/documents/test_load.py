"""From what a person named to a document, or to an error that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from annotations.errors import SourceError
from reader.documents.load import load, open_flow

ROOT = Path(__file__).parents[3]


def test_a_missing_file_names_the_one_that_was_probably_meant(tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text("text")
    with pytest.raises(SourceError, match="does not exist") as caught:
        load(str(tmp_path / "artcle.md"))
    assert "article.md" in caught.value.hint


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        load(str(tmp_path / "none" / "article.md"))
    assert str(tmp_path / "none") in caught.value.hint


def test_a_folder_says_how_to_list_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder") as caught:
        load(str(tmp_path))
    assert "postil open" in caught.value.hint


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.md"
    path.touch()
    with pytest.raises(SourceError, match="is empty"):
        load(str(path))


def test_a_file_of_blank_lines_has_no_text(tmp_path: Path) -> None:
    path = tmp_path / "blank.md"
    path.write_text("\n \n\t\n")
    with pytest.raises(SourceError, match="no text"):
        load(str(path))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "closed.md"
    path.write_text("text")
    path.chmod(0)
    with pytest.raises(SourceError, match="may not be read"):
        load(str(path))


@pytest.mark.parametrize(
    ("head", "called"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "old Office"),
        (b"\x7fELF" + bytes(64), "program"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_what_is_no_document_is_named(tmp_path: Path, head: bytes, called: str) -> None:
    path = tmp_path / "thing.txt"
    path.write_bytes(head)
    with pytest.raises(SourceError, match=called) as caught:
        load(str(path))
    assert caught.value.hint


def test_an_archive_that_hides_what_it_is_is_believed_by_its_name(tmp_path: Path) -> None:
    archive = tmp_path / "book.epub"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("first.bin", bytes(100_000))
    with pytest.raises(SourceError, match="no EPUB"):
        load(str(archive))
    archive.rename(tmp_path / "things.zip")
    with pytest.raises(SourceError, match="a zip archive"):
        load(str(tmp_path / "things.zip"))


def test_a_path_with_a_nul_is_no_path() -> None:
    with pytest.raises(SourceError, match="no path"):
        load("a\0b")


def test_a_file_url_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a page.md"
    path.write_text("# A page\n")
    assert load(path.as_uri()).title == "A page"


def test_an_address_that_is_not_understood_is_refused() -> None:
    with pytest.raises(SourceError, match="gopher"):
        load("gopher://example.org/")


def test_standard_input_is_known_by_its_content() -> None:
    code = "from reader.documents.load import load; d = load('-'); print(d.loader, d.source, d.title)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        input=b"---\ntitle: Piped\n---\n\nSome **strong** words, [linked](https://example.org/).\n",
        capture_output=True,
        check=False,
    )
    assert done.stdout.decode().split() == ["markdown/2", "-", "Piped"], done.stderr


def test_a_named_pipe_is_read_once_and_whole() -> None:
    command = (
        f"{sys.executable} -c 'import sys; from reader.documents.load import load; print(load(sys.argv[1]).title)'"
        " <(printf '# From\\n\\n**a** [pipe](http://example.org/)\\n')"
    )
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "From\n", done.stderr


def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# A\n\ntext\n")
    first, second = load(str(path)), load(str(path))
    assert first.fingerprint == second.fingerprint
    assert first.raw_fingerprint == second.raw_fingerprint != ""


def test_a_flow_has_the_text_of_the_document(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# A\n\ntext\n")
    flow = open_flow(str(path))
    assert flow.part(0).text == load(str(path)).text
