"""Figures of Word that are no pictures: the words of a SmartArt, and the numbers of a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.wordstyles import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_DEEPEST = 9
_MOST_ROWS = 60
"""What is longer is a curve, and nobody reads its points."""


def outline(tree: Element) -> list[tuple[int, str]]:
    """What a SmartArt says: the level from 1, and the words, of each of its shapes, in reading order."""
    words = {point.get("modelId") or "": _words(point) for point in tree.iter("{*}pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for line in tree.iter("{*}cxn"):
        if (line.get("type") or "parOf") == "parOf":
            order = whole_number(line.get("srcOrd") or "")
            below.setdefault(line.get("srcId") or "", []).append((order, line.get("destId") or ""))
    found: list[tuple[int, str]] = []
    seen: set[str] = set()

    def visit(point: str, level: int) -> None:
        if point in seen or level > _DEEPEST:
            return
        seen.add(point)
        if words.get(point):
            found.append((max(level, 1), words[point]))
        for _, child in sorted(below.get(point, [])):
            visit(child, level + 1)

    for point in tree.iter("{*}pt"):
        if point.get("type") == "doc":
            visit(point.get("modelId") or "", 0)
    return found + [(1, said) for point, said in words.items() if said and point not in seen]


def chart(tree: Element) -> tuple[str, list[list[str]]]:
    """The title of a chart, and the rows of its numbers under the names of their series."""
    title = next((_words(one) for one in tree.iterfind("{*}chart/{*}title")), "")
    names: list[str] = []
    rows: dict[str, list[str]] = {}
    for at, series in enumerate(tree.iter("{*}ser")):
        names.append(next((text.text or "" for name in series.iterfind("{*}tx") for text in name.iter("{*}v")), ""))
        across = dict(_points(series, "cat", "xVal"))
        for index, value in _points(series, "val", "yVal"):
            row = rows.setdefault(across.get(index, index), [])
            row += [""] * (at - len(row))
            row.append(_number(value))
    if not rows or len(rows) > _MOST_ROWS:
        return title, []
    width = len(names)
    return title, [["", *names], *([_number(name), *row, *[""] * (width - len(row))] for name, row in rows.items())]


def _points(series: Element, *kinds: str) -> Iterator[tuple[str, str]]:
    """Index and value of what a series has across, or up."""
    for kind in kinds:
        for holder in series.iterfind(f"{{*}}{kind}"):
            for point in holder.iter("{*}pt"):
                yield point.get("idx") or "", next((one.text or "" for one in point.iterfind("{*}v")), "")


def _words(element: Element) -> str:
    paragraphs = ("".join(text.text or "" for text in paragraph.iter("{*}t")) for paragraph in element.iter("{*}p"))
    return " ".join(" ".join(paragraphs).split())


def _number(text: str) -> str:
    """A number without the digits that come of computing; other words as they are."""
    try:
        return f"{float(text):.6g}" if "." in text else text
    except ValueError:
        return text
