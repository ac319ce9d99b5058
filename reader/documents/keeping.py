"""A flow whose document goes into the cache once all of it has been made."""

from __future__ import annotations

from collections.abc import Callable

from reader.documents.flow import Flow, Part
from reader.documents.model import Document


class KeepingFlow:
    """Another flow, and what is to be done with its document. A `Flow`."""

    def __init__(self, flow: Flow, keep: Callable[[Document], Document]) -> None:
        """
        Args:
            flow: Does the work.
            keep: Given the whole document when it is first made; gives the one to hand out.
        """
        self._flow = flow
        self._keep = keep
        self._document: Document | None = None

    @property
    def title(self) -> str:
        return self._flow.title

    @property
    def source(self) -> str:
        return self._flow.source

    @property
    def complete(self) -> bool:
        return self._flow.complete

    @property
    def fingerprint(self) -> str | None:
        return self._flow.fingerprint

    def __len__(self) -> int:
        return len(self._flow)

    def part(self, index: int) -> Part:
        return self._flow.part(index)

    def start(self, index: int) -> int | None:
        return self._flow.start(index)

    def weight(self, index: int) -> int:
        return self._flow.weight(index)

    def locate(self, offset: int) -> tuple[int, int] | None:
        return self._flow.locate(offset)

    def place(self, target: str) -> tuple[int, int] | None:
        from reader.documents.following import Addressed

        return self._flow.place(target) if isinstance(self._flow, Addressed) else None

    def advance(self) -> bool:
        return self._flow.advance()

    def document(self) -> Document:
        if self._document is None:
            self._document = self._keep(self._flow.document())
        return self._document
