"""Documents and notes made for the tests of formats."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from annotations.model import BlockLike

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """A document of one text: enough for any format."""

    text: str
    title: str = "Fox"
    byline: str = "Mira Oy"
    date: str = "2026-01-05"
    source: str = "fox.txt"
    blocks: Sequence[BlockLike] = field(default_factory=tuple)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()
