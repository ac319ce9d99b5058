"""The text a note was made in, recalled from where it is kept and from git."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from annotations import texts
from annotations.model import DocumentRef
from reader.documents.load import load
from reader.recall import recalling

DRAFT = "# Herring\n\nThe herring came late this year and left early.\n"
FINAL = "# Herring\n\nThe herring did not come at all.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article in a repository, changed since its first version was committed."""
    path = tmp_path / "herring.md"
    path.write_text(DRAFT, "utf-8")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    for words in (["init", "-q"], ["add", "."], ["-c", "commit.gpgsign=false", "commit", "-qm", "a draft"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    return path


def test_what_is_kept_is_recalled(tmp_path: Path) -> None:
    fingerprint = texts.put("The herring came late.", data=tmp_path)
    assert recalling("-", DocumentRef(), data=tmp_path)(fingerprint) == "The herring came late."
    assert recalling("-", DocumentRef(), data=tmp_path)("0" * 64) is None


def test_a_revision_is_read_as_the_document_was(article: Path, tmp_path: Path) -> None:
    document = load(str(article))
    article.write_text(FINAL, "utf-8")
    for raw in ("", hashlib.sha256(DRAFT.encode()).hexdigest()):
        header = DocumentRef(fingerprint=document.fingerprint, raw=raw)
        recall = recalling(str(article), header, data=tmp_path / "data")
        assert recall(document.fingerprint) == document.text
    assert recall("0" * 64) is None


def test_git_takes_no_more_time_for_many_fingerprints_than_for_one(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 0.0
    allowed: list[float] = []

    def slow(*_: object, seconds: float, **__: object) -> None:
        nonlocal clock
        allowed.append(seconds)
        clock += 1.5

    monkeypatch.setattr("reader.recall.monotonic", lambda: clock)
    monkeypatch.setattr("reader.recall.committed", slow)
    recall = recalling(str(article), DocumentRef(), data=tmp_path / "data", seconds=2.0)
    assert [recall(str(n) * 64) for n in range(4)] == [None] * 4
    assert allowed == [2.0, 0.5]


def test_what_has_no_path_has_no_revisions(tmp_path: Path) -> None:
    assert recalling("https://example.org/herring", DocumentRef(), data=tmp_path)("0" * 64) is None
