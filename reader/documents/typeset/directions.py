"""Pages that are written from right to left, as Arabic and Hebrew are: seen in a mirror, they run from left to right.

Everything that is thought about a page (which line goes on, where a paragraph is set in, which column comes first)
is thought from left to right. A page that is mostly written the other way is mirrored before; words that run against
their page are turned round where they stand. Glyphs come in the order of speech, as pdfium gives them. Lengths are
points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from reader.documents.typeset.glyphs import Glyph

_BETWEEN = 2
"""Signs without a direction, as in `3.14` and `de facto`, that a run against the page goes on over."""


def is_leftward(char: str) -> bool:
    """Whether the character belongs to a script that is written from right to left."""
    code = ord(char[0])
    return (0x590 <= code < 0x900 and not char.isdigit()) or 0xFB1D <= code < 0xFE00 or 0xFE70 <= code < 0xFF00


def from_left_to_right(glyphs: list[Glyph], width: float) -> list[Glyph]:
    """The glyphs of a page, placed so that reading them goes to the right.

    Args:
        glyphs: In the order of speech.
        width: Of the page.
    """
    leftward = sum(map(is_leftward, (glyph.char for glyph in glyphs)))
    if not leftward:
        return glyphs
    glyphs = list(_spoken(glyphs))
    mirrored = leftward > sum(glyph.char.isalpha() for glyph in glyphs) - leftward
    if mirrored:
        glyphs = [glyph._replace(x=width - glyph.right, right=width - glyph.x) for glyph in glyphs]
    out: list[Glyph] = []
    for run in _runs(glyphs, mirrored):
        if len(run) > 1 and run[-1].x < run[0].x:
            sides = min(glyph.x for glyph in run) + max(glyph.right for glyph in run)
            out += [glyph._replace(x=sides - glyph.right, right=sides - glyph.x) for glyph in run]
        else:
            out += run
    return out


_LAM = "\u0644"


def _spoken(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """With the letters of a ligature in the order of speech, and no space between a letter and the mark on it.

    A ligature that a font writes as several letters comes the wrong way round, which shows where it ends with a lam:
    nearly all ligatures of Arabic begin with it.
    """
    pending: list[Glyph] = []
    for _, group in groupby(glyphs, key=lambda glyph: (glyph.x, glyph.right)):
        together = list(group)
        if together[-1].char == _LAM and together[0].char != _LAM and is_leftward(together[0].char):
            together.reverse()
        if unicodedata.category(together[0].char[0]) != "Mn":
            yield from pending
        pending = together if len(together) == 1 and together[0].char.isspace() else []
        if not pending:
            yield from together
    yield from pending


def _runs(glyphs: list[Glyph], mirrored: bool) -> Iterator[list[Glyph]]:
    """The glyphs in stretches that run against the page, or with it."""
    run: list[Glyph] = []
    between: list[Glyph] = []
    for glyph in glyphs:
        level = not run or abs(glyph.y - run[-1].y) < 0.5 * glyph.face.size
        if _runs_against(glyph.char, mirrored):
            if not level or len(between) > _BETWEEN:
                yield run
                yield between
                run, between = [], []
            run += [*between, glyph]
            between = []
        elif run and level and len(between) <= _BETWEEN and not glyph.char.isalpha():
            between.append(glyph)
        else:
            yield run
            yield [*between, glyph]
            run, between = [], []
    yield run
    yield between


def _runs_against(char: str, mirrored: bool) -> bool:
    if mirrored:
        return unicodedata.bidirectional(char[0]) in ("L", "EN", "AN")
    return is_leftward(char)
