"""The lines that a PDF page draws: the rules of tables, and the edges of what is filled, as cells often are.

Lengths are points on the page as it is read, y upward.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from reader.documents.typeset.pages import Rule

if TYPE_CHECKING:
    import pypdfium2

    from reader.documents.pdfglyphs import Box

_MOST = 4000
"""Things drawn on a page, and rules of it, that are looked at: maps and plots have more, and are no tables."""
_SEGMENTS = 400
"""Of one path."""
_THIN = 3.0
_SHORT = 6.0
_LARGER = 1.05
"""Longer sides of the page that a thing drawn on it measures at most."""

_LINE_TO, _MOVE_TO = 0, 2
_PATH, _FORM = 2, 5

_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def page_rules(page: pypdfium2.PdfPage, box: Box, turn: int) -> tuple[Rule, ...]:
    """The rules of a page, level or upright.

    Args:
        page: The open page; the caller holds the library's lock.
        box: The part of it that is shown.
        turn: The quarter turn in which its text stands.
    """
    from pypdfium2 import raw

    found: list[Rule] = []
    left, bottom, right, top = box
    most = _LARGER * max(right - left, top - bottom)
    for corners in _drawn(page, raw):
        if any(max(places) - min(places) > most for places in zip(*corners, strict=True)):
            continue  # The ground of a text that is longer than the page.
        found += _edges([_turned(x, y, box, turn) for x, y in corners])
        if len(found) > _MOST:
            return ()
    return tuple(found)


def _turned(x: float, y: float, box: Box, turn: int) -> tuple[float, float]:
    left, bottom, right, top = box
    return ((x - left, y - bottom), (y - bottom, right - x), (right - x, top - y), (top - y, x - left))[turn]


def _edges(corners: list[tuple[float, float]]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in pairwise(corners):
        width, height = abs(x1 - x0), abs(y1 - y0)
        if min(width, height) <= 0.5 and max(width, height) >= _SHORT:
            yield Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _drawn(page: Any, raw: Any) -> Iterator[list[tuple[float, float]]]:
    """The corners of every path on the page, and of those in its forms."""
    count = raw.FPDFPage_CountObjects(page)
    seen = 0
    for at in range(min(count, _MOST)):
        thing = raw.FPDFPage_GetObject(page, at)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == _PATH:
            yield from _corners(thing, _SAME, raw)
        elif kind == _FORM:
            matrix = _matrix(thing, raw)
            inside = raw.FPDFFormObj_CountObjects(thing)
            for index in range(max(0, min(inside, _MOST - seen))):
                seen += 1
                part = raw.FPDFFormObj_GetObject(thing, index)
                if raw.FPDFPageObj_GetType(part) == _PATH:
                    yield from _corners(part, matrix, raw)


def _corners(path: Any, form: _Matrix, raw: Any) -> Iterator[list[tuple[float, float]]]:
    bounds = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(path, *bounds):
        return
    left, bottom, right, top = (value.value for value in bounds)
    if max(right - left, top - bottom) < _SHORT:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, fill, stroke) or not (fill.value or stroke.value):
        return
    if min(right - left, top - bottom) <= _THIN:  # A rule, drawn as a line or a thin box.
        x, y = (left + right) / 2, (bottom + top) / 2
        ends = [(left, y), (right, y)] if right - left > top - bottom else [(x, bottom), (x, top)]
        yield [_moved(*end, form) for end in ends]
        return
    count = raw.FPDFPath_CountSegments(path)
    if not 0 < count <= _SEGMENTS:
        return
    own = _matrix(path, raw)
    corners: list[tuple[float, float]] = []
    x_of, y_of = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x_of, y_of)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind != _LINE_TO and corners:
            yield corners
            corners = []
        if kind in (_LINE_TO, _MOVE_TO):
            corners.append(_moved(*_moved(x_of.value, y_of.value, own), form))
            if raw.FPDFPathSegment_GetClose(segment) and len(corners) > 1:
                corners.append(corners[0])
    if corners:
        yield corners


def _matrix(thing: Any, raw: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, matrix):
        return _SAME
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _moved(x: float, y: float, by: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = by
    return a * x + c * y + e, b * x + d * y + f
