"""The way back: places a reader jumped from, and forward to them again, as in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.sheet import Spot


KEPT = 200


class Places:
    """Spots in the order they were left."""

    def __init__(self) -> None:
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []

    def leave(self, spot: Spot) -> None:
        """Remember a spot that is about to be left; what was ahead is forgotten."""
        self._ahead.clear()
        if not self._behind or self._behind[-1] != spot:
            self._behind.append(spot)
        del self._behind[:-KEPT]

    def back(self, here: Spot) -> Spot | None:
        """The spot to go back to from `here`; None when there is none."""
        return self._move(self._behind, self._ahead, here)

    def forward(self, here: Spot) -> Spot | None:
        """The spot to go forward to from `here`; None when there is none."""
        return self._move(self._ahead, self._behind, here)

    @staticmethod
    def _move(out_of: list[Spot], into: list[Spot], here: Spot) -> Spot | None:
        while out_of:
            spot = out_of.pop()
            if spot != here:
                into.append(here)
                return spot
        return None
