"""Words from a document or a notes file made fit for a line of the screen. Widths are cells."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len

_CONTROL = {code: "�" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
# A stray override would turn round what stands beside it on the screen.
_CONTROL |= dict.fromkeys((0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069), "")


def harmless(text: str) -> str:
    """`text` without the characters that would command the terminal; line ends and tabs stay."""
    return text.translate(_CONTROL)


def one_line(text: str) -> str:
    """`text` on one line: white space of any kind becomes single blanks."""
    return " ".join(harmless(text).split())


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken at blanks where there are any; line ends are kept."""
    lines: list[str] = []
    for paragraph in harmless(text).expandtabs(4).split("\n"):
        lines.extend(_wrap(paragraph, width))
    return lines


def _wrap(paragraph: str, width: int) -> list[str]:
    lines, line, used = [], "", 0
    for word in paragraph.split(" "):
        size = cell_len(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = "", 0
        while size > width:
            head = _head(word, width)
            lines.append(head)
            word = word[len(head) :]
            size = cell_len(word)
        line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return [*lines, line]


def _head(word: str, width: int) -> str:
    """As much of `word` as fits; at least one character, and no mark without what it stands on."""
    end = 1
    while end < len(word) and (cell_len(word[: end + 1]) <= width or unicodedata.combining(word[end])):
        end += 1
    return word[:end]
