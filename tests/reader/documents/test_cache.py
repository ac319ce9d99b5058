"""A parsed document comes back as it was, or not at all; a cache in trouble is no trouble for the reader."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents import cache, load
from reader.documents.cache import keep, key_of, packed, recall, unpacked
from reader.documents.loader import LoadOptions
from reader.documents.markdown import LOADER, read_markdown
from reader.documents.model import Block, Document, Inline, Run
from reader.documents.slices import SLICE, SlicedFlow

PAGE = "# Title\n\nSome **strong** words, a [link](https://a.example/) and a note.[^1]\n\n- item\n\n[^1]: Note.\n"
LONG = "# Long\n\n" + "Words *and* words of a paragraph that goes on.\n\n" * 6000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTIL_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def documents(folder: Path) -> list[Path]:
    return sorted(folder.glob("documents/*"))


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=3, max_size=30),
    st.integers(0, 1 << 60),
    st.text(max_size=5),
)
def test_a_document_comes_back_as_it_was(text: str, source: int, words: str) -> None:
    document = Document(
        title=words,
        byline="b",
        date="2024",
        source="here",
        text=text,
        blocks=(
            Block(kind="item", start=0, end=1, level=3, source_start=source, source_end=source + 1, label=words),
            Block(kind="paragraph", start=1, end=len(text), runs=(Run(1, source, 1), Run(2, source + 5, 1)), page=7),
        ),
        inlines=(Inline(kind="link", start=1, end=2, target=words), Inline(kind="code", start=2, end=3)),
        loader="x/1",
        raw_fingerprint="f",
        language="en",
        metadata={"k": words},
        anchors={words: 2},
        warnings=(words,),
    )
    assert unpacked(packed(document), source="here") == document


def test_what_was_kept_is_recalled_under_its_new_name(folder: Path) -> None:
    document = read_markdown(PAGE, source="old.md")
    assert recall("k", source="new.md") is None
    assert keep("k", document)
    assert recall("k", source="new.md") == replace(document, source="new.md")


@pytest.mark.parametrize("at", [0, 5, 30, 60, 200, -1])
def test_a_broken_file_is_not_there(folder: Path, at: int) -> None:
    keep("k", read_markdown(PAGE, source="x"))
    [path] = documents(folder)
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    assert recall("k", source="x") is None
    path.write_bytes(data[:at] if at > 0 else b"")
    assert recall("k", source="x") is None


@pytest.mark.parametrize("data", [b"", b"\n", b"{}\n", b"[]\n", b'{"sizes": [800, 0, 0], "kinds": []}\nx', b"\xff\n"])
def test_bytes_that_are_no_document_raise_what_recall_expects(data: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
        unpacked(data, source="x")


def test_a_cache_that_cannot_be_written_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("in the way")
    monkeypatch.setenv("POSTIL_CACHE_DIR", str(tmp_path / "cache"))
    assert not keep("k", read_markdown(PAGE, source="x"))
    assert recall("k", source="x") is None
    path = tmp_path / "long.md"
    path.write_text(LONG)
    assert load.load(str(path)).title == "Long"


def test_the_documents_that_were_not_wanted_for_longest_go_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = read_markdown(PAGE, source="x")
    for age, key in enumerate(("old", "wanted", "new")):
        keep(key, document)
        os.utime(folder / "documents" / key, (1000 + age, 1000 + age))
    assert recall("old", source="x")
    size = (folder / "documents" / "old").stat().st_size
    monkeypatch.setattr(cache, "MOST", 3 * size)
    keep("last", document)
    assert [path.name for path in documents(folder)] == ["last", "new", "old"]


def test_a_document_that_is_too_long_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 100)
    assert not keep("k", read_markdown(PAGE, source="x"))


def test_a_key_changes_with_all_that_changes_the_text() -> None:
    keys = {
        key_of(raw, LOADER, options)
        for raw in ("a", "b")
        for options in (LoadOptions(), LoadOptions(encoding="cp1252"), LoadOptions(url="http://a.example/"))
    }
    assert len(keys) == 6


def test_the_second_opening_of_a_long_document_is_from_the_cache(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_SLOW", 0.0)
    path = tmp_path / "long.md"
    path.write_text(LONG)
    first = load.load(str(path))
    [kept] = documents(folder)
    assert load.load(str(path)) == first
    keep(kept.name, replace(first, title="From the cache"))
    assert load.load(str(path)).title == "From the cache"
    assert load.open_flow(str(path)).title == "From the cache"
    assert load.load(str(path), password="p").title == "Long"


def test_a_long_document_is_read_in_slices() -> None:
    document = read_markdown(LONG, source="x")
    flow = SlicedFlow(document)
    assert len(flow) > 10
    assert document.text == "\n\n".join(flow.part(index).text for index in range(len(flow)))
    inlines = 0
    for index in range(len(flow)):
        part, start = flow.part(index), flow.start(index)
        assert start is not None
        assert len(part.text) < 2 * SLICE
        assert flow.locate(start) == (index, 0)
        assert flow.locate(start + len(part.text) - 1) == (index, len(part.text) - 1)
        for block, whole in zip(
            part.blocks, document.blocks[sum(len(flow.part(n).blocks) for n in range(index)) :], strict=False
        ):
            assert part.text[block.start : block.end] == document.text[whole.start : whole.end]
            assert [run.source for run in block.runs] == [run.source for run in whole.runs]
        for mark in part.inlines:
            assert part.text[mark.start : mark.end] == "and"
        inlines += len(part.inlines)
    assert inlines == len(document.inlines)
    assert flow.fingerprint == document.fingerprint
