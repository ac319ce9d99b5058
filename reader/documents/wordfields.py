"""Fields of Word: instructions in the text, and what came of them; boxes to tick and lists to choose from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents.wordstyles import W, is_on, value_of, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ADDRESS = re.compile(r'^\s*HYPERLINK\s+(?:\\[^\s"]+\s+)*"([^"]*)"(?:.*?\\l\s+"([^"]*)")?', re.IGNORECASE | re.DOTALL)


class Field:
    """A field: an instruction, and the text that came of it."""

    def __init__(self) -> None:
        self.instruction = ""
        self.address = ""
        self.shows = False


def address_in(instruction: str) -> str:
    """Where a field that is a link leads; empty for another."""
    match = _ADDRESS.match(instruction)
    if match is None:
        return ""
    return f"{match[1]}#{match[2]}" if match[2] else match[1]


def chosen(mark: Element) -> str:
    """What a form shows at the mark that begins a field: a box, ticked or not, or the choice from a list."""
    data = mark.find(f"{W}ffData")
    if data is None:
        return ""
    box = data.find(f"{W}checkBox")
    if box is not None:
        return "☒" if is_on(box, "checked" if box.find(f"{W}checked") is not None else "default") else "☐"
    choices = data.find(f"{W}ddList")
    if choices is None:
        return ""
    entries = [entry.get(f"{W}val") or "" for entry in choices.iterchildren(f"{W}listEntry")]
    at = whole_number(value_of(choices, "result") or value_of(choices, "default"))
    return entries[at] if at < len(entries) else ""
