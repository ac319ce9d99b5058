"""Annotated texts are kept once, come back whole or not at all, and go when nothing needs them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations import texts

TEXT = "Ana 🦊 met Bo in Paris.\n\nThey spoke of maps.\n" * 50


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_a_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    fingerprint = texts.put(text, data=tmp_path)
    assert fingerprint == hashlib.sha256(text.encode()).hexdigest()
    assert texts.get(fingerprint, data=tmp_path) == text


def test_a_version_is_kept_once_and_small(tmp_path: Path) -> None:
    fingerprint = texts.put(TEXT, data=tmp_path)
    before = (tmp_path / texts.FOLDER / fingerprint).stat()
    assert texts.put(TEXT, data=tmp_path) == fingerprint
    assert (tmp_path / texts.FOLDER / fingerprint).stat() == before
    assert [*texts.kept(data=tmp_path)] == [fingerprint]
    assert before.st_size < len(TEXT) / 4


def test_a_damaged_text_counts_as_not_kept(tmp_path: Path) -> None:
    fingerprint = texts.put(TEXT, data=tmp_path)
    path = tmp_path / texts.FOLDER / fingerprint
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", b"not zlib", whole[:20] + b"\0\0\0\0" + whole[24:]):
        path.write_bytes(damaged)
        assert texts.get(fingerprint, data=tmp_path) is None
        texts.put(TEXT, data=tmp_path)
        assert texts.get(fingerprint, data=tmp_path) == TEXT, "it is kept anew"
    other = hashlib.sha256(b"another text").hexdigest()
    path.write_bytes(whole)
    path.rename(path.with_name(other))
    assert texts.get(other, data=tmp_path) is None, "it is not what its name says"


def test_a_name_that_is_no_fingerprint_reaches_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    assert texts.get("../secret", data=tmp_path) is None
    texts.drop("../secret", data=tmp_path)
    assert (tmp_path / "secret").exists()


def test_what_nothing_needs_can_be_dropped(tmp_path: Path) -> None:
    first, second = texts.put("first", data=tmp_path), texts.put("second", data=tmp_path)
    assert [*texts.unneeded([first], data=tmp_path)] == [second]
    texts.drop(second, data=tmp_path)
    assert texts.get(second, data=tmp_path) is None
    assert texts.get(first, data=tmp_path) == "first"
    assert texts.kept(data=tmp_path / "nowhere") == {}
