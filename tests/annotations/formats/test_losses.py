"""What an export leaves behind is counted, in words a person knows."""

from __future__ import annotations

import pytest

from annotations.errors import FormatError
from annotations.formats.bundle import Bundle
from annotations.formats.check import Cutter
from annotations.formats.losses import HOLDINGS, Losses
from annotations.formats.units import Offsets, Unit
from annotations.model import Annotation, Span
from tests.annotations.formats.made import NOW, Page

FOX = Page("Ana 🦊 met Bo in Paris.")


def note(identity: str, *spans: Span, color: str | None = None, reply_to: str | None = None) -> Annotation:
    return Annotation(
        id=identity,
        spans=spans,
        color=color,  # type: ignore[arg-type]  # one of the eight
        reply_to=reply_to,
        created=NOW,
        modified=NOW,
    )


def test_losses_are_told_in_words() -> None:
    losses = Losses()
    losses.add("reply", 12)
    losses.add("color")
    losses.add("tags", 0)
    assert str(losses) == "12 replies, 1 colour"
    assert losses.as_dict() == {"reply": 12, "color": 1}


def test_a_format_that_holds_everything_loses_nothing() -> None:
    bundle = Bundle(document=FOX, notes=(note("a", Span(exact="Lima", start=0, end=4), color="red"),))
    assert len(bundle.survey(HOLDINGS)) == 0


def test_what_a_format_does_not_hold_is_counted() -> None:
    paris, ana = Span(exact="Paris", start=16, end=21), Span(exact="Ana", start=0, end=3)
    notes = (
        note("a", paris, ana, paris, color="red"),
        note("b", Span(exact="Lima", start=0, end=4)),
        note("c", reply_to="a"),
        note("d"),
    )
    losses = Bundle(document=FOX, notes=notes).survey(frozenset({"created"}))
    assert losses.as_dict() == {"color": 1, "several spans": 2, "reply": 1, "whole document": 1, "orphan": 1}


@pytest.mark.parametrize("unit", ["code point", "grapheme", "utf-16", "utf-8"])
def test_offsets_are_checked_as_the_reader_will_count_them(unit: Unit) -> None:
    offsets = Offsets(FOX.text)
    cutter = Cutter(FOX.text, unit)
    cutter.verify(offsets.to(unit, 16), offsets.to(unit, 21), "Paris", note="a")
    with pytest.raises(FormatError, match="note a"):
        cutter.verify(offsets.to(unit, 16), offsets.to(unit, 20), "Paris", note="a")
