"""The agreed tags: read with line numbers in every complaint, found beside the document or above it."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotations.codebook import FILE_NAME, Code, CodebookError, find, parse, read

BOOK = """\
codebook: 1
tags:
  claim:
    meaning: A statement that could be checked.
    color: red
    key: C
  claim/number:
    meaning: A claim with a figure in it.
  doubt: {parent: claim, colour: grey}
  plain:
"""


def test_a_codebook_says_what_each_tag_means() -> None:
    book = parse(BOOK)
    assert book.code("claim") == Code(tag="claim", meaning="A statement that could be checked.", color="red", key="C")
    assert [code.parent for code in book.codes] == ["", "claim", "claim", ""]
    assert book.by_key()["C"].tag == "claim"


def test_a_tag_without_a_colour_has_that_of_what_it_is_under() -> None:
    book = parse(BOOK)
    assert [book.color([tag]) for tag in ("claim", "claim/number", "doubt", "plain", "unknown")] == [
        "red",
        "red",
        "grey",
        None,
        None,
    ]
    assert book.color(["plain", "doubt", "claim"]) == "grey"


def test_tags_that_nobody_agreed_on_are_named() -> None:
    assert parse(BOOK).strangers(["claim", "clam"]) == ("clam",)
    assert parse("").strangers(["anything"]) == ()


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("codebook: 1\ntags: [a, b]\n", 2, "mapping"),
        ("codebook: 2\n", 1, "version"),
        ("tags:\n  a:\n", 1, "version"),
        ("codebook: 1\ntags:\n  a: {color: mauve}\n", 3, "mauve"),
        ("codebook: 1\ntags:\n  a: {key: xy}\n", 3, "key"),
        ("codebook: 1\ntags:\n  a: {key: x}\n  b: {key: x}\n", 4, "belongs to 'a'"),
        ("codebook: 1\ntags:\n  a: {}\n  a: {}\n", 4, "twice"),
        ("codebook: 1\ntags:\n  a//b: {}\n", 3, "no tag"),
        ("codebook: 1\ntags:\n  a: {sense: x}\n", 3, "sense"),
        ("codebook: 1\ntags: {a: {\n", 3, "not YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(CodebookError, match=what) as caught:
        parse(text)
    assert caught.value.line == line
    assert caught.value.hint


def test_a_tag_that_is_its_own_ancestor_is_refused() -> None:
    with pytest.raises(CodebookError, match="own ancestor"):
        parse("codebook: 1\ntags:\n  a: {parent: b}\n  b: {parent: a}\n")


def test_it_is_found_upwards_to_the_root_of_the_repository(tmp_path: Path) -> None:
    document = tmp_path / "repository" / "articles" / "fox.txt"
    document.parent.mkdir(parents=True)
    document.touch()
    (tmp_path / FILE_NAME).write_text(BOOK)
    assert find(document) is None, "outside a repository only the document's own folder counts"
    (tmp_path / "repository" / ".git").mkdir()
    assert find(document) is None, "never above the root of the repository"
    (tmp_path / "repository" / FILE_NAME).write_text(BOOK)
    found = find(document)
    assert found is not None
    assert len(read(found).codes) == 4
    beside = document.with_name(FILE_NAME)
    beside.write_text("codebook: 1\n")
    assert find(document) == beside


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CodebookError, match="cannot be read"):
        read(path)
