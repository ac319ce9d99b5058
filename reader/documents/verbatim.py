"""Lines whose ends are to be kept: programs, commands and their output, set in or fenced; and verse."""

from __future__ import annotations

from reader.documents.lines import Line
from reader.documents.looks import Look

_DEPTH = 4
"""Columns from which a stretch that is set in may be a program."""

_SIGNS = frozenset("{}();=<>[]|$#\\_&%@/+")
_PROMPTS = ("$ ", ">>> ", "% ", "# ", "... ")
_FENCES = ("```", "~~~")


def mark_code(lines: list[Line], indent: int) -> None:
    """Mark the lines of programs; `indent` is that of the text around them."""
    _mark_fenced(lines)
    start = 0
    while start < len(lines):
        if lines[start].code or lines[start].indent < indent + _DEPTH:
            start += 1
            continue
        end = start
        while end < len(lines) and lines[end].indent >= indent + _DEPTH and not lines[end].code:
            end += 1
        apart = (start == 0 or lines[start].gap > 0) and (end == len(lines) or lines[end].gap > 0)
        if apart and _is_program([line.text for line in lines[start:end]]):
            for line in lines[start:end]:
                line.code = True
        start = end


def _mark_fenced(lines: list[Line]) -> None:
    """Mark what stands between two fences, and the fences."""
    opened = -1
    for index, line in enumerate(lines):
        if line.text.startswith(_FENCES) and line.text[:12] != line.text[0] * 12:
            if opened < 0:
                opened = index
            else:
                for inside in lines[opened : index + 1]:
                    inside.code = True
                opened = -1


def _is_program(texts: list[str]) -> bool:
    """Whether half of the lines have signs that prose has not."""
    if all(text.startswith(("http:", "https:", "www.")) for text in texts):
        return False
    return 2 * sum(map(_is_statement, texts)) >= len(texts)


def _is_statement(text: str) -> bool:
    odd = sum(sign in _SIGNS for sign in text)
    return text.startswith(_PROMPTS) or odd >= 3 or (odd >= 2 and text[-1] in "{};:\\)")


_STANZA = 4
"""Lines from which a stretch may be verse; fewer are too easily a heading with what stands under it."""


def mark_verse(lines: list[Line], looks: list[Look]) -> None:
    """Mark the lines of stanzas: between blank lines, most begin large wherever the one before ends."""
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and not lines[end].gap and not lines[end].page:
            end += 1
        if end - start >= _STANZA and _is_stanza(lines[start:end], looks[start:end]):
            for line in lines[start:end]:
                line.verse = True
        start = end


def _is_stanza(lines: list[Line], looks: list[Look]) -> bool:
    if any(line.code or line.depth or look.bullet or look.turn for line, look in zip(lines, looks, strict=True)):
        return False
    longest = max(len(line.text) for line in lines)
    if longest > 75:
        return False
    large = small = room = 0
    for index in range(len(lines) - 1):
        if not looks[index].stop:
            large += looks[index + 1].capital
            small += not looks[index + 1].capital
        word = lines[index + 1].text.partition(" ")[0]
        room += len(lines[index].text) + 1 + len(word) <= longest
    if large < 3 or small > 0.15 * large:
        return False
    # German writes so many words large that a few lines may well begin with them.
    return room >= 0.5 * (len(lines) - 1) or _capitals(lines) < 0.2


def _capitals(lines: list[Line]) -> float:
    """Share of large words among those inside the lines."""
    words = [word for line in lines for word in line.text.split()[1:]]
    return sum(word[0].isupper() for word in words) / max(1, len(words))
