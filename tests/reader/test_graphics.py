"""Pictures in the terminal's own pixels: who speaks which protocol, and that what is sent is the picture."""

from __future__ import annotations

import base64
import fcntl
import io
import os
import re
import struct
import termios

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reader.graphics import CHUNK, cell_size, put_up, spoken, take_down

RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.mark.parametrize(
    ("environment", "protocol"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "iterm"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "iterm"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-256color"}, None),
        ({}, None),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, None),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux-1000/default,1,0"}, None),
        ({"TERM": "xterm-kitty", "STY": "1.pts"}, None),
    ],
)
def test_only_a_terminal_that_is_known_to_show_pictures_is_sent_any(
    environment: dict[str, str], protocol: str | None
) -> None:
    assert spoken(environment) == protocol


def test_a_terminal_tells_the_size_of_its_cells_or_that_it_does_not_know() -> None:
    outer, inner = os.openpty()
    try:
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 800, 480))
        assert cell_size(inner) == (10, 20)
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        assert cell_size(inner) is None
    finally:
        os.close(inner)
        os.close(outer)


def test_what_is_no_terminal_has_no_cells() -> None:
    reading, writing = os.pipe()
    try:
        assert cell_size(reading) is None
    finally:
        os.close(reading)
        os.close(writing)


def drawn(data: str) -> list[list[tuple[int, int, int] | None]]:
    """What a terminal makes of sixels, as its manual tells: rows of colours, in hundredths; None where nothing is."""
    found = re.fullmatch(r'\x1bPq"1;1;(\d+);(\d+)((?:#\d+;2;\d+;\d+;\d+)*)(.*)\x1b\\', data, re.DOTALL)
    assert found is not None
    width, height = int(found[1]), int(found[2])
    palette: dict[int, tuple[int, int, int]] = {}
    for number, red, green, blue in re.findall(r"#(\d+);2;(\d+);(\d+);(\d+)", found[3]):
        palette[int(number)] = int(red), int(green), int(blue)
    rows: list[list[tuple[int, int, int] | None]] = [[None] * width for _ in range(height)]
    x = top = shade = 0
    for token in re.finditer(r"#(\d+)|!(\d+)(.)|([$-])|(.)", found[4]):
        if token[1]:
            shade = int(token[1])
        elif token[4] == "$":
            x = 0
        elif token[4] == "-":
            x, top = 0, top + 6
        else:
            bits, times = ord(token[3] or token[5]) - 63, int(token[2] or 1)
            assert 0 <= bits < 64
            for row in (rows[top + bit] for bit in range(6) if bits >> bit & 1):
                row[x : x + times] = [palette[shade]] * times
            x += times
    return rows


@given(
    st.integers(1, 40).flatmap(
        lambda width: st.lists(st.lists(st.sampled_from([RED, BLUE]), min_size=width, max_size=width), min_size=1)
    )
)
def test_sixels_draw_each_pixel_of_the_picture_in_its_colour(pixels: list[list[tuple[int, int, int]]]) -> None:
    image = Image.new("RGB", (len(pixels[0]), len(pixels)))
    image.putdata([shade for row in pixels for shade in row])
    hundredths = {RED: (100, 0, 0), BLUE: (0, 0, 100)}
    assert drawn(put_up("sixel", image, 1, 1)) == [[hundredths[shade] for shade in row] for row in pixels]


def test_sixels_of_a_photograph_come_close_to_its_colours() -> None:
    image = Image.merge("RGB", [Image.radial_gradient("L").resize((90, 50)).rotate(turn) for turn in (0, 90, 180)])
    rows = drawn(put_up("sixel", image, 9, 3))
    far = []
    for y, row in enumerate(rows):
        for x, shade in enumerate(row):
            assert shade is not None
            pixel = image.getpixel((x, y))
            assert isinstance(pixel, tuple)
            far.append(max(abs(part * 2.55 - wanted) for part, wanted in zip(shade, pixel, strict=True)))
    assert sum(far) / len(far) < 6


def test_kitty_is_sent_the_picture_in_parts_it_can_take_and_rid_of_it_by_the_same_number() -> None:
    image = Image.effect_noise((200, 120), 80).convert("RGB")
    sent = put_up("kitty", image, 20, 6)
    parts = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", sent)
    assert "".join(f"\x1b_G{keys};{data}\x1b\\" for keys, data in parts) == sent
    assert len(parts) > 1
    assert all(len(data) <= CHUNK for _, data in parts)
    assert [keys.endswith("m=1") for keys, _ in parts] == [True] * (len(parts) - 1) + [False]
    keys = dict(pair.split("=") for pair in parts[0][0].split(","))
    assert (keys["c"], keys["r"]) == ("20", "6")
    shown = Image.open(io.BytesIO(base64.b64decode("".join(data for _, data in parts))))
    assert shown.tobytes() == image.tobytes()
    assert f"i={keys['i']}," in take_down("kitty")


def test_iterm_is_sent_the_picture_whole() -> None:
    image = Image.new("RGB", (30, 20), RED)
    found = re.fullmatch(r"\x1b\]1337;File=([^:]*):([^\x07]*)\x07", put_up("iterm", image, 3, 1))
    assert found is not None
    assert {"inline=1", "width=3", "height=1"} <= set(found[1].split(";"))
    assert Image.open(io.BytesIO(base64.b64decode(found[2]))).tobytes() == image.tobytes()
    assert take_down("iterm") == ""
