"""Pictures as pixels small enough for a screen of characters: two of them fill a cell, one above the other.

Needs Pillow, the extra `postil[images]`, which is loaded when a picture is decoded. Sizes are pixels.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.pictures import PictureError

if TYPE_CHECKING:
    from PIL.Image import Image

    Color = tuple[int, int, int]

MOST = 60_000_000
"""What a picture may have: more is refused before it is unpacked."""

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "PPM", "ICO")
"""What is read; other formats that Pillow knows have had too many holes, or are no pictures to read with a text."""

RAMP = " .:-=+*#%@"
"""From dark to light, where a terminal has no colours."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was decoded, as large as it is, or smaller when nothing so large could be shown."""

    image: Image

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.image.size

    def fitted(self, columns: int, rows: int, ground: Color) -> list[list[Color]]:
        """Rows of pixels, an even number of them, as large as the picture can be in so many cells.

        Args:
            columns, rows: Of the screen.
            ground: What shows where the picture is transparent.
        """
        from PIL import Image

        width, height = fit(self.image.size, columns, rows)
        small = self.image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        sheet = Image.new("RGB", (width, height + height % 2), ground)
        sheet.paste(small, (0, 0), small)
        data = sheet.tobytes()
        stride = width * 3
        return [
            [(data[at], data[at + 1], data[at + 2]) for at in range(row, row + stride, 3)]
            for row in range(0, len(data), stride)
        ]


def fit(size: tuple[int, int], columns: int, rows: int) -> tuple[int, int]:
    """Width and height in pixels of a picture in so many cells, two pixels one above the other in each."""
    width, height = size
    scale = min(columns / width, 2 * rows / height)
    return max(min(round(width * scale), columns), 1), max(min(round(height * scale), 2 * rows), 1)


def decoded(data: bytes) -> Picture:
    """The picture in some bytes.

    Raises: PictureError, for what is no picture that is read, is broken, or would unpack to a flood; and when Pillow
    is not installed.
    """
    try:
        from PIL import Image, ImageOps
    except ImportError:
        raise PictureError(
            "pictures are shown with an extra that is not installed", hint="Install it: pip install 'postil[images]'"
        ) from None
    from io import BytesIO

    if data[:256].lstrip().startswith((b"<svg", b"<?xml", b"<!DOCTYPE svg")):
        raise PictureError("this picture is a drawing (SVG)", hint="A browser shows it.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(BytesIO(data), formats=FORMATS)
            if image.width * image.height <= MOST:
                image.draft("RGB", (800, 800))  # a photograph is unpacked at a fraction of its size
                return Picture(ImageOps.exif_transpose(image).convert("RGBA"))
    except Exception as error:
        # Decoders of eight formats raise whatever they stumble over: all of it means that the bytes are broken.
        reason = " ".join(str(error).split())[:200]
        raise PictureError(f"this picture cannot be read: {reason}", hint="It may be no picture.") from error
    raise PictureError(
        f"this picture has {image.width:,} times {image.height:,} pixels",
        hint="Open it in a program for pictures, if you trust it.",
    )


def character(color: Color) -> str:
    """The character that is about as light as a colour."""
    light = 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]
    return RAMP[min(int(light / 256 * len(RAMP)), len(RAMP) - 1)]
