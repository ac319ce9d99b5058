"""Lines that are to be kept as they stand: programs, commands and their output, set in or fenced."""

from __future__ import annotations

from reader.documents.lines import Line

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
        if line.text.startswith(_FENCES):
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
