"""Offsets in the file a document was made from, to and from offsets in its canonical text. All in code points.

Known for documents made from plain text, whose blocks say which stretches were copied from where.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Protocol

from annotations.model import DocumentLike


class RunLike(Protocol):
    """A stretch copied without change of length: `reader.documents.model.Run` is one."""

    @property
    def text(self) -> int: ...
    @property
    def source(self) -> int: ...
    @property
    def length(self) -> int: ...


class SourceMap:
    """The way between a document's canonical text and its source."""

    def __init__(self, runs: Iterable[RunLike]) -> None:
        self._runs = sorted(((run.text, run.source, run.length) for run in runs), key=lambda run: run[1])
        self._sources = [source for _, source, _ in self._runs]
        self._by_text = sorted(self._runs)
        self._texts = [text for text, _, _ in self._by_text]

    def to_text(self, start: int, end: int) -> tuple[int, int] | None:
        """The canonical span of a span in the source; None where nothing of it was copied."""
        first = bisect_right(self._sources, start) - 1
        spans: list[tuple[int, int]] = []
        for text, source, length in self._runs[max(first, 0) :]:
            if source >= end:
                break
            low, high = max(start, source), min(end, source + length)
            if low < high:
                spans.append((text + low - source, text + high - source))
        return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None

    def to_source(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The stretches of the source that a canonical span was copied from, as `(start, end, canonical start)`."""
        first = bisect_right(self._texts, start) - 1
        found: list[tuple[int, int, int]] = []
        for text, source, length in self._by_text[max(first, 0) :]:
            if text >= end:
                break
            low, high = max(start, text), min(end, text + length)
            if low < high:
                found.append((source + low - text, source + high - text, low))
        return found


def source_map(document: DocumentLike) -> SourceMap | None:
    """The document's map; None where its source is not counted in code points, or says nothing."""
    if not str(getattr(document, "loader", "")).startswith("text/"):
        return None
    runs = list(_runs(document))
    return SourceMap(runs) if runs else None


def _runs(document: DocumentLike) -> Iterator[RunLike]:
    for block in document.blocks:
        yield from getattr(block, "runs", ())
