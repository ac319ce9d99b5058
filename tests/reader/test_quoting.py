"""An anchor made from the parts of a document is the one made from its whole text."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from annotations.anchoring.quote import quote_span
from reader.documents.flow import Part
from reader.documents.model import SEPARATOR, Document
from reader.quoting import quote_in, stretch, trimmed


class Parts:
    """A flow of these parts, all counted."""

    title = source = "made"
    complete = True
    fingerprint = None

    def __init__(self, *texts: str) -> None:
        self._texts = texts
        self.text = SEPARATOR.join(texts)

    def __len__(self) -> int:
        return len(self._texts)

    def part(self, index: int) -> Part:
        return Part(self._texts[index], ())

    def start(self, index: int) -> int | None:
        return sum(len(text) + len(SEPARATOR) for text in self._texts[:index])

    def weight(self, index: int) -> int:
        return len(self._texts[index])

    def locate(self, offset: int) -> tuple[int, int] | None:
        index = max(n for n in range(len(self)) if (self.start(n) or 0) <= offset)
        return index, offset - (self.start(index) or 0)

    def advance(self) -> bool:
        return False

    def document(self) -> Document:
        return Document(title="", source="", text=self.text, blocks=(), loader="made/1")


texts = st.lists(st.text("ab é\u0301好🦊 ", min_size=1, max_size=120), min_size=1, max_size=4)


@given(texts, st.integers(0, 400), st.integers(1, 200))
def test_across_parts_an_anchor_is_as_in_the_whole_text(parts: list[str], start: int, size: int) -> None:
    flow = Parts(*parts)
    assume(start + size <= len(flow.text))
    assert stretch(flow, start, start + size) == flow.text[start : start + size]
    assert quote_in(flow, start, start + size) == quote_span(flow.text, start, start + size)


def test_blanks_at_the_ends_of_a_selection_are_left_out() -> None:
    flow = Parts("one  two ", "three")
    assert trimmed(flow, 3, 11) == (5, 8)
    assert trimmed(flow, 3, 5) == (3, 5)
