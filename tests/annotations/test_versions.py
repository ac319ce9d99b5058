"""Earlier versions of a document, found in a real repository."""

from __future__ import annotations

import hashlib
import subprocess
import time
from pathlib import Path

import pytest

from annotations.errors import SourceError
from annotations.versions import committed


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def load(data: bytes) -> str:
    return data.decode().strip()


class Repository:
    """A folder under git."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q")

    def git(self, *words: str) -> None:
        identity = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(self.folder), *identity, *words], check=True, capture_output=True)

    def commit(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "as it was")
        return path


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_the_revision_with_the_fingerprint_is_found(repository: Repository) -> None:
    for text in ("first\n", "second\n", "third\n"):
        path = repository.commit("article.txt", text.encode())
    assert committed(path, fingerprint("first"), load) == "first"
    assert committed(path, fingerprint("third"), load) == "third"
    assert committed(path, fingerprint("never"), load) is None


def test_renames_are_followed(repository: Repository) -> None:
    long = "".join(f"A line about herring, number {n}.\n" for n in range(30))
    repository.commit("draft.txt", long.encode())
    repository.git("mv", "draft.txt", "article ü.txt")
    path = repository.commit("article ü.txt", (long + "The end.\n").encode())
    assert committed(path, fingerprint(long.strip()), load) == long.strip()


def test_revisions_of_other_branches_are_found_too(repository: Repository) -> None:
    repository.commit("article.txt", b"first\n")
    repository.git("checkout", "-q", "-b", "draft")
    repository.commit("article.txt", b"only in the draft\n")
    repository.git("checkout", "-q", "-")
    path = repository.commit("article.txt", b"second\n")
    assert committed(path, fingerprint("only in the draft"), load) == "only in the draft"


def test_a_file_in_a_folder_below_is_found(repository: Repository) -> None:
    (repository.folder / "north").mkdir()
    path = repository.commit("north/article.txt", b"first\n")
    repository.commit("north/article.txt", b"second\n")
    assert committed(path, fingerprint("first"), load) == "first"


def test_known_bytes_spare_loading_the_other_revisions(repository: Repository) -> None:
    for text in ("first\n", "second\n", "third\n"):
        path = repository.commit("article.txt", text.encode())
    loaded: list[bytes] = []

    def counting(data: bytes) -> str:
        loaded.append(data)
        return load(data)

    raw = hashlib.sha256(b"first\n").hexdigest()
    assert committed(path, fingerprint("first"), counting, raw=raw) == "first"
    assert loaded == [b"first\n"]


def test_a_revision_checked_out_with_the_line_ends_of_windows_is_known(repository: Repository) -> None:
    repository.git("config", "core.autocrlf", "true")
    repository.commit("article.txt", b"one\ntwo\n")
    path = repository.folder / "article.txt"
    path.unlink()
    repository.git("checkout", "article.txt")
    raw = hashlib.sha256(path.read_bytes()).hexdigest()
    assert raw == hashlib.sha256(b"one\r\ntwo\r\n").hexdigest()
    repository.commit("article.txt", b"three\r\n")
    assert committed(path, fingerprint("one\ntwo"), load, raw=raw) == "one\ntwo"


def test_a_revision_that_cannot_be_loaded_is_passed_over(repository: Repository) -> None:
    path = repository.commit("article.txt", b"first\n")
    repository.commit("article.txt", b"\xff broken")

    def careful(data: bytes) -> str:
        try:
            return load(data)
        except UnicodeDecodeError as error:
            raise SourceError("not text", hint="none") from error

    assert committed(path, fingerprint("first"), careful) == "first"


def test_no_more_revisions_are_read_than_wished(repository: Repository) -> None:
    for n in range(5):
        path = repository.commit("article.txt", f"number {n}\n".encode())
    assert committed(path, fingerprint("number 0"), load, commits=2) is None
    assert committed(path, fingerprint("number 0"), load, commits=5) == "number 0"


def test_it_ends_in_time(repository: Repository) -> None:
    for n in range(8):
        path = repository.commit("article.txt", f"number {n}\n".encode())
    began = time.monotonic()

    def slow(data: bytes) -> str:
        until = time.monotonic() + 0.2
        while time.monotonic() < until:
            pass
        return load(data)

    assert committed(path, fingerprint("number 0"), slow, seconds=0.3) is None
    assert time.monotonic() - began < 5.0


def test_outside_a_repository_there_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text("first\n")
    assert committed(path, fingerprint("first"), load) is None


def test_a_file_that_git_does_not_know_has_no_versions(repository: Repository) -> None:
    repository.commit("other.txt", b"first\n")
    path = repository.folder / "article.txt"
    path.write_text("first\n")
    assert committed(path, fingerprint("first"), load) is None


def test_the_repository_is_left_as_it_was(repository: Repository) -> None:
    path = repository.commit("article.txt", b"first\n")
    before = sorted(str(one) for one in (repository.folder / ".git").rglob("*"))
    committed(path, fingerprint("first"), load)
    assert sorted(str(one) for one in (repository.folder / ".git").rglob("*")) == before
