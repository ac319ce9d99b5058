"""Words from a document or a notes file made fit for one line of the screen."""

from __future__ import annotations

from reader.cells import harmless


def one_line(text: str) -> str:
    """`text` on one line: white space of any kind becomes single blanks, and nothing commands the terminal."""
    return harmless(" ".join(text.split()))


def counted(number: int, thing: str) -> str:
    """`1 note`, `2 notes`, `no notes`."""
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"
