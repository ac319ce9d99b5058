"""Placing the notes of a file: the whole way from anchors to placements."""

from __future__ import annotations

from datetime import UTC, datetime

from annotations.anchoring.place import place_all
from annotations.anchoring.quote import quote_span
from annotations.model import Annotation

OLD, NEW = "0" * 64, "1" * 64
WHEN = datetime(2026, 1, 2, tzinfo=UTC)


def note(text: str, passage: str, *, name: str = "n") -> Annotation:
    start = text.index(passage)
    return Annotation(id=name, spans=(quote_span(text, start, start + len(passage)),), created=WHEN, modified=WHEN)


def test_the_same_text_keeps_its_offsets() -> None:
    text = "A red door. A blue door."
    placement = place_all([note(text, "blue")], text, fingerprint=OLD, default_fingerprint=OLD)["n"][0]
    assert (placement.status, placement.confidence, placement.span) == ("exact", 1.0, (14, 18))


def test_text_before_a_passage_moves_it() -> None:
    text = "A red door stood open. A blue door did not."
    placement = place_all(
        [note(text, "A blue door")], "New words. " + text, fingerprint=NEW, default_fingerprint=OLD
    )["n"][0]
    assert placement.span == (34, 45)


def test_a_passage_that_was_cut_leaves_its_note_an_orphan() -> None:
    text = "A red door stood open. A blue door did not."
    placement = place_all(
        [note(text, "A blue door")], "A red door stood open.", fingerprint=NEW, default_fingerprint=OLD
    )["n"][0]
    assert (placement.status, placement.span) == ("orphan", None)
