"""Parquet: rows of notes and mentions, written document by document, read by the library that others use."""

from __future__ import annotations

import importlib.util
import io
from dataclasses import replace

import pytest
from hypothesis import given

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.losses import Losses
from annotations.formats.parquet import FORMAT
from tests.annotations.formats.made import Page, briefly, bundles, written
from tests.annotations.formats.test_spacy import PARIS

installed = importlib.util.find_spec("pyarrow") is not None
needs_pyarrow = pytest.mark.skipif(not installed, reason="pyarrow is not installed")


def rows(data: bytes) -> list[dict[str, object]]:
    from pyarrow import parquet

    found: list[dict[str, object]] = parquet.read_table(io.BytesIO(data)).to_pylist()
    return found


@needs_pyarrow
@briefly
@given(bundles())
def test_every_note_is_a_row_with_its_fields(bundle: Bundle) -> None:
    found = {row["id"]: row for row in rows(written(FORMAT, bundle))}
    assert found.keys() == {note.id for note in bundle.notes}
    for note in bundle.notes:
        row = found[note.id]
        assert (row["comment"], row["color"], row["reply_to"]) == (note.comment, note.color, note.reply_to)
        assert row["tags"] == list(note.tags)
        assert row["created"] == note.created
        assert isinstance(row["spans"], list)
        assert [span["quote"] for span in row["spans"]] == [span.exact for span in note.spans]


@needs_pyarrow
def test_mentions_are_rows_too_and_documents_are_written_one_by_one() -> None:
    bundle = Bundle(document=Page("Ana met Bo in Paris."), entities=(PARIS,))
    given_out: list[str] = []

    def many() -> object:
        for number in range(3):
            given_out.append(str(number))
            yield replace(bundle, document=Page("Ana met Bo in Paris.", source=f"{number}.txt"))

    assert FORMAT.stream is not None
    pieces = []
    for piece in FORMAT.stream(many(), FORMAT.settings(), Losses()):  # type: ignore[arg-type]  # an iterable
        pieces.append(piece)
        assert len(given_out) <= len(pieces), "no document is asked for before the one before it is written"
    found = rows(b"".join(piece for piece in pieces if isinstance(piece, bytes)))
    assert [(row["row"], row["source"], row["name"]) for row in found] == [
        ("mention", f"{number}.txt", "Paris") for number in range(3)
    ]


@pytest.mark.skipif(installed, reason="pyarrow is installed")
def test_without_pyarrow_it_says_what_to_install() -> None:
    with pytest.raises(FormatError, match="not installed") as refused:
        FORMAT.export(Bundle(document=Page("x")))
    assert "postil[parquet]" in refused.value.hint
