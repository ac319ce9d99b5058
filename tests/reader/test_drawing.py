"""What is drawn before a block and is not in its text."""

from __future__ import annotations

import pytest

from reader.documents.model import Block, BlockKind
from reader.drawing import lead_of


@pytest.mark.parametrize(
    ("kind", "level", "label", "lead"),
    [
        ("item", 1, "•", "• "),
        ("item", 2, "10.", "  10. "),
        ("item", 2, "", "    "),
        ("heading", 2, "2.3", "2.3 "),
        ("heading", 2, "", ""),
        ("footnote", 0, "*", "* "),
        ("paragraph", 0, "", ""),
    ],
)
def test_numbers_and_bullets_stand_before_blocks_that_have_them(
    kind: BlockKind, level: int, label: str, lead: str
) -> None:
    assert lead_of(Block(kind=kind, start=0, end=1, level=level, label=label)) == lead
