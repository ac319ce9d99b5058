"""Pictures become pixels of a screen's size; floods, broken ones and what is no picture get a named error."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reader.documents.pictures import PictureError
from reader.pixels import RAMP, character, decoded, fit

RED, BLUE, GROUND = (255, 0, 0), (0, 0, 255), (10, 20, 30)


def made(size: tuple[int, int] = (40, 20), kind: str = "PNG", mode: str = "RGB") -> bytes:
    """A picture, red above and blue below."""
    image = Image.new(mode, size, RED)
    image.paste(BLUE, (0, size[1] // 2, size[0], size[1]))
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_a_picture_of_any_kind_is_drawn_in_its_colours(kind: str) -> None:
    rows = decoded(made(kind=kind)).fitted(20, 5, GROUND)
    assert len(rows) == 10
    assert {len(row) for row in rows} == {20}
    for (red, green, blue), (want_red, _, want_blue) in zip((rows[0][0], rows[-1][-1]), (RED, BLUE), strict=True):
        assert abs(red - want_red) < 12
        assert green < 12
        assert abs(blue - want_blue) < 12


def test_a_large_photograph_is_unpacked_small() -> None:
    picture = decoded(made((4000, 3000), "JPEG"))
    assert max(picture.size) <= 2000
    assert (len(picture.fitted(80, 24, GROUND)[0]), picture.size[0] % 4) == (64, 0)


def test_what_is_transparent_shows_the_ground() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (8, 7), (0, 0, 0, 0)).save(file, "PNG")
    rows = decoded(file.getvalue()).fitted(8, 4, GROUND)
    assert len(rows) % 2 == 0
    assert {color for row in rows for color in row} == {GROUND}


def test_a_photograph_taken_sideways_stands_upright() -> None:
    image = Image.new("RGB", (40, 20), RED)
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    assert decoded(file.getvalue()).size == (20, 40)


@given(st.tuples(st.integers(1, 5000), st.integers(1, 5000)), st.integers(1, 200), st.integers(1, 60))
def test_it_fits_and_fills_one_side(size: tuple[int, int], columns: int, rows: int) -> None:
    width, height = fit(size, columns, rows)
    assert 1 <= width <= columns
    assert 1 <= height <= 2 * rows
    assert width == columns or height == 2 * rows


def test_a_flood_of_pixels_is_refused_before_it_is_unpacked() -> None:
    header = struct.pack(">IIBBBBB", 90_000, 90_000, 8, 0, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 90_001)) + chunk(b"IEND", b"")
    with pytest.raises(PictureError, match="pixels"):
        decoded(b"\x89PNG\r\n\x1a\n" + data)


@pytest.mark.parametrize(
    "data", [b"", b"words", b"<svg xmlns='x'/>", made()[:60], made(kind="GIF")[:20], b"%!PS-Adobe-3.0 EPSF-3.0\n"]
)
def test_what_is_no_picture_or_half_of_one_has_a_named_error(data: bytes) -> None:
    with pytest.raises(PictureError) as error:
        decoded(data)
    assert error.value.hint


@given(st.data())
def test_a_spoiled_picture_is_drawn_or_refused_and_never_a_crash(data: st.DataObject) -> None:
    spoiled = bytearray(made(kind=data.draw(st.sampled_from(["PNG", "GIF", "JPEG"]))))
    for _ in range(data.draw(st.integers(1, 6))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    try:
        picture = decoded(bytes(spoiled))
    except PictureError:
        return
    assert picture.fitted(10, 5, GROUND)


def test_without_colours_light_is_told_by_characters() -> None:
    assert (character((0, 0, 0)), character((255, 255, 255))) == (RAMP[0], RAMP[-1])
