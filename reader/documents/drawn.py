"""Pages of books whose words are drawn: texts of SVG, where a page has no others, as picture books set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.builder import Builder

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def write_drawn(builder: Builder, page: Element) -> None:
    """Write a paragraph for each text of a page's drawings, with its lines."""
    for drawing in page.iter("{*}svg"):
        for text in drawing.iter("{*}text"):
            builder.begin("paragraph")
            for index, line in enumerate(_lines(text)):
                if index:
                    builder.part("\n")
                builder.write(line)
            builder.end()


def _lines(text: Element) -> list[str]:
    """What a text says, by its parts that stand at a height of their own."""
    lines = [text.text or ""]
    height = text.get("y") or "0"
    for part in text.iterchildren("{*}tspan"):
        words = "".join(str(piece) for piece in part.itertext())
        moved = (part.get("dy") or "0").strip("0.empx%") != ""
        if moved or (part.get("y") or height) != height:
            lines.append("")
        height = part.get("y") or height
        lines[-1] += words + (part.tail or "")
    return [line for line in lines if line.strip()]
