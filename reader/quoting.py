"""Anchors made in a document that is not all in memory. Offsets are code points of canonical text."""

from __future__ import annotations

from dataclasses import replace

from annotations.anchoring.quote import quote_span
from annotations.model import CONTEXT, Span
from reader.documents.flow import Flow
from reader.documents.model import SEPARATOR

_SLACK = 16
"""Code points beyond the context, so that no grapheme is cut at the edge of what is looked at."""


def quote_in(flow: Flow, start: int, end: int, *, fingerprint: str | None = None) -> Span:
    """The anchor of `[start, end)`: its words and what stands around them. `fingerprint` is as in `Span`.

    Costs what the passage is long, not what the document is.

    Raises: ValueError, if the passage is empty or not inside the text that is counted so far.
    """
    before = max(0, start - CONTEXT - _SLACK)
    text = stretch(flow, before, end + CONTEXT + _SLACK)
    span = quote_span(text, start - before, end - before)
    return replace(span, start=start, end=end, fingerprint=fingerprint)


def stretch(flow: Flow, start: int, end: int) -> str:
    """The canonical text from `start` to `end`, or to where the document ends or is not yet counted."""
    here = flow.locate(start)
    if here is None:
        return ""
    index, offset = here
    pieces: list[str] = []
    wanted = end - start
    while wanted > 0:
        text = flow.part(index).text
        piece = text[offset : offset + wanted]
        pieces.append(piece)
        wanted -= len(piece)
        index += 1
        if wanted <= 0 or index >= len(flow) or flow.start(index) is None:
            break
        # An offset in the separator belongs to the part before it, past its end.
        gap = SEPARATOR[max(0, offset - len(text)) :][:wanted] if flow.part(index).text else ""
        pieces.append(gap)
        wanted -= len(gap)
        offset = 0
    return "".join(pieces)


def trimmed(flow: Flow, start: int, end: int) -> tuple[int, int]:
    """The passage without white space at its ends; unchanged when there is nothing else in it."""
    text = stretch(flow, start, end)
    inner = text.strip()
    if not inner:
        return start, end
    first = start + len(text) - len(text.lstrip())
    return first, first + len(inner)
