"""Text that cannot play tricks: what is invisible and dangerous shows, and offsets stay right."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reader.documents import reflow
from reader.documents.harmless import composed, visible

TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def test_controls_become_their_pictures() -> None:
    assert visible("a\x00b\x1b[31mred\x7f\tc\n") == "a␀b␛[31mred␡\tc\n"


def test_signs_that_turn_the_order_of_letters_show() -> None:
    assert visible("if \u202eadmin\u2066 x\u2069") == "if \ufffdadmin\ufffd x\ufffd"
    assert visible("שלום\u200f!") == "שלום\u200f!"


def test_surrogates_and_noncharacters_show() -> None:
    assert visible("a\ud800b\uffffc\ufdd0d\U0001ffffe\x9b") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd"


@given(st.text())
def test_the_length_never_changes_and_nothing_dangerous_is_left(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    for letter in shown:
        assert letter in "\t\n" or unicodedata.category(letter) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(letter) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )


@given(st.text(alphabet="e\u0301\u0327a \u1100\u1161\u11a8가n\u0303ﬁΩ\u212b", max_size=30))
def test_composing_is_nfc_and_runs_lead_to_the_first_of_what_was_put_together(text: str) -> None:
    body, runs = composed(text, [(0, 100, len(text))] if text else [])
    assert body == unicodedata.normalize("NFC", text)
    covered = 0
    for start, source, length in runs:
        assert start >= covered
        covered = start + length
        assert unicodedata.normalize("NFC", text[: source - 100]) == body[:start]
        if length > 1:
            assert body[start : start + length] == text[source - 100 : source - 100 + length]
    assert covered <= len(body)


@given(st.text(alphabet="ab e\u0301\n\r\t\x00\u202e\f-\ufffe>", max_size=80))
def test_canonical_text_is_clean_whatever_comes(text: str) -> None:
    canonical, blocks = reflow.blocks(text)
    assert canonical == unicodedata.normalize("NFC", canonical)
    assert not set("\r\x00\u202e\f\ufffe") & set(canonical)
    for kind, start, end, _, source_start, source_end, runs, _ in blocks:
        assert kind == "table" or "\t" not in canonical[start:end]
        assert 0 <= start <= end <= len(canonical)
        assert 0 <= source_start <= source_end <= len(text)
        assert all(start <= at and at + length <= end for at, _, length in runs)
