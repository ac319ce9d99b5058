"""Where the notes of a document are, and how they are found when the document is elsewhere."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
import pytest

from annotations.ids import new_id
from annotations.library import (
    annotator_of,
    data_folder,
    is_local,
    known,
    notes_below,
    notes_of,
    notes_path,
    read_header,
    remember,
    sidecar,
)
from annotations.model import Annotation, Annotator, DocumentRef
from annotations.store import Change, open_notes, save

TEXT, OTHER = "3f" * 32, "a0" * 32
URL = "https://example.org/2023/01/peru.html?a=1"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


def document(folder: Path, name: str = "peru.txt") -> Path:
    path = folder / name
    path.write_text("Lima.")
    return path


def annotated(path: Path, *, by: str = "ana", fingerprint: str = TEXT) -> Path:
    now = datetime.now(UTC)
    opened = open_notes(path, document=DocumentRef(fingerprint=fingerprint), annotator=Annotator(id=by))
    save(opened, Change(annotations=(Annotation(id=new_id(), created=now, modified=now),)))
    return path


def found(source: object, data: Path, fingerprint: str = TEXT) -> list[Path]:
    return notes_of(str(source), fingerprint=fingerprint, data=data)


def mine(source: object, data: Path, fingerprint: str = TEXT) -> Path:
    return notes_path(str(source), annotator="ana", fingerprint=fingerprint, data=data)


def test_notes_stand_beside_their_document(folder: Path, data: Path) -> None:
    peru = document(folder)
    assert mine(peru, data) == folder / "peru.txt.ana.postil.yaml"
    assert found(peru, data) == []
    ana, bo = annotated(sidecar(peru, "ana")), annotated(sidecar(peru, "bo"), by="bo")
    assert found(peru, data) == [ana, bo]
    assert [annotator_of(path, str(peru)) for path in (ana, bo)] == ["ana", "bo"]


def test_a_path_may_be_relative(folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    annotated(sidecar(document(folder), "ana"))
    monkeypatch.chdir(folder)
    assert found("peru.txt", data) == [folder / "peru.txt.ana.postil.yaml"]


def test_a_document_with_a_longer_name_keeps_its_own_notes(folder: Path, data: Path) -> None:
    peru, old = document(folder), document(folder, "peru.txt.old")
    annotated(sidecar(old, "ana"))
    assert found(peru, data) == []
    assert found(old, data) == [folder / "peru.txt.old.ana.postil.yaml"]


def test_an_annotator_may_have_a_dot_in_the_id(folder: Path, data: Path) -> None:
    peru = document(folder)
    path = annotated(sidecar(peru, "ana.ruiz"), by="ana.ruiz")
    assert annotator_of(found(peru, data)[0], str(peru)) == "ana.ruiz"
    assert notes_path(str(peru), annotator="ana.ruiz", fingerprint=TEXT, data=data) == path


@pytest.mark.parametrize("wrong", ["", "ana/bo", "..", "-a", ".a", "a b", "ána", "a" * 65, "a."])
def test_an_id_that_cannot_stand_in_a_file_name_is_refused(folder: Path, wrong: str) -> None:
    with pytest.raises(ValueError, match="file name"):
        sidecar(folder / "peru.txt", wrong)


def test_the_data_folder_can_be_chosen(tmp_path: Path) -> None:
    assert data_folder({"POSTIL_DATA_DIR": str(tmp_path)}) == tmp_path
    assert data_folder({}).name == "postil"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere platformdirs is asked itself")
@pytest.mark.parametrize("base", [None, "", "/var/data"])
def test_the_data_folder_is_where_the_system_wants_it(base: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {} if base is None else {"XDG_DATA_HOME": base}
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    assert data_folder(environment) == platformdirs.user_data_path("postil", appauthor=False)


@pytest.mark.parametrize(
    ("source", "local"), [("peru.txt", True), ("-", False), (URL, False), ("C:\\peru.txt", True), ("a:b", True)]
)
def test_what_a_source_is(source: str, local: bool) -> None:
    assert is_local(source) == local


def test_notes_on_a_page_are_found_by_its_address_and_by_its_text(data: Path) -> None:
    path = annotated(mine(URL, data))
    assert path.parent == data / "notes"
    assert path.name.startswith("peru-html-a-1.")
    assert mine(URL, data, OTHER) == path, "the page has changed"
    assert mine("https://example.org/mirror", data) == path, "the same text from elsewhere"
    assert found("https://example.org/another", data, OTHER) == []
    assert annotator_of(path, URL) == "ana"


def test_notes_on_standard_input_are_found_by_the_text(folder: Path, data: Path) -> None:
    path = annotated(mine("-", data))
    assert found("-", data) == [path]
    assert found("-", data, OTHER) == []
    assert found(document(folder), data) == [path], "the same text, now from a file"


def test_notes_go_to_the_users_own_folder_where_the_documents_cannot_be_written(
    folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    peru = document(folder)
    if os.name == "nt" or os.getuid() == 0:
        # Root may write anywhere, so the system is asked in root's place.
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != folder)
    else:
        folder.chmod(0o500)
    path = mine(peru, data)
    assert path.parent == data / "notes"
    annotated(path)
    assert found(peru, data) == [path]
    assert found(peru, data, OTHER) == [path], "by its path, though the text has changed"


def test_notes_follow_a_document_that_moves_with_them(folder: Path, tmp_path: Path, data: Path) -> None:
    annotated(sidecar(document(folder), "ana"))
    folder.rename(tmp_path / "elsewhere")
    moved = tmp_path / "elsewhere" / "peru.txt"
    assert found(moved, data) == [sidecar(moved, "ana")]


def test_notes_of_a_renamed_document_are_found_by_its_text(folder: Path, data: Path) -> None:
    peru = document(folder)
    path = annotated(sidecar(peru, "ana"))
    peru.rename(folder / "lima.txt")
    assert found(folder / "lima.txt", data) == [path]
    assert mine(folder / "lima.txt", data) == path
    assert found(folder / "lima.txt", data, OTHER) == []


def test_notes_of_a_copy_stay_with_the_original(folder: Path, data: Path) -> None:
    annotated(sidecar(document(folder), "ana"))
    assert found(document(folder, "copy.txt"), data) == []


def test_notes_that_were_left_behind_are_found_if_they_were_known(folder: Path, tmp_path: Path, data: Path) -> None:
    peru = document(folder)
    path = annotated(sidecar(peru, "ana"))
    remember(path, fingerprint=TEXT, data=data)
    moved = tmp_path / "peru.txt"
    peru.rename(moved)
    assert found(moved, data) == [path]
    assert found(moved, data, OTHER) == []


def test_what_is_known_is_kept_once(folder: Path, data: Path) -> None:
    assert known(data) == []
    path = folder / "odd\tname.postil.yaml"
    for fingerprint in (TEXT, OTHER, TEXT):
        remember(path, fingerprint=fingerprint, data=data)
    assert [(each.path, each.fingerprint) for each in known(data)] == [(path, TEXT), (path, OTHER)]


def test_all_notes_below_a_folder_are_listed_but_for_hidden_ones(folder: Path) -> None:
    inner = folder / "b"
    paths = [sidecar(folder / "z.txt", "ana"), sidecar(inner / "a.txt", "bo"), sidecar(inner / "a.txt", "cy")]
    for path in [*paths, sidecar(folder / ".git" / "x", "ana")]:
        annotated(path)
    (folder / "postil.codebook.yaml").write_text("tags: []")
    (inner / ".a.txt.bo.postil.yaml.77-0a.tmp").write_text("")
    assert list(notes_below(folder)) == paths


def test_the_header_of_a_long_file_is_read_without_its_notes(folder: Path) -> None:
    path = annotated(sidecar(document(folder), "ana"))
    with path.open("a", encoding="utf-8") as file:
        file.write("- broken: [\n")
    header = read_header(path)
    assert header
    assert (header.document.fingerprint, header.annotator.id, header.annotations) == (TEXT, "ana", ())
    assert read_header(folder / "none") is None
