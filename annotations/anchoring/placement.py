"""The answer of anchoring, one value per span. Offsets are code points of today's canonical text."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.model import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place where a span may stand."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where one span stands today, or that it stands nowhere."""

    status: Status
    confidence: float
    """From 0.0 to 1.0: how likely it is that the passage stands where `start` and `end` say."""
    start: int | None = None
    """None for an orphan. For `ambiguous` the best candidate, which a person has yet to accept."""
    end: int | None = None
    runner_up: Candidate | None = None

    @property
    def span(self) -> tuple[int, int] | None:
        """`(start, end)`, or None where there is no place to show."""
        return None if self.start is None or self.end is None else (self.start, self.end)


GONE = Placement(status="orphan", confidence=0.0)
"""A passage that stands nowhere, and of which there is not even a guess."""
