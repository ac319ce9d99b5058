"""Where the bytes of pictures are: in the archive, beside the document, in its text; on the web only when asked."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from reader.documents import pictures
from reader.documents.load import load
from reader.documents.pictures import PictureError, read_picture
from tests.fuzz import seeds

DATA = b"\x89PNG and so on"


def picture_in(path: Path) -> tuple[str, str]:
    """Words and address of the first picture of a document."""
    document = load(str(path))
    image = next(inline for inline in document.inlines if inline.kind == "image")
    return document.text[image.start : image.end], image.target


def test_a_picture_lies_beside_a_markdown_file(tmp_path: Path) -> None:
    (tmp_path / "pics").mkdir()
    (tmp_path / "pics" / "a b.png").write_bytes(DATA)
    path = tmp_path / "x.md"
    path.write_text("# X\n\n![A dog](pics/a%20b.png)\n", "utf-8")
    words, target = picture_in(path)
    assert words == "A dog"
    assert read_picture(str(path), target) == DATA


def test_a_picture_is_a_member_of_a_book(tmp_path: Path) -> None:
    path = tmp_path / "b.epub"
    chapter = seeds.EPUB["a.xhtml"].replace("<p>", '<p><img src="pics/a.png" alt="A dog"/></p><p>', 1)
    path.write_bytes(seeds.packed(dict(seeds.EPUB) | {"a.xhtml": chapter, "pics/a.png": DATA}))
    words, target = picture_in(path)
    assert words == "A dog"
    assert read_picture(str(path), target) == DATA


def test_a_picture_is_a_part_of_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "w.docx"
    relation = '<Relationship Id="p7" Type="http://x/relationships/image" Target="media/a.png"/></Relationships>'
    drawing = (
        '<w:p><w:r><w:drawing xmlns:a="x" xmlns:r='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><a:docPr descr="A dog"/>'
        '<a:blip r:embed="p7"/></w:drawing></w:r></w:p>'
    )
    body, relations = "word/document.xml", "word/_rels/document.xml.rels"
    parts: dict[str, str | bytes] = {
        body: seeds.DOCX[body].replace("<w:body>", f"<w:body>{drawing}"),
        relations: seeds.DOCX[relations].replace("</Relationships>", relation),
        "word/media/a.png": DATA,
    }
    path.write_bytes(seeds.packed({**seeds.DOCX, **parts}))
    words, target = picture_in(path)
    assert words == "A dog"
    assert read_picture(str(path), target) == DATA
    assert next(block for block in load(str(path)).blocks if block.kind == "caption").label == "▣"


def test_the_caption_of_a_figure_has_its_picture_and_one_of_a_saved_page_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "story.html"
    page = f"<!-- saved from url=(0020)https://a.example/x -->{seeds.HTML}".replace("a.png", "story_files/a.png")
    path.write_text(page, "utf-8")
    (tmp_path / "story_files").mkdir()
    (tmp_path / "story_files" / "a.png").write_bytes(DATA)
    words, target = picture_in(path)
    assert words == "A dog, seen"
    assert read_picture(str(path), target) == DATA


def test_a_picture_stands_in_the_text_itself(tmp_path: Path) -> None:
    address = "data:image/png;base64," + base64.b64encode(DATA).decode()
    assert read_picture("x.html", address) == DATA
    with pytest.raises(PictureError):
        read_picture("x.html", "data:image/png;base64,====x")


@pytest.mark.parametrize(
    "target", ["", "missing.png", ".", "/dev/zero", "//host/share/a.png", "\\\\host\\a.png", "a\0b", "ftp://x/a.png"]
)
def test_what_is_not_there_or_no_plain_file_is_refused_by_name(tmp_path: Path, target: str) -> None:
    path = tmp_path / "x.md"
    path.write_text("# X\n", "utf-8")
    with pytest.raises(PictureError) as error:
        read_picture(str(path), target)
    assert error.value.hint


def test_nothing_is_fetched_unasked(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="example"):
        read_picture("https://a.example/story", "https://b.example/a.png")


def test_what_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST", 8)
    path = tmp_path / "b.epub"
    path.write_bytes(seeds.packed(dict(seeds.EPUB) | {"a.png": DATA}))
    (tmp_path / "x.md").write_text("# X\n", "utf-8")
    (tmp_path / "a.png").write_bytes(DATA)
    for source in (path, tmp_path / "x.md"):
        with pytest.raises(PictureError, match="more than"):
            read_picture(str(source), "a.png")


def test_a_document_from_a_pipe_has_none() -> None:
    with pytest.raises(PictureError, match="pipe"):
        read_picture("-", "a.png")
