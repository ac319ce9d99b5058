"""Pictures of Word: what was said of them, which file they show, and whether they are there to be looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents.descriptions import described
from reader.documents.wordstyles import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_SMALLEST = 500_000
"""What a picture measures at least on each side to be more than a sign, in EMU: 914,400 are an inch."""

_LONGEST = 8
"""How many times longer than it is high a picture may be; what is longer is a line or a border."""

_POINTS = re.compile(r"(width|height):(\d+(?:\.\d+)?)(pt|in|cm|mm|px)?")
_UNITS = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "px": 9_525, None: 12_700}


def words_about(holder: Element) -> str:
    """What was said of the drawing in an element, where it says something."""
    for one in holder.iter("{*}docPr", "{*}shape", "{*}rect", "{*}group"):
        if words := described(one.get("descr") or one.get("alt") or ""):
            return words
    return ""


def reference(holder: Element) -> str:
    """The relation of the file that a drawing shows; empty where it shows none."""
    for shown in holder.iter("{*}blip", "{*}imagedata"):
        if found := shown.get(f"{R}embed") or shown.get(f"{R}id") or "":
            return found
    return ""


def file_name(holder: Element, member: str) -> str:
    """The name that the picture's file had, else has in the document."""
    for one in holder.iter("{*}cNvPr"):
        name = (one.get("name") or "").replace("\\", "/").rpartition("/")[2]
        if re.search(r"\w\.\w{3,4}$", name):
            return name
    return member.rpartition("/")[2]


def is_floating(drawing: Element) -> bool:
    """Whether a drawing has a place of its own on the page, beside the line that holds it."""
    if next(drawing.iter("{*}anchor"), None) is not None:
        return True
    return any("position:absolute" in (one.get("style") or "") for one in drawing.iterchildren("*"))


def is_worth_looking_at(drawing: Element) -> bool:
    """Whether a picture that nobody described shows more than a sign, a line, a button, or the ground of a page."""
    if next(drawing.iter("{*}control"), None) is not None:
        return False
    if any((one.get("behindDoc") or "0") not in ("0", "false") for one in drawing.iter("{*}anchor")):
        return False
    if any((one.get("val") or "1") not in ("0", "false") for one in drawing.iter("{*}decorative")):
        return False
    width, height = _size(drawing)
    return min(width, height) >= _SMALLEST and max(width, height) <= _LONGEST * min(width, height)


def _size(drawing: Element) -> tuple[float, float]:
    """In EMU; zeros where it is not said."""
    for extent in drawing.iter("{*}extent"):
        sides = (extent.get("cx") or "", extent.get("cy") or "")
        if all(side.isdigit() for side in sides):
            return float(sides[0]), float(sides[1])
    for shape in drawing.iter("{*}shape", "{*}rect"):
        found = {
            side: float(size) * _UNITS[unit or None] for side, size, unit in _POINTS.findall(shape.get("style") or "")
        }
        if len(found) == 2:
            return found["width"], found["height"]
    return 0.0, 0.0


def is_only_picture(paragraph: Element) -> bool:
    """Whether a paragraph shows a picture and says nothing."""
    if next(paragraph.iter(f"{W}drawing", f"{W}pict", f"{W}object"), None) is None:
        return False
    if next(paragraph.iter(f"{W}footnoteReference", f"{W}endnoteReference"), None) is not None:
        return False
    return not any((text.text or "").strip() for text in paragraph.iter(f"{W}t") if not _in_box(text))


def _in_box(element: Element) -> bool:
    return next(element.iterancestors(f"{W}txbxContent"), None) is not None
