"""Pictures of books: which are shown by the name of their file, where nobody described them."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from reader.documents.archives import Archive
from reader.documents.bookpictures import BookPictures, size_of
from reader.documents.descriptions import described, repeated, told_by_name


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)


def jpeg(width: int, height: int) -> bytes:
    first = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc4\x00\x03x"
    return first + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03"


def book(members: dict[str, bytes], *beside: str) -> BookPictures:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return BookPictures(Archive(file, source="x.epub"), beside=lambda: beside)


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (png(640, 480), (640, 480)),
        (jpeg(640, 480), (640, 480)),
        (b"GIF89a" + struct.pack("<HH", 640, 480), (640, 480)),
        (b"RIFF....WEBPVP8X" + bytes(8) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little"), (640, 480)),
        (b"RIFF....WEBPVP8L" + bytes(5) + (639 | 479 << 14).to_bytes(4, "little"), (640, 480)),
        (b"RIFF....WEBPVP8 " + bytes(10) + struct.pack("<HH", 640, 480), (640, 480)),
        (b'<svg viewBox="0 0 640 480.5">', (640, 480.5)),
        (b"<svg>", None),
        (b"\xff\xd8\xff\xe0", None),
        (b"\xff\xd8\x00" + bytes(20), None),
        (b"", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_first_bytes(head: bytes, size: tuple[float, float] | None) -> None:
    assert size_of(head) == size


def test_plates_are_shown_and_ornaments_are_not() -> None:
    members = {
        "i/plate.png": png(600, 400),
        "i/dot.png": png(40, 40),
        "i/garland.png": png(900, 120),
        "i/chapter-separator.png": png(600, 400),
        "i/head.jpg": jpeg(500, 300),
        "i/odd.png": b"no picture",
    }
    pictures = book(members, '<p><img src="../i/head.jpg"/></p>')
    assert [pictures.name(name) for name in members] == ["plate.png", "", "", "", "", ""]
    assert pictures.name("i/plate.png") == "", "what comes again is an ornament"
    assert pictures.name("i/missing.png") == ""
    assert book(members).name("i/garland.png", sure=True) == "garland.png"


def test_a_broken_picture_leaves_the_book_readable() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("plate.png", png(600, 400))
    data = file.getvalue().replace(b"IHDR", b"IHDX", 1)
    assert BookPictures(Archive(io.BytesIO(data), source="x"), beside=tuple).name("plate.png") == ""


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "image",
        "Image 12",
        "IMG_0312",
        "a photo",
        "picto",
        "scan.jpeg",
        "logo_new_3x",
        "map_of_bay",
        "C:\\a b\\c.png",
        "Bild 3",
    ],
)
def test_words_that_say_nothing_are_no_description(words: str) -> None:
    assert described(words) == ""


@pytest.mark.parametrize("words", ["Image of the bay", "Cover", "No entry", "Figure 2: tides", "x² + 1", "x_i"])
def test_other_words_are(words: str) -> None:
    assert described(f" {words}\n") == words


def test_what_a_program_says_of_its_own_words_is_left_out() -> None:
    assert (
        described("A boat at a pier Description automatically generated with medium confidence") == "A boat at a pier"
    )
    assert described("Eine Karte. Automatisch generierte Beschreibung") == "Eine Karte"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("OPS/i/map%20of%20bay.png", "map of bay.png"),
        ("8249753844224692401_image002.jpg", "image002.jpg"),
        ("362aa573-1625-45bd-baee-f0c5adffe267.png", "362aa573….png"),
        ("i/publisher_logo.png", ""),
        ("i/catalogue.png", "catalogue.png"),
    ],
)
def test_a_picture_is_told_by_the_name_of_its_file(address: str, name: str) -> None:
    assert told_by_name(address) == name


def test_a_caption_repeats_a_description_whatever_its_signs() -> None:
    assert repeated("Fig 2 – the bay", "FIG. 2. The Bay, 1901")
    assert not repeated("A gull", "Figure 2")
    assert not repeated("", "Figure 2")
