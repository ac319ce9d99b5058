"""What is laid before a person who decides about a passage: old words and new, and what stood around them.

Paragraphs of `(text, look)` runs; how they are broken into rows is their reader's affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.palette import BOLD, ITALIC, STRIKE
from reader.reviewing import differences

if TYPE_CHECKING:
    from reader.palette import Look
    from reader.whereabouts import Home

    Run = tuple[str, Look]

AROUND = 160
"""Code points of what stands before a passage, and of what stands behind it, that are shown."""

_WORDS: Look = ("strong", "", 0)
_AROUND: Look = ("muted", "", 0)
_LABEL: Look = ("accent", "", 0)
_GONE: Look = ("rail-red", "", STRIKE)
_NEW: Look = ("rail-green", "", BOLD)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some words, and what stands before their first row."""

    runs: tuple[Run, ...]
    lead: tuple[Run, ...] = ()


def label(words: str) -> Paragraph:
    """What the paragraphs below it are."""
    return Paragraph(((words, _LABEL),))


def words(text: str, *, before: str = "", after: str = "") -> Iterator[Paragraph]:
    """A passage among what stands around it."""
    yield from _paragraphs([(text, _WORDS)], before, after)


def quoted(text: str) -> Iterator[Paragraph]:
    """What a person wrote."""
    yield from _lines([(text, ("text", "", ITALIC))], lead=(("✎ ", _AROUND),))


def compared(was: str, now: str, *, before: str = "", after: str = "") -> Iterator[Paragraph]:
    """Today's words among what stands around them; those that went are in `[-…-]`, those that came in `{+…+}`."""
    marks: dict[str, tuple[str, Look]] = {
        "same": ("{}", _WORDS),
        "gone": ("[-{}-]", _GONE),
        "new": ("{{+{}+}}", _NEW),
    }
    runs: list[Run] = []
    for what, part in differences(was, now):
        form, look = marks[what]
        # A mark is closed and opened again at the end of a line, so that each line can be read by itself.
        text = "\n".join(form.format(line) if line.strip() else line for line in part.split("\n"))
        if runs and not runs[-1][0].endswith("\n") and not text.startswith("\n"):
            runs.append((" ", _WORDS))
        runs.append((text, look))
    yield from _paragraphs(runs, before, after)


def lost(passage: str, home: Home) -> Iterator[Paragraph]:
    """A passage that is gone, among what stood around it."""
    if home.heading:
        yield Paragraph(((home.heading, ("heading", "", BOLD)),))
    if home.before:
        yield from _lines([(last_of(home.before), _AROUND)])
    lines = "\n".join(f"[-{line}-]" if line.strip() else line for line in passage.split("\n"))
    yield from _paragraphs([(lines, _GONE)], home.lead, home.trail)
    if home.after:
        yield from _lines([(first_of(home.after), _AROUND)])


def last_of(text: str) -> str:
    """The end of what stands before, not longer than is shown, cut between words."""
    if len(text) <= AROUND:
        return text
    return "…" + text[-AROUND:].partition(" ")[2]


def first_of(text: str) -> str:
    """The beginning of what stands behind, likewise."""
    if len(text) <= AROUND:
        return text
    return text[:AROUND].rpartition(" ")[0] + "…"


def _paragraphs(runs: Iterable[Run], before: str, after: str) -> Iterator[Paragraph]:
    yield from _lines([(last_of(before), _AROUND), *runs, (first_of(after), _AROUND)])


def _lines(runs: Iterable[Run], lead: tuple[Run, ...] = ()) -> Iterator[Paragraph]:
    """One paragraph for each line of the runs; empty ones are left out."""
    line: list[Run] = []
    for text, look in runs:
        first, *rest = text.split("\n")
        line.append((first, look))
        for further in rest:
            yield from _line(line, lead)
            line = [(further, look)]
    yield from _line(line, lead)


def _line(runs: list[Run], lead: tuple[Run, ...]) -> Iterator[Paragraph]:
    if any(text.strip() for text, _ in runs):
        yield Paragraph(tuple(run for run in runs if run[0]), lead)
