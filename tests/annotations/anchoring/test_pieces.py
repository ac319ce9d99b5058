"""What the notes themselves remember of an old text, put together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.pieces import joined, snippet
from annotations.anchoring.quote import quote_span

TEXT = "The harbour at Brevik has a northern quay, a southern quay, and a lamp that nobody has lit for eleven years."


def test_snippets_that_overlap_or_touch_become_one_piece() -> None:
    pieces = joined([(20, TEXT[20:40]), (0, TEXT[:12]), (30, TEXT[30:60]), (60, TEXT[60:70])])
    assert pieces.starts == ((0, 0), (14, 20))
    assert pieces.text == f"{TEXT[:12]}\n\n{TEXT[20:70]}"
    assert pieces.place(44, TEXT[44:50]) == (38, 44)


def test_snippets_that_contradict_each_other_stay_apart() -> None:
    pieces = joined([(0, "a red door"), (2, "blue door")])
    assert len(pieces.starts) == 2
    assert pieces.place(2, "blue") == (12, 16)
    assert pieces.place(2, "red") == (2, 5)
    assert pieces.place(2, "green") is None


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30)), min_size=1, max_size=8))
def test_every_passage_has_its_place_among_the_pieces(bounds: list[tuple[int, int]]) -> None:
    spans = [quote_span(TEXT, start, min(len(TEXT), start + size)) for start, size in bounds]
    pieces = joined(map(snippet, spans))
    for span in spans:
        place = pieces.place(span.start, span.exact)
        assert place is not None
        assert pieces.text[slice(*place)] == span.exact
