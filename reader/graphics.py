"""Pictures in the terminal's own pixels: which protocol a terminal speaks, and what to send to put a picture up.

Three are spoken here: that of kitty ("Terminal graphics protocol"), that of iTerm2 ("Inline Images Protocol"), and
sixel (DEC, 1983). Whether one is understood is told from the environment alone: an answer to a question would arrive
among the keys. Where the environment says nothing, or tmux or screen stand between, there is none.
"""

from __future__ import annotations

import sys
from base64 import standard_b64encode
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.Image import Image

Protocol = Literal["kitty", "iterm", "sixel"]
PROTOCOLS: tuple[Protocol, ...] = ("kitty", "iterm", "sixel")

CHUNK = 4096
"""Characters that kitty takes at once."""

SHADES = 128
"""Colours of a picture in sixels. Terminals have 256 or more; with half of them it is sent in half the time."""

_PROGRAMS: dict[str, Protocol] = {"ghostty": "kitty", "iTerm.app": "iterm", "WezTerm": "iterm"}
"""What `TERM_PROGRAM` says."""
_TERMS: dict[str, Protocol] = {
    "xterm-kitty": "kitty",
    "xterm-ghostty": "kitty",
    "foot": "sixel",
    "foot-extra": "sixel",
    "mlterm": "sixel",
    "contour": "sixel",
}
"""What `TERM` says, which comes through ssh as well."""


def spoken(environment: Mapping[str, str]) -> Protocol | None:
    """The protocol of the terminal that an environment tells of, or None when it has none, or may have none."""
    term = environment.get("TERM", "")
    if "TMUX" in environment or "STY" in environment or term.startswith(("tmux", "screen")):
        return None
    if "KITTY_WINDOW_ID" in environment:
        return "kitty"
    if environment.get("LC_TERMINAL") == "iTerm2":
        return "iterm"
    return _TERMS.get(term) or _PROGRAMS.get(environment.get("TERM_PROGRAM", ""))


def cell_size(terminal: int) -> tuple[int, int] | None:
    """Width and height in pixels of a cell of the terminal behind a descriptor; None when it does not say."""
    if sys.platform == "win32":
        return None
    import fcntl
    import struct
    import termios

    try:
        answer = fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8))
    except OSError:
        return None
    rows, columns, width, height = struct.unpack("HHHH", answer)
    cell = (width // columns, height // rows) if columns and rows else (0, 0)
    return cell if min(cell) > 0 else None


def put_up(protocol: Protocol, image: Image, columns: int, rows: int) -> str:
    """What to send, at the upper left cell, to show an image in so many cells.

    Args:
        image: Without transparency. Sixels are as large as its pixels; the others are scaled to the cells.
    """
    if protocol == "sixel":
        return f"\x1bPq{''.join(_sixels(image))}\x1b\\"
    data = standard_b64encode(_png(image)).decode()
    if protocol == "iterm":
        size = f"width={columns};height={rows};preserveAspectRatio=0"
        return f"\x1b]1337;File=inline=1;{size};doNotMoveCursor=1:{data}\x07"
    chunks = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    # i, p: a picture put up again takes the place of the one before. C: the cursor stays. q: no answer is wanted.
    head = f"a=T,f=100,t=d,i={_NUMBER},p=1,c={columns},r={rows},C=1,q=2,"
    return "".join(
        f"\x1b_G{'' if number else head}m={int(number + 1 < len(chunks))};{chunk}\x1b\\"
        for number, chunk in enumerate(chunks)
    )


def take_down(protocol: Protocol) -> str:
    """What to send to be rid of the picture; the others are gone as soon as something is written over them."""
    return f"\x1b_Ga=d,d=I,i={_NUMBER},q=2\x1b\\" if protocol == "kitty" else ""


_NUMBER = 0x705F57
"""Of the one picture that is shown at a time, among those of all programs in the same kitty."""


def _png(image: Image) -> bytes:
    from io import BytesIO

    file = BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _sixels(image: Image) -> Iterator[str]:
    """The palette, then bands six pixels high: of each colour, which of the six it has, column by column."""
    import re

    import numpy as np

    reduced = image.quantize(SHADES)
    palette = np.array(reduced.getpalette(), dtype=np.int64).reshape(-1, 3)
    yield f'"1;1;{image.width};{image.height}'
    for number, shade in enumerate(palette.tolist()):
        yield f"#{number};2;" + ";".join(str(round(part * 100 / 255)) for part in shade)
    pixels = np.asarray(reduced, dtype=np.int64)
    columns = np.arange(image.width)
    for top in range(0, image.height, 6):
        band = pixels[top : top + 6]
        places = (band * image.width + columns).ravel()
        bits = np.repeat(1 << np.arange(len(band)), image.width)
        sets = np.bincount(places, bits, minlength=len(palette) * image.width).reshape(-1, image.width)
        shades = np.flatnonzero(sets.any(axis=1)).tolist()
        lines = (sets[shades] + 63).astype(np.uint8)
        drawn = "$".join(
            f"#{shade}{line.tobytes().decode('ascii')}" for shade, line in zip(shades, lines, strict=True)
        )
        yield re.sub(r"([?-~])\1{3,254}", lambda run: f"!{len(run[0])}{run[1]}", drawn) + "-"
