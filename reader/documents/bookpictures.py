"""Which pictures of a book are there to be looked at, where nobody described them. Sizes are pixels.

Programs that make books leave descriptions out of most pictures: of maps and plates as of ornaments.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from annotations.errors import SourceError
from reader.documents.descriptions import told_by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.documents.archives import Archive

_SHORTEST = 100
"""What each side of a picture measures at least."""

_NARROWEST = 5
"""How many times longer than it is high a picture may be: what is longer is a line or the head of a chapter."""

_HEAD = 1 << 16
"""Bytes at the beginning of a picture's file in which its size is looked for."""

_VIEW = re.compile(rb"viewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)")


class BookPictures:
    """The pictures of one chapter.

    Args:
        archive: Of the book.
        beside: The markup of the chapters before and behind: what is shown there too is an ornament.
    """

    def __init__(self, archive: Archive, *, beside: Callable[[], Sequence[str]]) -> None:
        self._archive = archive
        self._beside = beside
        self._neighbours: Sequence[str] | None = None
        self._seen: set[str] = set()

    def name(self, address: str, *, sure: bool = False) -> str:
        """What stands for a picture that nobody described; empty for an ornament, and for one that came before.

        `sure`: the book says that it is an illustration, whatever its size.
        """
        member = self._archive.find(address)
        name = told_by_name(address, sure=sure)
        if member is None or not name or member in self._seen:
            return ""
        self._seen.add(member)
        try:
            size = size_of(self._archive.head(member, _HEAD))
        except SourceError:
            return ""  # A book can be read without a picture of it.
        if sure:
            return name
        if size is None or min(size) < _SHORTEST or max(size) > _NARROWEST * min(size):
            return ""
        if self._neighbours is None:
            self._neighbours = self._beside()
        file = address.rpartition("/")[2]
        return "" if any(f"/{file}" in markup or f'"{file}"' in markup for markup in self._neighbours) else name


def size_of(head: bytes) -> tuple[float, float] | None:
    """Width and height of a picture, from the first bytes of its file; None where they do not say."""
    if head[:8] == b"\x89PNG\r\n\x1a\n" and len(head) >= 24:
        width, height = struct.unpack(">II", head[16:24])
        return width, height
    if head[:4] == b"GIF8" and len(head) >= 10:
        width, height = struct.unpack("<HH", head[6:10])
        return width, height
    if head[:2] == b"\xff\xd8":
        return _size_of_jpeg(head)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _size_of_webp(head)
    if b"<svg" in head and (match := _VIEW.search(head)):
        try:
            return float(match[1]), float(match[2])
        except ValueError:
            return None
    return None


def _size_of_jpeg(head: bytes) -> tuple[float, float] | None:
    at = 2
    while at + 9 <= len(head):
        if head[at] != 0xFF:
            return None
        kind = head[at + 1]
        if kind == 0xFF:
            at += 1
        elif 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        else:
            at += 2 + int(struct.unpack(">H", head[at + 2 : at + 4])[0])
    return None


def _size_of_webp(head: bytes) -> tuple[float, float] | None:
    if head[12:16] == b"VP8X" and len(head) >= 30:
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L" and len(head) >= 25:
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if head[12:16] == b"VP8 " and len(head) >= 30:
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
