"""A package of notes comes back as it went out, and a hostile one changes nothing."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import package
from annotations.errors import FormatError
from annotations.package import MANIFEST, Package, file_name, pack, unpack

TEXT = "Ana 🦊 met Bo in Paris."
FINGERPRINT = hashlib.sha256(TEXT.encode()).hexdigest()
MANIFEST_BYTES = json.dumps({"postil-share": 1, "name": "fox.txt", "title": "Fox"}).encode()


def archive(*members: tuple[str | zipfile.ZipInfo, bytes], manifest: bytes = MANIFEST_BYTES) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(MANIFEST, manifest)
        for name, data in members:
            made.writestr(name, data)
    return out.getvalue()


names = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)


@given(
    name=names, notes=st.dictionaries(names, st.binary(max_size=50)), article=st.none() | st.binary(), text=st.text()
)
def test_it_comes_back_as_it_went_out(name: str, notes: dict[str, bytes], article: bytes | None, text: str) -> None:
    sent = Package(
        name=name,
        title=text,
        notes={f"{who}.postil.yaml": data for who, data in notes.items()},
        article=article,
        texts={FINGERPRINT: TEXT},
        codebook=b"codebook: 1\n",
    )
    assert unpack(pack(sent)) == sent
    assert pack(sent) == pack(sent)


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no ZIP"),
        (b"PK\x03\x04 and then nothing", "no ZIP"),
        (archive(("../../.bashrc", b"x")), "no place"),
        (archive(("/etc/passwd", b"x")), "no place"),
        (archive(("notes/../../x.postil.yaml", b"x")), "no place"),
        (archive(("notes\\..\\x.postil.yaml", b"x")), "no place"),
        (archive(("C:/x", b"x")), "no place"),
        (archive(("article/..", b"x")), "no place"),
        (archive((link("article/fox.txt"), b"/etc/passwd")), "link"),
        (archive(("notes/x.sh", b"x")), "no notes file"),
        (archive(("article/a", b"x"), ("article/b", b"x")), "more than one"),
        (archive(("texts/" + "0" * 64, b"x")), "not what its name says"),
        (archive(manifest=b"{"), "not JSON"),
        (archive(manifest=b"[" * 100_000), "not JSON"),
        (archive(manifest=b"[]"), "does not name"),
        (archive(manifest=b'{"postil-share": 2, "name": "x"}'), "version 2"),
        (pack(Package(name="x", article=b"x" * 5000))[:-1200], "no ZIP"),
    ],
)
def test_a_hostile_or_broken_package_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        unpack(data)


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_BYTES", 100_000)
    bomb = archive(("article/zeros", bytes(10_000_000)))
    assert len(bomb) < 20_000
    with pytest.raises(FormatError, match="unpacks to more"):
        unpack(bomb)


def test_too_many_files_are_refused() -> None:
    with pytest.raises(FormatError, match="files"):
        unpack(archive(*((f"notes/{n}.postil.yaml", b"") for n in range(package.MAX_MEMBERS))))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("peru.txt", "peru.txt"),
        ("https://example.org/a/story.html?x=1", "story.html"),
        ("https://example.org/", "example.org"),
        ("..", "article"),
        ("a\x1b[31m.txt", "a__31m.txt"),
    ],
)
def test_an_articles_file_name_is_never_a_path(name: str, clean: str) -> None:
    assert file_name(name) == clean
