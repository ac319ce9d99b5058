"""A package of notes comes back as it went out, and a hostile one changes nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import struct
import warnings
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


def special(name: str, kind: int) -> zipfile.ZipInfo:
    """A member that claims to be something else than a file: a link, a device, a pipe."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (kind | 0o777) << 16
    return info


def encrypted(data: bytes) -> bytes:
    """The archive with every member said to be encrypted, in its own header and in the directory."""
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            flags = data[place + at] | 1
            data = data[: place + at] + bytes([flags]) + data[place + at + 1 :]
            place = data.find(signature, place + 4)
    return data


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """The archive with a member's name replaced as it stands, which no library would write."""
    assert len(old) == len(new)
    assert data.count(old) == 2
    return data.replace(old, new)


def twice() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.writestr(MANIFEST, MANIFEST_BYTES)
        made.writestr("article/fox.txt", b"first")
        made.writestr("article/fox.txt", b"second")
    return out.getvalue()


def claiming(size: int) -> bytes:
    """An archive whose member claims, in both its headers, to unpack to another size than it does."""
    data = archive(("article/fox.txt", b"x" * 5000))
    return data.replace(struct.pack("<I", 5000), struct.pack("<I", size))


NO_TEXT = b"\xff\xfe\x00"


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
        (archive(("C:x", b"x")), "no place"),
        (archive(("article/C:x", b"x")), "no place"),
        (archive(("\\\\server\\share\\x", b"x")), "no place"),
        (archive(("//server/share/x", b"x")), "no place"),
        (archive(("notes//x.postil.yaml", b"x")), "no place"),
        (archive(("./notes/x.postil.yaml", b"x")), "no place"),
        (archive(("notes/a/b.postil.yaml", b"x")), "no place"),
        (archive(("article/ ..", b"x")), "no place"),
        (archive(("article/", b"")), "no file"),
        (archive(("notes/" + "x" * 300 + ".postil.yaml", b"x")), "no place"),
        (archive(("article/a\x1b[31mb", b"x")), "no place"),
        (archive(("article/a\nb", b"x")), "no place"),
        (renamed(archive(("article/fox", b"x")), b"article/fox", b"article/a\x00b"), "no place"),
        (renamed(archive(("article/fox", b"x")), b"article/fox", b"../../../ox"), "no place"),
        (archive((special("article/fox.txt", 0o120000), b"/etc/passwd")), "link"),
        (archive((special("article/fox.txt", 0o010000), b"")), "no file"),
        (archive((special("article/fox.txt", 0o020000), b"")), "no file"),
        (archive((special("article/fox.txt", 0o040000), b"")), "no file"),
        (encrypted(archive(("article/fox.txt", b"x"))), "encrypted"),
        (twice(), "twice"),
        (claiming(17), "cannot be unpacked"),
        (archive((f"texts/{hashlib.sha256(NO_TEXT).hexdigest()}", NO_TEXT)), "no text"),
        (archive(("postil.codebook.yaml", NO_TEXT)), "no text"),
        (archive((MANIFEST.upper(), b"{}")), "no place"),
        (archive(("article/a", b"x"), ("ARTICLE/b", b"x")), "no place"),
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


def test_a_member_that_claims_to_be_small_is_counted_as_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_MEMBER_BYTES", 1000)
    with pytest.raises(FormatError, match=r"unpacks to more|cannot be unpacked"):
        unpack(claiming(10))


def test_many_members_that_are_each_small_enough_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_BYTES", 100_000)
    with pytest.raises(FormatError, match="unpacks to more"):
        unpack(archive(*((f"notes/{n}.postil.yaml", bytes(40_000)) for n in range(3))))


def test_a_file_beyond_all_bounds_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive(("article/fox.txt", b"x"))
    monkeypatch.setattr(package, "MAX_BYTES", len(data) - 1)
    with pytest.raises(FormatError, match="larger"):
        unpack(data)
    monkeypatch.undo()
    with pytest.raises(FormatError, match="files"):
        unpack(data + b"PK\x01\x02" * 100_001)


@given(st.binary(max_size=300), st.integers(0, 600), st.binary(min_size=1, max_size=8))
def test_whatever_is_done_to_a_package_it_is_read_or_refused(noise: bytes, at: int, over: bytes) -> None:
    whole = pack(Package(name="fox.txt", notes={"fox.txt.ana.postil.yaml": noise}, article=noise, codebook=b"x"))
    for data in (noise, whole[:at], whole[:at] + over + whole[at + len(over) :], noise + whole):
        with contextlib.suppress(FormatError):
            assert all("/" not in name and "\\" not in name for name in unpack(data).notes)


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
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\boot.ini", "boot.ini"),
        ("C:boot.ini", "C_boot.ini"),
        (".bashrc", "bashrc"),
        ("a\u202etxt.exe", "a_txt.exe"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("x" * 199 + ". .txt", "x" * 199),
        ("\ud800", "_"),
        ("", "article"),
    ],
)
def test_an_articles_file_name_is_never_a_path(name: str, clean: str) -> None:
    assert file_name(name) == clean
