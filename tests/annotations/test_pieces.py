"""A row of pieces is as a list of them would be, whatever is done to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import pieces
from annotations.pieces import Pieces

acts = st.lists(st.tuples(st.sampled_from(["put", "insert", "drop"]), st.integers(0, 10**6), st.binary(max_size=3)))


@given(st.lists(st.binary(max_size=3), max_size=30), acts)
def test_changes_are_those_of_a_list(begun: list[bytes], acts: list[tuple[str, int, bytes]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # Small pages, so that they fill, split and empty.
        patch.setattr(pieces, "PAGE", 3)
        row, model = Pieces.of(begun), list(begun)
        for act, place, piece in acts:
            before = list(row)
            if act == "insert":
                at = place % (len(model) + 1)
                changed = row.with_inserted(at, piece)
                model.insert(at, piece)
            elif not model:
                continue
            elif act == "put":
                at = place % len(model)
                changed = row.with_put(at, piece)
                model[at] = piece
            else:
                at = place % len(model)
                changed = row.without(at)
                del model[at]
            assert list(row) == before, "the row itself never changes"
            row = changed
            assert (list(row), len(row), b"".join(row.buffers())) == (model, len(model), b"".join(model))
            assert [row[index] for index in range(len(row))] == model
            assert row[:2] == model[:2]


@pytest.mark.parametrize("index", [-1, 3])
def test_what_is_not_there_cannot_be_changed(index: int) -> None:
    row = Pieces.of([b"a", b"b"])
    with pytest.raises(IndexError):
        row.with_put(index, b"")
    with pytest.raises(IndexError):
        row.without(index)
    with pytest.raises(IndexError):
        row.with_inserted(index, b"")
