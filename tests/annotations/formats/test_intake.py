"""Foreign bytes: read, or refused with the place of the fault."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.formats.intake import check_size, json_of, members_of, text_of, xml_of


def packed(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_with_and_without_a_byte_order_mark(encoding: str) -> None:
    assert text_of("a🦊\r\nb".encode(encoding)) == "a🦊\r\nb"


def test_wrong_encoding_says_line_and_byte() -> None:
    with pytest.raises(FormatError, match=r"line 2: byte 6 \(0xe9\) is not UTF-8"):
        text_of(b"one\ntw\xe9\n")


def test_a_file_of_100_mb_is_refused() -> None:
    with pytest.raises(FormatError, match="100 MB"):
        check_size(100_000_000)


def test_truncated_json_says_line_and_column() -> None:
    with pytest.raises(FormatError, match="line 2, column 7: this is not JSON"):
        json_of(b'[1,\n{"a": ')


@pytest.mark.parametrize(
    "hostile", [b"[" * 100_000, b"NaN", b"[Infinity]", b"1" * 10_000, b"", b"\x00", b"\xff\xfe\x00"]
)
def test_hostile_json_is_a_named_error(hostile: bytes) -> None:
    with pytest.raises(FormatError, match="line 1"):
        json_of(hostile)


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert json_of(b'{"\\ud83d": ["\\ud83e\\udd8a", "\\udd8a"]}') == {"\ufffd": ["🦊", "\ufffd"]}


BOMB = b"""<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>"""
FILE = b"""<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>"""


@pytest.mark.parametrize("hostile", [BOMB, FILE, b'<!DOCTYPE a SYSTEM "http://x/y.dtd"><a/>'])
def test_entity_bombs_and_file_references_are_refused(hostile: bytes) -> None:
    with pytest.raises(FormatError, match="entities"):
        xml_of(hostile)


def test_broken_xml_says_line_and_column() -> None:
    with pytest.raises(FormatError, match="line 2, column 3"):
        xml_of(b"<a>\n</b>")


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "..\\evil", "C:\\evil", "C:evil"])
def test_no_member_leads_out_of_an_archive(name: str) -> None:
    with pytest.raises(FormatError, match="leave"):
        members_of(packed((name, b"x")))


def test_a_zip_bomb_is_refused_whatever_it_says_of_its_size() -> None:
    size = 4_000_000
    bomb = packed(("bomb", bytes(size)))
    assert len(bomb) < 10_000
    assert members_of(bomb, limit=size) == {"bomb": bytes(size)}
    with pytest.raises(FormatError, match="unpacks to more than 4 MB"):
        members_of(bomb, limit=size - 1)
    lying = bomb.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(FormatError, match="archive"):
        members_of(lying, limit=size - 1)


def test_many_small_bombs_share_one_limit() -> None:
    bombs = packed(*((f"{n}", bytes(1_000_000)) for n in range(4)))
    with pytest.raises(FormatError, match="unpacks to more than"):
        members_of(bombs, limit=3_999_999)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_archive_are_a_named_error(data: bytes) -> None:
    with pytest.raises(FormatError):
        members_of(data)


@given(data=st.data())
def test_a_damaged_archive_is_read_or_refused(data: st.DataObject) -> None:
    whole = packed(("a.txt", b"alpha" * 20), ("b/c.txt", b"gamma"))
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :]
    try:
        members = members_of(damaged)
    except FormatError:
        return
    assert all(isinstance(content, bytes) for content in members.values())


def test_members_are_read() -> None:
    assert members_of(packed(("a.txt", b"alpha"), ("b/", b""), ("b/c.txt", b"gamma"))) == {
        "a.txt": b"alpha",
        "b/c.txt": b"gamma",
    }
