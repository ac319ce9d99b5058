"""Pictures as small as a screen needs them: in characters, of which two pixels fill one, or in its own pixels.

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
        width, height = fit(self.image.size, columns, rows)
        data = self._on_sheet((width, height), (width, height + height % 2), ground).tobytes()
        stride = width * 3
        return [
            [(data[at], data[at + 1], data[at + 2]) for at in range(row, row + stride, 3)]
            for row in range(0, len(data), stride)
        ]

    def filling(self, columns: int, rows: int, cell: tuple[int, int], ground: Color) -> Image:
        """The picture as large as it can be in so many cells of that many pixels, which it fills with its ground."""
        whole = columns * cell[0], rows * cell[1]
        return self._on_sheet(fit(self.image.size, columns, rows, cell), whole, ground)

    def _on_sheet(self, size: tuple[int, int], sheet: tuple[int, int], ground: Color) -> Image:
        from PIL import Image

        small = self.image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        result = Image.new("RGB", sheet, ground)
        result.paste(small, ((sheet[0] - size[0]) // 2, (sheet[1] - size[1]) // 2), small)
        return result


HALVES = 1, 2
"""The pixels of a cell in which two are drawn, one above the other."""


def fit(size: tuple[int, int], columns: int, rows: int, cell: tuple[int, int] = HALVES) -> tuple[int, int]:
    """Width and height in pixels of a picture in so many cells of that many pixels."""
    width, height = size
    most = columns * cell[0], rows * cell[1]
    scale = min(most[0] / width, most[1] / height)
    return max(min(round(width * scale), most[0]), 1), max(min(round(height * scale), most[1]), 1)


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
